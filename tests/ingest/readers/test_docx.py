"""What Word keeps in its files and how it reads: numbers, changes, boxes, notes, merged cells, letterheads, fonts."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.errors import ReadError
from ingest.readers import read_bytes
from ingest.readers.document import Document, TableBlock, TextBlock
from ingest.structure import build_plan

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(body: str, **parts: str) -> Document:
    """Reads a file of that body and parts (numbering, styles, footnotes, header1)."""
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>' for name in parts
    )
    relations += (
        f'<Relationship Id="far" Type="{_OFFICE}/styles" Target="http://example.invalid/x" TargetMode="External"/>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        package.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>'
        )
        for name, content in parts.items():
            root = {"header1": "hdr"}.get(name, name)
            package.writestr(f"word/{name}.xml", f"<w:{root} {_W}>{content}</w:{root}>")
    return read_bytes(out.getvalue(), "plan.docx")


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def numbered(text: str, list_id: int, level: int = 0) -> str:
    return p(run(text), properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def tc(text: str, span: int = 1, merge: str = "") -> str:
    merged = {"": "", "restart": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}[merge]
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/>{merged}</w:tcPr>{p(run(text))}</w:tc>'


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, ruled: bool = True) -> str:
    borders = '<w:tblBorders><w:top w:val="single"/><w:bottom w:val="single"/></w:tblBorders>' if ruled else ""
    return f"<w:tbl><w:tblPr>{borders}</w:tblPr>{''.join(rows)}</w:tbl>"


def level(at: int, form: str, text: str, more: str = "") -> str:
    inside = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{inside}</w:lvl>'


def lists(*levels: str, overrides: str = "") -> str:
    """Lists 1 and 2 of one definition, the second with overrides."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{overrides}</w:num>'
    )


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, TextBlock)]


def table(document: Document, at: int = 0) -> TableBlock:
    return [block for block in document.blocks if isinstance(block, TableBlock)][at]


def cells(document: Document, at: int = 0) -> list[tuple[str, ...]]:
    return [line.cells for line in table(document, at).lines]


HEADER = tr(tc("STT"), tc("Nhiệm vụ"), tc("Chủ trì"))


def test_numbers_that_only_word_counts_are_printed() -> None:
    numbering = lists(level(0, "upperRoman", "%1."), level(1, "decimal", "%2."), level(2, "lowerLetter", "%3)"))
    shape = ((0, "A"), (1, "b"), (2, "c"), (2, "d"), (1, "e"), (2, "f"), (0, "G"), (1, "h"))
    read = docx("".join(numbered(text, 1, depth) for depth, text in shape), numbering=numbering)
    assert texts(read) == ["I. A", "1. b", "a) c", "b) d", "2. e", "a) f", "II. G", "1. h"]


def test_numbers_of_several_levels_legal_forms_and_leading_zeros() -> None:
    numbering = lists(
        level(0, "upperRoman", "%1"), level(1, "decimal", "%1.%2.", "<w:isLgl/>"), level(2, "decimalZero", "%3")
    )
    read = docx("".join(numbered("x", 1, depth) for depth in (0, 1, 1, 2, 0, 1)), numbering=numbering)
    assert texts(read) == ["I x", "1.1. x", "1.2. x", "01 x", "II x", "2.1. x"]


