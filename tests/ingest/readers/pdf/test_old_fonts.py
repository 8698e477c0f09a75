"""Text in fonts from before Unicode is converted, font by font."""

from __future__ import annotations

import pytest

from ingest.readers.document import TextBlock
from ingest.readers.legacy import Legacy, letters
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.pdf.drawing import Sheet, in_old_font
from tests.typeset.encodings import to_tcvn3, to_vni

LINES = (
    "Sở Y tế xây dựng Kế hoạch chuyển đổi số của ngành năm 2026.",
    "- Trưởng phòng Nghiệp vụ - Dược chủ trì; ưu tiên phòng vi-rút.",
    "Các ứng dụng chữ ký số, bệnh án điện tử ở đơn vị trực thuộc.",
)


def _texts(data: bytes) -> list[str]:
    return [block.text for block in read_pdf(data, "a.pdf").blocks if isinstance(block, TextBlock)]


@pytest.mark.parametrize(("font", "coded"), [(".VnTime", to_tcvn3), ("ABCDEF+VNI-Times", to_vni)])
def test_the_name_of_the_font_tells_the_encoding(font: str, coded: object) -> None:
    assert callable(coded)
    data = in_old_font([(72, 100 + 40 * at, coded(line), font) for at, line in enumerate(LINES)])
    assert " ".join(_texts(data)) == " ".join(LINES)
    encoding = "TCVN3" if "Vn" in font else "VNI"
    assert read_pdf(data, "a.pdf").notices == (f"phông {encoding}; đã chuyển sang Unicode",)


def test_a_font_of_capitals_gives_capitals() -> None:
    assert _texts(in_old_font([(72, 100, to_tcvn3("danh mục nhiệm vụ chuyển đổi số"), ".VnTimeH")])) == [
        "DANH MỤC NHIỆM VỤ CHUYỂN ĐỔI SỐ"
    ]


def test_each_font_of_a_mixed_document_is_read_on_its_own() -> None:
    sheet = Sheet()
    sheet.text(72, 200, "Ghi chú gõ bằng Unicode: café, Đà Nẵng", 13)
    lines = [(72, 100, to_tcvn3(LINES[0]), ".VnTime"), (72, 150, to_vni(LINES[1]), "VNI-Times")]
    data = in_old_font([(float(x), float(y), text, font) for x, y, text, font in lines], sheet.data())
    assert [*_texts(data)] == [LINES[0], LINES[1], "Ghi chú gõ bằng Unicode: café, Đà Nẵng"]


def test_without_a_name_that_tells_a_page_is_converted_if_it_reads_as_vietnamese_then() -> None:
    data = in_old_font([(72, 100 + 40 * at, to_tcvn3(line), "TimesNewRoman") for at, line in enumerate(LINES)])
    assert " ".join(_texts(data)) == " ".join(LINES)


def test_letters_say_how_many_characters_stand_for_them() -> None:
    assert letters("Coäng hoøa", Legacy.VNI) == [
        *(("C", 1), ("ộ", 2), ("n", 1), ("g", 1), (" ", 1)),
        *(("h", 1), ("ò", 2), ("a", 1)),
    ]
