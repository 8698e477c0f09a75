"""The application over made-up plans, in process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bots.web.app import create_app
from bots.web.services import Services
from tests.bots.web.serving import services_in


@pytest.fixture(scope="session")
def services(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """The services behind `client`."""
    return services_in(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def client(services: Services) -> Iterator[TestClient]:
    """A client of the application, without a network."""
    with TestClient(create_app(services)) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for an index of the test's own."""
    return tmp_path / "index"
