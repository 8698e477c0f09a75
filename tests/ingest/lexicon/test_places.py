"""Names of issuers in full, and the places and names of their own in them."""

from __future__ import annotations

import pytest

from ingest.lexicon.issuers import find_bodies
from ingest.lexicon.places import full_name, local_place, own_place
from ingest.lexicon.provinces import provinces


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("SỞ Y TẾ", "Sở Y tế tỉnh Bến Tre"),
        ("SỞ Y TẾ TỈNH BẾN TRE", "Sở Y tế tỉnh Bến Tre"),
        ("Sở Y tế Bến Tre", "Sở Y tế Bến Tre"),
        ("UBND TỈNH BẾN TRE", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Bến Tre"),
        ("UBND HUYỆN BA TRI", "Ủy ban nhân dân huyện Ba Tri"),
        ("CHI CỤC DÂN SỐ", "Chi cục Dân số"),
        ("TRUNG TÂM Y TẾ KHU VỰC BA TRI", "Trung tâm Y tế khu vực Ba Tri"),
        ("BỆNH VIỆN ĐA KHOA CÙ LAO MINH", "Bệnh viện Đa khoa Cù Lao Minh"),
        ("BỘ Y TẾ", "Bộ Y tế"),
    ],
)
def test_an_issuer_is_written_in_full(printed: str, written: str) -> None:
    province = next(unit for unit in provinces() if unit.name == "Bến Tre")
    body = next(find_bodies(printed))
    assert full_name(body.item, printed[body.end :], province) == written


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("Bảo hiểm xã hội tỉnh Lạng Sơn", ""),
        ("Bảo hiểm xã hội huyện Cái Nước", "huyện Cái Nước"),
        ("Ủy ban nhân dân huyện Cái Nước", "huyện Cái Nước"),
        ("Trung tâm Y tế khu vực Đại Từ", "khu vực Đại Từ"),
        ("Bệnh viện Đa khoa Đức Giang", ""),
    ],
)
def test_a_word_of_a_bodys_name_is_no_commune(issuer: str, place: str) -> None:
    assert local_place(issuer) == place


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("Trung tâm Y tế khu vực Đại Từ", "khu vực Đại Từ"),
        ("Bệnh viện Đa khoa Đức Giang", "Đức Giang"),
        ("Bệnh viện Bạch Mai", "Bạch Mai"),
        ("Bệnh viện Đa khoa tỉnh Quảng Trị", ""),
        ("Bệnh viện Đa khoa Bắc Ninh số 2", ""),
        ("Bệnh viện Phổi", ""),
        ("Sở Y tế tỉnh Bến Tre", ""),
    ],
)
def test_a_hospital_may_have_a_name_of_its_own(issuer: str, place: str) -> None:
    assert own_place(issuer) == place
