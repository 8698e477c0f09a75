"""Made-up plans of many layouts, as they are printed: what `tests.flattening` draws, for the builders here."""

from __future__ import annotations

from random import Random

from tests.flattening import GroupLine
from tests.flattening.documents import Appendix, PlanSpec, Truth
from tests.flattening.drawing import draw_plan
from tests.typeset.source import (
    PrintedAppendix,
    PrintedColumn,
    PrintedGroup,
    PrintedParagraph,
    PrintedPlan,
    PrintedRow,
)
from tests.typeset.style import GroupForm, Rules, Style


def draw(name: str) -> tuple[PrintedPlan, Truth, Style]:
    """A made-up plan, the truth of its tables, and a style to set it in; everything is drawn from the name."""
    spec = draw_plan(name)
    tables = tuple(appendix.table.truth() for appendix in spec.appendices)
    labels = tuple(appendix.label for appendix in spec.appendices)
    truth = Truth(spec.name, tables, labels, tuple(appendix.title for appendix in spec.appendices))
    return _printed(spec), truth, _style(Random(f"style {name}"))


def _style(rng: Random) -> Style:
    return Style(
        size=rng.choice((10.0, 11.0, 12.0, 13.0)),
        rules=rng.choice((Rules.LINES, Rules.LINES, Rules.BARS)),
        group_form=rng.choice(list(GroupForm)),
        landscape=rng.random() < 0.6,
        rotated=rng.random() < 0.3,
        repeats_header=rng.random() < 0.7,
        centred=rng.random() < 0.5,
        column_numbers=rng.random() < 0.3,
        merges_same=rng.random() < 0.3,
        page_numbers=rng.random() < 0.8,
        running_footer=rng.choice(("", "", "Kế hoạch chuyển đổi số ngành Y tế")),
    )


def _printed(spec: PlanSpec) -> PrintedPlan:
    opening = spec.opening or ("UBND TỈNH A", "SỞ Y TẾ", "", "", "Số: /KH-SYT", "A, ngày tháng năm 2026")
    return PrintedPlan(
        name=spec.name,
        issuer=opening[:2],
        number=opening[4],
        dateline=opening[5],
        title=spec.title,
        paragraphs=tuple(PrintedParagraph(text, text.isupper()) for text in spec.paragraphs),
        recipients=tuple(name.strip("-; .") for name in spec.recipients),
        office=spec.signature[0],
        signer=spec.signature[-1],
        appendices=tuple(_appendix(appendix) for appendix in spec.appendices),
    )


def _appendix(appendix: Appendix) -> PrintedAppendix:
    columns = tuple(PrintedColumn(column.header, column.parent) for column in appendix.table.columns[1:])
    lines: list[PrintedGroup | PrintedRow] = []
    for line in appendix.table.lines:
        if isinstance(line, GroupLine):
            lines.append(PrintedGroup(line.number.rstrip("."), " ".join(line.title.split())))
        else:
            texts = [cell.text for cell in line.cells]
            lines.append(PrintedRow(texts[0], tuple(texts[1:])))
    notes = (appendix.footnote,) if appendix.footnote else ()
    title = " ".join(appendix.title.split())
    stt = appendix.table.columns[0].header
    return PrintedAppendix("", title, appendix.subtitle, columns, tuple(lines), notes, appendix.label, stt)
