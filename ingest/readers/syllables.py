"""Whether words are Vietnamese syllables, by how syllables are built: what a wrong decoding of a text cannot fake.

A Vietnamese word of print is one syllable: an initial consonant, a vowel or run of vowels, a final consonant, one tone;
before a final p, t, c or ch the tone is sharp or heavy. The sets are those of any grammar of the language (L. C.
Thompson, A Vietnamese Reference Grammar, 1987, ch. 2-4).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INITIALS = "ngh|ng|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdđghklmnprstvx]"
_RIMES = (
    "oai|oay|uay|uây|uôi|ươi|ươu|iêu|yêu|oao|oeo|uya|uyu|uêu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oa|oe|oi|ôi|ơi|ua|ui|ưa|ưi|ưu|uê|uơ|uy|oă|ya|"
    "(?:uyê|uâ|uô|ươ|iê|yê|oa|oă|oe|oo|uy|uê|[aăâeêioôơuưy])(?:ng|nh|ch|[cmnpt])|"
    "[aâeêioôơuưy]"
)
_SYLLABLE = re.compile(rf"(?:{_INITIALS})?(?:{_RIMES})")
_STOPPED = re.compile(r"(?:ch|[cpt])$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP_OR_HEAVY = ("\u0301", "\u0323")
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a word of composed letters is built as a Vietnamese syllable is; its case does not matter."""
    pulled = unicodedata.normalize("NFD", word.lower())
    tones = [char for char in pulled if char in _TONES]
    bare = unicodedata.normalize("NFC", "".join(char for char in pulled if char not in _TONES))
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not (_STOPPED.search(bare) and (not tones or tones[0] not in _SHARP_OR_HEAVY))


def share_of_syllables(text: str) -> float:
    """The share of the words with accented letters that are Vietnamese syllables, 0 where there are none."""
    accented = [word for word in _WORD.findall(text) if not word.isascii()]
    return sum(map(is_syllable, accented)) / len(accented) if accented else 0.0
