"""What a document is that plans name by its number."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.answering.document import document_asked


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Nghị quyết 57 là gì", "của Bộ Chính trị về đột phá phát triển khoa học, công nghệ"),
        ("nghi quyet 57 do ai ban hanh?", "Bộ Chính trị"),
        ("what is Resolution 57", "57-NQ/TW"),
        ("Thông tư 54/2015 quy định gì", "chế độ thông tin báo cáo và khai báo bệnh"),
        ("Quyết định số 3176/QĐ-BYT ban hành ngày nào", "29/10/2024"),
        ("who issued Decree 102?", "Chính phủ quy định quản lý dữ liệu y tế"),
        ("Kế hoạch 274 là gì", "274/KH-UBND ngày 14 tháng 3 năm 2026"),
    ],
)
def test_a_document_is_told_as_plans_name_it(assistant: Assistant, question: str, says: str) -> None:
    answer = assistant.ask(question)
    assert answer.kind is Kind.DEFINITION
    assert says in answer.answer
    assert answer.citations


def test_every_plan_that_names_it_is_told(assistant: Assistant) -> None:
    cited = {one.plan for one in assistant.ask("Nghị quyết 57 là gì").citations}
    assert cited == {"an-giang-2025", "dong-nai-2025", "dong-thap-2026", "ninh-thuan-2025"}


def test_a_plan_with_the_same_number_is_another_document(assistant: Assistant) -> None:
    answer = assistant.ask("Nghị quyết 57 trong kế hoạch An Giang là gì?")
    assert answer.kind is Kind.DEFINITION
    assert "57-NQ/TW" in answer.answer


def test_only_the_document_stands_in_the_mention(assistant: Assistant) -> None:
    first = assistant.ask("Quyết định 2629 về việc gì").answer.splitlines()[0]
    assert first.startswith("**Quyết định số 2629/QĐ-TTg ngày 01/12/2025 của Thủ tướng Chính phủ**")


def test_one_that_no_plan_names_is_not_made_up(assistant: Assistant) -> None:
    assert not assistant.ask("Nghị định 13 về việc gì").answerable


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Kế hoạch 57 là gì", Kind.OVERVIEW),
        ("Quyết định 843 giao ai thực hiện", Kind.LOOKUP),
        ("Người ký ban hành kế hoạch 2026 của Sở Y tế Cà Mau tên gì?", Kind.HEADER),
    ],
)
def test_a_plan_of_the_index_and_other_questions_go_their_way(assistant: Assistant, question: str, kind: Kind) -> None:
    assert assistant.ask(question).kind is kind


@pytest.mark.parametrize("text", ["kế hoạch 2026 có gì", "57 nhiệm vụ", "nghị quyết của tỉnh là gì"])
def test_a_year_or_a_number_alone_names_no_document(text: str) -> None:
    assert document_asked(text) is None
