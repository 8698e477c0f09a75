"""Columns asked for by their header as printed, and conditions that allow nothing else beside."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Kind
from assistant.plans.columns import column_said, instead_of
from assistant.understanding.reading import understand
from ingest.model import Column, Field, Plan, Row
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, lao_cai, shelf_of

SOURCE = "Nguồn vốn (dự kiến)"


def funded(source: str = "Vốn đối ứng") -> Plan:
    """Lào Cai with a column that means no canonical field, filled in its first row, and a deadline by another name."""
    plan = lao_cai()
    appendix = plan.appendices[0]

    def filled(row: Row, source: str, milestone: str) -> Row:
        fields = {**row.fields, SOURCE: source, Field.DEADLINE.value: milestone}
        return replace(row, fields=fields, columns={**row.columns, SOURCE: source, "Mốc phải xong": milestone})

    rows = (filled(appendix.rows[0], source, "Tháng 5"), filled(appendix.rows[1], "", "Tháng 6"))
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


@pytest.mark.parametrize(
    "text", ["Những nhiệm vụ nào của Lào Cai dùng nguồn tài trợ?", "viec nao cua lao cai dung tien tai tro"]
)
def test_rows_are_listed_by_where_their_money_comes_from(text: str, tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (funded("Tài trợ"),)).ask(text)
    assert (given.kind, anchors(given)) == (Kind.LIST, [f"{LAO_CAI}/pl/1"])


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


def of_quarters() -> Plan:
    """Lào Cai with its first row's figure for each quarter, the first left blank, and that of the year before."""
    plan = lao_cai()
    appendix = plan.appendices[0]
    quarters = {"Thực hiện năm 2025": "310", "Năm 2026 Quý I": "", "Năm 2026 Quý II": "90", "Năm 2026 Quý III": "120"}

    schedule = {"Quý II": "90", "Quý III": "120"}

    def filled(row: Row) -> Row:
        fields = {**row.fields, "Thực hiện năm 2025": "310"}
        return replace(row, fields=fields, columns={**row.columns, **quarters}, schedule=schedule)

    columns = (*appendix.columns, Column("Thực hiện năm 2025"), Column("Quý II", Field.SCHEDULE, "Quý II", "Năm 2026"))
    return replace(plan, appendices=(replace(appendix, columns=columns, rows=(filled(appendix.rows[0]),)),))


@pytest.mark.parametrize("text", ["Quý III triển khai bệnh án điện tử bao nhiêu?", "quy 3 benh an dien tu bao nhieu"])
def test_a_quarter_is_asked_for_by_its_column(text: str, tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (of_quarters(),)).ask(text)
    assert "**120**" in given.answer
    assert anchors(given) == [f"{LAO_CAI}/pl/1"]


def test_a_blank_quarter_is_told_to_be_blank(tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (of_quarters(),)).ask("Quý I triển khai bệnh án điện tử bao nhiêu?")
    assert (given.answerable, anchors(given)) == (False, [f"{LAO_CAI}/pl/1"])


def test_a_source_of_funds_is_asked_for_by_its_column_and_the_budget_answers_elsewhere() -> None:
    assert understand("Bệnh án điện tử lấy từ nguồn vốn nào?", shelf_of(funded())).fields == (SOURCE,)
    assert (instead_of(SOURCE), instead_of("Địa bàn"), instead_of(Field.TARGET)) == (Field.BUDGET, None, None)


def test_a_header_alone_is_the_topic() -> None:
    plan = lao_cai()
    appendix = plan.appendices[0]
    columns = (*appendix.columns, Column("Bệnh án điện tử (hồ sơ)"))
    shelf = shelf_of(replace(plan, appendices=(replace(appendix, columns=columns),)))
    assert understand("Lào Cai có bao nhiêu bệnh án điện tử", shelf).topic.casefold() == "bệnh án điện tử"


