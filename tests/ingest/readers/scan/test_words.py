"""Words to lines, columns and paragraphs; wrapped lines; certainty."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.readers.scan.page import PageImage
from ingest.readers.scan.paragraphs import text_blocks
from ingest.readers.scan.recogniser import Word
from ingest.readers.scan.words import certainty, readable
from ingest.readers.scan.wrapped import join_lines

HEIGHT, LETTER = 30, 14
PAGE = PageImage(np.full((2339, 1654), 255, np.uint8), 1, 200.0, np.array([[0.36, 0, 0], [0, 0.36, 0]]))


def line(text: str, left: int, top: int, number: int, sure: float = 0.9) -> list[Word]:
    """The words of a line, 14 pixels a letter."""
    words, x = [], left
    for part in text.split():
        words.append(Word(part, x, top, x + LETTER * len(part), top + HEIGHT, sure, number))
        x += LETTER * (len(part) + 1)
    return words


def page_of(*lines: tuple[str, int, int]) -> list[str]:
    words = [word for number, (text, left, top) in enumerate(lines) for word in line(text, left, top, number)]
    return [block.text for block in text_blocks(PAGE, words)]


FULL = "x" * 60


def test_an_indented_line_and_one_after_a_short_line_begin_paragraphs() -> None:
    assert page_of(
        (FULL, 260, 300),
        (f"{FULL} aaaa", 200, 350),
        ("hết.", 200, 400),
        (f"Đoạn {FULL}", 200, 450),
    ) == [f"{FULL} {FULL} aaaa hết.", f"Đoạn {FULL}"]


def test_letterhead_and_motto_are_read_one_after_the_other() -> None:
    assert page_of(
        ("UBND TỈNH CÀ MAU", 200, 200),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 700, 200),
        ("SỞ Y TẾ", 260, 250),
        ("Độc lập - Tự do - Hạnh phúc", 780, 250),
        ("Số: 57/KH-SYT", 220, 310),
        ("Cà Mau, ngày 19 tháng 9 năm 2025", 740, 310),
        (FULL + FULL[:30], 200, 500),
    ) == [
        "UBND TỈNH CÀ MAU",
        "SỞ Y TẾ",
        "Số: 57/KH-SYT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Cà Mau, ngày 19 tháng 9 năm 2025",
        FULL + FULL[:30],
    ]


def test_bullets_begin_paragraphs_and_stay_with_their_text() -> None:
    assert page_of(("Nơi nhận:", 200, 300), ("- Như trên;", 200, 350), ("- Lưu: VT.", 200, 400)) == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
    ]


def test_the_page_number_is_left_out_and_a_number_in_the_text_is_not() -> None:
    assert page_of(("7", 820, 60), ("2025", 200, 900)) == ["2025"]


def test_no_words_give_no_blocks() -> None:
    assert text_blocks(PAGE, []) == ()


def test_a_block_has_its_box_in_points_and_its_certainty() -> None:
    (block,) = text_blocks(PAGE, line("Sở Y tế", 100, 200, 0, sure=0.8))
    (box,) = block.place.boxes
    assert (box.page, box.left, box.top, box.bottom) == (1, 36.0, 72.0, 82.8)
    assert block.place.certainty == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["3.500.000.00", "0"], "3.500.000.000"),
        (["15.000.", "000.000"], "15.000.000.000"),
        (["223/QĐ-", "UBND ngày"], "223/QĐ-UBND ngày"),
        (["2025-", "2026"], "2025-2026"),
        (["Văn phòng -", "Kế hoạch"], "Văn phòng - Kế hoạch"),
        (["năm 2025", "và 2026"], "năm 2025 và 2026"),
        (["", " một ", "hai"], "một hai"),
        ([], ""),
    ],
)
def test_wrapped_lines_are_joined_and_torn_numbers_made_whole(lines: list[str], text: str) -> None:
    assert join_lines(lines) == text


def test_traces_of_rulings_are_dropped() -> None:
    words = line("| Sở _ Y ~ tế", 0, 0, 0)
    assert [word.text for word in readable(words)] == ["Sở", "Y", "tế"]


def test_certainty_weighs_words_by_their_length() -> None:
    words = [*line("aaaaaaaaa", 0, 0, 0, 1.0), *line("b", 0, 0, 0, 0.0)]
    assert certainty(words) == pytest.approx(0.9)
    assert certainty([]) == 1.0
