"""Measure a reader of flattened text: `python -m tests.flattening.measure [--seed N] [--count N] [--worst N]`.

The reader gives tables; the truth has them too. The lines of all tables of a document, in print order, are aligned
with the lines of the truth so that as many words as possible agree, and then compared cell by cell in column order.
A row counts as found when its line is aligned and carries the same number; a cell as exact when its text is the same
but for spaces at the ends and repeated ones. A continuation (the first line of a table part, without a number) is
joined to the line before it first, as the records promise.
"""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.readers.document import Document, TableBlock
from ingest.vietnamese import nfc
from tests.flattening.documents import Truth
from tests.flattening.drawing import make_documents
from tests.flattening.tables import TruthLine, TruthTable

Reader = Callable[[str, str], Document]
"""Takes the text and the name of a document, as `ingest.readers.read_text` does."""

_OF_ONE_DOCUMENT = 4
"""No more misses than these are printed of one document, so that several are seen."""
_ALIKE = 0.3
"""Lines that share a smaller part of their words are not aligned."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A cell, row or group that was not read right; `read` is "" where nothing was aligned with it."""

    document: str
    where: str
    wanted: str
    read: str


@dataclass(frozen=True, slots=True)
class Score:
    """The counts of one document; `filled` are the cells that are not blank, `extra` lines that the truth has not."""

    document: str
    rows: int = 0
    rows_found: int = 0
    groups: int = 0
    groups_found: int = 0
    cells: int = 0
    cells_exact: int = 0
    filled: int = 0
    filled_exact: int = 0
    headers: int = 0
    headers_exact: int = 0
    extra: int = 0
    misses: tuple[Miss, ...] = ()


def _tidy(text: str) -> str:
    return " ".join(nfc(text).split())


def _number(stt: str) -> str:
    return stt.strip().rstrip(".").lstrip("0")


def _group_text(cells: Sequence[str]) -> str:
    return re.sub(r"^([IVXLC]+|[A-Z]|\d+)\.? ", r"\1 ", _tidy(" ".join(cells)))


def read_lines(document: Document) -> list[tuple[str, ...]]:
    """The lines of all tables of a document in print order, rows that a page break ran through whole again."""
    lines: list[tuple[str, ...]] = []
    header: object = None
    for block in document.blocks:
        if not isinstance(block, TableBlock):
            continue
        for index, line in enumerate(block.lines):
            cells = tuple(_tidy(cell) for cell in line.cells)
            if index == 0 and block.header == header and lines and cells and not cells[0]:
                before = lines.pop()
                cells = tuple(f"{old} {new}".strip() for old, new in zip_longest(before, cells, fillvalue=""))
            lines.append(cells)
        header = block.header
    return lines


def _likeness(wanted: Counter[str], read: Counter[str]) -> float:
    total = wanted.total() + read.total()
    return 2 * (wanted & read).total() / total if total else 0.0


def align(wanted: Sequence[Sequence[str]], read: Sequence[Sequence[str]]) -> list[int | None]:
    """For every line of the truth the index of the line read for it, or None: the most alike pairing in print order."""
    left = [Counter(" ".join(cells).split()) for cells in wanted]
    right = [Counter(" ".join(cells).split()) for cells in read]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    alike = [[_likeness(a, b) for b in right] for a in left]
    for i in range(len(left) - 1, -1, -1):
        for j in range(len(right) - 1, -1, -1):
            pair = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs: list[int | None] = []
    j = 0
    for i in range(len(left)):
        while j < len(right) and best[i][j] == best[i][j + 1]:
            j += 1
        is_paired = j < len(right) and best[i][j] > best[i + 1][j]
        pairs.append(j if is_paired else None)
        j += is_paired
    return pairs


def score(document: Document, truth: Truth) -> Score:
    """Compare what a reader gave for one document with its truth."""
    wanted = [(table, line) for table in truth.tables for line in table.lines]
    read = read_lines(document)
    counts: Counter[str] = Counter()
    misses: list[Miss] = []
    pairs = align([line.cells for _, line in wanted], read)
    for (table, line), index in zip(wanted, pairs, strict=True):
        cells = read[index] if index is not None else None
        compare = _compare_group if line.is_group else _compare_row
        found, missed = compare(table, line, cells)
        counts += found
        misses += [Miss(truth.name, *parts) for parts in missed]
    headers = {
        tuple((_tidy(cell.title), _tidy(cell.parent)) for cell in block.header)
        for block in document.blocks
        if isinstance(block, TableBlock)
    }
    return Score(
        document=truth.name,
        **counts,
        headers=len(truth.tables),
        headers_exact=sum(table.header in headers for table in truth.tables),
        extra=len(read) - sum(index is not None for index in pairs),
        misses=tuple(misses),
    )


