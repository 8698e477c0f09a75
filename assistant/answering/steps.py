"""The steps of answering, in their order: each gives an outcome or leaves the question to the next.

No plan question, an unknown plan, year or appendix; a row by number, a definition, an overview, the header; the tables;
the prose of a body; a comparison; a field of a row; a passage; and at last that the plans do not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.answering.accepting import SURE, accepted_passages, sure_enough
from assistant.answering.across import answer_across
from assistant.answering.appendix import answer_appendix
from assistant.answering.comparison import answer_comparison
from assistant.answering.confirmed import answer_confirmed, asks_to_confirm
from assistant.answering.counted import counted, tells_count
from assistant.answering.definition import answer_definition
from assistant.answering.document import answer_document
from assistant.answering.duties import answer_duties, body_alone, organised_duties, told_about, told_duties
from assistant.answering.header import answer_header
from assistant.answering.headings import answer_heading, answer_unnamed
from assistant.answering.issued import answer_issued
from assistant.answering.left_blank import answer_left_blank
from assistant.answering.numbered import answer_numbered
from assistant.answering.of_bodies import answer_of_bodies
from assistant.answering.overview import answer_overview, answer_plan
from assistant.answering.persons import is_told_of, ministries, named_person, names_unit
from assistant.answering.premises import acting_province, assigning_body, other_issuer
from assistant.answering.reporting import answer_reporting
from assistant.answering.row_fields import answer_field, wrong_bearer
from assistant.answering.told_before import answer_told_before
from assistant.lexicon.courtesies import is_courtesy
from assistant.phrasing.arithmetic import is_arithmetic
from assistant.phrasing.measures import Measure, counts_in, measures_of, says_measure
from assistant.phrasing.patterns import row_nouns
from assistant.phrasing.wishes import asks_duties
from assistant.search.retriever import Hit
from assistant.tabular.alternatives import either_of
from assistant.tabular.bounded import answer_bounded
from assistant.tabular.measured import answer_measured
from assistant.tabular.milestones import answer_milestones
from assistant.tabular.remaining import answer_remaining
from assistant.tabular.shared_out import answer_shared_out, answer_sharers
from assistant.tabular.tables import answer_table, no_rows
from assistant.tabular.targets import answer_targets_of_year
from assistant.telling.chosen import answer_chosen
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import choose_passages, is_closing, is_headed, state_lines, state_passages, with_section
from assistant.telling.refusals import chatter, example, not_said, plans_at_hand, unknown_plan
from assistant.telling.vague import asks_nothing, further_options, is_vague, state_options
from assistant.text.matching import Part, tokens
from assistant.understanding.mentions import same_label
from assistant.understanding.question import Question
from ingest.model import Field, Row
from ingest.periods import Interval
from ingest.periods import Kind as Span
from ingest.times import FoundTime

_WHATEVER_PLAN = {"instructions", "weather"}
"""What is no question about plans though it names one."""
_SIGNED = {"signer", "number", "recipients"}
"""Parts of a header that are those of a plan of just that year."""
_HALF = 0.5
"""The share of the topic, or of what the best says of it, that a passage must say to be quoted."""
_FEW_PASSAGES = 3
_FEW_WORDS = 7
_FEW_PLANS = 5
_ROW_FIRST = 1.2
"""What a row is ahead of prose where a question only names a topic: the row says who, with whom and by when."""


def _no_question(task: Task) -> Outcome | None:
    """An empty question, small talk, a request for medical advice, an attempt to give instructions."""
    asked, words = task.question, task.words
    if not asked.said:
        return Outcome(words.say("empty_question", example=words.say("example")), False, Kind.ABSTAIN)
    kind = "small_talk" if is_arithmetic(asked.text) or is_courtesy(asked.text) else chatter(asked)
    if kind == "medical" and not asked.mentions:
        return Outcome(words.say("medical"), False, Kind.ABSTAIN)
    if kind in _WHATEVER_PLAN or (kind and not asked.mentions):
        return Outcome(words.say("small_talk", example=words.say("example")), False, Kind.ABSTAIN)
    return None


def _no_such_plan(task: Task) -> Outcome | None:
    """A province or year of which the index has no plan, or whose department a question takes for one that acts."""
    asked = task.question
    if asked.unknown and (not asked.plans or (Kind.COMPARE not in asked.kinds and acting_province(asked))):
        return Outcome(unknown_plan(task.question, task.shelf, task.words), False, Kind.ABSTAIN)
    return None


def _no_such_issuer(task: Task) -> Outcome | None:
    """A ministry or department that gives others their work in a plan of its own, which the index does not have, or a
    ministry that nothing found names."""
    asked, shelf = task.question, task.shelf
    if other := other_issuer(asked, shelf):
        return Outcome(
            task.words.say("unknown_plan", names=other.name, plans=plans_at_hand(shelf)), False, Kind.ABSTAIN
        )
    body = None if asked.mentions else assigning_body(asked.text)
    if body is None or shelf.issues_plans(body.key):
        body = next((one for one in ministries(asked) if not shelf.issues_plans(one.key)), None)
        if body is None or names_unit(body, task.hits):
            return None
    return Outcome(task.words.say("unknown_plan", names=body.name, plans=plans_at_hand(shelf)), False, Kind.ABSTAIN)


def _no_such_person(task: Task) -> Outcome | None:
    """A person whom the plans asked about do not name."""
    asked = task.question
    name = named_person(asked) if asked.parts and not asked.filters.leader else ""
    if not name or is_told_of(name, task.hits):
        return None
    return Outcome(not_said(replace(asked, topic=name), task.shelf, task.words, ()), False, Kind.ABSTAIN)


def _no_such_year(task: Task) -> Outcome | None:
    """A year of which the plans asked about say nothing at all."""
    asked, shelf = task.question, task.shelf
    signed = bool(_SIGNED & set(asked.header))  # who signed the plan of another year did not sign this one
    years = asked.years or (_years_of(asked.filters.times) if signed else ())
    if not years or not asked.plans:
        return None
    known = {year for plan in asked.plans for year in shelf.plans[plan].header.years}
    if any(year in known for year in years):
        return None
    named = [str(year) for year in years]
    tables = (table for plan in asked.plans for table in shelf.plans[plan].appendices)
    headers = {column.year for table in tables for column in table.columns}
    scheduled = (column for row in shelf.rows_of(asked.plans) for column in row.schedule)
    said = shelf.any_says(asked.plans, named) or any(year in column for column in scheduled for year in named)
    if not signed and (said or headers & set(named)):  # a year's column may be blank in every row
        return None
    names = ", ".join(f"{shelf.names[plan]} ({years[0]})" for plan in asked.plans)
    return Outcome(task.words.say("unknown_plan", names=names, plans=plans_at_hand(shelf)), False, Kind.ABSTAIN)


def _years_of(times: Sequence[FoundTime]) -> tuple[int, ...]:
    """The years of which some times are the whole: "năm 2024"."""
    whole = (one for time in times for one in time.periods if isinstance(one, Interval) and one.kind is Span.YEAR)
    return tuple(dict.fromkeys(one.start.year for one in whole))


def _no_such_appendix(task: Task) -> Outcome | None:
    """An appendix that the plans asked about do not have."""
    asked, shelf = task.question, task.shelf
    if not asked.appendix or not asked.plans:
        return None
    labels = {plan: [label for label, _ in shelf.appendix_titles(plan)] for plan in asked.plans}
    for known in labels.values():
        alone = known == [""] and same_label(asked.appendix, "1")
        if alone or any(same_label(asked.appendix, label) for label in known):
            return None
    names = ", ".join(shelf.names[plan] for plan in asked.plans)
    printed = list(dict.fromkeys(label for known in labels.values() for label in known if label))
    frame = "no_such_appendix" if printed else "no_labelled_appendix"
    text = task.words.say(frame, plans=names, label=asked.appendix, labels=", ".join(printed))
    return Outcome(text, False, Kind.ABSTAIN)


def _both(task: Task) -> Outcome | None:
    """What answers the two questions that are asked at once; None where one is asked, or one has no answer."""
    halves = [replace(half, language=task.question.language) for half in task.question.halves]
    tried = (_first(replace(task, question=half, book=task.book.blank())) for half in halves)
    if not halves or not all(outcome.answerable for outcome in tried):
        return None
    told = [_first(replace(task, question=half)) for half in halves]
    return replace(told[0], text="\n".join(one.text for one in told))


def _first(task: Task) -> Outcome:
    """The outcome of the first step that can answer; the last one always does."""
    return next(outcome for step in STEPS if (outcome := step(task)))


def _duties(task: Task) -> Outcome | None:
    """What a body has to do: what stands under its name in the prose, else the rows that name it."""
    asked = task.question
    told, body = answer_duties(task), body_alone(asked)
    if told is not None or body is None or not asks_duties(asked.likely):
        return told
    filters = replace(asked.filters, units=(body,))
    rows = replace(asked, kinds=(Kind.LIST,), filters=filters, parts=(), topic="")
    return answer_table(replace(task, question=rows))


def _table(task: Task) -> Outcome | None:
    """What the tables answer; to what a body has to do, also its part in the organisation, which prose gives it."""
    asked = task.question
    if said := organised_duties(task):
        return said
    told = answer_table(task)
    if prose := told_about(task):
        beside = f"{told.text}\n{task.words.say('beside_table')}\n{prose}" if told and told.answerable else prose
        return Outcome(beside, True, Kind.LIST if told and told.answerable else Kind.PASSAGE, 1.0)
    others = replace(asked.filters, units=(), role=None)
    of_body = len(asked.filters.units) == 1 and not others and not asked.parts and bool(asked.plans)
    if told is None or told.kind is not Kind.LIST or not of_body or asked.filters.role is Field.COORDINATING_UNITS:
        return told
    about = _about_bodies(asked)
    hits = sure_enough(task.search.find(about, asked.plans, ["section"]))
    headed = [hit for hit in hits if is_headed(hit, asked.filters.units[:1], task.shelf) and not is_closing(hit)]
    if not headed:
        return told
    prose = state_lines(headed[:_FEW_PASSAGES], about, task.shelf, task.book, task.words)
    return replace(told, text=f"{told.text}\n{task.words.say('beside_table')}\n{prose}", answerable=True)


def _bodies_in_prose(task: Task) -> Outcome | None:
    """What the prose says of a body whose tasks are asked for and who leads no row: its part in the organisation, which
    says nothing of when, or for how much."""
    asked = task.question
    if not asked.filters.units or asked.parts or {Kind.COUNT, Kind.COMPARE} & set(asked.kinds):
        return None
    if asked.filters.times or asked.filters.amount is not None or asked.filters.dated:
        return None
    if told := told_duties(task, asked.filters.units[:1]):
        return told
    about = _about_bodies(asked)
    hits = sure_enough(task.search.find(about, asked.plans, ["section"]))
    if not hits or hits[0].coverage < _HALF:  # another ministry is half of its name
        return None
    chosen = with_section(choose_passages(hits, len(asked.plans)), hits, about, task.shelf)
    text = state_passages(chosen, about, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, hits[0].score)


def _about_bodies(asked: Question) -> Question:
    """A question with the bodies that are its condition as its topic."""
    named = [tuple(filter(None, (tokens(unit.name), tokens(unit.text)))) for unit in asked.filters.units]
    parts = tuple(Part(phrases, typed=phrases[-1]) for phrases in named if phrases)  # one may have no printed text
    return replace(asked, parts=parts, topic=" ".join(unit.text for unit in asked.filters.units))


def _passage(task: Task) -> Outcome | None:
    """What the prose, or a row quoted whole, says about the topic."""
    asked = task.question
    accepted = accepted_passages(task)
    if not accepted and asked.asks(Kind.EXISTENCE):
        accepted = [hit for hit in task.hits if hit.coverage >= SURE]
    if (thing := counted(asked)) is not None:
        measures = measures_of(asked.likely)
        accepted = [
            hit
            for hit in accepted
            if tells_count(hit, thing, asked.parts, task.shelf)
            or (
                measures
                and (says_measure(measures, hit.passage.text) if hit.row is None else _counts(measures, hit.row))
            )
        ]
        accepted = [hit for hit in accepted if hit.coverage >= _HALF * task.hits[0].coverage]
    wants_row = asked.asks(Kind.EXISTENCE) and bool(row_nouns(asked.text))
    if wants_row or (len(asked.said) <= _FEW_WORDS and not asked.kinds):
        accepted.sort(key=lambda hit: -(hit.score * (_ROW_FIRST if hit.row else 1.0)))
    if not asked.parts or not accepted:
        return None
    chosen = with_section(choose_passages(accepted, len(asked.plans)), task.hits, asked, task.shelf)
    chosen = [*chosen, *_of_other_plans(task, chosen)]
    if wrong := wrong_bearer(task, chosen[:1]):
        return wrong
    text = state_passages(chosen, asked, task.shelf, task.book, task.words)
    if is_vague(asked):
        text += state_options(task, chosen, further_options(task, chosen, accepted))
    kind = Kind.EXISTENCE if asked.asks(Kind.EXISTENCE) else Kind.PASSAGE
    says_yes = kind is Kind.EXISTENCE and not asks_to_confirm(asked.likely or asked.text)
    return Outcome(task.words.say("yes") + text if says_yes else text, True, kind, accepted[0].score)


def _counts(measures: Sequence[Measure], row: Row) -> bool:
    return counts_in(measures, tuple(row.columns.values()))


def _of_other_plans(task: Task, chosen: Sequence[Hit]) -> list[Hit]:
    """The best passages of those plans that a question names beside the ones already told."""
    told = {hit.plan for hit in chosen}
    others = [plan for plan in task.question.plans if plan not in told and len(task.question.plans) <= _FEW_PLANS]
    found = (task.search.find(task.question, [plan], limit=1) for plan in others)
    return [hit for hits in found for hit in hits if hit.coverage >= _HALF * chosen[0].coverage]


def _budgets(task: Task) -> Outcome | None:
    """The budgets of a plan's rows, added up, where just "kinh phí" of a plan is asked and its prose says less."""
    asked = task.question
    if not asked.field_alone or asked.fields != (Field.BUDGET,) or not asks_nothing(asked):
        return None
    accepted = sure_enough(task.hits)
    if accepted and accepted[0].row is None:
        return None
    whole = replace(asked, kinds=(Kind.SUM,), fields=(), parts=(), about_money=True)
    told = answer_table(replace(task, question=whole))
    return told if told is not None and told.answerable else None


