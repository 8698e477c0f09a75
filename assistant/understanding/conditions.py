"""The conditions that a question sets: which of its words name bodies, leaders, times, amounts, blanks, groups."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, condition_texts, words_of
from assistant.lexicon.questions import FoundCue
from assistant.lexicon.spelling import lowered
from assistant.phrasing.shares import Bound, find_share
from assistant.phrasing.wishes import asks_plans, asks_table, ranked, says_only
from assistant.plans.columns import Wanted
from assistant.plans.filters import Filters
from assistant.plans.library import Shelf
from assistant.text.matching import tokens
from assistant.understanding.bearers import (
    claim_head,
    claim_leader,
    claim_units,
    excludes_units,
    is_about,
    is_board,
    is_department,
)
from assistant.understanding.body_numbers import claim_body_number
from assistant.understanding.claimed_filled import claim_filled, claim_funded
from assistant.understanding.claims import Claims
from assistant.understanding.mentions import claim_place
from assistant.understanding.row_numbers import claim_place_in_table, claim_row_number
from ingest.model import Field
from ingest.money import AskedAmount, find_amounts
from ingest.periods import Interval
from ingest.periods import Kind as Span
from ingest.times import FoundTime, Relation, find_times
from ingest.units import Unit
from ingest.vietnamese import fold

_GROUP = re.compile(r"\b(?:nhom|groups?)(?: so)? ([ivx]{1,5}|\d{1,2}|[a-d])\b")
_MORE_GROUPS = re.compile(
    r"\s*(?:,|(?:,\s*)?(?:va|voi|and|&)\b)\s*(?:nhom |group )?([ivx]{1,5}|\d{1,2})\b(?!\s*\w+ so\b)"
)
"""Further groups behind one that is named: "nhóm V, VI và VII"."""
_IN_TABLE = r"[, ]+(?:(?:cua|trong|o|thuoc|of|in) )?(?:phu luc|appendix|annex)"
_PART_OF_TABLE = re.compile(
    rf"\b(?:muc|phan|section|part) ([ivx]{{1,5}})\b(?={_IN_TABLE})"
    r"|\bphu luc (?:[ivx]{1,5}|\d),? (?:muc|phan) ([ivx]{1,5})\b(?!\.)"
)
"""A group that is named as a part of a table: "mục VI phụ lục II"."""
_PLAIN, _RANKED = {Kind.LIST, Kind.COUNT}, {Kind.MAX, Kind.MIN, Kind.SUM}
"""Kinds that ask for rows by their conditions, and those for which rows must have an amount anyway."""
_YEAR = "nam"
_NAMED_YEAR = re.compile(r"năm 20\d\d")
_GAP = 4  # words between what says that a cell is blank and the name of its column


def claim_filters(
    claims: Claims,
    cues: Sequence[FoundCue],
    kinds: Collection[Kind],
    fields: Collection[Wanted],
    shelf: Shelf,
    own_years: Collection[int] = (),
    plans: Sequence[str] = (),
    appendix: str = "",
) -> Filters:
    """The conditions of a question; the words that say them are claimed.

    A body is a condition where rows are asked for, or where the question is who leads or coordinates; elsewhere its
    name is what the question is about. `own_years` are those of the plans named, which say which plan is meant;
    `plans` are the ids of those, `appendix` is the label of the one named.
    """
    plain, said = fold(claims.text), lowered(claims.likely)
    if any(time.relation is Relation.REGULAR for time in find_times(claims.text)):
        _claim_phrase(claims, "undated", said)
    blank = tuple(_claim_blanks(claims, cues, said)) or tuple(_claim_blanks(claims, cues, plain))
    amount = _claim_amount(claims)
    filled: tuple[Field, ...] = ()
    if _PLAIN & set(kinds) and not _RANKED & set(kinds) and not (blank or amount):
        filled = tuple(dict.fromkeys(claim_filled(claims, cues, said)))
    times: tuple[FoundTime, ...] = tuple(_claim_times(claims, own_years, asks_table(kinds)))
    group, stt = claim_row_number(claims, plain)
    place = 0 if group else claim_place(claims, "group")
    group = group or _claim_group(claims, plain) or (str(place) if place > 0 else "")
    stt = stt or claim_place_in_table(claims, bool(group), bool(appendix))
    share, bound = _claim_share(claims, said) if asks_table(kinds) else ("", Bound.EXACT)
    if share:
        filled = tuple(wanted for wanted in filled if wanted is not Field.TARGET)  # it says more of the same cell
    dated = _claim_dated(claims, said)
    if dated:
        times = tuple(time for time in times if time.relation is not Relation.REGULAR)
    leader = claim_leader(claims, plain, shelf, Kind.COMPARE in kinds)
    if not leader and asks_table(kinds) and len(plans) == 1:
        leader = claim_head(claims, plain, shelf, plans[0])
    if leader and asks_table(kinds):
        _claim_acting(claims, said, ("overseeing", "handed"))
    bodies = claim_body_number(claims)
    acts = role_said(said) is not None or condition_patterns()["handed"].search(said) is not None
    wants_units = asks_table(kinds) or (asks_plans(claims.likely) and acts)
    units = _each_once(claim_units(claims, said, shelf, bool(leader))) if wants_units else ()
    if ranked(said) == "leader":
        units = tuple(unit for unit in units if not is_board(unit))
    if leader:  # "Mr Dung of the Department of Health": it only says where the leader belongs
        units = tuple(unit for unit in units if not is_department(unit))
    excluded = bool(units) and excludes_units(said)
    if units or any(bodies):
        _claim_acting(claims, said)
    if excluded:
        _claim_phrase(claims, "not_by", said)
    _claim_phrase(claims, "which_plans", said)
    _claim_phrase(claims, "with_others", said)
    only = says_only(claims.likely)
    if only and units:
        _claim_phrase(claims, "only", said)
    throughout = asks_table(kinds) and _claim_throughout(claims, said)
    return Filters(
        units,
        role_said(said) if units or any(bodies) else None,
        leader,
        times,
        blank,
        filled,
        amount,
        group,
        stt,
        share,
        bound,
        alone=bool(units) and only,
        only=bool(times) and only,
        ends=_is_year(times) and _claim_phrase(claims, "ends_in", said),
        underway=bool(times) and _claim_phrase(claims, "underway", said),
        unfunded=_claim_phrase(claims, "unfunded", said),
        funded=bool(_PLAIN & set(kinds)) and amount is None and claim_funded(claims, said),
        dated=dated,
        throughout=throughout,
        bodies=bodies,
        excluded=excluded,
        any_role=bool(units) and _in_any_role(claims, said, len(units)),
    )


def with_bodies(filters: Filters, claims: Claims, shelf: Shelf) -> Filters:
    """The conditions with the bodies that a question names, where only they show that it asks for rows: "các việc
    Văn phòng chủ trì một mình", "các việc Văn phòng chủ trì mà không có ai phối hợp"."""
    said = lowered(claims.likely)
    role = role_said(said)
    if filters.units or role is None:
        return filters
    if Field.COORDINATING_UNITS in filters.blank and condition_patterns()["leading"].search(said):
        role = Field.LEAD_UNIT  # nobody coordinates
    units = _each_once(claim_units(claims, said, shelf))
    only = says_only(claims.likely)
    if units:
        _claim_acting(claims, said)
        _claim_phrase(claims, "only", said)
    return replace(filters, units=units, role=role if units else None, alone=bool(units) and only)


