"""Answers that are one field of a row, or the same field of a row in each plan."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.cells import value_of
from assistant.citing import CitationBook
from assistant.columns import Wanted
from assistant.due import with_day
from assistant.library import Shelf
from assistant.replies import Replies
from assistant.retriever import Hit
from ingest.model import Field, Row

ALIKE = 0.86
"""Rows whose score is at least this share of the best of their plan are as likely meant."""
_WORTH_NAMING = 0.8
"""A plan whose best row scores under this share of the best of all is not named beside it."""
_MOST_ROWS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A row with what it says of the fields asked for."""

    hit: Hit
    row: Row
    values: tuple[tuple[Wanted, str], ...]
    """The fields that the row fills, as asked or by a substitute."""

    @property
    def filled(self) -> bool:
        """Whether every field asked for has a text."""
        return bool(self.values) and all(value for _, value in self.values)


def said_of(hits: Sequence[Hit], fields: Sequence[Wanted], language: str, years: Collection[int] = ()) -> list[Said]:
    """What each row found says of the fields; rows whose table lacks them all are left out."""
    found: list[Said] = []
    for hit in hits:
        if hit.row is None:
            continue
        values = [value for wanted in fields if (value := value_of(hit.row, wanted, language, years)) is not None]
        if values:
            found.append(Said(hit, hit.row, tuple(values)))
    return found


def choose_rows(said: Sequence[Said], plans: int) -> list[Said]:
    """The rows to answer with: of each plan the best, and those that fit as well; filled ones before blank ones.

    `plans` is how many plans the question names, 0 for none.
    """
    by_plan: dict[str, list[Said]] = {}
    top = max((one.hit.score for one in said), default=0.0)
    for one in said:
        if not plans and one.hit.score < _WORTH_NAMING * top:
            continue
        by_plan.setdefault(one.hit.plan, []).append(one)
    chosen: list[Said] = []
    for rows in by_plan.values():
        best = max(row.hit.score for row in rows)
        alike = [row for row in rows if row.hit.score >= ALIKE * best]
        filled = [row for row in alike if row.filled]
        kept = filled or alike[:1]
        clear = [row for row in kept if row.hit.score >= 0.97 * max(r.hit.score for r in kept)]
        chosen += clear if len(clear) <= 2 or plans else clear[:2]
    return chosen[:_MOST_ROWS]


def state_rows(
    chosen: Sequence[Said], shelf: Shelf, book: CitationBook, words: Replies, fields: Sequence[Wanted]
) -> str:
    """The rows' statements, one a line where there are several."""
    statements = []
    for one in chosen:
        parts = [
            _statement(one, wanted, with_day(one.row, wanted, value, shelf, words), words, fields)
            for wanted, value in one.values
            if value
        ]
        plan = shelf.names[one.hit.plan]
        statements.append((plan, "; ".join(parts), book.row(one.row)))
    if len(statements) == 1:
        plan, text, mark = statements[0]
        return f"{words.say('single', plan=plan, statement=text)}. {mark}"
    plans = {plan for plan, _, _ in statements}
    head = words.say("several_plans" if len(plans) == len(statements) else "several_rows", count=len(statements))
    return "\n".join(
        [head, *(f"{words.say('line', plan=plan, statement=text)} {mark}" for plan, text, mark in statements)]
    )


def _statement(one: Said, wanted: Wanted, value: str, words: Replies, fields: Sequence[Wanted]) -> str:
    row = one.row
    with_whom = ""
    if wanted is Field.LEAD_UNIT and Field.COORDINATING_UNITS not in fields:
        with_whom = row.text(Field.COORDINATING_UNITS)
    elif wanted is Field.COORDINATING_UNITS and Field.LEAD_UNIT not in fields:
        with_whom = row.text(Field.LEAD_UNIT)
    content = row.text(Field.CONTENT) or row.group_title
    return words.state(wanted, content, value.rstrip(" .;,"), with_whom.rstrip(" .;,"))


def state_blank(one: Said, asked: Wanted, shelf: Shelf, book: CitationBook, words: Replies) -> str:
    """That a row leaves the field asked for blank."""
    content = one.row.text(Field.CONTENT)
    plan = shelf.names[one.hit.plan]
    return words.say("blank", plan=plan, content=content, field=words.name(asked), mark=book.row(one.row))
