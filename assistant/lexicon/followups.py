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
    return len(window) == len(phrase) and all(agrees(want, typed) for want, typed in zip(phrase, window, strict=True))


def opens_followup(said: Sequence[Token]) -> bool:
    """Whether a question opens as one that goes on: "Còn …", "Thế …", "And …"."""
    return any(_stands(phrase, said, 0) for phrase in _phrases()["openings"])


def points_back(said: Sequence[Token]) -> bool:
    """Whether a question points at what the one before it was about: "nhiệm vụ này", "it"."""
    return any(_stands(phrase, said, at) for at in range(len(said)) for phrase in _phrases()["back"])
