"""The index that is made of a folder of plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.errors import EvalError
from eval.index import fill, index_settings, plan_files
from ingest.settings import Settings
from ingest.store.plan_store import open_store
from tests.ingest.store.samples import BagOfWords
from tests.ingest.test_pipeline import READING

OWN_FILES = pytest.mark.embedded(reason="what is measured stands in files of its own, whatever servers are named")


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    folder = tmp_path / "plans"
    folder.mkdir()
    (folder / "so-y-te-2026.txt").write_text("số hóa hồ sơ", encoding="utf-8")
    (folder / "so-khac-2025.txt").write_text("đào tạo", encoding="utf-8")
    (folder / "ghi-chu.docx").write_text("không phải kế hoạch", encoding="utf-8")
    return folder


def plan_ids(settings: Settings) -> list[str]:
    store = open_store(settings, BagOfWords, must_exist=True)
    try:
        return sorted(plan.id for plan in store.catalogue.plans())
    finally:
        store.close()


def test_the_readable_files_of_a_folder_are_its_plans(plans: Path) -> None:
    assert [file.name for file in plan_files(plans, READING)] == ["so-khac-2025.txt", "so-y-te-2026.txt"]


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_plans_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(EvalError, match=name):
        plan_files(tmp_path / name, READING)


@OWN_FILES
def test_the_plans_are_in_the_index_and_filling_it_again_embeds_nothing(plans: Path, tmp_path: Path) -> None:
    files = plan_files(plans, READING)
    settings = index_settings(Settings(), files, tmp_path / "var")
    embeddings = BagOfWords()
    fill(settings, files, READING, lambda: embeddings)
    assert plan_ids(settings) == ["so-khac-2025", "so-y-te-2026"]
    first = len(embeddings.asked)
    fill(settings, files, READING, lambda: embeddings)
    assert len(embeddings.asked) == first > 0


def test_other_contents_have_another_index(plans: Path, tmp_path: Path) -> None:
    def folder() -> Path:
        return index_settings(Settings(), plan_files(plans, READING), tmp_path).plan_index

    before = folder()
    assert folder() == before
    (plans / "so-y-te-2026.txt").write_text("số hóa bệnh án", encoding="utf-8")
    assert folder() != before


def test_databases_and_servers_of_the_environment_are_left_alone(plans: Path, tmp_path: Path) -> None:
    working = Settings(database_url="postgresql://db/plans", chroma_url="http://chroma:8000")
    own = index_settings(working, plan_files(plans, READING), tmp_path)
    assert (own.database_url, own.chroma_url) == (None, None)


@OWN_FILES
def test_each_plan_that_cannot_be_read_is_named(plans: Path, tmp_path: Path) -> None:
    (plans / "hong.txt").write_text("bad", encoding="utf-8")
    (plans / "quet.txt").write_text("scan", encoding="utf-8")
    files = plan_files(plans, READING)
    with pytest.raises(EvalError) as raised:
        fill(index_settings(Settings(), files, tmp_path), files, READING, BagOfWords)
    lines = raised.value.vietnamese.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{plans / 'hong.txt'}: ")
    assert lines[1].endswith("không có chữ nào")


@OWN_FILES
def test_a_new_version_of_the_readers_reads_again(plans: Path, tmp_path: Path) -> None:
    files = plan_files(plans, READING)
    settings = index_settings(Settings(), files, tmp_path)
    read: list[Path] = []

    def reading(path: Path) -> object:
        read.append(path)
        return READING.read(path)

    fill(settings, files, READING, BagOfWords)
    fill(settings, files, replace(READING, read=reading), BagOfWords)  # type: ignore[arg-type]
    assert read == []
    fill(settings, files, replace(READING, read=reading, version="readers 2"), BagOfWords)  # type: ignore[arg-type]
    assert len(read) == 2
