"""Lines, strips, widths and what moves between cells say."""

import pytest

from ingest.readers.flattened.evidence import GAP, GAP_BEHIND_NEAR, LEVEL, NEAR, gather
from ingest.readers.flattened.geometry import MANY, ONE, TWO, log_rules
from ingest.readers.flattened.lines import looks_flattened, print_lines
from ingest.readers.flattened.schedule import schedule_cells
from ingest.readers.flattened.strips import Strip, first_word_width, strip_of
from ingest.readers.metrics import width

PAGE = "".join(f"Dòng thứ {number} \n\n" for number in range(15))


def strip(text: str, printed: str = "") -> Strip:
    return strip_of(print_lines(text), codes_break=True, printed=printed)


class TestLines:
    def test_a_line_of_spaces_keeps_their_number(self) -> None:
        assert [(line.text, line.spaces) for line in print_lines("Sở Y tế \n\n   \n\nVăn phòng ")] == [
            ("Sở Y tế", 1), ("", 3), ("Văn phòng", 1),
        ]  # fmt: skip

    def test_a_page_begins_behind_one_space_and_without_an_empty_line(self) -> None:
        assert print_lines(PAGE.rstrip("\n") + "\n Trang sau ")[-1].page == 2

    def test_two_spaces_are_blank_cells_and_no_page(self) -> None:
        last = print_lines(PAGE.rstrip("\n") + "\n  x ")[-1]
        assert (last.page, last.near) == (1, True)

    def test_a_few_lines_are_no_page(self) -> None:
        assert print_lines("Sở Y tế \n x ")[-1].page == 1

    def test_a_page_number_is_dropped(self) -> None:
        lines = print_lines(PAGE + "\n\n\n2 \n\nTiếp theo ")
        assert (lines[-1].text, lines[-1].page) == ("Tiếp theo", 2)
        assert "2" not in [line.text for line in lines]

    def test_no_text_has_no_lines(self) -> None:
        assert print_lines("") == ()

    @pytest.mark.parametrize("text", ["", "Một dòng \n\n", "Cột 1\tCột 2\n" * 20, "Văn bản thường\n" * 20])
    def test_other_text_does_not_look_flattened(self, text: str) -> None:
        assert not looks_flattened(text)

    def test_spaced_lines_with_empty_ones_between_look_flattened(self) -> None:
        assert looks_flattened(PAGE)


class TestStrips:
    def test_a_line_is_cut_at_capitals_but_the_first_at_every_word(self) -> None:
        pieces = [part.text for part in strip("Xây dựng \n\nvăn phòng Sở ").fragments]
        assert pieces == ["Xây", "dựng", "văn phòng", "Sở"]

    def test_a_short_form_is_not_cut_from_the_noun_before_it(self) -> None:
        said = strip("Thuê máy chủ \n\n9.800 Quỹ PTHĐSN \n\nPhòng KHTC Sở KHCN ").fragments
        assert [part.text for part in said[3:]] == ["9.800", "Quỹ PTHĐSN", "Phòng KHTC", "Sở", "KHCN"]

    def test_a_bound_is_not_cut_from_its_number(self) -> None:
        assert [part.text for part in strip("mục \n\n9 ≤ 4 Phòng ").fragments] == ["mục", "9", "≤ 4", "Phòng"]
        months = [part.text for part in strip("mục \n\n12 tháng 9.800 Tháng 9/2027 ").fragments]
        assert months == ["mục", "12 tháng", "9.800", "Tháng 9/2027"]
        assert [part.text for part in strip("mục \n\nTháng 12 Dưới 3 ").fragments] == ["mục", "Tháng", "12", "Dưới 3"]

    def test_the_row_number_is_left_out(self) -> None:
        assert strip("1. Xây dựng ", printed="1.").text(0, 2) == "Xây dựng"

    def test_spaces_beside_a_text_are_fragments_of_their_own(self) -> None:
        assert [part.text for part in strip("Sở  Ban   ").fragments] == ["Sở", "", "Ban", "", ""]

    def test_a_word_broken_over_lines_is_whole_again(self) -> None:
        broken = strip("3.500.000.00\n\n0 đồng ")
        assert broken.text(0, len(broken)) == "3.500.000.000 đồng"

    def test_a_strip_tells_how_each_piece_stands_to_the_one_before(self) -> None:
        seen = gather(strip("Một \n\nHai \nBa \n\nBốn Năm "))
        assert list(seen.kind) == [GAP, GAP, NEAR, GAP_BEHIND_NEAR, LEVEL]

    def test_carry_is_what_would_have_had_to_fit(self) -> None:
        seen = gather(strip("Văn phòng \n\nSở "))
        assert seen.carry[-1] == width("Văn phòng Sở")

    def test_a_hyphen_ends_what_a_break_carries_over(self) -> None:
        assert first_word_width("KH-TCKT và") == width("KH-")

    def test_bold_is_wider(self) -> None:
        assert width("Đơn vị chủ trì", bold=True) > width("Đơn vị chủ trì")


