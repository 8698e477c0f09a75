"""A test that keeps a store is found, and one that uses files where it was to use the servers is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import create_engine, text

from tests.stores import MARK, OF_FILES, OWN_SERVERS, ROOT, Watch, _builds_stores

pytestmark = pytest.mark.embedded(reason="a watch over files is shown some")


class Marked:
    """A test with some marks."""

    def __init__(self, *marks: str) -> None:
        self._marks = marks

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self._marks else None


def item(*marks: str) -> pytest.Item:
    return cast("pytest.Item", cast("Any", Marked(*marks)))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The folder in which a made-up run has those of its tests."""
    folder = tmp_path / "base"
    folder.mkdir()
    return folder


@pytest.fixture(params=[False, True], ids=["embedded", "servers"])
def watch(request: pytest.FixtureRequest, base: Path) -> Iterator[Watch]:
    made = Watch(base, request.param)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("file", "builds"),
    [
        ("bots/web/serving.py", True),
        ("assistant/sample.py", True),
        ("bots/web/test_browser.py", True),  # by what it imports
        ("ingest/test_money.py", False),
        ("flattening/test_flattening.py", False),
    ],
)
def test_who_imports_what_opens_stores_keeps_them(file: str, builds: bool) -> None:
    assert _builds_stores(ROOT / "tests" / file) is builds


def test_a_store_in_a_file_is_seen_where_it_is_opened_here(watch: Watch, base: Path) -> None:
    watch.begins()
    assert watch.fault(item()) == ""
    engine = create_engine(f"sqlite:///{base / 'catalogue.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE plans (id INTEGER)"))
    engine.dispose()
    assert "catalogue.sqlite3" in watch.fault(item())
    assert watch.fault(item(OF_FILES)) == watch.fault(item(MARK, OWN_SERVERS)) == ""
    assert bool(watch.fault(item(MARK))) is watch._on_servers, "marked, it may have files unless it is to use servers"
    watch.begins()
    assert watch.fault(item()) == "", "what another test did is not this one's"


def test_a_store_in_a_file_is_seen_where_another_process_left_it(watch: Watch, base: Path) -> None:
    (base / "test_one" / "index" / "vectors").mkdir(parents=True)
    (base / "test_one" / "index" / "vectors" / "chroma.sqlite3").touch()
    (base / "test_one" / "figures.sqlite3").touch()
    told = watch.fault(item())
    assert "chroma.sqlite3" in told
    assert "figures.sqlite3" not in told
    assert watch.fault(item()) == "", "each folder is looked at once"


def test_the_scratch_folder_of_a_backup_is_no_store(watch: Watch, base: Path) -> None:
    watch.begins()
    assert watch.fault(item()) == ""
    (base / ".backup-1").mkdir()
    engine = create_engine(f"sqlite:///{base / '.backup-1' / 'catalogue.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE plans (id INTEGER)"))
    engine.dispose()
    assert not watch._used
