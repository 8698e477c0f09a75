"""Bodies: what cells name, under which key all names of one body meet, and what questions name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon.bodies import bodies
from ingest.unit_names import unit_of
from ingest.units import find_units, same_unit, split_units
from ingest.vietnamese import fold


def texts(cell: str) -> list[str]:
    """What a cell is split into, as printed."""
    return [unit.text for unit in split_units(cell)]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("KHTC, Phòng Nghiệp vụ và Văn phòng Sở", ["KHTC", "Phòng Nghiệp vụ", "Văn phòng Sở"]),
        ("Văn phòng Sở, Kế hoạch - Tài chính,", ["Văn phòng Sở", "Kế hoạch - Tài chính"]),
        ("- Văn phòng Sở - Các đơn vị trực thuộc", ["Văn phòng Sở", "Các đơn vị trực thuộc"]),
        ("Sở Y tế (phòng CNTT, NVY)", ["Sở Y tế", "phòng CNTT", "NVY"]),
        ("Sở Y tế; (phòng CNTT)", ["Sở Y tế", "phòng CNTT"]),
        (
            "Các phòng chuyên môn, đơn vị trực thuộc; - Bệnh viện Quân dân y",
            ["Các phòng chuyên môn", "đơn vị trực thuộc", "Bệnh viện Quân dân y"],
        ),
        (
            "Trung tâm Y tế huyện, thành phố, bệnh viện tư nhân và phòng khám đa khoa tư nhân",
            ["Trung tâm Y tế huyện, thành phố", "bệnh viện tư nhân", "phòng khám đa khoa tư nhân"],
        ),
        (
            "UBND các xã, phường, đặc khu và các sở, ban, ngành",
            ["UBND các xã, phường, đặc khu", "các sở, ban, ngành"],
        ),
        ("Bộ Y tế, Sở Y tế phối hợp với Công an tỉnh", ["Bộ Y tế", "Sở Y tế", "Công an tỉnh"]),
        ("Chủ trì: Văn phòng Sở; Phối hợp: các đơn vị", ["Văn phòng Sở", "các đơn vị"]),
        ("Các phòng: KHTC, TCCB, Nghiệp vụ Y", ["KHTC", "TCCB", "Nghiệp vụ Y"]),
        ("1. Văn phòng Sở 2. Phòng KHTC", ["Văn phòng Sở", "Phòng KHTC"]),
        ("P. KHTC, P.TCCB", ["P. KHTC", "P.TCCB"]),
        ("Phòng Nghiệp vụ Y/Văn phòng Sở", ["Phòng Nghiệp vụ Y", "Văn phòng Sở"]),
        ("- Các phòng chuyên môn\n- Các đơn vị trực thuộc", ["Các phòng chuyên môn", "Các đơn vị trực thuộc"]),
        ("Bệnh viện Trung tâm Y tế có giường bệnh", ["Bệnh viện", "Trung tâm Y tế có giường bệnh"]),
        ("VPS, NVY, TCCB, TTra", ["VPS", "NVY", "TCCB", "TTra"]),
        ("Lãnh đạo Sở, Trưởng các phòng", ["Lãnh đạo Sở", "Trưởng các phòng"]),
        ("Văn phòng phối hợp phòng Nghiệp vụ", ["Văn phòng", "phòng Nghiệp vụ"]),
        ("VĂN PHÒNG SỞ, PHÒNG KHTC", ["VĂN PHÒNG SỞ", "PHÒNG KHTC"]),
        ("Trung tâm Kiểm soát bệnh tật, các TTYT khu vực", ["Trung tâm Kiểm soát bệnh tật", "các TTYT khu vực"]),
        ("Sở Xây dựng, các nhà thầu, đơn vị tư vấn", ["Sở Xây dựng", "các nhà thầu", "đơn vị tư vấn"]),
        ("Văn phòng HĐND và UBND phường, Công an phường", ["Văn phòng HĐND và UBND phường", "Công an phường"]),
    ],
)
def test_a_cell_is_split_into_its_bodies(cell: str, parts: list[str]) -> None:
    assert texts(cell) == parts


@pytest.mark.parametrize(
    "cell",
    [
        "Phòng Bảo trợ xã hội, trẻ em và phòng, chống tệ nạn xã hội",
        "Sở Khoa học và Công nghệ",
        "Sở Văn hóa, Thể thao và Du lịch",
        "Phòng Dân số, Xã hội và Trẻ em",
        "Các cơ quan, đơn vị thuộc, trực thuộc",
        "Trung tâm Kiểm nghiệm thuốc, mỹ phẩm, thực phẩm",
        "Bệnh viện Sản - Nhi tỉnh",
        "Bệnh viện Lao và bệnh phổi",
        "Phòng Tổ chức – Hành chính Sở Y tế",
        "Sở Y tế (cơ quan thường trực)",
        "Bệnh viện (theo phân công)",
        "Phòng Quản lý hành nghề y, dược tư nhân",
        "Trung tâm Ứng dụng khoa học và chuyển giao công nghệ",
        "UBND huyện, các xã",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
    ],
)
def test_commas_dashes_and_va_inside_a_name_part_nothing(cell: str) -> None:
    assert texts(cell) == [cell]


@pytest.mark.parametrize("cell", ["", " ", "-", ";", "()", "…"])
def test_a_blank_cell_names_nobody(cell: str) -> None:
    assert split_units(cell) == ()


def test_bodies_in_brackets_are_within_the_one_before() -> None:
    health, it, medical = split_units("Sở Y tế (phòng CNTT, NVY)")
    assert health.within == ""
    assert it.within == medical.within == health.key


def test_a_body_and_its_abbreviation_in_brackets_are_one() -> None:
    assert len(split_units("Trung tâm Kiểm soát bệnh tật (CDC)")) == 1


@pytest.mark.parametrize(
    "names",
    [
        ["Phòng Kế hoạch - Tài chính", "KHTC", "KH-TC", "Phòng KHTC", "P. KHTC", "Kế hoạch – Tài chính",
         "Phòng Kế hoạch và Tài chính", "phong ke hoach tai chinh", "Planning and Finance Division"],
        ["Văn phòng Sở", "Văn phòng", "VP Sở", "VP", "Văn phòng Sở Y tế", "Văn phòng sở", "the Office"],
        ["Văn phòng Đảng ủy", "Văn phòng Đảng Sở Y tế"],
        ["Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh Nghệ An", "VP UBND"],
        ["Phòng Nghiệp vụ", "Phòng Nghệp vụ", "nghiệp vụ", "Phòng NV"],
        ["Phòng Tổ chức cán bộ", "TCCB", "Phòng TCCB"],
        ["Phòng Tổ chức - Hành chính", "TCHC", "Phòng Tổ chức – Hành chính Sở Y tế"],
        ["Trung tâm Kiểm soát bệnh tật", "CDC", "TTKSBT", "Trung tâm Kiểm soát bệnh tật tỉnh Lào Cai"],
        ["Chi cục An toàn vệ sinh thực phẩm", "CCATVSTP", "Chi cục ATTP", "Chi cục An toàn thực phẩm"],
        ["Trung tâm Giám định Y khoa", "TTGĐYK"],
        ["Trung tâm Kiểm nghiệm", "TTKN", "Trung tâm Kiểm nghiệm thuốc, mỹ phẩm, thực phẩm"],
        ["Sở Y tế", "SYT", "Sở Y tế Lạng Sơn", "Sở Y tế tỉnh Hòa Bình", "Department of Health"],
        ["Sở Khoa học và Công nghệ", "Sở KH&CN", "Sở KHCN", "Sở Khoa học và Công nghệ tỉnh Yên Bái"],
        ["Cơ sở khám bệnh, chữa bệnh", "Các cơ sở KCB trên địa bàn tỉnh"],
        ["Trung tâm Y tế huyện, thành phố", "TTYT các huyện, thị xã, thành phố"],
        ["Các đơn vị trực thuộc", "Đơn vị trực thuộc Sở", "Các cơ quan, đơn vị trực thuộc SYT"],
        ["Trung tâm Y tế", "TTYT", "Các trung tâm y tế"],
        ["Trung tâm Y tế huyện Bắc Hà", "TTYT huyện Bắc Hà"],
        ["Bệnh viện đa khoa Bắc Hà", "BVĐK Bắc Hà", "Bệnh viện ĐK Bắc Hà"],
    ],
)  # fmt: skip
def test_all_names_of_a_body_have_one_key(names: list[str]) -> None:
    assert {name: unit_of(name).key for name in names} == {name: unit_of(names[0]).key for name in names}
    assert all(same_unit(names[0], name) for name in names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Văn phòng", "Văn phòng Đảng ủy"),
        ("Văn phòng Sở", "Văn phòng UBND tỉnh"),
        ("Văn phòng Sở", "Văn phòng Sở Tài chính"),
        ("Phòng Nghiệp vụ", "Phòng Nghiệp vụ Y"),
        ("NVY", "NVD"),
        ("Sở Y tế", "Bộ Y tế"),
        ("Sở Khoa học và Công nghệ", "Bộ Khoa học và Công nghệ"),
        ("Trung tâm Y tế huyện Bắc Hà", "Trung tâm Y tế huyện Sa Pa"),
        ("Bệnh viện Bắc Hà", "Bệnh viện"),
        ("Các đơn vị", "Các đơn vị trực thuộc"),
        ("", ""),
    ],
)
def test_different_bodies_stay_apart(one: str, other: str) -> None:
    assert not same_unit(one, other)


def test_unknown_names_may_differ_in_one_letter_only() -> None:
    assert same_unit("Phòng Truyền thông mới", "Phòng Truyề thông mới")
    assert same_unit("Trung tâm Nghiên cứu lúa", "Trung tâm Ngiên cứu lúa")
    assert not same_unit("Trạm Khí tượng số 1", "Trạm Khí tượng số 2")


def test_the_plans_own_abbreviations_are_written_out() -> None:
    own = {"TTƯD": "Trung tâm Ứng dụng công nghệ", "KH-CN": "khoa học, công nghệ"}
    (unit,) = split_units("TTƯD", own)
    assert unit.key == unit_of("Trung tâm Ứng dụng công nghệ").key
    assert split_units("Sở KH-CN", own)[0].key == unit_of("Sở Khoa học và Công nghệ").key


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("ai phoi hop voi Van phong So", [("Van phong So", "Văn phòng Sở")]),
        ("phong KHTC lam gi", [("phong KHTC", "Phòng Kế hoạch - Tài chính")]),
        ("ai phoi hop voi VP ve chu ky so", [("VP", "Văn phòng Sở")]),
        ("Which tasks does the Office lead?", [("the Office", "Văn phòng Sở")]),
        ("CDC chủ trì việc gì?", [("CDC", "Trung tâm Kiểm soát bệnh tật")]),
        (
            "What does the Planning and Finance Division lead?",
            [("Planning and Finance Division", "Phòng Kế hoạch - Tài chính")],
        ),
        ("so y te co bao nhieu viec", [("so y te", "Sở Y tế")]),
        ("Sở Y tế Lào Cai chủ trì bao nhiêu nhiệm vụ?", [("Sở Y tế Lào Cai", "Sở Y tế")]),
        ("Phòng Nghệp vụ phụ trách gì", [("Phòng Nghệp vụ", "Phòng Nghiệp vụ")]),
        ("việc do nghiệp vụ chủ trì", [("nghiệp vụ", "Phòng Nghiệp vụ")]),
        (
            "Văn phòng Sở và Phòng KHTC cùng làm việc nào",
            [("Văn phòng Sở", "Văn phòng Sở"), ("Phòng KHTC", "Phòng Kế hoạch - Tài chính")],
        ),
        ("VP UBND tỉnh phối hợp gì", [("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh")]),
        ("Phòng Truyền thông mới chủ trì gì?", [("Phòng Truyền thông mới", "")]),
        ("Trung tâm Y tế huyện Năm Căn làm gì", [("Trung tâm Y tế huyện Năm Căn", "")]),
        ("Bệnh viện Chợ Rẫy có nhiệm vụ nào", [("Bệnh viện Chợ Rẫy", "")]),
        ("what does the Space Travel Division lead?", [("Space Travel Division", "")]),
    ],
)
def test_a_question_names_its_bodies(question: str, found: list[tuple[str, str]]) -> None:
    assert [(question[one.start : one.end], one.unit.name) for one in find_units(question)] == found


@pytest.mark.parametrize(
    "question",
    [
        "số y tế",
        "phòng chống dịch bệnh thế nào",
        "phong chong dich benh the nao",
        "văn phòng điện tử triển khai ra sao",
        "bồi dưỡng nghiệp vụ công nghệ thông tin",
        "ứng dụng CNTT",
        "xây dựng trung tâm dữ liệu",
        "y tế dự phòng",
        "bộ tiêu chí đánh giá",
        "ban hành kế hoạch",
        "cơ sở dữ liệu",
        "phòng nào làm nhiều nhất?",
        "bao giờ có bệnh án điện tử?",
        "",
    ],
)
def test_common_words_are_no_bodies(question: str) -> None:
    assert find_units(question) == ()


def test_bodies_that_are_all_of_a_kind_are_marked() -> None:
    (found,) = find_units("các bệnh viện chủ trì việc gì")
    assert found.unit.group
    assert not find_units("Văn phòng Sở")[0].unit.group


NAMES = [body.name for body in bodies().body if not body.group]


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True), st.sampled_from(["; ", ", ", " và ", "\n"])
)
def test_names_joined_by_any_sign_are_split_again(names: list[str], sign: str) -> None:
    assert [unit.name for unit in split_units(sign.join(names))] == names


@given(st.sampled_from(NAMES), st.sampled_from(["ai phối hợp với {}?", "{} chủ trì việc gì?", "việc của {} là gì"]))
def test_every_name_is_found_in_a_question_with_and_without_accents(name: str, asked: str) -> None:
    for question in (asked.format(name), fold(asked.format(name))):
        assert [one.unit.key for one in find_units(question)] == [unit_of(name).key], question


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader_and_every_found_body_lies_in_it(text: str) -> None:
    assert all(unit.key and unit.text for unit in split_units(text))
    for found in find_units(text):
        assert 0 <= found.start < found.end <= len(text)


def test_no_two_bodies_claim_one_name() -> None:
    keys = [body.key for body in bodies().body]
    assert len(keys) == len(set(keys))
    assert all(unit_of(body.name).key == body.key for body in bodies().body)


@pytest.mark.parametrize(
    "text",
    ["cán bộ y tế An Giang", "can bo y te an giang", "toàn bộ y tế xã", "đội ngũ cán bộ tài chính", "nội bộ y tế"],
)
def test_the_end_of_a_word_begins_no_ministry(text: str) -> None:
    assert not [found for found in find_units(text) if found.unit.key.startswith("bo ")]


def test_a_ministry_behind_such_a_word_is_one_by_its_capital() -> None:
    assert [found.unit.key for found in find_units("cán bộ của Bộ Y tế")] == ["bo y te"]
    assert [found.unit.key for found in find_units("theo bộ y tế")] == ["bo y te"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("What does the Quan Dan Y hospital support?", "benh vien quan dan y"),
        ("tasks of Nguyen Dinh Chieu Hospital", "benh vien nguyen dinh chieu"),
        ("the Planning and Finance Division", "phong ke hoach tai chinh"),
        ("o day phong nghiep vu duoc giao gi", "phong nghiep vu"),
        ("o day phong nghiep vu duoc lam gi", "phong nghiep vu duoc"),
    ],
)
def test_bodies_in_english_order_and_before_a_passive(text: str, key: str) -> None:
    assert [found.unit.key for found in find_units(text)] == [key]
