"""Phone shorthand written out by what stands beside it, and nothing else touched."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from assistant.lexicon.terms import expand_shorthand
from ingest.vietnamese import fold


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("ko", "không"),
        ("ai kí kế hoạch", "ai ký kế hoạch"),
        ("bác sỹ Quí", "bác sỹ Quí"),
        ("việc nào bv lm ko đc", "việc nào bệnh viện làm không được"),
        ("ntn là y tế thông minh", "như thế nào là y tế thông minh"),
        ("kp bn, bh xong?", "kinh phí bao nhiêu, bao giờ xong?"),
        ("phòng nv ph vs ai", "phòng nghiệp vụ phối hợp với ai"),
        ("sở yt và ttyt", "sở y tế và trung tâm y tế"),
        ("có j mới k", "có gì mới không"),
        ("tp.hcm có đv nào", "thành phố Hồ Chí Minh có đơn vị nào"),
        ("theo kh của sở", "theo kế hoạch của sở"),
        ("có kh nào nữa", "có kế hoạch nào nữa"),
        ("kh có ai phụ trách", "không có ai phụ trách"),
        ("an toàn tp", "an toàn thực phẩm"),
        ("kq/sp của việc", "kết quả / sản phẩm của việc"),
        ("nq/TW", "nq/TW"),
        ("dv công hay đv công", "dịch vụ công hay đơn vị công"),
    ],
)
def test_shorthand_is_written_out_by_its_neighbours(short: str, full: str) -> None:
    assert expand_shorthand(short) == full


def test_an_unaccented_question_stays_unaccented() -> None:
    assert expand_shorthand("ai ph vs VP ve chu ky so") == "ai phoi hop voi van phong ve chu ky so"


@pytest.mark.parametrize(
    "text",
    [
        "57/KH-SYT",
        "433-KH/TU",
        "phòng KH-TC",
        "Sở KH&CN",
        "07-QĐ/BCĐ",
        "Bệnh viện K",
        "nhóm R",
        "CNTT",
        "TTHC",
        "mục e) và g)",
    ],
)
def test_numbers_of_documents_names_and_fixed_abbreviations_stay(text: str) -> None:
    assert expand_shorthand(text) == text


def test_shorthand_without_its_context_stays() -> None:
    assert expand_shorthand("bảng kh") == "bảng kh"
    assert expand_shorthand("số liệu tt") == "số liệu tt"


def test_english_shorthand_is_written_out_and_vietnamese_left_alone_in_english() -> None:
    assert expand_shorthand("pls tell me which dept works w/ the police") == (
        "please tell me which department works with the police"
    )
    assert expand_shorthand("compare A vs B for which k") == "compare A versus B for which k"


def test_ordinary_sentences_are_no_shorthand() -> None:
    plain = "Nâng cấp đường truyền Internet, bảo đảm ổn định tại cơ quan, đơn vị vùng sâu, vùng biên giới."
    assert expand_shorthand(plain) == plain
    assert expand_shorthand(fold(plain)) == fold(plain)


def test_every_safe_short_form_is_read_alone_and_others_are_not() -> None:
    data = tomllib.loads(files("assistant.lexicon").joinpath("shorthand.toml").read_text("utf-8"))
    safe = {short: entry["full"] for entry in data["vietnamese"] if entry["use"] == "safe" for short in entry["short"]}
    in_context = {short for entry in data["vietnamese"] if entry["use"] == "context" for short in entry["short"]}
    english = {short for entry in data["english"] for short in entry["short"]}
    assert {short: expand_shorthand(f"{short} đó thì") for short in safe} == {
        short: f"{full} đó thì" for short, full in safe.items()
    }
    assert [
        short
        for short in in_context - set(safe) - english
        if expand_shorthand(f"xanh {short} xanh") != f"xanh {short} xanh"
    ] == []


def test_every_context_entry_can_be_reached() -> None:
    data = tomllib.loads(files("assistant.lexicon").joinpath("shorthand.toml").read_text("utf-8"))
    for entry in data["vietnamese"]:
        if entry["use"] == "context":
            short, sides = entry["short"][0], [(side, "") for side in entry.get("after", [])]
            sides += [("", side) for side in entry.get("before", [])]
            texts = [f"{after} {short} {before}".replace("#", "5").replace("^", "").strip() for after, before in sides]
            assert any(fold(entry["full"]) in fold(expand_shorthand(text)) for text in texts), entry
