"""Answers from columns of plain numbers that are no money: the sum of doses, the row with the most places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from assistant.answer import Kind
from assistant.columns import cell, is_measure
from assistant.matching import Topic, coverage, indexed
from assistant.outcome import Outcome, Task
from assistant.patterns import says_total
from assistant.question import Question
from assistant.replies import shorten
from ingest.columns import meaning
from ingest.model import Field, Row
from ingest.money import format_number
from ingest.vietnamese import fold, nfc

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+")
_MOSTLY = 0.7  # of the filled cells of a column must be plain numbers


_SAYS = 0.6  # of a part of the topic that rows must say for it to narrow them
_AS_MUCH = 0.9
"""The share of what the best row says of a part that another must say to be meant by it."""
_MOST_TIES = 12


def answer_measured(task: Task) -> Outcome | None:
    """The sum, the largest or the smallest of a column of numbers; None where a question asks for none of one plan."""
    asked = task.question
    kind = next((kind for kind in (Kind.MAX, Kind.MIN) if asked.asks(kind)), None)
    if asked.about_money or not (kind or says_total(asked.likely)) or len(plans := _plans_meant(task)) != 1:
        return None
    rows = list(task.shelf.rows_of(plans))
    title = measured_column(asked, rows)
    counted = [(row, number) for row in rows if title and (number := number_of(row, title)) is not None]
    counted = _narrowed(task, title, counted, adds=kind is None)
    if of_year := _of_a_year(task):
        title, counted = of_year
    if not counted:
        return None
    if kind is None:
        return _added(task, title, counted)
    best = (max if kind is Kind.MAX else min)(number for _, number in counted)
    which = task.words.say("largest" if kind is Kind.MAX else "smallest")
    lines = [
        f"“{shorten(row.text(Field.CONTENT))}” – {title} {which}: **{_printed(row, title)}**. {task.book.row(row)}"
        for row, number in counted
        if number == best
    ]
    return Outcome("\n".join(lines[:_MOST_TIES]), True, kind, 1.0)


def _plans_meant(task: Task) -> Sequence[str]:
    """The plans that a question names, or else those with the column whose header it says."""
    asked = task.question
    headers = [wanted for wanted in asked.fields if not isinstance(wanted, Field)]
    if asked.plans or not headers:
        return asked.plans
    plans = task.shelf.plans.values()
    return [
        plan.id for plan in plans if any(one.printed in headers for table in plan.appendices for one in table.columns)
    ]


def _of_a_year(task: Task) -> tuple[str, list[tuple[Row, int]]] | None:
    """The year asked for, and its figures in the one table whose title says the topic and whose rows are all counted in
    the same: targets given to several bodies; None where there is no such table, or more than one."""
    asked = task.question
    if len(asked.years) != 1 or len(asked.plans) != 1 or not asked.parts:
        return None
    words, found = task.shelf.words, []
    for appendix in task.shelf.plans[asked.plans[0]].appendices:
        titles = [column.printed for column in appendix.columns if column.year == str(asked.years[0])]
        mixed = any(column.field is None and is_measure(column.printed) for column in appendix.columns)
        if not titles or mixed or coverage(asked.parts, indexed(appendix.title), words) < _SAYS:
            continue
        figures = [(row, number) for row in appendix.rows if (number := number_of(row, titles[0])) is not None]
        if len(figures) >= _MOSTLY * len(appendix.rows) > 1:
            found.append((titles[0], figures))
    return found[0] if len(found) == 1 else None


def _printed(row: Row, title: str) -> str:
    return cell(row, title) or row.columns.get(title, "")


def _added(task: Task, title: str, counted: Sequence[tuple[Row, int]]) -> Outcome:
    total = format_number(sum(number for _, number in counted), task.words.language)
    head = task.words.say("sum_of_numbers", field=title, value=total, count=len(counted))
    lines = [
        f"- {shorten(row.text(Field.CONTENT))} ({_printed(row, title)}) {task.book.row(row)}" for row, _ in counted
    ]
    return Outcome("\n".join([head, *lines]), True, Kind.SUM, 1.0)


def _narrowed(task: Task, title: str, counted: Sequence[tuple[Row, int]], adds: bool = False) -> list[tuple[Row, int]]:
    """The rows that say what of the topic some of them say; what is in none, or in the header, narrows nothing.

    Where numbers are added up, what is said of other rows names those as well: "Tân An với Bến Lức cộng lại".
    """
    kept = list(counted)
    titles = [indexed(task.shelf.plans[plan].header.title) for plan in task.question.plans]
    known = [indexed(title), *titles]
    named: list[tuple[Row, int]] = []
    for part in task.question.parts:
        topic = Topic([part], task.shelf.words)
        shares = [topic.coverage(indexed(row.text(Field.CONTENT))) for row, _ in counted]
        best = max(shares, default=0.0)
        if best < _SAYS or any(topic.coverage(text) >= _SAYS for text in known):
            continue
        most = [pair for pair, share in zip(counted, shares, strict=True) if share >= _AS_MUCH * best]
        named += most if len(most) < len(counted) else []
        said = [pair for pair, share in zip(counted, shares, strict=True) if share >= _SAYS and pair in kept]
        if not said and adds:
            return [pair for pair in counted if pair in named]
        kept = said or kept
    return kept


def measured_column(asked: Question, rows: Sequence[Row]) -> str:
    """The header of the column of numbers that a question names in a word ("Số liều dự kiến" for "bao nhiêu liều").

    "" where it names none, or more than one; one that is said word for word, or of which most words are said, comes
    before others.
    """
    headers = [title for title in asked.fields if title in _titles(rows) and _is_counted(str(title), rows)]
    if len(headers) == 1:
        return str(headers[0])
    said = {token.plain for token in asked.said}
    said |= {token.plain for part in asked.parts for phrase in part.phrases for token in phrase}
    found = [title for title in _titles(rows) if said & set(_own_words(title)) and _is_counted(title, rows)]
    whole = [title for title in found if len(own := set(_own_words(title))) > 1 and own <= said]
    found = whole if len(whole) == 1 else found
    shares = {title: len(said & set(_own_words(title))) for title in found}
    most = [title for title, share in shares.items() if share == max(shares.values()) and share > 1]
    found = most if len(most) == 1 else found
    return found[0] if len(found) == 1 else ""


def number_of(row: Row, title: str) -> int | None:
    """The number that a cell of a column says, None where it says none or more."""
    text = _printed(row, title).strip()
    return int(re.sub(r"[.,]", "", text)) if _NUMBER.fullmatch(text) else None


def _titles(rows: Sequence[Row]) -> list[str]:
    return list(
        dict.fromkeys(title for row in rows for title in row.fields if title in row.columns and not meaning(title))
    )


def _is_counted(title: str, rows: Sequence[Row]) -> bool:
    filled = [row for row in rows if cell(row, title).strip()]
    return bool(filled) and sum(number_of(row, title) is not None for row in filled) >= _MOSTLY * len(filled)


def _own_words(title: str) -> Iterator[str]:
    """The words of a header that say what is counted, folded; "căn" is not the "cần" that says that it is needed."""
    return (fold(word) for word in re.findall(r"\w+", nfc(title).casefold()) if word not in _counting())


def _counting() -> frozenset[str]:
    """Words of headers that only say that something is counted."""
    return frozenset(word for text in _patterns()["counted"] for word in nfc(text).casefold().split())


@cache
def _patterns() -> Mapping[str, tuple[str, ...]]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("patterns.toml").read_text("utf-8"))
    return TypeAdapter(Mapping[str, tuple[str, ...]]).validate_python(data)
