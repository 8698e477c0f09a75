"""The commands that show and bring back what stood before, and that back the index up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.__main__ import main
from ingest.model import Plan, Reference
from ingest.readers.document import Document
from ingest.store import plan_stores
from ingest.store.plan_store import PlanStore
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in
from tests.ingest.test_pipeline import READING, write
from tests.servers import use

OLD, NEW = "ben-tre-2026", "ben-tre-2027"


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an index is found by default, with quick stand-ins for model and readers."""
    real = plan_stores.open_stores
    monkeypatch.setattr(
        plan_stores, "open_stores", lambda settings, must_exist=False: real(settings, BagOfWords, must_exist)
    )
    monkeypatch.setattr(pipeline, "default_reading", lambda: READING)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    use(monkeypatch, tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "index"


@pytest.fixture
def held(index: Path) -> PlanStore:
    """A plan with a former version that replaces another plan."""
    store = store_in(index)
    old = sample_plan(OLD, sha256="b" * 64)
    store.add(replace(old, header=replace(old.header, number="9/KH-SYT", replaces=None)))
    store.add(sample_plan(NEW, ("Việc cũ",), "c" * 64))
    store.add(sample_plan(NEW, ("Việc mới",), "d" * 64))
    return store


def test_list_leaves_replaced_plans_out_and_shows_them_with_all(
    held: PlanStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [NEW]
    assert main(["list", "--all"]) == 0
    old, new = capsys.readouterr().out.splitlines()
    assert old.endswith(f"[đã được thay thế bằng {NEW}]")
    assert new.endswith("[giữ 1 phiên bản cũ]")


def test_versions_tells_what_stands_and_stood(held: PlanStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["versions", NEW]) == 0
    now, before, replaced = capsys.readouterr().out.splitlines()
    assert now.split()[0] == "2"
    assert now.endswith("[hiện hành]")
    assert before.split()[0] == "1"
    assert "[cũ, đến " in before
    assert replaced == f"  thay thế kế hoạch {OLD}"
    assert main(["versions", OLD, "--language", "en"]) == 0
    assert capsys.readouterr().out.strip().endswith(f"[replaced by {NEW}]")


def test_restore_brings_back_a_replaced_plan_and_a_version(held: PlanStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", OLD]) == 0
    assert f"{OLD} lại được dùng để trả lời" in capsys.readouterr().out
    assert main(["restore", NEW, "--version", "1"]) == 0
    assert "nay là phiên bản 3" in capsys.readouterr().out
    assert held.catalogue.plan(NEW) == sample_plan(NEW, ("Việc cũ",), "c" * 64)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["versions", "khong-co"], "khong-co: không có kế hoạch này"),
        (["restore", "khong-co"], "khong-co: không có kế hoạch này"),
        (["restore", NEW, "--version", "9"], f"{NEW}: không giữ phiên bản cũ 9; các phiên bản còn giữ: 1"),
        (["load", "none.zip", "--force"], "none.zip: không tìm thấy tệp này"),
        (["load", "none.zip"], "thêm --force"),
        (["backup", "no/such/folder.zip"], "không ghi được"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_1(
    held: PlanStore, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert len(told.err.splitlines()) == 1


def test_add_says_which_plan_is_replaced(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(document: Document, plan_id: str) -> Plan:
        plan = READING.build(document, plan_id)
        said = Reference("Kế hoạch", "9/KH-SYT") if plan_id == "b" else None
        return replace(plan, header=replace(plan.header, number=f"{9 if plan_id == 'a' else 15}/KH-SYT", replaces=said))

    monkeypatch.setattr(pipeline, "default_reading", lambda: replace(READING, build=build))
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt", "another text")
    assert main(["add", "b.txt"]) == 0
    assert main(["add", "a.txt"]) == 0
    told = capsys.readouterr().err
    assert "đã được thay thế bằng b, không dùng để trả lời" in told
    assert "python -m ingest restore a" in told
    assert main(["remove", "b"]) == 0
    assert main(["add", "b.txt"]) == 0
    assert "thay thế kế hoạch a, từ nay không dùng để trả lời" in capsys.readouterr().err


def test_backup_and_load_are_one_command_each(
    held: PlanStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["backup", "saved.zip"]) == 0
    assert capsys.readouterr().out.startswith("saved.zip: 2 kế hoạch, 0 tệp gốc, ")
    use(monkeypatch, tmp_path / "other")
    assert main(["load", "saved.zip", "--index", "other"]) == 0
    assert "đã nạp 2 kế hoạch" in capsys.readouterr().out
    other = store_in(tmp_path / "other")
    assert [entry.replaced_by for entry in other.catalogue.plans(replaced=True)] == [NEW, None]
    assert main(["load", "saved.zip", "--index", "other"]) == 1
    assert "thêm --force" in capsys.readouterr().err
    assert main(["load", "saved.zip", "--index", "other", "--force", "--language", "en"]) == 0
    assert capsys.readouterr().out.startswith("loaded 2 plans")
