"""What the assistant gives back: an answer with its citations, the same shape everywhere it is shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

BUILT_IN = "built-in"
"""The writer that fills templates with the text of cells and sentences."""


class Kind(StrEnum):
    """What kind of question was answered."""

    LOOKUP = "lookup"
    LIST = "list"
    COUNT = "count"
    SUM = "sum"
    MAX = "max"
    MIN = "min"
    COMPARE = "compare"
    EXISTENCE = "existence"
    PASSAGE = "passage"
    HEADER = "header"
    DEFINITION = "definition"
    OVERVIEW = "overview"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: in a `section` or a row (`appendix`, `group`, `stt`); `n` is its mark in the text."""

    n: int
    plan: str
    plan_title: str
    appendix: str | None
    group: str | None
    stt: str | None
    section: str | None
    page: int | None
    anchor: str
    label: str
    """"Sở Y tế Cà Mau 2026, Phụ lục 1, STT 13"."""
    quote: str
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Marks `[1]` in the text point at the citation with that `n`."""

    answer: str
    answerable: bool
    kind: Kind
    language: str
    citations: tuple[Citation, ...] = ()
    took_ms: float = 0.0
    confidence: float = 0.0
    """How well the evidence covers the question, 0 to about 1; under the threshold the plans do not say."""
    writer: str = BUILT_IN
    """What wrote the text: "built-in", or the name of the language model."""
    words_only: bool = False
    """Whether it had to be found without the vectors, whose server was away; the text says so."""

    def to_json(self) -> dict[str, Any]:
        """The contract of the command line, the API and the bots; what is of use within alone is left out."""
        return {name: value for name, value in asdict(self).items() if name not in ("confidence", "words_only")}
