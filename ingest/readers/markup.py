"""Text without its marks: HTML tags and entities, Markdown headings and emphasis."""

from __future__ import annotations

import html
import re

_BREAK = re.compile(r"<\s*(?:br|/p|/li|/div|/tr)\s*/?\s*>", re.IGNORECASE)
_TAG = re.compile(r"<\s*/?\s*[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_EMPHASIS = re.compile(r"(\*\*\*|\*\*|__|(?<![\w*])\*(?=\S)|(?<![\w_])_(?=\S))(.+?)\1", re.DOTALL)
_STRAY_BOLD = re.compile(r"\*\*")
_HEADING = re.compile(r"#{1,6}\s+")
_HEADING_BEHIND = re.compile(
    r"(?<=[.;:!?/]) +(\*\*(?:[IVX]{1,5}|[A-HĐ]|\d{1,2}(?:\.\d{1,2})*)(?:[.)/]|\.\*\* \*\*) ?[^*\d\s][^*]*\*\*) *$"
)
_SPACES = re.compile(r"\s+")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|%&$~<>])")
_FORMULA = re.compile(r"\$\s*((?:[\d.,%/<>=+\-\s]|\{,\}|\\%|\\[a-z]+)+?)\s*\$")
_SIGNS = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "sim": "~", "approx": "≈", "times": "×", "pm": "±"}


def plain(text: str) -> str:
    """A text with tags and emphasis dropped, entities resolved and runs of blanks made one space."""
    text = _TAG.sub("", _BREAK.sub(" ", _COMMENT.sub("", text)))
    text = _FORMULA.sub(_written_out, html.unescape(text))
    for _ in range(3):  # emphasis nests: ***bold and italic***
        text, count = _EMPHASIS.subn(r"\2", text)
        if not count:
            break
    text = _ESCAPED.sub(r"\1", _STRAY_BOLD.sub("", text))
    return _SPACES.sub(" ", text).strip()


def _written_out(formula: re.Match[str]) -> str:
    """A figure that a converter took for a formula, as it was printed: "$\\geq 91{,}3\\%$" -> "≥ 91,3%"."""
    text = formula[1].replace("{,}", ",").replace("\\%", "%")
    return re.sub(r"\\([a-z]+)", lambda sign: _SIGNS.get(sign[1], ""), text)


def is_heading(text: str) -> bool:
    """Whether a line is a Markdown heading."""
    return bool(_HEADING.match(text))


def without_heading(text: str) -> str:
    """A line without its heading marks."""
    return _HEADING.sub("", text, count=1)


def is_emphasised(text: str) -> bool:
    """Whether the whole of a line is in bold."""
    bare = without_heading(text).strip()
    return bool(re.fullmatch(r"\*\*.+\*\*|__.+__|<b>.+</b>|<strong>.+</strong>", bare, re.DOTALL))


def split_emphasised(text: str) -> list[str]:
    """A line of several emphasised runs glued together (`**A****B***C*`) as those runs, and a numbered heading behind a
    sentence (`… nêu tại Phụ lục I. **III. NHIỆM VỤ**`) apart from it; other lines as they are."""
    if behind := _HEADING_BEHIND.search(text):
        return [text[: behind.start()], behind[1]]
    if "****" not in text and "**_" not in text and "***(" not in text:
        return [text]
    runs = re.findall(r"\*\*(?:[^*]+)\*\*|\*(?:[^*]+)\*|[^*]+", text)
    return [run for run in runs if run.strip()]
