"""Hybrid search: passages by their words and by their meaning, ranked by a few signs.

The word index and the vectors each give candidates; how much of the topic each says (see `matching`), how near it is in
meaning, whether it is a row and fills the field asked for are weighed against each other by `ranking`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from math import log1p
from typing import TypeVar

from assistant.lexicon.terms import in_vietnamese
from assistant.lexicon.translation import translated
from assistant.phrasing.expected import CONTACTS, asks_to_call, expected_of, says_expected
from assistant.phrasing.measures import measures_of, says_measure
from assistant.phrasing.wishes import asks_which_number, says_rate
from assistant.plans.cells import value_of
from assistant.plans.fitting import fits, says_quantity
from assistant.plans.library import Library, Shelf
from assistant.search.ranking import Asked, Signs, ranking
from assistant.text.matching import Indexed, Topic, indexed
from assistant.text.sentences import sentences_of
from assistant.understanding.question import Question
from assistant.understanding.typed import as_meant
from ingest.model import Field, Passage, Row
from ingest.stages import stage, staged
from ingest.store.errors import StoreError
from ingest.store.records import ScoredPassage
from ingest.units import find_units, same_unit

log = logging.getLogger(__name__)

T = TypeVar("T")

_NUMBER = re.compile(r"\d.*\S", re.DOTALL)
"""A digit with something behind it."""

_BY_WORDS = 60
_BY_MEANING = 40
_SEARCHES_IN_FULL = 3
_HITS = 40
_CONTEXT_WORTH = 0.85
"""What a word is worth that stands only in the context of prose: its headings, its plan's title."""
_OTHER_CELLS_WORTH = 0.6
"""What a word is worth that stands not in what a row is about but in its other cells, its group or its appendix."""
_NEAR, _FAR = 0.92, 0.78
"""Cosines at which the default model's passages are certainly about a question, and certainly not."""
_SPANS = {"span", "minutes", "hours", "days", "months", "times"}
_NEARLY = 0.7
"""The share of the best coverage from which a passage that says what is expected may answer."""
_NAMES = 3  # of each English term: so many of its Vietnamese names are searched for


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question."""

    passage: Passage
    row: Row | None
    score: float
    """How sure it is that it answers, 0 to 1; see `Ranking.scores`."""
    coverage: float
    """The share of the topic that it says, 0 to 1."""
    nearness: float
    """Nearness in meaning, 0 to 1."""

    @property
    def plan(self) -> str:
        """The id of its plan."""
        return self.passage.anchor.plan


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found, before it is put in order."""

    passage: Passage
    row: Row | None
    signs: Signs
    coverage: float
    """The share of the topic that it says, what stands only around it counted for less, 0 to 1."""
    nearness: float
    """Nearness in meaning, 0 to 1."""
    says_expected: bool = True
    """Whether it says something of the kind that is asked for, and may answer."""


_LONGEST_SHORT = 8
"""Letters of a short form."""


def query_text(question: Question) -> str:
    """The words to search for: the topic, its known English phrases in Vietnamese, everyday words as plans write."""
    topic = question.topic or question.text
    if not question.english:
        near = [
            " ".join(t.plain for t in phrase) for part in question.parts if part.everyday for phrase in part.related
        ]
        return " ".join([topic, *near, *_in_full(question)])
    named = [" ".join(token.plain for token in phrase) for part in question.parts for phrase in part.phrases[:_NAMES]]
    return " ".join([in_vietnamese(topic), *named])


def _in_full(question: Question) -> list[str]:
    """What a short form stands for, letter by letter, that is all of a topic: a plan may print it in full, "bađt"."""
    alone = question.parts if len(question.parts) == 1 else ()
    named = ((part.typed[0].plain, part.phrases[0]) for part in alone if len(part.typed) == 1 and part.phrases)
    return [
        " ".join(token.plain for token in phrase)
        for short, phrase in named
        if len(phrase) > 1 and short == "".join(token.plain[:1] for token in phrase)
    ]


def _short_names(question: Question) -> str:
    """The short forms of what a question names in full, by which alone another plan may print it: "IoT" for "Internet
    vạn vật"."""
    shorts = (phrase[0].plain for part in question.parts for phrase in part.phrases if len(phrase) == 1)
    said = {token.plain for token in question.said}
    return " ".join(dict.fromkeys(short for short in shorts if short not in said and len(short) < _LONGEST_SHORT))


