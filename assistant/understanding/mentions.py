"""Which plans, and which appendix, a question names.

A plan is named by its number, by its province (with the year where there are several), by kind and bare number, or by
its issuer where the indexed plans have several; a name one letter off still counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from assistant.lexicon.choices import LAST
from assistant.lexicon.conditions import words_of
from assistant.lexicon.reading import folded_lists, lists_of
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.lexicon.terms import find_concepts
from assistant.phrasing.asking import acts_before, acts_behind
from assistant.phrasing.wishes import asks_plans
from assistant.plans.library import Shelf
from assistant.text.matching import tokens
from assistant.understanding.claims import Claims
from assistant.understanding.framing import claim_frame, counts_something, year_of_plan
from assistant.understanding.titles import claim_titled
from ingest.lexicon.documents import asked_kind, kind_of_number
from ingest.lexicon.issuers import Body, find_asked_bodies, find_bodies
from ingest.lexicon.names import Named, any_of
from ingest.lexicon.places import bare_place, begins_with_place
from ingest.lexicon.provinces import asks_behind, find_asked_provinces, only_asks_behind
from ingest.units import FoundUnit, find_units
from ingest.vietnamese import fold

_SHORTEST_MISTYPED = 5  # letters
_INITIALS = 3  # letters of initials; they are words too and stand for a place only where one is named
_SYLLABLE = re.compile(r"[^aeiouy\d]*(?:qu)?[aeiouy]+(?:c|ch|m|n|ng|nh|p|t)?")
_PLAN = "KH"
_YEAR = re.compile(r"20\d\d")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class PlanMention:
    """A plan that a question names: the ids it can be, or none where the index has no such plan."""

    text: str
    plans: tuple[str, ...]


def claim_plans(
    claims: Claims, shelf: Shelf, english: bool, bare: str = ""
) -> tuple[tuple[PlanMention, ...], tuple[int, ...]]:
    """Plans by number, by province and year, by issuer or by subject; a year beside a province says which of its
    plans, and so do an issuer and a subject. `bare` is the text as it was typed, before accents were put on it."""
    mentions: list[PlanMention] = []
    years: list[int] = []
    plain = fold(claims.text)
    squeezed = plain.replace(" ", "")
    for number, plan_id in shelf.numbers if _DIGIT.search(plain) else ():
        if (at := squeezed.find(number)) >= 0:
            mentions.append(PlanMention(shelf.plans[plan_id].header.number, (plan_id,)))
            start = plain.find(number[: number.index("/")]) if "/" in number else at
            claims.claim(*claims.words_at(start, start + len(number)))
    for named in find_asked_provinces(claims.text):
        start, end = claims.words_at(named.start, named.end)
        if start == end or not claims.free(start, end):
            continue
        if len(bare) == len(claims.text) and only_asks_behind(bare, named.start, named.end):
            continue  # "… co so bac son la bao nhieu": accents were put on "son"
        plans = list(shelf.plans_by_province.get(named.item.name, ()))
        now = () if plans else shelf.plans_by_province.get(named.item.merged_into, ())
        if now and shelf.any_says(now, [named.item.name]):
            mentions.append(PlanMention(named.item.name, now))  # what its plan says of the former province is the topic
            continue
        if not plans and _ends_a_body(claims, shelf, start, end):
            continue
        claims.claim(start - _in_before(claims, start, english), end)
        year = _year_behind(claims, end)
        text = named.item.name
        if year is not None and plans:
            dated = [plan for plan in plans if year in shelf.plans[plan].header.years]
            if dated or not _print_year(shelf, plans, year):
                text = f"{text} {year}"
                plans = dated
            else:  # "Quảng Trị năm 2025 đạt bao nhiêu": the plan of 2026 tells it in a column of its own
                years.append(year)
        mentions.append(PlanMention(text, tuple(plans)))
    mentions += _numbered_plans(claims, shelf)
    if places := _plans_of_place(claims, shelf, mentions, english):
        mentions = [*(mention for mention in mentions if _is_beside(mention, places, shelf)), *places]
    if not mentions:
        mentions += (
            _plans_of_issuer(claims, shelf)
            or _plans_of_syllable(claims, shelf, bare)
            or _plans_of_initials(claims, shelf)
            or _mistyped_plans(claims, shelf)
        )
    else:
        mentions += _plans_of_initials(claims, shelf, beside=True)
    mentions = _of_year(claims, shelf, mentions)
    mentions = _narrowed(claims, shelf, mentions, english)
    claim_frame(claims, shelf, [plan for mention in mentions for plan in mention.plans], english)
    years += [
        int(token.plain)
        for at, token in enumerate(claims.said)
        if _YEAR.fullmatch(token.plain) and not claims.taken[at] and not counts_something(claims, at)
    ]
    return tuple(mentions), tuple(dict.fromkeys(years))


def _ends_a_body(claims: Claims, shelf: Shelf, start: int, end: int) -> bool:
    """Whether a province of no plan ends the name of a body that rows name: "Viện Pasteur TP. Hồ Chí Minh"."""
    typed = [token.plain for token in claims.said[:end]]
    names = (name.split() for name, _ in shelf.units_in(typed[:start]))
    return any(len(name) > end - start and typed[-len(name) :] == name for name in names)


def _of_year(claims: Claims, shelf: Shelf, mentions: list[PlanMention]) -> list[PlanMention]:
    """The mentions limited to the year that stands beside "kế hoạch", where it is that of a plan or of none."""
    plans = [plan for mention in mentions for plan in mention.plans]
    if not plans or (year := year_of_plan(claims)) is None:
        return mentions
    dated = {plan for plan in plans if year in shelf.plans[plan].header.years}
    if not dated and _print_year(shelf, plans, year):
        return mentions
    found = []
    for mention in mentions:
        meant = tuple(plan for plan in mention.plans if plan in dated)
        text = mention.text if meant or dated else f"{mention.text} {year}"
        found.append(PlanMention(text, meant or (mention.plans if dated else ())))
    return found


def _print_year(shelf: Shelf, plans: Sequence[str], year: int) -> bool:
    """Whether a table of some plans has a column for a year: "Kết quả năm 2025"."""
    return any(str(year) in title for row in shelf.rows_of(plans) for title in row.columns)


def _narrowed(claims: Claims, shelf: Shelf, mentions: list[PlanMention], english: bool) -> list[PlanMention]:
    """The mentions with those of several plans narrowed to the issuer and the subject that the question names too."""
    asked = [found.item.name for found in find_asked_bodies(claims.text)]
    narrowed = []
    for mention in mentions:
        issued = tuple(plan for plan in mention.plans if _issued_by(shelf, plan, asked))
        plans = issued or mention.plans
        _claim_issuer(claims, shelf, plans)
        narrowed.append(PlanMention(mention.text, claim_titled(claims, shelf, plans, english) or plans))
    if (
        not mentions
        and not asks_plans(claims.likely)
        and (titled := claim_titled(claims, shelf, tuple(shelf.plans), english))
    ):
        narrowed.append(PlanMention(", ".join(shelf.names[plan] for plan in titled), titled))
    return narrowed


def _claim_issuer(claims: Claims, shelf: Shelf, plans: Sequence[str]) -> None:
    """Claims the issuer's name where it only says whose plan is meant: "của Bệnh viện đa khoa tỉnh Quảng Trị".

    Where it acts ("Sở Y tế … chủ trì"), it is a condition.
    """
    bodies = find_units(claims.text)
    units = [one.span for one in bodies]
    for found in find_asked_bodies(claims.text):
        start, end = claims.words_at(found.start, found.end)
        owner = next((plan for plan in plans if _issued_by(shelf, plan, [found.item.name])), None)
        if owner is None or start == end:
            continue
        if any(_begins_a_group(found, one) for one in bodies):
            continue
        named = {token.plain for token in tokens(shelf.plans[owner].header.issuer)} | _words("behind_issuer")
        while end < len(claims.said) and claims.said[end].plain in named:
            end += 1
        while start and claims.said[start - 1].plain in _words("before_issuer"):
            start -= 1
        if not claims.is_likely(*claims.words_at(found.start, found.end), found.item.name):
            continue  # "chuyen doi so y te": the number, not the department
        belongs = claims.said[start - 1].plain in _words("whose") if start else False
        belongs = belongs or any(left < found.start <= right + 1 for left, right in units)
        acts = acts_before(claims.said, start) or (
            not belongs and (_is_done_by(claims, start) or acts_behind(claims.said, end))
        )
        if not acts:
            claims.claim(start, end)


def _begins_a_group(named: Named[Body], body: FoundUnit) -> bool:
    """Whether the name of an issuing body only begins that of several: "UBND các xã, phường" is no "UBND thành phố"."""
    return body.unit.group and body.span[0] <= named.start and named.end < body.span[1]


def _is_done_by(claims: Claims, start: int) -> bool:
    """Whether something is done by the body whose name begins there: "carried out by the Ca Mau Department of Health",
    "whose lead unit is the Department of Health"."""
    while start and (claims.taken[start - 1] or claims.said[start - 1].plain == "the"):
        start -= 1
    before = [token.plain for token in claims.said[max(0, start - 2) : start]]
    return before[-1:] == ["by"] or (before[-1:] == ["is"] and before[0] in _words("acting"))


def _issued_by(shelf: Shelf, plan: str, asked: Sequence[str]) -> bool:
    return bool(asked) and _issuing_body(shelf.plans[plan].header.issuer) in asked


@lru_cache(maxsize=4096)
def _issuing_body(issuer: str) -> str:
    """The name of the body that an issuer is, "" where it is none that is known."""
    found = next(iter(find_bodies(issuer)), None)
    return found.item.name if found else ""


def _numbered_plans(claims: Claims, shelf: Shelf) -> list[PlanMention]:
    """The plans that a question names by kind and bare number: "Nghị quyết 286", "plan No. 57"."""
    found: list[PlanMention] = []
    for match in _kind_and_number().finditer(fold(claims.text)):
        plans = [plan for plan, header in shelf.headers() if is_called(header.number, match["kind"], match["number"])]
        start, end = claims.words_at(match.start(), match.end())
        if plans and claims.free(start, end):
            claims.claim(start, end)
            found.append(PlanMention(match[0], tuple(plans)))
    return found


def is_called(printed: str, kind: str, number: str) -> bool:
    """Whether a document's number may be what a question calls by kind and bare number: any plan is a "kế hoạch", but
    "Nghị quyết 57" is not "57/KH-SYT"."""
    if re.match(rf"{number}\b", printed) is None:
        return False
    named, own = asked_kind(kind), kind_of_number(printed)
    return named is None or own is None or named == own or named.symbol == _PLAN


def _plans_of_issuer(claims: Claims, shelf: Shelf) -> list[PlanMention]:
    """The plans whose issuer a question names, where the indexed plans have several: "của Chính phủ"."""
    plain = " ".join(token.plain for token in claims.said)
    issuers = shelf.plans_by_issuer
    if len(issuers) < 2:
        return []
    named = [name for name in issuers if f" {name} " in f" {plain} " and " " in name]
    if not named:
        return _plans_of_body(claims, shelf)
    longest = max(named, key=len)
    at = plain[: plain.find(longest)].count(" ")
    claims.claim(at, at + len(longest.split()))
    return [PlanMention(longest, issuers[longest])]


def _plans_of_body(claims: Claims, shelf: Shelf) -> list[PlanMention]:
    """The same by another of the issuer's names: "the Ministry of Industry and Trade", "BCT"."""
    for found in find_units(claims.text):
        plans = shelf.plans_by_issuer.get(found.unit.key, ())
        start, end = claims.words_at(*found.span)
        if plans and claims.free(start, end) and not acts_behind(claims.said, end):
            claims.claim(start, end)
            return [PlanMention(found.unit.name, plans)]
    return []


