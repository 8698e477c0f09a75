"""Columns that a question names by their header as printed: "nguồn vốn", "mốc hoàn thành".

Every plan may have columns that mean none of the canonical fields, and other headers for those that do. Whatever header
the indexed tables print can be asked for; the fields' usual names are in the lexicon of questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.lexicon.questions import Cue
from assistant.matching import tokens
from ingest.model import Field, Plan, Row

Wanted = Field | str
"""What can be asked of a row: a canonical field, or the printed header of a column that is none."""

_SHORTEST = {True: 3, False: 2}
"""Syllables of the shortest header that is looked for, by whether it means a canonical field: those have other cues."""
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def column_cues(plans: Iterable[Plan]) -> tuple[Cue, ...]:
    """A cue for each header of the plans' tables, the headers of what rows are about left out."""
    found: dict[str, Cue] = {}
    for plan in plans:
        for appendix in plan.appendices:
            for column in appendix.columns:
                phrase = tokens(_IN_BRACKETS.sub("", column.printed))
                known = column.field is not None
                if column.field in (Field.CONTENT, Field.SCHEDULE) or len(phrase) < _SHORTEST[known]:
                    continue
                wanted: Wanted = column.field or column.printed
                found.setdefault(" ".join(token.plain for token in phrase), Cue(phrase, fields=(wanted,)))
    return tuple(found.values())


def cell(row: Row, wanted: Wanted) -> str:
    """The text of what is wanted of a row, "" where the cell is blank or there is none."""
    return row.text(wanted) if isinstance(wanted, Field) else row.fields.get(wanted, "")


def has(row: Row, wanted: Wanted) -> bool:
    """Whether a row's table has the column at all."""
    return row.has(wanted) if isinstance(wanted, Field) else wanted in row.fields
