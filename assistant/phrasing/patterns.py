"""Kinds of table questions by how they are put together, whatever words stand between the pieces.

"Bao nhiêu … nhiệm vụ" counts, "tổng … kinh phí" adds up, "… cao nhất" ranks, "những dự án nào", "which … tasks" list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.reading import lists_of
from assistant.lexicon.spelling import any_spelled, lowered, spelled
from assistant.text.matching import Token, tokens
from ingest.money import Comparison, find_amounts
from ingest.periods import Kind as Span
from ingest.times import find_times
from ingest.units import find_units

_WHAT = r"what(?!\s(?:does|do|did|is|was|will|has|should|would)\b)"  # "what does the … project cost" asks of one row
_SHORT_FORM = re.compile(r"\b[A-Z]{2,}\b")
"""A short form, which in small letters may be another word: "AI" asks for nobody."""
_LONGEST_VERB = 2  # words
_BETWEEN = r"(?:\s\w+){0,3}?\s"  # a few words


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    data = _data()

    def any_of(*names: str) -> str:
        return any_spelled(text for name in names for text in data[name])

    word = spelled
    rows, money, total = any_of("rows"), any_of("money"), any_of("total")
    which = rf"(?<!\blà\s)(?<!\bla\s)(?<!\bghi\s)(?<!\bnêu\s)(?<!\bneu\s){any_of('which')}"  # "… là gì", of one thing
    adds_up = rf"\b{total}\b.*\b{money}\b|\b{money}\b.*\b{total}\b"
    adds_up += r"|\bhow much\b.*\b(?:projects|packages)\b"
    adds_up += rf"|\b{any_of('priced')}\b.*\b{total}(?:\s{word('là')})?\s{any_of('how_much')}\s*$"
    spent = rf"{any_spelled(('hết', 'tốn'))}\s{any_of('how_much')}(?:\s{word('tiền')})?"
    adds_up += rf"|\b{total}\b(?:\s\w+){{1,6}}?\s{spent}\s*$"
    adds_up += rf"|\b{any_of('summing')}\b.*\b{any_of('priced')}\b|\b{any_of('priced')}\b.*\b{any_of('summing')}\b"
    whole, money_of = rf"\b{any_of('whole')}\s{any_of('spent_on')}\b", rf"\b{any_of('how_much_money')}\b"
    each = rf"(?!.*\b{any_of('each')}\b)"
    adds_up += rf"|^{each}.*(?:{whole}.*{money_of}|{money_of}.*{whole})"
    one = rf"(?!\s{any_of('one_of_them')}\b)"  # "duyệt bao nhiêu cho khoản này": one is spoken of, and none counted
    for_one = rf"(?!{any_of('for_a_row')}\s)"  # "chi bao nhiêu cho việc số hóa"
    counts = rf"\b{any_of('how_many')}\s(?:{for_one}\w+\s)?{rows}\b{one}|\bhow many(?: of)?(?:\s\w+){{1,5}}?\s{rows}\b"
    counts += rf"|\b{any_of('how_many')}\s{word('cái')}\s{any_of('behind_ones')}\b"
    listed = any_of("listed")
    named = "".join(rf"(?<!{text} )" for text in ("theo", "trong")) + word("danh sách")
    lists = (
        rf"\b{any_of('all_of')}{_BETWEEN}?{rows}\b.*\b{which}\b"
        rf"|\b{rows}(?:\s\w+){{0,4}}?\s{which}\b|\b(?:list|which|name|show|{_WHAT})\b(?:\s\w+){{0,4}}?\s{rows}\b"
        rf"|^(?:please\s)?(?:all|every|each)\s(?:[\w-]+\s){{0,4}}?{rows}\b"
        rf"|\b{any_of('handing_out')}\s(?:me\s|us\s)?{any_of('every_one')}\s(?:[\w-]+\s){{0,4}}?{rows}\b"
        rf"|\b{listed}\b|\b{named}\b|\b(?:những|nhung|các|cac)\s{any_of('duties')}\b.*\b{word('là')}\s(?:những\s)?{word('gì')}\s*$"
    )
    lists += rf"|{_charges().pattern}"
    most = word("nhất")
    largest = rf"\b{any_of('large')}\s(?:(?!{any_of('small')}\b)\w+\s){{0,8}}?{most}\b|\b{any_of('largest')}\b"
    largest += rf"|\btop\b(?!.*(?:{most}|{any_of('smallest')}))"  # "top 2 … ít tiền nhất" asks for the smallest
    smallest = rf"\b{any_of('small')}\s(?:(?!{any_of('large')}\b)\w+\s){{0,8}}?{most}\b|\b{any_of('smallest')}\b"
    compares = rf"\b{word('khác')}\s(?:\w+\s){{1,6}}?{any_of('different_how')}\b"
    found = (
        (Kind.MAX, largest),
        (Kind.MIN, smallest),
        (Kind.SUM, adds_up),
        (Kind.COUNT, counts),
        (Kind.LIST, lists),
        (Kind.COMPARE, compares),
    )
    return tuple((kind, re.compile(pattern)) for kind, pattern in found)


@cache
def _rows() -> re.Pattern[str]:
    return re.compile(rf"\b(?!{spelled('đề án')}\s(?:số\s|so\s)?\d){any_spelled(_data()['rows'])}\b")


@cache
def _framing() -> tuple[frozenset[str], frozenset[str]]:
    names = (
        "asides",
        "numbers",
        "ends",
        "ranking",
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
    said = [token for name in names for text in _data()[name] for token in tokens(text)]
    return frozenset(token.accented or token.plain for token in said), frozenset(token.plain for token in said)


def is_framing(token: Token) -> bool:
    """Whether a word only frames a table question and is no part of its topic: "ít", "12", "cộng", but not "công"."""
    accented, plain = _framing()
    if token.accented:
        return token.accented in accented
    return token.plain.isdecimal() or token.plain in plain


def is_aside(token: Token) -> bool:
    """Whether a word limits or widens what is asked and is no topic, whatever stands beside it: "chỉ", "riêng"."""
    return token.plain in _asides() if not token.accented else (token.accented, token.plain) in _asides_accented()


@cache
def _asides() -> frozenset[str]:
    return frozenset(plain for _, plain in _asides_accented())


@cache
def _asides_accented() -> frozenset[tuple[str, str]]:
    said = [tokens(text) for text in _data()["asides"]]
    return frozenset((words[0].accented, words[0].plain) for words in said if len(words) == 1)


def asks_which_rows(text: str) -> bool:
    """Whether a question asks which rows: "nhiệm vụ du lịch nào", "which tasks"."""
    return bool(_which_rows().search(re.sub(r"[^\w\s%]", " ", lowered(text))))


def asks_those_rows(text: str) -> bool:
    """Whether a question asks which rows outright, with nothing between: "nhiệm vụ nào", "which Dong Thap tasks"."""
    return bool(_those_rows().search(lowered(text)))


def names_spending(text: str) -> bool:
    """Whether a question asks for what money is spent on: "khoản chi nào", "which expenses"."""
    return bool(_any_said("spending").search(lowered(text)))


def names_so_many(text: str) -> bool:
    """Whether an English question wants a definite number of things to be named: "name the three areas …"."""
    return bool(_so_many().search(lowered(text)))


@cache
def _so_many() -> re.Pattern[str]:
    naming, number = any_spelled(_data()["naming"]), any_spelled(_data()["numbers"])
    return re.compile(rf"^(?:please )?{naming} (?:the |all )?(?:{number}|[2-9])\b")


def says_what_rows_deal_with(text: str) -> bool:
    """Whether an English question says of rows what they are about, and asks for no plan's content."""
    return bool(_any_said("dealing").search(lowered(text)))


