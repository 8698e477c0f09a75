"""Kinds of documents, told by their name, by the symbol in a number, or by the title that they stand over."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from ingest.lexicon.issuers import DocumentKind, issuers
from ingest.lexicon.names import any_of, name_key
from ingest.vietnamese import fold


@cache
def document_kind(name: str) -> DocumentKind | None:
    """The kind of document that a name means, however it is written: "NGHỊ QUYẾT" -> Nghị quyết."""
    wanted = name_key(name)
    return next((kind for kind in issuers().document if name_key(kind.name) == wanted), None)


@cache
def asked_kind(name: str) -> DocumentKind | None:
    """The kind of document that a question means by a name, in Vietnamese or in English, folded: "resolution"."""
    return next((kind for kind in issuers().document if fold(name) in map(fold, (kind.name, *kind.asked))), None)


@lru_cache(maxsize=4096)
def kind_of_number(number: str) -> DocumentKind | None:
    """The kind of document whose symbol a number bears: "118/NQ-CP" -> Nghị quyết."""
    found = re.search(r"/\s*([^\W\d_]+)", number)
    return next((kind for kind in issuers().document if found and kind.symbol == found[1]), None)


def document_head_end(text: str) -> int:
    """Where the title begins in a text that opens with KẾ HOẠCH in capitals or alone on its line; 0 in any other."""
    found = heads().match(text)
    if found is None:
        return 0
    return found.end() if found.end() == len(text) or found.group().isupper() else 0


@cache
def heads() -> re.Pattern[str]:
    """Matches a text that begins with the kind of a document: "KẾ HOẠCH", "Kế hoạch chuyển đổi số"."""
    names = [kind.name for kind in issuers().document if kind.heads]
    return re.compile(rf"{any_of(names)}(?![\w-])\s*:?\s*", re.IGNORECASE)
