"""Questions that plans of other layouts call for: communes, teams' heads, years of a column, measures of lengths."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.understanding.reading import understand
from ingest.model import Anchor, Appendix, Column, Field, Header, Plan, Reference, Row
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre, shelf_of

PLACE, HEAD, LAST, NEXT = "Đơn vị được kiểm tra", "Trưởng đoàn", "Kết quả 2025", "Chỉ tiêu 2027"


def _row(number: str, content: str, head: str, last: str, wanted: str) -> Row:
    columns = {PLACE: content, HEAD: head, LAST: last, NEXT: wanted}
    cells = {"content": content, "responsible_leader": head, LAST: last, "target": wanted}
    return Row(Anchor(BEN_TRE, appendix="9", stt=number), cells, columns=columns)


def inspected() -> Plan:
    """The plan of Bến Tre with a table of inspections."""
    plan = ben_tre()
    columns = (Column(PLACE, Field.CONTENT), Column(HEAD, Field.RESPONSIBLE_LEADER))
    rows = (
        _row("1", "Trạm Y tế Hàm Luông", "Bà Phan Thị Sáu", "312 lượt khám lưu động", "400"),
        _row("2", "Trạm Y tế Cổ Chiên", "", "95 lượt khám lưu động", "120"),
    )
    table = Appendix("9", "Lịch kiểm tra", (*columns, Column(LAST), Column(NEXT, Field.TARGET)), rows)
    return replace(plan, appendices=(*plan.appendices, table))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"), [inspected()])


@pytest.mark.parametrize(
    "question", ["Trưởng đoàn kiểm tra Trạm Y tế Hàm Luông ở Bến Tre là ai?", "ai lam truong doan tram y te ham luong"]
)
def test_the_head_of_a_team_is_asked_for_by_that_name(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "Phan Thị Sáu" in answer.answer
    assert [citation.stt for citation in answer.citations] == ["1"]


def test_a_blank_head_of_a_team_is_told_as_blank(assistant: Assistant) -> None:
    answer = assistant.ask("Trưởng đoàn kiểm tra Trạm Y tế Cổ Chiên ở Bến Tre là ai?")
    assert not answer.answerable
    assert [citation.stt for citation in answer.citations] == ["2"]


def test_a_year_that_a_column_is_of_names_no_other_plan() -> None:
    shelf = shelf_of(inspected())
    assert understand("Bến Tre năm 2025 khám lưu động bao nhiêu lượt", shelf).plans == (BEN_TRE,)
    assert understand("Bến Tre năm 2024 khám lưu động bao nhiêu lượt", shelf).plans == ()


def test_a_commune_is_named_by_its_name_alone_or_without_accents() -> None:
    plan = ben_tre()
    header = replace(plan.header, issuer="Ủy ban nhân dân phường An Hội")
    shelf = shelf_of(replace(plan, header=header))
    for text in ("an hội có bao nhiêu nhiệm vụ", "phuong an hoi co bao nhieu nhiem vu"):
        assert understand(text, shelf).plans == (BEN_TRE,), text


def test_number_and_date_or_signer_and_date_are_both_told(assistant: Assistant) -> None:
    header: Header = ben_tre().header
    both = assistant.ask("kế hoạch của Bến Tre ai ký, ngày nào")
    assert both.kind is Kind.HEADER
    assert header.signer in both.answer


@pytest.mark.parametrize("question", ["Bến Tre gửi kế hoạch cho những nơi nào?", "kế hoạch bến tre gửi cho những ai"])
def test_recipients_are_asked_for_in_several_ways(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).kind is Kind.HEADER


def test_all_replaced_plans_are_told(tmp_path: Path) -> None:
    plan = ben_tre()
    said = "Kế hoạch số 118/KH-SYT (Bến Tre), số 402/KH-SYT (Trà Vinh)"
    replaced = replace(plan.header, replaces=Reference("Kế hoạch", "118/KH-SYT", text=said))
    answer = assistant_in(tmp_path, [replace(plan, header=replaced)]).ask("Kế hoạch Bến Tre thay thế kế hoạch nào?")
    assert "402/KH-SYT" in answer.answer


def test_a_province_of_one_syllable_is_named_without_accents() -> None:
    plan = ben_tre()
    shelf = shelf_of(replace(plan, header=replace(plan.header, issuer="UBND thành phố Huế", province="Huế")))
    assert [one.plans for one in understand("nam 2027 hue can bao nhieu tien", shelf).mentions] == [(BEN_TRE,)]
    assert not understand("năm 2027 huê cần bao nhiêu tiền", shelf).mentions


def test_a_group_is_asked_for_by_what_stands_behind_its_noun(tmp_path: Path) -> None:
    plan = ben_tre()
    first, *others = plan.appendices
    titles = {"I": "Nhóm nhiệm vụ về hạ tầng số", "II": "Nhóm nhiệm vụ khác"}
    rows = tuple(replace(row, group_title=titles.get(row.anchor.group, "")) for row in first.rows)
    wanted = [str(row.anchor) for row in rows if row.anchor.group == "I"]
    said = replace(plan, appendices=(replace(first, rows=rows), *others))
    answer = assistant_in(tmp_path, [said]).ask("Bến Tre có bao nhiêu nhiệm vụ về hạ tầng số?")
    assert [citation.anchor for citation in answer.citations] == wanted


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Bến Tre: nhà thuốc không gửi dữ liệu bao lâu thì bị cắt kết nối?", False),
        ("ben tre khong nop bao cao bao lau thi phai giai trinh", False),
        ("Bao lâu thì xong việc nâng cấp đường truyền của Bến Tre?", True),
    ],
)
def test_how_long_before_something_follows_asks_for_no_deadline(text: str, asks: bool) -> None:
    assert (Field.DEADLINE in understand(text, shelf_of(ben_tre())).fields) == asks
