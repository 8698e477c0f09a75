"""What the columns of an appendix mean: from printed headers to canonical fields, by words and never by plan.

A header means the field whose longest phrase of the lexicon stands in it, else what its noun and verb say together.
Three things depend on the neighbours: a column of years is part of a schedule, "mục tiêu" or "chỉ tiêu" names the
indicator where no other column does, and "đơn vị thực hiện" is the lead where no column says "chủ trì". Budgets of one
year each keep their printed names beside the total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.lexicon import cell_lexicon, field_lexicon
from ingest.model import Column, Field
from ingest.money import caption_unit, cell_amount
from ingest.vietnamese import fold, words

_YEAR = re.compile(r"(?:(?:den |het |den het |den cuoi |cuoi )(?=nam ))?(?:nam )?(?:(?:ke hoach|kh) )?(20\d\d)")
_PLANNED = re.compile(r"(?:ke hoach|kh|ct|mt) (?:nam )?20\d\d")
_QUARTER = re.compile(r"quy (?:[1-4]|i{1,3}|iv)")
_MONTH = re.compile(r"(?:thang|t) ?(?:0?[1-9]|1[0-2])")
_INNER_YEAR = re.compile(r"\b(20\d\d)\b")
_OPENS_ROW = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5})[.)]?")
_FIGURES = re.compile(r"[\d.,%≥≤<>\s+\-–]+")
_DONG, _PRICE = "dong", ("don", "gia")
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d+)?|\d+(?:,\d+)?")
_DISTINCT = 0.8
_NAMES_INDICATOR = (Field.TARGET, Field.SOLUTION, Field.DELIVERABLE)


def is_stt(title: str) -> bool:
    """Whether a header is that of the row numbers: "STT", "TT", "Số TT"."""
    return tuple(words(title)) in field_lexicon().stt


def may_be_stt(title: str, cells: Sequence[str]) -> bool:
    """Whether a header of codes, or none at all, stands over the numbers of rows: "Mã số" over "1", "1.1", "1.2"."""
    filled = [cell for cell in cells if cell.strip()]
    coded = not title.strip() or tuple(words(title)) in field_lexicon().codes
    return coded and len(set(filled)) > 1 and all(map(opens_row, filled))


def opens_row(text: str) -> bool:
    """Whether the first cell of a line is the number of a row, so that the line is no header: "2", "1.1.", "II"."""
    return bool(_OPENS_ROW.fullmatch(text.strip()))


def is_spanning(title: str) -> bool:
    """Whether a header can stand over a run of year columns: "Thời gian", "Lộ trình thực hiện"."""
    return any(_stands_in(phrase, words(title)) for phrase in field_lexicon().spanning)


def is_dividing(title: str) -> bool:
    """Whether a header stands over the parts of a sum and is no column of its own: "Trong đó", "Chia ra"."""
    return tuple(words(title)) in field_lexicon().composed["dividing"]


def divides_off(title: str) -> bool:
    """Whether a header is that of what of a sum falls to a year: "Trong đó năm 2026"."""
    said, dividing = words(title), field_lexicon().composed["dividing"]
    opens = any(tuple(said[: len(phrase)]) == phrase for phrase in dividing)
    return opens and bool(_INNER_YEAR.search(fold(title)))


def is_sum(title: str) -> bool:
    """Whether a header is that of a sum beside its parts: "Tổng số", "Cộng"."""
    return tuple(words(title)) in field_lexicon().composed["sums"]


def of_money_itself(title: str) -> bool:
    """Whether a header says the unit of its amounts: "Giá trị (triệu đồng)", "Đơn giá (đồng)"."""
    unit = title.partition("(")[2]
    return _DONG in words(unit) or bool(unit and caption_unit(f"ĐVT ({unit}"))


def may_be_amounts(title: str) -> bool:
    """Whether a header is that of amounts in a table of money: "Nhu cầu", "Giá trị"."""
    said = [word for word in words(title.partition("(")[0]) if not _INNER_YEAR.fullmatch(word)]
    return tuple(said) in field_lexicon().composed["amounts"]


def prices(title: str) -> bool:
    """Whether a header is that of the price of one of the things that its table counts: "Đơn giá"."""
    return words(title)[: len(_PRICE)] == list(_PRICE)


def is_of_measures(title: str) -> bool:
    """Whether a header asks what things are counted in: "ĐVT", "Đơn vị tính"."""
    return tuple(words(title)) in _MEASURE[:2]


def is_over_money(upper: str) -> bool:
    """Whether a header can stand over the parts of an amount: "Kinh phí", "Nhu cầu năm 2027", "Nguồn vốn"."""
    opening = words(upper)
    return any(tuple(opening[: len(phrase)]) == phrase for phrase in field_lexicon().composed["over_money"])


def parts_money(upper: str, lower: Sequence[str]) -> bool:
    """Whether a header stands over a sum and its sources, or over several sources: "Nhu cầu năm 2027" over "Tổng số",
    "Ngân sách tỉnh" and "Thu sự nghiệp"."""
    if not is_over_money(upper):
        return False
    known = field_lexicon().composed
    parts = lower[1:] if is_sum(lower[0]) else lower
    sources = [_longest(words(part), known["sources"]) > 0 for part in parts]
    return bool(sources) and all(sources[:1]) and sum(sources) * 2 > len(sources)


def names_source(title: str) -> bool:
    """Whether a header is that of what of an amount comes from one source: "NSNN", "Quỹ PTHĐSN"; none of a share."""
    known = field_lexicon().composed["sources"]
    return "%" not in title and not _names_a_quantity(words(title)) and _longest(words(title), known) > 0


def time_point(title: str) -> str:
    """The key of a column that is one year, quarter or month, else "": "Năm 2030" and "Đến năm 2030" -> "2030", "Quý I"
    -> "Quý I"."""
    plain = " ".join(words(title))
    if year := _YEAR.fullmatch(plain):
        return year[1]
    return title.strip() if _QUARTER.fullmatch(plain) or _MONTH.fullmatch(plain) else ""


def _stands_in(phrase: tuple[str, ...], title: Sequence[str]) -> bool:
    return any(tuple(title[at : at + len(phrase)]) == phrase for at in range(len(title) - len(phrase) + 1))


def _longest(title: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> int:
    return max((len(phrase) for phrase in phrases if _stands_in(phrase, title)), default=0)


@lru_cache(maxsize=4096)  # tables have few headers between them
def meaning(title: str) -> Field | None:
    """The field that one header means by itself, None where it means none."""
    lexicon = field_lexicon()
    said = words(title)
    if _names_a_quantity(said) or _is_acted_on(said):
        return None
    if _PLANNED.fullmatch(" ".join(said)):
        return Field.TARGET
    best, length = None, _longest(said, tuple(lexicon.none))
    for candidate, phrases in lexicon.fields:
        if (found := _longest(said, phrases)) > length:
            best, length = candidate, found
    return best if length else _composed(said)


def _names_a_quantity(said: Sequence[str]) -> bool:
    """Whether a header is that of a number of things: "Số xã, phường phụ trách"; "Số tiền" is a field of its own."""
    opens = any(tuple(said[: len(phrase)]) == phrase for phrase in field_lexicon().composed["quantities"])
    known = (phrase for _, phrases in field_lexicon().fields for phrase in phrases)
    return opens and not any(tuple(said[: len(phrase)]) == phrase for phrase in known)


def counts_things(title: str) -> bool:
    """Whether a header promises plain figures: "Số giường bệnh", "Dân số quản lý"; "Số văn bản" is no such number."""
    said, words_of = words(title), field_lexicon().composed

    def opens(phrases: Sequence[tuple[str, ...]]) -> bool:
        return any(tuple(said[: len(phrase)]) == phrase for phrase in phrases)

    return (_names_a_quantity(said) or opens(words_of["counted"])) and not opens(words_of["not_counted"])


def names_bodies(title: str) -> bool:
    """Whether a header is that of bodies that rows are about: "Cơ sở KCB", "Đơn vị" before their targets."""
    said = words(title)
    opens = any(tuple(said[: len(phrase)]) == phrase for phrase in field_lexicon().composed["rows_of_bodies"])
    return opens and meaning(title) is None


def _is_acted_on(said: Sequence[str]) -> bool:
    """Whether a header is that of whom something is done to: "Đơn vị được kiểm tra"."""
    words_of = field_lexicon().composed
    return _longest(said, words_of["acted_on"]) > 0 and _longest(said, words_of["bodies"]) > 0


def _composed(said: Sequence[str]) -> Field | None:
    """What a header means by its noun and verb: "Bộ, cơ quan chịu trách nhiệm", "Mốc hoàn thành"."""
    words_of = field_lexicon().composed
    holds = {name: _longest(said, phrases) > 0 for name, phrases in words_of.items()}
    if holds["joins"] and not holds["persons"]:
        return Field.COORDINATING_UNITS
    if holds["persons"] and holds["leads"]:
        return Field.RESPONSIBLE_LEADER
    if holds["bodies"] and holds["leads"]:
        return Field.LEAD_UNIT
    opens = any(tuple(said[: len(phrase)]) == phrase for phrase in words_of["times"])
    return Field.DEADLINE if opens else None


def names_nothing(title: str) -> bool:
    """Whether a header says nothing of its own, as "Tổ chức thực hiện" over "Chủ trì" and "Phối hợp" does."""
    known_other = _longest(words(title), tuple(field_lexicon().none))
    return meaning(title) is None and not known_other and not time_point(title)


def meaning_alone(title: str) -> Field | None:
    """What a header may mean where no other column means it: the lead, for "Đơn vị thực hiện" without "Chủ trì"."""
    said = words(title)
    if _names_a_quantity(said) or _is_acted_on(said):
        return None
    scored = [(_longest(said, phrases), candidate) for candidate, phrases in field_lexicon().fallback]
    length, candidate = max(scored, key=lambda pair: pair[0])
    return candidate if length and length >= _longest(said, tuple(field_lexicon().none)) else None


def assign(
    headers: Sequence[tuple[str, str]], cells: Sequence[Sequence[str]] = (), of_money: bool = False
) -> tuple[Column, ...]:
    """The columns of a table from its (header, header over it) pairs, the row number's column left out by the caller.

    `cells` holds those of each column, where they are known already: of two columns that may be the budget, the one
    with amounts is. `of_money` says that the whole table is one of money, as a line over it tells. No two columns get
    the same field: a second one keeps its printed name, unless both name a year, when they become a schedule ("Chỉ
    tiêu năm 2025", "Chỉ tiêu năm 2026").
    """
    columns = [Column(title, None, time_point(title), parent) for title, parent in headers]
    if sum(bool(column.year) for column in columns) == 1:
        columns = [replace(column, year="") if not column.parent else column for column in columns]
    columns = [replace(column, field=_field_of(column)) for column in columns]
    columns = _years_told_twice(columns)
    columns = _years_of_repeated_headers(columns)
    columns = _results_of_a_year(columns)
    columns = _lead_beside_leader(columns)
    columns = _name_the_content(columns, cells)
    columns = _fall_back(columns, cells)
    columns = _target_of_a_year(columns)
    columns = _sum_over_its_parts(columns)
    columns = _sum_of_money(columns, of_money)
    columns = _one_budget(columns, cells)
    return tuple(_first_of_each(columns))


def _field_of(column: Column) -> Field | None:
    if not column.year:
        return meaning(column.title)
    return Field.BUDGET if meaning(column.parent) is Field.BUDGET else Field.SCHEDULE


def figure_of(cell: str) -> float:
    """The figure of a cell that holds nothing else, 0 for another: "38,0", "1.180"."""
    plain = cell.strip()
    return float(plain.replace(".", "").replace(",", ".")) if _FIGURE.fullmatch(plain) else 0.0


def _one_budget(columns: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Leaves one column the budget: a total or undated one before those of single years, one with amounts before all.

    Where all are of single years, each keeps its printed name.
    """
    found = [at for at, column in enumerate(columns) if column.field is Field.BUDGET]
    if len(found) < 2 and not any(columns[at].year for at in found):
        return columns

    def rank(at: int) -> tuple[bool, bool]:
        has_amounts = not cells or any(cell_amount(cell) for cell in cells[at])
        return not has_amounts, bool(_INNER_YEAR.search(fold(columns[at].printed)))

    best = min(found, key=rank)
    chosen = None if _INNER_YEAR.search(fold(columns[best].printed)) else best
    return [replace(c, field=None) if at in found and at != chosen else c for at, c in enumerate(columns)]


def _years_told_twice(columns: list[Column]) -> list[Column]:
    """Leaves a year one column: under two headers ("Ngân sách trung ương", "Ngân sách thành phố") each keeps its
    printed name, but for the year's targets."""
    dated = [column for column in columns if column.field is Field.SCHEDULE]
    if len({column.year for column in dated}) == len(dated):
        return columns
    targets = {column.parent for column in dated if meaning(column.parent) is Field.TARGET}
    kept = targets if len(targets) == 1 else {""}
    return [replace(c, field=None) if c.field is Field.SCHEDULE and c.parent not in kept else c for c in columns]


def _years_of_repeated_headers(columns: list[Column]) -> list[Column]:
    for candidate in (Field.TARGET, Field.DELIVERABLE):
        dated = [
            (at, found[1])
            for at, column in enumerate(columns)
            if column.field is candidate and (found := _INNER_YEAR.search(fold(column.title)))
        ]
        if len({year for _, year in dated}) > 1:
            for at, year in dated:
                columns[at] = replace(columns[at], field=Field.SCHEDULE, year=year)
    return columns


def _target_of_a_year(columns: list[Column]) -> list[Column]:
    """Of indicators with their unit, the figure of the only year told is what is to be reached: "Năm 2025"."""
    dated = [at for at, column in enumerate(columns) if column.field is None and time_point(column.title).isdigit()]
    measured = any(tuple(words(column.title)) in _MEASURE for column in columns)
    if len(dated) != 1 or not measured or any(c.field in (Field.TARGET, Field.SCHEDULE) for c in columns):
        return columns
    return [replace(c, field=Field.TARGET) if at == dated[0] else c for at, c in enumerate(columns)]


_MEASURE = (("don", "vi", "tinh"), ("dvt",), ("don", "vi"))
"""The headers of what things are counted in, folded."""


def _results_of_a_year(columns: list[Column]) -> list[Column]:
    """Beside a target, "Kết quả năm 2025" is the figure that the target starts from and nothing to be delivered."""
    if not any(column.field is Field.TARGET for column in columns):
        return columns
    return [
        replace(column, field=None)
        if column.field is Field.DELIVERABLE and _INNER_YEAR.search(fold(column.title))
        else column
        for column in columns
    ]


def _lead_beside_leader(columns: list[Column]) -> list[Column]:
    """Where no column names the lead, "Phụ trách" beside "Lãnh đạo phụ trách" does."""
    leaders = [at for at, column in enumerate(columns) if column.field is Field.RESPONSIBLE_LEADER]
    persons = [at for at in leaders if _longest(words(columns[at].title), field_lexicon().composed["persons"])]
    others = [at for at in leaders if at not in persons]
    if not persons or not others or any(column.field is Field.LEAD_UNIT for column in columns):
        return columns
    return [replace(c, field=Field.LEAD_UNIT) if at == others[0] else c for at, c in enumerate(columns)]


def is_of_figures(cells: Sequence[str]) -> bool:
    """Whether the cells of a column that hold anything hold figures alone."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and sum(bool(_FIGURES.fullmatch(cell)) for cell in filled) > 0.5 * len(filled)


def _name_the_content(columns: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    """Gives a table without a content column one: the first that can name what its rows are about.

    Rows of figures are about the bodies that they are given to: "Đơn vị" before columns of figures alone.
    """
    figures = [bool(cells) and is_of_figures(cells[at]) for at in range(len(columns))]
    told = [at for at in range(len(columns)) if not figures[at]]
    if cells and told and told[0] == 0 and sum(figures) >= max(2, len(columns) - 2) and meaning_alone(columns[0].title):
        return [replace(columns[0], field=Field.CONTENT), *(_no_content(column) for column in columns[1:])]
    counted = [bool(column.year) or counts_things(column.title) for column in columns]
    of_bodies = bool(columns) and (sum(counted) > 1) and bool(meaning_alone(columns[0].title))
    if columns and (_is_acted_on(words(columns[0].title)) or (of_bodies and not _has_content(columns))):
        return [replace(columns[0], field=Field.CONTENT), *(_no_content(column) for column in columns[1:])]
    if _has_content(columns):
        return columns
    indicators = [at for wanted in _NAMES_INDICATOR for at, column in enumerate(columns) if column.field is wanted]
    unknown = [at for at, column in enumerate(columns) if column.field is None]
    things = [at for at in unknown if meaning_alone(columns[at].title) is None and not counted[at]]
    if columns and names_bodies(columns[0].title) and not indicators and _are_distinct(cells[:1]):
        return [replace(columns[0], field=Field.CONTENT), *columns[1:]]
    if things[:1] == [0] and indicators and cells and _tells_more(cells[0], cells[indicators[0]]):
        named = [0]
    elif not (cells and figures and unknown[:1] == [0] and told[:1] == [0]):
        named = [*indicators, *things]
    else:  # a column of figures names nothing where the first one says what they are the figures of
        named = [*(at for at in indicators if not figures[at]), *(at for at in things if not figures[at]), 0]
    return [replace(c, field=Field.CONTENT) if at in named[:1] else c for at, c in enumerate(columns)]


def _tells_more(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether one column rather than another says what its rows are about: no cell like the next, none shorter."""
    filled = [cell for cell in first if cell]
    return len(set(filled)) > _DISTINCT * len(first) and sum(map(len, first)) >= sum(map(len, second))


def _are_distinct(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the cells of a column, where they are known, name each row by another name."""
    return all(len({cell for cell in own if cell}) > _DISTINCT * len(own) for own in cells)


def _has_content(columns: Sequence[Column]) -> bool:
    return any(column.field is Field.CONTENT for column in columns)


def _no_content(column: Column) -> Column:
    return replace(column, field=None) if column.field is Field.CONTENT else column


def _sum_over_its_parts(columns: list[Column]) -> list[Column]:
    """Under a header of money "Tổng số" is the budget and none of the parts beside it: "Vốn đầu tư công"."""
    sums = [c for c in columns if is_sum(c.title) and c.field is None and c.parent and is_over_money(c.parent)]
    if len(sums) != 1:
        return columns
    parts = [replace(c, field=None) if _is_part(c, sums[0]) else c for c in columns]
    return [replace(c, field=Field.BUDGET) if c is sums[0] else c for c in parts]


def _is_part(column: Column, total: Column) -> bool:
    return column is not total and column.parent == total.parent and column.field is Field.BUDGET


def _sum_of_money(columns: list[Column], of_money: bool) -> list[Column]:
    """Where no column is the budget of all years, "Tổng số" is, in a table of money, under a header of money
    or beside the sources of it."""
    if any(column.field is Field.BUDGET and not column.year for column in columns):
        return columns
    sources = field_lexicon().composed["sources"]
    of_money = of_money or sum(_longest(words(column.title), sources) > 0 for column in columns) > 1
    for at, column in enumerate(columns):
        of_budget = of_money or meaning(column.parent) is Field.BUDGET
        if is_sum(column.title) and column.field is None and of_budget:
            return [*columns[:at], replace(column, field=Field.BUDGET), *columns[at + 1 :]]
    found = [at for at, column in enumerate(columns) if column.field is None and _is_amount(column, of_money)]
    if len(found) != 1:
        return columns
    return [replace(c, field=Field.BUDGET) if at == found[0] else c for at, c in enumerate(columns)]


def _is_amount(column: Column, of_money: bool) -> bool:
    """Whether a header that elsewhere means a number of anything is that of amounts here: "Nhu cầu" in a table of
    money, "Giá trị (triệu đồng)"."""
    return may_be_amounts(column.title) and (of_money or of_money_itself(column.title))


def _is_of_measures(cells: Sequence[str]) -> bool:
    """Whether a column under "Đơn vị" says what things are counted in: "%", "Người"."""
    filled = [cell for cell in cells if cell]
    counted = [fold(cell.rstrip(".")).split("/")[0].strip() in cell_lexicon().measures for cell in filled]
    return bool(filled) and sum(counted) > 0.5 * len(filled)


def _fall_back(columns: list[Column], cells: Sequence[Sequence[str]]) -> list[Column]:
    taken = {column.field for column in columns}
    for at, column in enumerate(columns):
        candidate = meaning_alone(column.title) if column.field is None else None
        if candidate is Field.LEAD_UNIT and cells and _is_of_measures(cells[at]):
            continue
        if candidate is Field.BUDGET and any(is_sum(other.title) and other.field is None for other in columns):
            continue  # "Nguồn vốn" beside "Tổng cộng"
        if candidate is Field.BUDGET and any(other.field is None and _is_amount(other, False) for other in columns):
            continue  # "Nguồn vốn" beside "Tổng mức (tỷ đồng)"
        if candidate is not None and candidate not in taken:
            columns[at] = replace(column, field=candidate)
            taken.add(candidate)
    return columns


def _first_of_each(columns: list[Column]) -> list[Column]:
    seen: set[Field] = set()
    for at, column in enumerate(columns):
        if column.field is None or column.field is Field.SCHEDULE:
            continue
        if column.field in seen:
            columns[at] = replace(column, field=None)
        seen.add(column.field)
    return columns
