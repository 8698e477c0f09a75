"""Short forms that a plan itself defines: "khoa học, công nghệ (KH-CN)", "thủ tục hành chính (TTHC)".

The letters of the short form are matched, from the last to the first, with the initials of the words before the
bracket, accents folded. Small words may stand between ("khoa học và công nghệ"), and a word whose initial the short
form leaves out ("khám bệnh, chữa bệnh (KCB)"). A short form that shares no initials with what it stands for (AI, PPP)
cannot be told from any other bracket and is left to the lexicon, unless the plan says "sau đây gọi tắt là".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.vietnamese import fold

_SHORT = r"[^\W_](?:[^\W_]|[-&./](?=[^\W_])){1,14}"
_BRACKET = re.compile(rf"\s*\(\s*[“\"]?({_SHORT})[”\"]?\s*\)")
_REVERSED = re.compile(rf"(?<![\w/-])({_SHORT})\s*\(([^()]{{4,120}})\)")
_CALLED = re.compile(
    r"\s*\(\s*(?:sau đây|dưới đây|từ đây)?\s*(?:được\s+)?(?:gọi tắt|viết tắt|gọi chung|gọi)\s*(?:là)?\s*:?\s*"
    r"[“\"]?([^()“”\"]{2,80}?)[”\"]?\s*\)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
_SPAN_END = re.compile(r"[.;:()“”\"!?]")
_SMALL_WORDS = frozenset(map(fold, ("và", "của", "các", "về", "cho", "trong", "theo", "với")))
_MOST_LEFT_OUT = 2


def harvest_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Short form -> what it stands for, both as printed; of several definitions of one short form the first counts."""
    found: dict[str, str] = {}
    for text in texts:
        for short, long in _definitions(text):
            found.setdefault(short, long)
    return found


def _definitions(text: str) -> Iterator[tuple[str, str]]:
    for bracket in _BRACKET.finditer(text):
        if _is_short_form(bracket[1]) and (long := _long_form(text[: bracket.start()], bracket[1])):
            yield bracket[1], long
    for bracket in _REVERSED.finditer(text):
        if _is_short_form(bracket[1]) and _long_form(bracket[2], bracket[1]) == bracket[2].strip():
            yield bracket[1], bracket[2].strip()
    for bracket in _CALLED.finditer(text):
        before = text[: bracket.start()]
        if long := _long_form(before, bracket[1]) or _fuller_mention(before, bracket[1]):
            yield bracket[1].strip(), long


def _is_short_form(text: str) -> bool:
    """Whether most of it is capitals, at least two of them."""
    capitals = sum(char.isupper() for char in text)
    return capitals >= 2 and capitals * 2 >= sum(char.isalpha() for char in text)


def _letters(short: str) -> list[str]:
    """What the initials must be: each capital alone, each number whole."""
    return [fold(part) for part in re.findall(r"\d+|[^\W\d_]", short) if part.isdigit() or part.isupper()]


def _long_form(before: str, short: str) -> str:
    """The words just before a bracket whose initials are the short form's letters, "" where there are none."""
    start = max((end.end() for end in _SPAN_END.finditer(before)), default=0)
    words = list(_WORD.finditer(before, start))
    letters = _letters(short)
    if len(letters) < 2 or not words:
        return ""
    for left_out in range(_MOST_LEFT_OUT + 1):
        first = _first_word([fold(word.group()) for word in words], letters, left_out)
        if first is not None:
            return before[words[first].start() :].strip(" ,")
    return ""


def _first_word(words: list[str], letters: list[str], left_out: int) -> int | None:
    """The index of the word that the first letter stands for, the last letter standing for the last word.

    `left_out` is how many words, beside the small ones, may stand for no letter; of several spans the longest is taken.
    """
    spans = _spans(words, letters, len(words) - 1, left_out, is_last=True)
    return min(spans, default=None)


def _spans(words: list[str], letters: list[str], index: int, left_out: int, is_last: bool = False) -> Iterator[int]:
    if index < 0:
        return
    if _stands_for(letters[-1], words[index]):
        if len(letters) == 1:
            yield index
        else:
            yield from _spans(words, letters[:-1], index - 1, left_out)
    if is_last:
        return
    if words[index] in _SMALL_WORDS:
        yield from _spans(words, letters, index - 1, left_out)
    elif left_out:
        yield from _spans(words, letters, index - 1, left_out - 1)


def _stands_for(letter: str, word: str) -> bool:
    """Whether a letter abbreviates a word: its initial, its whole number, or W for "ương" (TW, trung ương)."""
    return word == letter if letter.isdigit() else word.startswith(letter) or (letter == "w" and word == "uong")


def _fuller_mention(before: str, short: str) -> str:
    """The last mention of a name before the bracket, with the words after it that the short form leaves out."""
    start = before.casefold().rfind(short.strip().casefold())
    long = before[start:].strip(" ,") if start >= 0 else ""
    return long if len(long) > len(short.strip()) and not _ENDS_SENTENCE.search(long) else ""


_ENDS_SENTENCE = re.compile(r"[.;]\s+[^\W\d_a-z]")
