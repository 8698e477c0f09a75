"""What a question says of a plan beside its name is no topic and no condition."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.understanding.reading import understand
from ingest.model import Field
from tests.assistant.sample import BEN_TRE, assistant_in, made_up_shelf


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì nâng cấp đường truyền của Bến Tre?",
        "Kế hoạch 2027 của Bến Tre: ai chủ trì nâng cấp đường truyền?",
        "Trong kế hoạch năm 2027 của Sở Y tế tỉnh Bến Tre, ai chủ trì nâng cấp đường truyền?",
        "trong ke hoach nam 2027 cua So Y te Ben Tre, ai chu tri nang cap duong truyen",
        "Theo kế hoạch Bến Tre 2027 thì ai chủ trì nâng cấp đường truyền?",
    ],
)
def test_the_frame_of_a_question_names_the_plan_and_nothing_else(question: str) -> None:
    asked = understand(question, made_up_shelf())
    assert asked.plans == (BEN_TRE,)
    assert asked.fields == (Field.LEAD_UNIT,)
    assert not asked.filters.times
    assert not asked.filters.units
    assert {token.plain for part in asked.parts for token in part.typed} == {"nang", "cap", "duong", "truyen"}


def test_a_year_beside_the_kind_is_the_plan_s_and_another_is_a_condition() -> None:
    asked = understand("Việc nào của kế hoạch 2027 của Bến Tre đến hạn năm 2028?", made_up_shelf())
    assert asked.plans == (BEN_TRE,)
    assert [
        period.start.year for time in asked.filters.times for period in time.periods if hasattr(period, "start")
    ] == [2028]


def test_a_plan_of_a_year_that_nobody_published_is_unknown() -> None:
    asked = understand("Kế hoạch 2031 của Bến Tre có bao nhiêu nhiệm vụ?", made_up_shelf())
    assert asked.plans == ()
    assert asked.unknown == ("Bến Tre 2031",)


def test_what_is_asked_of_a_plan_is_not_taken_for_its_name() -> None:
    asked = understand("Nội dung chính của kế hoạch Bến Tre năm 2027 là gì?", made_up_shelf())
    assert asked.asks(Kind.OVERVIEW)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What about Sở Y tế tỉnh Bến Tre?", "en"),
        ("By what date must units of Sở Y tế Bến Tre report?", "en"),
        ("Sở Y tế Bến Tre làm gì?", "vi"),
    ],
)
def test_names_that_bear_accents_do_not_make_a_question_vietnamese(question: str, language: str) -> None:
    assert understand(question, made_up_shelf()).language == language


@pytest.mark.parametrize("question", ["Who upgrades the line right now", "Who upgrades the line in the plan"])
def test_what_leads_over_may_end_a_question(question: str) -> None:
    asked = understand(question, made_up_shelf())
    assert asked.fields == (Field.LEAD_UNIT,) or asked.parts
    assert "plan" not in asked.topic


@pytest.mark.parametrize(
    "question",
    [
        "Kế hoạch Bến Tre 2027",
        "Kế hoạch năm 2027 của Bến Tre tập trung vào những vấn đề gì?",
        "What does the 2027 plan of Ben Tre cover?",
    ],
)
def test_a_plan_that_is_asked_nothing_narrower_is_told_in_short(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.OVERVIEW
    assert answer.citations
