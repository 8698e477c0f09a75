"""Where the appendices begin, and paragraphs that a page break ran through."""

from __future__ import annotations

import pytest

from ingest.model import Place
from ingest.readers.document import Block, HeaderCell, TableBlock, TableLine, TextBlock
from ingest.structure.appendices import AppendixBlocks, join_broken_paragraphs, split_appendices

NOTE = "(Kèm theo Kế hoạch số 57/KH-SYT ngày 19/9/2025 của Sở Y tế)"


def table(*cells: str, line: int = 90) -> TableBlock:
    row = TableLine(cells or ("1", "Việc"), Place(line=line))
    return TableBlock((HeaderCell("STT"), HeaderCell("Nhiệm vụ")), (row,), Place(line=line, end_line=line))


def layout(*columns: str) -> TableBlock:
    return TableBlock(tuple(HeaderCell(text) for text in columns), (), Place(line=1))


def text(words: str, line: int = 1) -> TextBlock:
    return TextBlock(words, Place(line=line, end_line=line))


def split(*blocks: Block | str) -> tuple[list[str], tuple[AppendixBlocks, ...]]:
    front, appendices = split_appendices([text(block) if isinstance(block, str) else block for block in blocks])
    return [block.text for block in front if isinstance(block, TextBlock)], appendices


@pytest.mark.parametrize(
    ("heading", "label", "title"),
    [
        ("Phụ lục", "", ""),
        ("PHỤ LỤC I", "I", ""),
        ("Phụ lục 1", "1", ""),
        ("PHỤ LỤC SỐ 02", "02", ""),
        ("Phụ lục 01: Danh mục nhiệm vụ", "01", "Danh mục nhiệm vụ"),
        ("Phụ lục 1. Danh mục nhiệm vụ.", "1", "Danh mục nhiệm vụ."),
        ("PHỤ LỤC VII - PHÂN CÔNG", "VII", "PHÂN CÔNG"),
        ("Phụ lục II – Danh mục nhiệm vụ", "II", "Danh mục nhiệm vụ"),
        ("PHỤ LỤC I MỤC TIÊU NĂM 2025 VÀ PHÂN CÔNG", "I", "MỤC TIÊU NĂM 2025 VÀ PHÂN CÔNG"),
        ("Phụ lục 1 Danh sách nhiệm vụ năm 2026", "1", "Danh sách nhiệm vụ năm 2026"),
        ("Phụ lục DANH MỤC NHIỆM VỤ NĂM 2026", "", "DANH MỤC NHIỆM VỤ NĂM 2026"),
        (f"Phụ lục 2DANH MỤC NHIỆM VỤ NĂM 2025{NOTE}", "2", "DANH MỤC NHIỆM VỤ NĂM 2025"),
        (f"PHỤ LỤC IDANH MỤC NHIỆM VỤ{NOTE}", "I", "DANH MỤC NHIỆM VỤ"),
        ("PHỤ LỤC VỀ CHỈ TIÊU", "", "VỀ CHỈ TIÊU"),
        ("PHỤ LỤC VIỆC CẦN LÀM", "", "VIỆC CẦN LÀM"),
        ("Phụ lục 1a: Chỉ tiêu", "1a", "Chỉ tiêu"),
        ("PHỤ LỤC 2.1", "2.1", ""),
        ("Phụ lục A", "A", ""),
        ("Biểu 1", "1", ""),
        ("Biểu số 03/KH: Kinh phí", "03", "Kinh phí"),
        ("PL 2", "2", ""),
        ("Mẫu số 01", "01", ""),
    ],
)
def test_a_heading_begins_an_appendix(heading: str, label: str, title: str) -> None:
    front, (appendix,) = split("I. MỤC TIÊU", "Nơi nhận:", heading, table())
    assert front == ["I. MỤC TIÊU", "Nơi nhận:"]
    assert (appendix.label, appendix.title, appendix.blocks) == (label, title, (table(),))


