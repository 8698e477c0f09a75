"""The document by which something is done, which a row or a paragraph names in what it says: "theo quyết định nào".

Tables with a column for it are few. Where the row found has none, or leaves it blank, the document stands in what the
row is about, "Thực hiện Bộ chỉ số … theo Quyết định 843/QĐ-UBND", or in a paragraph on the same.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.answer import Kind
from assistant.search.retriever import Hit
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import state_passages
from assistant.understanding.question import Question
from ingest.lexicon.issuers import issuers
from ingest.model import Field, Reference
from ingest.structure.references import find_references
from ingest.vietnamese import fold

_SAYS_TOPIC = 0.7
"""The share of the topic that a passage must say to name the document that is meant."""
_NEAR = 0.9
"""The share of the best passage's topic that one found before it must say to be told instead."""


def told_document(task: Task) -> Outcome | None:
    """The passage that says the topic and names a document of the kind asked for; None where none does, or where a
    question asks for something else."""
    asked = task.question
    if asked.fields != (Field.APPROVAL,) or not asked.parts:
        return None
    kinds = _kinds_asked(asked)
    naming = [
        hit
        for hit in task.hits
        if hit.coverage >= _SAYS_TOPIC and any(_suits(one, kinds, asked) for one in find_references(hit.passage.text))
    ]
    if not naming:
        return None
    best = _surest(naming)
    text = state_passages([best], asked, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, best.score)


def _surest(hits: list[Hit]) -> Hit:
    """The one found first of those that say about as much of the topic as any."""
    most = max(hit.coverage for hit in hits)
    return next(hit for hit in hits if hit.coverage >= _NEAR * most)


def _suits(reference: Reference, kinds: frozenset[str], asked: Question) -> bool:
    """Whether a document is of a kind asked for and of the body that the question says issued it."""
    said = fold(f"{reference.issuer} {reference.text}")
    return (not kinds or reference.kind in kinds) and all(fold(body.name) in said for body in asked.bodies)


def _kinds_asked(asked: Question) -> frozenset[str]:
    """The kinds of documents that a question asks for: "quyết định số mấy", "which circular"; empty where any will
    do."""
    plain = fold(asked.likely)
    return frozenset(name for name, pattern in _asking() if pattern.search(plain))


@cache
def _asking() -> tuple[tuple[str, re.Pattern[str]], ...]:
    kinds = [(kind.name, (kind.name, *kind.asked)) for kind in issuers().document]
    return tuple(
        (name, re.compile(_pattern("|".join(re.escape(fold(text)) for text in texts)))) for name, texts in kinds
    )


def _pattern(names: str) -> str:
    return rf"\b(?:{names})(?: so)? (?:nao|may|gi|bao nhieu|nhieu)\b|\b(?:which|what) (?:\w+ ){{0,2}}?(?:{names})\b"
