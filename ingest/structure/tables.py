"""Appendix tables: the parts that a reader saw, page by page, made one table of typed rows.

A part under a repetition of the header before it continues that table, and its first line, if it has no number, the
last row. Roman numbers and letters head groups where other rows are numbered in arabic; an arabic number heads one
where rows "1.1", "1.2" follow it. Lines of totals are kept as notes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.fuzz import ratio

from ingest.columns import assign, is_stt, may_be_stt
from ingest.model import NOWHERE, Anchor, Appendix, Column, Field, Group, Paragraph, Place, Row
from ingest.money import caption_unit
from ingest.readers.document import TableBlock, TableLine, TextBlock
from ingest.structure.appendices import AppendixBlocks
from ingest.structure.drafts import DASH, DASHED, Draft, number_by_content, say_in_full, settle_dashes
from ingest.structure.group_leads import with_group_leads
from ingest.structure.group_sums import without_sums
from ingest.structure.torn_titles import mend_torn_titles, torn_title
from ingest.vietnamese import fold
from ingest.wrapping import joined, mended_amounts

_SAME_HEADER = 85.0  # per cent of likeness; headers are repeated with typing mistakes
_LONGEST_TITLE = 200
_AMOUNTS = (Field.BUDGET, Field.ALLOCATED_BUDGET)
"""Columns in which a heading may give the sum of its rows."""
_OF_SUMS = (*_AMOUNTS, Field.SCHEDULE)
"""Those of a table of money in which it may: what falls to a year is money there, too."""
_ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
_LETTER = re.compile(r"[A-HĐ]")
_TWOFOLD = re.compile(r"(\d{1,3})\s*[.)]?\s+(\d{1,3}|[a-zđ])")
"""Two numbers in one cell, or in two cells under one header: "1. a)"."""
_SET_OFF = re.compile(r"^\(?\s*(\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})\s*[/:-]?$")
"""How a number is set off beside its dot: "(1)", "1/"."""
_PART = re.compile(r"(?:\d{1,3}\.)?[a-zđ]")
_ARABIC = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_HEADED = re.compile(r"(?P<number>[IVX]{1,5}|[A-HĐ]|\d{1,3})\s*[.)/:-]\s*(?P<title>\S.*)")
_HEADS_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])\s*[.)]\s*(?=[^\W\d_])(?![a-zà-ỹ])")
"""How a group's title opens that stands without a cell for its number, or between the parts of a table."""
_BRACKETED = re.compile(r"\(([^()]*)\)")
_FIGURE = re.compile(r"[\d.,\s]+")
_TOTAL = re.compile(r"(?:tong cong|tong so|cong|tong|tong kinh phi|cong tong)\b[:.]?")


@dataclass(slots=True)
class _Table:
    """A table with its parts joined; the number's column left out of `header` and of the cells."""

    header: tuple[tuple[str, str], ...]
    stt_at: int | None
    drafts: list[Draft] = field(default_factory=list)
    notes: list[Paragraph] = field(default_factory=list)
    place: Place = NOWHERE
    over: TextBlock | None = None
    """The text before its first part, which heads a group where such texts stand between its parts."""


def build_appendices(plan_id: str, printed: Sequence[AppendixBlocks]) -> tuple[Appendix, ...]:
    """The appendices of a plan. One that holds several tables gives several, under the same label."""
    used: Counter[tuple[str, str, str]] = Counter()
    appendices: list[Appendix] = []
    for blocks in printed:
        tables = list(_join_parts(blocks))
        for table in tables:
            appendices.append(_with_unit(_appendix(plan_id, blocks, table, used)))
        if not tables:
            notes = (
                (Paragraph(b.text, "", b.place),) if isinstance(b, TextBlock) else tuple(_as_text(b))
                for b in blocks.blocks
            )
            said = tuple(note for own in notes for note in own)
            appendices.append(Appendix(blocks.label, blocks.title, (), (), (), said, blocks.place))
    return tuple(appendices)


