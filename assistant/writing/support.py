"""Whether pieces of evidence say what a text says: its facts, its quotations and its words.

Facts are compared as values, after `ingest` has read both sides; a quotation must stand word for word. Of the other
words nearly all must stand in the evidence beside the neighbour that they have in the text, since single Vietnamese
syllables stand everywhere. English words count where a Vietnamese equivalent of theirs does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.lexicon.english import vietnamese_of
from assistant.lexicon.terms import in_vietnamese
from assistant.lexicon.writing import writing_lexicon
from assistant.plans.cells import dong_of_unit
from assistant.text.matching import tokens
from assistant.writing.evidence import Computed, Evidence
from assistant.writing.facts import Facts, Number, Sum, Time, facts_of, without_units
from ingest.model import Field, Row
from ingest.money import Comparison, parse_money
from ingest.periods import Interval, OpenPeriod, Period
from ingest.times import Relation
from ingest.units import Unit, same_unit, split_units
from ingest.vietnamese import fold, nfc, words

_QUOTED = re.compile(r"[“\"]([^“”\"]+)[”\"]")
_LEFT_OUT = re.compile(r"…|\.\.\.|\[…\]")
_UNSAID = 0.2
"""The share of its words that a sentence may say in its own way."""
_UNSAID_ENGLISH = 0.3
_MONEY = (Field.BUDGET, Field.ALLOCATED_BUDGET)
_BODIES = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)
_LATE = {Relation.AFTER, Relation.FROM}


@dataclass(frozen=True)
class Ground:
    """The evidence that one run of marks names, taken together."""

    evidence: tuple[Evidence, ...]
    computed: tuple[Computed, ...] = ()
    others: tuple[int, ...] = ()
    """How many things the sentence cites: its marks, and their plans."""

    @cached_property
    def text(self) -> str:
        """All that stands there."""
        told = [text for one in self.evidence for text in (one.context, one.text)]
        return nfc("\n".join([*told, *(one.text for one in self.computed)]))

    @cached_property
    def said(self) -> str:
        """Its words, folded, a blank around each."""
        return f" {' '.join(words(self.text))} "

    @cached_property
    def _lines(self) -> tuple[Facts, ...]:
        return tuple(facts_of(line) for line in self.text.splitlines() if line.strip())

    @cached_property
    def _sums(self) -> frozenset[Sum]:
        found = {one for facts in self._lines for one in facts.sums}
        for row in self.rows:
            found |= {Sum(Comparison.EQUAL, dong) for wanted in _MONEY for dong in _amounts(row, wanted)}
        return frozenset(found)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows among the evidence."""
        return tuple(one.row for one in self.evidence if one.row is not None)

    @cached_property
    def _units(self) -> tuple[Unit, ...]:
        found = [unit for facts in self._lines for unit in facts.units]
        for row in self.rows:
            found += [unit for wanted in _BODIES for unit in split_units(row.text(wanted))]
        return tuple(found)

    def has(self, phrase: Iterable[str]) -> bool:
        """Whether folded words stand there one behind the other."""
        return f" {' '.join(phrase)} " in self.said

    def missing(self, text: str) -> Iterator[str]:
        """The facts that a text says and the evidence does not, in words for a log."""
        facts = facts_of(text)
        bare = facts_of(self._without_bodies(text))
        yield from (f"address {one}" for one in facts.addresses if fold(one) not in fold(self.text))
        yield from (f"code {one}" for one in facts.codes if not self._has_code(one))
        yield from (f"sum {one.dong}" for one in facts.sums if not self._has_sum(one))
        yield from (f"time {one}" for one in facts.times if not self._has_time(one))
        yield from (f"date {one}" for one in facts.dates if not self._has_date(one))
        yield from (f"number {one.text}" for one in facts.numbers if not self._has_number(one))
        yield from (f"count {one}" for one in facts.counts if not self._has_count(*one))
        yield from (f"body {one.text}" for one in facts.units if not self._has_unit(one))
        yield from (f"name {one}" for one in bare.names if not self._has_name(one))

    def _has_code(self, code: str) -> bool:
        printed = r"\s*".join(map(re.escape, code))
        return bool(re.search(rf"(?<![\d/]){printed}(?!\w)", fold(self.text)))

    def _has_sum(self, wanted: Sum) -> bool:
        if wanted in self._sums or replace(wanted, comparison=Comparison.EQUAL) in self._sums:
            return wanted in self._sums or wanted.comparison is Comparison.ABOUT
        return False

    def _has_time(self, wanted: Time) -> bool:
        known = [one for facts in self._lines for one in facts.times]
        for one in known:
            late = (wanted.relation in _LATE) == (one.relation in _LATE)
            if late and _same_period(wanted.period, one.period, self._years):
                return True
        return wanted.period is not None and self._is_own_year(wanted)

    @cached_property
    def _years(self) -> frozenset[int]:
        years = {year for one in self.evidence for year in one.years}
        return frozenset(years | {int(year) for year in re.findall(r"\b20\d\d\b", self.text)})

    def _is_own_year(self, wanted: Time) -> bool:
        """Whether a year, or the mark of a schedule's column, is what is said."""
        period = wanted.period
        if not isinstance(period, Interval) or wanted.relation in _LATE:
            return False
        whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
        return whole and {period.start.year, period.end.year} <= self._years

    def _has_date(self, wanted: tuple[int, ...]) -> bool:
        known = {one for facts in self._lines for one in facts.dates}
        if any(one[: len(wanted)] == wanted for one in known):
            return True
        day, month, *year = wanted
        printed = rf"\b0?{day}\s*(?:[/.-]|\s+thang\s+)\s*0?{month}\s*" + (
            rf"(?:[/.-]|\s+nam\s+)\s*{year[0]}\b" if year else r"\b"
        )
        return bool(re.search(printed, fold(self.text)))

    def _has_number(self, wanted: Number) -> bool:
        if any(wanted.same(one) for facts in self._lines for one in facts.numbers):
            return True
        count = re.fullmatch(r"\d+", wanted.text.strip())
        return count is not None and int(count[0]) in self.others

    def _has_count(self, count: int, noun: str) -> bool:
        return count in self.others or self.has((str(count), *noun.split())) or self._says_count(count, noun)

    def _says_count(self, count: int, noun: str) -> bool:
        numbers = writing_lexicon().numbers["vi"]
        word = next((name for name, value in numbers.items() if value == count), "")
        return bool(word) and self.has((fold(word), *noun.split()))

    def _without_bodies(self, text: str) -> str:
        """A text without the bodies that stand there, by whatever name: "KHTC" for "Phòng Kế hoạch - Tài chính"."""
        return without_units(text, lambda unit: any(same_unit(unit, other) for other in self._units))

    def _has_unit(self, unit: Unit) -> bool:
        return any(same_unit(unit, other) for other in self._units) or self.has(words(unit.text))

    def _has_name(self, name: str) -> bool:
        glue = writing_lexicon().glue["vi"] | writing_lexicon().glue["en"]
        said = name.split()
        if self.has(said) or all(word in glue for word in said):
            return True
        return any(set(said) <= set(words(unit.name)) for unit in self._units if unit.name)

    def quotes(self, text: str) -> bool:
        """Whether every quotation of a text stands there word for word, gaps marked by an ellipsis aside."""
        return all(self._is_quoted(quotation) for quotation in _QUOTED.findall(text))

    def _is_quoted(self, quotation: str) -> bool:
        pieces = [words(piece) for piece in _LEFT_OUT.split(quotation)]
        return all(self.has(piece) for piece in pieces if piece)

    def unsaid(self, text: str, language: str) -> tuple[list[str], int]:
        """The words of a text, quotations aside, that the evidence does not say, and how many there are in all."""
        glue = writing_lexicon().glue["vi"] | (writing_lexicon().glue["en"] if language == "en" else frozenset())
        plain = self._without_bodies(unquoted(text))
        if language == "en":
            plain = " ".join(self._translated(in_vietnamese(plain)))
        said = [word for word in words(plain) if not word.isdigit()]
        bare, content = [], 0
        for at, word in enumerate(said):
            if word in glue:
                continue
            content += 1
            if not self._says_word(said, at, glue):
                bare.append(word)
        return bare, content

    def _says_word(self, said: Sequence[str], at: int, glue: frozenset[str]) -> bool:
        """Whether a word stands there beside its neighbour; alone, where small words are all it has around it."""
        if (at and self.has(said[at - 1 : at + 1])) or self.has(said[at : at + 2] if at + 1 < len(said) else ("",)):
            return True
        around = [*said[max(0, at - 1) : at], *said[at + 1 : at + 2]]
        return all(word in glue for word in around) and self.has((said[at],))

    def _translated(self, text: str) -> Iterator[str]:
        """The words of a text, English ones as the evidence says them in Vietnamese where it does."""
        said = tokens(text)
        at = 0
        while at < len(said):
            length, phrases = vietnamese_of(said, at)
            for phrase in phrases:
                plain = [token.plain for token in phrase]
                if self.has(plain):
                    yield from plain
                    break
            else:
                length = 0
                yield said[at].plain
            at += max(1, length)

    def says(self, text: str, language: str) -> bool:
        """Whether enough of a text's words stand there, and none that turns it round without standing there."""
        bare, content = self.unsaid(text, language)
        share = _UNSAID_ENGLISH if language == "en" else _UNSAID
        return len(bare) <= int(share * content) and not self._turned_round(text, language)

    def _turned_round(self, text: str, language: str) -> bool:
        """Whether a text denies something, and the evidence nothing."""
        negations = writing_lexicon().negations
        told = _spaced(unquoted(text))
        if not any(f" {one} " in told or (one == "n't" and "n't " in told) for one in negations[language]):
            return False
        known = _spaced(self.text)
        return not any(f" {one} " in known for one in negations["vi"] + negations[language])


