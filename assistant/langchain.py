"""The search as a LangChain retriever, for chains that want one.

In a file of its own, because importing LangChain's retrievers takes a third of a second that no answer should pay.
"""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.plans.library import Library
from assistant.search.retriever import Hit, Search
from assistant.understanding.reading import understand


class PlanRetriever(BaseRetriever):
    """Gives documents with their anchors, the best first."""

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
