"""Columns that a question names by their header as printed: "nguồn vốn", "mốc hoàn thành".

Every plan may have columns that mean none of the canonical fields, and other headers for those that do. Whatever header
the indexed tables print can be asked for; the fields' usual names are in the lexicon of questions.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from pydantic import TypeAdapter

from assistant.lexicon.questions import Cue
from assistant.lexicon.reading import read_lexicon
from assistant.text.matching import Part, Token, Words, coverage, indexed, tokens
from ingest.columns import figure_of, meaning, time_point
from ingest.model import Column, Field, Row
from ingest.periods import Interval, Kind, OpenPeriod
from ingest.vietnamese import fold

Wanted = Field | str
"""What can be asked of a row: a canonical field, or the printed header of a column that is none."""

_SHORTEST = {True: 3, False: 2}
"""Syllables of the shortest header that is looked for, by whether it means a canonical field: those have other cues."""
_NOUN = 2
"""Syllables of the noun with which a header begins, and the fewest behind it that say more of it."""
_NAMED = 0.3
"""The share that a header must say, to be named, of what a topic says beside which row is meant."""
_IN_CONTENT = 0.5
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?")
_DATED = re.compile(r"(?:\b(?:tinh den|den|het|ngay|thang|quy|nam|cuoi)\s+)*\b(?:\d{1,2} )?(?:\d{1,2} )?20\d\d$")
"""A date at the end of a header, folded: "Hiện trạng đến 30/9/2026"."""
_TIME_ALONE = re.compile(
    r"(?:(?:tinh den|den|het|cuoi|dau|trong|truoc|ngay|nam|(?:6|sau|9|chin) thang|quy (?:[1-4]|i{1,3}|iv)"
    r"|thang \d{1,2}|\d{1,2}) )*20\d\d"
)
"""A header of a time with its year, folded: "den nam 2030", "quy ii 2027", "6 thang dau nam 2027"."""
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")


def column_cues(columns: Collection[Column]) -> tuple[Cue, ...]:
    """A cue for each header of the plans' tables, the headers of what rows are about left out."""
    found: dict[str, Cue] = {}

    def note(phrase: tuple[Token, ...], wanted: Wanted) -> None:
        key = " ".join(token.plain for token in phrase)
        known = found[key].fields if key in found else ()
        found[key] = Cue(phrase, fields=tuple(dict.fromkeys((*known, wanted))))

    for column in columns:
        phrase = tokens(_IN_BRACKETS.sub("", column.printed))
        known = column.field is not None
        if column.field in (Field.CONTENT, Field.SCHEDULE) or len(phrase) < _SHORTEST[known]:
            continue
        if not known and is_measure(column.printed):  # "những đơn vị nào" asks for bodies, whatever "Đơn vị" is over
            continue
        if is_time(column.printed):  # "Năm 2025": a question's year says which column is meant
            continue
        wanted: Wanted = column.field or column.printed
        note(phrase, wanted)
        alone = tokens(_IN_BRACKETS.sub("", column.title)) if column.parent and not known else ()
        if len(alone) >= _SHORTEST[known] and not time_point(column.title):  # the header over it is seldom said
            note(alone, wanted)
        for other in (*_parted(phrase), *_as_share(phrase)) if not known else ():
            note(other, wanted)
    for wanted in _printed(columns):
        for phrase in _asked_for(wanted):
            note(phrase, wanted)
    return tuple(found.values())


def is_time(header: str) -> bool:
    """Whether a header says a time and nothing else: "Năm 2025", "Quý II/2027", "Đến năm 2030"."""
    return bool(time_point(header) or _TIME_ALONE.fullmatch(_plain_header(header)))


