"""Where the bot's answers come from: the assistant in its own process, or a `python -m bots.web` over HTTP.

Both give the same: answers, the plans at hand, and their rows as `PlanTask`, for lists, reminders and inline mode.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.plans.filters import deadline_of
from assistant.plans.library import Library, Shelf
from assistant.telling.citing import CitationBook
from bots.sources import plan_of
from bots.telegram.memory import ANSWER_JSON
from bots.tidying import Tidier
from ingest.deadlines import Deadline, Due, due_within, parse_deadline
from ingest.errors import PlanError
from ingest.model import Field, Row
from ingest.periods import Interval, Kind
from ingest.units import Unit, split_units
from ingest.vietnamese import words

_ROWS_AT_ONCE = 500
_FRESH = 300.0  # seconds for which what was read over HTTP is taken to hold
_DATED = (Kind.DAY, Kind.BEFORE, Kind.BY)


class UnavailableError(PlanError):
    """The plans cannot be looked up just now."""


@dataclass(frozen=True, slots=True)
class PlanName:
    """A plan in a list."""

    id: str
    name: str
    """"Cà Mau 2026"."""
    title: str


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A row of an appendix, with what messages say of it."""

    anchor: str
    plan: str
    plan_name: str
    label: str
    """"Sở Y tế Cà Mau 2026, Phụ lục 1, STT 13"."""
    url: str
    fields: Mapping[str, str]
    """Cell text by canonical field."""
    deadline: Deadline
    units: tuple[Unit, ...]
    """The bodies that lead or coordinate."""
    words: frozenset[str]
    """The folded words of its cells, for finding it."""

    def text(self, wanted: Field) -> str:
        """The text of a field, "" where it is blank."""
        return self.deadline.text if wanted is Field.DEADLINE else self.fields.get(wanted.value, "")

    def is_due(self, period: Interval) -> bool:
        """Whether its last day is in a period."""
        return due_within(self.deadline, period) >= Due.ENDS_THERE

    def last_days(self) -> tuple[date, ...]:
        """The days that its deadline names as the last."""
        return tuple(one.end for one in self.deadline.intervals if one.kind in _DATED)


class PlanLibrary(Protocol):
    """What the bot asks; its methods may take a while, are called in threads, and raise PlanError."""

    def ask(self, question: str, history: Sequence[str], plans: Sequence[str], language: str) -> Answer:
        """The answer, in the question's language where `language` is ""."""

    def plans(self) -> tuple[PlanName, ...]:
        """The plans at hand."""

    def tasks(self) -> Mapping[str, PlanTask]:
        """The rows of all plans by anchor, in print order."""

    def tasks_at(self, anchors: Iterable[str]) -> Mapping[str, PlanTask]:
        """The rows at some anchors; anchors of no row are left out."""

    def warm(self) -> None:
        """Read plans and model before anybody asks."""

    def tidy(self) -> None:
        """Give back what a former state of the plans took; to be called now and then."""

    def close(self) -> None:
        """Let go of files and connections."""


@dataclass(frozen=True)
class PlanLibraries:
    """What a chat is answered from: the plans that everybody may see, or for chats on a list the internal ones too."""

    public: PlanLibrary
    internal: PlanLibrary | None = None
    chats: frozenset[int] = frozenset()

    def of(self, chat: int) -> PlanLibrary:
        """The plans for a chat. A group counts as itself, whoever of its members asks: all of them read the answer."""
        return self.internal if self.internal is not None and chat in self.chats else self.public

    def warm(self) -> None:
        """See `PlanLibrary`."""
        for library in self._all():
            library.warm()

    def tidy(self) -> None:
        """See `PlanLibrary`; what is given back is the process'."""
        (self.internal or self.public).tidy()

    def close(self) -> None:
        """See `PlanLibrary`."""
        for library in self._all():
            library.close()

    def _all(self) -> tuple[PlanLibrary, ...]:
        return (self.public, self.internal) if self.internal is not None else (self.public,)


