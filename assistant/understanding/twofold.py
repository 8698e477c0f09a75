"""Two questions in one: of a plan's header and of something else of it, "do ai ký và có mấy phụ lục"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.header import header_lexicon
from assistant.lexicon.spelling import any_spelled
from assistant.understanding.question import Question
from ingest.model import Field
from ingest.vietnamese import fold

_FEWEST_WORDS = 2


def with_halves(asked: Question, text: str, read: Callable[[str], Question]) -> Question:
    """A question, with the two that its text asks if just one of them is of a part of the header. `read` understands a
    question alone."""
    if whole := _of_plan_itself(asked):
        return whole
    halves = _halves(text) if asked.header and Kind.OVERVIEW not in asked.kinds else None
    if halves is None:
        return asked
    first, second = map(read, halves)
    if bool(first.header) == bool(second.header) or not _asks(first) or not _asks(second):
        return asked
    return replace(asked, halves=(_of_plans(first, second), _of_plans(second, first)))


def _of_plan_itself(asked: Question) -> Question | None:
    """A question that asks of a plan itself when it was issued or signed beside another part of its header, "số mấy,
    ngày nào ban hành": no row whose content is to issue something is meant. None for another question."""
    if not asked.header or not asked.plans or not asked.words or not header_lexicon().signing.issuperset(asked.words):
        return None
    said = {token.plain for token in asked.said}
    asks_day = Field.DEADLINE in asked.fields or bool(said & header_lexicon().beside["date"].nouns)
    others = set(asked.fields) - {Field.DEADLINE}
    if asked.kinds or asked.filters or others or not (asks_day or "date" in asked.header):
        return None
    signer = ("signer",) if said & {"ai", "who", "whom"} and set(asked.words) - _ISSUING else ()
    header = tuple(dict.fromkeys((*asked.header, "date", *signer)))
    return replace(asked, header=header, fields=(), parts=(), topic="")


_ISSUING = frozenset({"ban", "hanh", "issue", "issued"})
"""What is done to a plan and is no signing."""


def _of_plans(asked: Question, other: Question) -> Question:
    """A question about the plans of another where it names none."""
    return asked if asked.mentions else replace(asked, mentions=other.mentions, plans=other.plans)


def _asks(asked: Question) -> bool:
    return bool(asked.header or asked.kinds or asked.fields or asked.plan_parts)


def _halves(text: str) -> tuple[str, str] | None:
    """A text cut in two where it is joined once and both pieces may ask something; else None."""
    asking, joining = _patterns()
    cuts = list(joining.finditer(text))
    if len(cuts) != 1:  # names have commas and "and" too: "Department of Science and Technology"
        return None
    halves = text[: cuts[0].start()].strip(), text[cuts[0].end() :].strip()
    asks = all(len(half.split()) >= _FEWEST_WORDS and asking.search(fold(half)) for half in halves)
    return halves if asks else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    asking, joining = (any_spelled(condition_texts(name)) for name in ("asking_words", "joining"))
    return re.compile(rf"\b{asking}\b"), re.compile(rf"\s*[,;]\s*(?:{joining}\b)?|\s+{joining}\s+", re.IGNORECASE)
