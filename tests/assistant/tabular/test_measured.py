"""Sums and extremes of columns of plain numbers, over a made-up table of places in shelters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.tabular.measured import measured_column, number_of
from ingest.model import Anchor, Appendix, Column, Field, Plan, Row
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre, read

CONTENT, PLACES, GRADE = "Nhà trú bão", "Số chỗ dự kiến", "Hạng"


def _row(number: int, content: str, places: str, grade: str = "") -> Row:
    cells = {CONTENT: content, PLACES: places, GRADE: grade}
    fields = {"content": content, PLACES: places, GRADE: grade}
    return Row(Anchor(BEN_TRE, appendix="9", stt=str(number)), fields, columns=cells)


def _plan(rows: Sequence[tuple[str, ...]]) -> Plan:
    plan = ben_tre()
    columns = (Column(CONTENT, Field.CONTENT), Column(PLACES), Column(GRADE))
    table = tuple(_row(number, *cells) for number, cells in enumerate(rows, start=1))
    return replace(plan, appendices=(*plan.appendices, Appendix("9", "Nhà trú bão", columns, table)))


@pytest.fixture(scope="module")
def shelters(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    rows = [("Trú bão Ba Tri", "1.200", "I"), ("Trú bão Thạnh Phú", "350", "II"), ("Trú bão Chợ Lách", "", "II")]
    return assistant_in(tmp_path_factory.mktemp("index"), [_plan(rows)])


def test_numbers_are_added_up_and_each_row_is_cited(shelters: Assistant) -> None:
    answer = shelters.ask("Tổng số chỗ của các nhà trú bão ở Bến Tre là bao nhiêu?")
    assert (answer.kind, answer.answerable) == (Kind.SUM, True)
    assert "**1.550**" in answer.answer
    assert [citation.stt for citation in answer.citations] == ["1", "2"]


@pytest.mark.parametrize(("which", "stt"), [("nhiều chỗ nhất", "1"), ("ít chỗ nhất", "2")])
def test_the_row_with_most_and_the_one_with_fewest_are_told(shelters: Assistant, which: str, stt: str) -> None:
    answer = shelters.ask(f"Nhà trú bão nào của Bến Tre có {which}?")
    assert answer.answerable
    assert [citation.stt for citation in answer.citations] == [stt]


def test_two_things_named_beside_each_other_are_added_up_and_no_other(shelters: Assistant) -> None:
    answer = shelters.ask("Ba Tri với Thạnh Phú cộng lại số chỗ dự kiến bao nhiêu?")
    assert (answer.kind, answer.answerable) == (Kind.SUM, True)
    assert "**1.550**" in answer.answer


def test_rows_are_chosen_by_a_short_cell_behind_its_header(shelters: Assistant) -> None:
    answer = shelters.ask("Liệt kê nhà trú bão hạng II của Bến Tre")
    assert (answer.kind, [citation.stt for citation in answer.citations]) == (Kind.LIST, ["2", "3"])


def test_a_column_named_by_its_header_tells_the_plan(shelters: Assistant) -> None:
    answer = shelters.ask("Nơi nào có số chỗ dự kiến nhiều nhất?")
    assert [citation.stt for citation in answer.citations] == ["1"]


def test_without_a_column_of_numbers_nothing_is_added_up(tmp_path: Path) -> None:
    answer = assistant_in(tmp_path, [_plan([("Trú bão Ba Tri", "đang khảo sát")])]).ask(
        "Tổng số chỗ của các nhà trú bão ở Bến Tre là bao nhiêu?"
    )
    assert answer.kind is not Kind.SUM


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.200", 1200), ("1,200", 1200), ("7", 7), ("1,5", 1.5), ("36,2%", 36.2), ("", None), ("7 chỗ", None)],
)
def test_only_cells_that_are_a_number_count(text: str, number: float | None) -> None:
    assert number_of(_row(1, "x", text), PLACES) == number


def _counting(*titles: str) -> list[Row]:
    cells = dict.fromkeys(titles, "12")
    return [Row(Anchor(BEN_TRE, appendix="9", stt="1"), {"content": "Ba Tri", **cells}, columns=cells)]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Khu nào ở Bến Tre sàng lọc trầm cảm nhiều người nhất?", "Số người được sàng lọc trầm cảm"),
        ("Dự án nào ở Bến Tre có nhiều căn nhất?", "Số căn"),
        ("Khu nào ở Bến Tre có nhiều người nhất?", ""),
    ],
)
def test_the_column_of_which_most_is_said_is_meant(text: str, title: str) -> None:
    rows = _counting("Số người bệnh quản lý", "Số người được sàng lọc trầm cảm", "Số căn")
    assert measured_column(read(text), rows) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Khoa nào bỏ bệnh án giấy ở Bến Tre nhiều giường nhất?", "Số giường"),
        ("khoa nao bo benh an giay o ben tre it giuong nhat", "Số giường"),
        ("Which ward of Ben Tre has the fewest giường?", "Số giường"),
        ("Khoa nào bỏ bệnh án giấy ở Bến Tre có giường?", ""),
        ("Khoa nào của Bến Tre nhiều lượt bổ sung nhất?", "Số lượt khám"),  # the noun that is counted stands first
    ],
)
def test_of_columns_of_which_a_word_is_said_the_one_that_is_ranked_is_meant(text: str, title: str) -> None:
    assert measured_column(read(text), _counting("Số giường", "Máy tính cần bổ sung", "Số lượt khám")) == title