class Search:
    """Finds passages for understood questions; one object for each question."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._looked: tuple[Question, Looks] | None = None
        self.by_words_only = False
        """Whether it had to do without the vectors, which are damaged or not built yet, or whose server is away."""

    def begin(self, text: str) -> None:
        """Begin to embed a question while it is not understood yet, if it is searched for at all."""
        shelf = self._library.shelf()
        meant, language = as_meant(text, shelf)
        self._library.embed_ahead(_embedded(meant, language == "en", shelf))

    @staged("search")
    def find(
        self,
        question: Question,
        plans: Collection[str] = (),
        kinds: Collection[str] = (),
        limit: int = _HITS,
    ) -> list[Hit]:
        """The passages that say something of a question's topic, best first; none of another plan or kind."""
        in_plans = bool(plans) or len(self._library.shelf().plans) == 1
        return _ranked(question, in_plans, self.candidates(question, plans, kinds))[:limit]

    def find_in_each(self, question: Question, plans: Sequence[str]) -> dict[str, list[Hit]]:
        """The same in each of some plans by itself, best first; of many plans fewer candidates each are judged."""
        share = min(1.0, _SEARCHES_IN_FULL / max(1, len(plans)))
        shelf, store = self._library.shelf(), self._library.store
        to_embed = _to_embed(question, shelf)
        nearest = self._library.beside(lambda: store.search_meaning_each(to_embed, plans, round(share * _BY_MEANING)))
        with stage("words"):
            words = f"{query_text(question)} {_short_names(question)}".strip()
            said = store.search_words_each(words, plans, round(share * _BY_WORDS))
        looks = self._looks(question, shelf)
        looks.at(one.passage for found in said.values() for one in found)
        near: dict[str, list[ScoredPassage]] = self._by_meaning(nearest, {})
        looks.at(one.passage for found in near.values() for one in found)
        return {plan: _ranked(question, True, looks.judged(said[plan], near.get(plan, [])))[:_HITS] for plan in plans}

    def candidates(
        self, question: Question, plans: Collection[str] = (), kinds: Collection[str] = ()
    ) -> list[Candidate]:
        """The passages that `find` puts in order, with what speaks for each."""
        shelf, store = self._library.shelf(), self._library.store
        wanted = list(plans) or None, list(kinds) or None
        to_embed = _to_embed(question, shelf)
        nearest = self._library.beside(lambda: store.search_meaning(to_embed, *wanted, _BY_MEANING))
        with stage("words"):
            said = store.search_words(query_text(question), *wanted, _BY_WORDS)
        looks = self._looks(question, shelf)
        looks.at(one.passage for one in said)
        near: list[ScoredPassage] = self._by_meaning(nearest, [])
        looks.at(one.passage for one in near)
        return looks.judged(said, near)

    def by_words(self, text: str, plans: Collection[str], limit: int) -> list[Passage]:
        """The rows that share most words with a text, best first."""
        with stage("words"):
            found = self._library.store.search_words(text, list(plans) or None, ["row"], limit)
        return [one.passage for one in found]

    def may_find(self, question: Question, plans: Collection[str], least: float) -> bool:
        """Whether a passage found by its words alone says a share of a question's topic, which costs less than `find`.

        Of words of another language, which only meaning can match, nothing can be said: then it may.
        """
        looks = self._looks(question, self._library.shelf())
        if looks.is_foreign:
            return True
        with stage("words"):
            said = self._library.store.search_words(query_text(question), list(plans) or None, None, _BY_WORDS)
        looks.at(one.passage for one in said)
        return any(one.coverage >= least and one.says_expected for one in looks.judged(said, []))

    def _looks(self, question: Question, shelf: Shelf) -> Looks:
        """What passages say of a question; one that is searched for again, in other plans, keeps what was seen."""
        if self._looked is None or self._looked[0] is not question or self._looked[1].shelf is not shelf:
            self._looked = question, Looks(question, shelf)
        return self._looked[1]

    def _by_meaning(self, search: Callable[[], T], nothing: T) -> T:
        """What a search by meaning gives, and nothing where there are no vectors to be compared."""
        try:
            with stage("meaning"):
                found = search()
        except StoreError as error:
            log.warning("%s", error)
            self.by_words_only = True
            return nothing
        self.by_words_only = self.by_words_only or not (found or self._library.store.is_complete())
        return found


