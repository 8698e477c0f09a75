"""Questions in English as people word them: sums, counts, bodies, blanks, partners, and words that say nothing."""

from __future__ import annotations

import pytest

from assistant.answer import Kind
from assistant.lexicon.english import irregular_forms, vietnamese_of
from assistant.lexicon.translation import translated
from assistant.phrasing.wishes import asks_day, asks_plans
from assistant.text.matching import tokens
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from ingest.model import Field
from ingest.units import find_units
from tests.assistant.sample import BEN_TRE, made_up_shelf


def read(text: str) -> Question:
    return understand(text, made_up_shelf())


def said(question: Question) -> set[str]:
    return {token.plain for part in question.parts for token in part.typed}


@pytest.mark.parametrize(
    "text",
    [
        "Total of the ambulance project plus the vaccination project, Ben Tre?",
        "If I add up the Ben Tre projects budgeted at 2 billion each, what do I get?",
        "Ben Tre, two ambulance projects: how much together?",
        "What do the two ambulance projects of Ben Tre cost altogether?",
    ],
)
def test_amounts_are_added_up_in_many_words(text: str) -> None:
    assert read(text).asks(Kind.SUM)


@pytest.mark.parametrize(
    "text",
    [
        "No. of tasks in Ben Tre",
        "How many tasks does Appendix 1 of the Ben Tre plan contain?",
        "For the audit file: number of tasks in Appendix 1, Ben Tre?",
    ],
)
def test_what_is_counted_leaves_no_topic(text: str) -> None:
    asked = read(text)
    assert asked.asks(Kind.COUNT)
    assert asked.parts == ()


def test_projects_run_together_are_not_added_up() -> None:
    assert not read("Which projects does Ben Tre run together with Lao Cai?").asks(Kind.SUM)


@pytest.mark.parametrize("text", ["have nothing in the notes column", "have an empty notes column"])
def test_a_blank_column_is_a_condition(text: str) -> None:
    asked = read(f"Which Ben Tre projects {text}?")
    assert asked.filters.blank == (Field.NOTE,)
    assert asked.parts == ()


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("who assists with the survey?", Field.COORDINATING_UNITS),
        ("With which partners is the survey done?", Field.COORDINATING_UNITS),
        ("who at the top supervises the survey?", Field.RESPONSIBLE_LEADER),
        ("By what date must the survey be done?", Field.DEADLINE),
        ("What proportion of patients should be satisfied?", Field.TARGET),
        ("What does Ben Tre hope to achieve by the survey?", Field.TARGET),
        ("How much money was already allotted to the ambulance?", Field.ALLOCATED_BUDGET),
        ("To whom is the survey given?", Field.LEAD_UNIT),
    ],
)
def test_fields_are_asked_for_in_other_words(text: str, field: Field) -> None:
    assert field in read(text).fields


def test_when_before_a_verb_in_ing_asks_for_no_time() -> None:
    assert read("Which records come first when building the archive?").fields == ()
    assert read("When it comes to the archive, which records come first?").fields == ()
    assert Field.DEADLINE in read("When must the archive be built?").fields


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("What previous plan is superseded by Ben Tre's plan?", "replaces"),
        ("Which documents form the basis of Ben Tre's plan?", "basis"),
        ("Name the signers of all the plans.", "signer"),
    ],
)
def test_parts_of_a_header_are_asked_for_in_other_words(text: str, part: str) -> None:
    assert read(text).header == (part,)


@pytest.mark.parametrize(
    "text", ["What is the Office responsible for in Ben Tre?", "What has Ben Tre assigned to the Office?"]
)
def test_what_a_body_has_to_do_is_a_list(text: str) -> None:
    asked = read(text)
    assert asked.asks(Kind.LIST)
    assert [unit.key for unit in asked.filters.units] == ["van phong so"]
    assert asked.parts == ()


def test_whose_task_it_is_asks_for_no_list() -> None:
    asked = read("What unit is in charge of the survey in Ben Tre?")
    assert asked.fields == (Field.LEAD_UNIT,)
    assert not asked.asks(Kind.LIST)


def test_the_department_is_a_condition_where_something_is_done_by_it() -> None:
    asked = read("Which tasks are carried out by the Ben Tre Department of Health itself?")
    assert [unit.key for unit in asked.filters.units] == ["so y te"]
    assert read("Which tasks does the plan of the Ben Tre Department of Health have?").filters.units == ()