def _plans_of_place(claims: Claims, shelf: Shelf, mentions: Sequence[PlanMention], english: bool) -> list[PlanMention]:
    """The plans of the district or commune that a question names, with its kind or behind "của", "ở"; its province
    says nothing more. A name that is written small and stands alone may be any word."""
    within = {plan for mention in mentions for plan in mention.plans}
    for place, plans in shelf.plans_by_place.items():
        named = [token.plain for token in tokens(bare_place(place))]
        for at in range(len(claims.said) - len(named) + 1):
            if [token.plain for token in claims.said[at : at + len(named)]] != named:
                continue
            start = at - _kind_before(claims, at)
            typed = claims.text[claims.spans[at][0] : claims.spans[at + len(named) - 1][1]]
            owned = start > 0 and claims.said[start - 1].plain in _words("whose") | _words("beside")
            said = claims.said[at : at + len(named)]
            written = [token.accented for token in tokens(bare_place(place))]
            spelled = [token.accented for token in said] == written and not typed.isascii()  # typed so, not put back
            spelled = spelled and not any(token.likely for token in said)
            # put back: only what begins a question is no word of a sentence
            likely = not at and written != named and [token.accented or token.likely for token in said] == written
            sure = start < at or owned or typed[:1].isupper() or ((spelled or likely) and len(named) > 1)
            if claims.free(at, at + len(named)) and sure:
                claims.claim(start - _in_before(claims, start, english), at + len(named))
                chosen = tuple(plan for plan in plans if plan in within) or plans
                return [PlanMention(place, chosen)]
    return []


