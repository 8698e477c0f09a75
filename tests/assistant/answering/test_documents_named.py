"""The document by which something is done, where no column tells it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from assistant import Assistant, Kind
from ingest.model import Field, Paragraph, Section
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, lao_cai, row_of


def made(folder: Path) -> Assistant:
    """An assistant over a plan whose task names a decision, and whose prose names a circular."""
    plan = lao_cai()
    table = plan.appendices[0]
    headers = {Field.CONTENT: "Nội dung", Field.LEAD_UNIT: "Chủ trì", Field.NOTE: "Ghi chú"}
    cells = {
        Field.CONTENT: "Lắp camera cửa khẩu theo Quyết định số 88/QĐ-UBND ngày 02/3/2028 của UBND tỉnh",
        Field.LEAD_UNIT: "Văn phòng Sở",
    }
    rows = (row_of(LAO_CAI, "", "", "1", cells, headers),)
    prose = Section(
        "III.1",
        "1",
        "Báo cáo",
        (Paragraph("Thống kê chợ phiên theo Thông tư số 37/2019/TT-BYT ngày 30/12/2019 của Bộ Y tế."),),
    )
    appendix = replace(table, rows=rows)
    return assistant_in(folder, (replace(plan, sections=(*plan.sections, prose), appendices=(appendix,)),))


def test_a_row_that_names_the_decision_tells_it(tmp_path: Path) -> None:
    answer = made(tmp_path).ask("Lắp camera cửa khẩu ở Lào Cai theo quyết định nào?")
    assert answer.answerable, answer.answer
    assert "88/QĐ-UBND" in answer.answer
    assert anchors(answer) == [f"{LAO_CAI}/pl/1"]


def test_what_the_column_says_goes_before_what_others_name(tmp_path: Path) -> None:
    answer = assistant_in(tmp_path).ask("Xây dựng kho lưu trữ phim X-quang ở Bến Tre theo quyết định nào?")
    assert answer.kind is Kind.LOOKUP
    assert "12/QĐ-UBND" in answer.answer
    assert anchors(answer) == [f"{BEN_TRE}/pl-2/1"]
