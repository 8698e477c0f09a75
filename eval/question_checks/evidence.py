"""What the five sample plans say, row by row and section by section, to check questions against.

The plans are read by `ingest`; where a row is labelled by hand (`tests/labels`), the label is taken instead, so that a
mistake of the reader does not pass for the truth.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.facts import missing_facts
from eval.questions import WantedCitation
from ingest.model import HEADER, Header, Plan, Section
from ingest.readers import read
from ingest.structure import build_plan

RowKey = tuple[str, str, str, str]
"""Plan, appendix, group, stt."""


@dataclass(frozen=True, slots=True)
class RowEvidence:
    """One row: its cells by canonical field and its marks by year."""

    fields: Mapping[str, str]
    schedule: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Every cell and every mark of the row, run together."""
        marks = (f"{year}: {mark}" for year, mark in self.schedule.items())
        return "\n".join([*self.fields.values(), *marks])


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows and sections of all plans."""

    rows: Mapping[RowKey, RowEvidence]
    sections: Mapping[tuple[str, str], str]

    def text(self, citation: WantedCitation) -> str | None:
        """What stands at the cited place, None where the plans have no such row or section."""
        if citation.section is not None:
            return self.sections.get((citation.plan, citation.section))
        row = self.rows.get(row_key(citation))
        return row.text if row else None


def row_key(citation: WantedCitation) -> RowKey:
    """The key of the row that a citation names."""
    return citation.plan, citation.appendix or "", citation.group or "", citation.stt or ""


def holds(text: str, spellings: Sequence[str]) -> bool:
    """Whether one of the spellings is in the text, compared as facts are with answers."""
    return not missing_facts(text, [spellings])


def _header_text(header: Header) -> str:
    references = [*header.basis, *([header.replaces] if header.replaces else [])]
    named = [f"{reference.kind} {reference.number} {reference.date} {reference.text}" for reference in references]
    parts = [header.title, header.issuer, header.number, header.place_and_date, header.signer, header.office]
    return "\n".join([*parts, *header.recipients, *named])


def _section_text(section: Section) -> str:
    return "\n".join([section.text, *(paragraph.text for paragraph in section.paragraphs)])


def _plan_sections(plan: Plan) -> dict[tuple[str, str], str]:
    sections = {(plan.id, section.path): _section_text(section) for section in plan.sections}
    opening = sections.get((plan.id, HEADER), "")
    sections[plan.id, HEADER] = f"{_header_text(plan.header)}\n{opening}"
    return sections


def _plan_rows(plan: Plan) -> dict[RowKey, RowEvidence]:
    return {
        (plan.id, row.anchor.appendix or "", row.group, row.stt): RowEvidence(dict(row.fields), dict(row.schedule))
        for row in plan.rows()
    }


def _labelled_rows(path: Path) -> dict[RowKey, RowEvidence]:
    rows = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        label: dict[str, Any] = json.loads(line)
        cells = dict(label["fields"])
        schedule = cells.pop("schedule", {})
        rows[label["plan"], label["appendix"], label["group"], label["stt"]] = RowEvidence(cells, schedule)
    return rows


def read_evidence(plans: Path, labels: Path) -> Evidence:
    """The evidence of every `*.txt` in `plans`, with the rows of `labels/*.jsonl` in place of those read."""
    rows: dict[RowKey, RowEvidence] = {}
    sections: dict[tuple[str, str], str] = {}
    for file in sorted(plans.glob("*.txt")):
        plan = build_plan(read(file), file.stem)
        rows |= _plan_rows(plan)
        sections |= _plan_sections(plan)
    for file in sorted(labels.glob("*.jsonl")):
        rows |= _labelled_rows(file)
    return Evidence(rows, sections)