def _spaced(text: str) -> str:
    said = re.findall(r"[^\W_]+(?:'[^\W_]+)?", nfc(text).lower().replace("’", "'"))
    return f" {' '.join(said)} "


def unquoted(text: str) -> str:
    """A text with its quotations cut out."""
    return _QUOTED.sub(" · ", text)


def _amounts(row: Row, wanted: Field) -> Iterator[int]:
    header = next((title for title, cell in row.columns.items() if cell and cell == row.text(wanted)), "")
    yield from (amount.dong for amount in parse_money(row.text(wanted), dong_of_unit(row, header)))


def _same_period(wanted: Period | None, known: Period | None, years: Iterable[int]) -> bool:
    """Whether two periods are one; a period without a year is that of any year of its plan."""
    if wanted is None or known is None:
        return wanted is known
    if isinstance(wanted, OpenPeriod) and isinstance(known, OpenPeriod):
        return (wanted.first, wanted.last) == (known.first, known.last)
    if isinstance(wanted, OpenPeriod) or isinstance(known, OpenPeriod):
        opened, closed = (wanted, known) if isinstance(wanted, OpenPeriod) else (known, wanted)
        assert isinstance(opened, OpenPeriod)
        assert isinstance(closed, Interval)
        in_years = [opened.in_year(year) for year in {*years, closed.end.year}]
        if isinstance(wanted, Interval) and closed.end.year not in set(years):
            return False
        return any((one.start, one.end) == (closed.start, closed.end) for one in in_years)
    return (wanted.start, wanted.end) == (known.start, known.end)
