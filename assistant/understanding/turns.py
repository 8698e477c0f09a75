"""What a short turn changes of the question before it: the part that bodies play, whose rows, the day, how many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.followups import (
    asks_for_office,
    asks_only_for_them,
    asks_only_how_many,
    asks_the_same,
    points_at_body,
    points_back,
    role_named,
)
from assistant.lexicon.spelling import lowered
from assistant.phrasing.wishes import ranked_by_deadline
from assistant.plans.filters import Filters
from assistant.text.matching import Part, indexed, tokens
from assistant.understanding.question import Question
from assistant.understanding.topic import SLIGHT
from ingest.lexicon.provinces import find_asked_provinces
from ingest.model import Field, Row
from ingest.unit_names import unit_of

_ROWS = {Kind.LIST, Kind.COUNT}
_PROJECTS = "du an"
_DAY_OF_PLAN = {"number", "date", "signer", "recipients", "replaces", "issuer", "title"}
_FEW_WORDS = 6
_SHORT_TURN = 9
_THEY = "ho"


def names_body_alone(current: Question) -> bool:
    """Whether a turn names one body, as what it is about, and nothing else: "Sở Tư pháp?"."""
    if len(current.bodies) != 1 or current.fields or current.kinds or current.header or current.filters:
        return False
    named = {token.plain for body in current.bodies for token in tokens(body.text)}
    left = {token.plain for part in current.parts if part.weight > SLIGHT for token in part.typed}
    return left <= named


def issuer_as_body(current: Question, previous: Question) -> Question:
    """A turn that names, behind a list of a plan's rows, a body that issues plans too: not its plan is meant, but what
    it has to do in the one asked about, "riêng Sở Y tế?"."""
    listed = bool(_ROWS & set(previous.kinds) and previous.plans and previous.filters)
    says_more = current.parts or current.header or current.filters or set(current.fields) - {Field.LEAD_UNIT}
    if not listed or says_more or len(current.mentions) != 1 or not set(current.kinds) <= _ROWS:
        return current
    text = current.mentions[0].text
    unit = unit_of(text)
    if not unit.known or list(find_asked_provinces(text)):
        return current
    alone = replace(current, mentions=(), plans=(), bodies=(unit,), fields=())
    if not current.kinds and not current.fields:
        return alone
    role = Field.LEAD_UNIT if current.fields else previous.filters.role
    return replace(alone, filters=replace(current.filters, units=(unit,), role=role))


def of_body(current: Question, previous: Question) -> Filters | None:
    """The condition of the rows that were listed with the body that a turn names alone; None where it does not."""
    listed = bool(_ROWS & set(previous.kinds)) and bool(previous.filters)
    return replace(previous.filters, units=current.bodies) if listed and names_body_alone(current) else None


def narrows_by_time(current: Question, previous: Question) -> bool:
    """Whether a turn asks which rows are due when and says nothing of whose: "việc nào đến hạn quý III?" behind a
    list of a plan's rows chooses among them."""
    of_bearer = previous.filters.leader or previous.filters.units
    listed = bool(_ROWS & set(previous.kinds) and (previous.plans or of_bearer))
    if not listed or not current.filters.times or current.mentions or current.header or current.appendix:
        return False
    others = replace(current.filters, times=(), only=False, ends=False, underway=False)
    slight = all(part.weight <= SLIGHT for part in current.parts)
    return slight and not others and set(current.kinds) <= _ROWS and set(current.fields) <= {Field.DEADLINE}


def in_other_role(current: Question, previous: Question) -> Filters | None:
    """The condition of the rows in which the bodies asked about before have another part: "còn những việc phối hợp?",
    "which ones do they coordinate on?"; None where a turn says anything else."""
    listed = bool(_ROWS & set(previous.kinds)) and bool(previous.filters.units)
    if not listed or not set(current.kinds) <= _ROWS or current.bodies or current.filters.units or current.header:
        return None
    if any(part.weight > SLIGHT and not _is_pronoun(part) for part in current.parts):
        return None
    role = role_named(current.said)
    return replace(previous.filters, role=role) if role else None


