"""Questions that name a heading, a body or the groups of a table, and nothing else."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from assistant.lexicon.headings import heading_words, named_heading
from ingest.vietnamese import fold
from tests.assistant.sample import anchors


def headings(text: str, *titles: str) -> set[tuple[str, ...]]:
    return {words for line in named_heading(fold(text).split(), titles) for words in line}


@pytest.mark.parametrize(
    "text",
    [
        "mục tiêu chung của kế hoạch là gì",
        "muc tieu chung cua ke hoach nam 2026",
        "what is the overall objective of the plan",
    ],
)
def test_a_heading_is_named_in_any_frame(text: str) -> None:
    assert heading_words("Mục tiêu chung") in headings(text)


def test_what_says_more_than_a_heading_names_none() -> None:
    assert not headings("mục tiêu về thanh toán là gì")
    assert not headings("kế hoạch yêu cầu những đơn vị nào báo cáo")
    assert not headings("mục đích của kế hoạch an toàn thực phẩm là gì")
    assert headings("mục đích của kế hoạch an toàn thực phẩm là gì", "Bảo đảm an toàn thực phẩm")


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("Mục tiêu chung của kế hoạch Đồng Tháp là gì?", "dong-thap-2026/I.1"),
        ("muc tieu tong quat cua so y te ca mau", "ca-mau-2026/II.1"),
        ("yêu cầu của kh đồng nai là gì", "dong-nai-2025/I.2"),
        ("What is the purpose of the Dong Nai plan?", "dong-nai-2025/I.1"),
    ],
)
def test_what_stands_under_a_heading_is_told(assistant: Assistant, question: str, section: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.PASSAGE
    assert anchors(answer) == [section]


def test_a_heading_of_sections_tells_all_of_them(assistant: Assistant) -> None:
    told = anchors(assistant.ask("Mục tiêu của kế hoạch Ninh Thuận là gì?"))
    assert told == [f"ninh-thuan-2025/II.{number}" for number in (1, 2, 3)]


def test_a_plan_without_the_heading_is_told_by_the_nearest_one(assistant: Assistant) -> None:
    assert anchors(assistant.ask("Mục tiêu chung của kế hoạch Đồng Nai là gì?")) == ["dong-nai-2025/I.1"]


def test_a_heading_goes_on_to_another_plan_and_another_heading(assistant: Assistant) -> None:
    asked = ["Mục đích của kế hoạch Đồng Nai là gì?"]
    assert anchors(assistant.ask("Còn yêu cầu?", asked)) == ["dong-nai-2025/I.2"]
    assert anchors(assistant.ask("thế của Cà Mau", ["mục tiêu chung của An Giang"])) == ["ca-mau-2026/II.1"]


def test_the_target_of_a_task_is_no_heading(assistant: Assistant) -> None:
    asked = ["Cà Mau ai chủ trì xây dựng cơ sở dữ liệu dùng chung ngành y tế?"]
    assert anchors(assistant.ask("Mục tiêu là gì?", asked)) == ["ca-mau-2026/pl-1/5"]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Phụ lục 1 Ninh Thuận gồm những nhóm nhiệm vụ nào?", 6),
        ("phu luc II cua an giang co nhung nhom nhiem vu gi", 9),
        ("What groups of tasks does the Dong Thap plan have?", 7),
    ],
)
def test_the_groups_of_a_table_are_told(assistant: Assistant, question: str, count: int) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.COUNT
    assert f"**{count}**" in answer.answer


def test_groups_of_several_tables_are_told_table_by_table(assistant: Assistant) -> None:
    told = assistant.ask("Kế hoạch An Giang gồm những nhóm việc nào?").answer
    assert [line.partition(":")[0] for line in told.splitlines()[1:]] == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


def test_groups_are_asked_on_for_another_appendix(assistant: Assistant) -> None:
    asked = ["What are the task groups in Ninh Thuan's Appendix 1?"]
    assert "**3**" in assistant.ask("And in Appendix 2?", asked).answer


def test_the_rows_of_a_group_are_no_groups(assistant: Assistant) -> None:
    answer = assistant.ask("Nhóm nhiệm vụ nào của An Giang nói về an toàn thông tin?")
    assert answer.kind is Kind.LIST
    assert len(anchors(answer)) > 1


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("phòng nghiệp vụ y - dược ninh thuận có trách nhiệm gì", "ninh-thuan-2025/VII.1"),
        ("van phong so dong thap co trach nhiem gi", "dong-thap-2026/III.1"),
        ("What are the responsibilities of the Office (Văn phòng Sở) in Ca Mau?", "ca-mau-2026/III.2"),
    ],
)
def test_what_a_body_has_to_do_stands_under_its_name(assistant: Assistant, question: str, section: str) -> None:
    assert section in anchors(assistant.ask(question))


def test_the_part_of_another_body_is_asked_for(assistant: Assistant) -> None:
    asked = ["Phòng Kế hoạch Tài chính Cà Mau có trách nhiệm gì trong phần tổ chức thực hiện?"]
    assert anchors(assistant.ask("Còn Văn phòng Sở?", asked)) == ["ca-mau-2026/III.2"]


def test_a_body_without_a_section_of_its_own_is_searched_for(assistant: Assistant) -> None:
    assert "ca-mau-2026/III.6" not in anchors(assistant.ask("Bệnh viện Quân dân y có trách nhiệm gì ở Cà Mau?"))


@pytest.mark.parametrize(
    "question",
    [
        "Ai là đầu mối triển khai kế hoạch Cà Mau?",
        "don vi dau moi thuc hien ke hoach ca mau la don vi nao",
        "Who is responsible for implementing the Cà Mau plan?",
    ],
)
def test_who_carries_a_plan_out_is_told_by_the_part_that_says_so(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.answerable
    assert {one.section for one in answer.citations} == {f"III.{number}" for number in range(1, 6)}


@pytest.mark.parametrize(
    "question",
    ["thành tựu của Cà Mau giai đoạn 2021-2025", "Cà Mau đã đạt được kết quả gì", "what has Ca Mau achieved so far"],
)
def test_a_heading_may_say_the_title_of_its_plan_again(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert set(anchors(answer)) == {"ca-mau-2026/I.2"}
    assert "159 thủ tục hành" in answer.answer


@pytest.mark.parametrize(
    ("question", "history", "section"),
    [
        ("giải pháp?", ["tóm tắt kế hoạch Cà Mau", "khó khăn là gì"], "ca-mau-2026/II.5"),
        ("mục tiêu là gì", ["ai ký kế hoạch An Giang"], "an-giang-2025/II.1"),
        ("what is the general objective", ["what is the Dong Thap plan about"], "dong-thap-2026/I.1"),
    ],
)
def test_a_heading_alone_is_of_the_plan_spoken_of(
    assistant: Assistant, question: str, history: list[str], section: str
) -> None:
    assert anchors(assistant.ask(question, history=history))[:1] == [section]


@pytest.mark.parametrize(
    "question", ["Trách nhiệm của bệnh viện tư nhân ở Ninh Thuận?", "trách nhiệm của trung tâm y tế huyện ở Ninh Thuận"]
)
def test_a_section_headed_by_several_bodies_is_of_each(assistant: Assistant, question: str) -> None:
    assert set(anchors(assistant.ask(question))) == {"ninh-thuan-2025/VII.5"}


def test_the_sentence_that_closes_a_plan_is_nobodys_duty(assistant: Assistant) -> None:
    assert "Trên đây là" not in assistant.ask("bệnh viện tư nhân ở Ninh Thuận phải làm gì").answer


def test_plans_compared_as_such_are_told_beside_each_other(assistant: Assistant) -> None:
    answer = assistant.ask("Hai kế hoạch Đồng Tháp và Đồng Nai khác nhau ở điểm nào?")
    assert {one.plan for one in answer.citations} == {"dong-thap-2026", "dong-nai-2025"}
    assert answer.answerable


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("ca mau lay tien tu dau de lam chuyen doi so nganh y te", "ca-mau-2026/II.3"),
        ("Kinh phí thực hiện kế hoạch Ninh Thuận lấy từ nguồn nào?", "ninh-thuan-2025/VI"),
    ],
)
def test_where_money_comes_from_stands_under_its_heading(assistant: Assistant, question: str, section: str) -> None:
    assert anchors(assistant.ask(question)) == [section]


@pytest.mark.parametrize("question", ["kinh phí lấy từ đâu", "where does the funding come from?"])
def test_where_money_comes_from_is_told_of_each_plan_that_says_so(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    plans = {anchor.partition("/")[0] for anchor in anchors(answer)}
    assert answer.kind is Kind.PASSAGE
    assert {"an-giang-2025/IV.1", "dong-nai-2025/IV", "ninh-thuan-2025/VI"} <= set(anchors(answer))
    assert "dong-thap-2026" not in plans, "its prose has no such part"


def test_a_heading_of_no_plan_is_asked_back_and_then_told(assistant: Assistant) -> None:
    asked = "mục tiêu chung là gì?"
    answer = assistant.ask(asked)
    assert (answer.kind, answer.answerable) == (Kind.CLARIFY, False)
    assert "Cà Mau 2026" in answer.answer
    assert anchors(assistant.ask("Cà Mau", history=[asked])) == ["ca-mau-2026/II.1"]


def test_of_a_task_told_before_its_own_money_is_meant(assistant: Assistant) -> None:
    before = "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?"
    assert anchors(assistant.ask("kinh phí lấy từ đâu", history=[before])) == ["ca-mau-2026/pl-1/13"]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("ai chịu trách nhiệm cao nhất thực hiện kế hoạch ở An Giang", "an-giang-2025/V.1.1"),
        ("ai chịu trách nhiệm cao nhất về an toàn thông tin ở Đồng Nai", "dong-nai-2025/pl-II/IV/4"),
        ("who has ultimate responsibility for digital signatures in Dong Nai", "dong-nai-2025/pl-II/IV/5"),
    ],
)
def test_the_highest_duty_is_no_figure(assistant: Assistant, question: str, first: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is not Kind.MAX
    assert anchors(answer)[0] == first
