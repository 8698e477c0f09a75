"""What a document is that plans name by its number: "Nghị quyết 57 là gì", "who issued Decision 2629"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.replies import shorten
from assistant.telling.outcome import Outcome, Task
from assistant.telling.refusals import not_said
from assistant.text.matching import tokens
from assistant.understanding.mentions import is_called
from ingest.lexicon.issuers import DocumentKind, issuers
from ingest.model import Passage, Reference
from ingest.structure.references import find_references
from ingest.vietnamese import fold

_MOST_PLANS = 8
_LONGEST = 400
_SAYS_WHAT = 18
"""Words of a mention that says what a document is about."""
_FEW_WORDS = 2
"""Words before a document that a line names and nothing else: "- Căn cứ Nghị quyết …"."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A document that a question names, by its kind and the number before the symbols; its words in the question."""

    kind: str
    number: str
    words: frozenset[str]


def answer_document(task: Task) -> Outcome | None:
    """How the plans name the document in full, with its day, who issued it and what it is about, and where each of them
    does so, or that none of them names it; None where a question asks something else of it."""
    named = document_asked(task.question.text)
    if named is None or _is_of_shelf(task, named) or not _asks(task, named):
        return None
    naming = {plan: found for plan in _plans_to_read(task) if (found := list(_naming(task, plan, named)))}
    if not naming:
        known = len(task.question.plans or task.shelf.plans) <= _MOST_PLANS
        return Outcome(not_said(task.question, task.shelf, task.words, ()), False, Kind.ABSTAIN) if known else None
    best, passage = max((one for found in naming.values() for one in found), key=lambda one: _fullness(*one))
    lines = [f"**{shorten(_closed(best.text), _LONGEST)}** {task.book.passage(passage)}"]
    where = (f"{task.shelf.names[plan]} {task.book.passage(found[0][1])}" for plan, found in naming.items())
    lines.append(task.words.say("named_in", plans=", ".join(where)))
    return Outcome("\n".join(lines), True, Kind.DEFINITION, 1.0)


def document_asked(text: str) -> _Named | None:
    """The document that a question names by its kind and number: "Nghị quyết 57", "Decision No. 2629/QĐ-TTg"."""
    found = _mentions().search(fold(text))
    if found is None:
        return None
    kind = next(name for name, names in _kinds() if found["kind"] in names)
    return _Named(kind, found["number"], frozenset(token.plain for token in tokens(found[0])))


def _naming(task: Task, plan: str, named: _Named) -> Iterator[tuple[Reference, Passage]]:
    """The places of a plan that name a document, in print order."""
    for passage in task.shelf.passages_of(plan):
        if named.number in passage.text:
            for reference in (one for line in passage.text.splitlines() for one in find_references(line)):
                if reference.kind == named.kind and re.match(rf"0*{named.number}\b", reference.number):
                    yield reference, passage


def _closed(text: str) -> str:
    """A mention up to the bracket that it stands in: "Quyết định số … của Thủ tướng Chính phủ) và thực hiện …"."""
    return next((text[:at] for at, sign in enumerate(text) if sign == ")" and "(" not in text[:at]), text)


def _is_of_shelf(task: Task, named: _Named) -> bool:
    """Whether what the question names by number is a plan that it is asked about."""
    plans = (task.shelf.plans[plan] for plan in task.question.plans)
    return any(is_called(plan.header.number, named.kind, named.number) for plan in plans)


def _plans_to_read(task: Task) -> list[str]:
    """The plans asked about; of too many those of which something was found."""
    plans = list(task.question.plans or task.shelf.plans)
    return plans if len(plans) <= _MOST_PLANS else list(dict.fromkeys(hit.plan for hit in task.hits))[:_MOST_PLANS]


def _fullness(reference: Reference, passage: Passage) -> tuple[bool, bool, bool, int]:
    """How much a mention says of a document: its day and who issued it, then what it is about, best in a line of its
    own, as among what a plan rests on."""
    lines = (line.partition(reference.text) for line in passage.text.splitlines())
    alone = any(name and len(before.split()) <= _FEW_WORDS and len(after) <= 1 for before, name, after in lines)
    alone = alone and len(reference.text.split()) >= _SAYS_WHAT
    length = min(len(reference.text), _LONGEST)
    return bool(reference.date), bool(reference.issuer), alone, -length if alone else length


def _asks(task: Task, named: _Named) -> bool:
    """Whether a question asks what the document is, and nothing of the plans themselves."""
    asked = task.question
    if (
        asked.filters
        or asked.appendix
        or asked.context
        or not condition_patterns()["of_document"].search(lowered(asked.likely))
    ):
        return False
    known = words_of("of_document") | words_of("beside_document") | named.words
    return known.issuperset(asked.words)


@cache
def _kinds() -> tuple[tuple[str, frozenset[str]], ...]:
    """The kinds of documents with the names, folded, by which questions call them."""

    def names(kind: DocumentKind) -> frozenset[str]:
        return frozenset(fold(text) for text in (kind.name, *kind.asked))

    return tuple((kind.name, names(kind)) for kind in issuers().document)


@cache
def _mentions() -> re.Pattern[str]:
    names = "|".join(sorted((re.escape(name) for _, own in _kinds() for name in own), key=len, reverse=True))
    number = r"(?!20\d\d\b(?![-/]))(?P<number>\d{1,5})\b(?:\s?[-/][\w/&.-]+)?"  # "kế hoạch 2026" says the year
    return re.compile(rf"\b(?P<kind>{names})(?: so| no\.?| number)? ?{number}")
