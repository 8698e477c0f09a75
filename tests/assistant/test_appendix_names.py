"""Appendices as questions name them."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.lexicon.choices import LAST
from assistant.understanding.claims import Claims
from assistant.understanding.mentions import appendices_named, claim_place
from assistant.understanding.reading import understand


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("phụ lục 1 và phụ lục II có gì khác", ("1", "II")),
        ("Biểu số 02 có bao nhiêu hoạt động?", ("02",)),
        ("trong biểu 3 khoản nào lớn nhất", ("3",)),
        ("phu bieu 01", ("01",)),
        ("How many tasks are in Form 02?", ("02",)),
        ("có mời đại biểu 20 xã không", ()),
        ("a platform 3 times as fast", ()),
    ],
)
def test_an_appendix_is_named_by_its_kind_and_label(text: str, labels: tuple[str, ...]) -> None:
    assert appendices_named(text) == labels


@pytest.mark.parametrize(
    ("text", "noun", "place"),
    [
        ("Phụ lục thứ hai có mấy dự án?", "appendix", 2),
        ("phu luc dau tien noi gi", "appendix", 1),
        ("Which tasks are in the third appendix?", "appendix", 3),
        ("what is in the last annex", "appendix", LAST),
        ("the tasks of the second group", "group", 2),
        ("nhóm đầu tiên gồm gì", "group", 1),
        ("Cả hai phụ lục có gì?", "appendix", 0),
        ("phụ lục đầu tư công", "appendix", 0),
        ("how many groups are there", "group", 0),
    ],
)
def test_an_appendix_or_a_group_is_named_by_its_place(text: str, noun: str, place: int) -> None:
    assert claim_place(Claims(text), noun) == place


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Phụ lục cuối của An Giang có gì?", "III"),
        ("How many tasks are in An Giang's second appendix?", "II"),
        ("Phụ lục thứ hai của Cà Mau có mấy dự án?", "2"),
    ],
)
def test_its_label_is_that_of_the_plan(assistant: Assistant, text: str, label: str) -> None:
    assert understand(text, assistant.shelf()).appendix == label
