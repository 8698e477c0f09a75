"""Whether a passage says something of the kind that a question asks for, where plans seldom say such things.

A passage about the very software that is asked about does not say who sells it. What a question expects, its answer
type (Hovy et al., "Toward semantics-based answer pinpointing", 2001), is told by its words, and what a passage offers
by its own; both stand in `lexicon/expected.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.questions import asks_by
from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.spelling import any_spelled, lowered
from assistant.phrasing.measures import Measure, measures_of, says_measure

_BETWEEN = r"(?: [^\s,;?]+){0,5} "
CONTACTS = frozenset({"telephone", "address"})
"""Kinds of which a passage must say whose they are: another office's telephone is no answer."""
FIGURES = CONTACTS | {"pay", "price", "charge", "penalty", "age"}
"""Kinds that a question with "số mấy" or "bao nhiêu" asks for, and not for the number of a plan."""
_TELEPHONE = r"\b(?:0\d{8,10}|0\d{2,3}[ .-]\d{3,4}[ .-]?\d{3,4}|1[89]00[ .-]?(?:\d{4,6}|\d{3}[ .-]\d{3}))\b"


@dataclass(frozen=True, slots=True)
class _Texts:
    __pydantic_config__ = ConfigDict(extra="forbid", alias_generator=lambda name: name.rstrip("_"))
    asks: tuple[str, ...]
    says: tuple[str, ...]
    not_: tuple[str, ...]
    amount: bool = False
    opens: tuple[str, ...] = ()
    opens_not: tuple[str, ...] = ()
    complains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """A kind of thing that is asked for."""

    name: str
    asks: re.Pattern[str]
    says: re.Pattern[str]
    looks_like: re.Pattern[str] | None
    amount: bool
    """Whether a passage must say an amount of money, too."""


@cache
def _kinds() -> Sequence[Expected]:
    texts = read_lexicon("expected", TypeAdapter(Mapping[str, _Texts]))
    return [_kind(name, one) for name, one in texts.items()]


def _kind(name: str, texts: _Texts) -> Expected:
    says = "|".join(rf"\b{re.escape(lowered(text))}\b" for text in texts.says)
    return Expected(
        name,
        re.compile("|".join([rf"\b(?:{_asks(texts.asks)})\b", *_opening(texts)])),
        re.compile(f"{says}|{_TELEPHONE}" if name == "telephone" else says),
        re.compile("|".join(rf"\b{re.escape(lowered(text))}\b" for text in texts.not_)) if texts.not_ else None,
        texts.amount,
    )


def _asks(texts: Sequence[str]) -> str:
    """The pattern of one of some phrases; one word alone needs its accents: "phạt" is not "phát".

    "…" in a phrase stands for a few words between its halves: "mua … của ai".
    """
    whole = [text for text in texts if " " in text and "…" not in text]
    alone = [re.escape(lowered(text)) for text in texts if " " not in text]
    parted = [_BETWEEN.join(any_spelled([half]) for half in text.split(" … ")) for text in texts if "…" in text]
    return "|".join([*([any_spelled(whole)] if whole else []), *parted, *alone])


def _opening(texts: _Texts) -> list[str]:
    """The pattern of a word that asks only at the beginning of a question: "Sao tỷ lệ … vẫn thấp", not "sao lưu"."""
    if not texts.opens:
        return []
    opens, other, behind = (any_spelled(words) for words in (texts.opens, texts.opens_not, texts.complains))
    return [rf"^{opens}\b(?!\s{other}\b)(?=.*\b{behind}\b)"]


@lru_cache(maxsize=256)
def expected_of(text: str, typed: str = "") -> tuple[Expected, ...]:
    """What a question expects that plans seldom say; `text` has the accents that are likely meant, `typed` those that
    were typed, whose phrases ask too where wrong accents were put back on them."""
    told = tuple(dict.fromkeys(lowered(one) for one in (text, typed) if one))
    return tuple(kind for kind in _kinds() if any(asks_by(kind.asks, plain, whole=True) for plain in told))


def asks_to_call(text: str) -> bool:
    """Whether a question asks which number to call when something happens, and not for the telephone of a body."""
    return bool(condition_patterns()["calls"].search(lowered(text)))


def reason_asked(text: str) -> tuple[int, int] | None:
    """Where a question asks why, as characters of the text, None where it does not; no topic says these words."""
    asks = next(kind.asks for kind in _kinds() if kind.name == "reason")
    found = asks.search(lowered(text))
    return found.span() if found else None


def asks_reason(text: str) -> bool:
    """Whether a question asks why: no column of a table says that. `text` has the accents that are likely meant."""
    return any(kind.name == "reason" for kind in expected_of(text))


def says_expected(kinds: Sequence[Expected], text: str) -> bool:
    """Whether a passage says something of each kind."""
    plain = lowered(text)
    if any(kind.amount for kind in kinds) and not says_measure(_money(), text):
        return False
    return all(kind.says.search(kind.looks_like.sub(" – ", plain) if kind.looks_like else plain) for kind in kinds)


@cache
def _money() -> tuple[Measure, ...]:
    return measures_of("bao nhiêu tiền")
