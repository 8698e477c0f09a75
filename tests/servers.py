"""PostgreSQL and a Chroma server for tests: started once, with a place of its own for each index folder.

With `pytest --stores=servers` the tests put what they write there: into a schema and a Chroma database that are named
by the folder that they would have written to, also in the processes that they start. What they say of answers holds for
both. `tests/stores.py` sees to it that none is forgotten.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from glob import glob
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import IntegrityError

from ingest.backup import back_up, load_backup
from ingest.settings import Settings
from ingest.store.chroma import ChromaServer as ChromaServerAt
from ingest.store.plan_stores import open_stores

_POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin"
_STARTS_WITHIN = 60.0
DATABASE_SERVER, CHROMA_SERVER = "TEST_DATABASE_SERVER", "TEST_CHROMA_SERVER"
"""Where child processes of the tests find the servers."""


def missing() -> str:
    """Why the servers cannot be started here, "" where they can."""
    if _postgres_folder() is None:
        return "PostgreSQL is not installed (Debian: postgresql)"
    if os.getuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL does not run as root, and there is no setpriv"
    return ""


def _postgres_folder() -> Path | None:
    found = sorted(glob(_POSTGRES_FOLDERS), key=lambda folder: float(folder.split("/")[-2]))
    if found:
        return Path(found[-1])
    on_path = shutil.which("pg_ctl")
    return Path(on_path).resolve().parent if on_path else None


def free_port() -> int:
    """A local port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(ready: Callable[[], bool], what: str, seconds: float = _STARTS_WITHIN) -> None:
    """Wait for something to hold; fails when it takes too long."""
    ends_at = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < ends_at, f"{what}: not within {seconds:g} s"
        time.sleep(0.05)


@dataclass
class Server:
    """A server process that can be killed and started again on its port, with what it has stored."""

    command: Sequence[str]
    answers: Callable[[], bool]
    log: Path
    before_start: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start and wait until it answers."""
        self.before_start()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, start_new_session=True)
        wait_until(self.answers, self.command[0])

    def kill(self) -> None:
        """End it as a power cut does, with all its processes."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def pause(self) -> None:
        """Keep it from answering, without closing its connections; back when each of its threads stands still."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGSTOP)
        # On a busy machine a thread may still answer after the signal was sent.
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)

    def resume(self) -> None:
        """Let it answer again."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGCONT)


@dataclass
class PostgresServer(Server):
    """PostgreSQL with a database of its own."""

    url: str = ""

    @staticmethod
    def made(folder: Path) -> PostgresServer:
        """A server whose files are in a folder, which is made; not started."""
        programs = _postgres_folder()
        assert programs is not None
        data, port = folder / "postgres", free_port()
        as_user: list[str] = []
        data.mkdir()
        if os.getuid() == 0:
            shutil.chown(data, "postgres")
            as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        made = [programs / "initdb", "-D", data, "-U", "plans", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*as_user, *map(str, made)], check=True, capture_output=True, cwd="/")
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            "max_connections": 200,
            "fsync": "off",  # nothing here outlives the machine; what a killed server had written, the system still has
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        url = f"postgresql+psycopg://plans@127.0.0.1:{port}/postgres"
        return PostgresServer(
            [*as_user, str(programs / "postgres"), "-D", str(data), *options],
            lambda: _database_answers(url),
            folder / "postgres.log",
            lambda: (data / "postmaster.pid").unlink(missing_ok=True),  # left behind by one that was killed
            url=url,
        )

    def stop(self) -> None:
        """End it in order."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
            self.process = None


@dataclass
class ChromaServer(Server):
    """A Chroma server."""

    url: str = ""

    @staticmethod
    def made(folder: Path) -> ChromaServer:
        """A server whose files are in a folder; not started."""
        port = free_port()
        program = Path(sys.executable).parent / "chroma"
        url = f"http://127.0.0.1:{port}"
        command = [str(program), "run", "--path", str(folder / "chroma"), "--host", "127.0.0.1", "--port", str(port)]
        return ChromaServer(command, lambda: _chroma_answers(url), folder / "chroma.log", url=url)


def _database_answers(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except Exception:
        return False
    finally:
        engine.dispose()
    return True


def _chroma_answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/api/v2/heartbeat", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass
class Servers:
    """Both servers."""

    database: PostgresServer
    chroma: ChromaServer


@contextmanager
def running() -> Iterator[Servers]:
    """Both servers, started, and ended with all that they stored."""
    folder = Path(tempfile.mkdtemp(prefix="plan-servers-"))
    folder.chmod(0o755)  # PostgreSQL runs as another user
    servers = Servers(PostgresServer.made(folder), ChromaServer.made(folder))
    try:
        servers.database.start()
        servers.chroma.start()
        yield servers
    finally:
        servers.chroma.kill()
        servers.database.kill()
        shutil.rmtree(folder, ignore_errors=True)


def database_url_for(folder: Path) -> str | None:
    """The address of the schema that stands for a folder, made where it is missing; None: files in the folder."""
    server = os.environ.get(DATABASE_SERVER)
    if not server:
        return None
    schema = _named(folder)
    _make_schema(server, schema)
    url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    return url.render_as_string(hide_password=False)


@cache
def _make_schema(server: str, schema: str) -> None:
    engine = create_engine(server)
    try:
        # Another process may make it at the same instant, which PostgreSQL reports as a fault.
        with suppress(IntegrityError), engine.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {schema}"))
    finally:
        engine.dispose()


def chroma_for(folder: Path) -> ChromaServerAt | None:
    """The database on the Chroma server that stands for a folder; None: files in the folder."""
    server = os.environ.get(CHROMA_SERVER)
    return ChromaServerAt(server, _named(folder)) if server else None


def settings_for(folder: Path) -> Settings:
    """The settings of an index folder: with the places on the servers that stand for it."""
    chroma = chroma_for(folder) or ChromaServerAt("")
    return Settings.model_construct(
        plan_index=folder,
        database_url=database_url_for(folder),
        chroma_url=chroma.url or None,
        chroma_database=chroma.database,
    )


def environment_for(folder: Path) -> dict[str, str]:
    """The variables by which a process opens the index of a folder; those of the servers are empty without them."""
    settings = settings_for(folder)
    return {
        "PLAN_INDEX": str(folder),
        "DATABASE_URL": settings.database_url or "",
        "CHROMA_URL": settings.chroma_url or "",
        "CHROMA_DATABASE": settings.chroma_database,
    }


def use(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Has this process open the index of a folder wherever none is named."""
    for name, value in environment_for(folder).items():
        patch.setenv(name, value)


def copy_index(index: Settings, folder: Path) -> None:
    """Have an index that is not in use stand in another folder too, which is not there yet."""
    if not index.database_url:
        shutil.copytree(index.plan_index, folder)
        return
    with tempfile.TemporaryDirectory() as scratch:
        saved = Path(scratch) / "backup.zip"
        for settings, work in ((index, back_up), (settings_for(folder), load_backup)):
            stores = open_stores(settings)
            work(stores, saved)
            stores.close()


def _named(folder: Path) -> str:
    return "test_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
