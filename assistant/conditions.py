"""The conditions that a question sets: which of its words name bodies, leaders, times, amounts, blanks, groups."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from assistant.answer import Kind
from assistant.claims import Claims
from assistant.columns import Wanted
from assistant.filters import Filters
from assistant.lexicon.questions import FoundCue
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.library import Shelf
from ingest.lexicon.issuing import any_of, issuers
from ingest.model import Field
from ingest.money import AskedAmount, find_amounts
from ingest.periods import Interval
from ingest.periods import Kind as Span
from ingest.times import FoundTime, Relation, find_times
from ingest.units import Unit, find_units
from ingest.vietnamese import fold

_RANKED = ("rank_leader", "rank_unit", "rank_group")
_ROW_NUMBER = re.compile(
    r"\b(?:stt|so thu tu|(?:nhiem vu|viec|cong viec|du an|chi tieu|muc tieu|muc|hang|dong) so|row|task no|item)"
    r"\.? ?0*(\d{1,3})\b"
)
_GROUP_AND_NUMBER = re.compile(r"\b(?:stt|muc|nhiem vu|row|task|item|so)\.? ([ivx]{1,5})\.0*(\d{1,3})\b")
_GROUP = re.compile(r"\b(?:nhom|group)(?: so)? ([ivx]{1,5}|\d{1,2}|[a-d])\b")
_FEW_PLANS = 64
_SHORTEST_NAME = 4  # words; shorter names are found by the lexicon of bodies, which knows when they are no names
_DEPARTMENTS = {"so y te", "so", "bo", "ubnd tinh"}
_OWNS = {"cua", "thuoc", "of"}
_GAP = 4  # words between what says that a cell is blank and the name of its column
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?) ?%")
_BODIES = {Field.LEAD_UNIT, Field.COORDINATING_UNITS}
_TABLE_KINDS = {Kind.LIST, Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN}


@cache
def _accented(name: str) -> tuple[str, ...]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("conditions.toml").read_text("utf-8"))
    return tuple(text.casefold() for text in data[name])


@cache
def _lexicon() -> dict[str, re.Pattern[str]]:
    data = tomllib.loads(files("assistant.lexicon").joinpath("conditions.toml").read_text("utf-8"))
    return {name: re.compile(rf"\b{any_spelled(texts)}\b") for name, texts in data.items()}


def noun_of(text: str, blank: Collection[Field] = ()) -> str:
    """What a question counts or lists: "nhiem vu", "du an", "chi tieu", "muc tieu", or "" where it says none.

    The noun of a field that must be blank is no such noun: "nhiệm vụ nào chưa có mục tiêu".
    """
    plain = lowered(text)
    if Field.TARGET in blank:
        return "du an" if _lexicon()["du_an"].search(plain) else ""
    return next(
        (name.replace("_", " ") for name in ("du_an", "chi_tieu", "muc_tieu") if _lexicon()[name].search(plain)), ""
    )


def names_tasks(header: str) -> bool:
    """Whether a header or title says that rows are tasks."""
    return bool(_lexicon()["task_header"].search(lowered(header)))


def names_indicators(header: str) -> bool:
    """Whether a header or title says that rows are indicators."""
    return bool(_lexicon()["indicator_header"].search(lowered(header)))


def counts_tasks(text: str) -> bool:
    """Whether a question counts or lists tasks, by that name."""
    return bool(_lexicon()["nhiem_vu"].search(lowered(text)))


def asks_group(text: str) -> bool:
    """Whether a question asks for the rows of a group: "nhóm an toàn thông tin có gì"."""
    return bool(_lexicon()["group"].search(lowered(text)))


def speaks_of_money(text: str) -> bool:
    """Whether a question speaks of money."""
    return bool(_lexicon()["money"].search(lowered(text)))


def ranks_percentages(text: str) -> bool:
    """Whether a question ranks targets and not money."""
    return "%" in text or bool(_lexicon()["percentage"].search(lowered(text)))


def ranked(text: str) -> str:
    """What a question ranks by how many rows it has: "leader", "unit", "group", or "" where it ranks rows."""
    plain = lowered(text)
    return next((name.removeprefix("rank_") for name in _RANKED if _lexicon()[name].search(plain)), "")


def ranked_by_deadline(text: str) -> Kind | None:
    """MIN for what ends first, MAX for what ends last, None for a question that asks neither."""
    plain = lowered(text)
    if _lexicon()["earliest"].search(plain):
        return Kind.MIN
    return Kind.MAX if _lexicon()["latest"].search(plain) else None


def asks_what(text: str) -> bool:
    """Whether a question asks what something is."""
    return bool(_lexicon()["what_is"].search(lowered(text)))


def asks_plans(text: str) -> bool:
    """Whether a question asks which plans say something: "kế hoạch tỉnh nào nhắc đến IPv6"."""
    return bool(_lexicon()["which_plans"].search(lowered(text)))


def asks_number(text: str) -> bool:
    """Whether a question asks for a number: "bao nhiêu", "how long"."""
    return bool(_lexicon()["how_much"].search(lowered(text)))


def asks_which_number(text: str) -> bool:
    """Whether the number asked for is that of a document, of a part or of a month: "thông tư mấy"."""
    return bool(_lexicon()["which_number"].search(lowered(text)))


def says_more(text: str) -> bool:
    """Whether a question asks which of two things has more."""
    return bool(_lexicon()["more"].search(lowered(text)))


def asks_either(text: str) -> bool:
    """Whether a question asks which of two named things comes first or has more: "A hay B trước?"."""
    plain = lowered(text).rstrip(" ?.!")
    last = re.search(rf"\b{_lexicon()['ahead'].pattern.removeprefix(chr(92) + 'b')}$", plain)
    return bool(last and _lexicon()["either"].search(plain))


def without_choice(text: str) -> str:
    """A half of such a question without what asks which of the two it is: "B, cái nào nhiều hơn" -> "B"."""
    plain = lowered(text)
    found = _lexicon()["which_of_two"].search(plain)
    start = found.start() if found else len(text)
    return text[:start].rstrip(" ,;:?.")


def halves_of(text: str) -> Iterator[tuple[str, str]]:
    """The ways to part a text in two at a word or sign that parts things: "A và B" -> ("A", "B")."""
    for found in re.finditer(r"[,;:–]\s|\S+", text):
        if found.group().strip() in ",;:–" or _lexicon()["parting"].fullmatch(lowered(found.group())):
            yield text[: found.start()].strip(), text[found.end() :].strip()


def counted_parts(text: str) -> str:
    """What parts of a plan a question counts: "group", "appendix", or ""."""
    plain = lowered(text)
    return next((name for name in ("group", "appendix") if _lexicon()[f"count_{name}"].search(plain)), "")


def asks_table(kinds: Collection[Kind]) -> bool:
    """Whether a question asks for rows, their number or their sum."""
    return bool(_TABLE_KINDS & set(kinds))


def claim_filters(
    claims: Claims,
    cues: Sequence[FoundCue],
    kinds: Collection[Kind],
    fields: Collection[Wanted],
    shelf: Shelf,
    own_years: Collection[int] = (),
) -> Filters:
    """The conditions of a question; the words that say them are claimed.

    A body is a condition where rows are asked for, or where the question is who leads or coordinates; elsewhere its
    name is what the question is about. `own_years` are those of the plans named, which say which plan is meant.
    """
    plain, said = fold(claims.text), lowered(claims.likely)
    blank = tuple(_claim_blanks(claims, cues, said)) or tuple(_claim_blanks(claims, cues, plain))
    amount = _claim_amount(claims)
    times = tuple(_claim_times(claims, own_years))
    group, stt = _claim_row_number(claims, plain)
    group = group or _claim_group(claims, plain)
    share = _claim_share(claims, plain) if asks_table(kinds) else ""
    leader = _claim_leader(claims, plain, shelf)
    wants_units = asks_table(kinds)
    units = _each_once(_claim_units(claims, said, shelf)) if wants_units else ()
    only = bool(units or times) and says_only(claims.likely)
    throughout = asks_table(kinds) and _claim_throughout(claims, said)
    role = _role(said) if units else None
    return Filters(units, role, leader, times, blank, amount, group, stt, share, only, throughout)


def sets_condition(text: str) -> bool:
    """Whether a question sets a condition on a column: a time, an amount of money, that it is blank."""
    blank = _lexicon()["without"].search(lowered(text))
    return bool(blank or list(find_times(text)) or list(find_amounts(text)))


def _claim_throughout(claims: Claims, said: str) -> bool:
    found = _lexicon()["throughout"].search(_lexicon()["five"].sub(lambda five: " " * len(five[0]), said))
    if found:
        claims.claim(*claims.words_at(found.start(), found.end()))
    return found is not None


def _each_once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple({unit.key: unit for unit in units}.values())


def says_only(text: str) -> bool:
    """Whether a question wants nothing else beside what it names: "chỉ do Văn phòng chủ trì", "in 2025 only"."""
    plain = text.casefold()
    for word in _accented("not_only"):
        plain = plain.replace(word, " ")
    return bool(_lexicon()["only"].search(lowered(plain))) or any(
        re.search(rf"\b{word}\b", plain) for word in _accented("only_accented")
    )


def _role(said: str) -> Field | None:
    """In which role a body is meant: "chủ trì" or "phối hợp" beside it."""
    if _lexicon()["coordinating"].search(said):
        return Field.COORDINATING_UNITS
    return Field.LEAD_UNIT if _lexicon()["leading"].search(said) else None


def _claim_blanks(claims: Claims, cues: Sequence[FoundCue], said: str) -> Iterator[Field]:
    for found in _lexicon()["without"].finditer(said):
        start, end = claims.words_at(found.start(), found.end())
        for cue in cues:
            between = {token.plain for token in claims.said[end : cue.start]}
            if cue.cue.fields and 0 <= cue.start - end <= _GAP and (cue.start - end <= 1 or between <= _placing()):
                claims.claim(start, end)
                yield from (wanted for wanted in cue.cue.fields if isinstance(wanted, Field))


@cache
def _placing() -> frozenset[str]:
    return frozenset(word for text in _accented("placing") for word in fold(text).split())


def _claim_amount(claims: Claims) -> AskedAmount | None:
    for found in find_amounts(claims.text):
        start, end = claims.words_at(found.start, found.end)
        if claims.free(start, end):
            claims.claim(start, end)
            return found
    return None


def _claim_times(claims: Claims, own_years: Collection[int]) -> Iterator[FoundTime]:
    ends = _lexicon()["ending"].search(lowered(claims.likely)) or says_only(claims.likely)
    counted = [found.span() for found in _lexicon()["five"].finditer(lowered(claims.likely))]
    for found in find_times(claims.text):
        if any(start < found.end and found.start < end for start, end in counted):
            continue
        start, end = claims.words_at(found.start, found.end)
        if not ends and len(own_years) == 1 and _bare_year(found) in own_years:
            continue
        if claims.free(start, end):
            claims.claim(start, end)
            yield found


def _bare_year(time: FoundTime) -> int | None:
    """The year of a time that is a bare year."""
    one = time.periods[0] if len(time.periods) == 1 and time.relation is Relation.IN else None
    return one.start.year if isinstance(one, Interval) and one.kind is Span.YEAR else None


def _claim_group(claims: Claims, plain: str) -> str:
    found = _GROUP.search(plain)
    if not found:
        return ""
    claims.claim(*claims.words_at(found.start(), found.end()))
    return found[1].upper()


def _claim_row_number(claims: Claims, plain: str) -> tuple[str, str]:
    """The group and the number of a row that a question names: "STT 13" -> ("", "13"), "mục IV.4" -> ("IV", "4")."""
    if found := _GROUP_AND_NUMBER.search(plain):
        claims.claim(*claims.words_at(found.start(), found.end()))
        return found[1].upper(), found[2]
    if found := _ROW_NUMBER.search(plain):
        claims.claim(*claims.words_at(found.start(), found.end()))
        return "", found[1]
    return "", ""


def _claim_share(claims: Claims, plain: str) -> str:
    """A percentage that the rows must have as their target: "100%"."""
    found = _SHARE.search(plain)
    if not found:
        return ""
    claims.claim(*claims.words_at(found.start(), found.end()))
    return found[1]


def _claim_leader(claims: Claims, plain: str, shelf: Shelf) -> str:
    """A leader whom a question names in full, or by title and given name where only one has it."""
    for folded, name in shelf.leaders_by_name.items():
        at = plain.find(folded)
        if at >= 0:
            claims.claim(*claims.words_at(at, at + len(name)))
            return name
    for given, bearers in shelf.leaders_by_given_name.items():
        if len(bearers) > 1 or given not in plain:
            continue
        found = re.search(rf"{_called()}(?P<given>{given})\b", plain)
        if found and _may_be(claims.text[found.start() : found.end()], bearers[0]):
            claims.claim(*claims.words_at(found.start(), found.end()))
            return bearers[0]
    return ""


@cache
def _called() -> str:
    """What stands before a person's given name: a form of address, and more of the name."""
    signing = issuers().signing
    titles = (*signing.address, *signing.offices, *signing.short_offices)
    return rf"\b{any_of(map(fold, titles))}\.? (?:\w+ ){{0,3}}?"


