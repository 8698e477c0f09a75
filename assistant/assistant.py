"""The whole path from a question to a cited answer, on one screen.

understand -> (no plan question: say so) -> carry over from the conversation -> the table, the header or the prose
answers -> or the plans do not say. Each step that can answer gives an `Outcome`; the first that does is taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.answering.accepting import SURE
from assistant.answering.counted import without_amounts
from assistant.answering.named_rows import answer_named
from assistant.answering.nearby import with_nearby
from assistant.answering.steps import ASIDE, STEPS
from assistant.lexicon.corrections import as_followup
from assistant.lexicon.courtesies import is_courtesy
from assistant.lexicon.english import load_glossary
from assistant.plans.library import Library, Shelf
from assistant.replies import replies
from assistant.request import Request
from assistant.search.retriever import Candidate, Hit, Search
from assistant.settings import AssistantSettings
from assistant.telling.citing import CitationBook
from assistant.telling.outcome import Task
from assistant.text.matching import Part, indexed, says, tokens
from assistant.understanding.conversation import carry_over
from assistant.understanding.excepted import asking_others, others_tasks, to_other_plans, without_excepted
from assistant.understanding.former import former_plans, narrowed, with_notes
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
from assistant.understanding.remembered import Places, Remembered, places_of
from assistant.understanding.things import understand_rows
from assistant.understanding.today import Dated, today_in_vietnam, with_dates
from assistant.understanding.told import Told, told_from
from assistant.understanding.twofold import with_halves
from ingest.settings import Settings
from ingest.stages import stage, staged
from ingest.store.plan_stores import open_stores
from ingest.store.vectors import NamedEmbeddings
from ingest.vietnamese import nfc

if TYPE_CHECKING:
    from assistant.writer import Writer

_WARMING = (
    "Đơn vị nào chủ trì nhiệm vụ đến hạn trước tháng 6?",
    "bao nhieu nhiem vu co kinh phi tren 1 ty",
    "which unit leads the tasks on patients' records?",
    "dạ cho em hỏi phòng nào phối hpợ ạ",
    "which ofice coordinates it",
)


_ATTEMPTS = 8
"""How often an answer is made while the index is changed again and again."""


@dataclass(frozen=True, slots=True)
class Made:
    """A built-in answer."""

    answer: Answer
    aside: bool
    """Whether the question was put aside before anything was looked up."""
    places: Places


class Assistant:
    """Answers questions from one index; threads may share it."""

    def __init__(
        self,
        library: Library,
        settings: AssistantSettings | None = None,
        writer: Writer | None = None,
        today: Callable[[], date] = today_in_vietnam,
    ) -> None:
        """`today` says on which day questions are asked, for "tháng này" and "quá hạn"."""
        self._library = library
        self._today = today
        self._settings = settings or AssistantSettings()
        self._writer = writer
        self._remembered = Remembered()

    @property
    def has_writer(self) -> bool:
        """Whether a language model words its answers."""
        return self._writer is not None

    @property
    def calls(self) -> int:
        """How many calls of a language model may be under way at once; 0 without one."""
        return self._settings.llm_calls if self._writer is not None else 0

    def shelf(self) -> Shelf:
        """The plans as they are now, of which questions are asked."""
        return self._library.shelf()

    def ask(self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), language: str = "") -> Answer:
        """The answer to a question. `history` holds the earlier questions of the conversation, the oldest first;
        `plans` limits it to some plans by id; `language`, "vi" or "en", answers in another than the question's."""
        pieces = self.stream(question, history, plans, language)
        return next(piece for piece in pieces if isinstance(piece, Answer))

    def stream(
        self, question: str, history: Sequence[str] = (), plans: Sequence[str] = (), language: str = ""
    ) -> Iterator[str | Answer]:
        """The answer as it is written: each checked piece of its text as soon as it is there, then the answer itself.

        Only the answer is final. What was shown before it gives way to it; without a language model nothing is.
        """
        started = time.perf_counter()
        dated, *earlier = self._dated((question, *history), bool(history))
        request, aside = self._built_in(dated.text, [turn.text for turn in earlier], plans, language)
        pieces: Iterator[str | Answer] = iter((request.answer,))
        if self._writer is not None and not aside:
            pieces = _as_stage(self._writer.write(request))
        for piece in pieces:
            if isinstance(piece, Answer):
                by_words_only = request.search.by_words_only
                text = with_notes(piece, request.shelf, by_words_only, dated)
                took_ms = round((time.perf_counter() - started) * 1000, 1)
                piece = replace(piece, answer=text, words_only=by_words_only, took_ms=took_ms)
            yield piece

    def _dated(self, turns: Sequence[str], goes_on: bool) -> list[Dated]:
        """The turns of a conversation with what they say by today's date written out."""
        names = self._library.shelf().names.values()
        return [with_dates(turn, self._today(), names, goes_on) for turn in turns]

    def _built_in(
        self, question: str, history: Sequence[str], plans: Sequence[str], language: str
    ) -> tuple[Request, bool]:
        """The question with its built-in answer, and whether it was put aside before anything was looked up.

        An answer reads the index several times. Where the index was changed meanwhile, what was read may belong to two
        of its states, and the answer is made again.
        """
        for attempt in range(_ATTEMPTS):
            shelf, search = self._library.shelf(), Search(self._library)
            try:
                asked, shelf = self._asked(question, history, plans, shelf, search)
                if language:
                    asked = replace(asked, language=language)
                made = self._answer(asked, shelf, search)
            except Exception:
                if attempt + 1 == _ATTEMPTS or self._library.is_current(shelf):
                    raise
                continue
            if self._library.is_current(shelf):
                break
        again = partial(self._answer_again, shelf=shelf, search=search)
        return Request(question, tuple(history), tuple(plans), asked, shelf, search, made.answer, again), made.aside

    def _asked(
        self, question: str, history: Sequence[str], plans: Sequence[str], shelf: Shelf, search: Search
    ) -> tuple[Question, Shelf]:
        """The question understood, and the plans that it is asked of: replaced ones only where it means them."""
        if not history:
            search.begin(question)
        if former := former_plans(shelf, [*history, question], plans):
            wider = self._library.shelf(former)
            asked = self._understand(question, history, plans, wider, search)
            if former & set(asked.plans):
                return asked, wider
        return self._understand(question, history, plans, shelf, search), shelf

    def _answer_again(self, asked: Question, shelf: Shelf, search: Search) -> Answer:
        return self._answer(asked, shelf, search).answer

    @staged("answer")
    def _answer(self, asked: Question, shelf: Shelf, search: Search) -> Made:
        return self._made(asked, shelf, search)

    def _made(self, asked: Question, shelf: Shelf, search: Search) -> Made:
        task = self._task(asked, shelf, search)
        step, outcome = next((step, outcome) for step in STEPS if (outcome := step(task)))
        if asked.otherwise is not None and not outcome.answerable:
            return self._made(asked.otherwise, shelf, search)
        if not outcome.answerable and (meant := without_amounts(asked)) is not None:
            again = self._made(meant, shelf, search)
            if again.answer.answerable:
                return again
        anew, read = task.book.blank(), partial(self._read, shelf=shelf, search=search)
        if step not in ASIDE and (named := answer_named(task, outcome, anew, read)):
            task, outcome = replace(task, book=anew), named
        told = len(task.book.citations())
        answer = Answer(
            with_nearby(task, outcome),
            outcome.answerable,
            outcome.kind,
            asked.language,
            task.book.citations(),
            confidence=round(outcome.confidence, 3),
        )
        places = places_of(answer.citations, told)
        self._remembered.keep(asked, shelf, places)
        return Made(answer, step in ASIDE, places)

    def warm(self) -> None:
        """Load the model and the lexicons of both languages now, which the first questions would wait for."""
        load_glossary()
        for question in _WARMING:
            self.search(question)

    def search(self, question: str, plans: Sequence[str] = (), limit: int = 20) -> list[Hit]:
        """The passages found for a question, best first."""
        asked = understand(question, self._library.shelf(), plans)
        return Search(self._library).find(asked, asked.plans, limit=limit)

    def candidates(self, question: str, history: Sequence[str] = ()) -> tuple[Question, list[Candidate]]:
        """A question as it is understood and the passages found for it, in no order; for learning their ranking."""
        search = Search(self._library)
        asked = self._understand(question, history, (), self._library.shelf(), search)
        return asked, search.candidates(asked, asked.plans)

    @staged("understand")
    def _understand(
        self, text: str, history: Sequence[str], plans: Sequence[str], shelf: Shelf, search: Search
    ) -> Question:
        told, among = partial(self._told, shelf=shelf, search=search), plans or shelf.plans
        previous: Question | None = None
        before = [earlier for earlier in history if not is_courtesy(nfc(earlier))]  # thanks between are no question
        for turn in (*before, text):
            if others := to_other_plans(turn, previous, shelf, among):
                previous = others
                continue
            meant = as_followup(turn) if previous else turn
            previous = carry_over(self._read(meant, plans, shelf, search), previous, told, among)
        asked = previous or self._read(text, plans, shelf, search)
        return asked if history else with_halves(asked, text, lambda half: self._read(half, plans, shelf, search))

    def _told(self, asked: Question, shelf: Shelf, search: Search) -> Told:
        """What a question is answered from: the rows that its answer cites, and whom they name."""
        places = self._remembered.of(asked, shelf)
        if places is None:
            places = self._made(asked, shelf, search).places
        found = shelf.rows.at(places.rows)
        rows = tuple(found[anchor] for anchor in places.rows if anchor in found)
        return told_from(asked, rows, shelf, places.anchors)

    def _task(self, asked: Question, shelf: Shelf, search: Search) -> Task:
        book = CitationBook(shelf, asked.language, self._settings.public_url)
        return Task(asked, shelf, search, book, replies(asked.language))

    def _read(self, text: str, plans: Sequence[str], shelf: Shelf, search: Search) -> Question:
        """A question alone. A province that has no plan may be part of what it is about: "trạm sạc tại Hà Nội"."""
        if (others := asking_others(text)) and (
            told := others_tasks(understand_rows(others[0], shelf, plans), others[1])
        ):
            return told
        text, among = without_excepted(text, shelf, plans)
        asked = understand_rows(text, shelf, among)
        asked = asked if plans else narrowed(asked, shelf, text)
        if not asked.unknown or asked.plans or not asked.parts:
            return asked
        places = tuple(Part((tokens(name),), typed=tokens(name)) for name in asked.unknown)
        about = replace(
            asked, parts=(*asked.parts, *places), mentions=(), topic=" ".join((asked.topic, *asked.unknown))
        )
        named = [tokens(name) for name in asked.unknown]
        found = (
            one.passage.search_text for one in search.candidates(about) if one.coverage >= SURE and one.says_expected
        )
        return about if any(says(place, indexed(text)) for text in found for place in named) else asked


