"""Whether letters can be a Vietnamese syllable, by the rules of its spelling, and what follows for a text.

A syllable is an initial, a rhyme and a tone. The rhymes are listed; the tone of one that ends in a stop is sharp or
heavy. No dictionary is needed to see that "Trườ" and "ng" are pieces of a word, or that a page's letters are wrong.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_INITIALS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x|"
_OPEN = (
    "a ai ao au ay âu ây am an ang anh ăm ăn ăng âm ân âng e em en eng enh eo ê êm ên êu i ia im in inh iu iêm iên "
    "iêng iêu o oa oai oam oan oang oanh oao oay oăm oăn oăng oe oen oeo oi om on ong ô ôi ôm ôn ông ơ ơi ơm ơn u ua "
    "uân uâng uây uê uênh ui um un ung uôi uôm uôn uông uơ uy uya uyên uyn uynh uyu ư ưa ưi ưm ưn ưng ươi ươm ươn "
    "ương ươu ưu y ya yên yêm yêng yêu ên ênh oong ôông uêu uao uau"
)
_STOPPED = (
    "ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ic ich ip it iêc iêp iêt oc oac oach oap oat oăc oăt oet op ot "
    "ôc ôp ôt ơp ơt uc uât up ut uôc uôt uych uyt uyêt uêch ưc ưt ươc ươp ươt yêt êc ooc oet "
    "uyp uap uat uac uach uăt uăc"
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LETTERS = re.compile(r"[^\W\d_]+")
_STOPS = re.compile(rf"({_INITIALS})({'|'.join(sorted(set(_STOPPED.split()), key=len, reverse=True))})")
_SOUNDS = re.compile(rf"({_INITIALS})({'|'.join(sorted(set(_OPEN.split()), key=len, reverse=True))})")
_MARKED = re.compile(r"[\u0300-\u036fđ]")


@cache
def is_syllable(word: str) -> bool:
    """Whether a run of letters, in either Unicode form and any case, is spelt as a Vietnamese syllable can be."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    tones = [char for char in decomposed if char in _TONES]
    plain = unicodedata.normalize("NFC", "".join(char for char in decomposed if char not in _TONES))
    if len(tones) > 1 or not plain:
        return False
    if _SOUNDS.fullmatch(plain) or (plain.startswith("gi") and _SOUNDS.fullmatch(plain[1:])):
        return True
    return bool(_STOPS.fullmatch(plain)) and (not tones or tones[0] in "\u0301\u0323")


def has_marks(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark."""
    return bool(_MARKED.search(unicodedata.normalize("NFD", text.casefold())))


def plausible_share(text: str) -> float:
    """Of the words of a text in small letters, what share are Vietnamese syllables; 1 for a text with too few to say.

    About 0.97 for a plan; names, English words and codes are the rest.
    """
    found = [word for word in _LETTERS.findall(unicodedata.normalize("NFC", text)) if len(word) > 1]
    if len(found) < 20:
        return 1.0
    return sum(is_syllable(word) for word in found) / len(found)


def mend(text: str) -> tuple[str, int]:
    """The text with words joined that a stray space cut ("Trườ ng", "th ực"); and how many were.

    Two neighbours are joined where at least one is no syllable and both together are one that carries a mark.
    """
    tokens = text.split(" ")
    mended: list[str] = []
    joined = 0
    for token in tokens:
        if mended and _is_cut(mended[-1], token):
            mended[-1] += token
            joined += 1
        else:
            mended.append(token)
    return " ".join(mended), joined


def _is_cut(first: str, second: str) -> bool:
    tail = _LETTERS.search(second)
    if (
        not first.isalpha()
        or tail is None
        or tail.start()
        or (second[0].isupper() and not (first.isupper() and second.isupper()))
    ):
        return False
    rest = tail.group()
    whole = first + rest
    return has_marks(whole) and is_syllable(whole) and not (is_syllable(first) and is_syllable(rest))
