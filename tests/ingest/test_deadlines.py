"""Deadlines: what cells, yearly schedules and questions say of time, and how they answer one another."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.deadlines import Due, answers, due_within, ends_after, ends_before, ends_by, parse_deadline
from ingest.periods import Interval, Kind, OpenPeriod
from ingest.times import Relation, find_times
from ingest.vietnamese import fold

YEARS = (2026,)
JUNE = OpenPeriod((6, 1), (6, 31), Kind.MONTH)


def days(text: str, years: tuple[int, ...] = YEARS, plan_date: str = "") -> list[tuple[str, str, str]]:
    """The intervals of a cell as (start, end, kind)."""
    return [(str(one.start), str(one.end), one.kind) for one in parse_deadline(text, years, plan_date).intervals]


@pytest.mark.parametrize(
    ("text", "start", "end", "kind"),
    [
        ("Tháng 6", "2026-06-01", "2026-06-30", "month"),
        ("Tháng 2", "2026-02-01", "2026-02-28", "month"),
        ("Tháng 9 năm 2025", "2025-09-01", "2025-09-30", "month"),
        ("Tháng 02/2025", "2025-02-01", "2025-02-28", "month"),
        ("6/2025", "2025-06-01", "2025-06-30", "month"),
        ("T6/2026", "2026-06-01", "2026-06-30", "month"),
        ("tháng sáu năm 2026", "2026-06-01", "2026-06-30", "month"),
        ("Quý II/2026", "2026-04-01", "2026-06-30", "quarter"),
        ("Quý 3", "2026-07-01", "2026-09-30", "quarter"),
        ("trong quý II/2025", "2025-04-01", "2025-06-30", "quarter"),
        ("Trước 15/4/2026", "2026-01-01", "2026-04-14", "before"),
        ("trước tháng 7/2026", "2026-01-01", "2026-06-30", "before"),
        ("chậm nhất ngày 15/12/2026", "2026-01-01", "2026-12-15", "by"),
        ("Đến hết quý II", "2026-01-01", "2026-06-30", "by"),
        ("đến năm 2030", "2026-01-01", "2030-12-31", "by"),
        ("Năm 2025", "2025-01-01", "2025-12-31", "year"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
        ("2025-2027", "2025-01-01", "2027-12-31", "span"),
        ("2025 -2026", "2025-01-01", "2026-12-31", "span"),
        ("Năm 2025-2026", "2025-01-01", "2026-12-31", "span"),
        ("giai đoạn 2025-2030", "2025-01-01", "2030-12-31", "span"),
        ("6 tháng đầu năm 2025", "2025-01-01", "2025-06-30", "part"),
        ("4 tháng cuối năm 2025", "2025-09-01", "2025-12-31", "part"),
        ("cuối năm", "2026-10-01", "2026-12-31", "part"),
        ("cuối quý II", "2026-06-01", "2026-06-30", "part"),
        ("Tháng 10 - 12/2026", "2026-10-01", "2026-12-31", "span"),
        ("Tháng 10 - 2/2026", "2025-10-01", "2026-02-28", "span"),
        ("Quý IV/2025 - Quý I/2026", "2025-10-01", "2026-03-31", "span"),
        ("từ ngày 01/3/2026 đến ngày 30/4/2026", "2026-03-01", "2026-04-30", "span"),
        ("ngày 15 tháng 4 năm 2026", "2026-04-15", "2026-04-15", "day"),
        ("2026-06-30", "2026-06-30", "2026-06-30", "day"),
        ("Cả năm", "2026-01-01", "2026-12-31", "year"),
        ("Năm 2025 và các năm tiếp theo", "2025-01-01", "2026-12-31", "from"),
        ("June 2026", "2026-06-01", "2026-06-30", "month"),
        ("Q.II/2026", "2026-04-01", "2026-06-30", "quarter"),
        ("quí II/2026", "2026-04-01", "2026-06-30", "quarter"),
        ("Tuần 2 tháng 6/2026", "2026-06-01", "2026-06-30", "month"),
        ("2026 - 2030, định hướng 2035", "2026-01-01", "2030-12-31", "span"),
        ("Tháng 11/2026 và các tháng tiếp theo", "2026-11-01", "2026-12-31", "from"),
        ("Q2/2026", "2026-04-01", "2026-06-30", "quarter"),
        ("second half of 2026", "2026-07-01", "2026-12-31", "part"),
        ("by 15 April 2026", "2026-01-01", "2026-04-15", "by"),
        ("thang 6", "2026-06-01", "2026-06-30", "month"),
        ("quy 2", "2026-04-01", "2026-06-30", "quarter"),
        ("truoc 15/4/2026", "2026-01-01", "2026-04-14", "before"),
    ],
)
def test_one_time_is_read_with_its_first_and_last_day(text: str, start: str, end: str, kind: str) -> None:
    assert days(text) == [(start, end, kind)]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Tháng 3, 6, 9", ["2026-03-31", "2026-06-30", "2026-09-30"]),
        ("Quý I, II/2026", ["2026-03-31", "2026-06-30"]),
        ("Quý III, Quý IV năm 2025", ["2025-09-30", "2025-12-31"]),
        ("ngày 20/6 và 10/12", ["2026-06-20", "2026-12-10"]),
        ("Tháng 6, tháng 12 năm 2025", ["2025-06-30", "2025-12-31"]),
        ("- Quý II/2025 - Năm 2026", ["2025-06-30", "2026-12-31"]),
        ("tháng 3 với tháng 9", ["2026-03-31", "2026-09-30"]),
        ("tháng 6 hay tháng 9", ["2026-06-30", "2026-09-30"]),
        ("in March and in September", ["2026-03-31", "2026-09-30"]),
    ],
)
def test_a_list_gives_each_of_its_times_and_one_printed_year_counts_for_all(text: str, ends: list[str]) -> None:
    assert [end for _, end, _ in days(text)] == ends


def test_every_kind_of_regular_work_is_regular_and_has_no_day() -> None:
    for text in (
        "Thường xuyên",
        "Thực hiện thường xuyên",
        "Nhiệm vụ thường xuyên",
        "Báo cáo hằng tháng",
        "Hàng quý",
        "Định kỳ 6 tháng 1 lần",
        "mỗi quý 01 lần",
        "Ngày 20 tháng cuối quý",
        "Trước ngày 15 hằng tháng",
        "liên tục",
        "thuong xuyen",
        "Ongoing",
        "monthly",
    ):
        deadline = parse_deadline(text, YEARS)
        assert deadline.regular, text
        assert deadline.intervals == (), text


def test_a_cell_may_be_regular_and_name_a_time() -> None:
    cell = "- Kế hoạch hoàn thành trong quý II/2025 - Các hoạt động triển khai thường xuyên, tuần, tháng quý, năm"
    deadline = parse_deadline(cell, (2025,))
    assert deadline.regular
    assert deadline.end == date(2025, 6, 30)


def test_what_hangs_on_others_is_conditional() -> None:
    for text in (
        "(Khi có triển khai, hướng dẫn từ Bộ Y tế)",
        "Theo thời gian Bộ Y tế đã đăng ký",
        "Các nhiệm vụ cụ thể được triển khai theo KH",
    ):
        deadline = parse_deadline(text, YEARS)
        assert deadline.conditional, text
        assert deadline.intervals == (), text
    assert not parse_deadline("Tháng 6", YEARS).conditional


def test_days_counted_from_the_plans_own_issue_are_resolved() -> None:
    deadline = parse_deadline("100 ngày kể từ ngày ban hành", YEARS, "2026-03-10")
    assert deadline.relative is not None
    assert deadline.relative.end == deadline.end == date(2026, 6, 18)
    assert parse_deadline("15 ngày làm việc kể từ ngày ký", YEARS, "2026-03-10").end == date(2026, 3, 31)
    assert parse_deadline("trong 01 tháng kể từ ngày 31/01/2026", YEARS).end == date(2026, 2, 28)


def test_a_plan_that_is_a_resolution_counts_from_its_own_issue() -> None:
    text = "Trong 60 ngày kể từ ngày ban hành Nghị quyết này"
    assert parse_deadline(text, YEARS, "2026-03-10", plan_kind="Nghị quyết").end == date(2026, 5, 9)
    assert parse_deadline(text, YEARS, "2026-03-10").end is None


def test_days_counted_from_an_unknown_event_stay_open() -> None:
    for text, issued in (
        ("30 ngày sau khi có hướng dẫn của Bộ Y tế", "2026-03-10"),
        ("100 ngày kể từ ngày ban hành", "2026-03"),
        ("60 ngày kể từ ngày ban hành Nghị quyết", "2026-03-10"),
    ):
        deadline = parse_deadline(text, YEARS, issued)
        assert deadline.relative is not None, text
        assert deadline.relative.end is None, text
        assert deadline.intervals == (), text


@pytest.mark.parametrize("text", ["", " ", "-", "…", "/"])
def test_a_cell_without_a_word_is_blank(text: str) -> None:
    assert parse_deadline(text, YEARS).blank


@pytest.mark.parametrize(
    "text",
    [
        "Theo Kế hoạch số 76/KH-UBND ngày 20/3/2025",
        "Quyết định số 1149/QĐ UBND ngày 24/4/2025 của UBND tỉnh",
        "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024",
        "Nghị định số 102/2025/NĐ-CP",
        "trực 24/7",
        "đạt 95%",
        "ngày 31/6/2026 không có",
        "13/2026",
        "Quý V/2026x",
    ],
)
def test_dates_of_documents_and_impossible_dates_are_no_deadline(text: str) -> None:
    assert [kind for _, _, kind in days(text) if kind in ("day", "month", "quarter")] == []


def test_the_plans_year_is_that_of_its_date_where_it_covers_it_else_its_first() -> None:
    assert days("Tháng 6", (2025, 2026, 2027), "2026-02-01")[0][1] == "2026-06-30"
    assert days("Tháng 6", (2026, 2027), "2025-12-20")[0][1] == "2026-06-30"
    assert days("Tháng 6", (), "2025-09-19")[0][1] == "2025-06-30"


def test_without_any_year_known_the_time_stays_open() -> None:
    deadline = parse_deadline("Tháng 6")
    assert deadline.intervals == ()
    assert deadline.open_periods == (JUNE,)
    assert due_within(deadline, JUNE) is Due.EXACT


def test_what_comes_every_year_is_set_in_every_year_of_the_plan() -> None:
    deadline = parse_deadline("Định kỳ hằng năm trước 10/12", (2025, 2026))
    assert deadline.regular
    assert [str(one.end) for one in deadline.intervals] == ["2025-12-09", "2026-12-09"]


def test_a_mark_in_a_yearly_schedule_means_some_time_of_that_year() -> None:
    schedule = {"2025": "X", "2026": "Quý 3", "2027": "Tháng 9", "2030": "95%"}
    deadline = parse_deadline("", (2025,), "", schedule)
    ends = [(str(one.start), str(one.end)) for one in deadline.intervals]
    assert ends == [
        ("2025-01-01", "2025-12-31"),
        ("2026-07-01", "2026-09-30"),
        ("2027-09-01", "2027-09-30"),
        ("2030-01-01", "2030-12-31"),
    ]
    assert not deadline.blank
    assert deadline.text == "2025: X; 2026: Quý 3; 2027: Tháng 9; 2030: 95%"


def test_due_in_june_tells_the_month_itself_from_what_ends_or_runs_there() -> None:
    for text, due in (
        ("Tháng 6", Due.EXACT),
        ("Trước 30/6/2026", Due.EXACT),
        ("chậm nhất ngày 15/6", Due.EXACT),
        ("Trước tháng 7", Due.EXACT),
        ("Quý II", Due.ENDS_THERE),
        ("6 tháng đầu năm", Due.ENDS_THERE),
        ("Năm 2026", Due.OVERLAPS),
        ("Từ tháng 5/2026", Due.OVERLAPS),
        ("Tháng 5", Due.NONE),
        ("Quý III", Due.NONE),
        ("Thường xuyên", Due.NONE),
        ("", Due.NONE),
    ):
        assert due_within(parse_deadline(text, YEARS), JUNE) is due, text


def test_a_month_is_wholly_due_in_its_year_and_a_year_ends_in_its_december() -> None:
    year = Interval(date(2026, 1, 1), date(2026, 12, 31), Kind.YEAR)
    december = OpenPeriod((12, 1), (12, 31), Kind.MONTH)
    assert due_within(parse_deadline("Tháng 6", YEARS), year) is Due.EXACT
    assert due_within(parse_deadline("Năm 2026", YEARS), december) is Due.ENDS_THERE
    assert due_within(parse_deadline("2025-2027", YEARS), year) is Due.OVERLAPS


def test_before_by_and_after_compare_the_last_day() -> None:
    june = parse_deadline("Tháng 6", YEARS)
    assert ends_before(june, OpenPeriod((7, 1), (7, 31), Kind.MONTH))
    assert not ends_before(june, JUNE)
    assert ends_by(june, JUNE)
    assert ends_after(june, OpenPeriod((5, 1), (5, 31), Kind.MONTH))
    assert not ends_after(june, JUNE)
    regular = parse_deadline("Thường xuyên", YEARS)
    assert not ends_before(regular, JUNE)
    assert not ends_after(regular, JUNE)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("việc nào đến hạn tháng 6?", [("tháng 6", "in")]),
        ("việc nào xong trước tháng 7/2026", [("trước tháng 7/2026", "before")]),
        ("nhiệm vụ trong quý 2 là gì", [("trong quý 2", "in")]),
        ("sau quý 3 năm 2025 còn việc gì", [("sau quý 3 năm 2025", "after")]),
        ("năm 2026 có bao nhiêu việc", [("năm 2026", "in")]),
        ("từ tháng 3 đến tháng 5", [("từ tháng 3 đến tháng 5", "in")]),
        ("việc cuối năm", [("cuối năm", "in")]),
        ("từ tháng 7 trở đi", [("từ tháng 7 trở đi", "from")]),
        ("việc thường xuyên nào", [("thường xuyên", "regular")]),
        ("bao cao hang thang", [("hang thang", "regular")]),
        ("what is due in June?", [("in June", "in")]),
        ("tasks before July", [("before July", "before")]),
        ("done by Q3 2025", [("by Q3 2025", "by")]),
        ("what may happen, who may lead", []),
        ("cái máy của Viện", []),
        ("ai chủ trì đơn thuốc điện tử?", []),
        ("Nghị quyết 57 và Đề án 06", []),
    ],
)
def test_the_times_of_a_question_are_found_with_their_relation(question: str, found: list[tuple[str, str]]) -> None:
    assert [(question[one.start : one.end], one.relation.value) for one in find_times(question)] == found


def test_before_one_time_and_in_another_are_two() -> None:
    found = find_times("trước tháng 6 hoặc trong tháng 9")
    assert [one.relation for one in found] == [Relation.BEFORE, Relation.IN]


def test_a_deadline_answers_the_relation_of_a_question() -> None:
    def answer(cell: str, question: str) -> Due:
        return answers(parse_deadline(cell, YEARS), find_times(question)[0])

    assert answer("Tháng 6", "trước tháng 7") is Due.EXACT
    assert answer("Tháng 7", "trước tháng 7") is Due.NONE
    assert answer("Quý III", "sau quý 2") is Due.EXACT
    assert answer("Quý II", "by June 2026") is Due.EXACT
    assert answer("Quý II", "từ tháng 7 trở đi") is Due.NONE
    assert answer("Quý II", "trong tháng 6") is Due.ENDS_THERE
    assert answer("Thường xuyên", "việc thường xuyên") is Due.EXACT
    assert answer("Tháng 6", "việc thường xuyên") is Due.NONE


def test_an_open_question_can_be_set_in_a_year() -> None:
    (found,) = find_times("trước tháng 7")
    assert found.in_year(2027).periods == (Interval(date(2027, 7, 1), date(2027, 7, 31), Kind.MONTH),)


def test_an_interval_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Interval(date(2026, 2, 1), date(2026, 1, 1), Kind.SPAN)


@given(st.dates(date(2020, 1, 1), date(2039, 12, 31)))
def test_a_date_is_the_same_day_in_every_print(when: date) -> None:
    one_day = [Interval(when, when, Kind.DAY)]
    for text in (
        f"{when.day}/{when.month}/{when.year}",
        f"ngày {when.day:02}/{when.month:02}/{when.year}",
        f"ngày {when.day} tháng {when.month} năm {when.year}",
        f"{when.day}-{when.month}-{when.year}",
        f"{when.day}.{when.month}.{when.year}",
        when.isoformat(),
        f"{when:%B} {when.day}, {when.year}",
        f"{when.day} {when:%b} {when.year}",
    ):
        assert list(parse_deadline(text).intervals) == one_day, text


@given(st.integers(1, 12), st.integers(2020, 2039))
def test_a_month_lies_in_its_quarter_with_or_without_accents(month: int, year: int) -> None:
    number = (month + 2) // 3
    for text in (f"Quý {number}/{year}", f"quy {number} nam {year}", f"Q{number} {year}"):
        whole = parse_deadline(text).intervals[0]
        part = parse_deadline(f"tháng {month} năm {year}").intervals[0]
        assert whole.start <= part.start <= part.end <= whole.end, text


WORDS = st.sampled_from(
    [
        "tháng",
        "quý",
        "năm",
        "ngày",
        "trước",
        "sau",
        "từ",
        "đến",
        "và",
        "-",
        ",",
        ";",
        "/",
        "6",
        "12",
        "31/12",
        "2025",
        "2026",
        "II",
        "IV",
        "cuối",
        "đầu",
        "hằng",
        "thường",
        "xuyên",
        "in",
        "by",
        "Q3",
        "may",
        "June",
        "half",
        "kể",
        "tỷ",
        "đồng",
        "x",
        "(",
        ")",
        "76/KH-UBND",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=60))
def test_no_text_breaks_the_reader_and_every_found_time_lies_in_it(text: str) -> None:
    deadline = parse_deadline(text, (2025, 2026), "2025-09-19")
    assert all(one.start <= one.end for one in deadline.intervals)
    for found in find_times(text):
        assert 0 <= found.start < found.end <= len(text)
        assert bool(found.periods) != (found.relation is Relation.REGULAR)


@given(st.lists(st.sampled_from(["trước", "sau", "trong", "quý 2", "tháng 6", "2026", "cuối năm", "và"]), max_size=6))
def test_accents_do_not_matter(parts: list[str]) -> None:
    text = " ".join(parts)
    assert find_times(fold(text)) == find_times(text)
