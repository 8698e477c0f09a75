"""Documents that a plan names."""

from __future__ import annotations

import pytest

from ingest.model import Reference
from ingest.structure.references import (
    basis_paragraphs,
    basis_references,
    find_references,
    own_number,
    replaced_document,
)


def only(text: str) -> Reference:
    (reference,) = find_references(text)
    return reference


@pytest.mark.parametrize(
    ("text", "kind", "number", "date", "issuer"),
    [
        ("Nghị quyết số 20-NQ/TW ngày 25 tháng 10 năm 2017 của Ban Chấp hành Trung ương Đảng khóa XII về tăng cường",
         "Nghị quyết", "20-NQ/TW", "25 tháng 10 năm 2017", "Ban Chấp hành Trung ương Đảng khóa XII"),
        ("Nghị định số 102/2025/NĐ-CP ngày 13/5/2025 của Chính phủ quy định quản lý dữ liệu",
         "Nghị định", "102/2025/NĐ-CP", "13/5/2025", "Chính phủ"),
        ("Kế hoạch số 02-KH/BCĐTW ngày 19/6/2025 của Ban Chỉ đạo Trung ương về phát triển khoa học",
         "Kế hoạch", "02-KH/BCĐTW", "19/6/2025", "Ban Chỉ đạo Trung ương"),
        ("Công văn số 1646/SKHCN- VP ngày 21/7/2025 của Sở Khoa học và Công nghệ tỉnh Bến Tre về việc xây dựng",
         "Công văn", "1646/SKHCN-VP", "21/7/2025", "Sở Khoa học và Công nghệ tỉnh Bến Tre"),
        ("Chương trình hành động số 12-CTr/TU ngày 09 /01/2025 của Tỉnh ủy thực hiện",
         "Chương trình hành động", "12-CTr/TU", "09/01/2025", "Tỉnh ủy"),
        ("QUYẾT ĐỊNH 843/QĐ-UBND ngày 04/9/2025 của UBND tỉnh;", "Quyết định", "843/QĐ-UBND", "04/9/2025", "UBND tỉnh"),
        ("Kế hoạch số /KH-SYT ngày /3/2026 của Sở Y tế", "Kế hoạch", "/KH-SYT", "/3/2026", "Sở Y tế"),
        ("Luật Khám bệnh, chữa bệnh số 15/2023/QH15 ngày 09/01/2023", "Luật", "15/2023/QH15", "09/01/2023", ""),
        ("Luật Công nghệ thông tin ngày 29 tháng 6 năm 2006", "Luật", "", "29 tháng 6 năm 2006", ""),
        ("Đề án 06/CP", "Đề án", "06/CP", "", ""),
    ],
)  # fmt: skip
def test_a_document_is_read_whole(text: str, kind: str, number: str, date: str, issuer: str) -> None:
    reference = only(text)
    assert (reference.kind, reference.number, reference.date, reference.issuer) == (kind, number, date, issuer)


@pytest.mark.parametrize(
    "text",
    ["Phòng Kế hoạch - Tài chính", "thực hiện Đề án 06", "kế hoạch năm 2026", "theo quy định", "dự án 5 tỷ", "",
     "Ban hành kế hoạch triển khai 02/04 nhiệm vụ", "Luật sư Nguyễn Văn An"],
)  # fmt: skip
def test_words_without_a_number_of_a_document_name_none(text: str) -> None:
    assert list(find_references(text)) == []


def test_the_text_says_what_the_document_is_about_and_stops_there() -> None:
    text = (
        "Thực hiện Kế hoạch số 9/KH-UBND ngày 1/2/2025 của UBND tỉnh về chuyển đổi số, kinh tế số năm 2025; "
        "Công văn số 8/SNV-VP về cải cách hành chính và Quyết định số 7/QĐ-BYT của Bộ Y tế về dữ liệu, "
        "Sở Y tế ban hành Kế hoạch như sau."
    )
    assert [reference.text for reference in find_references(text)] == [
        "Kế hoạch số 9/KH-UBND ngày 1/2/2025 của UBND tỉnh về chuyển đổi số, kinh tế số năm 2025",
        "Công văn số 8/SNV-VP về cải cách hành chính",
        "Quyết định số 7/QĐ-BYT của Bộ Y tế về dữ liệu",
    ]


