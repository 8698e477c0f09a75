"""Bytes become text, or an error that names the file and the mend."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ingest.errors import ReadError
from ingest.readers import read
from ingest.readers.encoding import decode

VIETNAMESE = "KẾ HOẠCH\n\nI. MỤC TIÊU\n\n1. Triển khai đơn thuốc điện tử tại các cơ sở khám bệnh, chữa bệnh.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str) -> None:
    assert decode(VIETNAMESE.encode(encoding), "plan.txt").lstrip("\ufeff") == VIETNAMESE


def test_windows_1258_is_read() -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"  # which this encoding keeps as characters of their own

    def pulled_apart(char: str) -> str:
        marks = unicodedata.normalize("NFD", char)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones))
        return letter + "".join(mark for mark in marks if mark in tones)

    coded = "".join(map(pulled_apart, VIETNAMESE)).encode("cp1258")

    assert unicodedata.normalize("NFC", decode(coded, "plan.txt")) == VIETNAMESE


@pytest.mark.parametrize("data", [b"", b"\n \n", b"   "])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"plan\.txt: tệp trống"):
        decode(data, "plan.txt")


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"%PDF-1.7\x00\x01\x02\x03\xff\xfe" * 40, b"PK\x03\x04" + bytes(range(200)) * 5]
)
def test_a_binary_file_named_txt_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"^plan\.txt: "):
        decode(data, "plan.txt")


def test_latin_1_text_is_refused_with_the_byte_and_the_mend() -> None:
    with pytest.raises(ReadError, match=r"byte 14.*UTF-8") as caught:
        decode("Kế ho".encode() + "ache très élégant".encode("latin-1"), "plan.txt")

    assert "save it as UTF-8" in caught.value.english


def test_utf_16_cut_in_the_middle_is_refused() -> None:
    with pytest.raises(ReadError, match="utf-16"):
        decode(b"\xff\xfe" + VIETNAMESE.encode("utf-16-le")[:-1], "plan.txt")


def test_decomposed_accents_are_composed(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(unicodedata.normalize("NFD", VIETNAMESE), "utf-8")

    texts = [block.text for block in read(path).blocks if hasattr(block, "text")]

    assert "KẾ HOẠCH" in texts
    assert all(unicodedata.is_normalized("NFC", text) for text in texts)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="không mở được"):
        read(tmp_path / "missing.txt")


def test_a_file_is_read_whatever_its_ending_with_a_notice(tmp_path: Path) -> None:
    path = tmp_path / "plan.xyz"
    path.write_text(VIETNAMESE, "utf-8")

    document = read(path)

    assert document.blocks
    assert document.notices == ("đuôi .xyz nhưng nội dung là văn bản; đã đọc theo nội dung",)
