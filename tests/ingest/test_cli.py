"""The command line as people and scripts use it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import pipeline
from ingest.__main__ import main
from ingest.store import plan_store
from tests.ingest.store.samples import BagOfWords, sample_plan, store_in
from tests.ingest.test_pipeline import READING, write
from tests.servers import environment_for, use

ROOT = Path(__file__).parents[2]


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the index, with readers and a model that need nothing, in a terminal that speaks Vietnamese."""

    def opened(settings: object, must_exist: bool = False) -> plan_store.PlanStore:
        return real(settings, BagOfWords, must_exist)  # type: ignore[arg-type]

    real = plan_store.open_store
    monkeypatch.setattr(plan_store, "open_store", opened)
    monkeypatch.setattr(pipeline, "default_reading", lambda: READING)
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    use(monkeypatch, tmp_path / "index")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "index"


@pytest.fixture
def held(index: Path) -> Path:
    """An index that holds the sample plan."""
    store = store_in(index)
    store.add(sample_plan())
    store.close()
    return index


def test_add_tells_progress_on_stderr_and_a_summary_on_stdout(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "a.txt")
    assert main(["add", "a.txt"]) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[0] == "[1/1] a.txt"
    assert "a: đã thêm, 3 hàng, 12 đoạn" in told.err
    assert told.out.startswith("1 thêm mới; 3 hàng, ")
    assert main(["add", "a.txt"]) == 0
    assert capsys.readouterr().out.startswith("1 không đổi; ")


def test_add_reports_each_file_that_fails_and_keeps_the_others(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "a.txt", "bad")
    write(tmp_path / "b.txt")
    assert main(["add", "a.txt", "none.txt", "b.txt"]) == 1
    told = capsys.readouterr()
    assert "a.txt: dòng 1: không hiểu b'bad'" in told.err.splitlines()
    assert "none.txt: không tìm thấy tệp hoặc thư mục này" in told.err.splitlines()
    assert told.out.startswith("1 thêm mới, 2 lỗi; ")
    assert [entry.id for entry in store_in(index).catalogue.plans()] == ["b"]


