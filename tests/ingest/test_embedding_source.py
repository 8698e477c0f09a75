"""Which model a setting names, which prompts it wants, and what the settings read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.embedding import default_model_cache
from ingest.embedding.prompts import Prompts, prompts_of
from ingest.embedding.source import ModelSource, Origin, model_source
from ingest.errors import EmbeddingError
from ingest.settings import Settings

E5_PROMPTS = Prompts(query="query: ", passage="passage: ")


def test_the_default_model_comes_from_the_package() -> None:
    assert model_source(Settings.model_construct().embedding_model).origin is Origin.PACKAGE


def test_an_existing_folder_is_taken_by_its_absolute_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Mô hình").mkdir()
    monkeypatch.chdir(tmp_path)
    assert model_source("Mô hình") == ModelSource(Origin.FOLDER, str(tmp_path / "Mô hình"))


@pytest.mark.parametrize("name", ["BAAI/bge-m3", "all-MiniLM-L6-v2"])
def test_another_name_is_looked_for_on_the_hub(name: str) -> None:
    assert model_source(name) == ModelSource(Origin.HUB, name)


@pytest.mark.parametrize("name", ["", "/no/such/folder", "./model", "~/no-such-model", "a/b/c", "mô hình"])
def test_a_path_that_is_no_folder_is_refused(name: str) -> None:
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL"):
        model_source(name)


def test_models_of_one_last_name_have_two_places_in_the_cache() -> None:
    one, other = ModelSource(Origin.FOLDER, "/a/model"), ModelSource(Origin.FOLDER, "/b/model")
    assert one.slug == other.slug == "model"
    assert one.entry_name != other.entry_name


def test_a_slug_is_short_and_plain() -> None:
    assert ModelSource(Origin.HUB, "BAAI/bge-m3").slug == "baai-bge-m3"
    assert ModelSource(Origin.FOLDER, "/x/模型").slug == "model"
    assert len(ModelSource(Origin.HUB, "x" * 200).slug) == 48


def test_a_folder_s_stamp_changes_with_its_files(tmp_path: Path) -> None:
    source = ModelSource(Origin.FOLDER, str(tmp_path))
    (tmp_path / "weights").write_bytes(b"1")
    before = source.stamp()
    assert source.stamp() == before
    os.utime(tmp_path / "weights", ns=(0, 1))
    assert source.stamp() != before


@pytest.mark.parametrize(
    ("model", "configured", "default", "expected"),
    [
        ("some/model", {}, None, Prompts()),
        ("some/model", {"query": "", "document": ""}, None, Prompts()),
        ("some/model", {"query": "Q: ", "document": "D: "}, None, Prompts(query="Q: ", passage="D: ")),
        (
            "some/model",
            {"query": "Q: ", "passage": "P: ", "document": "D: "},
            None,
            Prompts(query="Q: ", passage="P: "),
        ),
        ("some/model", {"retrieval": "R: "}, "retrieval", Prompts(query="R: ", passage="R: ")),
        ("intfloat/multilingual-e5-base", {"query": "", "document": ""}, None, E5_PROMPTS),
        ("/models/e5-large-v2/", {}, None, E5_PROMPTS),
        ("intfloat/e5-small", {"query": "Q: "}, None, Prompts(query="Q: ")),
        ("/e5/some-model", {}, None, Prompts()),
        ("some/model-e512", {}, None, Prompts()),
    ],
)
def test_prompts_come_from_the_configuration_then_from_the_family(
    model: str, configured: dict[str, str | None], default: str | None, expected: Prompts
) -> None:
    assert prompts_of(model, configured, default) == expected


def test_the_instructed_e5_wants_its_instruction_before_questions_only() -> None:
    prompts = prompts_of("intfloat/multilingual-e5-large-instruct", {})
    assert prompts.query.startswith("Instruct: ")
    assert prompts.query.endswith("\nQuery: ")
    assert prompts.passage == ""


def test_settings_read_the_environment_and_env_files_and_leave_others_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("TELEGRAM_TOKEN=x\nEMBEDDING_MODEL=BAAI/bge-m3\nPLAN_INDEX=\n")
    monkeypatch.setenv("MODEL_CACHE", "/models")
    settings = Settings()
    assert settings.embedding_model == "BAAI/bge-m3"
    assert settings.model_cache == Path("/models")
    assert settings.plan_index == Path("var/index")


def test_models_are_kept_in_the_user_s_cache_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert default_model_cache() == Path("/elsewhere/plan-assistant")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/someone")
    assert default_model_cache() == Path("/home/someone/.cache/plan-assistant")
