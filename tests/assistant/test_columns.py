"""Columns asked for by their header as printed, and conditions that allow nothing else beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Kind
from assistant.question import understand
from ingest.model import Column, Field, Plan, Row
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, lao_cai, shelf_of

SOURCE = "Nguồn vốn (dự kiến)"


def funded() -> Plan:
    """Lào Cai with a column that means no canonical field, filled in its first row, and a deadline by another name."""
    plan = lao_cai()
    appendix = plan.appendices[0]

    def filled(row: Row, source: str, milestone: str) -> Row:
        fields = {**row.fields, SOURCE: source, Field.DEADLINE.value: milestone}
        return replace(row, fields=fields, columns={**row.columns, SOURCE: source, "Mốc phải xong": milestone})

    rows = (filled(appendix.rows[0], "Vốn đối ứng", "Tháng 5"), filled(appendix.rows[1], "", "Tháng 6"))
    columns = (*appendix.columns, Column(SOURCE), Column("Mốc phải xong", Field.DEADLINE))
    return replace(plan, appendices=(replace(appendix, columns=columns, rows=rows),))


@pytest.mark.parametrize("text", ["Nguồn vốn của bệnh án điện tử?", "nguon von benh an dien tu lay tu dau"])
def test_a_column_without_a_canonical_field_is_asked_for_by_its_header(text: str, tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (funded(),)).ask(text)
    assert (given.kind, given.answerable, anchors(given)) == (Kind.LOOKUP, True, [f"{LAO_CAI}/pl/1"])
    assert "**Vốn đối ứng**" in given.answer


def test_a_blank_cell_of_such_a_column_is_said_to_be_blank(tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (funded(),)).ask("Nguồn vốn giám sát dịch bệnh ở chợ phiên?")
    assert (given.answerable, anchors(given)) == (False, [f"{LAO_CAI}/pl/2"])
    assert "để trống" in given.answer
    assert SOURCE in given.answer


def test_another_header_of_a_canonical_field_asks_for_that_field() -> None:
    assert understand("Mốc phải xong của bệnh án điện tử?", shelf_of(funded())).fields == (Field.DEADLINE,)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Những nhiệm vụ nào của Lào Cai thực hiện trong năm 2029?", {"1", "2"}),
        ("Những nhiệm vụ nào của Lào Cai chỉ thực hiện trong năm 2029?", {"2"}),
        ("Which tasks of Lao Cai run in 2029 only?", {"2"}),
    ],
)
def test_only_leaves_out_what_goes_on_in_other_years(text: str, rows: set[str], tmp_path: Path) -> None:
    assert {address.split("/")[-1] for address in anchors(assistant_in(tmp_path).ask(text))} == rows


def test_only_leaves_out_rows_with_another_unit_beside(tmp_path: Path) -> None:
    made_up = assistant_in(tmp_path)
    asked = "Bến Tre: những nhiệm vụ nào {}Văn phòng Sở phối hợp?"
    assert set(anchors(made_up.ask(asked.format("")))) == {f"{BEN_TRE}/pl-1/I/2", f"{BEN_TRE}/pl-1/II/1"}
    assert anchors(made_up.ask(asked.format("chỉ do "))) == [f"{BEN_TRE}/pl-1/II/1"]