_Compared = tuple[Counter[str], list[tuple[str, str, str]]]


def _compare_group(table: TruthTable, line: TruthLine, cells: Sequence[str] | None) -> _Compared:
    text = _group_text(cells or ())
    is_found = text == _group_text(line.cells)
    misses = [] if is_found else [(f"group {line.cells[0]}", line.cells[1], text)]
    return Counter(groups=1, groups_found=int(is_found)), misses


def _compare_row(table: TruthTable, line: TruthLine, cells: Sequence[str] | None) -> _Compared:
    stt = _number(line.cells[0])
    counts = Counter(rows=1, cells=len(line.cells) - 1, filled=sum(map(bool, line.cells[1:])))
    if not cells or _number(cells[0]) != stt:
        return counts, [(f"row {stt}", " | ".join(line.cells), " | ".join(cells or ()))]
    counts["rows_found"] = 1
    misses = []
    padded = [*cells, *[""] * len(line.cells)]
    for (header, _), wanted, read in zip(table.header[1:], line.cells[1:], padded[1:], strict=False):
        if wanted == read:
            counts["cells_exact"] += 1
            counts["filled_exact"] += bool(wanted)
        else:
            misses.append((f"row {stt}, {header}", wanted, read))
    return counts, misses


def measure(reader: Reader, documents: Sequence[tuple[str, Truth]]) -> list[Score]:
    """Score a reader on documents with known truth; one on which it raises counts as nothing found."""
    scores = []
    for text, truth in documents:
        try:
            document = reader(text, f"{truth.name}.txt")
        except Exception as error:  # whatever the reader raises, the other documents are still measured
            nothing = score(Document(truth.name, "", "", ()), truth)
            print(f"{truth.name}: the reader raised {error!r}", file=sys.stderr)
            scores.append(nothing)
            continue
        scores.append(score(document, truth))
    return scores


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f}%" if whole else "    - "


def _report_line(name: str, scores: Sequence[Score]) -> str:
    def total(field: str) -> int:
        return sum(getattr(one, field) for one in scores)

    pairs = ("rows_found", "rows"), ("cells_exact", "cells"), ("filled_exact", "filled"), ("groups_found", "groups")
    shares = "  ".join(_share(total(part), total(whole)) for part, whole in pairs)
    headers = f"{total('headers_exact')}/{total('headers')}"
    return f"{name:<22}{shares}   {headers:>7} {total('extra'):>5}  {total('rows'):>5}"


def report(scores: Sequence[Score], worst: int) -> str:
    """The table of shares, one line a document, the totals, and the worst misses of the worst documents."""
    lines = ["document                rows   cells   filled  groups  headers extra  of rows"]
    lines += [_report_line(one.document, [one]) for one in scores]
    lines.append(_report_line("all", scores))
    ordered = sorted(scores, key=lambda one: one.cells_exact / one.cells if one.cells else 1.0)
    misses = [miss for one in ordered for miss in one.misses[:_OF_ONE_DOCUMENT]]
    for miss in misses[:worst]:
        lines.append(f"\n{miss.document}, {miss.where}\n  wanted: {miss.wanted}\n  read:   {miss.read}")
    return "\n".join(lines)


def load_reader(name: str) -> Reader:
    """The reader of a name "module:function". Raises SystemExit, with what to give instead, where there is none."""
    module, _, function = name.partition(":")
    try:
        reader: Reader = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError) as error:
        raise SystemExit(f"no reader {name!r} ({error}); give --reader MODULE:FUNCTION") from error
    return reader


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw the documents, run the reader over them and print the report."""
    parser = argparse.ArgumentParser(description="Measure a reader of flattened plans on drawn layouts.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="how many documents to draw")
    parser.add_argument("--worst", type=int, default=12, help="how many misses to print")
    parser.add_argument("--reader", default="ingest.readers:read_text", help="module:function")
    chosen = parser.parse_args(arguments)
    reader = load_reader(chosen.reader)
    print(report(measure(reader, make_documents(chosen.seed, chosen.count)), chosen.worst))


if __name__ == "__main__":
    main()
