"""Search by words with PostgreSQL's own full-text search: the same terms and the same BM25 as in `words.py`.

A passage's terms stand in a `tsvector`, which a GIN index finds them by: its folded words, each two neighbours, its
codes and its accented words, each marked with its sort ("f:thuoc", "p:don_thuoc"). How often a term stands in a passage
is told by the weight label of its lexeme (D once, C twice, B three times, A four times or more). In how many passages
each term stands is counted in a table that is kept up with every change. PostgreSQL finds the candidates and adds up
BM25 over them.

Everything is written in the catalogue's own transaction, and a passage that goes takes its words along.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, Connection, Float, Integer, String, bindparam, delete, func, insert, select, text

from ingest.store import tables
from ingest.store.words import MOST_CHARACTERS, Searchable, Sorts, WordHit, accented_words, codes, pairs, weighed_terms
from ingest.vietnamese import words

SORTS: tuple[Sorts, ...] = ("folded", "pairs", "codes", "accented")
"""The sorts of terms, in the order in which a passage's lengths are kept."""
_LONGEST_TERM = 200  # characters; what is longer is no word
_LABELS = "DCBA"
_K1, _B = 1.2, 0.75  # BM25's usual constants, which tantivy has too
_ENOUGH = 4_000  # passages whose scores are added up; beyond them the words that many passages have find no more

_NEW_COUNTS = """
    INSERT INTO term_counts (term, passages)
    SELECT lexeme, count(*) FROM passage_words, unnest(terms) WHERE {where} GROUP BY lexeme
    ON CONFLICT (term) DO UPDATE SET passages = term_counts.passages + excluded.passages
"""
_COUNT_ADDED = text(_NEW_COUNTS.format(where="key = ANY(:keys)")).bindparams(bindparam("keys", type_=ARRAY(Integer)))
_COUNT_ALL = text(_NEW_COUNTS.format(where="true"))
_COUNT_GOING = text("""
    UPDATE term_counts SET passages = term_counts.passages - gone.passages
    FROM (
        SELECT lexeme, count(*) AS passages FROM passage_words, unnest(terms) WHERE plan = :plan GROUP BY lexeme
    ) AS gone
    WHERE term = gone.lexeme
""")

_BEST = text("""
    SELECT said.key, sum(asked.weight * often.times
        / (often.times + :k1 * (1 - :b + :b * said.lengths[asked.sort] / asked.average_length))) AS score
    FROM passage_words AS said
    JOIN unnest(
        CAST(:terms AS tsquery[]), CAST(:twice AS tsquery[]), CAST(:thrice AS tsquery[]), CAST(:more AS tsquery[]),
        :weights, :sorts, :average_lengths
    ) AS asked (term, twice, thrice, more, weight, sort, average_length) ON said.terms @@ asked.term
    CROSS JOIN LATERAL (
        SELECT CASE WHEN said.terms @@ asked.more THEN 4.0 WHEN said.terms @@ asked.thrice THEN 3.0
            WHEN said.terms @@ asked.twice THEN 2.0 ELSE 1.0 END AS times
    ) AS often
    WHERE said.terms @@ CAST(:candidates AS tsquery)
        AND (:all_plans OR said.plan = ANY(:plans)) AND (:all_kinds OR said.kind = ANY(:kinds))
    GROUP BY said.key
    ORDER BY score DESC, said.key
    LIMIT :most
""").bindparams(
    *(bindparam(name, type_=ARRAY(String)) for name in ("terms", "twice", "thrice", "more", "plans", "kinds")),
    bindparam("weights", type_=ARRAY(Float)),
    bindparam("sorts", type_=ARRAY(Integer)),
    bindparam("average_lengths", type_=ARRAY(Float)),
)


@dataclass(frozen=True, slots=True)
class _Totals:
    """How many passages there are, and how many terms of each sort one has on the average."""

    generation: int
    passages: int
    average_lengths: Mapping[Sorts, float]


@dataclass(frozen=True, slots=True)
class _Frequencies:
    """In how many passages the terms of a query stand."""

    passages: int
    by_term: Mapping[str, int]

    def of(self, sort: Sorts, term: str) -> int:
        """How many passages have a term."""
        return self.by_term.get(_marked(sort, term), 0)