def _is_pronoun(part: Part) -> bool:
    """Whether a part is a word for those spoken of that was typed without accents: "ho" for "họ"."""
    return [token.plain for token in part.typed] == [_THEY]


def asking_the_same(current: Question) -> Question:
    """A turn that asks the same of something else, "same question for system security level approval": whatever it
    names is what it is about, and none of it asks for a field."""
    if not asks_the_same(current.said) or not current.parts or not current.fields:
        return current
    return replace(current, fields=())


def asking_for_them(current: Question) -> Question:
    """A turn that only asks for the rows spoken of, or how many they are, without a topic of its own."""
    kind = Kind.COUNT if asks_only_how_many(current.said) else Kind.LIST if asks_only_for_them(current.said) else None
    return replace(current, kinds=(kind,), parts=(), topic="") if kind else current


def taking_part(current: Question, previous: Question) -> Question:
    """A turn that asks whether a body takes part in what was told, "Công an tỉnh có tham gia không?": it asks who
    coordinates."""
    found = condition_patterns()["asks_part"].search(lowered(current.likely))
    asks_else = current.fields or current.header or current.mentions or current.filters or current.about_money
    if found is None or asks_else or set(current.kinds) - {Kind.EXISTENCE} or len(current.bodies) != 1:
        return current
    if _ROWS & set(previous.kinds) or not _says_only(current, f"{current.bodies[0].text} {found[0]}"):
        return current
    return replace(current, kinds=(), fields=(Field.COORDINATING_UNITS,), parts=(), topic="")


def ranking_those(current: Question, previous: Question) -> Question:
    """A turn that asks which of the rows listed before ends first or last: "cái nào gấp nhất", "which one ends
    first"."""
    listed = bool(_ROWS & set(previous.kinds)) and bool(previous.plans or previous.filters)
    asks_else = current.header or current.mentions or current.filters or set(current.fields) - {Field.DEADLINE}
    kind = ranked_by_deadline(current.likely)
    if kind is None or not listed or asks_else or set(current.kinds) - {Kind.LIST, Kind.COMPARE, Kind.MIN, Kind.MAX}:
        return current
    said = " ".join(found[0] for found in _ends(lowered(current.likely)))
    if not _says_only(current, said):
        return current
    return replace(current, kinds=(kind, Kind.LIST), fields=(), by_deadline=True, parts=(), topic="")


def _ends(said: str) -> Iterator[re.Match[str]]:
    """Where a question says that it asks for what ends first or last."""
    for name in ("earliest", "latest"):
        yield from condition_patterns()[name].finditer(said)


def _says_only(current: Question, text: str) -> bool:
    """Whether all that a turn is about is said by a text that stands in it."""
    known = {token.plain for token in tokens(text)}
    return all(token.plain in known for part in current.parts if part.weight > SLIGHT for token in part.typed)


def asking_figure_again(current: Question, previous: Question) -> Question:
    """A turn that asks of another plan how many percent and names no topic, "ở Đồng Tháp thì mấy phần trăm": of what
    was asked before, and not of that plan's targets as a whole."""
    figures = current.field_alone and current.fields == (Field.TARGET,) and current.asks_number and previous.parts
    if not figures or current.kinds or current.header or current.filters:
        return current
    named = {token.plain for token in current.said}
    if any(named.issuperset(token.plain for token in phrase) for part in current.parts for phrase in part.phrases):
        return current
    return replace(current, parts=(), topic="", field_alone=False)


def counted_again(current: Question, previous: Question) -> tuple[Kind, ...]:
    """The kinds of a turn: "tổng cộng bao nhiêu?" behind a list of tasks asks how many, not how much money."""
    sums = current.kinds == (Kind.SUM,) and not (current.about_money or Field.BUDGET in current.fields)
    of_money = previous.about_money or Field.BUDGET in previous.fields or previous.noun == _PROJECTS
    return (Kind.COUNT,) if sums and not of_money and _ROWS & set(previous.kinds) else current.kinds


def day_of_plan(current: Question, previous: Question) -> Question:
    """A turn that asks when, behind a question about a plan's signer or number, asks for the day of the plan."""
    asks_day = current.fields == (Field.DEADLINE,) and not (current.kinds or current.header or current.filters)
    if not asks_day or not _DAY_OF_PLAN & set(previous.header) or any(part.weight > SLIGHT for part in current.parts):
        return current
    return replace(current, fields=(), header=("date",), parts=(), topic="")


