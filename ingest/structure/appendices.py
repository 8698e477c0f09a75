"""Where the prose of a document ends and its appendices begin.

An appendix starts at a paragraph that is an appendix heading ("Phụ lục I", "Biểu số 02: …"); "tại Phụ lục I kèm
theo." is none. A table that stands under no such heading is an appendix without a label, unless it is no table but the
two columns of a letterhead or of a signature, which become the paragraphs they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ingest.lexicon.issuers import issuers
from ingest.lexicon.names import any_of
from ingest.lexicon.signing import is_closing, looks_like_person
from ingest.model import Place
from ingest.readers.document import Block, TableBlock, TextBlock
from ingest.structure.parted_tables import without_rests
from ingest.structure.references import NUMBER
from ingest.structure.sections import read_bullet, read_numbers
from ingest.structure.told_headers import with_told_header

_KIND = re.compile(
    r"(?P<appendix>phụ\s*lục)(?![^\W\d_])|(?:(?:phụ\s+)?biểu(?:\s+mẫu)?|mẫu(?:\s+biểu)?|pl)(?=[\s.]*\w)", re.I
)
_TITLE_WORDS = "DANH|BẢNG|BIỂU|MỤC|CÁC|CHỈ|NHIỆM|PHÂN|TỔNG|KẾ|KINH|DỰ|LỘ|TIẾN|HỆ|NỘI"  # seen glued to a roman label
_LABEL = re.compile(
    r"[\s.]*(?:(?i:số)\s*:?\s*)?"
    r"(?P<label>\d{1,2}(?:\.\d{1,2})*(?:[a-zA-Z](?![^\W\d_]))?"
    r"|[IVX]+(?:\.\d{1,2})*(?![^\W_])|[A-HĐ](?![^\W_])"
    rf"|[IVX]+?(?=(?:{_TITLE_WORDS})\b))"
    r"(?:/[A-ZĐ]{1,6}\b)?"
)
_NOTE = re.compile(
    r"\**(?:^\W*|\()\s*(?:Ban hành\s+)?(?:kèm|đính kèm)\s+theo\b[^()]*(?:\([^()]*\)[^()]*)*\)?\**", re.IGNORECASE
)
_UNIT_NOTE = re.compile(r"\(?\s*(?:đơn vị(?:\s+tính)?|đvt)\s*:", re.IGNORECASE)
_LONGEST_HEADING = 500
_NARROW = 3  # columns
_SHORTEST_FULL_LINE = 50
_CLOSED = tuple('.;:!?…”"/')

# Words after which a sentence must go on, and words that a number must follow; no paragraph ends with the former.
_LEADS_ON = frozenset(
    ["và", "hoặc", "của", "cho", "các", "những", "mỗi", "với", "là", "để", "nhằm", "bởi", "nếu", "khi", "về"]
)
_BEFORE_NUMBER = frozenset(
    ["năm", "ngày", "tháng", "quý", "án", "điều", "khoản", "khoảng", "đạt", "trên", "đến", "từ", "lần", "thiểu", "giờ"]
)


@dataclass(frozen=True, slots=True)
class AppendixBlocks:
    """One appendix as it was printed: its label ("" where it has none), title, and the blocks after its title."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    place: Place
    note: str = ""
    """The note that ties it to its plan: "(Kèm theo Kế hoạch số 57/KH-SYT ngày 19/9/2025 của Sở Y tế)"."""


@dataclass(frozen=True, slots=True)
class _Heading:
    label: str
    title: str
    note: str
    is_table_number: bool
    """Whether it reads "Biểu 1", which may count the tables of one appendix."""


def split_appendices(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[AppendixBlocks, ...]]:
    """The prose before the appendices, its broken paragraphs joined, and the appendices in print order.

    "Biểu 2" inside "Phụ lục I" makes an appendix of its own, labelled "I.2". More than one may have the label "".
    """
    blocks = list(without_rests(list(_without_layout(blocks))))
    headings = _headings(blocks)
    starts = [*headings, len(blocks)]
    front, appendices = _prose_and_its_tables(blocks[: starts[0]])
    outer = ""
    for start, end in pairwise(starts):
        heading = headings[start]
        label = heading.label
        if not heading.is_table_number:
            outer = label
        elif outer:
            label = f"{outer}.{label}"
        appendices.append(_appendix(heading, label, blocks[start:end]))
    return join_broken_paragraphs(front), tuple(appendices)


