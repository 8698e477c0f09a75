"""A file that loops, swells, crashes or breaks off costs itself alone."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.isolation import Isolated, Isolation
from ingest.model import Plan
from ingest.progress import Stage, Tell
from ingest.readers.document import Document, TextBlock
from ingest.readers.limits import Limits
from ingest.worker import Failed, Made
from tests.ingest.store.samples import sample_plan

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="limits on processes are those of POSIX systems")


@dataclass(frozen=True)
class Job:
    path: Path
    plan_id: str


def read(path: Path, limits: Limits, tell: Tell) -> Document:
    """A reader that does what the file's name says."""
    tell(Stage.PAGES, 1, 2)
    match path.stem:
        case "bad":
            raise ReadError(str(path), "dòng 1: không hiểu", "line 1: cannot be read")
        case "bug":
            raise KeyError("bug")
        case "loop":
            while True:
                pass
        case "sleep":
            time.sleep(600)
        case "child":
            subprocess.run(["sleep", "600"], check=False)
        case "swell":
            held = [bytes(50_000_000) for _ in range(1000)]
            assert held
        case "deep":
            return read_deeper(path)
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "noise":
            os.write(2, b"a library grumbles\n")
    return Document(path.name, "0" * 64, "made up", (TextBlock("x" * 200_000),), notices=("đã ghép",))


def read_deeper(path: Path) -> Document:
    return read_deeper(path)


def build(document: Document, plan_id: str) -> Plan:
    return sample_plan(plan_id)


@dataclass
class Watching:
    begun: list[str] = field(default_factory=list)
    stages: list[tuple[str, Stage, int, int]] = field(default_factory=list)

    def begins(self, job: object) -> None:
        assert isinstance(job, Job)
        self.begun.append(job.plan_id)

    def watch(self, path: Path, stage: Stage, done: int, total: int) -> None:
        self.stages.append((path.stem, stage, done, total))


def run(*names: str, seconds: int = 20, memory_mb: int = 1024, workers: int = 2) -> dict[str, Made | Failed]:
    watching = Watching()
    limits = Limits(seconds=seconds, memory_mb=memory_mb)
    isolated = Isolated(Isolation(limits, workers, read, build), watching.begins, watching.watch)
    jobs = [Job(Path(f"{name}.pdf"), name) for name in names]
    answers = {job.plan_id: answer for job, answer in isolated.results(jobs)}
    assert watching.begun == list(names)
    return answers


def reason(answer: Made | Failed) -> str:
    assert isinstance(answer, Failed)
    assert answer.english
    return answer.vietnamese


def test_files_are_read_apart_and_give_their_plans() -> None:
    answers = run("a", "b", "c", "noise")
    assert all(isinstance(answer, Made) for answer in answers.values())
    made = answers["b"]
    assert isinstance(made, Made)
    assert made.plan == sample_plan("b")
    assert made.notices == ("đã ghép",)


def test_what_a_reader_finds_wrong_comes_without_the_name() -> None:
    assert reason(run("bad")["bad"]) == "dòng 1: không hiểu"


def test_a_fault_of_ours_is_told_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert reason(run("bug")["bug"]) == "lỗi ngoài dự kiến: KeyError('bug')"
    assert "Traceback" in caplog.text


def test_loops_and_waits_end_and_the_others_are_read() -> None:
    began = time.monotonic()
    answers = run("loop", "sleep", "child", "a", seconds=2)
    assert time.monotonic() - began < 15
    assert isinstance(answers["a"], Made)
    for name in ("loop", "sleep", "child"):
        assert reason(answers[name]).startswith("đọc quá 2 giây (READ_SECONDS)")


def test_a_program_that_a_reader_started_ends_with_it() -> None:
    run("child", seconds=1)
    processes = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert "sleep 600" not in processes.splitlines()


def test_memory_is_bounded() -> None:
    answers = run("swell", "a", memory_mb=512)
    assert reason(answers["swell"]).startswith("cần quá 512 MB bộ nhớ (READ_MEMORY_MB)")
    assert isinstance(answers["a"], Made)


@pytest.mark.parametrize(
    ("name", "why"),
    [("deep", "lồng nhau quá sâu"), ("crash", "bị sập (mã -11)"), ("exit", "bị sập (mã 3)")],
)
def test_a_crash_costs_its_file(name: str, why: str) -> None:
    answers = run(name, "a")
    assert why in reason(answers[name])
    assert isinstance(answers["a"], Made)


def test_leaving_early_ends_what_still_runs() -> None:
    watching = Watching()
    isolation = Isolation(Limits(seconds=60), 2, read, build)
    jobs = [Job(Path(f"{name}.pdf"), name) for name in ("a", "sleep")]
    results = Isolated(isolation, watching.begins, watching.watch).results(jobs)
    assert next(results)[0].plan_id == "a"
    began = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 5
    assert ("a", Stage.PAGES, 1, 2) in watching.stages


def test_no_process_is_started_for_nothing() -> None:
    assert run() == {}
