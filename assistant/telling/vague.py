"""Vague questions: a matter that several rows or plans have, and no field asked of it ("bệnh án điện tử").

What it could mean is told, each place cited, and one short question asks which of them is meant; "cái thứ hai" or
the name of a plan then chooses (see `conversation`).
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.conditions import condition_texts
from assistant.replies import shorten
from assistant.search.retriever import Hit
from assistant.telling.outcome import Task
from assistant.understanding.question import Question
from ingest.model import Field

_FEW_WORDS = 7
_MOST_OPTIONS = 6
_AS_MUCH = 0.95
"""The share of what the first says of the topic that another place must say to be meant as well."""
_CONTENT = 160  # characters


def is_vague(asked: Question) -> bool:
    """Whether a question names a matter and asks nothing of it."""
    narrowed = asked.fields or asked.kinds or asked.header or asked.filters or asked.appendix or asked.focus
    return not narrowed and bool(asked.parts) and asks_nothing(asked)


def asks_nothing(asked: Question) -> bool:
    """Whether a question only names things, in a few words: "kinh phí Cà Mau"."""
    if len(asked.said) > _FEW_WORDS or asked.asks_number:
        return False
    about = {at for part in asked.parts for at in range(part.at, part.at + max(1, len(part.typed)))}
    return not any(
        token.plain in condition_texts("asking_words") for at, token in enumerate(asked.said) if at not in about
    )


def further_options(task: Task, told: Sequence[Hit], hits: Sequence[Hit]) -> list[Hit]:
    """The other rows that a vague question could as well mean: those that say as much of its topic in what they are
    about, those of plans not told yet first."""
    plans, places = {hit.plan for hit in told}, {str(hit.passage.anchor) for hit in told}
    least = _AS_MUCH * max(hit.coverage for hit in told)
    rows = [hit for hit in hits if hit.row is not None and hit.coverage >= least]
    others = [hit for hit in rows if str(hit.passage.anchor) not in places]
    return sorted(others, key=lambda hit: hit.plan in plans)[: max(0, _MOST_OPTIONS - len(told))]


def state_options(task: Task, told: Sequence[Hit], further: Sequence[Hit]) -> str:
    """The further rows a vague question could mean, one a line, and the question which of all is meant; "" where
    only one thing was told."""
    if len(told) + len(further) < 2:
        return ""
    words, names = task.words, task.shelf.names
    lines = []
    for hit in further:
        content = shorten(hit.row.text(Field.CONTENT) if hit.row else hit.passage.text, _CONTENT)
        lines.append(f"- {words.say('option', plan=names[hit.plan], content=content)} {task.book.passage(hit.passage)}")
    plans = list(dict.fromkeys(names[hit.plan] for hit in (*told, *further)))
    asked = words.say("which_one", plan=plans[-1]) if len(plans) > 1 else words.say("which_number")
    return "\n".join(("", *lines, asked))
