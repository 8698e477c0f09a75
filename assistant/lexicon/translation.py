"""An English question in the words of the plans, to be embedded.

The embedding model knows both languages, yet puts a Vietnamese passage nearer to a question of which more is in
Vietnamese: on 245 questions of `eval/` about one plan its first passage was the right one for 40% of them as typed, for
66% with the terms of the field in Vietnamese, and for 68% with the general words too.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.english import usual_name_of
from assistant.lexicon.questions import stop_length
from assistant.lexicon.shorthand import composed
from assistant.lexicon.terms import find_concepts, in_vietnamese
from assistant.text.matching import Token, tokens
from ingest.lexicon.names import words_of


def translated(text: str) -> str:
    """An English text with its terms and general words replaced by their usual Vietnamese names; other words stay.

    "When will the IT unit check them?" -> "When will the công nghệ thông tin đơn vị kiểm tra them?"
    """
    clean = composed(text)
    places, said = words_of(clean), tokens(clean)
    if len(places) != len(said):  # letters that casefolding takes apart
        return in_vietnamese(text)
    terms = {one.start: one for one in reversed(find_concepts(text)) if one.language != "vi"}
    pieces, told, at = [], 0, 0
    while at < len(said):
        end, name = at, ""
        if term := terms.get(at):
            end, name = term.end, term.concept.name
        elif not (said[at].accented or _is_small(said, at, at + 2)):
            length, name = usual_name_of(said, at)
            end = at + length
            if any(one in terms for one in range(at, end)) or _is_small(said, at, end):
                end, name = at, ""
        if name:
            pieces += [clean[told : places[at].start], name]
            told = places[end - 1].end
        at = max(end, at + 1)
    return "".join([*pieces, clean[told:]])


def _is_small(said: Sequence[Token], start: int, end: int) -> bool:
    """Whether small words alone stand in [start, end), or up to the end of the text: "of the"."""
    return all(stop_length(said, at, True) for at in range(start, min(end, len(said))))