class OwnLibrary:
    """The assistant in the bot's own process."""

    def __init__(self, library: Library, assistant: Assistant, public_url: str = "") -> None:
        self._library = library
        self._assistant = assistant
        self._public_url = public_url
        self._tidier = Tidier(library.store.catalogue.generation)
        self._lock = threading.Lock()
        self._tasks: tuple[int, dict[str, PlanTask]] = (-1, {})

    def ask(self, question: str, history: Sequence[str], plans: Sequence[str], language: str) -> Answer:
        """See `PlanLibrary`."""
        known = self._library.shelf(plans).plans
        return self._assistant.ask(question, history, [plan for plan in plans if plan in known], language)

    def plans(self) -> tuple[PlanName, ...]:
        """See `PlanLibrary`."""
        shelf = self._library.shelf()
        return tuple(PlanName(plan.id, shelf.names[plan.id], plan.header.title) for plan in shelf.plans.values())

    def tasks(self) -> Mapping[str, PlanTask]:
        """See `PlanLibrary`."""
        shelf = self._library.shelf()
        with self._lock:
            if self._tasks[0] != shelf.generation:
                self._tasks = (shelf.generation, self._read(shelf, shelf.rows_of(())))
            return self._tasks[1]

    def tasks_at(self, anchors: Iterable[str]) -> Mapping[str, PlanTask]:
        """See `PlanLibrary`."""
        anchors = list(anchors)
        shelf = self._library.shelf([plan_of(anchor) for anchor in anchors])
        found = (shelf.rows.get(anchor) for anchor in anchors)
        return self._read(shelf, (row for row in found if row is not None))

    def warm(self) -> None:
        """See `PlanLibrary`."""
        self._assistant.search("đơn vị chủ trì", limit=1)

    def tidy(self) -> None:
        """See `PlanLibrary`."""
        self._tidier.tick()

    def close(self) -> None:
        """See `PlanLibrary`."""
        self._library.store.close()

    def _read(self, shelf: Shelf, rows: Iterable[Row]) -> dict[str, PlanTask]:
        book = CitationBook(shelf, "vi", self._public_url)
        read = {str(row.anchor): row for row in rows}
        for row in read.values():
            book.row(row)
        made = {}
        for cited in book.citations():
            row, plan = read[cited.anchor], shelf.plans[cited.plan]
            deadline, name = deadline_of(row, plan), shelf.names[plan.id]
            task = _task(cited.anchor, plan.id, name, cited.label, cited.url, row.fields, deadline, plan.abbreviations)
            made[cited.anchor] = task
        return made


class _PlanLine(BaseModel):
    id: str
    title: str
    issuer: str
    province: str
    date: str
    years: list[int]


class _RowLine(BaseModel):
    anchor: str
    appendix: str | None
    group: str
    stt: str
    fields: dict[str, str | dict[str, str]]
    url: str


class _RowPage(BaseModel):
    total: int
    rows: list[_RowLine]


_PLANS = TypeAdapter(list[_PlanLine])


