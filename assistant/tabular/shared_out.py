"""How the rows of a plan are shared out: "mỗi phòng chủ trì bao nhiêu nhiệm vụ", "how many tasks per leader"; and who
shares them: "có bao nhiêu lãnh đạo phụ trách", "which units lead tasks"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.plans.bearing import bearers_by, held_by
from assistant.plans.filters import Filters
from assistant.replies import shorten
from assistant.tabular.choosing import rows_asked
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Token, tokens
from assistant.understanding.conditions import role_said
from assistant.understanding.question import Question
from ingest.model import Field, Row

_SHARED = {"unit": "each_unit", "leader": "each_leader", "group": "each_group"}
"""Lists of the lexicon that say among whom rows are shared out."""
_FEWEST = 2


def answer_shared_out(task: Task) -> Outcome | None:
    """How many rows each body, leader or group has, most first, all cited; None where a question asks for no number of
    rows, or not each's, or says what they are to be about."""
    among, plan = _among(task), _one_plan(task)
    if not among or not plan:
        return None
    rows = _rows(task, Filters())
    held = _held(task, rows, among)
    if len(held) < _FEWEST:
        return None
    what, name = task.words.say("task"), task.shelf.names[plan]
    head = task.words.say("total", count=len(rows), what=what, scope=f" ({name})")
    return Outcome("\n".join([head, *_lines(task, held)]), True, Kind.COUNT, 1.0)


def answer_sharers(task: Task) -> Outcome | None:
    """Who leads, supports or oversees the rows of a plan, how many they are, with their rows; None where a question
    asks for no such list, or says what the rows are to be about."""
    asked = task.question
    asked_for, plan = _sharers(asked), _one_plan(task)
    if not asked_for or not plan:
        return None
    rows = _rows(task, replace(asked.filters, role=None))
    among, held = next(((one, held) for one in asked_for if (held := _held(task, rows, one))), ("", []))
    if not held:
        return None
    what, name = task.words.say(f"sharers_{among}"), task.shelf.names[plan]
    head = task.words.say("total_one" if len(held) == 1 else "total", count=len(held), what=what, scope=f" ({name})")
    kind = Kind.COUNT if asked.asks_number else Kind.LIST
    return Outcome("\n".join([head, *_lines(task, held)]), True, kind, 1.0)


def _one_plan(task: Task) -> str:
    """The plan that a question names, or that there is alone; "" for several."""
    plans = task.question.plans or tuple(task.shelf.plans)
    return plans[0] if len(plans) == 1 else ""


def _rows(task: Task, filters: Filters) -> list[Row]:
    """All rows that meet some conditions, whatever a question says beside them."""
    asked = task.question
    plain = replace(asked, filters=filters, parts=(), topic="", kinds=(Kind.COUNT,), fields=(), plan_parts="")
    return list(rows_asked(replace(task, question=plain)))


def _held(task: Task, rows: Sequence[Row], among: str) -> list[tuple[str, list[Row]]]:
    key = bearers_by(among, task.shelf)
    return held_by(rows, key) if key is not None else []


def _lines(task: Task, held: Sequence[tuple[str, list[Row]]]) -> Iterator[str]:
    """How many rows each has, most first, all cited."""
    for bearer, found in sorted(held, key=lambda one: -len(one[1])):
        marks = "".join(task.book.row(row) for row in found)
        what = task.words.say("task")
        told = task.words.say("bearer", bearer=shorten(bearer), count=len(found), what=what, scope="")
        yield f"- {told} {marks}"


def _among(task: Task) -> str:
    """Among whom a question wants to know how rows are shared out: "unit", "coordinating", "leader", "group", or ""."""
    asked = task.question
    text = lowered(asked.text)
    found = [ranks for ranks, name in _SHARED.items() if condition_patterns()[name].search(text)]
    filters = replace(asked.filters, units=(), role=None)
    if len(found) != 1 or filters or asked.asks_rank or not asked.asks(Kind.COUNT):
        return ""
    said = [token for unit in asked.filters.units for token in tokens(unit.text)]  # "với Văn phòng" narrows the rows
    if not _all_known(asked, _SHARED[found[0]], said):
        return ""
    return "coordinating" if found == ["unit"] and _supports(asked) else found[0]


def _sharers(asked: Question) -> list[str]:
    """Who is asked for by what they do with rows, the likeliest first: "leader", "coordinating", "unit"."""
    text = lowered(asked.likely)
    filters = replace(asked.filters, times=(), group="", role=None)
    if filters or asked.asks_rank or asked.header or asked.organising:
        return []
    found = []
    if condition_patterns()["overseeing"].search(text) and _says(asked, text, "which_leader"):
        found.append("leader")
    if (role := role_said(text)) and _says(asked, text, "which_unit"):
        found.append("coordinating" if role is Field.COORDINATING_UNITS else "unit")
    return found


def _says(asked: Question, text: str, name: str) -> bool:
    return bool(condition_patterns()[name].search(text)) and _all_known(asked, name)


def _supports(asked: Question) -> bool:
    return asked.filters.role is Field.COORDINATING_UNITS or Field.COORDINATING_UNITS in asked.fields


def _all_known(asked: Question, name: str, beside: Iterable[Token] = ()) -> bool:
    """Whether what is left of a question, and some words beside, only says among whom rows are shared out."""
    known = words_of(name) | words_of("sharing")
    return known.issuperset((*asked.words, *(token.plain for token in beside)))
