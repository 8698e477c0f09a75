"""What a short form stands for, where a plan defines it, with the paragraph or row that does."""

from __future__ import annotations

import re
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import lowered
from assistant.phrasing.wishes import asks_what
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_passages
from ingest.model import Passage
from ingest.vietnamese import fold, words


@cache
def _what_thing() -> re.Pattern[str]:
    """What asks which thing a name is. Read in the text with its likely accents."""
    things = "|".join(condition_texts("things"))
    return re.compile(rf"\blà (?:các |những |một )?(?:(?:{things}) )+(?:gì|nào|chi|j)\b")


def answer_definition(task: Task) -> Outcome | None:
    """The full forms that the plans give to a short form in the question; None where none is asked or defined."""
    asked, shelf = task.question, task.shelf
    if not asked.asks(Kind.DEFINITION) and not _asks_short_form(task):
        return _defined(task)
    said = {token.plain for token in asked.said}
    lines = []
    for plan_id, plan in shelf.plans.items():
        if asked.plans and plan_id not in asked.plans:
            continue
        for short, full in plan.abbreviations.items():
            if set(words(short)) <= said and (place := _where(task, plan_id, short)):
                lines.append(f"{shelf.names[plan.id]}: **{short}** = {full} {task.book.passage(place)}")
    if not lines:
        return _printed_behind(task)
    return Outcome("\n".join(lines), True, Kind.DEFINITION, 1.0)


def _printed_behind(task: Task) -> Outcome | None:
    """The passage that prints a short form of the question in brackets behind what it stands for, where the letters of
    both do not agree, as those of an English one do not: "giám sát an toàn thông tin (SOC)"."""
    asked, shelf = task.question, task.shelf
    shorts = [short for short in _SHORT.findall(asked.text) if not asked.text.isupper()]
    for hit in sorted(task.hits, key=lambda hit: hit.passage.kind != "section"):
        if any(f"({short})" in hit.passage.text for short in shorts):
            text = state_passages([hit], asked, shelf, task.book, task.words)
            return Outcome(text, True, Kind.DEFINITION, hit.score)
    return None


_SHORT = re.compile(r"\b[A-ZĐ][A-ZĐ\d&-]+\b")


def _asks_short_form(task: Task) -> bool:
    """Whether a question asks what thing a short form of the plans named is, and nothing more: "HIS … là hệ thống nào",
    "CSDL trong kế hoạch là chữ gì"."""
    asked, shelf = task.question, task.shelf
    found = _what_thing().search(lowered(asked.likely))
    if not found or not asked.plans or asked.fields or asked.header or asked.kinds:
        return False
    said = {token.plain for token in asked.said}
    shorts = [words(short) for plan in asked.plans for short in shelf.plans[plan].abbreviations]
    named = {word for short in shorts if set(short) <= said for word in short}
    other = {token.plain for part in asked.parts for token in part.typed} - set(fold(found[0]).split())
    return bool(named) and other <= named


def _defined(task: Task) -> Outcome | None:
    """The passage that defines the topic of a question "… là gì": in which the words asked about are followed by "là".

    None where another field is asked for, or no passage does.
    """
    asked = task.question
    topic = fold(asked.topic).strip()
    if asked.fields or asked.header or asked.kinds or not topic or not asks_what(asked.text):
        return None
    defines = re.compile(rf"\b{re.escape(topic)}(?: [\w ]{{1,30}})?(?: \([^()]*\))? la (?!gi\b)")
    for hit in task.hits:
        if hit.passage.kind == "section" and defines.search(re.sub(r"[^\w()]+", " ", fold(hit.passage.text))):
            text = state_passages([hit], asked, task.shelf, task.book, task.words)
            return Outcome(text, True, Kind.DEFINITION, hit.score)
    return None


def _where(task: Task, plan_id: str, short: str) -> Passage | None:
    """The first passage of a plan that prints the short form in brackets."""
    return next((passage for passage in task.shelf.passages_of(plan_id) if f"({short}" in passage.text), None)
