"""A field of the row, or rows, that a question is about; that the row lacks it; that another bears it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.answering.accepting import SAYS_IT, SURE, accepted_rows, asks_amount
from assistant.answering.counted import counted
from assistant.answering.documents_named import told_document
from assistant.answering.premises import not_its_bearer
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.spelling import lowered
from assistant.phrasing.measures import measures_of, says_measure
from assistant.phrasing.wishes import asks_day
from assistant.plans.columns import Wanted, column_said
from assistant.plans.columns import has as has_column
from assistant.plans.filters import Filters, apply
from assistant.plans.fitting import fits, says_quantity
from assistant.replies import shorten
from assistant.search.retriever import Hit
from assistant.telling.chosen import no_column, told_instead
from assistant.telling.lookup import (
    Said,
    Told,
    choose_rows,
    figures_first,
    said_of,
    state_no_amount,
    state_rows,
    state_unfilled,
    that_tell,
    told_of,
)
from assistant.telling.outcome import Outcome, Task
from assistant.telling.prose import is_headed, state_passages
from assistant.understanding.mentions import same_label
from assistant.understanding.question import Question
from ingest.model import Field
from ingest.times import find_times
from ingest.units import Unit, same_unit
from ingest.vietnamese import fold, words

_ACCEPTED_INSIDE = 0.15
"""How sure a row must be of an appendix that the question names; see `accepting`."""
_FIGURES = {Field.TARGET, Field.BUDGET}
"""Fields whose words name columns that mean none: "tỷ lệ", "số tiền"."""
_MONEY = "bao nhiêu tiền"
"""What asks for an amount of money."""
_AS_WELL = 0.6
"""The share of what a row says of the topic that a paragraph must say to tell what one gets of it."""
_INSTEAD = 0.5
"""The share of the best row's score from which a row that has the column asked for may be meant instead."""
_SAYS_DAY = 0.1
"""How sure a paragraph must be that says a day where the row found says none."""
_SAYS_MUCH = 0.6
"""The share of the topic that a paragraph must say to name the day of it."""
_FAR_AHEAD = 1.5
"""How much likelier than a row prose must be to be told where the row says the topic too."""
_FEW_ROWS = 6
_YEARS = re.compile(r"(?:năm |giai đoạn )?20\d\d(?:\s?[-–]\s?20\d\d)?", re.IGNORECASE)
"""A time that is no more than years: "Năm 2025", "2025-2026"."""
_DAY = re.compile(r"(?:ngày|trước) \d{1,2}\b|\b\d{1,2}/\d{1,2}\b", re.IGNORECASE)
_MOSTLY_SAID = 0.6
"""The share of the topic that a row must say, with the title of its table, for its figure of a year to be meant."""
_UNIT = re.compile(r"\([^)]*\)")
"""What a header says behind its name: "(kg/ngày)"."""
_FIGURE = re.compile(r"\d{1,3}(?:[.,]\d{3})*|\d+(?:[.,]\d+)?")


def answer_field(task: Task) -> Outcome | None:
    """A field of the row, or rows, that the question is about."""
    asked = task.question
    if asked.header == ("basis",) and not asked.fields:
        asked = replace(asked, fields=(Field.APPROVAL,))  # the document behind a task, not behind the plan
        task = replace(task, question=asked)
    if _counts_in_a_year(task):
        asked = replace(asked, fields=(Field.TARGET,))
        task = replace(task, question=asked)
    if begins := _beginning(task):
        asked = replace(asked, fields=(begins,))
        task = replace(task, question=asked)
    if told := answer_focus(task):
        return told
    if asked.fields and not asked.parts and (told := _of_conditions(task)):
        return told
    if not asked.fields or not asked.parts or asked.field_alone:
        return None
    if (meant := _without_other_columns(task)) is not None:
        return answer_field(replace(task, question=meant))
    return _document(task) or _of_topic(task)


def _document(task: Task) -> Outcome | None:
    """The document by which something is done, where no row tells one, or none of the body that the question names."""
    asked = task.question
    if asked.fields != (Field.APPROVAL,):
        return None
    told = _of_topic(replace(task, book=task.book.blank()))
    if told and told.answerable and all(fold(body.name) in fold(told.text) for body in asked.bodies):
        return None
    return told_document(task)


def _without_other_columns(task: Task) -> Question | None:
    """The question without those columns of other tables whose header only stands in what the row found is about:
    "kinh phí cho xây nhà chứa rác lây nhiễm", beside a table with the column "Rác lây nhiễm (kg/ngày)". None where it
    names no such column."""
    asked, row = task.question, task.hits[0].row if task.hits else None
    if row is None or asked.without_columns is None:
        return None
    about = f" {' '.join(words(row.text(Field.CONTENT)))} "
    own = tuple(one for one in asked.fields if has_column(row, one) or not _stands_in(one, about))
    if own == tuple(asked.fields):
        return None
    return replace(asked, fields=own) if own else asked.without_columns


