"""Hybrid search: passages by their words and by their meaning, judged by how much of the topic they say.

The word index and the vectors each give candidates; every candidate is then scored by coverage (see `matching`), with
nearness in meaning as the lesser part. Coverage carries the decision because rows of one table look alike to an
embedding model, while the words that tell them apart are rare.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.lexicon.terms import in_vietnamese
from assistant.library import Library, Shelf
from assistant.matching import coverage, indexed, wording
from assistant.question import Question, understand
from ingest.model import Field, Passage, Row

_BY_WORDS = 60
_BY_MEANING = 30
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
        self, question: Question, plans: Collection[str] = (), kinds: Collection[str] = (), limit: int = 40
    ) -> list[Hit]:
        """The passages that say something of a question's topic, best first; none of another plan or kind."""
        shelf = self._library.shelf()
        text = query_text(question)
        wanted_plans, wanted_kinds = list(plans) or None, list(kinds) or None
        store = self._library.store
        said = [found.passage for found in store.search_words(text, wanted_plans, wanted_kinds, _BY_WORDS)]
        near = {
            found.passage.id: found
            for found in store.search_meaning(self._to_embed(question), wanted_plans, wanted_kinds, _BY_MEANING)
        }
        candidates = {passage.id: passage for passage in [*said, *(found.passage for found in near.values())]}
        hits = [
            self._judge(question, shelf, passage, near[passage.id].score if passage.id in near else 0.0)
            for passage in candidates.values()
        ]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def _to_embed(self, question: Question) -> str:
        if question.english:
            return in_vietnamese(question.text)
        return self._library.shelf().accents.restore(question.text)

    def _judge(self, question: Question, shelf: Shelf, passage: Passage, cosine: float) -> Hit:
        row = shelf.rows.get(str(passage.anchor)) if passage.kind == "row" else None
        nearness = min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))
        own = indexed(_about(row) if row else passage.text)
        said = coverage(question.parts, own, shelf.words, nearness)
        around = coverage(question.parts, indexed(passage.search_text), shelf.words, nearness)
        worth = _OTHER_CELLS_WORTH if row else _CONTEXT_WORTH
        covered = said + worth * max(0.0, around - said)
        brevity = 1.0 / (1.0 + len(own.plain) / 25)
        score = (1 - _MEANING_WEIGHT) * covered + _MEANING_WEIGHT * nearness
        score += 0.04 * covered * brevity + _WORDING * wording(question.parts, own)
        if heading := shelf.headings.get(str(passage.anchor)):
            score += _HEADING * coverage(question.parts, indexed(heading), shelf.words)
        return Hit(passage, row, score, covered, nearness)


def _about(row: Row) -> str:
    """What a row is about: its content and, where the table has one, its solution."""
    return " ".join(text for text in (row.text(Field.CONTENT), row.text(Field.SOLUTION)) if text)


class PlanRetriever(BaseRetriever):
    """The same search as a LangChain retriever, for chains that want one: documents with their anchors."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        question = understand(query, self.library.shelf())
        hits = Search(self.library).find(question, question.plans, limit=self.k)
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    metadata = {
        "anchor": str(hit.passage.anchor),
        "plan": hit.plan,
        "kind": hit.passage.kind,
        "score": round(hit.score, 4),
    }
    return Document(page_content=hit.passage.text, metadata=metadata, id=hit.passage.id)


def best_of_each_plan(hits: Sequence[Hit]) -> dict[str, Hit]:
    """The best hit of each plan, in the order of the hits."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.plan, hit)
    return best
