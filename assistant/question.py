"""From a question as typed to a `Question`: what is asked, of which plans, about what.

Read in one pass over its words. Known phrases claim their words, the surest first: the plans it names, the phrases
that ask for a field or for a kind of answer, the concepts of the field; what is left and says something is the topic.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Kind
from assistant.asked_kinds import BEARERS, asked_kinds, ends_asked, fields_of
from assistant.asking import asked_body, asked_person
from assistant.claims import Claims
from assistant.columns import Wanted, instead_of, point_of
from assistant.conditions import claim_filters
from assistant.expected import asks_reason
from assistant.filters import Filters
from assistant.lexicon.followups import pointers
from assistant.lexicon.questions import Cues, FoundCue, agrees, find_cues, is_word_before_asking, question_lexicon
from assistant.lexicon.terms import FoundConcept, expand_shorthand, find_concepts
from assistant.library import Shelf
from assistant.matching import Part, Token, coverage, indexed, tokens
from assistant.mentions import PlanMention, claim_appendix, claim_plans
from assistant.patterns import (
    asks_purpose,
    asks_source,
    is_aside,
    is_framing,
    names_rows,
    organising_part,
    row_nouns,
    source_nouns,
)
from assistant.replies import replies
from assistant.topic import claim_concepts, topic_of, without_particles
from assistant.wishes import (
    asks_group,
    asks_money_source,
    asks_number,
    asks_plans,
    asks_table,
    asks_who_does,
    compared_field,
    noun_of,
    ranked,
    speaks_of_money,
)
from ingest.model import Field
from ingest.units import Unit, find_units
from ingest.vietnamese import nfc

_ASKING = {"gi", "nao", "bao", "may", "the", "ra", "dau", "what", "which", "how"}
"""Question words beside which a noun asks for a field."""
_PROSE_FIELDS = {Field.BUDGET, Field.TARGET, Field.SOLUTION}
"""Fields that a plan's prose has parts about."""
_QUESTION_WORDS = {"nao", "ai", "who", "which", "why", "where"}
"""Words that ask for something else than a field's noun beside which they do not stand."""
_OVERSEEING = {"looks after", "oversees", "supervises"}
_JOINING = {"va", "and", "cung"}
_EACH = frozenset({"tung", "moi", "each", "every"})
_SOURCES = ("nguồn kinh phí", "nguồn vốn", "nguồn lực tài chính", "từ nguồn", "từ các nguồn", "ngân sách nhà nước")
"""What prose calls that from which money comes."""
_IN_TITLE = 0.85
"""The share of a part of the topic that a plan's title must say for it to name the plan."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    text: str
    language: str
    """The language to answer in, "vi" or "en": its own, unless another is wished."""
    english: bool = False
    """Whether it was typed in English."""
    kinds: tuple[Kind, ...] = ()
    """Kinds that its words ask for, in their order; empty where none does."""
    fields: tuple[Wanted, ...] = ()
    header: tuple[str, ...] = ()
    """The parts of a plan's header that are asked for: "number", "signer", …"""
    mentions: tuple[PlanMention, ...] = ()
    plans: tuple[str, ...] = ()
    """The plans it is about, empty for all."""
    years: tuple[int, ...] = ()
    appendix: str = ""
    filters: Filters = field(default_factory=Filters)
    ranks: str = ""
    """What a question with "nhất" ranks by the number of rows: "leader", "unit", "group", or ""."""
    by_deadline: bool = False
    """Whether a question with "nhất" ranks by what ends first or last."""
    asks_number: bool = False
    """Whether it asks for a number."""
    about_money: bool = False
    """Whether it speaks of money."""
    wants_group: bool = False
    """Whether it asks for the rows of a group."""
    noun: str = ""
    """What it counts or lists, folded: "nhiem vu", "du an", "chi tieu", "muc tieu"."""
    parts: tuple[Part, ...] = ()
    """What it is about, part by part."""
    topic: str = ""
    """What it is about, in the words typed."""
    bodies: tuple[Unit, ...] = ()
    """The bodies that it names, whether as a condition or as what it is about."""
    field_alone: bool = False
    """Whether it names a field and nothing else to be about."""
    focus: tuple[str, ...] = ()
    """The anchors of the rows that it goes on about: those from which the question before was answered."""
    options: tuple[str, ...] = ()
    """The anchors of what an answer before told, in its order, of which a question of the conversation chose one."""
    chosen: int = 0
    """Which of the options it chooses, from 1 on; 0 where it chooses none."""
    said: tuple[Token, ...] = field(default=())
    likely: str = ""
    """Its text with the accents that are likely meant."""

    @property
    def unknown(self) -> tuple[str, ...]:
        """The plans it names that the index does not have."""
        return tuple(mention.text for mention in self.mentions if not mention.plans)

    @property
    def points(self) -> tuple[str, ...]:
        """The quarters and months that it names, as headers of columns say them: "Quý III", "Tháng 6"."""
        periods = [period for time in self.filters.times if not time.cycle for period in time.periods]
        return tuple(dict.fromkeys(point for period in periods if (point := point_of(period))))

    @property
    def asks_rank(self) -> bool:
        """Whether its words ask for the largest or the smallest."""
        return Kind.MAX in self.kinds or Kind.MIN in self.kinds

    def asks(self, kind: Kind) -> bool:
        """Whether its words ask for a kind of answer."""
        return kind in self.kinds


