"""The language-model writer: it words what the tables and the search have found, and never adds to it.

ask the tables again where the rules could not take the question apart (`writing.planner`) -> write from numbered
evidence -> check each sentence as it comes (`writing.verifier`) -> the built-in answer after all, where time, limits or
the model fail, or where what is left says less than it. A model is asked only about questions that plans could answer.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field, replace

from assistant.answer import Answer, Citation, Kind
from assistant.request import Request
from assistant.settings import AssistantSettings
from assistant.writing.errors import NotWrittenError, Reason
from assistant.writing.evidence import Computed, Grounds, cited, fenced
from assistant.writing.limits import Allowance
from assistant.writing.model import Client, Reply
from assistant.writing.opening import open_model
from assistant.writing.planner import Planner
from assistant.writing.prompting import prompt
from assistant.writing.statements import Statement, cleaned, renumbered, statements
from assistant.writing.support import Ground
from assistant.writing.verifier import Verifier, in_language

log = logging.getLogger(__name__)

_MOST_EVIDENCE = 12
"""Longer lists are given as the tables give them; a model would only leave rows out."""
_PLANNABLE = (Kind.ABSTAIN, Kind.CLARIFY, Kind.LIST)
_CHOICE = (Kind.PASSAGE, Kind.EXISTENCE, Kind.OVERVIEW)
"""Kinds of answers of which a part may be the better answer."""
_TABLES = (Kind.LIST, Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN)
"""Answers that conditions find, which are no subject that a search could find again."""
_ABOUT, _NEAR = 0.15, 0.3
"""The share of a question's topic, and the nearness in meaning, from which a passage has to do with it."""
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_IN_OTHER_WORDS = 0.5
"""The share of a value's words that a reply may put otherwise."""


@dataclass(slots=True)
class Report:
    """What became of one question, for logs and measurements."""

    reason: Reason = Reason.NOT_ASKED
    sentences: int = 0
    """Of the model's replies, before the check."""
    supported: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    rounds: int = 0
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """The sentences that stood up to the check, in their order, and the new numbers of their marks."""

    kept: list[str] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    dropped: int = 0
    lead_in: Statement | None = None
    line: int = -1

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.kept)

    def keep(self, statement: Statement) -> str:
        """Takes a sentence up, with the line before it that opens its list; returns what that adds to the text."""
        if not statement.marks:
            self.lead_in = statement
            return ""
        for mark in statement.marks:
            self.numbers.setdefault(mark, len(self.numbers) + 1)
        before = self._joined(self.lead_in) if self.lead_in else ""
        self.lead_in = None
        piece = before + self._joined(statement)
        self.kept.append(piece)
        return piece

    def _joined(self, statement: Statement) -> str:
        gap = "" if self.line < 0 else "\n" if statement.line != self.line else " "
        self.line = statement.line
        return gap + renumbered(statement.text, self.numbers)


