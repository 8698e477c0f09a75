"""Questions that a page offers before anybody has asked: made from rows of the plans, each tried before."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from assistant.assistant import Assistant
from assistant.plans.library import Shelf
from ingest.model import Field

MOST = 4
_TRIED = 6  # questions tried for each one wanted
_WORDS = (3, 9)  # of a row's content that stands well in a question
_ROUNDS = 2
_COUNTED = 2  # the plan whose tasks are counted first, so that one suggestion in a few is a count
_ASKED = (Field.LEAD_UNIT, Field.DEADLINE, Field.TARGET, Field.BUDGET, Field.DELIVERABLE)


@cache
def _templates(language: str) -> Mapping[str, str]:
    data = tomllib.loads(files("prompts").joinpath("suggestions.toml").read_text("utf-8"))
    templates: Mapping[str, str] = data[language]
    return templates


class Suggestions:
    """Suggested questions, worked out once for each state of the index."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._known: dict[tuple[int, tuple[str, ...], str], tuple[str, ...]] = {}

    def of(self, shelf: Shelf, plans: tuple[str, ...], language: str) -> tuple[str, ...]:
        """Up to `MOST` questions that these plans (all where none is named) answer with a citation."""
        key = (shelf.generation, plans, language)
        with self._lock:
            if key not in self._known:
                self._known = {old: said for old, said in self._known.items() if old[0] == shelf.generation}
                self._known[key] = self._tried(shelf, plans, language)
            return self._known[key]

    def _tried(self, shelf: Shelf, plans: tuple[str, ...], language: str) -> tuple[str, ...]:
        good: list[str] = []
        for tried, (question, anchor) in enumerate(_drafts(shelf, plans, language)):
            if len(good) == MOST or tried == MOST * _TRIED:
                break
            answer = self._assistant.ask(question, (), plans)
            cited = {citation.anchor for citation in answer.citations}
            if answer.answerable and question not in good and (not anchor or anchor in cited):
                good.append(question)
        return tuple(good)


def _drafts(shelf: Shelf, plans: tuple[str, ...], language: str) -> Iterator[tuple[str, str]]:
    """Questions with the address that their answer must cite: in turn of each plan, in turn for each field."""
    chosen = [plan for plan in shelf.plans if not plans or plan in plans]
    by_plan = [_drafts_of(plan, shelf, number, language) for number, plan in enumerate(chosen)]
    while by_plan:
        for drafts in list(by_plan):
            draft = next(drafts, None)
            if draft is None:
                by_plan.remove(drafts)
            else:
                yield draft


def _drafts_of(plan: str, shelf: Shelf, number: int, language: str) -> Iterator[tuple[str, str]]:
    templates = _templates(language)
    rows = [row for row in shelf.rows_of([plan]) if _WORDS[0] <= len(row.text(Field.CONTENT).split()) <= _WORDS[1]]
    if number == _COUNTED:
        yield templates["count"].format(plan=shelf.names[plan]), ""
    for turn in range(_ROUNDS * len(_ASKED)):
        wanted = _ASKED[(number + turn) % len(_ASKED)]
        row = next((row for row in rows if row.text(wanted)), None)
        if row is not None:
            rows.remove(row)
            yield templates[wanted.value].format(content=row.text(Field.CONTENT).rstrip(" .;,")), str(row.anchor)
    if number == 0:
        yield templates["count"].format(plan=shelf.names[plan]), ""
