"""What 8-bit weights cost the search: `python -m eval.bench.precision PLANS QUESTIONS` prints nDCG@10 of both.

The plans are indexed twice, with the model as it is served and with the float weights that it was made from, and
searched for every question that lists places. Needs torch, and a minute or two.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from assistant.assistant import Assistant
from assistant.plans.library import Library
from eval.index import fill, plan_files
from eval.questions import Question, read_questions
from eval.retrieval import retrieval
from eval.run import run
from eval.subject import Subject
from ingest.embedding import PlanEmbeddings, load_embeddings
from ingest.embedding.package_model import package_file, read_package_model
from ingest.embedding.prompts import prompts_of
from ingest.embedding.sentence_model import write_sentence_model
from ingest.embedding.torch_encoder import TorchEncoder
from ingest.pipeline import default_reading
from ingest.settings import Settings
from ingest.store.plan_store import open_store
from ingest.store.vectors import NamedEmbeddings


@dataclass(frozen=True, slots=True)
class Precision:
    """nDCG@10 of the assistant's search over the same questions."""

    questions: int
    int8: float
    floats: float


def precision(plans: Path, questions: Sequence[Question]) -> Precision:
    """Search with both."""
    with TemporaryDirectory() as folder:
        model = Path(folder) / "model"
        model.mkdir()
        write_sentence_model(read_package_model(package_file()), model)
        served = load_embeddings(Settings(embedding_model=Settings.model_fields["embedding_model"].default))
        prompts = prompts_of(Settings.model_fields["embedding_model"].default, {})
        floats = PlanEmbeddings(TorchEncoder(model, 512), name="floats", dimension=served.dimension, prompts=prompts)
        found = [
            _ndcg(Path(folder) / name, plans, questions, lambda embeddings=embeddings: embeddings)  # type: ignore[misc]
            for name, embeddings in (("int8", served), ("floats", floats))
        ]
    return Precision(found[0][0], found[0][1], found[1][1])


def _ndcg(
    index: Path, plans: Path, questions: Sequence[Question], embeddings: Callable[[], NamedEmbeddings]
) -> tuple[int, float]:
    settings = Settings(plan_index=index, database_url=None, chroma_url=None)
    reading = default_reading()
    fill(settings, plan_files(plans, reading), reading, embeddings)
    assistant = Assistant(Library(open_store(settings, embeddings, must_exist=True)))
    measured = retrieval(run(questions, Subject("assistant", assistant, assistant)))
    assert measured is not None, "no question lists a place"
    return measured.questions, measured.ndcg_10


if __name__ == "__main__":
    print(TypeAdapter(Precision).dump_json(precision(Path(sys.argv[1]), read_questions([Path(sys.argv[2])]))).decode())
