"""How a question shows that it goes on with the one before it: the phrases of `followups.toml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pydantic import TypeAdapter

from assistant.lexicon.questions import agrees
from assistant.lexicon.reading import read_lexicon
from assistant.text.matching import Token, tokens
from ingest.model import Field

_Phrases = Mapping[str, Sequence[Sequence[Token]]]
"""Phrases by their first folded words."""


@cache
def _phrases() -> Mapping[str, _Phrases]:
    data = read_lexicon("followups", TypeAdapter(Mapping[str, tuple[str, ...]]))
    return {name: _by_first_word(texts) for name, texts in data.items()}


def _by_first_word(texts: Sequence[str]) -> _Phrases:
    found: dict[str, list[Sequence[Token]]] = {}
    for phrase in map(tokens, texts):
        found.setdefault(phrase[0].plain, []).append(phrase)
    return found


def _standing(name: str, said: Sequence[Token], starts: Sequence[int]) -> Iterator[tuple[int, Sequence[Token]]]:
    """The phrases of a kind that stand at some places of a question, with their places.

    Where most words have their accents, those of a phrase must be right: "do" is not "đó".
    """
    phrases = _phrases()[name]
    forgiving = sum(bool(token.accented) for token in said) * 2 < len(said)
    for at in starts:
        for phrase in phrases.get(said[at].plain, ()):
            window = said[at : at + len(phrase)]
            if len(window) == len(phrase) and all(
                agrees(want, typed) and (forgiving or typed.accented == want.accented)
                for want, typed in zip(phrase, window, strict=True)
            ):
                yield at, phrase


def opens_followup(said: Sequence[Token]) -> bool:
    """Whether a question opens as one that goes on: "Còn …", "Thế …", "And …"."""
    return any(_standing("openings", said, range(min(1, len(said))))) or opens_narrowing(said)


def opens_narrowing(said: Sequence[Token]) -> bool:
    """Whether a question opens as one that asks of some of what was told: "chỉ những việc …", "only those …"."""
    return any(_standing("narrowing", said, range(min(1, len(said)))))


def closes_followup(said: Sequence[Token]) -> bool:
    """Whether a question closes as one that goes on: "… thì sao?"."""
    return any(end == len(said) for _, end in _found("closings", said))


def points_at_plan(said: Sequence[Token]) -> bool:
    """Whether a question points at the plan that the one before it was about: "kế hoạch này"."""
    return bool(_found("plan_back", said))


def opening_length(said: Sequence[Token]) -> int:
    """How many words open a question as one that goes on: 2 of "thế còn cái thứ hai", 0 where none do."""
    return max((len(phrase) for _, phrase in _standing("openings", said, range(min(1, len(said))))), default=0)


def points_back(said: Sequence[Token]) -> bool:
    """Whether a question points at what the one before it was about: "nhiệm vụ này", "it", "các mẫu đó"."""
    return any(_standing("back", said, range(len(said)))) or _points_at_those(said)


def _points_at_those(said: Sequence[Token]) -> bool:
    """Whether a question points at several things by whatever noun: "các mẫu đó", "hai khoản này". Typed without
    accents, "do" may be another word, so nothing may stand behind it that does something."""
    for at, token in enumerate(said):
        if token.plain not in _SEVERAL or (token.accented and token.accented not in _several_accented()):
            continue
        for end in range(at + 2, min(at + 5, len(said))):
            that = said[end]
            if that.plain in _THOSE and (that.accented in _those_accented() if that.accented else that.plain != "do"):
                return True
    return False


_SEVERAL = {"cac", "nhung", "may", "hai", "ba", "bon"}
_THOSE = {"do", "nay", "ay", "tren"}


@cache
def _several_accented() -> frozenset[str]:
    return frozenset(token.accented for token in tokens("các những mấy bốn"))


@cache
def _those_accented() -> frozenset[str]:
    return frozenset(token.accented for token in tokens("đó này ấy"))


def points_at_person(said: Sequence[Token]) -> bool:
    """Whether a question points at a person whom the answer before named: "bà ấy", "vị đó", but not "đơn vị đó"."""
    bodies = _found("bodies", said)
    return any(not any(left <= at < right for left, right in bodies) for at, _ in _found("persons", said))


def asks_the_same(said: Sequence[Token]) -> bool:
    """Whether a question opens by asking the same of something else: "same question for", "tương tự cho"."""
    return any(_standing("same", said, range(min(1, len(said)))))


def asks_for_office(said: Sequence[Token]) -> bool:
    """Whether a question names the office that a person has: "giữ chức vụ gì", "in what capacity"."""
    return bool(_found("office_of_signer", said))


def points_at_body(said: Sequence[Token]) -> bool:
    """Whether a question points at a body that the answer before named: "đơn vị đó", "they"."""
    return bool(_found("bodies", said))


def asks_for_them(said: Sequence[Token]) -> bool:
    """Whether a question asks for the rows that were spoken of: "liệt kê ra", "which ones"."""
    return bool(_found("asks_them", said))


def asks_only_for_them(said: Sequence[Token]) -> bool:
    """Whether a turn asks for the rows spoken of and for nothing else: "name them", "kể ra"."""
    return _is_all("asks_them", said)


def asks_only_how_many(said: Sequence[Token]) -> bool:
    """Whether a turn asks how many those are that were listed and nothing else: "count them", "là mấy"."""
    return _is_all("count_them", said)


def points_at_others(said: Sequence[Token]) -> bool:
    """Whether a question asks the same of the other plans: "mấy tỉnh khác thì sao", "what about the others"."""
    return bool(_found("others", said))


def role_named(said: Sequence[Token]) -> Field | None:
    """The part that a turn speaks of in other rows of the same bodies, "còn những việc phối hợp?"; None where it names
    none, or asks for the bodies themselves: "phối hợp với ai"."""
    if _found("of_whom", said):
        return None
    if _found("supports", said):
        return Field.COORDINATING_UNITS
    return Field.LEAD_UNIT if _found("leads", said) else None


def pointers(said: Sequence[Token]) -> list[tuple[int, int]]:
    """The words [start, end) that point at a person, a body, the plan, others or the same, and those that narrow. One
    word alone must be typed with its accents."""
    narrowing = [(at, at + len(phrase)) for at, phrase in _standing("narrowing", said, range(min(1, len(said))))]
    return [
        *narrowing,
        *_found("persons", said),
        *_found("bodies", said),
        *_found("others", said),
        *_found("plan_back", said),
        *_found("same", said),
    ]


def _is_all(name: str, said: Sequence[Token]) -> bool:
    """Whether a phrase of a list is all of a turn."""
    return any(end - start == len(said) for start, end in _found(name, said))


def _found(name: str, said: Sequence[Token]) -> list[tuple[int, int]]:
    return [
        (at, at + len(phrase))
        for at, phrase in _standing(name, said, range(len(said)))
        if len(phrase) > 1 or not phrase[0].accented or said[at].accented
    ]