class Writer:
    """Writes with one model; threads may share it."""

    def __init__(self, client: Client, name: str, report: Callable[[Report], None] | None = None) -> None:
        """`name` is what answers are signed with; `report` is told what became of each question."""
        self._client = client
        self._name = name
        self._planner = Planner(client)
        self._report = report

    def write(self, request: Request) -> Iterator[str | Answer]:
        """Checked pieces of a text as they come, then the answer, within the time of the settings.

        Nothing is raised: where the model gives nothing that can be used, the answer is the built-in one.
        """
        began, allowance, report = time.monotonic(), self._client.allowance(), Report()
        answer = request.answer
        try:
            answer, grounds = self._grounds(request, allowance, report)
            answer = yield from self._written(request, answer, grounds, allowance, report)
            report.reason = Reason.WRITTEN
        except NotWrittenError as error:
            report.reason = error.reason
            report.faults.append(str(error))
        except Exception as error:  # the reader gets an answer whatever is wrong here
            report.reason = Reason.FAILED
            report.faults.append(str(error))
            log.exception("writer")
        report.tokens_in, report.tokens_out = allowance.used_in, allowance.used_out
        report.seconds = time.monotonic() - began
        noted = {"reason": report.reason.value, "tokens": report.tokens_in + report.tokens_out, "rounds": report.rounds}
        log.info("written by %s", self._name, extra={**noted, "seconds": round(report.seconds, 2)})
        if self._report is not None:
            self._report(report)
        yield answer

    def _grounds(self, request: Request, allowance: Allowance, report: Report) -> tuple[Answer, Grounds]:
        """The built-in answer to word, and what it rests on; evidence alone where the rules have no answer."""
        answer = request.answer
        if not answer.answerable:
            if answer.citations or answer.kind not in _PLANNABLE:
                raise NotWrittenError(Reason.NOT_ASKED)
            planned = self._planner.plan(request, allowance)
            report.rounds = planned.rounds
            from_tables = bool(planned.grounds.computed) or (planned.answer and planned.answer.kind in _TABLES)
            found = planned.answer.citations if planned.answer else [one.citation for one in planned.grounds.evidence]
            if not from_tables and not _is_about(request, found):
                raise NotWrittenError(Reason.UNSUPPORTED, "another subject")
            if planned.answer is None:
                return answer, Grounds(planned.grounds.evidence[:_MOST_EVIDENCE], planned.grounds.computed)
            answer = planned.answer
        grounds = Grounds().with_answer(answer, request.shelf)
        return answer, grounds

    def _written(
        self, request: Request, answer: Answer, grounds: Grounds, allowance: Allowance, report: Report
    ) -> Generator[str, None, Answer]:
        """The answer in the model's words. Raises NotWrittenError; `answer` stands then."""
        if not 0 < len(grounds.evidence) <= _MOST_EVIDENCE:
            raise NotWrittenError(Reason.NOT_ASKED, f"{len(grounds.evidence)} pieces of evidence")
        draft, failure = _Draft(), None
        verifier = Verifier(grounds, answer.language)
        try:
            for statement in self._sentences(request, answer, grounds, allowance):
                verdict = verifier.check(statement)
                report.sentences += bool(statement.marks or not verdict.stands)
                report.supported += bool(statement.marks) and verdict.stands
                report.faults += verdict.faults
                if not verdict.stands:
                    draft.dropped += 1
                elif piece := draft.keep(statement):
                    yield piece
        except NotWrittenError as error:
            failure = error
            draft.dropped += 1
        if not draft.kept or not _is_complete(draft, answer, grounds):
            raise failure or NotWrittenError(Reason.UNSUPPORTED if report.sentences else Reason.EMPTY)
        return replace(
            answer,
            answer=draft.text,
            answerable=True,
            kind=answer.kind if answer.answerable else Kind.PASSAGE,
            citations=cited(draft.numbers, grounds.evidence),
            writer=self._name,
        )

    def _sentences(
        self, request: Request, answer: Answer, grounds: Grounds, allowance: Allowance
    ) -> Iterator[Statement]:
        """The sentences of the reply, each as soon as the next one has begun."""
        nothing = prompt("write").wording(answer.language).nothing
        fence = secrets.token_hex(4)
        messages = prompt("write").messages(
            answer.language,
            question=fenced(request.text, fence),
            evidence=fenced(grounds.text(), fence),
            draft=fenced(answer.answer, fence) if answer.answerable else "-",
            fence=fence,
            nothing=nothing,
        )
        done, reply = 0, Reply()
        for reply in self._client.stream(messages, allowance):
            said = statements(reply.text)
            yield from said[done:-1]
            done = max(done, len(said) - 1)
        if nothing in cleaned(reply.text) or not cleaned(reply.text).strip():
            raise NotWrittenError(Reason.EMPTY)
        yield from statements(reply.text)[done:]
        if reply.is_cut:
            raise NotWrittenError(Reason.OVER_LIMIT, "the reply was cut off")


def _is_about(request: Request, citations: Iterable[Citation]) -> bool:
    """Whether what a plan of the model's found is about the question that was put: the question's own words, or its
    meaning, lead there too. A follow-up names its subject only with the questions before it."""
    if request.history:
        return True
    cited_here = {citation.anchor for citation in citations}
    hits = request.search.find(request.question, request.question.plans)
    near = [hit for hit in hits if hit.coverage >= _ABOUT or hit.nearness >= _NEAR]
    return any(str(hit.passage.anchor) in cited_here for hit in near)


def _is_complete(draft: _Draft, answer: Answer, grounds: Grounds) -> bool:
    """Whether a text says what the built-in answer says: its values, and its places unless a part may do."""
    marks = draft.numbers.keys()
    said = Ground((), (Computed(draft.text, frozenset()),))
    if not in_language(draft.text.lstrip("-*• "), answer.language, Ground(grounds.evidence)):
        return False
    if not answer.answerable:
        return True
    if answer.kind in _CHOICE:
        return not draft.dropped or len(marks) == len(grounds.evidence)
    if len(marks) < len(grounds.evidence):
        return False
    for value in _BOLD.findall(answer.answer):
        unsaid, words = said.unsaid(value, "vi")
        if any(said.missing(value)) or len(unsaid) > _IN_OTHER_WORDS * words:
            return False
    return True


def open_writer(settings: AssistantSettings, report: Callable[[Report], None] | None = None) -> Writer:
    """The writer with the model of the settings. Raises WriterError where that cannot be opened."""
    return Writer(Client(open_model(settings), settings), settings.llm_model, report)