class ServerWords:
    """Search by words in the catalogue's own PostgreSQL database. Threads may share it."""

    def __init__(self) -> None:
        self._totals = _Totals(-1, 0, {})
        self._lock = threading.Lock()

    def exists(self) -> bool:
        """There is an index wherever there is a catalogue."""
        return True

    def add(self, connection: Connection, passages: Collection[Searchable]) -> None:
        """Index passages that are new to it."""
        lines = [_line(passage) for passage in passages]
        if lines:
            connection.execute(insert(tables.passage_words), lines)
            connection.execute(_COUNT_ADDED, {"keys": [passage.key for passage in passages]})

    def forget(self, connection: Connection, plan_id: str) -> None:
        """Take a plan's words from the counts, before its passages go and take their words along."""
        connection.execute(_COUNT_GOING, {"plan": plan_id})
        connection.execute(delete(tables.term_counts).where(tables.term_counts.c.passages <= 0))

    def keep_only(self, plan_id: str, keys: Collection[int]) -> None:
        """Nothing is left to drop after a transaction."""

    def keep_all(self, keys: Collection[int]) -> None:
        """Passages take their words along."""

    def replace_all(self, connection: Connection, passages: Collection[Searchable]) -> None:
        """See `WordIndex.replace_all`; what was dropped counts no longer from that moment on."""

    def clear(self, connection: Connection) -> None:
        """Drop everything and begin anew."""
        connection.execute(delete(tables.passage_words))
        connection.execute(delete(tables.term_counts))

    def search(
        self,
        connection: Connection,
        query: str,
        plans: Collection[str] | None,
        kinds: Collection[str] | None,
        limit: int,
        generation: int,
    ) -> list[WordHit]:
        """See `WordIndex.search`."""
        if limit < 1 or (plans is not None and not plans) or (kinds is not None and not kinds):
            return []
        totals = self._totals_at(connection, generation)
        counted = _frequencies(connection, query, totals.passages)
        asked = [(_marked(sort, term), sort, weight) for sort, term, weight in weighed_terms(query, counted)]
        asked = [line for line in asked if line[0] in counted.by_term]
        if not asked:
            return []
        asked.sort(key=lambda line: counted.by_term[line[0]])
        values = _values(asked, counted, totals) | {
            "most": limit,
            "all_plans": plans is None,
            "plans": list(plans or ()),
            "all_kinds": kinds is None,
            "kinds": list(kinds or ()),
        }
        terms: list[str] = [term for term, _, _ in asked]
        telling = terms if plans is not None else _telling(terms, counted.by_term)
        hits = _hits(connection, telling, values)
        return hits if len(hits) >= limit or len(telling) == len(terms) else _hits(connection, terms, values)

    def _totals_at(self, connection: Connection, generation: int) -> _Totals:
        """The totals, which change with the generation alone."""
        with self._lock:
            if self._totals.generation == generation:
                return self._totals
        lengths = tables.passage_words.c.lengths
        averages = (func.avg(lengths[place]) for place in range(1, len(SORTS) + 1))
        passages, *found = connection.execute(select(func.count(), *averages).select_from(tables.passage_words)).one()
        totals = _Totals(
            generation,
            passages,
            {sort: max(1e-9, float(length or 0)) for sort, length in zip(SORTS, found, strict=True)},
        )
        with self._lock:
            self._totals = totals
        return totals


def _hits(connection: Connection, candidates: Sequence[str], values: Mapping[str, object]) -> list[WordHit]:
    found = connection.execute(_BEST, {**values, "candidates": " | ".join(map(_quoted, candidates))})
    return [WordHit(key, float(score)) for key, score in found]


def _values(
    asked: Sequence[tuple[str, Sorts, float]], counted: _Frequencies, totals: _Totals
) -> dict[str, float | list[str] | list[int] | list[float]]:
    quoted = [_quoted(term) for term, _, _ in asked]
    return {
        "k1": _K1,
        "b": _B,
        "terms": quoted,
        "twice": [f"{term}:C" for term in quoted],
        "thrice": [f"{term}:B" for term in quoted],
        "more": [f"{term}:A" for term in quoted],
        "weights": [weight * (1 + _K1) * _rarity(counted.by_term[term], counted.passages) for term, _, weight in asked],
        "sorts": [SORTS.index(sort) + 1 for _, sort, _ in asked],
        "average_lengths": [totals.average_lengths[sort] for _, sort, _ in asked],
    }


def _rarity(passages: int, of_all: int) -> float:
    """BM25's inverse document frequency."""
    return math.log(1 + (max(of_all, passages) - passages + 0.5) / (passages + 0.5))


def _telling(terms: Sequence[str], frequency: Mapping[str, int]) -> list[str]:
    """The rarest terms, as many as find enough passages: at least one."""
    found = 0
    taken: list[str] = []
    for term in terms:
        if taken and found + frequency[term] > _ENOUGH:
            break
        taken.append(term)
        found += frequency[term]
    return taken


def _frequencies(connection: Connection, query: str, passages: int) -> _Frequencies:
    columns = tables.term_counts.c
    known = select(columns.term, columns.passages).where(columns.term == func.any(bindparam("terms", type_=_STRINGS)))
    found = connection.execute(known, {"terms": list(_terms_of(query[:MOST_CHARACTERS]))})
    return _Frequencies(passages, {line.term: line.passages for line in found})


_STRINGS: ARRAY[str] = ARRAY(String)


def _sorted_terms(said: str) -> dict[Sorts, list[str]]:
    """The terms of a text by their sort."""
    folded = words(said)
    return {"folded": folded, "pairs": pairs(folded), "codes": codes(said), "accented": accented_words(said)}


def _terms_of(said: str) -> Counter[str]:
    """How often each term stands in a text."""
    return Counter(
        _marked(sort, term)
        for sort, terms in _sorted_terms(said).items()
        for term in terms
        if len(term) <= _LONGEST_TERM
    )


def _line(passage: Searchable) -> dict[str, object]:
    lexemes = (f"{_quoted(term)}:1{_LABELS[min(times, 4) - 1]}" for term, times in _terms_of(passage.text).items())
    lengths = [len(terms) for terms in _sorted_terms(passage.text).values()]
    return {
        "key": passage.key,
        "plan": passage.plan,
        "kind": passage.kind,
        "lengths": lengths,
        "terms": " ".join(lexemes),
    }


def _marked(sort: Sorts, term: str) -> str:
    return f"{sort[0]}:{term}"


def _quoted(term: str) -> str:
    """A term as PostgreSQL reads it within a tsvector or a tsquery."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"
