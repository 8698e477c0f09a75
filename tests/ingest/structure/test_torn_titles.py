"""Titles of groups that columns of text have torn."""

from __future__ import annotations

import pytest

from ingest.model import NOWHERE
from ingest.structure.drafts import Draft
from ingest.structure.torn_titles import mend_torn_titles, torn_title


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
        (("PHỤC VỤ N", "GƯỜI BỆNH"), "PHỤC VỤ NGƯỜI BỆNH"),
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


@pytest.mark.parametrize(
    ("printed", "cells", "title", "left"),
    [
        ("I. THỦ TỤC HÀ", ["NH CHÍNH", "", ""], "I. THỦ TỤC HÀNH CHÍNH", ["", "", ""]),
        ("III. CHUYỂN Đ", ["ỔI SỐ", "", "1.500"], "III. CHUYỂN ĐỔI SỐ", ["", "", "1.500"]),
        ("Phục vụ giải quyết", ["thủ tục hành chính", ""], "Phục vụ giải quyết thủ tục hành chính", ["", ""]),
    ],
)
def test_a_title_may_begin_in_the_column_of_numbers(
    printed: str, cells: list[str], title: str, left: list[str]
) -> None:
    assert torn_title(printed, cells) == (title, left)


@pytest.mark.parametrize(
    ("printed", "cells"),
    [
        ("1", ["Mua tủ", "Phòng KHTC"]),
        ("NV01", ["Mua tủ", ""]),
        ("II", ["Hạ tầng", ""]),
        ("I. Hạ tầng", ["", "Sở Y tế"]),
    ],
)
def test_a_number_or_a_code_is_no_title(printed: str, cells: list[str]) -> None:
    assert torn_title(printed, cells) is None
