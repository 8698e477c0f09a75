"""What a question wishes, told by its phrases: what it counts, ranks, compares, and whether it sets conditions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, condition_texts
from assistant.lexicon.questions import agrees
from assistant.lexicon.spelling import lowered
from assistant.text.matching import Token, tokens
from ingest.model import Field
from ingest.money import find_amounts
from ingest.times import Relation, find_times

_RANKED = ("rank_plan", "rank_coordinating", "rank_leader", "rank_unit", "rank_group")
_NUMBER = re.compile(r" (?:[ivx]+|\d+)\b")
_WHO_DOES = re.compile(r"\bwho (?:will |should |must )?(?!(?:is|was|are|were|has|does|did|signed)\b)\w+")
_HOW_FUNDED = re.compile(r"\bhow (?:is|are|was|were|will)\b.*\b(?:funded|financed|paid for)\b")
_OF_PLAN = re.compile(
    r"\b(number|no|full name|full title|title) of (?:the |this |that )?"
    r"(?:(?!in\b|of\b|on\b|for\b)[\w.-]+ ){0,3}plan\b(?!['’])"
)
"""What is of the plan itself: "the number of the … plan", not "the number of tasks in the … plan"."""
_ISSUED = r"(?:plan|plans|document|documents|resolution|resolutions|decision|decisions|directive|directives)"
_RESTING = r"(?:based|rest|rests|built|founded|grounded)"
_CARRYING = r"(?:implements?|implementing|carry out|carries out|carrying out|execut(?:e|es|ing)|give effect to)"
_RESTS_ON = re.compile(
    rf"\bon (?:which|what) (?:[\w'’]+ ){{0,4}}{_ISSUED}\b.*\b(?:plan|document)\b.*\b{_RESTING}\b"
    rf"|\b(?:which|what) (?:[\w'’]+ ){{0,4}}{_ISSUED} (?:of .* )?(?:does|do|is|did) (?:\w+ ){{0,5}}(?:plan|document) "
    rf"(?:{_CARRYING}|{_RESTING} on)"
    rf"|\b(?:plan|document)\b.*\bto {_CARRYING} (?:which|what) (?:[\w'’]+ ){{0,4}}{_ISSUED}\b"
)
"""What a plan rests on, asked in English with other words between: "on which provincial plan is the … plan based"."""
_NO_OTHER_YEAR = re.compile(r"\b20\d\d (?:thôi|mà thôi)\b")
"""That nothing but a year is meant: "làm trong 2025 thôi"."""
_WHEN_MUST = re.compile(r"\bwhen (?:must|should|do|does|are|is|have|has|need|will)\b")
_PLANS_OF_YEAR = re.compile(r"\bplans (?:for|of|from) (?:the year )?20\d\d\b")
_WHERE_PLANNED = re.compile(
    r"\bwhere (?:is|are|was|were|will)\b.*\b(?:planned|foreseen|scheduled|envisaged|provided for|intended|introduced"
    r"|carried out|implemented|mentioned|piloted|rolled out|taking place|dealt with|addressed|included)\b"
)
_NAMED_PROJECT = re.compile(r"\b(?:đề án|de an)\s(?:số\s|so\s)?\d+")
"""A project that is called by its number, "Đề án 06", is no noun of rows."""
_GRADED = re.compile(r"\b(?:higher|lower|upper)(?:-\w+|\s(?:level|education|secondary)s?\b)")
"""Comparatives that only say of what grade something is."""
_SOME = re.compile(r"\b(?:mấy|may)(?= (?:\w+ ){1,3}(?:nào|nao)\b)")
_TABLE_KINDS = {Kind.LIST, Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN}


def noun_of(text: str, blank: Collection[Field] = ()) -> str:
    """What a question counts or lists: "nhiem vu", "du an", "chi tieu", "muc tieu", or "" where it says none.

    The noun of a field that must be blank is no such noun: "nhiệm vụ nào chưa có mục tiêu".
    """
    plain = _NAMED_PROJECT.sub(" ", _counted_first(lowered(text)))
    if Field.TARGET in blank:
        return "du an" if condition_patterns()["du_an"].search(plain) else ""
    return next(
        (
            name.replace("_", " ")
            for name in ("du_an", "chi_tieu", "muc_tieu")
            if condition_patterns()[name].search(plain)
        ),
        "",
    )


def _counted_first(plain: str) -> str:
    """A question up to what is counted in as well: "những việc gì, kể cả dự án" asks for more than projects."""
    beside = condition_patterns()["counted_in"].search(plain)
    before = plain[: beside.start()] if beside else plain
    return before if condition_patterns()["nhiem_vu"].search(before) else plain


def names_tasks(header: str) -> bool:
    """Whether a header or title says that rows are tasks."""
    return bool(condition_patterns()["task_header"].search(lowered(header)))


def names_indicators(header: str) -> bool:
    """Whether a header or title says that rows are indicators."""
    return bool(condition_patterns()["indicator_header"].search(lowered(header)))


def counts_tasks(text: str) -> bool:
    """Whether a question counts or lists tasks, by that name."""
    return bool(condition_patterns()["nhiem_vu"].search(lowered(text)))


def asks_group(text: str) -> bool:
    """Whether a question asks for the rows of a group: "nhóm an toàn thông tin có gì"."""
    return bool(condition_patterns()["group"].search(lowered(text)))


def speaks_of_money(text: str) -> bool:
    """Whether a question speaks of money."""
    return bool(condition_patterns()["money"].search(lowered(text)))


def tells_of_money(text: str) -> bool:
    """Whether a text tells something of money, or that something is free of charge."""
    return speaks_of_money(text) or bool(condition_patterns()["free"].search(lowered(text)))


def asks_money_source(text: str) -> bool:
    """Whether a question asks where money comes from: "tiền lấy ở đâu"."""
    plain = lowered(text)
    return bool(_HOW_FUNDED.search(plain)) or (
        speaks_of_money(text) and bool(condition_patterns()["money_source"].search(plain))
    )


def asks_day(text: str) -> bool:
    """Whether a question asks for a day: "trước ngày nào", "by what date", "by when must units report"."""
    plain = lowered(text)
    if condition_patterns()["day_asked"].search(plain):
        return True
    when = _WHEN_MUST.search(plain)
    return bool(when and condition_patterns()["owed"].search(plain, when.end()))


def ranks_percentages(text: str) -> bool:
    """Whether a question ranks targets and not money."""
    return "%" in text or bool(condition_patterns()["percentage"].search(lowered(text)))


def says_rate(text: str) -> bool:
    """Whether a row, by what it is about, is one of percentages: its cells need no "%"."""
    return bool(condition_patterns()["rate"].search(lowered(text)))


def ranked(text: str) -> str:
    """What a question ranks by how many rows it has: "leader", "unit", "group", or "" where it ranks rows."""
    plain = lowered(text)
    return next((name.removeprefix("rank_") for name in _RANKED if condition_patterns()[name].search(plain)), "")


def ranked_by_deadline(text: str) -> Kind | None:
    """MIN for what ends first, MAX for what ends last, None for a question that asks neither."""
    plain = lowered(text)
    if condition_patterns()["earliest"].search(plain):
        return Kind.MIN
    return Kind.MAX if condition_patterns()["latest"].search(plain) else None


def asks_what(text: str) -> bool:
    """Whether a question asks what something is."""
    return bool(condition_patterns()["what_is"].search(lowered(text)))


def asks_plans(text: str) -> bool:
    """Whether a question asks which plans say something: "kế hoạch tỉnh nào nhắc đến IPv6", "where is it planned"."""
    plain = lowered(text)
    said = condition_patterns()["which_plans"].search(plain)
    return bool(said or _WHERE_PLANNED.search(plain) or _PLANS_OF_YEAR.search(plain))


def ranks_body_numbers(text: str) -> bool:
    """Whether rows are ranked by how many bodies share them: "việc nào có nhiều đơn vị phối hợp nhất"."""
    return bool(condition_patterns()["most_bodies"].search(lowered(text)))


def asks_silent_plans(text: str) -> bool:
    """Whether a question asks which plans do not say something: "tỉnh nào chưa nói đến chữ ký số"."""
    return bool(condition_patterns()["which_silent"].search(lowered(text)))


def asks_number(text: str) -> bool:
    """Whether a question asks for a number: "bao nhiêu", "how long"; "mấy mảng nào" asks which, not how many."""
    return bool(condition_patterns()["how_much"].search(_SOME.sub(" ", lowered(text))))


def header_of_plan(text: str) -> str:
    """The part of a plan's header that an English question asks for with the plan's name behind it, "number of the …
    plan", "full name of the … plan", or "which … does the plan implement": "number", "title", "basis", or ""."""
    if _RESTS_ON.search(lowered(text)):
        return "basis"
    found = _OF_PLAN.search(lowered(text))
    return "" if found is None else "number" if found[1] in ("number", "no") else "title"


