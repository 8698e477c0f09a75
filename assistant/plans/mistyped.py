"""Words typed one letter wrong: "virc nào", "phối hpợ", "chữ ký sô", "coordiantes".

A word that neither the plans nor the lexicon know is taken for the known one a letter away that stands beside the same
neighbours, in the plans or in what people say when they ask. Without such a neighbour a name or a topic that the plans
lack could be meant: it stays as it is typed. So does what could be a word of its own, a syllable of Vietnamese
orthography, unless its neighbour hardly ever stands beside another: "phối hơp". What is no syllable may also be a word
that questions often use: "voệc". In an English question so much holds for names; of its other words long ones are
mended to the nearest of the lexicon. The distance is that of optimal string alignment, in which two letters may change
places.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.lexicon.english import stem
from assistant.lexicon.phrases import english_words, lexicon_words, said_plain, said_words
from assistant.lexicon.said import asked_words
from assistant.plans.accents import Accents
from ingest.vietnamese import fold, nfc

_WORD = re.compile(r"(?<![\w/&.@-])[^\W\d_]+(?![\w/&@-])")
_SYLLABLE = re.compile(
    r"(?:ngh(?=[ei])|ng(?![ei])|gh(?=[ei])|g(?!e)|k(?=[eiy])|c(?![eiy])|qu|[knpt]h|tr|ch|[bdhlmnprstvx])?"
    r"(?:[aeiouy]|ai|ao|au|ay|eo|eu|ia|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|oai|oay|oeo|uay|uya|ieu|yeu|uoi|uou"
    r"|(?:a|e|oa)(?:ch?|m|ng?|nh|p|t)|(?:i|uy)(?:ch|m|n|nh|p|t)|(?:o|u|ie|uo)(?:c|m|ng?|p|t)"
    r"|oe[nt]|oo(?:c|ng)|ua(?:ng?|t)|ue(?:ch|nh)|(?:uye|ye)(?:m|ng?|t))"
)
"""The folded syllables that Vietnamese orthography allows: an onset and a rhyme."""
_SHORTEST, _SHORTEST_ALONE, _SHORTEST_ENGLISH = 3, 4, 5
"""Letters of the shortest words that are mended."""
_SOMETIMES, _MOSTLY, _ALMOST_ALWAYS = 0.02, 0.1, 0.5
"""In how much of a neighbour's places a word must stand to be meant by no syllable, by a syllable and by a word."""


class Spelling:
    """The words that may be meant where one is typed wrong."""

    def __init__(self, accents: Accents) -> None:
        """`accents` knows the words of the indexed plans and of questions, and which stand together."""
        self._accents = accents

    def mended(self, text: str, english: bool) -> str:
        """The text with its mistyped words as they are likely meant; without accents where it was typed without."""
        found = list(_WORD.finditer(text))
        said = [nfc(match.group()).casefold() for match in found]
        bare = all(fold(word) == word for word in said)
        written, end = [], 0
        for at, match in enumerate(found):
            if match.group().isupper() or len(said[at]) < _SHORTEST:
                continue
            before = said[at - 1] if at and text[found[at - 1].end() : match.start()].isspace() else ""
            following = found[at + 1] if at + 1 < len(found) else None
            after = said[at + 1] if following and text[match.end() : following.start()].isspace() else ""
            named = match.group()[0].isupper()
            if english:
                meant = self._near(said[at], before, after) if named else _in_english(said[at])
            else:
                meant = self._meant(said[at], before, after)
            if meant:
                meant = fold(meant) if bare else meant
                written += [text[end : match.start()], meant.capitalize() if named else meant]
                end = match.end()
        return "".join([*written, text[end:]]) if written else text

    def _meant(self, word: str, before: str, after: str) -> str:
        """The word that is meant by a typed one beside its neighbours, "" where it may stay."""
        if self._accents.knows(word) or word in lexicon_words():
            return self._instead(word, before, after) if self._accents.is_rare(word) else ""
        return self._near(word, before, after)

    def _near(self, word: str, before: str, after: str) -> str:
        """What is meant by an unknown word, "" where it may stay."""
        if self._accents.knows(word) or word in lexicon_words():
            return ""
        options, share = self._beside(word, before, after)
        best = max(options, key=lambda form: share[form], default="")
        could_be = may_be_syllable(word)
        if best and share[best] > (_MOSTLY if could_be or not _begin_alike(best, word) else _SOMETIMES):
            return best
        return "" if could_be else _of_questions(word, options)

    def _instead(self, word: str, before: str, after: str) -> str:
        """What is meant by a rare word that is known, and never stands beside its neighbours: "kim soát"."""
        own = self._accents.forms_of(word)
        left, right = self._accents.forms_of(before), self._accents.forms_of(after)
        if any(self._accents.shares(left, own, right).values()) or word in said_plain() or word in asked_words():
            return ""
        options, share = self._beside(word, before, after)
        best = max(options, key=lambda form: share[form], default="")
        sure = best and share[best] >= _ALMOST_ALWAYS and _begin_alike(best, word)
        return best if sure and not self._accents.is_rare(best) else ""

    def _beside(self, word: str, before: str, after: str) -> tuple[list[str], Mapping[str, float]]:
        """The words that may be meant, and in how much of a neighbour's places each stands."""
        left, right = self._accents.forms_of(before), self._accents.forms_of(after)
        options = [form for form in self._options(word) if form != word]
        return options, self._accents.shares(left, options, right)

    def _options(self, word: str) -> list[str]:
        """The known words a letter or an accent away from a word."""
        plain = fold(word)
        lengths = range(len(plain) - 1, len(plain) + 2)
        known = [one for length in lengths for one in self._by_length.get(length, ())]
        near = [one for one, _, _ in process.extract(plain, known, scorer=OSA.distance, score_cutoff=1, limit=None)]
        forms = [form for one in near for form in self._accents.forms_of(one) if _is_said(plain) or _is_said(one)]
        if plain == word:
            return forms
        return [form for form in forms if fold(form) == plain or OSA.distance(word, form, score_cutoff=1) <= 1]

    @cached_property
    def _by_length(self) -> Mapping[int, Sequence[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for plain in self._accents.plain_words:
            found[len(plain)].append(plain)
        return found


def may_be_syllable(word: str) -> bool:
    """Whether Vietnamese orthography allows a word, whatever its accents are."""
    return _SYLLABLE.fullmatch(fold(word)) is not None


def _is_said(plain: str) -> bool:
    """Whether a word has a vowel: one without is a short form, and no slip of another short form."""
    return bool(re.search("[aeiouy]", plain))


def _begin_alike(one: str, other: str) -> bool:
    """Whether two words begin with the same letter: hardly anybody mistypes the first."""
    return fold(one)[0] == fold(other)[0]


def _of_questions(word: str, options: Sequence[str]) -> str:
    """What is meant by what is no syllable, whatever stands beside it: the most usual word of questions."""
    if len(word) < _SHORTEST_ALONE and word.isascii():
        return ""
    said = [form for form in options if form in said_words() and _begin_alike(form, word)]
    return max(said, key=said_words().__getitem__, default="")


def _in_english(word: str) -> str:
    """The English word of the lexicon a letter away, "" where more than one may be meant, or a form of a known one."""
    if word in lexicon_words() or len(word) < _SHORTEST_ENGLISH or not word.isascii() or stem(word) in _english_stems():
        return ""
    known = [one for one in english_words() if one[0] == word[0]]
    near = [one for one, _, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=2)]
    return near[0] if len(near) == 1 else ""


@cache
def _english_stems() -> frozenset[str]:
    return frozenset(map(stem, english_words()))
