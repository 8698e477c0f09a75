"""The leaders and bodies that a question names as conditions: in full, by title and given name, by short forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.lexicon.conditions import condition_patterns, condition_texts, words_of
from assistant.lexicon.header import header_lexicon
from assistant.lexicon.questions import agrees, stop_length
from assistant.lexicon.spelling import any_spelled
from assistant.lexicon.terms import find_concepts
from assistant.plans.library import Shelf
from assistant.text.matching import Token, tokens
from assistant.understanding.claims import Claims
from ingest.lexicon.issuers import issuers
from ingest.lexicon.names import any_of
from ingest.lexicon.provinces import find_asked_provinces
from ingest.unit_names import unit_of
from ingest.units import Unit, find_units
from ingest.vietnamese import fold, nfc

_BODIES = "bodies"
_FEW_PLANS = 64
_SHORTEST_NAME = 4  # words; shorter names are found by the lexicon of bodies, which knows when they are no names
_DEPARTMENTS = {"so y te", "so", "bo", "ubnd tinh"}
_OWNS = {"cua", "thuoc", "of"}


def claim_leader(claims: Claims, plain: str, shelf: Shelf, compares: bool = False) -> str:
    """A leader whom a question names in full, or by title and given name where only one has it. Where it compares
    several, the first of them, and the names of all are claimed."""
    named = [one for one in _named_leaders(claims.text, plain, shelf) if not _is_stop(claims, one.given)]
    for one in named if compares else named[:1]:
        _claim_titled(claims, *claims.words_at(one.start, one.end))
    return named[0].name if named else ""


@cache
def _head() -> re.Pattern[str]:
    """Where a folded question names the head of a department by office: no deputy, and not "giám đốc nào"."""
    lexicon = header_lexicon()
    no_other = "".join(rf"(?<!{word} )" for word in lexicon.no_head_behind)
    return re.compile(rf"{no_other}\b{any_of(lexicon.head)}\b(?! nao\b)")


def claim_head(claims: Claims, plain: str, shelf: Shelf, plan: str) -> str:
    """The leader whom a question names by office alone, "Giám đốc Sở": the head who signed the plan, where its rows
    name the same person; else ""."""
    header, found = shelf.plans[plan].header, _head().search(plain)
    if found is None or fold(header.office) not in header_lexicon().head_office or not header.signer:
        return ""
    name = shelf.leaders_by_name.get(fold(header.signer), "")
    start, end = claims.words_at(*found.span())
    if not name or not claims.free(start, start + 2):
        return ""
    claims.claim(start, end)
    return name


def is_board(unit: Unit) -> bool:
    """Whether a body is that of the leaders themselves: "Ban giám đốc Sở"."""
    return fold(unit.key).startswith(header_lexicon().board)


def leaders_named(text: str, shelf: Shelf) -> list[str]:
    """The leaders whom a text names, in full or by title and given name: "ông Dũng hay bà Lắm"."""
    composed = nfc(text)
    return list(dict.fromkeys(one.name for one in _named_leaders(composed, fold(composed), shelf)))


@dataclass(frozen=True, slots=True)
class _NamedLeader:
    """A leader whom text[start:end] names; `given` is where a given name alone stands, None for a name in full."""

    name: str
    start: int
    end: int
    given: tuple[int, int] | None = None


def _named_leaders(text: str, plain: str, shelf: Shelf) -> Iterator[_NamedLeader]:
    """The leaders whom a text names: those in full, then those by title and given name, which a province's name may
    hold: "Chi Minh" of "Ho Chi Minh" is no "chị Minh"."""
    in_full = [(plain.find(folded), folded, name) for folded, name in shelf.leaders_by_name.items()]
    for at, folded, name in sorted(in_full, key=lambda one: _is_office(one[1])):  # "PGĐ Lâm Hữu Đức" is no "Giám đốc"
        if at >= 0 and (not _is_office(folded) or _names_office(plain, at, at + len(folded))):
            yield _NamedLeader(name, at, at + len(name))
    places = [range(place.start, place.end) for place in find_asked_provinces(text)]
    for given, bearers in shelf.leaders_by_given_name.items():
        if len(bearers) > 1 or given not in plain:
            continue
        for found in re.finditer(rf"(?={_called()}(?P<given>{given})\b)", plain):
            start, (_, end) = found.start(), found.span("given")
            if any(start in place and end - 1 in place for place in places):
                continue
            if _may_be(text[start:end], bearers[0]):
                yield _NamedLeader(bearers[0], start, end, found.span("given"))
                break


@lru_cache(maxsize=1024)
def _is_office(name: str) -> bool:
    """Whether what a cell says of who is responsible is an office and no name: "Giám đốc"."""
    return set(name.split()) <= _title_words()


def _names_office(plain: str, start: int, end: int) -> bool:
    """Whether plain[start:end] is an office of its own: no end of "phó giám đốc", and not "giám đốc nào"."""
    before = plain[:start].split()
    return before[-1:] not in [[word] for word in header_lexicon().no_head_behind] and plain[end:].split()[:1] != [
        "nao"
    ]


def _claim_titled(claims: Claims, start: int, end: int) -> None:
    """Claims a leader's name with the titles before and behind it: "bác sĩ …", "… giám đốc Sở"."""
    titles = _title_words()
    while start and claims.said[start - 1].plain in titles:
        start -= 1
    while end < len(claims.said) and claims.said[end].plain in titles:
        end += 1
    claims.claim(start, end)


