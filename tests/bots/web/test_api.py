"""The API: questions in every form, conversations, plans and rows, and what each error says."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from bots.state import Verdict
from bots.web.services import Services

ROW = "ben-tre-2027/pl-1/I/2"
WHO = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện của Bến Tre?"


def ask(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    response = client.post("/api/ask", json={"question": question, **more})
    assert response.status_code == 200, response.text
    told: dict[str, Any] = response.json()
    return told


def events(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, each with its data."""
    parts = [part.splitlines() for part in text.replace("\r", "").split("\n\n") if part.startswith("event: ")]
    return [(lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))) for lines in parts]


@pytest.mark.parametrize(
    "question",
    [
        WHO,
        "ai chu tri trien khai benh an dien tu tai cac benh vien cua ben tre",
        "who leads electronic medical records in Ben Tre?",
    ],
)
def test_a_question_in_any_form_is_answered_with_its_row(client: TestClient, question: str) -> None:
    told = ask(client, question)
    assert "Phòng Nghiệp vụ Y" in told["answer"]
    assert told["citations"][0]["anchor"] == ROW
    assert told["citations"][0]["url"] == f"/sources/{ROW}"
    assert (told["answerable"], told["kind"]) == (True, "lookup")


def test_the_answer_has_the_fields_of_the_contract_and_its_ids(client: TestClient) -> None:
    told = ask(client, WHO)
    assert set(told) == {"id", "conversation", "answer", "answerable", "kind", "language", "citations", "took_ms"}
    assert set(told["citations"][0]) == {
        "n", "plan", "plan_title", "appendix", "group", "stt", "section", "page", "anchor", "label", "quote", "url",
    }  # fmt: skip


def test_a_follow_up_goes_on_from_the_conversation_on_the_server(client: TestClient) -> None:
    first = ask(client, WHO)
    second = ask(client, "Còn đơn vị phối hợp?", conversation=first["conversation"])
    assert second["conversation"] == first["conversation"]
    assert "Thanh tra Sở" in second["answer"]


def test_a_follow_up_goes_on_from_the_history_of_the_request(client: TestClient) -> None:
    told = ask(client, "Còn đơn vị phối hợp?", history=[WHO])
    assert "Thanh tra Sở" in told["answer"]


def test_an_unknown_conversation_begins_a_new_one(client: TestClient) -> None:
    told = ask(client, WHO, conversation="không-có")
    assert told["conversation"] != "không-có"


def test_the_plan_filter_and_the_language_are_kept(client: TestClient) -> None:
    told = ask(client, "Ai chủ trì triển khai bệnh án điện tử?", plans=["lao-cai-2028"], language="en")
    assert {one["plan"] for one in told["citations"]} == {"lao-cai-2028"}
    assert told["language"] == "en"
    assert "leads" in told["answer"]
    assert "Appendix, row 1" in told["citations"][0]["label"]


def test_the_stream_gives_stages_text_citations_and_the_whole_answer(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": WHO})
    assert response.headers["content-type"].startswith("text/event-stream")
    said = events(response.text)
    kinds = [kind for kind, _ in said]
    assert kinds[:2] == ["stage", "stage"]
    assert kinds[-2:] == ["citations", "done"]
    whole = said[-1][1]
    assert "".join(data["text"] for kind, data in said if kind == "text") == whole["answer"]
    assert kinds.count("text") > 2
    assert whole["citations"] == said[-2][1]["citations"]


def test_a_stream_that_cannot_begin_is_a_plain_problem(client: TestClient) -> None:
    response = client.post("/api/ask/stream", json={"question": WHO, "plans": ["không-có"]})
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_fault_in_mid_stream_is_an_event_without_a_trace(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("mật khẩu ở /etc/shadow")

    monkeypatch.setattr(services.desk, "ask", broken)
    kind, problem = events(client.post("/api/ask/stream", json={"question": WHO}).text)[-1]
    assert (kind, problem["status"], problem["code"]) == ("error", 500, "internal")
    assert "shadow" not in str(problem)


def test_feedback_is_kept_with_its_answer_and_can_be_withdrawn(client: TestClient, services: Services) -> None:
    told = ask(client, WHO)
    said = client.post("/api/feedback", json={"id": told["id"], "verdict": "down", "reason": "sai tên"})
    assert said.json() == {"id": told["id"], "verdict": "down"}
    (kept,) = [one for one in services.state.feedback.latest() if one.turn == told["id"]]
    assert (kept.verdict, kept.reason, kept.question, kept.anchors) == (Verdict.DOWN, "sai tên", WHO, (ROW,))
    client.post("/api/feedback", json={"id": told["id"], "verdict": None})
    assert told["id"] not in [one.turn for one in services.state.feedback.latest()]


def test_feedback_on_an_unknown_answer_is_refused(client: TestClient) -> None:
    response = client.post("/api/feedback", json={"id": "abc", "verdict": "up"})
    assert (response.status_code, response.json()["code"]) == (404, "not-found")


def test_what_the_plans_do_not_say_is_listed_for_the_administrator(client: TestClient, services: Services) -> None:
    told = ask(client, "Giá vé máy bay đi Sao Hỏa là bao nhiêu?")
    assert (told["answerable"], told["citations"]) == (False, [])
    assert services.state.unanswered.latest()[0].question == "Giá vé máy bay đi Sao Hỏa là bao nhiêu?"


def test_plans_are_listed_and_filtered(client: TestClient) -> None:
    plans = client.get("/api/plans").json()
    assert [plan["id"] for plan in plans] == ["ben-tre-2027", "ha-giang-2029", "lao-cai-2028"]
    assert (plans[0]["rows"], plans[0]["years"], plans[0]["appendices"]) == (9, [2027], ["1", "2"])
    assert [plan["id"] for plan in client.get("/api/plans?province=lao cai").json()] == ["lao-cai-2028"]
    assert client.get("/api/plans?year=1999").json() == []


def test_one_plan_comes_with_its_sections(client: TestClient) -> None:
    plan = client.get("/api/plans/ben-tre-2027").json()
    assert plan["signer"] == "Trần Thị Hoa"
    assert [section["path"] for section in plan["contents"]] == ["header", "I", "I.1"]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("appendix=1", ["1", "2", "3", "1", "2"]),
        ("appendix=1&group=ii", ["1", "2"]),
        ("q=benh an", ["2"]),
        ("unit=thanh tra sở", ["2", "2"]),
        ("unit=Thanh tra Sở&role=lead", ["2"]),
        ("due_from=2027-06-01&due_to=2027-06-30", ["1"]),
        ("due_to=2027-05-01", ["3"]),
        ("limit=2&offset=1", ["2", "3"]),
        ("q=không có từ này", []),
    ],
)
def test_rows_are_filtered_and_paged(client: TestClient, query: str, numbers: list[str]) -> None:
    page = client.get(f"/api/plans/ben-tre-2027/rows?{query}").json()
    assert [row["stt"] for row in page["rows"]] == numbers


