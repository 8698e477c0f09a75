"""Plans that a question names by issuer or subject, and how answers call them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.plans.library import Shelf, names_of
from assistant.understanding.reading import understand
from ingest.model import Plan
from tests.assistant.sample import BEN_TRE, LAO_CAI, ben_tre, lao_cai, made_up_shelf, shelf_of

HOSPITAL = "benh-vien-ben-tre-2027"


@pytest.fixture(scope="module")
def shared_province() -> Shelf:
    return shelf_of(ben_tre(), lao_cai(), hospital())


def hospital() -> Plan:
    """Another plan of the same province and year, of a hospital."""
    plan = lao_cai()
    header = replace(
        plan.header,
        title="Kiểm soát nhiễm khuẩn năm 2027",
        issuer="Bệnh viện Nguyễn Đình Chiểu",
        province="Bến Tre",
        years=(2027,),
    )
    rows = tuple(replace(row, anchor=replace(row.anchor, plan=HOSPITAL)) for row in plan.appendices[0].rows)
    appendix = replace(plan.appendices[0], rows=rows)
    return replace(
        plan, id=HOSPITAL, header=header, appendices=(appendix,), source=replace(plan.source, sha256="c" * 64)
    )


@pytest.mark.parametrize(
    "text",
    [
        "Ai ký kế hoạch chăm sóc sức khỏe vùng cao?",
        "ke hoach cham soc suc khoe vung cao so may",
        "Kế hoạch về chăm sóc sức khỏe vùng cao có bao nhiêu nhiệm vụ?",
        "Who signed the plan on sức khỏe vùng cao?",
    ],
)
def test_a_plan_is_named_by_its_kind_and_subject(text: str) -> None:
    assert understand(text, made_up_shelf()).plans == (LAO_CAI,)


@pytest.mark.parametrize(
    "text",
    [
        "Ai xây dựng kế hoạch chăm sóc sức khỏe vùng cao?",
        "Kế hoạch khảo sát sự hài lòng do ai chủ trì?",
        "Kế hoạch năm nay có gì?",
    ],
)
def test_a_plan_that_is_made_or_that_no_title_names_is_a_topic(text: str) -> None:
    assert understand(text, made_up_shelf()).plans == ()


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("Kế hoạch của bệnh viện ở Bến Tre có gì?", (HOSPITAL,)),
        ("Sở Y tế Bến Tre có bao nhiêu nhiệm vụ?", (BEN_TRE,)),
        ("How many tasks does the hospital in Ben Tre have?", (HOSPITAL,)),
        ("Kế hoạch kiểm soát nhiễm khuẩn của Bến Tre do ai ký?", (HOSPITAL,)),
        ("Bến Tre có bao nhiêu nhiệm vụ?", (BEN_TRE, HOSPITAL)),
    ],
)
def test_issuer_and_subject_tell_plans_of_one_province_apart(
    text: str, plans: tuple[str, ...], shared_province: Shelf
) -> None:
    assert set(understand(text, shared_province).plans) == set(plans)


def test_plans_of_one_province_and_year_are_called_by_their_issuers() -> None:
    assert names_of([ben_tre(), lao_cai(), hospital()]) == {
        BEN_TRE: "Sở Y tế Bến Tre 2027",
        LAO_CAI: "Lào Cai 2028",
        HOSPITAL: "Bệnh viện Nguyễn Đình Chiểu Bến Tre 2027",
    }


def test_plans_of_one_issuer_and_year_are_called_by_number_or_title() -> None:
    first, second = (
        ben_tre(),
        replace(ben_tre(), id="khac", header=replace(ben_tre().header, number="", title="Dân số")),
    )
    assert names_of([first, second]) == {
        BEN_TRE: "Sở Y tế Bến Tre 2027 (15/KH-SYT)",
        "khac": "Sở Y tế Bến Tre 2027 (Dân số)",
    }


def district() -> Plan:
    """A plan of a district in the province of Bến Tre."""
    plan = hospital()
    return replace(plan, header=replace(plan.header, issuer="Ủy ban nhân dân huyện Mỏ Cày"))


@pytest.fixture(scope="module")
def with_district() -> Shelf:
    return shelf_of(ben_tre(), lao_cai(), district())


@pytest.mark.parametrize(
    "text",
    [
        "Huyện Mỏ Cày có bao nhiêu nhiệm vụ?",
        "ke hoach cua mo cay do ai ky",
        "Kế hoạch Mỏ Cày, Bến Tre có gì?",
        "How many tasks are in the Mo Cay plan?",
    ],
)
def test_a_plan_of_a_district_is_named_by_its_place(text: str, with_district: Shelf) -> None:
    assert understand(text, with_district).plans == (HOSPITAL,)


def test_a_place_stands_beside_another_province(with_district: Shelf) -> None:
    assert set(understand("So sánh huyện Mỏ Cày và Lào Cai", with_district).plans) == {HOSPITAL, LAO_CAI}


def test_a_place_that_is_written_small_and_stands_alone_may_be_any_word(with_district: Shelf) -> None:
    assert understand("ai mo cay", with_district).plans == ()


def test_a_plan_of_a_district_is_called_by_its_place(with_district: Shelf) -> None:
    assert with_district.names[HOSPITAL] == "Huyện Mỏ Cày 2027"


@pytest.mark.parametrize("text", ["BT: ai chủ trì bệnh án điện tử?", "ai lo bệnh án điện tử ở bt", "bt ai lo benh an"])
def test_initials_name_a_province(text: str) -> None:
    assert understand(text, made_up_shelf()).plans == (BEN_TRE,)


@pytest.mark.parametrize("text", ["ai lo việc bt của LC?", "bệnh án bt nào"])
def test_initials_in_mid_sentence_name_none(text: str) -> None:
    assert BEN_TRE not in understand(text, made_up_shelf()).plans


def test_the_initials_of_two_provinces_name_neither() -> None:
    plan = lao_cai()
    other = replace(
        plan,
        id="lai-chau-2028",
        appendices=(),
        header=replace(plan.header, province="Lai Châu", issuer="Sở Y tế Lai Châu"),
    )
    assert understand("LC: ai chủ trì?", shelf_of(plan, other)).plans == ()


@pytest.mark.parametrize(
    ("text", "plans"),
    [
        ("việc nào lc quá hạn", (LAO_CAI,)),
        ("năm 2029 lc có mấy việc", (LAO_CAI,)),
        ("phòng máy chủ rộng 5 lc", ()),
    ],
)
def test_initials_that_are_no_word_stand_for_their_province_wherever_they_are_typed(
    text: str, plans: tuple[str, ...]
) -> None:
    assert understand(text, made_up_shelf()).plans == plans
