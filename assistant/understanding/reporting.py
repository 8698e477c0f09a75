"""Questions about how a plan's results are reported: "bao lâu báo cáo một lần", "when are reports due"."""

from __future__ import annotations

from collections.abc import Set

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, condition_texts, words_of
from assistant.lexicon.headings import heading_words
from assistant.lexicon.spelling import lowered
from assistant.understanding.question import Question
from ingest.model import Field

_CYCLES = ("by_week", "by_month", "by_quarter", "by_year")
_OF_ROWS = {Kind.SUM, Kind.LIST, Kind.COMPARE, Kind.MAX, Kind.MIN}


def asks_reporting(asked: Question, of_plan: Set[str] = frozenset()) -> bool:
    """Whether a question asks how results are reported, and for nothing else of a plan; `of_plan`, the folded words of
    its title, only say which results."""
    patterns, text = condition_patterns(), lowered(asked.likely)
    if not patterns["reports"].search(text) or not patterns["asks_reporting"].search(text):
        return False
    if (Kind.COUNT in asked.kinds and asked.of_tasks) or Field.COORDINATING_UNITS in asked.fields:
        return False
    if asked.context or asked.appendix or _OF_ROWS & set(asked.kinds):
        return False
    known = words_of("reports") | words_of("asks_reporting") | words_of("beside_reporting")
    bodies = {word for unit in asked.bodies for word in heading_words(unit.text)}
    return (known | bodies | of_plan).issuperset(asked.words)


def says_pronoun(asked: Question) -> bool:
    """Whether a question says of whom it speaks by a pronoun alone: "how often do they report"."""
    return bool(condition_patterns()["pronouns"].search(lowered(asked.likely)))


def cycles_asked(text: str) -> tuple[str, ...]:
    """The cycle of reports that a question names, in the words for it: "báo cáo quý", "annual report"; none where it
    offers two."""
    said = " ".join(found[0] for found in condition_patterns()["cycle_reports"].finditer(lowered(text)))
    named = [name for name in _CYCLES if condition_patterns()[name].search(said)]
    return condition_texts(named[0]) if len(named) == 1 else ()
