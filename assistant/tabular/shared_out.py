"""How the rows of a plan are shared out: "mỗi phòng chủ trì bao nhiêu nhiệm vụ", "how many tasks per leader"."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.plans.bearing import bearers_by, held_by
from assistant.plans.filters import Filters
from assistant.replies import shorten
from assistant.tabular.choosing import rows_asked
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import tokens
from ingest.model import Field

_SHARED = {"unit": "each_unit", "leader": "each_leader", "group": "each_group"}
"""Lists of the lexicon that say among whom rows are shared out."""
_FEWEST = 2


def answer_shared_out(task: Task) -> Outcome | None:
    """How many rows each body, leader or group has, most first, all cited; None where a question asks for no number of
    rows, or not each's, or says what they are to be about."""
    asked = task.question
    among = _among(task)
    if not among or len(asked.plans) != 1:
        return None
    plain = replace(asked, filters=Filters(), parts=(), topic="", kinds=(Kind.COUNT,), fields=(), plan_parts="")
    rows = rows_asked(replace(task, question=plain))
    key = bearers_by(among, task.shelf)
    held = held_by(rows, key) if key is not None else []
    if len(held) < _FEWEST:
        return None
    what, name = task.words.say("task"), task.shelf.names[asked.plans[0]]
    lines = [task.words.say("total", count=len(rows), what=what, scope=f" ({name})")]
    for bearer, found in sorted(held, key=lambda one: -len(one[1])):
        marks = "".join(task.book.row(row) for row in found)
        told = task.words.say("bearer", bearer=shorten(bearer), count=len(found), what=what, scope="")
        lines.append(f"- {told} {marks}")
    return Outcome("\n".join(lines), True, Kind.COUNT, 1.0)


def _among(task: Task) -> str:
    """Among whom a question wants to know how rows are shared out: "unit", "coordinating", "leader", "group", or ""."""
    asked = task.question
    text = lowered(asked.text)
    found = [ranks for ranks, name in _SHARED.items() if condition_patterns()[name].search(text)]
    filters = replace(asked.filters, units=(), role=None)
    if len(found) != 1 or filters or asked.asks_rank or not asked.asks(Kind.COUNT):
        return ""
    known = words_of(_SHARED[found[0]]) | words_of("sharing")
    said = [token for part in asked.parts for token in part.typed or part.phrases[0]]
    said += [token for unit in asked.filters.units for token in tokens(unit.text)]  # "với Văn phòng" narrows the rows
    if not all(token.plain in known for token in said):
        return ""
    supports = asked.filters.role is Field.COORDINATING_UNITS or Field.COORDINATING_UNITS in asked.fields
    return "coordinating" if found == ["unit"] and supports else found[0]
