"""The steps of answering, in their order: each gives an outcome or leaves the question to the next.

No plan question, an unknown plan, year or appendix; a row by number, a definition, an overview, the header; the tables;
the prose of a body; a comparison; a field of a row; a passage; and at last that the plans do not say.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.accepting import SAYS_IT, accepted_passages, accepted_rows, asks_amount, sure_enough
from assistant.across import answer_across
from assistant.answer import Kind
from assistant.appendix import answer_appendix
from assistant.chosen import answer_chosen, no_column
from assistant.comparison import answer_comparison
from assistant.counted import counted, tells_count
from assistant.definition import answer_definition
from assistant.filters import Filters, apply
from assistant.fitting import says_quantity
from assistant.header import answer_header
from assistant.lookup import Said, Told, choose_rows, said_of, state_blank, state_no_amount, state_rows, told_of
from assistant.matching import Part, tokens
from assistant.measured import answer_measured
from assistant.measures import measures_of, says_measure
from assistant.mentions import same_label
from assistant.numbered import answer_numbered
from assistant.outcome import Outcome, Task
from assistant.overview import answer_overview
from assistant.patterns import organising_part, row_nouns
from assistant.premises import not_its_bearer
from assistant.prose import choose_passages, state_lines, state_passages, with_section
from assistant.question import Question
from assistant.refusals import chatter, example, not_said, plans_at_hand, unknown_plan
from assistant.replies import shorten
from assistant.retriever import Hit
from assistant.tables import answer_table, no_rows
from assistant.vague import asks_nothing, further_options, is_vague, state_options
from ingest.model import Field
from ingest.units import Unit, find_units, same_unit

_ACCEPTED_INSIDE = 0.15
"""How sure a row must be of an appendix that the question names; see `accepting`."""
_INSTEAD = 0.5
"""The share of the best row's score from which a row that has the column asked for may be meant instead."""
_FEW_ROWS = 6
_FEW_PASSAGES = 3
_FEW_WORDS = 7
_ROW_FIRST = 1.2
"""What a row is ahead of prose where a question only names a topic: the row says who, with whom and by when."""
SURE = 0.85
"""The share of the topic from which a row is surely meant, however well prose says it too."""


def _no_question(task: Task) -> Outcome | None:
    """An empty question, small talk, a request for medical advice, an attempt to give instructions."""
    asked, words = task.question, task.words
    if not asked.said:
        return Outcome(words.say("empty_question", example=words.say("example")), False, Kind.ABSTAIN)
    kind = chatter(asked)
    if kind == "medical" and not asked.mentions:
        return Outcome(words.say("medical"), False, Kind.ABSTAIN)
    if kind == "instructions" or (kind and not asked.mentions):
        return Outcome(words.say("small_talk", example=words.say("example")), False, Kind.ABSTAIN)
    return None


def _no_such_plan(task: Task) -> Outcome | None:
    """A province or year of which the index has no plan."""
    if task.question.unknown and not task.question.plans:
        return Outcome(unknown_plan(task.question, task.shelf, task.words), False, Kind.ABSTAIN)
    return None


def _no_such_year(task: Task) -> Outcome | None:
    """A year of which the plans asked about say nothing at all."""
    asked, shelf = task.question, task.shelf
    if not asked.years or not asked.plans:
        return None
    known = {year for plan in asked.plans for year in shelf.plans[plan].header.years}
    if any(year in known for year in asked.years):
        return None
    named = [str(year) for year in asked.years]
    scheduled = (column for row in shelf.rows_of(asked.plans) for column in row.schedule)
    if shelf.any_says(asked.plans, named) or any(year in column for column in scheduled for year in named):
        return None
    names = ", ".join(f"{shelf.names[plan]} ({asked.years[0]})" for plan in asked.plans)
    return Outcome(task.words.say("unknown_plan", names=names, plans=plans_at_hand(shelf)), False, Kind.ABSTAIN)


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


