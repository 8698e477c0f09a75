"""Issuing bodies, kinds of documents and their symbols."""

from __future__ import annotations

from ingest.lexicon.documents import document_kind
from ingest.lexicon.issuers import body_of_symbol, find_bodies, issuers


def test_a_body_is_found_in_capitals_and_without_accents_but_not_under_other_accents() -> None:
    assert [named.item.name for named in find_bodies("UBND TỈNH X SỞ Y TẾ")] == ["Ủy ban nhân dân", "Sở Y tế"]
    assert [named.item.name for named in find_bodies("SO Y TE")] == ["Sở Y tế"]
    assert list(find_bodies("Số: 57, chuyển đổi số, bổ sung, trưởng phòng, so sánh")) == []


def test_symbols_and_kinds_are_known_in_any_case() -> None:
    body = body_of_symbol("SYT")
    assert body is not None
    assert body.name == "Sở Y tế"
    assert body_of_symbol("XYZ") is None
    kind = document_kind("NGHỊ QUYẾT")
    assert kind is not None
    assert kind.name == "Nghị quyết"
    assert document_kind("Thơ") is None


def test_every_office_that_acts_for_another_has_words_for_it() -> None:
    assert {"TM", "KT", "TL"} <= set(issuers().signing.acting)