def _is_beside(mention: PlanMention, places: Sequence[PlanMention], shelf: Shelf) -> bool:
    """Whether a mention is of other plans than those of a place, and not only of the province that it is in: "so sánh
    Bắc Ninh và Trung tâm Y tế Đại Từ"."""
    named = {plan for place in places for plan in place.plans}
    within = {shelf.plans[plan].header.province for plan in named}
    return bool(mention.plans) and not any(shelf.plans[plan].header.province in within for plan in mention.plans)


def _in_before(claims: Claims, at: int, english: bool) -> int:
    """1 where "ở" stands before a place, which says where and is no part of a word before it: "sửa nhà ở Mỏ Cày"."""
    return int(not english and at > 0 and claims.said[at - 1].plain in _words("at") and claims.free(at - 1, at))


def _kind_before(claims: Claims, at: int) -> int:
    """How many words before a place say its kind: "thành phố" 2, "tp" 1."""
    for length in (2, 1):
        if at >= length and begins_with_place(claims.text[claims.spans[at - length][0] :]):
            return length
    return 0


def _plans_of_initials(claims: Claims, shelf: Shelf, beside: bool = False) -> list[PlanMention]:
    """The plans of a province named in short, as no other province with plans is: "AG: …", "… ở ag", "đthap"; `beside`
    one that is named in full only where the letters can mean nothing else: "cm so với ninh thuận"."""
    by_short: dict[str, list[str]] = {}
    for province in shelf.plans_by_province:
        *before, last = fold(province).split()
        for ending in (last[0], last):
            by_short.setdefault("".join(word[0] for word in before) + ending, []).append(province)
    short = [
        at
        for at, token in enumerate(claims.said)
        if len(by_short.get(token.plain, [])) == 1 and len(token.plain) > 1 and claims.free(at, at + 1)
    ]
    if beside:
        short = [at for at in short if _is_no_word(claims, shelf, at)]
    placed = (at for at in short if _stands_for_a_place(claims, at) and not _begins_name(claims, shelf, at))
    at = next(placed, next((at for at in short if _is_no_word(claims, shelf, at)), None))
    if at is None:
        return []
    claims.claim(at, at + 1)
    (province,) = by_short[claims.said[at].plain]
    return [PlanMention(province, tuple(shelf.plans_by_province[province]))]


