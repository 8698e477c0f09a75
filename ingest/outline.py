"""A plan as people look it over: what it says of itself, its sections, its appendices with a line for each row."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.errors import PlanError
from ingest.model import Appendix, Field, Place, Plan, Row, Section

_LONGEST = 100
_TOLD = (Field.LEAD_UNIT, Field.DEADLINE, Field.TARGET)  # what is shown of a row beside its content


def outline(plan: Plan, english: bool = False) -> Iterator[str]:
    """The lines of the outline, with English labels if asked; plan text stays as printed."""
    yield from _header_lines(plan, english)
    yield ""
    yield f"{'Sections' if english else 'Các mục'}: {len(plan.sections)}"
    yield from map(_section_line, plan.sections)
    for appendix in plan.appendices:
        if appendix.is_prose:  # its rows are sections, told above
            continue
        yield ""
        yield from _appendix_lines(appendix, english)


class UnknownAnchorError(PlanError):
    """A row or section was asked for that the plan does not have."""


def details(plan: Plan, anchor: str, english: bool = False) -> tuple[Place, list[str]]:
    """Where a row or a section stands, and its text in full, by its anchor with or without the plan's id.

    Raises UnknownAnchorError.
    """
    wanted = anchor.removeprefix(f"{plan.id}/")
    for row in plan.rows():
        if row.anchor.section is None and str(row.anchor) == f"{plan.id}/{wanted}":
            heading = (
                [f"[{' '.join(part for part in (row.group, row.group_title) if part)}]"] if row.group_title else []
            )
            cells = [f"{title}: {cell}" for title, cell in row.columns.items() if cell]
            return row.place, [f"{row.anchor}{_pages(row.place, english)}", *heading, *cells]
    for section in plan.sections:
        if section.path == wanted:
            texts = [f"{p.marker} {p.text}".strip() for p in section.paragraphs]
            title = f"{section.number} {section.text}".strip()
            lines = [f"{plan.id}/{section.path}{_pages(section.place, english)}", title, *texts]
            return section.place, [line for line in lines if line]
    raise UnknownAnchorError(
        f"{anchor}: kế hoạch {plan.id} không có hàng hay mục này; xem: python -m ingest show {plan.id}",
        f"{anchor}: the plan {plan.id} has no such row or section; see: python -m ingest show {plan.id}",
    )


def _header_lines(plan: Plan, english: bool) -> Iterator[str]:
    header, source = plan.header, plan.source
    replaces = header.replaces.text or header.replaces.number if header.replaces else ""
    yield f"{plan.id}: {header.title}"
    labelled = (
        ("Cơ quan ban hành", "Issuer", header.issuer),
        ("Số, ký hiệu", "Number", header.number),
        ("Ngày", "Date", header.place_and_date or header.date),
        ("Năm", "Years", ", ".join(map(str, header.years))),
        ("Người ký", "Signer", " ".join(part for part in (header.office, header.signer) if part)),
        ("Nơi nhận", "Recipients", "; ".join(header.recipients)),
        ("Căn cứ", "Basis", str(len(header.basis)) if header.basis else ""),
        ("Thay thế", "Replaces", replaces),
        ("Tệp", "File", f"{source.name} ({source.format})"),
    )
    for vietnamese, english_label, value in labelled:
        if value:
            yield f"  {english_label if english else vietnamese}: {value}"


def _section_line(section: Section) -> str:
    depth = section.path.count(".") + 1
    return f"{'  ' * depth}{section.path}{_at(section.place)}  {_short(section.text)}".rstrip()


def _appendix_lines(appendix: Appendix, english: bool) -> Iterator[str]:
    name = " ".join(part for part in ("Phụ lục", appendix.label) if part)
    rows, groups = ("rows", "groups") if english else ("hàng", "nhóm")
    yield f"{name}: {appendix.title} ({len(appendix.rows)} {rows}, {len(appendix.groups)} {groups})"
    yield "  " + " | ".join(column.title for column in appendix.columns)
    heading = ("", "")
    for row in appendix.rows:
        if (row.group, row.group_title) != heading:
            heading = (row.group, row.group_title)
            yield f"  {' '.join(part for part in heading if part)}"
        yield f"    {_row_line(row, english)}"


def _row_line(row: Row, english: bool) -> str:
    content = row.text(Field.CONTENT) or next((cell for cell in row.fields.values() if cell), "")
    told = [_short(row.text(field)) for field in (*_TOLD, Field.SCHEDULE) if row.text(field)]
    number = row.stt if row.anchor.repeat == 1 else f"{row.stt}~{row.anchor.repeat}"
    doubt = (" [doubtful]" if english else " [chưa chắc chắn]") if row.is_doubtful else ""
    return " | ".join([f"{number}{_at(row.place)}{doubt}  {_short(content)}", *told])


def _at(place: Place) -> str:
    return f" (tr. {place.page})" if place.page else ""


def _pages(place: Place, english: bool) -> str:
    if not place.page:
        return ""
    last = f"-{place.end_page}" if place.end_page and place.end_page != place.page else ""
    return f" ({'p.' if english else 'tr.'} {place.page}{last})"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
