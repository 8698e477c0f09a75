"""The tables of the catalogue, in SQL that SQLite and PostgreSQL both understand; a few are for PostgreSQL alone.

Whatever is looked up or counted is a column; what is only ever read whole (a header, the cells of a row) is JSON text,
written and checked by pydantic against the record's own type, so that a plan comes back equal to what went in.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import (
    ARRAY,
    DDL,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeDecorator

from ingest.model import Column as PlanColumn
from ingest.model import Header, Paragraph, Place, Plan
from ingest.unit_names import Unit

SCHEMA_VERSION = 5
OLDEST_UPGRADED = 3
"""The oldest version that `ingest/store/migrations` brings up to date; older ones are refused."""

Cells = dict[str, str]

Name = String().with_variant(String(collation="C"), "postgresql")
"""A short text, sorted by its code points in every database, whatever language a server is set to."""


class Record(TypeDecorator[Any]):
    """A typed record kept as JSON text. Raises pydantic's ValidationError when the text is not such a record."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self.kind = kind
        self._adapter: TypeAdapter[Any] = TypeAdapter(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The JSON text of a record."""
        return None if value is None else self._adapter.dump_json(value, exclude_defaults=True).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The record of a JSON text."""
        return None if value is None else self._adapter.validate_json(value)


def _place() -> Column[Place]:
    return Column("place", Record(Place), nullable=False)


def _plan() -> Column[str]:
    return Column("plan", Name, ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True)


def _order(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _anchor() -> list[Column[Any]]:
    return [
        Column("section", Name),
        Column("appendix", Name),
        Column("group_number", Name, nullable=False),
        Column("stt", Name, nullable=False),
        Column("repeat", Integer, nullable=False),
    ]


metadata = MetaData()

state = Table(
    "state",
    metadata,
    Column("name", Name, primary_key=True),  # "schema", "generation"
    Column("value", Integer, nullable=False),
)

vector_state = Table(
    "vector_state",
    metadata,
    Column("model", Name, primary_key=True),
    Column("collection", Name, nullable=False),
    # The generation of the catalogue for which its vectors are known to be complete.
    Column("generation", Integer, nullable=False),
    # Whether a writer has begun to change them and has not said that it finished.
    Column("begun", Boolean, nullable=False),
    # What tells whether their files are as the last writer left them; "" where there is nothing to tell it by.
    Column("seal", Text, nullable=False),
)

plans = Table(
    "plans",
    metadata,
    Column("id", Name, primary_key=True),
    Column("header", Record(Header), nullable=False),
    Column("abbreviations", Record(Cells), nullable=False),
    Column("source_name", Name, nullable=False),
    Column("source_sha256", Name, nullable=False, index=True),
    Column("source_format", Name, nullable=False),
    Column("source_pages", Integer),
    Column("reader_version", Name, nullable=False),
    Column("added_at", Name, nullable=False),  # ISO 8601, UTC
    Column("version", Integer, nullable=False),  # from 1; how many contents have stood under this id
    Column("number", Name, nullable=False, index=True),  # as documents are matched, "" where it has none
    Column("replaces", Name, nullable=False, index=True),  # the number of the document that it replaces
    # The plan that took its place: it is left out unless it is asked for. None while it is in force.
    Column("replaced_by", Name, index=True),
    Column("restored", Boolean, nullable=False),  # brought back by hand, and not to be marked as replaced again
)

# What stood under a plan's id before: the newest few, to be brought back.

versions = Table(
    "versions",
    metadata,
    Column("plan", Name, primary_key=True),
    _order("version"),
    Column("record", Record(Plan), nullable=False),
    Column("source_sha256", Name, nullable=False),
    Column("reader_version", Name, nullable=False),
    Column("added_at", Name, nullable=False),  # ISO 8601, UTC
    Column("replaced_at", Name, nullable=False),  # ISO 8601, UTC
)

sections = Table(
    "sections",
    metadata,
    _plan(),
    _order("position"),
    Column("path", Name, nullable=False),
    Column("number", Name, nullable=False),
    Column("text", Text, nullable=False),
    _place(),
)

paragraphs = Table(
    "paragraphs",
    metadata,
    Column("plan", Name, primary_key=True),
    _order("section"),
    _order("position"),
    Column("text", Text, nullable=False),
    Column("marker", Name, nullable=False),
    _place(),
    ForeignKeyConstraint(["plan", "section"], ["sections.plan", "sections.position"], ondelete="CASCADE"),
)

appendices = Table(
    "appendices",
    metadata,
    _plan(),
    _order("position"),
    Column("label", Name, nullable=False),
    Column("title", Text, nullable=False),
    Column("columns", Record(tuple[PlanColumn, ...]), nullable=False),
    Column("notes", Record(tuple[Paragraph, ...]), nullable=False),
    _place(),
)


def _in_appendix() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["plan", "in_appendix"], ["appendices.plan", "appendices.position"], ondelete="CASCADE")


groups = Table(
    "groups",
    metadata,
    Column("plan", Name, primary_key=True),
    _order("in_appendix"),
    _order("position"),
    Column("number", Name, nullable=False),
    Column("title", Text, nullable=False),
    _place(),
    _in_appendix(),
)

rows = Table(
    "rows",
    metadata,
    Column("plan", Name, primary_key=True),
    _order("in_appendix"),
    _order("position"),
    Column("anchor", Name, nullable=False),
    *_anchor(),
    Column("group_title", Text, nullable=False),
    Column("fields", Record(Cells), nullable=False),
    Column("schedule", Record(Cells), nullable=False),
    Column("columns", Record(Cells), nullable=False),
    _place(),
    Column("amounts_in", Text, nullable=False, server_default=""),
    _in_appendix(),
    UniqueConstraint("anchor"),
)

passages = Table(
    "passages",
    metadata,
    Column("key", Integer, primary_key=True),  # what the word index knows it by; never given twice
    Column("plan", Name, ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("id", Name, nullable=False),
    Column("kind", Name, nullable=False),
    *_anchor(),
    Column("text", Text, nullable=False),
    Column("search_text", Text, nullable=False),
    Column("vector", Name, nullable=False, index=True),  # the id of its vector, a hash of what is embedded
    _place(),
    UniqueConstraint("id"),
    sqlite_autoincrement=True,
)

# How often words stand in the passages of all plans, kept up with every change, so that nobody has to count.

word_counts = Table(
    "word_counts",
    metadata,
    Column("word", Name, primary_key=True),  # folded
    Column("passages", Integer, nullable=False),  # how many have it
)

form_counts = Table(
    "form_counts",
    metadata,
    Column("form", Name, primary_key=True),  # with its accents, in lower case
    Column("times", Integer, nullable=False),
)

pair_counts = Table(
    "pair_counts",
    metadata,
    Column("first", Name, primary_key=True),  # two forms, one behind the other
    Column("second", Name, primary_key=True),
    Column("times", Integer, nullable=False),
)

plan_names = Table(
    "plan_names",
    metadata,
    _plan(),
    Column("kind", Name, primary_key=True),  # "unit" or "leader"
    _order("position"),
    Column("name", Name, nullable=False),  # of a unit folded, of a leader as printed
    Column("unit", Record(Unit | None)),
)

plan_vectors = Table(
    "plan_vectors",
    metadata,
    _plan(),
    Column("collection", Name, primary_key=True),
    Column("ids", Record(tuple[str, ...]), nullable=False),
    Column("vectors", LargeBinary, nullable=False),  # float32, little-endian, one after the other
)

# What a folder holds beside SQLite, a PostgreSQL server holds in tables of its own: the words, and the kept files.

ON_SERVER = {"dialect": "postgresql"}
"""Marks a table that only PostgreSQL has."""

passage_words = Table(
    "passage_words",
    metadata,
    Column("key", Integer, ForeignKey("passages.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("plan", Name, nullable=False, index=True),
    Column("kind", Name, nullable=False),
    Column("lengths", ARRAY(Integer), nullable=False),  # how many terms of each sort, see words_on_server.SORTS
    Column("terms", TSVECTOR, nullable=False),
    Index("ix_passage_words_terms", "terms", postgresql_using="gin"),
    info=ON_SERVER,
)

# A search looks into the terms of a passage once for each word of the question. Packed, as PostgreSQL would keep them,
# they would be unpacked as often: of 511 passages, the best took 110 ms to find, and 30 ms unpacked within their row.
UNPACKED = (
    "ALTER TABLE passage_words SET (toast_tuple_target = 8160)",
    "ALTER TABLE passage_words ALTER COLUMN terms SET STORAGE EXTERNAL",
)
for _statement in UNPACKED:
    event.listen(passage_words, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]

term_counts = Table(
    "term_counts",
    metadata,
    Column("term", Name, primary_key=True),
    Column("passages", Integer, nullable=False),  # how many have it
    info=ON_SERVER,
)

source_files = Table(
    "source_files",
    metadata,
    Column("sha256", Name, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    info=ON_SERVER,
)


def tables_of(dialect: str) -> list[Table]:
    """The tables that the catalogue has in a database of this dialect."""
    return [table for table in metadata.sorted_tables if table.info.get("dialect", dialect) == dialect]
