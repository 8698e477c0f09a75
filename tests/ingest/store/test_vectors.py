"""Vectors are kept by model and by text, filtered by plan and kind, and read anew after another process has written."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.store.chroma import ChromaServer
from ingest.store.errors import StoreError
from ingest.store.vectors import VectorEntry, VectorIndex, collection_name
from tests import apart
from tests.ingest.store.samples import BagOfWords
from tests.servers import chroma_for

ENTRIES = (
    VectorEntry("a:1", "a", "row", "bệnh án điện tử"),
    VectorEntry("a:2", "a", "section", "đường truyền mạng"),
    VectorEntry("b:1", "b", "row", "bệnh án điện tử của tuyến xã"),
)


def index_in(folder: Path, model: BagOfWords | None = None) -> VectorIndex:
    """An index of a folder, not yet opened."""
    loaded = model or BagOfWords()
    return VectorIndex(folder, lambda: loaded, chroma_for(folder))


def found(index: VectorIndex, query: str, plans: list[str] | None = None, kinds: list[str] | None = None) -> list[str]:
    """The ids that a query finds, nearest first."""
    return [hit for hit, _ in index.search(BagOfWords().embed_query(query), plans, kinds, 10)]


def test_the_nearest_text_comes_first_with_its_cosine(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    assert index.add(ENTRIES) == 3
    hits = index.search(BagOfWords().embed_query("bệnh án điện tử"), None, None, 10)
    assert [hit for hit, _ in hits] == ["a:1", "b:1", "a:2"]
    assert hits[0][1] == pytest.approx(1.0, abs=1e-4)


def test_a_search_stays_within_plans_and_kinds(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    index.add(ENTRIES)
    assert found(index, "bệnh án", plans=["b"]) == ["b:1"]
    assert set(found(index, "bệnh án", kinds=["row"])) == {"a:1", "b:1"}
    assert found(index, "bệnh án", plans=["a"], kinds=["section"]) == ["a:2"]
    assert set(found(index, "bệnh án", plans=["a", "b"])) == {"a:1", "a:2", "b:1"}
    assert found(index, "bệnh án", plans=[]) == []
    assert found(index, "bệnh án", kinds=[]) == []
    assert found(index, "bệnh án", plans=["c"]) == []


def test_only_texts_without_a_vector_are_embedded(tmp_path: Path) -> None:
    model = BagOfWords()
    index = index_in(tmp_path, model)
    index.add(ENTRIES[:2])
    model.asked.clear()
    assert index.add(ENTRIES) == 1
    assert model.asked == [ENTRIES[2].text]


def test_equal_ids_are_embedded_once(tmp_path: Path) -> None:
    assert index_in(tmp_path).add([ENTRIES[0], ENTRIES[0]]) == 1


def test_progress_is_told_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    entries = [VectorEntry(f"a:{number}", "a", "row", f"việc {number}") for number in range(150)]
    index_in(tmp_path).add(entries, lambda done, total: told.append((done, total)))
    assert told[-1] == (150, 150)
    assert len(told) > 1


def test_vectors_that_are_not_named_are_dropped(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    index.add(ENTRIES)
    assert index.keep_only({"a:1"}, plan="a") == 1
    assert set(found(index, "bệnh án")) == {"a:1", "b:1"}
    assert index.keep_only({"b:1"}) == 1
    assert found(index, "bệnh án") == ["b:1"]
    assert index.count() == 1


def test_vectors_outlive_the_process(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    index.add(ENTRIES)
    index.reopen()
    assert set(found(index_in(tmp_path), "bệnh án")) == {"a:1", "a:2", "b:1"}


def test_models_do_not_share_vectors(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    index.add(ENTRIES)
    other = index_in(tmp_path, BagOfWords("test/other"))
    assert found(other, "bệnh án") == []
    assert other.add(ENTRIES) == 3
    assert index.count() == 3


def add_entries(folder: str) -> None:
    """Write all entries."""
    index_in(Path(folder)).add(ENTRIES)


def test_what_another_process_wrote_is_seen_after_reopening(tmp_path: Path) -> None:
    """Also where the process has the folder open a second time: Chroma would share what the other has read of it."""
    index, beside = index_in(tmp_path), index_in(tmp_path)
    index.add(ENTRIES[:1])
    assert found(index, "bệnh án") == found(beside, "bệnh án") == ["a:1"]
    assert apart.start(add_entries, str(tmp_path)).wait() == 0
    index.reopen()
    assert set(found(index, "bệnh án")) == {"a:1", "a:2", "b:1"}
    index.close()
    assert "a:1" in found(beside, "bệnh án")


def test_searching_makes_nothing_where_there_is_nothing(tmp_path: Path) -> None:
    assert found(index_in(tmp_path / "none"), "bệnh án") == []
    assert not (tmp_path / "none").exists()


@pytest.mark.embedded(reason="Chroma's file is damaged")
def test_clearing_drops_all_even_where_the_files_are_damaged(tmp_path: Path) -> None:
    folder = tmp_path / "vectors"
    index = index_in(folder)
    index.add(ENTRIES)
    index.reopen()
    (folder / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    index.clear()
    assert index.add(ENTRIES) == 3
    assert set(found(index, "bệnh án")) == {"a:1", "a:2", "b:1"}


@pytest.mark.embedded(reason="Chroma's file is damaged")
def test_damaged_files_are_reported_with_the_mend(tmp_path: Path) -> None:
    index = index_in(tmp_path)
    index.add(ENTRIES)
    index.reopen()
    (tmp_path / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreError, match="python -m ingest rebuild"):
        found(index, "bệnh án")


@pytest.mark.parametrize("url", ["ftp://host", "host:8000", "http://"])
def test_an_address_that_is_no_server_is_refused_by_name(tmp_path: Path, url: str) -> None:
    index = VectorIndex(tmp_path, BagOfWords, ChromaServer(url))
    with pytest.raises(StoreError, match=f"CHROMA_URL={url}"):
        index.add(ENTRIES)


def test_the_collection_is_named_by_the_model_in_letters_that_chroma_takes() -> None:
    assert collection_name(BagOfWords("intfloat/multilingual e5")) == "intfloat-multilingual-e5-64"
    assert collection_name(BagOfWords("../mô hình")) == "m-h-nh-64"
    assert len(collection_name(BagOfWords("m" * 900))) <= 512