def _stands_for_a_place(claims: Claims, at: int) -> bool:
    """Whether initials stand where a place does, or are too long to be a word: "… ở ag", "đthap"."""
    before = claims.said[at - 1].plain if at else ""
    return not at or len(claims.said[at].plain) > _INITIALS or before in _before_initials()


def _is_no_word(claims: Claims, shelf: Shelf, at: int) -> bool:
    """Whether letters are no syllable, no measure behind a number, and no short form that plans or the field have:
    "tthc cm có mấy cái", "cdc ag làm gì"."""
    letters = claims.said[at].plain
    counted = at > 0 and claims.said[at - 1].plain.isdigit()
    measured = counted and (at == 1 or claims.said[at - 2].plain not in words_of("numbered"))
    written = (
        letters in words_of("no_initials")
        or shelf.words.known(letters)
        or any(find_concepts(letters))
        or any(find_units(letters))
    )
    return not (measured or written or _SYLLABLE.fullmatch(letters))


def _begins_name(claims: Claims, shelf: Shelf, at: int) -> bool:
    """Whether a word that could be initials rather begins a name of two words that plans have: "Na Hang", "na hang"."""
    if at + 1 >= len(claims.said):
        return False
    (start, end), (behind, last) = claims.spans[at], claims.spans[at + 1]
    word, other = claims.text[start:end], claims.text[behind:last]
    if behind != end + 1 or word.isupper():
        return False
    return shelf.any_says(tuple(shelf.plans), [f"{word.capitalize()} {other.capitalize()}"])


