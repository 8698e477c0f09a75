"""Over every address of the web, an index with an internal plan answers the public as one that never had it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.routing import Mount, Route

from bots.web.app import create_app
from tests.bots.leaks.samples import (
    MARKS,
    NOWHERE,
    OTHERS,
    PUBLIC_ROW,
    QUESTIONS,
    ROW,
    SECRET,
    STAFF,
    settled,
    with_it,
    without_it,
)
from tests.bots.web.serving import TOKEN

Headers = dict[str, Any]
Request = tuple[str, dict[str, Any]]
"""An address and what else `TestClient.request` takes."""

BEARER = {"authorization": f"Bearer {STAFF}"}
NOBODY: tuple[Headers, ...] = (
    {},
    {"authorization": "Bearer wrong-token-of-the-staff"},
    {"authorization": f"Bearer {STAFF[:-1]}"},
    {"authorization": "Basic " + base64.b64encode(b"staff:wrong").decode()},
    {"authorization": b"Bearer \xff"},
    {"authorization": f"Token {STAFF}"},
)
"""What others than staff send."""


def gets(*addresses: str) -> list[Request]:
    return [(address, {}) for address in addresses]


def posts(address: str, *bodies: object) -> list[Request]:
    return [(address, {"json": body}) for body in bodies]


ANCHORS = (ROW, f"{SECRET}/pl-7", f"{SECRET}/I", f"{SECRET}/header", SECRET, PUBLIC_ROW, "ben-tre-2027", NOWHERE)
ASKED = [{"question": question} for question in (*QUESTIONS, *OTHERS)]
PLANS = (SECRET, "ben-tre-2027", "kon-bum-2031")
LIMITED = [{"question": "Ai chủ trì bệnh án điện tử?", "plans": [plan]} for plan in PLANS]
FOLLOWED = [{"question": "Còn đơn vị phối hợp?", "history": [question]} for question in (QUESTIONS[0], OTHERS[0])]
SAID = [[{"role": "user", "content": question}] for question in (*QUESTIONS[:3], *OTHERS[:3])]
UPLOAD = {"files": {"file": (f"{SECRET}.md", b"# x")}}

CASES: dict[tuple[str, str], list[Request]] = {
    ("POST", "/api/ask"): posts("/api/ask", *ASKED, *LIMITED, *FOLLOWED, {"question": QUESTIONS[0], "language": "en"}),
    ("POST", "/api/ask/stream"): posts("/api/ask/stream", *ASKED[:4], *LIMITED, *FOLLOWED),
    ("POST", "/api/feedback"): posts("/api/feedback", {"id": "A" * 22, "verdict": "up"}),
    ("GET", "/api/plans"): gets("/api/plans", "/api/plans?province=Kon%20Tum", "/api/plans?year=2031"),
    ("GET", "/api/plans/{plan_id}"): gets(*(f"/api/plans/{plan}" for plan in PLANS)),
    ("GET", "/api/plans/{plan_id}/rows"): gets(
        *(f"/api/plans/{plan}/rows?format={kind}" for plan in PLANS for kind in ("json", "csv", "xlsx")),
        f"/api/plans/{SECRET}/rows?unit=Z99&q=khu",
        f"/api/plans/{SECRET}/rows?due_from=2031-09-02&due_to=2031-09-01",
    ),
    ("GET", "/api/sources/{anchor:path}"): gets(*(f"/api/sources/{anchor}" for anchor in ANCHORS)),
    ("GET", "/api/plans/{plan_id}/file"): gets(*(f"/api/plans/{plan}/file" for plan in PLANS)),
    ("GET", "/api/pages/{page}/{anchor:path}"): gets(
        *(f"/api/pages/{page}/{anchor}" for page in (1, 2, 7) for anchor in ANCHORS)
    ),
    ("GET", "/healthz"): gets("/healthz"),
    ("GET", "/readyz"): gets("/readyz"),
    ("GET", "/metrics"): [],  # see test_metrics_count_public_plans_and_answers_alone
    ("GET", "/widget.js"): [*gets("/widget.js"), ("/widget.js", {"headers": {"if-none-match": '"x"'}})],
    ("GET", "/api/widget"): gets(
        "/api/widget",
        "/api/widget?language=en",
        f"/api/widget?plan={SECRET}",
        f"/api/widget?plan={SECRET}&plan=ben-tre-2027",
    ),
    ("GET", "/v1/models"): gets("/v1/models"),
    ("POST", "/v1/chat/completions"): posts(
        "/v1/chat/completions",
        *({"model": "plans", "messages": messages} for messages in SAID),
        *({"model": "plans", "messages": messages, "stream": True} for messages in SAID),
        *({"model": f"plans:{plan}", "messages": SAID[0]} for plan in PLANS),
    ),
    ("GET", "/"): gets("/", "/?lang=en"),
    ("GET", "/sources/{anchor:path}"): gets(*(f"/sources/{anchor}" for anchor in ANCHORS), f"/sources/{ROW}?lang=en"),
    ("GET", "/evaluator"): gets("/evaluator"),
    ("GET", "/staff"): gets("/staff"),
    ("GET", "/problems"): gets("/problems"),
    ("GET", "/openapi.json"): gets("/openapi.json"),
    ("GET", "/static"): gets("/static/site.css", f"/static/{SECRET}"),
    ("POST", "/api/admin/plans"): [("/api/admin/plans", UPLOAD)],
    ("PUT", "/api/admin/plans/{plan_id}"): [(f"/api/admin/plans/{plan}", UPLOAD) for plan in PLANS],
    ("DELETE", "/api/admin/plans/{plan_id}"): gets(*(f"/api/admin/plans/{plan}" for plan in PLANS)),
    ("PUT", "/api/admin/plans/{plan_id}/internal"): [
        (f"/api/admin/plans/{plan}/internal", {"json": {"internal": False}}) for plan in PLANS
    ],
    ("GET", "/api/admin/jobs/{job_id}"): gets("/api/admin/jobs/x"),
    ("GET", "/api/admin/unanswered"): gets("/api/admin/unanswered"),
    ("GET", "/api/admin/feedback"): gets("/api/admin/feedback"),
}
"""What is asked of every address. A new address without a line here fails the test below."""

SHOWN = {
    ("GET", "/api/plans"),
    ("GET", "/api/plans/{plan_id}"),
    ("GET", "/api/plans/{plan_id}/rows"),
    ("GET", "/api/sources/{anchor:path}"),
    ("GET", "/api/plans/{plan_id}/file"),
    ("GET", "/api/pages/{page}/{anchor:path}"),
    ("GET", "/readyz"),
    ("GET", "/api/widget"),
    ("GET", "/v1/models"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/api/ask"),
    ("POST", "/api/ask/stream"),
    ("GET", "/"),
    ("GET", "/sources/{anchor:path}"),
    ("GET", "/staff"),
}
"""The addresses at which staff see more than others."""


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the index that never had the internal plan."""
    with TestClient(create_app(without_it(tmp_path_factory.mktemp("without") / "a"))) as client:
        yield client


