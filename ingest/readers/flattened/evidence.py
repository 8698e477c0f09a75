"""What the fragments of a strip show by themselves, whatever column they may belong to, as arrays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ingest.lexicon import cell_lexicon
from ingest.readers.flattened.strips import Strip, first_word_width
from ingest.readers.metrics import SPACE, width
from ingest.vietnamese import fold

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

_BULLET = re.compile(r"(?:[-+*•–]|\(?\d{1,2}[.)]|[a-zđ]\))(?:\s|$)")
_MONEY = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d*)?$|\d+(?:[.,]\d+)?\s*(?:tỷ|triệu|đồng|nghìn)")
_SHARE = re.compile(r"[<>≥≤]?\s?\d+(?:[.,]\d+)?\s?%")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,4}|20\d\d|\d{1,2}$")
_LONGEST_OPENING = 3  # words of the longest phrase in the lexicon's openings


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry a fragment, unless said otherwise."""

    blank: Flags
    begins: Flags
    ends: Flags
    line: NDArray[np.int_]
    near: Flags
    """A cell ends before it."""
    glued: Flags
    """No cell ends before it."""
    upper: Flags
    """It opens with a capital, a digit or a sign."""
    capital: Flags
    """It opens with a capital letter."""
    bullet: Flags
    unit: Flags
    person: Flags
    time: Flags
    money: Flags
    share: Flags
    spaced: Flags
    """It ends its line with more spaces than one: a paragraph ends there, or a blank cell follows on its height."""
    hanging: Flags
    """It ends in a word or sign after which something has to follow."""
    closed: Flags
    """It ends in a full stop, semicolon or colon."""
    depth: Numbers
    """Brackets and quotes open at its end, counted from the start of the strip."""
    word_count: Numbers
    strange: Numbers
    """Words that names of bodies are not made of."""
    to_end: Numbers
    """Width from its start to the end of its line."""
    line_width: Numbers
    """Width of its whole line."""
    carry: Numbers
    """Width of the line before it, a space and its first word: what would have had to fit for no break before it."""


@lru_cache(maxsize=65536)
def _opens_with(text: str, kind: str) -> bool:
    """Whether a text opens with a phrase of the lexicon; a bullet before it does not count."""
    plain = fold(_BULLET.sub("", text, count=1).strip(" (“\"")).replace("d/c", "dc")
    known: frozenset[str] = getattr(cell_lexicon(), kind)
    said = plain.replace(",", " ,").replace(";", " ;").replace("/", " /").split()
    longest = min(len(said), _LONGEST_OPENING)
    return any(" ".join(said[:count]) in known for count in range(1, longest + 1))


@lru_cache(maxsize=65536)
def _hangs(text: str) -> bool:
    said = text.lower().split()
    return text.endswith((",", "-", "–", "/", "(")) or bool(said and said[-1] in cell_lexicon().open_words)


@lru_cache(maxsize=65536)
def _strange(text: str) -> int:
    known = cell_lexicon().unit_words
    return sum(word not in known for word in re.findall(r"[\w&-]*\w", fold(text)))


def _depth(text: str) -> int:
    return text.count("(") + text.count("“") - text.count(")") - text.count("”")


def gather(strip: Strip) -> Evidence:
    """The evidence of a strip."""
    fragments = strip.fragments
    texts = [fragment.text for fragment in fragments]
    ahead = [strip.text(at, min(at + 3, len(fragments))) for at in range(len(fragments))]
    to_end, line_width, carry = _widths(strip)

    def flags(values: list[bool]) -> Flags:
        return np.array(values, dtype=bool)

    return Evidence(
        blank=flags([not text for text in texts]),
        begins=flags([fragment.begins for fragment in fragments]),
        ends=flags([fragment.ends for fragment in fragments]),
        line=np.array([fragment.line for fragment in fragments], dtype=int),
        near=flags([fragment.near for fragment in fragments]),
        glued=flags([fragment.glued for fragment in fragments]),
        upper=flags([bool(text) and not text[0].islower() for text in texts]),
        capital=flags([text[:1].isupper() for text in texts]),
        bullet=flags([bool(_BULLET.match(text)) for text in texts]),
        unit=flags([_opens_with(text, "units") and not _opens_with(text, "not_units") for text in ahead]),
        person=flags([_opens_with(text, "persons") for text in ahead]),
        time=flags([_opens_with(text, "times") or bool(_DATE.match(text)) for text in ahead]),
        money=flags([bool(_MONEY.match(text)) for text in texts]),
        share=flags([bool(_SHARE.match(text)) for text in texts]),
        spaced=flags([bool(f.text) and f.ends and f.spaces > 1 for f in fragments]),
        hanging=flags([_hangs(text) for text in texts]),
        closed=flags([text.endswith((".", ";", ":")) for text in texts]),
        depth=np.cumsum([_depth(text) for text in texts]).astype(float),
        word_count=np.array([len(text.split()) for text in texts], dtype=float),
        strange=np.array([_strange(text) for text in texts], dtype=float),
        to_end=to_end, line_width=line_width, carry=carry,
    )


def _widths(strip: Strip) -> tuple[Numbers, Numbers, Numbers]:
    fragments = strip.fragments
    size = len(fragments)
    to_end, line_width, carry = np.zeros(size), np.zeros(size), np.zeros(size)
    rest = ""
    for at in range(size - 1, -1, -1):
        fragment = fragments[at]
        rest = fragment.text if fragment.ends else f"{fragment.text} {rest}"
        to_end[at] = width(rest)
    for at in range(size):
        line_width[at] = to_end[at] if fragments[at].begins else line_width[at - 1]
        if at and fragments[at].begins and fragments[at].text:
            carry[at] = line_width[at - 1] + SPACE + first_word_width(fragments[at].text)
    return to_end, line_width, carry