def _parted(phrase: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """A header as people ask for it, "nào" behind its noun: "doanh nghiệp nào bao tiêu"."""
    which = tokens(_columns_file()["which"]["behind"][0])
    for at in range(_NOUN, len(phrase)):
        if at <= len(phrase) - _NOUN or len(phrase) == _SHORTEST[True]:
            yield (*phrase[:at], *which, *phrase[at:])


def _as_share(phrase: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The header of a share as people ask for it: "khám định kỳ được bao nhiêu phần trăm" for "Tỷ lệ khám định kỳ"."""
    thing = phrase[_NOUN:]
    if phrase[:_NOUN] not in _shares() or len(thing) < _NOUN:
        return
    for asked in (tokens(text) for text in _columns_file()["share"]["asked"]):
        yield (*asked, *thing)
        yield (*thing, *asked)
        yield from ((*thing, *tokens(link), *asked) for link in _columns_file()["share"]["links"])


@cache
def _shares() -> frozenset[tuple[Token, ...]]:
    """What the header of a share begins with."""
    return frozenset(tokens(text) for text in _columns_file()["share"]["leading"])


def _printed(columns: Iterable[Column]) -> Iterator[str]:
    """The headers that mean no canonical field."""
    return (column.printed for column in columns if column.field is None)


def _asked_for(header: str) -> Iterator[tuple[Token, ...]]:
    """The phrases by which people ask for a column with this header."""
    plain = _DATED.sub("", _plain_header(_IN_BRACKETS.sub("", header))).strip()
    for headers, asked in _kinds():
        if plain in headers:
            yield from asked


def instead_of(wanted: Wanted) -> Field | None:
    """The field that answers for a column where a row's table has none such: the budget for the source of funds."""
    return None if isinstance(wanted, Field) else _instead(wanted)


@cache
def _instead(header: str) -> Field | None:
    plain = _plain_header(_IN_BRACKETS.sub("", header))
    kinds = (kind for kind in _columns_file().values() if "instead" in kind)
    return next((Field(kind["instead"][0]) for kind in kinds if plain in _headers(kind)), None)


def column_said(row: Row, parts: Sequence[Part], words: Words) -> str:
    """The header of the column that a topic names, of those of a row's table that mean no field and state a figure in
    this row: "tỷ lệ bao phủ của Hữu Lũng" under "Tỷ lệ bao phủ BHYT (%)"; "" where none is named, or several are."""
    content = indexed(row.text(Field.CONTENT))
    parts = [part for part in parts if coverage([part], content, words) < _IN_CONTENT]
    own = [title for title, text in row.fields.items() if title in row.columns and any(map(str.isdigit, text))]
    shares = {title: coverage(parts, indexed(_IN_BRACKETS.sub("", title)), words) for title in own}
    most = max(shares.values(), default=0.0)
    named = [title for title, share in shares.items() if share == most]
    return named[0] if len(named) == 1 and most >= _NAMED else ""


def spender_of(row: Row) -> str:
    """The body that spends what a row of money is about, where its table has a column of that: "Đơn vị sử dụng"."""
    spending = _headers(_columns_file()["spender"])
    return next((text for header, text in row.fields.items() if _plain_header(header) in spending), "")


def is_measure(header: str) -> bool:
    """Whether a header is that of what each row is counted in: "Đơn vị tính", or "Đơn vị" that leads nothing."""
    plain = _plain_header(header)
    kind = _columns_file()["unit_of_measure"]
    return plain in _headers(kind) or plain in map(fold, kind["alone"])


@lru_cache(maxsize=1024)  # tables have few headers between them
def _plain_header(header: str) -> str:
    return " ".join(token.plain for token in tokens(_IN_BRACKETS.sub("", header)))


def _headers(kind: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    return frozenset(" ".join(token.plain for token in tokens(header)) for header in kind["headers"])


@cache
def _columns_file() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return read_lexicon("columns", TypeAdapter(Mapping[str, Mapping[str, tuple[str, ...]]]))


@cache
def _kinds() -> tuple[tuple[frozenset[str], tuple[tuple[Token, ...], ...]], ...]:
    """The kinds of columns of columns.toml: folded headers, and the phrases that ask for them."""
    return tuple(
        (_headers(kind), tuple(tokens(phrase) for phrase in kind["asked"]))
        for kind in _columns_file().values()
        if "headers" in kind
    )


def cell(row: Row, wanted: Wanted) -> str:
    """The text of what is wanted of a row, "" where the cell is blank or there is none."""
    return row.text(wanted) if isinstance(wanted, Field) else row.fields.get(wanted, "")


def of_year(row: Row, wanted: Wanted, years: Collection[int]) -> tuple[str, str] | None:
    """The header and the cell of the column that holds a field for one of some years: "Kinh phí năm 2026", "2030" under
    "Mục tiêu"; None where a row's table has no such column."""
    for year in years:
        for title, text in row.columns.items():
            if str(year) not in title:
                continue
            if wanted in _BY_YEAR.get(meaning(title), ()) or _is_point(title, wanted):
                return title, text
            of_year_alone = title.split()[-1] in row.schedule and parts_budget(row)
            if wanted is Field.BUDGET and (of_year_alone or is_part_of_budget(row, title)):
                return title, text
    return None


def parts_budget(row: Row) -> bool:
    """Whether the years of a row's schedule hold what its budget is made up of: "Chia ra các năm" over "Năm 2026"."""
    total, parts = figure_of(row.text(Field.BUDGET)), [figure_of(text) for text in row.schedule.values()]
    return total > 0 and len(parts) > 1 and abs(sum(parts) - total) <= _ROUNDED * total


_ROUNDED = 0.01
_OF_YEAR = re.compile(r"\s*(?:/|-|năm\s)\s*20\d\d$")
_QUARTERS = ("I", "II", "III", "IV")


def point_of(period: Interval | OpenPeriod) -> str:
    """A quarter or a month as headers of columns say it: "Quý III", "Tháng 6"; "" for another period."""
    month = period.start.month if isinstance(period, Interval) else period.first[0]
    if period.kind is Kind.QUARTER:
        return f"Quý {_QUARTERS[(month - 1) // 3]}"
    return f"Tháng {month}" if period.kind is Kind.MONTH else ""


def of_point(row: Row, wanted: Wanted, points: Collection[str]) -> tuple[str, str] | None:
    """The header and the cell of the column that is one of some quarters or months, where a target or the schedule is
    asked for; None where a row's table has no such column."""
    if wanted not in (Field.TARGET, Field.SCHEDULE):
        return None
    ends = {f" {point.casefold()}" for point in points}
    return next(((title, text) for title, text in row.columns.items() if _ends(title) & ends), None)


def _ends(title: str) -> set[str]:
    plain = _OF_YEAR.sub("", title.casefold())
    return {f" {' '.join(plain.split()[-2:])}"}


_BY_YEAR: Mapping[Field | None, tuple[Field, ...]] = {
    Field.BUDGET: (Field.BUDGET,),
    Field.TARGET: (Field.TARGET, Field.SCHEDULE),
    Field.CONTENT: (),
    Field.DELIVERABLE: (Field.TARGET, Field.SCHEDULE),  # "Kết quả năm 2025" beside the target of 2026
    None: (Field.TARGET, Field.SCHEDULE),
}


def _is_point(title: str, wanted: Wanted) -> bool:
    """Whether a header is a year alone, or one under the header of a schedule, and the schedule is asked for."""
    return wanted in (Field.TARGET, Field.SCHEDULE) and bool(time_point(title))


def is_part_of_budget(row: Row, title: str) -> bool:
    """Whether a column holds what of a row's budget falls to one year: an amount under "Năm 2026" beside the total."""
    return (
        time_point(title).isdigit()
        and bool(_AMOUNT.fullmatch(row.columns.get(title, "")))
        and bool(_AMOUNT.fullmatch(row.text(Field.BUDGET)))
    )


def has(row: Row, wanted: Wanted) -> bool:
    """Whether a row's table has the column at all."""
    return row.has(wanted) if isinstance(wanted, Field) else wanted in row.fields
