"""Reminders and the weekly summary, with a clock that is moved by hand. Times in the names are Vietnam's."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import pytest

from bots.telegram.calendar import first_working_day, is_working_time, working_day_before
from bots.telegram.library import OwnLibrary
from bots.telegram.records import Follow
from bots.telegram.reminding import followed, notices
from bots.telegram.texts import texts
from ingest.periods import VIETNAM
from tests.bots.state.samples import Clock
from tests.bots.telegram.bot_api import BotApi, Call, Fault
from tests.bots.telegram.samples import FakeLibrary, answer, running, task

OFFICE = "Văn phòng Sở"
ROWS = (
    task("ben-tre-2026/pl-1/1", "Bệnh án điện tử", OFFICE, "Chậm nhất 30/6/2026", "Phòng Nghiệp vụ"),
    task("ben-tre-2026/pl-1/2", "Chữ ký số", OFFICE, "Tháng 6"),
    task("ben-tre-2026/pl-1/3", "Đơn thuốc điện tử", "Phòng Nghiệp vụ", "15/6/2026"),
    task("ben-tre-2026/pl-1/4", "Báo cáo", OFFICE, "Thường xuyên"),
)


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A time in Vietnam."""
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


def quiet(api: BotApi, count: int, seconds: float = 0.5) -> None:
    """Asserts that no more messages are sent than those so far."""
    time.sleep(seconds)
    assert len(api.of("sendMessage")) == count, api.of("sendMessage")[count:]


def follow(api: BotApi, unit: str = OFFICE, chat: int = 7) -> Call:
    """Has a chat follow a unit."""
    before = len(api.of("sendMessage", chat))
    api.send(api.message(f"/remind {unit}", chat))
    return api.wait_for("sendMessage", before + 1, chat)[-1]


def test_a_month_begins_with_what_is_due_in_it_and_each_date_is_told_a_week_ahead(api: BotApi, tmp_path: Path) -> None:
    clock = Clock(at(2026, 5, 20))
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        assert "3 nhiệm vụ, 1 việc có ngày hạn" in follow(api).text
        quiet(api, 1)
        clock.now = at(2026, 6, 1, 7, 59)
        quiet(api, 1)
        clock.now = at(2026, 6, 1, 8)
        month = api.wait_for("sendMessage", 2)[1]
        quiet(api, 2)
        clock.now = at(2026, 6, 22, 16, 59)
        quiet(api, 2)
        clock.now = at(2026, 6, 23, 8)
        soon = api.wait_for("sendMessage", 3)[2]
        for day in (24, 29, 30):
            clock.now = at(2026, 6, day)
            quiet(api, 3, 0.2)
    assert "2 việc đến hạn trong tháng 6/2026" in month.text
    assert "Bệnh án điện tử" in month.text
    assert "Chữ ký số" in month.text
    assert "Báo cáo" not in month.text
    assert "Đơn thuốc" not in month.text
    assert "https://kehoach.example.vn/sources/ben-tre-2026/pl-1/1" in month.data["text"]
    assert "sắp đến hạn" in soon.text
    assert "hạn Chậm nhất 30/6/2026" in soon.text
    assert "Chữ ký số" not in soon.text


def test_reminders_outlive_the_process_and_are_not_told_again(api: BotApi, tmp_path: Path) -> None:
    clock = Clock(at(2026, 5, 20))
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        follow(api)
    clock.now = at(2026, 6, 1)
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        api.wait_for("sendMessage", 2)
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        quiet(api, 2)
        api.send(api.message("/remind off"))
        api.wait_for("sendMessage", 3)
        clock.now = at(2026, 7, 1)
        quiet(api, 3)


def test_a_reminder_that_may_have_arrived_is_not_sent_again(api: BotApi, tmp_path: Path) -> None:
    clock = Clock(at(2026, 5, 20))
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        follow(api)
        api.faults.append(Fault("sendMessage", 1, drop=True, takes_effect=True))
        clock.now = at(2026, 6, 1)
        api.wait_for("sendMessage", 2)
        quiet(api, 2, 1)


@pytest.mark.once(reason="is about waiting for Telegram; what is kept is kept as above")
def test_a_reminder_that_the_server_refused_for_now_is_sent_later(api: BotApi, tmp_path: Path) -> None:
    clock = Clock(at(2026, 5, 20))
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        follow(api)
        api.faults += [Fault("sendMessage", 1, 500), Fault("sendMessage", 1, 429, retry_after=1)]
        clock.now = at(2026, 6, 1)
        api.wait_for("sendMessage", 2)
        quiet(api, 2, 1)


@pytest.mark.once(reason="is about waiting for Telegram; what is kept is kept as above")
def test_a_chat_held_by_flood_control_does_not_hold_the_reminders_of_others(api: BotApi, tmp_path: Path) -> None:
    clock = Clock(at(2026, 5, 20))
    with running(api, tmp_path, FakeLibrary(ROWS), clock):
        follow(api, chat=7)
        follow(api, chat=8)
        api.faults.append(Fault("sendMessage", 1, 429, retry_after=2, chat=7))
        clock.now = at(2026, 6, 1)
        other = api.wait_for("sendMessage", 2, chat=8)[1]
        held = api.wait_for("sendMessage", 2, chat=7)[1]
    assert held.at - other.at > 1


