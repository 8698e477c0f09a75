"""The baseline: the recipe of the tutorials, measured in the same way.

Text cut into pieces of 1,000 characters that overlap by 150, embedded by the assistant's own model, kept in Chroma; the
"answer" is the five pieces nearest to the question. It cites nothing and never abstains, and it knows nothing of what
was asked before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from chromadb import EphemeralClient
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from eval.errors import EvalError
from eval.subject import Citation
from ingest.errors import ReadError
from ingest.readers.encoding import decode
from ingest.vietnamese import slug

PIECE, OVERLAP, NEAREST = 1_000, 150, 5


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces found, as an answer."""

    answer: str
    answerable: bool = True
    kind: str = "pieces"
    language: str = "vi"
    citations: tuple[Citation, ...] = ()


class NaiveAssistant:
    """Answers with the nearest pieces of text."""

    def __init__(self, files: Sequence[Path], embeddings: Embeddings) -> None:
        """Cuts and embeds the plans; a plan is known by the slug of its file's stem.

        Raises EvalError for a file that is not text.
        """
        plans = [Document(_text(file), metadata={"plan": slug(file.stem)}) for file in files]
        splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
        pieces = splitter.split_documents(plans)
        client = EphemeralClient(ChromaSettings(anonymized_telemetry=False))
        # In-memory clients of a process share what they hold, so the collection needs a name of its own.
        self._pieces = Chroma(f"naive-{uuid4().hex}", embeddings, client=client)
        self._pieces.add_documents(pieces, ids=[str(place) for place in range(len(pieces))])
        self.size = len(pieces)

    def ask(self, question: str, history: Sequence[str] = (), plans: Sequence[str] = ()) -> Pieces:
        """The nearest pieces of `plans`, or of all, joined by blank lines; `history` is not looked at."""
        where = {"plan": {"$in": list(plans)}} if plans else None
        # LangChain's annotation leaves out the operators that Chroma takes.
        found = self._pieces.similarity_search(question, k=NEAREST, filter=where)  # type: ignore[arg-type]
        return Pieces("\n\n".join(piece.page_content for piece in found))


def _text(file: Path) -> str:
    try:
        return decode(file.read_bytes(), str(file))
    except OSError as error:
        why = error.strerror or str(error)
        raise EvalError(f"{file}: không đọc được ({why})", f"{file}: cannot be read ({why})") from error
    except ReadError as error:
        raise EvalError(
            f"{error.vietnamese}; mốc so sánh naive chỉ cắt tệp văn bản",
            f"{error.english}; the naive baseline cuts text files only",
        ) from error
