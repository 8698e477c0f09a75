"""Search by words: BM25 over accent-folded text, in which an accented match still ranks above an unaccented one.

`SqliteWords` keeps three columns per passage in an FTS5 table: every word folded; the document codes, amounts and
dates with their spaces and leading zeros squeezed out ("07-QĐ/ BCĐ" -> 7qdbcd), so that a code is one rare word and
a line break inside it does no harm; and the accented words as printed. A query's words are looked up folded, its codes
squeezed, and those of its words that carry accents once more among the accented ones. So a caller passes the question
as it was typed: "hoàn thành" prefers "hoàn" to "hoãn", "hoan thanh" finds both.

A Vietnamese word is mostly two syllables written apart, and without accents one syllable means little ("don" is đơn,
đón, dọn), so each two neighbours of a query are looked up together as well. On 936 made-up queries of two scraps of a
row and a question word, without accents, that brought the right row in first place from 61% to 84%.

A word in more than half of the passages says nothing about any of them (its BM25 weight is nil) and costs the most to
look up; it is left out of a query that has rarer words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from sqlalchemy import Connection, bindparam, text

from ingest.vietnamese import fold, nfc, words

_ACCENTED_WORD = re.compile(r"[^\W_]+")
_CODE_OR_AMOUNT = re.compile(r"\b\d+(?:\s?[-/]\s?\w+)+|\b\d{1,3}(?:[.,]\s?\d{3})+\b")
_LEADING_ZEROS = re.compile(r"(?<![.,\s])\b0+(?=\d)|(?<=[-/]\s)0+(?=\d)")  # not those of "3.500.000"
_NOT_WORD = re.compile(r"[\W_]+")
_MOST_CHARACTERS = 4_000  # a pasted page must not become a query of a thousand words
_MOST_TERMS = 64  # of each sort


@dataclass(frozen=True, slots=True)
class Searchable:
    """What the word index is given of a passage: its number in the catalogue and the text to be found by."""

    key: int
    text: str


@dataclass(frozen=True, slots=True)
class WordHit:
    """A passage's number in the catalogue and its BM25 score, higher is better."""

    key: int
    score: float


class WordIndex(Protocol):
    """Search by words inside the catalogue's database; it is written in the catalogue's own transactions."""

    def create(self, connection: Connection) -> None:
        """Create the index where it is missing."""

    def add(self, connection: Connection, passages: Collection[Searchable]) -> None:
        """Index passages that are in the catalogue."""

    def remove(self, connection: Connection, plan_id: str) -> None:
        """Drop the passages of a plan, before the catalogue drops them."""

    def clear(self, connection: Connection) -> None:
        """Drop everything."""

    def search(
        self,
        connection: Connection,
        query: str,
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
    ) -> list[WordHit]:
        """The passages that share words with `query`, best first; None for `plans` or `kinds` means all of them."""


def codes(text: str) -> list[str]:
    """The codes, dates and amounts of a text, squeezed: "Số 07-QĐ/ BCĐ, 3.500.000 đồng" -> [7qdbcd, 3500000]."""
    return [_NOT_WORD.sub("", _LEADING_ZEROS.sub("", code)) for code in _CODE_OR_AMOUNT.findall(fold(text))]


def accented_words(text: str) -> list[str]:
    """The words of a text that carry accents, in lower case: "Sở Y tế Cà Mau" -> [sở, tế, cà]."""
    return [word for word in _ACCENTED_WORD.findall(nfc(text).casefold()) if fold(word) != word]