def _claim_acting(claims: Claims, said: str, roles: Sequence[str] = ("leading", "coordinating", "handed")) -> None:
    """Claims the words that say in which role a body or a leader acts."""
    for name in roles:
        for found in condition_patterns()[name].finditer(said):
            start, end = claims.words_at(found.start(), found.end())
            if claims.free(start, end) and not is_about(claims, start):  # "việc về hỗ trợ …"
                claims.claim(start, end)


def _claim_throughout(claims: Claims, said: str) -> bool:
    said = condition_patterns()["five"].sub(lambda five: " " * len(five[0]), said)
    return _claim_phrase(claims, "throughout", _NAMED_YEAR.sub(lambda year: " " * len(year[0]), said))


def _claim_dated(claims: Claims, said: str) -> bool:
    """Whether a certain time must be set; "không có ngày cụ thể" says that none is."""
    found = condition_patterns()["dated"].search(said)
    denied = found is not None and any(
        said[: found.start()].rstrip().endswith(word) for word in condition_texts("denied")
    )
    return _claim_phrase(claims, "dated", said) and not denied


def _claim_phrase(claims: Claims, name: str, said: str) -> bool:
    """Whether a question says a phrase of the lexicon; its words are claimed."""
    found = condition_patterns()[name].search(said)
    if found:
        claims.claim(*claims.words_at(found.start(), found.end()))
    return found is not None


def _each_once(units: Iterable[Unit]) -> tuple[Unit, ...]:
    return tuple({unit.key: unit for unit in units}.values())


