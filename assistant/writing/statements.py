"""A model's text as sentences with their marks, taken apart while it arrives.

A sentence ends at the end of its line, or at a stop before a capital letter; marks behind the stop belong to it. Within
a sentence each run of marks vouches for the words before it, back to the run before; words after the last run stand
under that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.vietnamese import nfc

_MARKS = re.compile(r"\s*(?:\[\d{1,3}\]\s*)+")
_NUMBER = re.compile(r"\d+")
_OTHER_MARKS = re.compile(r"[\[【]\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*[\]】]")
_STOP = re.compile(r"[.!?…]+[”\"')]*((?:\s*\[\d{1,3}\])*)(?=\s+\S)")
_SHORT = re.compile(r"(?:\b[A-ZĐ]|\b(?:TP|TX|KT|TM|TS|ThS|BS|CK|PGS|GS|No|vs|v\.v)|^\W*(?:\d{1,2}|[IVX]{1,4}))$")
"""What may stand before a stop that ends no sentence: initials, short forms, the number of a list."""
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_OPEN_THOUGHT = re.compile(r"<think>.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """Words and the numbers of the evidence that vouches for them."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence; `line` counts the lines of the reply from 0, `text` is as written, with its marks."""

    text: str
    line: int
    segments: tuple[Segment, ...]

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers that it cites, each once."""
        return tuple(dict.fromkeys(mark for segment in self.segments for mark in segment.marks))

    @property
    def is_lead_in(self) -> bool:
        """Whether it only opens a list: "Hai kế hoạch nêu việc này:"."""
        return not self.marks and self.text.rstrip().endswith(":")


def cleaned(text: str) -> str:
    """A reply without a model's thoughts, its marks in one form: "[1, 2]" -> "[1][2]"."""
    said = _OPEN_THOUGHT.sub("", _THOUGHT.sub("", nfc(text)))
    return _OTHER_MARKS.sub(lambda found: "".join(f"[{one}]" for one in _NUMBER.findall(found[1])), said)


def statements(text: str) -> tuple[Statement, ...]:
    """The sentences of a reply, or of as much of it as has come."""
    lines = enumerate(cleaned(text).strip().split("\n"))
    return tuple(_statement(sentence, number) for number, line in lines for sentence in _sentences(line.strip()))


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for found in _STOP.finditer(line):
        before, after = line[start : found.start()], line[found.end() :].lstrip()
        quoted = before.count("“") > before.count("”") or before.count('"') % 2
        if quoted or _SHORT.search(before) or not _begins_sentence(after[0]):
            continue
        yield line[start : found.end()].strip()
        start = found.end()
    if rest := line[start:].strip():
        yield rest


def _begins_sentence(char: str) -> bool:
    return (char.isalpha() and not char.islower()) or char in '“"-*•'


def _statement(sentence: str, line: int) -> Statement:
    segments: list[Segment] = []
    start = 0
    for found in _MARKS.finditer(sentence):
        marks = tuple(int(one) for one in _NUMBER.findall(found.group()))
        segments.append(Segment(sentence[start : found.start()], marks))
        start = found.end()
    tail = sentence[start:]
    if re.search(r"\w", tail) or not segments:
        segments.append(Segment(tail, segments[-1].marks if segments else ()))
    return Statement(sentence, line, tuple(segments))


def without_marks(text: str) -> str:
    """The words of a text, its marks and signs of emphasis taken out."""
    return _MARKS.sub(" ", text).replace("**", "").replace("__", "").strip()


def renumbered(text: str, numbers: dict[int, int]) -> str:
    """A sentence with its marks set anew. Raises KeyError for a mark without a new number."""
    return re.sub(r"\[(\d{1,3})\]", lambda found: f"[{numbers[int(found[1])]}]", text)