def understand(text: str, shelf: Shelf, only: Collection[str] = ()) -> Question:
    """A question, understood against the plans on a shelf. `only` limits it to some plans, as a filter does.

    Words that are a column's header somewhere are the topic where the question says nothing else that it is about.
    """
    question = _understood(text, shelf, only, shelf.columns)
    if _says_headers_alone(question):
        again = _understood(text, shelf, only, {})
        return again if again.parts else question
    return question


def _says_headers_alone(question: Question) -> bool:
    """Whether a question for one row's cell names a column that means no field, and no row, body or person with it."""
    headers = [wanted for wanted in question.fields if not isinstance(wanted, Field) and not instead_of(wanted)]
    filters = replace(question.filters, times=())
    if not headers or filters or question.bodies or asks_table(question.kinds):
        return False
    named = {token.plain for header in headers for token in tokens(header)}
    return all(token.plain in named for part in question.parts for token in part.typed)


def _understood(text: str, shelf: Shelf, only: Collection[str], columns: Cues) -> Question:
    """A question, some headers of columns taken for cues."""
    typed = nfc(expand_shorthand(nfc(text)))
    language = language_of(typed, shelf)
    restored = shelf.accents.restore(typed) if language == "vi" else ""
    claims = Claims(typed, restored if restored != typed else "")
    mentions, years = claim_plans(claims, shelf, language == "en")
    appendix = claim_appendix(claims)
    for start, end in pointers(claims.said):
        claims.claim(start, end)
    if organising := organising_part(claims.likely):
        claims.claim(*claims.words_at(*organising))
    reason = asks_reason(claims.likely) or asks_reason(typed)
    cues = _claim_cues(claims, columns, reason)
    of_source = Field.BUDGET in fields_of(cues) and _claim_source(claims)
    asked_units = () if reason else _claim_asked_body(claims, cues)
    kinds = asked_kinds(claims.likely, typed, cues)
    own_years = {year for mention in mentions for plan in mention.plans for year in shelf.plans[plan].header.years}
    filters = claim_filters(
        claims, find_cues(claims.said, columns), kinds, (*asked_units, *fields_of(cues)), shelf, own_years
    )
    found = [concept for concept in find_concepts(claims.text) if claims.free(concept.start, concept.end)]
    if not reason:
        cues += _claim_weak(claims, bool(cues or asked_units), found, asks_table(kinds) or Kind.COMPARE in kinds)
    if asks_table(kinds):
        for start, end in row_nouns(claims.likely):
            claims.claim(*claims.words_at(start, end))
    concepts = claim_concepts(claims, found, language == "en")
    parts, topic = topic_of(claims, concepts, language == "en", shelf)
    named = tuple(plan for mention in mentions for plan in mention.plans)
    asked_fields = _fields_asked(claims, asked_units, cues, kinds, len(named) if language == "en" else 0)
    if asks_plans(claims.likely) and filters.units:
        asked_fields = tuple(wanted for wanted in asked_fields if wanted not in BEARERS)
    parts = _topic_parts(parts, claims, kinds, language == "vi", len(named))
    if _names_fields_alone(parts, claims, asked_fields):
        parts, topic = (), ""
    if named and asked_fields == (Field.BUDGET,) and asks_money_source(claims.likely):
        parts = tuple(part for part in parts if not _is_of_plan(part, named, shelf))
    field_alone = not parts and bool(asked_fields and named) and not asks_table(kinds)
    if field_alone and asks_money_source(claims.likely):
        parts, topic = (_source_of_money(asked_fields),), _SOURCES[0]
    elif field_alone:
        parts = parts_of(asked_fields)
        topic = ", ".join(topics_of(asked_fields))
    if field_alone and (of_source or asks_money_source(claims.likely)):
        asked_fields = ()  # where money comes from is no amount
    question = Question(
        text,
        language,
        english=language == "en",
        kinds=kinds,
        filters=filters,
        ranks=ranked(claims.likely),
        by_deadline=ends_asked(claims.likely) is not None,
        asks_number=asks_number(claims.likely),
        about_money=speaks_of_money(claims.likely),
        bodies=tuple(found.unit for found in find_units(typed)),
        wants_group=asks_group(claims.likely),
        noun=noun_of(claims.likely, filters.blank) if asks_table(kinds) else "",
        fields=asked_fields,
        header=tuple(dict.fromkeys(cue.cue.header for cue in cues if cue.cue.header)),
        mentions=mentions,
        plans=tuple(dict.fromkeys(named)) or tuple(only),
        years=years,
        appendix=appendix,
        parts=parts,
        topic=topic,
        field_alone=field_alone and bool(parts),
        said=claims.said,
        likely=claims.likely,
    )
    if question.points and question.asks_number and not (asked_fields or question.kinds):
        question = replace(question, fields=(Field.TARGET,))  # "Quý III … bao nhiêu …": the figure of that column
    return replace(question, plans=tuple(plan for plan in question.plans if plan in only)) if only else question


