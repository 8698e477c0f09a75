"""The measure itself: what it counts as found and exact, with readers whose faults are known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.readers.document import Document, HeaderCell, TableBlock, TableLine
from tests.flattening import Cell, Column, GroupLine, RowLine, Table, Truth
from tests.flattening.drawing import make_document, make_documents
from tests.flattening.measure import load_reader, main, measure, report, score

COLUMNS = (Column("STT", 30), Column("Nội dung", 120), Column("Chủ trì", 80))


def read_nothing(text: str, name: str) -> Document:
    """A reader that finds no table at all."""
    return Document(name, "", "", ())


def _perfect(truth: Truth) -> Document:
    blocks = []
    for table in truth.tables:
        header = tuple(HeaderCell(*cell) for cell in table.header)
        width = len(header)
        lines = tuple(TableLine((*line.cells, *[""] * (width - len(line.cells)))) for line in table.lines)
        blocks.append(TableBlock(header, lines))
    return Document(truth.name, "", "", tuple(blocks))


def _edit(document: Document, lines: tuple[TableLine, ...]) -> Document:
    first = document.blocks[0]
    assert isinstance(first, TableBlock)
    return replace(document, blocks=(replace(first, lines=lines), *document.blocks[1:]))


class TestMeasuring:
    @pytest.fixture
    def truth(self) -> Truth:
        table = Table(
            COLUMNS,
            (
                GroupLine("I", "Hạ tầng số"),
                RowLine((Cell.of("1."), Cell.of("Nâng cấp đường truyền"), Cell.of("Văn phòng"))),
                RowLine((Cell.of("2."), Cell.of("Mua sắm máy chủ"), Cell())),
            ),
        )
        return Truth("test", (table.truth(),), ("Phụ lục",), ("DANH MỤC",))

    def test_a_reader_that_finds_everything_scores_full(self) -> None:
        documents = make_documents(11, 6)
        truths = {f"{truth.name}.txt": truth for _, truth in documents}
        for one in measure(lambda text, name: _perfect(truths[name]), documents):
            assert one.rows_found == one.rows > 0
            assert one.cells_exact == one.cells
            assert (one.groups_found, one.headers_exact, one.extra) == (one.groups, one.headers, 0)
            assert one.misses == ()

    def test_a_reader_that_finds_nothing_scores_nothing(self, truth: Truth) -> None:
        result = score(Document("test", "", "", ()), truth)
        assert (result.rows, result.rows_found, result.cells, result.cells_exact) == (2, 0, 4, 0)
        assert len(result.misses) == 3

    def test_a_missing_row_does_not_shift_the_others(self, truth: Truth) -> None:
        document = _perfect(truth)
        lines = document.blocks[0].lines  # type: ignore[union-attr]
        result = score(_edit(document, (lines[0], lines[2])), truth)
        assert (result.rows_found, result.cells_exact, result.groups_found) == (1, 2, 1)

    def test_a_word_in_the_wrong_cell_spoils_both_cells(self, truth: Truth) -> None:
        document = _perfect(truth)
        lines = document.blocks[0].lines  # type: ignore[union-attr]
        wrong = TableLine(("1.", "Nâng cấp đường", "truyền Văn phòng"))
        result = score(_edit(document, (lines[0], wrong, lines[2])), truth)
        assert (result.rows_found, result.cells_exact, result.filled_exact) == (2, 2, 1)
        assert [miss.where for miss in result.misses] == ["row 1, Nội dung", "row 1, Chủ trì"]

    def test_a_row_under_the_wrong_number_is_not_found(self, truth: Truth) -> None:
        document = _perfect(truth)
        lines = document.blocks[0].lines  # type: ignore[union-attr]
        wrong = TableLine(("3.", *lines[2].cells[1:]))
        assert score(_edit(document, (lines[0], lines[1], wrong)), truth).rows_found == 1

    def test_dots_and_leading_zeros_of_numbers_do_not_count(self, truth: Truth) -> None:
        document = _perfect(truth)
        lines = document.blocks[0].lines  # type: ignore[union-attr]
        other = TableLine(("02", *lines[2].cells[1:]))
        assert score(_edit(document, (lines[0], lines[1], other)), truth).rows_found == 2

    def test_the_rest_of_a_row_on_the_next_page_is_joined_to_it(self, truth: Truth) -> None:
        document = _perfect(truth)
        first = document.blocks[0]
        assert isinstance(first, TableBlock)
        start = TableLine(("1.", "Nâng cấp", "Văn phòng"))
        rest = replace(first, lines=(TableLine(("", "đường truyền", "")), first.lines[2]))
        parts = replace(document, blocks=(replace(first, lines=(first.lines[0], start)), rest))
        assert score(parts, truth).cells_exact == 4

    def test_a_line_that_the_truth_has_not_is_counted_as_extra(self, truth: Truth) -> None:
        document = _perfect(truth)
        lines = document.blocks[0].lines  # type: ignore[union-attr]
        assert score(_edit(document, (*lines, TableLine(("", "Ghi chú: xem", "")))), truth).extra == 1

    def test_a_reader_that_raises_is_told_and_the_others_are_still_measured(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        documents = [make_document("one"), make_document("two")]
        truths = {f"{truth.name}.txt": truth for _, truth in documents[1:]}
        first, second = measure(lambda text, name: _perfect(truths[name]), documents)
        assert (first.rows_found, second.rows_found) == (0, second.rows)
        assert "flattened-one: the reader raised KeyError" in capsys.readouterr().err

    def test_the_report_names_documents_shares_and_misses(self, truth: Truth) -> None:
        text = report([score(Document("test", "", "", ()), truth)], worst=1)
        assert "test" in text
        assert "0.0%" in text
        assert "wanted: Hạ tầng số" in text

    def test_a_reader_is_loaded_by_its_name(self) -> None:
        assert load_reader("tests.flattening.test_measure:read_nothing")("text", "name.txt").blocks == ()

    @pytest.mark.parametrize("name", ["no.such.module:read", "tests.flattening.test_measure:absent", "read_text"])
    def test_a_reader_that_does_not_exist_is_told_in_one_line(self, name: str) -> None:
        with pytest.raises(SystemExit, match="no reader"):
            load_reader(name)

    def test_the_command_prints_a_line_for_every_document_and_the_totals(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        main(["--count", "2", "--worst", "0", "--reader", "tests.flattening.test_measure:read_nothing"])
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in lines] == ["document", "flattened-1-1", "flattened-1-2", "all"]
