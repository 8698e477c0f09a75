"""The kinds of answer that a question asks for: by its phrases, by its make-up, and what both must not mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.questions import FoundCue
from assistant.lexicon.spelling import lowered
from assistant.lexicon.terms import find_concepts
from assistant.phrasing.asking import asked_body, asked_person
from assistant.phrasing.patterns import (
    asks_charge,
    asks_of_each,
    asks_purpose,
    asks_those_rows,
    asks_where_said,
    asks_which_rows,
    compares_numbers_of_rows,
    makes_list,
    names_rows,
    names_so_many,
    row_nouns,
    says_what_rows_deal_with,
    sets_bound,
    table_kinds,
)
from assistant.phrasing.shares import names_share
from assistant.phrasing.wishes import asks_object, chooses_one, counts_tasks, ranked_by_deadline, sets_condition
from assistant.plans.columns import Wanted
from ingest.model import Field
from ingest.vietnamese import fold

BEARERS: frozenset[Wanted] = frozenset({Field.LEAD_UNIT, Field.COORDINATING_UNITS, Field.RESPONSIBLE_LEADER})
"""Columns that say whose a row is: "which tasks are led by …" asks for the rows, not for the column."""
_CELLS: frozenset[Wanted] = frozenset({Field.DELIVERABLE, Field.NOTE, Field.AREA, Field.APPROVAL})
"""Columns whose words choose rows: "which tasks must produce a report"."""
_OF_A_LIST = re.compile(r"\b(?:its|their|the|a) (?:\w+ )?list of\b")
"""A list that is what a question is about, in English."""
_RANKS = (Kind.MAX, Kind.MIN)

Kinds = tuple[Kind, ...]


def asked_kinds(text: str, typed: str, cues: Sequence[FoundCue]) -> Kinds:
    """The kinds that a question asks for, each once, the surest first; empty where none does.

    `text` has the accents that are likely meant, `typed` those that were typed; `cues` are its known phrases.
    """
    fields = fields_of(cues)
    kinds = _once(cue.cue.kind for cue in cues if cue.cue.kind and (cue.cue.sure or not fields))
    if sets_bound(text):
        kinds = _without(kinds, *_RANKS)
    kinds = _once((*kinds, *_by_make_up(text, typed, kinds, fields)))
    if ends := ends_asked(text):
        kinds = (ends, *_without(kinds, *_RANKS))
    return _chosen(text, _meant(text, kinds, fields))


def fields_of(cues: Sequence[FoundCue]) -> tuple[Wanted, ...]:
    """The fields that some cues ask for, each once."""
    return tuple(dict.fromkeys(wanted for cue in cues for wanted in cue.cue.fields))


def ends_asked(text: str) -> Kind | None:
    """Whether a question asks for the row that ends first or last: MIN, MAX or None."""
    return ranked_by_deadline(text) if row_nouns(text) else None


def _by_make_up(text: str, typed: str, kinds: Kinds, fields: Sequence[Wanted]) -> Kinds:
    """The kinds that a question's make-up shows beside those that its phrases name."""
    conditioned = bool(fields) and asks_which_rows(text) and (sets_condition(text) or set(fields) <= BEARERS)
    conditioned = conditioned or (bool(fields) and set(fields) <= _CELLS and asks_those_rows(text))
    conditioned = conditioned or (set(fields) <= BEARERS and asks_charge(text))
    conditioned = conditioned or (tuple(fields) == (Field.TARGET,) and asks_those_rows(text) and names_share(text))
    if fields and asks_of_each(text):
        return (Kind.LIST,)
    asks_field = bool(fields) and not conditioned
    made_up = _made_up(_without_digital(text), kinds, asks_field)
    if made_up or text == typed:
        return made_up
    # The accents put back may be wrong, but "cong" is rarely "cộng".
    return _without(_made_up(_without_digital(typed), kinds, asks_field), Kind.SUM)


def _meant(text: str, kinds: Kinds, fields: Sequence[Wanted]) -> Kinds:
    """The kinds without a list or a rank that words only look like, and with the list that a column's name asks for."""
    if (
        asks_object(text)
        or asks_where_said(text)
        or ((makes_list(text) or asks_purpose(text)) and not names_rows(text))
    ):
        kinds = _without(kinds, Kind.LIST)
    if fields and _OF_A_LIST.search(text) and not names_rows(text):
        kinds = _without(kinds, Kind.LIST)  # "how long will it keep its list of databases"
    if _asks_who(text) and not {Kind.COUNT, *_RANKS} & set(kinds):
        kinds = _without(kinds, Kind.LIST)
    if names_so_many(text) and not row_nouns(text):
        kinds = _without(kinds, Kind.LIST)  # "name the three areas …": a paragraph says them
    if Kind.LIST in kinds and says_what_rows_deal_with(text):
        kinds = _without(kinds, Kind.OVERVIEW)  # "all tasks that deal with …"
    if Kind.SUM in kinds:  # "tóm tắt …: bao nhiêu dự án, tổng bao nhiêu tiền"
        kinds = _without(kinds, Kind.OVERVIEW)
    if not kinds and _chooses_by_cell(fields) and names_rows(text):
        kinds = (Kind.LIST,)
    return _without(kinds, *_RANKS) if sets_bound(text) or _ranks_nothing(text) else kinds


def _ranks_nothing(text: str) -> bool:
    """Whether what a question calls the highest is no figure: "ai chịu trách nhiệm cao nhất"."""
    return bool(condition_patterns()["no_rank"].search(lowered(text)))


def _chosen(text: str, kinds: Kinds) -> Kinds:
    """The kinds of a question that asks which of two named things comes first or has more: a comparison."""
    more_rows = compares_numbers_of_rows(text)
    if not (chooses_one(text) or more_rows) or set(_RANKS) & set(kinds):
        return kinds
    first = (Kind.COMPARE, Kind.COUNT) if more_rows or counts_tasks(text) else (Kind.COMPARE,)
    return (*first, *_without(kinds, Kind.LIST, *first))


def _once(kinds: Iterable[Kind | None]) -> Kinds:
    return tuple(dict.fromkeys(kind for kind in kinds if kind is not None))


def _without(kinds: Iterable[Kind], *other: Kind) -> Kinds:
    return tuple(kind for kind in kinds if kind not in other)


def _chooses_by_cell(fields: Sequence[Wanted]) -> bool:
    """Whether a question names columns by which rows are chosen: "các nhiệm vụ … trong ghi chú"."""
    return bool(fields) and all(wanted is Field.NOTE or not isinstance(wanted, Field) for wanted in fields)


def _asks_who(text: str) -> bool:
    """Whether a question asks for a body or a person of something, whatever else its words could ask for."""
    return (asked_person(text) or asked_body(text)) is not None


def _made_up(text: str, kinds: Sequence[Kind], asks_field: bool) -> Kinds:
    """The kinds of table question that its make-up shows beside those its phrases name.

    Rows are not listed where something surer is asked: a field, an overview, whether there is one.
    """
    found = table_kinds(text)
    return _without(found, Kind.LIST) if asks_field or kinds else found


def _without_digital(text: str) -> str:
    """A question without the concepts that end in "số" ("digital"), which also means "number of"."""
    for found in reversed(find_concepts(text)):
        start, end = found.start, found.end
        spans = [(one.start(), one.end()) for one in re.finditer(r"[^\W_]+", text)]
        if end - start > 1 and fold(text[spans[end - 1][0] : spans[end - 1][1]]) == "so":
            text = f"{text[: spans[start][0]]}– {text[spans[end - 1][1] :]}"
    return text
