"""What is masked as a personal number, and what people ask about that must not be."""

from __future__ import annotations

import pytest

from bots.privacy import MASK, mask_personal


@pytest.mark.parametrize(
    "personal",
    [
        "0912345678",
        "0912 345 678",
        "091.234.5678",
        "+84912345678",
        "+84 912 345 678",
        "028 3829 1234",
        "079123456789",
        "CCCD 079 123 456 789",
        "CMND số 123456789",
        "DN4797912345678",
        "BHYT 7912345678",
        "hộ chiếu B1234567",
        "an.nguyen+yte@example.com.vn",
    ],
)
def test_personal_numbers_are_masked(personal: str) -> None:
    assert mask_personal(f"Tôi là {personal}, ai chủ trì?") == f"Tôi là {MASK}, ai chủ trì?"


@pytest.mark.parametrize(
    "public",
    [
        "99.950.000.000",
        "kinh phí 3.500.000.000 đồng",
        "tổng 800000000 đồng",
        "12000000000",
        "57/KH-SYT",
        "Quyết định số 3516/QĐ-BYT ngày 24/11/2025",
        "2025-2030",
        "30/06/2026",
        "STT 13 phụ lục 1",
        "gọi 115",
    ],
)
def test_what_people_ask_about_is_left_alone(public: str) -> None:
    assert mask_personal(public) == public
