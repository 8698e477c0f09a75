"""From a plan to the passages that are searched.

One passage for each row; one for each numbered section and each of its longer paragraphs; a few for what a plan says
of itself (number and date, signer, recipients, what it rests on, what it replaces); one for the notes of an appendix.
A heading with something under it is no passage of its own but the context of what stands under it, and a short
paragraph joins the one before it.

What is searched is a passage's own text, first because an embedding model reads no further than some 512 tokens, and
then where it stands: group, appendix, headings, issuer, year and title of the plan, as far as there is room.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.model import HEADER, Anchor, Appendix, Field, Paragraph, Passage, Place, Plan, Reference, Row, Section

MOST_WORDS = 320
"""Words of a search text beyond which context is left out, and of a paragraph beyond which it is cut at a sentence.

320 words of plans, codes and amounts among them, take 354 to 499 tokens of multilingual-e5 (97 stretches measured).
"""

_HEADING_WORDS = 20  # a numbered text up to this long with something under it is a heading
_SHORT_WORDS = 12  # a paragraph up to this long says too little to be found alone
_FRAGMENT_WORDS = 4  # a row's content up to this long says too little without its heading
_JOINED_WORDS = 120
_CONTEXT_WORDS = 30  # of each part of the context
_SENTENCE_END = re.compile(r"(?<=[.;:!?…])\s+")

# What the parts of a header are called in the plans themselves.
_TITLE, _ISSUER, _NUMBER, _DATE = "Kế hoạch", "Cơ quan ban hành", "Số, ký hiệu", "Ngày ban hành"
_PROVINCE, _YEARS, _SIGNER, _RECIPIENTS = "Tỉnh, thành phố", "Năm", "Người ký", "Nơi nhận"
_PART_OF = "Thuộc"
_BASIS, _REPLACES = "Căn cứ", "Thay thế"


class _Draft(NamedTuple):
    """A passage that has no id yet."""

    kind: str
    anchor: Anchor
    text: str
    search_text: str
    place: Place


def passages(plan: Plan) -> tuple[Passage, ...]:
    """The passages of a plan in print order, each with an id of its own."""
    drafts = [*_header_drafts(plan), *_section_drafts(plan), *_appendix_drafts(plan)]
    times: Counter[str] = Counter()
    numbered = []
    for draft in drafts:
        address = str(draft.anchor)
        times[address] += 1
        passage_id = address if times[address] == 1 else f"{address}#{times[address]}"
        numbered.append(Passage(passage_id, draft.anchor, draft.kind, draft.text, draft.search_text, draft.place))
    return tuple(numbered)


def row_text(row: Row) -> str:
    """A row as it is quoted: a line "column: value" for each cell that is not blank, under the headers as printed.

    One whose content is a fragment of its heading ("Dữ liệu y tế") begins with the heading.
    """
    cells = row.columns or {**row.fields, **row.schedule}
    lines = [f"{title}: {cell}" for title, cell in cells.items() if cell]
    if row.group_title and 0 < _count(row.text(Field.CONTENT)) <= _FRAGMENT_WORDS:
        lines.insert(0, f"{_PART_OF}: {row.group_title}")
    return "\n".join(lines)


def _header_drafts(plan: Plan) -> Iterator[_Draft]:
    header, anchor = plan.header, Anchor(plan.id, section=HEADER)
    identity = {
        _TITLE: header.title,
        _ISSUER: header.issuer,
        _PROVINCE: header.province,
        _NUMBER: header.number,
        _DATE: header.place_and_date or header.date,
        _YEARS: ", ".join(map(str, header.years)),
        _SIGNER: " ".join(part for part in (header.office, header.signer) if part),
    }
    parts = [_lines(identity), _lines({_RECIPIENTS: "; ".join(header.recipients)})]
    parts += _packed(_BASIS, [_reference_text(reference) for reference in header.basis])
    if header.replaces is not None:
        parts.append(_lines({_REPLACES: _reference_text(header.replaces)}))
    for number, text in enumerate(part for part in parts if part):
        context = [] if number == 0 else _plan_context(plan)
        yield _Draft("header", anchor, text, _search_text(text, context), header.place)


def _section_drafts(plan: Plan) -> Iterator[_Draft]:
    parents = {section.path.rpartition(".")[0] for section in plan.sections}
    headings: dict[str, str] = {}
    for section in plan.sections:
        headings[section.path] = section.text
        own_heading = _is_heading(section, section.path in parents)
        above = [headings.get(path, "") for path in _paths_above(section.path)]
        if own_heading or section.paragraphs:
            above = [section.text, *above]
        anchor = Anchor(plan.id, section=section.path)
        context = [*above, *_plan_context(plan)]
        for text, place in _section_pieces(section, own_heading):
            search_text = _search_text(text, [part for part in context if part not in text])
            yield _Draft("section", anchor, text, search_text, place)


def _appendix_drafts(plan: Plan) -> Iterator[_Draft]:
    for appendix in plan.appendices:
        named = [_appendix_name(appendix), *_plan_context(plan)]
        for row in appendix.rows:
            text = row_text(row)
            yield _Draft("row", row.anchor, text, _search_text(text, [row.group_title, *named]), row.place)
        anchor = Anchor(plan.id, appendix=appendix.label)
        for text, place in _joined([(_marked(note), note.place) for note in appendix.notes]):
            yield _Draft("note", anchor, text, _search_text(text, named), place)


def _is_heading(section: Section, has_parts: bool) -> bool:
    """Whether a section's text only announces what stands under it."""
    return (has_parts or bool(section.paragraphs)) and _count(section.text) <= _HEADING_WORDS


