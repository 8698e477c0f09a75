"""What a plan says of itself, in both languages, and what it leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Kind
from ingest.vietnamese import fold
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, ben_tre, lao_cai


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


PARTS = [
    ("Số hiệu kế hoạch Bến Tre?", "15/KH-SYT"),
    ("Ngày ban hành kế hoạch Bến Tre?", "5/1/2027"),
    ("Ai ký kế hoạch Bến Tre?", "Trần Thị Hoa"),
    ("Nơi nhận kế hoạch Bến Tre?", "Bộ Y tế; UBND tỉnh"),
    ("Căn cứ pháp lý của kế hoạch Bến Tre?", "57-NQ/TW"),
    ("Kế hoạch Bến Tre thay thế kế hoạch nào?", "9/KH-SYT"),
    ("Tên đầy đủ của kế hoạch Bến Tre?", "Chuyển đổi số ngành Y tế năm 2027"),
    ("Cơ quan ban hành kế hoạch Bến Tre?", "Sở Y tế tỉnh Bến Tre"),
    ("who signed the Ben Tre plan?", "Trần Thị Hoa"),
    ("when was the Ben Tre plan issued?", "5/1/2027"),
]


@pytest.mark.parametrize(("question", "fact"), PARTS)
def test_each_part_is_told_with_the_header_as_its_source(made_up: Assistant, question: str, fact: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.HEADER, True)
    assert fact in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/header"]
    assert answer.citations[0].section == "header"


@pytest.mark.parametrize(("question", "fact"), PARTS)
def test_the_same_is_told_to_one_who_types_without_accents(made_up: Assistant, question: str, fact: str) -> None:
    assert fact in made_up.ask(fold(question)).answer


@pytest.mark.parametrize(
    "question",
    [
        "Số hiệu kế hoạch Lào Cai?",
        "Ai ký kế hoạch Lào Cai?",
        "Nơi nhận kế hoạch Lào Cai?",
        "Kế hoạch Lào Cai thay thế gì?",
    ],
)
def test_what_a_header_leaves_out_is_said_to_be_blank(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert not answer.answerable
    assert anchors(answer) == [f"{LAO_CAI}/header"]


def test_a_plan_may_be_named_by_its_number(made_up: Assistant) -> None:
    answer = made_up.ask("Ai ký kế hoạch 15/KH-SYT?")
    assert "Trần Thị Hoa" in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/header"]


def test_without_a_plan_each_plan_is_told(made_up: Assistant) -> None:
    answer = made_up.ask("Ai ký các kế hoạch?")
    assert anchors(answer) == [f"{BEN_TRE}/header", f"{LAO_CAI}/header"]


def test_only_plans_that_replace_another_are_told_to_do_so(made_up: Assistant) -> None:
    assert anchors(made_up.ask("Kế hoạch nào bị thay thế?")) == [f"{BEN_TRE}/header"]


def test_a_plan_that_is_not_indexed_has_no_signer(made_up: Assistant) -> None:
    answer = made_up.ask("Ai ký kế hoạch Quảng Trị?")
    assert (answer.answerable, answer.citations) == (False, ())


@pytest.mark.parametrize(
    ("question", "fact", "anchor"),
    [
        ("ke hoach an giang so may ban hanh ngay nao", "57/KH-SYT", "an-giang-2025/header"),
        ("so hieu ke hoach an giang", "57/KH-SYT", "an-giang-2025/header"),
        ("Nơi nhận kế hoạch Đồng Tháp?", "Sở KH&CN", "dong-thap-2026/header"),
        ("Kế hoạch Ninh Thuận căn cứ vào văn bản nào?", "399/KH-UBND", "ninh-thuan-2025/header"),
        ("who signed the An Giang plan?", "Trần Quang Hiền", "an-giang-2025/header"),
    ],
)
def test_headers_of_the_sample_plans_are_told(assistant: Assistant, question: str, fact: str, anchor: str) -> None:
    answer = assistant.ask(question)
    assert fact in answer.answer
    assert anchors(answer) == [anchor]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Kế hoạch Bến Tre số mấy, ngày nào, ai ký?", {"number", "date", "signer"}),
        ("so va ngay ban hanh ke hoach ben tre", {"number", "date"}),
        ("What is the number and date of the Ben Tre plan, and who signed it?", {"number", "date", "signer"}),
        ("Ai ký kế hoạch Bến Tre?", {"signer"}),
        ("Bà Trần Thị Hoa ký kế hoạch Bến Tre ngày nào?", {"date"}),
    ],
)
def test_parts_asked_for_together_are_told_together(made_up: Assistant, text: str, parts: set[str]) -> None:
    header = made_up.ask(text).answer
    told = {"number": "15/KH-SYT", "date": "5/1/2027", "signer": "Trần Thị Hoa"}
    assert {part for part, said in told.items() if said in header} == parts


@pytest.fixture(scope="module")
def directed(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over a plan that a director signs himself."""
    plan = ben_tre()
    plan = replace(plan, header=replace(plan.header, office="GIÁM ĐỐC"))
    return assistant_in(tmp_path_factory.mktemp("index"), [plan, lao_cai()])


@pytest.mark.parametrize(
    "question",
    [
        "Giám đốc Sở Y tế Bến Tre tên gì?",
        "gđ sở y tế bến tre là ai",
        "Who is the director of Ben Tre's health department?",
    ],
)
def test_the_director_is_told_where_it_is_he_who_signs(directed: Assistant, made_up: Assistant, question: str) -> None:
    assert "Trần Thị Hoa" in directed.ask(question).answer
    assert not made_up.ask(question).answerable


def test_who_signs_as_director_is_no_deputy(directed: Assistant) -> None:
    assert not directed.ask("Phó giám đốc Sở Y tế Bến Tre là ai?").answerable
