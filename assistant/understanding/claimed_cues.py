"""The phrases of a question that ask for something, which claim their words, the surest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Kind
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.questions import Cue, Cues, FoundCue, agrees, find_cues, is_word_before_asking
from assistant.lexicon.reading import folded_lists
from assistant.lexicon.spelling import lowered
from assistant.lexicon.terms import FoundConcept
from assistant.phrasing.asking import acts_behind, asked_body, asked_partner, asked_person
from assistant.phrasing.patterns import asks_purpose, money_nouns, names_rows
from assistant.phrasing.wishes import asks_money_source, asks_plans
from assistant.understanding.claims import Claims
from ingest.model import Field
from ingest.units import find_units


def _words(name: str) -> frozenset[str]:
    """The folded phrases of a list of `cues.toml`."""
    return folded_lists("cues")[name]


def claim_source(claims: Claims) -> bool:
    """Whether a question asks where money comes from; its nouns of money are claimed, which then say nothing more."""
    asked = [text for text in (claims.likely, claims.text) if asks_money_source(text)]
    nouns = {span for text in asked for span in money_nouns(text)}
    for start, end in sorted(nouns, key=lambda span: span[0] - span[1]):
        if claims.free(*(at := claims.words_at(start, end))):
            claims.claim(*at)
    return bool(asked)


def claim_cues(claims: Claims, columns: Cues, reason: bool) -> list[FoundCue]:
    """The strong cues, the longest first where two overlap; where a reason is asked for, "tỷ lệ" asks for no column."""
    purpose = asks_purpose(claims.likely) and not names_rows(claims.likely)
    found = [
        cue
        for cue in _sound_cues(claims, columns)
        if cue.cue.strong and not (reason and cue.cue.fields) and not (purpose and cue.cue.kind is Kind.LIST)
        if not (
            _says_while(claims, cue)
            or _sets_a_limit(claims, cue)
            or _says_every(claims, cue)
            or _ends_a_compound(claims, cue)
            or _is_of_a_body(claims, cue)
        )
    ]
    chosen: list[FoundCue] = []
    for cue in sorted(found, key=lambda cue: (cue.start - cue.end, cue.start)):
        if claims.free(cue.start, cue.end):
            claims.claim(cue.start, cue.end)
            chosen.append(cue)
    chosen += _claim_money(claims, chosen)
    if any(Field.DEADLINE in cue.cue.fields for cue in chosen):
        _claim_beginning(claims)
    return sorted(chosen, key=lambda cue: cue.start)


def _sound_cues(claims: Claims, columns: Cues | None = None) -> list[FoundCue]:
    """The cues of a question, those with a slip left out that cut another in two: "ghi chủ trì" is no "ghi chú"."""
    found = find_cues(claims.said, columns)
    exact = [cue for cue in found if not _is_mistyped(claims, cue)]
    return [cue for cue in found if cue in exact or not any(_cuts(cue, other) for other in exact)]


def _cuts(one: FoundCue, other: FoundCue) -> bool:
    """Whether two cues overlap and neither holds the other."""
    return one.start < other.start < one.end < other.end or other.start < one.start < other.end < one.end


def _is_mistyped(claims: Claims, cue: FoundCue) -> bool:
    """Whether a cue is said with other accents than its own, those that are likely meant where there are none."""
    typed = claims.said[cue.start : cue.end]
    return any(
        (one.accented or one.likely or one.plain) != (want.accented or want.plain)
        for want, one in zip(cue.cue.phrase, typed, strict=True)
    )


def _says_while(claims: Claims, cue: FoundCue) -> bool:
    """Whether "when" asks for no time but says during what: "when building its databases", "what output … when it
    publishes its list"."""
    said = [token.plain for token in claims.said]
    if said[cue.start : cue.end] != ["when"]:
        return False
    building = said[cue.end : cue.end + 1] and said[cue.end].endswith("ing")
    if building or not cue.start or words_of("asks_else").isdisjoint(said[: cue.start]):
        return bool(building)
    between = claims.text[claims.spans[cue.start - 1][1] : claims.spans[cue.start][0]]
    return not between.strip() and said[cue.start - 1] not in words_of("asks_on")


