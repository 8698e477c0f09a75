"""Which plans a question means that another plan has taken the place of.

Such plans are left out of answers. They are looked into where the asker names one by its id, its number, or a year
that no plan in force covers: "Cà Mau 2025", "kế hoạch năm 2025 của Cà Mau", "the 2025 plan".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer import Answer
from assistant.plans.library import Shelf, issuer_name
from assistant.plans.shelf import PlanView
from assistant.replies import replies
from assistant.understanding.mentions import PlanMention
from assistant.understanding.question import Question
from assistant.understanding.today import Dated
from ingest.lexicon.provinces import find_asked_provinces
from ingest.model import Header
from ingest.replacement import number_key
from ingest.vietnamese import fold

_PLAN_OF_YEAR = re.compile(
    r"\bke hoach(?: \w+){0,6}? nam (20\d\d)\b|\bplans?(?: \w+){0,3}? (?:of|for|in) (20\d\d)\b|\b(20\d\d) plans?\b"
)
_YEAR_BEHIND = re.compile(r"\W{1,3}(?:năm |nam )?(20\d\d)\b", re.IGNORECASE)


def former_plans(shelf: Shelf, texts: Iterable[str], plans: Sequence[str] = ()) -> frozenset[str]:
    """The ids of the replaced plans that the texts of a conversation, or its list of plans, name."""
    if not shelf.replaced:
        return frozenset()
    named = {plan for plan in plans if plan in shelf.replaced}
    for text in texts:
        named.update(_numbered(shelf, text), _dated(shelf, text))
    return frozenset(named)


def with_notes(answer: Answer, shelf: Shelf, by_words_only: bool, dated: Dated) -> str:
    """The text of an answer with what its reader must know of it: what was meant by "tháng này", that it is of a
    replaced plan, or may be incomplete."""
    words = replies(answer.language)
    cited = dict.fromkeys(citation.plan for citation in answer.citations)
    notes = [
        words.say("replaced", plan=_full_name(shelf, plan), successor=_full_name(shelf, shelf.successors[plan]))
        for plan in cited
        if plan in shelf.successors
    ]
    if dated.late and answer.answerable:
        notes.append(words.say("late", said=dated.said, meant=dated.meant))
    elif dated.said:
        notes.append(words.say("dated", said=dated.said, meant=dated.meant))
    if by_words_only:
        notes.append(words.say("by_words_only"))
    return "\n\n".join([answer.answer, *notes])


def _full_name(shelf: Shelf, plan_id: str) -> str:
    """A plan by issuer, year and number: "Sở Y tế Cà Mau 2026 (57/KH-SYT)"."""
    plan = shelf.plans.get(plan_id) or shelf.replaced.get(plan_id)
    if plan is None:
        return plan_id
    return f"{issuer_name(plan)} ({plan.header.number})" if number_key(plan.header.number) else issuer_name(plan)


def narrowed(asked: Question, shelf: Shelf, text: str) -> Question:
    """A question that names replaced plans, asked of those and of the plans in force that it names as clearly.

    "Theo kế hoạch năm 2025 của Bến Tre" names the province's plan of that year, and not the one of 2027 as well.
    """
    former = former_plans(shelf, [text])
    if not former:
        return asked

    def is_named(plan_id: str) -> bool:
        header = shelf.plans[plan_id].header
        return _says(text, number_key(header.number)) or any(str(year) in text for year in header.years)

    others = [plan for plan in asked.plans if plan not in former and plan in shelf.plans and is_named(plan)]
    plans = (*sorted(former), *others)
    said = ", ".join(shelf.names[plan] for plan in plans if plan in shelf.names)
    return replace(asked, plans=plans, mentions=(PlanMention(said, plans),))


def _numbered(shelf: Shelf, text: str) -> Iterator[str]:
    """The replaced plans whose number a text says, where no plan in force has it too: numbers begin anew each year."""
    taken = {number_key(header.number) for header in _in_force(shelf)}
    for plan in shelf.replaced.values():
        number = number_key(plan.header.number)
        if number not in taken and _says(text, number):
            yield plan.id


def _says(text: str, number: str) -> bool:
    """Whether a text says a document's number, with whatever blanks and leading zeros it is typed."""
    spaced = r"\s*".join(re.escape(letter) for letter in number)
    return bool(number) and re.search(rf"(?<!\w)0*{spaced}(?!\w)", fold(text)) is not None


def _dated(shelf: Shelf, text: str) -> Iterator[str]:
    """The replaced plans of a province, or of any where none is named, for a year that the text says."""
    provinces = list(find_asked_provinces(text))
    said = {int(year) for found in _PLAN_OF_YEAR.finditer(fold(text)) for year in found.groups() if year}
    for plan in shelf.replaced.values():
        years = set(said)
        if provinces:
            own = [found for found in provinces if found.item.name == plan.header.province]
            if not own:
                continue
            behind = (_YEAR_BEHIND.match(text, found.end) for found in own)
            years |= {int(found[1]) for found in behind if found}
        if any(year in plan.header.years and not _is_covered(shelf, plan, year) for year in years):
            yield plan.id


def _is_covered(shelf: Shelf, plan: PlanView, year: int) -> bool:
    """Whether a plan in force of the same place is for a year."""
    return any(
        year in header.years and fold(header.province) == fold(plan.header.province) for header in _in_force(shelf)
    )


def _in_force(shelf: Shelf) -> Iterator[Header]:
    return (header for plan, header in shelf.headers() if plan not in shelf.replaced)
