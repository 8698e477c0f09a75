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
from assistant.claimed_cues import claim_asked_body, claim_cues, claim_source, claim_weak
from assistant.claims import Claims
from assistant.columns import Wanted, instead_of, point_of
from assistant.conditions import claim_filters, role_said
from assistant.expected import asks_reason, reason_asked
from assistant.filters import Filters
from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.followups import pointers
from assistant.lexicon.headings import Headings, named_heading
from assistant.lexicon.questions import Cues, FoundCue, find_cues, question_lexicon
from assistant.lexicon.spelling import lowered
from assistant.lexicon.terms import FoundConcept
from assistant.library import Shelf
from assistant.matching import Part, Token, tokens
from assistant.mentions import PlanMention, claim_appendix, claim_plans
from assistant.patterns import (
    both_and,
    organising_part,
    preface_end,
    preface_topic,
    row_nouns,
)
from assistant.topic import SLIGHT, claim_concepts, free_concepts, topic_of
from assistant.topic_parts import (
    contact_parts,
    is_of_plan,
    names_fields_alone,
    parts_of,
    says_approved,
    source_of_money,
    topics_of,
    without_frame,
)
from assistant.typed import as_meant
from assistant.wishes import (
    asks_group,
    asks_money_source,
    asks_number,
    asks_plans,
    asks_table,
    asks_what_to_do,
    asks_who_does,
    chooses_one,
    compared_field,
    counted_parts,
    counts_tasks,
    header_of_plan,
    lists_groups,
    noun_of,
    ranked,
    speaks_of_money,
)
from ingest.lexicon.issuing import find_asked_provinces
from ingest.model import Field
from ingest.units import Unit, find_units
from ingest.vietnamese import fold

