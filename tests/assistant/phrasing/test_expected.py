"""What a question expects, which a passage must say something of: a seller, a penalty, a price, a number."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.phrasing.asking import asked_body
from assistant.phrasing.expected import asks_to_call, expected_of, says_expected
from assistant.phrasing.measures import measures_of
from assistant.phrasing.wishes import asks_which_number
from assistant.plans.fitting import says_quantity
from tests.assistant.sample import assistant_in


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Phần mềm này của hãng nào?", "vendor"),
        ("which company supplies the software?", "vendor"),
        ("báo dịch thì gọi sđt nào", "telephone"),
        ("đơn vị nộp chậm bị phạt bao nhiêu?", "penalty"),
        ("What is the penalty for late reports?", "penalty"),
        ("học phí là bao nhiêu", "price"),
        ("Ông ấy sinh năm nào?", "age"),
        ("vốn đã giải ngân đến đâu rồi?", "progress"),
        ("Cà Mau thuê công ty nào viết phần mềm?", "supplier"),
        ("Which company supplied the servers?", "supplier"),
        ("gửi báo cáo vào hộp thư điện tử nào", "address"),
        ("vé tàu bao nhiêu tiền một người", "price"),
        ("đến nay đã xây xong bao nhiêu phần trăm", "progress"),
        ("Ai được bổ nhiệm đứng đầu trung tâm điều hành?", "person"),
        ("What is the name of the doctor who runs it?", "person"),
        ("Nộp báo cáo quý trước ngày nào?", "quarterly"),
        ("An Giang mua phần mềm bệnh viện của ai?", "vendor"),
        ("Which pharmaceutical company supplies the vaccine?", "vendor"),
        ("How do I renew my card?", "procedure"),
        ("tram y te thieu nguoi la do dau", "reason"),
        ("Sao lại giao việc này cho Văn phòng?", "reason"),
        ("Sao tỷ lệ người bệnh trả viện phí không tiền mặt ở Cà Mau vẫn thấp?", "reason"),
        ("what is the reason for the delay", "reason"),
        ("da tap huan cho bao nhieu nguoi roi", "progress"),
        ("hợp tác nghiên cứu với nước nào", "country"),
        ("vay von ngan hang nao", "bank"),
        ("benh vien mo cua may gio", "opening_hours"),
        ("how much does a check-up cost", "charge"),
        ("website so y te la gi", "website"),
        ("Ai là chủ nhiệm đề tài này?", "investigator"),
        ("năm ngoái đón bao nhiêu khách", "last_year"),
        ("cách đăng ký sổ sức khỏe", "procedure"),
        ("kỷ luật ai khi chậm tiến độ", "penalty"),
    ],
)
def test_a_question_tells_what_it_expects(question: str, kind: str) -> None:
    assert kind in [one.name for one in expected_of(question)]


@pytest.mark.parametrize(
    "question",
    ["bao gio phai trinh chien luoc phat trien", "kiem tra nhan nang luong", "Chất lượng khám bệnh do ai đánh giá?"],
)
def test_another_word_that_only_looks_the_same_expects_nothing(question: str) -> None:
    assert not expected_of(question)


@pytest.mark.parametrize(
    ("typed", "wrongly_restored", "kind"),
    [
        ("vi sao giao viec nay cho so", "vị sao giao việc này cho sở", "reason"),
        ("may nay cua hang nao", "máy này của hạng nào", "vendor"),
        ("to chuc tai hoi truong nao", "tổ chức tại hội trương nào", "venue"),
    ],
)
def test_phrases_typed_without_accents_ask_whatever_accents_were_put_back(
    typed: str, wrongly_restored: str, kind: str
) -> None:
    assert kind not in [one.name for one in expected_of(wrongly_restored)]
    assert kind in [one.name for one in expected_of(wrongly_restored, typed)]


@pytest.mark.parametrize("text", ["quyet dinh so may", "Quyết định số mấy?", "ke hoach so may cua tinh"])
def test_the_number_of_a_document_is_no_telephone(text: str) -> None:
    assert "telephone" not in [one.name for one in expected_of(text)]


def test_hospital_software_asks_for_no_hospital() -> None:
    text = "Which hospital software systems will be upgraded?"
    assert "hospital" not in [one.name for one in expected_of(text)]
    assert asked_body(text) is None
    assert asked_body("Which hospital leads the upgrade?") is not None


def test_a_charge_is_told_with_its_amount_alone() -> None:
    charge = expected_of("giá khám bệnh là bao nhiêu")
    assert not says_expected(charge, "Bộ Y tế chưa ban hành giá dịch vụ khám bệnh")
    assert says_expected(charge, "Giá khám bệnh là 45.000 đồng một lượt")


def test_a_passage_says_it_or_not() -> None:
    price = expected_of("giá vé bao nhiêu?")
    assert says_expected(price, "Mức giá dịch vụ là 32.000 đồng")
    assert not says_expected(price, "Đánh giá kết quả; kinh phí 32.000 đồng")
    telephone = expected_of("số điện thoại nào?")
    assert says_expected(telephone, "Trực 24/24: 02633822000")
    assert not says_expected(telephone, "Sở Y tế trực 24/24")


@pytest.mark.parametrize(
    "question",
    [
        "Nhà thầu nào triển khai bệnh án điện tử ở Bến Tre?",
        "Who supplies the electronic medical records of Ben Tre?",
        "Bến Tre phạt đơn vị chậm triển khai bệnh án điện tử thế nào?",
    ],
)
def test_what_no_passage_says_is_not_answered(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert not answer.answerable
    assert not answer.citations


def test_what_says_nothing_of_the_kind_is_no_answer_but_makes_another_less_sure(made_up: Assistant) -> None:
    sold = "Công ty nào bán phần mềm tiêm chủng cho trạm y tế ở Bến Tre?"
    _, found = made_up.candidates(sold)
    assert any(not one.says_expected for one in found)
    assert not made_up.search(sold)


def test_the_same_topic_asked_for_what_is_said_is_answered(made_up: Assistant) -> None:
    assert made_up.ask("Ai chủ trì triển khai bệnh án điện tử ở Bến Tre?").answerable


@pytest.mark.parametrize("text", ["312 máy tính", "đạt 95%", "30.000 đồng", "07 lớp năm 2026"])
def test_a_quantity_is_a_number_of_something(text: str) -> None:
    assert says_quantity(text)


@pytest.mark.parametrize(
    "text",
    ["Năm 2025", "giai đoạn 2025-2026", "ngày 15/12/2025", "tháng 6/2026", "Nghị quyết số 57-NQ/TW", "Phụ lục 2"],
)
def test_dates_and_numbers_of_documents_count_nothing(text: str) -> None:
    assert not says_quantity(text)


def test_a_number_may_be_that_of_a_document() -> None:
    assert asks_which_number("theo thông tư mấy")
    assert not asks_which_number("có mấy máy tính")


def test_for_want_of_what_is_expected_nothing_near_is_told(made_up: Assistant) -> None:
    """What says the word but little of the topic is no answer, however sure it is beside nothing else."""
    answer = made_up.ask("Vì sao Bến Tre chưa bố trí kinh phí xây dựng kho lưu trữ phim X-quang?")
    assert not answer.answerable


def test_people_and_businesses_are_no_seller() -> None:
    vendor = expected_of("công ty nào làm?")
    assert not says_expected(vendor, "100% người dân và doanh nghiệp được định danh")
    assert says_expected(vendor, "Doanh nghiệp công nghệ tham gia")


@pytest.mark.parametrize(
    "text", ["cổng dịch vụ công quốc gia bao nhiêu phần trăm?", "bao nhiêu người tham gia, mỗi nơi tham gia bao nhiêu?"]
)
def test_the_end_of_a_word_asks_for_no_price(text: str) -> None:
    assert "price" not in [one.name for one in expected_of(text)]
    assert "money" not in [one.name for one in measures_of(text)]


@pytest.mark.parametrize("text", ["giá bao nhiêu?", "gia bao nhieu", "giá vé bao nhiêu"])
def test_a_price_is_asked_with_accents_and_without(text: str) -> None:
    assert "price" in [one.name for one in expected_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Nếu có khó khăn, vướng mắc, đề nghị phản ánh về Sở",
        "Văn bản do UBND tỉnh ban hành",
        "Các phong trào tạo nên sức mạnh tổng hợp",
    ],
)
def test_set_phrases_give_no_reason(text: str) -> None:
    assert not says_expected(expected_of("Vì sao phải làm lại?"), text)


@pytest.mark.parametrize("text", ["Do hạ tầng xuống cấp", "dùng phần mềm khác nhà cung cấp nên chưa gộp được"])
def test_a_reason_is_given(text: str) -> None:
    assert says_expected(expected_of("Vì sao phải làm lại?"), text)


@pytest.mark.parametrize(
    "question", ["Cơ quan nhà nước nào phối hợp?", "nen tang so quoc gia nao duoc dung", "Bệnh viện nào chủ trì?"]
)
def test_a_body_or_a_system_is_no_country(question: str) -> None:
    assert not expected_of(question)


@pytest.mark.parametrize(
    ("question", "name", "says", "says_not"),
    [
        ("Vì sao Bến Tre hủy nâng cấp mạng?", "given_up", "Tạm dừng nâng cấp mạng.", "Nâng cấp mạng nhằm kết nối."),
        ("Why did Ben Tre stop the survey?", "given_up", "Đình chỉ khảo sát.", "Khảo sát sự hài lòng."),
        ("lịch tiêm cho bé tháng này", "timetable", "Lịch tiêm: thứ hai.", "Quản lý tiêm chủng."),
    ],
)
def test_what_is_given_up_or_timed_is_told_by_what_says_so(question: str, name: str, says: str, says_not: str) -> None:
    kinds = [one for one in expected_of(question) if one.name == name]
    assert kinds
    assert says_expected(kinds, says)
    assert not says_expected(kinds, says_not)


def test_kinds_whose_words_all_stand_apart_are_not_asked_by_every_question() -> None:
    assert not expected_of("Ai chủ trì bệnh án điện tử?")


@pytest.mark.parametrize(
    ("question", "calls"),
    [
        ("bị tấn công mạng thì gọi số nào", True),
        ("gap su co thi lien he so may", True),
        ("Which number should be called after an incident?", True),
        ("số điện thoại của Văn phòng Sở là gì", False),
        ("kế hoạch gọi là gì", False),
    ],
)
def test_whom_to_call_is_no_question_for_the_telephone_of_a_body(question: str, calls: bool) -> None:
    assert asks_to_call(question) is calls


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("báo Tổ ứng cứu sự cố qua số 0269.3824.567.", True),
        ("gọi 1900.571.592", True),
        ("theo Quyết định số 2188/QĐ-UBND ngày 30/12/2025", False),
        ("kinh phí 1.900.571.592", False),
    ],
)
def test_a_telephone_may_be_printed_with_dots(text: str, says: bool) -> None:
    assert says_expected(expected_of("gọi số nào"), text) is says
