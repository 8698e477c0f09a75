"""What can go wrong with the index; the messages of each say the mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ingest.errors import PlanError


class StoreError(PlanError):
    """The index cannot be read or written as asked."""


class NoIndexError(StoreError):
    """There is no index where one was to be read."""

    def __init__(self, where: Path | str) -> None:
        """`where` is the index folder, or the address of the database as it may be shown."""
        command = "python -m ingest add FILE" + (f" --index {where}" if isinstance(where, Path) else "")
        super().__init__(
            f"{where}: chưa có chỉ mục; hãy thêm kế hoạch bằng: {command}",
            f"{where}: no index here; add a plan first: {command}",
        )


class OldIndexError(StoreError):
    """The index was written by an earlier version, and has to be upgraded before it is read."""

    def __init__(self, where: str, version: int, needed: int) -> None:
        super().__init__(
            f"{where}: chỉ mục thuộc phiên bản {version}, chương trình cần phiên bản {needed}; hãy nâng cấp bằng:"
            " python -m ingest migrate",
            f"{where}: the index has version {version}, this program needs {needed}; upgrade it with:"
            " python -m ingest migrate",
        )


class OtherVersionError(StoreError):
    """The index is of a version that cannot be upgraded to this one: far older, or newer."""

    def __init__(self, where: str, version: int, needed: int, in_database: bool) -> None:
        """`in_database` says that it stands in a database and not in a folder."""
        newer = ("dùng chương trình mới đã ghi nó, hoặc ", "use the newer program that wrote it, or ")
        vietnamese, english = newer if version > needed else ("", "")
        gone = ("các bảng chỉ mục trong cơ sở dữ liệu", "the tables of the index in the database")
        held = gone if in_database else ("thư mục chỉ mục", "the index folder")
        super().__init__(
            f"{where}: chỉ mục thuộc phiên bản {version}, chương trình cần phiên bản {needed};"
            f" hãy {vietnamese}xóa {held[0]} rồi thêm lại các kế hoạch",
            f"{where}: the index has version {version}, this program needs {needed};"
            f" {english}delete {held[1]} and add the plans again",
        )


class UnknownPlanError(StoreError):
    """A plan was asked for that the catalogue does not hold."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"{plan_id}: không có kế hoạch này trong chỉ mục; xem danh sách bằng: python -m ingest list",
            f"{plan_id}: no such plan in the index; see: python -m ingest list",
        )


class UnknownVersionError(StoreError):
    """A former version of a plan was asked for that is not kept."""

    def __init__(self, plan_id: str, version: int | None, kept: Sequence[int]) -> None:
        wanted = "" if version is None else f" {version}"
        have = ", ".join(map(str, kept))
        super().__init__(
            f"{plan_id}: không giữ phiên bản cũ{wanted}"
            + (f"; các phiên bản còn giữ: {have}" if kept else " nào; xem bằng: python -m ingest versions " + plan_id),
            f"{plan_id}: no former version{wanted} is kept"
            + (f"; those kept: {have}" if kept else "; see: python -m ingest versions " + plan_id),
        )


class IndexBusyError(StoreError):
    """Another process has been writing to the index for longer than we were told to wait."""

    def __init__(self, lock: str, seconds: float) -> None:
        super().__init__(
            f"{lock}: một tiến trình khác đang ghi vào chỉ mục (đã chờ {seconds:g} giây); hãy chạy lại khi nó xong",
            f"{lock}: another process is writing to the index (waited {seconds:g} s); run again when it has finished",
        )


class VectorsAwayError(StoreError):
    """The Chroma server cannot be used just now; what can be answered without it still can."""

    def __init__(self, where: str, cause: str) -> None:
        super().__init__(
            f"{where}: không dùng được máy chủ Chroma ({cause}); hãy kiểm tra máy chủ, CHROMA_URL và CHROMA_TOKEN",
            f"{where}: the Chroma server cannot be used ({cause}); check the server, CHROMA_URL and CHROMA_TOKEN",
        )


class AmbiguousAnchorError(StoreError):
    """The addresses of a plan that was read do not lead to one place each: a fault in reading the document."""

    def __init__(self, plan_id: str, anchor: str) -> None:
        super().__init__(
            f"{plan_id}: địa chỉ {anchor} bị trùng hoặc thuộc kế hoạch khác; đây là lỗi đọc tài liệu, hãy báo kèm tệp",
            f"{plan_id}: the anchor {anchor} is used twice or belongs to another plan; this is a fault in reading the"
            " document, please report it with the file",
        )


def disk_is_full(said: str) -> bool:
    """Whether what an error says is that the disk, or the share of it that we may fill, is full."""
    plain = said.lower()
    return any(sign in plain for sign in _FULL)


_FULL = (
    "disk is full",
    "no space left",
    "file too large",
    "quota exceeded",
    "(code: 13)",
    "os error 28",
    "os error 27",
)
"""As SQLite (13), the system (ENOSPC 28, EFBIG 27) and what is built on them say it."""


def disk_full(where: object, why: object) -> StoreError:
    """The error for a disk that ran full while the index was written."""
    return StoreError(
        f"{where}: hết chỗ trên đĩa ({why}); chỉ mục giữ nguyên trạng thái trước, hãy giải phóng dung lượng rồi chạy"
        " lại",
        f"{where}: no space left on the disk ({why}); the index keeps its former state, free some space and run again",
    )


def database_fault(where: object, error: BaseException | None) -> StoreError:
    """The error for what a database raises, with the mend that goes with it."""
    said = str(error)
    plain = said.lower()
    if disk_is_full(said):
        return disk_full(where, said)
    if "readonly" in plain or "read-only" in plain or "unable to open" in plain:
        return StoreError(
            f"{where}: không ghi được chỉ mục ({said}); hãy kiểm tra quyền ghi của thư mục và ổ đĩa có bị gắn chỉ đọc"
            " không",
            f"{where}: the index cannot be written ({said}); check the permissions of the folder, and whether the disk"
            " is mounted read-only",
        )
    if "locked" in plain:
        return StoreError(
            f"{where}: chỉ mục đang bị một tiến trình khác giữ ({said}); hãy chạy lại khi nó xong",
            f"{where}: another process holds the index ({said}); run again when it has finished",
        )
    return StoreError(
        f"{where}: không đọc hoặc ghi được chỉ mục ({said}); hãy kiểm tra ổ đĩa và quyền ghi; nếu tệp hỏng, hãy xóa"
        " thư mục chỉ mục rồi nạp bản sao lưu (python -m ingest load FILE) hoặc thêm lại các kế hoạch",
        f"{where}: the index cannot be read or written ({said}); check the disk and its permissions; if the file is"
        " damaged, delete the index folder and load a backup (python -m ingest load FILE) or add the plans again",
    )
