"""A plan becomes passages that can be found alone, cited exactly, and embedded whole."""

from __future__ import annotations

from dataclasses import replace

from ingest.model import HEADER, Anchor, Header, Paragraph, Passage, Place, Plan, Row, Section, Source
from ingest.passages import MOST_WORDS, passages, row_text
from tests.ingest.store.samples import sample_plan, task

BARE = Plan("p", Header(""), (), (), Source("p.txt", "", "text"))
SENTENCE = "Các đơn vị trực thuộc rà soát hạ tầng công nghệ thông tin và báo cáo về Sở Y tế trước ngày 15 hằng tháng."


def by_id(plan: Plan) -> dict[str, Passage]:
    """The passages of a plan by id."""
    return {passage.id: passage for passage in passages(plan)}


def of_sections(*sections: Section) -> list[Passage]:
    """The passages of a plan that has nothing but these sections."""
    return list(passages(replace(BARE, sections=sections)))


def test_each_row_is_one_passage_under_its_anchor() -> None:
    plan = sample_plan()
    rows = [passage for passage in passages(plan) if passage.kind == "row"]
    assert [passage.anchor for passage in rows] == [row.anchor for row in plan.rows()]
    assert [passage.id for passage in rows] == [str(row.anchor) for row in plan.rows()]
    assert rows[0].place == Place(8, 101, 9, 102)


def test_a_row_is_quoted_as_printed_without_its_blank_cells() -> None:
    (row,) = sample_plan().appendices[1].rows[1:]
    assert row_text(row) == "Chỉ tiêu: Tỷ lệ hồ sơ sức khỏe điện tử\nNăm 2027: 80%\nNăm 2028: X"


def test_a_row_without_printed_columns_is_quoted_by_its_fields() -> None:
    row = replace(task(1, "Kết nối trạm y tế"), columns={}, schedule={"2027": "X"})
    assert row_text(row) == "content: Kết nối trạm y tế\nlead_unit: Văn phòng Sở\ndeadline: Quý III/2027\n2027: X"


def test_a_row_is_searched_with_its_group_appendix_and_plan_after_its_own_text() -> None:
    passage = by_id(sample_plan())["ben-tre-2027/pl-1/I/1"]
    assert passage.search_text == "\n".join(
        [
            passage.text,
            "Hạ tầng số",
            "Phụ lục 1 Danh mục nhiệm vụ",
            "Sở Y tế tỉnh Bến Tre 2027-2028",
            "Chuyển đổi số ngành Y tế năm 2027",
        ]
    )


def test_a_long_row_keeps_all_its_own_text_and_leaves_out_context() -> None:
    long = task(1, "việc " * MOST_WORDS)
    appendix = replace(sample_plan().appendices[0], rows=(long,))
    (passage,) = (found for found in passages(replace(sample_plan(), appendices=(appendix,))) if found.kind == "row")
    assert passage.search_text == passage.text == row_text(long)


def test_no_search_text_with_context_is_longer_than_is_embedded() -> None:
    plan = replace(sample_plan(), header=replace(sample_plan().header, title="rất dài " * 500))
    for passage in passages(plan):
        if passage.kind != "header":
            assert len(passage.search_text.split()) <= MOST_WORDS


def test_a_heading_with_something_under_it_is_context_and_no_passage() -> None:
    found = by_id(sample_plan())
    assert "ben-tre-2027/I" not in found
    assert found["ben-tre-2027/I.1"].text.startswith("- Nâng cao chất lượng")
    assert "Mục đích\nMỤC ĐÍCH, YÊU CẦU" in found["ben-tre-2027/I.1"].search_text


def test_each_longer_paragraph_is_a_passage_of_its_section() -> None:
    found = by_id(sample_plan())
    second = found["ben-tre-2027/I.1#2"]
    assert second.text == "- Ứng dụng trí tuệ nhân tạo trong chẩn đoán hình ảnh ở các bệnh viện đa khoa tỉnh."
    assert second.anchor == Anchor("ben-tre-2027", section="I.1")
    assert second.kind == "section"
    assert found["ben-tre-2027/I.1"].place == Place(1, 11)


def test_a_numbered_text_with_nothing_under_it_is_a_passage_however_short() -> None:
    (passage,) = of_sections(Section("III", "III", "Kinh phí: ngân sách tỉnh"))
    assert (passage.id, passage.text) == ("p/III", "Kinh phí: ngân sách tỉnh")


def test_a_long_numbered_text_is_a_passage_beside_its_paragraphs() -> None:
    own, paragraph = f"1. {SENTENCE}", f"2. {SENTENCE}"
    found = of_sections(Section("I.1", "1", own, (Paragraph(paragraph),)))
    assert [(passage.id, passage.text) for passage in found] == [("p/I.1", own), ("p/I.1#2", paragraph)]
    assert found[1].search_text.startswith(paragraph)
    assert own[:40] in found[1].search_text


