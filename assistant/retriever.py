"""Hybrid search: passages by their words and by their meaning, judged by how much of the topic they say.

The word index and the vectors each give candidates; every candidate is then scored by coverage (see `matching`), with
nearness in meaning as the lesser part. Coverage carries the decision because rows of one table look alike to an
embedding model, while the words that tell them apart are rare.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.lexicon.terms import in_vietnamese
from assistant.library import Library, Shelf
from assistant.matching import Topic, indexed
from assistant.question import Question
from ingest.model import Field, Passage, Row
from ingest.store.records import ScoredPassage

_BY_WORDS = 60
_BY_MEANING = 30
_SEARCHES_IN_FULL = 3
_HITS = 40
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
    """Finds passages for understood questions."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def find(
        self,
        question: Question,
        plans: Collection[str] = (),
        kinds: Collection[str] = (),
        limit: int = _HITS,
    ) -> list[Hit]:
        """The passages that say something of a question's topic, best first; none of another plan or kind."""
        shelf, store = self._library.shelf(), self._library.store
        wanted_plans, wanted_kinds = list(plans) or None, list(kinds) or None
        said = store.search_words(query_text(question), wanted_plans, wanted_kinds, _BY_WORDS)
        near = store.search_meaning(_to_embed(question, shelf), wanted_plans, wanted_kinds, _BY_MEANING)
        return _judged(question, shelf, {"": said}, {"": near})[""][:limit]

    def find_in_each(self, question: Question, plans: Sequence[str]) -> dict[str, list[Hit]]:
        """The same in each of some plans by itself, best first; of many plans fewer candidates each are judged."""
        share = min(1.0, _SEARCHES_IN_FULL / max(1, len(plans)))
        shelf, store = self._library.shelf(), self._library.store
        said = store.search_words_each(query_text(question), plans, round(share * _BY_WORDS))
        near = store.search_meaning_each(_to_embed(question, shelf), plans, round(share * _BY_MEANING))
        return {plan: hits[:_HITS] for plan, hits in _judged(question, shelf, said, near).items()}


def _judged(
    question: Question,
    shelf: Shelf,
    said: Mapping[str, Sequence[ScoredPassage]],
    near: Mapping[str, Sequence[ScoredPassage]],
) -> dict[str, list[Hit]]:
    """The candidates of several searches, found by words and by meaning, each search's best first."""
    cosines = {found.passage.id: found.score for one in near.values() for found in one}
    candidates = {
        search: {found.passage.id: found.passage for found in (*said[search], *near[search])} for search in said
    }
    passages = [passage for one in candidates.values() for passage in one.values()]
    addresses = {passage.id: str(passage.anchor) for passage in passages if passage.kind == "row"}
    rows = shelf.rows.at(list(addresses.values()))
    headings = shelf.headings([_section(one) for one in passages if one.anchor.section is not None])
    topic = Topic(question.parts, shelf.words)

    def judge(passage: Passage) -> Hit:
        row = rows.get(addresses[passage.id]) if passage.kind == "row" else None
        return _judge(topic, passage, row, cosines.get(passage.id, 0.0), headings.get(_section(passage), ""))

    return {
        search: sorted(map(judge, found.values()), key=lambda hit: -hit.score) for search, found in candidates.items()
    }


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
    score += 0.04 * covered * brevity + _WORDING * topic.wording(own)
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