def _claim_source(claims: Claims) -> bool:
    """Whether a question asks where money comes from; its nouns of money are claimed, which then say nothing more."""
    nouns = {*source_nouns(claims.likely), *source_nouns(claims.text)}
    for start, end in sorted(nouns, key=lambda span: span[0] - span[1]):
        if claims.free(*(at := claims.words_at(start, end))):
            claims.claim(*at)
    return asks_source(claims.likely) or asks_source(claims.text)


def _fields_asked(
    claims: Claims, asked: Sequence[Field], cues: Sequence[FoundCue], kinds: Sequence[Kind], plans: int
) -> tuple[Wanted, ...]:
    """The fields asked for; `plans` is how many plans an English question names, of which it may ask who does what."""
    fields = _sure_fields(asked, cues) or compared_field(claims.likely, kinds)
    if not (fields or kinds or cues) and plans > 1 and asks_who_does(claims.likely):
        return (Field.LEAD_UNIT,)
    return fields


def _topic_parts(
    parts: tuple[Part, ...], claims: Claims, kinds: Sequence[Kind], vietnamese: bool, plans: int
) -> tuple[Part, ...]:
    """The parts of a topic without the words that only frame a question of whole tables or of several plans."""
    text, said = claims.likely, claims.said
    of_table, of_plans = asks_table(kinds), asks_plans(text)
    if of_table:
        parts = tuple(trimmed for part in parts if (trimmed := _trimmed(part)) is not None)
    if vietnamese and (of_table or Kind.COMPARE in kinds or of_plans or plans > 1):
        parts = without_particles(parts)
    if of_plans and len(parts) > 1:
        parts = tuple(part for part in parts if not _is_row_noun(part, said)) or parts
    return parts


