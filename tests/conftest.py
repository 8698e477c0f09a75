"""The five sample plans, indexed once a session with the real embedding model."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, open_assistant
from ingest.pipeline import Outcome, default_reading, ingest_paths
from ingest.settings import Settings
from ingest.store.plan_store import open_store

PLANS = Path(__file__).parents[1] / "eval" / "plans"


AGAINST_THE_CLOCK = (Path(__file__).parent / "bots", Path(__file__).parent / "ingest" / "store")
"""Tests of real servers, browsers and killed processes: on a busy machine one may miss its moment, and is run again."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets the tests that run against the clock try once more; what fails twice has failed."""
    for item in items:
        if any(folder in item.path.parents for folder in AGAINST_THE_CLOCK):
            item.add_marker(pytest.mark.flaky(reruns=1))


class _Quiet:
    """Listens to an ingest and says nothing."""

    def begins(self, path: Path, number: int, total: int) -> None:
        """Nothing to say."""

    def embedded(self, done: int, total: int) -> None:
        """Nothing to say."""

    def ends(self, outcome: Outcome) -> None:
        """A failed file fails the tests."""
        assert outcome.error is None, outcome.error


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an index that holds the sample plans."""
    settings = Settings.model_construct(plan_index=tmp_path_factory.mktemp("index"))
    store = open_store(settings)
    ingest_paths([PLANS], store, default_reading(), _Quiet())
    store.close()
    return settings


@pytest.fixture(scope="session")
def assistant(index: Settings) -> Assistant:
    """The assistant over the sample plans."""
    return open_assistant(index)
