"""Rows whose figure is bounded, over a made-up table of shelters with their places, their surface and a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant import Assistant
from assistant.answer import Kind
from assistant.tabular.bounded import bound_asked
from assistant.tabular.measured import measured_column
from ingest.model import Anchor, Appendix, Column, Field, Plan, Row
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre, read

CONTENT, PLACES, SURFACE, FILLED = "Nhà trú bão", "Số chỗ ngồi", "Diện tích (m2)", "Tỷ lệ sử dụng (%)"
TITLES = (PLACES, SURFACE, FILLED)
SHELTERS = (("Ba Tri", "1.200", "640,5", "36,2"), ("Thạnh Phú", "350", "900", "28,0"), ("Chợ Lách", "350", "120", ""))


def _rows(shelters: Sequence[Sequence[str]] = SHELTERS) -> tuple[Row, ...]:
    def row(number: int, name: str, *figures: str) -> Row:
        cells = dict(zip(TITLES, figures, strict=True))
        return Row(
            Anchor(BEN_TRE, appendix="9", stt=str(number)), {"content": name, **cells}, columns={CONTENT: name, **cells}
        )

    return tuple(row(number, *cells) for number, cells in enumerate(shelters, start=1))


def _plan() -> Plan:
    columns = (Column(CONTENT, Field.CONTENT), *(Column(title) for title in TITLES))
    plan = ben_tre()
    return replace(plan, appendices=(*plan.appendices, Appendix("9", "Nhà trú bão", columns, _rows())))


@pytest.fixture(scope="module")
def shelters(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"), [_plan()])


@pytest.mark.parametrize(
    ("question", "kind", "rows"),
    [
        ("Có mấy nhà trú bão ở Bến Tre trên 500 chỗ ngồi?", Kind.COUNT, ["1"]),
        ("Có bao nhiêu nhà trú bão ở Bến Tre dưới 500 chỗ ngồi?", Kind.COUNT, ["2", "3"]),
        ("Những nhà trú bão nào ở Bến Tre có từ 350 chỗ ngồi trở lên?", Kind.LIST, ["1", "2", "3"]),
        ("nha tru bao nao o ben tre dien tich tren 700", Kind.LIST, ["2"]),
        ("Bao nhiêu nhà trú bão ở Bến Tre có tỷ lệ sử dụng trên 30%?", Kind.COUNT, ["1"]),
    ],
)
def test_rows_within_the_bound_are_counted_or_listed(
    shelters: Assistant, question: str, kind: Kind, rows: list[str]
) -> None:
    answer = shelters.ask(question)
    assert (answer.kind, answer.answerable) == (kind, True)
    assert [citation.stt for citation in answer.citations] == rows


@pytest.mark.parametrize(
    "said",
    [
        "hệ thống cấp độ 3 trở lên",
        "level 3 and above",
        "xong trên 30 ngày",
        "trên 5 tỷ đồng",
        "dưới 18 tuổi",
        "năm 2026",
    ],
)
def test_grades_times_and_money_bound_no_figure(said: str) -> None:
    assert bound_asked(said) is None


@pytest.mark.parametrize(
    ("said", "number", "share"),
    [("trên 1.200 chỗ", 1200, False), ("more than 2,000 people", 2000, False), ("dưới 36,5% hộ", 36.5, True)],
)
def test_a_bound_has_its_number(said: str, number: float, share: bool) -> None:
    found = bound_asked(said)
    assert found is not None
    assert found[1:] == (number, share)


def test_what_is_said_of_size_names_the_surface(shelters: Assistant) -> None:
    answer = shelters.ask("Nhà trú bão nào của Bến Tre rộng nhất?")
    assert [citation.stt for citation in answer.citations] == ["2"]
    assert "900" in answer.answer


def test_decimals_are_compared_and_added_up(shelters: Assistant) -> None:
    answer = shelters.ask("Tổng diện tích các nhà trú bão ở Bến Tre là bao nhiêu?")
    assert (answer.kind, "**1.660,5**" in answer.answer) == (Kind.SUM, True)


def test_percentages_are_not_added_up(shelters: Assistant) -> None:
    assert shelters.ask("Tổng tỷ lệ sử dụng các nhà trú bão ở Bến Tre là bao nhiêu?").kind is not Kind.SUM


def test_of_two_columns_the_one_whose_words_stand_side_by_side_is_meant() -> None:
    titles = "Số hộ nghèo đầu năm", "Số hộ phải thoát nghèo"
    cells = dict.fromkeys(titles, "12")
    rows = [Row(Anchor(BEN_TRE, appendix="9", stt="1"), {"content": "Ba Tri", **cells}, columns=cells)]
    assert measured_column(read("Ấp nào ở Bến Tre có trên 60 hộ nghèo?"), rows) == titles[0]