def test_a_short_paragraph_joins_the_one_before_it() -> None:
    section = Section("I", "I", "Phân công", (Paragraph(SENTENCE), Paragraph("Văn phòng Sở;", "-", Place(3, 7, 3, 8))))
    (passage,) = of_sections(section)
    assert passage.text == f"{SENTENCE}\n- Văn phòng Sở;"
    assert passage.place == Place(None, None, 3, 8)


def test_a_long_paragraph_is_cut_at_the_ends_of_sentences_and_loses_nothing() -> None:
    text = " ".join([SENTENCE] * 40)
    found = of_sections(Section("I", "I", "Tổ chức thực hiện", (Paragraph(text),)))
    assert len(found) > 1
    assert " ".join(passage.text for passage in found) == text
    assert all(passage.text.endswith(".") for passage in found)
    assert all(len(passage.text.split()) <= MOST_WORDS for passage in found)


def test_a_sentence_longer_than_any_is_kept_whole() -> None:
    text = "từ " * (MOST_WORDS * 2)
    (passage,) = of_sections(Section("I", "I", text.strip()))
    assert passage.text == text.strip()


def test_a_paragraph_is_searched_with_the_headings_above_it_and_no_others() -> None:
    found = of_sections(
        Section("I", "I", "NHIỆM VỤ"),
        Section("I.1", "1", "Hạ tầng"),
        Section("I.1.a", "a", SENTENCE),
        Section("I.2", "2", "Nhân lực"),
        Section("I.2.a", "a", "Đào tạo cán bộ"),
    )
    searched = {passage.id: passage.search_text for passage in found}
    assert searched == {
        "p/I.1.a": f"{SENTENCE}\nHạ tầng\nNHIỆM VỤ",
        "p/I.2.a": "Đào tạo cán bộ\nNhân lực\nNHIỆM VỤ",
    }


def test_sections_printed_under_one_number_have_passages_of_their_own() -> None:
    found = of_sections(Section("II", "II", "Kinh phí"), Section("II", "II", "Tổ chức thực hiện"))
    assert [passage.id for passage in found] == ["p/II", "p/II#2"]


def test_the_header_says_who_issued_what_when_and_to_whom() -> None:
    found = [passage for passage in passages(sample_plan()) if passage.kind == "header"]
    assert {passage.anchor for passage in found} == {Anchor("ben-tre-2027", section=HEADER)}
    assert [passage.id for passage in found] == ["ben-tre-2027/header"] + [
        f"ben-tre-2027/header#{number}" for number in (2, 3, 4)
    ]
    identity, recipients, basis, replaces = (passage.text for passage in found)
    for told in ("15/KH-SYT", "ngày 05 tháng 01 năm 2027", "Trần Thị Hoa", "GIÁM ĐỐC", "Sở Y tế tỉnh Bến Tre", "2028"):
        assert told in identity
    assert recipients == "Nơi nhận: Bộ Y tế; UBND tỉnh; Lưu: VT"
    assert basis == "Căn cứ: Nghị quyết số 57-NQ/TW về đột phá\nKế hoạch 12/KH-UBND"
    assert replaces == "Thay thế: thay thế Kế hoạch số 9/KH-SYT"


def test_the_opening_is_cited_as_the_header_too() -> None:
    opening = by_id(sample_plan())["ben-tre-2027/header#5"]
    assert opening.kind == "section"
    assert opening.text.startswith("Thực hiện kế hoạch của tỉnh")


def test_notes_of_an_appendix_are_found_under_the_appendix() -> None:
    (note,) = (passage for passage in passages(sample_plan()) if passage.kind == "note")
    assert note.anchor == Anchor("ben-tre-2027", appendix="")
    assert note.text == "Ghi chú: (*) chỉ tiêu do Ủy ban nhân dân tỉnh giao"
    assert "Chỉ tiêu" in note.search_text


def test_ids_are_never_used_twice() -> None:
    ids = [passage.id for passage in passages(sample_plan())]
    assert len(set(ids)) == len(ids)


def test_an_empty_plan_has_no_passages() -> None:
    assert passages(BARE) == ()


def test_a_row_that_is_a_fragment_of_its_heading_is_quoted_with_it() -> None:
    anchor = Anchor("plan", appendix="1", group="2", stt="a")
    row = Row(anchor, {"content": "Dữ liệu y tế"}, {}, {"Nhiệm vụ": "Dữ liệu y tế"}, "Xây dựng cơ sở dữ liệu")

    assert row_text(row) == "Thuộc: Xây dựng cơ sở dữ liệu\nNhiệm vụ: Dữ liệu y tế"
    assert "Thuộc" not in row_text(replace(row, fields={"content": "Xây dựng kho dữ liệu dùng chung của ngành"}))
