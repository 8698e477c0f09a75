"""Plans that others have replaced are left out of answers unless they are asked for, and answers say what they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.understanding.former import former_plans
from ingest.model import Plan, Reference, Row
from ingest.store.plan_store import PlanStore
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre, lao_cai

OLD = "ben-tre-2025"
TASK = "nâng cấp đường truyền"
REPLACED_NOTE = "đã được thay thế bằng"


def moved(plan: Plan, plan_id: str, lead: str) -> Plan:
    """The plan under another id, with another body that leads every row."""

    def row(one: Row) -> Row:
        fields = {**one.fields, "lead_unit": lead} if one.fields.get("lead_unit") else one.fields
        return replace(one, anchor=replace(one.anchor, plan=plan_id), fields=fields)

    appendices = tuple(replace(part, rows=tuple(map(row, part.rows))) for part in plan.appendices)
    return replace(plan, id=plan_id, appendices=appendices, source=replace(plan.source, sha256=plan_id.ljust(64, "0")))


def former() -> Plan:
    plan = moved(ben_tre(), OLD, "Trung tâm Kiểm nghiệm Bến Tre")
    header = replace(plan.header, number="8/KH-SYT", date="2025-02-01", years=(2025,), replaces=None)
    return replace(plan, header=header)


def current() -> Plan:
    plan = ben_tre()
    return replace(plan, header=replace(plan.header, replaces=Reference("Kế hoạch", "8/KH-SYT")))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("former"), [former(), current(), lao_cai()])


def content(plan: Plan) -> str:
    """The content of a row that somebody leads."""
    return next(row.fields["content"] for row in plan.rows() if row.fields.get("lead_unit"))


def plans_of(assistant: Assistant, question: str, *plans: str, history: tuple[str, ...] = ()) -> set[str]:
    return {citation.plan for citation in assistant.ask(question, history, plans).citations}


@pytest.mark.parametrize(
    "question",
    [f"Ai chủ trì {content(ben_tre())}?", f"Bến Tre: ai chủ trì {content(ben_tre())}?", "Ai ký kế hoạch Bến Tre?"],
)
def test_a_replaced_plan_is_left_out(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert {citation.plan for citation in answer.citations} == {BEN_TRE}
    assert REPLACED_NOTE not in answer.answer


def test_nothing_of_a_replaced_plan_is_known_unless_it_is_asked_for(assistant: Assistant) -> None:
    shelf = assistant._library.shelf()
    assert set(shelf.plans) == {BEN_TRE, "lao-cai-2028"}
    assert set(shelf.replaced) == {OLD}
    assert {row.anchor.plan for row in shelf.rows_of(())} == set(shelf.plans)
    assert not any("kiem nghiem" in name for name in shelf.units)


@pytest.mark.parametrize(
    "question",
    [
        f"Kế hoạch 8/KH-SYT: ai chủ trì {content(ben_tre())}?",
        f"ke hoach so 08/KH-SYT ai chu tri {content(ben_tre())}",
        f"Bến Tre 2025: ai chủ trì {content(ben_tre())}?",
        f"Theo kế hoạch năm 2025 của Bến Tre, ai chủ trì {content(ben_tre())}?",
    ],
)
def test_a_replaced_plan_answers_where_its_number_or_year_is_named(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert {citation.plan for citation in answer.citations} == {OLD}, answer.answer
    assert "Trung tâm Kiểm nghiệm Bến Tre" in answer.answer
    assert "8/KH-SYT) đã được thay thế bằng" in answer.answer
    assert all("(đã được thay thế)" in citation.label for citation in answer.citations)


def test_a_replaced_plan_answers_where_its_id_is_given(assistant: Assistant) -> None:
    assert plans_of(assistant, f"Ai chủ trì {content(ben_tre())}?", OLD) == {OLD}
    assert plans_of(assistant, "Ai ký?", OLD) == {OLD}
    told = assistant.ask("Who signed it?", plans=[OLD], language="en").answer
    assert "has been replaced by" in told


def test_a_follow_up_stays_with_the_replaced_plan(assistant: Assistant) -> None:
    first = "Kế hoạch 8/KH-SYT của Bến Tre do ai ký?"
    assert plans_of(assistant, first) == {OLD}
    assert plans_of(assistant, "Còn số và ngày ban hành?", history=(first,)) == {OLD}


@pytest.mark.parametrize(
    "text",
    [
        "Bến Tre 2027 có bao nhiêu nhiệm vụ?",
        "Kế hoạch 18/KH-SYT do ai ký?",
        "Lào Cai 2025 có gì?",
        "Đến năm 2025 tỷ lệ là bao nhiêu?",
        "",
    ],
)
def test_what_is_said_of_something_else_brings_no_replaced_plan_up(assistant: Assistant, text: str) -> None:
    assert former_plans(assistant._library.shelf(), [text]) == frozenset()


def test_an_unknown_plan_is_no_replaced_one(assistant: Assistant) -> None:
    assert former_plans(assistant._library.shelf(), [], ["khong-co", BEN_TRE, OLD]) == {OLD}


def test_a_restored_plan_is_one_like_the_others_without_a_restart(tmp_path: Path) -> None:
    assistant = assistant_in(tmp_path, [former(), current()])
    assert set(assistant._library.shelf().plans) == {BEN_TRE}
    store = assistant._library.store
    assert isinstance(store, PlanStore)
    store.restore(OLD)
    assert set(assistant._library.shelf().plans) == {OLD, BEN_TRE}
    answer = assistant.ask("Ai ký kế hoạch Bến Tre 2025?")
    assert {citation.plan for citation in answer.citations} == {OLD}
    assert REPLACED_NOTE not in answer.answer
    assert plans_of(assistant, "Ai ký kế hoạch Bến Tre?") == {OLD, BEN_TRE}


def test_a_replaced_plan_and_its_successor_can_be_compared(assistant: Assistant) -> None:
    question = f"Ai chủ trì {content(ben_tre())} theo kế hoạch 8/KH-SYT và kế hoạch 15/KH-SYT?"
    assert plans_of(assistant, question) == {OLD, BEN_TRE}