def _is_of_plan(part: Part, plans: Sequence[str], shelf: Shelf) -> bool:
    """Whether a part of the topic only says money, or what the titles of the plans asked about say."""
    titles = (indexed(shelf.plans[plan].header.title) for plan in plans)
    of_money = speaks_of_money(" ".join(token.plain for token in part.typed))
    return of_money or all(coverage([part], title, shelf.words) >= _IN_TITLE for title in titles)


def _names_fields_alone(parts: Sequence[Part], claims: Claims, fields: Sequence[Wanted]) -> bool:
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
    if all(is_framing(token) for token in part.phrases[0]):
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


def _sure_fields(asked: Sequence[Field], cues: Sequence[FoundCue]) -> tuple[Wanted, ...]:
    """The fields asked for; who oversees, named as a leader, is not also asked as who leads: "lãnh đạo nào"."""
    strong = (
        *asked,
        *(wanted for cue in cues if cue.cue.strong and len(cue.cue.fields) == 1 for wanted in cue.cue.fields),
    )
    if Field.RESPONSIBLE_LEADER in strong:
        cues = [cue for cue in cues if cue.cue.strong or cue.cue.fields != (Field.LEAD_UNIT,)]
    return tuple(dict.fromkeys((*asked, *fields_of(cues))))


def topics_of(fields: Sequence[Wanted]) -> list[str]:
    """What prose calls some fields: the topic of a question that names nothing else ("kinh phí Ninh Thuận")."""
    names = replies("vi").names
    return [names[str(wanted)] for wanted in fields if wanted in _PROSE_FIELDS]


def parts_of(fields: Sequence[Wanted]) -> tuple[Part, ...]:
    """The same as parts of a topic, each under all names of its concept."""
    return tuple(_named(text) for text in topics_of(fields))


def _source_of_money(fields: Sequence[Wanted]) -> Part:
    """Where money comes from as a part of a topic; a heading may just say "Kinh phí thực hiện"."""
    own = [phrase for part in parts_of(fields) for phrase in part.phrases[:1]]
    return Part(tuple(dict.fromkeys((*map(tokens, _SOURCES), *own))), typed=tokens(_SOURCES[0]))


def _named(text: str) -> Part:
    said = tokens(text)
    concepts = (found.concept for found in find_concepts(text) if found.end - found.start == len(said))
    names = [tokens(name) for concept in concepts for name in concept.vi]
    return Part(tuple(dict.fromkeys((said, *names))), typed=said)


def language_of(text: str, shelf: Shelf) -> str:
    """ "en" for a question in English, else "vi": told by small English words against accents and known syllables."""
    said = tokens(text)
    english = sum(word in question_lexicon().english for word in re.findall(r"\w+", text.casefold()))
    accented = sum(bool(token.accented) for token in said)
    stop = question_lexicon().stop_english
    vietnamese = sum(shelf.words.known(token.plain) and token.plain not in stop for token in said)
    if accented > max(2, english):
        return "vi"
    if not (english or accented or vietnamese):
        return "en" if len(said) > 1 and any(one.language == "en" for one in find_concepts(text)) else "vi"
    return "en" if english and 2 * english + sum(not shelf.words.known(t.plain) for t in said) > vietnamese else "vi"


