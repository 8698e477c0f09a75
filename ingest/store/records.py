"""Plans and passages to rows of the catalogue's tables, and back."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, RowMapping, Table, delete, insert, select

from ingest.model import Anchor, Appendix, Group, Header, Paragraph, Passage, Plan, Row, Section, Source
from ingest.names import named_leaders, named_units
from ingest.replacement import number_key
from ingest.store import tables
from ingest.unit_names import Unit

Values = Mapping[str, Any]  # a line to be written, by column name


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One line of the list of plans: what a plan says of itself, and how much of it there is."""

    id: str
    header: Header
    source: Source
    added_at: str
    """ISO 8601, UTC."""
    sections: int
    appendices: int
    rows: int
    passages: int
    version: int = 1
    """How many contents have stood under its id."""
    replaced_by: str | None = None
    """The plan that took its place, None while it is in force."""
    internal: bool = False
    """Whether only those may see it who are allowed to see internal plans."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage that a search found; `score` compares the results of one search, higher is better."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class VectorState:
    """How far the vectors of an embedding model have come."""

    collection: str
    generation: int
    """The generation of the catalogue for which they are known to be complete, -1 for none."""
    begun: bool
    """Whether a writer has begun to change them and not finished: it is at work, or was killed."""
    seal: str = ""
    """What tells whether their files are as the last writer left them."""


@dataclass(frozen=True, slots=True, eq=False)
class PlanVectors:
    """The vectors of one plan's passages, to be searched without a graph where a question names its plans."""

    collection: str
    ids: tuple[str, ...]
    matrix: NDArray[np.float32]
    """(ids, dimension), of length 1."""

    def to_bytes(self) -> bytes:
        """The matrix as it is kept."""
        return self.matrix.astype("<f4").tobytes()

    @staticmethod
    def of(collection: str, ids: Sequence[str], kept: bytes) -> PlanVectors:
        """The vectors as they were kept."""
        return PlanVectors(collection, tuple(ids), np.frombuffer(kept, "<f4").reshape(len(ids), -1))


@dataclass(frozen=True, slots=True)
class NewPlan:
    """A plan to be written, with its passages and, where they are known, their vectors."""

    plan: Plan
    passages: tuple[Passage, ...]
    vectors: PlanVectors | None = None


UNIT, LEADER = "unit", "leader"


def vector_id(passage: Passage) -> str:
    """The id of the vector of a passage: its plan, and a hash of what is embedded.

    Equal texts of a plan share a vector, and a passage whose text stays the same keeps its own when the plan is
    replaced, wherever it moved to. A changed text has another id, so that writing the new vectors of a plan leaves
    the old ones in place until the catalogue names the new.
    """
    digest = hashlib.sha256(f"{passage.kind}\0{passage.search_text}".encode()).hexdigest()
    return f"{passage.anchor.plan}:{digest[:32]}"


def write_plan(
    connection: Connection, plan: Plan, reader_version: str, added_at: str, version: int = 1, restored: bool = False
) -> None:
    """Insert a plan that the catalogue does not hold yet; whether it replaces others is settled afterwards."""
    source = plan.source
    header = {
        "id": plan.id,
        "header": plan.header,
        "abbreviations": dict(plan.abbreviations),
        "source_name": source.name,
        "source_sha256": source.sha256,
        "source_format": source.format,
        "source_pages": source.pages,
        "reader_version": reader_version,
        "added_at": added_at,
        "version": version,
        **numbers(plan.header),
        "replaced_by": None,
        "restored": restored,
    }
    connection.execute(insert(tables.plans), header)
    _insert(connection, tables.sections, _section_values(plan))
    _insert(connection, tables.paragraphs, _paragraph_values(plan))
    _insert(connection, tables.appendices, _appendix_values(plan))
    _insert(connection, tables.groups, _group_values(plan))
    _insert(connection, tables.rows, _row_values(plan))


def numbers(header: Header) -> dict[str, str]:
    """The number of a plan and of the one that it says to replace, as they are matched; "" where there is none."""
    replaces = header.replaces
    return {"number": number_key(header.number), "replaces": number_key(replaces.number) if replaces else ""}


def write_passages(connection: Connection, passages: Sequence[Passage]) -> None:
    """Insert the passages of one plan, in their order."""
    _insert(connection, tables.passages, map(_passage_values, passages))


def write_names(connection: Connection, plan: Plan) -> None:
    """Insert the bodies and the leaders that the rows of a plan name."""
    names: list[tuple[str, str, Unit | None]] = [(UNIT, name, unit) for name, unit in named_units(plan).items()]
    names += [(LEADER, name, None) for name in named_leaders(plan)]
    lines = [
        {"plan": plan.id, "kind": kind, "position": position, "name": name, "unit": unit}
        for position, (kind, name, unit) in enumerate(names)
    ]
    _insert(connection, tables.plan_names, lines)


def write_vectors(connection: Connection, plan_id: str, vectors: PlanVectors) -> None:
    """Keep the vectors of a plan in the place of those that it has of the same collection."""
    of_plan = tables.plan_vectors.c
    connection.execute(
        delete(tables.plan_vectors).where(of_plan.plan == plan_id, of_plan.collection == vectors.collection)
    )
    line = {"plan": plan_id, "collection": vectors.collection, "ids": vectors.ids, "vectors": vectors.to_bytes()}
    connection.execute(insert(tables.plan_vectors), line)


def delete_plan(connection: Connection, plan_id: str) -> None:
    """Delete a plan with everything that belongs to it, passages included."""
    connection.execute(delete(tables.plans).where(tables.plans.c.id == plan_id))