class SqliteWords:
    """Search by words with SQLite's FTS5; the one part of the catalogue that another database has to bring anew."""

    def create(self, connection: Connection) -> None:
        """Create the FTS5 table, and the view of its vocabulary from which the frequency of words is read."""
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE IF NOT EXISTS passage_words USING fts5"
                "(folded, codes, accented, tokenize = 'unicode61 remove_diacritics 0')"
            )
        )
        connection.execute(
            text("CREATE VIRTUAL TABLE IF NOT EXISTS passage_terms USING fts5vocab(passage_words, 'col')")
        )

    def add(self, connection: Connection, passages: Collection[Searchable]) -> None:
        """Index passages that are in the catalogue."""
        lines = [
            {
                "key": passage.key,
                "folded": " ".join(words(passage.text)),
                "codes": " ".join(codes(passage.text)),
                "accented": " ".join(accented_words(passage.text)),
            }
            for passage in passages
        ]
        if lines:
            connection.execute(
                text(
                    "INSERT INTO passage_words (rowid, folded, codes, accented)"
                    " VALUES (:key, :folded, :codes, :accented)"
                ),
                lines,
            )

    def remove(self, connection: Connection, plan_id: str) -> None:
        """Drop the passages of a plan, before the catalogue drops them."""
        connection.execute(
            text("DELETE FROM passage_words WHERE rowid IN (SELECT key FROM passages WHERE plan = :plan)"),
            {"plan": plan_id},
        )

    def clear(self, connection: Connection) -> None:
        """Drop the table with all that is in it, damaged or not, and create it again."""
        connection.execute(text("DROP TABLE IF EXISTS passage_terms"))
        connection.execute(text("DROP TABLE IF EXISTS passage_words"))
        self.create(connection)

    def search(
        self,
        connection: Connection,
        query: str,
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
    ) -> list[WordHit]:
        """See `WordIndex.search`."""
        match = self._match(connection, query)
        if not match:
            return []
        wanted = {"plan": plans, "kind": kinds}
        filters = {name: list(values) for name, values in wanted.items() if values is not None}
        # The weights are those of folded, codes and accented: a code is worth two words, an accent half a word more.
        statement = text(
            "SELECT passage_words.rowid, -bm25(passage_words, 1.0, 2.0, 0.5) AS score FROM passage_words"
            + (" JOIN passages ON passages.key = passage_words.rowid" if filters else "")
            + " WHERE passage_words MATCH :match"
            + "".join(f" AND passages.{name} IN :{name}" for name in filters)
            + " ORDER BY score DESC, passage_words.rowid LIMIT :limit"
        ).bindparams(*(bindparam(name, expanding=True) for name in filters))
        found = connection.execute(statement, {"match": match, "limit": limit, **filters})
        return [WordHit(key, score) for key, score in found]

    def _match(self, connection: Connection, query: str) -> str:
        """The FTS5 expression for a query; each term is letters and digits in quotes, so none can be an operator."""
        query = query[:_MOST_CHARACTERS]
        typed = words(query)
        folded = self._telling(connection, list(dict.fromkeys(typed)))
        terms = [f'folded : "{word}"' for word in folded]
        pairs = dict.fromkeys(pair for pair in pairwise(typed) if folded and not set(pair).isdisjoint(folded))
        terms += [f'folded : "{first} {second}"' for first, second in list(pairs)[:_MOST_TERMS]]
        terms += [f'codes : "{code}"' for code in list(dict.fromkeys(codes(query)))[:_MOST_TERMS]]
        terms += [f'accented : "{word}"' for word in dict.fromkeys(accented_words(query)) if fold(word) in folded]
        return " OR ".join(terms)

    def _telling(self, connection: Connection, folded: list[str]) -> list[str]:
        """The words that tell passages apart, rarest first; or the common ones where there are no others."""
        total = connection.execute(text("SELECT count(*) FROM passage_words_docsize")).scalar_one()
        counted = connection.execute(
            text("SELECT term, doc FROM passage_terms WHERE col = 'folded' AND term IN :words").bindparams(
                bindparam("words", expanding=True)
            ),
            {"words": folded},
        )
        frequency: dict[str, int] = {line.term: line.doc for line in counted}
        known = sorted((word for word in folded if word in frequency), key=lambda word: frequency[word])
        telling = [word for word in known if frequency[word] <= total / 2]
        return (telling or known)[:_MOST_TERMS]
