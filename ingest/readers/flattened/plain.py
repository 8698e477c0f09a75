"""Lines of text that tell nothing by their blanks: what most libraries give of a PDF, one printed line after another.

Where the cells of a row follow each other the table can be put together as in other flattened text. Where a page was
read column by column, all numbers of its rows stand together and nothing says which text belongs to which: that is told
from the numbers, and left alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.columns import is_stt
from ingest.readers.document import TableBlock
from ingest.readers.flattened.lines import PrintLine, counts, opens_part
from ingest.readers.flattened.running import without_running_heads
from ingest.vietnamese import nfc

_BARE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_MOST_APART = 0.2
"""The share of bare numbers that another follows at once, above which a text was read column by column."""
_FEWEST_ROWS = 2
BEGUN = frozenset({"Số", "SỐ", "S", "ST", "T"})
"""What a narrow column leaves on the first line of the header of the row numbers."""
_FILLED = 0.7
"""The share of a table's rows whose first two cells must hold text."""


def plain_lines(text: str) -> tuple[PrintLine, ...]:
    """The lines of a text, page numbers dropped; each is taken to break between words."""
    lines: list[PrintLine] = []
    page, turned = 1, False
    whole = without_running_heads(nfc(text.replace("\r\n", "\n").replace("\r", "\n")))
    printed = list(_numbered(whole))
    for at, (number, raw) in enumerate(printed):
        if raw == "\f":
            page, turned = page + 1, True
            continue
        content = " ".join(raw.split())
        if not content or (content.strip("- ") == str(page) and turned):
            continue
        following = next((text for _, text in printed[at + 1 : at + 4] if text.strip()), "")
        if (folio := _folio(content, following.strip(), lines, page)) is not None:
            page, turned = folio, True
            continue
        lines.append(PrintLine(content, number, page, turned, False, 1, content))
        turned = False
    return tuple(lines)


def _folio(content: str, following: str, before: Sequence[PrintLine], page: int) -> int | None:
    """The number of the page that a line ends, None where it is text or the number of a row.

    Above the first table there are no rows. What opens a part stands at the top of a page, even
    where the number of the page before was missed.
    """
    said = content.strip("- ")
    number = int(said) if said.isdecimal() and len(said) < 4 else 0
    if number == page + 1:
        in_table = any(is_stt(line.text.split(maxsplit=1)[0]) or line.text in BEGUN for line in before)
        above_row = following.isdecimal() and int(following) <= number  # no row is followed by one that it is behind
        above_other = opens_part(following) or above_row
        is_row = in_table and counts(before, number) and not above_other
        return None if is_row else number
    return number if number == page + 2 and opens_part(following) else None


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers, from 1; a form feed is one of its own."""
    for number, raw in enumerate(text.split("\n"), start=1):
        for at, part in enumerate(raw.split("\f")):
            if at:
                yield number, "\f"
            yield number, part


def by_columns(lines: Sequence[PrintLine]) -> bool:
    """Whether pages were read column by column: the numbers of rows follow each other without a text between."""
    bare = [line.text.rstrip(".)") if _BARE_NUMBER.fullmatch(line.text) else "" for line in lines]
    together = sum(_follows(one, other) for one, other in itertools.pairwise(bare))
    return together > 2 and together > _MOST_APART * sum(map(bool, bare))


def _follows(one: str, other: str) -> bool:
    """Whether a number is the next one: 2 and 3, "1.2" and "1.3"."""
    before, _, last = one.rpartition(".")
    return bool(last) and other == f"{before}.{int(last) + 1}".lstrip(".")


def is_sound(table: TableBlock) -> bool:
    """Whether a table has rows of which most say what is to be done and one thing about it."""
    rows = [line.cells for line in table.lines if line.cells[0][:1].isdigit()]
    filled = sum(bool(cells[1]) and any(cells[2:]) for cells in rows)
    return len(rows) >= _FEWEST_ROWS and filled >= _FILLED * len(rows)


def names_columns(text: str) -> bool:
    """Whether a text has a line that opens with the header of row numbers: a table stood there."""
    firsts = (line.split(maxsplit=1)[0] for line in text.split("\n") if line.strip())
    return any(is_stt(first.strip("*|")) for first in firsts)
