"""Titles of groups that a text laid out in columns tears: one cell over a whole line of the table, of which each column
got the piece that stands above it ("Bảo đảm an toàn hệ" beside "thống thông tin")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.syllables import is_syllable
from ingest.structure.drafts import Draft

_GOES_ON = re.compile(r"[a-zà-ỹđ]|[,;)–-]\s?[^\W\d_]")
"""How the rest of a title begins; a cell of its own has a capital."""
_ALL = ("các", "toàn", "tất cả", "mọi", "theo", "hằng", "hàng")
"""What cells of their own may begin with in small letters: "các đơn vị", "theo tiến độ"."""
_PUNCTUATION = (",", ";", ")", ".")


def mend_torn_titles(drafts: Sequence[Draft], content: int) -> None:
    """Joins the pieces of each group's title in the column of the contents."""
    if not any(draft.kind == "row" for draft in drafts):
        return  # roman numbers may be those of rows
    for draft in drafts:
        pieces = draft.cells[content : content + draft.filled]
        if draft.kind not in ("roman", "letter") or len(pieces) < 2 or not all(pieces):
            continue
        if all(_goes_on(piece) or _in_capitals(before, piece) for before, piece in pairwise(pieces)):
            draft.cells = ["" for _ in draft.cells]
            draft.cells[content] = joined_title(pieces)


def torn_title(printed: str, cells: Sequence[str]) -> tuple[str, list[str]] | None:
    """The title of a group that begins in the column of the numbers, "I. THỦ TỤC HÀ" beside "NH CHÍNH", and the cells
    that are left; None where what stands there is a number or a code."""
    if not _TITLE.match(printed):
        return None
    pieces: list[str] = []
    for cell in cells:
        if not cell or _FIGURES.fullmatch(cell):
            break
        pieces.append(cell)
    left = cells[len(pieces) :]
    if not pieces or any(cell and not _FIGURES.fullmatch(cell) for cell in left):
        return None
    return joined_title([printed, *pieces]), ["" if at < len(pieces) else cell for at, cell in enumerate(cells)]


def joined_title(pieces: Sequence[str]) -> str:
    """The pieces of a title in one."""
    title = pieces[0]
    for piece in pieces[1:]:
        title = _joined(title, piece)
    return title


_TITLE = re.compile(r"(?:(?:[IVX]{1,5}|[A-HĐ])\s*[.)/:-]\s*(?=[^\W\d_])|[^\W\d_]{2,}\s+[^\W\d_])")
_FIGURES = re.compile(r"[\d.,%\s]+")


def _goes_on(piece: str) -> bool:
    return bool(_GOES_ON.match(piece)) and not piece.startswith(_ALL)


def _in_capitals(before: str, piece: str) -> bool:
    """Whether both pieces are in capitals throughout, and of words: "PHỤC VỤ N" beside "GƯỜI BỆNH"."""
    return before.isupper() and piece.isupper() and " " in before and " " in piece


def _joined(before: str, after: str) -> str:
    """The two pieces in one; a word that was torn is whole again: "cá nh" and "ân"."""
    start, _, end = before.rpartition(" ")
    first, space, rest = after.partition(" ")
    if after.startswith(_PUNCTUATION):
        return before + after
    whole = end + first
    broken = not is_syllable(end) or not is_syllable(re.sub(r"\W", "", first))
    torn = broken and is_syllable(re.sub(r"\W", "", whole))
    return f"{start} {whole}{space}{rest}".strip() if torn else f"{before} {after}"
