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


class UnknownPlanError(StoreError):
    """A plan was asked for that the catalogue does not hold."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(
            f"{plan_id}: không có kế hoạch này trong chỉ mục; xem danh sách bằng: python -m ingest list",
            f"{plan_id}: no such plan in the index; see: python -m ingest list",
        )


class IndexBusyError(StoreError):
    """Another process has been writing to the index for longer than we were told to wait."""

    def __init__(self, lock: Path, seconds: float) -> None:
        super().__init__(
            f"{lock}: một tiến trình khác đang ghi vào chỉ mục (đã chờ {seconds:g} giây); hãy chạy lại khi nó xong",
            f"{lock}: another process is writing to the index (waited {seconds:g} s); run again when it has finished",
        )


class AmbiguousAnchorError(StoreError):
    """The addresses of a plan that was read do not lead to one place each: a fault in reading the document."""

    def __init__(self, plan_id: str, anchor: str) -> None:
        super().__init__(
            f"{plan_id}: địa chỉ {anchor} bị trùng hoặc thuộc kế hoạch khác; đây là lỗi đọc tài liệu, hãy báo kèm tệp",
            f"{plan_id}: the anchor {anchor} is used twice or belongs to another plan; this is a fault in reading the"
            " document, please report it with the file",
        )