def _claim_cues(claims: Claims, columns: Cues, reason: bool) -> list[FoundCue]:
    """The strong cues, the longest first where two overlap; where a reason is asked for, "tỷ lệ" asks for no column."""
    purpose = asks_purpose(claims.likely) and not names_rows(claims.likely)
    found = [
        cue
        for cue in find_cues(claims.said, columns)
        if cue.cue.strong and not (reason and cue.cue.fields) and not (purpose and cue.cue.kind is Kind.LIST)
        if not _ends_a_compound(claims, cue) and not _is_of_a_body(claims, cue)
    ]
    chosen: list[FoundCue] = []
    for cue in sorted(found, key=lambda cue: (cue.start - cue.end, cue.start)):
        if claims.free(cue.start, cue.end):
            claims.claim(cue.start, cue.end)
            chosen.append(cue)
    return sorted(chosen, key=lambda cue: cue.start)


def _ends_a_compound(claims: Claims, cue: FoundCue) -> bool:
    """Whether a cue would begin with the end of a word: "gia bao nhiêu" in "quốc gia bao nhiêu phần trăm"."""
    begins = cue.cue.phrase[0].accented == claims.said[cue.start].accented
    return not begins and cue.start > 0 and is_word_before_asking(claims.said, cue.start - 1)


def _is_of_a_body(claims: Claims, cue: FoundCue) -> bool:
    """Whether a word of a cue that would be mistyped ends the name of a body: "Sở bao nhiêu" is no "số bao nhiêu"."""
    typed = claims.said[cue.start : cue.end]
    wrong = [at for at, (want, one) in enumerate(zip(cue.cue.phrase, typed, strict=True)) if not agrees(want, one)]
    if not wrong:
        return False
    spans = [claims.words_at(*found.span) for found in find_units(claims.text)]
    return any(start <= cue.start + at < end for at in wrong for start, end in spans)


def _claim_asked_body(claims: Claims, cues: Sequence[FoundCue]) -> tuple[Field, ...]:
    """The role of a body that is asked for by its noun ("phòng nào … phối hợp"), unless a surer cue asks."""
    if any(cue.cue.fields for cue in cues if not _oversees_alone(claims, cue)):
        return ()
    body = asked_person(claims.likely) or asked_body(claims.likely)
    if body is None:
        return ()
    claims.claim(*claims.words_at(body.start, body.end))
    return (body.role,)


def _oversees_alone(claims: Claims, cue: FoundCue) -> bool:
    """Whether a cue asks for a leader by its verb alone, which a body may do too: "which office oversees"."""
    said = " ".join(token.plain for token in claims.said[cue.start : cue.end])
    return cue.cue.fields == (Field.RESPONSIBLE_LEADER,) and said in _OVERSEEING


def _claim_weak(claims: Claims, asked: bool, concepts: Sequence[FoundConcept], table: bool) -> list[FoundCue]:
    """The nouns that ask for a field: beside a question word, at an edge, or where nothing else asks.

    One inside a longer concept belongs to that: "kinh phí" in "kinh phí khoa học công nghệ". In a question about a
    whole table such a noun always names a column.
    """
    chosen: list[FoundCue] = []
    elsewhere = any(token.plain in _QUESTION_WORDS for token in claims.said)
    found = [cue for cue in find_cues(claims.said) if not cue.cue.strong and claims.free(cue.start, cue.end)]
    for cue in sorted(found, key=lambda cue: (cue.start - cue.end, cue.start)):
        longer = any(
            one.start <= cue.start and cue.end <= one.end and one.end - one.start > cue.end - cue.start
            for one in concepts
        )
        if longer or not claims.free(cue.start, cue.end):
            continue
        if table or _asks(claims, cue) or (not asked and not elsewhere):
            claims.claim(cue.start, cue.end)
            chosen.append(cue)
    return sorted(chosen, key=lambda cue: cue.start)


def _asks(claims: Claims, cue: FoundCue) -> bool:
    before = claims.said[cue.start - 1].plain if cue.start else ""
    behind = {token.plain for token in claims.said[cue.end : cue.end + 2]}
    at_edge = cue.end == len(claims.said)
    return bool(behind & _ASKING) or (before in _ASKING | _JOINING and cue.start > 0) or at_edge
