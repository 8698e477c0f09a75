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
Indices = NDArray[np.int_]

LEVEL, NEAR, GAP, GAP_BEHIND_NEAR = 0, 1, 2, 3
"""How a fragment stands to the one before it: on its line, less than a line away, farther; or farther and behind a line
that was less than a line away, after which extractors always print an empty line."""

_BULLET = re.compile(r"(?:[-+*•–]|\(?\d{1,2}[.)]|[a-zđ]\))(?:\s|$)")
_MONEY = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d*)?$|\d+(?:[.,]\d+)?\s*(?:tỷ|triệu|đồng|nghìn)")
_SHARE = re.compile(r"[<>≥≤]?\s?\d+(?:[.,]\d+)?\s?(?:[-–]\s?\d+(?:[.,]\d+)?\s?)?[%‰]")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,4}|20\d\d|\d{1,2}$")
_ACRONYM = re.compile(r"[^\W\d_][^\W\d_a-zà-ỹ]*[^\W\d_a-zà-ỹ](?:\W|$)")
_MODEL = re.compile(r"(?=\S*\d|\S*-\S*/|\S*/\S*-)[^\W\d_]\S*(?:\s|$)")
"""The name of a device or a document's number, which no body's name is: "LC-MS/MS", "HPLC-20"."""
_NUMBER = re.compile(r"(?:(?:[<>≤≥~]|Dưới|Trên)\s?)?(?:\d{1,3}(?:[.,]\d{3})*|\d+(?:[.,]\d+)?)|(?:I{1,3}|IV|VI{0,3})")
_NAME_BEGUN = re.compile(r"(?:^|\s)(?:Ông|Bà|Đồng chí|Đ/c)(?: [A-ZĐÀ-Ỹ][a-zà-ỹ]*){1,2}$")
"""A title with no more than two syllables of a name, of which most have three or four."""
_MONEY_WORDS = frozenset(("tỷ", "triệu", "đồng", "nghìn", "ngàn", "đ", "usd", "vnđ"))
_LONGEST_OPENING = 3  # words of the longest phrase in the lexicon's openings


@dataclass(frozen=True, slots=True)
class Evidence:
    """One entry a fragment, unless said otherwise."""

    blank: Flags
    ends: Flags
    line: Indices
    first: Flags
    """It is the first text of its line, and the line is not the rest behind the row's number."""
    stray: Flags
    """It is a space beside the text of a line."""
    kind: Indices
    """LEVEL, NEAR, GAP or GAP_BEHIND_NEAR."""
    glued: Flags
    """No cell ends before it."""
    upper: Flags
    """It opens with a capital, a digit or a sign."""
    capital: Flags
    """It opens with a capital letter."""
    bullet: Flags
    unit: Flags
    person: Flags
    named: Flags
    """It opens with the name of a person without a title, by its family name; or, behind a digit, with what looks like
    a name: words with capitals alone."""
    time: Flags
    above: Flags
    """It opens with what stands for the cell above: "Như trên", "nt"."""
    fund: Flags
    """It opens with a source of money."""
    measure: Flags
    """It opens with what things are counted in, as a cell begins: "Cái", "%", "Lượt người"."""
    money: Flags
    counted: Flags
    """It is a number with what it counts behind it, which is no money: "120.000 tờ"."""
    share: Flags
    digit: Flags
    number: Flags
    """It is a number and nothing else."""
    behind_digit: Flags
    """The text before it ends in a digit."""
    spaced: Flags
    """It is the last text of its line and more spaces than one follow: a paragraph ends there, or a blank cell stands
    on its height."""
    hanging: Flags
    """It ends in a word or sign after which something has to follow."""
    closed: Flags
    """It ends in a full stop, semicolon or colon."""
    listing: Flags
    """It ends in a semicolon and the name of a body follows, which most likely is of the same list."""
    depth: Numbers
    """Brackets and quotes open at its end, counted from the start of the strip."""
    word_count: Numbers
    strange: Numbers
    """Words that names of bodies are not made of."""
    worded: Numbers
    """Words that are neither numbers nor units of money."""
    acronym: Flags
    """It opens with a word in capitals throughout."""
    solo: Flags
    """It is one word, and no acronym."""
    to_end: Numbers
    """Width from its start to the end of its line."""
    line_width: Numbers
    """Width of its whole line."""
    head: Numbers
    """Width of its first word, as far as a line break cannot part it."""
    carry: Numbers
    """For the first text of a line behind a line with text: the width of that line, a space and the head: what would
    have had to fit for no break before it. Else 0."""


_SHORT_UNIT = re.compile(r"(?:P|TT|BV|CC)\.\s?[A-ZĐ]{2,}")
"""A body by its short name: "P.NVY", "TT.KSBT"."""
_LONE = re.compile(r"Y(?:$|[;,.)]|\s(?!(?:tế|học|sĩ|sỹ|khoa|dược|tá|bác)\b))")
"""One letter that is the end of a name and not the beginning of "y tế"."""


