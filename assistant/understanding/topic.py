"""What a question is about: the concepts of the field that it names, and the words left over that say something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from assistant.lexicon.english import vietnamese_of
from assistant.lexicon.questions import is_compound, question_lexicon, stop_length, takes_object
from assistant.lexicon.terms import EVERYDAY, FoundConcept, find_concepts
from assistant.plans.library import Shelf
from assistant.text.matching import Part, Token, tokens
from assistant.understanding.claims import Claims

_NO_WORD = "0"
"""What stands for each letter of a claimed word."""
_SLIGHT_AREAS = {"action", "plan", "bodies"}
_FOREIGN = 0.5
"""What English words weigh that no lexicon knows."""
_TRANSLATED = 0.8
"""What English words weigh that the general glossary translates: less than a term of the field."""
_STOPPING_AREAS = {"action", "plan", "bodies"}
_LONGER = 2
"""Words before a concept from which a longer phrase of the glossary may run over it."""
_LOOSE = 0.3
"""What a single loose syllable weighs beside words that say more."""
SLIGHT = 0.4
"""What a concept weighs that says little of a topic: "triển khai", "kế hoạch"."""


@dataclass(frozen=True, slots=True)
class ConceptAt:
    """A concept that a question names in its words [start, end)."""

    start: int
    end: int
    part: Part


def free_concepts(claims: Claims) -> list[FoundConcept]:
    """The concepts that a question names in words that nothing surer has claimed, in order of place.

    Where a part of a longer one is claimed, a shorter one in the rest is meant: "báo cáo" in "báo cáo định kỳ".
    """
    found = find_concepts(claims.text)
    free = [concept for concept in found if claims.free(concept.start, concept.end)]
    if len(free) == len(found):
        return free
    left = claims.text
    for (start, end), taken in zip(claims.spans, claims.taken, strict=True):
        if taken:
            left = f"{left[:start]}{_NO_WORD * (end - start)}{left[end:]}"
    cut = [one for one in found if one not in free]
    shorter = [
        one
        for one in find_concepts(left)
        if claims.free(one.start, one.end) and any(whole.start <= one.start and one.end <= whole.end for whole in cut)
    ]
    return sorted((*free, *shorter), key=lambda one: one.start)


def claim_concepts(claims: Claims, concepts: Sequence[FoundConcept], english: bool) -> list[ConceptAt]:
    """The concepts that a question names, those left out that say nothing of a topic."""
    found: list[ConceptAt] = []
    begins = {concept.start for concept in concepts}
    for concept in concepts:
        if concept.end in begins and concept.end - concept.start == 2 and takes_object(claims.said, concept.start):
            continue  # "việc làm CSDL": a verb and its object, and no "việc làm"
        if english and _is_in_longer(claims, concept, concepts):
            continue
        slight = concept.concept.area in _SLIGHT_AREAS
        stops = stop_length(claims.said, concept.start, english) >= concept.end - concept.start
        if (stops and concept.concept.area in _STOPPING_AREAS) or not claims.free(concept.start, concept.end):
            continue
        if concept.concept.id in question_lexicon().stop_concepts:
            claims.claim(concept.start, concept.end)
            continue
        claims.claim(concept.start, concept.end)
        named = concept.concept
        typed = claims.said[concept.start : concept.end]
        same = [tokens(text) for text in (*named.vi, *named.short, *named.cased, *named.en)]
        ordered = [same[0], *([typed] if concept.language == "vi" else []), *same[1:]]
        near = tuple(tokens(text) for text in named.related)
        weight = SLIGHT if slight else 1.0
        found.append(
            ConceptAt(
                concept.start,
                concept.end,
                Part(tuple(dict.fromkeys(ordered)), near, weight, tuple(typed), everyday=named.area == EVERYDAY),
            )
        )
    return found


def _is_in_longer(claims: Claims, concept: FoundConcept, concepts: Sequence[FoundConcept]) -> bool:
    """Whether a concept is only a part of a longer English phrase that the glossary translates: "secondary school" of
    "lower secondary school"; but "monthly" and "reporting" say the same apart."""
    for start in range(max(0, concept.start - _LONGER), concept.start + 1):
        end = start + vietnamese_of(claims.said, start)[0]
        if end < concept.end or end - start <= concept.end - concept.start or not claims.free(start, end):
            continue
        more = [at for at in range(start, end) if not concept.start <= at < concept.end]
        said_apart = any(one.start <= at < one.end for one in concepts for at in more)
        if not said_apart and not all(stop_length(claims.said, at, True) for at in more):
            return True
    return False


def topic_of(
    claims: Claims, concepts: Sequence[ConceptAt], english: bool, shelf: Shelf
) -> tuple[tuple[Part, ...], str]:
    """What is left: the concepts, and runs of words that are no stop words, each with its place in the question."""
    starts = {concept.start: concept for concept in concepts}
    parts: list[ConceptAt] = []
    kept: list[tuple[int, int]] = []
    run: list[Token] = []
    at = 0

    def end_run() -> None:
        if run:
            first = at - len(run)
            named = {place - first for place in range(max(1, first), at) if _is_capital(claims, place)}
            found = _english_parts(run, shelf, named) if english else iter([(0, Part((tuple(run),), typed=tuple(run)))])
            parts.extend(ConceptAt(first + place, first + place + max(1, len(one.typed)), one) for place, one in found)
        run.clear()

    def compound(at: int) -> bool:
        if english or not claims.free(at, at + 2) or at + 1 in starts or not is_compound(claims.said, at):
            return False
        return at + 2 not in starts or not takes_object(claims.said, at)

    def whole_phrase(at: int) -> int:
        """The words of a phrase of the glossary that begins here, small words in it too: "meet the standard",
        "turning point"; but small words alone say nothing: "set up"."""
        if not claims.free(at, at + 2):
            return 0
        length = vietnamese_of(claims.said, at)[0]
        whole, inner = range(at, at + length), range(at + 1, at + length)
        if length < 2 or all(stop_length(claims.said, one, True) for one in whole):
            return 0
        return length if claims.free(at, at + length) and not any(one in starts for one in inner) else 0

    while at < len(claims.said):
        if at in starts:
            end_run()
            parts.append(starts[at])
            kept.append((at, starts[at].end))
            at = starts[at].end
        elif claims.taken[at]:
            end_run()
            at += 1
        elif english and (length := whole_phrase(at)):
            run.extend(claims.said[at : at + length])
            kept.append((at, at + length))
            at += length
        elif (length := stop_length(claims.said, at, english)) > 1 or (length and not compound(at)):
            end_run()
            at += length
        elif compound(at):
            run.extend(claims.said[at : at + 2])
            kept.append((at, at + 2))
            at += 2
        else:
            run.append(claims.said[at])
            kept.append((at, at + 1))
            at += 1
    end_run()
    pieces = [claims.text[claims.spans[start][0] : claims.spans[end - 1][1]] for start, end in kept]
    ordered = sorted(parts, key=lambda one: one.start)
    return tuple(replace(one.part, at=one.start) for one in ordered), " ".join(pieces)


def without_particles(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts of a Vietnamese topic with single loose syllables counted for little, where others say more: "hẹn",
    "ôm", "gánh" beside a term are verbs that no row need say."""
    if not any(not is_syllable(part) and part.weight >= 1.0 for part in parts):
        return tuple(parts)
    return tuple(replace(part, weight=_LOOSE) if is_syllable(part) else part for part in parts)


