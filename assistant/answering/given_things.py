"""Whether a passage leaves unsaid the thing of which a question asks if somebody gets, buys or is given it.

"Cà Mau có phát máy tính bảng cho trạm y tế không?" is not answered by what a plan says of those stations: whoever is to
get it and the verb are said in many places, the thing alone tells whether the plan speaks of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from assistant.lexicon.conditions import condition_texts
from assistant.plans.shelf import Shelf
from assistant.search.retriever import Hit
from assistant.text.matching import Part, Token, Topic, indexed, tokens
from assistant.understanding.question import Question
from assistant.understanding.topic import is_syllable

_SAID = 0.5
"""The share of the thing that a passage must say to speak of it."""
_LONGEST = 3  # words of a verb


def speaking_of_thing(asked: Question, hits: Sequence[Hit], shelf: Shelf) -> list[Hit]:
    """Those of some passages that speak of the thing given; all of them where a question asks for none."""
    thing = _thing_given(asked)
    if not thing:
        return list(hits)
    topic = Topic(thing, shelf.words)
    return [hit for hit in hits if topic.coverage(indexed(hit.passage.search_text)) >= _SAID]


def _thing_given(asked: Question) -> list[Part]:
    """The parts of a topic between a verb of giving and whom it is for; () where a question asks of no giving."""
    said = asked.said
    verb = _verb_at(said, asked.english)
    if verb is None:
        return []
    start, end = verb
    behind = _until("given_until_english" if asked.english else "given_until")
    stop = next((at for at in range(end, len(said)) if said[at].plain in behind), len(said))
    parts = [part for part in asked.parts if start <= part.at < stop and part.at + len(part.typed) > end]
    return [part for part in parts if not is_syllable(part) or len(parts) == 1]


def _verb_at(said: Sequence[Token], english: bool) -> tuple[int, int] | None:
    """Where a question asks whether somebody gives or gets: the words of the verb behind "có", or of one behind an
    English "does …"."""
    plain = [token.plain for token in said]
    verbs = _verbs("giving_english" if english else "giving")
    if english and (not plain or plain[0] not in _until("whether_english")):
        return None
    for at in range(1, len(plain)):
        if not english and not _follows_whether(said, at):
            continue
        for length in range(_LONGEST, 0, -1):
            if tuple(plain[at : at + length]) in verbs:
                return at, at + length
    return None


def _follows_whether(said: Sequence[Token], at: int) -> bool:
    """Whether the word before one asks if something is so: "có mua", "có được cấp"."""
    before = [token.plain for token in said[max(0, at - 2) : at]]
    return before[-1] in _until("whether") or (len(before) > 1 and before[0] in _until("whether"))


@cache
def _verbs(name: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(token.plain for token in tokens(text)) for text in condition_texts(name))


@cache
def _until(name: str) -> frozenset[str]:
    return frozenset(token.plain for text in condition_texts(name) for token in tokens(text))
