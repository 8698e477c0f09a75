"""Titles of groups that columns of text have torn."""

from __future__ import annotations

import pytest

from ingest.model import NOWHERE
from ingest.structure.drafts import Draft
from ingest.structure.torn_titles import mend_torn_titles


def mended(*cells: str, kind: str = "roman", rows: bool = True) -> list[str]:
    heading = Draft(kind, "I", list(cells), NOWHERE)
    row = Draft("row", "1", ["Mua máy chủ", "Văn phòng Sở", "", ""], NOWHERE)
    mend_torn_titles([heading, row] if rows else [heading], 0)
    return heading.cells


@pytest.mark.parametrize(
    ("pieces", "title"),
    [
        (("Bảo đảm an toàn hệ", "thống thông tin"), "Bảo đảm an toàn hệ thống thông tin"),
        (("Hoàn thiện quy định", ", tổ chức bộ máy"), "Hoàn thiện quy định, tổ chức bộ máy"),
        (("Bảo vệ dữ liệu cá nh", "ân"), "Bảo vệ dữ liệu cá nhân"),
        (("Chuẩn bị hạ tầng, p", "hần mềm"), "Chuẩn bị hạ tầng, phần mềm"),
        (("Xây dựng", "quy trình", "biểu mẫu"), "Xây dựng quy trình biểu mẫu"),
    ],
)
def test_the_pieces_are_one_title(pieces: tuple[str, ...], title: str) -> None:
    blanks = [""] * (4 - len(pieces))
    assert mended(*pieces, *blanks) == [title, "", "", ""]


@pytest.mark.parametrize(
    "cells",
    [
        ("Chuyển đổi số", "Văn phòng Sở", "", ""),
        ("Chuyển đổi số", "các đơn vị", "", ""),
        ("Chuyển đổi số", "", "hằng năm", ""),
        ("Chuyển đổi số", "12,5", "", ""),
    ],
)
def test_cells_of_their_own_stay(cells: tuple[str, ...]) -> None:
    assert mended(*cells) == list(cells)


def test_rows_with_roman_numbers_keep_their_cells() -> None:
    assert mended("Mua máy", "theo tiến độ", "", "", rows=False) == ["Mua máy", "theo tiến độ", "", ""]
    assert mended("Mua máy", "chủ", "", "", kind="row") == ["Mua máy", "chủ", "", ""]
