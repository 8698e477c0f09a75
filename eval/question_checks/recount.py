"""Counts the computed answers again from the rows, apart from whatever the assistant does.

`eval/questions/recounts/*.jsonl` say, a line a question, which rows its answer is computed from and how:

    {"id": "q001-1", "plan": "p", "appendix": "1", "group": "II", "measure": "count",
     "where": [{"field": "lead_unit", "has": ["Văn phòng"]}]}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import QuestionError
from eval.facts import tokens
from eval.question_checks.evidence import Evidence, RowEvidence, RowKey, holds, row_key
from eval.questions import Question

_AMOUNT = re.compile(r"\d{1,3}([.,]\d{3})+|\d+")
_PERSON = re.compile(r"^(Ông|Bà)\s+|\s*-.*$")


class Condition(BaseModel):
    """One condition on a row; the keys that are set must all hold.

    `field` names a canonical field, of which: `is` is the whole text, `has` lists texts one of which is in it, `blank`
    asks for an empty cell, `over`, `under` and `at_least` compare it as an amount of dong. `years` are exactly the
    years of the row's schedule, `mark` is a year and what its column says, `in_year` a year with any mark.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    field: str = ""
    value: str | None = Field(default=None, alias="is")
    has: list[str] | None = None
    blank: bool = False
    over: int | None = None
    under: int | None = None
    at_least: int | None = None
    years: list[str] | None = None
    in_year: str | None = None
    mark: tuple[str, str] | None = None


class Recount(BaseModel):
    """How the answer to one question is computed again: from the rows of a plan that meet every condition."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str
    plan: str
    appendix: str | None = None
    group: str | None = None
    where: list[Condition]
    measure: Literal["list", "count", "sum", "max", "min", "most", "fewest"]
    of: str = ""
    """The field that is summed or compared, for every measure but `list` and `count`."""

    @property
    def is_computed(self) -> bool:
        """Whether the answer is a figure that stands in no cell."""
        return self.measure in ("count", "sum", "most", "fewest")


def read_recounts(path: Path) -> list[Recount]:
    """The recounts of a file, in its order. Raises QuestionError for a line that is none."""
    recounts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            recounts.append(Recount.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"])) or "JSON"
            vietnamese = f"{place} sai ({first['msg']}); xem README.md để viết lại"
            raise QuestionError(str(path), number, vietnamese, f"{place}: {first['msg']}; see README.md") from error
    return recounts


def amount(cell: str) -> int | None:
    """The amount that a cell states as one number ("14,900,000,000"), None where it says anything else."""
    return int(re.sub(r"[.,]", "", cell)) if _AMOUNT.fullmatch(cell.strip()) else None


def _meets_amount(cell: str, condition: Condition) -> bool:
    value = amount(cell)
    if value is None:
        return condition.over is None and condition.under is None and condition.at_least is None
    return (
        (condition.over is None or value > condition.over)
        and (condition.under is None or value < condition.under)
        and (condition.at_least is None or value >= condition.at_least)
    )


def _meets_schedule(row: RowEvidence, condition: Condition) -> bool:
    if condition.years is not None and sorted(row.schedule) != sorted(condition.years):
        return False
    if condition.in_year is not None and condition.in_year not in row.schedule:
        return False
    if condition.mark is not None:
        year, text = condition.mark
        return tokens(row.schedule.get(year, "")) == tokens(text)
    return True


def meets(row: RowEvidence, condition: Condition) -> bool:
    """Whether the row meets the condition."""
    if not _meets_schedule(row, condition):
        return False
    if not condition.field:
        return True
    if condition.field not in row.fields:
        return False
    cell = row.fields[condition.field]
    return (
        (condition.value is None or tokens(cell) == tokens(condition.value))
        and (condition.has is None or holds(cell, condition.has))
        and (not condition.blank or not cell.strip())
        and _meets_amount(cell, condition)
    )


def matching_rows(evidence: Evidence, recount: Recount) -> dict[RowKey, RowEvidence]:
    """The rows that the recount is about, by their key."""
    return {
        key: row
        for key, row in evidence.rows.items()
        if key[0] == recount.plan
        and recount.appendix in (None, key[1])
        and recount.group in (None, key[2])
        and all(meets(row, condition) for condition in recount.where)
    }


def _amounts(rows: Mapping[RowKey, RowEvidence], of: str) -> dict[RowKey, int]:
    found = {key: amount(row.fields.get(of, "")) for key, row in rows.items()}
    return {key: value for key, value in found.items() if value is not None}


def _extreme_person(rows: Mapping[RowKey, RowEvidence], recount: Recount) -> list[str]:
    """The person named most or least often, and how often; empty where two share the place."""
    names = Counter(_PERSON.sub("", row.fields.get(recount.of, "")) for row in rows.values())
    ranked = names.most_common() if recount.measure == "most" else names.most_common()[::-1]
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return []
    return [ranked[0][0], str(ranked[0][1])]


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _stated(question: Question, values: list[str]) -> list[str]:
    missing = [value for value in values if not any(holds(" ; ".join(fact), [value]) for fact in question.facts)]
    return [f"{question.id}: the rows give {value}, which is none of its facts" for value in missing]


def recount_problems(question: Question, recount: Recount, evidence: Evidence) -> list[str]:
    """What the question says otherwise than the rows do; empty where they agree."""
    rows = matching_rows(evidence, recount)
    cited = {row_key(citation) for citation in question.citations}
    amounts = _amounts(rows, recount.of)
    wanted, values = set(rows), []
    match recount.measure:
        case "count":
            values = [str(len(rows))]
        case "sum":
            values = [_dotted(sum(amounts.values()))]
            wanted = {key for key, value in amounts.items() if value}
        case "max" | "min" if amounts:
            best = max(amounts.values()) if recount.measure == "max" else min(amounts.values())
            wanted = {key for key, value in amounts.items() if value == best}
            values = [_dotted(best)]
        case "most" | "fewest":
            values = _extreme_person(rows, recount) or ["one person alone"]
    problems = _stated(question, values)
    if not rows:
        problems.append(f"{question.id}: no row meets the conditions of its recount")
    if cited != wanted and (cited or recount.measure in ("list", "max", "min")):
        problems.append(f"{question.id}: cites {len(cited)} rows where {len(wanted)} are meant, or others than those")
    return problems