def read_plan(connection: Connection, plan_id: str) -> Plan | None:
    """The plan as it was written, None where there is none."""
    found = connection.execute(select(tables.plans).where(tables.plans.c.id == plan_id)).mappings().one_or_none()
    if found is None:
        return None
    return Plan(
        id=found["id"],
        header=found["header"],
        sections=_read_sections(connection, plan_id),
        appendices=_read_appendices(connection, plan_id),
        source=source_of(found),
        abbreviations=found["abbreviations"],
    )


def source_of(values: RowMapping) -> Source:
    """The source of a row of `plans`."""
    return Source(values["source_name"], values["source_sha256"], values["source_format"], values["source_pages"])


def row_of(values: RowMapping) -> Row:
    """The record of a row of `rows`."""
    return Row(
        anchor=_anchor_of(values),
        fields=values["fields"],
        schedule=values["schedule"],
        columns=values["columns"],
        group_title=values["group_title"],
        place=values["place"],
        amounts_in=values["amounts_in"],
    )


def passage_of(values: RowMapping) -> Passage:
    """The record of a row of `passages`."""
    return Passage(
        id=values["id"],
        anchor=_anchor_of(values),
        kind=values["kind"],
        text=values["text"],
        search_text=values["search_text"],
        place=values["place"],
    )


def _insert(connection: Connection, table: Table, values: Iterable[Values]) -> None:
    if batch := [dict(line) for line in values]:
        connection.execute(insert(table), batch)


def _section_values(plan: Plan) -> Iterator[Values]:
    for position, section in enumerate(plan.sections):
        kept = {"path": section.path, "number": section.number, "text": section.text}
        yield {"plan": plan.id, "position": position, **kept, "place": section.place}


def _paragraph_values(plan: Plan) -> Iterator[Values]:
    for number, section in enumerate(plan.sections):
        for position, paragraph in enumerate(section.paragraphs):
            kept = {"text": paragraph.text, "marker": paragraph.marker}
            yield {"plan": plan.id, "section": number, "position": position, **kept, "place": paragraph.place}


def _appendix_values(plan: Plan) -> Iterator[Values]:
    for position, appendix in enumerate(plan.appendices):
        yield {
            "plan": plan.id,
            "position": position,
            "label": appendix.label,
            "title": appendix.title,
            "columns": appendix.columns,
            "notes": appendix.notes,
            "place": appendix.place,
        }


def _group_values(plan: Plan) -> Iterator[Values]:
    for number, appendix in enumerate(plan.appendices):
        for position, group in enumerate(appendix.groups):
            kept = {"number": group.number, "title": group.title}
            yield {"plan": plan.id, "in_appendix": number, "position": position, **kept, "place": group.place}


def _row_values(plan: Plan) -> Iterator[Values]:
    for number, appendix in enumerate(plan.appendices):
        for position, row in enumerate(appendix.rows):
            yield {
                "plan": plan.id,
                "in_appendix": number,
                "position": position,
                "anchor": str(row.anchor),
                **_anchor_values(row.anchor),
                "group_title": row.group_title,
                "fields": dict(row.fields),
                "schedule": dict(row.schedule),
                "columns": dict(row.columns),
                "place": row.place,
                "amounts_in": row.amounts_in,
            }


def _passage_values(passage: Passage) -> Values:
    return {
        "plan": passage.anchor.plan,
        "id": passage.id,
        "kind": passage.kind,
        **_anchor_values(passage.anchor),
        "text": passage.text,
        "search_text": passage.search_text,
        "vector": vector_id(passage),
        "place": passage.place,
    }


def _anchor_values(anchor: Anchor) -> Values:
    return {
        "section": anchor.section,
        "appendix": anchor.appendix,
        "group_number": anchor.group,
        "stt": anchor.stt,
        "repeat": anchor.repeat,
    }


def _anchor_of(values: RowMapping) -> Anchor:
    return Anchor(
        values["plan"], values["section"], values["appendix"], values["group_number"], values["stt"], values["repeat"]
    )


def _of_plan(connection: Connection, table: Table, plan_id: str) -> Iterator[RowMapping]:
    query = select(table).where(table.c.plan == plan_id).order_by(*table.primary_key.columns)
    yield from connection.execute(query).mappings()


def _read_sections(connection: Connection, plan_id: str) -> tuple[Section, ...]:
    paragraphs: dict[int, list[Paragraph]] = defaultdict(list)
    for values in _of_plan(connection, tables.paragraphs, plan_id):
        paragraphs[values["section"]].append(Paragraph(values["text"], values["marker"], values["place"]))
    return tuple(
        Section(
            path=values["path"],
            number=values["number"],
            text=values["text"],
            paragraphs=tuple(paragraphs[values["position"]]),
            place=values["place"],
        )
        for values in _of_plan(connection, tables.sections, plan_id)
    )


def _read_appendices(connection: Connection, plan_id: str) -> tuple[Appendix, ...]:
    groups: dict[int, list[Group]] = defaultdict(list)
    rows: dict[int, list[Row]] = defaultdict(list)
    for values in _of_plan(connection, tables.groups, plan_id):
        groups[values["in_appendix"]].append(Group(values["number"], values["title"], values["place"]))
    for values in _of_plan(connection, tables.rows, plan_id):
        rows[values["in_appendix"]].append(row_of(values))
    return tuple(
        Appendix(
            label=values["label"],
            title=values["title"],
            columns=values["columns"],
            rows=tuple(rows[values["position"]]),
            groups=tuple(groups[values["position"]]),
            notes=values["notes"],
            place=values["place"],
        )
        for values in _of_plan(connection, tables.appendices, plan_id)
    )