def says_how_borne(text: str, topic: str) -> bool:
    """Whether the topic of a question that asks which rows outright stands where it says how a body bears them: right
    before the rows in Vietnamese, "Văn phòng tiến hành những việc nào", last of all in English, "which tasks does the
    Office shoulder"."""
    plain, said = lowered(text).rstrip(" ?.!"), lowered(topic)
    found = _those_rows().search(plain)
    if found is None:
        return False
    if _does().search(plain[found.end() :]):
        return len(said.split()) <= _LONGEST_VERB and plain[found.end() :].endswith(f" {said}")
    before = re.sub(rf"\s{any_spelled(_data()['all_of'])}$", "", plain[: found.start()].rstrip())
    return before.endswith(f" {said}")


@cache
def _does() -> re.Pattern[str]:
    """What stands in English between the rows asked for and the body that bears them."""
    return re.compile(rf"^\s{any_spelled(_data()['does'])}\s(?:(?!(?:{any_spelled(_data()['about'])})\b).)*$")


@cache
def _those_rows() -> re.Pattern[str]:
    rows = _rows().pattern.removeprefix(r"\b").removesuffix(r"\b")
    of_them = (
        r"(?:\sof\s(?:the|these|those))?"  # any other "the" begins another noun: "which decision approved the project"
    )
    return re.compile(rf"\b{rows}\s{spelled('nào')}\b|\bwhich{of_them}(?:\s(?!(?:the|an?)\b)[\w']+){{0,4}}?\s{rows}\b")


