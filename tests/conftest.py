"""The five sample plans, indexed once a session with the real embedding model."""

from __future__ import annotations

import os
import warnings
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from filelock import FileLock

from assistant import Assistant, open_assistant
from ingest.backup import back_up, load_backup
from ingest.embedding import loader
from ingest.embedding.embedder import Encoder
from ingest.embedding.manifest import Manifest
from ingest.pipeline import Outcome, default_reading, ingest_paths
from ingest.settings import Settings
from ingest.store.plan_stores import open_stores
from tests import servers
from tests.servers import settings_for
from tests.stores import MARK, OF_FILES, OWN_SERVERS, Watch, keeps_a_store

PLANS = Path(__file__).parents[1] / "eval" / "plans"


AGAINST_THE_CLOCK = (Path(__file__).parent / "bots", Path(__file__).parent / "ingest" / "store")
"""Tests of real servers, browsers and killed processes: on a busy machine one may miss its moment, and is run again."""


SAMPLE_INDEX = "SAMPLE_INDEX"
"""Names a backup of the index of the sample plans, made by the first of the runs of `make test` that needs it."""

ON_SERVERS = "servers"
_servers = ExitStack()
_WATCH = pytest.StashKey[Watch]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--stores=servers` runs the tests over PostgreSQL and a Chroma server; see `tests/servers.py`."""
    parser.addoption("--stores", choices=("embedded", ON_SERVERS), default="embedded")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Starts the servers for the whole session."""
    if session.config.getoption("--stores") == ON_SERVERS:
        if reason := servers.missing():
            pytest.exit(f"--stores=servers: {reason}", returncode=0)
        started = _servers.enter_context(servers.running())
        os.environ[servers.DATABASE_SERVER] = started.database.url
        os.environ[servers.CHROMA_SERVER] = started.chroma.url
        # Many tests leave their store, and so its connections, to the garbage collector.
        for told in ("unclosed <socket", "<psycopg.Connection"):
            warnings.filterwarnings("ignore", told, ResourceWarning)
            session.config.addinivalue_line("filterwarnings", f"ignore:{told}:ResourceWarning")


def pytest_sessionfinish() -> None:
    """Ends the servers."""
    _servers.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks the tests that keep or read a store, and lets those that run against the clock try once more; what fails
    twice has failed.

    On servers, tests may use the network, and those of what only files can be or suffer are left out.
    """
    on_servers = config.getoption("--stores") == ON_SERVERS
    for item in items:
        if keeps_a_store(item) and not item.get_closest_marker(OWN_SERVERS):
            item.add_marker(MARK)
        if on_servers:
            item.add_marker(pytest.mark.enable_socket)
            if of_files := item.get_closest_marker(OF_FILES):
                item.add_marker(pytest.mark.skip(reason=f"is about files: {of_files.kwargs['reason']}"))
        if any(folder in item.path.parents for folder in AGAINST_THE_CLOCK):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def _watch(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Sees to it that each test uses the stores that it was told to; see `tests/stores.py`."""
    on_servers = request.config.getoption("--stores") == ON_SERVERS
    watch = request.config.stash[_WATCH] = Watch(tmp_path_factory.getbasetemp(), on_servers)
    yield
    del request.config.stash[_WATCH]
    watch.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """What was used by others is not this test's."""
    if watch := item.config.stash.get(_WATCH, None):
        watch.begins()
    yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Fails a test that used other stores than it was told to."""
    yield
    watch = item.config.stash.get(_WATCH, None)
    if watch and (fault := watch.fault(item)):
        pytest.fail(fault, pytrace=False)


class _Quiet:
    """Listens to an ingest and says nothing."""

    def begins(self, path: Path, number: int, total: int) -> None:
        """Nothing to say."""

    def embedded(self, done: int, total: int) -> None:
        """Nothing to say."""

    def ends(self, outcome: Outcome) -> None:
        """A failed file fails the tests."""
        assert outcome.error is None, outcome.error


@pytest.fixture(scope="session", autouse=True)
def _one_engine() -> Iterator[None]:
    """Starts each model once a session: some hundred tests open an index of their own, each in half a second."""
    started: dict[tuple[Path, str], Encoder] = {}
    start = loader._start

    def start_once(folder: Path, manifest: Manifest) -> Encoder:
        key = folder, repr(manifest)
        if key not in started:
            started[key] = start(folder, manifest)
        return started[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "_start", start_once)
        yield


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an index that holds the sample plans."""
    settings = settings_for(tmp_path_factory.mktemp("index"))
    with closing(open_stores(settings)) as stores:
        saved = os.environ.get(SAMPLE_INDEX)
        if not saved:
            ingest_paths([PLANS], stores.public, default_reading(), _Quiet())
            return settings
        with FileLock(f"{saved}.lock"):
            if Path(saved).exists():
                load_backup(stores, Path(saved))
            else:
                ingest_paths([PLANS], stores.public, default_reading(), _Quiet())
                back_up(stores, Path(saved))
    return settings


@pytest.fixture(scope="session")
def assistant(index: Settings) -> Assistant:
    """The assistant over the sample plans."""
    return open_assistant(index)
