"""How often words, and words behind words, stand in the passages of all plans.

The counts are kept up in the transaction that changes a plan. Whoever weighs words or puts accents back looks up the
few that a question has, or reads the vocabulary, which grows far slower than the plans; no reader counts passages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects.sqlite import insert

from ingest.store import tables
from ingest.vietnamese import fold, nfc

_WORD = re.compile(r"[^\W_]+")

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WordStatistics:
    """Counts over some passages."""

    words: Counter[str] = field(default_factory=Counter)
    """By folded word, how many passages have it."""
    forms: Counter[str] = field(default_factory=Counter)
    """By word as printed, in lower case, how often it stands."""
    pairs: Counter[Pair] = field(default_factory=Counter)
    """By two words as printed, in lower case, how often the second stands behind the first."""


def count(texts: Iterable[str]) -> WordStatistics:
    """The counts over some passages' texts."""
    counted = WordStatistics()
    for text in texts:
        said = _WORD.findall(nfc(text).casefold())
        counted.words.update({plain for word in said if (plain := fold(word))})
        counted.forms.update(said)
        counted.pairs.update(pairwise(said))
    return counted


def add(connection: Connection, counted: WordStatistics) -> None:
    """Add the counts of new passages to those of all."""
    _change(connection, counted, 1)


def take_away(connection: Connection, counted: WordStatistics) -> None:
    """Take the counts of passages that go from those of all."""
    _change(connection, counted, -1)
    for table, column in (
        (tables.word_counts, "passages"),
        (tables.form_counts, "times"),
        (tables.pair_counts, "times"),
    ):
        connection.execute(delete(table).where(table.c[column] <= 0))


def clear(connection: Connection) -> None:
    """Forget all counts."""
    for table in (tables.word_counts, tables.form_counts, tables.pair_counts):
        connection.execute(delete(table))


def words(connection: Connection) -> dict[str, int]:
    """By folded word, how many passages have it."""
    columns = tables.word_counts.c
    return {line.word: line.passages for line in connection.execute(select(columns.word, columns.passages))}


def forms(connection: Connection) -> dict[str, int]:
    """By word as printed, in lower case, how often it stands; the most frequent first."""
    columns = tables.form_counts.c
    query = select(columns.form, columns.times).order_by(columns.times.desc(), columns.form)
    return {line.form: line.times for line in connection.execute(query)}


def _change(connection: Connection, counted: WordStatistics, sign: int) -> None:
    _upsert(
        connection,
        tables.word_counts,
        "passages",
        [{"word": word, "passages": sign * number} for word, number in counted.words.items()],
    )
    _upsert(
        connection,
        tables.form_counts,
        "times",
        [{"form": form, "times": sign * number} for form, number in counted.forms.items()],
    )
    _upsert(
        connection,
        tables.pair_counts,
        "times",
        [
            {"first": first, "second": second, "times": sign * number}
            for (first, second), number in counted.pairs.items()
        ],
    )


def _upsert(connection: Connection, table: Table, counter: str, lines: list[dict[str, str | int]]) -> None:
    if not lines:
        return
    statement = insert(table)
    more = {counter: table.c[counter] + statement.excluded[counter]}
    connection.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=more), lines)
