"""What a question says of a plan beside its name: its kind, subject and year.

"Trong kế hoạch chuyển đổi số năm 2025 của Sở Y tế tỉnh …, ai …" names one plan with all of its first words; none of
them is a topic or a condition. Neither is a year that stands beside the kind: "the 2026 plan", "kế hoạch 2025 của …".
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from assistant.lexicon.conditions import words_of
from assistant.lexicon.questions import stop_length
from assistant.plans.library import Shelf
from assistant.text.matching import Topic, tokens
from assistant.understanding.claims import Claims
from assistant.understanding.titles import SAYS, document_kinds, parts_between


def claim_frame(claims: Claims, shelf: Shelf, plans: Sequence[str], english: bool) -> None:
    """Claims the words with which a question begins that only say which of the indexed plans it means."""
    titles = {shelf.plans[plan].header.title for plan in plans}
    issuers = {token.plain for plan in plans for token in tokens(shelf.plans[plan].header.issuer)}
    years = {str(year) for plan in plans for year in shelf.plans[plan].header.years}
    if len(titles) != 1:
        return
    title = shelf.indexed_titles[titles.pop()]
    for end in _ends(claims):
        kinds = [place for place in _kinds(claims) if place[1] <= end and _opens(claims, place[0])]
        told = {at for start, last in kinds for at in range(start, last)}
        free = [at for at in range(end) if not (claims.taken[at] or at in told) and _says_more(claims, at, english)]
        free = [at for at in free if claims.said[at].plain not in issuers | years | words_of("appendix_words")]
        if kinds and all(
            Topic(parts_between(claims, *run), shelf.words).coverage(title) >= SAYS for run in _runs(free)
        ):
            for at in range(end):
                if not _is_part(claims, at):
                    claims.claim(at, at + 1)
            return


def year_of_plan(claims: Claims) -> int | None:
    """The year that stands beside a document's kind, claimed: "kế hoạch năm 2025", "the 2026 plan"."""
    for start, end in _kinds(claims):
        behind = end + (end < len(claims.said) and claims.said[end].plain == "nam")
        for at in (behind, start - 1):
            free = 0 <= at < len(claims.said) and not claims.taken[at]
            if free and _is_year(claims.said[at].plain) and not counts_something(claims, at):
                claims.claim(min(at, end), at + 1)
                return int(claims.said[at].plain)
    return None


def counts_something(claims: Claims, at: int) -> bool:
    """Whether a number that looks like a year says how many there are: "trên 2000 người", "2025 households"."""
    if not at or not claims.free(at + 1, at + 2) or at + 1 >= len(claims.said):
        return False
    bounded = claims.said[at - 1].plain in words_of("bounds_before")
    return bounded and claims.said[at + 1].plain in words_of("counted_things")


def _ends(claims: Claims) -> Iterator[int]:
    """Where the words that name a plan end, the last place first."""
    for at in range(len(claims.said), 0, -1):
        if claims.taken[at - 1] and (at == len(claims.said) or not claims.taken[at]):
            yield at


def _kinds(claims: Claims) -> list[tuple[int, int]]:
    """The words [start, end) of a question that are a document's kind: "kế hoạch", "plan"."""
    said = [token.plain for token in claims.said]
    return [
        (at, at + len(kind))
        for at in range(len(said))
        for kind in document_kinds(numbered=True)
        if tuple(said[at : at + len(kind)]) == kind
    ]


def _opens(claims: Claims, at: int) -> bool:
    """Whether nothing stands before a word but prepositions and what says which part of a plan is meant."""
    return all(claims.said[one].plain in words_of("frame_openers") or _is_part(claims, one) for one in range(at))


def _says_more(claims: Claims, at: int, english: bool) -> bool:
    return not stop_length(claims.said, at, english)


def _runs(places: Collection[int]) -> list[tuple[int, int]]:
    """Places as runs [start, end) of neighbours."""
    runs = (list(run) for _, run in groupby(enumerate(sorted(places)), key=lambda one: one[1] - one[0]))
    return [(run[0][1], run[-1][1] + 1) for run in runs]


def _is_part(claims: Claims, at: int) -> bool:
    """Whether a word belongs to what says which part of a plan is meant: "phụ lục 1"."""
    return any(
        claims.said[one].plain in words_of("appendix_words")
        for one in range(max(0, at - 1), min(len(claims.said), at + 1))
    )


def _is_year(plain: str) -> bool:
    return len(plain) == 4 and plain.startswith("20") and plain.isdecimal()