@cache
def _title_words() -> frozenset[str]:
    signing = issuers().signing
    titles = (*signing.address, *signing.offices, *signing.short_offices, *condition_texts("called"), "sở")
    return frozenset(token.plain for title in titles for token in tokens(title))


def _is_stop(claims: Claims, given: tuple[int, int] | None) -> bool:
    """Whether what could be a given name, typed without accents, is likely a word that says nothing: "ba năm"."""
    if given is None or _is_name(claims, given):
        return False
    if any(found.span[0] == given[0] for found in find_units(claims.text)):  # "co trung tam y te" names no "cô Trung"
        return True
    token = claims.said[claims.words_at(*given)[0]]
    likely = replace(token, accented=token.likely or token.accented)
    return bool(token.likely) and not token.accented and bool(stop_length([likely], 0, False))


def _is_name(claims: Claims, given: tuple[int, int]) -> bool:
    """Whether a word is typed as a name is, with a capital among small letters: "còn ba Lam"."""
    typed = claims.text[given[0] : given[1]]
    return given[0] > 0 and typed[:1].isupper() and not claims.text.isupper()


@cache
def _called() -> str:
    """What stands before a person's given name: a form of address, and more of the name."""
    signing = issuers().signing
    titles = (*signing.address, *signing.offices, *signing.short_offices, *condition_texts("called"))
    return rf"\b{any_of(map(fold, titles))}\.? (?:\w+ ){{0,3}}?"


def _may_be(typed: str, name: str) -> bool:
    """Whether "Bà Võ Thị Lắm", as typed behind a title, can be a leader: no other name, and no other accents."""
    (title, *said), known = typed.split(), name.split()
    signing = issuers().signing
    called = (*signing.address, *signing.offices, *signing.short_offices, *condition_texts("called"))
    titles = {word.casefold() for text in called for word in text.split()}
    begin = {text.casefold().split()[0] for text in called}
    if fold(title) != title.casefold() and title.casefold().rstrip(".") not in begin:
        return False  # "Chí Minh" is neither "Chị Minh" nor "đồng chí Minh"
    while len(said) > 1 and said[0].casefold().rstrip(".") in titles:  # "bác sĩ"
        said.pop(0)
    plain = {fold(word) for word in known}
    accents = {word.casefold() for word in known}
    return all(fold(word) in plain and (fold(word) == word.casefold() or word.casefold() in accents) for word in said)