def _ends_name(said: str, text: str) -> bool:
    """Whether a text opens with the one letter that ends the name before it: "Phòng Nghiệp vụ" over "Y"."""
    return bool(_LONE.match(text)) and fold(" ".join(said.split()[-2:])) in cell_lexicon().before_letter


_THINGS = re.compile(r"\d[\d.,]* ([a-zà-ỹđ]+)")


def _counts(text: str) -> bool:
    """Whether a text opens with a number of things: "120.000 tờ", and not "1.180 triệu"."""
    found = _THINGS.match(text)
    return found is not None and found[1] not in _MONEY_WORDS and fold(found[1]) in cell_lexicon().measures


_COUNTED = re.compile(r"\d{1,3} [a-zà-ỹđ]")
"""Bodies and how many: "06 bệnh viện tuyến tỉnh"; a figure before the name of one is in a cell of its own."""


@lru_cache(maxsize=65536)
def _opens_with(text: str, kind: str) -> bool:
    """Whether a text opens with a phrase of the lexicon, in which "#" is a number; a bullet before it does not
    count, nor how many bodies there are."""
    if kind == "units" and _SHORT_UNIT.match(text):
        return True
    plain = fold(_BULLET.sub("", text, count=1).strip(' (“"')).replace("d/c", "dc")
    known: frozenset[str] = getattr(cell_lexicon(), kind)
    said = ["#" if word.isdigit() else word for word in re.sub(r"([,;/])", r" \1", plain).split()]
    if kind == "persons":
        said = [word.rstrip(".") for word in said]  # "TS. Nguyễn Thị Tân"
    if kind == "units" and _COUNTED.match(text):
        said = said[1:]
    longest = min(len(said), _LONGEST_OPENING)
    return any(" ".join(said[:count]) in known for count in range(1, longest + 1))


_SYLLABLES = re.compile(r"[A-ZĐÀ-Ỹ][a-zà-ỹđ]*(?:'[A-Za-zà-ỹđ]+)?(?: [A-ZĐÀ-Ỹ][a-zà-ỹđ]*(?:'[A-Za-zà-ỹđ]+)?){1,2}")


@lru_cache(maxsize=65536)
def _is_named(text: str, behind_digit: bool) -> bool:
    """Whether the words ahead are those of a person's name: "Trần Thị Mỹ", and behind a date "Siu H'Bem" too."""
    if _SYLLABLES.fullmatch(text) is None or _opens_with(text, "units"):
        return False
    return behind_digit or text.split()[0] in cell_lexicon().family_names


@lru_cache(maxsize=65536)
def hangs(text: str) -> bool:
    """Whether something has to follow a text: by its last sign or its last words, up to three."""
    said = text.split()
    ends = {" ".join(said[-count:]) for count in (1, 2, 3)}
    known = cell_lexicon().open_words
    return (
        text.endswith((",", "-", "–", "/", "(", "<", ">", "≤", "≥"))
        or bool(ends & known)
        or (said[-1:] != [] and said[-1].lower() in known)
        or _is_title(said[-1] if said else "")
    )


def _is_title(word: str) -> bool:
    """Whether a word is the short form of a person's title, which a name follows: "KS.", "ThS."."""
    return word[:1].isupper() and word.endswith(".") and fold(word[:-1]) in cell_lexicon().persons


@lru_cache(maxsize=65536)
def _strange(text: str) -> int:
    known = cell_lexicon().unit_words
    return sum(word not in known for word in re.findall(r"[\w&-]*\w", fold(text)))


@lru_cache(maxsize=65536)
def _worded(text: str) -> int:
    return sum(word[:1].isalpha() and word.strip(".,;:()").lower() not in _MONEY_WORDS for word in text.split())


def _depth(text: str) -> int:
    return text.count("(") + text.count("“") - text.count(")") - text.count("”")


