"""Answers that are one field of a row, or the same field of a row in each plan."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz import fuzz

from assistant.plans.cells import cell_text, schedule_text, value_of
from assistant.plans.columns import Wanted, has, instead_of
from assistant.plans.due import with_day
from assistant.plans.library import Shelf
from assistant.replies import Replies, shorten
from assistant.search.retriever import Hit
from assistant.telling.citing import CitationBook
from ingest.model import Field, Row

ALIKE = 0.86
"""Rows whose score is at least this share of the best of their plan are as likely meant."""
_WORTH_NAMING = 0.4
"""A plan whose best row scores under this share of the best of all is not named beside it."""
_SAYS_IT, _WORTH_A_LOOK = 0.95, 0.1
"""A row that says the whole topic is told from a smaller share on."""
_SAYS_MOST, _WORTH_TELLING = 0.8, 0.2
"""One that says most of it is told from a larger share on."""
_SAYS_AS_MUCH = 0.75
"""Nor is one that says less than this share of what the best says of the topic."""
_WORTH_TAKING = 0.5
"""The share of the best row's score from which an indicator is taken before it."""
_WHO = (Field.LEAD_UNIT, Field.RESPONSIBLE_LEADER)
_RESULTS = (Field.DELIVERABLE, Field.CONTENT, Field.SOLUTION, Field.NOTE)
_MOST_ROWS = 6
_SAME_TASK = 90  # of 100, likeness of two contents


@dataclass(frozen=True, slots=True)
class Told:
    """A row with what it says of the fields asked for."""

    row: Row
    values: tuple[tuple[Wanted, str], ...]
    """The fields that the row fills, as asked or by a substitute."""

    @property
    def filled(self) -> bool:
        """Whether every field asked for has a text."""
        return bool(self.values) and all(value for _, value in self.values)

    @property
    def says_first(self) -> bool:
        """Whether the first of them has, which is asked for before all."""
        return bool(self.values) and bool(self.values[0][1])

    @property
    def plan(self) -> str:
        """The id of its plan."""
        return self.row.anchor.plan


@dataclass(frozen=True, slots=True)
class Said(Told):
    """The same of a row that search found."""

    hit: Hit


T = TypeVar("T", bound=Told)


def that_tell(told: Sequence[T]) -> list[T]:
    """Those of some rows that fill every field asked for, or where none does, those that fill the first."""
    return [one for one in told if one.filled] or [one for one in told if one.says_first]


def told_of(rows: Sequence[Row], fields: Sequence[Wanted], language: str, years: Collection[int] = ()) -> list[Told]:
    """What each of some rows says of the fields; rows whose table lacks them all are left out."""
    told = [Told(row, _values(row, fields, language, years)) for row in rows]
    return [one for one in told if one.values]


def _values(
    row: Row, fields: Sequence[Wanted], language: str, years: Collection[int], points: Collection[str] = ()
) -> tuple[tuple[Wanted, str], ...]:
    in_table = _in_table(row, fields)
    found = (value_of(row, wanted, language, of, points) for wanted in in_table for of in _each(years))
    return tuple(dict.fromkeys(value for value in found if value is not None))


def said_of(
    hits: Sequence[Hit],
    fields: Sequence[Wanted],
    language: str,
    years: Collection[int] = (),
    points: Collection[str] = (),
) -> list[Said]:
    """What each row found says of the fields, for the years, quarters or months named; rows whose table lacks them all
    are left out."""
    found: list[Said] = []
    for hit in hits:
        if hit.row is None:
            continue
        if values := _values(hit.row, fields, language, years, points):
            found.append(Said(hit.row, values, hit))
    return found


def _in_table(row: Row, fields: Sequence[Wanted]) -> Sequence[Wanted]:
    """The fields; for columns that the row's table has under none of their headers, the field that answers instead."""
    if any(has(row, wanted) for wanted in fields if instead_of(wanted)):
        return [wanted for wanted in fields if not instead_of(wanted) or has(row, wanted)]
    return list(dict.fromkeys(instead_of(wanted) or wanted for wanted in fields))


def _each(years: Collection[int]) -> list[tuple[int, ...]]:
    return [(year,) for year in years] if years else [()]


