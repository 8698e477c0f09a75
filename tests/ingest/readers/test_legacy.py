"""Text in TCVN3, VNI and VIQR becomes Unicode, and what is Unicode already is never touched."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from ingest.readers import read_bytes
from ingest.readers.document import TextBlock
from ingest.readers.encoding import decode
from ingest.readers.legacy import Legacy, convert, recognise, tcvn3_table, to_unicode
from ingest.readers.syllables import is_syllable, share_of_syllables
from tests.typeset.encodings import ENCODERS
from tests.typeset.source import PLANS, sample_names

_ENGLISH = (
    "The department shall connect all hospitals to the national platform by the end of June; who's in charge? It's the"
    " office (see section 2). Total: 3.500.000 dong. Email: office@health.example. What next? Do it, etc. "
)


def plan_text(name: str) -> str:
    return unicodedata.normalize("NFC", (PLANS / f"{name}.txt").read_text("utf-8"))


@pytest.mark.parametrize("name", sample_names())
@pytest.mark.parametrize("encoding", [Legacy.VNI, Legacy.VIQR])
def test_a_plan_in_vni_or_viqr_comes_back_exactly(name: str, encoding: Legacy) -> None:
    text = plan_text(name)
    coded = ENCODERS[encoding](text)
    assert recognise(coded) is encoding
    assert to_unicode(coded) == text


@pytest.mark.parametrize("name", sample_names())
def test_a_plan_in_tcvn3_comes_back_with_every_letter_and_all_but_a_few_capitals(name: str) -> None:
    text = plan_text(name)
    coded = ENCODERS[Legacy.TCVN3](text)
    assert recognise(coded) is Legacy.TCVN3
    back = to_unicode(coded)
    assert back.lower() == text.lower()
    other = [(mine, theirs) for mine, theirs in zip(back.split(), text.split(), strict=True) if mine != theirs]
    assert len(other) <= 0.001 * len(text.split()), other


@pytest.mark.parametrize("name", sample_names())
@pytest.mark.parametrize("encoding", [Legacy.TCVN3, Legacy.VNI])
def test_bytes_of_old_encodings_are_told_apart(name: str, encoding: Legacy) -> None:
    text = plan_text(name)
    back = to_unicode(decode(ENCODERS[encoding](text).encode("cp1252", "replace"), "plan.txt"))
    assert back.lower() == text.lower()


@pytest.mark.parametrize("name", sample_names())
def test_a_plan_in_unicode_is_never_touched(name: str) -> None:
    text = plan_text(name)
    assert recognise(text) is None
    assert to_unicode(text) == text
    for line in text.split("\n"):
        assert to_unicode(line) == line


@pytest.mark.parametrize(
    "text",
    [
        _ENGLISH * 20,
        "Le préfet décide à présent où l’élève étudie; ça a été créé très tôt, même à Orléans. " * 30,
        "El niño mañana está aquí; acción, educación, años después también. " * 30,
        "Die Größe der Straße hängt natürlich über den Bäumen für schöne Übungen. " * 30,
        "",
    ],
)
def test_other_languages_are_never_touched(text: str) -> None:
    assert recognise(text) is None
    assert to_unicode(text) == text


@pytest.mark.parametrize(
    ("text", "font", "wanted"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", ".VnTime", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Céng hßa", "ABCDEF+.VnTimeH", "CỘNG HÒA"),
        ("CéNG HßA X· HéI CHñ NGHÜA", ".VnTime", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"),
        ("ng\u00adêi d©n", ".VnArial", "người dân"),
        ("Coäng hoøa xaõ hoäi", "VNI-Times", "Cộng hòa xã hội"),
        ("UÛY BAN NHAÂN DAÂN", "VNI-Helve-Condense", "ỦY BAN NHÂN DÂN"),
        ("kyõ sö, ñeïp, thò xaõ, chæ tieâu", "vni-times", "kỹ sư, đẹp, thị xã, chỉ tiêu"),
        ("Céng hßa", "Times New Roman", "Céng hßa"),
        ("Coäng hoøa", "Vnithin", "Coäng hoøa"),
    ],
)
def test_a_font_says_the_encoding_however_short_the_text(text: str, font: str, wanted: str) -> None:
    assert to_unicode(text, font) == wanted


def test_viqr_follows_its_escapes() -> None:
    assert convert("DDa` Na(~ng, tru+o+`ng\\. Co^.ng ho`a", Legacy.VIQR) == "Đà Nẵng, trường. Cộng hòa"


def test_a_short_text_without_a_font_is_left_alone() -> None:
    assert to_unicode("Céng hßa") == "Céng hßa"


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
def test_the_table_of_tcvn3_is_that_of_the_c_library() -> None:
    for code, letter in tcvn3_table().items():
        done = subprocess.run(
            ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=bytes([code]), capture_output=True, check=True
        )
        assert unicodedata.normalize("NFC", done.stdout.decode()) == letter


def test_a_file_of_an_old_encoding_is_read_with_a_notice() -> None:
    document = read_bytes(ENCODERS[Legacy.VNI](plan_text("ca-mau-2026")).encode("cp1252", "replace"), "cu.txt")
    assert document.notices[0] == "bảng mã VNI; đã chuyển sang Unicode"
    assert any(isinstance(block, TextBlock) and "KẾ HOẠCH" in block.text for block in document.blocks)


def test_syllables() -> None:
    for word in ("nghiêng", "Khuyến", "quốc", "ỦY", "đường", "yếu", "xoong", "giếng", "huỳnh"):
        assert is_syllable(word), word
    for word in ("hoäi", "hßa", "cộngg", "mat\u0300", "được\u0301", "élégant", "ệ̣"):
        assert not is_syllable(unicodedata.normalize("NFC", word)), word
    assert share_of_syllables(plan_text("ca-mau-2026")) > 0.99
    assert share_of_syllables("plain text") == 0.0


def test_no_plan_is_left_out() -> None:
    assert len(sample_names()) == 5
    assert Path(PLANS).is_dir()