def _may_be(typed: str, name: str) -> bool:
    """Whether "Bà Võ Thị Lắm", as typed behind a title, can be a leader: no other name, and no other accents."""
    (title, *said), known = typed.split(), name.split()
    signing = issuers().signing
    called = (*signing.address, *signing.offices, *signing.short_offices)
    titles = {word.casefold() for text in called for word in text.split()}
    if fold(title) != title.casefold() and title.casefold().rstrip(".") not in titles:
        return False  # "Chí Minh" is not "Chị Minh"
    plain = {fold(word) for word in known}
    accents = {word.casefold() for word in known}
    return all(fold(word) in plain and (fold(word) == word.casefold() or word.casefold() in accents) for word in said)


def _claim_units(claims: Claims, said: str, shelf: Shelf) -> Iterator[Unit]:
    """The bodies that a question names: those that the indexed rows name, then any other.

    A department's name may hold the province's, which is claimed already. The department itself is a condition only
    where a question says what it does: "kế hoạch của Sở Y tế Cà Mau" is about everybody's tasks.
    """
    acts = bool(_lexicon()["leading"].search(said) or _lexicon()["coordinating"].search(said))
    typed = [token.plain for token in claims.said]
    known = shelf.units_in(typed)
    for name, unit in known:
        named = name.split()
        if len(named) < _SHORTEST_NAME or not (start := _run_at(typed, named, claims)):
            continue
        claims.claim(start - 1, start - 1 + len(named))
        yield unit
    last = -1
    for found in find_units(claims.text):
        start, end = claims.words_at(*found.span)
        owner = start == last + 1 and claims.said[last].plain in _OWNS if 0 <= last < len(claims.said) else False
        last = end
        if not claims.free(start, start + 1):
            continue
        claims.claim(start, end)
        if owner:  # "Phòng Tổ chức cán bộ của Sở Y tế": the second only says where the first belongs
            continue
        if acts or fold(found.unit.key) not in _DEPARTMENTS:
            yield found.unit
    if acts:
        yield from _short_names(claims, typed, known)
        yield from _abbreviated(claims, shelf)