def _plans_of_syllable(claims: Claims, shelf: Shelf, bare: str) -> list[PlanMention]:
    """The plans of an indexed province whose name is one syllable, in a question typed without accents: "nam 2026 hue
    can bao nhieu tien". Where accents are typed, the word is another one."""
    if not bare.isascii():
        return []
    for name, plans in shelf.plans_by_province.items():
        for at, token in enumerate(claims.said):
            if token.plain == fold(name) and claims.free(at, at + 1) and not _begins_name(claims, shelf, at):
                claims.claim(at, at + 1)
                return [PlanMention(name, tuple(plans))]
    return []


def _mistyped_plans(claims: Claims, shelf: Shelf) -> list[PlanMention]:
    """The plans of an indexed province whose name is typed with a wrong letter or accent: "ca mua", "Đồng Thap"."""
    for name, plans in shelf.plans_by_province.items():
        wanted = fold(name)
        size = len(wanted.split())
        for at in range(len(claims.said) - size + 1):
            typed = " ".join(token.plain for token in claims.said[at : at + size])
            if asks_behind(typed, " ".join(token.plain for token in claims.said[at + size :])):
                continue
            if len(wanted) >= _SHORTEST_MISTYPED and typed[0] == wanted[0] and OSA.distance(typed, wanted) <= 1:
                claims.claim(at, at + size)
                return [PlanMention(name, tuple(plans))]
    return []


def _year_behind(claims: Claims, at: int) -> int | None:
    """The year right behind a province's name, "Cà Mau 2026" or "Cà Mau năm 2026", claimed with the last year of a
    span, "2026-2030"."""
    for skip in (0, 1):
        place = at + skip
        if place < len(claims.said) and _YEAR.fullmatch(claims.said[place].plain):
            if counts_something(claims, place):
                return None
            if skip and claims.said[at].plain != "nam":
                return None
            claims.claim(at, place + 2 if _ends_span(claims, place) else place + 1)
            return int(claims.said[place].plain)
    return None


def _ends_span(claims: Claims, place: int) -> bool:
    """Whether the year at a place is joined to another behind it."""
    if place + 1 >= len(claims.said) or not _YEAR.fullmatch(claims.said[place + 1].plain):
        return False
    return bool(re.fullmatch(r"\s*[-–]\s*", claims.text[claims.spans[place][1] : claims.spans[place + 1][0]]))


