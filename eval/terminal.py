"""The report of a measurement in a terminal."""

from __future__ import annotations

from typing import IO

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from eval.record import Record
from eval.results import Result
from eval.tables import Table, comparison_table, group_tables, summary
from eval.wording import Wording

MOST_MISSES = 20
_WIDTH = 160  # of what is written to a file or a pipe


def show(record: Record, words: Wording, out: IO[str], with_misses: bool = True) -> None:
    """Write the report: the tables, then the first misses, one a line, unless they are to stay unseen."""
    console = Console(file=out, width=None if out.isatty() else _WIDTH, highlight=False, markup=False)
    tables = [summary(record, words), *group_tables(record, words)]
    if record.comparison is not None:
        tables.append(comparison_table(record.comparison, words))
    for table in tables:
        console.print(_drawn(table))
    for run in record.runs:
        if not run.cites:
            console.print(f"{run.subject}: {words['no_citations']}.")
    console.print(words["interval_note"])
    misses = [result for result in record.runs[0].results if not result.score.right] if with_misses else []
    if misses:
        console.print(f"\n{words['misses']}: {len(misses)}")
    for result in misses[:MOST_MISSES]:
        console.print(f"  {result.question.id}: {reason(result, words)}", soft_wrap=True)
    if len(misses) > MOST_MISSES:
        console.print(f"  … {len(misses) - MOST_MISSES} {words['more_misses']}")


def reason(result: Result, words: Wording) -> str:
    """Why an answer is not right, in one line."""
    question, given = result.question, result.given
    if given.failure:
        return f"{words['failure']}: {given.failure}"
    if not question.answerable and given.answerable:
        return words["should_refuse"]
    if question.answerable and not given.answerable:
        return words["refused"]
    missing = [question.facts[place][0] for place in result.score.missing_facts]
    return f"{words['missing']}: {'; '.join([*missing, *result.score.missing_citations])}"


def _drawn(table: Table) -> RichTable:
    drawn = RichTable(title=Text(table.title), title_justify="left")
    for place, title in enumerate(table.header):
        drawn.add_column(Text(title), overflow="fold", justify="left", no_wrap=place == 0)
    for line in table.lines:
        drawn.add_row(*(Text(cell) for cell in line))
    return drawn
