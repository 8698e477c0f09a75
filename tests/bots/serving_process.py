"""A web server in a process of its own, over an index that is there: `python -m … FOLDER PORT [SETTING=N …]`."""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn

from assistant import Assistant
from assistant.library import Library
from bots.desk import Desk
from bots.state import open_state
from bots.web.app import create_app
from bots.web.jobs import Jobs
from bots.web.limits import RateLimits
from bots.web.metrics import Metrics
from bots.web.originals import Originals
from bots.web.services import Services
from bots.web.suggestions import Suggestions
from tests.bots.state.samples import bot_settings
from tests.ingest.store.samples import store_in
from tests.servers import settings_for


def services_over(folder: Path, **settings: object) -> Services:
    """The services over the index of a folder, whose stand-in for an embedding model counts words."""
    index = settings_for(folder)
    chosen = bot_settings(**{"rate_per_minute": 0, "conversation_rate_per_minute": 0, **settings})
    library = Library(store_in(folder))
    assistant = Assistant(library)
    state = open_state(index, chosen)
    return Services(
        library=library,
        desk=Desk(library, assistant, state),
        state=state,
        settings=chosen,
        jobs=Jobs(index, state.database),
        limits=RateLimits(chosen.rate_per_minute, chosen.conversation_rate_per_minute, state.rates),
        metrics=Metrics(),
        suggestions=Suggestions(assistant),
        originals=Originals(),
    )


if __name__ == "__main__":
    where, port, *said = sys.argv[1:]
    chosen = dict(one.split("=", 1) for one in said)
    uvicorn.run(create_app(services_over(Path(where), **chosen)), host="127.0.0.1", port=int(port), log_level="warning")