def _with_unit(appendix: Appendix) -> Appendix:
    """The appendix whose rows carry the unit of money that its title, a line beside the table or a header over several
    columns gives."""
    texts = (appendix.title, *(note.text for note in appendix.notes))
    over = {f"ĐVT {bracketed[1]}" for c in appendix.columns if (bracketed := _BRACKETED.search(c.parent))}
    unit = next((found for text in (*texts, *sorted(over)) if (found := caption_unit(text))), "")
    return replace(appendix, rows=tuple(replace(row, amounts_in=unit) for row in appendix.rows)) if unit else appendix


# --- parts to tables ------------------------------------------------------------------------------------------------


def _join_parts(printed: AppendixBlocks) -> Iterator[_Table]:
    table: _Table | None = None
    early: list[Paragraph] = []
    over: TextBlock | None = None  # the text before a part, where it may head a group
    for block in printed.blocks:
        if isinstance(block, TextBlock):
            over = block if _heads_group(block) else None
            if not block.text.strip("- ").isdecimal():  # a page number
                (table.notes if table else early).append(Paragraph(block.text, "", block.place))
            continue
        if not block.header and (table is None or not _continues(table, block)):  # lines of which no header tells more
            (table.notes if table else early).extend(_as_text(block))
            continue
        if table is None or not _continues(table, block):
            if table is not None:
                yield table
            table = _new_table(block)
            table.notes += early
            table.over = over
            early = []
            _add_lines(table, block, fresh=True)
        else:
            for at, heading in ((0, table.over), (len(table.drafts) + 1, over)):
                if over is not None and heading is not None:
                    _head_group(table, heading, at)
            _add_lines(table, block, fresh=over is not None)
            table.over = None if over is not None else table.over
        over = None
        table.place = table.place.through(block.place) if table.place != NOWHERE else block.place
    if table is not None:
        yield table


def _as_text(part: TableBlock) -> Iterator[Paragraph]:
    """The lines of a table of which nothing says what their cells are, as text."""
    for line in part.lines:
        if text := " ".join(cell for cell in line.cells if cell):
            yield Paragraph(text, "", line.place)


def _heads_group(block: TextBlock) -> bool:
    """Whether a paragraph may be the title of a group that was printed between the parts of its table."""
    text = block.text
    return bool(_HEADS_GROUP.match(text)) and len(text) <= _LONGEST_TITLE and not text.endswith((".", ";", ":"))


def _head_group(table: _Table, heading: TextBlock, at: int) -> None:
    table.drafts.insert(at, _heading(heading.text, [""] * len(table.header), heading.place))
    table.notes = [note for note in table.notes if note.place != heading.place or note.text != heading.text]


def _continues(table: _Table, part: TableBlock) -> bool:
    if not part.header:
        width = len(part.lines[0].cells) if part.lines else 0
        return width == len(table.header) + (table.stt_at is not None)
    new = _new_table(part)
    same_width = len(new.header) == len(table.header)
    return same_width and ratio(_header_key(table), _header_key(new)) >= _SAME_HEADER


def _header_key(table: _Table) -> str:
    return fold(" | ".join(f"{parent} {title}" for title, parent in table.header))


def _new_table(part: TableBlock) -> _Table:
    titles = [(cell.title, cell.parent) for cell in part.header]
    stt_at = next((at for at, (title, _) in enumerate(titles) if is_stt(title)), None)
    if stt_at is None and titles and may_be_stt(titles[0][0], [line.cells[0] for line in part.lines if line.cells]):
        stt_at = 0
    header = tuple(pair for at, pair in enumerate(titles) if at != stt_at)
    return _Table(header, stt_at)


