"""Pages turned by the file, and pages of over 200 inches, are read like any other."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.readers.document import TableBlock
from ingest.readers.pdf import read_pdf
from tests.typeset import platypus
from tests.typeset.excerpts import excerpt


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A plan of eight rows."""
    path = tmp_path_factory.mktemp("plan") / "plan.pdf"
    platypus.set_plan(excerpt("ca-mau-2026", 0, 8, 3)[1], path)
    return path.read_bytes()


def _rows(data: bytes) -> list[tuple[str, ...]]:
    blocks = read_pdf(data, "a.pdf").blocks
    return [line.cells for block in blocks if isinstance(block, TableBlock) for line in block.lines]


def _changed(data: bytes, turn: int = 0, scale: float = 1.0) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(turn)
        page.scale_by(scale)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_by_the_file_has_the_same_rows(plan: bytes, turn: int) -> None:
    assert len(_rows(plan)) == 8
    assert _rows(_changed(plan, turn=turn)) == _rows(plan)


def test_a_page_of_over_200_inches_has_the_same_rows(plan: bytes) -> None:
    large = _changed(plan, scale=25)
    assert float(PdfReader(io.BytesIO(large)).pages[0].mediabox.width) > 200 * 72
    assert _rows(large) == _rows(plan)