def test_lists_of_one_definition_count_on_unless_they_start_anew() -> None:
    plain = lists(level(0, "decimal", "%1."))
    anew = lists(
        level(0, "decimal", "%1."), overrides='<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    )
    body = numbered("a", 1) + numbered("b", 2) + numbered("c", 2)
    assert texts(docx(body, numbering=plain)) == ["1. a", "2. b", "3. c"]
    assert texts(docx(body, numbering=anew)) == ["1. a", "5. b", "6. c"]


def test_numbers_and_headings_by_style() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="Base"/><w:pPr><w:outlineLvl w:val="0"/>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    numbering = lists(
        level(0, "upperRoman", "%1.", '<w:pStyle w:val="H1"/>'), level(1, "decimal", "%2.", '<w:pStyle w:val="H2"/>')
    )
    shape = ("H1", "Mục tiêu"), ("H2", "Chung"), ("H2", "Riêng"), ("H1", "Nhiệm vụ")
    body = "".join(p(run(text), properties=f'<w:pStyle w:val="{style}"/>') for style, text in shape)
    read = docx(body, numbering=numbering, styles=styles)
    assert texts(read) == ["I. Mục tiêu", "1. Chung", "2. Riêng", "II. Nhiệm vụ"]
    assert all(isinstance(block, TextBlock) and block.emphasised for block in read.blocks)
    off = p(run("không số"), properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(docx(off, numbering=numbering, styles=styles)) == ["không số"]


def test_bullets_are_printed_as_signs() -> None:
    numbering = lists(
        level(0, "bullet", "-"), level(1, "bullet", "+"), level(2, "bullet", "\uf0b7"), level(3, "bullet", "\uf0d8")
    )
    read = docx("".join(numbered("x", 1, depth) for depth in range(4)), numbering=numbering)
    assert texts(read) == ["- x", "+ x", "• x", "• x"]


def test_row_numbers_counted_by_word_number_the_rows() -> None:
    number = '<w:tc><w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>'
    rows = [tr(number, tc(f"Việc {at}"), tc("VP")) for at in range(3)]
    read = docx(tbl(HEADER, *rows), numbering=lists(level(0, "decimal", "%1")))
    assert [line[0] for line in cells(read)] == ["1", "2", "3"]


def test_tracked_changes_are_accepted() -> None:
    mark = 'w:id="1" w:author="A"'
    gone = f"<w:del {mark}><w:r><w:delText>cũ</w:delText></w:r></w:del>"
    body = p(run("Giao "), gone, f"<w:ins {mark}>{run('Văn phòng')}</w:ins>")
    body += p(run("Kết nối "), properties=f"<w:rPr><w:del {mark}/></w:rPr>") + p(run("liên thông"))
    body += p(f"<w:moveFrom {mark}>{run('dời đi')}</w:moveFrom>") + p(f"<w:moveTo {mark}>{run('dời đến')}</w:moveTo>")
    body += tbl(
        HEADER, tr(tc("1"), tc("Bỏ"), tc("VP"), properties=f"<w:del {mark}/>"), tr(tc("1"), tc("Giữ"), tc("VP"))
    )
    read = docx(body)
    assert texts(read) == ["Giao Văn phòng", "Kết nối liên thông", "dời đến"]
    assert cells(read) == [("1", "Giữ", "VP")]
    assert "tracked changes" in read.notices[0]


def test_hidden_text_contents_and_field_codes_are_left_out() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("19/9") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    body = p(run("thấy"), run(" ẩn", "<w:vanish/>")) + p(run("I. Mục tiêu 3"), properties='<w:pStyle w:val="T"/>')
    body += p(run("ngày "), field, run(" này"))
    body += '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body += f"<w:sdtContent>{p(run('II. Nhiệm vụ 5'))}</w:sdtContent></w:sdt>"
    body += f"<w:sdt><w:sdtContent>{p(run('trong khung'))}</w:sdtContent></w:sdt>"
    read = docx(body, styles=styles)
    assert texts(read) == ["thấy", "ngày 19/9 này", "trong khung"]
    assert any("chữ ẩn" in notice for notice in read.notices)


def test_text_boxes_are_read_once_and_notes_stand_behind_their_paragraph() -> None:
    inside = f"<w:txbxContent>{p(run('DỰ THẢO'))}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    footnotes = (
        f'<w:footnote w:id="-1" w:type="separator">{p(run("x"))}</w:footnote>'
        f'<w:footnote w:id="2">{p(run("Theo Quyết định số 5"))}</w:footnote>'
    )
    body = p(run("Nội dung"), '<w:r><w:footnoteReference w:id="2"/></w:r>', box)
    assert texts(docx(body, footnotes=footnotes)) == ["Nội dung", "Chú thích: Theo Quyết định số 5", "DỰ THẢO"]


def test_breaks_tabs_hyphens_symbols_and_capitals() -> None:
    body = p(run("KẾ HOẠCH"), "<w:r><w:br/></w:r>", run("Chuyển đổi số"))
    body += p(run("SỞ Y TẾ"), "<w:r><w:tab/></w:r>", run("CỘNG HÒA XÃ HỘI"))
    body += p(run("1."), "<w:r><w:tab/></w:r>", run("Hạ tầng"))
    body += p(run("QĐ"), "<w:r><w:noBreakHyphen/></w:r>", run("UB"), "<w:r><w:softHyphen/></w:r>", run("ND"))
    body += p('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>') + p(run("Kế hoạch", "<w:caps/>"))
    assert texts(docx(body)) == [
        *("KẾ HOẠCH", "Chuyển đổi số", "SỞ Y TẾ", "CỘNG HÒA XÃ HỘI", "1. Hạ tầng", "QĐ-UBND", "✓", "KẾ HOẠCH")
    ]


def test_old_fonts_become_unicode_also_over_runs() -> None:
    time, capital = '<w:rFonts w:ascii=".VnTime"/>', '<w:rFonts w:ascii=".VnTimeH"/>'
    body = p(run("Céng", time), run(" hßa", time), run(" x· héi", capital), run(" năm 2026"))
    body += p(run("Coä", '<w:rFonts w:ascii="VNI-Times"/>'), run("ng hoo", '<w:rFonts w:hAnsi="VNI-Times"/>'))
    body += p(run("ng", time), "<w:r><w:rPr>" + time + "</w:rPr><w:softHyphen/></w:r>", run("êi d©n", time))
    read = docx(body)
    assert texts(read)[0] == "Cộng hòa XÃ HỘI năm 2026"
    assert texts(read)[1] == "Cộng hoo"
    assert texts(read)[2] == "người dân"
    assert [notice for notice in read.notices if "phông" in notice] == [
        "chữ dùng phông TCVN3; đã chuyển sang Unicode",
        "chữ dùng phông VNI; đã chuyển sang Unicode",
    ]


def test_merged_cells_give_their_text_to_each_row_and_each_year() -> None:
    top = tr(tc("TT", 1, "restart"), tc("Nhiệm vụ", 1, "restart"), tc("Thời gian", 3), tc("Chủ trì", 1, "restart"))
    low = tr(tc("", 1, "on"), tc("", 1, "on"), tc("2025"), tc("2026"), tc("2027"), tc("", 1, "on"))
    body = tbl(
        top,
        low,
        tr(tc("(1)"), tc("(2)"), tc("(3)"), tc("(4)"), tc("(5)"), tc("(6)")),
        tr(tc("I"), tc("Hạ tầng số", 5)),
        tr(tc("1"), tc("Mạng"), tc("Thường xuyên", 3), tc("Văn phòng", 1, "restart")),
        tr(tc("2"), tc("Máy chủ"), tc(""), tc("X"), tc(""), tc("", 1, "on")),
    )
    read = docx(body)
    assert [(cell.title, cell.parent) for cell in table(read).header] == [
        *(
            ("TT", ""),
            ("Nhiệm vụ", ""),
            ("2025", "Thời gian"),
            ("2026", "Thời gian"),
            ("2027", "Thời gian"),
            ("Chủ trì", ""),
        )
    ]
    assert cells(read) == [
        ("I", "Hạ tầng số", "", "", "", ""),
        ("1", "Mạng", "Thường xuyên", "Thường xuyên", "Thường xuyên", "Văn phòng"),
        ("2", "Máy chủ", "", "X", "", "Văn phòng"),
    ]


def test_titles_repeated_headers_and_a_second_table_in_one() -> None:
    body = tbl(
        tr(tc("DANH MỤC NHIỆM VỤ", 3)),
        HEADER,
        tr(tc("1"), tc("A"), tc("VP")),
        HEADER,
        tr(tc("2"), tc("B"), tc("VP")),
        tr(tc("STT"), tc("Chỉ tiêu"), tc("Năm 2026")),
        tr(tc("1"), tc("Tỷ lệ"), tc("80%")),
    )
    read = docx(body)
    assert texts(read) == ["DANH MỤC NHIỆM VỤ"]
    assert cells(read) == [("1", "A", "VP"), ("2", "B", "VP")]
    assert cells(read, 1) == [("1", "Tỷ lệ", "80%")]


def test_cells_under_shifted_edges_go_to_the_column_they_overlap_most() -> None:
    header = tr(tc("STT", 2), tc("Nhiệm vụ", 4), tc("Chủ trì", 3))
    body = tbl(header, tr(tc("1", 2), tc("A", 5), tc("VP", 2)), tr(tc("2", 1), tc("B", 5), tc("NV", 3)))
    assert cells(docx(body)) == [("1", "A", "VP"), ("2", "B", "NV")]


def test_a_table_in_a_cell_is_text_and_a_frame_is_opened() -> None:
    nested = f"<w:tc>{p(run('Gồm:'))}{tbl(tr(tc('Năm 2025'), tc('5')), tr(tc('Năm 2026'), tc('7')))}{p()}</w:tc>"
    inner = tbl(HEADER, tr(tc("1"), nested, tc("VP")))
    assert cells(docx(inner)) == [("1", "Gồm: Năm 2025: 5 Năm 2026: 7", "VP")]
    assert cells(docx(tbl(tr(f"<w:tc>{inner}{p()}</w:tc>")))) == [("1", "Gồm: Năm 2025: 5 Năm 2026: 7", "VP")]


def _letterhead(ruled: bool) -> str:
    left = f"<w:tc>{p(run('UBND TỈNH HÀ GIANG'))}{p(run('SỞ Y TẾ'))}{p(run('Số: 45/KH-SYT'))}</w:tc>"
    right = "".join(
        p(run(text)) for text in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Hà Giang, ngày 5 tháng 3 năm 2026")
    )
    return tbl(tr(left, f"<w:tc>{right}</w:tc>"), ruled=ruled)


def _closing() -> str:
    left = "".join(p(run(text)) for text in ("Nơi nhận:", "- Bộ Y tế;", "- Lưu: VT."))
    right = "".join(p(run(text)) for text in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Trần Văn Bình"))
    return tbl(tr(f"<w:tc>{left}</w:tc>", f"<w:tc>{right}</w:tc>"), ruled=False)


_BODY = "".join(
    p(run(text))
    for text in ("KẾ HOẠCH", "CHUYỂN ĐỔI SỐ NĂM 2026", "I. MỤC TIÊU", "1. Mục tiêu chung", "Nâng cao chất lượng.")
)


@pytest.mark.parametrize("ruled", [False, True])
def test_letterhead_and_signature_in_tables_give_the_header(ruled: bool) -> None:
    header = build_plan(docx(_letterhead(ruled) + _BODY + _closing()), "p").header
    assert (header.issuer, header.number, header.date) == ("Sở Y tế tỉnh Hà Giang", "45/KH-SYT", "2026-03-05")
    assert (header.signer, header.recipients) == ("Trần Văn Bình", ("Bộ Y tế", "Lưu: VT"))
    assert header.office == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC"


def test_a_letterhead_in_the_first_pages_running_header_is_read() -> None:
    section = '<w:sectPr><w:headerReference w:type="first" r:id="header1"/><w:titlePg/></w:sectPr>'
    read = docx(_BODY + section, header1=_letterhead(False))
    assert build_plan(read, "p").header.number == "45/KH-SYT"
    assert "Sở Y tế" not in texts(docx(_BODY + section, header1=p(run("Trang 1"))))


def test_tables_that_go_on_without_a_header_are_one_appendix() -> None:
    first = tbl(HEADER, tr(tc("1"), tc("A"), tc("VP")))
    second = tbl(tr(tc("2"), tc("B"), tc("NV")), tr(tc("3"), tc("C"), tc("VP")))
    plan = build_plan(docx(p(run("Phụ lục II")) + first + p() + second), "p")
    assert [str(row.anchor) for row in plan.rows()] == ["p/pl-II/1", "p/pl-II/2", "p/pl-II/3"]


@pytest.mark.parametrize(
    ("body", "why"), [("", "không có chữ nào"), ('<w:p><w:r><a:blip xmlns:a="a"/></w:r></w:p>', "chỉ có ảnh")]
)
def test_a_file_without_text_is_refused(body: str, why: str) -> None:
    with pytest.raises(ReadError, match=why):
        docx(body)


def test_nothing_outside_the_file_is_followed() -> None:
    link = '<w:hyperlink r:id="far"><w:r><w:t>xem tại đây</w:t></w:r></w:hyperlink><w:altChunk r:id="far"/>'
    read = docx(f"<w:p>{link}</w:p>")
    assert texts(read) == ["xem tại đây"]
    assert any("altChunk" in notice for notice in read.notices)
