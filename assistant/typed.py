"""A question as it was meant: greetings taken off, shorthand written out, slips of one letter mended."""

from __future__ import annotations

import re

from assistant.lexicon.courtesies import without_courtesies
from assistant.lexicon.questions import question_lexicon
from assistant.lexicon.terms import expand_shorthand, find_concepts
from assistant.library import Shelf
from assistant.matching import tokens
from assistant.mistyped import may_be_syllable
from ingest.vietnamese import nfc


def as_meant(text: str, shelf: Shelf) -> tuple[str, str]:
    """The question that was meant by a text, and its language, "vi" or "en"."""
    plain = nfc(text)
    asked = without_courtesies(plain.lower() if _is_shouted(plain) else plain)
    written = without_courtesies(nfc(expand_shorthand(asked)))
    language = language_of(written, shelf)
    return shelf.spelling.mended(written, language == "en"), language


def _is_shouted(text: str) -> bool:
    """Whether a text of more than a word is typed in capitals, which then tell no names and no short forms."""
    return text.isupper() and len(text.split()) > 2


def language_of(text: str, shelf: Shelf) -> str:
    """ "en" for a question in English, else "vi": told by small English words against accents and known syllables."""
    said, words = tokens(text), re.findall(r"\w+", text.casefold())
    if not question_lexicon().surely_english.isdisjoint(words):
        return "en"
    known = [word for word in words if word in question_lexicon().english]
    english = len(known)
    accented = sum(bool(token.accented) for token in said)
    stop = question_lexicon().stop_english
    vietnamese = sum(shelf.words.known(token.plain) and token.plain not in stop for token in said)
    if accented > max(2, english):
        return "vi"
    if vietnamese and all(map(may_be_syllable, known)):
        return "vi"  # "the ai phoi hop": "thế"
    if not (english or accented or vietnamese):
        return "en" if len(said) > 1 and any(one.language == "en" for one in find_concepts(text)) else "vi"
    return "en" if english and 2 * english + sum(not shelf.words.known(t.plain) for t in said) > vietnamese else "vi"
