"""The simulator of flattened tables: what it prints is what was typed, and looks like what an extractor gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher

import pytest

from ingest.model import Field
from tests.flattening import Cell, Column, GroupForm, GroupLine, RowLine, Table, TableStyle, corpus
from tests.flattening.drawing import draw_plan, make_documents
from tests.flattening.layout import Font, Fragment, serialise, text_width, wrap
from tests.flattening.pages import PageWriter
from tests.flattening.samples import SAMPLES, Sample

FONT = Font(13.0)
LINE = FONT.line_height


def _row(*cells: str) -> RowLine:
    return RowLine(tuple(Cell.of(cell) for cell in cells))


def _table(*lines: RowLine | GroupLine, widths: tuple[float, ...] = (30, 120, 80), style: TableStyle) -> Table:
    headers = ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Ghi chú")
    columns = tuple(Column(header, width) for header, width in zip(headers, widths, strict=False))
    return Table(columns, lines, style)


def _text(table: Table, height: float = 10_000.0, numbered_from: int | None = None) -> str:
    pages = PageWriter(numbered_from)
    pages.new_page(table.style.font, height)
    table.write(pages)
    return pages.text()


def _agreement(real: list[str], simulated: list[str]) -> float:
    matcher = SequenceMatcher(None, real, simulated, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(len(real), len(simulated))


class TestWrapping:
    def test_a_line_keeps_the_space_at_its_break_and_the_last_one_the_paragraph_mark(self) -> None:
        width = text_width("Phòng Nghiệp", FONT)
        assert wrap("Phòng Nghiệp vụ", width, FONT) == ["Phòng Nghiệp ", "vụ "]

    def test_a_typed_space_at_the_end_shows_beside_the_paragraph_mark(self) -> None:
        assert wrap("PGĐ Sở ", 200, FONT) == ["PGĐ Sở  "]

    def test_a_break_after_a_hyphen_leaves_no_space(self) -> None:
        assert wrap("2025-2026", text_width("2025-20", FONT), FONT) == ["2025-", "2026 "]

    def test_a_slash_breaks_only_where_it_is_said_to(self) -> None:
        width = text_width("hoạch/Vă", FONT)
        assert wrap("hoạch/Văn", width, FONT, after_slash=True) == ["hoạch/", "Văn "]
        assert wrap("hoạch/Văn", width, FONT) == ["hoạch/Vă", "n "]

    def test_a_number_wider_than_its_column_begins_a_line_and_breaks_between_digits(self) -> None:
        width = text_width("3.500.000.00", FONT)
        assert wrap("là: 3.500.000.000 đồng", width, FONT) == ["là: ", "3.500.000.00", "0 đồng "]

    def test_an_empty_paragraph_is_one_space(self) -> None:
        assert wrap("", 100, FONT) == [" "]

    def test_a_column_narrower_than_a_letter_still_ends(self) -> None:
        assert wrap("ABC", 1.0, FONT) == ["A", "B", "C "]

    def test_a_letter_with_marks_is_as_wide_as_its_base(self) -> None:
        assert text_width("Đường ỗ", FONT) == text_width("Duong o", FONT)

    def test_no_character_of_any_task_is_lost_or_added(self) -> None:
        for sector in corpus.invented_sectors():
            for task in sector.tasks:
                for text in task[Field.CONTENT].split("\n"):
                    assert "".join(wrap(text, 40.0, FONT, after_slash=True)) == f"{text} "


class TestRunningPiecesTogether:
    def test_pieces_on_one_height_share_a_line(self) -> None:
        assert serialise([Fragment("9  ", 50), Fragment("Triển khai ", 50.5)], FONT) == "9  Triển khai "

    def test_a_move_of_half_a_line_up_or_down_begins_a_line_without_an_empty_one(self) -> None:
        for y in (50 - LINE / 2, 50 + LINE / 2):
            assert serialise([Fragment("9 ", 50), Fragment("Triển ", y)], FONT) == "9 \nTriển "

    def test_a_move_of_a_whole_line_leaves_an_empty_one(self) -> None:
        assert serialise([Fragment("9 ", 50), Fragment("Triển ", 50 + LINE)], FONT) == "9 \n\nTriển "

    def test_the_second_of_two_short_moves_has_its_empty_line(self) -> None:
        pieces = [Fragment("a ", 50), Fragment("b ", 50 + LINE / 2), Fragment("c ", 50)]
        assert serialise(pieces, FONT) == "a \nb \n\nc "

    def test_nothing_gives_nothing(self) -> None:
        assert serialise([], FONT) == ""


class TestTables:
    def test_cells_come_one_after_the_other_row_by_row(self) -> None:
        table = _table(_row("1", "Một", "Văn phòng"), _row("2", "Hai", "Phòng TCCB"), style=TableStyle())
        assert _text(table) == " STT Nội dung Chủ trì \n\n1 Một Văn phòng \n\n2 Hai Phòng TCCB "

    def test_a_cell_in_the_middle_moves_by_half_a_line_beside_a_cell_of_two(self) -> None:
        two_lines = "Triển khai hệ thống thông tin"
        table = _table(_row("1", two_lines, "Văn phòng"), style=TableStyle())
        assert _text(table).endswith("1 \nTriển khai hệ thống \n\nthông tin \nVăn phòng ")

    def test_cells_at_the_top_share_their_first_line(self) -> None:
        table = _table(_row("1", "Triển khai hệ thống thông tin", "Văn phòng"), style=TableStyle(is_centred=False))
        assert _text(table).endswith("1 Triển khai hệ thống \n\nthông tin \n\nVăn phòng ")

    def test_one_column_may_stand_otherwise_than_its_table(self) -> None:
        table = _table(_row("1", "Triển khai hệ thống thông tin", "Văn phòng"), style=TableStyle())
        columns = (replace(table.columns[0], is_centred=False), *table.columns[1:])
        assert "1 Triển khai" in _text(Table(columns, table.lines))

    def test_a_blank_cell_prints_its_spaces_unless_it_is_swallowed(self) -> None:
        style = TableStyle(blank="  ")
        assert _text(_table(_row("1", "Một", ""), style=style)).endswith("1 Một   ")
        swallowed = RowLine((Cell.of("1"), Cell.of("Một"), Cell(swallowed=True)))
        assert _text(_table(swallowed, style=style)).endswith("1 Một ")

    def test_a_spanning_header_comes_first_and_its_years_last(self) -> None:
        years = tuple(Column(year, 40, Field.SCHEDULE, "Thời gian") for year in ("2025", "2026"))
        table = Table((Column("STT", 30), Column("Nhiệm vụ", 100), *years, Column("Kết quả", 60)), ())
        words = _text(table).split()
        assert words == ["STT", "Nhiệm", "vụ", "Thời", "gian", "Kết", "quả", "2025", "2026"]

    def test_groups_are_printed_in_each_form(self) -> None:
        group = GroupLine("II", "Hạ tầng số")
        printed = {form: _text(_table(group, style=TableStyle(group_form=form))).split("\n\n")[1] for form in GroupForm}
        assert printed[GroupForm.TITLE] == "II Hạ tầng số "
        assert printed[GroupForm.WHOLE] == "II. Hạ tầng số "
        assert printed[GroupForm.NONE] == "II Hạ tầng số  "

    def test_the_truth_is_the_typed_text_with_paragraphs_joined_and_spaces_single(self) -> None:
        truth = _table(_row("1.", "Hai  mục:\n- một \n\n- hai", ""), style=TableStyle()).truth()
        assert truth.lines[0].cells == ("1.", "Hai mục: - một - hai", "")

    def test_a_row_with_a_cell_too_few_is_refused(self) -> None:
        with pytest.raises(ValueError, match="line 1 of the table has 2 cells; give it 3"):
            _table(_row("1", "Một"), style=TableStyle())

    def test_every_typed_word_is_printed_once_in_order(self) -> None:
        lines = (GroupLine("I", "Hạ tầng"), _row("1", "Sửa chữa nhà vệ sinh học sinh, cải tạo sân", "KH-TC"))
        table = _table(*lines, style=TableStyle())
        typed = "STTNộidungChủtrì" + "IHạtầng" + "1Sửachữanhàvệsinhhọcsinh,cảitạosânKH-TC"
        assert "".join(_text(table).split()) == typed


class TestPageBreaks:
    LONG = "một hai ba bốn năm sáu bảy tám chín mười mười một mười hai mười ba mười bốn mười lăm"

    def _broken(self, breaks_rows: bool, repeats_header: bool = True) -> str:
        style = TableStyle(breaks_rows=breaks_rows, repeats_header=repeats_header)
        table = _table(_row("1", "Một", "VP"), _row("2", self.LONG, "Sở Y tế"), style=style)
        return _text(table, height=LINE * 5)

    def test_a_new_page_begins_with_a_space_and_no_empty_line(self) -> None:
        assert " VP \n STT Nội dung" in self._broken(breaks_rows=False)

    def test_a_page_number_stands_between_empty_lines(self) -> None:
        table = _table(*[_row(str(n), "Một", "VP") for n in range(1, 5)], style=TableStyle(repeats_header=False))
        assert "VP \n\n\n\n2 \n\n3 Một VP " in _text(table, height=LINE * 3, numbered_from=2)

    def test_the_rest_of_a_broken_row_follows_the_repeated_header(self) -> None:
        text = self._broken(breaks_rows=True)
        first, second = text.split(" STT Nội dung Chủ trì \n\n")[1:]
        assert "Sở Y tế" in first
        assert first.count("mười") < self.LONG.count("mười")
        assert second.split()[-1] == "lăm"

    def test_a_header_that_does_not_repeat_stands_once(self) -> None:
        assert self._broken(breaks_rows=True, repeats_header=False).count("STT") == 1

    def test_a_row_longer_than_a_page_is_broken_even_where_rows_are_kept_whole(self) -> None:
        table = _table(_row("1", self.LONG * 6, "VP"), style=TableStyle(breaks_rows=False))
        assert _text(table, height=LINE * 5).split()[-1] == "lăm"

    def test_two_broken_cells_follow_column_by_column(self) -> None:
        columns = (Column("A", 30), Column("B", 9), Column("C", 9))
        style = TableStyle(breaks_rows=True, repeats_header=False)
        table = Table(columns, (_row("1", "a b c d e f g h", "p q r s t u v w"),), style)
        first, second = _text(table, height=LINE * 5).split(" \n ")
        assert first.split() == ["A", "B", "C", "1", "a", "b", "c", "d", "p", "q", "r", "s"]
        assert second == "e \n\nf \n\ng \n\nh \n\nt \n\nu \n\nv \n\nw "

    def test_a_blank_last_cell_is_lost_where_its_row_is_broken(self) -> None:
        style = TableStyle(breaks_rows=True, repeats_header=False, blank="  ")
        table = _table(_row("1", self.LONG, ""), style=style)
        assert "  " in _text(table)
        assert "  " not in _text(table, height=LINE * 4)


class TestRealism:
    @pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.start.split("\n")[0])
    def test_the_lines_of_real_plans_come_out_as_they_are(self, sample: Sample) -> None:
        assert _agreement(sample.real(), sample.simulated()) >= 0.97


class TestDrawing:
    def test_a_seed_always_gives_the_same_documents(self) -> None:
        assert make_documents(7, 3) == make_documents(7, 3)

    def test_other_seeds_give_other_documents(self) -> None:
        texts = {text for seed in range(5) for text, _ in make_documents(seed, 3)}
        assert len(texts) == 15

    def test_layouts_vary_in_every_way_that_is_promised(self) -> None:
        appendices = [appendix for n in range(150) for appendix in draw_plan(f"vary-{n}").appendices]
        tables = [appendix.table for appendix in appendices]
        assert {len(table.columns) for table in tables} == set(range(3, 11))
        assert {column.field for table in tables for column in table.columns} == {None, *Field}
        assert {table.style.group_form for table in tables} == set(GroupForm)
        for option in ("is_centred", "repeats_header", "breaks_rows", "breaks_after_slash"):
            assert {getattr(table.style, option) for table in tables} == {True, False}
        assert {any(isinstance(line, GroupLine) for line in table.lines) for table in tables} == {True, False}
        assert any(column.parent for table in tables for column in table.columns)
        assert {len(draw_plan(f"vary-{n}").appendices) for n in range(50)} == {1, 2, 3}

    def test_every_letter_of_the_truth_is_in_the_text(self) -> None:
        for text, truth in make_documents(3, 8):
            cells = [cell for table in truth.tables for line in table.lines for cell in line.cells]
            assert Counter("".join("".join(cells).split())) <= Counter(text)

    def test_the_corpus_holds_tasks_of_other_sectors_and_of_the_samples(self) -> None:
        assert sum(len(sector.tasks) for sector in corpus.invented_sectors()) >= 80
        assert len({sector.issuer for sector in corpus.invented_sectors()}) >= 6
        assert sum(len(sector.tasks) for sector in corpus.plan_sectors()) >= 60
