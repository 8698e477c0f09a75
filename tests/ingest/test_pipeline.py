"""Files become plans one by one: what fails is reported and the rest is kept, what is unchanged is left alone."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.errors import PlanError, ReadError
from ingest.model import Plan
from ingest.pipeline import Outcome, Reading, Status, code_version, ingest_paths
from ingest.readers.document import Document, TextBlock
from ingest.store.plan_store import PlanStore
from tests.ingest.store.samples import sample_plan, store_in


@dataclass
class Listening:
    """Keeps what it was told."""

    begun: list[Path] = field(default_factory=list)
    ended: list[Outcome] = field(default_factory=list)

    def begins(self, path: Path, number: int, total: int) -> None:
        assert 1 <= number <= total
        self.begun.append(path)

    def embedded(self, done: int, total: int) -> None:
        assert 0 < done <= total

    def ends(self, outcome: Outcome) -> None:
        self.ended.append(outcome)


def read(path: Path) -> Document:
    """A reader of files whose lines are the tasks of a plan."""
    content = path.read_bytes()
    if content.startswith(b"bad"):
        raise ReadError(str(path), f"dòng 1: không hiểu {content!r}", f"line 1: cannot read {content!r}")
    if content.startswith(b"scan"):
        raise PlanError("không có chữ nào", "no text in it")
    if content.startswith(b"bug"):
        raise KeyError("bug")
    blocks = tuple(TextBlock(line) for line in content.decode().splitlines())
    notices = ("dòng 1: đã nối hai dòng",) if content.startswith(b"mended") else ()
    return Document(path.name, hashlib.sha256(content).hexdigest(), "lines", blocks, notices=notices)


def build(document: Document, plan_id: str) -> Plan:
    """A plan whose tasks are the lines of a document."""
    tasks = tuple(block.text for block in document.blocks if isinstance(block, TextBlock))
    if tasks == ("nothing",):
        return replace(sample_plan(plan_id, (), document.sha256), sections=(), appendices=())
    plan = sample_plan(plan_id, tasks, document.sha256)
    return replace(plan, appendices=plan.appendices[:1] * 2) if tasks == ("twice",) else plan


READING = Reading(read, build, (".txt", ".md"), "readers 1")


@pytest.fixture
def store(tmp_path: Path) -> PlanStore:
    return store_in(tmp_path / "index")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "plans"
    made.mkdir()
    return made


def write(path: Path, text: str = "Kết nối trạm y tế") -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def run(store: PlanStore, *paths: Path, reading: Reading = READING, plan_id: str = "") -> tuple[Outcome, ...]:
    """What becomes of the paths."""
    listener = Listening()
    outcomes = ingest_paths(paths, store, reading, listener, plan_id)
    assert tuple(listener.ended) == outcomes
    return outcomes


def ids(store: PlanStore) -> list[str]:
    return [entry.id for entry in store.catalogue.plans()]


def test_a_file_becomes_a_plan_named_after_it(store: PlanStore, folder: Path) -> None:
    (outcome,) = run(store, write(folder / "Kế hoạch Bến Tre 2027.txt"))
    assert (outcome.status, outcome.plan_id, outcome.rows) == (Status.ADDED, "ke-hoach-ben-tre-2027", 3)
    assert outcome.passages == len(store.catalogue.passages_of(["ke-hoach-ben-tre-2027"]))
    assert store.search_words("kết nối trạm y tế")


def test_a_file_becomes_a_plan_of_the_id_given(store: PlanStore, folder: Path) -> None:
    run(store, write(folder / "quet-0001.txt"), plan_id="ben-tre-2027")
    assert ids(store) == ["ben-tre-2027"]


def test_of_a_folder_the_readable_files_are_taken_in_order(store: PlanStore, folder: Path) -> None:
    for name in ("b.txt", "a.md", "c.TXT", "d.exe", ".hidden.txt", "~$a.txt"):
        write(folder / name, name)
    (folder / "inner.txt").mkdir()
    outcomes = run(store, folder)
    assert [outcome.path.name for outcome in outcomes] == ["a.md", "b.txt", "c.TXT"]
    assert ids(store) == ["a", "b", "c"]


def test_a_file_named_twice_is_read_once(store: PlanStore, folder: Path) -> None:
    path = write(folder / "a.txt")
    assert len(run(store, folder, path, folder / ".." / folder.name / "a.txt")) == 1


def test_an_unchanged_file_is_left_alone(store: PlanStore, folder: Path) -> None:
    run(store, write(folder / "a.txt"))
    before = store.catalogue.generation()
    (outcome,) = run(store, folder)
    assert (outcome.status, outcome.plan_id) == (Status.UNCHANGED, "a")
    assert store.catalogue.generation() == before


def test_a_changed_file_takes_the_place_of_its_plan(store: PlanStore, folder: Path) -> None:
    path = write(folder / "a.txt")
    run(store, path)
    write(path, "Mua sắm máy chủ")
    (outcome,) = run(store, path)
    assert outcome.status is Status.REPLACED
    assert outcome.embedded == 1
    assert ids(store) == ["a"]
    assert store.search_words("trạm y tế", kinds=["row"]) == []


def test_newer_readers_read_an_unchanged_file_again(store: PlanStore, folder: Path) -> None:
    path = write(folder / "a.txt")
    run(store, path)
    (outcome,) = run(store, path, reading=replace(READING, version="readers 2"))
    assert (outcome.status, outcome.embedded) == (Status.REPLACED, 0)


def test_the_same_content_under_another_name_is_skipped_with_the_plan_that_has_it(
    store: PlanStore, folder: Path
) -> None:
    first, second = write(folder / "a.txt"), write(folder / "b.txt")
    assert [outcome.status for outcome in run(store, folder)] == [Status.ADDED, Status.SAME_CONTENT]
    assert [outcome.status for outcome in run(store, second, first)] == [Status.SAME_CONTENT, Status.UNCHANGED]
    assert run(store, second)[0].plan_id == "a"
    assert ids(store) == ["a"]


def test_different_files_of_one_id_fail_both_and_name_each_other(store: PlanStore, folder: Path) -> None:
    write(folder / "a.txt", "một")
    write(folder / "a.md", "hai")
    write(folder / "b.txt", "ba")
    outcomes = run(store, folder)
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    assert len(failed) == 2
    for outcome in failed:
        assert outcome.error is not None
        for name in ("a.txt", "a.md", "--id"):
            assert name in outcome.error.vietnamese
            assert name in outcome.error.english
    assert ids(store) == ["b"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("bad", "dòng 1: không hiểu"),
        ("scan", "không có chữ nào"),
        ("bug", "lỗi ngoài dự kiến: KeyError"),
        ("nothing", "không tìm thấy mục đánh số"),
        ("twice", "a: địa chỉ a/pl-1/I/1 bị trùng"),
    ],
)
def test_a_file_that_fails_is_reported_and_the_others_are_kept(
    store: PlanStore, folder: Path, content: str, reason: str
) -> None:
    write(folder / "a.txt", content)
    write(folder / "b.txt")
    failed, kept = run(store, folder)
    assert failed.error is not None
    assert (failed.status, failed.path.name) == (Status.FAILED, "a.txt")
    assert failed.error.vietnamese.startswith(reason)
    assert failed.error.english
    assert kept.status is Status.ADDED
    assert ids(store) == ["b"]


def test_a_file_that_fails_leaves_its_former_plan(store: PlanStore, folder: Path) -> None:
    path = write(folder / "a.txt")
    run(store, path)
    write(path, "bad")
    assert run(store, path)[0].status is Status.FAILED
    assert store.search_words("trạm y tế")


def test_a_path_that_is_not_there_is_reported(store: PlanStore, folder: Path) -> None:
    missing, kept = run(store, folder / "none.txt", write(folder / "a.txt"))
    assert missing.error is not None
    assert "không tìm thấy" in missing.error.vietnamese
    assert kept.status is Status.ADDED


def test_a_folder_without_readable_files_is_reported(store: PlanStore, folder: Path) -> None:
    write(folder / "a.exe")
    (outcome,) = run(store, folder)
    assert outcome.error is not None
    assert ".md, .txt" in outcome.error.vietnamese


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_reported(store: PlanStore, folder: Path) -> None:
    path = write(folder / "a.txt")
    path.chmod(0)
    (outcome,) = run(store, path)
    assert outcome.error is not None
    assert "không đọc được tệp" in outcome.error.vietnamese


def test_a_file_whose_reading_breaks_off_is_reported(store: PlanStore, folder: Path) -> None:
    def broken(_: Path) -> Document:
        raise OSError(5, "Input/output error")

    (outcome,) = run(store, write(folder / "a.txt"), reading=replace(READING, read=broken))
    assert outcome.error is not None
    assert outcome.error.vietnamese == "không đọc được tệp (Input/output error)"


def test_a_name_without_letters_needs_an_id(store: PlanStore, folder: Path) -> None:
    path = write(folder / "---.txt")
    (outcome,) = run(store, path)
    assert outcome.error is not None
    assert "--id" in outcome.error.vietnamese
    assert run(store, path, plan_id="ben-tre-2027")[0].status is Status.ADDED


def test_one_id_for_several_files_is_refused(store: PlanStore, folder: Path) -> None:
    write(folder / "a.txt")
    write(folder / "b.txt", "khác")
    (outcome,) = run(store, folder, plan_id="ben-tre-2027")
    assert outcome.status is Status.FAILED
    assert ids(store) == []


def test_files_are_announced_before_they_are_read(store: PlanStore, folder: Path) -> None:
    listener = Listening()
    path = write(folder / "a.txt")
    ingest_paths([path], store, READING, listener)
    assert listener.begun == [path]


def test_the_version_follows_the_code_and_the_lexicon_that_read_plans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code_version() == code_version()
    for name in ("readers/__pycache__", "lexicon", "store"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("passages.py", "pipeline.py", "lexicon/fields.toml", "store/tables.py", "readers/pdf.py"):
        write(tmp_path / name)
    monkeypatch.setattr(pipeline, "_PACKAGE", tmp_path)
    versions = [code_version()]
    for name in ("lexicon/fields.toml", "readers/pdf.py", "passages.py"):
        write(tmp_path / name, "changed")
        versions.append(code_version())
    assert len(set(versions)) == 4
    for name in ("pipeline.py", "store/tables.py", "readers/__pycache__/pdf.cpython-311.pyc"):
        write(tmp_path / name, "changed")
    assert code_version() == versions[-1]