def office_of_signer(current: Question, previous: Question) -> Question:
    """A turn that asks, behind a question for who signed a plan, what office that is: the plan prints it over the
    name."""
    says_else = current.fields or current.kinds or current.header or current.mentions or current.filters
    if says_else or "signer" not in previous.header or len(current.said) > _FEW_WORDS + 2:
        return current
    if not asks_for_office(current.said):
        return current
    return replace(current, header=("signer",), parts=(), topic="")


def how_many(current: Question, previous: Question, rows: Callable[[], Sequence[Row]]) -> Question | None:
    """A turn that asks how many of what a row told before is to give: "Bao nhiêu xe?", "How many?".

    `rows` gives the rows told before. None where a turn asks anything else, or not just one of them has such a number.
    """
    counts = current.asks_number and not (current.fields or current.header or current.mentions or current.filters)
    if not counts or set(current.kinds) - {Kind.COUNT} or len(current.said) > _FEW_WORDS or current.about_money:
        return None
    if _ROWS & set(previous.kinds) or current.noun or not (previous.plans or previous.parts):
        return None
    given = [
        (row, field)
        for row in rows()
        if (field := _amount_in(row)) and (not current.parts or _repeats(current, previous) or _says(current, row))
    ]
    if len(given) != 1:
        return None
    row, field = given[0]
    return replace(
        current,
        kinds=(),
        fields=(field,),
        parts=previous.parts,
        topic=previous.topic,
        plans=previous.plans,
        mentions=previous.mentions,
        focus=(str(row.anchor),),
    )


def of_column(current: Question, previous: Question, rows: Callable[[], Sequence[Row]]) -> Question | None:
    """A turn that points at the one row told before and names a column of it that means no field: "Bệnh viện đó có bao
    nhiêu giường?" under "Số giường", "Nơi đó dùng phần mềm gì?" under "Phần mềm đang dùng". None for any other."""
    asks_else = current.fields or current.header or current.mentions or current.filters or current.about_money
    if asks_else or set(current.kinds) - {Kind.COUNT} or not current.parts or _ROWS & set(previous.kinds):
        return None
    if not (points_back(current.said) or points_at_body(current.said) or len(current.said) <= _SHORT_TURN):
        return None
    told = rows()
    named = [title for row in told for title in row.columns if row.fields.get(title) and _heads(current, title)]
    if (
        len(told) != 1
        or len(named) != 1
        or (current.asks_number and not any(map(str.isdigit, told[0].fields[named[0]])))
    ):
        return None
    return replace(
        current,
        kinds=(),
        fields=(named[0],),
        parts=previous.parts,
        topic=previous.topic,
        plans=previous.plans,
        mentions=previous.mentions,
        focus=(str(told[0].anchor),),
    )


def _heads(current: Question, title: str) -> bool:
    """Whether the header of a column says all that a turn names, in the words typed or in those that they stand for."""
    words = indexed(title).words
    named = [part for part in current.parts if part.weight > SLIGHT]
    return bool(named) and all(
        any({token.plain for token in phrase} <= words for phrase in (part.typed, *part.phrases) if phrase)
        for part in named
    )


def _amount_in(row: Row) -> Field | None:
    """The field in which a row says how many of something it is to give; None where none has a number."""
    fields = (field for field in (Field.DELIVERABLE, Field.TARGET) if row.text(field))
    return next((field for field in fields if any(letter.isdigit() for letter in row.text(field))), None)


def _repeats(current: Question, previous: Question) -> bool:
    """Whether all that is counted was named by the question before, whatever the word for it: "How many ovens?"."""
    said = {token.plain for token in previous.said}
    return said.issuperset(current.words)


def _says(current: Question, row: Row) -> bool:
    """Whether a row says something of what is counted, in the words typed or in those that they stand for."""
    words = indexed(" ".join(row.fields.values())).words
    return any({token.plain for token in phrase} <= words for part in current.parts for phrase in part.phrases)
