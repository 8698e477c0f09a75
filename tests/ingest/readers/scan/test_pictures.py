"""Image files: several pages, resolution, too large, broken; a machine that cannot read scans."""

from __future__ import annotations

import importlib
import io
import sys
from pathlib import Path

import pytest
from PIL import Image

from ingest.errors import ReadError
from ingest.readers.scan import pictures, read_image
from ingest.readers.scan.pictures import pages_of_image, picture_of_page
from ingest.readers.scan.recogniser import RecogniserError, data_folder

recogniser = importlib.import_module("ingest.readers.scan.recogniser")


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, form, **options)
    return data.getvalue()


def test_a_tif_has_several_pages_and_its_own_resolution() -> None:
    page = Image.new("1", (800, 1100), 1)
    data = saved(page, "TIFF", save_all=True, append_images=[page, page], dpi=(250, 250))
    pages = list(pages_of_image(data, "a.tif"))
    assert [(image.size, dpi) for image, dpi in pages] == [((800, 1100), 250.0)] * 3


@pytest.mark.parametrize("stated", [None, (72, 72)])
def test_a_photo_without_a_true_resolution_is_taken_for_a4(stated: tuple[int, int] | None) -> None:
    options = {"dpi": stated} if stated else {}
    ((_, dpi),) = pages_of_image(saved(Image.new("L", (1654, 2338), 255), "JPEG", **options), "a.jpg")
    assert dpi == pytest.approx(200, abs=1)


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff" + b"\x00" * 50, b"II*\x00abcdefgh"])
def test_a_broken_picture_is_refused_with_its_name(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"ban-quet\.png: ảnh hỏng") as raised:
        list(pages_of_image(data, "ban-quet.png"))
    assert "scan it again" in raised.value.english


def test_a_cut_picture_is_refused() -> None:
    data = saved(Image.effect_noise((600, 600), 80), "PNG")
    with pytest.raises(ReadError, match="ảnh hỏng"):
        list(pages_of_image(data[: len(data) // 2], "a.png"))


def test_a_huge_picture_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "LARGEST", 10_000)
    with pytest.raises(ReadError, match="hãy quét lại ở 300 dpi"):
        list(pages_of_image(saved(Image.new("1", (400, 400)), "PNG"), "a.png"))


def test_a_page_of_a_pdf_is_drawn_at_the_resolution_of_its_scan() -> None:
    scan = saved(Image.new("L", (2481, 3508), 250), "PDF", resolution=300)
    image, dpi = picture_of_page(scan, 1)
    assert dpi == pytest.approx(300, abs=1)
    assert image.size[0] == pytest.approx(2481, abs=2)


def test_missing_data_for_vietnamese_name_the_package_that_brings_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(recogniser, "_FOLDERS", (str(tmp_path),))
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(RecogniserError, match="apt-get install tesseract-ocr-vie") as raised:
        data_folder()
    assert "tesseract-ocr-vie" in raised.value.english


def test_a_missing_library_names_the_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(RecogniserError, match="pip install tesserocr"):
        recogniser.Recogniser()


def test_an_image_file_says_why_it_cannot_be_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    recogniser.shared_recogniser.cache_clear()
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    with pytest.raises(ReadError, match=r"a\.png: không đọc được bản quét"):
        read_image(saved(Image.new("L", (400, 400), 255), "PNG"), "a.png")
