"""Chroma's files may be lost, cut short or garbled: questions are answered, and the next writer builds them anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.model import Plan
from ingest.passages import passages
from ingest.store import kept_vectors
from ingest.store.plan_store import PlanStore
from ingest.store.records import vector_id
from tests import apart
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in

pytestmark = pytest.mark.embedded(reason="Chroma's files are damaged; test_on_servers.py takes a server's vectors away")

LARGE = sample_plan(tasks=tuple(f"Việc số {number} là {number * 7}" for number in range(1200)))
"""More vectors than Chroma keeps in its log, so that there is a graph on the disk."""
OTHER = sample_plan("an-nhon-2026", ("Mua sắm máy trạm cho trạm y tế",))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that nobody has damaged."""
    folder = tmp_path_factory.mktemp("whole") / "index"
    store = store_in(folder)
    store.add(LARGE)
    store.close()
    return folder


def _graph(vectors: Path) -> Path:
    return next(path for path in vectors.iterdir() if path.is_dir())


def _garbled(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(path.stat().st_size))


def _halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _flipped(path: Path) -> None:
    content, drawn = bytearray(path.read_bytes()), random.Random(2)
    for _ in range(200):
        content[drawn.randrange(4096, len(content))] ^= 0xFF
    path.write_bytes(content)


def _emptied_folder(vectors: Path) -> None:
    shutil.rmtree(vectors)
    vectors.mkdir()


def _database(change: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda vectors: change(vectors / "chroma.sqlite3")


def _of_graph(name: str, change: Callable[[Path], None]) -> Callable[[Path], None]:
    return lambda vectors: change(_graph(vectors) / name)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "folder deleted": shutil.rmtree,
    "folder emptied": _emptied_folder,
    "database deleted": _database(Path.unlink),
    "database emptied": _database(_emptied),
    "database garbled": _database(_garbled),
    "database cut short": _database(_halved),
    "database with wrong bytes": _database(_flipped),
    "graph deleted": lambda vectors: shutil.rmtree(_graph(vectors)),
    "graph's file deleted": _of_graph("data_level0.bin", Path.unlink),
    "graph cut short": _of_graph("data_level0.bin", _halved),
    "graph garbled": _of_graph("data_level0.bin", _garbled),
    "graph's header garbled": _of_graph("header.bin", _garbled),
    "graph's links garbled": _of_graph("link_lists.bin", _garbled),
    "graph's contents garbled": _of_graph("index_metadata.pickle", _garbled),
}


def check_found(store: PlanStore, *plans: Plan) -> None:
    """Searches come to the passages of these plans, as where nothing was damaged."""
    every = {passage.id: passage for plan in plans for passage in passages(plan)}
    found = store.search_meaning("việc số 7", limit=50)
    assert len(found) == min(50, len(every))
    assert all(every[hit.passage.id] == hit.passage for hit in found)
    for plan in plans:
        assert len(store.search_meaning("việc", [plan.id], limit=5000)) == len(passages(plan))


def damaged(damage: str, folder: str) -> None:
    """Search and then write where files are damaged, in this process, which Chroma may end."""
    kept_vectors._FEW = 0  # as in an index of many plans, where Chroma is asked
    index, model = Path(folder), BagOfWords()
    store = store_in(index, model)
    check_found(store, LARGE)
    assert not store.is_complete()
    store.add(OTHER)
    assert len(model.asked) == len({passage.search_text for passage in passages(OTHER)}), "nothing else is embedded"
    check_found(store, LARGE, OTHER)
    assert store.is_complete()
    assert store.vectors.ids() == {vector_id(passage) for plan in (LARGE, OTHER) for passage in passages(plan)}
    store.close()
    anew = store_in(index)
    assert anew.is_complete(), damage
    check_found(anew, LARGE, OTHER)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_files_are_neither_trusted_nor_needed(whole: Path, tmp_path: Path, damage: str) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    DAMAGES[damage](index / "vectors")
    ended = apart.start(damaged, damage, str(index), stderr=tmp_path / "told").wait()
    told = (tmp_path / "told").read_text("utf-8")
    assert ended == 0, told[-2000:]
    assert "python -m ingest rebuild" in told or "deleted" in damage or "emptied" in damage


def test_files_that_nobody_damaged_are_trusted(whole: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    for _ in range(3):
        store = store_in(index)
        assert store.is_complete()
        check_found(store, LARGE)
        assert store.complete() == 0
        store.close()


def complete(folder: str) -> None:
    """Build what is missing, without embedding anything anew."""
    assert store_in(Path(folder)).complete() == 0


def test_a_server_goes_on_when_the_folder_is_deleted_under_it(whole: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    reader = store_in(index)
    check_found(reader, LARGE)
    shutil.rmtree(index / "vectors")
    check_found(reader, LARGE)
    assert not reader.is_complete()
    assert apart.start(complete, str(index)).wait() == 0
    assert reader.is_complete()
    check_found(reader, LARGE)


def test_rebuilding_by_hand_needs_no_source_file(whole: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    shutil.rmtree(index / "vectors")
    shutil.rmtree(index / "words")
    store = store_in(index)
    assert store.rebuild() == len({passage.search_text for passage in passages(LARGE)})
    check_found(store, LARGE)
    assert store.search_words("việc số 7")


def test_without_any_vectors_a_search_says_so(whole: Path, tmp_path: Path) -> None:
    from sqlalchemy import delete

    from ingest.store import tables

    index = tmp_path / "index"
    shutil.copytree(whole, index)
    shutil.rmtree(index / "vectors")
    store = store_in(index)
    with store.catalogue._transaction() as connection:
        connection.execute(delete(tables.plan_vectors))
    with pytest.raises(Exception, match="python -m ingest rebuild"):
        store.search_meaning("việc số 7")
    assert store.search_words("việc số 7")
    assert store.complete() == len({passage.search_text for passage in passages(LARGE)})
    check_found(store, LARGE)
