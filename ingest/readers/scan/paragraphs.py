"""Lines to paragraphs, by how they are set: indented, short, set apart, centred, opened by a bullet or a number."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from statistics import median

from ingest.model import Place
from ingest.readers.document import TextBlock
from ingest.readers.scan.lines import Line, Run, em_of, runs_of, visual_lines
from ingest.readers.scan.page import PageImage
from ingest.readers.scan.recogniser import Word
from ingest.readers.scan.words import certainty
from ingest.readers.scan.wrapped import join_lines

_INDENTED = 0.8  # ems
_SHORT = 2.0  # ems that a line falls short of the margin at least where a paragraph ends
_SET_APART = 1.45  # times the usual distance of lines
_CENTRED = 1.5  # ems by which the margins beside a centred line may differ
_OPENING = re.compile(r"(?:[-–—+•*]\s|\(?\d{1,2}(?:\.\d{1,2})*[.)]\s|[a-zđ]\)\s|[IVX]{1,5}\.\s|Số\s*:)")
_CLOSED = (".", ";", ":", ",", "…")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?")
_MARGIN = 0.1  # share of the page's height in which its number stands


def text_blocks(page: PageImage, words: Sequence[Word]) -> tuple[TextBlock, ...]:
    """The paragraphs of a stretch of a page, in reading order; its page number is left out."""
    if not words:
        return ()
    em = em_of(words)
    rows = [row for row in visual_lines(words, em) if not _is_page_number(page, row)]
    blocks: list[TextBlock] = []
    for run in runs_of(rows, em):
        blocks += (_block(page, lines) for lines in _paragraphs_of(run, em))
    return tuple(block for block in blocks if re.search(r"\w", block.text))


def _is_page_number(page: PageImage, row: Sequence[Line]) -> bool:
    height = page.grey.shape[0]
    in_margin = row[0].bottom < _MARGIN * height or row[0].top > (1 - _MARGIN) * height
    return len(row) == 1 and in_margin and bool(_PAGE_NUMBER.fullmatch(row[0].text))


def _block(page: PageImage, lines: Sequence[Line]) -> TextBlock:
    words = [word for line in lines for word in line.words]
    box = page.box(
        min(line.left for line in lines),
        min(line.top for line in lines),
        max(line.right for line in lines),
        max(line.bottom for line in lines),
    )
    text = join_lines([line.text for line in lines])
    return TextBlock(text, Place(page.page, boxes=(box,), certainty=certainty(words)))


def _paragraphs_of(run: Run, em: float) -> Iterator[list[Line]]:
    for column in run.columns:
        if column:
            yield from _paragraphs(column, em, len(run.columns) > 1)


def _paragraphs(lines: Sequence[Line], em: float, is_narrow: bool) -> Iterator[list[Line]]:
    left = min(line.left for line in lines)
    right = max(line.right for line in lines)
    steps = [below.foot - above.foot for above, below in itertools.pairwise(lines)]
    usual = median([step for step in steps if step < 2.5 * em] or [em])
    paragraph = [lines[0]]
    for above, below in itertools.pairwise(lines):
        if _goes_on(above, below, left, right, em, usual, is_narrow):
            paragraph.append(below)
        else:
            yield paragraph
            paragraph = [below]
    yield paragraph


def _goes_on(above: Line, below: Line, left: int, right: int, em: float, usual: float, is_narrow: bool) -> bool:
    """Whether a line goes on with the paragraph of the line above it; `left` and `right` are the column's margins.

    `is_narrow` where another column stands beside it: centred lines there are each a text of its own.
    """
    step = below.foot - above.foot
    if step > _SET_APART * usual or step < 0.3 * em:
        return False
    if is_narrow and not _OPENING.match(above.text) and not below.text[0].islower():
        return False
    if _is_centred(above, left, right, em) and _is_centred(below, left, right, em):
        alike = above.text.isupper() == below.text.isupper()
        return alike and len(above.words) > 3 and not below.text.startswith("(") and not _OPENING.match(below.text)
    if below.left > left + _INDENTED * em and below.left > above.left - _INDENTED * em:
        return False
    first = below.words[0]
    if above.right < right - max(_SHORT * em, first.right - first.left + 0.5 * em):
        return False
    return not (_OPENING.match(below.text) and (above.text.endswith(_CLOSED) or below.left > left + 0.4 * em))


def _is_centred(line: Line, left: int, right: int, em: float) -> bool:
    before, after = line.left - left, right - line.right
    return min(before, after) > _CENTRED * em and abs(before - after) < 2 * _CENTRED * em
