"""Running heads of a text put together from its pages: "BỆNH VIỆN A - Trang 2" stands in the midst of a cell."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from ingest.lexicon import cell_lexicon
from ingest.vietnamese import fold

_NUMBERED = re.compile(r"(?P<head>\S.{11,}?)[\s|–-]*(?P<number>\d{1,3})")
_FEWEST = 3
"""Pages that a running head stands on, and two where it says that a page's number follows."""


def without_running_heads(text: str) -> str:
    """A text whose running heads are their pages' numbers alone, which are told and dropped as such."""
    lines = text.split("\n")
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, line in enumerate(lines):
        if (match := _NUMBERED.fullmatch(line.strip("\f \r"))) is not None:
            found[fold(match["head"]).strip(" -|–")].append((at, int(match["number"])))
    for head, places in found.items():
        if _runs(head, [number for _, number in places]):
            for at, number in places:
                opens = lines[at][:1] == "\f"
                lines[at] = f"\f{number}" if opens else str(number)
    return "\n".join(lines)


def _runs(head: str, numbers: list[int]) -> bool:
    """Whether some lines that are alike but for their numbers count pages."""
    lexicon = cell_lexicon()
    fewest = 2 if head.endswith(tuple(lexicon.page)) else _FEWEST
    counted = all(1 <= after - before <= 2 for before, after in pairwise(numbers))
    return len(numbers) >= fewest and counted and numbers[0] <= fewest and not head.startswith(tuple(lexicon.parts))
