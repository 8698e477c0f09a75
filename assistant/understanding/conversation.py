"""Follow-up questions: what the new one leaves out, the last one supplies.

A question goes on with the one before it when it says nothing of its own to be about ("Còn đơn vị phối hợp?"), when it
opens like one that goes on ("Thế Đồng Nai thì sao?", "And for Ca Mau?"), or when it points back ("nhiệm vụ này"). A
question that says what it asks and what about starts afresh.

What it points at is the answer before, not its words: "Kinh phí bao nhiêu?" is asked of the very rows that were told,
"Bà ấy còn phụ trách gì?" of the leader whom they name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.choices import LAST, asks_more, find_choice
from assistant.lexicon.followups import (
    asks_for_them,
    closes_followup,
    opens_followup,
    opens_narrowing,
    points_at_body,
    points_at_others,
    points_at_person,
    points_at_plan,
    points_back,
)
from assistant.lexicon.headings import Headings
from assistant.phrasing.wishes import asks_plans
from assistant.plans.columns import Wanted
from assistant.plans.filters import Filters
from assistant.text.matching import tokens
from assistant.understanding.question import Question
from assistant.understanding.reporting import asks_reporting, says_pronoun
from assistant.understanding.told import Told
from assistant.understanding.topic import SLIGHT, is_syllable
from assistant.understanding.topic_parts import parts_of, topics_of
from assistant.understanding.turns import (
    asking_figure_again,
    asking_for_them,
    asking_the_same,
    counted_again,
    day_of_plan,
    how_many,
    in_other_role,
    issuer_as_body,
    narrows_by_time,
    of_body,
    of_column,
    office_of_signer,
    ranking_those,
    taking_part,
)
from ingest.model import HEADER, Field

_FEW_WORDS = 4
_SHORT = 14
"""Words of a turn that may name something of what was told before."""
_FIGURES = {Kind.SUM, Kind.MAX, Kind.MIN}
_BASIS = "basis"
_ROLES = {Field.LEAD_UNIT, Field.COORDINATING_UNITS}
_BEARERS = {*_ROLES, Field.RESPONSIBLE_LEADER}
_FEW_ROWS = 4
"""Of so many rows at most a question asks on as of what was told; of more it asks as of a list."""
_MANY_PLANS = 64
_WHO = {"ai", "nao", "who", "whom", "which"}
"""Words that ask for somebody, folded."""
_OF_ROWS = {Kind.LIST, Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN}


def carry_over(
    current: Question,
    previous: Question | None,
    told: Callable[[Question], Told] = lambda _: Told(),
    plans: Collection[str] = (),
) -> Question:
    """The current question with what it leaves out taken from the previous one, where it goes on with it.

    `told` gives what a question is answered from; it is asked only where the current question points at that. `plans`
    are the ids of all plans, of which one may mean "the others".
    """
    carried = _carried_over(current, previous, told, plans)
    if previous is None or carried.parts != current.parts or not _may_stand_before(current, previous):
        return carried
    rows = told(previous).rows
    return replace(carried, before=tuple(str(row.anchor) for row in rows)) if len(rows) <= _FEW_ROWS else carried


def _may_stand_before(current: Question, previous: Question) -> bool:
    """Whether what a short turn names may stand in the rows told before: it asks for a cell, and of no other plan."""
    asks_rows = bool(_OF_ROWS & set(current.kinds)) or bool(current.header or current.filters)
    short = 0 < len(current.said) <= _SHORT and bool(current.parts)
    return short and not asks_rows and (not current.mentions or set(current.plans) <= set(previous.plans))


def _carried_over(
    current: Question, previous: Question | None, told: Callable[[Question], Told], plans: Collection[str]
) -> Question:
    if previous is None:
        return current
    if chosen := _the_chosen(current, previous, told):
        return chosen
    current = office_of_signer(issuer_as_body(current, previous), previous)
    if filters := in_other_role(current, previous):
        return _with_condition(current, previous, filters)
    if column := of_column(current, previous, lambda: told(previous).rows):
        return column
    if of_named := _of_the_named(current, previous, told):
        return of_named
    if of_plan := _of_the_plan(current, previous) or _under_heading(current, previous):
        return of_plan
    current = day_of_plan(current, previous)
    if quantity := how_many(current, previous, lambda: told(previous).rows):
        return quantity
    current = asking_for_them(asking_the_same(current))
    current = ranking_those(taking_part(asking_figure_again(current, previous), previous), previous)
    if opens_narrowing(current.said):
        current = replace(current, filters=replace(current.filters, only=False))
    if not (_goes_on(current) or of_body(current, previous) or narrows_by_time(current, previous)):
        return _of_same_plan(current, previous)
    if changed := _changed_condition(current, previous):
        return changed
    carried = _carried(current, previous)
    if previous.plans and not current.mentions and points_at_others(current.said):
        return replace(carried, plans=_others(previous.plans, plans), mentions=(), appendix="")
    return replace(carried, focus=_focus(current, previous, told), options=previous.options)


def _the_chosen(current: Question, previous: Question, told: Callable[[Question], Told]) -> Question | None:
    """A question that chooses one of what the answer before told, "cái thứ hai"; None for any other.

    After one was chosen, the next is chosen from the same: "cái thứ nhất", "còn cái thứ hai?".
    """
    choice = find_choice(current.said, of_numbered=bool(previous.filters.stt))
    if choice is None or current.mentions or current.appendix:
        return None
    beside = [part for part in current.parts if not choice.start <= part.at < choice.end]
    if any(part.weight >= 1.0 and not asks_more(part.typed) for part in beside):
        return None  # "dự án thứ hai về AI" says itself what it is about
    if previous.filters.stt and choice.place != LAST:  # "nhiệm vụ số 5", then "còn số 6?"
        carried = replace(previous, text=current.text, said=current.said, focus=(), options=())
        return replace(carried, filters=replace(previous.filters, stt=str(choice.place)))
    places = _choosable(told(previous).places)
    options = previous.options if previous.options and len(places) < 2 else places
    if not options:
        return None
    place = len(options) if choice.place == LAST else choice.place
    return replace(
        current,
        kinds=(),
        header=(),
        filters=Filters(),
        parts=previous.parts,
        topic=previous.topic,
        plans=(options[place - 1].partition("/")[0],) if place <= len(options) else (),
        options=options,
        chosen=place,
    )


def _choosable(places: tuple[str, ...]) -> tuple[str, ...]:
    """The places of which one can be chosen: the plan that was told over its rows is none of them."""
    return tuple(place for place in places if not place.endswith(f"/{HEADER}")) or places


def _of_the_plan(current: Question, previous: Question) -> Question | None:
    """A question about the plan of the one before, and not about its topic: "Kế hoạch này ai ký?"; None for others."""
    asks = current.fields or current.kinds or current.header or current.parts or current.appendix or current.heading
    if not previous.plans or current.mentions or not asks or not points_at_plan(current.said):
        return None
    alone = not (current.parts or current.kinds or current.header or current.filters or current.heading)
    parts = parts_of(current.fields) if alone else current.parts
    topic = ", ".join(topics_of(current.fields)) if alone else current.topic
    named = replace(current, plans=previous.plans, mentions=previous.mentions, options=previous.options)
    return replace(named, parts=parts, topic=topic, field_alone=alone and bool(parts))


def _under_heading(current: Question, previous: Question) -> Question | None:
    """A turn that names a heading and nothing else, "khó khăn là gì", behind a question about one plan as a whole, or
    asks how results are reported, behind any about one plan: it asks for that of the same plan; None for others."""
    whole = Kind.OVERVIEW in previous.kinds or previous.header or (previous.heading and not previous.fields)
    reporting = asks_reporting(current) and not (previous.parts and says_pronoun(current))
    if not ((current.heading and whole) or reporting) or len(previous.plans) != 1:
        return None
    asks = current.kinds or current.header or current.filters or current.appendix
    if current.mentions or current.plans or (asks and not reporting):
        return None
    return replace(current, plans=previous.plans, mentions=previous.mentions)


def _of_same_plan(current: Question, previous: Question) -> Question:
    """A turn that asks for rows and names no plan, behind one that asked for rows of a plan: it asks for rows of that,
    "liệt kê nhóm II", "chỉ tiêu nào của CDC"."""
    elsewhere = current.mentions or current.plans or current.halves or points_at_others(current.said)
    of_rows = _OF_ROWS & set(current.kinds) and _OF_ROWS & set(previous.kinds) and len(previous.plans) == 1
    if elsewhere or not of_rows or Kind.COMPARE in current.kinds or asks_plans(current.likely or current.text):
        return current
    return replace(current, plans=previous.plans, mentions=previous.mentions)


def _of_the_named(current: Question, previous: Question, told: Callable[[Question], Told]) -> Question | None:
    """A question about the rows of the person or the body that the answer before names; None for any other."""
    person, body = points_at_person(current.said), points_at_body(current.said)
    asks_rows = bool(_OF_ROWS & set(current.kinds)) or not current.fields
    if not (person or body) or not asks_rows or current.filters.leader or current.filters.units:
        return None
    found = told(previous)
    filters = current.filters
    if person and found.leaders:
        filters = replace(filters, leader=found.leaders[0])
    elif body and found.units:
        filters = replace(filters, units=found.units[:1])
    else:
        return None
    plans = current.plans or previous.plans or tuple(dict.fromkeys(row.anchor.plan for row in found.rows))
    return replace(
        current,
        kinds=current.kinds or (Kind.LIST,),
        fields=tuple(wanted for wanted in current.fields if wanted not in _BEARERS),
        filters=filters,
        plans=plans,
        mentions=current.mentions or previous.mentions,
    )


def _focus(current: Question, previous: Question, told: Callable[[Question], Told]) -> tuple[str, ...]:
    """The rows of which a question asks one more thing: the few told before; empty where it asks of others."""
    own = _own_topic(current) and not (points_back(current.said) or points_at_body(current.said))
    if own or not current.fields or current.kinds or current.header or current.mentions or current.filters:
        return ()
    rows = told(previous).rows
    if len(rows) > _FEW_ROWS or (len(rows) > 1 and {Kind.LIST, Kind.COUNT} & set(previous.kinds)):
        return ()
    return tuple(str(row.anchor) for row in rows)


def _carried(current: Question, previous: Question) -> Question:
    own_topic = _own_topic(current) and not points_back(current.said)
    own_plans = bool(current.mentions)
    current = replace(current, kinds=counted_again(current, previous))
    if current.header == (_BASIS,) and not own_topic and previous.parts:
        current = replace(current, header=(), fields=(Field.APPROVAL,))  # the document behind the task, not the plan
    asks = bool(current.fields or current.kinds or current.header or current.plan_parts)
    parts, topic = (current.parts, current.topic) if own_topic else (previous.parts, previous.topic)
    fields, plans = current.fields if asks else previous.fields, current.plans if own_plans else previous.plans
    alone = not parts and plans and not (current.kinds or previous.kinds or current.filters or previous.filters)
    if alone and not current.header and not previous.header:  # "kinh phí", then "Cà Mau": what its prose says of money
        parts, topic = parts_of(fields), ", ".join(topics_of(fields))
        current = replace(current, field_alone=bool(parts))
    return replace(
        current,
        parts=parts,
        topic=topic,
        context="" if own_topic else f"{previous.context} {previous.text}".strip(),
        filters=current.filters.over(previous.filters, keep_topic=not own_topic),
        plans=current.plans if own_plans or not previous.plans else previous.plans,
        mentions=current.mentions if own_plans else previous.mentions,
        fields=current.fields if asks else previous.fields,
        kinds=_kinds(current, previous, own_topic) if asks else previous.kinds,
        header=current.header if asks else previous.header,
        likely=current.likely if asks or own_topic else f"{current.likely}; {previous.likely}",
        typed=current.typed if own_topic else f"{previous.typed} {current.typed}",
        noun=current.noun or ("" if own_topic else previous.noun),
        of_tasks=current.of_tasks or (previous.of_tasks and not (own_topic or current.noun)),
        heading=_heading(current, previous, asks=bool(asks or own_topic or current.filters)),
        plan_parts=current.plan_parts or ("" if current.kinds or current.fields or own_topic else previous.plan_parts),
        about_money=current.about_money or (previous.about_money and bool(_FIGURES & set(current.kinds))),
        years=current.years or previous.years,
        appendix=current.appendix or ("" if own_plans else previous.appendix),
    )


def _heading(current: Question, previous: Question, asks: bool) -> Headings:
    """The heading that a question goes on with; "mục tiêu là gì?" behind one about a task asks for its target."""
    if current.heading:
        return () if current.fields and (previous.parts or previous.filters) else current.heading
    return () if asks else previous.heading


def _kinds(current: Question, previous: Question, own_topic: bool) -> tuple[Kind, ...]:
    """The kinds of a question that goes on: a field asked for of the rows that were listed is told of each of them."""
    of_rows = not (current.kinds or current.header or own_topic) and Kind.LIST in previous.kinds
    of_those = points_back(current.said) and not _FIGURES & set(previous.kinds)
    return (Kind.LIST,) if of_rows and (previous.filters or of_those) else current.kinds


def _others(named: Collection[str], plans: Collection[str]) -> tuple[str, ...]:
    """The plans that were not named before; () for all where there are many."""
    return tuple(plan for plan in plans if plan not in named) if len(plans) <= _MANY_PLANS else ()


def _changed_condition(current: Question, previous: Question) -> Question | None:
    """A question about rows with another role ("Còn phối hợp?") or another body ("Thế Thanh tra Sở?"); else None."""
    if filters := of_body(current, previous):
        pass
    elif current.kinds or current.header:
        return None
    elif previous.organising and current.bodies and not current.fields:
        filters = replace(previous.filters, units=current.bodies)
    elif not previous.kinds:
        return None
    elif _narrows_to_body(current, previous):
        filters = replace(previous.filters, units=current.bodies)
    elif not previous.filters.units:
        return None
    elif current.bodies and not current.fields:
        filters = replace(previous.filters, units=current.bodies)
    elif set(current.fields) <= _ROLES and _names_role(current):
        filters = replace(previous.filters, role=_role(current.fields))
    else:
        return None
    return _with_condition(current, previous, filters)


def _with_condition(current: Question, previous: Question, filters: Filters) -> Question:
    """The question before with another condition, of the plans that the new one names."""
    named = bool(current.mentions)
    return replace(
        previous,
        text=current.text,
        said=current.said,
        language=current.language,
        english=current.english,
        bodies=current.bodies,
        filters=filters,
        plans=current.plans if named else previous.plans,
        mentions=current.mentions if named else previous.mentions,
    )


def _names_role(current: Question) -> bool:
    """Whether a question names another role and nothing else, "Còn phối hợp?"; "Phối hợp với ai?" asks for bodies."""
    asks_who = any(token.plain in _WHO for token in current.said)
    return bool(current.fields) and not (current.parts or current.bodies or asks_who)


def _narrows_to_body(current: Question, previous: Question) -> bool:
    """Whether a question asks how much of what was added up or counted is a body's: "trong đó Sở Y tế bao nhiêu"."""
    figures = {Kind.SUM: {Field.BUDGET}, Kind.COUNT: set()}
    asked = [fields for kind, fields in figures.items() if kind in previous.kinds]
    named = {token.plain for body in current.bodies for token in tokens(body.text)}
    left = {token.plain for part in current.parts for token in part.typed}
    says_nothing_else = bool(current.bodies) and left <= named and not (current.mentions or current.filters)
    return says_nothing_else and any(set(current.fields) <= fields for fields in asked)