def claim_ends(claims: Claims) -> None:
    """Claims what asks for the row that ends first or last, which is no topic: "end last", "gấp nhất"."""
    said = lowered(claims.likely)
    for name in ("earliest", "latest"):
        for found in condition_patterns()[name].finditer(said):
            if claims.free(*(at := claims.words_at(*found.span()))):
                claims.claim(*at)


def _claim_beginning(claims: Claims) -> None:
    """Claims the verb of what is asked when it begins: that is no topic, and there may be a column of it."""
    for found in condition_patterns()["beginning"].finditer(lowered(claims.likely)):
        at = claims.words_at(*found.span())
        if claims.free(*at):
            claims.claim(*at)


def _claim_money(claims: Claims, asked: Sequence[FoundCue]) -> Iterator[FoundCue]:
    """Claims the noun of money right behind what asks for it, which says nothing more: "bố trí được bao nhiêu tiền".

    What is allocated may be all that is set aside, "được bố trí bao nhiêu tiền"; "đã" and "rồi" ask for no other.
    """
    by_end = {cue.end: cue.cue.fields for cue in asked if set(cue.cue.fields) & {Field.BUDGET, Field.ALLOCATED_BUDGET}}
    for at, token in enumerate(claims.said) if by_end else ():
        if token.plain in words_of("spent_english") and claims.free(at, at + 1):
            claims.claim(at, at + 1)
    is_done = any(token.plain in _words("done") for token in claims.said)
    for start, end in money_nouns(claims.likely):
        first, last = claims.words_at(start, end)
        if first in by_end and claims.free(first, last):
            claims.claim(first, last)
            if by_end[first] == (Field.ALLOCATED_BUDGET,) and not is_done:
                yield FoundCue(first, last, Cue(claims.said[first:last], fields=(Field.BUDGET,), strong=False))


def _sets_a_limit(claims: Claims, cue: FoundCue) -> bool:
    """Whether "bao lâu" asks how long something may last before something else follows, and for no deadline: "không gửi
    dữ liệu bao lâu thì bị cắt kết nối"."""
    said = [token.plain for token in claims.said]
    behind = said[cue.end : cue.end + 2]
    long = said[cue.end - 2 : cue.end] == ["bao", "lau"]
    return long and behind[:1] == ["thi"] and behind[-1] in _words("following")


def _says_every(claims: Claims, cue: FoundCue) -> bool:
    """Whether "nào" at the end of a cue asks nothing: "tháng nào cũng" is every month."""
    behind = claims.said[cue.end : cue.end + 1]
    return bool(behind) and f"{claims.said[cue.end - 1].plain} {behind[0].plain}" in _words("every")


def _ends_a_compound(claims: Claims, cue: FoundCue) -> bool:
    """Whether a cue would begin with the end of a word: "gia bao nhiêu" in "quốc gia bao nhiêu phần trăm"."""
    begins = cue.cue.phrase[0].accented == claims.said[cue.start].accented
    return not begins and cue.start > 0 and is_word_before_asking(claims.said, cue.start - 1)


def _is_of_a_body(claims: Claims, cue: FoundCue) -> bool:
    """Whether a word of a cue that would be mistyped ends the name of a body: "Sở bao nhiêu" is no "số bao nhiêu"."""
    typed = claims.said[cue.start : cue.end]
    wrong = [at for at, (want, one) in enumerate(zip(cue.cue.phrase, typed, strict=True)) if not agrees(want, one)]
    if not wrong:
        return False
    spans = [claims.words_at(*found.span) for found in find_units(claims.text)]
    return any(start <= cue.start + at < end for at in wrong for start, end in spans)