_WHAT_DOES = (["what", "does"], ["what", "do"], ["what", "did"])
_HAS_TO_BE = re.compile(r"\b(?:have|has|need|needs|ought) to be\b")
"""That something is done to what a question is about, which then does nothing itself."""
_ABOUT = "ve"
_WHICH = "nao"
_NO_WORD = "–"
"""What stands for each letter of words that are left out."""
_ASIDES = (4, 3, 2)
"""Words that phrases have which only lead over to what is asked about."""


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
    of_tasks: bool = False
    """Whether it counts or lists tasks by that name, or goes on with one that does."""
    parts: tuple[Part, ...] = ()
    """What it is about, part by part."""
    topic: str = ""
    """What it is about, in the words typed."""
    heading: Headings = ()
    """What the heading that it names, and nothing else, may be printed as; see `named_heading`."""
    plan_parts: str = ""
    """Which parts of a plan it counts or lists: "group", "appendix", "groups" where it only lists them, or ""."""
    organising: bool = False
    """Whether it names the part of the prose that says who does what."""
    bodies: tuple[Unit, ...] = ()
    """The bodies that it names, whether as a condition or as what it is about."""
    field_alone: bool = False
    """Whether it names a field and nothing else to be about."""
    context: str = ""
    """The text of the question before, where it takes its topic from it."""
    focus: tuple[str, ...] = ()
    """The anchors of the rows that it goes on about: those from which the question before was answered."""
    before: tuple[str, ...] = ()
    """The anchors of the few rows told before, where it names something of its own that may stand in them."""
    options: tuple[str, ...] = ()
    """The anchors of what an answer before told, in its order, of which a question of the conversation chose one."""
    chosen: int = 0
    """Which of the options it chooses, from 1 on; 0 where it chooses none."""
    said: tuple[Token, ...] = field(default=())
    likely: str = ""
    """Its text with the accents that are likely meant."""
    typed: str = ""
    """Its text before accents were put on it."""
    halves: tuple[Question, ...] = ()
    """The two questions that it asks; see `twofold`."""
    otherwise: Question | None = None
    """What else it may ask, where no row answers it as it is read: see `things`."""

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

    Words that are a column's header somewhere are the topic where the question says nothing else that it is about, and
    ask for a part of a plan's header where they may: "kế hoạch … căn cứ văn bản nào".
    """
    if rest := _without_preface(text, shelf, only):
        return rest
    return _read_whole(text, shelf, only)


def _without_preface(text: str, shelf: Shelf, only: Collection[str]) -> Question | None:
    """The question behind what a speaker says of himself, "Tôi đang xếp lịch họp, …"; None where there is no such, or
    where it is needed: it says what is asked about, or of which plan."""
    end = preface_end(text)
    if not end:
        return None
    asked = _read_whole(text[end:], shelf, only)
    says = asked.header or asked.filters or any(part.weight > SLIGHT for part in asked.parts)
    if not says and (about := preface_topic(text)):
        return _read_whole(text[about:], shelf, only)
    if (says or asked.kinds) and (asked.mentions or not _read_whole(text[:end], shelf, only).mentions):
        return asked
    return None


def _read_whole(text: str, shelf: Shelf, only: Collection[str]) -> Question:
    question = _understood(text, shelf, only, shelf.columns)
    if _says_headers_alone(question):
        again = _understood(text, shelf, only, {})
        return again if again.parts or again.header else question
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
    typed, language = as_meant(text, shelf)
    bare = typed
    restored = shelf.accents.restore(typed) if language == "vi" else ""
    if language == "vi":
        places = [(named.start, named.end) for named in find_asked_provinces(typed)]
        typed = shelf.accents.restore_sure(typed, places)
    claims = Claims(typed, restored if restored != bare else "")
    if language == "en":
        _claim_asides(claims)
    mentions, years = claim_plans(claims, shelf, language == "en", bare)
    of_plans = list(claims.taken)
    bodies = tuple(found.unit for found in find_units(typed) if _begins_free(claims, found.span))
    appendix = claim_appendix(claims)
    unclaimed = [token.plain for token, taken in zip(claims.said, claims.taken, strict=True) if not taken]
    titles = [shelf.plans[plan].header.title for mention in mentions for plan in mention.plans]
    heading = () if appendix else named_heading(unclaimed, titles)
    for start, end in (*pointers(claims.said), *(claims.words_at(*span) for span in both_and(claims.text))):
        claims.claim(start, end)
    organising = organising_part(claims.likely)
    if organising:
        claims.claim(*claims.words_at(*organising))
    reason = asks_reason(claims.likely) or asks_reason(typed)
    if reason and language == "vi" and (why := reason_asked(claims.likely) or reason_asked(typed)):
        claims.claim(*claims.words_at(*why))
    cues = claim_cues(claims, columns, reason)
    of_source = Field.BUDGET in fields_of(cues) and claim_source(claims)
    asked_units = () if reason else claim_asked_body(claims, cues, bool(mentions))
    kinds = asked_kinds(_with_which(claims.likely, claims, of_plans), _with_which(typed, claims, of_plans), cues)
    if kinds == (Kind.OVERVIEW,) and bodies and _asks_about_what(cues) and role_said(lowered(claims.likely)):
        kinds = (Kind.LIST,)  # "Văn phòng phối hợp về việc gì" asks what a body does, not what a plan is
    own = tuple(dict.fromkeys(plan for mention in mentions for plan in mention.plans))
    own_years = {year for plan in own for year in shelf.plans[plan].header.years}
    filters = claim_filters(
        claims, find_cues(claims.said, columns), kinds, (*asked_units, *fields_of(cues)), shelf, own_years, own
    )
    if set(kinds) <= {Kind.EXISTENCE} and filters.blank and row_nouns(claims.likely):
        kinds = (Kind.LIST,)  # "nhiệm vụ còn thiếu đơn vị chủ trì", "are there tasks without a deadline"
    found = free_concepts(claims)
    numbered = [one for one in found if claims.said[one.end - 1].plain.isdecimal()]
    if not reason:
        cues += claim_weak(claims, bool(cues or asked_units), found, asks_table(kinds) or Kind.COMPARE in kinds)
    if asks_table(kinds):
        for start, end in row_nouns(claims.likely):
            first, last = claims.words_at(start, end)
            if all(not one.start <= first < last <= one.end for one in numbered):
                claims.claim(first, last)
    concepts = claim_concepts(claims, found, language == "en")
    parts, topic = topic_of(claims, concepts, language == "en", shelf)
    named = tuple(plan for mention in mentions for plan in mention.plans)
    asked_fields = _fields_asked(claims, asked_units, cues, kinds, len(named) if language == "en" else 0)
    one_plan = len(named) < 2 and kinds == (Kind.COMPARE,)
    if one_plan and asked_fields == (Field.LEAD_UNIT,) and chooses_one(claims.likely):
        asked_fields = ()  # "Đak Đoa với Vĩnh Thạnh bên nào … hơn": one of the two, not who leads
    if language == "en" and parts and _only_says_what(claims, kinds, asked_fields, filters):
        kinds, filters = (), replace(filters, units=())
    if parts and kinds == (Kind.LIST,) and not (filters or bodies) and asks_what_to_do(claims.likely):
        kinds = ()  # "người dân phải làm gì khi …" asks for no rows of a body
    if asks_plans(claims.likely) and filters.units:
        asked_fields = tuple(wanted for wanted in asked_fields if wanted not in BEARERS)
    parts = without_frame(parts, claims, kinds, language == "vi", len(named), appendix)
    parts = contact_parts(parts, claims.likely, named, shelf)
    if Field.APPROVAL in asked_fields:
        parts = tuple(part for part in parts if not says_approved(part)) or parts
    if names_fields_alone(parts, claims, asked_fields):
        parts, topic = (), ""
    of_source = of_source or asks_money_source(claims.likely)
    if named and asked_fields == (Field.BUDGET,) and of_source:
        parts = tuple(part for part in parts if not is_of_plan(part, named, shelf))
    field_alone = not parts and bool(asked_fields and named) and not asks_table(kinds)
    if field_alone and of_source:
        parts, topic = (source_of_money(asked_fields),), condition_texts("money_sources")[0]
        asked_fields = ()  # where money comes from is no amount
    elif field_alone:
        parts = parts_of(asked_fields)
        topic = ", ".join(topics_of(asked_fields))
    if _sums_group(claims, kinds, asked_fields, one_plan=len(named) == 1):
        kinds, asked_fields = (Kind.SUM,), ()
    question = Question(
        typed,
        language,
        english=language == "en",
        kinds=kinds,
        filters=filters,
        ranks=ranked(claims.likely),
        by_deadline=ends_asked(claims.likely) is not None,
        asks_number=asks_number(claims.likely),
        about_money=speaks_of_money(claims.likely),
        heading=heading,
        plan_parts=counted_parts(typed) or ("groups" if lists_groups(claims.likely) else ""),
        organising=organising is not None,
        bodies=bodies or _named_alone(topic, shelf),
        wants_group=asks_group(claims.likely),
        noun=noun_of(_without(claims, numbered), (*filters.blank, *filters.filled)) if asks_table(kinds) else "",
        of_tasks=counts_tasks(typed),
        fields=asked_fields,
        header=_header_asked(claims, cues, kinds),
        mentions=mentions,
        plans=tuple(dict.fromkeys(named)) or tuple(only),
        years=years,
        appendix=appendix,
        parts=parts,
        topic=topic,
        field_alone=field_alone and bool(parts),
        said=claims.said,
        likely=claims.likely,
        typed=bare,
    )
    if question.points and question.asks_number and not (asked_fields or question.kinds):
        question = replace(question, fields=(Field.TARGET,))  # "Quý III … bao nhiêu …": the figure of that column
    return replace(question, plans=tuple(plan for plan in question.plans if plan in only)) if only else question


def _without(claims: Claims, concepts: Sequence[FoundConcept]) -> str:
    """The text of a question without some concepts that it names: the "project" of "Project 06" is no noun of rows."""
    text = claims.likely
    for one in concepts:
        start, end = claims.spans[one.start][0], claims.spans[one.end - 1][1]
        text = f"{text[:start]}{_NO_WORD * (end - start)}{text[end:]}"
    return text


def _with_which(text: str, claims: Claims, of_plans: Sequence[bool]) -> str:
    """A text, letter for letter that of a question, without the plan's name between a noun and its "nào": "dự án Cà Mau
    nào" asks which projects."""
    for at in range(len(claims.said) - 1, 1, -1):
        if claims.said[at].plain != _WHICH or of_plans[at] or not of_plans[at - 1]:
            continue
        first = at
        while first > 0 and of_plans[first - 1]:
            first -= 1
        if first:
            text = f"{text[: claims.spans[first][0]]}{text[claims.spans[at][0] :]}"
    return text


