"""What a question takes for granted, held against the row or the paragraph that would answer it.

"Phòng A chủ trì việc B cùng ai?" is no question for B's row where another leads it, nor is one about 2021 for a plan of
2026 that says nothing of that year. Such an answer would be right of something else than what was asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.lexicon.conditions import condition_texts
from assistant.lexicon.spelling import any_spelled, lowered, spelled
from assistant.phrasing.asking import heads_behind, joins_behind
from assistant.plans.filters import names_body
from assistant.plans.shelf import Shelf
from assistant.search.retriever import Hit
from assistant.text.matching import Part, Topic, indexed, tokens
from assistant.understanding.bearers import is_board
from assistant.understanding.question import Question
from ingest.model import Field, Row
from ingest.moments import without_documents
from ingest.units import Unit, find_units
from ingest.vietnamese import fold

_MOST, _NOTHING = 0.5, 0.1
"""The share of a topic's weight that is most of it, and the share of a part under which nothing of it is said."""
_MONEY = {Field.BUDGET, Field.ALLOCATED_BUDGET}
_KIND_OF_BODY = 2  # words: "bệnh viện", "trung tâm"
_GIVEN = (" giao", " giao cho")
"""What stands before a body that is given a work."""
_PLAN_OF = ("ke hoach cua", "ke hoach nay cua", "kh cua", "plan of", "plan of the", "plan by the", "plan from the")
"""What stands before the body whose plan is meant."""
_PLANNING = ("bo ", "so ")
"""How the keys of bodies begin that make plans of their own."""
_SPAN = re.compile(r"\b((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)\b")


def not_its_bearer(asked: Question, row: Row, shelf: Shelf) -> tuple[Field, str] | None:
    """The column and the name of one whom a question takes for a row's leader or leading body, and who is not.

    None where it takes nobody for that, offers several to choose from, where the cell is blank, or does name them.
    """
    if offers_choice(asked.likely or asked.text):
        return None
    overseen, leader = row.text(Field.RESPONSIBLE_LEADER), asked.filters.leader
    if leader and overseen and fold(leader) not in fold(overseen):
        return Field.RESPONSIBLE_LEADER, leader
    if (funded := _funded_alone(asked, row)) is not None:
        return Field.LEAD_UNIT, funded.text
    if not row.text(Field.LEAD_UNIT) or Field.RESPONSIBLE_LEADER in asked.fields:  # "ai trong ban giám đốc phụ trách"
        return None
    issuer, leads = fold(shelf.plans[row.anchor.plan].header.issuer), fold(row.text(Field.LEAD_UNIT))
    for unit in _said_to_lead(asked.text):
        if leader and is_board(unit):  # "bà Lắm - PGĐ Sở phụ trách …": the leader's post
            continue
        named = fold(unit.name) in issuer or fold(unit.text) in leads or names_body(unit, [row], shelf)
        if not named:
            return Field.LEAD_UNIT, unit.text
    return None


def _funded_alone(asked: Question, row: Row) -> Unit | None:
    """The body whose money is all that a question asks, "bệnh viện đa khoa được đầu tư bao nhiêu", where a row about
    another of its kind says nothing of what it is called; None where the row may be its own."""
    if not asked.fields or not set(asked.fields) <= _MONEY or len(asked.bodies) != 1 or not asked.bodies[0].known:
        return None
    body = asked.bodies[0]
    named = {token.plain for token in tokens(body.text)}
    about = [part for part in asked.parts if not {token.plain for token in part.typed or part.phrases[0]} <= named]
    said = {token.plain for token in tokens(" ".join(row.columns.values()))}
    own = [token.plain for token in tokens(body.name)][_KIND_OF_BODY:]
    others = any(found.unit.key != body.key for found in find_units(row.text(Field.LEAD_UNIT)))
    return body if own and others and len(about) <= 1 and not said & set(own) and not _beyond(about, asked) else None


def _beyond(parts: Sequence[Part], asked: Question) -> bool:
    """Whether a part of the topic does not stand right behind the name of the body asked about, as more of it."""
    plain = [token.plain for token in asked.said]
    name = [token.plain for token in tokens(asked.bodies[0].text)]
    ends = [at + len(name) for at in range(len(plain)) if plain[at : at + len(name)] == name]
    return any(part.at not in ends for part in parts)


