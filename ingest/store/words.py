"""Search by words: BM25 over accent-folded text, in which an accented match still ranks above an unaccented one.

`TantivyWords` keeps four fields per passage: every word folded; each two neighbours, folded, as one term; the document
codes, amounts and dates with their spaces and leading zeros squeezed out ("07-QĐ/ BCĐ" -> 7qdbcd), so that a code is
one rare word and a line break inside it does no harm; and the accented words as printed. A query's words are looked up
folded, its codes squeezed, and those of its words that carry accents once more among the accented ones. So a caller
passes the question as it was typed: "hoàn thành" prefers "hoàn" to "hoãn", "hoan thanh" finds both.

A Vietnamese word is mostly two syllables written apart, and without accents one syllable means little ("don" is đơn,
đón, dọn), so each two neighbours of a query are looked up together as well. On 936 made-up queries of two scraps of a
row and a question word, without accents, that brought the right row in first place from 61% to 84%.

A word in more than half of the passages says nothing about any of them (its BM25 weight is nil) and costs the most to
look up; it is left out of a query that has rarer words.

The catalogue decides what is found. Passages are written here before its transaction ends and dropped after it, so a
process killed in between leaves passages here that the catalogue does not name, and never the other way round. Nothing
but terms is kept: tantivy's block-max WAND over plain terms is what keeps the search short however many plans there are
(SQLite's FTS5 weighs every passage that has any of the words: 56 to 101 ms for 45,000 passages, against 1.6).
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, Protocol

from sqlalchemy import Connection

from ingest.store.errors import StoreError, disk_full, disk_is_full
from ingest.vietnamese import fold, nfc, words

if TYPE_CHECKING:
    from tantivy import Document, Index, IndexWriter, Occur, Query, Schema, Searcher

FOLDER_NAME = "words"

_ACCENTED_WORD = re.compile(r"[^\W_]+")
_CODE_OR_AMOUNT = re.compile(r"\b\d+(?:\s?[-/]\s?\w+)+|\b\d{1,3}(?:[.,]\s?\d{3})+\b")
_LEADING_ZEROS = re.compile(r"(?<![.,\s])\b0+(?=\d)|(?<=[-/]\s)0+(?=\d)")  # not those of "3.500.000"
_NOT_WORD = re.compile(r"[\W_]+")
MOST_CHARACTERS = 4_000  # a pasted page must not become a query of a thousand words
_MOST_TERMS = 64  # of each sort
_CODE_WEIGHT, _ACCENT_WEIGHT = 2.0, 0.5
"""A code is worth two words, an accent half a word more."""
_HEAP = 32_000_000  # bytes in which a writer collects passages; tantivy wants at least 15 million


@dataclass(frozen=True, slots=True)
class Searchable:
    """What the word index is given of a passage: its number in the catalogue and the text to be found by."""

    key: int
    plan: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class WordHit:
    """A passage's number in the catalogue and its BM25 score, higher is better."""

    key: int
    score: float


Sorts = Literal["folded", "pairs", "codes", "accented"]
"""The sorts of terms that a passage is found by."""


class Frequencies(Protocol):
    """In how many passages terms stand."""

    @property
    def passages(self) -> int:
        """How many passages there are."""

    def of(self, sort: Sorts, term: str) -> int:
        """How many passages have a term."""


class WordIndex(Protocol):
    """Search by words in or beside the catalogue's database, which alone says which of its passages there are.

    What takes a `connection` is called within a transaction of the catalogue.
    """

    def exists(self) -> bool:
        """Whether there is an index to search."""

    def add(self, connection: Connection, passages: Collection[Searchable]) -> None:
        """Index passages for good; one that is indexed under the same number is replaced."""

    def forget(self, connection: Connection, plan_id: str) -> None:
        """A plan is about to be deleted."""

    def keep_only(self, plan_id: str, keys: Collection[int]) -> None:
        """Drop every passage of a plan whose number is not among `keys`; the transaction has ended."""

    def keep_all(self, keys: Collection[int]) -> None:
        """Drop every passage whose number is not among `keys`."""

    def clear(self, connection: Connection) -> None:
        """Drop everything, damaged or not, and begin anew."""

    def replace_all(self, connection: Connection, passages: Collection[Searchable]) -> None:
        """Index these passages and nothing else, in one step. What was dropped before no longer counts in how rare a
        word is, as it may until then."""

    def search(
        self,
        connection: Connection,
        query: str,
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
        generation: int,
    ) -> list[WordHit]:
        """The passages that share words with `query`, best first; None for `plans` or `kinds` means all of them.

        What is indexed at this `generation` of the catalogue is found, and passages that it no longer names may be.
        """


