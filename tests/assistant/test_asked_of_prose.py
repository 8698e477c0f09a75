"""Questions that prose answers, though words of theirs could ask for rows, cells or bodies; and what no prose tells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Kind
from assistant.phrasing.asking import asked_body
from assistant.phrasing.expected import expected_of, says_expected
from assistant.phrasing.patterns import asks_where_said, organising_part
from assistant.phrasing.wishes import asks_day, asks_money_source, asks_number
from assistant.understanding.conversation import carry_over
from ingest.model import Field, Paragraph, Section
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre, lao_cai, read

_CARDS = (
    "Thẻ từ khám bệnh được cấp theo chương trình hợp tác với tổ chức phi chính phủ và theo công văn của bệnh viện bạn. "
    "Thẻ từ được phát ở quầy tiếp đón của từng bệnh viện, kèm hướng dẫn bằng hình vẽ cho người cao tuổi và người "
    "không biết chữ. Đến nay các bệnh viện trong tỉnh đều nhận thẻ từ tại mọi khoa, phòng và mọi giờ trong ngày, nhưng "
    "số người dùng còn ít."
)
_SECTIONS = (
    Section("II", "II", "Mục tiêu về đào tạo điều dưỡng"),
    Section(
        "II.1",
        "1",
        "Nâng cao tay nghề điều dưỡng",
        (
            Paragraph("Mở rộng các lớp học cầm tay chỉ việc cho điều dưỡng trẻ ở trạm y tế các xã cù lao."),
            Paragraph("Ban hành bộ bài giảng chung để mọi bệnh viện trong tỉnh cùng dùng thống nhất một tài liệu."),
        ),
    ),
    Section(
        "III",
        "III",
        "Kinh phí",
        (Paragraph("Kinh phí thực hiện kế hoạch do ngân sách tỉnh cấp và quỹ bảo trợ bệnh nhân nghèo đóng góp."),),
    ),
    Section("IV", "IV", "Tổ chức thực hiện"),
    Section(
        "IV.1",
        "1",
        "Phòng Tổ chức cán bộ",
        (
            Paragraph("Theo dõi việc điều động bác sĩ về tuyến xã và tổng hợp nhu cầu nhân lực của từng trạm y tế."),
            Paragraph("Trình Giám đốc Sở phương án khen thưởng các tập thể có thành tích vào cuối mỗi năm."),
        ),
    ),
    Section(
        "V",
        "V",
        "Hệ thống dùng chung",
        (Paragraph("Nối hệ thống quản lý kho máu (QLKM) của các bệnh viện với ngân hàng máu khu vực trong quý tới."),),
    ),
    Section("VI", "VI", "Kết quả", (Paragraph(f"{_CARDS} Do người dân quen sổ giấy."),)),
)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    plan = replace(ben_tre(), sections=_SECTIONS, abbreviations={"QLKM": "quản lý kho máu"})
    return assistant_in(tmp_path_factory.mktemp("index"), [plan, lao_cai()])


@pytest.mark.parametrize(
    "question", ["Nâng cao tay nghề điều dưỡng ở Bến Tre gồm những gì?", "nang cao tay nghe dieu duong ben tre"]
)
def test_all_that_stands_under_a_heading_that_says_the_topic_is_told(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert "cầm tay chỉ việc" in answer.answer
    assert "bộ bài giảng chung" in answer.answer
    assert f"{BEN_TRE}/II.1" in anchors(answer)


def test_of_a_section_whose_heading_says_no_topic_only_what_says_it_is_told(made_up: Assistant) -> None:
    answer = made_up.ask("Bến Tre ban hành bộ bài giảng chung để làm gì?")
    assert "thống nhất một tài liệu" in answer.answer
    assert "cầm tay chỉ việc" not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "Bến Tre lấy tiền làm kế hoạch từ những nguồn nào?",
        "tien lam ke hoach ben tre lay tu nhung nguon nao",
        "bến tre lấy tiền ở đâu ra để làm kế hoạch",
    ],
)
def test_where_the_money_comes_from_is_told_by_prose(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert "quỹ bảo trợ bệnh nhân nghèo" in answer.answer
    assert f"{BEN_TRE}/III" in anchors(answer)


@pytest.mark.parametrize(
    ("question", "section"),
    [
        ("Kế hoạch Bến Tre nói gì về việc nâng cao tay nghề?", "II.1"),
        ("Kế hoạch Bến Tre nói gì về nhu cầu của từng đơn vị?", "IV.1"),  # words that else only ask
        ("ke hoach ben tre noi gi ve so giay", "VI"),
        ("What does the Ben Tre plan say about rewards?", "IV.1"),
    ],
)
def test_what_a_plan_says_of_a_thing_is_no_overview(made_up: Assistant, question: str, section: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.PASSAGE
    assert f"{BEN_TRE}/{section}" in anchors(answer)


@pytest.mark.parametrize(
    "question", ["Kế hoạch Bến Tre nói gì?", "Kế hoạch Bến Tre nói gì về chuyển đổi số ngành Y tế?"]
)
def test_what_a_plan_says_of_its_own_subject_is_one(made_up: Assistant, question: str) -> None:
    assert made_up.ask(question).kind is Kind.OVERVIEW


def test_money_is_part_of_the_topic_where_no_source_is_asked_for() -> None:
    assert not asks_money_source("tiền hỗ trợ hộ nghèo là bao nhiêu")


@pytest.mark.parametrize(
    "question",
    [
        "Phần tổ chức thực hiện giao Phòng Tổ chức cán bộ Bến Tre những gì?",
        "phong to chuc can bo ben tre duoc giao nhung gi o phan to chuc thuc hien",
    ],
)
def test_the_part_in_the_organisation_is_told_whole(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.PASSAGE
    assert "điều động bác sĩ" in answer.answer
    assert "khen thưởng" in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/IV.1"] * len(answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "Phòng Tổ chức cán bộ Bến Tre phải làm gì về khen thưởng?",
        "phong to chuc can bo ben tre can lam gi ve khen thuong",
    ],
)
def test_what_a_body_has_to_do_about_a_topic_is_told_from_its_part(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.answerable
    assert "phương án khen thưởng" in answer.answer
    assert f"{BEN_TRE}/IV.1" in anchors(answer)


@pytest.mark.parametrize(
    "question",
    [
        "Vì sao thẻ từ ở Bến Tre ít người dùng?",
        "Sao thẻ từ ở Bến Tre vẫn ít người dùng?",
        "vi sao the tu o ben tre it nguoi dung",
    ],
)
def test_the_sentence_behind_that_says_why_is_told(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert "Do người dân quen sổ giấy" in answer.answer
    assert f"{BEN_TRE}/VI" in anchors(answer)


def test_organising_something_names_no_part_of_a_plan() -> None:
    assert organising_part("ai tổ chức thực hiện tiêm chủng") is None


@pytest.mark.parametrize(
    "question",
    [
        "QLKM mà kế hoạch Bến Tre nhắc tới là hệ thống nào?",
        "QLKM trong kế hoạch Bến Tre là chữ gì?",
        "QLKM ở Bến Tre là phần mềm gì",
    ],
)
def test_a_short_form_asked_for_as_a_thing_is_told_in_full(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.DEFINITION, True)
    assert "quản lý kho máu" in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/V"]


def test_what_is_asked_of_a_short_form_beside_its_meaning_is_no_definition(made_up: Assistant) -> None:
    assert made_up.ask("QLKM của Bến Tre nối với ngân hàng máu là hệ thống nào?").kind is not Kind.DEFINITION


@pytest.mark.parametrize(
    "question",
    [
        "Which bodies receive the Ben Tre plan?",
        "Who gets the Ben Tre plan?",
        "Những nơi nào được gửi kế hoạch Bến Tre?",
    ],
)
def test_who_is_sent_a_plan_is_told_by_its_header(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, anchors(answer)) == (Kind.HEADER, [f"{BEN_TRE}/header"])
    assert "Bộ Y tế" in answer.answer


@pytest.mark.parametrize("text", ["tiến tới loại bệnh viện nào", "tien toi mo hinh benh vien nao"])
def test_a_kind_of_body_is_no_body_that_is_asked_for(text: str) -> None:
    assert asked_body(text) is None


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("đơn vị nào của tỉnh chủ trì hỗ trợ hạ tầng", Field.LEAD_UNIT),
        ("phòng nào ở đây chịu trách nhiệm chính việc tham gia hội chợ", Field.LEAD_UNIT),
        ("phòng nào phối hợp với đơn vị chủ trì", Field.COORDINATING_UNITS),
        ("đơn vị nào chịu trách nhiệm phối hợp làm thẻ", Field.COORDINATING_UNITS),
    ],
)
def test_of_two_verbs_behind_a_body_the_first_says_its_role(text: str, role: Field) -> None:
    asked = asked_body(text)
    assert asked is not None
    assert asked.role is role


def test_a_body_behind_other_words_is_asked_for() -> None:
    asked = asked_body("giao bệnh viện nào chủ trì")
    assert asked is not None
    assert asked.role is Field.LEAD_UNIT


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("đầu tư vào mấy mảng nào", False),
        ("dau tu vao may mang nao", False),
        ("có mấy mảng", True),
        ("mấy phần trăm hồ sơ", True),
    ],
)
def test_which_of_several_asks_for_no_number(text: str, number: bool) -> None:
    assert asks_number(text) is number


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("phần nào của kế hoạch giao việc", True),
        ("Which part of the plan assigns the tasks?", True),
        ("những hạng mục nào dùng vốn", False),
    ],
)
def test_where_in_a_plan_something_stands(text: str, where: bool) -> None:
    assert asks_where_said(text) is where


def test_digital_health_is_not_the_department() -> None:
    asked = read("Kế hoạch xã hội số y tế của Bến Tre phải có những chỉ tiêu nào?")
    assert [unit.name for unit in asked.filters.units] == []


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Hội nghị tổ chức ở khách sạn nào?", "venue"),
        ("le tong ket dien ra o dau", "venue"),
        ("At which venue is the conference held?", "venue"),
        ("What fine do late clinics pay?", "penalty"),
    ],
)
def test_what_plans_seldom_say_is_expected(question: str, kind: str) -> None:
    assert kind in [one.name for one in expected_of(question)]


def test_an_event_without_its_place_says_no_venue() -> None:
    kinds = expected_of("Lễ phát động tổ chức tại hội trường nào?")
    assert not says_expected(kinds, "Tổ chức lễ phát động trên địa bàn tỉnh trong tháng 10.")
    assert says_expected(kinds, "Lễ phát động tổ chức tại hội trường UBND tỉnh.")


def test_progress_is_told_by_what_is_on_trial() -> None:
    kinds = expected_of("việc chẩn đoán từ xa đã tới đâu rồi")
    assert says_expected(kinds, "Việc chẩn đoán từ xa đang ở mức thí điểm.")


def test_whose_a_thing_is_asks_for_no_lead() -> None:
    assert read("Hồ sơ được cập nhật trên phần mềm của sở nào?").fields == ()
    assert read("Việc nâng cấp mạng là của phòng nào?").fields == (Field.LEAD_UNIT,)
    assert read("Phần mềm của phòng nào chủ trì?").fields == (Field.LEAD_UNIT,)


def test_leaders_who_do_something_are_not_asked_for() -> None:
    assert Field.RESPONSIBLE_LEADER not in read("Lãnh đạo bệnh viện theo dõi được chỉ số gì?").fields
    assert Field.RESPONSIBLE_LEADER in read("Lãnh đạo phụ trách bệnh án điện tử là ai?").fields


def test_a_thing_behind_a_preposition_is_no_list_of_tasks() -> None:
    assert Kind.LIST not in read("Bến Tre chuyển trọng tâm sang việc gì?").kinds
    assert Kind.LIST in read("Bến Tre phải xong việc gì trong tháng 6?").kinds


@pytest.mark.parametrize(
    "text", ["tiền lấy từ mấy nguồn", "kinh phí lấy ở đâu", "lấy kinh phí ở đâu", "kinh phí từ những nguồn gì"]
)
def test_where_money_comes_from_is_asked_in_many_words(text: str) -> None:
    assert asks_money_source(text)


def test_prose_under_a_body_that_no_row_names_is_told_of_it(made_up: Assistant) -> None:
    answer = made_up.ask("Bến Tre: Phòng Tổ chức cán bộ phối hợp với ai tổng hợp nhu cầu nhân lực của trạm y tế?")
    assert f"{BEN_TRE}/IV.1" in anchors(answer)


def test_a_follow_up_on_another_plan_asks_what_was_asked() -> None:
    asked = carry_over(read("Còn Bến Tre?"), read("Lào Cai nộp báo cáo chậm nhất hôm nào?"))
    assert asks_day(asked.likely)
    assert "nộp báo cáo" in asked.typed
    assert carry_over(read("Bến Tre ai mua xe?"), read("Lào Cai nộp báo cáo hôm nào?")).typed == "Bến Tre ai mua xe?"
