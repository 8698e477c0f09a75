"""A disk that is full or read-only: the error says the mend, and what was there before goes on answering."""

from __future__ import annotations

import errno
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import PlanError
from ingest.passages import passages
from ingest.store.records import vector_id
from ingest.store.words import TantivyWords
from tests import apart
from tests.ingest.store.samples import sample_plan, store_in

pytestmark = pytest.mark.embedded(reason="a full or read-only disk under the index folder")

ROOT = Path(__file__).parents[3]
FORMER = sample_plan(tasks=("Việc cũ số một", "Việc cũ số hai"))
NEW = sample_plan(tasks=tuple(f"Việc mới số {number}" for number in range(400)), sha256="e" * 64)


def filled(folder: Path) -> Path:
    store = store_in(folder)
    store.add(FORMER)
    store.close()
    return folder


def check_former(folder: Path) -> None:
    """A process that has just begun answers from the former plan."""
    store = store_in(folder)
    assert store.catalogue.plan(FORMER.id) == FORMER
    wanted = set(passages(FORMER))
    assert {hit.passage for hit in store.search_meaning("việc", limit=1000)} == wanted
    assert {hit.passage for hit in store.search_words("việc", limit=1000)} <= wanted
    store.close()


def check_completes(folder: Path) -> None:
    store = store_in(folder)
    store.add(NEW)
    assert store.is_complete()
    assert store.vectors.ids() == {vector_id(passage) for passage in passages(NEW)}
    store.close()


def add_new(folder: str, most: str) -> None:
    """Add the new plan in this process, which can write files of so many bytes at most."""
    store = store_in(Path(folder))
    store.vectors.load()
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(most), int(most)))
    try:
        store.add(NEW)
    except PlanError as error:
        sys.exit(error.vietnamese)


@pytest.mark.parametrize("most", [1_000, 30_000, 120_000, 300_000, 600_000])
def test_where_a_disk_is_full_the_former_plan_answers_and_the_next_run_completes(tmp_path: Path, most: int) -> None:
    folder = filled(tmp_path / "index")
    ended = apart.start(add_new, str(folder), str(most), stderr=tmp_path / "told").wait()
    told = (tmp_path / "told").read_text("utf-8")
    assert ended == 1, told[-3000:]
    assert "Traceback" not in told, told[-3000:]
    assert "hết chỗ trên đĩa" in told or "kiểm tra ổ đĩa" in told or "không đọc" in told
    check_former(folder)
    check_completes(folder)


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "place",
    [(os, "fsync"), (os, "replace"), (tempfile, "mkstemp")],
    ids=["written", "moved", "made"],
)
def test_a_file_that_cannot_be_kept_stops_the_add_before_anything_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: tuple[object, str]
) -> None:
    folder, source = filled(tmp_path / "index"), tmp_path / "plan.txt"
    source.write_text("kế hoạch", encoding="utf-8")
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    store = store_in(folder)
    with monkeypatch.context() as full:
        full.setattr(*place, _full)
        with pytest.raises(PlanError, match="dung lượng đĩa"):
            store.add(replace(NEW, source=replace(NEW.source, sha256=digest)), source=source)
    store.close()
    check_former(folder)
    assert not list((folder / "sources").glob(".*"))


def test_a_word_index_on_a_full_disk_leaves_the_former_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "index")
    store = store_in(folder)

    def full(*_: object) -> None:
        raise store.catalogue._words._unreadable(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))  # type: ignore[attr-defined]

    with monkeypatch.context() as broken:
        broken.setattr(TantivyWords, "add", full)
        with pytest.raises(PlanError, match="hết chỗ trên đĩa"):
            store.add(NEW)
    store.close()
    check_former(folder)
    check_completes(folder)


@pytest.fixture
def unprivileged() -> Callable[[str, Path], subprocess.CompletedProcess[str]]:
    """Runs code as somebody who may not write to a folder; for root, which may write anywhere, as another user."""
    root = os.geteuid() == 0

    def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
        if root:
            code = f"import os; os.setgid(65534); os.setuid(65534)\n{code}"
        return subprocess.run(
            [sys.executable, "-c", f"import chromadb, tantivy, tests.ingest.store.test_disk\n{code}", str(folder)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index that may be read and not written, in a folder that anybody may enter."""
    base = Path(os.path.realpath("/tmp")) / f"read-only-{os.getpid()}-{tmp_path_factory.getbasetemp().name}"
    folder = filled(base / "index")
    for path in (base, *base.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in (base, *base.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    shutil.rmtree(base)


def test_a_read_only_index_answers_and_says_why_it_cannot_be_written(
    read_only: Path, unprivileged: Callable[[str, Path], subprocess.CompletedProcess[str]]
) -> None:
    answered = unprivileged("from tests.ingest.store.test_disk import *; check_former(Path(sys.argv[1]))", read_only)
    assert answered.returncode == 0, answered.stderr[-3000:]
    code = (
        "from tests.ingest.store.test_disk import *\n"
        "try: store_in(Path(sys.argv[1])).add(NEW)\n"
        "except PlanError as error: sys.exit(error.vietnamese)"
    )
    refused = unprivileged(code, read_only)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    assert "không ghi được vào thư mục chỉ mục" in refused.stderr
    assert "quyền ghi" in refused.stderr
