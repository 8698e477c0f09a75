"""`python -m eval.agreement`: whether a list, a count and "is there one" with the same condition tell the same rows.

Conditions are made from the plans themselves: each body in its role, each leader, group, month, quarter and percentage
that their rows name, and the concepts of the field that several rows say. Each is asked in three ways, with accents,
without, and in English. Nothing here says which rows are right, only that the three answers must not differ.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.lexicon.terms import find_concepts
from assistant.plans.library import Shelf
from eval.opened import SETS, opened
from ingest.model import Field, Row
from ingest.vietnamese import fold

_FEWEST, _MOST = 2, 12
"""Rows that a condition must choose to be asked, so that answers name them all."""
_TIME = re.compile(r"(?i)\b(tháng \d{1,2}|quý (?:iv|i{1,3}))(?: ?năm ?|/| )(20\d\d)")
_SHARE = re.compile(r"\b\d{1,3}%")
_BESIDE = {"lead", "leader", "time"}
"""Conditions that are asked together with a topic."""
_WORDINGS = {
    "vi": (
        "Những nhiệm vụ nào của {plan} {what}?",
        "Bao nhiêu nhiệm vụ của {plan} {what}?",
        "{plan} có nhiệm vụ nào {what} không?",
    ),
    "en": ("Which {plan} tasks {what}?", "How many {plan} tasks {what}?", "Are there any {plan} tasks that {what}?"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition in the words of a question, by language."""

    kind: str
    value: str
    """What the rows name: a body, a leader, a group, a time, a share, a concept."""
    rows: frozenset[str]
    """The rows from which it was made; not all that meet it."""
    said: dict[str, str]


def conditions_of(shelf: Shelf, plan: str) -> Iterator[Condition]:
    """The conditions that the rows of a plan can meet, those that a few of them do."""
    rows = list(shelf.rows_of([plan]))
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        for key in _keys(row, shelf):
            found[key].add(str(row.anchor))
    for (kind, value), anchors in found.items():
        if _FEWEST <= len(anchors) <= _MOST:
            yield Condition(kind, value, frozenset(anchors), _SAID[kind](value))


_SAID = {
    "lead": lambda name: {"vi": f"do {name} chủ trì", "en": f"are led by {name}"},
    "coordinating": lambda name: {"vi": f"có {name} phối hợp", "en": f"are coordinated by {name}"},
    "leader": lambda name: {"vi": f"do {name} phụ trách", "en": f"are overseen by {name}"},
    "group": lambda name: {"vi": f"thuộc nhóm {name}", "en": f"are in group {name}"},
    "time": lambda name: {"vi": f"có hạn {name}"},
    "share": lambda name: {"vi": f"đặt mức {name}", "en": f"are set at {name}"},
    "topic": lambda name: {"vi": f"về {name}"},
    "about": lambda name: {"vi": f"liên quan đến {name}"},
}


def _keys(row: Row, shelf: Shelf) -> Iterator[tuple[str, str]]:
    plan = row.anchor.plan
    for kind, field in (("lead", Field.LEAD_UNIT), ("coordinating", Field.COORDINATING_UNITS)):
        for unit in shelf.units_of(plan, row.text(field)):
            yield kind, unit.text
    overseer = fold(row.text(Field.RESPONSIBLE_LEADER))
    yield from (("leader", name) for folded, name in shelf.leaders_by_name.items() if folded in overseer)
    if row.group:
        label = f" của phụ lục {row.anchor.appendix}" if row.anchor.appendix else ""
        yield "group", f"{row.group}{label}"
    for found in _TIME.finditer(row.text(Field.DEADLINE)):
        yield "time", f"{found[1]}/{found[2]}"
    yield from (("share", found) for found in _SHARE.findall(row.text(Field.TARGET)))
    content = row.text(Field.CONTENT)
    for concept in {found.concept.id: found.concept for found in find_concepts(content)}.values():
        name = concept.vi[0]
        if len(name.split()) > 1:
            yield "topic", name
            yield "about", name


