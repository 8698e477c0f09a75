"""A plan says which one it replaces; that one is found by its number, and nothing that both say may differ."""

from __future__ import annotations

import pytest

from ingest.model import Header, Reference
from ingest.replacement import Dated, number_key, replaced


def header(
    number: str, date: str = "", issuer: str = "Sở Y tế tỉnh Bến Tre", by: Reference | None = None, province: str = ""
) -> Header:
    return Header("Chuyển đổi số", issuer, province or issuer.rpartition("tỉnh ")[2], number, date=date, replaces=by)


def old(number: str = "9/KH-SYT", date: str = "2026-03-02", issuer: str = "Sở Y tế tỉnh Bến Tre") -> Dated:
    return Dated("old", header(number, date, issuer))


def new(number: str = "9/KH-SYT", date: str = "", issuer: str = "", own_date: str = "2027-01-05") -> Dated:
    said = Reference("Kế hoạch", number, date, issuer)
    return Dated("new", header("15/KH-SYT", own_date, by=said))


@pytest.mark.parametrize(
    ("by", "former"),
    [
        (new(), old()),
        (new("09/KH- SYT"), old()),
        (new(date="02/3/2026"), old()),
        (new(date="02 tháng 3 năm 2026"), old()),
        (new(issuer="Sở Y tế"), old()),
        (new(issuer="Sở Y tế tỉnh Bến Tre"), old()),
        (new(own_date=""), old(date="")),
        (new(), old(date="2026")),
    ],
)
def test_the_plan_that_is_meant_is_found(by: Dated, former: Dated) -> None:
    assert replaced([by, former]) == {"old": "new"}
    assert replaced([former, by]) == {"old": "new"}


@pytest.mark.parametrize(
    ("by", "former"),
    [
        (new("19/KH-SYT"), old()),
        (new("9/KH-UBND"), old()),
        (new("/KH-SYT"), old("/KH-SYT")),
        (new(), old(issuer="Sở Y tế tỉnh Trà Vinh")),
        (new(issuer="Ủy ban nhân dân tỉnh"), old()),
        (new(date="02/3/2025"), old()),
        (new(), old(date="2028-01-01")),
    ],
    ids=["number", "symbols", "blank", "province", "issuer", "date", "later"],
)
def test_a_plan_that_differs_in_what_both_say_is_not_meant(by: Dated, former: Dated) -> None:
    assert replaced([by, former]) == {}


def test_of_several_years_with_one_number_the_latest_is_meant() -> None:
    before = Dated("before", header("9/KH-SYT", "2025-02-01"))
    assert replaced([before, old(), new()]) == {"old": "new"}
    assert replaced([before, old(), new(date="01/02/2025")]) == {"before": "new"}


def test_where_the_dates_do_not_tell_none_is_meant() -> None:
    assert replaced([old(), Dated("twin", header("9/KH-SYT", "2026-03-02")), new()]) == {}


def test_two_plans_cannot_replace_each_other() -> None:
    one = Dated("one", header("1/KH-SYT", by=Reference("Kế hoạch", "2/KH-SYT")))
    other = Dated("other", header("2/KH-SYT", by=Reference("Kế hoạch", "1/KH-SYT")))
    assert replaced([one, other]) == {}


def test_of_two_that_replace_one_the_later_counts() -> None:
    later = Dated("later", header("20/KH-SYT", "2027-06-01", by=Reference("Kế hoạch", "9/KH-SYT")))
    assert replaced([later, new(), old()]) == {"old": "later"}


def test_numbers_are_compared_without_spaces_zeros_and_case() -> None:
    assert number_key("09/KH - SYT") == number_key("9/kh-syt") == "9/kh-syt"
    assert number_key("/KH-SYT") == number_key("") == ""
