"""What a question is about, without the words that only frame it; and what it is about where it names a field alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.questions import find_cues
from assistant.lexicon.terms import find_concepts
from assistant.phrasing.expected import asks_to_call, expected_of
from assistant.phrasing.patterns import (
    is_aside,
    is_framing,
    row_nouns,
)
from assistant.phrasing.wishes import (
    asks_plans,
    asks_table,
    speaks_of_money,
)
from assistant.plans.columns import Wanted
from assistant.plans.library import Shelf
from assistant.replies import replies
from assistant.text.matching import Part, Token, coverage, indexed, tokens
from assistant.understanding.claims import Claims
from assistant.understanding.topic import SLIGHT, is_syllable, without_particles
from ingest.model import Field

_PROSE_FIELDS = {Field.BUDGET, Field.TARGET, Field.SOLUTION}
"""Fields that a plan's prose has parts about."""

_RANKED = {Kind.MAX, Kind.MIN}
_TELEPHONE = "telephone"
_EACH = frozenset({"tung", "moi", "each", "every"})

_IN_TITLE = 0.85
"""The share of a part of the topic that a plan's title must say for it to name the plan."""


def without_frame(
    parts: tuple[Part, ...], claims: Claims, kinds: Sequence[Kind], vietnamese: bool, plans: int, appendix: str = ""
) -> tuple[Part, ...]:
    """The parts of a topic without the words that only frame a question of whole tables or of several plans."""
    text, said = claims.likely, claims.said
    of_table, of_plans = asks_table(kinds), asks_plans(text)
    if of_table:
        parts = tuple(trimmed for part in parts if (trimmed := _trimmed(part)) is not None)
    if of_table and (_RANKED & set(kinds)) and speaks_of_money(text):
        parts = tuple(part for part in parts if not says_spending(part))  # "nơi nào nhận ít kinh phí nhất"
    if appendix and all(part.typed and all(map(is_aside, part.typed)) for part in parts):
        parts = ()  # "what is Appendix 2 a table of?"
    if vietnamese and (of_table or Kind.COMPARE in kinds or of_plans or plans > 1):
        parts = without_particles(parts)
    if of_plans and len(parts) > 1:
        parts = tuple(part for part in parts if not _is_row_noun(part, said)) or parts
    return parts


def says_spending(part: Part) -> bool:
    """Whether a part of the topic only says that money is got or spent, in loose words that frame the question."""
    verbs = {token.plain for text in condition_texts("spending") for token in tokens(text)}
    return len(part.phrases) == 1 and all(token.plain in verbs or is_framing(token) for token in part.phrases[0])


def is_of_plan(part: Part, plans: Sequence[str], shelf: Shelf) -> bool:
    """Whether a part of the topic only says money, or what the titles of the plans asked about say."""
    titles = (indexed(shelf.plans[plan].header.title) for plan in plans)
    of_money = speaks_of_money(" ".join(token.plain for token in part.typed))
    return of_money or all(coverage([part], title, shelf.words) >= _IN_TITLE for title in titles)


def contact_parts(parts: tuple[Part, ...], likely: str, plans: Sequence[str], shelf: Shelf) -> tuple[Part, ...]:
    """What a question for a telephone is about where it only names a plan beside it: the plan's telephone; and what it
    is about else, without the words of calling: "bị tấn công mạng thì gọi số nào"."""
    if not plans or not any(kind.name == _TELEPHONE for kind in expected_of(likely)):
        return parts
    phrases = tuple(tokens(text) for text in condition_texts("telephones"))
    if not all(is_syllable(part) or is_of_plan(part, plans, shelf) for part in parts):
        calling = {token.plain for text in condition_texts("calls") for token in tokens(text)}
        own = tuple(part for part in parts if not {token.plain for token in part.typed} <= calling)
        if own:
            return (*own, Part(phrases, typed=phrases[0], weight=SLIGHT)) if asks_to_call(likely) else parts
    return (Part(phrases, typed=phrases[0]),)


def says_approved(part: Part) -> bool:
    """Whether a part of the topic of an English question for an approval only says that it was given."""
    return [token.plain for token in part.typed] in [[text] for text in condition_texts("approved")]


def names_fields_alone(parts: Sequence[Part], claims: Claims, fields: Sequence[Wanted]) -> bool:
    """Whether all that is left to be about are nouns of the very fields asked for: "hạn" in "hạn đến khi nào"."""
    nouns = [cue for cue in find_cues(claims.said) if not cue.cue.strong and set(cue.cue.fields) & set(fields)]
    named = {at for cue in nouns for at in range(cue.start, cue.end)}
    left = {at for part in parts for at in range(part.at, part.at + max(1, len(part.typed)))}
    return bool(left) and left <= named


def _is_row_noun(part: Part, said: Sequence[Token]) -> bool:
    """Whether a part of the topic only says what rows are called: "hoạt động", "dự án", but not "cho từng dự án"."""
    named = " ".join(token.plain for token in part.typed)
    if part.at > 0 and said[part.at - 1].plain in _EACH:
        return False
    if part.typed and all(is_aside(token) for token in part.typed):  # "in their tables"
        return True
    return bool(named) and row_nouns(named) == [(0, len(named))]


def _trimmed(part: Part) -> Part | None:
    """A part of the topic of a table question without the words at its edges that only frame the question."""
    if all(is_framing(token) for token in part.phrases[0]) or (part.typed and all(map(is_framing, part.typed))):
        return None
    if len(part.phrases) > 1:
        return part
    start, said = 0, list(part.phrases[0])
    while len(said) > 1 and is_aside(said[-1]):
        said.pop()
    while start + 1 < len(said) and is_aside(said[start]):
        start += 1
    kept = tuple(said[start:])
    return replace(part, phrases=(kept,), typed=kept, at=part.at + start if part.at >= 0 else -1)


def topics_of(fields: Sequence[Wanted]) -> list[str]:
    """What prose calls some fields: the topic of a question that names nothing else ("kinh phí Ninh Thuận")."""
    names = replies("vi").names
    return [names[str(wanted)] for wanted in fields if wanted in _PROSE_FIELDS]


def parts_of(fields: Sequence[Wanted]) -> tuple[Part, ...]:
    """The same as parts of a topic, each under all names of its concept."""
    return tuple(_named(text) for text in topics_of(fields))


def source_of_money(fields: Sequence[Wanted]) -> Part:
    """Where money comes from as a part of a topic; a heading may just say "Kinh phí thực hiện"."""
    own = [phrase for part in parts_of(fields) for phrase in part.phrases[:1]]
    names = condition_texts("money_sources")
    return Part(tuple(dict.fromkeys((*map(tokens, names), *own))), typed=tokens(names[0]))


def _named(text: str) -> Part:
    said = tokens(text)
    concepts = (found.concept for found in find_concepts(text) if found.end - found.start == len(said))
    names = [tokens(name) for concept in concepts for name in concept.vi]
    return Part(tuple(dict.fromkeys((said, *names))), typed=said)