def rows_of(answer: Answer) -> frozenset[str]:
    """The rows that an answer tells; none for a refusal."""
    return frozenset(one.anchor for one in answer.citations if one.stt) if answer.answerable else frozenset()


def disagreement(assistant: Assistant, condition: Condition, name: str, form: str) -> str:
    """How the answers to one condition differ, "" where they do not."""
    language = "en" if form == "english" else "vi"
    asked = [text.format(plan=name, what=condition.said[language]) for text in _WORDINGS[language]]
    asked = [fold(text) for text in asked] if form == "unaccented" else asked
    listed, counted, there = (assistant.ask(text) for text in asked)
    rows = [rows_of(one) for one in (listed, counted, there)]
    if rows[0] != rows[1]:
        other = f"only listed {sorted(rows[0] - rows[1])}, only counted {sorted(rows[1] - rows[0])}"
        return f"list {len(rows[0])} ≠ count {len(rows[1])}: {asked[0]} | {asked[1]} | {other}"
    if bool(rows[0]) != there.answerable:
        return f"list {len(rows[0])}, is there one: {there.answerable}: {asked[2]}"
    if rows[0] and there.answerable and rows[2] and not rows[2] & rows[0]:
        return f"is there one tells other rows: {asked[2]} {sorted(rows[2])} for {sorted(rows[0])}"
    return ""


def unlike_both(assistant: Assistant, one: Condition, other: Condition, name: str, form: str) -> str:
    """How the list of two conditions at once differs from what the lists of each have in common, "" where it does not
    or where those have nothing in common."""
    language = "en" if form == "english" else "vi"
    both = [f"{one.said[language]} {other.said[language]}", one.said[language], other.said[language]]
    asked = [_WORDINGS[language][0].format(plan=name, what=what) for what in both]
    asked = [fold(text) for text in asked] if form == "unaccented" else asked
    listed, first, second = (rows_of(assistant.ask(text)) for text in asked)
    if not first & second or listed == first & second:
        return ""
    wrong, lost = sorted(listed - (first & second)), sorted(first & second - listed)
    return f"{asked[0]} | too many {wrong} | lost {lost}"


def differences(assistant: Assistant, shelf: Shelf, form: str, asked: Counter[str]) -> Iterator[tuple[str, str]]:
    """Where answers about the plans of a shelf differ, by the kind of the condition; `asked` counts what was asked."""
    language = "en" if form == "english" else "vi"
    for plan, name in shelf.names.items():
        conditions = [one for one in conditions_of(shelf, plan) if language in one.said]
        for condition in conditions:
            asked[condition.kind] += 1
            if said := disagreement(assistant, condition, name, form):
                yield condition.kind, said
        for topic in (one for one in conditions if one.kind == "topic"):
            for other in (one for one in conditions if one.kind in _BESIDE and one.rows & topic.rows):
                asked[f"topic and {other.kind}"] += 1
                if said := unlike_both(assistant, topic, other, name, form):
                    yield f"topic and {other.kind}", said


def assistants(only: Path | None) -> Iterator[Assistant]:
    """The assistant over each folder of plans of the evaluation, or over one of them alone."""
    for folder, _ in SETS:
        if only is not None and folder.resolve() != only.resolve():
            continue
        yield opened(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks all conditions of all plans of the evaluation, and tells where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m eval.agreement", description=__doc__)
    parser.add_argument("--plans", type=Path, help="one folder of plans; all of the evaluation without it")
    parser.add_argument("--form", choices=("accented", "unaccented", "english"), default="accented")
    options = parser.parse_args(arguments)
    asked: Counter[str] = Counter()
    differ: Counter[str] = Counter()
    for assistant in assistants(options.plans):
        for kind, said in differences(assistant, assistant.shelf(), options.form, asked):
            differ[kind] += 1
            print(f"{kind}: {said}")
    for kind, count in asked.items():
        print(f"{kind}: {count - differ[kind]} of {count} agree")
    print(f"all: {asked.total() - differ.total()} of {asked.total()} agree")


if __name__ == "__main__":
    main()
