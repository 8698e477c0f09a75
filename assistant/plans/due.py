"""Deadlines as they are told: one counted from an event with the day that it comes to."""

from __future__ import annotations

from assistant.plans.columns import Wanted
from assistant.plans.filters import deadline_of
from assistant.plans.shelf import Shelf
from assistant.replies import Replies
from ingest.model import Field, Row


def with_day(row: Row, wanted: Wanted, text: str, shelf: Shelf, words: Replies) -> str:
    """The text of a cell; that of a deadline which is counted from an event, with its last day where that is known.

    "100 ngày kể từ ngày ban hành Kế hoạch" of a plan of 19/9/2025 is told with "(ngày 28/12/2025)".
    """
    if wanted is not Field.DEADLINE:
        return text
    relative = deadline_of(row, shelf.plans[row.anchor.plan]).relative
    if relative is None or relative.end is None:
        return text
    return words.say("resolved", text=text, date=f"{relative.end.day}/{relative.end.month}/{relative.end.year}")
