"""One process that answers questions, or does the least that could, and tells how long it took.

`python -m eval.bench.probe answer|floor INDEX QUESTIONS`
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from pydantic import TypeAdapter

from assistant import open_assistant
from eval.bench.latency import latency
from eval.bench.subjects import Answering, Floor
from eval.questions import Question, read_questions
from ingest.settings import Settings
from ingest.store.plan_store import open_store
from ingest.store.vectors import collection_name
from ingest.vietnamese import words

_FOUND = 60
_MOST_ASKED = 60  # questions put to the floor, which takes seconds each where the index is large


def answer(index: Path, questions: list[Question]) -> Answering:
    """Put every question twice, after one that is not counted."""
    began = perf_counter()
    assistant = open_assistant(index)
    assistant.ask(questions[0].question)
    opened = (perf_counter() - began) * 1000

    def ask(question: Question) -> object:
        return assistant.ask(question.question, question.history)

    return Answering(opened, latency(ask, questions), latency(ask, questions))


def floor(index: Path, questions: list[Question]) -> Floor:
    """The same vectors by one product, the same words by SQLite alone."""
    store = open_store(Settings(plan_index=index), must_exist=True)
    model = store.vectors.embeddings
    asked = [question.question for question in questions][:_MOST_ASKED]
    directory = store.catalogue.directory
    plans = [card.id for card in directory.cards()]
    kept = directory.vectors(collection_name(model), plans)
    matrix = np.concatenate([vectors.matrix for vectors in kept.values()])

    def nearest(vector: list[float]) -> object:
        cosines = matrix @ np.asarray(vector, np.float32)
        best = np.argpartition(-cosines, min(_FOUND, len(cosines) - 1))[:_FOUND]
        return best[np.argsort(-cosines[best])]

    embedded = [model.embed_query(text) for text in asked]
    nearest(embedded[0])
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE passages USING fts5 (text, tokenize = 'unicode61 remove_diacritics 0')")
    for plan in plans:
        texts = [(" ".join(words(passage.search_text)),) for passage in store.catalogue.passages_of([plan])]
        database.executemany("INSERT INTO passages VALUES (?)", texts)

    def search(text: str) -> object:
        match = " OR ".join(f'"{word}"' for word in dict.fromkeys(words(text)))
        query = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT ?"
        return database.execute(query, (match, _FOUND)).fetchall()

    return Floor(
        len(matrix), latency(nearest, embedded), latency(model.embed_query, reversed(asked)), latency(search, asked)
    )


if __name__ == "__main__":
    command, place, file = sys.argv[1:]
    read = list(read_questions([Path(file)]))
    if command == "answer":
        print(TypeAdapter(Answering).dump_json(answer(Path(place), read)).decode())
    else:
        print(TypeAdapter(Floor).dump_json(floor(Path(place), read)).decode())
