"""The field's terms found in a question.

The vocabulary is terms.toml beside this module, with the everyday phrases of everyday.toml. The forms of all concepts
are kept in one dict under their words, folded and in one spelling; at each word of a text the lengths that forms
beginning with it can have are looked up, so the cost of a question does not grow with the lexicon. Of overlapping
forms the longest counts.

People type with accents, without, or with some. Accents that were typed must be among those of the form ("số" is not
"Sở"). A phrase typed wholly without them is taken for an accented one only in a text that has few: in an accented text
"bao cao" would be another word than "báo cáo". One word alone ("thuốc", "dược") needs its accents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter

from assistant.lexicon.reading import read_lexicon
from assistant.lexicon.shorthand import composed, expand_shorthand, is_english, is_part_of_a_number
from ingest.lexicon.names import Word, words_of

__all__ = ["Concept", "FoundConcept", "Language", "expand_shorthand", "find_concepts", "in_vietnamese", "terms"]

Language = Literal["vi", "en", "any"]
"""What a form is: Vietnamese, English, or an abbreviation, which both use."""

Words = tuple[str, ...]

EVERYDAY = "everyday"
"""The area of phrases that people say and plans write in other words."""
_ENOUGH_ACCENTS = 0.4  # of its words: unaccented text with a pasted name stays below, accented text is far above
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:i?eu|uye|uya|uyu|ye|yeu|o?ai|oay|oao|oeo|u?ay|uao|uou|u?oi|[aiou]a|[aeiu]o|[aieou]u|[ou]e|ie|ui|uy|oo|[aeiouy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_OPEN_Y = re.compile(r"(h|k|l|m|s|t|qu)y")
_BRITISH = re.compile(r"(..)is(e|es|ed|ing|ation|ations)$")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that plans talk about, under all its names; `vi[0]` is its usual name."""

    id: str
    area: str
    """The part of the field it belongs to: "health", "finance"; "action" and "plan" say little about a topic."""
    vi: Words
    en: Words = ()
    short: Words = ()
    cased: Words = ()
    """Abbreviations that are other words in small letters: AI, WHO."""
    related: Words = ()
    """Vietnamese phrases near in meaning, not equivalent."""

    @property
    def name(self) -> str:
        """The usual Vietnamese name."""
        return self.vi[0]

    @property
    def forms(self) -> Words:
        """Every name, Vietnamese first."""
        return self.vi + self.en + self.short + self.cased


@dataclass(frozen=True, slots=True)
class FoundConcept:
    """A concept in a text: words `start` to `end` (exclusive) of `ingest.vietnamese.words(text)`."""

    start: int
    end: int
    concept: Concept
    language: Language


@dataclass(frozen=True, slots=True)
class _Names:
    __pydantic_config__ = ConfigDict(extra="forbid")
    vi: Words
    en: Words = ()
    short: Words = ()
    cased: Words = ()
    related: Words = ()


@dataclass(frozen=True, slots=True)
class _TermsFile:
    __pydantic_config__ = ConfigDict(extra="forbid")
    concepts: Mapping[str, Mapping[str, _Names]]
    ambiguous: Mapping[str, Words]
    spelling: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Form:
    accents: tuple[frozenset[str], ...]
    concept: Concept
    language: Language
    cased: str = ""
    english_only: bool = False


@dataclass(frozen=True, slots=True)
class _Index:
    forms: Mapping[Words, Sequence[_Form]]
    lengths: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    words: Sequence[Word]
    keys: Words
    accented: bool
    english: bool
    shouted: bool


@dataclass(frozen=True, slots=True)
class _Everyday:
    __pydantic_config__ = ConfigDict(extra="forbid")
    said: Words
    written: Words


@cache
def _everyday() -> Sequence[_Everyday]:
    data = read_lexicon("everyday", TypeAdapter(dict[str, Any]))
    return TypeAdapter(Sequence[_Everyday]).validate_python(data["phrases"])


@cache
def _terms_file() -> _TermsFile:
    return read_lexicon("terms", TypeAdapter(_TermsFile))


@cache
def terms() -> tuple[Concept, ...]:
    """All concepts, in the order of terms.toml, and the everyday phrases as such of the area "everyday".

    Raises pydantic's ValidationError on bad data.
    """
    of_field = [
        Concept(name, area, names.vi, names.en, names.short, names.cased, names.related)
        for area, concepts in _terms_file().concepts.items()
        for name, names in concepts.items()
    ]
    return (*of_field, *(Concept(one.said[0], EVERYDAY, one.said, related=one.written) for one in _everyday()))