def _sums_group(claims: Claims, kinds: Sequence[Kind], fields: Sequence[Wanted], one_plan: bool) -> bool:
    """Whether the money of a whole group of rows is asked for: "nhóm đào tạo, kiểm tra tốn bao nhiêu"."""
    of_group = tuple(fields) == (Field.BUDGET,) and asks_group(claims.likely)
    return one_plan and of_group and not kinds and speaks_of_money(claims.likely)


def _asks_about_what(cues: Sequence[FoundCue]) -> bool:
    """Whether what asks is "về việc gì" alone, without a verb of saying before it."""
    return any(cue.cue.kind is Kind.OVERVIEW and cue.cue.phrase[0].plain == _ABOUT for cue in cues)


def _header_asked(claims: Claims, cues: Sequence[FoundCue], kinds: Sequence[Kind]) -> tuple[str, ...]:
    """The parts of a plan's header that are asked for."""
    asked = [cue.cue.header for cue in cues if cue.cue.header]
    if not set(kinds) - {Kind.DEFINITION} and (part := header_of_plan(claims.text)):
        asked.append(part)
    return tuple(dict.fromkeys(asked))


def _claim_asides(claims: Claims) -> None:
    """Claims what only leads over to what an English question asks about: "when it comes to", which asks no time."""
    for at in range(len(claims.said)):
        for length in _ASIDES:
            said = tuple(token.plain for token in claims.said[at : at + length])
            if len(said) == length and said in question_lexicon().asides_english:
                claims.claim(at, at + length)