def figures_first(said: list[Said], fields: Sequence[Wanted]) -> list[Said]:
    """The rows without those whose result only stands in for a target, where one of the same plan that has a column of
    targets says as much of the topic: "tỷ lệ trạm y tế có bác sĩ" is an indicator, and no task with "27 trạm" for its
    result."""
    if tuple(fields) != (Field.TARGET,) or not said or not _stands_in(said[0]):
        return said
    first = said[0]
    better = [one for one in said if one.filled and not _stands_in(one)]
    near = any(
        one.plan == first.plan
        and one.hit.coverage >= first.hit.coverage
        and one.hit.score >= _WORTH_TAKING * first.hit.score
        for one in better
    )
    return better if near else said


def _stands_in(said: Said) -> bool:
    """Whether what a row says of a target stands in a cell of something else."""
    return bool(said.values) and all(wanted in _RESULTS for wanted, _ in said.values)


def choose_rows(said: Sequence[Said], plans: int) -> list[Said]:
    """The rows to answer with: of each plan the best, and those that fit as well; filled ones before blank ones.

    `plans` is how many plans the question names, 0 for none.
    """
    by_plan: dict[str, list[Said]] = {}
    best_of_all = max(said, key=lambda one: one.hit.score, default=None)
    for one in said:
        if not plans and best_of_all is not None and not _worth_naming(one.hit, best_of_all.hit):
            continue
        by_plan.setdefault(one.hit.plan, []).append(one)
    chosen: list[Said] = []
    for rows in by_plan.values():
        best = max(row.hit.score for row in rows)
        alike = [row for row in rows if row.hit.score >= ALIKE * best]
        filled = [row for row in alike if row.filled]
        kept = filled or alike[:1]
        top = max(row.hit.score for row in kept)
        clear = [row for row in kept if row.hit.score >= 0.97 * top or (not plans and row.hit.coverage >= _SAYS_IT)]
        clear = clear if len(clear) <= 2 or plans else clear[:2]
        again = [row for row in rows if row not in clear and row.filled and _is_told_again(row, clear)]
        chosen += [*clear, *again]
    return chosen[:_MOST_ROWS]


def _is_told_again(one: Said, chosen: Sequence[Said]) -> bool:
    """Whether a row is the same task as a chosen one, in another table of its plan."""
    text = one.row.text(Field.CONTENT)
    return any(
        one.row.anchor.appendix != other.row.anchor.appendix
        and fuzz.ratio(text, other.row.text(Field.CONTENT)) >= _SAME_TASK
        for other in chosen
    )


def _worth_naming(hit: Hit, best: Hit) -> bool:
    """Whether a row of a plan that the question does not name is told beside the best one."""
    if hit.coverage >= _SAYS_IT and hit.score >= _WORTH_A_LOOK * best.score:
        return True
    if hit.coverage >= _SAYS_MOST and hit.score >= _WORTH_TELLING * best.score:
        return True
    return hit.score >= _WORTH_NAMING * best.score and hit.coverage >= _SAYS_AS_MUCH * best.coverage


def state_rows(
    chosen: Sequence[Told], shelf: Shelf, book: CitationBook, words: Replies, fields: Sequence[Wanted]
) -> str:
    """The rows' statements, one a line where there are several."""
    statements = [_of_row(one, shelf, book, words, fields) for one in chosen]
    if len(statements) == 1:
        plan, text, mark = statements[0]
        told = f"{words.say('single', plan=plan, statement=text)}. {mark}"
        told = " ".join([told, *_blanks(chosen[0], shelf, book, words)])
        beside = _beside(chosen[0], shelf, words, fields)
        return f"{told}\n{beside} {mark}" if beside else told
    plans = {plan for plan, _, _ in statements}
    head = words.say("several_plans" if len(plans) == len(statements) else "several_rows", count=len(statements))
    return "\n".join(
        [head, *(f"{words.say('line', plan=plan, statement=text)} {mark}" for plan, text, mark in statements)]
    )


def _blanks(one: Told, shelf: Shelf, book: CitationBook, words: Replies) -> Iterator[str]:
    """That a row leaves some of the fields asked for blank; one word for "who" asks for two of which either will do."""
    bearers = {wanted for wanted, value in one.values if wanted in _WHO and value}
    for wanted, value in one.values:
        if not value and not (wanted in _WHO and bearers):
            yield state_blank(one, wanted, shelf, book, words)