@lru_cache(maxsize=64)  # a question's are asked for when it is read, named by its plan's subject, and embedded
def find_concepts(text: str) -> tuple[FoundConcept, ...]:
    """The concepts that a text names, from left to right, the longest of overlapping forms only.

    An ambiguous form gives one entry for each of its concepts, over the same words, the likeliest first.
    """
    read = _read_text(text)
    found = sorted(_candidates(read), key=lambda place: (place[0] - place[1], place[0]))
    taken: set[int] = set()
    kept: list[FoundConcept] = []
    for start, end, forms in found:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            kept += [FoundConcept(start, end, form.concept, form.language) for form in forms]
    return tuple(sorted(kept, key=lambda one: one.start))


def in_vietnamese(text: str) -> str:
    """A text with its English phrases and abbreviations replaced by usual Vietnamese names; other words stay.

    For embedding an English question: "e-prescription deadline" -> "đơn thuốc điện tử thời gian hoàn thành".
    """
    clean = composed(text)
    places = words_of(clean)
    replaced, end = [], 0
    for one in find_concepts(text):
        if one.language != "vi" and places[one.start].start >= end:
            replaced += [clean[end : places[one.start].start], one.concept.name]
            end = places[one.end - 1].end
    return "".join([*replaced, clean[end:]])


def _read_text(text: str) -> _Text:
    clean = composed(text)
    said = words_of(clean)
    written = [word for word in said if not word.folded.isdigit()]
    accented = sum(bool(word.accents) for word in written) >= _ENOUGH_ACCENTS * len(written)
    return _Text(
        clean,
        said,
        tuple(_key(word.folded) for word in said),
        accented,
        not accented and is_english(said),
        len(said) > 1 and clean.upper() == clean,
    )


@lru_cache(maxsize=16384)
def _key(word: str) -> str:
    """A folded word in one spelling: kĩ and kỹ, -ise and -ize, centre and center."""
    if _OPEN_Y.fullmatch(word):
        return word[:-1] + "i"
    return _terms_file().spelling.get(word) or _BRITISH.sub(r"\1iz\2", word)


@cache
def _index() -> _Index:
    forms: defaultdict[Words, list[_Form]] = defaultdict(list)
    for concept in terms():
        for words, form in _forms_of(concept):
            forms[words].append(form)
    for text, ids in _terms_file().ambiguous.items():
        forms[tuple(_key(word.folded) for word in words_of(text))].sort(key=lambda form: ids.index(form.concept.id))
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for words in forms:
        lengths[words[0]].add(len(words))
    return _Index(dict(forms), {first: sorted(found) for first, found in lengths.items()})


def _forms_of(concept: Concept) -> Iterator[tuple[Words, _Form]]:
    kinds: tuple[tuple[Language, Words], ...] = (("vi", concept.vi), ("any", concept.short + concept.cased))
    for language, texts in kinds:
        for text in texts:
            words = words_of(text)
            accents = tuple(frozenset(word.accents) for word in words)
            cased = text if text in concept.cased else ""
            yield tuple(_key(word.folded) for word in words), _Form(accents, concept, language, cased)
    for text in concept.en:
        for english in (text, _plural(text)):
            words = words_of(english)
            looks_vietnamese = len(words) == 1 and _SYLLABLE.fullmatch(words[0].folded) is not None
            form = _Form((frozenset(),) * len(words), concept, "en", english_only=looks_vietnamese)
            yield tuple(_key(word.folded) for word in words), form


def _plural(text: str) -> str:
    if text.endswith("s"):
        return text
    if text.endswith("y") and text[-2:-1] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("x", "ch", "sh")) else "s")


def _candidates(read: _Text) -> Iterator[tuple[int, int, Sequence[_Form]]]:
    index = _index()
    for start, first in enumerate(read.keys):
        for length in index.lengths.get(first, ()):
            forms = index.forms.get(read.keys[start : start + length], ())
            said = read.words[start : start + length]
            fits = [form for form in forms if len(said) == length and _fits(form, said, read)]
            if fits:
                exact = [form for form in fits if all(own == set(word.accents) for word, own in _paired(said, form))]
                yield start, start + length, tuple({form.concept.id: form for form in exact or fits}.values())


def _paired(said: Sequence[Word], form: _Form) -> Iterable[tuple[Word, frozenset[str]]]:
    return zip(said, form.accents, strict=True)


def _fits(form: _Form, said: Sequence[Word], read: _Text) -> bool:
    if form.language == "any" and is_part_of_a_number(read.text, said[0].start, said[-1].end):
        return False
    if form.cased:
        return not read.shouted and read.text[said[0].start : said[-1].end] == form.cased
    if form.english_only and not read.english:
        return False
    if not all(own.issuperset(word.accents) for word, own in _paired(said, form)):
        return False
    if form.language != "vi" or not any(form.accents):
        return True
    if len(said) == 1:
        return set(said[0].accents) == form.accents[0]
    return not read.accented or any(word.accents for word in said)