def _lookup(task: Task) -> Outcome | None:
    """A field of the row, or rows, that the question is about."""
    asked = task.question
    if asked.header == ("basis",) and not asked.fields:
        asked = replace(asked, fields=(Field.APPROVAL,))  # the document behind a task, not behind the plan
        task = replace(task, question=asked)
    if told := _of_focus(task):
        return told
    if asked.fields and not asked.parts and (told := _of_conditions(task)):
        return told
    if not asked.fields or not asked.parts or asked.field_alone:
        return None
    accepted = _meeting(task, accepted_rows(task))
    if not accepted and (meant := _lacks_column(task)):
        return _no_column(task, meant, [])
    rows = [hit for hit in accepted if hit.row is not None]
    prose = [hit for hit in accepted if hit.row is None]
    if asked.appendix and (inside := _rows_of_appendix(task)):
        rows, prose = inside, []
    said = said_of(rows, asked.fields, asked.language, asked.years, asked.points)
    nobody = asked.fields[0] is Field.RESPONSIBLE_LEADER and not said and bool(rows)
    if nobody or (rows and (not said or _is_another(said[0].hit, rows[0]))):
        return _no_column(task, rows[0], [] if nobody else prose)
    if length := _told_length(task, prose, said):
        return length
    in_prose = bool(prose) and bool(said) and prose[0].score > said[0].hit.score
    sure = (
        bool(said) and said[0].hit.coverage >= SURE and any(one.filled for one in said) and _has_column(said[0], asked)
    )
    if not said or (in_prose and not sure):
        return None
    chosen = choose_rows(said, len(asked.plans))
    best = max(one.hit.score for one in chosen)
    filled = [one for one in chosen if one.filled]
    if not filled:
        text = " ".join(state_blank(one, asked.fields[0], task.shelf, task.book, task.words) for one in chosen[:2])
        return Outcome(text, False, Kind.LOOKUP, best)
    if wrong := _wrong_bearer(task, [one.hit for one in filled]):
        return wrong
    if asks_amount(asked) and not any(says_quantity(value) for one in filled for _, value in one.values):
        text = " ".join(state_no_amount(one, task.shelf, task.book, task.words) for one in filled[:2])
        return Outcome(text, False, Kind.LOOKUP, best)
    text = state_rows(filled, task.shelf, task.book, task.words, asked.fields)
    return Outcome(text, True, Kind.LOOKUP, best)


def _wrong_bearer(task: Task, chosen: Sequence[Hit]) -> Outcome | None:
    """Who leads or oversees a row instead of the one whom the question takes for that; None where one of them does."""
    wrong = [not_its_bearer(task.question, hit.row, task.shelf) if hit.row else None for hit in chosen]
    first, found = chosen[0], wrong[0]
    if first.row is None or found is None or not all(wrong):
        return None
    text = task.words.say(
        "another_bearer",
        plan=task.shelf.names[first.plan],
        content=shorten(first.row.text(Field.CONTENT)),
        field=task.words.name(found[0]),
        value=first.row.text(found[0]).rstrip(" .;,"),
        named=found[1],
        mark=task.book.row(first.row),
    )
    return Outcome(text, False, Kind.LOOKUP, first.score)


def _told_length(task: Task, prose: Sequence[Hit], said: Sequence[Said]) -> Outcome | None:
    """The paragraph that says the whole topic and how long something takes, where that is asked ("trong bao lâu") and
    no row tells more than when it is due."""
    asked = task.question
    measures = measures_of(asked.likely) if asked.fields == (Field.DEADLINE,) else ()
    if not measures or any(says_measure(measures, one.hit.passage.text) for one in said[:1]):
        return None
    telling = [hit for hit in prose if hit.coverage >= SAYS_IT and says_measure(measures, hit.passage.text)]
    if not telling:
        return None
    text = state_passages(telling[:1], asked, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, telling[0].score)


