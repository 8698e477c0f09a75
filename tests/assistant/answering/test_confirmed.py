"""What a question wants confirmed is held against the row: it is so, it is not, or the row leaves it blank."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.answering.confirmed import asks_to_confirm
from tests.assistant.sample import anchors, assistant_in


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("question", "begins", "said"),
    [
        ("Có phải Phòng Nghiệp vụ Y chủ trì bệnh án điện tử ở Bến Tre không?", "Đúng. ", "Phòng Nghiệp vụ Y"),
        ("Có phải Văn phòng Sở chủ trì bệnh án điện tử ở Bến Tre không?", "Không. ", "Phòng Nghiệp vụ Y"),
        ("van phong so co phoi hop trien khai benh an dien tu o ben tre khong", "Đúng. ", "Văn phòng Sở"),
        ("phong to chuc can bo co phoi hop trien khai benh an dien tu o ben tre ko", "Không. ", "Thanh tra Sở"),
        ("Bệnh án điện tử Bến Tre do bà Hoa phụ trách đúng không ạ?", "Không. ", "Lê Văn Nam"),
        ("Bệnh án điện tử Bến Tre do ông Nam phụ trách phải không?", "Đúng. ", "Lê Văn Nam"),
        ("Nâng cấp đường truyền mạng của Bến Tre có phải xong trong tháng 6 không?", "Đúng. ", "Tháng 6/2027"),
        ("Nâng cấp đường truyền mạng của Bến Tre có phải xong trong tháng 9 không?", "Không. ", "Tháng 6/2027"),
        ("Is the electronic medical record task in Ben Tre led by Văn phòng Sở?", "No. ", "Phòng Nghiệp vụ Y"),
        ("In the Ben Tre plan, does Mr Nam oversee electronic medical records?", "Yes. ", "Lê Văn Nam"),
        ("Does Mr Nam oversee electronic medical records in Ben Tre?", "Yes. ", "Lê Văn Nam"),
        ("Is it true that Văn phòng Sở leads electronic medical records in Ben Tre?", "No. ", "Phòng Nghiệp vụ Y"),
        ("Is it true that Mr Nam oversees electronic medical records in Ben Tre?", "Yes. ", "Lê Văn Nam"),
        ("Kho lưu trữ phim X-quang của Bến Tre có phải 3,5 tỷ không?", "Đúng. ", "3.500.000.000"),
        ("Kho lưu trữ phim X-quang của Bến Tre có phải 9 tỷ không?", "Không. ", "3.500.000.000"),
    ],
)
def test_it_is_said_first_whether_it_is_so(made_up: Assistant, question: str, begins: str, said: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable, len(anchors(answer))) == (Kind.EXISTENCE, True, 1)
    assert answer.answer.startswith(begins)
    assert said in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Ông Nam hay bà Hoa phụ trách bệnh án điện tử ở Bến Tre?",
        "ba hoa hay ong nam phu trach benh an dien tu ben tre",
        "Who oversees electronic medical records in Ben Tre, Mrs Hoa or Mr Nam?",
        "Is it Mrs Hoa or Mr Nam who oversees electronic medical records in Ben Tre?",
    ],
)
def test_of_two_leaders_offered_the_one_who_does_is_told(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable, len(anchors(answer))) == (Kind.LOOKUP, True, 1)
    assert "Lê Văn Nam" in answer.answer
    assert not answer.answer.startswith(("Đúng", "Không", "Yes", "No"))


def test_what_the_row_leaves_blank_is_neither(made_up: Assistant) -> None:
    answer = made_up.ask("Mua máy điều hoà phòng máy chủ ở Bến Tre có do Thanh tra Sở phối hợp không?")
    assert not answer.answerable
    assert "để trống" in answer.answer
    assert len(answer.citations) == 1


def test_a_matter_that_no_row_has_is_not_confirmed(made_up: Assistant) -> None:
    answer = made_up.ask("Có phải Văn phòng Sở chủ trì trồng rừng ngập mặn ở Bến Tre không?")
    assert (answer.answerable, answer.citations) == (False, ())


@pytest.mark.parametrize(
    "text",
    [
        "Ai chủ trì bệnh án điện tử?",
        "Phải xong trước tháng nào?",
        "Việc nào không do Văn phòng chủ trì?",
        "Có nhiệm vụ nào về chữ ký số không?",
        "Is there a task on digital signatures?",
        "Who is it led by?",
        "Mục tiêu thanh toán không dùng tiền mặt là bao nhiêu?",
        "Kế hoạch có nói về trí tuệ nhân tạo không?",
    ],
)
def test_other_questions_want_nothing_confirmed(text: str) -> None:
    assert not asks_to_confirm(text)
