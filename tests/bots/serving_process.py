"""A web server in a process of its own, over an index that is there: `python -m … FOLDER PORT [SETTING=N …]`."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from bots.web.app import create_app
from ingest.store import kept_vectors
from tests.bots.web.serving import serving_over
from tests.ingest.store.samples import stores_in

if __name__ == "__main__":
    where, port, *said = sys.argv[1:]
    kept_vectors._FEW = 0  # so that Chroma is asked, as over the plans of all provinces
    folder, chosen = Path(where), dict(one.split("=", 1) for one in said)
    app = create_app(serving_over(stores_in(folder), folder, None, **chosen))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="warning")