def _abbreviated(claims: Claims, shelf: Shelf) -> Iterator[Unit]:
    """The bodies that a question names by a short form that one of few indexed plans defines: "EVN"."""
    if len(shelf.plans) > _FEW_PLANS:
        return
    for at, token in enumerate(claims.said):
        full = shelf.short_forms.get(token.plain, "")
        if len(token.plain) > 1 and full and claims.free(at, at + 1) and (units := list(find_units(full))):
            claims.claim(at, at + 1)
            yield units[0].unit


def _short_names(claims: Claims, typed: Sequence[str], known: Iterable[tuple[str, Unit]]) -> Iterator[Unit]:
    """The bodies that a question about who acts names by a short name that only the indexed rows know: "Phòng NVD"."""
    for name, unit in known:
        named = name.split()
        is_short = any(word.isupper() for word in unit.text.split())
        if is_short and len(named) < _SHORTEST_NAME and (start := _run_at(typed, named, claims)):
            claims.claim(start - 1, start - 1 + len(named))
            yield unit


def _run_at(typed: Sequence[str], said: Sequence[str], claims: Claims) -> int:
    """Where a run of words stands free in a question, counted from 1; 0 where it does not."""
    for at in range(len(typed) - len(said) + 1):
        if list(typed[at : at + len(said)]) == list(said) and claims.free(at, at + len(said)):
            return at + 1
    return 0
