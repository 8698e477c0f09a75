"""Token ids of texts, without loading the vocabulary of a hundred languages for a question in two.

Half of what starting the default model takes, and as much memory as all the rest, is its tokenizer: 250,000 pieces of
every script. Beside the whole one, the cache holds a near one, of the pieces that are spelt in Latin letters, digits
and signs. A text that has none of the letters that are missing gets the same ids from both, since the whole one could
use no other piece for it. The whole one is loaded when a text has one of those.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict
from tokenizers import Tokenizer

TOKENIZER = "tokenizer.json"
NEAR_TOKENIZER = "tokenizer-near.json"
NEAR = "near.json"

_SPACE = "▁"


class _Near(BaseModel):
    """What the near tokenizer cannot be given, and the whole one's id for each of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    foreign: str
    """The letters of the whole one's pieces that the near one lacks."""
    ids: tuple[int, ...]


def write_near(folder: Path) -> bool:
    """Write the near tokenizer beside the whole one in a folder; False, nothing written, for one that has no pieces
    with scores (SentencePiece's Unigram), or lacks one for a space."""
    whole = json.loads((folder / TOKENIZER).read_text("utf-8"))
    model = whole["model"]
    pieces = [text for text, _ in model["vocab"]] if model.get("type") == "Unigram" else []
    if _SPACE not in pieces:
        return False
    foreign = {letter for letter in set[str]().union(*pieces) if not _is_near(letter)}
    special = {token["id"] for token in whole["added_tokens"]} | {model["unk_id"]}
    # An unknown letter costs as much as the unlikeliest piece and more, so that has to stay.
    special_or_least = special | {min(range(len(pieces)), key=lambda number: float(model["vocab"][number][1]))}
    ids = [number for number, text in enumerate(pieces) if number in special_or_least or foreign.isdisjoint(text)]
    place = {number: at for at, number in enumerate(ids)}
    if any(place[number] != number for number in special):  # they are named by number in the file
        return False
    model["vocab"] = [model["vocab"][number] for number in ids]
    (folder / NEAR_TOKENIZER).write_text(json.dumps(whole, ensure_ascii=False), "utf-8")
    near = _Near(foreign="".join(sorted(foreign)), ids=tuple(ids))
    (folder / NEAR).write_text(near.model_dump_json(), "utf-8")
    return True


def _is_near(letter: str) -> bool:
    """Whether the near tokenizer has a letter: one of Latin script, or what is no letter, nor a mark on one."""
    return unicodedata.category(letter)[0] not in "LM" or unicodedata.name(letter, "").startswith("LATIN ")


class Tokens:
    """Turns texts into token ids; threads may share it."""

    def __init__(self, folder: Path, max_tokens: int) -> None:
        """Load the tokenizer of a folder, the near one where there is one; texts are cut after `max_tokens`."""
        self._folder = folder
        self._max_tokens = max_tokens
        self._lock = threading.Lock()
        self._whole: Tokenizer | None = None
        self._near: Tokenizer | None = None
        if (folder / NEAR).exists():
            near = _Near.model_validate_json((folder / NEAR).read_bytes())
            self._near = self._open(NEAR_TOKENIZER)
            self._ids = np.array(near.ids, np.int64)
            self._foreign = frozenset(near.foreign)
        else:
            self.load_whole()

    def load_whole(self) -> Tokenizer:
        """The whole tokenizer, loaded now where it is not yet."""
        with self._lock:
            if self._whole is None:
                self._whole = self._open(TOKENIZER)
            return self._whole

    def ids(self, text: str) -> NDArray[np.int64]:
        """The ids of a text's tokens, the marks of its beginning and end among them."""
        if self._near is not None and self._foreign.isdisjoint(unicodedata.normalize("NFKC", text)):
            return self._ids[self._near.encode(text).ids]
        return np.array(self.load_whole().encode(text).ids, np.int64)

    def _open(self, name: str) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._folder / name))
        tokenizer.enable_truncation(self._max_tokens)
        tokenizer.no_padding()
        return tokenizer
