"""A small made-up plan that has something in every field, and a stand-in for an embedding model."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ingest.model import (
    HEADER,
    Anchor,
    Appendix,
    Column,
    Field,
    Group,
    Header,
    Paragraph,
    Place,
    Plan,
    Reference,
    Row,
    Section,
    Source,
)
from ingest.store.catalogue import Catalogue
from ingest.store.engine import catalogue_url
from ingest.store.plan_store import PlanStore
from ingest.store.plan_stores import FOLDER_NAME as INTERNAL_NAME
from ingest.store.plan_stores import PlanStores
from ingest.store.vectors import FOLDER_NAME, VectorIndex
from ingest.vietnamese import words
from tests.servers import chroma_for, database_url_for

DIMENSION = 64
MODEL = "test/bag-of-words"


class BagOfWords:
    """Embeds a text as counts of its words, hashed into a few numbers, and keeps what it was asked to embed."""

    def __init__(self, name: str = MODEL) -> None:
        self.name = name
        self.dimension = DIMENSION
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        vector = [0.01] * DIMENSION
        for word in words(text):
            vector[hashlib.sha256(word.encode()).digest()[0] % DIMENSION] += 1.0
        length = sum(value * value for value in vector) ** 0.5
        return [value / length for value in vector]


def stores_in(folder: Path, embeddings: BagOfWords | None = None, wait: float = 5) -> PlanStores:
    """Both stores of a folder, of which the public one is made where it is missing."""
    return with_internal(store_in(folder, embeddings, wait=wait), wait)


def with_internal(public: PlanStore, wait: float = 5) -> PlanStores:
    """A store with that of the internal plans beside it."""
    folder, part = public.folder, public.folder / INTERNAL_NAME
    vectors = VectorIndex(part / FOLDER_NAME, lambda: public.vectors.embeddings, chroma_for(folder), INTERNAL_NAME)
    catalogue = Catalogue(catalogue_url(part, database_url_for(folder), INTERNAL_NAME))
    return PlanStores(public, PlanStore(part, catalogue, vectors, MODEL, wait))


def store_in(folder: Path, embeddings: BagOfWords | None = None, model: str = MODEL, wait: float = 5) -> PlanStore:
    """The store of a folder, made where it is missing."""
    embeddings = embeddings or BagOfWords()
    catalogue = catalogue_at(folder)
    vectors = VectorIndex(folder / FOLDER_NAME, lambda: embeddings, chroma_for(folder))
    store = PlanStore(folder, catalogue, vectors, model, wait)
    store.migrate()
    return store


def catalogue_at(folder: Path) -> Catalogue:
    """The catalogue of a folder, whether it has been created or not."""
    return Catalogue(catalogue_url(folder, database_url_for(folder)))


def catalogue_in(folder: Path) -> Catalogue:
    """An empty catalogue in a folder."""
    catalogue = catalogue_at(folder)
    catalogue.create()
    return catalogue


def task(
    number: int, content: str, lead: str = "Văn phòng Sở", plan_id: str = "ben-tre-2027", cells: Mapping[str, str] = {}
) -> Row:
    """A row of appendix 1 of the sample plan."""
    fields = {Field.CONTENT.value: content, Field.LEAD_UNIT.value: lead, Field.DEADLINE.value: "Quý III/2027", **cells}
    return Row(
        anchor=Anchor(plan_id, appendix="1", group="I", stt=str(number)),
        fields=fields,
        columns={"Nhiệm vụ": content, "Chủ trì": lead, "Thời gian": fields[Field.DEADLINE.value]},
        group_title="Hạ tầng số",
        place=Place(page=8, line=100 + number, end_page=9, end_line=101 + number),
    )


TASKS = (
    "Triển khai bệnh án điện tử tại các bệnh viện",
    "Nâng cấp đường truyền mạng nội bộ",
    "Ban hành Quyết định số 07-QĐ/ BCĐ về chữ ký số, kinh phí 3.500.000.000 đồng",
)


def sample_plan(plan_id: str = "ben-tre-2027", tasks: tuple[str, ...] = TASKS, sha256: str = "a" * 64) -> Plan:
    """A plan of a department that does not exist, with every field of the model set somewhere."""
    return Plan(
        id=plan_id,
        header=_header(),
        sections=_sections(),
        appendices=(_tasks(plan_id, tasks), _indicators(plan_id)),
        source=Source(f"{plan_id}.txt", sha256, "flattened text", 12),
        abbreviations={"KH-CN": "khoa học, công nghệ", "CSDL": "cơ sở dữ liệu"},
    )


def _header() -> Header:
    return Header(
        title="Chuyển đổi số ngành Y tế năm 2027",
        issuer="Sở Y tế tỉnh Bến Tre",
        province="Bến Tre",
        number="15/KH-SYT",
        place_and_date="Bến Tre, ngày 05 tháng 01 năm 2027",
        date="2027-01-05",
        years=(2027, 2028),
        signer="Trần Thị Hoa",
        office="GIÁM ĐỐC",
        recipients=("Bộ Y tế", "UBND tỉnh", "Lưu: VT"),
        basis=(
            Reference("Nghị quyết", "57-NQ/TW", "22/12/2024", "Bộ Chính trị", "Nghị quyết số 57-NQ/TW về đột phá"),
            Reference("Kế hoạch", "12/KH-UBND"),
        ),
        replaces=Reference("Kế hoạch", "9/KH-SYT", text="thay thế Kế hoạch số 9/KH-SYT"),
        place=Place(page=1, line=1, end_page=1, end_line=9),
    )


def _sections() -> tuple[Section, ...]:
    return (
        Section(HEADER, "", "", (Paragraph("Thực hiện kế hoạch của tỉnh, Sở Y tế xây dựng kế hoạch như sau"),)),
        Section("I", "I", "MỤC ĐÍCH, YÊU CẦU", place=Place(1, 10, 1, 10)),
        Section(
            "I.1",
            "1",
            "Mục đích",
            (
                Paragraph("Nâng cao chất lượng khám bệnh, chữa bệnh cho người dân ở mọi tuyến.", "-", Place(1, 11)),
                Paragraph("Ứng dụng trí tuệ nhân tạo trong chẩn đoán hình ảnh ở các bệnh viện đa khoa tỉnh.", "-"),
            ),
            Place(1, 10),
        ),
        Section("II", "II", "Hoàn thành liên thông dữ liệu của các trạm y tế xã trước ngày 30 tháng 6 năm 2027."),
    )


def _tasks(plan_id: str, tasks: tuple[str, ...]) -> Appendix:
    return Appendix(
        label="1",
        title="Danh mục nhiệm vụ",
        columns=(
            Column("Nhiệm vụ", Field.CONTENT),
            Column("Chủ trì", Field.LEAD_UNIT),
            Column("Thời gian", Field.DEADLINE),
        ),
        rows=tuple(task(number, content, plan_id=plan_id) for number, content in enumerate(tasks, start=1)),
        groups=(Group("I", "Hạ tầng số", Place(page=8, line=99)),),
        place=Place(8, 95, 10, 140),
    )


def _indicators(plan_id: str) -> Appendix:
    indicator = Row(
        anchor=Anchor(plan_id, appendix="", stt="1", repeat=2),
        fields={"content": "Tỷ lệ hồ sơ sức khỏe điện tử", "Ghi nhận": ""},
        schedule={"2027": "80%", "2028": "X"},
        columns={"Chỉ tiêu": "Tỷ lệ hồ sơ sức khỏe điện tử", "Năm 2027": "80%", "Năm 2028": "X", "Ghi nhận": ""},
    )
    first = replace(indicator, anchor=replace(indicator.anchor, repeat=1), schedule={})
    return Appendix(
        label="",
        title="Chỉ tiêu",
        columns=(
            Column("Chỉ tiêu", Field.CONTENT),
            Column("Năm 2027", year="2027", parent="Lộ trình"),
            Column("Năm 2028", year="2028", parent="Lộ trình"),
            Column("Ghi nhận"),
        ),
        rows=(first, indicator),
        notes=(Paragraph("Ghi chú: (*) chỉ tiêu do Ủy ban nhân dân tỉnh giao", "", Place(page=11)),),
    )