def gather(strip: Strip) -> Evidence:
    """The evidence of a strip."""
    fragments = strip.fragments
    texts = [fragment.text for fragment in fragments]
    ahead = _ahead(strip)
    printed = {fragment.line for fragment in fragments if fragment.text}
    to_end, line_width, carry = _widths(strip)

    def flags(values: list[bool]) -> Flags:
        return np.array(values, dtype=bool)

    return Evidence(
        blank=flags([not text for text in texts]),
        ends=flags([fragment.ends for fragment in fragments]),
        line=np.array([fragment.line for fragment in fragments], dtype=int),
        first=flags(_firsts(strip)),
        stray=flags([not fragment.text and fragment.line in printed for fragment in fragments]),
        kind=_kinds(strip),
        glued=flags([fragment.glued for fragment in fragments]),
        upper=flags([bool(text) and not text[0].islower() for text in texts]),
        capital=flags([text[:1].isupper() for text in texts]),
        bullet=flags([bool(_BULLET.match(text)) for text in texts]),
        unit=flags([_opens_with(text, "units") and not _opens_with(text, "not_units") for text in ahead]),
        person=flags([_opens_with(text, "persons") for text in ahead]),
        named=flags(
            [_is_named(text, behind) for text, behind in zip(ahead, _behind_digits(texts), strict=True)],
        ),
        time=flags([_opens_with(text, "times") or bool(_DATE.match(text)) for text in ahead]),
        above=flags([_opens_with(text, "as_above") and text[:1].isupper() for text in ahead]),
        fund=flags([_opens_with(text, "funds") for text in ahead]),
        measure=flags([_opens_with(text, "measures") and not text[:1].islower() for text in texts]),
        money=flags([bool(_MONEY.match(text)) for text in texts]),
        counted=flags([_counts(text) for text in ahead]),
        share=flags([bool(_SHARE.match(text)) for text in ahead]),
        digit=flags([text[:1].isdigit() for text in texts]),
        number=flags([bool(_NUMBER.fullmatch(text)) for text in texts]),
        behind_digit=flags(_behind_digits(texts)),
        spaced=flags(
            [bool(text) and not fragments[at].ends and _only_blanks_follow(strip, at) for at, text in enumerate(texts)]
        ),
        hanging=flags(
            [
                hangs(said) or bool(_NAME_BEGUN.search(said)) or _ends_name(said, text)
                for said, text in zip(_behind(texts), [*texts[1:], ""], strict=True)
            ]
        ),
        closed=flags([text.endswith((".", ";", ":")) for text in texts]),
        listing=flags(
            [
                text.endswith(";") and _opens_with(following, "units") and not _BULLET.match(following)
                for text, following in zip(texts, [*ahead[1:], ""], strict=True)
            ]
        ),
        depth=np.cumsum([_depth(text) for text in texts]).astype(float),
        word_count=np.array([len(text.split()) for text in texts], dtype=float),
        strange=np.array([_strange(text) for text in texts], dtype=float),
        worded=np.array([_worded(text) for text in texts], dtype=float),
        acronym=flags([bool(_ACRONYM.match(text)) and not _MODEL.match(text) for text in texts]),
        solo=flags([" " not in text and text[1:].islower() for text in texts]),
        to_end=to_end,
        line_width=line_width,
        carry=carry,
        head=np.array([first_word_width(text) if text else 0 for text in texts], dtype=float),
    )


def _ahead(strip: Strip) -> list[str]:
    """Each fragment's text with that of the two texts behind it, words broken over lines whole again."""
    filled = [at for at, fragment in enumerate(strip.fragments) if fragment.text]
    place = {at: order for order, at in enumerate(filled)}
    return [
        strip.text(at, filled[min(place[at] + 2, len(filled) - 1)] + 1) if at in place else ""
        for at in range(len(strip))
    ]


def _behind_digits(texts: list[str]) -> list[bool]:
    """Whether the last text before each fragment ends in a digit."""
    found: list[bool] = []
    last = ""
    for text in texts:
        found.append(last[-1:].isdigit())
        last = text or last
    return found


def _behind(texts: list[str]) -> list[str]:
    """Each fragment's text with that of the two texts before it."""
    found: list[str] = []
    last: list[str] = []
    for text in texts:
        last = [*last, text][-3:] if text else last
        found.append(" ".join(last) if text else "")
    return found


def _firsts(strip: Strip) -> list[bool]:
    """Which fragments are the first text of their line; none of a line that the strip's start cuts."""
    first: list[bool] = []
    cut = strip.fragments[0].line if not strip.fragments[0].begins else -1
    seen = cut
    for fragment in strip.fragments:
        first.append(bool(fragment.text) and fragment.line != seen)
        seen = fragment.line if fragment.text else seen
    return first


def _only_blanks_follow(strip: Strip, at: int) -> bool:
    line = strip.fragments[at].line
    for fragment in strip.fragments[at + 1 :]:
        if fragment.line != line:
            break
        if fragment.text:
            return False
    return True


def _kinds(strip: Strip) -> Indices:
    kinds: list[int] = []
    near_line = -2
    for fragment in strip.fragments:
        if not fragment.begins:
            kinds.append(LEVEL)
        elif fragment.near:
            kinds.append(NEAR)
            near_line = fragment.line
        else:
            kinds.append(GAP_BEHIND_NEAR if near_line == fragment.line - 1 else GAP)
    return np.array(kinds, dtype=int)


def _widths(strip: Strip) -> tuple[Numbers, Numbers, Numbers]:
    fragments = strip.fragments
    size = len(fragments)
    to_end, line_width, carry = np.zeros(size), np.zeros(size), np.zeros(size)
    rest = 0.0
    for at in range(size - 1, -1, -1):
        fragment = fragments[at]
        rest = 0.0 if fragment.ends else rest
        if fragment.text:
            rest = width(fragment.text) + (SPACE + rest if rest else 0.0)
        to_end[at] = rest
    whole: dict[int, float] = {}
    for at, fragment in enumerate(fragments):
        line_width[at] = whole.setdefault(fragment.line, to_end[at])
    told: set[int] = set()
    for at, fragment in enumerate(fragments):
        before = whole.get(fragment.line - 1, 0.0)
        if fragment.text and fragment.line not in told and before:
            carry[at] = before + SPACE + first_word_width(fragment.text)
        if fragment.text:
            told.add(fragment.line)
    return to_end, line_width, carry
