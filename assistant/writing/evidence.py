"""The numbered evidence that a model may write from, and that its text is held against.

A row is its cells under their printed headers, a section its passages, a header what the plan says of itself. Sentences
that give orders to their reader are left out: a model is not shown them and they support nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Citation, Kind
from assistant.lexicon.writing import writing_lexicon
from assistant.plans.library import Shelf
from assistant.writing.statements import without_marks
from ingest.model import HEADER, Row
from ingest.passages import row_text

_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n")
_TABLES = (Kind.COUNT, Kind.SUM, Kind.LIST, Kind.MAX, Kind.MIN, Kind.COMPARE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence under its number."""

    number: int
    citation: Citation
    text: str
    """What stands there, without orders."""
    context: str
    """What names the place: its label, its plan's name and title, the title of its group."""
    row: Row | None = None
    years: tuple[int, ...] = ()
    """The years of its plan, in which a month without a year lies."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A statement that the tables gave, true of the evidence under `marks`: a count, a sum."""

    text: str
    marks: frozenset[int]


@dataclass(frozen=True, slots=True)
class Grounds:
    """All that a reply may rest on."""

    evidence: tuple[Evidence, ...] = ()
    computed: tuple[Computed, ...] = field(default=())

    def with_answer(self, answer: Answer, shelf: Shelf) -> Grounds:
        """These grounds with those of a built-in answer behind them; what is there already keeps its number."""
        numbers = {one.citation.anchor: one.number for one in self.evidence}
        added: list[Evidence] = []
        for citation in answer.citations:
            if citation.anchor not in numbers:
                numbers[citation.anchor] = len(self.evidence) + len(added) + 1
                added.append(_evidence(citation, numbers[citation.anchor], shelf))
        marks = frozenset(numbers[citation.anchor] for citation in answer.citations)
        text = computed_in(answer)
        told = (Computed(text, marks),) if text and marks else ()
        return Grounds((*self.evidence, *added), (*self.computed, *told))

    def text(self) -> str:
        """The evidence as a model reads it."""
        parts = [f"[{one.number}] {one.citation.label}\n{one.text}" for one in self.evidence]
        return "\n\n".join(parts)


def computed_in(answer: Answer) -> str:
    """What the tables found beside the rows themselves, the count, the sum, the largest: an answer's first line, and
    those that no mark vouches for."""
    if answer.kind not in _TABLES:
        return ""
    first, *others = answer.answer.splitlines() or [""]
    return "\n".join(map(without_marks, [first, *(line for line in others if "[" not in line)]))


def _evidence(citation: Citation, number: int, shelf: Shelf) -> Evidence:
    plan = shelf.plans[citation.plan]
    row = shelf.rows.get(citation.anchor)
    if row is not None:
        text, title = row_text(row), row.group_title
    else:
        passages = [one.text for one in shelf.passages_of(citation.plan) if str(one.anchor) == citation.anchor]
        quoted = [citation.quote] if citation.section == HEADER or not passages else []
        text, title = "\n".join(dict.fromkeys("\n".join([*quoted, *passages]).splitlines())), ""
    context = [citation.label, shelf.names[citation.plan], plan.header.title, plan.header.issuer, title]
    if citation.section is not None:
        context += shelf.headings([(citation.plan, citation.section)]).values()
    return Evidence(
        number,
        replace(citation, n=number),
        without_orders(text),
        without_orders("\n".join(filter(None, context))),
        row,
        plan.header.years,
    )


def without_orders(text: str) -> str:
    """A text without the sentences that give orders to whoever reads it; its lines stay lines."""
    lexicon = writing_lexicon()
    if not lexicon.gives_orders(text):
        return text
    lines = []
    for line in text.splitlines():
        kept = [piece for piece in _SENTENCE.split(line) if not lexicon.gives_orders(piece)]
        if kept:
            lines.append(" ".join(kept))
    return "\n".join(lines)


def fenced(text: str, fence: str) -> str:
    """A text between two lines that it cannot itself contain, so that a model knows it for data."""
    return f"<<<{fence}\n{text.replace(fence, '').replace('<<<', '').replace('>>>', '')}\n{fence}>>>"


def cited(numbers: Iterable[int], grounds: Sequence[Evidence]) -> tuple[Citation, ...]:
    """The citations under some numbers, numbered anew in that order."""
    by_number = {one.number: one.citation for one in grounds}
    return tuple(replace(by_number[number], n=at) for at, number in enumerate(numbers, start=1))
