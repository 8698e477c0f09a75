"""The same asked in other words: requests without a question word, reasons before a question, short forms of asking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant, Kind
from assistant.phrasing.patterns import both_and, preface_end
from ingest.model import Field
from ingest.times import Relation
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, ben_tre, lao_cai, read


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Tôi cần tên bộ phận lo bệnh án điện tử ở Bến Tre", (Field.LEAD_UNIT,)),
        ("cho xin ten don vi phoi hop benh an dien tu Ben Tre", (Field.COORDINATING_UNITS,)),
        ("Xin tên vị lãnh đạo phụ trách bệnh án điện tử Bến Tre", (Field.RESPONSIBLE_LEADER,)),
        ("Cần biết đơn vị được giao bệnh án điện tử ở Bến Tre", (Field.LEAD_UNIT,)),
        ("Xin cho biết người phụ trách bệnh án điện tử Bến Tre", (Field.RESPONSIBLE_LEADER,)),
        ("Bến Tre đã rót bao nhiêu cho phần mềm tiêm chủng?", (Field.ALLOCATED_BUDGET,)),
        ("phan mem tiem chung ben tre da duoc cap bao nhieu tien roi", (Field.ALLOCATED_BUDGET,)),
        ("Bến Tre được bố trí bao nhiêu tiền cho phần mềm tiêm chủng?", (Field.ALLOCATED_BUDGET, Field.BUDGET)),
        ("Khảo sát người bệnh ở Bến Tre rốt cuộc phải giao nộp những gì?", (Field.DELIVERABLE,)),
        ("ben tre lam benh an dien tu xong hoi nao", (Field.DEADLINE,)),
    ],
)
def test_the_field_is_told_however_it_is_asked_for(text: str, fields: tuple[Field, ...]) -> None:
    assert read(text).fields == fields


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch của Bến Tre thực hiện theo những kế hoạch nào của UBND tỉnh?",
        "ke hoach ben tre lap theo cong van nao cua bo",
    ],
)
def test_what_a_plan_follows_is_its_basis(text: str) -> None:
    assert read(text).header == ("basis",)


@pytest.mark.parametrize(
    "text",
    [
        "Rà lại các đầu việc của ông Lê Văn Nam ở Bến Tre",
        "ong le van nam ben tre quan nhung mang nao",
        "pgd hoa cua ben tre lo nhung mang gi",
        "Thanh tra Sở Bến Tre đứng mũi chịu sào mấy cái gì vậy",
        "What is the Ben Tre Inspectorate supposed to lead?",
        "Everything in Ben Tre's plan that deals with electronic medical records",
    ],
)
def test_rows_are_asked_for_in_everyday_words(text: str) -> None:
    assert read(text).kinds == (Kind.LIST,)


def test_so_many_things_that_are_no_rows_are_not_listed() -> None:
    assert read("Name the three smart health areas of Ben Tre").kinds == ()
    assert read("Name the two projects of Ben Tre on X-ray films").kinds == (Kind.LIST,)


@pytest.mark.parametrize(
    "text",
    ["Khảo sát người bệnh ở Bến Tre đề ra mục tiêu gì?", "khao sat nguoi benh ben tre dat chi tieu gi"],
)
def test_the_target_of_one_task_is_no_list_of_targets(text: str) -> None:
    asked = read(text)
    assert (asked.kinds, asked.fields) == ((), (Field.TARGET,))


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("All Ben Tre tasks that deal with Project 06", ""),
        ("Which Ben Tre projects are about Project 06?", "du an"),
    ],
)
def test_a_project_with_a_number_is_what_rows_are_about(text: str, noun: str) -> None:
    asked = read(text)
    assert (asked.kinds, asked.noun) == ((Kind.LIST,), noun)
    assert [" ".join(token.plain for token in part.typed) for part in asked.parts] == ["project 6"]


@pytest.mark.parametrize(
    "text",
    [
        "Đơn vị được giao kho lưu trữ phim ở Bến Tre phải xong khi nào?",
        "Các đơn vị phụ trách bệnh án điện tử Bến Tre phải xong khi nào?",
    ],
)
def test_what_only_names_a_body_asks_for_none_beside_another_question(text: str) -> None:
    assert read(text).fields == (Field.DEADLINE,)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Em đang làm báo cáo tổng kết, Văn phòng Sở Bến Tre chủ trì mấy việc?", "Văn"),
        ("Chào anh chị, tôi là nhà báo: Bến Tre tốn bao nhiêu tiền?", "Bến"),
        ("toi dang xep lich hop, viec nao o ben tre han thang 6", "viec"),
    ],
)
def test_a_speaker_says_something_of_himself_before_he_asks(text: str, after: str) -> None:
    assert text[preface_end(text) :].startswith(after)


@pytest.mark.parametrize(
    "text",
    [
        "Tôi muốn biết đơn vị nào chủ trì, phối hợp bệnh án điện tử?",
        "Bến Tre làm bệnh án điện tử, ai chủ trì?",
        "Tôi cần tên đơn vị chủ trì",
    ],
)
def test_what_asks_is_no_preface(text: str) -> None:
    assert preface_end(text) == 0


def test_a_preface_is_what_a_question_is_about_where_nothing_else_is() -> None:
    said = read("Tôi đang viết về bệnh án điện tử, ai chủ trì ở Bến Tre?")
    left = read("Tôi đang xếp lịch họp, ai chủ trì bệnh án điện tử ở Bến Tre?")
    assert any("benh an" in " ".join(token.plain for token in part.typed) for part in said.parts)
    assert [" ".join(token.plain for token in part.typed) for part in left.parts] == ["benh an dien tu"]


def test_both_one_and_the_other_names_two_things() -> None:
    text = "cả phần mềm lẫn thiết bị mạng hết bao nhiêu"
    assert [text[start:end] for start, end in both_and(text)] == ["cả", "lẫn"]
    assert both_and("cả hai bên không lẫn") == [(0, 6)], "both are meant, whatever they are"
    assert both_and("lẫn nhau, cả phần mềm") == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Dự án nào của Bến Tre kéo dài quá năm 2027?", Relation.AFTER),
        ("Nhiệm vụ nào của Bến Tre tháng nào cũng phải báo cáo?", Relation.REGULAR),
        ("viec nao cua ben tre quy nao cung phai lam", Relation.REGULAR),
    ],
)
def test_beyond_a_year_and_every_month_are_conditions(text: str, relation: Relation) -> None:
    said = read(text)
    assert [time.relation for time in said.filters.times] == [relation]
    assert said.fields == ()


def test_a_month_that_is_asked_for_is_no_condition() -> None:
    assert read("Bệnh án điện tử ở Bến Tre tháng nào xong?").fields == (Field.DEADLINE,)


def test_into_a_year_is_not_beyond_it() -> None:
    assert not any(
        time.relation is Relation.AFTER for time in read("Dự án nào của Bến Tre kéo dài qua năm 2027?").filters.times
    )


@pytest.mark.parametrize(
    "text", ["Tên người ký từng kế hoạch", "cho xin ten nguoi ky ca 2 ban ke hoach", "2 kh này ai ký từng cái z"]
)
def test_the_signers_of_all_plans_are_told(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text)
    assert answer.kind is Kind.HEADER
    assert "Trần Thị Hoa" in answer.answer


def test_a_plan_is_sent_to_its_recipients(made_up: Assistant) -> None:
    assert "UBND tỉnh" in made_up.ask("kh bến tre gửi bc những cq nào").answer
    other = made_up.ask("Kế hoạch Bến Tre yêu cầu các trạm y tế gửi báo cáo cho phòng nào?")
    assert other.kind is not Kind.HEADER


def test_a_director_is_named_by_office_alone(tmp_path: Path) -> None:
    plan = ben_tre()
    signed = replace(plan, header=replace(plan.header, signer="Lê Văn Nam", office="GIÁM ĐỐC"))
    asked = "Giám đốc Sở Y tế Bến Tre phụ trách những việc nào?"
    answer = assistant_in(tmp_path / "a", [signed, lao_cai()]).ask(asked)
    assert {f"{BEN_TRE}/pl-1/I/2", f"{BEN_TRE}/pl-1/I/3"} == set(anchors(answer))
    deputy = assistant_in(tmp_path / "b", [plan, lao_cai()]).ask(asked)  # its deputy director signed
    assert set(anchors(deputy)) != set(anchors(answer))


def test_what_says_all_that_it_asks_starts_afresh(made_up: Assistant) -> None:
    history = ["Bến Tre: bệnh án điện tử xong khi nào?"]
    answer = made_up.ask("Vậy bên Bến Tre, phụ lục 2 có mấy dự án?", history)
    assert "**4**" in answer.answer
    again = made_up.ask("Còn Lào Cai?", history)
    assert anchors(again) == [f"{LAO_CAI}/pl/1"]


@pytest.mark.parametrize("text", ["Bao nhiêu cái trên 1 tỷ?", "có mấy cái trên 1 tỷ"])
def test_ones_are_counted_of_what_was_told(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text, ["Kể các dự án của Bến Tre"])
    assert answer.kind is Kind.COUNT
    assert "**2**" in answer.answer


def test_how_many_pieces_counts_no_rows() -> None:
    assert Kind.COUNT not in read("Ai chủ trì mua xe cứu thương ở Bến Tre và mua bao nhiêu cái?").kinds


def test_a_word_that_only_names_a_document_is_no_topic_of_its_own(made_up: Assistant) -> None:
    history = ["Bến Tre chi bao nhiêu cho kho lưu trữ phim X-quang?"]
    assert "12/QĐ-UBND" in made_up.ask("Căn cứ vào văn bản chủ trương nào?", history).answer


@pytest.mark.parametrize("text", ["Bến Tre và Lào Cai (Phụ lục 2), mỗi nơi có bao nhiêu nhiệm vụ?"])
def test_beside_another_plan_the_only_appendix_needs_no_label(made_up: Assistant, text: str) -> None:
    assert {anchor.split("/")[0] for anchor in anchors(made_up.ask(text))} == {BEN_TRE, LAO_CAI}


def test_a_preface_says_of_what_or_of_which_plan() -> None:
    of_plan = read("Tôi làm ở trạm y tế tại Bến Tre, bệnh án điện tử phải xong khi nào?")
    assert of_plan.plans == (BEN_TRE,)
    of_topic = read("Tôi đang viết bài về AI trong y tế, tỉnh nào có giao nhiệm vụ?")
    assert not any("viet" in {token.plain for token in part.typed} for part in of_topic.parts)
    compared = read("Em đang làm báo cáo so sánh các tỉnh, Bến Tre phải xong bệnh án điện tử khi nào?")
    assert Kind.COMPARE not in compared.kinds


def test_localities_are_asked_for_as_plans_unless_one_is_named() -> None:
    assert read("Những địa phương nào có nhiệm vụ bệnh án điện tử?").fields == ()
    assert read("Địa phương nào chủ trì bệnh án điện tử ở Bến Tre?").fields == (Field.LEAD_UNIT,)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bệnh án điện tử: Bến Tre khác Lào Cai chỗ nào", Kind.COMPARE),
        ("Gộp mọi dự án trên 1 tỷ của Bến Tre thì tổng mấy tỷ?", Kind.SUM),
        ("phụ lục 2 bến tre trình bày cái gì", Kind.OVERVIEW),
        ("Tóm lược kế hoạch Bến Tre", Kind.OVERVIEW),
    ],
)
def test_kinds_are_asked_for_in_other_words(text: str, kind: Kind) -> None:
    assert read(text).kinds[:1] == (kind,)


def test_the_board_is_no_condition_where_its_members_are_ranked(made_up: Assistant) -> None:
    answer = made_up.ask("Trong ban giám đốc Sở Y tế Bến Tre, ai được giao ít việc nhất?")
    assert answer.answer.startswith("**Ông Lê Văn Nam")


def test_no_month_need_be_set(made_up: Assistant) -> None:
    answer = made_up.ask("Nhiệm vụ nào của Bến Tre làm thường xuyên, không ấn định tháng nào?")
    assert anchors(answer) == [f"{BEN_TRE}/pl-1/II/1"]


@pytest.mark.parametrize(
    "text", ["Còn lãnh đạo nào phụ trách mảng đó?", "con lanh dao nao phu trach phan do", "Lãnh đạo nào cấp?"]
)
def test_a_pointer_or_a_loose_word_is_no_topic_of_its_own(made_up: Assistant, text: str) -> None:
    assert "Lê Văn Nam" in made_up.ask(text, ["Bến Tre giao ai bệnh án điện tử?"]).answer


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("Thời điểm chốt bệnh án điện tử ở Bến Tre", (Field.DEADLINE,)),
        ("Ý nghĩa của việc làm phần mềm tiêm chủng Bến Tre", (Field.TARGET,)),
        ("Bến Tre đề ra cách làm gì cho phần mềm tiêm chủng?", (Field.SOLUTION,)),
    ],
)
def test_nouns_ask_for_a_field(text: str, fields: tuple[Field, ...]) -> None:
    assert read(text).fields == fields


def test_a_verb_and_its_object_are_no_term() -> None:
    said = [" ".join(token.plain for token in part.typed) for part in read("Việc làm bệnh án điện tử Bến Tre").parts]
    assert said == ["benh an dien tu"]
    assert [" ".join(token.plain for token in part.typed) for part in read("việc làm ở Bến Tre").parts] == ["viec lam"]


def test_words_are_stop_words_only_with_their_accents() -> None:
    parts = [" ".join(token.plain for token in part.typed) for part in read("Chuyện khâu dịch vụ ở Bến Tre").parts]
    assert parts == ["dich vu"]
    plain = [" ".join(token.plain for token in part.typed) for part in read("cho o Ben Tre").parts]
    assert "dich vu" not in plain


def test_the_end_of_a_word_begins_no_time() -> None:
    assert not any(time.relation is Relation.FROM for time in read("benh an dien tu 2027 o Ben Tre").filters.times)
    assert any(time.relation is Relation.FROM for time in read("viec nao cua Ben Tre lam tu 2028").filters.times)


@pytest.mark.parametrize(
    "text", ["danh mục công việc Văn phòng Sở Bến Tre chủ trì", "Văn phòng Sở Bến Tre chủ trì cái gì"]
)
def test_a_list_is_asked_for_by_its_name(made_up: Assistant, text: str) -> None:
    answer = made_up.ask(text)
    assert answer.kind is Kind.LIST
    assert f"{BEN_TRE}/pl-1/I/1" in anchors(answer)


def test_a_health_worker_is_no_ministry() -> None:
    assert read("Cán bộ y tế Bến Tre phải làm gì?").filters.units == ()
    assert read("Bộ Y tế giao Bến Tre chủ trì việc gì?").bodies != ()
