"""Tasks that are told in prose, as rows: who leads them, with whom and by when stands in labelled lines below each.

Many plans have no table. Each task is a numbered paragraph, and below it stand "- Đơn vị chủ trì: …", "- Đơn vị phối
hợp: …", "- Thời gian thực hiện: …", as lines, as lettered parts or one behind the other in one line; or the paragraph
ends in "(Sở Y tế chủ trì, phối hợp với Công an tỉnh; hoàn thành trước 30/6/2027)". What is so labelled means what a
column of that header would mean. The rows keep the addresses of their sections: they are cited, and opened, as those.

Labels are taken for what they are only where several tasks have them, so that a lone "Kết quả: …" makes no table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.columns import meaning, meaning_alone
from ingest.model import NOWHERE, PROSE, Anchor, Appendix, Column, Field, Group, Place, Row, Section

_FEWEST = 3
"""Tasks with a lead that a plan must tell in prose before they are rows."""
_LONGEST_HEADING = 40  # words of a heading over tasks
_FIELDS = {
    Field.LEAD_UNIT: "Đơn vị chủ trì",
    Field.COORDINATING_UNITS: "Đơn vị phối hợp",
    Field.RESPONSIBLE_LEADER: "Lãnh đạo phụ trách",
    Field.DEADLINE: "Thời gian thực hiện",
    Field.DELIVERABLE: "Sản phẩm",
    Field.BUDGET: "Kinh phí",
}
"""What labels may mean, each with the header of a task that tells it without one."""
_LABEL = re.compile(
    r"(?:^[-+•*]?\s*|[.;(]\s*[-+•]?\s*)(?P<label>(?:(?:các |những )?(?:đơn vị|cơ quan)|chủ trì|phối hợp|đầu mối|hạn"
    r"|thời gian|thời hạn|thời điểm|tiến độ|hoàn thành|sản phẩm|kết quả|kinh phí|nguồn kinh phí|dự toán|lãnh đạo|người"
    r"|phụ trách)\b[^:;.()]{0,40}?)\s*:\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*\((?P<said>[^()]*\bchủ trì\b(?:[^()]|\([^()]*\))*)\)\s*[.;]?\s*$", re.IGNORECASE)
_SAID = re.compile(
    r"(?:giao\s+)?(?P<lead>[^;:]+?)\s+(?:làm |là )?(?:cơ quan |đơn vị )?chủ trì(?:\s+thực hiện)?"
    r"(?:\s*[,;]?\s*(?:và\s+)?phối hợp(?:\s+(?:cùng|với))?:?\s+(?P<others>[^;]+?))?"
    r"(?:(?:\s*[;,.]|\s+thực hiện|(?=\s+hoàn thành))\s*(?P<due>(?:hoàn thành|thời gian|thời hạn|xong|trong|trước|từ"
    r"|định kỳ|thường xuyên|chậm nhất|quý|tháng|năm|hằng|hàng)\b.*))?\s*[.;]?\s*",
    re.IGNORECASE | re.DOTALL,
)
_DUE = re.compile(r"^(?:hoàn thành|xong|thời (?:gian|hạn)(?: (?:thực hiện|hoàn thành))?)\s*:?\s*", re.IGNORECASE)


@dataclass
class _Told:
    """A task as it is being read."""

    section: Section
    content: str
    over: str
    """The path of the heading over it."""
    repeat: int = 1
    """Its place among the tasks of its section, where one numbered heading is over several."""
    cells: dict[Field, str] = field(default_factory=dict)
    labels: dict[Field, str] = field(default_factory=dict)
    place: Place = NOWHERE


def prose_tasks(plan_id: str, sections: Sequence[Section]) -> Appendix | None:
    """The tasks that the prose of a plan tells with who leads them, None where it tells too few."""
    found = (one for one in _tasks(sections) if one.cells.get(Field.LEAD_UNIT))
    told = list({(one.section.path, one.repeat): one for one in found}.values())
    if len(told) < _FEWEST:
        return None
    texts = {section.path: section.text for section in sections}
    titles: dict[Field, str] = {}
    for task in told:
        titles |= {meant: label for meant, label in task.labels.items() if meant not in titles}
    said = [meant for meant in _FIELDS if any(meant in task.cells for task in told)]
    columns = (Column("Nhiệm vụ", Field.CONTENT), *(Column(titles.get(one, _FIELDS[one]), one) for one in said))
    over = dict.fromkeys(task.over for task in told)
    groups = {path: _group(path, texts) for path in over} if len(over) > 1 else {}
    rows = tuple(_row(plan_id, task, columns, groups.get(task.over)) for task in told)
    around = _shared(list(over))
    return Appendix(
        f"{PROSE}{around}",
        texts.get(around, ""),
        columns,
        rows,
        tuple(group for group in groups.values() if group.title),
        (),
        rows[0].place.through(rows[-1].place),
    )


def _tasks(sections: Sequence[Section]) -> Iterator[_Told]:
    """Every numbered paragraph with what its labelled lines, its lettered parts or its last bracket tell."""
    parts: dict[str, list[Section]] = {}
    for section in sections:
        parts.setdefault(_above(section.path), []).append(section)
    for section in sections:
        if not section.number or not section.text or _LABEL.match(section.text):
            continue
        lines = [section.text, *(paragraph.text for paragraph in section.paragraphs)]
        if sum(map(_leads, lines)) > 1:
            yield from _several(section)
            continue
        task = _Told(section, section.text, _above(section.path), place=section.place)
        _read(task, section.text, own=True)
        for paragraph in section.paragraphs:
            _read(task, paragraph.text)
            task.place = task.place.through(paragraph.place)
        for part in parts.get(section.path, ()):
            if _LABEL.match(part.text):
                _read(task, part.text)
        yield task


def _several(section: Section) -> Iterator[_Told]:
    """The tasks of a section that tells more than one lead: each an unlabelled line with the labelled ones below it."""
    tasks: list[_Told] = []
    for paragraph in section.paragraphs:
        if not _LABEL.match(paragraph.text):
            tasks.append(_Told(section, paragraph.text, section.path, len(tasks) + 1, place=paragraph.place))
        if tasks:
            _read(tasks[-1], paragraph.text, own=tasks[-1].content == paragraph.text)
            tasks[-1].place = tasks[-1].place.through(paragraph.place)
    yield from tasks


def _leads(text: str) -> bool:
    """Whether a line tells who leads something."""
    return any(_meant(one["label"]) is Field.LEAD_UNIT for one in _LABEL.finditer(text)) or bool(_TAIL.search(text))


def _read(task: _Told, text: str, own: bool = False) -> None:
    """Take the labelled pieces of a line; of the task's `own` text what stands before them stays its content."""
    labels = [one for one in _LABEL.finditer(text) if _meant(one["label"])]
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        meant = _meant(label["label"])
        cell = text[label.end() : end].strip(" .;-+•")
        cell = cell.removesuffix(")") if "(" not in cell else cell
        if meant is not None and meant not in task.cells:
            task.cells[meant] = cell
            task.labels[meant] = label["label"][:1].upper() + label["label"][1:]
    if own and labels:
        task.content = text[: labels[0].start()].rstrip(" (.;:") or task.content
    elif not labels and Field.LEAD_UNIT not in task.cells and (tail := _TAIL.search(text)):
        if (said := _SAID.fullmatch(tail["said"])) is None:
            return
        told = {Field.LEAD_UNIT: said["lead"], Field.COORDINATING_UNITS: said["others"], Field.DEADLINE: said["due"]}
        task.cells |= {meant: _DUE.sub("", cell.strip(" ,.;")) for meant, cell in told.items() if cell}
        if own:
            task.content = f"{text[: tail.start()].rstrip(' .;')}."