def claim_units(claims: Claims, said: str, shelf: Shelf, named_leader: bool = False) -> Iterator[Unit]:
    """The bodies that a question names: those that the indexed rows name, then any other.

    A department's name may hold the province's, which is claimed already. The department itself is a condition only
    where a question says what it does: "kế hoạch của Sở Y tế Cà Mau" is about everybody's tasks.
    """
    acts = excludes_units(said) or any(
        condition_patterns()[name].search(said) for name in ("leading", "coordinating", "done_by")
    )
    typed = [token.plain for token in claims.said]
    known = shelf.units_in(typed)
    found_units = [
        _as_in_rows(claims, found.unit, *claims.words_at(*found.span), typed, known)
        for found in find_units(claims.text)
    ]
    of_lexicon = {at: end - first for _, first, end in found_units for at in range(first, end)}
    begun = {first: end - first for _, first, end in found_units}
    own, of_terms = set[int](), _inside_terms(claims)
    for name, unit in known:
        named = name.split()
        if not (start := _run_at(typed, named, claims) or _printed_at(typed, named, claims, unit)):
            continue
        if unit.group and of_terms.get(start - 1, 0) > len(named):
            continue
        if any(_goes_beyond(found, start - 1, len(named), unit) for found in found_units):
            continue
        is_known = of_lexicon.get(start - 1, 0) >= len(named)  # "bệnh viện" is not all of "benh vien nhi"
        surely = _surely_a_body if begun.get(start - 1, 0) == 0 else _goes_on
        may_be_none = is_known or not (acts and surely(claims, start - 1, len(named), unit))
        if may_be_none and len(named) < _SHORTEST_NAME and not _is_printed(claims, unit):
            continue
        claims.claim(start - 1, start - 1 + len(named))
        own.update(range(start - 1, start - 1 + len(named)))
        yield unit
    last = -1
    acts_beside = named_leader or any(not is_about(claims, first) for _, first, _ in found_units)
    for unit, start, end in found_units:
        owner = _owns(claims, last, start)
        last = end
        if own & set(range(start, end)) or not claims.free(start, start + 1):
            continue
        if unit.group and of_terms.get(start, 0) > end - start:
            continue
        if _is_in_number(claims.text, claims.spans[start][0]) or _names_group(claims, start, unit):
            continue
        if is_about(claims, start) and (not acts or acts_beside):
            continue
        if _is_another(claims, start, end, unit):
            continue
        claims.claim(start, end)
        if owner:  # "Phòng Tổ chức cán bộ của Sở Y tế": the second only says where the first belongs
            continue
        if acts or not is_department(unit):
            yield unit
    yield from _short_names(claims, typed, known)
    yield from _abbreviated(claims, shelf)


def _inside_terms(claims: Claims) -> dict[int, int]:
    """The lengths of the terms that a question names and that are no bodies, by their first words: "bệnh viện số" is
    no kind of hospitals that does anything."""
    found = (one for one in find_concepts(claims.text) if one.concept.area != _BODIES)
    return {one.start: one.end - one.start for one in found}


def _is_printed(claims: Claims, unit: Unit) -> bool:
    """Whether a question names a body just as rows print it, with a sign that only such a name has: "Phòng CĐS&TT"."""
    return "&" in unit.text and unit.text.casefold() in claims.text.casefold()


def _names_group(claims: Claims, start: int, unit: Unit) -> bool:
    """Whether the noun of a kind of bodies names the group of rows about them: "nhóm doanh nghiệp"."""
    return start > 0 and claims.said[start - 1].plain in words_of("group_nouns") and (unit.group or not unit.known)


def _as_in_rows(
    claims: Claims, unit: Unit, start: int, end: int, typed: Sequence[str], known: Iterable[tuple[str, Unit]]
) -> tuple[Unit, int, int]:
    """A body that words[start:end] name; one that the lexicon does not know ends where the longest name in the rows
    does: "Cục Điện lực Bộ Công thương 2026", "Phòng TNMT tham gia"."""
    if unit.known:
        return unit, start, end
    own = next((at for at in range(start + 1, end) if claims.taken[at]), end)
    if own < end and claims.free(start, own):  # "Các bệnh viện Ninh Bình 2026": the plan is claimed already
        unit, end = unit_of(claims.text[claims.spans[start][0] : claims.spans[own - 1][1]]), own
    for name, printed in sorted(known, key=lambda item: -len(item[0])):
        named = name.split()
        if printed.group:  # "Bệnh viện Đa khoa …" is none of "các bệnh viện"
            continue
        if len(named) < end - start and list(typed[start : start + len(named)]) == named:
            return printed, start, start + len(named)
    return unit, start, end


def is_department(unit: Unit) -> bool:
    """Whether a body is the department whose plan it is, or what stands over it."""
    return fold(unit.key) in _DEPARTMENTS


def _owns(claims: Claims, end: int, start: int) -> bool:
    """Whether a body only says to whom the one before it, that ends with the word before `end`, belongs: "of the Ninh
    Thuan DoH"."""
    if not 0 <= end < start or claims.said[end].plain not in _OWNS:
        return False
    return all(claims.taken[at] or claims.said[at].plain == "the" for at in range(end + 1, start))


