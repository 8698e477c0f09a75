"""What a question says of cells that are filled: "việc nào có ghi kinh phí", "which activities already have money".

The other way round of a blank cell: what says so stands right before or behind the name of the column, in a question
that names rows, and no question word behind the name asks for what the cell says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.lexicon.conditions import condition_patterns, condition_texts
from assistant.lexicon.questions import FoundCue
from assistant.phrasing.patterns import row_nouns
from assistant.phrasing.wishes import asks_number
from assistant.understanding.claims import Claims
from ingest.model import Field
from ingest.vietnamese import fold

_NOT_CELLS = {Field.CONTENT, Field.SCHEDULE}
_ASKING = {"nao", "gi", "bao", "nhieu", "may", "bn", "ra", "la"}
"""Words behind the name of a column by which its cell is asked for, or told."""


def claim_filled(claims: Claims, cues: Sequence[FoundCue], said: str) -> Iterator[Field]:
    """The columns that must be filled in the rows asked for; what says so is claimed."""
    rows = row_nouns(said)
    if not rows:
        return
    for cue in cues:
        names = [wanted for wanted in cue.cue.fields if isinstance(wanted, Field) and wanted not in _NOT_CELLS]
        if names and _is_filled(claims, cue.start, cue.end, said, rows[0][1]):
            yield from names
    for found in condition_patterns()["money"].finditer(said):
        start, end = claims.words_at(found.start(), found.end())
        if _is_filled(claims, start, end, said, rows[0][1]):
            claims.claim(start, end)
            yield Field.BUDGET


def _is_filled(claims: Claims, start: int, end: int, said: str, rows: int) -> bool:
    """Whether the words [start, end), the name of a column, are said to be filled; `rows` is where a noun of rows
    ends."""
    begin, stop = claims.spans[start][0], claims.spans[end - 1][1]
    behind = claims.said[end].plain if end < len(claims.said) else ""
    if begin < rows or behind in _ASKING:
        return False
    for found in (_before().search(said[:begin]), _behind().match(said[stop:])):
        if found and (not found.start() or not _denied().search(said[: found.start()])):
            offset = 0 if found.re is _before() else stop
            claims.claim(*claims.words_at(found.start() + offset, found.end() + offset))
            return True
    return False


def claim_funded(claims: Claims, said: str) -> bool:
    """Whether the rows asked for must have money allocated to them, and no amount is asked."""
    found = condition_patterns()["funded"].search(said)
    if not found or not row_nouns(said) or asks_number(said) or _denied().search(said[: found.start()]):
        return False
    claims.claim(*claims.words_at(found.start(), found.end()))
    return True


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"{condition_patterns()['with_cell'].pattern}\W*$")


@cache
def _behind() -> re.Pattern[str]:
    return re.compile(rf"\W*{condition_patterns()['cell_given'].pattern}")


@cache
def _denied() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, {*condition_texts('no_cell'), *map(fold, condition_texts('no_cell'))}))})\W*$"
    )
