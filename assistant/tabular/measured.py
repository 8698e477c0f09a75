"""Answers from columns of plain numbers that are no money: the sum of doses, the row with the most places."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.phrasing.patterns import says_total
from assistant.plans.columns import cell, is_measure
from assistant.replies import shorten
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Topic, coverage, indexed
from assistant.understanding.question import Question
from ingest.columns import meaning
from ingest.model import Field, Row
from ingest.money import format_number
from ingest.vietnamese import fold, nfc

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?")
_DECIMAL = re.compile(r"\d+[.,]\d{1,2}")
_MOSTLY = 0.7  # of the filled cells of a column must be plain numbers


_SAYS = 0.6  # of a part of the topic that rows must say for it to narrow them
_AS_MUCH = 0.9
"""The share of what the best row says of a part that another must say to be meant by it."""
_MOST_TIES = 12
_PLACES = 2  # of decimals
_SURE_NAMES = 2  # words of a header


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
        return None if _is_share(title) else _added(task, title, counted)
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


def _of_a_year(task: Task) -> tuple[str, list[tuple[Row, float]]] | None:
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


def _added(task: Task, title: str, counted: Sequence[tuple[Row, float]]) -> Outcome:
    total = _formatted(sum(number for _, number in counted), task.words.language)
    head = task.words.say("sum_of_numbers", field=title, value=total, count=len(counted))
    lines = [
        f"- {shorten(row.text(Field.CONTENT))} ({_printed(row, title)}) {task.book.row(row)}" for row, _ in counted
    ]
    return Outcome("\n".join([head, *lines]), True, Kind.SUM, 1.0)


def _formatted(number: float, language: str) -> str:
    """A number as people of the language write it, its decimals where it has some: "1.250", "12,5"."""
    whole, decimals = divmod(round(number, _PLACES), 1)
    if not decimals:
        return format_number(int(whole), language)
    point = "." if language == "en" else ","
    return format_number(int(whole), language) + point + f"{decimals:.{_PLACES}f}".removeprefix("0.").rstrip("0")


def _narrowed(
    task: Task, title: str, counted: Sequence[tuple[Row, float]], adds: bool = False
) -> list[tuple[Row, float]]:
    """The rows that say what of the topic some of them say; what is in none, or in the header, narrows nothing.

    Where numbers are added up, what is said of other rows names those as well: "Tân An với Bến Lức cộng lại".
    """
    kept = list(counted)
    titles = [indexed(task.shelf.plans[plan].header.title) for plan in task.question.plans]
    known = [indexed(title), *titles]
    named: list[tuple[Row, float]] = []
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


def measured_column(asked: Question, rows: Sequence[Row], shares: bool = False) -> str:
    """The header of the column of numbers that a question names in a word ("Số liều dự kiến" for "bao nhiêu liều").

    "" where it names none, or more than one; one that is said word for word, or of which most words are said, comes
    before others, and of those the one whose words stand side by side in the question too, then that of its year.
    With `shares` only columns of percentages count.
    """
    titles = [title for title in _titles(rows) if _is_counted(title, rows) and (not shares or _is_share(title))]
    headers = [title for title in asked.fields if title in titles]
    if len(headers) == 1:
        return str(headers[0])
    phrases = [tuple(token.plain for token in phrase) for part in asked.parts for phrase in part.phrases]
    phrases += [tuple(token.plain for token in asked.said), *_sizes_said(asked)]
    said = {word for phrase in phrases for word in phrase}
    found = [title for title in titles if said & set(_own_words(title))]
    whole = [title for title in found if len(own := set(_own_words(title))) > 1 and own <= said]
    noun = _ranked_noun(asked.likely)
    ranked = [title for title in found if noun and next(_own_words(title), "") == noun]
    found = next((some for some in (ranked, whole) if len(some) == 1), found)
    most = _most(found, lambda title: len(said & set(_own_words(title))), _SURE_NAMES)
    found = most or found
    if len(most) > 1:
        found = _most(most, lambda title: _pairs_said(title, phrases)) or most
    if len(found) > 1 and asked.years:
        found = _most(found, lambda title: sum(str(year) in title for year in asked.years)) or found
    return found[0] if len(found) == 1 else ""


def _ranked_noun(text: str) -> str:
    """The folded noun of what a question ranks by its number, "giường" of "nhiều giường bệnh nhất"; "" for none."""
    found = _ranked_thing().search(lowered(text))
    return fold(found["thing"] or found["english"]) if found else ""


@cache
def _ranked_thing() -> re.Pattern[str]:
    number, best, english = (
        any_spelled(_patterns()[name]) for name in ("rank_number", "rank_end", "rank_number_english")
    )
    return re.compile(rf"\b{number} (?P<thing>\w+)(?: \w+){{0,3}}? {best}\b|\b{english} (?P<english>\w+)")


def _most(titles: Sequence[str], rank: Callable[[str], int], least: int = 1) -> list[str]:
    """The titles of the highest rank, none where that is below the least."""
    ranks = {title: rank(title) for title in titles}
    best = max(ranks.values(), default=0)
    return [title for title in titles if ranks[title] == best >= least]


def _pairs_said(title: str, phrases: Sequence[tuple[str, ...]]) -> int:
    """How many pairs of neighbouring words of a header stand side by side in what is said."""
    said = {pair for phrase in phrases for pair in pairwise(phrase)}
    return sum(pair in said for pair in pairwise(fold(word) for word in re.findall(r"\w+", nfc(title).casefold())))


def _sizes_said(asked: Question) -> Iterator[tuple[str, ...]]:
    """What a question measures by a word for size: the surface for "rộng nhất"; "area" may be one, and no field."""
    said = f" {' '.join(token.plain for token in asked.said)} "
    for text in _patterns()["sizes"]:
        word, _, measures = text.partition(": ")
        if f" {fold(word)} " in said:
            yield from (tuple(fold(measure).split()) for measure in measures.split(", "))


def number_of(row: Row, title: str) -> float | None:
    """The number that a cell of a column says, None where it says none or more."""
    text = _printed(row, title)
    return as_number(text.strip(" %")) if is_number(text) else None


def is_number(text: str) -> bool:
    """Whether a cell is a plain number, with or without "%"."""
    return bool(_NUMBER.fullmatch(text.strip(" %")))


def as_number(text: str) -> float:
    """A number as printed: "1.250" is a thousand and more, "36,2" has a decimal part."""
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    return int(re.sub(r"[.,]", "", text))


def _is_share(title: str) -> bool:
    """Whether a column is one of percentages, which nobody adds up."""
    return "%" in title or bool(condition_patterns()["rate"].match(lowered(title)))


def _titles(rows: Sequence[Row]) -> list[str]:
    return list(
        dict.fromkeys(title for row in rows for title in row.fields if title in row.columns and not meaning(title))
    )


def _is_counted(title: str, rows: Sequence[Row]) -> bool:
    filled = [row for row in rows if cell(row, title).strip()]
    if any(f"{fold(title)} ".startswith(f"{fold(text)} ") for text in _patterns()["not_measured"]):
        return False
    return bool(filled) and sum(number_of(row, title) is not None for row in filled) >= _MOSTLY * len(filled)


def _own_words(title: str) -> Iterator[str]:
    """The words of a header that say what is counted, folded; "căn" is not the "cần" that says that it is needed."""
    return (fold(word) for word in re.findall(r"\w+", nfc(title).casefold()) if word not in _counting())


def _counting() -> frozenset[str]:
    """Words of headers that only say that something is counted."""
    return frozenset(word for text in _patterns()["counted"] for word in nfc(text).casefold().split())


def _patterns() -> Mapping[str, tuple[str, ...]]:
    return lists_of("patterns")
