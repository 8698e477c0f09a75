"""Measures everything, each subject in a process of its own, and gives one record."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import TypeAdapter

from eval.bench.growth import grown
from eval.bench.http import Http, over_http
from eval.bench.precision import Precision
from eval.bench.subjects import Answering, Finished, Floor, run_process
from eval.index import fill, index_settings, plan_files
from eval.questions import read_questions
from ingest.pipeline import default_reading
from ingest.readers.encoding import decode
from ingest.settings import Settings

FORMAT = 1
_COLD_TIMES = 3
_QUESTION = "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?"

Report = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Ingest:
    """The plans into an empty index by `python -m ingest add`, with the model converted already."""

    characters: int
    pages: int
    """Of 2,500 characters each, for plans that came as text without pages."""
    passages: int
    first: Finished
    again: Finished
    """Nothing has changed."""
    edited_embedded: int
    """How many passages were embedded after one word of one row was changed."""
    index_mb: float


@dataclass(frozen=True, slots=True)
class Naive:
    """The naive recipe with the package's own engine, which takes minutes for all plans: over the smallest of them."""

    characters: int
    ingest: Finished
    index_mb: float
    answering: Answering
    cold: Finished


@dataclass(frozen=True, slots=True)
class Size:
    """One size of the growth."""

    factor: int
    passages: int
    index_mb: float
    peak_mb: float
    answering: Answering
    floor: Floor


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmark."""

    format: int
    at: str
    machine: str
    load: float
    """The load average of the machine when the run began: others' work disturbs the clock."""
    questions: int
    ingest: Ingest
    naive: Naive
    cold: Finished
    """`python -m assistant ask`, the median of three."""
    http: Http | None
    """None where no web server is installed."""
    precision: Precision | None
    sizes: tuple[Size, ...]


def prepare(plans: Path, factors: Sequence[int], cache: Path, report: Report) -> None:
    """Make the indexes that `measure` wants: of the plans, and the larger ones, which takes by far the longest."""
    reading = default_reading()
    files = plan_files(plans, reading)
    settings = index_settings(Settings(), files, cache)
    report("index")
    fill(settings, files, reading)
    grown(settings, factors, report)


def measure(plans: Path, questions: Path, factors: Sequence[int], cache: Path, exact: bool, report: Report) -> Bench:
    """Run the whole benchmark; `exact` also compares the search with that of float weights."""
    load = os.getloadavg()[0]
    reading = default_reading()
    files = plan_files(plans, reading)
    settings = index_settings(Settings(), files, cache)
    report("index")
    fill(settings, files, reading)
    with TemporaryDirectory(dir=cache) as scratch:
        ingested = _ingest(plans, files, Path(scratch), report)
        naive = _naive(files, questions, Path(scratch), report)
    report("cold")
    runs = [
        run_process(["-m", "assistant", "ask", _QUESTION, "--index", str(settings.plan_index)])
        for _ in range(_COLD_TIMES)
    ]
    cold = sorted(runs, key=lambda finished: finished.wall_s)[_COLD_TIMES // 2]
    http = over_http(Path(settings.plan_index), read_questions([questions]), report)
    return Bench(
        FORMAT,
        datetime.now(UTC).isoformat(timespec="seconds"),
        machine(),
        round(load, 1),
        len(read_questions([questions])),
        ingested,
        naive,
        cold,
        http,
        _precision(plans, questions, report) if exact else None,
        tuple(_size(factor, mine, questions, report) for factor, mine in grown(settings, factors, report).items()),
    )


def machine() -> str:
    """The machine, in a line."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    return f"{platform.system()}, {os.cpu_count()} CPU ({model}), Python {platform.python_version()}"


def _ingest(plans: Path, files: Sequence[Path], scratch: Path, report: Report) -> Ingest:
    report("ingest")
    copies, index = scratch / "plans", scratch / "index"
    shutil.copytree(plans, copies)
    add = ["-m", "ingest", "add", str(copies), "--index", str(index)]
    first, again = run_process(add), run_process(add)
    size = megabytes(index)
    embedded = _embedded_after_an_edit(copies, index)
    characters = sum(len(decode(file.read_bytes(), str(file))) for file in files)
    return Ingest(characters, round(characters / 2500), _passages(index), first, again, embedded, size)


def _embedded_after_an_edit(copies: Path, index: Path) -> int:
    """Change a word inside one row of one plan and read it again."""
    from eval.bench.edit import edit_one_row
    from ingest.store.plan_store import open_store

    store = open_store(Settings(plan_index=index, database_url=None, chroma_url=None), must_exist=True)
    try:
        return edit_one_row(store)
    finally:
        store.close()


def _passages(index: Path) -> int:
    from ingest.store.plan_store import open_store

    store = open_store(Settings(plan_index=index, database_url=None, chroma_url=None), must_exist=True)
    try:
        return store.catalogue.directory.passage_count()
    finally:
        store.close()


def _naive(files: Sequence[Path], questions: Path, scratch: Path, report: Report) -> Naive:
    report("naive")
    smallest = min(files, key=lambda file: file.stat().st_size)
    folder, module = scratch / "naive", ["-m", "eval.bench.naive_recipe"]
    ingested = run_process([*module, "ingest", str(folder), str(smallest)])
    size = megabytes(folder)
    asked = run_process([*module, "ask", str(folder), str(questions)])
    cold = run_process([*module, "one", str(folder), _QUESTION])
    return Naive(int(ingested.said.split()[-1]), ingested, size, TypeAdapter(Answering).validate_json(asked.said), cold)


def _precision(plans: Path, questions: Path, report: Report) -> Precision:
    report("precision")
    finished = run_process(["-m", "eval.bench.precision", str(plans), str(questions)])
    return TypeAdapter(Precision).validate_json(finished.said)


def _size(factor: int, settings: Settings, questions: Path, report: Report) -> Size:
    report(f"x{factor}")
    index = str(settings.plan_index)
    answered = run_process(["-m", "eval.bench.probe", "answer", index, str(questions)])
    floor = run_process(["-m", "eval.bench.probe", "floor", index, str(questions)])
    return Size(
        factor,
        _passages(Path(settings.plan_index)),
        megabytes(Path(settings.plan_index)),
        answered.peak_mb,
        TypeAdapter(Answering).validate_json(answered.said),
        TypeAdapter(Floor).validate_json(floor.said),
    )


def megabytes(folder: Path) -> float:
    """What the files of a folder hold."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
