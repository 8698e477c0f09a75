"""Models other than the default one: a tiny BERT served as a graph, one that cannot be, and ones that do not load."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, BertTokenizer

from ingest.embedding import PlanEmbeddings, load_embeddings
from ingest.embedding.build import build
from ingest.embedding.manifest import Engine, Manifest
from ingest.errors import EmbeddingError
from ingest.settings import Settings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "đơn", "thuốc", "điện", "tử", "bệnh", "án", "ai", "chủ", "trì"]
TEXTS = ["Đơn thuốc điện tử", "bệnh án", "ai chủ trì bệnh án điện tử " * 40, ""]


@pytest.fixture(scope="module")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers with drawn weights, pooled at its first token, not normalised, with prompts of its own."""
    parts = tmp_path_factory.mktemp("parts")
    (parts / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=48,
        initializer_range=0.5,
    )
    BertModel(config).save_pretrained(parts)
    BertTokenizer(vocab_file=str(parts / "vocab.txt"), strip_accents=False).save_pretrained(parts)
    encoder = Transformer(str(parts), max_seq_length=40)
    model = SentenceTransformer(
        modules=[encoder, Pooling(32, pooling_mode="cls")],
        prompts={"query": "ai ", "document": "bệnh án "},
        device="cpu",
    )
    folder = tmp_path_factory.mktemp("other") / "Tiny BERT"
    model.save(str(folder))
    return folder


@pytest.fixture(scope="module")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of word vectors: its input is not a sequence of tokens, so the graph's form does not fit it."""
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    torch.manual_seed(7)
    folder = tmp_path_factory.mktemp("static") / "words"
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=16)], device="cpu").save(str(folder))
    return folder


def settings_for(model: Path | str, cache: Path) -> Settings:
    return Settings.model_construct(embedding_model=str(model), model_cache=cache)


def engine_in(cache: Path) -> Engine:
    (manifest,) = cache.glob("*/manifest.json")
    return Manifest.model_validate_json(manifest.read_bytes()).engine


def unit(vectors: object) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    array = np.atleast_2d(np.asarray(vectors, np.float32))
    lengths: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = np.linalg.norm(array, axis=1, keepdims=True)
    return array / lengths


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds models here, where torch is imported already; the models of the other tests are built as users have it."""
    monkeypatch.setattr("ingest.embedding.loader.build_in_own_process", build)


@pytest.fixture(scope="module")
def tiny_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def tiny_embeddings(tiny_bert: Path, tiny_cache: Path) -> PlanEmbeddings:
    return load_embeddings(settings_for(tiny_bert, tiny_cache))


def test_another_model_is_served_as_a_graph_with_its_own_prompts_and_pooling(
    tiny_bert: Path, tiny_cache: Path, tiny_embeddings: PlanEmbeddings
) -> None:
    embeddings = tiny_embeddings
    own = SentenceTransformer(str(tiny_bert), device="cpu")
    assert engine_in(tiny_cache) is Engine.ONNX
    assert embeddings.dimension == 32
    assert embeddings.name.startswith("tiny-bert-")
    passages = unit(own.encode(TEXTS, prompt="bệnh án "))
    assert (unit(embeddings.embed_documents(TEXTS)) * passages).sum(axis=1).min() > 0.99
    question = unit(own.encode(["đơn thuốc"], prompt="ai "))
    assert (unit(embeddings.embed_query("đơn thuốc")) * question).sum() > 0.99
    assert (unit(embeddings.embed_query("đơn thuốc")) * unit(own.encode(["đơn thuốc"]))).sum() < 0.98


def test_a_model_that_has_no_graph_is_run_as_it_is(static_model: Path, tmp_path: Path, in_this_process: None) -> None:
    embeddings = load_embeddings(settings_for(static_model, tmp_path))
    own = SentenceTransformer(str(static_model), device="cpu")
    assert engine_in(tmp_path) is Engine.SENTENCE_TRANSFORMERS
    texts = ["đơn thuốc điện tử", "bệnh án"]
    assert np.array(embeddings.embed_documents(texts)) == pytest.approx(unit(own.encode(texts)), abs=1e-6)
    assert embeddings.dimension == len(embeddings.embed_query("ai")) == 16


def test_a_name_stays_where_the_model_moves_and_changes_with_the_model(
    tiny_bert: Path, tiny_embeddings: PlanEmbeddings, tmp_path: Path, in_this_process: None
) -> None:
    moved = tmp_path / "moved" / tiny_bert.name
    shutil.copytree(tiny_bert, moved)
    assert load_embeddings(settings_for(moved, tmp_path / "cache")).name == tiny_embeddings.name
    configuration = moved / "config_sentence_transformers.json"
    changed = json.loads(configuration.read_text(encoding="utf-8")) | {"prompts": {"query": "chủ trì "}}
    configuration.write_text(json.dumps(changed), encoding="utf-8")
    assert load_embeddings(settings_for(moved, tmp_path / "cache")).name != tiny_embeddings.name


def test_a_folder_that_holds_no_model_is_refused_and_leaves_nothing(tmp_path: Path, in_this_process: None) -> None:
    (tmp_path / "not-a-model").mkdir()
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL") as caught:
        load_embeddings(settings_for(tmp_path / "not-a-model", tmp_path / "cache"))
    assert "not-a-model" in caught.value.english
    assert [path for path in (tmp_path / "cache").iterdir() if path.is_dir()] == []


def test_a_hub_model_without_a_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    with pytest.raises(EmbeddingError, match="khi có mạng"):
        load_embeddings(settings_for("no-such/model", tmp_path / "cache"))
