"""Kinds of table questions by how they are put together, whatever words stand between the pieces.

"Bao nhiêu … nhiệm vụ" counts, "tổng … kinh phí" adds up, "… cao nhất" ranks, "những dự án nào", "which … tasks" list.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from assistant.answer import Kind
from ingest.periods import Kind as Span
from ingest.times import find_times
from ingest.units import find_units
from ingest.vietnamese import fold

_ROLE = re.compile(r"\b(?:do|chu tri|phoi hop|phu trach|giao|led by|lead|of)\b")
_WHAT = r"what(?!\s(?:does|do|did|is|was|will|has|should|would)\b)"  # "what does the … project cost" asks of one row
_BETWEEN = r"(?:\s\w+){0,3}?\s"  # a few words


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("patterns.toml").read_text("utf-8"))

    def any_of(*names: str) -> str:
        texts = {fold(text) for name in names for text in data[name]}
        return "(?:" + "|".join(sorted(map(re.escape, texts), key=len, reverse=True)) + ")"

    rows, money, total = any_of("rows"), any_of("money"), any_of("total")
    which = rf"(?<!\bla\s){any_of('which')}"  # "… là gì" asks what one thing is
    adds_up = rf"\b{total}\b.*\b{money}\b|\b{money}\b.*\b{total}\b"
    counts = rf"\b{any_of('how_many')}\s(?:\w+\s)?{rows}\b"
    lists = (
        rf"\b{any_of('all_of')}{_BETWEEN}?{rows}\b.*\b{which}\b"
        rf"|\b{rows}(?:\s\w+){{0,4}}?\s{which}\b|\b(?:list|which|name|show|{_WHAT})\b(?:\s\w+){{0,4}}?\s{rows}\b"
        rf"|\b(?:liet ke|ke (?:ten|ra|giup|cho|het)|neu ten|(?<!theo )(?<!trong )danh sach|list)\b"
    )
    largest = rf"\b{any_of('large')}\s(?:(?!{any_of('small')}\b)\w+\s){{0,2}}?nhat\b|\b{any_of('largest')}\b"
    smallest = rf"\b{any_of('small')}\s(?:\w+\s){{0,2}}?nhat\b|\b{any_of('smallest')}\b"
    found = ((Kind.MAX, largest), (Kind.MIN, smallest), (Kind.SUM, adds_up), (Kind.COUNT, counts), (Kind.LIST, lists))
    return tuple((kind, re.compile(pattern)) for kind, pattern in found)


@cache
def _rows() -> re.Pattern[str]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("patterns.toml").read_text("utf-8"))
    texts = sorted({fold(text) for text in data["rows"]}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, texts)) + r")\b")


@cache
def _framing() -> frozenset[str]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("patterns.toml").read_text("utf-8"))
    names = (
        "numbers",
        "ends",
        "how_many",
        "which",
        "all_of",
        "total",
        "money",
        "large",
        "small",
        "largest",
        "smallest",
    )
    return frozenset(word for name in (*names, "smallest") for text in data[name] for word in fold(text).split())


def is_framing(plain: str) -> bool:
    """Whether a folded word only frames a table question ("ít", "tổng", "12") and is no part of its topic."""
    return plain.isdigit() or plain in _framing()


def asks_which_rows(text: str) -> bool:
    """Whether a question asks which rows: "nhiệm vụ du lịch nào", "which tasks"."""
    return bool(_which_rows().search(re.sub(r"[^\w\s%]", " ", fold(text))))


@cache
def _which_rows() -> re.Pattern[str]:
    rows = _rows().pattern.removeprefix(r"\b").removesuffix(r"\b")
    return re.compile(rf"\b{rows}(?:\s\w+){{0,4}}?\s(?:nao|gi)\b|\b(?:which|what)(?:\s\w+){{0,4}}?\s{rows}\b")


def row_nouns(text: str) -> list[tuple[int, int]]:
    """Where a question says what rows are called, as characters of the text."""
    return [(found.start(), found.end()) for found in _rows().finditer(fold(text))]


def table_kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of table question that a question's make-up shows, the surest first."""
    plain = re.sub(r"[^\w\s%]", " ", fold(text))
    found = tuple(kind for kind, pattern in _patterns() if pattern.search(plain))
    if not found and _rows().search(plain) and (_says_time(text) or _acts(text)):
        return (Kind.LIST,)
    return found


def _says_time(text: str) -> bool:
    """Whether a question names a time within a year, or what is done all the time; a bare year may be a plan's."""
    return any(not time.periods or any(one.kind is not Span.YEAR for one in time.periods) for time in find_times(text))


def _acts(text: str) -> bool:
    """Whether a question names a body and what it does: "nhiệm vụ do KHTC chủ trì"."""
    return bool(_ROLE.search(fold(text))) and bool(find_units(text))
