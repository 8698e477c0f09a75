"""Marks of lists that converters put before numbered paragraphs and before the lines of one."""

from __future__ import annotations

import pytest

from ingest.readers.list_marks import without_list_marks
from ingest.readers.markup import split_emphasised

HEADINGS = "# I. MỤC TIÊU\n# 1. Mục tiêu cụ thể\n"
WRAPPED = "- 2.1. Ít nhất 45 triệu công dân có sổ sức khỏe điện tử được cập nhật thường"


def plain(text: str) -> list[str]:
    return [line for line in without_list_marks(HEADINGS + text).split("\n")[2:] if line]


def test_what_hangs_in_another_line_is_taken_up_and_no_line_is_lost() -> None:
    text = f"{WRAPPED}\n\n- xuyên trên VNeID.\n\n   - 2.2. Thời gian đồng bộ không quá 15 phút."
    assert plain(text) == [
        f"{WRAPPED[2:]} xuyên trên VNeID.",
        "2.2. Thời gian đồng bộ không quá 15 phút.",
    ]
    assert without_list_marks(HEADINGS + text).count("\n") == (HEADINGS + text).count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "- Bộ Công an (C06);\n- các đơn vị liên quan;",
        "- khoa Dược\n- khoa Nội",
        "- 02 tủ lạnh\n- 03 máy phun",
        "Các đơn vị có trách nhiệm phối hợp thực hiện những việc sau đây:\n- báo cáo hằng quý;",
    ],
)
def test_items_of_a_list_stay(text: str) -> None:
    assert plain(text) == text.split("\n")


def test_a_text_that_is_no_markdown_stays_as_it_is() -> None:
    assert without_list_marks(f"{WRAPPED}\n- xuyên trên VNeID.") == f"{WRAPPED}\n- xuyên trên VNeID."


def test_a_numbered_heading_behind_a_sentence_is_a_paragraph_of_its_own() -> None:
    assert split_emphasised("Các chỉ tiêu nêu tại Phụ lục I. **III. NHIỆM VỤ**") == [
        "Các chỉ tiêu nêu tại Phụ lục I.",
        "**III. NHIỆM VỤ**",
    ]
    assert len(split_emphasised("Đạt mức cao. **100%** đơn vị")) == 1
