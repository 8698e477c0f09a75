"""Whether a passage tells how many there are of what a question counts: "bao nhiêu bác sĩ", "how many boats".

A passage about the very thing need not say its number. It does where a number stands beside the word for the thing, or
where a row is about the thing and its result or its target is a number.
"""

from __future__ import annotations

import re

from assistant.fitting import without_dates
from assistant.matching import Part, Topic, indexed, tokens
from assistant.question import Question
from assistant.retriever import Hit
from assistant.shelf import Shelf
from assistant.wishes import asks_number
from ingest.model import Field

_HOW_MANY = (("bao", "nhieu"), ("may",), ("nhieu",), ("bn",), ("how", "many"))
_BEHIND = 2
"""How many words, "cái" among them, may stand between the question word and the thing counted."""
_WORD = re.compile(r"\S+")
_BEFORE, _AFTER = 4, 7
_SAYS = 0.6
"""The share of the thing's name that must stand beside a number."""
_RESULTS = (Field.DELIVERABLE, Field.TARGET)


def counted(asked: Question) -> Part | None:
    """The thing whose number a question asks for; None where it asks for none, or for a field or for rows."""
    if asked.fields or asked.kinds or asked.header or not asks_number(asked.likely):
        return None
    words = [token.plain for token in asked.said]
    ends = [
        at + len(phrase)
        for at in range(len(words))
        for phrase in _HOW_MANY
        if tuple(words[at : at + len(phrase)]) == phrase
    ]
    if not ends:
        return None
    behind = sorted((part for part in asked.parts if part.at >= ends[0]), key=lambda part: part.at)
    if not behind or behind[0].at > ends[0] + _BEHIND:
        return None
    thing = behind[0]
    if asked.english:  # its head comes last: "how many floating-market boats"
        for part in behind[1:]:
            if part.at > thing.at + max(1, len(thing.typed)):
                break
            thing = part
    return None if thing.foreign else thing


def tells_count(hit: Hit, thing: Part, shelf: Shelf) -> bool:
    """Whether a passage tells how many there are of a thing."""
    topic = Topic([thing], shelf.words)
    words = _WORD.findall(without_dates(hit.passage.text))
    for at, word in enumerate(words):
        if word[0].isdigit() and topic.coverage(indexed(" ".join(words[max(0, at - _BEFORE) : at + _AFTER]))) >= _SAYS:
            return True
    if hit.row is None or topic.coverage(indexed(hit.row.text(Field.CONTENT))) < _SAYS:
        return False
    return any(any(token.plain[0].isdigit() for token in tokens(hit.row.text(wanted))) for wanted in _RESULTS)
