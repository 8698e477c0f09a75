"""From a question as typed to a `Question`: what is asked, of which plans, about what.

Read in one pass over its words. Known phrases claim their words, the surest first: the plans it names, the phrases
that ask for a field or for a kind of answer, the concepts of the field; what is left and says something is the topic.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, condition_texts
from assistant.lexicon.followups import pointers
from assistant.lexicon.headings import Headings, money_headings, named_heading
from assistant.lexicon.questions import Cues, FoundCue, find_cues, question_lexicon
from assistant.lexicon.spelling import lowered
from assistant.lexicon.terms import FoundConcept
from assistant.phrasing.expected import asks_reason, reason_asked
from assistant.phrasing.patterns import (
    both_and,
    organising_part,
    preface_end,
    preface_topic,
    row_nouns,
)
from assistant.phrasing.wishes import (
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
    says_only,
    speaks_of_money,
)
from assistant.plans.columns import Wanted, instead_of
from assistant.plans.filters import Filters
from assistant.plans.library import Shelf
from assistant.text.matching import Part, tokens
from assistant.understanding.asked_kinds import BEARERS, asked_kinds, ends_asked, fields_of
from assistant.understanding.claimed_cues import claim_asked_body, claim_cues, claim_ends, claim_source, claim_weak
from assistant.understanding.claims import Claims
from assistant.understanding.conditions import claim_filters, role_said, with_bodies
from assistant.understanding.mentions import PlanMention, claim_appendix, claim_appendix_in_order, claim_plans
from assistant.understanding.question import Question
from assistant.understanding.topic import SLIGHT, claim_concepts, free_concepts, topic_of
from assistant.understanding.topic_parts import (
    contact_parts,
    is_of_plan,
    names_fields_alone,
    parts_of,
    says_approved,
    source_of_money,
    topics_of,
    without_frame,
)
from assistant.understanding.typed import as_meant
from ingest.lexicon.provinces import find_asked_provinces
from ingest.model import Field
from ingest.times import FoundTime, find_times
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
        return asked if asked.otherwise else replace(asked, otherwise=_read_whole(text, shelf, only))
    return None


def _read_whole(text: str, shelf: Shelf, only: Collection[str]) -> Question:
    question = _understood(text, shelf, only, shelf.columns)
    if all(isinstance(wanted, Field) for wanted in question.fields):
        return question
    again = _understood(text, shelf, only, {})
    goes_on = question.asks_number and not question.mentions  # "đơn giá bao nhiêu một cái", of what was told before
    if _says_headers_alone(question) and (again.parts or again.header) and not goes_on:
        return again
    return replace(question, without_columns=again)


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
    reading = _begun(text, shelf, columns)
    reading.name_plans()
    reading.name_parts_of_plans()
    reading.find_what_is_asked()
    reading.find_conditions()
    reading.find_topic()
    reading.settle_what_is_asked()
    reading.settle_topic()
    question = reading.question()
    if question.points and question.asks_number and not (question.fields or question.kinds):
        question = replace(question, fields=(Field.TARGET,))  # "Quý III … bao nhiêu …": the figure of that column
    if not only:
        return question
    return replace(question, plans=tuple(plan for plan in question.plans or only if plan in only))


def _begun(text: str, shelf: Shelf, columns: Cues) -> _Reading:
    """A question of which nothing is read yet, its accents put back."""
    typed, language = as_meant(text, shelf)
    english, bare, restored = language == "en", typed, ""
    if not english:
        restored = shelf.accents.restore(typed)
        places = [(named.start, named.end) for named in find_asked_provinces(typed)]
        typed = shelf.accents.restore_sure(typed, places)
    claims = Claims(typed, restored if restored != bare else "")
    return _Reading(shelf, columns, english, text, bare, typed, claims)


@dataclass(slots=True)
class _Reading:
    """A question while it is read. Its steps stand in the order in which they claim words; each takes what is left."""

    shelf: Shelf
    columns: Cues
    """The headers of columns that are taken for cues."""
    english: bool
    raw: str
    """The text before short forms were written out and slips mended."""
    bare: str
    """The text before accents were put on it."""
    typed: str
    claims: Claims
    mentions: tuple[PlanMention, ...] = ()
    years: tuple[int, ...] = ()
    of_plans: tuple[bool, ...] = ()
    """Which of its words name plans."""
    named: tuple[str, ...] = ()
    """The plans that the mentions can be; one that two of them mean stands there twice."""
    bodies: tuple[Unit, ...] = ()
    appendix: str = ""
    heading: Headings = ()
    organising: bool = False
    reason: bool = False
    """Whether it asks why."""
    of_source: bool = False
    """Whether it asks where money comes from."""
    cues: list[FoundCue] = field(default_factory=list)
    asked_units: tuple[Field, ...] = ()
    """The role of the body that it asks for by its noun."""
    kinds: tuple[Kind, ...] = ()
    filters: Filters = field(default_factory=Filters)
    about: tuple[int, ...] = ()
    """The words behind "nói gì về", which say of what a plan is asked."""
    numbered: list[FoundConcept] = field(default_factory=list)
    """The concepts that end in a number: "Project 06"."""
    fields: tuple[Wanted, ...] = ()
    parts: tuple[Part, ...] = ()
    topic: str = ""
    field_alone: bool = False

    def name_plans(self) -> None:
        """The plans and bodies that it names."""
        claims = self.claims
        if self.english:
            _claim_asides(claims)
        self.mentions, self.years = claim_plans(claims, self.shelf, self.english, self.bare)
        self.of_plans = tuple(claims.taken)
        self.named = tuple(plan for mention in self.mentions for plan in mention.plans)
        if not self.mentions and len(self.shelf.plans) == 1:
            self.named = tuple(self.shelf.plans)  # whatever is asked is asked of the one plan that there is
        self.bodies = tuple(found.unit for found in find_units(self.typed) if _begins_free(claims, found.span))

    def name_parts_of_plans(self) -> None:
        """The appendix, the heading and the part of the prose that it names; what only points at things is claimed."""
        claims = self.claims
        self.appendix = claim_appendix(claims) or claim_appendix_in_order(claims, self.named, self.shelf)
        unclaimed = [token.plain for token, taken in zip(claims.said, claims.taken, strict=True) if not taken]
        titles = [self.shelf.plans[plan].header.title for plan in self.named]
        self.heading = () if self.appendix else named_heading(unclaimed, titles)
        for start, end in (*pointers(claims.said), *(claims.words_at(*span) for span in both_and(claims.text))):
            claims.claim(start, end)
        if organising := organising_part(claims.likely):
            self.organising = True
            claims.claim(*claims.words_at(*organising))

    def find_what_is_asked(self) -> None:
        """The phrases that ask surely, and the kinds of answer that they and the make-up of the question ask for."""
        claims = self.claims
        unclaimed = [at for at, taken in enumerate(claims.taken) if not taken]
        self.reason = asks_reason(claims.likely) or asks_reason(self.typed)
        why = reason_asked(claims.likely) or reason_asked(self.typed) if self.reason and not self.english else None
        if why:
            claims.claim(*claims.words_at(*why))
        if alone := condition_patterns()["no_partner"].search(lowered(claims.likely)):
            claims.claim(*claims.words_at(*alone.span()))  # "không chung với ai" asks for nobody
        self.cues = claim_cues(claims, self.columns, self.reason)
        self.of_source = Field.BUDGET in fields_of(self.cues) and claim_source(claims)
        self.asked_units = () if self.reason else claim_asked_body(claims, self.cues, bool(self.mentions))
        likely, typed = (_with_which(text, claims, self.of_plans) for text in (claims.likely, self.typed))
        self.kinds = asked_kinds(likely, typed, self.cues)
        if ends_asked(likely) is not None:
            claim_ends(claims)
        of_body = self.bodies and _asks_about_what(self.cues) and role_said(lowered(claims.likely))
        if self.kinds == (Kind.OVERVIEW,) and of_body:
            self.kinds = (Kind.LIST,)  # "Văn phòng phối hợp về việc gì" asks what a body does, not what a plan is
        listed = set(self.kinds) <= {Kind.OVERVIEW, Kind.LIST} and not row_nouns(claims.likely)
        if (listed or self.kinds == (Kind.OVERVIEW,)) and (begins := _told_of(claims)):
            self.about = tuple(at for at in unclaimed if begins <= at)
            self.kinds = () if self.about else self.kinds

    def find_conditions(self) -> None:
        """The conditions that it sets."""
        claims, own = self.claims, tuple(dict.fromkeys(self.named))
        years = {year for plan in own for year in self.shelf.plans[plan].header.years}
        wanted = (*self.asked_units, *fields_of(self.cues))
        cues = find_cues(claims.said, self.columns)
        self.filters = claim_filters(claims, cues, self.kinds, wanted, self.shelf, years, own, self.appendix)
        if set(self.kinds) in ({Kind.LIST}, {Kind.COUNT}) and len(self.years) == 1 and not self.filters.times:
            self.filters = replace(self.filters, times=_in_year(self.years[0], years))
        of_some = self.filters.blank or (bool(self.bodies) and says_only(claims.likely))
        if set(self.kinds) <= {Kind.EXISTENCE} and of_some and row_nouns(claims.likely):
            self.kinds = (Kind.LIST,)  # "nhiệm vụ còn thiếu đơn vị chủ trì", "are there tasks without a deadline"
            self.filters = with_bodies(self.filters, claims, self.shelf)
        if any(self.filters.bodies):  # "việc nào có hai đơn vị chủ trì" asks for rows, and not who leads them
            self.kinds = (Kind.COUNT,) if asks_number(claims.likely) else (Kind.LIST,)
            self.cues = [cue for cue in self.cues if not {*fields_of([cue])} & BEARERS]

        if _asks_average(claims) and speaks_of_money(claims.likely):
            self.kinds = (Kind.SUM,)  # "kinh phí trung bình mỗi dự án"
            self.cues = [cue for cue in self.cues if Field.BUDGET not in fields_of([cue])]

    def find_topic(self) -> None:
        """What it is about, and the fields whose nouns are no topic."""
        claims, found = self.claims, free_concepts(self.claims)
        self.numbered = [one for one in found if claims.said[one.end - 1].plain.isdecimal()]
        if not self.reason:
            table = asks_table(self.kinds) or Kind.COMPARE in self.kinds
            self.cues += claim_weak(claims, bool(self.cues or self.asked_units), found, table)
        if asks_table(self.kinds):
            for start, end in row_nouns(claims.likely):
                first, last = claims.words_at(start, end)
                if all(not one.start <= first < last <= one.end for one in self.numbered):
                    claims.claim(first, last)
        concepts = claim_concepts(claims, found, self.english)
        self.parts, self.topic = topic_of(claims, concepts, self.english, self.shelf)
        if self.about and not self.parts:
            said = tuple(claims.said[at] for at in self.about)
            self.parts, self.topic = (Part((said,), typed=said),), " ".join(token.plain for token in said)

    def settle_what_is_asked(self) -> None:
        """The fields asked for; and kinds, fields and conditions that the whole question takes back."""
        likely, plans = self.claims.likely, len(self.named)
        self.fields = _fields_asked(self.claims, self.asked_units, self.cues, self.kinds, plans if self.english else 0)
        if self.kinds == (Kind.EXISTENCE,) and self.fields == (Field.BUDGET,):
            self.kinds = ()  # "is there any budget for …" asks what a row costs, and not whether there is the row
        compares_one = plans < 2 and self.kinds == (Kind.COMPARE,)
        if compares_one and self.fields == (Field.LEAD_UNIT,) and chooses_one(likely):
            self.fields = ()  # "Đak Đoa với Vĩnh Thạnh bên nào … hơn": one of the two, not who leads
        if self.english and self.parts and _only_says_what(self.claims, self.kinds, self.fields, self.filters):
            self.kinds, self.filters = (), replace(self.filters, units=())
        asks_nothing = not (self.kinds or self.fields or self.filters)
        if asks_nothing and row_nouns(likely) and _names_bodies(self.parts, self.bodies):
            # "Department Office tasks", "Văn phòng: nhiệm vụ"
            self.kinds, self.filters = (Kind.LIST,), replace(self.filters, units=self.bodies)
            self.parts, self.topic = (), ""
        of_nobody = not (self.filters or self.bodies)
        if self.parts and self.kinds == (Kind.LIST,) and of_nobody and asks_what_to_do(likely):
            self.kinds = ()  # "người dân phải làm gì khi …" asks for no rows of a body
        if asks_plans(likely) and self.filters.units:
            self.fields = tuple(wanted for wanted in self.fields if wanted not in BEARERS)

    def settle_topic(self) -> None:
        """The topic without what only says what is asked, and of which plans; the field where nothing else is left."""
        claims, named = self.claims, self.named
        parts = without_frame(self.parts, claims, self.kinds, not self.english, len(named), self.appendix)
        parts = contact_parts(parts, claims.likely, named, self.shelf)
        if Field.APPROVAL in self.fields:
            parts = tuple(part for part in parts if not says_approved(part)) or parts
        if names_fields_alone(parts, claims, self.fields):
            parts, self.topic = (), ""
        of_source = self.of_source or asks_money_source(claims.likely)
        if named and self.fields == (Field.BUDGET,) and of_source:
            parts = tuple(part for part in parts if not is_of_plan(part, named, self.shelf))
        self.parts = parts
        if not parts and self.fields and named and not asks_table(self.kinds):
            self._be_about_fields(of_source)
        if _sums_group(claims, self.kinds, self.fields, one_plan=len(named) == 1):
            self.kinds, self.fields = (Kind.SUM,), ()

    def _be_about_fields(self, of_source: bool) -> None:
        """Takes the fields asked for as the topic, where there is no other."""
        if of_source:
            self.parts, self.topic = (source_of_money(self.fields),), condition_texts("money_sources")[0]
            self.fields, self.heading = (), self.heading or money_headings()  # where money comes from is no amount
        else:
            self.parts = parts_of(self.fields)
            self.topic = ", ".join(topics_of(self.fields))
        self.field_alone = bool(self.parts)

    def question(self) -> Question:
        """The question, as all steps have read it."""
        claims, typed, likely, table = self.claims, self.typed, self.claims.likely, asks_table(self.kinds)
        return Question(
            typed,
            "en" if self.english else "vi",
            english=self.english,
            kinds=self.kinds,
            filters=self.filters,
            ranks=ranked(likely),
            by_deadline=ends_asked(likely) is not None,
            asks_number=asks_number(likely),
            about_money=speaks_of_money(likely),
            heading=self.heading,
            plan_parts=counted_parts(typed) or ("groups" if lists_groups(likely) else ""),
            organising=self.organising,
            bodies=self.bodies or _named_alone(self.topic, self.shelf),
            wants_group=asks_group(likely),
            noun=noun_of(_without(claims, self.numbered), (*self.filters.blank, *self.filters.filled)) if table else "",
            of_tasks=counts_tasks(typed),
            fields=self.fields,
            header=_header_asked(claims, self.cues, self.kinds),
            mentions=self.mentions,
            plans=tuple(dict.fromkeys(self.named)),
            years=self.years,
            appendix=self.appendix,
            parts=self.parts,
            topic=self.topic,
            field_alone=self.field_alone,
            said=claims.said,
            likely=likely,
            typed=self.bare,
            raw=self.raw,
        )


def _asks_average(claims: Claims) -> bool:
    """Whether a question asks what one costs on average; the words that say so are claimed."""
    found = condition_patterns()["average"].search(lowered(claims.likely))
    if found is None or not row_nouns(claims.likely):
        return False
    claims.claim(*claims.words_at(found.start(), found.end()))
    return True


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


def _told_of(claims: Claims) -> int:
    """Where what a plan is asked to tell of begins, behind "nói gì về", "say about"; 0 where nothing is so named."""
    found = condition_patterns()["says_about"].search(lowered(claims.likely))
    return claims.words_at(*found.span())[1] if found else 0


def _names_bodies(parts: Sequence[Part], bodies: Sequence[Unit]) -> bool:
    """Whether bodies are all that a topic names."""
    named = {token.plain for body in bodies for token in tokens(body.text)}
    return bool(parts) and bool(bodies) and all(token.plain in named for part in parts for token in part.typed)


def _in_year(year: int, own: Collection[int]) -> tuple[FoundTime, ...]:
    """The year beside a plan's name as a condition of its rows, "Đồng Nai năm 2027 có việc gì"; () for the plan's
    own."""
    return () if year in own or not own else find_times(f"năm {year}")


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