def is_syllable(part: Part) -> bool:
    """Whether a part is one loose syllable, which beside others is rather a verb or a particle than what is meant."""
    return len(part.phrases) == 1 and len(part.phrases[0]) == 1


def _is_capital(claims: Claims, at: int) -> bool:
    """Whether a word is written as a name is, with a capital and then small letters."""
    return claims.text[slice(*claims.spans[at])].istitle()


def _name_length(run: Sequence[Token], at: int, named: AbstractSet[int], shelf: Shelf) -> int:
    """How many words of a Vietnamese name begin at a place, 0 where none does: "Huu Lung", of which the glossary would
    make a lung. Several words with capitals are one that the plans all print and that are no English ones together."""
    end = at
    while end < len(run) and end in named and shelf.words.known(run[end].plain):
        end += 1
    return end - at if end - at > 1 and vietnamese_of(run, at)[0] < 2 else 0


def _english_parts(run: Sequence[Token], shelf: Shelf, named: AbstractSet[int]) -> Iterator[tuple[int, Part]]:
    """The parts of a run of words in an English question, each with its place in it: names of the plans, words that
    the glossary translates, those that the plans print as they are, and the others, which only their meaning can
    match. `named` are the places of the words with capitals."""
    foreign: list[Token] = []
    printed: list[Token] = []
    places: dict[bool, int] = {}
    at = 0
    while at < len(run):
        if length := _name_length(run, at, named, shelf):
            yield at, Part((tuple(run[at : at + length]),), typed=tuple(run[at : at + length]))
            at += length
            continue
        length, phrases = vietnamese_of(run, at)
        if length and not run[at].accented:
            yield at, Part(phrases, weight=_TRANSLATED, typed=tuple(run[at : at + length]))
        else:
            length = 1
            is_printed = bool(run[at].accented) or shelf.words.known(run[at].plain)
            (printed if is_printed else foreign).append(run[at])
            places.setdefault(is_printed, at)
        at += length
    if foreign:
        yield places[False], Part((tuple(foreign),), weight=_FOREIGN, foreign=True)
    if printed:
        yield places[True], Part((tuple(printed),), typed=tuple(printed))
