"""Lines of a table before it is known which are rows: their numbers, the dashes before them, the cells they leave to
the line above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import cell_lexicon
from ingest.model import Column, Field, Place
from ingest.vietnamese import fold

DASH = re.compile(r"^[-–+•*]\s+")
"""What a task without a number begins with."""
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,2})*)[.)]\s+(?=\S)")
_MOSTLY = 0.7


@dataclass(slots=True)
class Draft:
    """A row, group or total being put together; `number` has no dots at its end."""

    kind: str
    number: str
    cells: list[str]
    place: Place

    @property
    def filled(self) -> int:
        """How many of its cells say something."""
        return sum(bool(cell) for cell in self.cells)


def say_in_full(drafts: Sequence[Draft], columns: Sequence[Column]) -> None:
    """Gives cells that say "nt" the words of the filled ones above them, and lines without a number the body before
    their content that a cell over several lines names."""
    above = [""] * len(columns)
    spanning = _before_content(columns)
    for draft in drafts:
        if draft.kind not in ("row", "unnumbered") or len(draft.cells) != len(columns):
            continue  # a line with cells too many or too few is told of where rows are made
        draft.cells = [was if is_as_above(cell) else cell for was, cell in zip(above, draft.cells, strict=True)]
        if draft.kind == "unnumbered" and spanning is not None and draft.filled > 1:
            draft.cells[spanning] = draft.cells[spanning] or above[spanning]
        above = [cell or was for was, cell in zip(above, draft.cells, strict=True)]


def is_as_above(cell: str) -> bool:
    """Whether a cell stands for what the one above it says: "nt", "-nt-", "Như trên"."""
    return bool(cell) and fold(cell).strip("-–.() ") in cell_lexicon().as_above


def _before_content(columns: Sequence[Column]) -> int | None:
    """The column of the lead units, where it stands before that of the contents."""
    fields = [column.field for column in columns]
    if Field.LEAD_UNIT not in fields or Field.CONTENT not in fields:
        return None
    lead = fields.index(Field.LEAD_UNIT)
    return lead if lead < fields.index(Field.CONTENT) else None


def number_by_content(drafts: Sequence[Draft], content: int) -> None:
    """In a table without a column of numbers, takes the numbers and dashes that its contents begin with."""
    rows = [draft for draft in drafts if draft.kind == "unnumbered" and len(draft.cells) > content]
    numbered = [_NUMBERED.match(draft.cells[content]) for draft in rows]
    counted = sum(bool(found) for found in numbered) > _MOSTLY * len(rows)
    for draft, found in zip(rows, numbered, strict=True):
        if found and counted:
            draft.kind, draft.number = "row", found[1].lstrip("0") or "0"
            draft.cells[content] = draft.cells[content][found.end() :]
        draft.cells[content] = DASH.sub("", draft.cells[content], count=1)


def settle_dashes(drafts: Sequence[Draft], content: int) -> None:
    """Makes headings of numbered lines that say nothing but their content and have tasks with dashes under them: "1 Hạ
    tầng số" over "- Mua máy chủ", which says who does it. The tasks lose their dashes."""
    under = False
    for draft, following in zip(drafts, [*drafts[1:], None], strict=False):
        alone = draft.kind == "row" and draft.filled == 1 and bool(draft.cells[content])
        if alone and following is not None and _is_dashed(following, content):
            draft.kind, under = DASHED, True
        elif draft.kind != "unnumbered":
            under = False
        elif under:
            draft.cells[content] = DASH.sub("", draft.cells[content], count=1)


DASHED = "dashed"
"""The kind of a numbered heading whose tasks have dashes for numbers."""


def _is_dashed(draft: Draft, content: int) -> bool:
    return draft.kind == "unnumbered" and draft.filled > 1 and bool(DASH.match(draft.cells[content]))
