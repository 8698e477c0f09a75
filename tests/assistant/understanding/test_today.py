"""What a question says by the day it is asked on is written out as dates, and the answer tells which."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.understanding.today import with_dates
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, library_in

TODAY = date(2026, 11, 23)
NAMES = ("Đồng Tháp 2026", "Cà Mau 2026")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("tháng này có việc gì của Đồng Tháp?", "tháng 11/2026 có việc gì của Đồng Tháp?"),
        ("viec nao den han quy sau", "viec nao den han quy i/2027"),
        ("Việc nào phải xong tháng trước?", "Việc nào phải xong tháng 10/2026?"),
        ("tuần sau có việc gì", "từ ngày 30/11/2026 đến ngày 06/12/2026 có việc gì"),
        ("việc nào đến hạn hôm nay", "việc nào đến hạn ngày 23/11/2026"),
        ("what is due next month?", "what is due in December 2026?"),
        ("which tasks are due by this quarter", "which tasks are due by Q4/2026"),
        ("việc nào phải xong trong 3 tháng tới", "việc nào phải xong từ ngày 23/11/2026 đến ngày 23/02/2027"),
        ("tasks due within the next 30 days", "tasks due from 23/11/2026 to 23/12/2026"),
        ("việc nào sắp đến hạn", "việc nào đến hạn từ ngày 23/11/2026 đến ngày 23/12/2026"),
        ("tasks due soon", "tasks due from 23/11/2026 to 23/12/2026"),
        ("what is due soon in Dong Thap", "what is due from 23/11/2026 to 23/12/2026 in Dong Thap"),
        ("sắp tới hạn có việc gì", "đến hạn từ ngày 23/11/2026 đến ngày 23/12/2026 có việc gì"),
        ("việc nào của Đồng Tháp đã quá hạn?", "việc nào của Đồng Tháp đến hạn trước ngày 23/11/2026 ?"),
        ("which tasks are overdue", "which tasks are due before 23/11/2026"),
        ("overdue tasks of Ca Mau", "due before 23/11/2026 tasks of Ca Mau"),
    ],
)
def test_what_is_said_by_today_is_written_out(text: str, written: str) -> None:
    assert with_dates(text, TODAY, NAMES).text == written


@pytest.mark.parametrize(
    "text",
    [
        "việc xử lý hồ sơ quá hạn do ai chủ trì",
        "viec nao phai xong thang sau",  # June, where accents are left out
        "thuốc sắp hết hạn xử lý thế nào",
        "việc thu hồi giấy phép sắp hết hạn do ai làm",
        "mấy tháng nay có việc gì",
        "lịch tiêm vắc xin cho bé tháng này",
        "hôm nay trời đẹp quá",
        "việc nào phải xong trong tháng 6",
        "nhiệm vụ năm nay",
        "İİ việc nào phải xong tháng này",
        "which tasks fall due in the last quarter of 2025?",
        "bà Mai phụ trách những việc gì",
    ],
)
def test_other_questions_stay_as_they_are(text: str) -> None:
    assert with_dates(text, TODAY, NAMES).text == text


def test_a_turn_that_goes_on_may_say_a_month_alone() -> None:
    assert with_dates("Còn tháng sau?", TODAY, NAMES).text == "Còn tháng sau?"
    assert with_dates("Còn tháng sau?", TODAY, NAMES, goes_on=True).text == "Còn tháng 12/2026?"
    assert with_dates("hôm nay trời đẹp", TODAY, NAMES, goes_on=True).text == "hôm nay trời đẹp"


@pytest.mark.parametrize(
    ("today", "written"),
    [
        (date(2026, 12, 31), "việc nào phải xong từ ngày 31/12/2026 đến ngày 28/02/2027"),
        (date(2027, 12, 1), "việc nào phải xong từ ngày 01/12/2027 đến ngày 01/02/2028"),
        (date(2027, 10, 31), "việc nào phải xong từ ngày 31/10/2027 đến ngày 31/12/2027"),
    ],
)
def test_months_ahead_end_within_their_month(today: date, written: str) -> None:
    assert with_dates("việc nào phải xong trong 2 tháng tới", today, NAMES).text == written


@pytest.fixture(scope="module")
def in_june(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant that is asked on a day in June 2027, in which one task of Bến Tre is due."""
    folder: Path = tmp_path_factory.mktemp("june")
    assistant_in(folder)
    return Assistant(library_in(folder), today=lambda: date(2027, 6, 10))


def test_rows_of_this_month_are_told_with_what_was_meant(in_june: Assistant) -> None:
    answer = in_june.ask("Việc nào phải xong trong tháng này?")
    assert anchors(answer) == [f"{BEN_TRE}/pl-1/I/1"]
    assert answer.answer.endswith("(“tháng này” được hiểu là tháng 6/2027.)")


def test_what_should_be_over_is_told_with_what_the_plans_do_not_say(in_june: Assistant) -> None:
    answer = in_june.ask("which tasks are overdue?")
    assert anchors(answer) == [f"{BEN_TRE}/pl-1/I/3"]
    assert answer.answer.endswith(
        "(“overdue” is taken as due before 10/06/2027; the plans do not say what has been done.)"
    )


def test_a_conversation_goes_on_to_the_next_month(in_june: Assistant) -> None:
    answer = in_june.ask("Còn tháng trước?", history=["Việc nào của Bến Tre phải xong trong tháng này?"])
    assert "tháng 5/2027" in answer.answer


def test_a_syllable_of_a_plans_name_is_no_plan() -> None:
    text = "hồ sơ trễ hạn thì phải xin lỗi trong mấy ngày"
    assert with_dates(text, TODAY, ["Sở Y tế Hồ Chí Minh 2027"]).text == text
