"""A mixed load from its beginning to its end: a server and a bot over one index, their users, a plan each minute."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from eval.load import copied, memory, served
from eval.mixed.bot_api import TOKEN, LocalBotApi
from eval.mixed.driving import Load, User, replace_plan
from eval.mixed.expected import read_talks, work_out
from eval.mixed.states import States
from eval.mixed.tally import Fault, Tally

USERS = {"web": 4, "stream": 2, "bot": 4}
_SINGLES = 120
_FIRST_INGEST, _INGEST_EVERY = 20.0, 60.0  # seconds
_FLAT = 1.0
"""MB a minute over the second half up to which memory is called flat; a run below four minutes says nothing of it."""
_TOLD_ENOUGH = 240.0


def run_mixed(
    index: Path, questions: Path, seconds: float, think: float, report: Callable[[str], object]
) -> tuple[Tally, bool]:
    """Has all users ask for some seconds; what was counted, and whether it is as it should be."""
    expected = work_out(index, read_talks(questions, _SINGLES), report)
    token, tally, states = secrets.token_urlsafe(), Tally(), States("without")
    with (
        TemporaryFile() as log,
        LocalBotApi() as api,
        copied(index) as copy,
        served(copy, token, log=log) as (url, web),
        _bot(copy, api, log) as bot,
    ):
        began = time.monotonic()
        load = Load(url, api, expected, states, tally, began + seconds, think)
        users = [User(load, number, channel) for channel, count in USERS.items() for number in range(count)]
        failures: list[Exception] = []
        writer = threading.Thread(target=_write, args=(load, token, began, failures), daemon=True)
        for thread in (*users, writer):
            thread.start()
        report(f"asking for {seconds:.0f} s")
        while time.monotonic() < load.ends_at:
            tally.memory(time.monotonic() - began, memory(web), memory(bot), os.getloadavg()[0])
            time.sleep(1.0)
        for thread in (*users, writer):
            thread.join(150)
        failures += [user.failure for user in users if user.failure is not None]
        for line in _faults(log):
            report(line)
    for failure in failures:
        tally.wrong(Fault("error", "load", (type(failure).__name__,), str(failure)))
    flat = seconds < _TOLD_ENOUGH or tally.is_flat(_FLAT)
    return tally, flat and not tally.faults and tally.answers() > 0


def _write(load: Load, token: str, began: float, failures: list[Exception]) -> None:
    """Replaces the plan each minute, by its two forms in turn."""
    number, states = 0, ("one", "other")
    try:
        while (starts := began + _FIRST_INGEST + number * _INGEST_EVERY) < load.ends_at - 10:
            time.sleep(max(0.0, starts - time.monotonic()))
            replace_plan(load, token, states[number % 2])
            number += 1
    except Exception as error:
        failures.append(error)


def _faults(log: IO[bytes]) -> Iterator[str]:
    """The lines of both processes' logs that tell a fault."""
    log.seek(0)
    for line in log:
        try:
            told = json.loads(line)
        except ValueError:
            continue
        if told.get("level") in ("error", "critical"):
            yield " ".join(str(told.get(name, "")) for name in ("time", "service", "request_id", "event", "exception"))


@contextmanager
def _bot(index: Path, api: LocalBotApi, log: IO[bytes]) -> Iterator[int]:
    """A bot over an index that has answered its first message; its process' id."""
    environment = {
        **os.environ,
        "PLAN_INDEX": str(index),
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api.url,
        "TELEGRAM_MESSAGES_PER_SECOND": "0",
        "LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "bots.telegram"]
    bot = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log)
    try:
        if api.ask(4999, "/help", 120) is None:
            raise RuntimeError("the bot did not answer its first message")
        yield bot.pid
    finally:
        bot.terminate()
        bot.wait(40)
