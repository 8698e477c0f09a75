"""Answers from prose: the sentences of sections, and rows quoted whole, that say what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.spelling import lowered
from assistant.phrasing.expected import asks_reason, expected_of, says_expected
from assistant.phrasing.measures import measures_of, says_measure
from assistant.plans.cells import cell_text, schedule_text
from assistant.plans.fitting import fits, says_quantity
from assistant.plans.library import Shelf
from assistant.replies import Replies, shorten
from assistant.search.retriever import Hit
from assistant.telling.citing import CitationBook
from assistant.text.matching import Topic, indexed
from assistant.text.sentences import clauses_of, sentences_of
from assistant.understanding.question import Question
from ingest.model import HEADER, Field, Row
from ingest.units import Unit, find_units, same_unit
from ingest.vietnamese import fold

_LONGEST = 420  # characters of one statement
_LONGEST_SENTENCE = 620  # characters of a sentence, beyond which it is told in part
_OPENING = 110  # characters of the opening of a paragraph
_TOLD_TOO = 0.3  # what it is worth that a sentence says a number, a time or a body that is asked for
_SAYS_AS_MUCH = 0.75  # of the topic beside what the best passage says, for another plan's to be told too
_SHARE_OF_OTHERS = 0.4  # the same where no plan is named, and the passage is another plan's
_IN_HEADING = 0.85  # of the topic that a heading says to be what is asked about
_MOST_UNDER_HEADING = 5  # passages of a section that are all told
_SHARE = 0.65  # of the best passage's score that another must reach


def is_headed(hit: Hit, units: Sequence[Unit], shelf: Shelf) -> bool:
    """Whether a passage of the prose stands under a heading that is the name of one of some bodies."""
    if hit.row is not None or not units:
        return False
    heading = shelf.title_over(hit.plan, hit.passage.anchor.section or "")
    return any(same_unit(unit, found.unit) for unit in units for found in find_units(heading))


def is_closing(hit: Hit) -> bool:
    """Whether a passage is the sentence that closes a plan, which stands behind the last section and is not of it."""
    return says_closing(hit.passage.text)


def says_closing(text: str) -> bool:
    """Whether a text is the sentence that closes a plan: "Trên đây là Kế hoạch …"."""
    return bool(condition_patterns()["closing"].match(lowered(text)))


def choose_passages(hits: Sequence[Hit], named: int, most: int = 3) -> list[Hit]:
    """The passages to answer with: the best and those nearly as good; one a plan where no plan is named."""
    if not hits:
        return []
    chosen: list[Hit] = []
    for hit in hits:
        if len(chosen) == most:
            break
        share = _SHARE if named else _SHARE_OF_OTHERS
        if hit.score < share * hits[0].score or (not named and hit.coverage < _SAYS_AS_MUCH * hits[0].coverage):
            continue
        repeated = any(hit.plan == other.plan for other in chosen)
        if (named or not repeated) and all(str(hit.passage.anchor) != str(c.passage.anchor) or named for c in chosen):
            chosen.append(hit)
    return chosen


def with_section(chosen: Sequence[Hit], hits: Sequence[Hit], question: Question, shelf: Shelf) -> list[Hit]:
    """The passages to answer with, and where the best stands under a heading that says the whole topic the others of
    its section that were found, in print order: "mục tiêu về thể chế" asks for all that stands under it."""
    if not chosen or chosen[0].passage.kind != "section" or len({hit.plan for hit in chosen}) > 1:
        return list(chosen)
    best = chosen[0].passage.anchor
    title = shelf.title_over(best.plan, best.section or "")
    if not title or Topic(question.parts, shelf.words).coverage(indexed(title)) < _IN_HEADING:
        return list(chosen)
    beside = [hit for hit in hits if str(hit.passage.anchor) == str(best)]
    if not 1 < len(beside) <= _MOST_UNDER_HEADING:
        return list(chosen)
    others = [hit for hit in chosen if hit not in beside]
    return [*sorted(beside, key=lambda hit: _ordinal(hit.passage.id)), *others]


def _ordinal(passage_id: str) -> int:
    """Which passage of its section one is, from 1: their ids tell."""
    _, _, number = passage_id.partition("#")
    return int(number) if number.isdecimal() else 1


def state_passages(chosen: Sequence[Hit], question: Question, shelf: Shelf, book: CitationBook, words: Replies) -> str:
    """What the passages say, one a line where there are several."""
    if len(chosen) != 1:
        return state_lines(chosen, question, shelf, book, words)
    ((plan, text, mark),) = _statements(chosen, question, shelf, book, words)
    return f"{words.say('passages', plan=plan)} {text} {mark}"


def state_lines(chosen: Sequence[Hit], question: Question, shelf: Shelf, book: CitationBook, words: Replies) -> str:
    """What the passages say, one a line."""
    return "\n".join(
        f"{words.say('passage_line', plan=plan, statement=text)} {mark}"
        for plan, text, mark in _statements(chosen, question, shelf, book, words)
    )


def _statements(
    chosen: Sequence[Hit], question: Question, shelf: Shelf, book: CitationBook, words: Replies
) -> list[tuple[str, str, str]]:
    """The plan, the text and the mark of each passage."""
    lines = []
    for hit in chosen:
        text = (
            row_words(hit.row, words, question.language)
            if hit.row is not None
            else _under_title(hit, _sentences(hit.passage.text, question, shelf), shelf)
        )
        lines.append((shelf.names[hit.plan], text, book.passage(hit.passage)))
    return lines


_TOLD = (
    Field.LEAD_UNIT,
    Field.COORDINATING_UNITS,
    Field.RESPONSIBLE_LEADER,
    Field.DEADLINE,
    Field.TARGET,
    Field.DELIVERABLE,
    Field.BUDGET,
    Field.NOTE,
)
_CANONICAL = {str(wanted) for wanted in Field}


def row_words(row: Row, words: Replies, language: str) -> str:
    """A row told whole: what it is about, then who, when and towards what."""
    told = [f"{words.name(wanted)}: {shorten(cell_text(row, wanted))}" for wanted in _TOLD if row.text(wanted)]
    told += [f"{title}: {shorten(cell)}" for title, cell in row.fields.items() if title not in _CANONICAL and cell]
    if row.schedule:
        told.append(f"{words.name(Field.SCHEDULE)}: {schedule_text(row, language)}")
    content = f"“{shorten(row.text(Field.CONTENT), 260)}”"
    return f"{content} – {'; '.join(told)}" if told else content


def _under_title(hit: Hit, text: str, shelf: Shelf) -> str:
    """Sentences with the heading that they stand under, which often says who: "Phòng Tổ chức cán bộ – Tham mưu …"."""
    anchor = hit.passage.anchor
    if not anchor.section or anchor.section == HEADER:
        return text
    title = shelf.title_over(anchor.plan, anchor.section).strip(" .:;")
    if not title or fold(title) in fold(hit.passage.text):
        return text
    return f"“{title}” – {text}"


def _sentences(text: str, question: Question, shelf: Shelf) -> str:
    """The run of sentences around the one that answers, as long as it fits; of a longer sentence, of its clauses."""
    pieces = sentences_of(text)
    if len(text) <= _LONGEST or not pieces:
        return shorten(" ".join(pieces), _LONGEST)
    said = _run(pieces, question, shelf, _LONGEST)
    if len(said) <= _LONGEST_SENTENCE:
        return _with_opening(said, pieces[0])
    clauses = clauses_of(said)
    cut = _run(clauses, question, shelf, _LONGEST_SENTENCE)
    before = "" if said.startswith(cut) else "… "
    return shorten(f"{before}{cut}{'' if said.endswith(cut) else ' …'}", _LONGEST_SENTENCE + 10)


def _with_opening(said: str, opening: str) -> str:
    """Sentences behind the opening of their paragraph where that names a body: "Giao phòng … phối hợp …" says who."""
    if said.startswith(opening):
        return said
    subject = opening[:_OPENING].rpartition(" ")[0].rpartition(";")[0] or opening[:_OPENING].rpartition(" ")[0]
    return f"{subject} … {said}" if list(find_units(subject)) else said


def _run(pieces: Sequence[str], question: Question, shelf: Shelf, longest: int) -> str:
    """The piece that says most of the topic and an amount of what is counted, with those beside it that fit."""
    topic = Topic(question.parts, shelf.words)
    shares = [topic.coverage(indexed(piece)) for piece in pieces]
    asked = [_says_asked(question, piece) for piece in pieces]
    if asks_reason(question.likely):  # a sentence says what is so, and the one behind it why: "… chưa cao. Do …"
        shares = [max(shares[max(0, at - 1) : at + 1]) if told else shares[at] for at, told in enumerate(asked)]
    scores = [share + _TOLD_TOO * told for share, told in zip(shares, asked, strict=True)]
    first = last = scores.index(max(scores))
    length = len(pieces[first])
    while True:
        options = [at for at in (last + 1, first - 1) if 0 <= at < len(pieces)]
        fitting = [at for at in options if length + len(pieces[at]) + 1 <= longest]
        if not fitting:
            return " ".join(pieces[first : last + 1])
        at = max(fitting, key=lambda option: scores[option])
        first, last, length = min(first, at), max(last, at), length + len(pieces[at]) + 1


def _says_asked(question: Question, piece: str) -> bool:
    """Whether a piece of prose says a number, a time, a body or a reason, where that is asked for."""
    expected = expected_of(question.likely, question.typed)
    if expected:
        return says_expected(expected, piece)
    measures = measures_of(question.likely)
    if measures:
        return says_measure(measures, piece)
    return fits(question.fields, piece, "") or (question.asks_number and says_quantity(piece))