def _stands_in(wanted: Wanted, about: str) -> bool:
    """Whether the header of a column that means no field, without its unit, stands in a row's content, folded."""
    header = "" if isinstance(wanted, Field) else " ".join(words(_UNIT.sub("", wanted)))
    return bool(header) and f" {header} " in about


def _beginning(task: Task) -> str:
    """The header of the column that says when the row asked about begins, where that is asked: it is no deadline; ""
    where its table has none such."""
    asked, says = task.question, condition_patterns()["beginning"]
    if tuple(asked.fields) != (Field.DEADLINE,) or not says.search(lowered(asked.likely)):
        return ""
    told = task.shelf.rows.at(asked.focus) if asked.focus else {}
    rows = list(told.values()) or [hit.row for hit in accepted_rows(task)[:1] if hit.row is not None]
    return next((title for row in rows for title in row.fields if says.search(lowered(title))), "")


def _counts_in_a_year(task: Task) -> bool:
    """Whether a question asks how many there are in a year for which the table of the row found has a column of
    figures: "TTYT A phải lập bao nhiêu hồ sơ trong năm 2027"."""
    asked = task.question
    if counted(asked) is None or len(asked.years) != 1:
        return False
    first = next(iter(accepted_rows(task)), None)
    if first is None or first.row is None or first.coverage < _MOSTLY_SAID:
        return False
    return bool(_FIGURE.fullmatch(first.row.schedule.get(str(asked.years[0]), "")))


def _for_one(task: Task, rows: Sequence[Hit], prose: Sequence[Hit]) -> Outcome | None:
    """What the prose says that one gets or pays, where that is asked for: a row's budget is for all of them."""
    asked = task.question
    if tuple(asked.fields) != (Field.BUDGET,) or not condition_patterns()["for_one"].search(lowered(asked.likely)):
        return None
    least = _AS_WELL * max((hit.coverage for hit in rows), default=0.0)
    telling = [hit for hit in prose if hit.coverage >= least and says_measure(measures_of(_MONEY), hit.passage.text)]
    if not telling:
        return None
    text = state_passages(telling[:1], asked, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, telling[0].score)


def _of_topic(task: Task) -> Outcome | None:
    """The fields asked for of the rows that say the topic; None where prose says more."""
    asked = task.question
    accepted = _meeting(task, accepted_rows(task))
    if not accepted and (meant := _lacks_column(task)):
        return _of_own_column(task, [meant], []) or _no_column(task, meant, [])
    rows = [hit for hit in accepted if hit.row is not None]
    prose = [hit for hit in accepted if hit.row is None]
    if told := _for_one(task, rows, prose):
        return told
    if asked.appendix and (inside := _rows_of_appendix(task)):
        rows, prose = inside, []
    said = said_of(rows, asked.fields, asked.language, asked.years, asked.points)
    if told := _of_own_column(task, rows, said):
        return told
    said = figures_first(said, asked.fields)
    nobody = asked.fields[0] is Field.RESPONSIBLE_LEADER and not said and bool(rows)
    if nobody or (rows and (not said or _is_another(said[0].hit, rows[0]))):
        return _no_column(task, rows[0], [] if nobody else prose)
    if told := _told_length(task, prose, said) or _told_day(task, said):
        return told
    in_prose = bool(prose) and bool(said) and prose[0].score > said[0].hit.score
    headed = [body for body in asked.bodies if in_prose and is_headed(prose[0], [body], task.shelf)]
    of_body = bool(headed) and not _names(said[0], headed, task)
    sure = (
        bool(said) and said[0].hit.coverage >= SURE and any(one.filled for one in said) and _has_column(said[0], asked)
    )
    if not said or (in_prose and not (sure and not of_body and prose[0].score < _FAR_AHEAD * said[0].hit.score)):
        return None
    return _state(task, choose_rows(said, len(asked.plans)))


def _of_own_column(task: Task, rows: Sequence[Hit], said: Sequence[Said]) -> Outcome | None:
    """The cell of the row found first whose column, which means no field, the question names, where its table has none
    for the figure asked for: "tỷ lệ bao phủ của Hữu Lũng", "so tien phai thu cua Bac Son"."""
    asked = task.question
    if not set(asked.fields) <= _FIGURES or not rows or rows[0].row is None or any(one.hit is rows[0] for one in said):
        return None
    title = column_said(rows[0].row, asked.parts, task.shelf.words)
    if not title or rows[0].coverage < SURE:
        return None
    own = replace(asked, fields=(title,))
    return _state(replace(task, question=own), said_of(rows[:1], own.fields, asked.language))


def _names(said: Said, bodies: Sequence[Unit], task: Task) -> bool:
    """Whether a row names one of some bodies as its lead or partner."""
    cells = [said.row.text(field) for field in (Field.LEAD_UNIT, Field.COORDINATING_UNITS)]
    named = [unit for cell in cells for unit in task.shelf.units_of(said.plan, cell)]
    return any(same_unit(unit, body) for unit in named for body in bodies)


