"""Which tests keep or read a store, and whether each did so where it was told to.

A test keeps or reads one where it, or a helper that it imports, builds it by `tests/servers.py`, or where it takes the
index of the sample plans: it is then marked `stores`, and `make test-servers` runs it a second time, on the servers.
That nobody forgets this is watched over here: a test that uses a store's files without the mark fails, and on the
servers each that uses files at all, unless it is about them (`embedded`). Tests that start servers of their own
(`own_servers`) do so in every run.
"""

from __future__ import annotations

import ast
import os
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from bots.state.database import FILE_NAME as STATE_FILE
from ingest.store.engine import FILE_NAME as CATALOGUE_FILE

ROOT = Path(__file__).parents[1]
CONFTEST, SERVERS = ROOT / "tests" / "conftest.py", ROOT / "tests" / "servers.py"
MARK, OF_FILES, OWN_SERVERS = "stores", "embedded", "own_servers"
_INDEX = "index"
"""The fixture of the sample plans' index, on which all others of the root's `conftest.py` build."""
_SCRATCH = (".backup-", ".load-")
"""Folders in which backups are made and unpacked, always in SQLite."""
_SUFFIX = ".sqlite3"
_FILES = (CATALOGUE_FILE, STATE_FILE, "chroma.sqlite3")


def keeps_a_store(item: pytest.Item) -> bool:
    """Whether a test builds a store or takes one, by what it imports and by the fixtures that it asks for."""
    names = getattr(item, "fixturenames", ())
    if _INDEX in names or _builds_stores(item.path):
        return True
    known: dict[str, tuple[pytest.FixtureDef[object], ...]] = item._fixtureinfo.name2fixturedefs  # type: ignore[attr-defined]
    found = (Path(made.func.__code__.co_filename) for name in names for made in known.get(name, ()))
    return any(path != CONFTEST and _builds_stores(path) for path in found)


@cache
def _builds_stores(path: Path) -> bool:
    """Whether a file of the tests imports `tests/servers.py`, itself or through another."""
    seen, waiting = set[Path](), [path]
    while waiting:
        file = waiting.pop()
        if file == SERVERS:
            return True
        if file not in seen:
            seen.add(file)
            waiting += _imported(file)
    return False


@cache
def _imported(path: Path) -> tuple[Path, ...]:
    """The files of the tests that a file imports anywhere in it."""
    if not path.is_relative_to(ROOT / "tests"):
        return ()
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    files = (ROOT / f"{name.replace('.', '/')}.py" for name in names if name.startswith("tests."))
    return tuple(file for file in files if file.exists())


class Watch:
    """Sees which stores in files the running test uses; asked once a test, when all of it is over."""

    def __init__(self, base: Path, on_servers: bool) -> None:
        """`base` is the folder in which the folders of all tests are."""
        self._base = base
        self._on_servers = on_servers
        self._seen = set[str]()
        self._used = set[Path]()
        event.listen(Engine, "begin", self._begins)

    def close(self) -> None:
        """See nothing any more."""
        event.remove(Engine, "begin", self._begins)

    def begins(self) -> None:
        """A test begins: what was used before is not its own."""
        self._used.clear()

    def fault(self, item: pytest.Item) -> str:
        """What is wrong with a test that is over, "" where nothing is."""
        used = self._used | set(self._left())
        if not used or item.get_closest_marker(OF_FILES) or item.get_closest_marker(OWN_SERVERS):
            return ""
        if self._on_servers:
            return f"it was to use the servers and used {sorted(map(str, used))}: open them by tests/servers.py"
        if not item.get_closest_marker(MARK):
            return f"it uses {sorted(map(str, used))}, so it has to run on servers too: open them by tests/servers.py"
        return ""

    def _begins(self, connection: Connection) -> None:
        if threading.current_thread() is not threading.main_thread():
            return  # maybe of a server that an earlier test left behind
        url = connection.engine.url
        if url.get_backend_name() == "sqlite" and url.database and url.database.endswith(_SUFFIX):
            path = Path(url.database)
            if not any(part.startswith(_SCRATCH) for part in path.parts):
                self._used.add(path)

    def _left(self) -> Iterator[Path]:
        """Files of stores in folders that were not there when the test before this one ended."""
        for name in sorted(set(os.listdir(self._base)) - self._seen):  # names: there are thousands, looked at each time
            self._seen.add(name)
            folder = self._base / name
            if folder.is_dir() and not folder.is_symlink():
                yield from (path for path in folder.rglob(f"*{_SUFFIX}") if path.name in _FILES)