@cache
def _which_rows() -> re.Pattern[str]:
    rows = _rows().pattern.removeprefix(r"\b").removesuffix(r"\b")
    return re.compile(
        rf"\b{rows}(?:\s\w+){{0,4}}?\s{any_spelled(('nào', 'gì'))}\b|\b(?:which|what)(?:\s\w+){{0,4}}?\s{rows}\b"
    )


def how_many_ranked(text: str) -> int:
    """How many of the largest or smallest a question asks for: 3 for "ba dự án đắt nhất", "which three projects cost
    most"; 1 where it says no number."""
    plain = lowered(text)
    found = next((match for pattern in _ranked_numbers() if (match := pattern.search(plain))), None)
    if found is None:
        return 1
    said = found["many"]
    counts = (size for size in range(2, 11) if re.fullmatch(any_spelled(_data()[f"count_{size}"]), said))
    return int(said) if said.isdecimal() else next(counts, 1)


@cache
def _ranked_numbers() -> tuple[re.Pattern[str], ...]:
    words = any_spelled(text for size in range(2, 11) for text in _data()[f"count_{size}"])
    many, rows = rf"(?P<many>{words}|\d{{1,2}})", _rows().pattern.removeprefix(r"\b").removesuffix(r"\b")
    best = any_spelled((*_data()["largest"], *_data()["smallest"]))
    return (
        re.compile(rf"\b{many}\s{rows}\s(?:\w+\s){{0,3}}?{spelled('nhất')}\b"),
        re.compile(rf"\b{many}\s(?:\w+\s){{0,4}}?{rows}\b.*\b{best}\b"),
        re.compile(rf"\b(?:{best}|top)\s{many}\s(?:\w+\s){{0,3}}?{rows}\b"),
    )


def asks_rows(text: str) -> bool:
    """Whether a question asks for rows, by what they are called or by where they stand: "đưa vào phụ lục"."""
    return bool(row_nouns(text)) or bool(_any_said("tables").search(lowered(text)))


def compares_numbers_of_rows(text: str) -> bool:
    """Whether a question asks which of several has more rows: "ai ôm nhiều việc hơn", "who has fewer tasks"."""
    return bool(_more_rows().search(lowered(text)))


