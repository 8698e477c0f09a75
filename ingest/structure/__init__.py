"""From what a reader saw to a plan: header, section tree, appendix tables, rows."""

from __future__ import annotations

from ingest.errors import ReadError
from ingest.model import Plan, Source
from ingest.readers.document import Document
from ingest.structure.abbreviations import harvest_abbreviations
from ingest.structure.appendices import split_appendices
from ingest.structure.header import parse_header
from ingest.structure.prose_tasks import prose_tasks
from ingest.structure.sections import build_sections
from ingest.structure.tables import build_appendices

__all__ = ["build_plan"]


def build_plan(document: Document, plan_id: str) -> Plan:
    """The plan that a document prints.

    Raises ReadError where it has neither a numbered section nor a table: such a text is no plan, or its layout was
    not understood.
    """
    front, printed = split_appendices(document.blocks)
    header = parse_header(front, [text for appendix in printed for text in (appendix.title, appendix.note)])
    sections = build_sections(front)
    appendices = build_appendices(plan_id, printed)
    if not any(section.number for section in sections) and not any(appendix.rows for appendix in appendices):
        raise ReadError(
            document.name,
            "không thấy mục đánh số hay bảng phụ lục nào; hãy kiểm tra đây có phải là một kế hoạch không",
            "no numbered section and no appendix table found; check that this is a plan",
        )
    paragraphs = [text for section in sections for text in (section.text, *(p.text for p in section.paragraphs))]
    told = prose_tasks(plan_id, sections)
    cells = [cell for appendix in appendices for row in appendix.rows for cell in row.fields.values()]
    return Plan(
        plan_id,
        header,
        sections,
        appendices if told is None else (*appendices, told),
        Source(document.name, document.sha256, document.format, document.pages),
        harvest_abbreviations([*paragraphs, *cells]),
    )
