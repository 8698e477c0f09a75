"""The files that plans were read from, and pictures of their pages, from an index that keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bots.web.app import create_app
from bots.web.originals import Originals
from ingest.errors import PlanError
from ingest.model import Box, Place, Plan
from tests.assistant.sample import ben_tre
from tests.bots.web.serving import services_in

FRAME = Box(7, 50, 100, 500, 140)
BELOW = Box(8, 50, 40, 500, 60)
ROW = "ben-tre-2027/pl-1/I/1"


def on_pages() -> Plan:
    """The made-up plan as if read from a PDF: one row runs over two pages."""
    plan = ben_tre()
    tasks, projects = plan.appendices
    first = replace(tasks.rows[0], place=Place(7, None, 8, None, (FRAME, BELOW)))
    return replace(plan, appendices=(replace(tasks, rows=(first, *tasks.rows[1:])), projects))


def drawn(plan: str, page: int, boxes: Sequence[Box]) -> bytes:
    """Stands in for the drawing of a page."""
    return f"PNG {plan} {page} {len(boxes)}".encode()


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> TestClient:
    file = tmp_path / "kept"
    file.write_bytes(b"<html><script>alert(1)</script>")
    originals = Originals(lambda digest: file if digest == "a" * 64 else None, drawn)
    return TestClient(create_app(services_in(folder, (on_pages(),), originals)))


def test_the_source_page_shows_the_pages_with_the_row_framed(client: TestClient) -> None:
    page = client.get(f"/sources/{ROW}").text
    assert f'src="/api/pages/7/{ROW}"' in page
    assert f'src="/api/pages/8/{ROW}"' in page
    picture = client.get(f"/api/pages/7/{ROW}")
    assert (picture.headers["content-type"], picture.content) == ("image/png", b"PNG ben-tre-2027 7 2")


@pytest.mark.parametrize("address", [f"/api/pages/9/{ROW}", "/api/pages/7/ben-tre-2027/I.1", "/api/pages/7/nowhere"])
def test_other_pages_are_not_drawn(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_place_without_boxes_has_no_pictures(client: TestClient) -> None:
    assert "/api/pages/" not in client.get("/sources/ben-tre-2027/pl-1/I/2").text


def test_the_file_is_given_to_be_saved_and_never_shown(client: TestClient) -> None:
    assert 'href="/api/plans/ben-tre-2027/file"' in client.get(f"/sources/{ROW}").text
    file = client.get("/api/plans/ben-tre-2027/file")
    assert file.headers["content-type"] == "application/octet-stream"
    assert file.headers["content-disposition"].startswith("attachment")
    assert "ben-tre-2027.txt" in file.headers["content-disposition"]


def test_a_page_is_drawn_once(folder: Path, tmp_path: Path) -> None:
    times: list[int] = []

    def counted(plan: str, page: int, boxes: Sequence[Box]) -> bytes:
        times.append(page)
        return drawn(plan, page, boxes)

    originals = Originals(lambda digest: tmp_path, counted)
    client = TestClient(create_app(services_in(folder, (on_pages(),), originals)))
    for _ in range(3):
        client.get(f"/api/pages/7/{ROW}")
    assert times == [7]


def test_a_page_that_cannot_be_drawn_says_why(folder: Path, tmp_path: Path) -> None:
    def broken(plan: str, page: int, boxes: Sequence[Box]) -> bytes:
        raise PlanError("tệp hỏng", "the file is broken")

    client = TestClient(create_app(services_in(folder, (on_pages(),), Originals(lambda digest: tmp_path, broken))))
    response = client.get(f"/api/pages/7/{ROW}")
    assert (response.status_code, response.json()["detail"]) == (404, "tệp hỏng")


def test_an_index_that_keeps_no_files_offers_none(folder: Path) -> None:
    client = TestClient(create_app(services_in(folder, (on_pages(),))))
    assert "/file" not in client.get(f"/sources/{ROW}").text
    assert client.get("/api/plans/ben-tre-2027/file").status_code == 404
