"""What a mixed load counts, and the table that it prints."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

CHANNELS = ("web", "stream", "bot")


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is not right: what kind of fault, and what was asked and told."""

    kind: str
    """"wrong", "stale" (right in another state of the index), "cross-talk" (right in another talk), "lost", "error"."""
    channel: str
    asked: tuple[str, ...]
    told: str


@dataclass(slots=True)
class Minute:
    """What was seen in one minute; times in milliseconds, memory in MB at its end."""

    times: dict[str, list[float]] = field(default_factory=lambda: {channel: [] for channel in CHANNELS})
    web_memory: float = 0.0
    bot_memory: float = 0.0
    load_average: float = 0.0
    ingest_seconds: list[float] = field(default_factory=list)
    """Of each file that was replaced in it, from its upload to the end of its job."""


class Tally:
    """Counts the answers of all users; threads may share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.minutes: list[Minute] = [Minute()]
        self.faults: list[Fault] = []
        self.followups = 0
        """Right answers that depended on the questions before them."""
        self.web_memory: list[tuple[float, float]] = []
        """Seconds since the beginning, and memory in MB."""
        self.bot_memory: list[tuple[float, float]] = []

    def right(self, channel: str, milliseconds: float, follows: bool) -> None:
        """One more right answer."""
        with self._lock:
            self.minutes[-1].times[channel].append(milliseconds)
            self.followups += follows

    def wrong(self, fault: Fault) -> None:
        """One more answer that is not right."""
        with self._lock:
            self.faults.append(fault)

    def memory(self, seconds: float, web: float, bot: float, load_average: float) -> None:
        """The memory of both processes, once a second; begins a new minute when one is over."""
        with self._lock:
            self.web_memory.append((seconds, web))
            self.bot_memory.append((seconds, bot))
            if seconds >= 60 * len(self.minutes):
                self.minutes.append(Minute())
            minute = self.minutes[-1]
            minute.web_memory, minute.bot_memory, minute.load_average = web, bot, load_average

    def ingested(self, seconds: float) -> None:
        """A plan was replaced."""
        with self._lock:
            self.minutes[-1].ingest_seconds.append(seconds)

    def answers(self) -> int:
        """The right answers of all channels."""
        return sum(len(times) for minute in self.minutes for times in minute.times.values())

    def is_flat(self, most: float) -> bool:
        """Whether neither process has grown by more than so many MB a minute over the second half."""
        return max(growth(self.web_memory), growth(self.bot_memory)) <= most

    def __str__(self) -> str:
        """The table: a line a minute, then the sums."""
        lines = [
            "| minute | web | stream | bot | p50, p95 ms | ingest s | web MB | bot MB | load |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for number, minute in enumerate(self.minutes, start=1):
            times = [one for of_channel in minute.times.values() for one in of_channel]
            if not times:
                continue
            counts = " | ".join(str(len(minute.times[channel])) for channel in CHANNELS)
            ingest = ", ".join(f"{seconds:.1f}" for seconds in minute.ingest_seconds)
            spread = f"{np.percentile(times, 50):.0f}, {np.percentile(times, 95):.0f}"
            memory = f"{minute.web_memory:.0f} | {minute.bot_memory:.0f}"
            lines.append(f"| {number} | {counts} | {spread} | {ingest} | {memory} | {minute.load_average:.1f} |")
        kinds = Counter(fault.kind for fault in self.faults)
        told = ", ".join(f"{kinds[kind]} {kind}" for kind in ("wrong", "stale", "cross-talk", "lost", "error"))
        lines.append(f"{self.answers()} right answers ({self.followups} of follow-ups); {told}")
        web, bot = growth(self.web_memory), growth(self.bot_memory)
        lines.append(f"memory over the second half: web {web:+.2f} MB a minute, bot {bot:+.2f} MB a minute")
        for fault in self.faults[:5]:
            lines.append(f"{fault.kind} by {fault.channel}: {' > '.join(fault.asked)} -> {fault.told[:300]}")
        return "\n".join(lines)


def growth(memory: Sequence[tuple[float, float]]) -> float:
    """The slope of the second half by least squares, in MB a minute; 0 where there is too little."""
    half = [one for one in memory if one[0] >= memory[-1][0] / 2] if memory else []
    if len(half) < 10:
        return 0.0
    seconds, megabytes = np.array(half).T
    return float(np.polyfit(seconds / 60, megabytes, 1)[0])