def _ranked(question: Question, in_plans: bool, found: Sequence[Candidate]) -> list[Hit]:
    """Candidates in order, the best first."""
    asked = Asked(bool(question.fields), in_plans, question.english, len(question.parts))
    scores = ranking().scores([one.signs for one in found], [one.passage.anchor.plan for one in found], asked)
    hits = [
        Hit(one.passage, one.row, score, one.coverage, one.nearness)
        for one, score in zip(found, scores, strict=True)
        if one.says_expected
    ]
    return sorted(hits, key=lambda hit: -hit.score)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a passage says of a question, wherever the searches have it."""

    passage: Passage
    row: Row | None
    own: Indexed
    around: Indexed
    coverage: tuple[float, float]
    """The shares of the topic that it says itself and with its context; of foreign words only what is said of them."""
    heading: float
    wording: float
    has: bool
    fills: bool
    no_number: bool
    fits: bool
    measured: bool
    unmeasured: bool
    sentence: float


class Looks:
    """What passages say of one question, each looked at once; their rows and headings are read together."""

    def __init__(self, question: Question, shelf: Shelf) -> None:
        self.shelf = shelf
        self._question = question
        self._topic = Topic(question.parts, shelf.words)
        self.is_foreign = self._topic.is_foreign
        self._expected = expected_of(question.likely, question.text)
        self._measures = measures_of(question.likely)
        self._by_cell = _by_cell(question)
        self._by_rate = {measure.name for measure in self._measures} == {"percent"}
        self._seen: dict[str, _Look] = {}
        self._headings = {"": 0.0}

    def at(self, passages: Iterable[Passage]) -> None:
        """Look at some passages."""
        new = {one.id: one for one in passages if one.id not in self._seen}.values()
        rows = self.shelf.rows.at([str(one.anchor) for one in new if one.kind == "row"])
        headings = self.shelf.headings([_section(one) for one in new if one.anchor.section is not None])
        for one in new:
            row = rows.get(str(one.anchor)) if one.kind == "row" else None
            self._seen[one.id] = self._look(one, row, headings.get(_section(one), ""))

    def judged(self, said: Sequence[ScoredPassage], near: Sequence[ScoredPassage]) -> list[Candidate]:
        """The candidates of a search by words and one by meaning, whose passages have been looked at.

        What says nothing of the kind that is asked for is none, nor is what then says far less of the topic than what
        was put aside: it would be sure only for want of better.
        """
        places = _Places(said, near)
        found = dict.fromkeys(one.passage.id for one in (*said, *near))
        judged = [self._judge(self._seen[passage], places) for passage in found]
        if not self._expected:
            return judged
        least = _NEARLY * max((one.coverage for one in judged), default=0.0)
        return [
            replace(
                one,
                says_expected=one.coverage >= least
                and (says_expected(self._expected, one.passage.search_text) or self._has_person(one.row))
                and self._says_whose(one.passage),
            )
            for one in judged
        ]

    def _has_person(self, row: Row | None) -> bool:
        """Whether who heads a thing is asked, and a row's table has a column of that: "ai làm trưởng đoàn"."""
        leader = Field.RESPONSIBLE_LEADER
        asked = {kind.name for kind in self._expected} == {"person"} and leader in self._question.fields
        return asked and row is not None and row.has(leader)

    def _says_whose(self, passage: Passage) -> bool:
        """Whether a passage names the bodies whose telephone or address is asked for, beside issuers of plans."""
        if not any(kind.name in CONTACTS for kind in self._expected):
            return True
        bodies = [one for one in self._question.bodies if not self.shelf.issues_plans(one.key)]
        if asks_to_call(self._question.likely):  # "bệnh viện bị tấn công mạng thì gọi số nào"
            bodies = [one for one in bodies if not one.group]
        said = [found.unit for found in find_units(passage.search_text)] if bodies else []
        return all(any(same_unit(body, unit) for unit in said) for body in bodies)

    def _look(self, passage: Passage, row: Row | None, heading: str) -> _Look:
        question, topic = self._question, self._topic
        own, around = indexed(_about(row) if row else passage.text), indexed(passage.search_text)
        values = [value_of(row, wanted, "vi", question.years) for wanted in question.fields] if row else []
        fills = any(value is not None and bool(value[1]) for value in values)
        counted = bool(self._measures)
        in_cell = fills and (self._by_cell or (row is not None and self._by_rate and says_rate(_about(row))))
        measured = counted and (in_cell or says_measure(self._measures, passage.text))
        said = topic.coverage(own)
        pieces = sentences_of(passage.text) if row is None and said else ()
        return _Look(
            passage,
            row,
            own,
            around,
            coverage=(said, topic.coverage(around)),
            heading=self._heading_says(heading),
            wording=topic.wording(own),
            has=any(value is not None for value in values),
            fills=fills,
            no_number=question.asks_number and not measured and not self._says_number(passage.text),
            fits=row is None and fits(question.fields, passage.text, heading),
            measured=measured,
            unmeasured=counted and not measured,
            sentence=max([topic.coverage(indexed(piece)) for piece in pieces]) if len(pieces) > 1 else said,
        )

    def _heading_says(self, heading: str) -> float:
        """The share of the topic that a heading says, which many passages stand under."""
        if heading not in self._headings:
            self._headings[heading] = self._topic.coverage(indexed(heading))
        return self._headings[heading]

    def _says_number(self, text: str) -> bool:
        """Whether a passage says a number of the kind that is asked for: a date is no quantity."""
        asks_time = bool({Field.DEADLINE, Field.SCHEDULE} & set(self._question.fields))
        any_number = asks_time or asks_which_number(self._question.likely)
        return bool(_NUMBER.search(text)) if any_number else says_quantity(text)

    def _judge(self, look: _Look, places: _Places) -> Candidate:
        passage, is_row, asks = look.passage, look.row is not None, bool(self._question.fields)
        nearness = _nearness(places.cosine(passage))
        said, around = look.coverage
        if self._topic.is_foreign:
            said, around = self._topic.coverage(look.own, nearness), self._topic.coverage(look.around, nearness)
        signs = Signs(
            near=places.near(passage),
            own=said,
            around=around,
            heading=look.heading,
            wording=look.wording,
            length=log1p(len(look.own.plain)),
            word_place=places.by_words(passage),
            meaning_place=places.by_meaning(passage),
            row=float(is_row),
            row_asked=float(is_row and asks),
            prose_asked=float(not is_row and asks),
            has=float(look.has),
            fills=float(look.fills),
            no_number=float(look.no_number),
            fits=float(look.fits),
            measured=float(look.measured),
            unmeasured=float(look.unmeasured),
            sentence=look.sentence,
            nearness=nearness,
        )
        worth = _OTHER_CELLS_WORTH if is_row else _CONTEXT_WORTH
        return Candidate(passage, look.row, signs, said + worth * max(0.0, around - said), nearness)


