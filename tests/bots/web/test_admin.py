"""Files that the administrator adds, replaces and removes, with the real readers and the real model."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bots.web.app import create_app
from bots.web.jobs import Jobs
from bots.web.services import open_services
from tests.bots.state.samples import bot_settings
from tests.bots.web.serving import FREE, TOKEN
from tests.servers import settings_for
from tests.small_plan import PLAN

ADMIN = {"authorization": f"Bearer {TOKEN}", "accept-language": "vi"}
QUESTION = {"question": "Ai chủ trì nâng cấp đường truyền mạng nội bộ?"}


@pytest.fixture(scope="module")
def uploads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("admin") / "index"


@pytest.fixture(scope="module")
def admin(uploads: Path) -> Iterator[TestClient]:
    """A client of a server over an empty index."""
    index = settings_for(uploads)
    settings = bot_settings(admin_token=TOKEN, upload_bytes=20_000, **FREE)
    with TestClient(create_app(open_services(index, settings))) as client:
        yield client


def send(client: TestClient, name: str, content: bytes | str, plan: str = "", path: str = "/api/admin/plans") -> Any:
    data = content.encode() if isinstance(content, str) else content
    method = "POST" if path.endswith("/plans") else "PUT"
    form = {"id": plan} if method == "POST" else {}
    return client.request(method, path, files={"file": (name, data)}, data=form, headers=ADMIN)


def finished(client: TestClient, response: Any) -> dict[str, Any]:
    """The job of an upload when it has ended."""
    assert response.status_code == 202, response.text
    address = response.json()["url"]
    for _ in range(600):
        job: dict[str, Any] = client.get(address, headers=ADMIN).json()
        if job["state"] in ("done", "failed"):
            return job
        time.sleep(0.1)
    raise AssertionError(f"the job did not end: {job}")


def test_a_file_is_added_replaced_and_removed_while_the_server_answers(admin: TestClient, uploads: Path) -> None:
    job = finished(admin, send(admin, "Bến Tre 2027.md", PLAN.format(lead="Văn phòng Sở")))
    assert (job["state"], job["plan"], job["outcome"], job["rows"]) == ("done", "ben-tre-2027", "added", 2)
    assert "Văn phòng Sở" in admin.post("/api/ask", json=QUESTION).json()["answer"]

    changed = PLAN.format(lead="Phòng Kế hoạch - Tài chính")
    job = finished(admin, send(admin, "khác.md", changed, path="/api/admin/plans/ben-tre-2027"))
    assert (job["plan"], job["outcome"]) == ("ben-tre-2027", "replaced")
    assert "Phòng Kế hoạch - Tài chính" in admin.post("/api/ask", json=QUESTION).json()["answer"]
    assert not list((uploads / "uploads").iterdir())

    assert admin.delete("/api/admin/plans/ben-tre-2027", headers=ADMIN).status_code == 204
    assert admin.post("/api/ask", json=QUESTION).json()["answerable"] is False
    assert admin.delete("/api/admin/plans/ben-tre-2027", headers=ADMIN).status_code == 404


@pytest.mark.once(reason="that a plan changes sides whole over servers is tried in tests/ingest/store/test_internal.py")
def test_a_plan_is_added_as_internal_and_marked_public_and_back(admin: TestClient, uploads: Path) -> None:
    content = PLAN.format(lead="Phòng Mật vụ")
    sent = {"file": ("Mật 2027.md", content.encode())}
    job = finished(admin, admin.post("/api/admin/plans", files=sent, data={"internal": "true"}, headers=ADMIN))
    assert (job["plan"], job["outcome"]) == ("mat-2027", "added")
    mark = "/api/admin/plans/mat-2027/internal"

    def seen() -> tuple[bool, bool]:
        public, all_plans = (admin.get("/api/plans/mat-2027", headers=headers) for headers in ({}, ADMIN))
        answered = admin.post("/api/ask", json=QUESTION).json()["answer"]
        assert ("Phòng Mật vụ" in answered) is (public.status_code == 200)
        return public.status_code == 200, all_plans.json()["internal"]

    assert seen() == (False, True)
    again = finished(admin, send(admin, "Mật 2027.md", content.replace("Thanh tra", "Văn phòng")))
    assert (again["outcome"], *seen()) == ("replaced", False, True), "it stays internal"
    for internal in (False, False, True):
        assert admin.put(mark, json={"internal": internal}, headers=ADMIN).status_code == 204
        assert seen() == (not internal, internal)
    assert admin.put(mark, json={"internal": "no"}, headers=ADMIN).status_code == 422
    assert admin.put(mark.replace("mat", "khong"), json={"internal": True}, headers=ADMIN).status_code == 404
    assert admin.put(mark, json={"internal": False}).status_code == 401
    assert admin.delete("/api/admin/plans/mat-2027", headers=ADMIN).status_code == 204


@pytest.mark.once(reason="is about reading a file, which ends before there is anything to keep")
def test_a_file_that_is_no_plan_fails_with_the_reason_and_the_mend(admin: TestClient) -> None:
    job = finished(admin, send(admin, "thơ.txt", "Ao thu lạnh lẽo nước trong veo"))
    assert job["state"] == "failed"
    assert "không thấy mục đánh số" in job["error"]
    english = admin.get(job["url"], headers={**ADMIN, "accept-language": "en"}).json()
    assert "no numbered" in english["error"]


@pytest.mark.parametrize(
    "name", ["../../../tmp/evil.md", "..\\..\\evil.md", "/etc/cron.d/evil.md", "evil\x00.md", ".md"]
)
def test_a_files_name_cannot_climb_out_of_the_upload_folder(
    admin: TestClient, uploads: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[Path] = []
    monkeypatch.setattr(Jobs, "_submit", lambda self, job_id, path, *_: taken.append(path))
    response = send(admin, name, "x", plan="evil")
    assert response.status_code in (202, 415, 422)
    assert len(taken) == (response.status_code == 202)
    for path in taken:
        assert path.resolve().parent.parent == (uploads / "uploads").resolve()
        assert re.fullmatch(r"evil[a-z0-9-]*\.md", path.name)
        shutil.rmtree(path.parent)


@pytest.mark.parametrize("name", ["virus.exe", "plan", "plan.md.sh"])
def test_kinds_that_are_not_read_are_refused_at_once(admin: TestClient, name: str) -> None:
    response = send(admin, name, "x")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported-file")
    assert ".txt" in response.json()["detail"]


@pytest.mark.parametrize("plan", ["../x", "A B", "x/y", "é"])
def test_an_id_must_be_a_slug(admin: TestClient, plan: str) -> None:
    assert send(admin, "a.md", "x", plan=plan).json()["code"] == "invalid-request"


def test_a_file_that_is_too_large_is_refused_and_not_kept(admin: TestClient, uploads: Path) -> None:
    response = send(admin, "lớn.md", b"x" * 40_000)
    assert (response.status_code, response.json()["code"]) == (413, "body-too-large")
    assert not list((uploads / "uploads").glob("*/lon.md"))


def test_replacing_a_plan_that_there_is_not_is_refused(admin: TestClient) -> None:
    assert send(admin, "a.md", "x", path="/api/admin/plans/khong-co").json()["code"] == "not-found"
    assert admin.get("/api/admin/jobs/khong-co", headers=ADMIN).json()["code"] == "not-found"


def test_misses_and_feedback_are_listed(admin: TestClient) -> None:
    told = admin.post("/api/ask", json={"question": "Giá vàng hôm nay?"}).json()
    admin.post("/api/feedback", json={"id": told["id"], "verdict": "down", "reason": "nên có"})
    misses = admin.get("/api/admin/unanswered", headers=ADMIN).json()
    assert "Giá vàng hôm nay?" in [one["question"] for one in misses["questions"]]
    assert misses["total"] == len(misses["questions"])
    said = admin.get("/api/admin/feedback?verdict=down", headers=ADMIN).json()
    assert [(one["verdict"], one["reason"], one["question"]) for one in said] == [
        ("down", "nên có", "Giá vàng hôm nay?")
    ]