def _state(task: Task, chosen: Sequence[Said]) -> Outcome:
    """What the rows chosen say of the fields asked for: their cells, that these are blank, or that another bears it."""
    asked = task.question
    best = max(one.hit.score for one in chosen)
    filled = that_tell(chosen)
    if not filled:
        text = " ".join(state_unfilled(one, task.shelf, task.book, task.words, asked.fields) for one in chosen[:2])
        return Outcome(text, False, Kind.LOOKUP, best)
    if wrong := wrong_bearer(task, [one.hit for one in filled]):
        return wrong
    if asks_amount(asked) and not any(says_quantity(value) for one in filled for _, value in one.values):
        if told := _told_amount(task, best):
            return told
        text = " ".join(state_no_amount(one, task.shelf, task.book, task.words) for one in filled[:2])
        return Outcome(text, False, Kind.LOOKUP, best)
    text = state_rows(filled, task.shelf, task.book, task.words, asked.fields)
    return Outcome(text, True, Kind.LOOKUP, best)


def _told_amount(task: Task, best: float) -> Outcome | None:
    """The paragraph that says as much of the topic as the row without a figure does, and an amount of what is asked."""
    asked = task.question
    measures = [one for one in measures_of(asked.likely) if one.name == "percent"]
    telling = [
        hit
        for hit in task.hits
        if hit.row is None and hit.coverage >= SURE and measures and says_measure(measures, hit.passage.text)
    ]
    if not telling:
        return None
    text = state_passages(telling[:1], asked, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, best)


def wrong_bearer(task: Task, chosen: Sequence[Hit]) -> Outcome | None:
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


def _told_day(task: Task, said: Sequence[Said]) -> Outcome | None:
    """The paragraph that says a day, where one is asked for and the row found only says that it is done all the time,
    or in which years; it says much of the topic or is nearer to the question in meaning: "báo cáo định kỳ gửi trước
    ngày nào"."""
    asked = task.question
    if asked.fields != (Field.DEADLINE,) or not said or not asks_day(f"{asked.context} {asked.likely}"):
        return None
    row = said[0]
    if any((fits(asked.fields, value, "") and not _YEARS.fullmatch(value)) or not value for _, value in row.values):
        return None
    of_years = any(fits(asked.fields, value, "") for _, value in row.values)
    telling = [hit for hit in task.hits if hit.row is None and hit.plan == row.plan and hit.score >= _SAYS_DAY]
    telling = [hit for hit in telling if hit.nearness > row.hit.nearness or hit.coverage >= _SAYS_MUCH]
    nearer = [hit for hit in telling if fits(asked.fields, hit.passage.text, "")]
    if of_years:
        nearer = [hit for hit in nearer if _DAY.search(hit.passage.text)]
    if not nearer:
        return None
    text = state_passages(nearer[:1], asked, task.shelf, task.book, task.words)
    return Outcome(text, True, Kind.PASSAGE, row.hit.score)


def answer_focus(task: Task) -> Outcome | None:
    """The fields asked for of the rows that were told before; None where those tables have no such column."""
    asked = task.question
    found = task.shelf.rows.at(asked.focus) if asked.focus else {}
    told = told_of(list(found.values()), asked.fields, asked.language, asked.years)
    if found and not told and not asked.parts:
        row = next(iter(found.values()))
        return told_instead(task, row) or Outcome(no_column(task, row), False, Kind.LOOKUP, 1.0)
    if told and not that_tell(told):
        text = " ".join(state_unfilled(one, task.shelf, task.book, task.words, asked.fields) for one in told[:2])
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
    filled = that_tell(told)
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
        if hit.row is not None and same_label(label, hit.row.anchor.table) and hit.score >= _ACCEPTED_INSIDE
    ]


def _no_column(task: Task, best: Hit, prose: Sequence[Hit]) -> Outcome | None:
    """That the table of the row asked about has no such column; None where prose says something nearer.

    How long something may take, a row may say in what it is about, "trở lại bình thường trong vòng 24 tiếng", and
    when, in its note: "Phân kỳ đầu tư giai đoạn 2025-2026".
    """
    asked = task.question
    if best.row is None or (prose and prose[0].score > best.score):
        return None
    of_time = asked.fields == (Field.DEADLINE,)
    lengths = measures_of(asked.likely) if of_time else ()
    noted = of_time and any(time.periods for time in find_times(best.row.text(Field.NOTE)))
    if noted or (lengths and says_measure(lengths, best.row.text(Field.CONTENT))):
        text = state_passages([best], asked, task.shelf, task.book, task.words)
        return Outcome(text, True, Kind.PASSAGE, best.score)
    return told_instead(task, best.row) or Outcome(no_column(task, best.row), False, Kind.LOOKUP, best.score)
