"""Ingest as a log collector and Prometheus see it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from ingest.logs import LogFormat, LogLevel, accepted_id, set_up_logging
from ingest.stages import stage, staged, watched_by
from ingest.store.plan_store import open_store
from tests.servers import environment_for, settings_for
from tests.small_plan import PLAN


def add(folder: Path, *paths: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m ingest add` as a program that collects logs runs it."""
    command = [sys.executable, "-m", "ingest", "add", *map(str, paths)]
    environment = {**os.environ, **environment_for(folder / "index"), "LOG_FORMAT": "json", **settings}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The file of a small plan."""
    path = tmp_path / "ben-tre-2027.md"
    path.write_text(PLAN.format(lead="Văn phòng Sở"), encoding="utf-8")
    return path


def test_files_are_lines_of_one_run_and_figures_are_left(tmp_path: Path, plan: Path) -> None:
    figures = tmp_path / "plan.prom"
    run = add(tmp_path, plan, tmp_path / "khong-co.txt", METRICS_FILE=str(figures))
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    failed, reading, read = [line for line in lines if line["logger"] == "ingest.telling"]
    assert (reading["event"], read["event"], failed["event"]) == ("reading", "read", "not read")
    assert (read["plan"], read["rows"], read["status"]) == ("ben-tre-2027", 2, "added")
    assert failed["level"] == "error"
    assert "no such file" in failed["error"]
    assert len({line["request_id"] for line in (failed, reading, read)}) == 1
    assert run.returncode == 1
    told = figures.read_text()
    assert 'plan_ingest_run_files{status="added"} 1.0' in told
    assert 'plan_ingest_run_files{status="failed"} 1.0' in told
    assert "plan_ingest_run_rows 2.0" in told


def test_figures_that_cannot_be_left_are_named_and_the_plans_kept(tmp_path: Path, plan: Path) -> None:
    run = add(tmp_path, plan, METRICS_FILE=str(tmp_path / "khong-co" / "x.prom"), LOG_FORMAT="text")
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1].startswith("METRICS_FILE=")
    assert "các kế hoạch đã được lưu" in run.stderr
    with closing(open_store(settings_for(tmp_path / "index"), must_exist=True)) as store:
        assert store.catalogue.has("ben-tre-2027")


_ASKED = "câu bí mật\nhai dòng"


@pytest.mark.parametrize("form", list(LogFormat))
def test_values_of_a_statement_that_failed_are_not_told(form: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        set_up_logging(form, LogLevel.INFO, "test")
        with create_engine("sqlite://").connect() as connection:
            try:
                connection.execute(text("INSERT INTO nowhere VALUES (:asked)"), {"asked": _ASKED})
            except SQLAlchemyError:
                logging.getLogger("test").exception("not kept")
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
    written = capsys.readouterr().err
    assert "no such table: nowhere" in written
    assert "[parameters: …" in written
    assert "bí mật" not in written
    assert "hai dòng" not in written


def test_ids_that_do_not_fit_a_line_are_replaced() -> None:
    assert accepted_id("a1-B.2_c:d") == "a1-B.2_c:d"
    for unfit in ("", "a b", 'x"', "a\nb", "é", "x" * 65):
        made = accepted_id(unfit)
        assert made != unfit
        assert len(made) == 16


class Told:
    """A watcher that keeps what it is told."""

    def __init__(self) -> None:
        self.names: list[str] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """See `ingest.stages.Watcher`."""
        self.names.append(f"{name} begins")
        try:
            yield
        finally:
            self.names.append(f"{name} ends")


@staged("double")
def double(number: int) -> int:
    with stage("inner"):
        if number < 0:
            raise ValueError(number)
        return 2 * number


def test_stages_are_told_to_whoever_watches_and_to_nobody_else() -> None:
    watcher = Told()
    assert double(2) == 4
    with watched_by(watcher):
        assert double(3) == 6
        with pytest.raises(ValueError, match="-1"):
            double(-1)
    assert double(4) == 8
    assert watcher.names == 2 * ["double begins", "inner begins", "inner ends", "double ends"]
    assert double.__name__ == "double"
