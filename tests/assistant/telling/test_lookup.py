"""One field of a row, of each plan that has it: as printed, by its substitute, blank, or without a column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Kind
from assistant.plans.cells import schedule_text, value_of
from assistant.search.retriever import Hit
from assistant.telling.citing import CitationBook
from assistant.telling.lookup import choose_rows, figures_first, said_of
from ingest.model import Field, Place
from ingest.passages import passages
from ingest.vietnamese import fold
from tests.assistant.sample import (
    BEN_TRE,
    HOA,
    LAO_CAI,
    anchors,
    assistant_in,
    ben_tre,
    lao_cai,
    made_up_shelf,
    row,
    row_of,
)

RECORDS, PROJECT = f"{BEN_TRE}/pl-1/I/2", f"{BEN_TRE}/pl-2"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


LOOKUPS = [
    ("Ai chủ trì triển khai bệnh án điện tử ở Bến Tre?", "Phòng Nghiệp vụ Y", RECORDS),
    ("Ai phối hợp triển khai bệnh án điện tử ở Bến Tre?", "Văn phòng Sở; Thanh tra Sở", RECORDS),
    ("Lãnh đạo nào phụ trách nâng cấp đường truyền mạng nội bộ?", HOA, f"{BEN_TRE}/pl-1/I/1"),
    ("Thời hạn tập huấn kỹ năng số?", "Thường xuyên", f"{BEN_TRE}/pl-1/II/1"),
    ("Bao giờ nâng cấp đường truyền mạng nội bộ xong?", "Tháng 6/2027", f"{BEN_TRE}/pl-1/I/1"),
    ("Sản phẩm đầu ra của khảo sát sự hài lòng của người bệnh?", "Phiếu khảo sát", f"{BEN_TRE}/pl-1/II/2"),
    ("Mục tiêu của khảo sát sự hài lòng của người bệnh?", "90%", f"{BEN_TRE}/pl-1/II/2"),
    ("Kinh phí mua xe cứu thương?", "12.000.000.000", f"{PROJECT}/2"),
    ("Mua xe cứu thương hết bao nhiêu tiền?", "12.000.000.000", f"{PROJECT}/2"),
    ("Phần mềm tiêm chủng đã được bố trí bao nhiêu?", "200.000.000", f"{PROJECT}/3"),
    ("Xây dựng kho lưu trữ phim X-quang theo chủ trương nào?", "Quyết định số 12/QĐ-UBND", f"{PROJECT}/1"),
    ("Mua xe cứu thương thuộc lĩnh vực nào?", "Hậu cần", f"{PROJECT}/2"),
    ("Giải pháp thực hiện phần mềm tiêm chủng?", "Thuê dịch vụ", f"{PROJECT}/3"),
    ("Ghi chú của sửa chữa trạm y tế?", "Chờ khảo sát", f"{PROJECT}/4"),
    ("Lộ trình giám sát dịch bệnh ở chợ phiên?", "2029", f"{LAO_CAI}/pl/2"),
]
IDS = [question for question, _, _ in LOOKUPS]


@pytest.mark.parametrize(("question", "fact", "anchor"), LOOKUPS, ids=IDS)
def test_a_field_is_told_as_printed_with_its_row(made_up: Assistant, question: str, fact: str, anchor: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.LOOKUP, True)
    assert fact in answer.answer
    assert anchors(answer) == [anchor]


@pytest.mark.parametrize(("question", "fact", "anchor"), LOOKUPS, ids=IDS)
def test_a_field_is_told_to_one_who_types_without_accents(
    made_up: Assistant, question: str, fact: str, anchor: str
) -> None:
    answer = made_up.ask(fold(question))
    assert fact in answer.answer
    assert anchors(answer) == [anchor]


@pytest.mark.parametrize(
    ("question", "fact", "anchor"),
    [
        ("Kinh phí mua xe cứu thương là bao nhiêu?", "12.000.000.000", f"{PROJECT}/2"),
        ("Ai mua máy điều hoà cho phòng máy chủ?", "Văn phòng Sở", f"{BEN_TRE}/pl-1/I/3"),
        ("Ai chủ trì mua máy điều hòa cho phòng máy chủ?", "Văn phòng Sở", f"{BEN_TRE}/pl-1/I/3"),
        ("Ai chủ trì mua máy điều hòa cho phong máy chủ?", "Văn phòng Sở", f"{BEN_TRE}/pl-1/I/3"),
        ("Ai chủ trì khảo sát sự hài lòngg của người bệnh?", "Thanh tra Sở", f"{BEN_TRE}/pl-1/II/2"),
        ("ai ctri ba dien tu o ben tre", "Phòng Nghiệp vụ Y", RECORDS),
        ("who leads the EMR rollout in Ben Tre?", "Phòng Nghiệp vụ Y", RECORDS),
        ("when is the EMR due in Ben Tre?", "Quý III/2027", RECORDS),
    ],
)
def test_slips_shorthand_and_english_find_the_same_row(
    made_up: Assistant, question: str, fact: str, anchor: str
) -> None:
    answer = made_up.ask(question)
    assert fact in answer.answer
    assert anchors(answer) == [anchor]


def test_each_plan_that_has_the_task_is_told(made_up: Assistant) -> None:
    answer = made_up.ask("Ai chủ trì bệnh án điện tử?")
    assert sorted(anchors(answer)) == [RECORDS, f"{LAO_CAI}/pl/1"]
    assert "Phòng Nghiệp vụ Y" in answer.answer
    assert "Trung tâm Kiểm soát bệnh tật" in answer.answer


def test_two_fields_are_told_at_once(made_up: Assistant) -> None:
    answer = made_up.ask("Ai chủ trì và bao giờ xong bệnh án điện tử ở Bến Tre?")
    assert "Phòng Nghiệp vụ Y" in answer.answer
    assert "Quý III/2027" in answer.answer


def test_a_blank_cell_is_said_to_be_blank_with_its_row(made_up: Assistant) -> None:
    answer = made_up.ask("Kinh phí sửa chữa trạm y tế?")
    assert not answer.answerable
    assert anchors(answer) == [f"{PROJECT}/4"]
    assert "để trống" in answer.answer


def test_a_table_without_the_column_is_said_to_have_none(made_up: Assistant) -> None:
    answer = made_up.ask("Lãnh đạo nào phụ trách giám sát dịch bệnh ở chợ phiên?")
    assert not answer.answerable
    assert anchors(answer) == [f"{LAO_CAI}/pl/2"]
    assert "không có cột" in answer.answer


# --- The value of a field ---------------------------------------------------------------------------------------------


def test_a_field_has_its_own_cell() -> None:
    assert value_of(row(RECORDS), Field.TARGET) == (Field.TARGET, "80%")


def test_a_blank_cell_is_no_missing_column() -> None:
    assert value_of(row(f"{BEN_TRE}/pl-2/4"), Field.BUDGET) == (Field.BUDGET, "")
    assert value_of(row(f"{LAO_CAI}/pl/2"), Field.BUDGET) is None


def test_a_yearly_schedule_answers_for_a_deadline() -> None:
    found = value_of(row(f"{LAO_CAI}/pl/2"), Field.DEADLINE)
    assert found is not None
    assert found[0] is Field.SCHEDULE
    assert "2029" in found[1]


def test_a_target_that_stands_in_the_content_is_found_there() -> None:
    headers = {Field.CONTENT: "Chỉ tiêu", Field.LEAD_UNIT: "Chủ trì"}
    spoken = row_of(LAO_CAI, "1", "", "9", {Field.CONTENT: "95% người dân có sổ"}, headers)
    silent = row_of(LAO_CAI, "1", "", "9", {Field.CONTENT: "Người dân có sổ"}, headers)
    assert value_of(spoken, Field.TARGET) == (Field.CONTENT, "95% người dân có sổ")
    assert value_of(silent, Field.TARGET) is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_schedule_names_every_marked_year(language: str) -> None:
    text = schedule_text(row(f"{LAO_CAI}/pl/1"), language)
    assert all(part in text for part in ("2028", "Quý 3", "2029", "2030"))
    assert "X" not in text


def test_a_row_without_a_schedule_has_no_schedule_text() -> None:
    assert schedule_text(row(RECORDS), "vi") == ""


# --- The rows chosen --------------------------------------------------------------------------------------------------


def hit(address: str, score: float) -> Hit:
    passage = next(one for plan in (ben_tre(), lao_cai()) for one in passages(plan) if one.id == address)
    return Hit(passage, row(address), score, score, 0.0)


def chosen(*hits: Hit, wanted: Field = Field.LEAD_UNIT, plans: int = 0) -> list[str]:
    return [str(one.row.anchor) for one in choose_rows(said_of(hits, [wanted], "vi"), plans)]


def test_the_best_row_of_each_plan_is_chosen() -> None:
    hits = (hit(RECORDS, 1.0), hit(f"{LAO_CAI}/pl/1", 0.95), hit(f"{BEN_TRE}/pl-1/I/1", 0.6))
    assert chosen(*hits) == [RECORDS, f"{LAO_CAI}/pl/1"]


def test_a_plan_whose_best_row_is_far_behind_is_not_named_beside_the_best() -> None:
    assert chosen(hit(RECORDS, 1.0), hit(f"{LAO_CAI}/pl/1", 0.5)) == [RECORDS]


def test_a_filled_row_goes_before_a_blank_one_that_fits_as_well() -> None:
    hits = (hit(f"{PROJECT}/4", 1.0), hit(f"{PROJECT}/2", 0.99))
    assert chosen(*hits, wanted=Field.BUDGET) == [f"{PROJECT}/2"]


def test_an_indicator_is_told_before_a_task_whose_result_only_counts() -> None:
    headers = {Field.CONTENT: "Nhiệm vụ", Field.DELIVERABLE: "Kết quả"}
    counting = row_of(LAO_CAI, "1", "", "9", {Field.CONTENT: "Lập sổ", Field.DELIVERABLE: "27 trạm"}, headers)
    task = replace(hit(f"{LAO_CAI}/pl/1", 1.0), row=counting)
    said = said_of([task, hit(RECORDS, 0.6)], [Field.TARGET], "vi")
    indicator = replace(said[1], row=replace(said[1].row, anchor=replace(said[1].row.anchor, plan=LAO_CAI)))
    indicator = replace(indicator, hit=replace(indicator.hit, coverage=1.0))
    assert figures_first([said[0], indicator], [Field.TARGET]) == [indicator]
    assert figures_first([said[0], said[1]], [Field.TARGET]) == said


def test_rows_whose_table_lacks_the_field_are_left_out() -> None:
    assert chosen(hit(f"{LAO_CAI}/pl/1", 1.0), hit(f"{PROJECT}/2", 0.9), wanted=Field.BUDGET) == [f"{PROJECT}/2"]
    assert chosen() == []


# --- Citations --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "label"),
    [("vi", "Sở Y tế Bến Tre 2027, Phụ lục 1, I.2"), ("en", "Sở Y tế Bến Tre 2027, Appendix 1, I.2")],
)
def test_a_row_cited_twice_has_one_mark_and_a_label_in_the_language_of_the_question(language: str, label: str) -> None:
    book = CitationBook(made_up_shelf(), language, "https://vi.du/")
    marks = [book.row(row(address)) for address in (RECORDS, f"{PROJECT}/1", RECORDS)]
    assert marks == ["[1]", "[2]", "[1]"]
    first, second = book.citations()
    assert (first.label, first.url) == (label, f"https://vi.du/sources/{RECORDS}")
    assert (second.n, second.anchor) == (2, f"{PROJECT}/1")


@pytest.mark.parametrize(("language", "mark"), [("vi", "(bản quét, đọc chưa chắc)"), ("en", "(scan, read with doubt)")])
def test_the_label_of_a_row_read_with_doubt_says_so(language: str, mark: str) -> None:
    book = CitationBook(made_up_shelf(), language)
    doubtful = replace(row(RECORDS), place=Place(page=3, certainty=0.4))
    book.row(doubtful)
    book.row(row(f"{PROJECT}/1"))
    first, second = book.citations()
    assert first.label.endswith(f" {mark}")
    assert mark not in second.label


@pytest.mark.parametrize(
    ("question", "fact", "place"),
    [
        ("Ở Bến Tre 3,5 tỷ giao cho ai làm?", "Văn phòng Sở", f"{PROJECT}/1"),
        ("Bến Tre: 12 tỷ do ai thực hiện?", "Trung tâm Cấp cứu 115", f"{PROJECT}/2"),
    ],
)
def test_a_condition_alone_says_which_row_is_meant(made_up: Assistant, question: str, fact: str, place: str) -> None:
    answer = made_up.ask(question)
    assert fact in answer.answer
    assert anchors(answer) == [place]


def test_a_condition_that_no_row_meets_is_not_answered(made_up: Assistant) -> None:
    assert not made_up.ask("Ở Bến Tre 77 tỷ giao cho ai làm?").answerable


def test_the_number_of_a_document_is_no_target() -> None:
    headers = {Field.CONTENT: "Nhiệm vụ", Field.DELIVERABLE: "Kết quả", Field.NOTE: "Ghi chú"}
    cells = {Field.CONTENT: "Tập huấn kỹ năng số", Field.NOTE: "Quyết định số 07-QĐ/BCĐ ngày 07/3/2026 (STT20)"}
    noted = row_of(BEN_TRE, "9", "", "1", cells, headers)
    assert value_of(noted, Field.TARGET) is None
    told = row_of(BEN_TRE, "9", "", "2", {**cells, Field.DELIVERABLE: "150 học viên"}, headers)
    assert value_of(told, Field.TARGET) == (Field.DELIVERABLE, "150 học viên")
