"""Reads text whose tables kept their cells: tab-separated lines, Markdown pipe tables, with Markdown or HTML marks.

Tables come page by page, each part under a repetition of its header; the parts stay separate blocks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.columns import is_stt, meaning, opens_row
from ingest.model import Place
from ingest.readers import markup
from ingest.readers.broken_lines import rejoined
from ingest.readers.document import Block, HeaderCell, TableBlock, TableLine, TextBlock
from ingest.readers.embedded import holds_tables, parted, table_blocks
from ingest.readers.figure_heads import heads_figures
from ingest.readers.flattened.headers import is_column_numbering
from ingest.readers.list_marks import without_list_marks
from ingest.readers.marked_heads import header_cells, header_depth, under_spans, with_spans_said
from ingest.readers.spread import spread_tables, without_spacing
from ingest.vietnamese import nfc

_PIPE_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_BOX_RULE = re.compile(r"[┌├└╔╠╚┏┣┗+|┼][─━═┄┬┴┼╦╩╬┳┻╋+|-]{5,}[┐┤┘╗╣╝┓┫┛+|┼]")
_RULED = str.maketrans("│┃║", "|||")
_STRONG = re.compile(r"\*\*([^*<>]+)\*\*")
_DEEPEST_HEADER = 3  # lines
_FEWEST_COLUMNS = 3
_MOSTLY = 0.8
_PLACEHOLDER = re.compile(r"(?:Col|Column ?|Unnamed: ?)\d{1,2}|NaN")
"""What converters write where a cell is blank, or into the header that they need and a table has none."""
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)*|[IVX]+|[A-ZĐ])?[.)]?")
_BULLETS = re.compile(r"(?:[-+*•–]|\(?\d{1,2}[.)]|[a-zđ]\))\s")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]
    """The cells of a table line, marks dropped; empty for a line of text."""
    raw: str


def read_marked(text: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """The blocks of a text in order, and a notice (in Vietnamese) for each table line whose cells had to be mended."""
    blocks: list[Block] = []
    notices: list[str] = []
    for line, part, is_table in parted(without_list_marks(nfc(text).replace("\r\n", "\n"))):
        if is_table:
            blocks += table_blocks(_STRONG.sub(r"\1", part), line)
        else:
            _read_part(part, line, blocks, notices)
    return tuple(blocks), tuple(notices)


def _read_part(text: str, first: int, blocks: list[Block], notices: list[str]) -> None:
    """Adds the blocks of a text without HTML tables, whose first line has the number `first`, and its notices."""
    printed = rejoined(text.split("\n"), first)
    parsed = [_parse(number, raw) for number, raw in printed if not _is_pipe_rule(raw)]
    lines = [line for line in parsed if any(line.cells) or not line.cells]
    for run in _runs(lines):
        if run[0].cells:
            table, mended = _table(run)
            blocks.append(table)
            notices += mended
        else:
            blocks += _paragraphs(run)


def read_spread(text: str) -> tuple[tuple[Block, ...], tuple[str, ...]] | None:
    """The blocks and notices of a text whose tables have one cell a line, None where it has no such table."""
    lines = without_spacing(nfc(text).replace("\r\n", "\n"))
    tables = spread_tables([line for _, line in lines])
    if not tables:
        return None
    blocks: list[Block] = []
    notices: list[str] = []
    at = 0
    for table in tables:
        _read_numbered(lines[at : table.start], blocks, notices)
        blocks.append(_numbered(table.block, lines))
        at = table.end
    _read_numbered(lines[at:], blocks, notices)
    return tuple(blocks), tuple(notices)


def _read_numbered(lines: Sequence[tuple[int, str]], blocks: list[Block], notices: list[str]) -> None:
    for run in _runs([_parse(number, line) for number, line in lines]):
        blocks += _paragraphs(run)


def _numbered(table: TableBlock, lines: Sequence[tuple[int, str]]) -> TableBlock:
    """A table with the line numbers of the text for the places that count kept lines."""

    def placed(place: Place) -> Place:
        return Place(line=lines[(place.line or 1) - 1][0], end_line=lines[(place.end_line or 1) - 1][0])

    own = tuple(replace(line, place=placed(line.place)) for line in table.lines)
    return replace(table, lines=own, place=placed(table.place))


def has_pipe_table(text: str) -> bool:
    """Whether a text has a Markdown table with the rule under its header, however its columns are set."""
    rules = (raw.strip() for raw in text.split("\n") if raw.lstrip().startswith("|"))
    return any(_PIPE_RULE.fullmatch(rule) for rule in rules)


def looks_marked(text: str) -> bool:
    """Whether a text has lines of several cells, or an HTML table."""
    return holds_tables(text) or sum(bool(_parse(0, raw).cells) for raw in text.split("\n")) >= 2


def _is_pipe_rule(raw: str) -> bool:
    """Whether a line is the rule under a Markdown table's header, or between the rows of one that is drawn."""
    return ("|" in raw and bool(_PIPE_RULE.fullmatch(raw.strip()))) or bool(_BOX_RULE.fullmatch(raw.strip()))


def _parse(number: int, raw: str) -> _Line:
    if "\t" in raw.strip(" \n"):
        return _Line(number, tuple(markup.plain(cell) for cell in raw.split("\t")), raw)
    stripped = raw.strip().translate(_RULED)
    edged = stripped.startswith("|")
    if stripped.count("|") >= (3 if edged else 2) and (edged or stripped.count(" | ") >= 2):
        inner = stripped.removeprefix("|").removesuffix("|").replace("\\|", "\x00").split("|")
        cells = (markup.plain(cell.replace("\x00", "|")) for cell in inner)
        return _Line(number, tuple("" if _PLACEHOLDER.fullmatch(cell) else cell for cell in cells), raw)
    return _Line(number, (), raw)


