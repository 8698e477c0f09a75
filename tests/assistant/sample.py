"""Two made-up plans of departments that publish none, and the ways to ask about them.

Bến Tre 2027 has a table of tasks in two groups and a table of projects; Lào Cai 2028, a table of tasks and a section.
Every field stands in some row, and each is blank in another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

import pytest

from assistant import Answer, Assistant
from assistant.plans.library import Library, Shelf
from assistant.understanding.question import Question
from assistant.understanding.reading import understand
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
from ingest.store.plan_store import PlanStore
from tests.ingest.store.samples import store_in

BEN_TRE, LAO_CAI = "ben-tre-2027", "lao-cai-2028"
TASK_HEADERS = {
    Field.CONTENT: "Nhiệm vụ",
    Field.LEAD_UNIT: "Đơn vị chủ trì",
    Field.COORDINATING_UNITS: "Đơn vị phối hợp",
    Field.RESPONSIBLE_LEADER: "Lãnh đạo phụ trách",
    Field.DEADLINE: "Thời gian hoàn thành",
    Field.DELIVERABLE: "Kết quả",
    Field.TARGET: "Chỉ tiêu",
}
PROJECT_HEADERS = {
    Field.CONTENT: "Tên dự án",
    Field.LEAD_UNIT: "Chủ trì",
    Field.BUDGET: "Kinh phí (đồng)",
    Field.ALLOCATED_BUDGET: "Đã bố trí kinh phí",
    Field.APPROVAL: "Chủ trương",
    Field.AREA: "Lĩnh vực",
    Field.SOLUTION: "Giải pháp",
    Field.NOTE: "Ghi chú",
}
HOA, NAM = "Bà Trần Thị Hoa - PGĐ Sở", "Ông Lê Văn Nam - GĐ Sở"


def fault(reason: str) -> pytest.MarkDecorator:
    """Marks what is known to be answered wrongly; a mended fault fails the test until its mark is taken away."""
    return pytest.mark.xfail(strict=True, reason=reason)


def row_of(
    plan: str,
    appendix: str,
    group: str,
    stt: str,
    cells: Mapping[Field, str],
    headers: Mapping[Field, str] = TASK_HEADERS,
    schedule: Mapping[str, str] | None = None,
    group_title: str = "",
) -> Row:
    """A row of a table with the given headers; a field without a cell is blank."""
    return Row(
        anchor=Anchor(plan, appendix=appendix, group=group, stt=stt),
        fields={wanted.value: cells.get(wanted, "") for wanted in headers},
        schedule=schedule or {},
        columns={title: cells.get(wanted, "") for wanted, title in headers.items()},
        group_title=group_title,
        place=Place(page=7, line=10, end_page=7, end_line=11),
    )


def _ben_tre_tasks() -> Appendix:
    def task(group: str, stt: str, *cells: str) -> Row:
        title = {"I": "Hạ tầng kết nối", "II": "Phát triển nhân lực"}[group]
        return row_of(BEN_TRE, "1", group, stt, dict(zip(TASK_HEADERS, cells, strict=True)), group_title=title)

    network = ("Nâng cấp đường truyền mạng nội bộ", "Văn phòng Sở", "Phòng Kế hoạch - Tài chính", HOA)
    records = ("Triển khai bệnh án điện tử tại các bệnh viện", "Phòng Nghiệp vụ Y", "Văn phòng Sở; Thanh tra Sở", NAM)
    hoà = ("Mua máy điều hoà cho phòng máy chủ", "Văn phòng Sở", "", NAM)
    skills = ("Tập huấn kỹ năng số cho cán bộ trạm y tế", "Phòng Tổ chức cán bộ", "Văn phòng Sở", HOA)
    survey = ("Khảo sát sự hài lòng của người bệnh", "Thanh tra Sở", "Các đơn vị trực thuộc", HOA)
    rows = (
        task("I", "1", *network, "Tháng 6/2027", "Báo cáo nghiệm thu", "100%"),
        task("I", "2", *records, "Quý III/2027", "", "80%"),
        task("I", "3", *hoà, "Trước 15/4/2027", "Biên bản bàn giao", ""),
        task("II", "1", *skills, "Thường xuyên", "Danh sách học viên", ""),
        task("II", "2", *survey, "Năm 2028", "Phiếu khảo sát", "90%"),
    )
    return Appendix(
        label="1",
        title="Danh mục nhiệm vụ",
        columns=tuple(Column(title, wanted) for wanted, title in TASK_HEADERS.items()),
        rows=rows,
        groups=(Group("I", "Hạ tầng kết nối"), Group("II", "Phát triển nhân lực")),
    )


def _ben_tre_projects() -> Appendix:
    def project(stt: str, *cells: str) -> Row:
        return row_of(BEN_TRE, "2", "", stt, dict(zip(PROJECT_HEADERS, cells, strict=True)), PROJECT_HEADERS)

    decision, area = "Quyết định số 12/QĐ-UBND", "Chuyển đổi số"
    rows = (
        project("1", "Xây dựng kho lưu trữ phim X-quang", "Văn phòng Sở", "3.500.000.000", "0", decision, area, "", ""),
        project("2", "Mua xe cứu thương", "Trung tâm Cấp cứu 115", "12.000.000.000", "", "", "Hậu cần", "", "Xe mới"),
        project(
            "3", "Phần mềm tiêm chủng", "Trung tâm Y tế", "800.000.000", "200.000.000", "", area, "Thuê dịch vụ", ""
        ),
        project("4", "Sửa chữa trạm y tế", "Trung tâm Y tế", "", "", "", "Hậu cần", "", "Chờ khảo sát"),
    )
    columns = tuple(Column(title, wanted) for wanted, title in PROJECT_HEADERS.items())
    return Appendix(label="2", title="Danh mục dự án", columns=columns, rows=rows)


def ben_tre() -> Plan:
    """The plan with two tables."""
    header = Header(
        title="Chuyển đổi số ngành Y tế năm 2027",
        issuer="Sở Y tế tỉnh Bến Tre",
        province="Bến Tre",
        number="15/KH-SYT",
        place_and_date="Bến Tre, ngày 05 tháng 01 năm 2027",
        date="2027-01-05",
        years=(2027,),
        signer="Trần Thị Hoa",
        office="PHÓ GIÁM ĐỐC",
        recipients=("Bộ Y tế", "UBND tỉnh"),
        basis=(Reference("Nghị quyết", "57-NQ/TW", "22/12/2024", "Bộ Chính trị"),),
        replaces=Reference("Kế hoạch", "9/KH-SYT"),
    )
    return Plan(
        id=BEN_TRE,
        header=header,
        sections=(
            Section(HEADER, "", "", (Paragraph("Thực hiện kế hoạch của tỉnh, Sở Y tế xây dựng kế hoạch như sau"),)),
            Section("I", "I", "MỤC ĐÍCH, YÊU CẦU"),
            Section("I.1", "1", "Bảo đảm điện mặt trời cho mọi trạm y tế vùng cù lao."),
        ),
        appendices=(_ben_tre_tasks(), _ben_tre_projects()),
        source=Source(f"{BEN_TRE}.txt", "a" * 64, "flattened text", 12),
        abbreviations={"KH-TC": "kế hoạch - tài chính"},
    )


def lao_cai() -> Plan:
    """The plan with one table, which has a schedule by year and no leaders, and hardly a header."""
    headers = {Field.CONTENT: "Nội dung", Field.LEAD_UNIT: "Chủ trì", Field.TARGET: "Mục tiêu"}
    lead = {Field.LEAD_UNIT: "Trung tâm Kiểm soát bệnh tật"}
    records = {Field.CONTENT: "Triển khai bệnh án điện tử tại trung tâm y tế", Field.TARGET: "50%", **lead}
    market = {Field.CONTENT: "Giám sát dịch bệnh ở chợ phiên vùng cao", **lead}
    appendix = Appendix(
        label="",
        title="Phân công nhiệm vụ",
        columns=(*(Column(title, wanted) for wanted, title in headers.items()), Column("Năm 2029", Field.SCHEDULE)),
        rows=(
            row_of(LAO_CAI, "", "", "1", records, headers, {"2028": "Quý 3", "2029": "X", "2030": "X"}),
            row_of(LAO_CAI, "", "", "2", market, headers, {"2029": "X"}),
        ),
    )
    return Plan(
        id=LAO_CAI,
        header=Header("Chăm sóc sức khỏe vùng cao năm 2028", "Sở Y tế Lào Cai", "Lào Cai", "/KH-SYT", years=(2028,)),
        sections=(Section("II.3", "3", "Bác sĩ đi bản bằng ngựa thồ khi đường sạt lở."),),
        appendices=(appendix,),
        source=Source(f"{LAO_CAI}.txt", "b" * 64, "flattened text"),
    )


def shelf_of(*plans: Plan) -> Shelf:
    """A shelf that holds some plans, the two made-up ones where none is given."""
    folder = TemporaryDirectory()
    shelf = library_in(Path(folder.name), plans).shelf()
    finalize(shelf, folder.cleanup)  # it goes on reading as long as it is used
    return shelf


def library_in(folder: Path, plans: Sequence[Plan] = ()) -> Library:
    """A library in an index of its own, whose stand-in for an embedding model counts words."""
    store = store_in(folder)
    for plan in plans or (ben_tre(), lao_cai()):
        store.add(plan)
    return Library(store)


def store_of(library: Library) -> PlanStore:
    """The store of a library of one store, to be written to."""
    assert isinstance(library.store, PlanStore)
    return library.store


def assistant_in(folder: Path, plans: Sequence[Plan] = ()) -> Assistant:
    """An assistant over some plans, the two made-up ones where none is given."""
    return Assistant(library_in(folder, plans))


@cache
def made_up_shelf() -> Shelf:
    """The shelf that holds the two made-up plans."""
    return shelf_of()


def read(text: str) -> Question:
    """A question understood against the two made-up plans."""
    return understand(text, made_up_shelf())


def row(address: str) -> Row:
    """A row of the made-up plans by its anchor."""
    return made_up_shelf().rows[address]


def anchors(answer: Answer) -> list[str]:
    """The addresses that an answer cites, in their order."""
    return [citation.anchor for citation in answer.citations]