def asks_which_number(text: str) -> bool:
    """Whether the number asked for is that of a document, of a part or of a month: "thông tư mấy"."""
    return bool(condition_patterns()["which_number"].search(lowered(text)))


def says_more(text: str) -> bool:
    """Whether a question asks which of two things has more; "higher-level" is no comparison."""
    return bool(condition_patterns()["more"].search(_GRADED.sub(" ", lowered(text))))


def asks_each(text: str) -> bool:
    """Whether a question asks the same of each of several things: "lần lượt", "mỗi", "respectively"."""
    return bool(condition_patterns()["each"].search(lowered(text)))


def asks_who_does(text: str) -> bool:
    """Whether an English question asks who does something, whatever it is: "who promotes …"."""
    return bool(_WHO_DOES.search(lowered(text)))


def asks_what_to_do(text: str) -> bool:
    """Whether a question asks what somebody has to do, "người dân phải làm gì khi …", and not which tasks there are."""
    return bool(condition_patterns()["to_do"].search(lowered(text)))


def asks_object(text: str) -> bool:
    """Whether a question asks for a thing behind a preposition, "chuyển trọng tâm sang việc gì", and not for tasks."""
    return bool(condition_patterns()["object_of"].search(lowered(text)))


def compared_field(text: str, kinds: Collection[Kind]) -> tuple[Field, ...]:
    """What two things are compared by, where a question names no field: "xong trước" their times, "đắt hơn" money."""
    if Kind.COMPARE not in kinds or _TABLE_KINDS & set(kinds):
        return ()
    if speaks_of_money(text):
        return (Field.BUDGET,)
    if condition_patterns()["compares_times"].search(lowered(text)):
        return (Field.DEADLINE,)
    return (Field.TARGET,) if ranks_percentages(text) else ()


