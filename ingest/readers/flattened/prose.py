"""The paragraphs of flattened prose.

A line breaks inside a paragraph only because its next word did not fit the text's width. So a paragraph ends where that
word would have fitted, and where the next line opens with a number or a bullet behind a finished line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.model import Place
from ingest.readers.document import TextBlock
from ingest.readers.flattened.lines import PrintLine
from ingest.readers.flattened.strips import first_word_width
from ingest.readers.metrics import SPACE, width

_BULLET = re.compile(r"[-+*•–] ")
_NUMBER = re.compile(
    r"(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđA-HĐ])[.)] |\(\d{1,2}\) |(?:Điều|Chương|Mục|Phần) [\dIVX]+"
    r"|(?:PHẦN|CHƯƠNG|MỤC) (?:THỨ \w+|[\dIVX]+)\b|Phần thứ \w+"
)
_FINISHED = (".", ";", ":", "./.", ",", "…")
_INDENT = 2900
"""A paragraph's first line can be shorter by its indent: up to about 1.4 cm at 14 points, in thousandths of it."""


def text_width(lines: Sequence[PrintLine]) -> float:
    """The width of a text's lines, from the many that are full: a little under the widest tenth."""
    widths = sorted(width(line.text) for line in lines if line.text)
    if not widths:
        return 0.0
    rounded = Counter(round(value / 400) for value in widths[len(widths) // 2 :])
    common = max(rounded, key=lambda value: (rounded[value], value)) * 400
    return float(max(value for value in widths if value <= common + 900))


def paragraphs(lines: Sequence[PrintLine]) -> tuple[TextBlock, ...]:
    """The paragraphs that some lines of prose print."""
    limit = text_width(lines)
    blocks: list[list[PrintLine]] = []
    previous: PrintLine | None = None
    for line in lines:
        if not line.text:
            previous = None if previous is None or not line.starts_page else previous
            continue
        if previous is None or not blocks or _parted(blocks[-1], line, limit):
            blocks.append([])
        blocks[-1].append(line)
        previous = line
    return tuple(_block(block) for block in blocks)


def _parted(before: Sequence[PrintLine], line: PrintLine, limit: float) -> bool:
    """Whether a line begins a new paragraph behind the lines of another."""
    last = before[-1]
    numbered = bool(_NUMBER.match(line.text))
    room = limit - (_INDENT if len(before) == 1 else 0) - 1
    short = _fits_behind(last.text, line.text, room)
    if last.spaces == 0 or (_goes_on(last.text) and not _begins_anew(last.text, line.text, short)):
        return False
    if line.text[0].islower() and not numbered and not last.text.endswith((".", ":", ";")):
        return False  # a heading in bold or of another size fills its lines otherwise
    if line.text.isupper() and " " in line.text and not last.text.isupper() and last.text.endswith((".", ";")):
        return True  # a heading in capitals below a paragraph whose last line is full
    if short:
        return True
    return numbered or (bool(_BULLET.match(line.text)) and last.text.endswith(_FINISHED))


def _fits_behind(line: str, following: str, limit: float) -> bool:
    """Whether the first word of the next line would still have stood behind this one within the limit."""
    return width(line) + SPACE + first_word_width(following) <= limit


_BEFORE_NUMBER = frozenset({"số", "ngày", "tháng", "năm", "điểm", "khoản", "điều", "mục", "phụ", "lục"})
_BEFORE_ANYTHING = frozenset({"và", "của"})
_NEEDS_NO_NUMBER = re.compile(
    r"\b(?:số|danh mục|hạng mục|trọng điểm|(?:hằng|hàng|mỗi|từng) (?:ngày|tháng|năm))$", re.IGNORECASE
)
"""What no number of a section can be a part of; those of documents are written otherwise."""


def _goes_on(text: str) -> bool:
    """Whether a line ends where a sentence cannot: in a small word that asks for more."""
    return text.rsplit(" ", 1)[-1].lower() in _BEFORE_NUMBER | _BEFORE_ANYTHING


def _begins_anew(before: str, text: str, short: bool) -> bool:
    """Whether a line opens a paragraph though a number could follow the one before it: "3.1. Khám chữa bệnh từ xa"
    below "3. Dịch vụ y tế số" is no document's number. Behind a `short` line any number, bullet or capital does."""
    numbered = bool(_NUMBER.match(text))
    if numbered and _NEEDS_NO_NUMBER.search(before):
        return True
    needs_number = before.rsplit(" ", 1)[-1].lower() in _BEFORE_NUMBER
    return short and (numbered or bool(_BULLET.match(text)) or (needs_number and text[0].isupper()))


def _block(lines: Sequence[PrintLine]) -> TextBlock:
    text = ""
    for at, line in enumerate(lines):
        glued = at > 0 and lines[at - 1].spaces == 0
        text += line.text if glued or not text else f" {line.text}"
    first, last = lines[0], lines[-1]
    return TextBlock(text, Place(first.page, first.number, last.page, last.number), text == text.upper())
