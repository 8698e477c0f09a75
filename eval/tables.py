"""The tables of a report, as text that the terminal and the page show alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.compare import Comparison
from eval.measures import Group, Measures
from eval.record import Record, Run
from eval.retrieval import CUTS
from eval.wording import NOTHING, Wording


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a header and lines of as many cells; the first cell of a line names it."""

    title: str
    header: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]


def summary(record: Record, words: Wording) -> Table:
    """A line for each measure, a column for each run."""
    columns = [_measures(run.measures, words) + _writing(run, words) for run in record.runs]
    lines = [line for line in zip(*columns, strict=True) if any(value != NOTHING for _, value in line)]
    return Table(
        words["summary"],
        (words["measure"], *(run.subject for run in record.runs)),
        tuple((line[0][0], *(value for _, value in line)) for line in lines),
    )


def _measures(measures: Measures, words: Wording) -> list[tuple[str, str]]:
    citations, found, latency = measures.citations, measures.retrieval, measures.latency
    recalls = found.recall if found else ()
    times = (latency.p50, latency.p95, latency.slowest) if latency else (None, None, None)
    told = [
        (words["questions"], str(measures.questions)),
        (words["right"], words.share(measures.right)),
        (words["exact"], words.share(measures.exact)),
        (words["facts"], words.share(measures.facts)),
        (words["citation_precision"], words.share(citations.precision if citations else None)),
        (words["citation_recall"], words.share(citations.recall if citations else None)),
        (words["refusal_precision"], words.share(measures.refusals.precision)),
        (words["refusal_recall"], words.share(measures.refusals.recall)),
        (words["answered"], words.share(measures.refusals.answered)),
    ]
    for place, cut in enumerate(CUTS):
        value = recalls[place].value if recalls else None
        told.append((f"{words['recall_at']}{cut}", words.percent(value)))
    told.append((words["mrr"], words.number(found.mrr, 3) if found else NOTHING))
    told.append((words["ndcg"], words.number(found.ndcg_10, 3) if found else NOTHING))
    for key, milliseconds in zip(("p50", "p95", "slowest"), times, strict=True):
        told.append((words[key], NOTHING if milliseconds is None else words.milliseconds(milliseconds)))
    told.append((words["failures"], str(measures.failures)))
    return told


def _writing(run: Run, words: Wording) -> list[tuple[str, str]]:
    writing, asked = run.writing, max(1, run.measures.questions)
    tokens = (writing.tokens_in / asked, writing.tokens_out / asked) if writing else (0.0, 0.0)
    outcomes = ", ".join(f"{name} {count}" for name, count in writing.outcomes.items()) if writing else ""
    return [
        (words["supported"], words.share(writing.supported if writing else None)),
        (words["worded"], words.share(writing.worded if writing else None)),
        (words["tokens_in"], words.number(tokens[0], 0) if tokens[0] else NOTHING),
        (words["tokens_out"], words.number(tokens[1], 0) if tokens[1] else NOTHING),
        (words["outcomes"], outcomes or NOTHING),
    ]


def group_tables(record: Record, words: Wording) -> tuple[Table, ...]:
    """The tables by type, form and plan: what is right, then the facts of every run."""
    return (
        _groups("by_type", [run.measures.by_type for run in record.runs], record.runs, words),
        _groups("by_form", [run.measures.by_form for run in record.runs], record.runs, words),
        _groups("by_plan", [run.measures.by_plan for run in record.runs], record.runs, words),
    )


def _groups(key: str, groups: Sequence[Sequence[Group]], runs: Sequence[Run], words: Wording) -> Table:
    header = [words[key]]
    header += [f"{words['right_short']}: {run.subject}" for run in runs if run.cites]
    header += [f"{words['facts_short']}: {run.subject}" for run in runs]
    lines = []
    for same in zip(*groups, strict=True):  # every run was put to the same questions
        rights = [words.share(group.right) for group, run in zip(same, runs, strict=True) if run.cites]
        lines.append((same[0].name or words["no_plan"], *rights, *(words.share(group.facts) for group in same)))
    return Table(words[key], tuple(header), tuple(lines))


def comparison_table(comparison: Comparison, words: Wording) -> Table:
    """What changed: counts, and the questions that did."""

    def line(key: str, ids: Sequence[str]) -> tuple[str, str, str]:
        return words[key], str(len(ids)), ", ".join(ids)

    return Table(
        words["comparison"],
        ("", words["questions"], "id"),
        (
            line("better", comparison.better),
            line("worse", comparison.worse),
            (words["both_right"], str(comparison.both_right), ""),
            (words["both_wrong"], str(comparison.both_wrong), ""),
            (words["p_value"], words.number(comparison.p_value, 4), ""),
            line("only_new", comparison.only_new),
            line("only_old", comparison.only_old),
            line("changed", comparison.changed),
        ),
    )