def _of_focus(task: Task) -> Outcome | None:
    """The fields asked for of the rows that were told before; None where those tables have no such column."""
    asked = task.question
    found = task.shelf.rows.at(asked.focus) if asked.focus else {}
    told = told_of(list(found.values()), asked.fields, asked.language, asked.years)
    if found and not told and not asked.parts:
        return Outcome(no_column(task, next(iter(found.values()))), False, Kind.LOOKUP, 1.0)
    if told and not any(one.filled for one in told):
        text = " ".join(state_blank(one, asked.fields[0], task.shelf, task.book, task.words) for one in told[:2])
        return Outcome(text, False, Kind.LOOKUP, 1.0)
    return _told(task, told)


def _of_conditions(task: Task) -> Outcome | None:
    """The fields asked for of the few rows that meet the conditions of a question without a topic: "14,9 tỷ cho ai"."""
    asked = task.question
    if not _narrows(asked.filters) or not asked.plans:
        return None
    rows = apply(asked.filters, list(task.shelf.rows_of(asked.plans)), task.shelf)
    if not rows or len(rows) > _FEW_ROWS:
        return None
    return _told(task, told_of(rows, asked.fields, asked.language, asked.years))


def _told(task: Task, told: Sequence[Told]) -> Outcome | None:
    """What rows that are surely meant say of the fields asked for; None where they are all blank."""
    filled = [one for one in told if one.filled]
    if not filled:
        return None
    text = state_rows(filled, task.shelf, task.book, task.words, task.question.fields)
    return Outcome(text, True, Kind.LOOKUP, 1.0)


def _narrows(filters: Filters) -> bool:
    """Whether a question sets a condition that says which row is meant."""
    return bool(filters.amount or filters.share or filters.leader or filters.times)


def _meeting(task: Task, hits: list[Hit]) -> list[Hit]:
    """Hits in their order, first the rows that meet the conditions where one of them is nearly as good as the best:
    "dự án 14,9 tỷ", "việc đến hạn tháng 6"."""
    if not hits or not _narrows(task.question.filters):
        return hits
    rows = [hit.row for hit in hits if hit.row is not None and hit.score >= _INSTEAD * hits[0].score]
    meeting = {str(row.anchor) for row in apply(task.question.filters, rows, task.shelf)}
    return sorted(hits, key=lambda hit: str(hit.passage.anchor) not in meeting) if meeting else hits


def _is_another(hit: Hit, best: Hit) -> bool:
    """Whether a row that has the column asked for is another than the best one, which lacks it."""
    says_less = best.coverage >= SURE and hit.coverage < _INSTEAD * best.coverage
    says_less = says_less or (best.coverage >= SAYS_IT and hit.coverage < SURE and hit.row is not best.row)
    return hit.score < _INSTEAD * best.score or says_less


def _has_column(one: Told, asked: Question) -> bool:
    """Whether a row says a field asked for under that column, or in what it is about, and not where a note stands in
    for it."""
    return any(wanted is not Field.NOTE or Field.NOTE in asked.fields for wanted, _ in one.values)


def _lacks_column(task: Task) -> Hit | None:
    """The row that surely is what a question names, in a table without the column asked for."""
    best = max((hit for hit in task.hits if hit.row is not None), key=lambda hit: hit.coverage, default=None)
    if best is None or best.coverage < SURE:
        return None
    return None if said_of([best], task.question.fields, "vi", task.question.years) else best


def _rows_of_appendix(task: Task) -> list[Hit]:
    """The rows found that stand in the appendix which the question names; fewer rows can be meant, so less suffices."""
    label = task.question.appendix
    return [
        hit
        for hit in task.hits
        if hit.row is not None and same_label(label, hit.row.anchor.appendix or "1") and hit.score >= _ACCEPTED_INSIDE
    ]


def _no_column(task: Task, best: Hit, prose: Sequence[Hit]) -> Outcome | None:
    """That the table of the row asked about has no such column; None where prose says something nearer."""
    if best.row is None or (prose and prose[0].score > best.score):
        return None
    return Outcome(no_column(task, best.row), False, Kind.LOOKUP, best.score)