def claim_asked_body(claims: Claims, cues: Sequence[FoundCue], of_plans: bool) -> tuple[Field, ...]:
    """The role of a body that is asked for by its noun ("phòng nào … phối hợp"), unless a surer cue asks. "Địa phương
    nào" asks which plans, unless the question names those, `of_plans`."""
    if any(cue.cue.fields for cue in cues if not _oversees_alone(claims, cue)):
        return ()
    if partner := asked_partner(claims.likely):
        claims.claim(*claims.words_at(partner[0].start, partner[0].end))
        claims.claim(*claims.words_at(partner[1], partner[1] + 1))
        return (partner[0].role,)
    body = asked_person(claims.likely) or asked_body(claims.likely)
    if body is None or (not of_plans and _asks_plans_at(claims.likely, body.start, body.end)):
        return ()
    at = claims.words_at(body.start, body.end)
    claims.claim(*at)
    behind = [token.plain for token in claims.said[at[1] : at[1] + 1]]
    if body.role is Field.LEAD_UNIT and behind and behind[0] in _words("caring") and claims.free(at[1], at[1] + 1):
        claims.claim(at[1], at[1] + 1)  # "hãng sữa nào lo sữa học đường"
    return () if body.role is Field.LEAD_UNIT and _owns_what_is_asked(claims, *at) else (body.role,)


def _asks_plans_at(text: str, start: int, end: int) -> bool:
    """Whether the noun of a body, alone or with its verb, asks which plans: "địa phương nào", "which departments
    mention"."""
    found = condition_patterns()["which_plans"].match(lowered(text[start:]))
    return found is not None or asks_plans(text[start:end])


def _owns_what_is_asked(claims: Claims, start: int, end: int) -> bool:
    """Whether a body that is asked for has something, "trên phần mềm của sở nào", and no work: "việc của phòng nào"."""
    before = claims.said[max(0, start - 3) : start]
    if len(before) < 3 or before[-1].plain != "cua" or acts_behind(claims.said, end):
        return False
    return not any(token.plain in words_of("work_of_bodies") for token in before[:2])


def _oversees_alone(claims: Claims, cue: FoundCue) -> bool:
    """Whether a cue asks for a leader by its verb alone, which a body may do too: "which office oversees"."""
    said = " ".join(token.plain for token in claims.said[cue.start : cue.end])
    return cue.cue.fields == (Field.RESPONSIBLE_LEADER,) and said in _words("overseeing")


def claim_weak(claims: Claims, asked: bool, concepts: Sequence[FoundConcept], table: bool) -> list[FoundCue]:
    """The nouns that ask for a field: beside a question word, at an edge, or where nothing else asks.

    One inside a longer concept belongs to that: "kinh phí" in "kinh phí khoa học công nghệ". In a question about a
    whole table such a noun always names a column.
    """
    chosen: list[FoundCue] = []
    elsewhere = any(token.plain in _words("asking_else") for token in claims.said)
    found = [cue for cue in _sound_cues(claims) if not cue.cue.strong and claims.free(cue.start, cue.end)]
    for cue in sorted(found, key=lambda cue: (cue.start - cue.end, cue.start)):
        longer = any(
            one.start <= cue.start and cue.end <= one.end and one.end - one.start > cue.end - cue.start
            for one in concepts
        )
        if longer or not claims.free(cue.start, cue.end) or _is_who_acts(claims, cue):
            continue
        if table or _asks(claims, cue) or (not asked and not elsewhere):
            claims.claim(cue.start, cue.end)
            chosen.append(cue)
    return sorted(chosen, key=lambda cue: cue.start)


def _is_who_acts(claims: Claims, cue: FoundCue) -> bool:
    """Whether a noun for persons says who does something of which a thing is asked: "lãnh đạo … nắm được chỉ số gì"."""
    if cue.cue.fields != (Field.RESPONSIBLE_LEADER,) or claims.said[cue.end : cue.end + 1] == ():
        return False
    said = [token.plain for token in claims.said[cue.end :]]
    return bool(_words("asking_thing") & set(said[2:])) and not _words("asking_person") & set(said) and "la" not in said


def _asks(claims: Claims, cue: FoundCue) -> bool:
    before = claims.said[cue.start - 1].plain if cue.start else ""  # "the" is an article, "thế" asks
    behind = {token.plain for token in claims.said[cue.end : cue.end + 2] if token.plain != "the" or token.accented}
    at_edge = cue.end == len(claims.said)
    asking = _words("asking_beside")
    beside = bool(behind & asking) or (cue.start > 0 and before in asking | _words("joining"))
    return beside or at_edge
