"""A body as a text names it, and the key under which all its names are the same.

KHTC, "Phòng KHTC", "Kế hoạch - Tài chính" and "Phòng Kế hoạch - Tài chính" have one key, that of the lexicon's name.
A body that the lexicon does not know has the folded words of its own name as key, with short head words written out
(BV, TTYT). "Các", the province's name after a body that there is one of, and one wrong letter make no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from ingest.lexicon.bodies import UnitBody, WordKey, bodies, without_quantifiers
from ingest.vietnamese import words

_SHORTEST_MISSPELT = 4
_PLACES = frozenset({"huyen", "xa", "phuong", "tinh"})
"""Words that belong to the place after them and not to the kind of body before: "TTYT | huyện Bắc Hà"."""
_OWNING = (("cua",), ("thuoc",), ("truc", "thuoc"), ("tinh",), ("so", "y", "te"), ("syt",))
"""What an owner begins with that may be dropped after an unknown name. A bare place belongs to it: Bệnh viện Cà Mau."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A body that a cell or a question names."""

    text: str
    """As printed."""
    key: str
    """The same for every name of the body; compare by this."""
    name: str = ""
    """The canonical name where the lexicon knows it, else ""."""
    group: bool = False
    """Whether it is all bodies of a kind: "các đơn vị trực thuộc"."""
    within: str = ""
    """The key of the body that it was printed as part of: "Sở Y tế (phòng CNTT)"."""

    @property
    def known(self) -> bool:
        """Whether the lexicon knows it."""
        return bool(self.name)


def unit_of(text: str, abbreviations: Mapping[str, str] | None = None, within: str = "") -> Unit:
    """The body that a text names; the text is taken for one name and nothing else.

    `abbreviations` are the plan's own, short form -> long form; the lexicon's come first.
    """
    body, key = _identify(tuple(words(text)), _own(abbreviations or {}))
    if body is not None:
        return Unit(text, body.key, body.name, body.group, within)
    return Unit(text, " ".join(key), within=within)


def same_unit(first: Unit | str, second: Unit | str) -> bool:
    """Whether two names mean one body; names that the lexicon does not know may differ in one letter."""
    one, other = (unit if isinstance(unit, Unit) else unit_of(unit) for unit in (first, second))
    if one.key == other.key:
        return bool(one.key)
    return not (one.known or other.known) and _differs_in_a_letter(tuple(one.key.split()), tuple(other.key.split()))


def known_body(key: WordKey) -> UnitBody | None:
    """The body of the lexicon that these folded words name, with quantifiers and owners, else None."""
    lexicon = bodies()
    bare = without_quantifiers(key, lexicon.quantifiers)
    found = lexicon.squeezed.get("".join(key)) or lexicon.squeezed.get("".join(bare))
    if found is not None:
        return found
    for shorter in _without_owners(bare):
        found = lexicon.squeezed.get("".join(shorter))
        if found is not None and found.one:
            return found
    return None


def _identify(key: WordKey, own: Mapping[WordKey, WordKey]) -> tuple[UnitBody | None, WordKey]:
    """The lexicon's body, else None with the words of the key."""
    written_out = _expanded(key, own)
    body = known_body(key) or known_body(written_out) or _misspelt(key) or _misspelt(written_out)
    return body, _plain_key(written_out)


def _own(abbreviations: Mapping[str, str]) -> dict[WordKey, WordKey]:
    return {tuple(words(short)): tuple(words(long)) for short, long in abbreviations.items() if words(short)}


def _expanded(key: WordKey, own: Mapping[WordKey, WordKey]) -> WordKey:
    """The words with the plan's own abbreviations written out."""
    found: list[str] = []
    index = 0
    while index < len(key):
        short = next((short for short in own if key[index : index + len(short)] == short), None)
        found.extend(own[short] if short else key[index : index + 1])
        index += len(short) if short else 1
    return tuple(found)


def _plain_key(key: WordKey) -> WordKey:
    """The key of an unknown body: no quantifiers, no owner after it, the words that it begins with written out."""
    lexicon = bodies()
    bare = without_quantifiers(key, lexicon.quantifiers)
    for length in range(min(3, len(bare) - 1), 0, -1):
        opening = lexicon.forms.get(bare[:length])
        is_kind = opening is not None and opening.body.group and not opening.in_cells
        if opening is not None and is_kind and bare[length - 1] not in _PLACES:
            bare = (*words(opening.body.name), *bare[length:])
            break
    else:
        full = next((one.name for one in lexicon.heads if len(bare) > 1 and bare[0] in map(str.lower, one.short)), "")
        bare = (*words(full), *bare[1:]) if full else bare
    shortest = 2 if bare[:1] == ("phong",) else 3
    owned = [shorter for shorter in _without_owners(bare) if len(shorter) >= shortest]
    rests = ((one, bare[len(one) :]) for one in reversed(owned))
    return next((one for one, rest in rests if any(rest[: len(owner)] == owner for owner in _OWNING)), bare)


def _without_owners(key: WordKey) -> Iterator[WordKey]:
    """The name with less and less of what follows it: "tỉnh Cà Mau", "của Sở Y tế"."""
    owners = bodies().owners
    while len(key) > 1:
        length = next((size for size in range(min(5, len(key) - 1), 0, -1) if key[-size:] in owners), 0)
        if not length:
            return
        key = key[:-length]
        yield key


def _misspelt(key: WordKey) -> UnitBody | None:
    """The one body that has a form which differs in a letter of one word."""
    bare = without_quantifiers(key, bodies().quantifiers)
    near = {
        body.key: body
        for index, word in enumerate(bare)
        for other, body in _with_a_gap().get((*bare[:index], "", *bare[index + 1 :]), ())
        if len(bare) > 1 and _is_near(word, other)
    }
    return next(iter(near.values())) if len(near) == 1 else None


@cache
def _with_a_gap() -> dict[WordKey, list[tuple[str, UnitBody]]]:
    """The forms with each of their words left out in turn, and that word."""
    found: dict[WordKey, list[tuple[str, UnitBody]]] = {}
    for key, form in bodies().forms.items():
        for index, word in enumerate(key):
            if len(word) >= _SHORTEST_MISSPELT:
                found.setdefault((*key[:index], "", *key[index + 1 :]), []).append((word, form.body))
    return found


def _is_near(word: str, other: str) -> bool:
    return min(len(word), len(other)) >= _SHORTEST_MISSPELT and OSA.distance(word, other, score_cutoff=1) <= 1


def _differs_in_a_letter(one: WordKey, other: WordKey) -> bool:
    if len(one) != len(other) or len(one) < 2:
        return False
    different = [(left, right) for left, right in zip(one, other, strict=True) if left != right]
    return len(different) == 1 and _is_near(*different[0])
