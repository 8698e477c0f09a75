"""Parts of tables become appendices with typed rows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.errors import ReadError
from ingest.model import Field
from ingest.readers import read_text
from ingest.structure import build_plan

HEAD = "KẾ HOẠCH\nChuyển đổi số năm 2026\n\nI. MỤC TIÊU\n\n1. Mục tiêu chung.\n\nPhụ lục 1\nDANH MỤC NHIỆM VỤ\n\n"
COLUMNS = "STT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian hoàn thành\n"


def _appendix(lines: Sequence[str], columns: str = COLUMNS) -> tuple[tuple[str, str, str, str], ...]:
    plan = build_plan(read_text(HEAD + columns + "\n".join(lines) + "\n", "plan.txt"), "plan")
    return tuple(
        (row.group, row.stt, row.text(Field.CONTENT), row.text(Field.LEAD_UNIT)) for row in plan.appendices[0].rows
    )


def test_numbers_lose_their_dots_and_leading_zeros() -> None:
    rows = _appendix(["01\tA b c\tVăn phòng\t\t", "2.\tD e f\tKHTC\t\t", "3)\tG h i\tKHTC\t\t"])

    assert [stt for _, stt, _, _ in rows] == ["1", "2", "3"]


def test_rows_belong_to_the_group_above_them() -> None:
    rows = _appendix(["I\tHạ tầng\t\t\t", "1\tA b c\tVP\t\t", "II. Dữ liệu\t\t\t\t", "1\tD e f\tVP\t\t"])

    assert [(group, stt) for group, stt, _, _ in rows] == [("I", "1"), ("II", "1")]


def test_rows_numbered_in_roman_are_rows_where_no_other_numbers_stand() -> None:
    rows = _appendix(["I\tHạ tầng số\tVăn phòng\t\tQuý I", "II\tDữ liệu số\tKHTC\t\tQuý II"])

    assert [(group, stt) for group, stt, _, _ in rows] == [("", "I"), ("", "II")]


def test_an_arabic_number_heads_the_rows_numbered_under_it() -> None:
    rows = _appendix(["1\tHạ tầng\t\t\t", "1.1\tA b c\tVP\t\t", "1.2\tD e f\tVP\t\t", "2\tG h i\tVP\t\t"])

    assert [(group, stt) for group, stt, _, _ in rows] == [("1", "1.1"), ("1", "1.2"), ("1", "2")]


def test_a_row_over_a_page_break_is_one_row() -> None:
    lines = [
        "1\tXây dựng kho dữ\tVăn phòng Sở và\t\tQuý",
        "",
        COLUMNS.strip(),
        "\tliệu số\tKHTC\t\tII",
        "2\tX y z\tVP\t\t",
    ]

    rows = _appendix(lines)

    assert rows[0] == ("", "1", "Xây dựng kho dữ liệu số", "Văn phòng Sở và KHTC")
    assert len(rows) == 2


def test_a_repeated_header_with_a_typing_mistake_still_continues_the_table() -> None:
    lines = ["1\tA b c\tVP\t\t", "", COLUMNS.strip().replace("phối hợp", "phôi hơp"), "2\tD e f\tVP\t\t"]

    assert len(_appendix(lines)) == 2


def test_a_total_is_a_note_and_no_row() -> None:
    plan = build_plan(
        read_text(f"{HEAD}STT\tNhiệm vụ\tKinh phí\n1\tA b c\t5.000.000\nTổng cộng\t\t5.000.000\n", "plan.txt"), "plan"
    )

    assert len(plan.appendices[0].rows) == 1
    assert plan.appendices[0].notes[0].text == "Tổng cộng: 5.000.000"


def test_two_rows_under_one_number_keep_addresses_of_their_own() -> None:
    plan = build_plan(read_text(f"{HEAD}{COLUMNS}1\tA b c\tVP\t\t\n1\tD e f\tVP\t\t\n", "plan.txt"), "plan")

    assert [str(row.anchor) for row in plan.rows()] == ["plan/pl-1/1", "plan/pl-1/1~2"]


def test_a_column_that_means_no_field_keeps_its_printed_name() -> None:
    plan = build_plan(read_text(f"{HEAD}STT\tNhiệm vụ\tĐơn vị tính\n1\tA b c\t%\n", "plan.txt"), "plan")

    assert plan.appendices[0].rows[0].fields == {"content": "A b c", "Đơn vị tính": "%"}


def test_year_columns_are_a_schedule_of_the_years_that_hold_a_mark() -> None:
    plan = build_plan(read_text(f"{HEAD}STT\tNhiệm vụ\t2025\t2026\t2027\n1\tA b c\tX\t\tQuý 3\n", "plan.txt"), "plan")

    assert plan.appendices[0].rows[0].schedule == {"2025": "X", "2027": "Quý 3"}


def test_a_plan_without_appendices_is_a_plan() -> None:
    plan = build_plan(read_text(HEAD.split("Phụ lục")[0], "plan.txt"), "plan")

    assert plan.appendices == ()
    assert [section.path for section in plan.sections if section.number] == ["I", "I.1"]


def test_a_text_without_numbers_and_tables_is_no_plan() -> None:
    with pytest.raises(ReadError, match=r"thu\.txt: không thấy mục đánh số"):
        build_plan(read_text("Kính gửi các đơn vị.\n\nTrân trọng cảm ơn.\n", "thu.txt"), "thu")


def test_a_heading_with_cells_of_its_own_is_a_row_too() -> None:
    rows = _appendix(
        ["I\tHạ tầng số\tVăn phòng\t\tQuý I", "1\tA b c\tKHTC\t\t", "II\tDữ liệu\t\t\t", "1\tD e f\tVP\t\t"]
    )

    assert rows == (
        ("", "I", "Hạ tầng số", "Văn phòng"),
        ("I", "1", "A b c", "KHTC"),
        ("II", "1", "D e f", "VP"),
    )


LEAD_FIRST = "TT\tĐơn vị chủ trì\tLãnh đạo phụ trách\tNhiệm vụ\tThời hạn\n"


def test_a_title_that_stands_before_the_column_of_the_content_heads_a_group_and_is_no_row() -> None:
    lines = ["I\tHẠ TẦNG SỐ\t\t\t", "1\tVăn phòng\t\tA b c\tQuý I", "II\tDỮ LIỆU\t\t\t", "2\tKHTC\t\tD e f\t"]

    plan = build_plan(read_text(HEAD + LEAD_FIRST + "\n".join(lines) + "\n", "plan.txt"), "plan")

    assert [(row.group, row.group_title, row.stt) for row in plan.appendices[0].rows] == [
        ("I", "HẠ TẦNG SỐ", "1"),
        ("II", "DỮ LIỆU", "2"),
    ]
    assert [group.title for group in plan.appendices[0].groups] == ["HẠ TẦNG SỐ", "DỮ LIỆU"]


def test_an_arabic_heading_before_the_column_of_the_content_is_no_row_either() -> None:
    lines = ["1\tHẠ TẦNG SỐ\t\t\t", "1.1\tVăn phòng\t\tA b c\tQuý I", "2\tKHTC\t\tD e f\t"]

    rows = _appendix(lines, LEAD_FIRST)

    assert [(group, stt) for group, stt, _, _ in rows] == [("1", "1.1"), ("1", "2")]


def test_a_row_followed_by_lettered_parts_heads_them() -> None:
    plan = build_plan(
        read_text(
            f"{HEAD}{COLUMNS}I\tDữ liệu\t\t\t\n1\tA b c\tVP\t\t\n"
            "2\tXây dựng cơ sở dữ liệu ngành\t\t\ttheo thời hạn sau đây:\n"
            "a)\tDữ liệu y tế\tKHTC\t\t2026\nb)\tDữ liệu dược\tKHTC\t\t2027\n3\tD e f\tVP\t\t\n",
            "plan.txt",
        ),
        "plan",
    )
    rows = [(str(row.anchor), row.group_title, row.text(Field.DEADLINE)) for row in plan.rows()]

    assert rows == [
        ("plan/pl-1/I/1", "Dữ liệu", ""),
        ("plan/pl-1/I.2/a", "Xây dựng cơ sở dữ liệu ngành", "2026"),
        ("plan/pl-1/I.2/b", "Xây dựng cơ sở dữ liệu ngành", "2027"),
        ("plan/pl-1/I/3", "Dữ liệu", ""),
    ]


def test_a_heading_that_says_who_leads_stays_a_row_without_what_only_announces() -> None:
    rows = _appendix(["2\tXây dựng dữ liệu\tVăn phòng\t\tnhư sau:", "a)\tDữ liệu y tế\tKHTC\t\t2026"])
    plan = build_plan(
        read_text(f"{HEAD}{COLUMNS}2\tXây dựng\tVP\t\tnhư sau:\na)\tDữ liệu y tế\tKHTC\t\t2026\n", "plan.txt"), "plan"
    )

    assert rows == (("", "2", "Xây dựng dữ liệu", "Văn phòng"), ("2", "a", "Dữ liệu y tế", "KHTC"))
    assert [row.text(Field.DEADLINE) for row in plan.rows()] == ["", "2026"]


def test_two_numbers_in_one_cell_are_one_number() -> None:
    rows = _appendix(["1. a)\tA b c\tVP\t\t", "1. b)\tD e f\tKHTC\t\t", "2\tG h i\tVP\t\t"])

    assert [stt for _, stt, _, _ in rows] == ["1.a", "1.b", "2"]


def test_a_heading_that_only_announces_does_not_run_on_from_the_row_before() -> None:
    lines = ["1\tA b c\tVP\t\t", "\tcác nhiệm vụ khác\t\t\ttheo thời hạn sau đây:", "2\tD e f\tVP\t\tQuý I"]

    assert [content for _, _, content, _ in _appendix(lines)] == ["A b c", "D e f"]


def test_a_code_that_a_page_break_cut_is_whole_again() -> None:
    lines = ["1\tTheo Quyết định số 07-\tVăn phòng\t\t", "", COLUMNS.strip(), "\tQĐ/BCĐ của Ban\t\t\t"]

    assert _appendix(lines)[0][2] == "Theo Quyết định số 07-QĐ/BCĐ của Ban"


def _unit(caption: str) -> str:
    columns = "STT\tNhiệm vụ\tKinh phí\n"
    text = f"{HEAD}{caption}\n\n{columns}1\tA b c\t500\n2\tD e f\t700\n"
    return build_plan(read_text(text, "plan.txt"), "plan").appendices[0].rows[0].amounts_in


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("Đơn vị tính: triệu đồng", "triệu đồng"),
        ("(ĐVT: 1.000 đồng)", "1.000 đồng"),
        ("Đơn vị tính: người", ""),
        ("Kèm theo Kế hoạch", ""),
    ],
)
def test_rows_carry_the_unit_that_a_line_over_their_table_gives(caption: str, unit: str) -> None:
    assert _unit(caption) == unit


@pytest.mark.parametrize("said", ["nt", "-nt-", "Như trên", "- nt -"])
def test_a_cell_like_the_one_above_says_what_that_one_says(said: str) -> None:
    rows = _appendix(["1\tA b c\tVăn phòng Sở\t\t", "2\tD e f\t\t\t", f"3\tG h i\t{said}\t\t", "4\tK l m\tnt an\t\t"])

    assert [lead for _, _, _, lead in rows] == ["Văn phòng Sở", "", "Văn phòng Sở", "nt an"]


def test_the_cell_printed_stays_as_it_is_where_nothing_stands_above() -> None:
    assert _appendix(["1\tA b c\tnt\t\t"]) == (("", "1", "A b c", ""),)


def test_a_heading_without_a_number_has_none() -> None:
    rows = _appendix(["Nhóm nhiệm vụ về hạ tầng\t\t\t\t", "1\tA b c\tVP\t\t"])

    assert rows == (("", "1", "A b c", "VP"),)


UNNUMBERED = "Hoạt động\tĐầu mối\tPhối hợp\tThời gian\n"


def test_tasks_without_numbers_are_counted_in_their_numbered_group_and_lose_their_dash() -> None:
    lines = [
        "1. Truyền thông\t\t\t",
        "- A b c\tVP\tKHTC\tQuý I",
        "- D e f\t-nt-\t\t",
        "2. Hạ tầng\t\t\t",
        "- G h i\tVP\t\t2026",
    ]

    assert _appendix(lines, UNNUMBERED) == (
        ("1", "1", "A b c", "VP"),
        ("1", "2", "D e f", "VP"),
        ("2", "1", "G h i", "VP"),
    )


def test_a_task_with_a_dash_behind_a_page_break_is_one_of_its_own_and_what_lacks_it_goes_on() -> None:
    own = ["- A b c\tVP\t\t2026", "", "12", "", UNNUMBERED.strip(), "- D e f\tKHTC\t\t2027"]
    on = ["- A b c\tVP\t\t2026", "", "12", "", UNNUMBERED.strip(), "\tĐội xe\t\t2027"]

    assert [row[2:] for row in _appendix(own, UNNUMBERED)] == [("A b c", "VP"), ("D e f", "KHTC")]
    assert [row[2:] for row in _appendix(on, UNNUMBERED)] == [("A b c", "VP Đội xe")]


def test_the_sum_beside_its_parts_is_the_budget_in_a_table_of_money() -> None:
    columns = "ĐVT: triệu đồng\n\nSTT\tKhoản chi\tTổng số\tNSTW\tNSTP\n"
    plan = build_plan(read_text(HEAD + columns + "1\tTập huấn\t30\t10\t20\n", "plan.txt"), "plan")
    (row,) = plan.appendices[0].rows

    assert (row.text(Field.BUDGET), row.fields["NSTP"], row.amounts_in) == ("30", "20", "triệu đồng")


def test_a_numbered_line_over_tasks_with_dashes_heads_them() -> None:
    lines = ["1\tHạ tầng số\t\t\t", "\t- Nâng cấp đường truyền\tKHTC\tVNPT\tQuý II", "\t- Mua máy chủ\t-nt-\t\tQuý III"]

    assert _appendix([*lines, "2\tHọp giao ban\tVăn phòng\t\t"]) == (
        ("1", "1", "Nâng cấp đường truyền", "KHTC"),
        ("1", "2", "Mua máy chủ", "KHTC"),
        ("", "2", "Họp giao ban", "Văn phòng"),
    )


def test_such_a_heading_stands_in_its_group() -> None:
    rows = _appendix(["II\tDữ liệu\t\t\t", "1\tHạ tầng số\t\t\t", "\t- Mua máy chủ\tVP\t\t2026", "2\tHọp\tCDC\t\t"])

    assert [(group, stt) for group, stt, _, _ in rows] == [("II.1", "1"), ("II", "2")]


def test_a_dash_that_only_goes_on_with_a_task_heads_nothing() -> None:
    assert _appendix(["1\tHạ tầng số\tKHTC\t\t", "2\tDữ liệu số\tCDC\t\t"])[0][2:] == ("Hạ tầng số", "KHTC")


def test_numbers_at_the_beginning_of_contents_are_those_of_rows_without_a_column_of_numbers() -> None:
    rows = _appendix(["1. Kho dữ liệu\tVP\t\t", "2. Trục liên thông\tKHTC\t\t"], UNNUMBERED)

    assert rows == (("", "1", "Kho dữ liệu", "VP"), ("", "2", "Trục liên thông", "KHTC"))


def test_a_heading_with_the_sums_of_its_sources_is_no_row() -> None:
    columns = "TT\tNội dung\tKinh phí\tNSTW\tNSĐP\n"
    plan = build_plan(
        read_text(HEAD + columns + "A\tHạ tầng\t700\t300\t400\n1\tMáy chủ\t700\t300\t400\n", "plan.txt"), "plan"
    )

    assert [(row.group, row.stt, row.group_title) for row in plan.appendices[0].rows] == [("A", "1", "Hạ tầng")]


def test_a_body_before_several_tasks_leads_them_all() -> None:
    columns = "STT\tĐơn vị chủ trì\tNhiệm vụ\tPhối hợp\tThời hạn\n"
    lines = [
        "1\tVăn phòng Sở\tXây dựng quy chế\t\tQuý I",
        "\t\tVận hành trục\t\tQuý II",
        "2\tCDC\tLàm sạch dữ liệu\t\t2026",
    ]

    assert [row[2:] for row in _appendix(lines, columns)] == [
        ("Xây dựng quy chế", "Văn phòng Sở"),
        ("Vận hành trục", "Văn phòng Sở"),
        ("Làm sạch dữ liệu", "CDC"),
    ]


def test_a_title_in_the_column_of_the_content_heads_a_group_by_its_number() -> None:
    rows = _appendix(["\tI. Hạ tầng\t\t\t", "1\tA b c\tVP\t\t", "\tII. Dữ liệu\t\t\t", "1\tD e f\tVP\t\t"])

    assert [(group, stt) for group, stt, _, _ in rows] == [("I", "1"), ("II", "1")]


def test_titles_between_the_parts_of_a_table_head_groups() -> None:
    lines = ["**I. Hạ tầng**", "", COLUMNS, "1\tA b c\tVP\t\t", "", "**II. Dữ liệu**", "", COLUMNS, "1\tD e f\tVP\t\t"]

    assert [(group, stt) for group, stt, _, _ in _appendix(lines, columns="")] == [("I", "1"), ("II", "1")]


def test_a_title_over_another_table_heads_none_of_its_groups() -> None:
    other = "STT\tHạng mục\tKinh phí"
    lines = ["I. Hạ tầng", "", COLUMNS, "1\tA b c\tVP\t\t", "", "II. Kinh phí", "", other, "1\tMáy chủ\t120"]
    plan = build_plan(read_text(HEAD + "\n".join(lines) + "\n", "plan.txt"), "plan")

    assert [row.group for appendix in plan.appendices for row in appendix.rows] == ["", ""]


def test_a_line_whose_content_goes_on_in_small_letters_is_part_of_the_row() -> None:
    lines = ["1\tXây dựng kho\tPhòng\tCông an\t", "\tdữ liệu số\tNghiệp vụ\t\t", "2\tD e f\tVP\t\t"]

    assert _appendix(lines)[0] == ("", "1", "Xây dựng kho dữ liệu số", "Phòng Nghiệp vụ")


def test_a_body_that_opens_like_a_sum_is_none() -> None:
    rows = _appendix(["Công an tỉnh\tTuần tra", "Văn phòng\tTổng hợp"], columns="Chủ trì\tNhiệm vụ\n")

    assert [content for _, _, content, _ in rows] == ["Tuần tra", "Tổng hợp"]


def test_a_dash_within_a_content_stays() -> None:
    rows = _appendix(["Uống vitamin cho trẻ 6 - 60 tháng\tCDC"], columns="Nhiệm vụ\tChủ trì\n")

    assert rows[0][2] == "Uống vitamin cho trẻ 6 - 60 tháng"


def test_a_unit_over_several_columns_of_money_is_that_of_their_amounts() -> None:
    columns = "STT\tKhoản chi\tKinh phí (triệu đồng)\t\n\t\tNSTW\tTổng\n"
    plan = build_plan(read_text(HEAD + columns + "1\tMáy chủ\t45\t180\n", "plan.txt"), "plan")

    assert plan.appendices[0].rows[0].amounts_in == "triệu đồng"


@pytest.mark.parametrize("printed", ["(1)", "1/", "01.", "1 -", "**1.**"])
def test_a_number_is_read_however_it_is_set_off(printed: str) -> None:
    assert [stt for _, stt, _, _ in _appendix([f"{printed}\tA b c\tVăn phòng\t\t"])] == ["1"]


def test_the_number_of_a_page_within_a_table_is_no_row() -> None:
    rows = _appendix(["1\tA b c\tVP\t\t", "7\t\t\t\t", "2\tD e f\tVP\t\t"])

    assert [stt for _, stt, _, _ in rows] == ["1", "2"]


def test_a_header_repeated_in_a_table_without_numbers_is_no_row() -> None:
    columns = "Nhiệm vụ\tChủ trì\n"
    rows = _appendix(["Ký số\tVP", columns.strip(), "Sao lưu\tVP"], columns)

    assert [content for _, _, content, _ in rows] == ["Ký số", "Sao lưu"]


def test_a_table_without_a_header_that_goes_on_with_none_is_text() -> None:
    text = HEAD + COLUMNS + "1\tA b c\tVăn phòng\t\tQuý I\n\n\n| x | y |\n| --- | --- |\n| của ai | ở đâu |\n"
    plan = build_plan(read_text(text, "plan.txt"), "plan")
    assert [row.stt for row in plan.rows()] == ["1"]


def test_a_line_wider_than_its_table_keeps_all_its_words() -> None:
    plan = build_plan(read_text(HEAD + COLUMNS + "1\tA b c\tVP\t\tQuý I\tgấp\n2\tD e f\tVP\t\tQuý II\n", "p.txt"), "p")
    assert "gấp" in " ".join(" ".join(row.columns.values()) for row in plan.rows())
