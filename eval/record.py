"""A whole measurement: what was run, what came out, and its JSON form."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.compare import Comparison
from eval.errors import EvalError
from eval.measures import Measures, Writing
from eval.results import Result
from eval.trade_off import Point

FORMAT = 1


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A file of questions, known again by its hash."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a run can be told by."""

    at: str
    """ISO 8601, UTC."""
    machine: str
    files: tuple[QuestionFile, ...]
    index: str
    """The folder of the index, or the plans that one was made of."""
    limit: int | None
    within_plans: bool
    """Whether the subject was told which plans a question is about."""


@dataclass(frozen=True, slots=True)
class Run:
    """One subject over all questions."""

    subject: str
    cites: bool
    measures: Measures
    trade_off: tuple[Point, ...]
    results: tuple[Result, ...]
    writing: Writing | None = None
    """None where writers were not compared."""


@dataclass(frozen=True, slots=True)
class Record:
    """A measurement: the assistant first, then the baseline where one was run."""

    format: int
    conditions: Conditions
    runs: tuple[Run, ...]
    comparison: Comparison | None = None


def conditions(files: Sequence[Path], index: Path, limit: int | None, within_plans: bool) -> Conditions:
    """The conditions of a run that begins now on this machine."""
    told = tuple(QuestionFile(_name(file), hashlib.sha256(file.read_bytes()).hexdigest()) for file in files)
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPU, Python {platform.python_version()}"
    return Conditions(datetime.now(UTC).isoformat(timespec="seconds"), machine, told, _name(index), limit, within_plans)


def _name(path: Path) -> str:
    """A path as it is told in a report that others read: from the working folder where it lies in it."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


_RECORD = TypeAdapter(Record)


def to_json(record: Record) -> str:
    """The record as JSON text, ending in a line break."""
    return _RECORD.dump_json(record, indent=1).decode() + "\n"


def read_record(path: Path) -> Record:
    """The record that an earlier run wrote. Raises EvalError for a file that is none."""
    try:
        record = _RECORD.validate_json(path.read_bytes())
    except OSError as error:
        why = error.strerror or str(error)
        raise EvalError(
            f"{path}: không đọc được kết quả cũ ({why}); hãy kiểm tra đường dẫn sau --compare",
            f"{path}: the earlier results cannot be read ({why}); check the path after --compare",
        ) from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        raise EvalError(
            f"{path}: không phải kết quả của python -m eval run ({place}); hãy chạy lại với --json để ghi tệp mới",
            f"{path}: not what python -m eval run --json writes ({place}: {first['msg']}); write it anew with --json",
        ) from error
    if record.format != FORMAT or not record.runs:
        raise EvalError(
            f"{path}: kết quả ở dạng {record.format}, chỉ so được dạng {FORMAT}; hãy chạy lại với --json",
            f"{path}: results of format {record.format}, only {FORMAT} can be compared; run again with --json",
        )
    return record