def row_line(one: Told, shelf: Shelf, book: CitationBook, words: Replies, fields: Sequence[Wanted]) -> str:
    """A row's statement as a line of several."""
    plan, text, mark = _of_row(one, shelf, book, words, fields)
    return f"{words.say('line', plan=plan, statement=text)} {mark}"


def _of_row(
    one: Told, shelf: Shelf, book: CitationBook, words: Replies, fields: Sequence[Wanted]
) -> tuple[str, str, str]:
    """The plan of a row, what it says of the fields, and its mark."""
    parts = [
        _statement(one, wanted, with_day(one.row, wanted, value, shelf, words), words, fields)
        for wanted, value in one.values
        if value
    ]
    return shelf.names[one.plan], "; ".join(parts), book.row(one.row)


_BESIDE = (
    Field.LEAD_UNIT,
    Field.RESPONSIBLE_LEADER,
    Field.DEADLINE,
    Field.SCHEDULE,
    Field.DELIVERABLE,
    Field.TARGET,
    Field.BUDGET,
    Field.APPROVAL,
    Field.NOTE,
)
_BRIEF = 120  # characters of each fact beside the one asked for


def _beside(one: Told, shelf: Shelf, words: Replies, fields: Sequence[Wanted]) -> str:
    """What else the row says: who, by when, for how much; what people ask next, or asked in the same breath."""
    told = {wanted for wanted, _ in one.values} | set(fields)
    if Field.COORDINATING_UNITS in told:
        told.add(Field.LEAD_UNIT)
    facts = []
    for wanted in _BESIDE:
        text = schedule_text(one.row, words.language) if wanted is Field.SCHEDULE else cell_text(one.row, wanted)
        if text and wanted not in told:
            said = with_day(one.row, wanted, shorten(text, _BRIEF), shelf, words)
            facts.append(f"{words.name(wanted)}: {said}")
    text = "; ".join(facts)
    return f"{text[:1].upper()}{text[1:].rstrip(' .;,')}." if text else ""


def _statement(one: Told, wanted: Wanted, value: str, words: Replies, fields: Sequence[Wanted]) -> str:
    row = one.row
    with_whom = ""
    if wanted is Field.LEAD_UNIT and Field.COORDINATING_UNITS not in fields:
        with_whom = row.text(Field.COORDINATING_UNITS)
    elif wanted is Field.COORDINATING_UNITS and Field.LEAD_UNIT not in fields:
        with_whom = row.text(Field.LEAD_UNIT)
    content = row.text(Field.CONTENT) or row.group_title
    return words.state(wanted, content, value.rstrip(" .;,"), with_whom.rstrip(" .;,"))


def state_blank(one: Told, asked: Wanted, shelf: Shelf, book: CitationBook, words: Replies) -> str:
    """That a row leaves the field asked for blank."""
    content = one.row.text(Field.CONTENT)
    plan = shelf.names[one.plan]
    return words.say("blank", plan=plan, content=content, field=words.name(asked), mark=book.row(one.row))


def state_unfilled(one: Told, shelf: Shelf, book: CitationBook, words: Replies, fields: Sequence[Wanted]) -> str:
    """That a row leaves the field asked for before all blank, and what it says of the others."""
    first = one.values[0][0]
    rest = Told(one.row, tuple((wanted, value) for wanted, value in one.values if value))
    blank = state_blank(one, first, shelf, book, words)
    if not rest.values:
        return blank
    _, text, mark = _of_row(rest, shelf, book, words, fields)
    return f"{blank} {text[:1].upper()}{text[1:]}. {mark}"


def state_no_amount(one: Told, shelf: Shelf, book: CitationBook, words: Replies) -> str:
    """That a row names no amount in the fields asked for, with what it says there instead."""
    wanted, value = one.values[0]
    said = shorten(value.rstrip(" .;,"))
    content = shorten(one.row.text(Field.CONTENT))
    plan = shelf.names[one.plan]
    return words.say(
        "no_amount", plan=plan, content=content, field=words.name(wanted), value=said, mark=book.row(one.row)
    )