def claim_appendix(claims: Claims) -> str:
    """The label of the first appendix that a question names, "" for none; the words that name any are claimed."""
    named = list(_appendix().finditer(fold(claims.text)))
    for found in named:
        claims.claim(*claims.words_at(found.start(), found.end()))
    return named[0][1].upper() if named else ""


def claim_appendix_in_order(claims: Claims, plans: Sequence[str], shelf: Shelf) -> str:
    """The label of the appendix that a question names by its place, "phụ lục đầu", "the second appendix"; "" for none.

    Of a plan that has no such appendix, or where none is named, the place itself is its label.
    """
    place = claim_place(claims, "appendix")
    labels = [label for label, _ in shelf.appendix_titles(plans[0])] if plans else []
    if place == LAST:
        return labels[-1] or "1" if labels else ""
    return (labels[place - 1] if 0 < place <= len(labels) else "") or (str(place) if place else "")


def claim_place(claims: Claims, noun: str) -> int:
    """The place among its like at which a question names something, "phụ lục thứ hai", "the third group", by a noun of
    `plan_names.toml`; LAST for the last, 0 where it names none. The words are claimed."""
    for place, pattern in _places(noun):
        found = pattern.search(lowered(claims.likely))
        if found and claims.free(*(at := claims.words_at(*found.span()))):
            claims.claim(*at)
            return place
    return 0


def appendices_named(text: str) -> tuple[str, ...]:
    """The labels of the appendices that a question names, each once: "phụ lục 1 và phụ lục 2"."""
    return tuple(dict.fromkeys(every_appendix_named(text)))


def every_appendix_named(text: str) -> tuple[str, ...]:
    """The labels of the appendices that a question names, in their order, one named twice given twice."""
    return tuple(found[1].upper() for found in _appendix().finditer(fold(text)))


def same_label(one: str, other: str) -> bool:
    """Whether two labels of appendices are the same number, whether printed "2", "02" or "II"."""
    return bool(one) and _label_key(one) == _label_key(other)


def _label_key(label: str) -> str:
    plain = label.strip().upper()
    return str(_ROMAN.index(plain) + 1) if plain in _ROMAN else plain.lstrip("0")


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def _words(name: str) -> frozenset[str]:
    return folded_lists("plan_names")[name]


def _before_initials() -> frozenset[str]:
    """What stands before the initials of a province: "của AG", "ở AG", "tỉnh AG"."""
    return _words("whose") | _words("beside") | _words("place_nouns")


def _any(name: str) -> str:
    """The pattern of one of the words of a list, folded."""
    return any_of(_words(name))


@cache
def _kind_and_number() -> re.Pattern[str]:
    kind, label = _any("kinds_with_number"), _any("number")
    return re.compile(rf"\b(?P<kind>{kind})(?: {label})?\.? (?P<number>\d{{1,5}})\b(?!\s*[/-])")


@cache
def _appendix() -> re.Pattern[str]:
    no_form = "".join(rf"(?<!{word} )" for word in sorted(_words("no_form_behind")))
    number = rf"(?: {_any('number')}\.?)? ?(\d{{1,2}}|[ivx]{{1,5}})"
    return re.compile(rf"\b(?:{_any('appendix')}|{no_form}{_any('form')}){number}\b")


@cache
def _places(noun: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """How each place among things of a kind is named, before their noun or behind it."""
    data = lists_of("plan_names")
    things, other = any_spelled(data[noun]), any_spelled(data["no_place_behind"])
    named = {place: str(place) for place in range(1, 6)} | {LAST: "last"}
    return tuple(
        (
            place,
            re.compile(
                rf"\b(?:{any_spelled(data[f'before_{name}'])} {things}"
                rf"|{things} {any_spelled(data[f'behind_{name}'])}(?! {other}\b))\b"
            ),
        )
        for place, name in named.items()
    )
