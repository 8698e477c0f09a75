"""The first rows and paragraphs of a sample plan: enough to try a slow reader on in a test."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import Plan
from tests.typeset.source import PrintedPlan, PrintedRow, printed_plan, sample_plan


def excerpt(name: str, appendix: int, rows: int, paragraphs: int = 0) -> tuple[Plan, PrintedPlan]:
    """The truth and the print of a sample plan cut to the first `rows` of one appendix and some paragraphs."""
    plan, printed = sample_plan(name), printed_plan(sample_plan(name))
    chosen, cut = plan.appendices[appendix], printed.appendices[appendix]
    ends = [at for at, line in enumerate(cut.lines, start=1) if isinstance(line, PrintedRow)]
    kept = replace(cut, lines=cut.lines[: ends[rows - 1]], notes=())
    titles = {row.group for row in chosen.rows[:rows]}
    groups = tuple(group for group in chosen.groups if group.number in titles)
    truth = replace(plan, appendices=(replace(chosen, rows=chosen.rows[:rows], groups=groups),), sections=())
    return truth, replace(printed, paragraphs=printed.paragraphs[:paragraphs], appendices=(kept,))
