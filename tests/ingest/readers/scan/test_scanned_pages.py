"""Scanned pages of the sample plans come back: skewed, noisy, stamped, turned, beside pages with text, as pictures.

A few pages only, for reading takes a second or two a page; `python -m tests.typeset.measure_scans` reads all.
"""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from ingest.readers import read
from ingest.readers.document import TableBlock, TextBlock
from ingest.readers.scan import read_image
from ingest.readers.scan.recogniser import RecogniserError, data_folder
from ingest.structure import build_plan
from tests.typeset import platypus
from tests.typeset.compare import Score, compare, table
from tests.typeset.excerpts import excerpt
from tests.typeset.measure_scans import plain
from tests.typeset.scans import Wear, scan_pdf, scans
from tests.typeset.style import GroupForm, Rules, Style


def _reason() -> str:
    try:
        data_folder()
    except RecogniserError as error:
        return error.english
    return ""


pytestmark = pytest.mark.skipif(bool(_reason()), reason=_reason() or "scans can be read here")

ROWS, CELLS = 0.95, 0.90
"""The least shares of rows and cells that come back, compared without accents."""


def holds(score: Score, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{table([('scan', score)])}")
    assert score.rows_found >= ROWS * score.rows, score.misses
    assert score.cells_exact >= CELLS * score.cells, score.misses


def test_a_stamped_scan_of_a_plan_with_years_and_groups_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth, printed = excerpt("dong-nai-2025", 1, 12, paragraphs=4)
    platypus.set_plan(printed, tmp_path / "printed.pdf", Style(size=11))
    scan_pdf(tmp_path / "printed.pdf", tmp_path / "scan.pdf", Wear(stamped=True))
    document = read(tmp_path / "scan.pdf")
    plan = build_plan(document, truth.id)
    holds(compare(truth, plan, plain), capsys)
    assert (plan.header.issuer, plan.header.signer) == (truth.header.issuer, truth.header.signer)
    row = next(plan.rows())
    (box,) = row.place.boxes
    assert row.place.page == box.page == 2
    assert 0 < box.left < box.right < 842
    assert 0 < box.top < box.bottom < 596
    assert 0.5 < row.place.certainty < 1


def test_a_coarse_upright_table_with_wide_group_lines_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth, printed = excerpt("an-giang-2025", 0, 7)
    style = Style(group_form=GroupForm.WHOLE, landscape=False, centred=False, column_numbers=True)
    platypus.set_plan(printed, tmp_path / "printed.pdf", style)
    scan_pdf(tmp_path / "printed.pdf", tmp_path / "scan.pdf", Wear(dpi=170, quality=50))
    plan = build_plan(read(tmp_path / "scan.pdf"), truth.id)
    holds(compare(truth, plan, plain), capsys)
    assert (plan.header.number, plan.header.date) == (truth.header.number, truth.header.date)


def test_a_table_without_upright_rulings_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truth, printed = excerpt("ca-mau-2026", 0, 4)
    platypus.set_plan(printed, tmp_path / "printed.pdf", Style(rules=Rules.LEVEL, centred=False))
    scan_pdf(tmp_path / "printed.pdf", tmp_path / "scan.pdf", Wear(), [last(tmp_path / "printed.pdf")])
    plan = build_plan(read(tmp_path / "scan.pdf"), truth.id)
    holds(compare(truth, plan, plain), capsys)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A print whose last page is a table of four rows."""
    _, printed = excerpt("ca-mau-2026", 0, 4)
    path = tmp_path_factory.mktemp("sheet") / "printed.pdf"
    platypus.set_plan(printed, path, Style(size=12))
    return path


def last(path: Path) -> int:
    return len(pdfium.PdfDocument(path)) - 1


def numbers(blocks: tuple[TextBlock | TableBlock, ...]) -> list[str]:
    return [line.cells[0] for block in blocks if isinstance(block, TableBlock) for line in block.lines]


@pytest.mark.parametrize("turns", [1, 2])
def test_a_page_laid_sideways_or_upside_down_is_turned(sheet: Path, turns: int) -> None:
    (picture,) = scans(sheet, Wear(turns=turns), [last(sheet)])
    blocks = read_image(picture, "a.jpg").blocks
    assert numbers(blocks) == ["1", "2", "3", "4"]
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    width, height = Image.open(io.BytesIO(picture)).size
    (box,) = tables[0].place.boxes
    assert box.right <= width * 72 / 200 + 1
    assert box.bottom <= height * 72 / 200 + 1


def test_pages_with_text_and_scanned_pages_are_read_each_in_its_way(sheet: Path, tmp_path: Path) -> None:
    scan_pdf(sheet, tmp_path / "scan.pdf", Wear(), [last(sheet)])
    mixed = pdfium.PdfDocument(sheet)
    mixed.del_page(last(sheet))
    mixed.import_pages(pdfium.PdfDocument(tmp_path / "scan.pdf"))
    mixed.save(tmp_path / "mixed.pdf")
    blocks = read(tmp_path / "mixed.pdf").blocks
    assert numbers(blocks) == ["1", "2", "3", "4"]
    by_page = {page: [block for block in blocks if block.place.page == page] for page in (1, last(sheet) + 1)}
    assert all(block.place.certainty == 1 for block in by_page[1])
    assert all(block.place.certainty < 1 for block in by_page[last(sheet) + 1])


def test_a_blank_page_gives_no_blocks() -> None:
    data = io.BytesIO()
    Image.effect_noise((1654, 2339), 12).point(lambda level: min(255, level + 100)).save(data, "PNG")
    assert read_image(data.getvalue(), "a.png").blocks == ()


def test_a_page_that_cannot_be_read_here_is_reported(
    sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib

    recogniser = importlib.import_module("ingest.readers.scan.recogniser")
    recogniser.shared_recogniser.cache_clear()
    monkeypatch.setattr(recogniser, "_FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    scan_pdf(sheet, tmp_path / "scan.pdf", Wear(), [last(sheet)])
    document = read(tmp_path / "scan.pdf")
    assert document.blocks == ()
    assert "trang 1" in document.notices[0]
    assert "tesseract-ocr-vie" in document.notices[0]


def test_the_same_scan_is_made_each_time(sheet: Path) -> None:
    assert scans(sheet, Wear(), [0]) == scans(sheet, replace(Wear()), [0])
