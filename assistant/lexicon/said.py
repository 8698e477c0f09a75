"""Which words stand behind which in questions: `said.toml`, learned from the open questions by `python -m eval.learn`.

People ask in other words than plans are written in: "do ai", "về đâu", "qua năm sau". What they say tells which accents
are meant by words typed without. Names of places and persons are not in it: those are known from the plans.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter

from ingest.lexicon.issuers import issuers
from ingest.lexicon.provinces import provinces
from ingest.vietnamese import fold

SAID = "said.toml"
_PLACE_SAID = 3
BEGINNING = ""
"""What stands before the first word of a question."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """How often words stand behind others, and how often they are said."""

    followers: Mapping[str, Mapping[str, int]]
    words: Mapping[str, int]

    def behind(self, before: str, word: str) -> int:
        """How often a word stands behind another."""
        return self.followers.get(before, {}).get(word, 0)

    def times(self, word: str) -> int:
        """How often a word is said."""
        return self.words.get(word, 0)


@cache
def asked_pairs() -> Pairs:
    """What the open questions say, read once."""
    data = tomllib.loads(files(__package__).joinpath(SAID).read_text("utf-8"))
    lines = TypeAdapter(Mapping[str, str]).validate_python(data["behind"])
    followers = {before: _counts(line) for before, line in lines.items()}
    words: Counter[str] = Counter()
    for counts in followers.values():
        words.update(counts)
    return Pairs(followers, words)


@cache
def asked_words() -> Mapping[str, Sequence[str]]:
    """The words of the open questions by what they fold to, those with accents said most first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word, _ in Counter(asked_pairs().words).most_common():
        found[fold(word)].append(word)
    return found


def said_names(
    leaders: Iterable[str], followers: Callable[[Collection[str]], Mapping[str, Mapping[str, int]]]
) -> Mapping[str, int]:
    """The names that a question may say in small letters without accents, and how often each counts as said: of all
    provinces, and of some leaders by their given names with a title that stands before their family names in print, as
    `followers` knows: "bà Lắm" of "Bà Võ Thị Ngọc Lắm"."""
    titles = [title.casefold() for title in issuers().signing.address]
    behind = followers(titles)
    names = [(name[0].casefold(), name[-1]) for leader in leaders if len(name := leader.split()) > 1]
    people = [f"{title} {given}" for family, given in names for title in titles if family in behind.get(title, {})]
    places = [name for one in provinces() for name in (one.name, *one.aliases)]
    return {**dict.fromkeys(people, 1), **dict.fromkeys(places, _PLACE_SAID)}


def _counts(line: str) -> Mapping[str, int]:
    """The words of a line, each with how often it stands there: "nhiêu 402 giờ 31"."""
    parts = line.split()
    return {word: int(times) for word, times in zip(parts[::2], parts[1::2], strict=True)}