def _meant(label: str) -> Field | None:
    """The field that a label means; "đơn vị thực hiện" is the lead, as in a table that names no other."""
    meant = meaning(label) or meaning_alone(label)
    return meant if meant in _FIELDS else None


def _row(plan_id: str, task: _Told, columns: Sequence[Column], group: Group | None) -> Row:
    cells: Mapping[Field, str] = {Field.CONTENT: task.content, **task.cells}
    told = {column: cells.get(column.field, "") for column in columns if column.field is not None}
    number = group.number if group else ""
    anchor = Anchor(plan_id, section=task.section.path, group=number, stt=task.section.number, repeat=task.repeat)
    return Row(
        anchor,
        {column.field.value: cell for column, cell in told.items() if column.field is not None},
        columns={column.title: cell for column, cell in told.items()},
        group_title=group.title if group else "",
        place=task.place,
    )


def _group(path: str, texts: Mapping[str, str]) -> Group:
    """The heading over some tasks; one too long to be a heading has no title."""
    title = texts.get(path, "")
    return Group(path.rpartition(".")[2], title if len(title.split()) <= _LONGEST_HEADING else "")


def _shared(paths: Sequence[str]) -> str:
    """The path that some paths have in common: "III" of "III.1" and "III.3"."""
    shared = paths[0].split(".")
    for path in paths[1:]:
        parts = path.split(".")
        same = [one == other for one, other in zip(shared, parts, strict=False)]
        shared = shared[: same.index(False) if False in same else len(same)]
    return ".".join(shared)


def _above(path: str) -> str:
    return path.rpartition(".")[0]
