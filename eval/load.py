"""`python -m eval.load`: many users at once ask the question set of one server, while a plan is added.

Each user asks one question after the other, as soon as the last one is answered or after `--think` seconds. The server
is started for the run over a copy of an index, which `python -m ingest add eval/plans` makes, with `--workers`
processes. It gives an answer that it gave before, on the same state of the index, without working it out anew; how many
of the questions were asked for the first time is told, and `--nothing-kept` has every one worked out. With `--add FILE`
that file is uploaded when a third of the time is over, and the question `--ask` asked until it is answered from it.
What is reported: answers, errors, the spread of times, the server's memory at the beginning and at the end, and the
processor time that the server, and the asking itself, took for an answer: both share the machine.

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
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import aiohttp
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
    asking: float = 0.0
    """Processor time of the asking for one answer, in milliseconds."""
    first: int = 0
    """Questions that had not been asked before in the run; the others' answers may be kept ones."""
    workers: int = 1
    kept: bool = True
    """Whether the server gives known answers again without working them out."""
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
            f"{self.users} users, {self.seconds:.0f} s, {self.think:g} s between questions, {self.workers} process(es),"
            f" {'known answers given again' if self.kept else 'every answer worked out'}: {self.answers} answers"
            f" ({self.rate:.0f}/s; {self.first} asked for the first time), faults {dict(self.faults) or 'none'};"
            f" p50 {self.p50:.0f}, p95 {self.p95:.0f}, p99 {self.p99:.0f}, longest {self.longest:.0f} ms;"
            f" memory {self.memory_first:.0f} -> {self.memory_half:.0f} -> {self.memory_last:.0f} MB;"
            f" processor {self.processor:.1f} ms an answer, and {self.asking:.1f} ms for asking{added}"
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
    own = time.process_time()
    asked: set[tuple[str, ...]] = set()
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(url, connector=connections, timeout=aiohttp.ClientTimeout(30)) as client:

        async def user(number: int) -> None:
            chance = random.Random(number)
            await asyncio.sleep(chance.random() * min(1.0, think or 1.0))
            while time.perf_counter() < ends_at:
                question, history = chance.choice(questions)
                asked.add((question, *history))
                began = time.perf_counter()
                try:
                    async with client.post("/api/ask", json={"question": question, "history": history}) as response:
                        await response.read()
                    if response.status == HTTPStatus.OK:
                        load.answers += 1
                    else:
                        load.faults[str(response.status)] += 1
                except (aiohttp.ClientError, TimeoutError) as error:
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
            load.added_after = await _add(url, addition, ends_at)
        await asyncio.gather(*tasks)
    if process is not None and load.answers:
        load.processor = (processor_seconds(process) - spent) * 1000 / load.answers
        load.asking = (time.process_time() - own) * 1000 / load.answers
    load.first = len(asked)
    times.sort()
    if times:
        load.p50, load.p95, load.p99 = (
            times[min(len(times) - 1, int(len(times) * share))] for share in (0.5, 0.95, 0.99)
        )
        load.longest = times[-1]
    return load


async def _add(url: str, addition: Addition, ends_at: float) -> float | None:
    """Uploads the file and asks about it until it is cited; the seconds that took, None when the run ended first."""
    began = time.perf_counter()
    files = {"file": (addition.file.name, addition.file.read_bytes())}
    headers = {"authorization": f"Bearer {addition.token}"}
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as client:
        response = await client.post("/api/admin/plans", files=files, headers=headers, data={"id": addition.plan})
        response.raise_for_status()
        while time.perf_counter() < ends_at:
            answer = (await client.post("/api/ask", json={"question": addition.question})).json()
            if any(citation["plan"] == addition.plan for citation in answer.get("citations", [])):
                return time.perf_counter() - began
            await asyncio.sleep(0.5)
    return None


def memory(process: int) -> float:
    """The resident memory of a process and of those that it has started, in MB, by Linux's own count."""
    return sum(_memory(one) for one in _family(process))


def processor_seconds(process: int) -> float:
    """The processor time that a process and those that it has started have taken so far, by Linux's own count."""
    return sum(_processor_seconds(one) for one in _family(process))


def _family(process: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in _family(int(child)))]


def _memory(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _processor_seconds(process: int) -> float:
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
def served(
    index: Path, token: str, workers: int = 1, kept: bool = True, log: IO[bytes] | int = subprocess.DEVNULL
) -> Iterator[tuple[str, int]]:
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
        **({} if kept else {"KEPT_ANSWERS": "0"}),
    }
    command = [sys.executable, "-m", "bots.web", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=log)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_ready(url, server, workers)
        yield url, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _wait_ready(url: str, server: subprocess.Popen[bytes], workers: int) -> None:
    ends_at = time.monotonic() + _START_WITHIN
    while time.monotonic() < ends_at and server.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False, timeout=30).is_success:
                for _ in range(4 * workers):  # has the model loaded, in every process as far as chance goes
                    httpx.get(f"{url}/api/widget", trust_env=False, timeout=60)
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
    parser.add_argument("--workers", type=int, default=1, help="answering processes of the server")
    parser.add_argument("--nothing-kept", action="store_true", help="work out every answer, also one given before")
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
    kept = not asked.nothing_kept
    with copied(asked.index) as index, served(index, token, asked.workers, kept) as (url, process):
        load = asyncio.run(
            run_load(url, read_questions(asked.questions), asked.users, asked.seconds, asked.think, process, addition)
        )
    load.workers, load.kept = asked.workers, kept
    print(json.dumps(asdict(load)) if asked.json else load)
    failed = bool(load.faults) or (addition is not None and load.added_after is None)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
