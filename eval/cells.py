"""`python -m eval.cells`: whether each cell of each row is told when it is asked for, and a blank one told to be blank.

A row is named by the whole of its content or by its first words, a field by some of the ways in which people ask for
it. The answer must cite the row (or another of the same name) and tell what its cell prints; where the cell is blank
it must cite the row and say so. Where `eval.bodies` asks from a body to its rows, this asks from a row to its cells.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer
from assistant.assistant import Assistant
from assistant.plans.library import Shelf
from eval.agreement import assistants
from ingest.model import Field, Row
from ingest.vietnamese import fold

_WAYS: Mapping[Field, tuple[str, ...]] = {
    Field.LEAD_UNIT: (
        "Ai chủ trì {row} ở {plan}?",
        "Đơn vị nào của {plan} chịu trách nhiệm chính việc {row}?",
        "Who is in charge of “{row}” in {plan}?",
    ),
    Field.COORDINATING_UNITS: (
        "Những đơn vị nào phối hợp {row} ở {plan}?",
        "Which units coordinate “{row}” in {plan}?",
    ),
    Field.RESPONSIBLE_LEADER: (
        "Lãnh đạo nào phụ trách việc {row} của {plan}?",
        "Which leader oversees “{row}” in {plan}?",
    ),
    Field.DEADLINE: (
        "Khi nào {plan} phải xong việc {row}?",
        "Thời hạn {row} của {plan} là bao giờ?",
        "When is “{row}” due in {plan}?",
    ),
    Field.DELIVERABLE: (
        "Kết quả của việc {row} trong kế hoạch {plan} là gì?",
        "What is the deliverable of “{row}” in {plan}?",
    ),
    Field.TARGET: (
        "Chỉ tiêu {row} của {plan} là bao nhiêu?",
        "Mục tiêu của {row} trong kế hoạch {plan} là gì?",
    ),
    Field.BUDGET: (
        "Kinh phí cho {row} của {plan} là bao nhiêu?",
        "{plan} chi bao nhiêu tiền cho {row}?",
        "How much does {plan} spend on “{row}”?",
    ),
    Field.NOTE: ("Ghi chú của {row} trong kế hoạch {plan} là gì?",),
}
_OF_YEAR = ("{row} năm {year} của {plan} là bao nhiêu?", "{plan} đặt {row} bao nhiêu vào năm {year}?")
_COLUMN = ("{column} của {row} ở {plan} là gì?",)
_YEAR = re.compile(r"20\d\d")
_FIRST = 7
"""The first words by which a longer content is called."""
_LONGEST = 22
"""Words of the longest content by which a row is called whole."""
_ENOUGH, _BEGINNING = 0.8, 12
"""The share of the first words of a cell that an answer must say, and how many those are."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row and a way of asking for it."""

    row: Row
    name: str
    """What it is: a field, a year, a column's header."""
    text: str
    """What it prints, "" for a blank one."""
    way: str
    """The question, {row} and {plan} left open."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question for a cell and what is wrong with its answer, "" for nothing."""

    cell: Cell
    form: str
    question: str
    wrong: str
    answer: str


def cells_of(row: Row) -> Iterator[Cell]:
    """Each cell of a row in each way of asking for it."""
    for field, ways in _WAYS.items():
        if row.has(field):
            for way in ways:
                yield Cell(row, field.value, row.text(field), way)
    for key, mark in row.schedule.items():
        if (year := _YEAR.search(key)) and any(map(str.isdigit, mark)):
            for way in _OF_YEAR:
                yield Cell(row, "year", mark, way.replace("{year}", year[0]))
    known = {field.value for field in Field}
    for header, text in row.fields.items():
        if header not in known and text:
            for way in _COLUMN:
                yield Cell(row, "column", text, way.replace("{column}", header))


def names_of(row: Row) -> Iterator[tuple[str, str]]:
    """The ways in which a row is called: whole, and by its first words where it is long."""
    content = " ".join(row.text(Field.CONTENT).split()).strip(" .;:-")
    words = content.split()
    if 2 <= len(words) <= _LONGEST:
        yield "whole", content
    if len(words) > _FIRST + 2:
        yield "first", " ".join(words[:_FIRST]).strip(' .,;:-(“"')


def _told(text: str, answer: Answer) -> bool:
    """Whether an answer says most of the words of a cell's beginning."""
    wanted = _WORD.findall(fold(text))[:_BEGINNING]
    said = set(_WORD.findall(fold(answer.answer)))
    return sum(word in said for word in wanted) >= _ENOUGH * len(wanted)


def _wrong(answer: Answer, same: frozenset[str], texts: Collection[str]) -> str:
    """What is wrong with an answer for the rows of one name, whose cells print `texts`."""
    cited = {one.anchor for one in answer.citations}
    if not cited & same:
        return "no row" if not cited else "other row"
    if not any(texts):
        return "told though blank" if answer.answerable else ""
    if not answer.answerable:
        return "refused"
    return "" if any(_told(text, answer) for text in texts if text) else "not told"


@dataclass(frozen=True, slots=True)
class Called:
    """A way in which a row is called, and the rows of the plan that are called so."""

    label: str
    """"whole" or "first"."""
    words: str
    rows: tuple[Row, ...]


def asked_for(assistant: Assistant, cell: Cell, plan: str, called: Called) -> Iterator[Asked]:
    """Each form of the question for a cell of a row of the plan of some name."""
    words = called.words if called.words.split()[0].isupper() else called.words[0].lower() + called.words[1:]
    question = cell.way.format(row=words, plan=plan)
    question = question[0].upper() + question[1:]
    forms = {"english": question} if "“" in cell.way else {"accented": question, "unaccented": fold(question)}
    same = frozenset(str(row.anchor) for row in called.rows)
    texts = {one.text for row in called.rows for one in cells_of(row) if (one.name, one.way) == (cell.name, cell.way)}
    for form, text in forms.items():
        answer = assistant.ask(text)
        yield Asked(cell, f"{form} {called.label}", text, _wrong(answer, same, texts), answer.answer)


def cells_asked(shelf: Shelf, plan: str) -> Iterator[tuple[Cell, Called]]:
    """Each cell of a plan's rows with each way of calling its row."""
    rows = list(shelf.rows_of([plan]))
    called: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for _, words in names_of(row):
            called[fold(words)].append(row)
    for row in rows:
        for cell in cells_of(row):
            for label, words in names_of(row):
                yield cell, Called(label, words, tuple(called[fold(words)]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Asks for every so many cells, tells which answers are wrong and how, and counts those that are not."""
    parser = argparse.ArgumentParser(prog="python -m eval.cells", description=__doc__)
    parser.add_argument("--plans", type=Path, help="one folder of plans; all of the evaluation without it")
    parser.add_argument("--every", type=int, default=13, help="of how many cells one is asked for; 1 for all")
    options = parser.parse_args(arguments)
    asked, right = Counter[str](), Counter[str]()
    number = 0
    for assistant in assistants(options.plans):
        shelf = assistant.shelf()
        for plan, name in shelf.names.items():
            for cell, called in cells_asked(shelf, plan):
                number += 1
                for one in asked_for(assistant, cell, name, called) if number % options.every == 0 else ():
                    for key in ("all", one.form, cell.name if cell.text else f"blank {cell.name}"):
                        asked[key] += 1
                        right[key] += not one.wrong
                    if one.wrong:
                        print(f"{one.wrong} | {cell.row.anchor} | {one.question} | {one.answer[:160]!r}")
    for key, count in sorted(asked.items()):
        print(f"{key}: {right[key]} of {count}")


if __name__ == "__main__":
    main()
