"""When, how often and to whom the plans have their results reported: "bao lâu báo cáo một lần", "when are reports due".

Nearly every plan says so in one sentence of its part on carrying it out. The words of such a question, "báo cáo",
"kết quả", stand in half of the rows as well, so search would find those as soon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.headings import heading_words, organising_headings
from assistant.lexicon.spelling import lowered
from assistant.plans.fitting import tells_time
from assistant.replies import shorten
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import says_closing
from assistant.text.sentences import sentences_of
from assistant.understanding.reporting import asks_reporting, cycles_asked
from ingest.model import Passage
from ingest.units import find_units, same_unit
from ingest.vietnamese import nfc

_WORD = re.compile(r"[^\W_]+")
_MOST_PLANS = 8
_MOST = 4
"""Paragraphs told of one plan."""
_LONGEST = 520


def answer_reporting(task: Task) -> Outcome | None:
    """The sentences of the plans asked about that say when results are reported, and by whom to whom; None where a
    question asks for something else, or where no plan says so in its prose."""
    asked = task.question
    plans = asked.plans or tuple(task.shelf.plans)
    if not 0 < len(plans) <= _MOST_PLANS or not asks_reporting(asked, _of_titles(task, plans)):
        return None
    cycle = frozenset(cycles_asked(asked.likely))
    lines = [line for plan in plans for line in _of_plan(task, plan, cycle)]
    return Outcome("\n".join(lines), True, Kind.PASSAGE, 1.0) if lines else None


def _of_titles(task: Task, plans: Sequence[str]) -> Set[str]:
    """The folded words that the titles of some plans have in common."""
    return frozenset.intersection(*(frozenset(heading_words(task.shelf.plans[one].header.title)) for one in plans))


def _of_plan(task: Task, plan: str, cycle: Set[str]) -> Iterator[str]:
    """The lines told of a plan; none where a cycle is asked for that it does not say: "báo cáo quý"."""
    shelf, found = task.shelf, _in_order(_reported(task, plan), task)
    if cycle and not any(cycle & set(_WORD.findall(nfc(said).casefold())) for _, said in found):
        return
    for passage, said in found[:_MOST]:
        title = shelf.title_over(plan, passage.anchor.section or "").strip(" .:;")
        headed = "" if not title or title in passage.text else f"“{title}” – "
        statement = f"{headed}{shorten(said.lstrip('-+ '), _LONGEST)}"
        line = task.words.say("passage_line", plan=shelf.names[plan], statement=statement)
        yield f"{line} {task.book.passage(passage)}"


def _reported(task: Task, plan: str) -> list[tuple[Passage, str]]:
    """The paragraphs of a plan that say when something is reported, with their sentences that do; those of the part on
    carrying it out where any stands there."""
    pattern, shelf = condition_patterns()["reports"], task.shelf
    found = []
    for passage in shelf.passages_of(plan):
        if passage.kind != "section" or says_closing(passage.text) or not pattern.search(lowered(passage.text)):
            continue
        pieces = sentences_of(passage.text)
        told = [one for one in pieces if pattern.search(lowered(one)) and "%" not in one and tells_time(one)]
        if told:
            found.append((passage, " ".join(told)))
    texts = shelf.section_texts(plan)
    parts = [path for path, text in texts.items() if path and heading_words(text) in organising_headings()]
    inside = [one for one in found if any(f"{one[0].anchor.section}.".startswith(f"{part}.") for part in parts)]
    return inside or found


def _in_order(found: Sequence[tuple[Passage, str]], task: Task) -> list[tuple[Passage, str]]:
    """Those that speak of the bodies that the question names first, else in print order."""

    def names_none(one: tuple[Passage, str]) -> bool:
        passage, said = one
        title = task.shelf.title_over(passage.anchor.plan, passage.anchor.section or "")
        return not any(
            same_unit(unit, told.unit) for told in find_units(f"{title}. {said}") for unit in task.question.bodies
        )

    return sorted(found, key=names_none)