@pytest.mark.parametrize(
    "text",
    [
        "Cụm Hữu Lũng khám định kỳ được bao nhiêu phần trăm?",
        "bao nhieu phan tram kham dinh ky o Huu Lung",
        "Tỷ lệ khám định kỳ ở Hữu Lũng?",
    ],
)
def test_the_column_of_a_share_is_asked_for_by_how_many_percent(text: str) -> None:
    share = "Tỷ lệ khám định kỳ (%)"
    plan = lao_cai()
    appendix = plan.appendices[0]
    shelf = shelf_of(replace(plan, appendices=(replace(appendix, columns=(*appendix.columns, Column(share))),)))
    assert understand(text, shelf).fields == (share,)


def _spent() -> Plan:
    """Lào Cai with a table of money beside its tasks: who spends it, from which budgets."""
    plan = lao_cai()
    header = ("Tổng số", "NSTP", "Đơn vị sử dụng")

    def item(row: Row, content: str, cells: tuple[str, str, str]) -> Row:
        printed = dict(zip(header, cells, strict=True))
        fields = {
            Field.CONTENT.value: content,
            Field.BUDGET.value: cells[0],
            "NSTP": cells[1],
            "Đơn vị sử dụng": cells[2],
        }
        anchor = replace(row.anchor, appendix="3", group="")
        return replace(row, anchor=anchor, fields=fields, columns=printed, schedule={}, amounts_in="triệu đồng")

    rows = tuple(
        item(row, content, cells)
        for row, content, cells in zip(
            plan.appendices[0].rows,
            ("Mua máy siêu âm", "Thuê đường truyền"),
            (("30", "10", "Văn phòng Sở"), ("50", "50", "Trung tâm Kiểm soát bệnh tật")),
            strict=False,
        )
    )
    columns = (
        Column("Nội dung", Field.CONTENT),
        Column("Tổng số", Field.BUDGET),
        Column("NSTP"),
        Column("Đơn vị sử dụng"),
    )
    return replace(
        plan, appendices=(*plan.appendices, replace(plan.appendices[0], label="3", columns=columns, rows=rows))
    )


def test_the_part_that_one_budget_bears_is_asked_for(tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (_spent(),)).ask(
        "How much city budget (NSTP) goes to the ultrasound machine (máy siêu âm)?"
    )
    assert "**10 triệu đồng**" in given.answer


def test_sums_of_a_body_are_of_what_it_spends_where_no_column_tells_who_leads(tmp_path: Path) -> None:
    given = assistant_in(tmp_path, (_spent(),)).ask(
        "Tổng kinh phí Trung tâm Kiểm soát bệnh tật được sử dụng là bao nhiêu?"
    )
    assert given.kind is Kind.SUM
    assert "**50 triệu đồng" in given.answer


def _covered(cells: dict[str, str]) -> Row:
    return replace(
        lao_cai().appendices[0].rows[0], fields={Field.CONTENT.value: "Mường Khương", **cells}, columns=cells
    )


def _said(question: str, row: Row) -> str:
    shelf = shelf_of(funded())
    return column_said(row, understand(question, shelf).parts, shelf.words)


def test_a_column_is_named_by_some_words_of_its_header_beside_the_row() -> None:
    row = _covered({"Tỷ lệ bao phủ thẻ (%)": "94,6", "Số người tăng mới": "1.320", "Ghi thêm": "chưa rõ"})
    assert _said("Tỷ lệ bao phủ của Mường Khương là bao nhiêu?", row) == "Tỷ lệ bao phủ thẻ (%)"
    assert _said("What is the coverage of Muong Khuong?", row) == "Tỷ lệ bao phủ thẻ (%)"
    assert _said("Mường Khương tăng mới mấy người?", row) == "Số người tăng mới"


def test_no_column_is_named_where_several_are_or_none_is() -> None:
    row = _covered({"Bao phủ thẻ": "94,6", "Bao phủ sổ": "12"})
    assert _said("Tỷ lệ bao phủ của Mường Khương là bao nhiêu?", row) == ""
    assert _said("Mường Khương có mấy bác sĩ?", row) == ""
