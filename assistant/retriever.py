"""Hybrid search: passages by their words and by their meaning, judged by how much of the topic they say.

The word index and the vectors each give candidates; every candidate is then scored by coverage (see `matching`), with
nearness in meaning as the lesser part. Coverage carries the decision because rows of one table look alike to an
embedding model, while the words that tell them apart are rare.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.lexicon.terms import in_vietnamese
from assistant.library import Library, Shelf
from assistant.matching import Topic, indexed, wording
from assistant.question import Question
from ingest.model import Field, Passage, Row
from ingest.store.errors import StoreError
from ingest.store.records import ScoredPassage

log = logging.getLogger(__name__)

_BY_WORDS = 60
_BY_MEANING = 30
_SEARCHES_IN_FULL = 3
_WORDING = 0.05
"""What it adds that a passage says the topic in the very words typed, not only in words that mean the same."""
_HEADING = 0.07
"""What it adds that the headings over a paragraph say the topic."""
_NEAR, _FAR = 0.92, 0.78
"""Cosines at which the default model's passages are certainly about a question, and certainly not."""
_MEANING_WEIGHT = 0.2
_NAMES = 3  # of each English term: so many of its Vietnamese names are searched for
_CONTEXT_WORTH = 0.85
"""What a word is worth that stands only in the context of prose: its headings, its plan's title."""
_OTHER_CELLS_WORTH = 0.6
"""What a word is worth that stands not in what a row is about but in its other cells, its group or its appendix."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    row: Row | None
    score: float
    """How well it answers, 0 to about 1."""
    coverage: float
    """The share of the topic that it says, 0 to 1."""
    nearness: float
    """Nearness in meaning, 0 to 1."""

    @property
    def plan(self) -> str:
        """The id of its plan."""
        return self.passage.anchor.plan


def query_text(question: Question) -> str:
    """The words to search for: the topic, its known English phrases in Vietnamese."""
    topic = question.topic or question.text
    if not question.english:
        return topic
    named = [" ".join(token.plain for token in phrase) for part in question.parts for phrase in part.phrases[:_NAMES]]
    return " ".join([in_vietnamese(topic), *named])


class Search:
    """Finds passages for understood questions; one object for each question."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.by_words_only = False
        """Whether it had to do without the vectors, which are damaged or not built yet."""

    def find(
        self,
        question: Question,
        plans: Collection[str] = (),
        kinds: Collection[str] = (),
        limit: int = 40,
        searches: int = 1,
    ) -> list[Hit]:
        """The passages that say something of a question's topic, best first; none of another plan or kind.

        Of a question that is searched for in many plans one by one, `searches` says in how many: each then judges
        fewer candidates.
        """
        share = min(1.0, _SEARCHES_IN_FULL / searches)
        shelf = self._library.shelf()
        text = query_text(question)
        wanted_plans, wanted_kinds = list(plans) or None, list(kinds) or None
        store = self._library.store
        said = [
            found.passage for found in store.search_words(text, wanted_plans, wanted_kinds, round(share * _BY_WORDS))
        ]
        near = {
            found.passage.id: found
            for found in self._near(_to_embed(question, shelf), wanted_plans, wanted_kinds, round(share * _BY_MEANING))
        }
        candidates = {passage.id: passage for passage in [*said, *(found.passage for found in near.values())]}
        rows = shelf.rows.at([str(one.anchor) for one in candidates.values() if one.kind == "row"])
        headings = shelf.headings([_section(one) for one in candidates.values() if one.anchor.section is not None])
        topic = Topic(question.parts, shelf.words)
        hits = []
        for passage in candidates.values():
            cosine = near[passage.id].score if passage.id in near else 0.0
            heading = headings.get(_section(passage), "")
            row = rows.get(str(passage.anchor)) if passage.kind == "row" else None
            hits.append(_judge(topic, passage, row, cosine, heading))
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _near(self, text: str, plans: list[str] | None, kinds: list[str] | None, limit: int) -> Sequence[ScoredPassage]:
        """The passages nearest in meaning, none where there are no vectors to be compared."""
        store = self._library.store
        try:
            found = store.search_meaning(text, plans, kinds, limit)
        except StoreError as error:
            log.warning("%s", error)
            self.by_words_only = True
            return ()
        self.by_words_only = self.by_words_only or not (found or store.is_complete())
        return found


def _to_embed(question: Question, shelf: Shelf) -> str:
    """What is embedded of a question: an English one with its known phrases in Vietnamese, a bare one with accents."""
    return in_vietnamese(question.text) if question.english else shelf.accents.restore(question.text)


def _section(passage: Passage) -> tuple[str, str]:
    return passage.anchor.plan, passage.anchor.section or ""


def _judge(topic: Topic, passage: Passage, row: Row | None, cosine: float, heading: str) -> Hit:
    nearness = min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))
    own = indexed(_about(row) if row else passage.text)
    said = topic.coverage(own, nearness)
    around = topic.coverage(indexed(passage.search_text), nearness)
    worth = _OTHER_CELLS_WORTH if row else _CONTEXT_WORTH
    covered = said + worth * max(0.0, around - said)
    brevity = 1.0 / (1.0 + len(own.plain) / 25)
    score = (1 - _MEANING_WEIGHT) * covered + _MEANING_WEIGHT * nearness
    score += 0.04 * covered * brevity + _WORDING * wording(topic.parts, own)
    if heading:
        score += _HEADING * topic.coverage(indexed(heading))
    return Hit(passage, row, score, covered, nearness)


def _about(row: Row) -> str:
    """What a row is about: its content and, where the table has one, its solution."""
    return " ".join(text for text in (row.text(Field.CONTENT), row.text(Field.SOLUTION)) if text)


def best_of_each_plan(hits: Sequence[Hit]) -> dict[str, Hit]:
    """The best hit of each plan, in the order of the hits."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.plan, hit)
    return best