def test_the_department_to_which_a_division_belongs_is_no_condition() -> None:
    asked = read("How many tasks are led by the Planning - Finance division of the Ben Tre DoH?")
    assert [unit.key for unit in asked.filters.units] == ["phong ke hoach tai chinh"]


def test_a_regular_report_is_a_topic_of_a_lookup_and_a_condition_of_a_list() -> None:
    assert read("Before which day must units in Ben Tre hand in their quarterly report?").filters.times == ()
    assert read("Which tasks in Ben Tre need monthly reporting?").filters.times != ()


def test_work_without_a_fixed_deadline_is_not_blank_where_it_is_said_to_be_regular() -> None:
    asked = read("How many of Ben Tre's tasks are regular, with no fixed deadline?")
    assert asked.filters.blank == ()
    assert asked.filters.times != ()


def test_of_what_grade_something_is_compares_nothing() -> None:
    assert not read("What proportion of hospitals must consult higher-level hospitals?").asks(Kind.COMPARE)


def test_a_table_is_no_topic_beside_the_appendix_that_it_is() -> None:
    asked = read("What is Ben Tre's Appendix 1 a table of?")
    assert (asked.appendix, asked.plans, asked.parts) == ("1", (BEN_TRE,), ())


def test_projects_are_no_topic_of_their_own() -> None:
    assert said(read("Who runs the ambulance project?")) == {"ambulance"}


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("the Organisation - Administration division", "phong to chuc hanh chinh"),
        ("Organization & Administration Division", "phong to chuc hanh chinh"),
        ("the Organisation-Personnel Division", "phong to chuc can bo"),
        ("the HR department", "phong to chuc can bo"),
        ("the drug testing centre", "trung tam kiem nghiem"),
        ("district health centres", "trung tam y te huyen thanh pho"),
        ("the provincial People's Committee", "uy ban nhan dan tinh"),
        ("the People’s Committee", "uy ban nhan dan tinh"),
        ("the Obstetrics & Paediatrics Hospital", "benh vien san nhi"),
    ],
)
def test_bodies_are_known_in_either_spelling_and_however_their_names_are_joined(typed: str, key: str) -> None:
    assert [found.unit.key for found in find_units(typed)] == [key]


def test_an_inflected_word_is_that_of_its_own_headword_and_no_other_s() -> None:
    assert vietnamese_of(tokens("securing"), 0) == vietnamese_of(tokens("secure"), 0)
    assert vietnamese_of(tokens("secures"), 0) == vietnamese_of(tokens("secure"), 0)
    assert vietnamese_of(tokens("securities"), 0) != vietnamese_of(tokens("secure"), 0)


def test_a_phrase_of_the_glossary_may_hold_small_words() -> None:
    phrases = [part.phrases[0] for part in read("What must staff learn to meet the standard?").parts]
    assert tokens("chuẩn hóa") in phrases


def test_a_term_inside_a_longer_phrase_of_the_glossary_is_not_meant_by_itself() -> None:
    phrases = [part.phrases[0] for part in read("What share of lower secondary schools use AI?").parts]
    assert tokens("trung học cơ sở") in phrases
    assert all(tokens("giáo dục phổ thông") != phrase for phrase in phrases)


def test_the_department_of_a_leader_is_no_condition_beside_the_leader() -> None:
    asked = read("How many tasks is Ms Tran Thi Hoa of the Ben Tre health department in charge of?")
    assert asked.filters.leader == "Trần Thị Hoa"
    assert asked.filters.units == ()


def test_every_irregular_form_is_one_english_word() -> None:
    forms = {*irregular_forms(), *irregular_forms().values()}
    assert [form for form in forms if not (form.isascii() and form.isalpha())] == []


def test_a_phrase_may_begin_with_a_small_word_but_not_be_made_of_them() -> None:
    phrases = [part.phrases[0] for part in read("Which year does Ben Tre call the turning point?").parts]
    assert tokens("chuyển trọng tâm") in phrases
    assert said(read("Who has to set up the teams in Ben Tre?")) == {"teams"}


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("who checks the fees", "who kiểm tra the phí lệ phí"),
        ("Ben Tre: security of the systems?", "Ben Tre: an ninh of the hệ thống?"),
        ("of the", "of the"),
        ("", ""),
        ("İ", "İ"),
    ],
)
def test_a_question_is_embedded_with_its_words_in_vietnamese(english: str, vietnamese: str) -> None:
    assert translated(english) == vietnamese


