"""What an examination finds: one line for each thing looked at, with its mend where something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.errors import PlanError


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    """It works, but not all of it, or not for long."""
    FAULT = "fault"
    """Questions are not answered, or plans not added, until it is mended."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing, in Vietnamese and English."""

    about: str
    """What was looked at: "settings", "model", "index", …"""
    level: Level
    vietnamese: str
    english: str

    def said(self, english: bool) -> str:
        """What was found, and the mend."""
        return self.english if english else self.vietnamese


def fine(about: str, vietnamese: str, english: str) -> Finding:
    """A thing that is in place."""
    return Finding(about, Level.OK, vietnamese, english)


def warning(about: str, vietnamese: str, english: str) -> Finding:
    """A thing that is worth looking at."""
    return Finding(about, Level.WARNING, vietnamese, english)


def fault(about: str, vietnamese: str, english: str) -> Finding:
    """A thing that must be mended."""
    return Finding(about, Level.FAULT, vietnamese, english)


def fault_of(about: str, error: PlanError) -> Finding:
    """A thing whose error says the mend."""
    return fault(about, error.vietnamese, error.english)


NAMES = {
    "settings": ("cài đặt", "settings"),
    "model": ("mô hình nhúng", "embedding model"),
    "index": ("chỉ mục", "index"),
    "writing": ("ghi chỉ mục", "writing the index"),
    "disk": ("ổ đĩa", "disk"),
    "database": ("cơ sở dữ liệu", "database"),
    "chroma": ("máy chủ Chroma", "Chroma server"),
    "telegram": ("Telegram", "Telegram"),
    "assistant": ("máy chủ trợ lý", "assistant's server"),
    "language model": ("mô hình ngôn ngữ", "language model"),
    "programs": ("chương trình phụ", "optional programs"),
    "clock": ("đồng hồ", "clock"),
}
"""What is looked at, as reports call it, in both languages."""
