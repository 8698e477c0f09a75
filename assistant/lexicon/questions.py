"""How questions name what they ask for: the phrases of `questions.toml`, ready to be looked for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from assistant.answer import Kind
from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.slots import expanded
from assistant.text.matching import Token, tokens
from ingest.model import Field


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that names a field, a kind of question or a part of a plan's header."""

    phrase: tuple[Token, ...]
    fields: tuple[Field | str, ...] = ()
    """Canonical fields, or printed headers of columns that are none."""
    kind: Kind | None = None
    header: str = ""
    strong: bool = True
    sure: bool = True
    """Whether it asks for its kind even where something else is asked for too."""


Cues = Mapping[tuple[str, ...], Sequence[Cue]]
"""Cues by their first two folded words, or by the only one."""


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue in a question: it stands at tokens [start, end)."""

    start: int
    end: int
    cue: Cue


@dataclass(frozen=True, slots=True)
class QuestionLexicon:
    """All cues by their first folded word, the words that say nothing of a topic, and those of a language."""

    cues: Cues
    stop_vietnamese: frozenset[tuple[str, ...]]
    """Stop phrases as canonical accented words."""
    stop_plain: frozenset[tuple[str, ...]]
    """The same without accents."""
    stop_careful: frozenset[str]
    """Stop words that are other words without their accents: canonical accented words."""
    stop_english: frozenset[str]
    asides_english: frozenset[tuple[str, ...]]
    """Phrases of English questions that only lead over to what is asked about, as folded words."""
    english: frozenset[str]
    """Small words that tell a question in English."""
    surely_english: frozenset[str]
    """Those of them that no Vietnamese question holds."""
    stop_concepts: frozenset[str]
    """Ids of concepts that say nothing of a topic."""


def _cues(data: Mapping[str, Any]) -> Iterable[Cue]:
    for name, phrases in data["fields"].items():
        for strength in ("strong", "weak"):
            for text in expanded(phrases[strength]):
                yield Cue(tokens(text), fields=(Field(name),), strong=strength == "strong")
    for names, texts in data["both"].items():
        for text in expanded(texts):
            yield Cue(tokens(text), fields=tuple(Field(name) for name in names.split("_and_")))
    for name, texts in data["kinds"].items():
        for text in expanded(texts):
            yield Cue(tokens(text), kind=Kind(name.removeprefix("weak_")), sure=not name.startswith("weak_"))
    for name, texts in data["header"].items():
        for text in expanded(texts):
            yield Cue(tokens(text), header=name)


@cache
def question_lexicon() -> QuestionLexicon:
    """The lexicon, read once."""
    data = read_lexicon("questions", TypeAdapter(dict[str, Any]))
    stops = [tokens(text) for text in data["stop"]["vietnamese"]]
    return QuestionLexicon(
        cues_by_word(_cues(data)),
        frozenset(tuple(token.accented or token.plain for token in stop) for stop in stops),
        frozenset(tuple(token.plain for token in stop) for stop in stops),
        frozenset(token.accented for text in data["stop"]["careful"] for token in tokens(text)),
        frozenset(data["stop"]["english"]),
        frozenset(tuple(token.plain for token in tokens(text)) for text in data["stop"]["asides_english"]),
        frozenset(data["language"]["english"]),
        frozenset(data["language"]["surely_english"]),
        frozenset(data["stop"]["concepts"]),
    )


def find_cues(said: Sequence[Token], more: Cues | None = None) -> list[FoundCue]:
    """Every cue in a question, of the lexicon or of `more`, overlapping ones too, in order of place."""
    lexicon = question_lexicon().cues
    return [
        FoundCue(start, start + len(cue.phrase), cue)
        for start, token in enumerate(said)
        for cues in ((more, lexicon) if more else (lexicon,))
        for begins in ((token.plain,), *([(token.plain, said[start + 1].plain)] if start + 1 < len(said) else []))
        for cue in cues.get(begins, ())
        if _stands(cue.phrase, said, start)
    ]


def cues_by_word(cues: Iterable[Cue]) -> dict[tuple[str, ...], tuple[Cue, ...]]:
    """Cues by their first two folded words, or by the only one, in their order."""
    by_first: defaultdict[tuple[str, ...], list[Cue]] = defaultdict(list)
    for cue in cues:
        by_first[tuple(token.plain for token in cue.phrase[:2])].append(cue)
    return {first: tuple(found) for first, found in by_first.items()}


def _stands(phrase: Sequence[Token], said: Sequence[Token], start: int) -> bool:
    if start + len(phrase) > len(said):
        return False
    for at, want in enumerate(phrase, start):
        if said[at].plain != want.plain:
            return False
    window = said[start : start + len(phrase)]
    wrong = sum(not agrees(want, typed) for want, typed in zip(phrase, window, strict=True))
    return wrong == 0 or (wrong == 1 and len(phrase) > 1)  # "phối họp": one accent may be mistyped


def agrees(want: Token, typed: Token) -> bool:
    """Whether a typed word is a word of the lexicon: typed accents must be right, missing ones are forgiven."""
    return want.plain == typed.plain and typed.accented in ("", want.accented)


def stop_length(said: Sequence[Token], start: int, english: bool) -> int:
    """How many words from a place on form a stop phrase, 0 for none."""
    lexicon = question_lexicon()
    if english and said[start].plain in lexicon.stop_english:
        return 1
    for length in (3, 2, 1):
        window = said[start : start + length]
        if len(window) < length:
            continue
        typed = any(token.accented for token in window)
        if typed and tuple(token.accented or token.plain for token in window) in lexicon.stop_vietnamese:
            return length
        likely = tuple(token.likely or token.plain for token in window)
        if not typed and tuple(token.plain for token in window) in lexicon.stop_plain:
            unlikely = length > 1 and bool(window[0].likely) and likely not in lexicon.stop_vietnamese
            return 0 if unlikely else length
    return 1 if (said[start].accented or said[start].likely) in lexicon.stop_careful else 0


@cache
def _compounds(name: str = "words") -> Mapping[tuple[str, str], Sequence[tuple[Token, ...]]]:
    data = read_lexicon("compounds", TypeAdapter(Mapping[str, tuple[str, ...]]))
    found: defaultdict[tuple[str, str], list[tuple[Token, ...]]] = defaultdict(list)
    for text in data[name]:
        first, second = tokens(text)
        found[first.plain, second.plain].append((first, second))
    return found


def is_compound(said: Sequence[Token], start: int) -> bool:
    """Whether the two words from a place on are one word, which is no stop word where one of them alone is one."""
    window = said[start : start + 2]
    if len(window) < 2:
        return False
    return any(
        all(map(_may_be, compound, window)) for compound in _compounds().get((window[0].plain, window[1].plain), ())
    )


def takes_object(said: Sequence[Token], start: int) -> bool:
    """Whether the two words from a place on are a verb where a thing follows: "việc làm bệnh án điện tử"."""
    window = said[start : start + 2]
    words = _compounds("before_object").get((window[0].plain, window[1].plain), ()) if len(window) == 2 else ()
    return any(all(map(_may_be, word, window)) for word in words)


def is_word_before_asking(said: Sequence[Token], start: int) -> bool:
    """Whether the two words from a place on are one, with whose end no phrase that asks begins: "quốc gia" and
    "giá bao nhiêu"."""
    window = said[start : start + 2]
    if len(window) < 2:
        return False
    words = _compounds("before_asking").get((window[0].plain, window[1].plain), ())
    return any(all(map(agrees, word, window)) for word in words)


def asks_by(pattern: re.Pattern[str], text: str, whole: bool = False) -> bool:
    """Whether a text, in small letters, asks by a pattern that does not begin with the end of a word: "quốc gia bao
    nhiêu" asks for no price, "giá bao nhiêu". With `whole`, nor may it end with the beginning of one: "ai ban hành"
    asks for no seller, "ai bán"."""
    for found in pattern.finditer(text):
        before, said, behind = (
            text[: found.start()].split()[-1:],
            found.group().split(),
            text[found.end() :].split()[:1],
        )
        if before and said and is_word_before_asking(tokens(f"{before[0]} {said[0]}"), 0):
            continue
        if not (whole and behind and said) or not is_compound(tokens(f"{said[-1]} {behind[0]}"), 0):
            return True
    return False


def _may_be(want: Token, typed: Token) -> bool:
    """Whether a typed word is, or is likely to be, a word of the lexicon."""
    if typed.accented or not typed.likely:
        return agrees(want, typed)
    return typed.likely == (want.accented or want.plain)
