"""Every documented error: its status, its form, its two languages, and that it gives nothing away."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bots.web import errors
from bots.web.app import create_app
from bots.web.services import Services
from ingest.store.errors import StoreError
from tests.bots.web.serving import services_in


def test_a_problem_is_told_in_the_readers_language(client: TestClient) -> None:
    vietnamese = client.get("/api/plans/x")
    english = client.get("/api/plans/x", headers={"accept-language": "en-GB,vi;q=0.5"})
    assert vietnamese.headers["content-type"] == "application/problem+json"
    assert vietnamese.json()["title"] == "Không tìm thấy"
    assert english.json()["title"] == "Not found"
    assert english.json()["type"] == "/problems#not-found"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/question"),
        ({"question": ""}, "/question"),
        ({"question": "   "}, "/question"),
        ({"question": "a\0b"}, "/question"),
        ({"question": 7}, "/question"),
        ({"question": "x" * 1001}, "/question"),
        ({"question": "x", "history": ["ok", "y" * 1001]}, "/history/1"),
        ({"question": "x", "history": ["y"] * 21}, "/history"),
        ({"question": "x", "language": "fr"}, "/language"),
        ({"question": "x", "other": 1}, "/other"),
    ],
)
def test_a_question_of_the_wrong_form_names_the_place(client: TestClient, body: object, place: str) -> None:
    response = client.post("/api/ask", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["place"] == place


def test_what_is_no_json_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", content=b"{", headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "invalid-request")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/api/plans/x", 404, "not-found"),
        ("GET", "/api/plans/x/rows", 404, "not-found"),
        ("GET", "/api/sources/ben-tre-2027/pl-9/1", 404, "not-found"),
        ("DELETE", "/api/ask", 405, "method-not-allowed"),
        ("GET", "/api/plans/ben-tre-2027/rows?limit=0", 422, "invalid-request"),
        ("GET", "/api/plans/ben-tre-2027/rows?due_from=2027-02-01&due_to=2027-01-01", 422, "invalid-request"),
        ("GET", "/api/admin/unanswered", 401, "token"),
    ],
)
def test_each_error_has_its_status_and_code(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    response = client.request(method, path)
    assert (response.status_code, response.json()["code"], response.json()["status"]) == (status, code, status)


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    response = client.post("/api/ask", json={"question": "x" * 70_000})
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")


def test_an_index_that_cannot_be_read_is_a_passing_problem(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("/var/chỉ-mục: ổ đĩa đầy", "/var/index: disk full")

    monkeypatch.setattr(services.library, "shelf", broken)
    response = client.get("/api/plans")
    assert (response.status_code, response.json()["code"]) == (503, "busy")
    assert response.headers["retry-after"] == "5"
    assert "/var" not in response.text


def test_an_unforeseen_fault_tells_a_number_and_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = services_in(folder)

    def broken(*_: object) -> None:
        raise ZeroDivisionError("bí mật")

    with TestClient(create_app(services), raise_server_exceptions=False) as client:
        monkeypatch.setattr(services.library, "shelf", broken)
        response = client.get("/api/plans")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "bí mật" not in response.text
    assert "Traceback" not in response.text


def test_an_empty_index_is_not_ready_and_says_how_to_fill_it(folder: Path) -> None:
    services = services_in(folder)
    for plan in ("ben-tre-2027", "ha-giang-2029", "lao-cai-2028"):
        services.stores.remove(plan)
    with TestClient(create_app(services)) as client:
        response = client.get("/readyz")
        assert response.status_code == 503
        assert "python -m ingest add" in response.json()["detail"]
        assert client.get("/").status_code == 200
        assert client.post("/api/ask", json={"question": "Ai chủ trì?"}).json()["answerable"] is False


def test_every_kind_of_problem_is_explained_on_a_page(client: TestClient) -> None:
    page = client.get("/problems").text
    for kind in errors.problem_types():
        assert f'id="{kind.slug}"' in page