def _as_stage(pieces: Iterator[str | Answer]) -> Iterator[str | Answer]:
    """What a model writes, as the stage "write"."""
    with stage("write"):
        yield from pieces


def open_assistant(
    index: Path | str | Settings | None = None,
    embeddings: Callable[[], NamedEmbeddings] | None = None,
    own: AssistantSettings | None = None,
    public: bool = False,
) -> Assistant:
    """The assistant over an index: a folder, settings, or None for what the environment says.

    It answers from internal plans too, as whoever can read the folder may do; with `public`, as it answers the public.

    `embeddings` gives the model when it is first needed; None: the one that the settings name. `own` are the settings
    of answering, None for what the environment says; with `llm_model` in them that model words the answers. Raises
    NoIndexError where there is no index yet, WriterError for a model that cannot be opened.
    """
    if isinstance(index, Settings):
        settings = index
    else:
        settings = Settings() if index is None else Settings().model_copy(update={"plan_index": Path(index)})
    stores = open_stores(settings, embeddings, must_exist=True)
    return assistant_over(Library(stores.public if public else stores.joint), own)


def assistant_over(library: Library, own: AssistantSettings | None = None) -> Assistant:
    """The assistant over a library; see `open_assistant`. Raises WriterError for a model that cannot be opened."""
    own = own or AssistantSettings()
    return Assistant(library, own, chosen_writer(own))


def chosen_writer(own: AssistantSettings) -> Writer | None:
    """The writer that the settings name, None where they name no model. Raises WriterError."""
    if not own.llm_model:
        return None
    from assistant.writing.available import writer_of  # nothing of a model is imported where none is set

    return writer_of(own)