@pytest.mark.parametrize(
    "text",
    [
        "What output is expected when Ben Tre publishes its results?",
        "Who helps when units report in Ben Tre?",
    ],
)
def test_when_in_a_clause_behind_asks_no_time(text: str) -> None:
    assert Field.DEADLINE not in read(text).fields


@pytest.mark.parametrize(
    "text", ["Who leads the ambulance project of Ben Tre and when is it due?", "Who runs it, when is it due?"]
)
def test_when_asks_a_time_beside_another_question(text: str) -> None:
    assert Field.DEADLINE in read(text).fields


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("What is the number of the Ben Tre plan?", True),
        ("What is the number of tasks in the Ben Tre plan?", False),
        ("What is the number of the plan's tasks?", False),
    ],
)
def test_the_number_of_a_named_plan_is_asked_for(text: str, is_asked: bool) -> None:
    assert ("number" in read(text).header) is is_asked


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("By when must units report?", True),
        ("When do hospitals have to send their plans?", True),
        ("When is the ambulance project due?", False),
        ("Who must report?", False),
    ],
)
def test_what_is_owed_is_asked_for_by_its_day(text: str, is_asked: bool) -> None:
    assert asks_day(text) is is_asked


def test_it_is_no_division() -> None:
    assert find_units("what does it implement?") == ()
    assert [found.unit.key for found in find_units("what does IT lead?")] == [
        "phong cong nghe thong tin va truyen thong"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Which plan approved the ambulance project of Ben Tre?", Field.APPROVAL),
        ("What target does Appendix 1 of Ben Tre give for e-prescription?", Field.TARGET),
        ("What is noted for the ambulance project of Ben Tre?", Field.NOTE),
        ("Which unit of Ben Tre answers for vaccination?", Field.LEAD_UNIT),
        ("Who is the leader responsible for vaccination in Ben Tre?", Field.RESPONSIBLE_LEADER),
    ],
)
def test_a_field_is_asked_for_in_these_words_too(text: str, wanted: Field) -> None:
    question = read(text)
    assert wanted in question.fields
    assert not question.asks(Kind.LIST)


def test_what_is_done_with_a_thing_lists_no_rows() -> None:
    assert not read("What do the files of Ben Tre have to be signed with?").asks(Kind.LIST)
    assert not read("For how long will Ben Tre keep its list of vaccines?").asks(Kind.LIST)
    assert read("What does the Office of Ben Tre have to do?").asks(Kind.LIST)


@pytest.mark.parametrize(
    ("text", "are_asked"),
    [
        ("Where are digital signatures for staff planned?", True),
        ("Where is IPv6 mentioned?", True),
        ("Where is the Department of Health?", False),
    ],
)
def test_where_something_is_planned_asks_which_plans(text: str, are_asked: bool) -> None:
    assert asks_plans(text) is are_asked


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("smart hospital Ben Tre", "en"),
        ("And Ms Tran Thi Hoa?", "en"),
        ("Electronic health record targets: Ben Tre versus Lao Cai", "en"),
        ("bệnh viện thông minh Ben Tre", "vi"),
        ("chu ky so Ben Tre", "vi"),
        ("Ben Tre", "vi"),
    ],
)
def test_the_names_of_places_and_persons_tell_no_language(text: str, language: str) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Which of the two ambulance projects of Ben Tre is more expensive?", Kind.MAX),
        ("Which of these two projects of Ben Tre costs less?", Kind.MIN),
    ],
)
def test_which_of_two_rows_is_more_ranks_them(text: str, kind: Kind) -> None:
    assert read(text).asks(kind)


def test_which_of_two_named_things_is_more_ranks_no_others() -> None:
    text = "Which of the two projects is more expensive, the ambulance or the vaccination project?"
    assert read(text).asks(Kind.COMPARE)


def test_the_full_name_of_a_plan_is_its_title_and_of_a_short_form_its_meaning() -> None:
    assert read("What is the full name of the Ben Tre plan?").header == ("title",)
    assert read("What is the full name of TTHC in the Ben Tre plan?").asks(Kind.DEFINITION)


@pytest.mark.parametrize(
    "text",
    [
        "Are there tasks without a deadline in Ben Tre?",
        "Does Ben Tre have projects without a note?",
        "Is there any task without a target in Ben Tre?",
    ],
)
def test_whether_there_are_rows_without_something_lists_them(text: str) -> None:
    question = read(text)
    assert question.kinds == (Kind.LIST,)
    assert question.filters.blank
