"""Wrapped lines made one text: joined by a space, but a number or a document code broken over lines without one."""

from __future__ import annotations

import re
from collections.abc import Sequence

_TORN_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})*\.\d{0,2}|\d{1,3}(?:\.\d{3})+\.?")
_CODE_END = re.compile(r"(?:^|.*\s)\S*\w[-/]")
_WHOLE_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+")


def join_lines(lines: Sequence[str]) -> str:
    """The lines of one cell or paragraph as one text."""
    text = ""
    for line in (line.strip() for line in lines):
        if line:
            text += f"{'' if not text or _torn(text, line) else ' '}{line}"
    return text


def _torn(text: str, following: str) -> bool:
    """Whether a line break stands inside a number ("3.500.000.00|0") or a code ("QĐ-|UBND")."""
    last, first = text.split()[-1], following.split()[0]
    if first[0].isdigit() and _TORN_NUMBER.fullmatch(last):
        return not _WHOLE_GROUPS.fullmatch(last) or bool(re.fullmatch(r"\.?\d{1,3}(?:\.\d{3})*\D?", first))
    if first[0] == "." and last[-1].isdigit():
        return bool(re.match(r"\.\d{3}", first))
    return bool(_CODE_END.fullmatch(text)) and (first[0].isupper() or first[0].isdigit())
