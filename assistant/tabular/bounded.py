"""Rows whose figure in a column of plain numbers is bounded: "ấp nào có trên 60 hộ nghèo", "more than 2,000 people".

The bound and its number are read from the question; the column is the one that its words name. Money, percentages of
targets and times have conditions of their own.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.choices import number_said
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.tabular.measured import as_number, measured_column, number_of
from assistant.tabular.tables import answer_kind
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Token

_NUMBER = r"(?<![\d.,/-])(\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)(?![\d/-])"
_BEFORE: tuple[tuple[str, Callable[[float, float], bool]], ...] = (
    ("share_least", operator.ge),
    ("share_most", operator.le),
    ("share_below", operator.lt),
    ("share_above", operator.gt),
)
_BEHIND: tuple[tuple[str, Callable[[float, float], bool]], ...] = (
    ("share_onwards", operator.ge),
    ("share_down", operator.le),
)
_FAR = r"(?:\s[^\W\d]+){0,4}?\s"  # words between a number and "trở lên"


def answer_bounded(task: Task) -> Outcome | None:
    """The rows within the bound, listed or counted; None where a question sets none, or names no column of one plan."""
    asked = task.question
    kind = next((one for one in (Kind.COUNT, Kind.LIST) if asked.asks(one)), None)
    if kind is None:
        kind = Kind.COUNT if asked.asks_number else Kind.LIST if _asks_which(asked.said) else None
    ranks = asked.asks_rank or asked.asks(Kind.COMPARE) or asked.asks(Kind.SUM)
    if kind is None or asked.about_money or ranks or len(asked.plans) != 1:
        return None
    found = bound_asked(lowered(asked.likely))
    if found is None:
        return None
    holds, number, share = found
    rows = list(task.shelf.rows_of(asked.plans))
    title = measured_column(asked, rows, share)
    if not title:
        return None
    figures = [(row, number_of(row, title)) for row in rows]
    kept = [row for row, figure in figures if figure is not None and holds(figure, number)]
    return answer_kind(task, kind, kept) if kept else None


def _asks_which(said: Sequence[Token]) -> bool:
    return any(token.plain in words_of("which_rows") for token in said)


def bound_asked(said: str) -> tuple[Callable[[float, float], bool], float, bool] | None:
    """How a question bounds a number, the number, and whether it is a percentage; None where it bounds none."""
    patterns = condition_patterns()
    for pattern, holds in _bounds().items():
        for found in pattern.finditer(said):
            behind = said[found.end(1) :].lstrip()
            if not (patterns["never_counted"].match(behind) or _grade().search(said[: found.start(1)])):
                return holds, as_number(found[1]), _percent().match(behind) is not None
    only = _only().search(said)
    if only is None or patterns["never_counted"].match(said[only.end() :].lstrip()):
        return None
    number = as_number(only[1]) if only[1] else number_said(only[2])
    return (operator.eq, number, False) if number else None


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(rf"%|{condition_patterns()['percent_behind'].pattern}")


@cache
def _grade() -> re.Pattern[str]:
    """Before a number that counts nothing: "level 3 and above"."""
    return re.compile(rf"{condition_patterns()['grades'].pattern}\s$")


@cache
def _only() -> re.Pattern[str]:
    """What says that a figure is just so: "chỉ có một xe", "only one ambulance"."""
    just = condition_patterns()["just"].pattern
    return re.compile(rf"{just}\s(?:(?:have|has|có|co)\s)?(?:{_NUMBER}|([^\W\d]+)(?!\s\d))")


@cache
def _bounds() -> Mapping[re.Pattern[str], Callable[[float, float], bool]]:
    patterns = condition_patterns()
    behind = {re.compile(rf"{_NUMBER}{_FAR}{patterns[name].pattern}"): holds for name, holds in _BEHIND}
    before = {re.compile(rf"{patterns[name].pattern}\s{_NUMBER}"): holds for name, holds in _BEFORE}
    return {**behind, **before}