def _add_lines(table: _Table, part: TableBlock, fresh: bool) -> None:
    for at, line in enumerate(_as_wide(line, len(table.header) + (table.stt_at is not None)) for line in part.lines):
        if " ".join(line.cells).strip("-– ").isdecimal():  # a page's number, or a row that nothing was written into
            continue
        draft = _draft(table, line)
        last = table.drafts[-1] if table.drafts else None
        first = at == 0 and not fresh and (table.stt_at is not None or _begins_within(table, draft))
        if draft.kind == "unnumbered" and last is not None and (first or _goes_on(table, last, draft)):
            last.cells = [joined(before, after) for before, after in zip(last.cells, draft.cells, strict=True)]
            last.place = last.place.through(draft.place)
        else:
            table.drafts.append(draft)


def _as_wide(line: TableLine, width: int) -> TableLine:
    """A line with as many cells as its table has columns: blank ones put behind, those beyond them in the last."""
    if len(line.cells) == width:
        return line
    cells = [*line.cells, *([""] * (width - len(line.cells)))]
    last = " ".join(cell for cell in cells[width - 1 :] if cell)
    return replace(line, cells=(*cells[: width - 1], last))


def _begins_within(table: _Table, draft: Draft) -> bool:
    """Whether the first line of a page goes on with the row before it, in a table that numbers none.

    Such a line has no content of its own, goes on in small letters, or lacks the dash that its rows begin with.
    """
    content = next((cell for cell in draft.cells if cell), "")
    dashed = sum(bool(DASH.match(before.cells[0])) for before in table.drafts) > 0.5 * len(table.drafts)
    if not draft.cells[0] or content[0].islower():
        return True
    return dashed and not DASH.match(draft.cells[0])


def _goes_on(table: _Table, last: Draft, draft: Draft) -> bool:
    """Whether a line without a number goes on with the row before it: its cells begin in small letters, or, in a table
    of numbered rows, one does and its content is blank or begins so too."""
    filled = [cell for cell in draft.cells if cell]
    unnumbered = table.stt_at is None and last.kind == "unnumbered" and _fits(last, draft)
    if not (last.kind == "row" or unnumbered) or any(_announces(cell) for cell in filled[1:]):
        return False
    small = [cell[0].islower() for cell in filled]
    within = table.stt_at is not None and not (draft.cells[0] and not draft.cells[0][0].islower())
    return all(small) or (within and any(small) and _fits(last, draft))


def _fits(last: Draft, draft: Draft) -> bool:
    """Whether a line only goes on with cells that the row before it has begun."""
    return all(before for before, after in zip(last.cells, draft.cells, strict=True) if after)


def _draft(table: _Table, line: TableLine) -> Draft:
    """One line, by its number: a row, a group heading (roman, letter, headed), a total, or unnumbered."""
    cells = [mended_amounts(cell) for at, cell in enumerate(line.cells) if at != table.stt_at]
    printed = line.cells[table.stt_at].strip() if table.stt_at is not None else ""
    number = _TWOFOLD.sub(r"\1.\2", _SET_OFF.sub(r"\1", printed.rstrip(".)").strip()))
    filled = sum(bool(cell) for cell in cells)
    said = printed or next((cell for cell in cells if cell), "")
    if _is_total(said) and not _ARABIC.fullmatch(number):
        return Draft("total", "", [said, *(cell for cell in cells if cell != said)], line.place)
    if table.stt_at is None:
        goes_on = filled > 1 or (cells[0] == said and said[:1].islower())
        return Draft("unnumbered", "", cells, line.place) if goes_on else _heading(said, cells, line.place)
    if _ARABIC.fullmatch(number):
        return Draft("row", _without_zeros(number), cells, line.place)
    if _ROMAN.fullmatch(number):
        return Draft("roman", number, cells, line.place)
    if _LETTER.fullmatch(number):
        return Draft("letter", number, cells, line.place)
    if printed and filled == 0:
        return _heading(printed, cells, line.place)
    if torn := torn_title(printed, cells):
        heading = _heading(torn[0], cells, line.place)
        return replace(heading, cells=[heading.cells[0], *torn[1][1:]])
    if printed:
        return Draft("row", number, cells, line.place)
    if filled == 1 and _HEADS_GROUP.match(said):
        return _heading(said, cells, line.place)
    return Draft("unnumbered", "", cells, line.place)