def _by_cell(question: Question) -> bool:
    """Whether what is counted is what a cell of the column asked for says, with or without its unit: money, times."""
    names = {measure.name for measure in measures_of(question.likely)}
    return names <= {"money"} or (names <= _SPANS and bool({Field.DEADLINE, Field.SCHEDULE} & set(question.fields)))


class _Places:
    """Where passages stand in the two searches."""

    def __init__(self, said: Sequence[ScoredPassage], near: Sequence[ScoredPassage]) -> None:
        self._said = {found.passage.id: place for place, found in enumerate(said)}
        self._near = {found.passage.id: (place, found.score) for place, found in enumerate(near)}
        cosines = [found.score for found in near]
        self._least, self._most = min(cosines, default=_FAR), max(cosines, default=_FAR)

    def by_words(self, passage: Passage) -> float:
        """The logarithm of a passage's place in the search by words."""
        return log1p(self._said.get(passage.id, _BY_WORDS))

    def by_meaning(self, passage: Passage) -> float:
        """The logarithm of a passage's place in the search by meaning."""
        return log1p(self._near.get(passage.id, (_BY_MEANING, 0.0))[0])

    def cosine(self, passage: Passage) -> float:
        """The cosine to the question; of a passage found by its words alone, the least of the others."""
        return self._near.get(passage.id, (0, self._least))[1]

    def near(self, passage: Passage) -> float:
        """Where its cosine stands between the least and the largest found: models differ in what theirs mean."""
        spread = self._most - self._least
        return (self.cosine(passage) - self._least) / spread if spread > 0 else 0.0


def _to_embed(question: Question, shelf: Shelf) -> str:
    """What is embedded of a question: an English one with its known words in Vietnamese, a bare one with accents."""
    text = f"{question.context} {question.typed or question.text}".strip()
    return _embedded(text, question.english, shelf)


def _embedded(text: str, english: bool, shelf: Shelf) -> str:
    return translated(text) if english else shelf.accents.restore(text)


def _section(passage: Passage) -> tuple[str, str]:
    return passage.anchor.plan, passage.anchor.section or ""


def _nearness(cosine: float) -> float:
    return min(1.0, max(0.0, (cosine - _FAR) / (_NEAR - _FAR)))


def _about(row: Row) -> str:
    """What a row is about: its content and, where the table has one, its solution."""
    return " ".join(text for text in (row.text(Field.CONTENT), row.text(Field.SOLUTION)) if text)


def best_of_each_plan(hits: Sequence[Hit]) -> dict[str, Hit]:
    """The best hit of each plan, in the order of the hits."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.plan, hit)
    return best
