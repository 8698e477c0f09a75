"""How a plan is set: the choices in which real plans differ, named once for all builders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Rules(Enum):
    """How the rulings of tables are drawn."""

    LINES = "stroked lines"
    BARS = "thin filled rectangles, one a cell side, as word processors print them"
    LEVEL = "level lines only"
    NONE = "no rulings at all"
    HEAD = "level lines above and below the header and under the last row"
    SHADED = "no rulings; the header on a grey ground, every other row on a paler one"


class GroupForm(Enum):
    """How the cells of a group's line are merged."""

    TITLE = "number in its own cell, title over all other columns"
    WHOLE = "number and title in one cell over the whole table"
    PLAIN = "nothing merged: title in the first column, the others blank"


@dataclass(frozen=True, slots=True)
class Style:
    """The layout of one printed plan."""

    size: float = 12.0
    """Of the text in tables, in points."""
    rules: Rules = Rules.LINES
    group_form: GroupForm = GroupForm.TITLE
    landscape: bool = True
    """Whether the pages of appendices lie."""
    rotated: bool = False
    """Whether those pages are printed upright and turned by the file (/Rotate)."""
    repeats_header: bool = True
    centred: bool = True
    """Whether cells are centred vertically."""
    column_numbers: bool = False
    """Whether a line "(1) (2) (3)" stands under the header."""
    merges_same: bool = False
    """Whether neighbouring rows with the same cell in a column share one merged cell there."""
    padding: float = 6.0
    """Left and right of the text of a cell, in points; engines round it as they like."""
    page_numbers: bool = True
    running_footer: str = ""
