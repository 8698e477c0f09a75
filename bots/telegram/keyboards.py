"""The buttons under messages, and what their presses say: an action and its arguments, 64 bytes at most."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bots.state import Verdict
from bots.telegram.library import PlanName
from bots.telegram.rendering import Page
from bots.telegram.texts import FollowUp, Texts

PAGE, SOURCE, FOLLOW_UP, ELSEWHERE, VERDICT, AGAIN = "p", "s", "f", "e", "v", "a"
PLAN, PLANS, LANGUAGE, PASSING = "plan", "plans", "lang", "-"
"""The actions of buttons."""

PLANS_SHOWN = 8
_SOURCES_A_LINE = 4
_THUMBS = {Verdict.UP: "👍", Verdict.DOWN: "👎"}


@dataclass(frozen=True, slots=True)
class Press:
    """What a press says."""

    action: str
    arguments: tuple[str, ...]


def read_press(data: str) -> Press:
    """The press that a button's data stand for; any text gives one."""
    action, *arguments = data.split(":")
    return Press(action, tuple(arguments))


def data(action: str, *arguments: object) -> str:
    """What a button carries."""
    return ":".join((action, *map(str, arguments)))


def plan_code(plan_id: str) -> str:
    """A short name for a plan that fits a button whatever its id."""
    return hashlib.sha256(plan_id.encode()).hexdigest()[:16]


def answer_keyboard(
    answer_id: str,
    pages: Sequence[Page],
    shown: int,
    followups: Sequence[FollowUp],
    elsewhere: Sequence[PlanName],
    words: Texts,
    verdict: Verdict | None = None,
) -> InlineKeyboardMarkup:
    """Under an answer: pages, its rows, follow-ups, plans to ask instead, and thumbs. `shown` counts pages from 0."""
    lines = [list(_pager(answer_id, len(pages), shown))]
    sources = [
        InlineKeyboardButton(words.button("row", n=one.n), callback_data=data(SOURCE, answer_id, shown, one.n))
        for one in pages[shown].citations
    ]
    lines += [sources[at : at + _SOURCES_A_LINE] for at in range(0, len(sources), _SOURCES_A_LINE)]
    lines += [[InlineKeyboardButton(one.label, callback_data=data(FOLLOW_UP, answer_id, one.id))] for one in followups]
    for plan in elsewhere:
        label = words.button("elsewhere", plan=plan.name)
        lines.append([InlineKeyboardButton(label, callback_data=data(ELSEWHERE, answer_id, plan_code(plan.id)))])
    lines.append(list(_thumbs(answer_id, shown, verdict)))
    return InlineKeyboardMarkup([line for line in lines if line])


def source_keyboard(answer_id: str, shown: int, words: Texts) -> InlineKeyboardMarkup:
    """Under the text of a source: back to the page of the answer."""
    back = InlineKeyboardButton(words.button("back"), callback_data=data(PAGE, answer_id, shown))
    return InlineKeyboardMarkup([[back]])


def again_keyboard(answer_id: str, words: Texts) -> InlineKeyboardMarkup:
    """Under the word that an answer may not have arrived."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(words.button("again"), callback_data=data(AGAIN, answer_id))]])


def passing_keyboard() -> InlineKeyboardMarkup:
    """Under a message without buttons, for the moment in which it is looked at."""
    return InlineKeyboardMarkup([[InlineKeyboardButton("…", callback_data=data(PASSING))]])


def plans_keyboard(
    plans: Sequence[PlanName], chosen: Collection[str], words: Texts, first: int = 0
) -> InlineKeyboardMarkup:
    """The plans to choose among, from the one numbered `first` on."""
    lines = [
        [
            InlineKeyboardButton(
                f"{'✓ ' if plan.id in chosen else ''}{plan.name}", callback_data=data(PLAN, plan_code(plan.id), first)
            )
        ]
        for plan in plans[first : first + PLANS_SHOWN]
    ]
    every = f"{'' if chosen else '✓ '}{words.button('all_plans')}"
    lines.append([InlineKeyboardButton(every, callback_data=data(PLAN, "", first))])
    moves = []
    if first:
        moves.append(InlineKeyboardButton("‹", callback_data=data(PLANS, max(0, first - PLANS_SHOWN))))
    if first + PLANS_SHOWN < len(plans):
        moves.append(InlineKeyboardButton("›", callback_data=data(PLANS, first + PLANS_SHOWN)))
    return InlineKeyboardMarkup([line for line in (*lines, moves) if line])


def language_keyboard(words: Texts) -> InlineKeyboardMarkup:
    """The languages to choose among."""
    names = (("vi", "Tiếng Việt"), ("en", "English"), ("", words.button("auto")))
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(name, callback_data=data(LANGUAGE, language)) for language, name in names]]
    )


def _pager(answer_id: str, pages: int, shown: int) -> Iterator[InlineKeyboardButton]:
    if shown > 0:
        yield InlineKeyboardButton(f"‹ {shown}", callback_data=data(PAGE, answer_id, shown - 1))
    if shown + 1 < pages:
        yield InlineKeyboardButton(f"{shown + 2} ›", callback_data=data(PAGE, answer_id, shown + 1))


def _thumbs(answer_id: str, shown: int, given: Verdict | None) -> Iterator[InlineKeyboardButton]:
    for verdict, thumb in _THUMBS.items():
        mark = " ✓" if verdict is given else ""
        yield InlineKeyboardButton(thumb + mark, callback_data=data(VERDICT, answer_id, shown, verdict.value))