def role_said(said: str) -> Field | None:
    """In which role a body is meant: "chủ trì" or "phối hợp" beside it; "tham gia chủ trì" leads."""
    sure = condition_patterns()
    if sure["surely_leading"].search(said) and not sure["surely_coordinating"].search(said):
        return Field.LEAD_UNIT
    if condition_patterns()["coordinating"].search(said):
        return Field.COORDINATING_UNITS
    return Field.LEAD_UNIT if condition_patterns()["leading"].search(said) else None


def _in_any_role(claims: Claims, said: str, units: int) -> bool:
    """Whether a body may act in any role: "are involved in", but not "are involved in as a partner"."""
    takes_part = _claim_phrase(claims, "any_role", said)
    if units == 1 and _both_roles(said):
        return True
    return takes_part and not condition_patterns()["surely_coordinating"].search(said)


def _both_roles(said: str) -> bool:
    """Whether a body is meant in either role: "chủ trì và phối hợp"."""
    return all(condition_patterns()[name].search(said) for name in ("surely_leading", "surely_coordinating"))


def _claim_blanks(claims: Claims, cues: Sequence[FoundCue], said: str) -> Iterator[Field]:
    for found in condition_patterns()["without"].finditer(said):
        start, end = claims.words_at(found.start(), found.end())
        for cue in cues:
            between = {token.plain for token in claims.said[end : cue.start]}
            if not claims.free(start, min(end, cue.start)):
                continue
            joined = start < cue.start < end <= cue.end  # "không ghi chú": the verb is the noun's first word, too
            if (
                cue.cue.fields
                and (joined or 0 <= cue.start - end <= _GAP)
                and (cue.start - end <= 1 or between <= _placing())
            ):
                claims.claim(start, end)
                _claim_stated(claims, cue.end)
                yield from (wanted for wanted in cue.cue.fields if isinstance(wanted, Field))
    for found in condition_patterns()["left_blank"].finditer(said):
        start, end = claims.words_at(found.start(), found.end())
        for cue in cues:
            if cue.cue.fields and 0 <= start - cue.end <= 1 and claims.free(start, end):
                claims.claim(start, end)
                yield from (wanted for wanted in cue.cue.fields if isinstance(wanted, Field))


def _claim_stated(claims: Claims, at: int) -> None:
    """Claims what behind the name of a blank column says once more that nothing stands there: "written down"."""
    end = at
    while end < len(claims.said) and claims.said[end].plain in _stated():
        end += 1
    if end > at:
        claims.claim(at, end)


@cache
def _stated() -> frozenset[str]:
    return frozenset(word for text in condition_texts("stated") for word in fold(text).split())


@cache
def _placing() -> frozenset[str]:
    return frozenset(word for text in condition_texts("placing") for word in fold(text).split())


def _claim_amount(claims: Claims) -> AskedAmount | None:
    for found in find_amounts(claims.text):
        start, end = claims.words_at(found.start, found.end)
        if claims.free(start, end):
            claims.claim(start, end)
            return found
    return None


def _claim_times(claims: Claims, own_years: Collection[int], of_table: bool) -> Iterator[FoundTime]:
    ends = condition_patterns()["ending"].search(lowered(claims.likely)) or says_only(claims.likely)
    counted = [found.span() for found in condition_patterns()["five"].finditer(lowered(claims.likely))]
    for whole in find_times(claims.text):
        if (both := _of_both_years(claims, whole)) is not None:
            yield both
            continue
        found = _behind_cue(claims, whole)
        if any(start < found.end and found.start < end for start, end in counted):
            continue
        start, end = claims.words_at(found.start, found.end)
        beyond = _goes_beyond(claims, start)
        if not (ends or beyond) and len(own_years) == 1 and _bare_year(found) in own_years:
            continue
        if not of_table and found.relation is Relation.REGULAR and _says_which_kind(claims, start, end):
            continue
        if _names_plan(claims, found, start, own_years):
            claims.claim(start, end)
            continue
        if claims.free(start, end):
            claims.claim(start, end)
            if beyond:
                yield replace(found, relation=Relation.AFTER)
                continue
            lasts = found.relation is Relation.BY and _claim_phrase(claims, "lasting", lowered(claims.likely))
            yield replace(found, relation=Relation.IN) if lasts else found


def _of_both_years(claims: Claims, found: FoundTime) -> FoundTime | None:
    """Two years one behind the other as the span of both, where that is asked for: "both 2025 and 2026" is no time of
    what is done in one of them; None for any other time. Its words are claimed."""
    start, end = claims.words_at(found.start, found.end)
    years = [one for one in found.periods if isinstance(one, Interval) and one.kind is Span.YEAR]
    if len(years) != 2 or len(found.periods) != 2 or years[0].end.year + 1 != years[1].start.year or start == 0:
        return None
    if claims.said[start - 1].plain not in words_of("both_years"):
        return None
    claims.claim(start - 1, end)
    return replace(found, periods=(Interval(years[0].start, years[1].end, Span.SPAN),))


