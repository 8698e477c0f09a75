"""The header of the row numbers, made whole where a narrow column broke it: "Số" above "TT", "ST" above "T".

Broken, its lower half opens a line of its own, so that the header seemed to begin there and lost what stands above.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.columns import is_stt
from ingest.readers.laid.words import TextLine, Word

_ASIDE = 3
"""Characters by which the halves may begin apart, as set in the middle of their column."""
_MOST = 3
"""Lines that such a header is broken over."""
_WHOLE = "STT"


def with_whole_numbers(pages: Sequence[Sequence[TextLine]]) -> list[list[TextLine]]:
    """The pages with each such header on the first of its lines."""
    return [_mended(page) for page in pages]


def _mended(page: Sequence[TextLine]) -> list[TextLine]:
    lines = list(page)
    for at in range(len(lines) - 1):
        for end in range(at + 2, min(at + _MOST, len(lines)) + 1):
            if _is_broken(lines[at:end]):
                lines[at:end] = _joined(lines[at:end])
                break
    return lines


def _is_broken(lines: Sequence[TextLine]) -> bool:
    """Whether the first words of lines below one another are one header of numbers, with white behind."""
    if not all(line.words for line in lines) or len(lines[0].words) < 2:
        return False
    first = [line.words[0] for line in lines]
    near = all(abs(word.start - first[0].start) <= _ASIDE for word in first[1:])
    apart = all(len(line.words) == 1 or line.words[1].start > line.words[0].end for line in lines)
    parts = [word.text for word in first]
    return near and apart and not is_stt(parts[0]) and (is_stt(" ".join(parts)) or is_stt("".join(parts)))


def _joined(lines: Sequence[TextLine]) -> list[TextLine]:
    start = min(line.words[0].start for line in lines)
    following = lines[0].words[1].start
    whole = Word(start, min(start + len(_WHOLE), following - 1), _WHOLE)
    below = [TextLine(line.number, line.words[1:]) for line in lines[1:]]
    return [TextLine(lines[0].number, (whole, *lines[0].words[1:])), *below]