def _runs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Neighbouring lines that belong to one table part or to no table; a new header ends a part."""
    run: list[_Line] = []
    for line in lines:
        if not line.cells and not line.raw.strip():
            if run and run[0].cells:
                yield run
                run = []
            elif run:
                run.append(line)
            continue
        new_header = line.cells and is_stt(line.cells[0]) and run and not _is_lower_header(run, line)
        again = run and sum(map(bool, line.cells)) > 1 and line.cells == run[0].cells
        if run and (bool(run[0].cells) != bool(line.cells) or new_header or again):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _is_lower_header(run: Sequence[_Line], line: _Line) -> bool:
    """Whether a line that names the row number again is a further line of the header above, not a header anew."""
    cells = [one.cells for one in (*run, line)]
    return len(run) < _DEEPEST_HEADER and header_depth(cells) == len(cells)


def _table(run: Sequence[_Line]) -> tuple[TableBlock, list[str]]:
    """A table part; without a header line of its own its header is empty and it continues the part before."""
    if len(run) > 1:
        first, second = run[:2]
        upper, lower = with_spans_said(first.cells, second.cells)
        run = [replace(first, cells=upper), replace(second, cells=lower), *run[2:]]
    first = run[0]
    run = [first, *(replace(line, cells=under_spans(first.cells, line.cells)) for line in run[1:2]), *run[2:]]
    headed = is_stt(first.cells[0]) or sum(meaning(cell) is not None for cell in first.cells) >= 2
    headed = headed or heads_figures(first.cells, [line.cells for line in run[1:]])
    headed = (headed or _heads_numbers(run)) and not opens_row(first.cells[0])
    depth = header_depth([line.cells for line in run[:_DEEPEST_HEADER]]) if headed else 0
    header = header_cells([line.cells for line in run[:depth]]) if headed else ()
    if depth < len(run) and headed and is_column_numbering(" ".join(run[depth].cells)):
        depth += 1
    width = len(header) or max(len(line.cells) for line in run)
    lines: list[TableLine] = []
    notices: list[str] = []
    for line in run[depth:]:
        cells = list(line.cells)
        if len(cells) > width and any(cells[width:]):
            notices.append(
                f"dòng {line.number}: hàng có {len(cells)} ô, bảng có {width} cột; các ô thừa được ghép vào ô cuối"
            )
            cells[width - 1 :] = [" ".join(cell for cell in cells[width - 1 :] if cell)]
        elif len(cells) < width:
            notices.append(f"dòng {line.number}: hàng có {len(cells)} ô, bảng có {width} cột; các ô thiếu để trống")
        cells = _said_once((cells + [""] * width)[:width])
        if any(cells):
            lines.append(TableLine(tuple(cells), Place(line=line.number, end_line=line.number)))
    if header and not header[0].title and lines and all(_NUMBER.fullmatch(line.cells[0]) for line in lines):
        header = (HeaderCell("STT"), *header[1:])
    place = Place(line=first.number, end_line=run[-1].number)
    return TableBlock(header, tuple(lines), place), notices


def _heads_numbers(run: Sequence[_Line]) -> bool:
    """Whether the first line names the columns beside one without a name, which numbers the rows."""
    first, *below = (line.cells for line in run)
    if first[0] or len(first) < _FEWEST_COLUMNS or not all(first[1:]) or not any(map(meaning, first)):
        return False
    numbered = sum(bool(cells[0] and _NUMBER.fullmatch(cells[0])) for cells in below)
    return len(below) > 1 and numbered >= _MOSTLY * len(below)


def _said_once(cells: list[str]) -> list[str]:
    """The cells of a line, a text that is written into all columns, as that of a cell merged across them, only once."""
    for start in (0, 1):
        said = cells[start:]
        if len(said) > 2 and said[0] and len(set(said)) == 1:
            return [*cells[: start + 1], *[""] * (len(said) - 1)]
    return cells


def _paragraphs(run: Sequence[_Line]) -> Iterator[TextBlock]:
    """Paragraphs: parted by empty lines, headings, bullets, and lines that end in two spaces (Markdown's break)."""
    held: list[_Line] = []
    for line in run:
        text = line.raw.strip()
        begins = not text or markup.is_heading(text) or bool(_BULLETS.match(markup.plain(text)))
        if held and (begins or not _wraps(held[-1].raw, text)):
            yield from _blocks(held)
            held = []
        if text:
            held.append(line)
    if held:
        yield from _blocks(held)


_WRAPPED = 60
"""A line shorter than this is a paragraph of its own: hand-made lists and letterheads are not wrapped text."""


def _wraps(before: str, text: str) -> bool:
    return (
        not before.endswith("  ") and not markup.is_heading(before) and len(before) >= _WRAPPED and text[:1].islower()
    )


def _blocks(lines: Sequence[_Line]) -> Iterator[TextBlock]:
    joined = " ".join(line.raw.strip() for line in lines)
    place = Place(line=lines[0].number, end_line=lines[-1].number)
    strong = markup.is_heading(joined) or markup.is_emphasised(joined)
    for run in markup.split_emphasised(markup.without_heading(joined)):
        if text := markup.plain(run):
            yield TextBlock(text, place, strong or markup.is_emphasised(run))