def codes(text: str) -> list[str]:
    """The codes, dates and amounts of a text, squeezed: "Số 07-QĐ/ BCĐ, 3.500.000 đồng" -> [7qdbcd, 3500000]."""
    return [_NOT_WORD.sub("", _LEADING_ZEROS.sub("", code)) for code in _CODE_OR_AMOUNT.findall(fold(text))]


def accented_words(text: str) -> list[str]:
    """The words of a text that carry accents, in lower case: "Sở Y tế Cà Mau" -> [sở, tế, cà]."""
    return [word for word in _ACCENTED_WORD.findall(nfc(text).casefold()) if fold(word) != word]


class TantivyWords:
    """Search by words with tantivy, in a folder. Threads may share it; one process at a time may write."""

    def __init__(self, folder: Path) -> None:
        """Nothing is opened or created before it is needed."""
        self._folder = folder
        self._index: Index | None = None
        self._seen = -1  # the generation at which the index was read
        self._copy: TemporaryDirectory[str] | None = None  # of a folder that cannot be written
        self._lock = threading.Lock()

    def exists(self) -> bool:
        """Whether there is an index to search."""
        return (self._folder / "meta.json").exists()

    def add(self, connection: Connection | None, passages: Collection[Searchable]) -> None:
        """Index passages for good; one that is indexed under the same number is replaced."""
        if not passages:
            return
        with self._writing() as writer:
            for passage in passages:
                writer.delete_documents_by_term("key", passage.key)
                writer.add_document(_document(passage))

    def replace_all(self, connection: Connection | None, passages: Collection[Searchable]) -> None:
        """See `WordIndex.replace_all`."""
        with self._writing() as writer:
            writer.delete_all_documents()
            for passage in passages:
                writer.add_document(_document(passage))

    def forget(self, connection: Connection | None, plan_id: str) -> None:
        """Its passages are dropped once the transaction has ended; see `keep_only`."""

    def keep_only(self, plan_id: str, keys: Collection[int]) -> None:
        """Drop every passage of a plan whose number is not among `keys`."""
        from tantivy import Occur, Query

        schema = _schema()
        others = [(Occur.Must, Query.term_query(schema, "plan", plan_id, "basic"))]
        if keys:
            others.append((Occur.MustNot, Query.term_set_query(schema, "key", list(keys))))
        with self._writing() as writer:
            writer.delete_documents_by_query(Query.boolean_query(others))

    def keep_all(self, keys: Collection[int]) -> None:
        """Drop every passage whose number is not among `keys`."""
        from tantivy import Occur, Query

        if not self.exists():
            return
        others = [(Occur.Must, Query.all_query())]
        if keys:
            others.append((Occur.MustNot, Query.term_set_query(_schema(), "key", list(keys))))
        with self._writing() as writer:
            writer.delete_documents_by_query(Query.boolean_query(others))

    def clear(self, connection: Connection | None) -> None:
        """Drop the folder with all that is in it, damaged or not, and begin anew."""
        with self._lock:
            self._index = None
            self._seen = -1
        shutil.rmtree(self._folder, ignore_errors=True)
        with self._writing():
            pass

    def search(
        self,
        connection: Connection | None,
        query: str,
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
        generation: int,
    ) -> list[WordHit]:
        """See `WordIndex.search`. Raises StoreError when the index is missing or damaged."""
        if limit < 1 or (plans is not None and not plans) or (kinds is not None and not kinds):
            return []
        try:
            searcher = self._searcher(generation)
            match = _match(searcher, query, plans, kinds)
            if match is None:
                return []
            found = searcher.search(match, limit, count=False).hits
            keys = searcher.fast_field_values("key", [address for _, address in found])
        except (ValueError, OSError) as error:
            raise self._unreadable(error) from error
        hits = [WordHit(int(key or 0), score) for key, (score, _) in zip(keys, found, strict=True)]
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))

    def _searcher(self, generation: int) -> Searcher:
        with self._lock:
            if self._copy is not None and self._seen != generation:
                self._index = None
            if self._index is None:
                from tantivy import Index

                self._index = Index.open(str(self._openable()))
                self._index.config_reader("manual")
                self._seen = -1
            if self._seen != generation:
                self._index.reload()
                self._seen = generation
            return self._index.searcher()

    def _openable(self) -> Path:
        """The folder, or a copy of it where it cannot be written: tantivy makes a lock file even to read."""
        if not self.exists() or os.access(self._folder, os.W_OK):
            self._copy = None
            return self._folder
        self._copy = TemporaryDirectory(prefix="words-")
        return Path(shutil.copytree(self._folder, self._copy.name, dirs_exist_ok=True, copy_function=shutil.copyfile))

    @contextmanager
    def _writing(self) -> Iterator[IndexWriter]:
        """A writer whose work is kept when the block ends well, and none of it when it does not."""
        from tantivy import Index

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            writer = Index(_schema(), str(self._folder)).writer(_HEAP, num_threads=1)
            yield writer
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> StoreError:
        if disk_is_full(str(error)):
            return disk_full(self._folder, error)
        return StoreError(
            f"{self._folder}: không đọc hoặc ghi được chỉ mục từ ({error}); hãy dựng lại bằng:"
            " python -m ingest rebuild",
            f"{self._folder}: the word index cannot be read or written ({error}); rebuild it with:"
            " python -m ingest rebuild",
        )