def _only_says_what(claims: Claims, kinds: Sequence[Kind], fields: Sequence[Wanted], filters: Filters) -> bool:
    """Whether "what does … say of this" asks for no rows: it names none, and a field, or a body that does not act."""
    if tuple(kinds) != (Kind.LIST,) or row_nouns(claims.likely) or filters.leader:
        return False
    said = [token.plain for token in claims.said[:2]]
    idle = bool(filters.units) and filters.role is None
    passive = not filters and bool(_HAS_TO_BE.search(claims.text))
    return said in _WHAT_DOES and bool(fields or idle or passive)


def _named_alone(topic: str, shelf: Shelf) -> tuple[Unit, ...]:
    """The body that a topic names and nothing else, as a plan's rows print it: "TTCNTT", "Công an TP"."""
    unit = shelf.units.get(fold(topic)) if topic else None
    return (replace(unit, text=topic),) if unit else ()


def _begins_free(claims: Claims, span: tuple[int, int]) -> bool:
    """Whether a name begins with words that no plan's name has claimed; its province may be: "Bệnh viện … Cà Mau"."""
    start, _ = claims.words_at(*span)
    return claims.free(start, start + 1)


def _fields_asked(
    claims: Claims, asked: Sequence[Field], cues: Sequence[FoundCue], kinds: Sequence[Kind], plans: int
) -> tuple[Wanted, ...]:
    """The fields asked for; `plans` is how many plans an English question names, of which it may ask who does what."""
    fields = _sure_fields(asked, cues) or compared_field(claims.likely, kinds)
    if not (fields or kinds or cues) and plans > 1 and asks_who_does(claims.likely):
        return (Field.LEAD_UNIT,)
    return fields


def _sure_fields(asked: Sequence[Field], cues: Sequence[FoundCue]) -> tuple[Wanted, ...]:
    """The fields asked for; who oversees, named as a leader, is not also asked as who leads: "lãnh đạo nào"."""
    strong = (
        *asked,
        *(wanted for cue in cues if cue.cue.strong and len(cue.cue.fields) == 1 for wanted in cue.cue.fields),
    )
    if Field.RESPONSIBLE_LEADER in strong:
        cues = [cue for cue in cues if cue.cue.strong or cue.cue.fields != (Field.LEAD_UNIT,)]
    return tuple(dict.fromkeys((*asked, *fields_of(cues))))
