"""A web server in a process of its own, over an index that is there; forked from one that has read the lexicon."""

from __future__ import annotations

import os
from pathlib import Path

import uvicorn

from bots.web.app import create_app
from ingest.store import kept_vectors
from tests import apart
from tests.bots.web.serving import serving_over
from tests.ingest.store.samples import stores_in


def start(folder: Path, port: int, *settings: str) -> apart.Apart:
    """A web server over the index of a folder, which is not up at once; each setting is written `name=value`."""
    imported = (*apart.STORE, __name__, "tests.bots.lexicon_read")
    return apart.start(serve, str(folder), str(port), *settings, stderr=Path(os.devnull), imported=imported)


def serve(folder: str, port: str, *settings: str) -> None:
    """Runs the server until it is told to end."""
    kept_vectors._FEW = 0  # so that Chroma is asked, as over the plans of all provinces
    where, chosen = Path(folder), dict(one.split("=", 1) for one in settings)
    app = create_app(serving_over(stores_in(where), where, None, **chosen))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")