@cache
def _more_rows() -> re.Pattern[str]:
    rows = any_spelled(_data()["rows"])
    amount = any_spelled(("nhiều", "ít"))
    return re.compile(rf"\b{amount}\s(?:\w+\s)?{rows}(?:\s\w+){{0,6}}?\s{spelled('hơn')}\b|\b(?:more|fewer)\s{rows}\b")


def row_nouns(text: str) -> list[tuple[int, int]]:
    """Where a question says what rows are called, as characters of the text."""
    return [(found.start(), found.end()) for found in _rows().finditer(lowered(text))]


def table_kinds(text: str) -> tuple[Kind, ...]:
    """The kinds of table question that a question's make-up shows, the surest first."""
    plain = _any_said("not_total").sub(" – ", " ".join(re.sub(r"[^\w\s%]", " ", lowered(text)).split()))
    found = tuple(kind for kind, pattern in _patterns() if pattern.search(plain))
    named = any(not _of_one().search(plain[: row.start()]) for row in _rows().finditer(plain))
    if not found and named and (_says_time(text) or _acts(text) or _bounds_amount(text)):
        return (Kind.LIST,)
    return found


@cache
def _of_one() -> re.Pattern[str]:
    """What stands before the noun of one row of which something is asked: "kết quả của việc … năm 2026 là gì"."""
    return re.compile(rf"\b{any_spelled(_data()['of_one'])}\s$")


def asks_of_each(text: str) -> bool:
    """Whether a question asks for a field of each row: "kinh phí từng dự án", "how much does each project cost"."""
    return bool(_each_row().search(lowered(text)))


@cache
def _each_row() -> re.Pattern[str]:
    rows = _rows().pattern.removeprefix(chr(92) + "b")
    return re.compile(rf"\b{any_spelled(_data()['each_of'])}\s(?:\w+\s){{0,3}}?{rows}")


def names_rows(text: str) -> bool:
    """Whether a question names rows in the plural: "các nhiệm vụ", "all tasks"."""
    return bool(_plural_rows().search(lowered(text)))


@cache
def _plural_rows() -> re.Pattern[str]:
    return re.compile(rf"\b{any_spelled(_data()['all_of'])}\s{_rows().pattern.removeprefix(chr(92) + 'b')}")


def sets_bound(text: str) -> bool:
    """Whether "nhất" sets a bound and ranks nothing: "ít nhất một việc", "at least two", "đông nhất mấy người"."""
    plain = lowered(text)
    return bool(_bounds().search(plain)) or (bool(_asked_bounds().search(plain)) and not row_nouns(text))


def asks_charge(text: str) -> bool:
    """Whether an English question asks what a body has to do: "what is the Office in charge of"."""
    return bool(_charges().search(lowered(text)))


@cache
def _charges() -> re.Pattern[str]:
    verbs = "is|are|was|were|has|have|had|will|did"
    return re.compile(rf"\bwhat (?:{verbs})\b.*\b{any_spelled(_data()['charged'])}\b(?! to\b)")


@cache
def _asked_bounds() -> re.Pattern[str]:
    return re.compile(rf"\b{spelled('nhất')}\s(?:\w+\s)?(?:bao nhiêu|bao nhieu|mấy|may|bn)\b")


@cache
def _bounds() -> re.Pattern[str]:
    number = rf"(?:{any_spelled(_data()['numbers'])}|\d+)"
    return re.compile(rf"\b(?:{any_spelled(('ít nhất', 'nhiều nhất'))}|at least|at most)\s{number}\b")


def makes_list(text: str) -> bool:
    """Whether a list is what somebody makes, and not what is asked for: "lập danh sách", "draw up the list"."""
    return bool(_made_lists().search(lowered(text)))


@cache
def _made_lists() -> re.Pattern[str]:
    making = any_spelled(_data()["making_lists"])
    return re.compile(rf"\b{making}\s(?:\w+\s){{0,2}}?(?:{spelled('danh sách')}|{spelled('danh mục')}|lists?)\b")


