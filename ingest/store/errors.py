"""What can go wrong with the index; the messages of each say the mend."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import PlanError


class StoreError(PlanError):
    """The index cannot be read or written as asked."""


class NoIndexError(StoreError):
    """There is no index where one was to be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: chưa có chỉ mục; hãy thêm kế hoạch bằng: python -m ingest add FILE --index {folder}",
            f"{folder}: no index here; add a plan first: python -m ingest add FILE --index {folder}",
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


class UnknownPlanError(StoreError):
    """A plan was asked for that the catalogue does not hold."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"{plan_id}: không có kế hoạch này trong chỉ mục; xem danh sách bằng: python -m ingest list",
            f"{plan_id}: no such plan in the index; see: python -m ingest list",
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