def _section_pieces(section: Section, own_heading: bool) -> Iterator[tuple[str, Place]]:
    own = [] if own_heading or not section.text else [(section.text, section.place)]
    yield from _joined(own + [(_marked(paragraph), paragraph.place) for paragraph in section.paragraphs])


def _joined(pieces: Iterable[tuple[str, Place]]) -> Iterator[tuple[str, Place]]:
    """The pieces with short ones joined to the one before, and long ones cut at the ends of sentences."""
    held: tuple[str, Place] | None = None
    for text, place in pieces:
        if held is None:
            held = text, place
        elif min(_count(text), _count(held[0])) <= _SHORT_WORDS and _count(held[0]) + _count(text) <= _JOINED_WORDS:
            held = f"{held[0]}\n{text}", held[1].through(place)
        else:
            yield from _cut(*held)
            held = text, place
    if held is not None:
        yield from _cut(*held)


def _cut(text: str, place: Place) -> Iterator[tuple[str, Place]]:
    """The text in parts of at most `MOST_WORDS` words, as long as its sentences are no longer than that."""
    if _count(text) <= MOST_WORDS:
        yield text, place
        return
    part = ""
    for sentence in _SENTENCE_END.split(text):
        if part and _count(part) + _count(sentence) > MOST_WORDS:
            yield part, place
            part = sentence
        else:
            part = f"{part} {sentence}" if part else sentence
    yield part, place


def _packed(label: str, items: Sequence[str]) -> list[str]:
    """The items as one or more texts under a label, each short enough to be embedded whole."""
    packed: list[str] = []
    for item in items:
        if packed and _count(packed[-1]) + _count(item) <= _JOINED_WORDS:
            packed[-1] += f"\n{item}"
        else:
            packed.append(f"{label}: {item}")
    return packed


def _search_text(text: str, context: Iterable[str]) -> str:
    """The text, and under it as much of its context as there is room for, the nearest first, nothing twice."""
    lines, room = [text], MOST_WORDS - _count(text)
    for part in dict.fromkeys(_shortened(part) for part in context if part):
        if (size := _count(part)) <= room:
            lines.append(part)
            room -= size
    return "\n".join(lines)


def _plan_context(plan: Plan) -> list[str]:
    """Who issued the plan for when, and its title."""
    header = plan.header
    years = "-".join(dict.fromkeys(map(str, (header.years[:1] + header.years[-1:]))))
    province = "" if header.province in header.issuer else header.province
    return [" ".join(part for part in (header.issuer, province, years) if part), header.title]


def _appendix_name(appendix: Appendix) -> str:
    return " ".join(part for part in ("Phụ lục", appendix.label, appendix.title) if part)


def _reference_text(reference: Reference) -> str:
    if reference.text:
        return reference.text
    return " ".join(part for part in (reference.kind, reference.number, reference.date, reference.issuer) if part)


def _paths_above(path: str) -> list[str]:
    """The paths over a path, the nearest first: "III.7.2" -> [III.7, III]."""
    parts = path.split(".")
    return [".".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def _marked(paragraph: Paragraph) -> str:
    return f"{paragraph.marker} {paragraph.text}" if paragraph.marker else paragraph.text


def _lines(values: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in values.items() if value)


def _shortened(text: str) -> str:
    return " ".join(text.split()[:_CONTEXT_WORDS])


def _count(text: str) -> int:
    return len(text.split())