def _role(fields: Sequence[Wanted]) -> Field | None:
    return next((wanted for wanted in fields if isinstance(wanted, Field)), None)


def _own_topic(current: Question) -> bool:
    """Whether a question names what it is about; beside what it asks, "văn bản" or a loose "cấp" names nothing."""
    if not (current.fields or current.kinds or current.header):
        return bool(current.parts) and not _only_counts(current)
    own = [part for part in current.parts if part.weight > SLIGHT]
    return len(own) > 1 or any(not is_syllable(part) or part.typed != part.phrases[0] for part in own)


def _only_counts(current: Question) -> bool:
    """Whether a few words ask how many there are of something and name it with loose syllables: "Bao nhiêu người dự?"
    is asked of what was told before."""
    few = len(current.said) <= _FEW_WORDS and current.asks_number and not current.mentions
    return few and not current.english and all(is_syllable(part) for part in current.parts)


def _says_all(current: Question) -> bool:
    return bool(current.kinds and current.mentions and (current.noun or current.of_tasks))


def _goes_on(current: Question) -> bool:
    if _says_all(current) and current.appendix and not points_back(current.said):
        return False  # "Vậy bên Cà Mau, phụ lục 2 có mấy dự án?"
    if opens_followup(current.said) or points_back(current.said) or points_at_body(current.said):
        return True
    if points_at_others(current.said) or closes_followup(current.said):
        return True
    if _says_all(current):
        return False  # "Lào Cai có bao nhiêu nhiệm vụ?" says all that it asks
    says_nothing = not _own_topic(current) and not current.filters
    counts = bool({Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN} & set(current.kinds)) and not current.plans
    counts = counts or (asks_for_them(current.said) and not current.noun and not current.plans)
    return says_nothing and bool(
        current.fields or current.mentions or current.header or counts or len(current.said) <= _FEW_WORDS
    )
