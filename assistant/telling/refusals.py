"""What is said when the plans do not say: what was looked for, and what could be asked instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache

from pydantic import TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.plans.library import Shelf
from assistant.replies import Replies
from assistant.search.retriever import Hit
from assistant.text.matching import Token, tokens
from assistant.understanding.question import Question
from ingest.model import Field

_MARK = re.compile(r"\[\d+\]")
_EXAMPLE_WORDS = 12
_NEAR_ENOUGH = 0.3  # the score from which another plan's row is worth mentioning


@cache
def _chatter() -> dict[str, tuple[tuple[Token, ...], ...]]:
    data = read_lexicon("chatter", TypeAdapter(Mapping[str, tuple[str, ...]]))
    return {name: tuple(tokens(text) for text in texts) for name, texts in data.items()}


def chatter(question: Question) -> str:
    """ "small_talk", "weather", "medical" or "instructions" for a question that is none about plans, else ""."""
    plain = {token.plain for token in question.said}
    for name, phrases in _chatter().items():
        for phrase in phrases:
            if phrase[0].plain in plain and _said(phrase, question.said):
                return name
    return ""


def _said(phrase: Sequence[Token], said: Sequence[Token]) -> bool:
    size = len(phrase)
    return any(
        all(
            want.plain == typed.plain and typed.accented in ("", want.accented)
            for want, typed in zip(phrase, said[at : at + size], strict=True)
        )
        for at in range(len(said) - size + 1)
    )


def plans_at_hand(shelf: Shelf, most: int = 12) -> str:
    """The names of the indexed plans, as many as a sentence bears."""
    names = [shelf.names[plan.id] for plan in shelf.plans.values()]
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def example(shelf: Shelf, words: Replies, plans: Collection[str] = ()) -> str:
    """A question that the plans, or some of them, do answer."""
    asked = (row.text(Field.CONTENT) for row in shelf.rows_of(plans) if row.text(Field.LEAD_UNIT))
    short = next((text for text in asked if 3 < len(text.split()) <= _EXAMPLE_WORDS), None)
    return words.say("example_of", content=short) if short else words.say("example")


def unknown_plan(question: Question, shelf: Shelf, words: Replies) -> str:
    """That the index has no plan of a province or year that the question names."""
    return words.say("unknown_plan", names=", ".join(question.unknown), plans=plans_at_hand(shelf))


def not_said(question: Question, shelf: Shelf, words: Replies, near: Sequence[Hit]) -> str:
    """That the plans do not speak of a topic, with the nearest that another plan says."""
    topic = _MARK.sub("", question.topic or question.text).strip()
    if question.plans:
        names = ", ".join(shelf.names[plan] for plan in question.plans)
        text = words.say("not_in_plan", plans=names, topic=topic)
        others = [hit for hit in near if hit.plan not in question.plans and hit.score >= _NEAR_ENOUGH]
        if others:
            return text + words.say("elsewhere", plans=shelf.names[others[0].plan])
        return text + words.say("ask_instead", example=example(shelf, words, question.plans))
    return words.say("not_in_any", topic=topic) + words.say("ask_instead", example=example(shelf, words))
