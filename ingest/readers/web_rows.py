"""What the pages of legal portals have around a plan when their text is taken: properties above it, rows of two cells.

A portal prints a table of properties over the document ("Số hiệu: | 341/KH-UBND | Ngày đăng công báo: | … |"), which is
none of the plan's. The letterhead and the signature are rows of two cells closed by a bar, often broken over lines
("Số: 341/KH-UBND | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập …", "Hải Phòng, ngày … |"); as lines of their own they
are read as every letterhead is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.vietnamese import fold

_PROPERTY = re.compile(
    r"(?:so hieu|co quan ban hanh|loai van ban|nguoi ky|ngay ban hanh|linh vuc|ap dung|tinh trang(?: hieu luc)?"
    r"|noi ban hanh|ngay hieu luc|ngay co hieu luc|ngay het hieu luc|ngay (?:dang )?cong bao|so cong bao|trich yeu"
    r"|nganh|chuc danh)"
    r"\s*:?\s*\|"
)
_LETTERHEAD = re.compile(
    r"(?:uy ban nhan dan|bo |so |chinh phu|thu tuong|hoi dong nhan dan|cong hoa xa hoi|tinh |thanh pho )"
)
_FEWEST = 3
"""Lines of properties by which a portal is known."""
_MOST_LINES = 15
"""That a row of two cells may be broken into."""
_BARS = 2
"""Of a row of two cells: one between them and one that closes it."""


def above_document(lines: Sequence[str]) -> int:
    """How many lines a portal has above the document itself, 0 where there are no properties of it."""
    told = [at for at, line in enumerate(lines) if "|" in line and _PROPERTY.match(fold(line).lstrip("| "))]
    if len(told) < _FEWEST:
        return 0
    start = told[-1] + 1
    heads = (
        at
        for at in range(start, min(len(lines), start + _MOST_LINES))
        if _LETTERHEAD.match(fold(lines[at]).strip("|* "))
    )
    return next(heads, start)


def pair_at(lines: Sequence[str], at: int) -> tuple[int, list[str]]:
    """How many lines from one on are a row of two cells closed by a bar, and the lines of its cells; 0 for none."""
    if "|" not in lines[at] or "\t" in lines[at] or lines[at].lstrip().startswith("|"):
        return 0, []
    for taken in range(1, _MOST_LINES):
        part = lines[at : at + taken]
        if len(part) < taken or (taken > 1 and "\t" in part[-1]):
            return 0, []
        if part[-1].rstrip().endswith("|"):
            text = "\n".join(part).rstrip().removesuffix("|")
            return (taken, text.replace("|", "\n").split("\n")) if text.count("|") + 1 == _BARS else (0, [])
    return 0, []
