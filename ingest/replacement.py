"""Which plan a plan takes the place of, told from what the two say of themselves.

"Kế hoạch này thay thế Kế hoạch số 9/KH-SYT ngày 05/01/2026 của Sở Y tế": the number must be the same, and nothing else
that both say may differ. Numbers begin anew each year, so of several plans with one number the latest is meant that is
not later than the plan that replaces it; where the dates do not tell, none is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.lexicon.issuers import find_bodies
from ingest.model import Header, Reference
from ingest.vietnamese import fold

_RANKS = {"tinh", "thanh", "pho", "tp"}
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Dated:
    """A plan's id and what it says of itself."""

    id: str
    header: Header


def number_key(number: str) -> str:
    """A document's number as numbers are compared: "09/KH-SYT" -> "9/kh-syt"; "" where its digits are blank."""
    plain = re.sub(r"\s+", "", fold(number)).lstrip("0")
    return plain if plain[:1].isdigit() else ""


def replaced(plans: Sequence[Dated]) -> Mapping[str, str]:
    """Of some plans, those that another of them replaces, each with the id of the latest one that does."""
    found: dict[str, str] = {}
    for plan in sorted(plans, key=lambda one: (_date(one.header.date), one.id)):
        if (former := _replaced_by(plan, plans)) is not None:
            found[former] = plan.id
    return found


def _replaced_by(plan: Dated, plans: Sequence[Dated]) -> str | None:
    reference = plan.header.replaces
    if reference is None:
        return None
    meant = [other for other in plans if other.id != plan.id and _is_meant(reference, plan.header, other.header)]
    meant = [other for other in meant if not _answers(other, plan)]
    latest = max((_date(other.header.date) for other in meant), default=())
    of_latest = [other.id for other in meant if _date(other.header.date) == latest]
    return of_latest[0] if len(of_latest) == 1 else None


def _is_meant(reference: Reference, by: Header, other: Header) -> bool:
    """Whether a plan that says this of another can mean `other`."""
    key = number_key(reference.number)
    if not key or key != number_key(other.number):
        return False
    if by.province and other.province and fold(by.province) != fold(other.province):
        return False
    if not _same_issuer(reference.issuer or by.issuer, other.issuer):
        return False
    dates_agree = _agree(_printed_date(reference.date), _date(other.date))
    return dates_agree and not _is_later(_date(other.date), _date(by.date))


def _answers(other: Dated, plan: Dated) -> bool:
    """Whether `other` says of `plan` what `plan` says of it, which cannot both be so."""
    said = other.header.replaces
    return said is not None and _is_meant(said, other.header, plan.header)


def _same_issuer(one: str, other: str) -> bool:
    """Whether two names can be of one body: "Sở Y tế" and "Sở Y tế tỉnh Cà Mau"."""
    if not one or not other:
        return True
    body, another = (next(find_bodies(name), None) for name in (one, other))
    if body and another and (body.item.name != another.item.name or not body.item.open):
        return body.item.name == another.item.name
    first, second = (set(fold(name).split()) - _RANKS for name in (one, other))
    return first <= second or second <= first


def _date(iso: str) -> tuple[int, ...]:
    """ "2025-09-19" -> (2025, 9, 19); what is not known is left out at the end."""
    return tuple(int(part) for part in _NUMBERS.findall(iso))


def _printed_date(text: str) -> tuple[int, ...]:
    """ "05/01/2026", "05 tháng 01 năm 2026" -> (2026, 1, 5); "" -> ()."""
    return tuple(int(part) for part in reversed(_NUMBERS.findall(text)))


def _agree(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(left == right for left, right in zip(one, other, strict=False))


def _is_later(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether a date is certainly after another."""
    known = min(len(one), len(other))
    return one[:known] > other[:known]
