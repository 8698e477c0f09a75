"""How questions are said: which words stand behind which in the open ones, for `assistant/lexicon/said.toml`.

Questions typed without accents teach nothing, those in English neither. The names of places and leaders are cut out:
what is learned holds for plans of any issuer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, pairwise
from pathlib import Path

from assistant.lexicon.said import BEGINNING
from assistant.plans.shelf import Shelf
from eval.questions import Form, Question
from ingest.vietnamese import fold, nfc

_CLAUSE = re.compile(r"[?.,;:!()\[\]\"“”…]+")
_WORD = re.compile(r"[^\W_]+")
_TITLES = ("ông", "bà", "anh", "chị", "bs")
_LEAST_ACCENTED = 0.3
"""The share of words with accents from which a text is typed with them."""

_NAME = re.compile(r"[A-ZĐÀ-Ỵ][^\W\d_]*(?: [A-ZĐÀ-Ỵ][^\W\d_]*)+")

Counts = Counter[tuple[str, str]]


def names_of(shelf: Shelf) -> frozenset[str]:
    """The provinces of the plans and the leaders whom rows name, by their full and their given names."""
    people = {name for leader in shelf.leaders for name in _NAME.findall(leader)}
    given = {f"{title} {name.split()[-1]}" for name in people for title in _TITLES}
    provinces = {header.province for _, header in shelf.headers() if header.province}
    return frozenset(provinces | people | given)


def said_in(questions: Iterable[Question], names: Collection[str]) -> Counts:
    """How often each word stands behind another in the questions, their histories too; `names` are cut out."""
    asked = [one for one in questions if one.form != Form.ENGLISH]
    texts = dict.fromkeys(nfc(text).casefold() for one in asked for text in (one.question, *one.history))
    cut = re.compile(rf"\b(?:{'|'.join(re.escape(nfc(name).casefold()) for name in names)})\b") if names else None
    found: Counts = Counter()
    for text in texts:
        for words in _clauses(cut.sub(",", text) if cut else text):
            found.update(pairwise(words))
    return found


def _clauses(text: str) -> Iterator[list[str]]:
    """The words of each clause of a text typed with accents, BEGINNING before the first."""
    words = _WORD.findall(text)
    if sum(fold(word) != word for word in words) <= _LEAST_ACCENTED * len(words):
        return
    for clause in _CLAUSE.split(text):
        if said := [word for word in _WORD.findall(clause) if not any(map(str.isdecimal, word))]:
            yield [BEGINNING, *said]


def write_said(pairs: Counts, sets: int, path: Path) -> None:
    """Write them as `assistant.lexicon.said` reads them, what stands behind a word in one line."""
    lines = [
        '# Which words stand behind which in the questions of this project, and how often; "" is the beginning.',
        f"# Written by `python -m eval.learn` from the open questions of {sets} sets; not to be edited.",
        "[behind]",
    ]
    for before, group in groupby(
        sorted(pairs.items(), key=lambda one: (one[0][0], -one[1], one[0][1])), lambda one: one[0][0]
    ):
        lines.append(f'"{before}" = "{" ".join(f"{word} {times}" for (_, word), times in group)}"')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