class TestMoves:
    def test_one_line_meets_one_line_on_a_height(self) -> None:
        rule = log_rules([[]])[0]
        assert rule[ONE, LEVEL, ONE] > rule[ONE, GAP, ONE]
        assert rule[MANY, GAP, MANY] > rule[MANY, LEVEL, MANY]

    def test_a_table_set_at_the_top_is_learnt_from_its_moves(self) -> None:
        before, after = log_rules([[]])[0], log_rules([[(ONE, LEVEL, MANY)] * 20])[0]
        assert after[ONE, LEVEL, TWO] > before[ONE, LEVEL, TWO]
        assert after[ONE, NEAR, TWO] < before[ONE, NEAR, TWO]


class TestSchedules:
    @pytest.mark.parametrize(
        ("text", "count", "cells"),
        [
            ("X X X ", 3, ("X", "X", "X")),
            ("x   ", 3, ("x", "", "")),
            ("  x ", 3, ("", "", "x")),
            ("Tháng 4     ", 3, ("Tháng 4", "", "")),
        ],
    )
    def test_marks_and_spaces_are_cells(self, text: str, count: int, cells: tuple[str, ...]) -> None:
        found = schedule_cells(strip(f" \n\n{text}").fragments[1:], count)
        assert found is not None
        assert found.cells == cells

    @pytest.mark.parametrize(("text", "count"), [("Văn phòng ", 2), ("X X X ", 2), ("12 ", 3)])
    def test_other_text_or_another_number_is_no_schedule(self, text: str, count: int) -> None:
        assert schedule_cells(strip(text).fragments, count) is None

    def test_of_too_few_marks_without_blanks_no_year_is_told(self) -> None:
        found = schedule_cells(strip("X Quý 4 ").fragments, 5)
        assert found is not None
        assert (found.cells, found.untold) == (("",) * 5, 2)


class TestWhatFragmentsAre:
    def test_the_name_of_a_device_is_no_bodys_name(self) -> None:
        units, devices = gather(strip("TTKN \n\nKH-TC \n\nVP/KHTC ")), gather(strip("LC-MS/MS \n\nHPLC-20 "))

        assert units.acronym.all()
        assert not devices.acronym.any()

    def test_a_title_with_two_syllables_of_a_name_goes_on(self) -> None:
        begun, whole = gather(strip("Bà Cao Thị ")), gather(strip("Ông Lê Văn Tám "))

        assert gather(strip("Ông Trịnh Quốc ")).hanging[-1]
        assert begun.hanging[-1]
        assert not whole.hanging[-1]

    def test_numbers_alone_are_told_from_texts_that_begin_with_one(self) -> None:
        seen = gather(strip("75 \n\n1.900 \n\n75 chỉ tiêu \n\n95% "))

        assert list(seen.number) == [True, True, False, False]


class TestTornTexts:
    def test_the_year_of_a_date_torn_by_a_narrow_column_is_put_together(self) -> None:
        torn = strip("01/03/202 \n\n6 \n\n165 ")
        assert torn.text(0, 2) == "01/03/2026"
        assert torn.text(1, 3) == "6 165"

    def test_a_lone_letter_that_ends_a_name_opens_no_cell(self) -> None:
        for text, hangs in (("Y ", True), ("Y; Sở Nội vụ ", True), ("Y tế cơ sở ", False)):
            parts = strip(f"Phòng Nghiệp vụ \n\n{text}")
            at = next(at for at, fragment in enumerate(parts.fragments) if fragment.text.startswith("Y"))
            assert gather(parts).hanging[at - 1] == hangs


class TestBodies:
    def test_how_many_bodies_there_are_opens_their_name_and_a_figure_does_not(self) -> None:
        assert list(gather(strip("06 bệnh viện ")).unit)[:1] == [True]
        assert list(gather(strip("85 Văn phòng Sở ")).unit)[:1] == [False]


def test_the_number_of_a_document_broken_over_lines_is_whole_again() -> None:
    found = strip("QĐ 2188/QĐ- \nUBND ")
    assert found.text(0, len(found)) == "QĐ 2188/QĐ-UBND"
    other = strip("Tổ trưởng CNTT- \nUBND ")
    assert other.text(0, len(other)) == "Tổ trưởng CNTT- UBND"


def test_the_number_of_a_month_goes_with_it() -> None:
    pieces = [fragment.text for fragment in strip("mục \n\nTừ tháng 7 12.000 người ").fragments]
    assert pieces == ["mục", "Từ tháng 7", "12.000 người"]
    counted = [fragment.text for fragment in strip("mục \n\nTừ tháng 15 người ").fragments]
    assert counted == ["mục", "Từ tháng", "15 người"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("30/4/2026 Nguyễn Hữu Phúc", True),
        ("30/4/2026 Siu H'Bem", True),
        ("30/4/2026 Bệnh viện Mắt", False),
        ("Mức cao Gia Lai", False),
    ],
)
def test_a_person_is_told_by_the_family_name_or_behind_a_date(text: str, named: bool) -> None:
    assert bool(gather(strip(text)).named.any()) is named
