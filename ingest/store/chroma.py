"""How Chroma is reached: its files in a folder, or a server.

Its client for servers waits for ever, checks the server when it is made, and raises whatever its HTTP library does.
Here a server has some seconds for each request, and what it does not do is one error that callers can answer without.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import SplitResult, urlsplit

from ingest.store.errors import StoreError, VectorsAwayError

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client
    from chromadb.config import System

DEFAULT_DATABASE = "default_database"
_CONNECT_SECONDS, _REQUEST_SECONDS = 2.0, 10.0
_ONE_AT_A_TIME = threading.Lock()
"""Chroma finds a client's system by its path while it makes the client: another's, made at the same time."""


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server is, and which of its databases holds the vectors."""

    url: str
    database: str = DEFAULT_DATABASE
    token: str = ""
    """Sent as `Authorization: Bearer`, for the proxy that asks for it; "": nothing is."""

    def away(self, cause: object) -> VectorsAwayError:
        """The error for a server that did not do what was asked."""
        return VectorsAwayError(self.url, str(cause) or type(cause).__name__)


def folder_client(folder: Path) -> Client:
    """A client of the files in a folder, which is made. Raises what Chroma raises where they are damaged.

    Chroma's `PersistentClient` shares what it has read of a folder with all others of the process, and goes on with it
    until the last of them is closed: one that is made to read the files anew would be given what another read before
    they were written. So this one reads them for itself. It is closed by `hang_up`.
    """
    from chromadb.api import ServerAPI
    from chromadb.api.client import Client
    from chromadb.config import System

    folder.mkdir(parents=True, exist_ok=True)
    settings = _settings()
    settings.persist_directory, settings.is_persistent = str(folder), True
    system = System(settings)
    try:
        system.instance(cast("Any", ServerAPI))
        system.start()
        with _ONE_AT_A_TIME:
            return Client.from_system(system)
    except BaseException:
        _stop(system)
        raise


def server_client(server: ChromaServer) -> Client:
    """A client of a server, whose database is made where it is missing.

    Raises StoreError for an address that is none, VectorsAwayError where the server does not answer.
    """
    import chromadb
    import httpx
    from chromadb.errors import NotFoundError

    parts, port = _parts(server.url)
    headers = {"Authorization": f"Bearer {server.token}"} if server.token else {}

    def connect() -> Client:
        made = chromadb.HttpClient(
            str(parts.hostname),
            port,
            _is_safe(parts),
            headers=dict(headers),
            settings=_settings_for(parts),
            database=server.database,
        )
        return cast("Client", made)

    faults: tuple[type[Exception], ...] = (*chroma_errors(), ValueError)
    try:
        # Chroma's own first requests have no limit of time.
        alive = f"{parts.scheme}://{parts.hostname}:{port}/api/v2/heartbeat"
        httpx.get(alive, headers=headers, timeout=_CONNECT_SECONDS, verify=_is_safe(parts)).raise_for_status()
        try:
            client = connect()
        except NotFoundError:
            _make_database(parts, port, headers, server.database)
            client = connect()
    except faults as error:
        raise server.away(error) from error
    _session(client).timeout = httpx.Timeout(_REQUEST_SECONDS, connect=_CONNECT_SECONDS)
    return client


def hang_up(client: Client) -> None:
    """Close a client with its files or connections, which its own `close` may leave open."""
    server: Any = cast("Any", client)._server
    client.close()
    if hasattr(server, "_session"):
        server._session.close()
    else:
        _stop(server._system)


def _stop(system: System) -> None:
    """Let go of a folder, where the last client of a system has not done so."""
    if system._running:
        system.stop()


def _session(client: Client) -> httpx.Client:
    """The HTTP client within, for which there are no settings of time."""
    session: httpx.Client = cast("Any", client)._server._session
    return session


def chroma_errors() -> tuple[type[Exception], ...]:
    """What Chroma raises where it cannot do what was asked."""
    import httpx
    from chromadb.errors import ChromaError

    return (ChromaError, httpx.HTTPError)


def not_found() -> type[Exception]:
    """What Chroma raises where there is no such collection."""
    from chromadb.errors import NotFoundError

    return NotFoundError


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _is_safe(parts: SplitResult) -> bool:
    return parts.scheme == "https"


def _settings_for(parts: SplitResult) -> Any:
    """Settings of a client of a server. Its HTTP library reads all certificates of the system, which takes longer than
    the request, also where the address needs none; Chroma makes two such clients."""
    settings = _settings()
    if not _is_safe(parts):
        settings.chroma_server_ssl_verify = False
    return settings


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("http://HOST:PORT")
        return parts, parts.port or (443 if parts.scheme == "https" else 8000)
    except ValueError as error:
        raise StoreError(
            f"CHROMA_URL={url}: không phải địa chỉ máy chủ Chroma ({error}); hãy kiểm tra địa chỉ hoặc bỏ trống",
            f"CHROMA_URL={url}: not the address of a Chroma server ({error}); check the address or leave it out",
        ) from error


def _make_database(parts: SplitResult, port: int, headers: dict[str, str], name: str) -> None:
    import chromadb
    from chromadb.errors import UniqueConstraintError

    settings = _settings_for(parts)
    settings.chroma_api_impl = "chromadb.api.fastapi.FastAPI"
    settings.chroma_server_host = str(parts.hostname)
    settings.chroma_server_http_port = port
    settings.chroma_server_ssl_enabled = _is_safe(parts)
    settings.chroma_server_headers = dict(headers)
    with suppress(UniqueConstraintError):  # another process was faster
        chromadb.AdminClient(settings).create_database(name)