def test_a_document_named_after_another_has_its_kind() -> None:
    references = list(find_references("các Quyết định số 12/QĐ-UBND ngày 1/2/2025, số 13/QĐ-UBND và số 14/QĐ-UBND"))
    assert [(reference.kind, reference.number) for reference in references] == [
        ("Quyết định", "12/QĐ-UBND"), ("Quyết định", "13/QĐ-UBND"), ("Quyết định", "14/QĐ-UBND"),
    ]  # fmt: skip


def test_the_basis_names_each_document_once_in_the_order_of_first_mention() -> None:
    texts = ["Kế hoạch số 9/KH-UBND về thực hiện Nghị quyết số 57-NQ/TW;", "Nghị quyết số 57-NQ/TW; Kế hoạch 9/KH-UBND"]
    assert [reference.number for reference in basis_references(texts)] == ["9/KH-UBND", "57-NQ/TW"]


def test_a_section_of_the_basis_ends_at_the_next_number_of_its_kind() -> None:
    body = ["I. CƠ SỞ PHÁP LÝ, CĂN CỨ", "1. Trung ương", "- Một", "II. MỤC TIÊU", "- Hai"]
    assert basis_paragraphs(["mở đầu"], body) == ["mở đầu", "1. Trung ương", "- Một"]


def test_a_paragraph_that_begins_with_the_word_is_no_section_of_the_basis() -> None:
    body = ["IV. KINH PHÍ", "2. Căn cứ nhiệm vụ được giao tại Kế hoạch, các cơ quan, đơn vị chủ động cân đối.", "- Ba"]
    assert basis_paragraphs([], body) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kế hoạch này thay thế Kế hoạch số 752/KH-SYT ngày 27/01/2026 của Sở Y tế về việc thực hiện. Trong quá trình",
        "Quyết định này có hiệu lực kể từ ngày ký và thay thế cho Kế hoạch số 752/KH-SYT ngày 27/01/2026 của Sở Y tế",
        "Bãi bỏ Kế hoạch số 752/KH-SYT ngày 27/01/2026 của Sở Y tế",
    ],
)
def test_the_replaced_document_is_found(text: str) -> None:
    reference = replaced_document(["Trên đây là Kế hoạch.", text])
    assert reference is not None
    assert (reference.kind, reference.number, reference.date) == ("Kế hoạch", "752/KH-SYT", "27/01/2026")
    assert "Trong quá trình" not in reference.text


@pytest.mark.parametrize(
    "text",
    [
        "Thông tư số 2/2024/TT-BYT thay thế Thông tư số 1/2020/TT-BYT ngày 1/1/2020 của Bộ Y tế",
        "Kế hoạch này thay thế giấy tờ khi thực hiện thủ tục theo Quyết định số 1/QĐ-UBND",
        "Sổ sức khỏe điện tử thay thế sổ giấy",
    ],
)
def test_what_another_document_or_thing_replaces_is_not_ours(text: str) -> None:
    assert replaced_document([text]) is None


@pytest.mark.parametrize(
    ("cover", "number"),
    [
        ("Số: 57 /KH-SYT", "57/KH-SYT"), ("Số:     /KH-SYT", "/KH-SYT"), ("Số: /KH-SYT", "/KH-SYT"),
        ("Số 123/KH-SYT", "123/KH-SYT"), ("SỐ: ……/KH-SYT", "/KH-SYT"), ("Số: 07-KH/BCĐ", "07-KH/BCĐ"),
        ("Số: 12/2026/KH-UBND", "12/2026/KH-UBND"), ("SỞ Y TẾ Số: 9/KH-SYT Huế, ngày 1 tháng 2", "9/KH-SYT"),
        ("Chuyển đổi số", ""), ("Số điện thoại: 0123", ""),
    ],
)  # fmt: skip
def test_the_number_is_read_from_the_cover(cover: str, number: str) -> None:
    assert own_number([cover], []) == number


