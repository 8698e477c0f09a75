"""What is asked for shortly: a cell, a document, an office, the money of one task, the dearer of two rows."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind

SECRET = "dong-thap-2026/pl/IV/18"
HOSPITAL = "an-giang-2025/pl-III/II/2"


@pytest.mark.parametrize(
    ("question", "number", "anchor"),
    [
        ("Việc gửi nhận văn bản mật ở Đồng Tháp theo văn bản nào?", "07-QĐ/BCĐ", SECRET),
        ("Căn cứ nào để Đồng Tháp số hóa tài liệu lưu trữ?", "07-QĐ/BCĐ", "dong-thap-2026/pl/IV/15"),
        ("dong thap can cu vao dau de lam phong trao hoc tap so", "11/NQ-CP", "dong-thap-2026/pl/I/1"),
    ],
)
def test_the_basis_of_a_task_is_told_from_its_row(
    assistant: Assistant, question: str, number: str, anchor: str
) -> None:
    answer = assistant.ask(question)

    assert number in answer.answer
    assert answer.citations[0].anchor == anchor


@pytest.mark.parametrize(
    "question", ["Kế hoạch Đồng Tháp căn cứ văn bản nào?", "dong thap lap ke hoach theo van ban nao"]
)
def test_the_basis_of_a_plan_is_still_its_own(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.kind is Kind.HEADER
    assert "274/KH-UBND" in answer.answer


def test_who_issues_something_of_a_task_is_not_the_issuer_of_the_plan(assistant: Assistant) -> None:
    answer = assistant.ask("Ai ban hành bộ trường thông tin dữ liệu gốc của Đồng Tháp?")

    assert [citation.anchor for citation in answer.citations] == ["dong-thap-2026/pl/VII/24"]


@pytest.mark.parametrize("turn", ["Chức vụ gì?", "ong ay giu chuc gi", "In what capacity?", "What is his position?"])
def test_the_office_of_the_signer_is_told_in_a_turn(assistant: Assistant, turn: str) -> None:
    answer = assistant.ask(turn, history=["Ai ký kế hoạch Cà Mau?"])

    assert "phó giám đốc" in answer.answer.casefold()


@pytest.mark.parametrize(
    "turn", ["đã có tiền chưa", "da duoc rot von chua", "How much of that has been released so far?"]
)
def test_whether_there_is_money_yet_asks_for_what_is_allocated(assistant: Assistant, turn: str) -> None:
    answer = assistant.ask(turn, history=["Bệnh viện Sản – Nhi An Giang được đầu tư bao nhiêu?"])

    assert "8,600,000,000" in answer.answer
    assert [citation.anchor for citation in answer.citations] == [HOSPITAL]


def test_what_was_approved_is_told_from_the_note_where_no_column_says_it(assistant: Assistant) -> None:
    asked = "Trước đó Bạc Liêu đã duyệt bao nhiêu cho khoản này?"
    answer = assistant.ask(asked, history=["Dự án hồ sơ bệnh án điện tử Cà Mau cần bao nhiêu tiền?"])

    assert "58.140.000.000" in answer.answer


@pytest.mark.parametrize(
    ("turn", "fact"),
    [
        ("Any partners?", "KHTC"),
        ("Is anyone else helping?", "KHTC"),
        ("Until which year?", "không có cột|no column|blank|để trống"),
    ],
)
def test_short_english_turns_ask_for_a_cell_of_the_row_told(assistant: Assistant, turn: str, fact: str) -> None:
    answer = assistant.ask(turn, history=["Who leads the health station management platform in Ca Mau?"])

    assert any(one in answer.answer for one in fact.split("|"))
    assert [citation.anchor for citation in answer.citations] == ["ca-mau-2026/pl-1/9"]


def test_every_item_that_a_body_supports_is_listed(assistant: Assistant) -> None:
    answer = assistant.ask("Give me every Dong Thap item the Planning and Finance Division supports.")

    assert [one.anchor for one in answer.citations] == ["dong-thap-2026/pl/II/5", "dong-thap-2026/pl/IV/11"]


@pytest.mark.parametrize(
    ("turn", "fact"),
    [
        ("Mục tiêu đặt ra là gì?", "không xâm lấn"),
        ("kết quả mong đợi là gì", "Bộ quy trình"),
        ("thời hạn đặt ra?", "2025-2026"),
        ("đơn vị được phân công", "Bệnh viện ĐK Cà mau"),
    ],
)
def test_a_cell_is_asked_for_with_a_word_that_says_no_more(assistant: Assistant, turn: str, fact: str) -> None:
    answer = assistant.ask(turn, history=["Dự án sàn chậu Cà Mau hết bao nhiêu?"])

    assert fact in answer.answer
    assert [citation.anchor for citation in answer.citations] == ["ca-mau-2026/pl-2/7"]


def test_the_same_question_of_something_that_names_a_field_asks_who(assistant: Assistant) -> None:
    before = ["What is An Giang's goal for VNeID health books?", "Who is responsible?"]
    answer = assistant.ask("Same question for system security level approval.", history=before)

    assert "CNTT" in answer.answer
    assert "an-giang-2025/pl-I/I/10" in [citation.anchor for citation in answer.citations]


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("trong 2 dự án của bvđk cà mau cái nào mắc hơn", "ca-mau-2026/pl-2/7"),
        ("hai du an cua benh vien da khoa ca mau cai nao re hon", "ca-mau-2026/pl-2/6"),
        ("Trong hai dự án của Phòng Bảo trợ xã hội Cà Mau, dự án nào tốn tiền hơn?", "ca-mau-2026/pl-2/2"),
    ],
)
def test_the_dearer_of_two_projects_of_a_body(assistant: Assistant, question: str, anchor: str) -> None:
    answer = assistant.ask(question)

    assert [citation.anchor for citation in answer.citations] == [anchor]


@pytest.mark.parametrize(
    "question",
    [
        "cà mau cho dân mượn máy đo huyết áp về nhà ko",
        "Which hospital in Dong Nai won the award for best electronic records?",
    ],
)
def test_what_no_row_speaks_of_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answerable


def test_which_places_set_a_time_asks_for_plans(assistant: Assistant) -> None:
    answer = assistant.ask("noi nao dat han benh an dien tu vao thang 9")

    assert [one.anchor for one in answer.citations] == ["dong-nai-2025/pl-II/IV/14", "ninh-thuan-2025/pl-1/IV/2"]


@pytest.mark.parametrize(
    ("question", "anchors"),
    [
        ("Cà Mau tốn bao nhiêu cho việc tuyên truyền Đề án 06?", ["ca-mau-2026/pl-2/12"]),
        (
            "ông bình đồng nai phụ trách mấy vc trong nhóm doanh nghiệp là gì",
            [f"dong-nai-2025/pl-II/V/{number}" for number in (1, 3, 4)],
        ),
        ("Trung tâm Kiểm soát bệnh tật Cà Mau được giao làm gì khi tổ chức thực hiện kế hoạch?", ["ca-mau-2026/III.5"]),
    ],
)
def test_what_frames_a_question_is_no_condition_of_it(assistant: Assistant, question: str, anchors: list[str]) -> None:
    answer = assistant.ask(question)

    assert answer.answerable
    assert {citation.anchor for citation in answer.citations} >= set(anchors)


@pytest.mark.parametrize(
    "question",
    [
        "Đồng Tháp chi bao nhiêu cho việc trang bị máy tính cấu hình tối thiểu?",
        "dong nai ai phu trach xay benh vien moi",
        "hôm nay ăn gì đây bot",
    ],
)
def test_what_no_plan_says_is_refused(assistant: Assistant, question: str) -> None:
    assert not assistant.ask(question).answerable
