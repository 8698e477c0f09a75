"""What keeps strangers out: sites, tokens, limits, addresses that climb, markup that would run."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bots.web.app import create_app
from bots.web.services import Services
from tests.bots.web.serving import HOSTILE, TOKEN, services_in

SITE = "https://syt.example.vn"
QUESTION = {"question": "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện?"}


def client_with(folder: Path, **settings: object) -> TestClient:
    return TestClient(create_app(services_in(folder, (), None, (), **settings)))


@pytest.mark.parametrize("origin", ["https://evil.example", "null", SITE])
def test_pages_of_other_sites_are_refused_by_default_with_the_reason(client: TestClient, origin: str) -> None:
    response = client.post("/api/ask", json=QUESTION, headers={"origin": origin})
    assert (response.status_code, response.json()["code"]) == (403, "origin-not-allowed")
    assert "ALLOWED_ORIGINS" in response.json()["detail"]
    assert "access-control-allow-origin" not in response.headers
    assert client.options("/api/ask", headers={"origin": origin}).status_code == 403


def test_the_widget_learns_why_it_may_not_run(client: TestClient) -> None:
    response = client.get("/api/widget", headers={"origin": SITE})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.json()["allowed"] is False
    assert SITE in response.json()["reason"]
    assert response.json()["plans"] == []


def test_pages_of_sites_on_the_list_may_ask(folder: Path) -> None:
    with client_with(folder, allowed_origins=SITE) as client:
        preflight = {
            "origin": SITE,
            "access-control-request-method": "POST",
            "access-control-request-headers": "content-type",
        }
        assert client.options("/api/ask/stream", headers=preflight).status_code == 200
        response = client.post("/api/ask", json=QUESTION, headers={"origin": SITE})
        assert response.headers["access-control-allow-origin"] == SITE
        assert "access-control-allow-credentials" not in response.headers
        assert client.post("/api/ask", json=QUESTION, headers={"origin": f"{SITE}.evil.example"}).status_code == 403
        assert SITE in client.get("/").headers["content-security-policy"].split("frame-ancestors")[1]


def test_the_servers_own_pages_may_ask(client: TestClient) -> None:
    assert client.post("/api/ask", json=QUESTION, headers={"origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/sources/ben-tre-2027/pl-1/I/2", "/api/plans", "/widget.js", "/nowhere", "/static/site.css"]
)
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "server" not in headers


def test_one_address_may_ask_so_often(folder: Path) -> None:
    with client_with(folder, rate_per_minute=3) as client:
        statuses = [client.post("/api/ask", json=QUESTION).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        refused = client.post("/api/ask/stream", json=QUESTION)
        assert refused.json()["code"] == "too-many-requests"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert client.get("/api/plans").status_code == 200


def test_one_conversation_may_ask_so_often(folder: Path) -> None:
    with client_with(folder, conversation_rate_per_minute=2) as client:
        conversation = client.post("/api/ask", json=QUESTION).json()["conversation"]
        asked = {**QUESTION, "conversation": conversation}
        assert [client.post("/api/ask", json=asked).status_code for _ in range(3)] == [200, 200, 429]
        assert client.post("/api/ask", json=QUESTION).status_code == 200


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer sai", f"Basic {TOKEN}", f"bearer {TOKEN}x", "Bearer " + "x" * 5000]
)
def test_a_wrong_token_is_refused_everywhere(client: TestClient, authorization: str) -> None:
    headers = {"authorization": authorization}
    for method, path in (
        ("POST", "/api/admin/plans"),
        ("PUT", "/api/admin/plans/ben-tre-2027"),
        ("DELETE", "/api/admin/plans/ben-tre-2027"),
        ("GET", "/api/admin/unanswered"),
        ("GET", "/api/admin/feedback"),
        ("GET", "/api/admin/jobs/x"),
        ("GET", "/api/admin/nothing"),
    ):
        response = client.request(method, path, headers=headers)
        assert (response.status_code, response.json()["code"]) == (401, "token"), (method, path)
        assert response.headers["www-authenticate"].startswith("Bearer")


def test_without_a_token_set_nobody_is_the_administrator(folder: Path) -> None:
    with client_with(folder, admin_token=None) as client:
        for given in ("Bearer ", "Bearer None", ""):
            response = client.get("/api/admin/unanswered", headers={"authorization": given})
            assert (response.status_code, response.json()["code"]) == (403, "admin-closed")
        assert client.get("/evaluator").status_code == 403


def test_the_evaluators_page_needs_the_token(client: TestClient) -> None:
    refused = client.get("/evaluator")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"].startswith("Basic")
    client.post("/api/ask", json={"question": "Giá vàng của tôi, số 0912345678?"})
    page = client.get("/evaluator", auth=("ai cũng được", TOKEN))
    assert page.status_code == 200
    assert "▒▒▒" in page.text
    assert "0912345678" not in page.text
    assert "no-store" in page.headers["cache-control"]
    assert client.get("/evaluator", auth=("", "sai")).status_code == 401
    assert client.get("/evaluator", headers={"authorization": "Basic !!!"}).status_code == 401


@pytest.mark.parametrize(
    "anchor",
    [
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "ben-tre-2027/../../../etc/passwd",
        "ben-tre-2027/pl-1/%00",
        "ben-tre-2027/pl-1/I/2'--",
        "%5c%5cserver%5cshare",
        "file:///etc/passwd",
        "<script>alert(1)</script>",
        "x" * 3000,
    ],
)
def test_anchors_lead_to_places_in_plans_and_nowhere_else(client: TestClient, anchor: str) -> None:
    for prefix in ("/sources/", "/api/sources/", "/api/plans/", "/static/"):
        response = client.get(prefix + anchor)
        assert response.status_code == 404, prefix
        assert "root:" not in response.text
        assert "<script>alert" not in response.text


@pytest.mark.parametrize("path", ["/sources/ha-giang-2029", "/sources/ha-giang-2029/pl/1", "/", "/?lang=en"])
def test_markup_of_a_plan_is_shown_as_text(client: TestClient, path: str) -> None:
    page = client.get(path).text
    assert "<script>window.hacked" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_markup_of_a_question_is_shown_as_text(client: TestClient) -> None:
    client.post("/api/ask", json={"question": f"Giá vàng {HOSTILE}"})
    page = client.get("/evaluator", auth=("", TOKEN)).text
    assert "<script>window.hacked" not in page
    assert "&lt;script&gt;window.hacked" in page


def test_the_log_holds_no_question_and_no_address_by_default(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, "bots"):
        client.post("/api/ask", json=QUESTION)
        client.get("/api/plans/ben-tre-2027/rows?q=bệnh nhân Nguyễn Văn A")
    logged = "\n".join(str(vars(record)) for record in caplog.records)
    assert "/api/ask" in logged
    assert "bệnh" not in logged
    assert "Nguyễn" not in logged
    assert "testclient" not in logged


def test_the_log_holds_masked_questions_when_asked_to(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with client_with(folder, log_questions=True) as client, caplog.at_level(logging.INFO, "bots"):
        client.post("/api/ask", json={"question": "Ai chủ trì? Gọi tôi 0912345678"})
    assert any("Ai chủ trì? Gọi tôi ▒▒▒" in str(vars(record)) for record in caplog.records)


def test_a_token_is_compared_in_constant_time(services: Services) -> None:
    """The comparison is the library's; what is checked here is that length and prefix make no visible difference."""
    from bots.web.security import is_token

    def seconds(given: str) -> float:
        began = time.perf_counter()
        for _ in range(2000):
            is_token(services.settings, given.encode())
        return time.perf_counter() - began

    wrong, nearly = min(seconds("x" * len(TOKEN)) for _ in range(5)), min(seconds(TOKEN[:-1] + "x") for _ in range(5))
    assert nearly < wrong * 3
