"""How a question shows that it goes on with the one before it: the phrases of `followups.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from assistant.lexicon.questions import agrees
from assistant.matching import Token, tokens


@cache
def _phrases() -> dict[str, tuple[tuple[Token, ...], ...]]:
    data = tomllib.loads(files(__package__).joinpath("followups.toml").read_text("utf-8"))
    return {name: tuple(tokens(text) for text in texts) for name, texts in data.items()}


def _stands(phrase: Sequence[Token], said: Sequence[Token], at: int) -> bool:
    window = said[at : at + len(phrase)]
    if len(window) != len(phrase) or not all(agrees(want, typed) for want, typed in zip(phrase, window, strict=True)):
        return False
    if sum(bool(token.accented) for token in said) * 2 < len(said):
        return True
    return all(typed.accented == want.accented for want, typed in zip(phrase, window, strict=True))  # "do" is not "đó"


def opens_followup(said: Sequence[Token]) -> bool:
    """Whether a question opens as one that goes on: "Còn …", "Thế …", "And …"."""
    return any(_stands(phrase, said, 0) for phrase in _phrases()["openings"])


def opening_length(said: Sequence[Token]) -> int:
    """How many words open a question as one that goes on: 2 of "thế còn cái thứ hai", 0 where none do."""
    return max((len(phrase) for phrase in _phrases()["openings"] if _stands(phrase, said, 0)), default=0)


def points_back(said: Sequence[Token]) -> bool:
    """Whether a question points at what the one before it was about: "nhiệm vụ này", "it"."""
    return any(_stands(phrase, said, at) for at in range(len(said)) for phrase in _phrases()["back"])


def points_at_person(said: Sequence[Token]) -> bool:
    """Whether a question points at a person whom the answer before named: "bà ấy", "vị đó", but not "đơn vị đó"."""
    bodies = _found("bodies", said)
    return any(not any(left <= at < right for left, right in bodies) for at, _ in _found("persons", said))


def points_at_body(said: Sequence[Token]) -> bool:
    """Whether a question points at a body that the answer before named: "đơn vị đó", "they"."""
    return bool(_found("bodies", said))


def asks_for_them(said: Sequence[Token]) -> bool:
    """Whether a question asks for the rows that were spoken of: "liệt kê ra", "which ones"."""
    return bool(_found("asks_them", said))


def points_at_others(said: Sequence[Token]) -> bool:
    """Whether a question asks the same of the other plans: "mấy tỉnh khác thì sao", "what about the others"."""
    return bool(_found("others", said))


def pointers(said: Sequence[Token]) -> list[tuple[int, int]]:
    """The words [start, end) that point at a person, a body or other plans. One word alone must be typed with its
    accents."""
    return [*_found("persons", said), *_found("bodies", said), *_found("others", said)]


def _found(name: str, said: Sequence[Token]) -> list[tuple[int, int]]:
    return [
        (at, at + len(phrase))
        for at in range(len(said))
        for phrase in _phrases()[name]
        if _stands(phrase, said, at) and (len(phrase) > 1 or not phrase[0].accented or said[at].accented)
    ]