def asks_purpose(text: str) -> bool:
    """Whether a question asks what something is for: "để làm gì" asks for no list of what is done."""
    return bool(_any_said("purposes").search(lowered(text)))


def money_nouns(text: str) -> list[tuple[int, int]]:
    """Where a question names money, as characters of the text."""
    return [found.span() for found in _any_said("money_nouns").finditer(lowered(text))]


def asks_where_said(text: str) -> bool:
    """Whether a question asks in which part of a plan something stands."""
    return bool(_any_said("where_said").search(lowered(text)))


def both_and(text: str) -> list[tuple[int, int]]:
    """Where a question says that it means two things, as characters: "cả" and "lẫn" in "cả phần mềm lẫn thiết bị",
    "cả hai" in "cả hai tỉnh Cà Mau và Đồng Nai"."""
    if two := _both().search(lowered(text)):
        return [two.span()]
    found = _both_and().search(lowered(text))
    return [found.span("both"), found.span("and")] if found else []


@cache
def _both() -> re.Pattern[str]:
    return re.compile(rf"\b{spelled('cả')} (?:hai|2)\b")


@cache
def _both_and() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<both>{spelled('cả')})\s(?:\w+\s){{1,8}}?(?P<and>{spelled('lẫn')})\s")


def preface_end(text: str) -> int:
    """Where what a speaker says of himself ends, before he asks: "Em đang làm báo cáo, …" -> 22; 0 where he says none.

    It asks nothing: "Tôi muốn biết đơn vị nào chủ trì, phối hợp …" is no preface.
    """
    found = _prefaces().match(lowered(text))
    if found is None or _any_said("asks_in_preface").search(lowered(_SHORT_FORM.sub("", text[: found.end()]))):
        return 0
    return found.end()


def preface_topic(text: str) -> int:
    """Where a preface names what it is about, behind "về": "Tôi đang viết bài về AI, …" -> 22; 0 where it does not."""
    found = re.match(rf"[^,:;.?!]*?\b{spelled('về')}\s", lowered(text[: preface_end(text)]))
    return found.end() if found else 0


@cache
def _prefaces() -> re.Pattern[str]:
    speakers, doing = any_spelled(_data()["speakers"]), any_spelled(_data()["speakers_do"])
    return re.compile(rf"\W*(?:{any_spelled(_data()['greetings'])}\W+)?{speakers}\s{doing}\b[^,:;.?!]*[,:;.]\s")


def organising_part(text: str) -> tuple[int, int] | None:
    """Where a question names the part of a plan's prose that says who does what, as characters of the text."""
    found = _any_said("organising").search(lowered(text))
    return found.span() if found else None


def says_total(text: str) -> bool:
    """Whether a question adds something up: "tổng số liều", but not "tổng hợp"."""
    return bool(_any_said("total").search(_any_said("not_total").sub(" – ", lowered(text))))


@cache
def _any_said(name: str) -> re.Pattern[str]:
    """Where a text says one of the phrases of a list."""
    return re.compile(rf"\b{any_spelled(_data()[name])}\b")


def _data() -> Mapping[str, tuple[str, ...]]:
    return lists_of("patterns")


def _says_time(text: str) -> bool:
    """Whether a question names a time within a year, or what is done all the time; a bare year may be a plan's."""
    return any(not time.periods or any(one.kind is not Span.YEAR for one in time.periods) for time in find_times(text))


def _bounds_amount(text: str) -> bool:
    """Whether a question bounds an amount of money: "dự án dưới 6 tỷ"."""
    return any(amount.comparison not in (Comparison.EQUAL, Comparison.ABOUT) for amount in find_amounts(text))


def _acts(text: str) -> bool:
    """Whether a question names a body and what it does: "nhiệm vụ do KHTC chủ trì"."""
    return bool(_any_said("acting").search(lowered(text))) and bool(find_units(text))
