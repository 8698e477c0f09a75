"""Money: amounts in cells, the units of headers, comparisons in questions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.money import Comparison, caption_unit, cell_amount, find_amounts, format_dong, header_unit, parse_money

MILLION, BILLION = 10**6, 10**9


@pytest.mark.parametrize(
    ("text", "dong"),
    [
        ("11.500.000.000", 11_500 * MILLION),
        ("5,000,000,000", 5 * BILLION),
        ("30 triệu đồng", 30 * MILLION),
        ("30tr", 30 * MILLION),
        ("1,5 tỷ", 1_500 * MILLION),
        ("3.5 tỷ", 3_500 * MILLION),
        ("0,5 tỉ đồng", 500 * MILLION),
        ("1.500 tỷ", 1_500 * BILLION),
        ("12 nghìn tỷ đồng", 12_000 * BILLION),
        ("99.950 triệu đồng", 99_950 * MILLION),
        ("2.500.000 đ", 2_500_000),
        ("14,900,000,000 VNĐ", 14_900 * MILLION),
        ("VND 500,000", 500_000),
        ("1.234.567,89 đồng", 1_234_567),
        ("1 tỷ 500 triệu", 1_500 * MILLION),
        ("2 tỷ rưỡi", 2_500 * MILLION),
        ("500 nghìn đồng", 500_000),
        ("0", 0),
        ("1,5 ty dong", 1_500 * MILLION),
        ("10 billion dong", 10 * BILLION),
        ("1,500 million VND", 1_500 * MILLION),
        ("1.5 billion dong", 1_500 * MILLION),
    ],
)
def test_one_amount_is_read_in_dong(text: str, dong: int) -> None:
    assert [one.dong for one in parse_money(text)] == [dong]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "Lồng ghép",
        "223/QĐ-UBND",
        "20/3/2025",
        "2025",
        "Năm 2026",
        "100%",
        "Kế hoạch số 76/KH-UBND ngày 20/3/2025",
        "2 triệu lượt khám",
        "1,5 triệu hồ sơ",
        "2 tỷ lệ",
        "2 đồng chí",
        "15 đơn vị",
        "Đợt 1",
    ],
)
def test_numbers_of_other_things_are_not_money(text: str) -> None:
    assert parse_money(text) == ()
    assert cell_amount(text) is None


def test_an_amount_for_each_says_for_each_of_what_and_is_no_sum_for_the_row() -> None:
    for text, per in (
        ("Dự kiến mỗi đơn vị 30 triệu đồng", "đơn vị"),
        ("1,5 tỷ đồng/đơn vị", "đơn vị"),
        ("500.000 đồng/người/tháng", "người/tháng"),
        ("30 million dong per unit", "unit"),
    ):
        (amount,) = parse_money(text)
        assert amount.per == per, text
        assert cell_amount(text) is None, text


def test_a_range_gives_both_ends_in_the_unit_printed_once() -> None:
    assert [one.dong for one in parse_money("30 - 50 triệu đồng")] == [30 * MILLION, 50 * MILLION]
    assert [one.dong for one in parse_money("từ 1 đến 5 tỷ")] == [BILLION, 5 * BILLION]
    assert cell_amount("30 - 50 triệu đồng") is None


def test_of_several_amounts_the_first_is_the_rows_where_it_is_their_sum() -> None:
    split = cell_amount("5 tỷ: 3 tỷ năm 2025, 2 tỷ năm 2026")
    assert split is not None
    assert split.dong == 5 * BILLION
    assert cell_amount("Năm 2025: 5.000.000.000; năm 2026: 3.000.000.000") is None


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Kinh phí (triệu đồng)", MILLION),
        ("Dự toán kinh phí (ĐVT: Triệu đồng)", MILLION),
        ("Đơn vị tính: triệu đồng", MILLION),
        ("Kinh phí (1.000 đồng)", 1_000),
        ("Kinh phí (nghìn đồng)", 1_000),
        ("Tổng mức đầu tư (tỷ đồng)", BILLION),
        ("Budget (million VND)", MILLION),
        ("Kinh phí (đồng)", 1),
        ("Kinh phí", 1),
        ("Tỷ lệ (%)", 1),
    ],
)
def test_a_header_says_what_its_numbers_count(header: str, unit: int) -> None:
    assert header_unit(header) == unit


def test_bare_numbers_count_in_the_unit_of_their_header() -> None:
    assert [one.dong for one in parse_money("1.500", MILLION)] == [1_500 * MILLION]
    assert [one.dong for one in parse_money("1500,5", MILLION)] == [1_500_500_000]
    assert [one.dong for one in parse_money("2025", MILLION)] == [2_025 * MILLION]
    assert [one.dong for one in parse_money("1,5 tỷ", MILLION)] == [1_500 * MILLION]
    assert [one.dong for one in parse_money("500.000 đồng", MILLION)] == [500_000]


def test_a_full_sum_under_a_header_in_millions_was_printed_in_dong() -> None:
    assert [one.dong for one in parse_money("11.500.000.000", MILLION)] == [11_500 * MILLION]


@pytest.mark.parametrize(
    ("question", "comparison", "dong", "upper"),
    [
        ("dự án nào trên 10 tỷ?", Comparison.ABOVE, 10 * BILLION, None),
        ("du an nao tren 10 ty", Comparison.ABOVE, 10 * BILLION, None),
        ("dưới 5 tỷ đồng", Comparison.BELOW, 5 * BILLION, None),
        ("projects above 10 billion dong", Comparison.ABOVE, 10 * BILLION, None),
        ("under 1,500 million dong", Comparison.BELOW, 1_500 * MILLION, None),
        ("từ 1 đến 5 tỷ", Comparison.BETWEEN, BILLION, 5 * BILLION),
        ("between 1 and 5 billion dong", Comparison.BETWEEN, BILLION, 5 * BILLION),
        ("từ 5 tỷ trở lên", Comparison.AT_LEAST, 5 * BILLION, None),
        ("ít nhất 500 triệu", Comparison.AT_LEAST, 500 * MILLION, None),
        ("không quá 500 triệu", Comparison.AT_MOST, 500 * MILLION, None),
        ("khoảng 3 tỷ", Comparison.ABOUT, 3 * BILLION, None),
        ("kinh phí >= 1 tỷ", Comparison.AT_LEAST, BILLION, None),
        ("việc nào có kinh phí 90.000.000", Comparison.EQUAL, 90 * MILLION, None),
    ],
)
def test_a_question_says_how_it_compares(question: str, comparison: Comparison, dong: int, upper: int | None) -> None:
    (asked,) = find_amounts(question)
    assert (asked.comparison, asked.dong, asked.upper) == (comparison, dong, upper)


@pytest.mark.parametrize(
    "question", ["hơn 2 triệu lượt khám", "trên 50 đơn vị", "trước 30/6/2026", "trên 90%", "siêu âm 4D", ""]
)
def test_a_question_about_other_numbers_asks_for_no_money(question: str) -> None:
    assert find_amounts(question) == ()


def test_comparisons_hold_at_their_edges() -> None:
    def holds(question: str, dong: int) -> bool:
        return find_amounts(question)[0].holds(dong)

    assert not holds("trên 10 tỷ", 10 * BILLION)
    assert holds("trên 10 tỷ", 10 * BILLION + 1)
    assert holds("không quá 10 tỷ", 10 * BILLION)
    assert not holds("dưới 10 tỷ", 10 * BILLION)
    assert holds("ít nhất 10 tỷ", 10 * BILLION)
    assert holds("từ 5 đến 1 tỷ", 3 * BILLION)
    assert holds("khoảng 10 tỷ", 9 * BILLION)
    assert not holds("khoảng 10 tỷ", 8 * BILLION)
    assert holds("10 tỷ", 10 * BILLION)


def test_a_sum_is_printed_as_its_language_groups_it() -> None:
    assert format_dong(11_500_000_000) == "11.500.000.000 đồng"
    assert format_dong(11_500_000_000, "en") == "11,500,000,000 dong"
    assert format_dong(0) == "0 đồng"


@given(st.integers(0, 10**14), st.sampled_from(["vi", "en"]))
def test_what_is_printed_is_read_again(dong: int, language: str) -> None:
    assert [one.dong for one in parse_money(format_dong(dong, language))] == [dong]


@given(st.integers(1, 99_999))
def test_a_million_is_a_thousandth_of_a_billion(count: int) -> None:
    assert parse_money(f"{count} triệu")[0].dong * 1000 == parse_money(f"{count} tỷ")[0].dong


WORDS = st.sampled_from(
    [
        "từ",
        "đến",
        "-",
        "trên",
        "dưới",
        "1",
        "5",
        "1,5",
        "1.500",
        "90.000.000",
        "triệu",
        "tỷ",
        "đồng",
        "đ",
        "mỗi",
        "đơn",
        "vị",
        "/",
        "%",
        "rưỡi",
        "2025",
        "Quý",
        "II",
        "(",
        ")",
        ":",
        ";",
        "k",
    ]
)


@given(st.lists(WORDS, max_size=10).map(" ".join) | st.text(max_size=50), st.sampled_from([1, 1000, MILLION]))
def test_no_text_breaks_the_reader_and_every_amount_stands_in_it(text: str, unit: int) -> None:
    for amount in parse_money(text, unit):
        assert amount.dong >= 0
        assert amount.text in text
    for asked in find_amounts(text):
        assert 0 <= asked.start < asked.end <= len(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Đơn vị tính: triệu đồng", "triệu đồng"),
        ("(ĐVT: 1.000 đồng)", "1.000 đồng"),
        ("Đơn vị: tỷ đồng", "tỷ đồng"),
        ("Unit: million VND", "million VND"),
        ("Đơn vị tính: liều", ""),
        ("Tổng kinh phí 5.000 triệu đồng", ""),
        ("Đơn vị thực hiện: Sở Y tế", ""),
    ],
)
def test_a_line_over_a_table_gives_the_unit_of_its_amounts(text: str, unit: str) -> None:
    assert caption_unit(text) == unit