def test_the_same_content_is_skipped_without_failing(
    index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.txt")
    assert main(["add", "a.txt", "b.txt"]) == 0
    told = capsys.readouterr()
    assert "b.txt: cùng nội dung với kế hoạch a, bỏ qua" in told.err.splitlines()
    assert told.out.startswith("1 thêm mới, 1 trùng nội dung; ")


def test_add_tells_what_had_to_be_mended(index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "a.txt", "mended")
    assert main(["add", "a.txt"]) == 0
    assert "    lưu ý: dòng 1: đã nối hai dòng" in capsys.readouterr().err.splitlines()


def test_add_takes_the_folder_of_the_index_and_the_id(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "a.txt")
    use(monkeypatch, tmp_path / "other")
    monkeypatch.setenv("PLAN_INDEX", str(index))
    assert main(["add", "a.txt", "--index", str(tmp_path / "other"), "--id", "ben-tre-2027"]) == 0
    assert not index.exists()
    assert store_in(tmp_path / "other").catalogue.has("ben-tre-2027")


@pytest.mark.parametrize("plan_id", ["Bến Tre", "a/b", "", "A", "a--b"])
def test_an_id_that_no_anchor_could_carry_is_refused(
    index: Path, plan_id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["add", "a.txt", "--id", plan_id])
    assert refused.value.code == 2
    assert "--id" in capsys.readouterr().err


def test_list_has_a_line_for_each_plan(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line == "ben-tre-2027  2 phụ lục, 5 hàng, 4 mục  Sở Y tế tỉnh Bến Tre: Chuyển đổi số ngành Y tế năm 2027"


def test_show_gives_an_outline(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ben-tre-2027"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ben-tre-2027: Chuyển đổi số ngành Y tế năm 2027"
    assert "  Người ký: GIÁM ĐỐC Trần Thị Hoa" in lines
    assert "    I.1 (tr. 1)  Mục đích" in lines
    assert "Phụ lục 1: Danh mục nhiệm vụ (3 hàng, 1 nhóm)" in lines
    assert "  I Hạ tầng số" in lines
    assert "    1 (tr. 8)  Triển khai bệnh án điện tử tại các bệnh viện | Văn phòng Sở | Quý III/2027" in lines
    assert "    1~2  Tỷ lệ hồ sơ sức khỏe điện tử | 2027: 80%; 2028: X" in lines


def test_remove_takes_a_plan_out(held: Path) -> None:
    assert main(["remove", "ben-tre-2027"]) == 0
    assert store_in(held).catalogue.plans() == ()


@pytest.mark.parametrize("command", [["show"], ["remove"], ["export", "--plan"]])
def test_an_unknown_plan_is_one_line_and_exit_code_1(
    held: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "khong-co"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.startswith("khong-co: không có kế hoạch này")


@pytest.mark.parametrize("command", [["list"], ["show", "a"], ["remove", "a"], ["rebuild"], ["export"]])
def test_without_an_index_commands_say_how_to_make_one_and_make_none(
    index: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "python -m ingest add" in line
    assert not index.exists()


def test_rebuild_says_how_many_passages_there_are(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rebuild"]) == 0
    assert capsys.readouterr().out == "đã dựng lại chỉ mục: 13 đoạn\n"


def test_export_gives_a_json_line_for_each_row(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5
    assert json.loads(lines[0]) == {
        "plan": "ben-tre-2027",
        "appendix": "1",
        "group": "I",
        "group_title": "Hạ tầng số",
        "stt": "1",
        "fields": {
            "content": "Triển khai bệnh án điện tử tại các bệnh viện",
            "lead_unit": "Văn phòng Sở",
            "deadline": "Quý III/2027",
        },
        "columns": {
            "Nhiệm vụ": "Triển khai bệnh án điện tử tại các bệnh viện",
            "Chủ trì": "Văn phòng Sở",
            "Thời gian": "Quý III/2027",
        },
        "page": 8,
        "anchor": "ben-tre-2027/pl-1/I/1",
    }
    keys = ["plan", "appendix", "group", "group_title", "stt", "fields", "columns", "page", "anchor"]
    assert all(list(json.loads(line)) == keys for line in lines)
    assert "Bệnh" in lines[0] or "bệnh" in lines[0]


def test_export_has_a_schedule_where_the_table_has_years(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", "--plan", "ben-tre-2027"])
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["fields"].get("schedule") for row in rows] == [None, None, None, {}, {"2027": "80%", "2028": "X"}]
    assert rows[4]["fields"]["Ghi nhận"] == ""
    assert rows[4]["page"] is None


def test_export_gives_only_the_plans_asked_for(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = store_in(held)
    store.add(sample_plan("an-nhon-2026"))
    store.close()
    main(["export", "--plan", "an-nhon-2026"])
    assert {json.loads(line)["plan"] for line in capsys.readouterr().out.splitlines()} == {"an-nhon-2026"}


def test_messages_are_english_when_asked_for(
    index: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["list", "--language", "en"]) == 1
    assert "no index here" in capsys.readouterr().err
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert main(["list"]) == 1
    assert "no index here" in capsys.readouterr().err
    assert main(["list", "--language", "vi"]) == 1
    assert "chưa có chỉ mục" in capsys.readouterr().err


def test_an_interrupted_run_says_that_the_index_is_whole(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "ingest_paths", interrupted)
    assert main(["add", "a.txt"]) == 130
    assert capsys.readouterr().err == "đã dừng; chỉ mục giữ những gì đã xong\n"


def test_help_names_every_command_and_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom ingest.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'sqlalchemy', 'chromadb', 'pydantic', 'numpy', 'langchain_core', 'onnxruntime', 'torch'}\n"
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert time.monotonic() - began < 2
    for command in ("add", "list", "show", "remove", "rebuild", "migrate", "export"):
        assert command in done.stdout


@pytest.mark.parametrize("name", ["export", "list"])
def test_a_reader_may_leave_early(held: Path, name: str) -> None:
    environment = {**os.environ, **environment_for(held)}
    command = [sys.executable, "-m", "ingest", name]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 1
