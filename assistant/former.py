"""Which plans a question means that another plan has taken the place of.

Such plans are left out of answers. They are looked into where the asker names one by its id, its number, or a year
that no plan in force covers: "Cà Mau 2025", "kế hoạch năm 2025 của Cà Mau", "the 2025 plan".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.answer import Answer
from assistant.library import Shelf, issuer_name
from assistant.replies import replies
from assistant.shelf import PlanView
from ingest.lexicon.issuing import find_asked_provinces
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


def with_notes(answer: Answer, shelf: Shelf, by_words_only: bool) -> str:
    """The text of an answer with what its reader must know of it: it is of a replaced plan, or may be incomplete."""
    words = replies(answer.language)
    cited = dict.fromkeys(citation.plan for citation in answer.citations)
    notes = [
        words.say("replaced", plan=_full_name(shelf, plan), successor=_full_name(shelf, shelf.successors[plan]))
        for plan in cited
        if plan in shelf.successors
    ]
    if by_words_only:
        notes.append(words.say("by_words_only"))
    return "\n\n".join([answer.answer, *notes])


def _full_name(shelf: Shelf, plan_id: str) -> str:
    """A plan by issuer, year and number: "Sở Y tế Cà Mau 2026 (57/KH-SYT)"."""
    plan = shelf.plans.get(plan_id) or shelf.replaced.get(plan_id)
    if plan is None:
        return plan_id
    return f"{issuer_name(plan)} ({plan.header.number})" if number_key(plan.header.number) else issuer_name(plan)


def _numbered(shelf: Shelf, text: str) -> Iterator[str]:
    """The replaced plans whose number a text says, where no plan in force has it too: numbers begin anew each year."""
    squeezed = re.sub(r"\s+", "", fold(text))
    taken = {number_key(header.number) for _, header in shelf.headers()}
    for plan in shelf.replaced.values():
        number = number_key(plan.header.number)
        if number and number not in taken and re.search(rf"(?<!\d)0*{re.escape(number)}(?![a-z])", squeezed):
            yield plan.id


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
        year in header.years and fold(header.province) == fold(plan.header.province) for _, header in shelf.headers()
    )
