"""A web server in a process of its own, over an index that is there: `python -m … FOLDER PORT [SETTING=N …]`."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from assistant.library import Library
from bots.web.app import create_app
from ingest.store import kept_vectors
from tests.bots.web.serving import services_over
from tests.ingest.store.samples import store_in

if __name__ == "__main__":
    where, port, *said = sys.argv[1:]
    kept_vectors._FEW = 0  # so that Chroma is asked, as over the plans of all provinces
    folder, chosen = Path(where), dict(one.split("=", 1) for one in said)
    app = create_app(services_over(Library(store_in(folder)), folder, None, **chosen))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")