_TRIED = "that a plan changes sides whole over servers is tried in tests/ingest/store/test_internal.py"


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(False, id="added as internal"),
        pytest.param(True, id="marked later", marks=pytest.mark.once(reason=_TRIED)),
    ],
)
def marked_later(request: pytest.FixtureRequest) -> bool:
    """Whether the plan was public first."""
    return bool(request.param)


@pytest.fixture(scope="module")
def having(marked_later: bool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the index with the internal plan."""
    with TestClient(create_app(with_it(tmp_path_factory.mktemp("with") / "a", marked_later))) as client:
        yield client


Told = tuple[int, dict[str, str], str]
"""The status of a response, its headers and its body."""

_DRAWN = ("date", "content-length", "x-request-id")


def told(client: TestClient, method: str, request: Request, headers: Headers) -> Told:
    """All that a response tells: its status, headers, and the body without times and drawn ids."""
    address, more = request
    answered = client.request(
        method, address, **{**more, "headers": {**more.get("headers", {}), **headers}}, follow_redirects=False
    )
    heads = {name: value for name, value in answered.headers.items() if name not in _DRAWN}
    if address.endswith("format=xlsx") and answered.status_code == 200:
        return answered.status_code, heads, "a workbook"  # it holds the time at which it was written
    return answered.status_code, heads, settled(answered.content.decode("utf-8", "replace"))


def addresses(routes: Iterable[Any]) -> set[tuple[str, str]]:
    """The method and the pattern of every address. One that is added in a way not known here fails the test."""
    found: set[tuple[str, str]] = set()
    for route in routes:
        if isinstance(route, Mount):
            found.add(("GET", route.path))
        elif isinstance(route, Route):
            found |= {(method, route.path) for method in (route.methods or ()) if method != "HEAD"}
        else:
            found |= addresses(route.original_router.routes)
    return found


def test_every_address_has_its_cases(without: TestClient) -> None:
    assert addresses(without.app.routes) == set(CASES)  # type: ignore[attr-defined]
    assert set(CASES) >= SHOWN


@pytest.fixture(scope="module")
def told_without(without: TestClient) -> Callable[[str, Request, Headers], Told]:
    """What the index tells that never had the internal plan; each request is made once for all that are compared."""
    known: dict[str, Told] = {}

    def tell(method: str, request: Request, headers: Headers) -> Told:
        key = repr((method, request, headers))
        if key not in known:
            known[key] = told(without, method, request, headers)
        return known[key]

    return tell


@pytest.mark.parametrize("where", CASES, ids=" ".join)
def test_the_public_learns_nothing(
    having: TestClient,
    told_without: Callable[[str, Request, Headers], Told],
    where: tuple[str, str],
    marked_later: bool,
) -> None:
    """Who is taken for staff is the same question however a plan became internal: all who are not are tried once."""
    method, _ = where
    for request in CASES[where]:
        for headers in NOBODY[:2] if marked_later or len(CASES[where]) >= 12 else NOBODY:
            seen = told(having, method, request, headers)
            assert seen == told_without(method, request, headers), (request, headers)
            assert seen[0] != 403, "a refusal would tell that there is something"


@pytest.mark.parametrize("where", sorted(SHOWN), ids=" ".join)
def test_staff_see_it_and_no_cache_keeps_it(having: TestClient, where: tuple[str, str]) -> None:
    """Without this, the test above could pass because nobody sees anything."""
    method, _ = where
    differs = 0
    for request in CASES[where]:
        status, heads, body = told(having, method, request, BEARER)
        assert heads["cache-control"] == "private, no-store"
        assert "authorization" in heads["vary"].lower()
        differs += (status, body) != told(having, method, request, {})[::2]
    assert differs


def test_the_questions_would_tell_if_they_were_answered_from_all(having: TestClient) -> None:
    requests: list[Request] = [("/api/ask", {"json": {"question": question}}) for question in QUESTIONS]
    telling = [one for one in requests if told(having, "POST", one, BEARER)[2] != told(having, "POST", one, {})[2]]
    assert len(telling) > 0.75 * len(QUESTIONS)


def test_the_token_works_as_a_password_and_the_administrators_opens_all(having: TestClient) -> None:
    for headers in (
        BEARER,
        {"authorization": "Basic " + base64.b64encode(f"ai:{STAFF}".encode()).decode()},
        {"authorization": f"Bearer {TOKEN}"},
    ):
        page = having.get(f"/sources/{ROW}", headers=headers)
        assert page.status_code == 200
        assert "Hoàng Hôn Tím" in page.text
        plan = having.get(f"/api/plans/{SECRET}", headers=headers).json()
        assert plan["internal"] is True
    assert having.get("/staff").headers["www-authenticate"].startswith("Basic")
    assert having.get("/staff", headers=BEARER, follow_redirects=False).headers["location"] == "/"
    assert having.get(f"/api/pages/1/{ROW}", headers=BEARER).content.startswith(b"\x89PNG")


def test_what_staff_asked_before_is_told_to_nobody_else(having: TestClient, without: TestClient) -> None:
    """Answers, suggestions, pictures and conversations are kept; none of them for another audience."""
    question = {"question": "Ai chủ trì chiến dịch Hoàng Hôn Tím ở chợ phiên?"}
    first = having.post("/api/ask", json=question, headers=BEARER).json()
    assert UNIT_ANSWERED in first["answer"]
    for address in ("/api/widget", "/", f"/api/pages/1/{ROW}"):
        having.get(address, headers=BEARER)
    follow_up = {"question": "Còn đơn vị phối hợp?", "conversation": first["conversation"]}
    unknown = {"question": "Còn đơn vị phối hợp?", "conversation": "B" * 22}
    staff = having.post("/api/ask", json=follow_up, headers=BEARER).json()
    assert "Thanh tra Sở" in staff["answer"]
    for sent in (("/api/ask", {"json": question}), *gets("/api/widget", "/", f"/api/pages/1/{ROW}")):
        method = "POST" if sent[1] else "GET"
        assert told(having, method, sent, {}) == told(without, method, sent, {})
    seen = told(having, "POST", ("/api/ask", {"json": follow_up}), {})
    assert seen == told(without, "POST", ("/api/ask", {"json": unknown}), {})
    ids = having.post("/api/ask", json=follow_up).json()["conversation"]
    assert ids != first["conversation"]


def test_no_public_answer_names_it(having: TestClient) -> None:
    """Said plainly beside the comparison: the words of the plan are in no answer but where the question had them."""
    for question in OTHERS:
        body = having.post("/api/ask", json={"question": question}).text
        assert not [mark for mark in MARKS if mark in json.loads(json.dumps(body))]


_BY_THE_CLOCK = ("_http_", "_created", "_seconds", "plan_stage")
"""Figures that hold times, or count work whoever it was done for."""


def test_metrics_count_public_plans_and_answers_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    figures = []
    for make in (with_it, without_it):
        services = make(tmp_path_factory.mktemp("metrics") / "a")
        with TestClient(create_app(services)) as client:
            client.post("/api/ask", json={"question": OTHERS[0]})
            if make is with_it:
                client.post("/api/ask", json={"question": QUESTIONS[0]}, headers=BEARER)
                staff = client.get("/metrics", headers=BEARER).text
            lines = client.get("/metrics").text.splitlines()
            figures.append([line for line in lines if not any(word in line for word in _BY_THE_CLOCK)])
    assert figures[0] == figures[1]
    assert "plan_plans 3.0" in figures[0]
    assert "plan_plans 3.0" in staff
    assert 'channel="web:internal"' in staff


UNIT_ANSWERED = "Ban Chỉ huy Z99"
