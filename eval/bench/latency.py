"""How long calls take: on the clock, and of the processor's time, which a busy machine disturbs less."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import perf_counter, process_time
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of many calls."""

    calls: int
    p50: float
    p95: float
    longest: float
    cpu_p50: float
    cpu_p95: float


def latency(call: Callable[[T], object], asked: Iterable[T]) -> Latency:
    """The latency of a call with each of some arguments, of which there is at least one."""
    wall, cpu = [], []
    for one in asked:
        began, spent = perf_counter(), process_time()
        call(one)
        wall.append((perf_counter() - began) * 1000)
        cpu.append((process_time() - spent) * 1000)
    return Latency(
        len(wall), quantile(wall, 0.5), quantile(wall, 0.95), max(wall), quantile(cpu, 0.5), quantile(cpu, 0.95)
    )


def quantile(values: Iterable[float], share: float) -> float:
    """The value under which a share of the values lies, between the two nearest."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])