def test_rows_can_be_downloaded_as_csv(client: TestClient) -> None:
    response = client.get("/api/plans/ben-tre-2027/rows?format=csv&appendix=1")
    assert response.headers["content-disposition"] == 'attachment; filename="ben-tre-2027.csv"'
    assert response.content.startswith(b"\xef\xbb\xbf")
    first, *lines = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    assert first[:6] == ["Kế hoạch", "Phụ lục", "Nhóm", "Tên nhóm", "STT", "Nội dung"]
    assert len(lines) == 5
    assert lines[1][-1] == ROW


def test_rows_can_be_downloaded_as_a_workbook(client: TestClient) -> None:
    response = client.get("/api/plans/lao-cai-2028/rows?format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert sheet is not None
    lines = list(sheet.iter_rows(values_only=True))
    assert len(lines) == 3
    assert "2028: Quý 3; 2029: X; 2030: X" in lines[1]


def test_cells_cannot_act_as_formulas(client: TestClient) -> None:
    text = client.get("/api/plans/ha-giang-2029/rows?format=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in next(csv.reader(StringIO(text.splitlines()[1])))
    book = openpyxl.load_workbook(BytesIO(client.get("/api/plans/ha-giang-2029/rows?format=xlsx").content))
    cells = [cell for line in book.active.iter_rows() for cell in line] if book.active else []
    assert [cell.data_type for cell in cells if cell.value == "=HYPERLINK(1)"] == ["s"]


@pytest.mark.parametrize(
    ("anchor", "kind", "said"),
    [
        (ROW, "row", "Phòng Nghiệp vụ Y"),
        ("ben-tre-2027/I.1", "section", "điện mặt trời"),
        ("ben-tre-2027/header", "header", "15/KH-SYT"),
        ("ben-tre-2027/pl-2", "appendix", "Danh mục dự án"),
        ("ben-tre-2027", "plan", "Chuyển đổi số ngành Y tế năm 2027"),
    ],
)
def test_a_source_is_given_as_data(client: TestClient, anchor: str, kind: str, said: str) -> None:
    response = client.get(f"/api/sources/{anchor}")
    assert response.json()["kind"] == kind
    assert said in response.text


def test_the_widget_is_told_plans_and_questions_that_they_answer(client: TestClient) -> None:
    start = client.get("/api/widget?plan=ben-tre-2027&language=vi").json()
    assert start["allowed"] is True
    assert [plan["id"] for plan in start["plans"]] == ["ben-tre-2027"]
    assert 2 <= len(start["suggestions"]) <= 4
    for question in start["suggestions"]:
        assert ask(client, question, plans=["ben-tre-2027"])["answerable"], question


def test_health_readiness_and_figures(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "plans": 3, "rows": 12}
    ask(client, WHO)
    figures = client.get("/metrics").text
    assert 'plan_answers_total{answerable="true",channel="web",kind="lookup",language="vi"}' in figures
    assert 'plan_stage_seconds_count{stage="understand"}' in figures
    assert 'plan_http_requests_total{method="POST",route="/api/ask",status="200"}' in figures
    assert "bệnh án" not in figures


def test_every_route_of_the_description_tells_its_errors(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["components"]["schemas"]["Problem"]
    assert described["components"]["schemas"]["Question"]["examples"]
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            problems = [said for status, said in operation["responses"].items() if status >= "400"]
            assert problems, (path, method)
            assert all("application/problem+json" in said["content"] for said in problems), (path, method)
