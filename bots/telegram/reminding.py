"""What a chat that follows a unit or a plan is to be told, and when.

On the first working day of a month: what falls due in it. Seven days before a deadline that names a day: that task; on
the working day before where that is none. A bot that was down then says it later: the list of the month within a week,
the task for as long as it is not due. Nothing is said of a month that had begun when the chat began to follow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapidfuzz import fuzz, process

from assistant.replies import shorten
from bots.telegram.calendar import first_working_day, is_working_time, local, month_of, working_day_before
from bots.telegram.library import PlanName, PlanTask
from bots.telegram.records import Follow
from bots.telegram.rendering import link
from bots.telegram.texts import Texts
from ingest.model import Field
from ingest.unit_names import same_unit, unit_of
from ingest.vietnamese import fold, words

AHEAD = timedelta(days=7)
_LATE = timedelta(days=7)
_SHOWN = 12
_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that goes out of itself; each of its `keys` may be told once."""

    keys: tuple[str, ...]
    html: str


def followed(follow: Follow, tasks: Iterable[PlanTask]) -> list[PlanTask]:
    """The rows that a chat follows."""
    asked = unit_of(follow.unit) if follow.unit else None
    return [
        task
        for task in tasks
        if (not follow.plan or task.plan == follow.plan)
        and (asked is None or any(same_unit(asked, unit) for unit in task.units))
    ]


def follow_name(follow: Follow, plans: Collection[PlanName], said: Texts) -> str:
    """What is followed, in words: "Văn phòng Sở, Cà Mau 2026"."""
    plan = next((one.name for one in plans if one.id == follow.plan), follow.plan)
    return ", ".join(part for part in (follow.unit, plan) if part) or said.plain("all_units")


def notices(
    follow: Follow, name: str, tasks: Sequence[PlanTask], now: datetime, told: Collection[str], said: Texts
) -> Iterator[Notice]:
    """What is to be told now about the rows that a chat follows; nothing outside of working time.

    `told` holds the keys of what has been told to the chat.
    """
    if not is_working_time(now):
        return
    today, since = local(now).date(), local(follow.since).date()
    scope = f"{fold(follow.unit)}|{follow.plan}"
    first = first_working_day(today.year, today.month)
    key = f"month:{today:%Y-%m}:{scope}"
    if since <= first <= today <= first + _LATE and key not in told:
        month = month_of(today)
        if due := [task for task in tasks if task.is_due(month)]:
            heading = said.say("remind_month", follow=name, count=len(due), month=today.month, year=today.year)
            yield Notice((key,), _list(heading, [(task, month.end) for task in due], today, said))
    soon = [
        (task, day)
        for task in tasks
        for day in task.last_days()
        if working_day_before(day - AHEAD) <= today <= day and _key(task, day) not in told
    ]
    if soon:
        keys = tuple(dict.fromkeys(_key(task, day) for task, day in soon))
        yield Notice(keys, _list(said.say("remind_soon", follow=name), soon, today, said))


def dated_ahead(tasks: Iterable[PlanTask], today: date) -> int:
    """How many rows have a deadline that names a day still to come."""
    return sum(any(day >= today for day in task.last_days()) for task in tasks)


def find_plan(asked: str, plans: Sequence[PlanName]) -> PlanName | None:
    """The plan that is meant: its id, or the one whose name begins with or holds the words asked for."""
    wanted = words(asked)
    exact = [plan for plan in plans if plan.id == asked.strip() or words(plan.name) == wanted]
    near = [plan for plan in plans if wanted and words(plan.name)[: len(wanted)] == wanted]
    return exact[0] if exact else near[0] if len(near) == 1 else None


def near_names(asked: str, tasks: Iterable[PlanTask], plans: Iterable[PlanName], most: int = 3) -> list[str]:
    """Units and plans with a name like the one asked for."""
    names = {unit.text for task in tasks for unit in task.units} | {plan.name for plan in plans}
    found = process.extract(asked, sorted(names), scorer=fuzz.WRatio, processor=fold, limit=most, score_cutoff=70)
    return [name for name, _score, _at in found]


def _key(task: PlanTask, day: date) -> str:
    return f"row:{task.anchor}:{day.isoformat()}"


def _list(heading: str, due: Sequence[tuple[PlanTask, date]], today: date, said: Texts) -> str:
    lines = [heading]
    for task, day in due[:_SHOWN]:
        lead = task.text(Field.LEAD_UNIT)
        text = said.plain(
            "remind_until",
            content=shorten(task.text(Field.CONTENT) or task.label, _CHARACTERS),
            lead=f"{shorten(lead, 60)}; " if lead else "",
            day=task.deadline.text or f"{day:%d/%m/%Y}",
        )
        lines.append(f"• {link('', text)} {link(task.url, f'[{task.label}]')}")
    if len(due) > _SHOWN:
        rest = len(due) - _SHOWN
        lines.append(said.say("remind_more", count=rest, month=today.month, year=today.year))
    return "\n".join(lines)