def _behind_cue(claims: Claims, found: FoundTime) -> FoundTime:
    """A time without the words before it that ask for a deadline: "hạn chót quý II" is one that is in that quarter."""
    start, end = claims.words_at(found.start, found.end)
    if claims.free(start, start + 1) or not any(claims.free(at, at + 1) for at in range(start, end)):
        return found
    first = next(at for at in range(start, end) if claims.free(at, at + 1))
    offset = claims.spans[first][0]
    own = next(iter(find_times(claims.text[offset : found.end])), None)
    return replace(own, start=own.start + offset, end=own.end + offset) if own is not None else found


def _says_which_kind(claims: Claims, start: int, end: int) -> bool:
    """Whether what is regular is what a question is about: "their quarterly report", "tỷ lệ khám định kỳ"."""
    before = [token.plain for token in claims.said[max(0, start - 1) : start]]
    behind = [token.plain for token in claims.said[end : end + 1]]
    plain = [token.plain for token in claims.said[start:end]]
    if before and set(before) <= _examined() and set(plain) <= words_of("at_set_times"):
        return True
    return bool(behind) and set(behind) <= _regular()


@cache
def _examined() -> frozenset[str]:
    """What is done "định kỳ" as its kind, last words folded: the check-up at set times is no other deadline."""
    return frozenset(tokens(text)[-1].plain for text in condition_texts("done_regularly"))


@cache
def _regular() -> frozenset[str]:
    """What "regular" before it is a kind of, in English."""
    return frozenset(condition_texts("regular_kinds"))


def _goes_beyond(claims: Claims, start: int) -> bool:
    """Whether something goes on beyond a time, "kéo dài quá năm 2026"; "qua năm 2026" is only into it."""
    at = start - 2 if start > 1 and claims.said[start - 1].plain == _YEAR else start - 1
    said = claims.said[at] if at >= 0 else None
    words = {token.accented for text in condition_texts("beyond") for token in tokens(text)}
    beyond = said is not None and (said.accented or said.likely) in words
    if beyond:
        claims.claim(at, at + 1)
    return beyond


def _names_plan(claims: Claims, found: FoundTime, start: int, own_years: Collection[int]) -> bool:
    """Whether the span of a plan's own years stands behind its name, "Vĩnh Long giai đoạn 2026-2030": it tells which
    plan is meant."""
    one = found.periods[0] if len(found.periods) == 1 and found.relation is Relation.IN else None
    if not isinstance(one, Interval) or one.kind is not Span.SPAN or len(own_years) < 2:
        return False
    before = next((at for at in range(start - 1, -1, -1) if claims.said[at].plain not in words_of("stage")), -1)
    named = before >= 0 and claims.taken[before]
    return named and (one.start.year, one.end.year) == (min(own_years), max(own_years))


def _is_year(times: Sequence[FoundTime]) -> bool:
    """Whether the time of a question is one whole year, no less."""
    return len(times) == 1 and _bare_year(times[0]) is not None


def _bare_year(time: FoundTime) -> int | None:
    """The year of a time that is a bare year."""
    one = time.periods[0] if len(time.periods) == 1 and time.relation is Relation.IN else None
    return one.start.year if isinstance(one, Interval) and one.kind is Span.YEAR else None


def _claim_group(claims: Claims, plain: str) -> str:
    named = list(_GROUP.finditer(plain)) or list(_PART_OF_TABLE.finditer(plain))
    if not named:
        return ""
    numbers = [next(number.upper() for number in found.groups() if number) for found in named]
    for found in named:
        claims.claim(*claims.words_at(found.start(), found.end()))
        end = found.end()
        while more := _MORE_GROUPS.match(plain, end):
            claims.claim(*claims.words_at(more.start(), more.end()))
            numbers, end = [*numbers, more[1].upper()], more.end()
    return ", ".join(dict.fromkeys(numbers))


def groups_named(text: str) -> tuple[str, ...]:
    """The numbers of the groups that a question names, each once: "nhóm I và nhóm II"."""
    return tuple(dict.fromkeys(found[1].upper() for found in _GROUP.finditer(fold(text))))


def _claim_share(claims: Claims, said: str) -> tuple[str, Bound]:
    """A percentage that the rows must have as their target, "100%", and how it is bounded: "dưới 80%"."""
    found = find_share(said)
    if found is None:
        return "", Bound.EXACT
    share, bound, start, end = found
    claims.claim(*claims.words_at(start, end))
    return share, bound
