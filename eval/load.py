"""`python -m eval.load`: many users at once ask the question set of one server, while a plan is added.

Each user asks one question after the other, as soon as the last one is answered or after `--think` seconds. The server
is started for the run over a copy of an index, which `python -m ingest add eval/plans` makes. With `--add FILE` that
file is uploaded when a third of the time is over, and the question `--ask` asked until it is answered from it. What is
reported: answers, errors, the spread of times, and the server's memory at the beginning and at the end.

With `--mixed` users come by web, stream and bot, a plan is replaced each minute, and each answer is held against the
right one; see `eval.mixed`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import httpx

QUESTIONS = Path(__file__).parent / "questions" / "open.jsonl"
_MEMORY_EVERY = 1.0  # seconds
_START_WITHIN = 120.0


@dataclass(slots=True)
class Load:
    """What a run measured; times in milliseconds, memory in MB."""

    users: int
    seconds: float
    think: float
    answers: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    p50: float = 0.0
    p95: float = 0.0
    p99: float = 0.0
    longest: float = 0.0
    memory_first: float = 0.0
    memory_half: float = 0.0
    memory_last: float = 0.0
    processor: float = 0.0
    """Processor time of the server for one answer, in milliseconds; says more than the others on a busy machine."""
    added_after: float | None = None
    """Seconds from the upload to the first answer from the new plan; None where none was added."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds

    def __str__(self) -> str:
        """One line."""
        added = "" if self.added_after is None else f"; new plan answered from after {self.added_after:.1f} s"
        return (
            f"{self.users} users, {self.seconds:.0f} s, {self.think:g} s between questions: {self.answers} answers"
            f" ({self.rate:.0f}/s), faults {dict(self.faults) or 'none'}; p50 {self.p50:.0f}, p95 {self.p95:.0f},"
            f" p99 {self.p99:.0f}, longest {self.longest:.0f} ms; memory {self.memory_first:.0f} ->"
            f" {self.memory_half:.0f} -> {self.memory_last:.0f} MB; processor {self.processor:.1f} ms an answer{added}"
        )


@dataclass(frozen=True, slots=True)
class Addition:
    """A file to add during the run, the token to do so, and a question that only it answers."""

    file: Path
    token: str
    question: str
    plan: str


def read_questions(path: Path) -> list[tuple[str, list[str]]]:
    """The questions of a set, each with the questions before it."""
    lines = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [(line["question"], line.get("history") or []) for line in lines]


async def run_load(
    url: str,
    questions: Sequence[tuple[str, list[str]]],
    users: int,
    seconds: float,
    think: float = 0.0,
    process: int | None = None,
    addition: Addition | None = None,
) -> Load:
    """Has `users` ask for `seconds`; `process` is the server's id where its memory is to be watched."""
    load = Load(users, seconds, think)
    times: list[float] = []
    ends_at = time.perf_counter() + seconds
    spent = processor_seconds(process) if process is not None else 0.0
    limits = httpx.Limits(max_connections=users + 2, max_keepalive_connections=users + 2)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30, trust_env=False) as client:

        async def user(number: int) -> None:
            chance = random.Random(number)
            await asyncio.sleep(chance.random() * min(1.0, think or 1.0))
            while time.perf_counter() < ends_at:
                question, history = chance.choice(questions)
                began = time.perf_counter()
                try:
                    response = await client.post("/api/ask", json={"question": question, "history": history})
                    if response.status_code == httpx.codes.OK:
                        load.answers += 1
                    else:
                        load.faults[str(response.status_code)] += 1
                except httpx.HTTPError as error:
                    load.faults[type(error).__name__] += 1
                times.append((time.perf_counter() - began) * 1000)
                if think:
                    await asyncio.sleep(think * (0.5 + chance.random()))

        async def watch() -> None:
            while process is not None and time.perf_counter() < ends_at:
                load.memory_last = memory(process)
                load.memory_first = load.memory_first or load.memory_last
                if time.perf_counter() < ends_at - seconds / 2:
                    load.memory_half = load.memory_last
                await asyncio.sleep(_MEMORY_EVERY)

        tasks = [asyncio.create_task(user(number)) for number in range(users)]
        tasks.append(asyncio.create_task(watch()))
        if addition is not None:
            await asyncio.sleep(seconds / 3)
            load.added_after = await _add(client, addition, ends_at)
        await asyncio.gather(*tasks)
    if process is not None and load.answers:
        load.processor = (processor_seconds(process) - spent) * 1000 / load.answers
    times.sort()
    if times:
        load.p50, load.p95, load.p99 = (
            times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99)
        )
        load.longest = times[-1]
    return load