@pytest.mark.parametrize(
    "mention",
    [
        "Tập trung thực hiện các mục tiêu, chỉ tiêu tại Phụ lục I kèm theo.",
        "1. Danh mục nhiệm vụ (Chi tiết tại Phụ lục 1 đính kèm).",
        "Phụ lục I kèm theo Kế hoạch này quy định chỉ tiêu.",
        "Phụ lục kèm theo.",
        "Phụ lục II Danh mục các nhiệm vụ giao cho các phòng; các đơn vị thực hiện.",
        "Biểu dương, khen thưởng kịp thời",
        "Biểu mẫu báo cáo",
        "Mẫu báo cáo theo quy định",
        "PLC điều khiển",
    ],
)
def test_a_mention_begins_none(mention: str) -> None:
    front, (appendix,) = split("I. MỤC TIÊU", mention, "1. Chung", table())
    assert front == ["I. MỤC TIÊU", mention, "1. Chung"]
    assert (appendix.label, appendix.title) == ("", "Chung")


def test_a_list_of_the_appendices_before_the_signature_begins_none() -> None:
    front, (appendix,) = split("Gồm:", "Phụ lục 1: Chỉ tiêu", "Phụ lục 2: Nhiệm vụ", "Nơi nhận:", "PHỤ LỤC 1", table())
    assert front == ["Gồm:", "Phụ lục 1: Chỉ tiêu", "Phụ lục 2: Nhiệm vụ", "Nơi nhận:"]
    assert appendix.label == "1"


def test_the_title_is_the_text_before_the_table_without_the_note() -> None:
    _, (appendix,) = split("Phụ lục", "DANH MỤC NHIỆM VỤ", "NĂM 2026", NOTE, "Đơn vị tính: đồng", table(), "Ghi chú: x")
    assert (appendix.title, appendix.note) == ("DANH MỤC NHIỆM VỤ NĂM 2026", NOTE)
    assert appendix.blocks == (text("Đơn vị tính: đồng"), table(), text("Ghi chú: x"))


def test_numbered_lines_and_sentences_under_a_heading_are_no_title() -> None:
    _, (appendix,) = split("Phụ lục 1", "CHỈ TIÊU", "I. Chỉ tiêu chung", table())
    assert (appendix.title, appendix.blocks[0]) == ("CHỈ TIÊU", text("I. Chỉ tiêu chung"))
    _, (appendix,) = split("Phụ lục 1", "CHỈ TIÊU", "Các đơn vị báo cáo theo bảng sau.", table())
    assert appendix.title == "CHỈ TIÊU"


def test_each_heading_begins_another_with_its_place() -> None:
    _, appendices = split(text("PHỤ LỤC I", 5), table(line=6), table(line=7), text("PHỤ LỤC II", 8), table(line=9))
    assert [(appendix.label, len(appendix.blocks)) for appendix in appendices] == [("I", 2), ("II", 1)]
    assert appendices[0].place == Place(line=5, end_line=7)


def test_an_appendix_may_hold_text_alone() -> None:
    _, (appendix,) = split("Nơi nhận:", "PHỤ LỤC I", "HƯỚNG DẪN", "Các đơn vị thực hiện", "1. Một")
    assert (appendix.title, len(appendix.blocks)) == ("HƯỚNG DẪN", 2)


def test_tables_numbered_within_an_appendix_bear_its_label_too() -> None:
    _, appendices = split("PHỤ LỤC II", "Biểu 1", "KINH PHÍ", table(), "Biểu 2", table())
    assert [(appendix.label, appendix.title) for appendix in appendices] == [("II", "Biểu 1 KINH PHÍ"), ("II.2", "")]


def test_a_table_in_the_prose_has_the_title_of_the_paragraph_before_it_and_prose_goes_on() -> None:
    front, (appendix,) = split("I. A", "2. Chỉ tiêu cụ thể như sau:", table(), table(), "II. B")
    assert front == ["I. A", "2. Chỉ tiêu cụ thể như sau:", "II. B"]
    assert (appendix.label, appendix.title, len(appendix.blocks)) == ("", "Chỉ tiêu cụ thể như sau", 2)


def test_a_table_after_the_signature_is_not_titled_with_the_signer() -> None:
    _, (appendix,) = split("I. A", "Nơi nhận:", "GIÁM ĐỐC", "Nguyễn Văn An", NOTE, table())
    assert (appendix.label, appendix.title, appendix.note) == ("", "", NOTE)
    _, (appendix,) = split("I. A", "GIÁM ĐỐC", "Nguyễn Văn An", "DANH MỤC NHIỆM VỤ", NOTE, table())
    assert appendix.title == "DANH MỤC NHIỆM VỤ"


