"""Whether somebody gets, buys or is given a thing is answered by what speaks of that thing, not of who would get it."""

from __future__ import annotations

import pytest

from assistant.answering.given_things import speaking_of_thing
from assistant.search.retriever import Hit
from ingest.model import Anchor, Passage
from tests.assistant.sample import BEN_TRE, made_up_shelf, read

STATIONS = "Tập huấn kỹ năng số cho cán bộ trạm y tế"


@pytest.mark.parametrize(
    ("question", "said", "speaks"),
    [
        ("Bến Tre có phát máy tính bảng cho trạm y tế không?", STATIONS, False),
        ("ben tre co cap dien thoai cho tram y te khong", STATIONS, False),
        ("Bến Tre có được cấp camera ở trạm y tế không?", STATIONS, False),
        ("Does Ben Tre buy cameras for health stations?", STATIONS, False),
        ("Bến Tre có mua máy điều hoà cho trạm y tế không?", "Mua máy điều hoà cho phòng máy chủ", True),
        ("Bến Tre có mua xe cứu thương không?", "Mua xe cứu thương", True),
        ("Bến Tre mua camera cho trạm y tế khi nào?", STATIONS, True),
        ("Ai trang bị camera cho trạm y tế Bến Tre?", STATIONS, True),
    ],
)
def test_only_what_speaks_of_the_thing_given_answers(question: str, said: str, speaks: bool) -> None:
    hit = Hit(Passage("", Anchor(BEN_TRE, section="I"), "section", said, said), None, 0.9, 0.9, 0.9)
    assert speaking_of_thing(read(question), [hit], made_up_shelf()) == ([hit] if speaks else [])
