"""Plans named by what they are about: "nghị quyết về già hóa dân số", "the food safety plan".

The words beside the kind of a document name a plan where they stand in the title of some of the indexed plans and not
of all; words that every title has ("chuyển đổi số" where all plans are about it) say nothing of which is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cache

from assistant.lexicon.questions import find_cues, stop_length
from assistant.lexicon.terms import find_concepts
from assistant.plans.library import Shelf
from assistant.text.matching import Indexed, Part, Topic, reduced, tokens
from assistant.understanding.claims import Claims
from ingest.lexicon.issuers import issuers
from ingest.vietnamese import fold, words

SAYS = 0.85
"""The share of the words that a plan's title must say to be meant."""
_SAYS_NOT = 0.5
"""The share that the titles of the plans that are not meant say at most."""
_LONGEST = 12  # words of a name


@cache
def document_kinds(numbered: bool = False) -> tuple[tuple[str, ...], ...]:
    """The names of the kinds of documents that plans can be, folded, the longest first; `numbered`: of those only
    whose numbers bear a sign of the kind, as "KH" does: "dự án", "báo cáo" are rather what a plan speaks of."""
    kinds = [kind for kind in issuers().document if kind.heads and (kind.symbol or not numbered)]
    names = [name for kind in kinds for name in (kind.name, *kind.asked)]
    return tuple(sorted((tuple(fold(name).split()) for name in names), key=len, reverse=True))


def names_document(text: str) -> bool:
    """Whether a text names the kind of a document that plans can be: "kế hoạch", "resolution"."""
    said = f" {' '.join(words(text))} "
    return any(f" {' '.join(kind)} " in said for kind in document_kinds(numbered=True))


def claim_titled(claims: Claims, shelf: Shelf, among: Sequence[str], english: bool) -> tuple[str, ...]:
    """The plans of `among` that a question names by kind and subject, () where it names none; the words are claimed."""
    if len(among) < 2:
        return ()
    named = [(place, parts_between(claims, place[0], place[1])) for place in _phrases(claims, english)]
    topics = [(place, Topic(parts, shelf.words)) for place, parts in named if _says_enough(parts, place[1] - place[0])]
    if not topics:
        return ()
    titles = {shelf.plans[plan].header.title for plan in among}
    alike = _alike(titles, frozenset[str]().union(*(topic.words for _, topic in topics)), shelf)
    for (start, end, kind), topic in topics:
        meant = _saying(topic, alike)
        if meant and len(meant) < len(titles):
            claims.claim(min(start, kind), max(end, kind + 1))
            return tuple(plan for plan in among if shelf.plans[plan].header.title in meant)
    return ()


def _alike(titles: Collection[str], words: Set[str], shelf: Shelf) -> dict[Indexed, list[str]]:
    """Titles by what they say in some words: of thousands of plans, few say anything else with them."""
    found: dict[Indexed, list[str]] = {}
    for title in titles:
        found.setdefault(reduced(shelf.indexed_titles[title], words), []).append(title)
    return found


def _saying(topic: Topic, titles: Mapping[Indexed, Sequence[str]]) -> set[str]:
    """The titles that say a topic; none where another says some of it too."""
    meant: set[str] = set()
    for said, alike in titles.items():
        share = topic.coverage(said)
        if share >= SAYS:
            meant.update(alike)
        elif share > _SAYS_NOT:
            return set()
    return meant


def _says_enough(parts: Sequence[Part], words: int) -> bool:
    return words >= 2 or any(len(part.phrases) > 1 for part in parts)


def _phrases(claims: Claims, english: bool) -> Iterator[tuple[int, int, int]]:
    """The runs of words [start, end) that may name a plan, the longest first, each with the place of its kind.

    They stand behind the kind, "kế hoạch (về) an toàn thực phẩm"; in English before it too, "the food safety plan".
    """
    said = [token.plain for token in claims.said]
    asking = {cue.start for cue in find_cues(claims.said) if cue.cue.strong}
    for at in range(len(said)):
        kind = next((kind for kind in document_kinds() if tuple(said[at : at + len(kind)]) == kind), None)
        if kind is None or _is_made(said[:at]):
            continue
        behind = at + len(kind)
        while behind < len(said) and not claims.taken[behind] and (skip := stop_length(claims.said, behind, english)):
            behind += skip
        last = behind
        while last < len(said) and last - behind < _LONGEST and not claims.taken[last] and last not in asking:
            last += 1
        yield from ((behind, end, at) for end in range(last, behind, -1))
        first = at
        while english and first > 0 and not claims.taken[first - 1] and not stop_length(claims.said, first - 1, True):
            first -= 1
        yield from ((start, at, at) for start in range(first, at))


def _is_made(before: Sequence[str]) -> bool:
    """Whether words end in a verb that makes the plan ("xây dựng kế hoạch …"): then it is a task's, not a source."""
    verbs = [fold(verb).split() for verb in issuers().cover.issuing_verbs]
    return any(list(before[-len(verb) :]) == verb for verb in verbs)


def parts_between(claims: Claims, start: int, end: int) -> list[Part]:
    """The concepts of some words, and each of the other words that is no stop word, as parts of a topic."""
    text = claims.text[claims.spans[start][0] : claims.spans[end - 1][1]]
    found = list(find_concepts(text))
    inside = {at for concept in found for at in range(concept.start, concept.end)}
    parts = [Part(tuple(tokens(name) for name in (*one.concept.vi, *one.concept.short))) for one in found]
    loose = tokens(text)
    return parts + [Part(((token,),)) for at, token in enumerate(loose) if at not in inside]
