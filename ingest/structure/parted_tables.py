"""What converters leave between the parts of a table and above it: the number of a page, its header as a line of text.

Without them the parts of a table of the prose stand together, and no title ends in the names of columns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.fuzz import ratio

from ingest.readers.document import Block, TableBlock, TextBlock
from ingest.vietnamese import fold, words

_SAME_HEADER = 85.0  # per cent of likeness
_MOST = 0.6
_FEWEST_COLUMNS = 3


def without_rests(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks without the lines that only repeat the header of the table behind them, and without the numbers of
    pages between two parts of one table."""
    kept = [
        block for block, behind in zip(blocks, [*blocks[1:], None], strict=False) if not _says_header(block, behind)
    ]
    last: Block | None = None
    for at, block in enumerate(kept):
        behind = kept[at + 1] if at + 1 < len(kept) else None
        if _is_page_number(block) and _is_one_table(last, behind):
            continue
        last = block
        yield block


def _says_header(block: Block, behind: Block | None) -> bool:
    """Whether a line of text is that of the header of the table behind it, whole or cut: "STT Hoạt động Thời gian"."""
    if not isinstance(block, TextBlock) or not isinstance(behind, TableBlock) or len(behind.header) < _FEWEST_COLUMNS:
        return False
    said = words(block.text)
    titles = [word for cell in behind.header for word in words(f"{cell.parent} {cell.title}")]
    first = words(behind.header[0].title)
    begins = bool(first) and said[: len(first)] == first
    return begins and len(said) >= _MOST * len(titles) and not Counter(said) - Counter(titles)


def _is_page_number(block: Block) -> bool:
    return isinstance(block, TextBlock) and block.text.strip("-– ").isdecimal()


def _is_one_table(before: Block | None, behind: Block | None) -> bool:
    if not isinstance(before, TableBlock) or not isinstance(behind, TableBlock) or not behind.header:
        return False
    return len(before.header) == len(behind.header) and ratio(_key(before), _key(behind)) >= _SAME_HEADER


def _key(table: TableBlock) -> str:
    return fold(" | ".join(f"{cell.parent} {cell.title}" for cell in table.header))