def _is_total(said: str) -> bool:
    """Whether a line opens as one of totals does; "Công chức" is no "Cộng"."""
    return bool(_TOTAL.match(fold(said))) and len(said.split()) <= 6 and not said.lower().startswith("công")


def _heading(printed: str, cells: list[str], place: Place) -> Draft:
    """A line of one cell that heads a group: "I. Hạ tầng", or a title alone."""
    headed = _HEADED.fullmatch(printed)
    number, title = (headed["number"], headed["title"]) if headed else ("", printed)
    kind = "roman" if _ROMAN.fullmatch(number) else "letter" if _LETTER.fullmatch(number) else "heading"
    return Draft(kind, _without_zeros(number), [title, *("" for _ in cells[1:])], place)


def _without_zeros(number: str) -> str:
    return ".".join(part.lstrip("0") or "0" for part in number.split(".")) if number else ""


# --- tables to appendices -------------------------------------------------------------------------------------------


def _appendix(plan_id: str, printed: AppendixBlocks, table: _Table, used: Counter[tuple[str, str, str]]) -> Appendix:
    texts = (printed.title, *(note.text for note in table.notes))
    columns = assign(table.header, _cells_of(table), of_money=any(map(caption_unit, texts)))
    say_in_full(table.drafts, columns)
    if table.stt_at is None:
        number_by_content(table.drafts, _content_at(columns))
    settle_dashes(table.drafts, _content_at(columns))
    mend_torn_titles(table.drafts, _content_at(columns))
    _settle_kinds(table, columns)
    groups: list[Group] = []
    rows: list[Row] = []
    notes = list(table.notes)
    content = _content_at(columns)
    letter, number, title, stt = "", "", "", ""
    around: tuple[str, str] | None = None  # the group around a heading whose tasks have dashes for numbers
    outer: tuple[str, str] | None = None  # the group around a row that is itself a heading of lettered ones

    def add_row(draft: Draft, stt: str) -> None:
        used[printed.label, number, stt] += 1
        anchor = Anchor(plan_id, None, printed.label, number, stt, used[printed.label, number, stt])
        rows.append(_row(anchor, columns, draft, title))

    for at, draft in enumerate(table.drafts):
        if draft.kind == "total":
            if text := ": ".join(cell for cell in draft.cells if cell):
                notes.append(Paragraph(text, "", draft.place))
            continue
        if outer is not None and not _PART.fullmatch(draft.number):
            (number, title), outer = outer, None
        if around is not None and (draft.number or draft.kind != "row"):
            (number, title), around = around, None
        if draft.kind in ("letter", "roman", "heading", DASHED):
            around = (number, title) if draft.kind == DASHED else None
            if draft.kind in ("letter", "roman") and _says_more(draft, columns):
                add_row(draft, draft.number)
            letter = draft.number if draft.kind == "letter" else letter
            over = number if draft.kind == DASHED else letter if draft.kind == "roman" else ""
            number = f"{over}.{draft.number}" if over else draft.number
            title = _title(draft, content)
            groups.append(Group(number, title, draft.place))
            continue
        place = str(1 + sum(row.anchor.group == number for row in rows) if number else len(rows) + 1)
        stt = draft.number or (stt if table.stt_at is not None and around is None else place) or place
        heads = _heads_lettered(table.drafts[at : at + 2])
        if heads:
            draft.cells = [cell if at == content or not _announces(cell) else "" for at, cell in enumerate(draft.cells)]
        if not heads or _says_more(draft, columns):
            add_row(draft, stt)
        if heads:
            outer = (number, title)
            number = f"{number}.{draft.number}" if number else draft.number
            title = _title(draft, content)
            groups.append(Group(number, title, draft.place))
    titled, summed = without_sums(groups, rows)
    return Appendix(
        printed.label,
        printed.title,
        columns,
        with_group_leads(summed, columns),
        titled,
        tuple(notes),
        printed.place.through(table.place),
    )


