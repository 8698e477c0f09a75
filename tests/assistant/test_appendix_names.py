"""Appendices as questions name them."""

from __future__ import annotations

import pytest

from assistant.understanding.mentions import appendices_named


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
