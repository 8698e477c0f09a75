"""What people ask of the sample plans, and what they must get: the fact, its source, or that the plans do not say."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.answer import Kind


def _anchors(answer: Answer) -> list[str]:
    return [citation.anchor for citation in answer.citations]


def test_a_question_without_a_plan_names_every_plan_that_has_the_task(assistant: Assistant) -> None:
    answer = assistant.ask("who leads e-prescription rollout?")

    assert answer.language == "en"
    assert {"ca-mau-2026/pl-1/13", "ninh-thuan-2025/pl-1/IV/4"} <= set(_anchors(answer))
    assert "Phòng Nghiệp vụ" in answer.answer
    assert "Các cơ sở khám chữa bệnh" in answer.answer


def test_a_question_without_accents_answers_the_row_of_the_plan_it_names_alone(assistant: Assistant) -> None:
    answer = assistant.ask("ai chu tri don thuoc dien tu o ca mau")

    assert _anchors(answer) == ["ca-mau-2026/pl-1/13"]
    assert "Phòng Nghiệp vụ" in answer.answer
    assert answer.citations[0].label == "Sở Y tế Cà Mau 2026, Phụ lục 1, STT 13"
    assert answer.citations[0].page == 11


def test_an_amount_is_given_as_printed(assistant: Assistant) -> None:
    answer = assistant.ask("Kinh phí hồ sơ bệnh án điện tử của Cà Mau?")

    assert "99.950.000.000" in answer.answer
    assert _anchors(answer) == ["ca-mau-2026/pl-2/5"]


def test_a_plan_that_is_not_indexed_is_named_and_not_made_up(assistant: Assistant) -> None:
    answer = assistant.ask("Ai chủ trì đơn thuốc điện tử trong kế hoạch của Hà Nội?")

    assert (answer.answerable, answer.citations, answer.kind) == (False, (), Kind.ABSTAIN)
    assert "Hà Nội" in answer.answer
    assert "Cà Mau 2026" in answer.answer


def test_a_blank_cell_is_reported_with_its_row(assistant: Assistant) -> None:
    answer = assistant.ask("Mục tiêu của triển khai đơn thuốc điện tử ở Cà Mau là gì?")

    assert not answer.answerable
    assert _anchors(answer) == ["ca-mau-2026/pl-1/13"]
    assert "để trống" in answer.answer


def test_a_task_of_another_plan_is_offered_and_not_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Ai phối hợp việc công bố các bài toán lớn của Cà Mau?")

    assert not answer.answerable
    assert "Đồng Nai" in answer.answer


@pytest.mark.parametrize(
    ("question", "fact", "anchor"),
    [
        ("Lãnh đạo nào phụ trách sổ sức khỏe điện tử ở Đồng Nai?", "Lưu Văn Dũng", "dong-nai-2025/pl-II/IV/12"),
        ("Thời hạn triển khai bệnh án điện tử của Ninh Thuận?", "Tháng 9 năm 2025", "ninh-thuan-2025/pl-1/IV/2"),
        ("Kết quả của việc nâng cấp đường truyền Internet Đồng Tháp là gì?", "Báo cáo", "dong-thap-2026/pl/II/5"),
        ("Chỉ tiêu hồ sơ thanh toán trực tuyến An Giang là bao nhiêu?", "80%", "an-giang-2025/pl-I/I/12"),
        ("Dự án AI chẩn đoán hình ảnh của Cà Mau thuộc lĩnh vực nào?", "Chuyển số ngành y tế", "ca-mau-2026/pl-2/3"),
        ("Ai phối hợp triển khai chữ ký số ở Đồng Nai?", "Các phòng chuyên môn Sở", "dong-nai-2025/pl-II/IV/5"),
    ],
)
def test_one_field_of_a_row_is_stated_with_its_row(assistant: Assistant, question: str, fact: str, anchor: str) -> None:
    answer = assistant.ask(question)

    assert answer.answerable
    assert fact in answer.answer
    assert anchor in _anchors(answer)


@pytest.mark.parametrize(
    ("question", "fact", "anchor"),
    [
        ("Khó khăn khi triển khai bệnh án điện tử ở Cà Mau là gì?", "hạ tầng mạng", "ca-mau-2026/I.3"),
        ("An Giang sao lưu dữ liệu theo nguyên tắc nào?", "3-2-1", "an-giang-2025/III.6.c"),
        ("Ai ký kế hoạch của Đồng Nai?", "Lê Quang Trung", "dong-nai-2025/header"),
        ("Kế hoạch Đồng Tháp thay thế kế hoạch nào?", "752/KH-SYT", "dong-thap-2026/header"),
    ],
)
def test_prose_and_headers_answer_too(assistant: Assistant, question: str, fact: str, anchor: str) -> None:
    answer = assistant.ask(question)

    assert answer.answerable
    assert fact in answer.answer
    assert anchor in _anchors(answer)


@pytest.mark.parametrize(
    "question", ["", "   ", "?", "xin chào", "Tôi bị đau đầu nên uống thuốc gì?", "tell me a joke"]
)
def test_what_is_no_question_about_plans_is_declined(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert not answer.answerable
    assert answer.citations == ()
    assert answer.answer


def test_every_mark_in_an_answer_has_its_citation(assistant: Assistant) -> None:
    answer = assistant.ask("Những nhiệm vụ nào của Đồng Nai về chữ ký số?")

    for citation in answer.citations:
        assert f"[{citation.n}]" in answer.answer
    assert answer.to_json()["citations"][0]["url"].endswith(f"/sources/{answer.citations[0].anchor}")


def test_a_plan_filter_limits_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Ai chủ trì đơn thuốc điện tử?", plans=["ninh-thuan-2025"])

    assert {citation.plan for citation in answer.citations} == {"ninh-thuan-2025"}


def test_a_body_that_no_plan_names_has_no_tasks(assistant: Assistant) -> None:
    answer = assistant.ask("Bệnh viện Chợ Rẫy được giao nhiệm vụ gì?")

    assert (answer.answerable, answer.citations) == (False, ())


def test_the_answer_may_be_wished_in_another_language(assistant: Assistant) -> None:
    question = "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?"
    english = assistant.ask(question, language="en")

    assert (english.language, "leads" in english.answer) == ("en", True)
    assert english.citations[0].label == "Sở Y tế Cà Mau 2026, Appendix 1, row 13"
    assert _anchors(english) == _anchors(assistant.ask(question))