def test_letterhead_and_signature_set_as_tables_are_paragraphs() -> None:
    front, appendices = split(
        layout("SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"),
        "KẾ HOẠCH",
        layout("Nơi nhận: - Lưu: VT.", "GIÁM ĐỐC Nguyễn Văn An", ""),
    )
    assert appendices == ()
    assert front == ["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc", "KẾ HOẠCH",
                     "Nơi nhận: - Lưu: VT.", "GIÁM ĐỐC Nguyễn Văn An"]  # fmt: skip


def test_a_document_without_tables_has_no_appendices() -> None:
    assert split("KẾ HOẠCH", "I. A") == (["KẾ HOẠCH", "I. A"], ())
    assert split() == ([], ())


LONG = "Gắn trách nhiệm người đứng đầu với kết quả triển khai vào tiêu chí đánh giá"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"- {LONG}, thi", "đưa, khen thưởng và xem xét trách nhiệm."),
        (f"- {LONG} giai đoạn 2022 -", "2025, tầm nhìn đến năm 2030 tại các bộ ngành;"),
        (f"b) {LONG}. Thực hiện mở", "rộng phạm vi giám sát."),
        (f"{LONG} theo Đề án", "06. Tiếp tục rà soát."),
        (f"{LONG} của", "Bộ Y tế và Sở Y tế."),
        (f"{LONG} trong năm", "2026 và các năm tiếp theo."),
        (f"{LONG} theo Quyết định số", "07-QĐ/BCĐ ngày 07/3/2026."),
        (LONG, "(trừ văn bản mật theo quy định)."),
        ("Thực hiện các nhiệm vụ, giải pháp sau,", "gồm ba việc."),
    ],
)
def test_a_paragraph_broken_by_a_page_is_joined(first: str, second: str) -> None:
    (joined,) = join_broken_paragraphs([text(first, 3), text(second, 5)])
    assert joined.text == f"{first} {second}"
    assert joined.place == Place(line=3, end_line=5)


def test_a_document_code_broken_at_its_hyphen_is_joined_without_a_space() -> None:
    (joined,) = join_broken_paragraphs([text(f"{LONG} theo Công văn số 1646/SKHCN-"), text("VP ngày 21/7/2025")])
    assert joined.text.endswith("1646/SKHCN-VP ngày 21/7/2025")


def test_three_parts_are_one_paragraph() -> None:
    assert len(join_broken_paragraphs([text(LONG), text(f"và {LONG.lower()}"), text("của ngành.")])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG}.", "đưa vào kế hoạch"),
        (f"{LONG};", "thực hiện khác"),
        (f"{LONG}:", "xây dựng kế hoạch"),
        (LONG, "Thực hiện nhiệm vụ khác."),
        (LONG, "- bảo đảm hạ tầng;"),
        (LONG, "2. phát triển dữ liệu"),
        (LONG, "a) triển khai"),
        (LONG, "100% cơ sở y tế kết nối."),
        ("1. Mục tiêu chung", "phấn đấu đến năm 2030 hoàn thành."),
        (LONG.upper(), "phấn đấu hoàn thành"),
        ("2. Tồn tại", "Một số hạn chế"),
        ("Nơi nhận:", "- Lưu: VT."),
        (LONG, "Nơi nhận:"),
    ],
)
def test_paragraphs_that_stand_each_for_itself_are_kept_apart(first: str, second: str) -> None:
    assert [block.text for block in join_broken_paragraphs([text(first), text(second)])] == [first, second]


def test_a_heading_in_bold_is_not_joined_with_the_text_below_it() -> None:
    blocks = [TextBlock(LONG, emphasised=True), text("phấn đấu hoàn thành")]
    assert len(join_broken_paragraphs(blocks)) == 2


@pytest.mark.parametrize("heading", ["Phụ biểu 01", "PHỤ BIỂU SỐ 01", "Phụ biểu 01. NHIỆM VỤ"])
def test_a_subsidiary_form_is_an_appendix(heading: str) -> None:
    _, (appendix,) = split("Lời dẫn.", heading, table())
    assert appendix.label == "01"
