"""What the command line says while files are read and when it is done, in Vietnamese or English.

Where a person looks on (stderr is a terminal) bars move, one a file with its stage and page; elsewhere there is a line
for each file as it begins and as it ends.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.progress import Stage

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from ingest.pipeline import AppendixRead, Outcome


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Voice:
    """The language in which the command line speaks: Vietnamese unless English was asked for."""

    english: bool

    def say(self, vietnamese: str, english: str) -> str:
        """The form of a message in the language."""
        return english if self.english else vietnamese

    def error(self, message: str) -> None:
        """One line on stderr."""
        print(message, file=sys.stderr, flush=True)


_STAGES = {
    Stage.OPEN: ("mở tệp", "opening"),
    Stage.CONVERT: ("chuyển đổi bằng LibreOffice", "converting with LibreOffice"),
    Stage.PAGES: ("đọc trang", "reading pages"),
    Stage.RECOGNISE: ("nhận dạng chữ trang quét", "recognising scanned pages"),
    Stage.STRUCTURE: ("dựng cấu trúc", "building structure"),
    Stage.EMBED: ("lập chỉ mục", "indexing"),
}


class Progress(Protocol):
    """Tells how adding goes on."""

    def begins(self, path: Path, number: int, total: int) -> None:
        """File `number` of `total` is about to be read."""

    def watch(self, path: Path, stage: Stage, done: int, total: int) -> None:
        """A file is at a stage, so many of its pages done."""

    def embedded(self, done: int, total: int) -> None:
        """Of the passages to be embedded, so many are."""

    def ends(self, outcome: Outcome) -> None:
        """A file is done with."""

    def close(self) -> None:
        """Nothing more is told."""


def progress(voice: Voice, logged: bool = False) -> Progress:
    """Log lines where the log is collected, else bars on a terminal and plain lines elsewhere."""
    if logged:
        return LoggedProgress()
    return MovingProgress(voice) if sys.stderr.isatty() else PlainProgress(voice)


@dataclass(slots=True)
class PlainProgress:
    """A line for each file as it begins and as it ends."""

    voice: Voice

    def begins(self, path: Path, number: int, total: int) -> None:
        """See `Progress`."""
        self.voice.error(f"[{number}/{total}] {shown(path)}")

    def watch(self, path: Path, stage: Stage, done: int, total: int) -> None:
        """See `Progress`."""

    def embedded(self, done: int, total: int) -> None:
        """See `Progress`."""

    def ends(self, outcome: Outcome) -> None:
        """See `Progress`."""
        for line in outcome_lines(outcome, self.voice):
            self.voice.error(line)

    def close(self) -> None:
        """See `Progress`."""


@dataclass(slots=True)
class LoggedProgress:
    """A log line for each file as it begins and as it ends, for a program that collects them."""

    _begun: dict[Path, float] = field(default_factory=dict)

    def begins(self, path: Path, number: int, total: int) -> None:
        """See `Progress`."""
        self._begun[path] = time.monotonic()
        log.info("reading", extra={"file": shown(path), "number": number, "total": total})

    def watch(self, path: Path, stage: Stage, done: int, total: int) -> None:
        """See `Progress`."""

    def embedded(self, done: int, total: int) -> None:
        """See `Progress`."""

    def ends(self, outcome: Outcome) -> None:
        """See `Progress`."""
        began = self._begun.pop(outcome.path, time.monotonic())
        noted = {
            "file": shown(outcome.path),
            "status": outcome.status.value,
            "plan": outcome.plan_id,
            "rows": outcome.rows,
            "passages": outcome.passages,
            "seconds": round(time.monotonic() - began, 2),
        }
        if outcome.error is not None:
            log.error("not read", extra={**noted, "error": outcome.error.english})
        else:
            log.info("read", extra=noted)

    def close(self) -> None:
        """See `Progress`."""


@dataclass(slots=True)
class MovingProgress:
    """A bar for all files, and one for each that is being read."""

    voice: Voice
    bars: Bars = field(init=False)
    _all: TaskID = field(init=False)
    _files: dict[Path, TaskID] = field(default_factory=dict)
    _index: TaskID | None = None

    def __post_init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bars

        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        self.bars = Bars(*columns, console=Console(stderr=True, highlight=False), transient=True)
        self._all = self.bars.add_task(self.voice.say("tệp", "files"), total=None)
        self.bars.start()

    def begins(self, path: Path, number: int, total: int) -> None:
        """See `Progress`."""
        self.bars.update(self._all, total=total)
        self._files[path] = self.bars.add_task(shown(path.name), total=None)

    def watch(self, path: Path, stage: Stage, done: int, total: int) -> None:
        """See `Progress`."""
        if path not in self._files:
            return
        said = f"{shown(path.name)}: {self.voice.say(*_STAGES[stage])}"
        if not total and self.bars.tasks[self.bars.task_ids.index(self._files[path])].total:
            self.bars.remove_task(self._files[path])  # a bar that has had an end cannot be told to have none
            self._files[path] = self.bars.add_task(said, total=None)
        self.bars.update(self._files[path], description=said, completed=done, total=total or None)

    def embedded(self, done: int, total: int) -> None:
        """See `Progress`."""
        if self._index is None:
            self._index = self.bars.add_task(self.voice.say(*_STAGES[Stage.EMBED]), total=total)
        self.bars.update(self._index, completed=done, total=total)

    def ends(self, outcome: Outcome) -> None:
        """See `Progress`."""
        for line in outcome_lines(outcome, self.voice):
            self.bars.console.print(line, markup=False, soft_wrap=True)
        if outcome.path in self._files:
            self.bars.remove_task(self._files.pop(outcome.path))
            self.bars.advance(self._all)
        if self._index is not None:
            self.bars.remove_task(self._index)
            self._index = None

    def close(self) -> None:
        """See `Progress`."""
        self.bars.stop()


def shown(path: Path | str) -> str:
    """A path without what would move the cursor or turn the writing of the line that it stands in."""
    return "".join(char if char.isprintable() else "?" for char in str(path))


def outcome_lines(outcome: Outcome, voice: Voice) -> Iterator[str]:
    """What became of a file, and a line for each notice."""
    yield _outcome_line(outcome, voice)
    for former in outcome.replaces:
        vietnamese = f"thay thế kế hoạch {former}, từ nay không dùng để trả lời trừ khi được hỏi đích danh"
        english = f"replaces the plan {former}, which is left out of answers from now on unless it is asked for"
        yield f"    {voice.say(vietnamese, english)}"
    if (successor := outcome.replaced_by) is not None:
        vietnamese = f"đã được thay thế bằng {successor}, không dùng để trả lời; nếu vẫn cần hãy chạy:"
        english = f"replaced by {successor}, left out of answers; if it is wanted all the same:"
        yield f"    {voice.say(vietnamese, english)} python -m ingest restore {outcome.plan_id}"
    for notice in outcome.notices:
        yield f"    {voice.say('lưu ý', 'note')}: {notice}"


def _outcome_line(outcome: Outcome, voice: Voice) -> str:
    from ingest.pipeline import Status

    path, plan, rows, passages = outcome.path, outcome.plan_id, outcome.rows, outcome.passages
    if outcome.error is not None:
        return f"{shown(path)}: {voice.say(outcome.error.vietnamese, outcome.error.english)}"
    if outcome.status is Status.SAME_CONTENT:
        same = voice.say(f"cùng nội dung với kế hoạch {plan}, bỏ qua", f"same content as {plan}, skipped")
        return f"{shown(path)}: {same}"
    if outcome.status is Status.UNCHANGED:
        return f"  {plan}: {voice.say('không đổi', 'unchanged')}"
    verb = voice.say("đã thêm", "added")
    if outcome.status is Status.REPLACED:
        verb = voice.say("đã thay thế", "replaced")
    return f"  {plan}: {verb}, {voice.say(f'{rows} hàng, {passages} đoạn', f'{rows} rows, {passages} passages')}"


def summary(outcomes: Sequence[Outcome], completed: int, seconds: float, voice: Voice) -> str:
    """What was done, and for each plan that was read its rows by appendix and how many of them are doubtful."""
    from ingest.pipeline import Status

    counts = Counter(outcome.status for outcome in outcomes)
    told = (
        (Status.ADDED, "thêm mới", "added"),
        (Status.REPLACED, "thay thế", "replaced"),
        (Status.UNCHANGED, "không đổi", "unchanged"),
        (Status.SAME_CONTENT, "trùng nội dung", "same content"),
        (Status.FAILED, "lỗi", "failed"),
    )
    parts = [f"{counts[status]} {voice.say(vi, en)}" for status, vi, en in told if counts[status]]
    rows = sum(outcome.rows for outcome in outcomes)
    embedded = sum(outcome.embedded for outcome in outcomes) + completed
    done = voice.say(f"{rows} hàng, {embedded} đoạn mới", f"{rows} rows, {embedded} new passages")
    lines = [f"{', '.join(parts)}; {done}; {seconds:.1f} s"]
    for outcome in outcomes:
        if outcome.appendices:
            lines.append(f"  {outcome.plan_id}: {'; '.join(_appendix(read, voice) for read in outcome.appendices)}")
    return "\n".join(lines)


def _appendix(read: AppendixRead, voice: Voice) -> str:
    name = " ".join(filter(None, (voice.say("Phụ lục", "Appendix"), read.label)))
    doubtful = voice.say(f" ({read.doubtful} hàng chưa chắc chắn)", f" ({read.doubtful} rows doubtful)")
    return f"{name}: {read.rows} {voice.say('hàng', 'rows')}{doubtful if read.doubtful else ''}"
