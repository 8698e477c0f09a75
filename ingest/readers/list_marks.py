"""Marks of lists that converters of PDFs put before what is no item of a list.

They write "- 2.1. …" for a numbered paragraph, and where its lines hang, a mark before each of them: "- 2.1. Ít nhất
45 triệu công dân có sổ sức khỏe được cập nhật thường", an empty line, "- xuyên trên VNeID." The lines of the text stay
as many as they were, since places are told by them: what is taken up leaves an empty one behind.
"""

from __future__ import annotations

import re

_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_FEWEST_HEADINGS = 2  # of a Markdown text
_BEFORE_NUMBER = re.compile(
    r"^[ \t]*[-*] (?=(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ]\)|[IVX]{1,5}\.) \S)", re.MULTILINE
)
_NUMBER_ALONE = re.compile(r"\d{1,2} ")
"""A figure without a dot after the mark: "- 02 tủ lạnh" is an item."""
_GOES_ON = re.compile(r"[-*] (?=[a-zà-ỹđ]|\d{1,4}[.,;)/%])(?!(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)) )")
_ENDS = re.compile(r"[.;:!?…/>|#*_]\s*$|^\s*$|\t")
_SHORTEST_WRAPPED = 45
"""Letters of a line that wraps; shorter ones are items of their own."""


def without_list_marks(text: str) -> str:
    """A Markdown text without the marks of lists before numbers and before what goes on in another line."""
    if len(_HEADING.findall(text)) < _FEWEST_HEADINGS:
        return text
    return _taken_up(_BEFORE_NUMBER.sub(_dropped, text))


def _dropped(mark: re.Match[str]) -> str:
    return mark[0] if _NUMBER_ALONE.match(mark.string, mark.end()) else ""


def _taken_up(text: str) -> str:
    lines = text.split("\n")
    held = 0  # the last line that says anything
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if at and _goes_on(lines[held], line):
            lines[held] = f"{lines[held].rstrip()} {line.strip()[2:]}"
            lines[at] = ""
        else:
            held = at
    return "\n".join(lines)


def _goes_on(before: str, line: str) -> bool:
    return len(before.strip()) >= _SHORTEST_WRAPPED and not _ENDS.search(before) and bool(_GOES_ON.match(line.strip()))