def _cells_of(table: _Table) -> list[list[str]]:
    """The cells of each column."""
    return [[draft.cells[at] for draft in table.drafts] for at in range(len(table.header))]


def _title(heading: Draft, content: int) -> str:
    """The title of a group: its content, or its first cell where it has none."""
    return heading.cells[content] or next((cell for cell in heading.cells if cell), "")


def _heads_lettered(drafts: Sequence[Draft]) -> bool:
    """Whether a numbered row is followed by the first of its parts, "a)" or "2. a)"."""
    if len(drafts) < 2 or drafts[0].kind != "row" or not drafts[0].number.isdecimal():
        return False
    return drafts[1].number in ("a", f"{drafts[0].number}.a")


def _says_more(draft: Draft, columns: Sequence[Column]) -> bool:
    """Whether a heading has cells of its own that say more than its title, a sum, or that something follows.

    Its only cell is its title, in whichever column it is printed: the lead unit may stand before the content.
    """
    if sum(bool(cell) for cell in draft.cells) == 1:
        return False
    content = _content_at(columns)
    of_money = any(column.field in _AMOUNTS for column in columns)
    parts = [at for at, column in enumerate(columns) if of_money and (column.field in _OF_SUMS or column.field is None)]
    own = (
        cell for at, cell in enumerate(draft.cells) if at != content and not (at in parts and _FIGURE.fullmatch(cell))
    )
    return any(cell and not _announces(cell) for cell in own)


def _announces(cell: str) -> bool:
    """Whether a cell only says that its rows tell: "theo thời hạn sau đây:"."""
    return cell.endswith(":")


def _content_at(columns: Sequence[Column]) -> int:
    return next((at for at, column in enumerate(columns) if column.field is Field.CONTENT), 0)


def _settle_kinds(table: _Table, columns: Sequence[Column]) -> None:
    """Decides which numbered lines are headings, now that all lines are known."""
    arabic = [draft for draft in table.drafts if draft.kind == "row"]
    if not arabic:  # rows numbered in roman or by letters
        for draft in table.drafts:
            if draft.kind in ("roman", "letter") and sum(bool(cell) for cell in draft.cells) > 1:
                draft.kind = "row"
    parents = {draft.number.rpartition(".")[0] for draft in arabic}
    content = _content_at(columns)
    amounts = [at for at, column in enumerate(columns) if column.field in _AMOUNTS]
    for draft in table.drafts:
        only_content = all(not cell or _announces(cell) for at, cell in enumerate(draft.cells) if at != content)
        subtotal = all(
            not cell or _announces(cell) for at, cell in enumerate(draft.cells) if at != content and at not in amounts
        )
        alone = sum(bool(cell) for cell in draft.cells) == 1
        if (draft.kind == "row" and draft.number in parents and (subtotal or alone)) or (
            draft.kind == "unnumbered" and only_content
        ):
            draft.kind = "heading"
        elif draft.kind == "unnumbered":
            draft.kind = "row"


def _row(anchor: Anchor, columns: Sequence[Column], draft: Draft, group_title: str) -> Row:
    fields: dict[str, str] = {}
    schedule: dict[str, str] = {}
    printed: dict[str, str] = {}
    for column, cell in zip(columns, draft.cells, strict=True):
        title = column.printed
        count = sum(name == title or name.startswith(f"{title} (") for name in printed)
        printed[title if not count else f"{title} ({count + 1})"] = cell
        if column.field is Field.SCHEDULE:
            if cell:
                schedule[column.year] = cell
        else:
            fields[column.field.value if column.field else title] = cell
    return Row(anchor, fields, schedule, printed, group_title, draft.place)