def offers_choice(text: str) -> bool:
    """Whether a question offers things to choose from: "ông A hay bà B", "the office or the division"."""
    return bool(_offering().search(lowered(text)))


@cache
def _offering() -> re.Pattern[str]:
    offering, no = (any_spelled(condition_texts(name)) for name in ("offering", "offering_not"))
    return re.compile(rf"\b{offering}\b(?! {no}\b)")


def _said_to_lead(text: str) -> Iterator[Unit]:
    """The bodies of which a question says that they lead: "… chủ trì" behind their names, or "giao" before them."""
    said = tokens(text)
    for found in find_units(text):
        at = len(tokens(text[: found.span[1]]))
        given = fold(text[: found.span[0]]).rstrip().endswith(_GIVEN) and not joins_behind(said, at)
        if given or heads_behind(said, at):
            yield found.unit


def assigning_body(text: str) -> Unit | None:
    """The ministry or department behind whose name a question says that it gives others their work: "Bộ Tài chính giao
    phòng nào …", "which office does the Ministry of Finance assign …"; None where it names none."""
    for found in find_units(text):
        behind = lowered(text[found.span[1] :]).strip()
        if found.unit.key.startswith(_PLANNING) and _assigning().match(behind):
            return found.unit
    return None


def other_issuer(asked: Question, shelf: Shelf) -> Unit | None:
    """The department whose own plan a question about the header of a province's plan names, "kế hoạch của Sở Giáo dục …
    do ai ký", and which issued none of those at hand; None where it names none, or the one that did."""
    if not asked.header or not asked.plans:
        return None
    issuers = [fold(shelf.plans[plan].header.issuer) for plan in asked.plans]
    for found in find_units(asked.text):
        owns = fold(asked.text[: found.span[0]]).rstrip().endswith(_PLAN_OF)
        key = found.unit.key
        if owns and key.startswith(_PLANNING) and not any(key.startswith(one) or one in key for one in issuers):
            named = fold(found.unit.name)
            if named and not any(named in one or one in named for one in issuers):
                return found.unit
    return None


@cache
def _assigning() -> re.Pattern[str]:
    return re.compile(rf"{any_spelled(condition_texts('assigning'))}\b")


def acting_province(asked: Question) -> str:
    """The province without a plan whose department or committee a question about another's plan names as one that
    does something there: "Sở Y tế Huế bàn giao … cho Cà Mau"; "" where it names none."""
    bodies = any_spelled(condition_texts("provincial_bodies"))
    plain = lowered(asked.text)
    for name in asked.unknown:
        province = spelled(name)
        if re.search(
            rf"\b{bodies} (?:{any_spelled(('tỉnh', 'thành phố'))} )?{province}\b|\b{province}(?:'s)? {bodies}\b", plain
        ):
            return name
    return ""


def of_its_years(asked: Question, hit: Hit, shelf: Shelf) -> bool:
    """Whether a passage is of a year that a question names: of a plan for it, or because it says that year."""
    if not asked.years or set(asked.years) & set(shelf.plans[hit.plan].header.years):
        return True
    told = " ".join((hit.passage.search_text, *(hit.row.columns if hit.row else ())))
    text = without_documents(fold(told))  # "Nghị quyết số 57-NQ/TW ngày 22/12/2024" tells nothing of 2024
    spans = [(int(start), int(end)) for start, end in _SPAN.findall(text)]
    return any(str(year) in text or any(start <= year <= end for start, end in spans) for year in asked.years)


def leaves_most(asked: Question, hit: Hit, shelf: Shelf) -> bool:
    """Whether a passage says nothing of the one part that is at least half of a topic: "trợ lý ảo cho công chức".

    Never for a topic in English, whose words a passage need not have.
    """
    weighed = [Topic([part], shelf.words) for part in asked.parts]
    heaviest = max(weighed, key=lambda topic: topic.weight, default=None)
    if asked.english or heaviest is None or heaviest.weight < _MOST * sum(topic.weight for topic in weighed):
        return False
    return heaviest.coverage(indexed(hit.passage.search_text)) < _NOTHING
