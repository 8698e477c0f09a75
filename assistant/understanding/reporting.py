"""Questions about how a plan's results are reported: "bao lâu báo cáo một lần", "when are reports due"."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.headings import heading_words
from assistant.lexicon.spelling import lowered
from assistant.understanding.question import Question

_OF_ROWS = {Kind.SUM, Kind.LIST, Kind.COMPARE, Kind.MAX, Kind.MIN}


def asks_reporting(asked: Question) -> bool:
    """Whether a question asks how results are reported, and for nothing else of a plan."""
    patterns, text = condition_patterns(), lowered(asked.likely)
    if not patterns["reports"].search(text) or not patterns["asks_reporting"].search(text):
        return False
    if asked.context or asked.appendix or _OF_ROWS & set(asked.kinds):
        return False
    known = words_of("reports") | words_of("asks_reporting") | words_of("beside_reporting")
    bodies = {word for unit in asked.bodies for word in heading_words(unit.text)}
    return (known | bodies).issuperset(asked.words)
