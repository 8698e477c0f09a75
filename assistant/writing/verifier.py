"""Holds a model's text against its evidence, sentence by sentence; what says more than its marks vouch for is not used.

A sentence stands when it has a mark, its marks exist, it is in the language of the question, and for each of its
segments the evidence under its marks says every name, number, date, body and document code, every quotation, and all
but a few of its words (`support`); a body must not be given the part in a task that another has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.writing import writing_lexicon
from assistant.writing.evidence import Grounds
from assistant.writing.facts import facts_of, units_in
from assistant.writing.statements import Segment, Statement, without_marks
from assistant.writing.support import Ground, unquoted
from ingest.model import Field, Row
from ingest.units import Unit, same_unit, split_units
from ingest.vietnamese import fold, nfc, words

_LATIN = re.compile(r"[\W\d_]|[a-zA-ZÀ-ÖØ-öø-ɏ\u0300-\u036fḀ-ỿ]")
_CLAUSE = re.compile(r"[,;()]|\bdo\b")
_SHORT = 3
"""Words up to which a sentence has no language of its own."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sentence and what is wrong with it; nothing, where it stands."""

    statement: Statement
    faults: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether it may be shown."""
        return not self.faults


class Verifier:
    """Checks sentences against one question's grounds."""

    def __init__(self, grounds: Grounds, language: str) -> None:
        self._evidence = {one.number: one for one in grounds.evidence}
        self._computed = grounds.computed
        self._language = language
        self._grounds: dict[tuple[tuple[int, ...], tuple[int, ...]], Ground] = {}

    def check(self, statement: Statement) -> Verdict:
        """The verdict on one sentence."""
        return Verdict(statement, tuple(self._faults(statement)))

    def _faults(self, statement: Statement) -> Iterator[str]:
        text = without_marks(statement.text)
        if unknown := [mark for mark in statement.marks if mark not in self._evidence]:
            yield f"no evidence {unknown}"
            return
        if not in_language(text, self._language, self._ground(statement.marks, statement)):
            yield "language"
        if not statement.marks:
            if not statement.is_lead_in or facts_of(text.lstrip("-*• ")):
                yield "no mark"
            return
        for segment in statement.segments:
            yield from self._segment_faults(segment, statement)

    def _segment_faults(self, segment: Segment, statement: Statement) -> Iterator[str]:
        text = without_marks(segment.text).lstrip("-*•+ ")
        ground = self._ground(segment.marks, statement)
        if not segment.marks and facts_of(text):
            yield "no mark"
        yield from ground.missing(text)
        if not ground.quotes(text):
            yield "quotation"
        if not ground.says(text, self._language):
            yield f"words {ground.unsaid(text, self._language)[0]}"
        yield from (f"part of {unit.text}" for unit in _swapped(text, ground.rows))

    def _ground(self, marks: Sequence[int], statement: Statement) -> Ground:
        key = (tuple(marks), statement.marks)
        if key not in self._grounds:
            evidence = tuple(self._evidence[mark] for mark in marks if mark in self._evidence)
            computed = tuple(one for one in self._computed if marks and set(marks) <= one.marks)
            plans = {self._evidence[mark].citation.plan for mark in statement.marks if mark in self._evidence}
            self._grounds[key] = Ground(evidence, computed, (len(statement.marks), len(plans)))
        return self._grounds[key]


def in_language(text: str, language: str, ground: Ground) -> bool:
    """Whether a text is in a language, names and quotations of the plans aside; a few words are in either."""
    if any(not _LATIN.match(char) for char in nfc(text)):
        return False
    said = re.findall(r"[^\W\d_]+", unquoted(nfc(text)).lower())
    if len(said) <= _SHORT:
        return True
    marks = writing_lexicon().marks
    english = sum(word in marks["en"] for word in said)
    vietnamese = sum(word in marks["vi"] for word in said)
    accented = sum(fold(word) != word for word in said)
    if language == "en":
        if text.startswith(("- ", "* ", "• ")):
            return True  # an item of a list may be a plan's own words; the reply as a whole is in English
        return english > 0 and (english >= vietnamese or ground.has(words(unquoted(text))))
    return accented * 3 >= len(said) and english <= max(1, vietnamese)


def _swapped(text: str, rows: Sequence[Row]) -> Iterator[Unit]:
    """The bodies that a text gives the part of another: said to lead where they coordinate, or the other way round."""
    leads, helps = _bodies(rows, Field.LEAD_UNIT), _bodies(rows, Field.COORDINATING_UNITS)
    about = [row.text(field) for row in rows for field in (Field.CONTENT, Field.SOLUTION, Field.DELIVERABLE)]
    for content in filter(None, about):
        text = text.replace(content, " ")
    role: Field | None = None
    for clause in _CLAUSE.split(unquoted(text)):
        role = _role(clause, role)
        if role is None:
            continue
        own, other = (leads, helps) if role is Field.LEAD_UNIT else (helps, leads)
        for unit in units_in(clause):
            named = _is_among(unit, other) and not _is_among(unit, own)
            if named and not any(fold(unit.text) in fold(content) for content in about):
                yield unit


def _role(clause: str, before: Field | None) -> Field | None:
    """The part that a clause speaks of: its own word's, else that of the clause before; None where it has both."""
    lexicon, plain = writing_lexicon(), fold(clause)
    lead, coordinate = lexicon.lead.search(plain), lexicon.coordinate.search(plain)
    if lead and coordinate:
        return None
    if lead or coordinate:
        return Field.LEAD_UNIT if lead else Field.COORDINATING_UNITS
    return before


def _bodies(rows: Sequence[Row], wanted: Field) -> tuple[Unit, ...]:
    return tuple(unit for row in rows for unit in split_units(row.text(wanted)))


def _is_among(unit: Unit, units: Sequence[Unit]) -> bool:
    return any(same_unit(unit, other) for other in units)
