"""`python -m eval.retyped`: how many open questions answered right still are when they are typed otherwise.

Each question in Vietnamese with its accents is asked as it is; those answered right are typed again in each of the
ways below, with their history, and scored against the same facts and places. Nothing is learned from it.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from eval.opened import SETS, opened
from eval.questions import Question, read_questions
from eval.run import run
from eval.subject import Subject
from ingest.model import Header
from ingest.vietnamese import fold, nfc

_SEED = 7
_SHORTEST = 4  # letters of the shortest word with a slip
_BESIDE = dict(zip("abcdeghiklmnoprstuvy", "svsferyokjmnpotyikcu", strict=True))
"""A key beside each on the keyboard."""
_OF_PLAN = r"\s*\b(?:của|ở|tại|trong kế hoạch của|trong kế hoạch|theo kế hoạch|theo)\s+{place}\b"

_PARTS_OF_NAMES = r"\b(?:y tế|SYT|tỉnh|thành phố|UBND|viện|khoa|tật|kế hoạch)"
"""What before a province's name is one name with it."""

Retyped = Callable[[str, random.Random], str]


def without_accents(text: str, _: random.Random) -> str:
    """Small letters without accents and without a question mark."""
    return fold(text).rstrip("? ")


def one_letter_wrong(text: str, chance: random.Random) -> str:
    """One word with two letters changed places, one left out or one of a key beside it; never its first letter."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= _SHORTEST and word.isalpha() and not word.isupper()]
    if not long:
        return text
    at = chance.choice(long)
    word, place = words[at], chance.randrange(1, len(words[at]) - 1)
    slips = (
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        word[:place] + word[place + 1 :],
        word[:place] + _BESIDE.get(fold(word[place]), "x") + word[place + 1 :],
    )
    words[at] = chance.choice(slips)
    return " ".join(words)


def politely(text: str, _: random.Random) -> str:
    """In the frame that staff give a question in a chat."""
    return f"Dạ cho em hỏi {text[:1].lower()}{text[1:].rstrip('? ')} ạ?"


WAYS: dict[str, Retyped] = {
    "no accents": without_accents,
    "one letter wrong": one_letter_wrong,
    "no accents, one letter wrong": lambda text, chance: one_letter_wrong(without_accents(text, chance), chance),
    "politely": politely,
    "capitals": lambda text, _: text.upper(),
    "small letters": lambda text, _: text.lower().rstrip("? ").replace(",", ""),
}
"""The ways to type a question again, by name."""


def plan_in_the_middle(text: str, header: Header) -> str:
    """The question with its plan named by its year too: "kế hoạch 2026 của …" for the province's name."""
    place, year = header.province, header.years[:1]
    if not place or not year or text.count(place) != 1:
        return text
    if re.search(rf"{_PARTS_OF_NAMES}\s+{place}\b|{place}\s+(?:năm )?20\d\d", text, re.IGNORECASE):
        return text
    return text.replace(place, f"kế hoạch {year[0]} của {place}")


def plan_before(text: str, header: Header) -> str:
    """The question behind a frame that names its plan: "Trong kế hoạch năm 2026 của Sở Y tế tỉnh …, …"."""
    of_plan = _OF_PLAN.format(place=header.province)
    if not header.province or not header.years or text.count(header.province) != 1 or not re.search(of_plan, text):
        return text
    rest = re.sub(of_plan, "", text).strip(" ,")
    return f"Trong kế hoạch năm {header.years[0]} của {header.issuer}, {rest[:1].lower()}{rest[1:]}"


PLAN_WAYS: dict[str, Callable[[str, Header], str]] = {
    "the plan by province and year": plan_in_the_middle,
    "the plan in a frame before it": plan_before,
}
"""The ways to name its plan otherwise, by name."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print for each way how many questions were asked and are still answered right."""
    argparse.ArgumentParser(prog="python -m eval.retyped", description=__doc__).parse_args(arguments)
    totals: dict[str, list[int]] = {}
    for plans, files in SETS:
        for name, right, asked in _of_plans(plans, files):
            total = totals.setdefault(name, [0, 0])
            total[0] += right
            total[1] += asked
    for name, (right, asked) in totals.items():
        print(f"{name:40} {right:5} of {asked:5}  {right / max(1, asked):.1%}")


def _of_plans(plans: Path, files: Sequence[Path]) -> Iterator[tuple[str, int, int]]:
    """Of each file of questions about a folder of plans: a way, how many are answered right, how many were asked."""
    assistant = opened(plans)
    headers = dict(assistant.shelf().headers())
    subject = Subject("assistant", assistant)
    for file in files:
        asked = [one for one in read_questions([file]) if is_accented(one.question)]
        known = [one.question for one in run(asked, subject) if one.score.right] if asked else []
        for name, again in retyped(known, headers, random.Random(_SEED)):
            yield name, sum(one.score.right for one in run(again, subject)), len(again)


def is_accented(text: str) -> bool:
    """Whether a text bears Vietnamese accents."""
    return len(text) == len(nfc(text)) and fold(text) != nfc(text).casefold()


def retyped(
    questions: Sequence[Question], headers: Mapping[str, Header], chance: random.Random
) -> Iterator[tuple[str, list[Question]]]:
    """Questions typed again in each way, those left out that it changes nothing in; `headers` by plan."""
    for name, way in WAYS.items():
        again = [
            replace(one, question=way(one.question, chance), history=tuple(way(text, chance) for text in one.history))
            for one in questions
        ]
        yield name, [new for new, old in zip(again, questions, strict=True) if new.question != old.question]
    of_one = [(one, headers[one.plans[0]]) for one in questions if len(one.plans) == 1 and one.plans[0] in headers]
    for name, named in PLAN_WAYS.items():
        texts = [(one, named(one.question, header)) for one, header in of_one]
        yield name, [replace(one, question=text) for one, text in texts if text != one.question]


if __name__ == "__main__":
    main()
