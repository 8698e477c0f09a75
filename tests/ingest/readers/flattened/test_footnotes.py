"""Footnotes go from the foot of the page to the paragraph that has their number."""

from __future__ import annotations

from ingest.readers.document import TextBlock
from ingest.readers.flattened import read_flattened


def _texts(*lines: str) -> list[str]:
    blocks, _ = read_flattened("".join(f"{line} \n\n" if line else "\n\n" for line in lines))
    return [block.text for block in blocks if isinstance(block, TextBlock)]


PAGE = [
    "Đến ngày 31/12/2025, toàn tỉnh mới có 03 cơ sở khám bệnh, chữa bệnh công bố",
    "bệnh án điện tử1.",
    *(f"{number}. Đơn vị thứ {number} lập kế hoạch và gửi về Sở Y tế trong tháng này." for number in range(1, 14)),
    "14. Các đơn vị còn lại hoàn thành việc nâng cấp hạ tầng mạng nội bộ, không in",
]
NOTE = ["1 Gồm Bệnh viện Đa khoa tỉnh, Bệnh viện Y học cổ truyền và Trung tâm", "Y tế Tuần Giáo."]
NEXT = ["", "2", " phim đối với các kỹ thuật chụp X quang.", "15. Tổng kết trong quý IV."]


def test_a_note_parts_no_sentence_and_stands_behind_its_paragraph() -> None:
    texts = _texts(*PAGE, *NOTE, *NEXT)
    assert texts[0].endswith("bệnh án điện tử1.")
    assert texts[1] == "Gồm Bệnh viện Đa khoa tỉnh, Bệnh viện Y học cổ truyền và Trung tâm Y tế Tuần Giáo."
    assert any("không in phim đối với các kỹ thuật" in text for text in texts)


def test_a_number_before_a_capital_is_no_note_where_no_word_has_its_mark() -> None:
    plain = [PAGE[0], "bệnh án điện tử.", *PAGE[2:]]
    assert any("1 Gồm Bệnh viện" in text for text in _texts(*plain, *NOTE, *NEXT))


def test_no_line_is_lost() -> None:
    said = " ".join(_texts(*PAGE, *NOTE, *NEXT))
    assert all(word in said for line in [*PAGE, *NEXT] for word in line.split() if word != "2")
