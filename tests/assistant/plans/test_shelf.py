"""The shelf over many plans: what it looks up must not leave out a plan that could answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.plans.filters import Filters, apply, plans_meeting
from assistant.plans.shelf import _may_mean
from ingest.units import find_units
from tests.assistant.sample import BEN_TRE, LAO_CAI, ben_tre, lao_cai, shelf_of

PROVINCES = frozenset({"ben tre", "lao cai"})


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("benh vien da khoa", "benh vien da khoa"),
        ("benh vien da khoa", "benh vien da khoa ben tre"),
        ("benh vien da khoa ben tre", "benh vien da khoa"),
        ("benh vien nguyen dinh chieu", "benh vien nguyen dinh chieu lao cai"),
        ("trung tam giam dinh", "trung tam gam dinh"),
    ],
)
def test_a_body_may_be_meant_by_its_name_with_or_without_a_province(key: str, name: str) -> None:
    assert _may_mean(key, name, PROVINCES)


@pytest.mark.parametrize("name", ["benh vien", "benh vien cho ray ben tre xa", "benh vien cho", "so y te"])
def test_another_body_is_not_meant_though_its_name_begins_alike(name: str) -> None:
    assert not _may_mean("benh vien cho ray", name, PROVINCES)


def test_no_plan_is_left_out_whose_rows_meet_the_conditions() -> None:
    shelf = shelf_of()
    rows = list(shelf.rows_of(()))
    for unit in {unit.key: unit for unit in shelf.units.values()}.values():
        filters = Filters(units=(unit,))
        meeting = {row.anchor.plan for row in apply(filters, rows, shelf)}
        assert meeting <= set(plans_meeting(filters, shelf, list(shelf.plans)))


def test_the_plans_of_a_body_that_none_names_are_none() -> None:
    shelf = shelf_of()
    (found,) = find_units("Bệnh viện Chợ Rẫy được giao nhiệm vụ gì?")
    assert list(plans_meeting(Filters(units=(found.unit,)), shelf, list(shelf.plans))) == []


def test_rows_come_in_the_order_of_the_plans_whatever_order_they_are_asked_in() -> None:
    shelf = shelf_of()
    asked = [row.anchor for row in shelf.rows_of([LAO_CAI, BEN_TRE, "no-such-plan"])]
    assert asked == [row.anchor for row in shelf.rows_of(())]
    assert [row.anchor for row in shelf.rows_of([LAO_CAI])] == [one for one in asked if one.plan == LAO_CAI]


def test_tables_are_those_with_rows() -> None:
    plan = ben_tre()
    first, *others = plan.appendices
    bare = replace(first, label="9", rows=(), groups=())
    shelf = shelf_of(replace(plan, appendices=(first, *others, bare)), lao_cai())
    assert shelf.table_titles(BEN_TRE) == [(one.label, one.title) for one in plan.appendices]
    assert ("9", bare.title) in shelf.appendix_titles(BEN_TRE)


def test_tables_of_one_label_are_told_apart_by_the_plan() -> None:
    plan = ben_tre()
    first, *others = plan.appendices
    twin = replace(first, title="Trùng nhãn", rows=(), groups=())
    shelf = shelf_of(replace(plan, appendices=(first, twin, *others)), lao_cai())
    assert shelf.table_titles(BEN_TRE) == [(one.label, one.title) for one in plan.appendices]
