"""Follow-up questions: what the new one leaves out, the last one supplies.

A question goes on with the one before it when it says nothing of its own to be about ("Còn đơn vị phối hợp?"), when it
opens like one that goes on ("Thế Đồng Nai thì sao?", "And for Ca Mau?"), or when it points back ("nhiệm vụ này"). A
question that says what it asks and what about starts afresh.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.columns import Wanted
from assistant.lexicon.followups import opens_followup, points_back
from assistant.question import Question
from assistant.wishes import counts_tasks
from ingest.model import Field

_FEW_WORDS = 4
_FIGURES = {Kind.SUM, Kind.MAX, Kind.MIN}
_BASIS = "basis"
_ROLES = {Field.LEAD_UNIT, Field.COORDINATING_UNITS}


def carry_over(current: Question, previous: Question | None) -> Question:
    """The current question with what it leaves out taken from the previous one, where it goes on with it."""
    if previous is None or not _goes_on(current):
        return current
    if changed := _changed_condition(current, previous):
        return changed
    own_topic = bool(current.parts) and not points_back(current.said)
    own_plans = bool(current.mentions)
    if current.header == (_BASIS,) and not own_topic and previous.parts:
        current = replace(current, header=(), fields=(Field.APPROVAL,))  # the document behind the task, not the plan
    asks = bool(current.fields or current.kinds or current.header)
    return replace(
        current,
        parts=current.parts if own_topic else previous.parts,
        topic=current.topic if own_topic else previous.topic,
        filters=current.filters.over(previous.filters, keep_topic=not own_topic),
        plans=current.plans if own_plans or not previous.plans else previous.plans,
        mentions=current.mentions if own_plans else previous.mentions,
        fields=current.fields if asks else previous.fields,
        kinds=_kinds(current, previous, own_topic) if asks else previous.kinds,
        header=current.header if asks else previous.header,
        about_money=current.about_money or (previous.about_money and bool(_FIGURES & set(current.kinds))),
        years=current.years or previous.years,
        appendix=current.appendix or ("" if own_plans else previous.appendix),
    )


def _kinds(current: Question, previous: Question, own_topic: bool) -> tuple[Kind, ...]:
    """The kinds of a question that goes on: a field asked for of the rows that were listed is told of each of them."""
    of_rows = not (current.kinds or current.header or own_topic) and Kind.LIST in previous.kinds
    return (Kind.LIST,) if of_rows and previous.filters else current.kinds


def _changed_condition(current: Question, previous: Question) -> Question | None:
    """A question about rows with another role ("Còn phối hợp?") or another body ("Thế Thanh tra Sở?"); else None."""
    if not previous.filters.units or not previous.kinds or current.kinds or current.header:
        return None
    if current.bodies and not current.fields:
        filters = replace(previous.filters, units=current.bodies)
    elif current.fields and set(current.fields) <= _ROLES and not current.parts and not current.bodies:
        filters = replace(previous.filters, role=_role(current.fields))
    else:
        return None
    named = bool(current.mentions)
    return replace(
        previous,
        text=current.text,
        said=current.said,
        language=current.language,
        english=current.english,
        filters=filters,
        plans=current.plans if named else previous.plans,
        mentions=current.mentions if named else previous.mentions,
    )


def _role(fields: Sequence[Wanted]) -> Field | None:
    return next((wanted for wanted in fields if isinstance(wanted, Field)), None)


def _goes_on(current: Question) -> bool:
    if opens_followup(current.said) or points_back(current.said):
        return True
    if current.kinds and current.mentions and (current.noun or counts_tasks(current.text)):
        return False  # "Lào Cai có bao nhiêu nhiệm vụ?" says all that it asks
    says_nothing = not current.parts and not current.filters
    counts = bool({Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN} & set(current.kinds)) and not current.plans
    return says_nothing and bool(
        current.fields or current.mentions or current.header or counts or len(current.said) <= _FEW_WORDS
    )
