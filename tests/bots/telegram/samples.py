"""A bot on a local Bot API, in a thread with an event loop of its own, with real or made-up plans."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assistant.answer import Answer, Citation, Kind
from bots.settings import BotSettings
from bots.state import State, open_state
from bots.telegram.app import TelegramBot
from bots.telegram.library import PlanLibraries, PlanLibrary, PlanName, PlanTask
from bots.telegram.settings import TelegramSettings
from ingest.deadlines import parse_deadline
from ingest.units import split_units
from ingest.vietnamese import words
from tests.bots.state.samples import Clock, bot_settings
from tests.bots.telegram.bot_api import TOKEN, BotApi
from tests.servers import settings_for

PUBLIC_URL = "https://kehoach.example.vn"


def telegram_settings(**values: object) -> TelegramSettings:
    """Settings for a bot on the local API, whatever the environment says; ticks are quick and nothing is held back."""
    usual = {name: one.get_default() for name, one in TelegramSettings.model_fields.items()}
    quick = {"telegram_token": TOKEN, "telegram_messages_per_second": 0, "telegram_tick_seconds": 0.05}
    return TelegramSettings.model_validate({**usual, **quick, **values})


def task(anchor: str, content: str, lead: str = "", deadline: str = "", coordinating: str = "") -> PlanTask:
    """A row of a made-up plan of 2026."""
    fields = {"content": content, "lead_unit": lead, "coordinating_units": coordinating, "deadline": deadline}
    plan = anchor.split("/")[0]
    return PlanTask(
        anchor,
        plan,
        "Bến Tre 2026",
        f"Sở Y tế Bến Tre 2026, Phụ lục 1, STT {anchor.rsplit('/', 1)[-1]}",
        f"{PUBLIC_URL}/sources/{anchor}",
        fields,
        parse_deadline(deadline, (2026,)),
        (*split_units(lead), *split_units(coordinating)),
        frozenset(words(" ".join(fields.values()))),
    )


@dataclass
class FakeLibrary:
    """Plans of a few rows; each question is answered by repeating it, with the first row cited."""

    rows: Sequence[PlanTask] = (task("ben-tre-2026/pl-1/1", "Triển khai bệnh án điện tử", "Văn phòng Sở", "30/6/2026"),)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    slow: float = 0.0
    error: Exception | None = None
    asked: list[tuple[str, tuple[str, ...], tuple[str, ...], str]] = field(default_factory=list)

    def ask(self, question: str, history: Sequence[str], plans: Sequence[str], language: str) -> Answer:
        """See `PlanLibrary`."""
        self.asked.append((question, tuple(history), tuple(plans), language))
        time.sleep(self.slow)
        if self.error is not None:
            raise self.error
        return self.answers.get(question) or answer(f"Trả lời: {question} [1]", self.rows[:1], language or "vi")

    def plans(self) -> tuple[PlanName, ...]:
        """See `PlanLibrary`."""
        names = {row.plan: row.plan_name for row in self.rows}
        return tuple(PlanName(plan, name, f"Kế hoạch {name}") for plan, name in names.items())

    def tasks(self) -> Mapping[str, PlanTask]:
        """See `PlanLibrary`."""
        return {row.anchor: row for row in self.rows}

    def tasks_at(self, anchors: Iterable[str]) -> Mapping[str, PlanTask]:
        """See `PlanLibrary`."""
        return {anchor: row for anchor in anchors for row in self.rows if row.anchor == anchor}

    def warm(self) -> None:
        """Nothing to read."""

    def tidy(self) -> None:
        """Nothing to give back."""

    def close(self) -> None:
        """Nothing to let go of."""


def answer(text: str, rows: Sequence[PlanTask] = (), language: str = "vi") -> Answer:
    """An answer that cites some rows; without any, that the plans do not say."""
    citations = tuple(
        Citation(n, row.plan, "", "1", "", str(n), None, None, row.anchor, row.label, _quote(row), row.url)
        for n, row in enumerate(rows, start=1)
    )
    return Answer(text, bool(rows), Kind.LOOKUP if rows else Kind.ABSTAIN, language, citations)


@contextmanager
def running(
    api: BotApi,
    folder: Path,
    library: PlanLibrary | None = None,
    clock: Clock | None = None,
    general: BotSettings | None = None,
    internal: PlanLibrary | None = None,
    **settings: object,
) -> Iterator[TelegramBot]:
    """A bot that polls the local API until the block ends."""
    made: list[TelegramBot] = []
    ready, failed = threading.Event(), []

    async def live() -> None:
        chosen = telegram_settings(telegram_api_url=api.url, **settings)
        now = clock or (lambda: datetime.now(UTC))
        with closing(state_of(folder, clock)) as state:
            libraries = PlanLibraries(library or FakeLibrary(), internal, frozenset(chosen.telegram_internal))
            bot = TelegramBot(chosen, general or _general(), libraries, state, folder, now)
            made.append(bot)
            loops.append(asyncio.get_running_loop())
            ready.set()
            await bot.run()

    def run() -> None:
        try:
            asyncio.run(live())
        except BaseException as error:
            failed.append(error)
        finally:
            ready.set()

    loops: list[asyncio.AbstractEventLoop] = []
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(20)
    if failed:
        raise failed[0]
    try:
        yield made[0]
    finally:
        if loops and not loops[0].is_closed():
            loops[0].call_soon_threadsafe(made[0].stop)
        thread.join(30)
        assert not thread.is_alive()
    if failed:
        raise failed[0]


def alone(api: BotApi, folder: Path) -> None:
    """Runs a bot until it ends of itself."""

    async def live() -> None:
        with closing(state_of(folder)) as state:
            chosen = telegram_settings(telegram_api_url=api.url)
            await asyncio.wait_for(
                TelegramBot(chosen, _general(), PlanLibraries(FakeLibrary()), state, folder).run(), 20
            )

    asyncio.run(live())


def on_sunday() -> Clock:
    """A clock at which no office is open: the administrator gets no summary of the week between other messages."""
    return Clock(datetime(2026, 3, 1, 8, 30, tzinfo=UTC))


def state_of(folder: Path, clock: Clock | None = None) -> State:
    """The state of an index folder."""
    index = settings_for(folder)
    return open_state(index, _general(), clock or (lambda: datetime.now(UTC)))


def _general() -> BotSettings:
    return bot_settings(public_url=PUBLIC_URL)


def _quote(row: PlanTask) -> str:
    return "\n".join(f"{name}: {cell}" for name, cell in row.fields.items() if cell)