def _surely_a_body(claims: Claims, start: int, size: int, unit: Unit) -> bool:
    """Whether a short name is likely meant as a body: in brackets, or behind what says who does it, as "by"."""
    if size < 2 or _is_another(claims, start, start + size, unit):
        return False
    bracketed = claims.text[: claims.spans[start][0]].rstrip().endswith("(")
    return bracketed or (start > 0 and any(agrees(want, claims.said[start - 1]) for want in _doing_words()))


@cache
def _doing_words() -> tuple[Token, ...]:
    return tuple(token for text in condition_texts("doer_behind") for token in tokens(text))


def excludes_units(said: str) -> bool:
    """Whether a question asks for what the bodies that it names do not do: "không phải của Sở Y tế"."""
    named = (said[: found.span[0]] for found in find_units(said))
    return any(_excludes().search(before) is not None for before in named)


@cache
def _excludes() -> re.Pattern[str]:
    return re.compile(rf"{condition_patterns()['not_by'].pattern}\s(?:{any_spelled(('các', 'the'))}\s)?$")


def is_about(claims: Claims, start: int) -> bool:
    """Whether what stands there is what rows are about, and not who does them: "nhiệm vụ về trạm y tế"."""
    return start > 0 and any(agrees(want, claims.said[start - 1]) for want in _about_words())


@cache
def _about_words() -> tuple[Token, ...]:
    return tuple(token for text in condition_texts("about") for token in tokens(text))


def _is_in_number(text: str, at: int) -> bool:
    """Whether what stands there is joined to a document's number: "BCĐ" in "07-QĐ/BCĐ"."""
    joined = re.search(r"\S*[-/]$", text[:at])
    return joined is not None and any(char.isdigit() for char in joined[0])


def _is_another(claims: Claims, start: int, end: int, unit: Unit) -> bool:
    """Whether typed accents make other words of what could be a body: "chuyển đổi số y tế" names no department."""
    named, typed = tokens(unit.name), claims.said[start:end]
    pairs = zip(named, typed, strict=True) if len(named) == len(typed) else ()
    return any(one.plain == other.plain and other.accented not in ("", one.accented) for one, other in pairs)


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
        is_short = any(word.isupper() and len(word) > 1 for word in unit.text.split())  # the "Y" of "Sở Y tế" is none
        if is_short and len(named) < _SHORTEST_NAME and (start := _run_at(typed, named, claims)):
            first, end = start - 1, start - 1 + len(named)
            if _is_another(claims, first, end, unit):
                continue
            claims.claim(first, end)
            yield unit


def _goes_beyond(found: tuple[Unit, int, int], start: int, size: int, unit: Unit) -> bool:
    """Whether a name that rows print only begins one of the lexicon: "Trung tâm Y tế" of "các trung tâm y tế huyện"."""
    longer, first, end = found
    return longer.known and longer.key != unit.key and first <= start and end > start + size


def _goes_on(claims: Claims, start: int, size: int, unit: Unit) -> bool:
    """Whether a short name that begins with a body of the lexicon is one of its own in rows: "VNPT Vũng Tàu"."""
    return not _is_another(claims, start, start + size, replace(unit, name=unit.text))


def _printed_at(typed: Sequence[str], named: Sequence[str], claims: Claims, unit: Unit) -> int:
    """Where a question says the whole of a long name that rows print, although what it says of plans and rows took some
    of its words: "Bệnh viện Trung ương Huế", "Ban Quản lý dự án …"; counted from 1, 0 where it does not."""
    if unit.known or len(named) < _SHORTEST_NAME:
        return 0
    starts = (at for at in range(len(typed) - len(named) + 1) if list(typed[at : at + len(named)]) == list(named))
    return next((at + 1 for at in starts if any(claims.free(one, one + 1) for one in range(at, at + len(named)))), 0)


def _run_at(typed: Sequence[str], said: Sequence[str], claims: Claims) -> int:
    """Where a run of words stands free in a question, counted from 1; 0 where it does not."""
    for at in range(len(typed) - len(said) + 1):
        if list(typed[at : at + len(said)]) == list(said) and claims.free(at, at + len(said)):
            return at + 1
    return 0