async def _add(client: httpx.AsyncClient, addition: Addition, ends_at: float) -> float | None:
    """Uploads the file and asks about it until it is cited; the seconds that took, None when the run ended first."""
    began = time.perf_counter()
    files = {"file": (addition.file.name, addition.file.read_bytes())}
    headers = {"authorization": f"Bearer {addition.token}"}
    response = await client.post("/api/admin/plans", files=files, headers=headers, data={"id": addition.plan})
    response.raise_for_status()
    while time.perf_counter() < ends_at:
        answer = (await client.post("/api/ask", json={"question": addition.question})).json()
        if any(citation["plan"] == addition.plan for citation in answer.get("citations", [])):
            return time.perf_counter() - began
        await asyncio.sleep(0.5)
    return None


def memory(process: int) -> float:
    """The resident memory of a process in MB, by Linux's own count."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def processor_seconds(process: int) -> float:
    """The processor time that a process has taken so far, its threads together, by Linux's own count."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def copied(index: Path) -> Iterator[Path]:
    """A copy of an index, which goes with the run."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "index"
        shutil.copytree(index, copy)
        yield copy


@contextmanager
def served(index: Path, token: str, log: IO[bytes] | int = subprocess.DEVNULL) -> Iterator[tuple[str, int]]:
    """A server over an index, ready to answer, without limits on how often one address asks; its address and id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PLAN_INDEX": str(index),
        "ADMIN_TOKEN": token,
        "RATE_PER_MINUTE": "0",
        "CONVERSATION_RATE_PER_MINUTE": "0",
        "LOG_FORMAT": "json",
    }
    command = [sys.executable, "-m", "bots.web", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_ready(url, server)
        yield url, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait_ready(url: str, server: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + _START_WITHIN
    while time.monotonic() < ends_at and server.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False, timeout=30).is_success:
                httpx.get(f"{url}/api/widget", trust_env=False, timeout=60)  # has the model loaded
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.3)
    raise RuntimeError(f"the server at {url} did not become ready")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the load; exit code 1 when any question failed."""
    parser = argparse.ArgumentParser(prog="python -m eval.load", description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--index", type=Path, default=Path("var/index"), help="index of the sample plans")
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--think", type=float, default=0.0, help="mean seconds between an answer and the next question")
    parser.add_argument("--add", type=Path, help="a plan to add during the run")
    parser.add_argument("--ask", default="", help="a question that the added plan answers")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mixed", action="store_true", help="web, stream and bot, a plan replaced each minute")
    parser.add_argument("--minutes", type=float, default=10.0, help="how long --mixed takes")
    asked = parser.parse_args(arguments)
    if asked.mixed:
        from eval.mixed.running import run_mixed

        tally, sound = run_mixed(
            asked.index,
            asked.questions,
            asked.minutes * 60,
            asked.think or 1.0,
            lambda said: print(said, file=sys.stderr),
        )
        print(tally)
        return 0 if sound else 1
    token = secrets.token_urlsafe()
    addition = Addition(asked.add, token, asked.ask, f"load-{secrets.token_hex(3)}") if asked.add else None
    with copied(asked.index) as index, served(index, token) as (url, process):
        load = asyncio.run(
            run_load(url, read_questions(asked.questions), asked.users, asked.seconds, asked.think, process, addition)
        )
    print(json.dumps(asdict(load)) if asked.json else load)
    failed = bool(load.faults) or (addition is not None and load.added_after is None)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
