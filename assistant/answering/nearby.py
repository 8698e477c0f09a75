"""Another place that a question may mean, told behind an answer that the search was not sure of.

Where the second passage found is nearly as likely as the first, a reader who meant it should not have to ask again.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Kind
from assistant.search.retriever import Hit
from assistant.telling.lookup import row_line, told_of
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_lines
from assistant.telling.vague import is_vague

_AS_LIKELY = 0.5
"""The share of the score of what is told from which another place may be meant as well; see eval/README.md."""
_ONE_PLACE = {Kind.LOOKUP, Kind.PASSAGE}
"""Answers told from the places that search found first, not from all rows that meet a condition; of those that a
condition or the question before tells for certain the confidence is 1."""
_MOST_TOLD = 2
"""Places beside which another is told; more of them are enough to choose from."""


def with_nearby(task: Task, outcome: Outcome) -> str:
    """The text of an outcome, and behind it the next place that search found, where that may be meant as well."""
    found = outcome.answerable and outcome.kind in _ONE_PLACE and task.has_searched and outcome.confidence < 1.0
    if not found or is_vague(task.question) or len(task.book.citations()) > _MOST_TOLD:
        return outcome.text
    line = next((line for line in _lines(task) if _statement(line) not in outcome.text), "")
    return f"{outcome.text}\n{task.words.say('nearby')}\n{line}" if line else outcome.text


def _lines(task: Task) -> Iterator[str]:
    """What the passages of the same plans say that are nearly as likely as the best that is told, best first: rows that
    are not told, and paragraphs, of which several stand in a section."""
    cited = {one.anchor for one in task.book.citations()}
    told = [hit for hit in task.hits if str(hit.passage.anchor) in cited]
    least = _AS_LIKELY * max((hit.score for hit in told), default=0.0)
    plans = {hit.plan for hit in told}
    for hit in task.hits:
        is_told = hit.row is not None and str(hit.passage.anchor) in cited
        if hit.plan in plans and hit.score >= least and not is_told:
            yield _line(task, hit)


def _line(task: Task, hit: Hit) -> str:
    """What a passage says: of a row the fields asked for, or all of it where it has none of them."""
    asked, shelf, book, words = task.question, task.shelf, task.book, task.words
    told = told_of([hit.row], asked.fields, asked.language, asked.years) if hit.row is not None else []
    if told and told[0].filled:
        return row_line(told[0], shelf, book, words, asked.fields)
    return state_lines([hit], asked, shelf, book, words)


def _statement(line: str) -> str:
    """A line without the plan before it."""
    return line.partition(": ")[2]