def _either(task: Task) -> Outcome | None:
    """What is said of either of two things, where nothing speaks of both: "đào tạo hoặc tuyển dụng"."""
    asked = task.question
    sides = [replace(task, question=replace(asked, parts=parts)) for parts in either_of(asked)]
    said = [side for side in sides if side.hits and side.hits[0].coverage >= SURE]
    told = [_first(side) for side in said if _first(replace(side, book=task.book.blank())).answerable]
    return replace(told[0], text="\n".join(one.text for one in told)) if told else None


def _abstain(task: Task) -> Outcome:
    """That the plans do not say, and what could be asked instead."""
    asked, words = task.question, task.words
    best = task.hits[0].score if task.hits else 0.0
    if not asked.parts:
        text = words.say("no_topic", plans=plans_at_hand(task.shelf), example=example(task.shelf, words))
        return Outcome(text, False, Kind.CLARIFY, best)
    near = task.search.find(asked, limit=5) if asked.plans else task.hits
    return Outcome(not_said(asked, task.shelf, words, near), False, Kind.ABSTAIN, best)


ASIDE: tuple[Callable[[Task], Outcome | None], ...] = (
    _no_question,
    _no_such_plan,
    _no_such_issuer,
    _no_such_year,
    _no_such_appendix,
    _no_such_person,
)
"""Steps that put a question aside: no plan could answer it, whoever words the answer."""

STEPS: tuple[Callable[[Task], Outcome | None], ...] = (
    *ASIDE,
    _both,
    answer_chosen,
    answer_numbered,
    answer_document,
    answer_definition,
    answer_targets_of_year,
    answer_heading,
    answer_unnamed,
    answer_left_blank,
    answer_overview,
    answer_appendix,
    answer_issued,
    answer_reporting,
    answer_milestones,
    answer_remaining,
    answer_shared_out,
    answer_sharers,
    answer_header,
    answer_confirmed,
    answer_bounded,
    answer_measured,
    answer_across,
    answer_of_bodies,
    _table,
    _bodies_in_prose,
    no_rows,
    answer_comparison,
    _duties,
    answer_field,
    _budgets,
    answer_plan,
    _passage,
    answer_told_before,
    _either,
    _abstain,
)