def _without_layout(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, with the paragraphs of each table that only sets a letterhead or a signature in columns.

    So is a table without a header that goes on with none before it: its cells are text and nothing of it is lost.
    """
    width = 0  # of the table that a part without a header could go on with
    for block in blocks:
        if isinstance(block, TableBlock) and _width(block) != width:
            block = with_told_header(block)
        if isinstance(block, TextBlock):
            yield block
        elif _is_layout(block) or not (block.header or _width(block) == width):
            yield from _cells(block)
        else:
            width = len(block.header) or width
            yield block


def _width(block: TableBlock) -> int:
    return max((len(line.cells) for line in block.lines), default=len(block.header))


def _cells(block: TableBlock) -> Iterator[TextBlock]:
    """The cells of a table as paragraphs: column by column where it is narrow like a letterhead, else line by line."""
    lines = [tuple(cell.title for cell in block.header), *(line.cells for line in block.lines)]
    places = [block.place, *(line.place for line in block.lines)]
    cells = [(at, column, text) for at, line in enumerate(lines) for column, text in enumerate(line) if text.strip()]
    if _width(block) <= _NARROW:
        cells.sort(key=lambda cell: (cell[1], cell[0]))
    yield from (TextBlock(text.strip(), places[at]) for at, _, text in cells)


def _is_layout(table: TableBlock) -> bool:
    cells = [cell.title for cell in table.header] + [cell for line in table.lines for cell in line.cells]
    motto = re.compile(any_of(issuers().cover.motto), re.IGNORECASE)
    recipients = re.compile(rf"\W*{any_of(issuers().cover.recipients)}\b", re.IGNORECASE)
    return _width(table) <= _NARROW and any(motto.search(cell) or recipients.match(cell) for cell in cells)


def _headings(blocks: Sequence[Block]) -> dict[int, _Heading]:
    """The appendix headings by the index of their block.

    One after which the recipients are named before any table comes is only a mention, as in a list of the appendices.
    """
    headings: dict[int, _Heading] = {}
    table_since = False
    for index, block in enumerate(blocks):
        if isinstance(block, TableBlock):
            table_since = True
            continue
        heading = _read_heading(block.text)
        within_title = heading is not None and heading.is_table_number and bool(headings) and not table_since
        if heading is None or within_title or _closes_before_table(blocks[index + 1 :]):
            continue
        headings[index] = heading
        table_since = False
    return headings


def _closes_before_table(blocks: Sequence[Block]) -> bool:
    for block in blocks:
        if isinstance(block, TableBlock):
            return False
        if is_closing(block.text):
            return True
    return False


def _read_heading(text: str) -> _Heading | None:
    """The appendix heading that a paragraph is, None for one that only mentions an appendix."""
    kind = _KIND.match(text)
    if kind is None or len(text) > _LONGEST_HEADING:
        return None
    is_table_number = kind["appendix"] is None
    label = _LABEL.match(text, kind.end())
    if label is None and is_table_number:
        return None
    rest = text[label.end() if label else kind.end() :].strip()
    if rest[:1].islower():  # "Phụ lục I kèm theo …"
        return None
    rest, note = _without_note(rest)
    title = rest.lstrip(" :.-–—_")
    separated = rest[:1] in (":", ".")
    is_sentence = rest.endswith((".", ";", ",")) and not separated
    if title and not title.isupper() and (not title[0].isupper() or is_sentence):
        return None
    return _Heading(label["label"] if label else "", title, note, is_table_number)


def _without_note(text: str) -> tuple[str, str]:
    """A title without the note "(Kèm theo Kế hoạch số …)", and the note."""
    found = _NOTE.search(text)
    if found is None:
        return text.strip(), ""
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), found.group().strip(" *")


def _appendix(heading: _Heading, label: str, blocks: Sequence[Block]) -> AppendixBlocks:
    titles, notes, rest = [heading.title], [heading.note], list(blocks[1:])
    has_table = any(isinstance(block, TableBlock) for block in rest)
    while rest and isinstance(rest[0], TextBlock):
        block = rest[0]
        title, note = _without_note(block.text)
        looks_like_title = has_table or title.isupper() or block.emphasised or note
        if not looks_like_title or (title and not _can_be_title(title)):
            break
        titles.append(title)
        notes.append(note)
        rest.pop(0)
    place = blocks[0].place.through(blocks[-1].place)
    title, note = (" ".join(filter(None, parts)) for parts in (titles, notes))
    return AppendixBlocks(label, title, tuple(rest), place, note)


def _can_be_title(text: str) -> bool:
    if read_numbers(text) or read_bullet(text)[0] or _UNIT_NOTE.match(text):
        return False
    return len(text) <= _LONGEST_HEADING and not text.endswith((".", ";", ":"))


def _prose_and_its_tables(blocks: Sequence[Block]) -> tuple[list[TextBlock], list[AppendixBlocks]]:
    """The paragraphs before the first heading, and the tables among them with the title that the text before gives."""
    front: list[TextBlock] = []
    appendices: list[AppendixBlocks] = []
    for is_table, run in groupby(blocks, key=lambda block: isinstance(block, TableBlock)):
        if not is_table:
            front += (block for block in run if isinstance(block, TextBlock))
            continue
        tables = tuple(run)
        title, note = _title_before(front)
        place = tables[0].place.through(tables[-1].place)
        appendices.append(AppendixBlocks("", title, tables, place, note))
    return front, appendices


def _title_before(front: Sequence[TextBlock]) -> tuple[str, str]:
    """The title that the paragraph before a table gives it, passing over a note, and the note. A signature is none."""
    note = ""
    for index, block in reversed(list(enumerate(front))):
        title, found = _without_note(block.text)
        note = note or found
        if not title or _UNIT_NOTE.match(title):
            continue
        is_name = looks_like_person(title) and (not title.isupper() or (index and is_closing(front[index - 1].text)))
        if is_name or is_closing(title):
            return "", note
        numbers = read_numbers(title)
        return (numbers[0].text if numbers else read_bullet(title)[1]).rstrip(" :.;"), note
    return "", note


def join_broken_paragraphs(blocks: Sequence[TextBlock]) -> tuple[TextBlock, ...]:
    """The paragraphs with those joined that a page break ran through.

    Two are one when the first does not end as a paragraph or a heading does, and the second begins as none can: in
    lower case, with a closing sign, or with a number that the first leads up to ("giai đoạn 2022 -", "2025, tầm nhìn").
    """
    joined: list[TextBlock] = []
    for block in blocks:
        if joined and _runs_on(joined[-1], block):
            first = joined[-1]
            glue = "" if re.search(r"\w-$", first.text) and block.text[0].isupper() else " "
            joined[-1] = replace(first, text=first.text + glue + block.text, place=first.place.through(block.place))
        else:
            joined.append(block)
    return tuple(joined)


def _runs_on(first: TextBlock, second: TextBlock) -> bool:
    is_heading = first.text.isupper() or (first.emphasised and not second.emphasised) or is_closing(first.text)
    if first.text.endswith(_CLOSED) or is_heading or read_bullet(second.text)[0] or is_closing(second.text):
        return False
    last = first.text.split()[-1].lower()
    leads_on = last in _LEADS_ON or first.text.endswith((",", "(", "-", "–"))
    start = second.text[0]
    if start.isdecimal():
        names_document = last == "số" and re.match(NUMBER, second.text)
        leads_on = leads_on or last in _BEFORE_NUMBER or bool(names_document)
        numbered = any(not number.zero_led for number in read_numbers(second.text))
        return not numbered and (leads_on or bool(re.match(r"(?:19|20)\d\d\b\s*[,;)]|\d+\s*[,;)]", second.text)))
    if read_numbers(second.text):
        return False
    if not leads_on and len(first.text) < _SHORTEST_FULL_LINE:
        return False
    return start.islower() or start in ",;)%" or (start == "(" and second.text[1:2].islower()) or leads_on
