"""How long a refusal takes tells no more than what it says: an internal address costs the work of none at all."""

from __future__ import annotations

import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from scipy.stats import mannwhitneyu
from sqlalchemy import Connection, Engine, event

from bots.desk import Asked
from bots.web.app import create_app
from tests.bots.leaks.samples import NOWHERE, QUESTIONS, ROW, STAFF, with_it, without_it

PAIRS = [
    (f"/sources/{ROW}", f"/sources/{NOWHERE}"),
    (f"/api/sources/{ROW}", f"/api/sources/{NOWHERE}"),
    (f"/api/pages/1/{ROW}", f"/api/pages/1/{NOWHERE}"),
    ("/api/plans/kon-tum-2031", "/api/plans/kon-bum-2031"),
    ("/api/plans/kon-tum-2031/file", "/api/plans/kon-bum-2031/file"),
    ("/api/plans/kon-tum-2031/rows?format=xlsx", "/api/plans/kon-bum-2031/rows?format=xlsx"),
]
TIMES = 400


@pytest.fixture(scope="module")
def having(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the index with the internal plan."""
    services = with_it(tmp_path_factory.mktemp("timing") / "a")
    services.warm()
    yield TestClient(create_app(services))  # without the application's own life, which asks questions of its own
    services.close()


@contextmanager
def statements() -> Iterator[list[tuple[str, str]]]:
    """Every statement that is sent to any database, and to which: "internal", or the name of another."""
    sent: list[tuple[str, str]] = []

    def note(connection: Any, _cursor: Any, statement: str, *_: object) -> None:
        sent.append((part_of(connection), statement))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def part_of(connection: Connection) -> str:
    """Which part of an index a connection is to: "internal", "catalogue", "state"; on a server all else is "server"."""
    driver = connection.connection.driver_connection
    if isinstance(driver, sqlite3.Connection):
        file = Path(str(connection.engine.url.database))
        return "internal" if file.parent.name == "internal" else file.stem
    assert isinstance(driver, psycopg.Connection)
    return "internal" if "_internal" in driver.info.options else "server"


@pytest.mark.parametrize(("internal", "nowhere"), PAIRS)
def test_the_same_statements_are_sent_for_an_internal_address_as_for_none(
    having: TestClient, internal: str, nowhere: str
) -> None:
    work = []
    for address in (nowhere, internal):
        having.get(address)
        with statements() as sent:
            having.get(address)
        work.append(sent)
    assert work[0] == work[1]
    with statements() as sent:
        having.get(internal, headers={"authorization": f"Bearer {STAFF}"})
    assert "internal" in {part for part, _ in sent}, "this would be seen"


def test_a_public_question_never_opens_the_internal_database(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is answered by the same statements, in the same order, as where there is no internal plan."""
    # of two threads no order would be certain
    monkeypatch.setattr("assistant.plans.library.has_free_core", lambda: False)
    work = []
    for make in (with_it, without_it):
        services = make(tmp_path_factory.mktemp("work") / "a")
        services.warm()
        with statements() as sent:
            for question in QUESTIONS:
                services.desk.ask(Asked(question, "web"))
        work.append(sent)
        services.close()
    assert work[0] == work[1]
    assert work[0]
    assert "internal" not in {part for part, _ in work[0]}


@pytest.mark.once(reason="over servers too the same statements are sent for both, as the first test says")
def test_the_times_of_both_are_alike(having: TestClient) -> None:
    """Of many requests in turn, neither address takes longer: medians within a tenth, and no difference in rank that
    chance would bring less than once in 10,000 times (Mann-Whitney)."""
    took: dict[str, list[float]] = {"internal": [], "nowhere": []}
    addresses = {"internal": PAIRS[0][0], "nowhere": PAIRS[0][1]}
    for which in islice(cycle(("internal", "nowhere", "nowhere", "internal")), 2 * TIMES + 40):
        began = time.perf_counter()
        assert having.get(addresses[which]).status_code == 404
        took[which].append(time.perf_counter() - began)
    internal, nowhere = (took[which][20:] for which in ("internal", "nowhere"))
    ratio = statistics.median(internal) / statistics.median(nowhere)
    chance = mannwhitneyu(internal, nowhere).pvalue
    print(f"{len(internal)} requests each: medians {ratio:.3f}, p {chance:.3f}")
    assert 0.9 < ratio < 1.1
    assert chance > 1e-4