def test_a_blank_number_is_filled_from_a_note_and_a_filled_one_is_not_changed() -> None:
    note = "(Kèm theo Kế hoạch số 57/KH-SYT ngày 19/9/2025)"
    assert own_number(["Số: /KH-SYT"], [note]) == "57/KH-SYT"
    assert own_number([], [note]) == "57/KH-SYT"
    assert own_number(["Số: 58/KH-SYT"], [note]) == "58/KH-SYT"
    assert own_number(["Số: /KH-SYT"], ["(Kèm theo Kế hoạch số /KH-SYT)"]) == "/KH-SYT"


def test_several_replaced_documents_are_told_together() -> None:
    text = "Kế hoạch này thay thế Kế hoạch số 71/KH-SYT ngày 29/4/2025 của Sở Y tế Lào Cai và Kế hoạch số 64/KH-SYT."
    reference = replaced_document([text])
    assert reference is not None
    assert reference.number == "71/KH-SYT"
    assert reference.text.endswith("của Sở Y tế Lào Cai và Kế hoạch số 64/KH-SYT")


def test_a_plan_may_speak_of_itself_without_this() -> None:
    reference = replaced_document(["Kế hoạch thay thế Kế hoạch số 98/KH-SYT ngày 24/02/2025 của Sở Y tế."])
    assert reference is not None
    assert reference.number == "98/KH-SYT"


def test_all_plans_that_are_replaced_are_told_as_printed() -> None:
    said = "Kế hoạch này thay thế các Kế hoạch số 118/KH-SYT (Vĩnh Long), số 402/KH-SYT (Bến Tre), số 77/KH-SYT."
    replaced = replaced_document([said])
    assert replaced is not None
    assert replaced.number == "118/KH-SYT"
    assert [number in replaced.text for number in ("402/KH-SYT", "77/KH-SYT")] == [True, True]


def test_an_opening_that_issues_a_plan_and_sets_another_aside_names_it() -> None:
    opening = (
        "Thực hiện Kế hoạch số 31/KH-UBND ngày 12/02/2026 và thay thế Kế hoạch số 940/KH-SYT ngày 05/3/2025, Sở Y tế"
    )
    reference = replaced_document([f"{opening} xây dựng kế hoạch như sau:"])
    assert reference is not None
    assert reference.number == "940/KH-SYT"
    basis = "Căn cứ Nghị định số 1/2020/NĐ-CP sửa đổi và thay thế Nghị định số 2/2018/NĐ-CP; Sở Y tế xây dựng kế hoạch:"
    assert replaced_document([basis]) is None


def test_a_plan_issued_in_place_of_another_names_it_behind_a_comma() -> None:
    issued = "Sở Y tế ban hành Kế hoạch chuyển đổi số, thay thế Kế hoạch số 1055/KH-SYT ngày 14/4/2026, cụ thể như sau:"
    reference = replaced_document([issued])
    assert reference is not None
    assert reference.text == "Kế hoạch số 1055/KH-SYT ngày 14/4/2026"
    basis = "Căn cứ Quyết định số 5/QĐ-UBND ban hành Kế hoạch dân số, thay thế Kế hoạch số 12/KH-UBND của UBND tỉnh;"
    assert replaced_document([basis]) is None


@pytest.mark.parametrize(
    "opening",
    [
        "Bộ Y tế ban hành Kế hoạch năm 2027 (thay thế Kế hoạch số 377/KH-BYT ngày 12/3/2026), cụ thể như sau:",
        "Thực hiện Thông báo số 5/TB-VPCP ngày 21/9/2026, Bộ Y tế ban hành Kế hoạch năm 2027 (thay thế Kế hoạch số "
        "377/KH-BYT ngày 12/3/2026) như sau:",
    ],
)
def test_a_plan_set_aside_in_brackets_is_named_without_them(opening: str) -> None:
    reference = replaced_document([opening])
    assert reference is not None
    assert reference.text == "Kế hoạch số 377/KH-BYT ngày 12/3/2026"


def test_what_a_basis_sets_aside_is_not_set_aside_by_the_plan() -> None:
    basis = "Thực hiện Quyết định số 5/QĐ-UBND ban hành Kế hoạch số 4/KH-UBND, thay thế Kế hoạch số 3/KH-UBND"
    assert replaced_document([f"{basis}, Sở Y tế xây dựng Kế hoạch như sau:"]) is None