def adds_up(text: str) -> bool:
    """Whether a question has something added up, whatever it is: "cộng lại", "added up"."""
    return bool(condition_patterns()["adding"].search(lowered(text)))


def chooses_one(text: str) -> bool:
    """Whether a question asks which of several named things it is that has more or comes first."""
    if not (says_more(text) or asks_either(text)):
        return False
    bounded = any(time.relation is not Relation.IN for time in find_times(text)) or bool(list(find_amounts(text)))
    return not bounded


def asks_either(text: str) -> bool:
    """Whether a question asks which of two named things comes first or has more: "A hay B trước?"."""
    plain = lowered(text).rstrip(" ?.!")
    last = re.search(rf"\b{condition_patterns()['ahead'].pattern.removeprefix(chr(92) + 'b')}$", plain)
    named = condition_patterns()["either"].search(plain) or condition_patterns()["which_of_two"].search(plain)
    return bool(last and (named or last[0] in condition_texts("surely_more")))


def without_choice(text: str) -> str:
    """A half of such a question without what asks which of the two it is: "B, cái nào nhiều hơn" -> "B"."""
    plain = lowered(text)
    found = condition_patterns()["which_of_two"].search(plain)
    start = found.start() if found else len(text)
    return text[:start].rstrip(" ,;:?.")


def halves_of(text: str) -> Iterator[tuple[str, str]]:
    """The ways to part a text in two at a word or sign that parts things: "A và B" -> ("A", "B")."""
    for found in re.finditer(r"[,;:–]\s|\S+", text):
        if found.group().strip() in ",;:–" or condition_patterns()["parting"].fullmatch(lowered(found.group())):
            yield text[: found.start()].strip(), text[found.end() :].strip()


def parts_things(token: Token) -> bool:
    """Whether a word parts two things that a question names: "và", "với", "or"."""
    return any(agrees(word, token) for word in _parting())


def is_or(token: Token) -> bool:
    """Whether a word says that either of two things will do: "hay", "or"."""
    return any(agrees(word, token) for text in condition_texts("or") for word in tokens(text))


@cache
def _parting() -> tuple[Token, ...]:
    return tuple(token for text in condition_texts("parting") for token in tokens(text)[-1:])


def counted_parts(text: str) -> str:
    """What parts of a plan a question counts: "group", "appendix", or ""; a part with its number is one that it names,
    "dữ liệu số phụ lục II"."""
    plain = lowered(text)
    counted = {name: condition_patterns()[f"count_{name}"].finditer(plain) for name in ("group", "appendix")}
    return next(
        (name for name, found in counted.items() if any(not _NUMBER.match(plain, one.end()) for one in found)), ""
    )


def lists_groups(text: str) -> bool:
    """Whether a question asks what groups there are: "gồm những nhóm nhiệm vụ nào", "what task groups"."""
    return bool(condition_patterns()["list_groups"].search(lowered(text)))


def counted_parts_ranked(text: str) -> bool:
    """Whether a question ranks plans by how many appendices they have: "kế hoạch nào có nhiều phụ lục nhất"."""
    return bool(condition_patterns()["appendices"].search(lowered(text)))


def asks_table(kinds: Collection[Kind]) -> bool:
    """Whether a question asks for rows, their number or their sum."""
    return bool(_TABLE_KINDS & set(kinds))


def sets_condition(text: str) -> bool:
    """Whether a question sets a condition on a column: a time, an amount of money, that it is blank."""
    named = any(condition_patterns()[name].search(lowered(text)) for name in ("without", "dated", "unfunded"))
    return bool(named or list(find_times(text)) or list(find_amounts(text)))


def asks_duties(text: str) -> bool:
    """Whether a question asks for all that a body has to do: "có trách nhiệm gì"."""
    return bool(condition_patterns()["has_to_do"].search(lowered(text)))


def says_only(text: str) -> bool:
    """Whether a question wants nothing else beside what it names: "chỉ do Văn phòng chủ trì", "in 2025 only"."""
    plain = text.casefold()
    if condition_patterns()["with_others"].search(lowered(plain)):
        return False
    for word in condition_texts("not_only"):
        plain = plain.replace(word, " ")
    if _NO_OTHER_YEAR.search(lowered(plain)):
        return True
    return bool(condition_patterns()["only"].search(lowered(plain))) or any(
        re.search(rf"\b{word}\b", plain) for word in condition_texts("only_accented")
    )
