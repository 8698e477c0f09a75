"""From files to the index: file -> reader -> structure -> passages -> store.

Each file stands for itself: one that cannot be read is reported and the others are kept. A file whose content and
readers are those of a plan in the index is skipped, and so is a second file with the content of another.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.errors import PlanError, ReadError
from ingest.model import Appendix, Plan
from ingest.store.errors import AmbiguousAnchorError
from ingest.store.plan_store import Added
from ingest.store.vectors import Report
from ingest.vietnamese import slug

if TYPE_CHECKING:
    from ingest.isolation import Isolation
    from ingest.progress import Stage
    from ingest.readers.document import Document
    from ingest.worker import Failed, Made

_PACKAGE = Path(__file__).parent
_NOT_READING = frozenset(
    [
        *("store", "embedding", "pipeline", "isolation", "worker", "progress", "telling", "export", "outline"),
        *("page_images", "settings", "errors", "logs", "stages", "figures", "piping", "__main__", "__pycache__"),
    ]
)

log = logging.getLogger(__name__)


class Status(StrEnum):
    """What became of a file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    SAME_CONTENT = "same content"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the plan that it is, how much was read of it, and why it failed."""

    path: Path
    status: Status
    plan_id: str = ""
    """For SAME_CONTENT, the plan that has the content already."""
    rows: int = 0
    passages: int = 0
    embedded: int = 0
    error: PlanError | None = None
    """Its messages do not name the file."""
    notices: tuple[str, ...] = ()
    """What had to be mended while reading, in Vietnamese."""
    appendices: tuple[AppendixRead, ...] = ()
    replaces: tuple[str, ...] = ()
    """The other plans of the index that it takes the place of, as it says itself."""
    replaced_by: str | None = None
    """The plan that had taken its place before it came."""


@dataclass(frozen=True, slots=True)
class AppendixRead:
    """How much was read of one appendix: its label ("" for none), its rows, and how many of them are doubtful."""

    label: str
    rows: int
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """How files become plans; replaced in tests."""

    read: Callable[[Path], Document]
    """Raises ReadError where the file is not what its reader expects."""
    build: Callable[[Document, str], Plan]
    suffixes: Collection[str]
    """Endings of the files that are taken from a folder, in lower case with the dot."""
    version: str
    """Another version reads a file again that has not changed."""
    isolation: Isolation | None = None
    """Reads each file in a process of its own, instead of by `read` and `build` in this one."""
    recognises: Callable[[Path], bool] | None = None
    """Whether a file of a folder is taken whose ending says nothing; None: it is not."""


class Store(Protocol):
    """What the pipeline needs of a PlanStore."""

    def unchanged(self, sha256: str, reader_version: str) -> str | None:
        """The id of the plan that this version read from this content."""

    def holds(self, sha256: str) -> str | None:
        """The id of the plan that any version read from this content."""

    def add(
        self, plan: Plan, reader_version: str = "", report: Report | None = None, source: Path | None = None
    ) -> Added:
        """Put a plan in the place of the one of its id, and keep a copy of the file that it was read from."""


class Listener(Protocol):
    """Is told how the work goes on."""

    def begins(self, path: Path, number: int, total: int) -> None:
        """File `number` of `total` is about to be read."""

    def embedded(self, done: int, total: int) -> None:
        """Of the passages to be embedded, so many are."""

    def ends(self, outcome: Outcome) -> None:
        """A file is done with; failures of paths and ids come first, without `begins`."""


def default_reading() -> Reading:
    """The readers and the structure of this package."""
    from ingest.isolation import Isolation
    from ingest.readers import SUFFIXES, is_document, read
    from ingest.settings import Settings
    from ingest.structure import build_plan

    settings = Settings()
    isolation = Isolation(settings.limits(), settings.workers(), read, build_plan)
    return Reading(read, build_plan, SUFFIXES, code_version(), isolation, is_document)


def code_version() -> str:
    """A hash of the code and the lexicon that read plans, so that a file is read anew when they have changed."""
    digest = hashlib.sha256()
    for file in sorted(_PACKAGE.rglob("*")):
        parts = file.relative_to(_PACKAGE).with_suffix("").parts
        if file.is_file() and parts[0] not in _NOT_READING and "__pycache__" not in parts:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


Watch = Callable[[Path, "Stage", int, int], None]
"""Is told of a file that is being read: the stage, and pages done of how many (0 of 0 where that is not known)."""


def _nobody(path: Path, stage: Stage, done: int, total: int) -> None:
    """Watches nothing."""


def ingest_paths(
    paths: Sequence[Path],
    store: Store,
    reading: Reading,
    listener: Listener,
    plan_id: str = "",
    watch: Watch = _nobody,
) -> tuple[Outcome, ...]:
    """Add the files, and the readable files of the folders, among `paths`; returns what became of each.

    `plan_id` names the plan of a single file; otherwise a plan is named after its file. Files are read several at a
    time and stored one by one as they are finished. Nothing is raised for a file that fails, whatever the reason; what
    the index itself raises (a full disk, another writer) is.
    """
    outcomes: list[Outcome] = []

    def note(outcome: Outcome) -> None:
        outcomes.append(outcome)
        listener.ends(outcome)

    files, faults = _files(paths, reading)
    if plan_id and len(files) > 1:
        faults.append(_failed(paths[0], *_ONE_ID))
        files = []
    named, more = _named(files, plan_id)
    for fault in faults + more:
        note(fault)
    run = _Run(store, reading, listener, watch, len(named))
    for outcome in run.outcomes(named):
        note(outcome)
    return tuple(outcomes)


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    plan_id: str
    sha256: str


@dataclass(slots=True)
class _Run:
    """One run over some files: which need reading, how they are read, and what becomes of each."""

    store: Store
    reading: Reading
    listener: Listener
    watch: Watch
    total: int
    begun: int = 0

    def outcomes(self, files: Sequence[_File]) -> Iterator[Outcome]:
        """What becomes of each file. Of several with one content the first is read before the others are looked at."""
        if self.reading.isolation is None:
            for file in files:
                self._begin(file)
                yield self._known(file) or self._read_here(file)
            return
        to_read: list[_File] = []
        later: list[_File] = []
        for file in files:
            if file.sha256 in {other.sha256 for other in to_read}:
                later.append(file)
            elif known := self._known(file):
                self._begin(file)
                yield known
            else:
                to_read.append(file)
        yield from self._read_apart(to_read, self.reading.isolation)
        for file in later:
            self._begin(file)
            if known := self._known(file):
                yield known
            else:
                self.begun -= 1
                yield from self._read_apart([file], self.reading.isolation)

    def _begin(self, file: _File) -> None:
        self.begun += 1
        self.listener.begins(file.path, self.begun, self.total)

    def _known(self, file: _File) -> Outcome | None:
        """The outcome of a file whose content is in the index already."""
        if (held := self.store.unchanged(file.sha256, self.reading.version)) == file.plan_id:
            return Outcome(file.path, Status.UNCHANGED, held)
        held = self.store.holds(file.sha256)
        if held is not None and held != file.plan_id:
            return Outcome(file.path, Status.SAME_CONTENT, held)
        return None

    def _read_apart(self, files: Sequence[_File], isolation: Isolation) -> Iterator[Outcome]:
        from ingest.isolation import Isolated

        by_path = {file.path: file for file in files}
        isolated = Isolated(isolation, lambda job: self._begin(by_path[job.path]), self.watch)
        for job, answer in isolated.results(files):
            yield self._answered(by_path[job.path], answer)

    def _answered(self, file: _File, answer: Made | Failed) -> Outcome:
        from ingest.worker import Failed

        if isinstance(answer, Failed):
            return _failed(file.path, answer.vietnamese, answer.english)
        return self._store(file, answer.plan, answer.notices)

    def _read_here(self, file: _File) -> Outcome:
        try:
            document = self.reading.read(file.path)
            plan = self.reading.build(document, file.plan_id)
        except ReadError as error:
            told = [message.removeprefix(f"{error.name}: ") for message in (error.vietnamese, error.english)]
            return _failed(file.path, *told)
        except PlanError as error:
            return Outcome(file.path, Status.FAILED, file.plan_id, error=error)
        except OSError as error:
            return _unreadable(file.path, error)
        except Exception as error:  # a fault of ours in one file must not cost the others
            log.exception("%s", file.path)
            return _failed(file.path, f"lỗi ngoài dự kiến: {error!r}", f"unexpected fault: {error!r}")
        return self._store(file, plan, document.notices)

    def _store(self, file: _File, plan: Plan, notices: tuple[str, ...]) -> Outcome:
        if not plan.sections and not plan.appendices:
            return _failed(file.path, *_NOTHING_FOUND)
        try:
            added = self.store.add(plan, self.reading.version, self.listener.embedded, file.path)
        except AmbiguousAnchorError as error:
            return Outcome(file.path, Status.FAILED, file.plan_id, error=error)
        status = Status.REPLACED if added.replaced else Status.ADDED
        read = tuple(_appendix_read(appendix) for appendix in plan.appendices if not appendix.is_prose)
        rows = sum(appendix.rows for appendix in read)
        return Outcome(
            file.path,
            status,
            added.plan_id,
            rows,
            added.passages,
            added.embedded,
            notices=notices,
            appendices=read,
            replaces=added.replaces,
            replaced_by=added.replaced_by,
        )


def _appendix_read(appendix: Appendix) -> AppendixRead:
    return AppendixRead(appendix.label, len(appendix.rows), sum(row.is_doubtful for row in appendix.rows))


def _files(paths: Iterable[Path], reading: Reading) -> tuple[list[Path], list[Outcome]]:
    """The files meant by `paths`, each once, and what is wrong with the other paths."""
    files: dict[Path, Path] = {}
    faults: list[Outcome] = []
    for path in paths:
        if not path.exists():
            faults.append(_failed(path, "không tìm thấy tệp hoặc thư mục này", "no such file or folder"))
        elif path.is_dir():
            found = [file for file in sorted(path.iterdir()) if _is_readable(file, reading)]
            if not found:
                known = ", ".join(sorted(reading.suffixes))
                faults.append(_failed(path, f"thư mục không có tệp nào thuộc loại {known}", f"no file with {known}"))
            files.update((file.resolve(), file) for file in found)
        else:
            files[path.resolve()] = path
    return list(files.values()), faults


def _is_readable(file: Path, reading: Reading) -> bool:
    if file.name.startswith((".", "~$")) or not file.is_file():
        return False
    return file.suffix.lower() in reading.suffixes or (reading.recognises is not None and reading.recognises(file))


def _named(files: Sequence[Path], plan_id: str) -> tuple[list[_File], list[Outcome]]:
    """The files with the ids of their plans; those without an id, or with different content under one id, fail."""
    named: dict[str, list[_File]] = defaultdict(list)
    faults: list[Outcome] = []
    for path in files:
        wanted = plan_id or slug(path.stem)
        if not wanted:
            faults.append(_failed(path, *_NO_ID))
            continue
        try:
            named[wanted].append(_File(path, wanted, hashlib.sha256(path.read_bytes()).hexdigest()))
        except OSError as error:
            faults.append(_unreadable(path, error))
    kept: list[_File] = []
    for wanted, same in named.items():
        if len({file.sha256 for file in same}) == 1:
            kept += same
            continue
        names = ", ".join(str(file.path) for file in same)
        for file in same:
            reason = (
                f"nhiều tệp khác nhau có cùng mã kế hoạch {wanted}: {names}; hãy đổi tên hoặc thêm từng tệp với --id",
                f"different files have the same plan id {wanted}: {names}; rename them or add each with --id",
            )
            faults.append(_failed(file.path, *reason))
    return kept, faults


_ONE_ID = ("--id chỉ dùng được với một tệp", "--id goes with one file only")
_NOTHING_FOUND = (
    "không tìm thấy mục đánh số hay bảng phụ lục nào; hãy kiểm tra tệp có phải là kế hoạch, có chữ đọc được không",
    "no numbered section and no appendix table found; check that the file is a plan and that it has readable text",
)
_NO_ID = (
    "tên tệp không có chữ hay số nào để làm mã kế hoạch; hãy đặt mã bằng --id",
    "the file's name has no letter or digit to make a plan id of; give one with --id",
)


def _failed(path: Path, vietnamese: str, english: str) -> Outcome:
    return Outcome(path, Status.FAILED, error=PlanError(vietnamese, english))


def _unreadable(path: Path, error: OSError) -> Outcome:
    why = error.strerror or str(error)
    return _failed(path, f"không đọc được tệp ({why})", f"the file cannot be read ({why})")