class RemoteLibrary:
    """The assistant of a web server."""

    def __init__(
        self, address: str, public_url: str = "", now: Callable[[], float] = time.monotonic, token: str = ""
    ) -> None:
        """With a `token` of the server's the internal plans are among its own."""
        self._public_url = public_url.rstrip("/")
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(base_url=address, timeout=30, headers=headers)
        self._now = now
        self._lock = threading.Lock()
        self._read_at = -_FRESH
        self._plans: tuple[PlanName, ...] = ()
        self._tasks: dict[str, PlanTask] = {}

    def ask(self, question: str, history: Sequence[str], plans: Sequence[str], language: str) -> Answer:
        """See `PlanLibrary`. The server has a record of its own of the questions that it could not answer."""
        asked = {"question": question, "history": list(history), "plans": list(plans)}
        try:
            reply = self._client.post("/api/ask", json=asked | ({"language": language} if language else {}))
            reply.raise_for_status()
            return ANSWER_JSON.validate_json(reply.content)
        except (httpx.HTTPError, ValidationError) as error:
            raise _unavailable(error) from error

    def plans(self) -> tuple[PlanName, ...]:
        """See `PlanLibrary`."""
        self._refresh()
        return self._plans

    def tasks(self) -> Mapping[str, PlanTask]:
        """See `PlanLibrary`."""
        self._refresh()
        return self._tasks

    def tasks_at(self, anchors: Iterable[str]) -> Mapping[str, PlanTask]:
        """See `PlanLibrary`."""
        tasks = self.tasks()
        return {anchor: tasks[anchor] for anchor in anchors if anchor in tasks}

    def warm(self) -> None:
        """See `PlanLibrary`. A server that does not answer yet may do so later."""
        with suppress(UnavailableError):
            self._refresh()

    def tidy(self) -> None:
        """See `PlanLibrary`; little is held here."""

    def close(self) -> None:
        """See `PlanLibrary`."""
        self._client.close()

    def _refresh(self) -> None:
        """Read plans and rows anew when they are no longer fresh; a server that fails leaves those read before."""
        with self._lock:
            if self._now() - self._read_at < _FRESH:
                return
            try:
                plans = _PLANS.validate_json(self._get("/api/plans"))
                tasks = {task.anchor: task for plan in plans for task in self._rows(plan)}
            except (httpx.HTTPError, ValidationError) as error:
                if not self._plans:
                    raise _unavailable(error) from error
            else:
                self._plans = tuple(PlanName(plan.id, _name(plan), plan.title) for plan in plans)
                self._tasks = tasks
            self._read_at = self._now()

    def _rows(self, plan: _PlanLine) -> list[PlanTask]:
        found: list[_RowLine] = []
        while True:
            address = f"/api/plans/{plan.id}/rows?limit={_ROWS_AT_ONCE}&offset={len(found)}"
            page = _RowPage.model_validate_json(self._get(address))
            found.extend(page.rows)
            if len(found) >= page.total or not page.rows:
                return [self._one(plan, row) for row in found]

    def _one(self, plan: _PlanLine, row: _RowLine) -> PlanTask:
        fields = {name: cell for name, cell in row.fields.items() if isinstance(cell, str)}
        schedule = row.fields.get(Field.SCHEDULE.value, {})
        deadline = parse_deadline(
            fields.get(Field.DEADLINE.value, ""), plan.years, plan.date, schedule if isinstance(schedule, dict) else {}
        )
        place = f"Phụ lục {row.appendix}".strip()
        label = f"{_name(plan)}, {place}, {f'{row.group}.{row.stt}' if row.group else f'STT {row.stt}'}"
        return _task(row.anchor, plan.id, _name(plan), label, f"{self._public_url}{row.url}", fields, deadline, {})

    def _get(self, address: str) -> bytes:
        reply = self._client.get(address)
        reply.raise_for_status()
        return reply.content


def _task(
    anchor: str,
    plan: str,
    plan_name: str,
    label: str,
    url: str,
    fields: Mapping[str, str],
    deadline: Deadline,
    abbreviations: Mapping[str, str],
) -> PlanTask:
    bodies = (Field.LEAD_UNIT, Field.COORDINATING_UNITS)
    units = [unit for body in bodies for unit in split_units(fields.get(body.value, ""), abbreviations)]
    said = frozenset(words(" ".join((plan_name, *fields.values(), deadline.text))))
    return PlanTask(anchor, plan, plan_name, label, url, fields, deadline, tuple(units), said)


def _name(plan: _PlanLine) -> str:
    years = "-".join(str(year) for year in sorted({plan.years[0], plan.years[-1]})) if plan.years else ""
    return f"{plan.province or plan.issuer or plan.id} {years}".strip()


def _unavailable(error: Exception) -> UnavailableError:
    kind = type(error).__name__
    return UnavailableError(
        f"ASSISTANT_URL: không hỏi được máy chủ trợ lý ({kind}); hãy kiểm tra python -m bots.web",
        f"ASSISTANT_URL: the assistant's server cannot be asked ({kind}); check python -m bots.web",
    )
