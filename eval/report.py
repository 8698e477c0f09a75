"""The report of a measurement as one HTML page that needs nothing else: no script, no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined

from eval.charts import LEFT, RIGHT, TOP, WIDTH, BarChart, bar_chart, line_chart
from eval.measures import Group
from eval.record import Record, Run
from eval.results import Result
from eval.tables import Table, comparison_table, group_tables, summary
from eval.terminal import reason
from eval.trade_off import Point
from eval.wording import Wording

_LISTED_POINTS = 11


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact or a citation with whether it is as it should be, and what is quoted for it."""

    text: str
    good: bool
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Miss:
    """A wrong answer beside its evidence."""

    result: Result
    reason: str
    facts: tuple[Noted, ...]
    wanted: tuple[Noted, ...]
    given: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class GroupPart:
    """A part of the page: a chart and the table of its figures."""

    id: str
    table: Table
    chart: BarChart


def page(record: Record, words: Wording, with_misses: bool = True) -> str:
    """The page, in the language of `words`; the misses can be left out, so that questions stay unseen."""
    environment = Environment(
        loader=PackageLoader("eval"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    subject = record.runs[0]
    points = subject.trade_off
    return environment.get_template("report.html.j2").render(
        words=words,
        conditions=_conditions(record, words),
        summary=summary(record, words),
        uncited=[run.subject for run in record.runs if not run.cites],
        parts=_parts(record, words),
        geometry={"width": WIDTH, "left": LEFT, "right": WIDTH - RIGHT, "top": TOP},
        curve=line_chart(points, words) if points else None,
        curve_table=_curve_table(points, words),
        comparison=comparison_table(record.comparison, words) if record.comparison else None,
        with_misses=with_misses,
        misses=[_miss(result, words) for result in subject.results if with_misses and not result.score.right],
    )


def _conditions(record: Record, words: Wording) -> list[tuple[str, str]]:
    told = record.conditions
    lines = [
        (words["at"], told.at),
        (words["machine"], told.machine),
        (words["index"], told.index),
        (words["files"], ", ".join(f"{file.name} (SHA-256 {file.sha256[:12]})" for file in told.files)),
    ]
    if told.limit is not None:
        lines.append((words["limit"], str(told.limit)))
    if told.within_plans:
        lines.append((words["within_plans"], "--within-plans"))
    return lines


_GROUPS: tuple[tuple[str, Callable[[Run], Sequence[Group]]], ...] = (
    ("type", lambda run: run.measures.by_type),
    ("form", lambda run: run.measures.by_form),
    ("plan", lambda run: run.measures.by_plan),
)


def _parts(record: Record, words: Wording) -> list[GroupPart]:
    tables = group_tables(record, words)
    return [
        GroupPart(name, table, bar_chart(record.runs, groups, words))
        for (name, groups), table in zip(_GROUPS, tables, strict=True)
    ]


def _curve_table(points: Sequence[Point], words: Wording) -> Table:
    """A few points of the curve, evenly spread, the first and the last among them."""
    last = len(points) - 1
    places = sorted({round(step * last / (_LISTED_POINTS - 1)) for step in range(_LISTED_POINTS)}) if points else []
    header = (words["threshold"], words["refusal_precision"], words["refusal_recall"], words["answered"])
    lines = tuple(
        (
            words.number(points[place].threshold, 3),
            words.percent(points[place].precision),
            words.percent(points[place].recall),
            words.percent(points[place].answered),
        )
        for place in places
    )
    return Table(words["trade_off"], header, lines)


def _miss(result: Result, words: Wording) -> Miss:
    question, given, score = result.question, result.given, result.score
    separator = f" {words['or']} "
    return Miss(
        result,
        reason(result, words),
        tuple(
            Noted(separator.join(spellings), place not in score.missing_facts)
            for place, spellings in enumerate(question.facts)
        ),
        tuple(Noted(address, address in given.cited) for address in sorted(question.wanted)),
        tuple(
            Noted(f"{one.label} ({one.address})", one.address in question.wanted, one.quote) for one in given.citations
        ),
    )
