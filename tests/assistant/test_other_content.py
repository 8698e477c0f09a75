"""What plans of other content showed: places behind "ở", headers parted by "nào", partners, telephones, whole lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Kind
from assistant.phrasing.asking import asked_body, asked_partner
from assistant.understanding.reading import understand
from assistant.understanding.typed import as_meant
from ingest.model import Anchor, Appendix, Column, Field, Paragraph, Plan, Row, Section
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre, made_up_shelf, read, shelf_of

BUYER = "Doanh nghiệp bao tiêu"


def _with_centres() -> Plan:
    """Bến Tre with a table of its regional health centres, the buyer of what each grows, and whom to call."""
    plan = ben_tre()
    name, budget = "Trung tâm y tế khu vực", "Kinh phí (triệu đồng)"

    def row(stt: str, centre: str, buyer: str, amount: str) -> Row:
        fields = {"content": centre, BUYER: buyer, "budget": amount}
        return Row(Anchor(BEN_TRE, appendix="9", stt=stt), fields, columns={name: centre, BUYER: buyer, budget: amount})

    rows = (row("1", "Ba Tri", "Công ty Dừa", "540"), row("2", "Bt Hang", "", "150"))
    columns = (Column(name, Field.CONTENT), Column(BUYER), Column(budget, Field.BUDGET))
    contact = Section("II", "II", "", (Paragraph("Vướng mắc phản ánh về Văn phòng Sở, điện thoại 0275.3822.460."),))
    table = Appendix("9", "Phân bổ", columns, rows)
    return replace(plan, appendices=(*plan.appendices, table), sections=(*plan.sections, contact))


def test_where_something_is_done_is_no_part_of_the_word_before_it() -> None:
    assert read("Sửa nhà ở Bến Tre khi nào xong?").topic == "Sửa nhà"


def test_the_first_word_of_a_name_is_no_initials() -> None:
    shelf = shelf_of(_with_centres())
    assert not understand("Bt Hang trồng gì?", shelf).mentions
    assert understand("BT ai chủ trì bệnh án?", shelf).plans == (BEN_TRE,)


def test_a_header_is_asked_for_with_nao_behind_its_noun(tmp_path: Path) -> None:
    plans = assistant_in(tmp_path, [_with_centres()])
    assert "**Công ty Dừa**" in plans.ask("Doanh nghiệp nào bao tiêu của Ba Tri?").answer
    blank = plans.ask("doanh nghiep nao bao tieu cua bt hang")
    assert (blank.answerable, anchors(blank)) == (False, [f"{BEN_TRE}/pl-9/2"])
    total = plans.ask("Tổng tiền giao cho các trung tâm y tế khu vực ở Bến Tre là bao nhiêu?")
    assert (total.kind, "690" in total.answer) == (Kind.SUM, True)
    least = plans.ask("Nơi nào ở Bến Tre nhận ít kinh phí nhất?")
    assert anchors(least) == [f"{BEN_TRE}/pl-9/2"]
    called = plans.ask("Muốn hỏi thêm về chuyển đổi số Bến Tre thì gọi cho ai?")
    assert "0275.3822.460" in called.answer


def test_who_joins_in_is_a_partner() -> None:
    found = asked_partner("ai nấu chung")
    assert found is not None
    assert found[0].role is Field.COORDINATING_UNITS
    assert asked_partner("ai nấu chung cho bệnh viện") is None
    assert asked_partner("ai nấu cháo") is None


def test_the_goods_of_a_maker_may_stand_before_nao() -> None:
    found = asked_body("hãng sữa nào lo sữa học đường")
    assert found is not None
    assert (found.start, found.end) == (0, len("hãng sữa nào"))
    assert asked_body("hãng sữa bị phạt") is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kể hết mấy việc của Sở", "kể hết các việc của Sở"),
        ("liệt kê mấy dự án", "liệt kê các dự án"),
        ("có mấy việc", "có mấy việc"),
    ],
)
def test_may_behind_what_asks_for_a_list_counts_nothing(typed: str, meant: str) -> None:
    assert as_meant(typed, made_up_shelf()) == (meant, "vi")


def test_a_plan_asked_with_words_of_its_title_is_told_whole(tmp_path: Path) -> None:
    assert (
        assistant_in(tmp_path).ask("What does the digital transformation plan of Ben Tre cover?").kind is Kind.OVERVIEW
    )


@pytest.mark.parametrize("text", ["year after year", "month after month", "each quarter", "year in, year out"])
def test_what_comes_again_is_regular(text: str) -> None:
    assert read(f"Which Ben Tre tasks happen {text}?").filters.times[0].cycle


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Khu nào ở Bến Tre có trên 2000 người?", ()),
        ("Which Ben Tre areas have more than 2025 households?", ()),
        ("Năm 2027 người dân Bến Tre được gì?", (2027,)),
        ("Bến Tre đạt gì trên 2028?", (2028,)),
    ],
)
def test_a_number_of_four_digits_before_what_it_counts_is_no_year(text: str, years: tuple[int, ...]) -> None:
    assert read(text).years == years


def test_the_money_of_a_group_is_added_up() -> None:
    asked = read("Nhóm phát triển nhân lực của Bến Tre tốn bao nhiêu tiền?")
    assert (asked.kinds, asked.fields) == ((Kind.SUM,), ())
    assert read("Sửa chữa trạm y tế ở Bến Tre tốn bao nhiêu tiền?").kinds == ()


def test_what_one_gets_is_for_the_prose_to_tell(tmp_path: Path) -> None:
    plan = ben_tre()
    prose = Section("II", "II", "", (Paragraph("Mỗi trạm y tế sửa chữa được hỗ trợ 60 triệu đồng."),))
    row = plan.appendices[1].rows[3]
    paid = replace(row, fields={**row.fields, "budget": "900.000.000"})
    table = replace(plan.appendices[1], rows=(*plan.appendices[1].rows[:3], paid))
    plans = assistant_in(
        tmp_path, [replace(plan, sections=(*plan.sections, prose), appendices=(plan.appendices[0], table))]
    )
    assert "60 triệu" in plans.ask("Người ta cho bao nhiêu tiền để sửa chữa trạm y tế ở Bến Tre?").answer
    assert "900" in plans.ask("Sửa chữa trạm y tế ở Bến Tre hết bao nhiêu tiền?").answer


def test_the_basis_is_asked_for_by_the_kind_of_document() -> None:
    assert read("Kế hoạch Bến Tre dựa vào nghị quyết nào?").header == ("basis",)
    assert read("Bến Tre báo cáo dịch bệnh theo thông tư nào?").header == ()
