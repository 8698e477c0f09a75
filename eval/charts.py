"""Where the marks of the charts stand; the page draws them as inline SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.measures import Group, Share
from eval.record import Run
from eval.trade_off import Point
from eval.wording import Wording

WIDTH = 720
LEFT, RIGHT, TOP, BOTTOM = 190, 60, 8, 28
_BAR, _GAP = 16, 10
_PLOT = WIDTH - LEFT - RIGHT
_LINE_HEIGHT = 260


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at a place, in pixels."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the left of the plot, with its interval; `series` counts from 0."""

    series: int
    y: float
    height: float
    end: float
    low: float
    high: float
    value: Mark


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars from 0 to 100%, several for each group."""

    height: float
    labels: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    legend: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points in pixels, as SVG writes them; where a value is missing the line begins anew."""

    name: str
    series: int
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over a threshold, from 0 to 100%."""

    height: float
    lines: tuple[Line, ...]
    ticks: tuple[Mark, ...]
    levels: tuple[Mark, ...]
    """The marks of the upright axis."""


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    shares: tuple[Share, ...]


def bar_chart(runs: Sequence[Run], groups: Callable[[Run], Sequence[Group]], words: Wording) -> BarChart:
    """The groups of every run: what is right, and beside a baseline the facts of both."""
    all_series = [
        _Series(
            f"{words['right_short']}: {run.subject}",
            tuple(group.right for group in groups(run) if group.right is not None),
        )
        for run in runs
        if run.cites
    ]
    if len(runs) > 1:
        all_series += [
            _Series(f"{words['facts_short']}: {run.subject}", tuple(group.facts for group in groups(run)))
            for run in runs
        ]
    labels: list[Mark] = []
    bars: list[Bar] = []
    y: float = TOP
    for place, group in enumerate(groups(runs[0])):
        labels.append(Mark(LEFT - 8, y + _BAR * len(all_series) / 2 + 4, group.name or words["no_plan"]))
        for number, series in enumerate(all_series):
            bar = _bar(number, y, series.shares[place], words)
            if bar is not None:
                bars.append(bar)
            y += _BAR
        y += _GAP
    ticks = tuple(Mark(_across(level), y + 14, words.percent(level)) for level in (0, 0.25, 0.5, 0.75, 1))
    return BarChart(y + BOTTOM, tuple(labels), tuple(bars), ticks, tuple(series.name for series in all_series))


def _bar(series: int, y: float, share: Share, words: Wording) -> Bar | None:
    if share.value is None or share.low is None or share.high is None:
        return None
    low, high = _across(share.low), _across(share.high)
    value = Mark(max(high, _across(share.value)) + 6, y + _BAR - 4, words.percent(share.value))
    return Bar(series, y, _BAR - 3, _across(share.value), low, high, value)


def _across(share: float) -> float:
    return round(LEFT + share * _PLOT, 1)


def line_chart(points: Sequence[Point], words: Wording) -> LineChart:
    """Precision and recall of refusals and the share answered, over the threshold; `points` is not empty."""
    lowest, highest = points[0].threshold, points[-1].threshold
    # The last point stands just above the highest confidence: too near to be told from it, and where all are alike
    # the axis has no length.
    length = highest - lowest
    span = length if length > 1e-9 else 1.0

    def at(threshold: float, value: float) -> str:
        across = LEFT + (threshold - lowest) / span * _PLOT
        return f"{across:.1f},{TOP + (1 - value) * _LINE_HEIGHT:.1f}"

    precision = [at(point.threshold, point.precision) if point.precision is not None else None for point in points]
    recall = [at(point.threshold, point.recall) for point in points]
    answered = [at(point.threshold, point.answered) for point in points]
    lines = (
        Line(words["refusal_precision"], 0, _parts(precision)),
        Line(words["refusal_recall"], 1, _parts(recall)),
        Line(words["answered"], 2, _parts(answered)),
    )
    foot = TOP + _LINE_HEIGHT
    ticks = tuple(
        Mark(_across(part), foot + 18, words.number(lowest + part * length, 2)) for part in (0, 0.25, 0.5, 0.75, 1)
    )
    levels = tuple(
        Mark(LEFT - 8, TOP + (1 - level) * _LINE_HEIGHT + 4, words.percent(level)) for level in (0, 0.25, 0.5, 0.75, 1)
    )
    return LineChart(foot + BOTTOM, lines, ticks, levels)


def _parts(places: Sequence[str | None]) -> tuple[str, ...]:
    """The runs of places between missing ones, each as the points of a polyline."""
    parts: list[list[str]] = [[]]
    for place in places:
        if place is None:
            parts.append([])
        else:
            parts[-1].append(place)
    return tuple(" ".join(part) for part in parts if part)
