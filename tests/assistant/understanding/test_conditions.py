"""The conditions that a question sets for the rows it wants, and words that set none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.phrasing.wishes import asks_group, noun_of
from assistant.plans.filters import Filters
from assistant.understanding.bearers import _names_office, leaders_named
from ingest.model import Field
from ingest.money import Comparison
from ingest.periods import Interval
from ingest.times import Relation
from ingest.units import same_unit
from ingest.vietnamese import fold
from tests.assistant.sample import made_up_shelf, read


def filters(text: str) -> Filters:
    return read(text).filters


@pytest.mark.parametrize(
    ("text", "body", "role"),
    [
        ("Những nhiệm vụ nào do Văn phòng Sở chủ trì?", "Văn phòng Sở", Field.LEAD_UNIT),
        ("nhung nhiem vu nao do van phong so chu tri", "Văn phòng Sở", Field.LEAD_UNIT),
        ("Văn phòng Sở phối hợp những việc nào?", "Văn phòng Sở", Field.COORDINATING_UNITS),
        ("Những việc nào của Thanh tra Sở?", "Thanh tra Sở", None),
        ("which tasks does the Department's Office lead?", "Văn phòng Sở", Field.LEAD_UNIT),
        ("VP chủ trì bao nhiêu nhiệm vụ?", "Văn phòng", Field.LEAD_UNIT),
    ],
)
def test_a_body_is_a_condition_where_rows_are_asked_for(text: str, body: str, role: Field | None) -> None:
    found = filters(text)
    assert [same_unit(unit, body) for unit in found.units] == [True]
    assert found.role is role


def test_a_body_is_what_the_question_is_about_where_one_field_is_asked_for() -> None:
    question = read("Thời hạn sửa chữa Trung tâm Y tế?")
    assert question.filters.units == ()
    assert question.parts


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Which tasks of Ben Tre run over both 2026 and 2027?", [(date(2026, 1, 1), date(2027, 12, 31))]),
        ("Việc nào của Bến Tre làm cả năm 2026 lẫn 2027?", [(date(2026, 1, 1), date(2027, 12, 31))]),
        (
            "Which tasks of Ben Tre run in 2025 or 2026?",
            [(date(year, 1, 1), date(year, 12, 31)) for year in (2025, 2026)],
        ),
    ],
)
def test_both_of_two_years_are_one_time(text: str, spans: list[tuple[date, date]]) -> None:
    found = filters(text)
    assert [(one.start, one.end) for time in found.times for one in time.periods if isinstance(one, Interval)] == spans
    assert not found.throughout


def test_a_term_that_begins_like_a_kind_of_bodies_is_none() -> None:
    assert not filters("Bệnh viện số là việc của tỉnh nào, ai chủ trì?").units
    assert filters("Các bệnh viện chủ trì việc gì?").units


@pytest.mark.parametrize(
    "text",
    [
        "Bà Hoa phụ trách những việc nào?",
        "Trần Thị Hoa phụ trách những việc nào?",
        "nhung viec nao do tran thi hoa phu trach",
        "chị Hoa có bao nhiêu nhiệm vụ?",
        "which tasks does Ms. Hoa oversee?",
    ],
)
def test_a_leader_is_named_in_full_or_by_title_and_given_name(text: str) -> None:
    assert filters(text).leader == "Trần Thị Hoa"


@pytest.mark.parametrize(
    "text",
    [
        "Trồng hoa ở đâu?",
        "Bà Lan phụ trách những việc nào?",
        "Ông Bình làm gì?",
        "Bà Hoà phụ trách những việc nào?",
        "Bà Nguyễn Thị Hoa phụ trách việc nào?",
    ],
)
def test_a_name_that_no_row_has_is_no_leader(text: str) -> None:
    assert filters(text).leader == ""


@pytest.mark.parametrize(
    ("text", "leaders"),
    [
        ("Thành phố Hồ Chí Minh giao ai?", []),
        ("so y te thanh pho ho chi minh giao ai", []),
        ("Tư tưởng Hồ Chí Minh do anh Minh phụ trách?", ["Quách Công Minh"]),
        ("đồng chí Minh ở Hồ Chí Minh", ["Quách Công Minh"]),
        ("chị Minh làm gì", ["Quách Công Minh"]),
    ],
)
def test_the_name_of_a_place_names_no_leader(text: str, leaders: list[str]) -> None:
    shelf = replace(made_up_shelf(), leaders=("Quách Công Minh",))
    assert leaders_named(text, shelf) == leaders


@pytest.mark.parametrize(
    ("text", "relation", "first", "last"),
    [
        ("Việc nào xong trong tháng 6/2027?", Relation.IN, date(2027, 6, 1), date(2027, 6, 30)),
        ("viec nao xong trong quy III/2027", Relation.IN, date(2027, 7, 1), date(2027, 9, 30)),
        ("Việc nào làm trong năm 2028?", Relation.IN, date(2028, 1, 1), date(2028, 12, 31)),
        ("Việc nào xong trước tháng 5/2027?", Relation.BEFORE, date(2027, 5, 1), date(2027, 5, 31)),
        ("Việc nào xong sau năm 2027?", Relation.AFTER, date(2027, 1, 1), date(2027, 12, 31)),
        ("which tasks are due by June 2027?", Relation.BY, date(2027, 6, 1), date(2027, 6, 30)),
    ],
)
def test_a_time_is_a_condition_with_its_relation(text: str, relation: Relation, first: date, last: date) -> None:
    (time,) = filters(text).times
    (period,) = time.periods
    assert isinstance(period, Interval)
    assert (time.relation, period.start, period.end) == (relation, first, last)


@pytest.mark.parametrize("text", ["Những việc thường xuyên?", "nhung viec thuong xuyen", "which tasks are ongoing?"])
def test_what_is_done_all_the_time_may_be_asked_for(text: str) -> None:
    assert [time.relation for time in filters(text).times] == [Relation.REGULAR]


@pytest.mark.parametrize("text", ["Ai phụ trách khám sức khỏe định kỳ?", "Who leads the regular checkups?"])
def test_what_is_regular_as_its_kind_is_no_condition(text: str) -> None:
    assert not filters(text).times


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Những nhiệm vụ nào chưa có kết quả?", Field.DELIVERABLE),
        ("Dự án nào không có kinh phí?", Field.BUDGET),
        ("nhung nhiem vu nao chua co thoi han", Field.DEADLINE),
        ("Những nhiệm vụ nào để trống đơn vị phối hợp?", Field.COORDINATING_UNITS),
        ("which tasks have no deadline?", Field.DEADLINE),
    ],
)
def test_a_field_may_be_asked_to_be_blank(text: str, field: Field) -> None:
    assert set(filters(text).blank) == {field}


@pytest.mark.parametrize(
    ("text", "comparison", "dong"),
    [
        ("Dự án nào có kinh phí trên 3 tỷ?", Comparison.ABOVE, 3_000_000_000),
        ("du an nao co kinh phi tren 3 ty", Comparison.ABOVE, 3_000_000_000),
        ("Dự án nào dưới 500 triệu đồng?", Comparison.BELOW, 500_000_000),
        ("Dự án nào từ 1,5 tỷ trở lên?", Comparison.AT_LEAST, 1_500_000_000),
        ("which projects cost more than 3 billion dong?", Comparison.ABOVE, 3_000_000_000),
    ],
)
def test_an_amount_is_a_condition_with_its_comparison(text: str, comparison: Comparison, dong: int) -> None:
    amount = filters(text).amount
    assert amount is not None
    assert (amount.comparison, amount.dong) == (comparison, dong)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Nhóm II có những việc gì?", "II"),
        ("nhom ii co nhung viec gi", "II"),
        ("tasks of group 3", "3"),
        ("Nhóm I, nhóm II và III có gì?", "I, II, III"),
        ("tasks in groups I and II", "I, II"),
    ],
)
def test_a_group_is_named_by_its_number(text: str, group: str) -> None:
    assert filters(text).group == group
    assert asks_group(text)


@pytest.mark.parametrize(
    ("text", "share"),
    [("Những chỉ tiêu nào đạt 90%?", "90"), ("chi tieu nao dat 12,5 %", "12,5"), ("Chỉ tiêu 90% là của ai?", "")],
)
def test_a_percentage_is_a_condition_where_rows_are_asked_for(text: str, share: str) -> None:
    assert filters(text).share == share


def test_conditions_add_up() -> None:
    found = filters("Việc nào của Văn phòng Sở phải xong trong tháng 6/2027?")
    assert found.units
    assert found.times


def test_words_of_a_condition_are_not_what_the_question_is_about() -> None:
    for text in ("Việc nào xong trong tháng 6/2027?", "Dự án nào trên 3 tỷ?", "Nhóm II có những việc gì?"):
        assert read(text).parts == (), text


@pytest.mark.parametrize("text", ["Ai chủ trì bệnh án điện tử?", "Bệnh án điện tử", "", "hello"])
def test_a_question_without_conditions_sets_none(text: str) -> None:
    assert not filters(text)


def test_a_field_that_is_asked_to_be_blank_is_not_what_is_counted() -> None:
    assert read("Những nhiệm vụ nào của Bến Tre chưa có chỉ tiêu?").noun != "chi tieu"


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("có bao nhiêu dự án?", "du an"),
        ("mấy chỉ tiêu?", "chi tieu"),
        ("các mục tiêu là gì?", "muc tieu"),
        ("bao nhiêu việc?", ""),
        ("how many projects?", "du an"),
    ],
)
def test_what_is_counted_is_told_by_its_noun(text: str, noun: str) -> None:
    assert noun_of(text) == noun_of(fold(text)) == noun


@pytest.mark.parametrize(
    ("plain", "named"),
    [("giam doc phu trach viec gi", True), ("pho giam doc nao phu trach", False), ("giam doc nao phu trach", False)],
)
def test_an_office_is_named_by_itself_alone(plain: str, named: bool) -> None:
    start = plain.index("giam doc")
    assert _names_office(plain, start, start + len("giam doc")) is named