def _table(task: Task) -> Outcome | None:
    """What the tables answer; to what a body has to do, also its part in the organisation, which prose gives it."""
    asked = task.question
    if organising_part(asked.likely) and (said := _in_organisation(task)):
        return said
    told = answer_table(task)
    others = replace(asked.filters, units=(), role=None)
    of_body = len(asked.filters.units) == 1 and not others and not asked.parts and bool(asked.plans)
    if told is None or told.kind is not Kind.LIST or not of_body or asked.filters.role is Field.COORDINATING_UNITS:
        return told
    about = _about_bodies(asked)
    hits = sure_enough(task.search.find(about, asked.plans, ["section"]))
    headed = [hit for hit in hits if _is_headed(hit, asked.filters.units[0], task)]
    if not headed:
        return told
    prose = state_lines(headed[:_FEW_PASSAGES], about, task.shelf, task.book, task.words)
    return replace(told, text=f"{told.text}\n{task.words.say('beside_table')}\n{prose}", answerable=True)


def _in_organisation(task: Task) -> Outcome | None:
    """What stands under the heading of a body whose part in the organisation is asked for; None without such a heading,
    which leaves no doubt."""
    units = task.question.filters.units or task.question.bodies
    if not units or not task.question.plans:
        return None
    asked = replace(task.question, filters=replace(task.question.filters, units=units[:1]))
    about = _about_bodies(asked)
    found = task.search.find(about, asked.plans, ["section"])
    hits = [hit for hit in found if _is_headed(hit, units[0], task)]
    if not hits:
        return None
    chosen = with_section(choose_passages(hits, len(asked.plans)), hits, about, task.shelf)
    text = state_passages(chosen, about, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, hits[0].score)


def _is_headed(hit: Hit, unit: Unit, task: Task) -> bool:
    """Whether a passage stands under a heading that is a body's name."""
    heading = task.shelf.title_over(hit.plan, hit.passage.anchor.section or "")
    return any(same_unit(unit, found.unit) for found in find_units(heading))


def _bodies_in_prose(task: Task) -> Outcome | None:
    """What the prose says of a body whose tasks are asked for and who leads no row: its part in the organisation."""
    asked = task.question
    if not asked.filters.units or asked.parts or {Kind.COUNT, Kind.COMPARE} & set(asked.kinds):
        return None
    about = _about_bodies(asked)
    hits = sure_enough(task.search.find(about, asked.plans, ["section"]))
    if not hits or hits[0].coverage < _INSTEAD:  # another ministry is half of its name
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
            if tells_count(hit, thing, task.shelf)
            or (measures and hit.row is None and says_measure(measures, hit.passage.text))
        ]
        accepted = [hit for hit in accepted if hit.coverage >= _INSTEAD * task.hits[0].coverage]
    wants_row = asked.asks(Kind.EXISTENCE) and bool(row_nouns(asked.text))
    if wants_row or (len(asked.said) <= _FEW_WORDS and not asked.kinds):
        accepted.sort(key=lambda hit: -(hit.score * (_ROW_FIRST if hit.row else 1.0)))
    if not asked.parts or not accepted:
        return None
    chosen = with_section(choose_passages(accepted, len(asked.plans)), task.hits, asked, task.shelf)
    if wrong := _wrong_bearer(task, chosen[:1]):
        return wrong
    text = state_passages(chosen, asked, task.shelf, task.book, task.words)
    if is_vague(asked):
        text += state_options(task, chosen, further_options(task, chosen, accepted))
    kind = Kind.EXISTENCE if asked.asks(Kind.EXISTENCE) else Kind.PASSAGE
    return Outcome(task.words.say("yes") + text if kind is Kind.EXISTENCE else text, True, kind, accepted[0].score)


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
    _no_such_year,
    _no_such_appendix,
)
"""Steps that put a question aside: no plan could answer it, whoever words the answer."""

STEPS: tuple[Callable[[Task], Outcome | None], ...] = (
    *ASIDE,
    answer_chosen,
    answer_numbered,
    answer_definition,
    answer_overview,
    answer_appendix,
    answer_header,
    answer_measured,
    answer_across,
    _table,
    _bodies_in_prose,
    no_rows,
    answer_comparison,
    _lookup,
    _budgets,
    _passage,
    _abstain,
)
