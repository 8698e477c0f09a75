"""What a body has to do in carrying a plan out: what the part of the prose says that stands under its name.

Plans end with such a part, "Tổ chức thực hiện", of which each section is headed by a body or begins with one. A
question that names a body and nothing else, or that part, asks for its section and not for whatever else mentions it.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Kind
from assistant.lexicon.headings import heading_words, organising_headings
from assistant.phrasing.wishes import asks_what_to_do
from assistant.plans.shelf import Shelf
from assistant.replies import shorten
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import is_headed, state_lines
from assistant.telling.vague import is_vague
from assistant.text.matching import Part
from assistant.understanding.question import Question
from ingest.model import Passage
from ingest.units import Unit, find_units, same_unit

_MOST_PLANS = 8
_LONGEST = 18  # words of a heading
_OPENING = 90
"""Characters at the beginning of a paragraph in which it names whom it is about: "Giao Văn phòng Sở chủ trì …"."""
_HALF = 0.5
"""The share of a topic that a paragraph under a body's name must say to be about it."""
_FEW_PASSAGES = 3
_MOST = 8
_FULL = 560
"""Paragraphs, and characters of each, that are told of one plan."""


def answer_duties(task: Task) -> Outcome | None:
    """What the plans give to the one body that a question names, and that is all it is about; None for any other
    question, and where no section is headed by that body."""
    body = body_alone(task.question)
    return told_duties(task, [body]) if body is not None else None


def body_alone(asked: Question) -> Unit | None:
    """The one body that a question names, where that is all it is about: "phòng … có trách nhiệm gì"; else None."""
    if (
        asked.kinds
        or asked.fields
        or asked.header
        or asked.filters
        or asked.appendix
        or not asked.parts
        or is_vague(asked)
    ):
        return None
    named = [_units_of(part) for part in asked.parts]
    units = [unit for own in named for unit in own]
    if not all(named) or any(not same_unit(units[0], unit) for unit in units[1:]):
        return None
    return units[0]


def organised_duties(task: Task) -> Outcome | None:
    """The same where a question names that part of the prose, whatever else it says."""
    asked = task.question
    units = (asked.filters.units or asked.bodies) if asked.organising else ()
    told = (told_duties(task, [unit]) for unit in units)
    return next((one for one in told if one is not None), None)


def told_duties(task: Task, units: Sequence[Unit]) -> Outcome | None:
    """What the plans asked about say under the name of a body; None where one of them has no such section."""
    asked, shelf = task.question, task.shelf
    if not units or not asked.plans or len(asked.plans) > _MOST_PLANS:
        return None
    lines = []
    for plan in asked.plans:
        paths = _sections_of(units[0], plan, shelf)
        under = [one for path in paths for one in shelf.passages_under(plan, path)]
        if not under:
            return None
        for one in _without_titles(under, shelf)[:_MOST]:
            title = shelf.title_over(plan, one.anchor.section or "").strip(" .:;")
            headed = "" if not title or title in one.text else f"“{title}” – "
            statement = f"{headed}{shorten(one.text.lstrip('-+ '), _FULL)}"
            lines.append(
                f"{task.words.say('passage_line', plan=shelf.names[plan], statement=statement)} "
                f"{task.book.passage(one)}"
            )
    return Outcome("\n".join(lines), True, Kind.PASSAGE, 1.0)


def told_about(task: Task) -> str:
    """What the part of the prose headed by the one body asked about says of a topic, where a question asks what that
    body has to do about it: "Trung tâm … phải làm gì về truyền thông"; "" where it asks something else."""
    asked, shelf = task.question, task.shelf
    units = asked.filters.units
    if len(units) != 1 or not asked.parts or not asked.plans or not asks_what_to_do(asked.likely):
        return ""
    hits = task.search.find(asked, asked.plans, ["section"])
    headed = [hit for hit in hits if hit.coverage >= _HALF and is_headed(hit, units, shelf)]
    return state_lines(headed[:_FEW_PASSAGES], asked, shelf, task.book, task.words) if headed else ""


def _units_of(part: Part) -> list[Unit]:
    """The bodies that a part of a topic is the name of, under one of its names."""
    said = (" ".join(token.plain for token in phrase) for phrase in (part.typed, *part.phrases[:2]) if phrase)
    found = ((text, one) for text in said for one in find_units(text))
    return [one.unit for text, one in found if one.span[1] - one.span[0] == len(text)][:1]


def _sections_of(unit: Unit, plan: str, shelf: Shelf) -> list[str]:
    """The sections of a plan that are about a body: those of the part on carrying it out, else any it heads."""
    texts = shelf.section_texts(plan)
    parts = [path for path, text in texts.items() if path and heading_words(text) in organising_headings()]
    inside = {path: text for path, text in texts.items() if any(path.startswith(f"{one}.") for one in parts)}
    found = [path for path, text in inside.items() if _opens_with(text, unit)]
    found = found or [path for path, text in inside.items() if _is_title(text) and _names(text, unit)]
    found = found or [path for path, text in texts.items() if _is_title(text) and _opens_with(text, unit)]
    return [path for path in found if not any(path.startswith(f"{other}.") for other in found)]


def _opens_with(text: str, unit: Unit) -> bool:
    """Whether a body is the first that a section names, at its beginning."""
    first = next(iter(find_units(text[:_OPENING])), None)
    return first is not None and same_unit(unit, first.unit)


def _names(text: str, unit: Unit) -> bool:
    """Whether a body is one of several that a heading names: "Trung tâm Y tế, bệnh viện tư nhân, phòng khám"."""
    return any(same_unit(unit, found.unit) for found in find_units(text))


def _is_title(text: str) -> bool:
    return 0 < len(text.split()) <= _LONGEST


def _without_titles(passages: Sequence[Passage], shelf: Shelf) -> list[Passage]:
    """The passages that are more than the heading of others, where there are any."""
    own = shelf.section_texts(passages[0].anchor.plan)
    titled = [one for one in passages if one.text.strip() != own.get(one.anchor.section or "", "").strip()]
    return titled if titled and all(_is_title(one.text) for one in passages if one not in titled) else list(passages)
