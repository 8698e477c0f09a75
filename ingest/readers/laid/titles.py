"""The titles of a header, apart: where extractors leave but a single blank between those of two columns.

Of all ways to cut a run of a header's words, the one is taken in which most parts name a field of their own, each with
the words above and below it; a cut needs white below, which most cells leave. Years are cut from what stands beside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from ingest.columns import is_dividing, is_stt, meaning, names_nothing, time_point
from ingest.readers.laid.words import TextLine, Word, joined

_WHITE = 0.6
"""So many of the lines below must leave white where two titles part."""
_NEAR = 2
"""Characters from the place between two words at which the white may be."""
_AROUND = 4
"""Characters by which words above and below a part may stand beside it."""
_MOST_CUTS = 8
_PART, _LOWER, _UNKNOWN = 0.4, 0.2, 0.5
"""What a cut costs, more before a small letter, and parts that name no field, beside a field that is named."""
_TIMES = frozenset({"Năm", "NĂM", "Quý", "QUÝ", "Tháng", "THÁNG"})
_OF_TIME = re.compile(r"20\d\d|[IV]{1,3}|\d{1,2}")
"""How a time ends, behind which another may begin."""


def titles_apart(header: Sequence[TextLine], body: Sequence[TextLine]) -> list[list[Word]]:
    """The runs of each line of a header."""
    below = [runs for line in body if len(runs := line.runs()) > 1]
    lines = [title_runs(line) for line in header]
    apart: list[list[Word]] = []
    for at, own in enumerate(lines):
        others = [(n < at, word) for n, line in enumerate(lines) for run in line for word in run if n != at]
        apart.append([part for run in own for part in _apart(run, others, below)])
    return apart


def title_runs(line: TextLine) -> list[list[Word]]:
    """The words of a line in runs between wide blanks; years, and the header of the numbers, in ones of their own, and
    times that follow on times: "Năm 2027 Năm 2028"."""
    runs: list[list[Word]] = []
    for word in line.words:
        last = runs[-1][-1] if runs else None
        by_year = last is not None and _is_year(last) and (_is_year(word) or len(runs[-1]) == 1)
        by_time = last is not None and word.text in _TIMES and bool(_OF_TIME.fullmatch(last.text))
        by_number = len(runs) == 1 and len(runs[0]) == 1 and is_stt(runs[0][0].text)
        if last is None or word.start - last.end > 1 or by_year or by_time or by_number:
            runs.append([word])
        else:
            runs[-1].append(word)
    return runs


def _is_year(word: Word) -> bool:
    return len(word.text) == 4 and bool(time_point(word.text))


def _apart(run: Sequence[Word], others: Sequence[tuple[bool, Word]], below: Sequence[Sequence[Word]]) -> list[Word]:
    """The parts of a run; `others` are the words of the header's other lines, and whether they stand above."""
    whole = joined(run)[0]
    if is_dividing(whole.text):
        return [whole]
    free = [at for at in range(1, len(run)) if not _in_brackets(run, at)]
    cuts = [at for at in free if _white(run[at - 1], run[at], below) >= _WHITE][:_MOST_CUTS]
    best, most = [0, len(run)], _told([run], others)
    for count in range(1, len(cuts) + 1):
        for chosen in combinations(cuts, count):
            edges = [0, *chosen, len(run)]
            odd = sum(_LOWER * run[at].text[0].islower() for at in chosen)
            told = _told([run[first:end] for first, end in pairwise(edges)], others) - _PART * count - odd
            if told > most:
                best, most = edges, told
    return [joined(run[first:end])[0] for first, end in pairwise(best)]


def _in_brackets(run: Sequence[Word], at: int) -> bool:
    """Whether a word stands in brackets, as in "Kinh phí (triệu đồng)", which is one title."""
    before = " ".join(word.text for word in run[:at])
    return run[at].text.startswith("(") or before.count("(") > before.count(")")


def _told(parts: Sequence[Sequence[Word]], others: Sequence[tuple[bool, Word]]) -> float:
    """How many fields some parts name, each with the words above and below it."""
    edges = [float("-inf"), *((a[-1].end + b[0].start) / 2 for a, b in pairwise(parts)), float("inf")]
    fields = set()
    for part, (low, high) in zip(parts, pairwise(edges), strict=True):
        low, high = max(low, part[0].start - _AROUND), min(high, part[-1].end + _AROUND)
        near = [(above, word) for above, word in others if low <= (word.start + word.end) / 2 < high]
        words = [*(w for above, w in near if above), *part, *(w for above, w in near if not above)]
        text = " ".join(word.text for word in words)
        fields.add(meaning(text) or ("" if names_nothing(text) else text))
    return len(fields - {""}) - _UNKNOWN * ("" in fields)


def _white(left: Word, right: Word, below: Sequence[Sequence[Word]]) -> float:
    """How many of the lines below leave white at a place between two words."""
    if not below:
        return 0.0
    places = range(left.end - _NEAR, right.start + _NEAR + 1)
    return max(sum(not any(run.start < x < run.end for run in runs) for runs in below) for x in places) / len(below)
