"""Imported where processes that answer are forked from: it has the lexicon read, which each would else do itself."""

from __future__ import annotations

from assistant.lexicon.conditions import condition_patterns
from assistant.lexicon.courtesies import without_courtesies
from assistant.lexicon.english import load_glossary
from assistant.lexicon.phrases import said_pairs
from assistant.lexicon.questions import question_lexicon
from assistant.lexicon.terms import find_concepts
from assistant.phrasing.patterns import table_kinds

_ASKED = "Ai chủ trì bao nhiêu nhiệm vụ?"

load_glossary()
question_lexicon()
condition_patterns()
said_pairs()
without_courtesies(_ASKED)
find_concepts(_ASKED)
table_kinds(_ASKED)
