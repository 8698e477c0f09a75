"""Made-up plans of realistic shape: all provinces, sectors and years, in the form of the real plans.

Each has the sections, tables and columns of a real one, under another province, sector, number and year. Every row and
section names a place of its own, so that the vocabulary grows and no two passages are alike. Their vectors are not
embedded but drawn around those of the real passages, near enough to be confused with them (cosine about 0.97).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from ingest.lexicon.provinces import provinces
from ingest.model import Field, Passage, Plan, Row, Section
from ingest.passages import passages
from ingest.store.plan_store import PlanStore
from ingest.store.records import vector_id
from ingest.store.vectors import NamedEmbeddings
from ingest.vietnamese import slug

SECTORS = (
    "Y tế",
    "Giáo dục",
    "Nông nghiệp",
    "Xây dựng",
    "Công thương",
    "Nội vụ",
    "Tài chính",
    "Văn hóa",
)
FIRST_YEAR, YEARS = 2021, 10
_AT_A_TIME = 50  # plans added in one step
_SPREAD = 0.25  # the length of what is added to a vector of length 1
_PLACES = ("An Bình", "Tân Phú", "Long Hòa", "Mỹ Thạnh", "Vĩnh Lộc", "Phước An", "Bình Khánh", "Thới Sơn")
_MARK = "@PLAN@"
_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)


@dataclass(slots=True)
class DrawnEmbeddings:
    """The model for questions; for passages, vectors drawn beforehand."""

    model: NamedEmbeddings
    drawn: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    """By the text that is embedded; a text that has none is embedded by the model."""

    @property
    def name(self) -> str:
        """The model's name, whose vectors these are taken for."""
        return self.model.name

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self.model.dimension

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors drawn for some texts."""
        missing = [text for text in texts if text not in self.drawn]
        embedded = dict(zip(missing, self.model.embed_documents(missing), strict=True)) if missing else {}
        return [embedded[text] if text in embedded else self.drawn[text].tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.model.embed_query(text)


class Synthesis:
    """Makes plans after some real ones that an index holds."""

    def __init__(self, store: PlanStore, embeddings: DrawnEmbeddings, seed: int = 0) -> None:
        """`store` holds the real plans and takes the others; `embeddings` is what it embeds with."""
        self._store = store
        self._embeddings = embeddings
        self._random = np.random.default_rng(seed)
        self._names = sorted(province.name for province in provinces())
        real = [store.catalogue.plan(entry.id) for entry in store.catalogue.plans() if not is_synthetic(entry.id)]
        self._real = real
        self._vectors = [store.vectors.matrix([vector_id(one) for one in passages(plan)]) for plan in real]

    @property
    def real(self) -> int:
        """How many real plans there are."""
        return len(self._real)

    def grow(self, plans: int, report: Callable[[int], object] = lambda done: None) -> None:
        """Make plans until the index holds so many; `report` is told how many it holds."""
        held = len(self._store.catalogue.directory.cards())
        while held < plans:
            numbers = range(held - self.real, min(held + _AT_A_TIME, plans) - self.real)
            made = [(number % self.real, self._made(self._real[number % self.real], number)) for number in numbers]
            self._embeddings.drawn = {}
            for source, plan in made:
                self._draw(passages(plan), self._vectors[source])
            self._store.add_all([plan for _, plan in made])
            held += len(made)
            report(held)

    def _draw(self, texts: Sequence[Passage], around: NDArray[np.float32]) -> None:
        places = self._random.integers(len(around), size=len(texts)) if len(texts) != len(around) else slice(None)
        centres = around[places]
        noise = self._random.normal(0.0, _SPREAD / centres.shape[1] ** 0.5, centres.shape)
        vectors = centres + noise.astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        self._embeddings.drawn.update((one.search_text, vector) for one, vector in zip(texts, vectors, strict=True))

    def _made(self, source: Plan, number: int) -> Plan:
        province = self._names[number % len(self._names)]
        turn = number // len(self._names)
        year = FIRST_YEAR + turn % YEARS
        sector = SECTORS[turn // YEARS % len(SECTORS)]
        plan_id = f"{slug(province)}-{slug(sector)}-{year}--{number}"
        text = _PLAN.dump_json(source).decode().replace(f'"plan":"{source.id}"', f'"plan":"{_MARK}"')
        for old, new in self._changes(source, province, sector, year):
            text = text.replace(old, new)
        changed = _PLAN.validate_json(text.replace(_MARK, plan_id))
        return replace(
            changed,
            id=plan_id,
            header=replace(changed.header, number=f"{number + 1}/KH-S{number % 97}", province=province),
            source=replace(source.source, name=f"{plan_id}.txt", sha256=f"{number:064d}"),
            sections=tuple(self._section(section) for section in changed.sections),
            appendices=tuple(
                replace(appendix, rows=tuple(map(self._row, appendix.rows))) for appendix in changed.appendices
            ),
        )

    def _changes(self, source: Plan, province: str, sector: str, year: int) -> list[tuple[str, str]]:
        old = source.header.years[0] if source.header.years else FIRST_YEAR
        years = [(str(old + step), str(year + step)) for step in range(-1, 3)]
        # By way of marks, so that a year that has been put in is not changed again.
        marks = [(before, f"\0{at}\0") for at, (before, _) in enumerate(years)]
        back = [(f"\0{at}\0", after) for at, (_, after) in enumerate(years)]
        names = [(source.header.province, province)] if source.header.province else []
        sectors = [("Y tế", sector), ("y tế", sector.lower()), ("Y TẾ", sector.upper())]
        return [*names, *sectors, *marks, *back]

    def _place(self) -> str:
        return f"{_PLACES[self._random.integers(len(_PLACES))]} {self._random.integers(1, 400)}"

    def _section(self, section: Section) -> Section:
        if not section.paragraphs:
            return section
        first = section.paragraphs[0]
        paragraphs = (replace(first, text=f"{first.text} ({self._place()})"), *section.paragraphs[1:])
        return replace(section, paragraphs=paragraphs)

    def _row(self, row: Row) -> Row:
        content = row.text(Field.CONTENT)
        if not content:
            return row
        named = f"{content} ({self._place()})"

        def with_place(cells: Any) -> dict[str, str]:
            return {title: named if cell == content else cell for title, cell in cells.items()}

        return replace(row, fields=with_place(row.fields), columns=with_place(row.columns))


def is_synthetic(plan_id: str) -> bool:
    """Whether a plan was made here."""
    return re.search(r"--\d+$", plan_id) is not None