def _schema() -> Schema:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder().add_integer_field("key", indexed=True, fast=True)
    for name in ("plan", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("folded", "pairs", "codes", "accented"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _document(passage: Searchable) -> Document:
    from tantivy import Document

    folded = words(passage.text)
    return Document(
        key=passage.key,
        plan=passage.plan,
        kind=passage.kind,
        folded=" ".join(folded),
        pairs=" ".join(pairs(folded)),
        codes=" ".join(codes(passage.text)),
        accented=" ".join(accented_words(passage.text)),
    )


def pairs(folded: Sequence[str]) -> list[str]:
    """Each two neighbours of some words as one term."""
    return list(map(_pair, folded, folded[1:]))


def _pair(first: str, second: str) -> str:
    return f"{first}_{second}"


def _match(
    searcher: Searcher, query: str, plans: Collection[str] | None, kinds: Collection[str] | None
) -> Query | None:
    """The query for what was typed; None where none of its words is indexed."""
    from tantivy import Occur, Query

    schema = _schema()
    terms = [
        Query.boost_query(Query.term_query(schema, name, term, "freq"), weight)
        for name, term, weight in weighed_terms(query, _Counted(searcher))
    ]
    if not terms:
        return None
    said = Query.boolean_query([(Occur.Should, term) for term in terms])
    within: list[tuple[Occur, Query]] = [
        (Occur.Must, Query.const_score_query(Query.term_set_query(schema, name, list(wanted)), 0.0))
        for name, wanted in (("plan", plans), ("kind", kinds))
        if wanted is not None
    ]
    return Query.boolean_query([*within, (Occur.Must, said)]) if within else said


class _Counted:
    """The frequencies that tantivy knows."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.passages = searcher.num_docs

    def of(self, sort: Sorts, term: str) -> int:
        """How many passages have a term."""
        return self._searcher.doc_freq(sort, term)


def weighed_terms(query: str, counted: Frequencies) -> Iterator[tuple[Sorts, str, float]]:
    """The sort, the term and the weight of everything to be looked up for a query."""
    query = query[:MOST_CHARACTERS]
    typed = words(query)
    folded = _telling(counted, list(dict.fromkeys(typed)))
    known = set(folded)
    yield from (("folded", word, 1.0) for word in folded)
    wanted = dict.fromkeys(pair for pair in pairwise(typed) if not known.isdisjoint(pair))
    yield from (("pairs", _pair(*pair), 1.0) for pair in list(wanted)[:_MOST_TERMS])
    yield from (("codes", code, _CODE_WEIGHT) for code in list(dict.fromkeys(codes(query)))[:_MOST_TERMS])
    accented = [word for word in dict.fromkeys(accented_words(query)) if fold(word) in known]
    yield from (("accented", word, _ACCENT_WEIGHT) for word in accented)


def _telling(counted: Frequencies, folded: list[str]) -> list[str]:
    """The words that tell passages apart, rarest first; or the common ones where there are no others."""
    frequency = {word: counted.of("folded", word) for word in folded}
    known = sorted((word for word in folded if frequency[word]), key=lambda word: frequency[word])
    telling = [word for word in known if frequency[word] <= counted.passages / 2]
    return (telling or known)[:_MOST_TERMS]
