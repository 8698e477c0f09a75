"""Words to visual lines, and lines to runs of one column or of two side by side (letterhead, recipients and signature).

Tesseract's own lines may run across columns or stop within a line, so the words are laid out anew by where they stand:
words on one height, parted by no more than a wide space, are one piece of a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.scan.recogniser import Word
from ingest.readers.scan.words import lines_of

_COLUMN_GAP = 1.3  # ems between two columns at least
_NARROWEST_COLUMN = 3.0  # ems; less is a number or a bullet before its text
_ONE_HEIGHT = 0.45  # ems by which pieces of one line may differ in height
_FARTHEST = 8.0  # ems between two lines of one run of columns: room for a signature
_CENTRED = 1.5  # ems by which a centred line may be off


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print, or the piece of one that stands in one column; never without words."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> int:
        return self.words[0].left

    @property
    def right(self) -> int:
        return max(word.right for word in self.words)

    @property
    def top(self) -> int:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> int:
        return max(word.bottom for word in self.words)

    @property
    def foot(self) -> float:
        """Where its letters stand, whatever accents and tails they have."""
        return median(word.bottom for word in self.words)

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return median((word.top + word.bottom) / 2 for word in self.words)

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that follow each other: of one column, or of two that are read one after the other."""

    columns: tuple[tuple[Line, ...], ...]


def em_of(words: Sequence[Word]) -> float:
    """The size of the type in pixels, by the height of the words."""
    heights = [word.height for word in words if len(word.text) > 2] or [word.height for word in words]
    return 1.2 * median(heights) if heights else 1.0


def visual_lines(words: Sequence[Word], em: float) -> list[tuple[Line, ...]]:
    """The lines of a page from top to bottom, each as its pieces from left to right."""
    pieces = [piece for line in lines_of(words) for piece in _pieces(line, em)]
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        row = next((row for row in reversed(rows) if _stands_in(row, piece, em)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    rows.sort(key=lambda row: median(piece.middle for piece in row))
    return [tuple(_rejoined(sorted(row, key=lambda piece: piece.left), em)) for row in rows]


def _stands_in(row: Sequence[Line], piece: Line, em: float) -> bool:
    nearest = min(row, key=lambda other: max(other.left - piece.right, piece.left - other.right))
    apart = max(nearest.left - piece.right, piece.left - nearest.right)
    return apart > -0.5 * em and abs(nearest.middle - piece.middle) < _ONE_HEIGHT * em


def _pieces(line: Sequence[Word], em: float) -> Iterator[Line]:
    piece: list[Word] = []
    for word in sorted(line, key=lambda word: word.left):
        if piece and word.left - max(other.right for other in piece) > _COLUMN_GAP * em:
            yield Line(tuple(piece))
            piece = []
        piece.append(word)
    if piece:
        yield Line(tuple(piece))


def _rejoined(row: Sequence[Line], em: float) -> Iterator[Line]:
    """The pieces of a line, with a number or bullet put to the text after it, and what a narrow space parts."""
    joined = row[0]
    for piece in row[1:]:
        gap = piece.left - joined.right
        is_label = joined.right - joined.left < _NARROWEST_COLUMN * em and gap < 3 * _COLUMN_GAP * em
        if gap <= _COLUMN_GAP * em or is_label:
            joined = Line((*joined.words, *piece.words))
        else:
            yield joined
            joined = piece
    yield joined


def runs_of(rows: Sequence[tuple[Line, ...]], em: float) -> list[Run]:
    """The lines as runs of one column or of two."""
    if not rows:
        return []
    middle = (min(row[0].left for row in rows) + max(row[-1].right for row in rows)) / 2
    runs: list[Run] = []
    single: list[Line] = []
    at = 0
    while at < len(rows):
        end, gutter = _two_columns(rows, at, em, middle)
        if end == at:
            single += rows[at]
            at += 1
            continue
        if single:
            runs.append(Run((tuple(single),)))
            single = []
        pieces = [piece for row in rows[at:end] for piece in row]
        runs.append(
            Run(
                (
                    tuple(piece for piece in pieces if piece.right <= gutter),
                    tuple(piece for piece in pieces if piece.left >= gutter),
                )
            )
        )
        at = end
    if single:
        runs.append(Run((tuple(single),)))
    return runs


def _two_columns(rows: Sequence[tuple[Line, ...]], start: int, em: float, middle: float) -> tuple[int, float]:
    """Where the run of two columns that begins with a line ends, and a place between them; `start` if none begins."""
    if len(rows[start]) != 2 or min(piece.width for piece in rows[start]) < _NARROWEST_COLUMN * em:
        return start, 0.0
    left, right = float(rows[start][0].right), float(rows[start][1].left)
    end = start + 1
    while end < len(rows):
        row = rows[end]
        far = row[0].top - rows[end - 1][0].bottom > _FARTHEST * em
        lone_centred = len(row) == 1 and abs(row[0].centre - middle) < _CENTRED * em
        if far or lone_centred or len(row) > 2:
            break
        new_left = max([left, *(piece.right for piece in row if piece.centre < (left + right) / 2)])
        new_right = min([right, *(piece.left for piece in row if piece.centre >= (left + right) / 2)])
        if new_right - new_left < 0.3 * em:
            break
        left, right = new_left, new_right
        end += 1
    return end, (left + right) / 2