def test_units_and_plans_are_followed_by_any_of_their_names(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path, FakeLibrary(ROWS), Clock(at(2026, 5, 20))) as bot:
        assert "3 nhiệm vụ" in follow(api, "van phong so").text
        assert "4 nhiệm vụ" in follow(api, "ben tre").text
        assert "Có phải: Văn phòng Sở?" in follow(api, "văn phòng xở").text.replace("Phòng Nghiệp vụ, ", "")
        assert "Không có đơn vị hay kế hoạch" in follow(api, "zzz").text
        listed = follow(api, "")
        kept = {(one.unit, one.plan) for one in bot.memory.follows.of(7)}
    assert kept == {("van phong so", ""), ("", "ben-tre-2026")}
    assert "van phong so" in listed.text
    assert "Bến Tre 2026" in listed.text


@pytest.mark.parametrize(
    ("moment", "working"),
    [
        (at(2026, 6, 1, 8), True),
        (at(2026, 6, 1, 16, 59), True),
        (at(2026, 6, 1, 17), False),
        (at(2026, 6, 1, 7, 59), False),
        (at(2026, 6, 1, 23), False),
        (at(2026, 6, 6), False),
        (at(2026, 6, 7), False),
        (at(2026, 4, 30), False),
        (at(2026, 2, 17), False),
    ],
)
def test_nights_weekends_and_holidays_are_quiet(moment: datetime, working: bool) -> None:
    assert is_working_time(moment) is working


def test_working_days() -> None:
    assert first_working_day(2026, 6) == date(2026, 6, 1)
    assert first_working_day(2026, 8) == date(2026, 8, 3), "the 1st is a Saturday"
    assert first_working_day(2026, 1) == date(2026, 1, 2), "the 1st is a holiday"
    assert first_working_day(2026, 5) == date(2026, 5, 4), "a holiday, then a weekend"
    assert working_day_before(date(2026, 6, 21)) == date(2026, 6, 19)


@pytest.mark.parametrize(
    ("today", "since", "told"),
    [
        ((2026, 6, 1), (2026, 5, 1), ["month"]),
        ((2026, 6, 5), (2026, 5, 1), ["month"]),
        ((2026, 6, 9), (2026, 5, 1), []),
        ((2026, 6, 3), (2026, 6, 2), []),
        ((2026, 6, 23), (2026, 6, 2), ["row"]),
        ((2026, 6, 29), (2026, 6, 29), ["row"]),
        ((2026, 7, 1), (2026, 5, 1), []),
    ],
)
def test_what_was_missed_is_told_late_and_what_is_over_never(
    today: tuple[int, int, int], since: tuple[int, int, int], told: list[str]
) -> None:
    following = Follow(7, OFFICE, "", at(*since))
    due = notices(following, OFFICE, followed(following, ROWS), at(*today), frozenset(), texts("vi"))
    assert [one.keys[0].split(":")[0] for one in due] == told


def test_a_date_a_week_after_a_weekend_is_told_on_the_friday(tmp_path: Path) -> None:
    row = task("ben-tre-2026/pl-1/9", "Việc", OFFICE, "Chậm nhất 28/6/2026")
    following = Follow(7, OFFICE, "", at(2026, 6, 2))
    for day, count in ((18, 0), (19, 1)):
        due = list(notices(following, OFFICE, [row], at(2026, 6, day), frozenset(), texts("vi")))
        assert len(due) == count


@pytest.mark.once(reason="is about what is told")
def test_a_long_list_of_a_month_is_cut_with_the_way_to_the_rest(api: BotApi, tmp_path: Path) -> None:
    rows = tuple(task(f"ben-tre-2026/pl-1/{n}", "Việc rất dài " * 50, OFFICE, "Tháng 6") for n in range(1, 80))
    clock = Clock(at(2026, 5, 20))
    with running(api, tmp_path, FakeLibrary(rows), clock):
        follow(api)
        clock.now = at(2026, 6, 1)
        told = api.wait_for("sendMessage", 2)[1]
    assert "79 việc đến hạn" in told.text
    assert "… và 67 việc khác: /due tháng 6" in told.text


@pytest.mark.once(reason="is about what is told")
def test_the_real_plans_give_reminders(sample_plans: OwnLibrary) -> None:
    following = Follow(7, OFFICE, "dong-thap-2026", at(2026, 5, 20))
    rows = followed(following, sample_plans.tasks().values())
    due = list(notices(following, OFFICE, rows, at(2026, 6, 1), frozenset(), texts("vi")))
    assert len(due) == 1
    assert "Nâng cấp đường truyền Internet" in due[0].html


def test_the_administrator_gets_one_summary_a_week(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary(answers={text: answer("Không nói.") for text in ("Giá vàng?", "gia vang", "Sao Hỏa?")})
    clock = Clock(at(2026, 6, 5, 18))
    with running(api, tmp_path, library, clock, telegram_admin_chat=99):
        for number, text in enumerate(("Giá vàng?", "gia vang", "Sao Hỏa?", "Ai chủ trì?"), 1):
            api.send(api.message(text))
            api.wait_for("sendMessage", number)
        clock.now = at(2026, 6, 7)
        quiet(api, 4)
        clock.now = at(2026, 6, 8, 8)
        (summary,) = api.wait_for("sendMessage", 1, chat=99)
        quiet(api, 5)
    with running(api, tmp_path, library, clock, telegram_admin_chat=99):
        clock.now = at(2026, 6, 9)
        quiet(api, 5)
        clock.now = at(2026, 6, 16)
        second = api.wait_for("sendMessage", 2, chat=99)[1]
    assert summary.text.splitlines() == [
        "📋 Tuần qua có 2 câu hỏi mà kế hoạch chưa trả lời:",
        "2× gia vang",
        "1× Sao Hỏa?",
    ]
    assert "mọi câu hỏi đều có câu trả lời" in second.text
