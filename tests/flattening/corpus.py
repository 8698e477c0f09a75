"""What the drawn plans are made of: tasks of many sectors, and the pools of wordings beside them.

The invented tasks and the pools are data files in `corpus/`; the tasks of real plans are read from those of the sample
plans that still have their table cells apart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ingest.model import Field
from ingest.vietnamese import nfc

_CORPUS = Path(__file__).parent / "corpus_data"
_PLANS = Path(__file__).parents[2] / "eval" / "plans"
_PLAN_TOPIC = "Phát triển khoa học, công nghệ và chuyển đổi số ngành Y tế"
_LATER_POINT = re.compile(r" - (?=[^\W\d_a-z])")
_MARKUP = re.compile(r"</?\w+>|\*\*")

_KEYS = {
    "content": Field.CONTENT,
    "lead": Field.LEAD_UNIT,
    "with": Field.COORDINATING_UNITS,
    "result": Field.DELIVERABLE,
    "when": Field.DEADLINE,
    "cost": Field.BUDGET,
    "goal": Field.TARGET,
    "note": Field.NOTE,
}
_PRINTED = {
    Field.CONTENT: ("Nhiệm vụ và giải pháp", "Mục tiêu", "Danh mục nhiệm vụ", "Nhiệm vụ, giải pháp", "Nhiệm vụ"),
    Field.LEAD_UNIT: ("Chủ trì", "Cơ quan chủ trì", "Cơ quan, đơn vị chủ trì", "Đơn vị chủ trì thực hiện"),
    Field.COORDINATING_UNITS: (
        "Phối hợp",
        "Cơ quan phối hợp",
        "Cơ quan, đơn vị phối hợp",
        "Đơn vị phối hợp thực hiện",
    ),
    Field.DELIVERABLE: ("Kết quả/sản phẩm", "Yêu cầu về kết quả"),
    Field.DEADLINE: ("Thời gian hoàn thành",),
    Field.SOLUTION: ("Giải pháp thực hiện",),
    Field.TARGET: ("Chỉ tiêu năm 2025",),
    Field.NOTE: ("Ghi chú",),
}

Task = Mapping[Field, str]
"""The cells of one task that are known, paragraphs divided by line breaks."""


@dataclass(frozen=True, slots=True)
class Sector:
    """One department's field of work: its name, the topic of its plan, headings and tasks for its tables."""

    issuer: str
    topic: str
    groups: tuple[str, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Pools:
    """Wordings that any sector's plan may use."""

    provinces: tuple[str, ...]
    titles: tuple[str, ...]
    headers: Mapping[Field, tuple[str, ...]]
    stt_headers: tuple[str, ...]
    fillers: Mapping[Field, tuple[str, ...]]
    """Cells of fields that tasks seldom bring along: leaders, areas, approvals, notes."""
    schedule_marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """The front part's paragraphs, with places for {issuer}, {province}, {topic} and {year}."""

    basis: tuple[str, ...]
    opening: str
    aims: tuple[str, ...]
    organisation: tuple[str, ...]
    closing: str
    recipients: tuple[str, ...]
    footnotes: tuple[str, ...]


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((_CORPUS / name).read_text(encoding="utf-8"))


@cache
def pools() -> Pools:
    """The pools of wordings, from `pools.toml`."""
    data = _load("pools.toml")
    fillers = {
        Field.RESPONSIBLE_LEADER: data["leaders"],
        Field.AREA: data["areas"],
        Field.APPROVAL: data["approvals"],
        Field.ALLOCATED_BUDGET: data["allocated"],
        Field.SOLUTION: data["solutions"],
        Field.TARGET: data["goals"],
        Field.NOTE: data["notes"],
    }
    return Pools(
        provinces=tuple(data["provinces"]),
        titles=tuple(data["titles"]["default"]),
        headers={Field(key): tuple(words) for key, words in data["headers"].items() if key != "stt"},
        stt_headers=tuple(data["headers"]["stt"]),
        fillers={key: tuple(words) for key, words in fillers.items()},
        schedule_marks=tuple(data["schedule_marks"]),
    )


@cache
def prose() -> Prose:
    """The paragraphs of front parts, from `prose.toml`."""
    data = _load("prose.toml")
    return Prose(
        basis=tuple(data["basis"]),
        opening=data["opening"],
        aims=tuple(data["aims"]),
        organisation=tuple(data["organisation"]),
        closing=data["closing"],
        recipients=tuple(data["recipients"]),
        footnotes=tuple(data["footnotes"]),
    )


@cache
def invented_sectors() -> tuple[Sector, ...]:
    """The sectors whose tasks were invented, one a file, in the order of their file names."""
    sectors = []
    for path in sorted(_CORPUS.glob("*.toml")):
        data = _load(path.name)
        if "tasks" in data:
            tasks = tuple({_KEYS[key]: text for key, text in task.items()} for task in data["tasks"])
            sectors.append(Sector(data["issuer"], data["topic"], tuple(data["groups"]), tasks))
    return tuple(sectors)


@cache
def plan_sectors() -> tuple[Sector, ...]:
    """The tasks and headings of those sample plans that keep their cells apart by tabs, one sector a plan."""
    sectors = []
    for path in sorted(_PLANS.glob("*.txt")):
        lines = list(_table_lines(nfc(path.read_text(encoding="utf-8"))))
        tasks = tuple(task for task in lines if not isinstance(task, str))
        groups = tuple(dict.fromkeys(line for line in lines if isinstance(line, str)))
        if tasks:
            sectors.append(Sector("Sở Y tế", _PLAN_TOPIC, groups, tasks))
    return tuple(sectors)


def _typed(cell: str) -> str:
    """A cell of a tab-separated plan without its markup, the points of a list on lines of their own again."""
    text = " ".join(_MARKUP.sub(" ", cell).split())
    return _LATER_POINT.sub("\n- ", text) if text.startswith("- ") else text


def _table_lines(text: str) -> Iterator[Task | str]:
    """The tasks of a tab-separated plan, and the titles of its groups as plain strings; what is unclear is left out."""
    fields: list[Field | None] = []
    by_header = {header: meaning for meaning, headers in _PRINTED.items() for header in headers}
    for line in text.splitlines():
        cells = [_typed(cell) for cell in line.split("\t")]
        if cells[0] in ("STT", "TT"):
            fields = [by_header.get(cell) for cell in cells]
        elif len(cells) == len(fields) and cells[0].rstrip(".").isdigit():
            task = {meaning: cell for meaning, cell in zip(fields, cells, strict=True) if meaning and cell}
            if Field.CONTENT in task:
                yield task
        elif len(cells) > 1 and re.fullmatch("[IVX]+", cells[0]) and cells[1]:
            yield cells[1]
