"""What the routes share: the plans, the desk that answers, the settings, and the limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from assistant.assistant import Assistant
from assistant.library import Library, Shelf
from bots.desk import Desk
from bots.observing import Observer
from bots.operation import open_observer
from bots.settings import BotSettings
from bots.state import State, open_state
from bots.web.jobs import Jobs
from bots.web.limits import RateLimits
from bots.web.originals import Originals
from bots.web.suggestions import Suggestions
from ingest.errors import PlanError
from ingest.page_images import page_image
from ingest.settings import Settings
from ingest.store.plan_store import open_store


@dataclass(slots=True)
class Warming:
    """How loading the model ahead of the first question has gone."""

    fault: PlanError | None = None
    """Why it could not be loaded when it was last tried."""


@dataclass(frozen=True)
class Services:
    """Everything that a route may need; one for each application."""

    library: Library
    desk: Desk
    state: State
    settings: BotSettings
    jobs: Jobs
    limits: RateLimits
    observer: Observer
    suggestions: Suggestions
    originals: Originals
    warming: Warming = field(default_factory=Warming)

    def shelf(self, *besides: str) -> Shelf:
        """The plans in force as they are indexed now, and those replaced ones that are named."""
        return self.library.shelf(besides)

    def warm(self) -> None:
        """Load plans and model, and work out what to suggest, before anybody asks. Raises PlanError."""
        try:
            self.desk.warm()
            shelf = self.shelf()
            self.warming.fault = None
        except PlanError as error:
            self.warming.fault = error
            raise
        for language in ("vi", "en"):
            self.suggestions.of(shelf, (), language)

    def close(self) -> None:
        """Let go of the index and the state."""
        self.jobs.close()
        self.state.close()
        self.library.store.close()
        self.observer.close()


def open_services(index: Settings | None = None, settings: BotSettings | None = None) -> Services:
    """The services over an index, which is made empty where there is none. Raises PlanError."""
    index = index or Settings()
    settings = settings or BotSettings()
    store = open_store(index)
    library = Library(store)
    assistant = Assistant(library)
    state = open_state(index, settings)
    observer = open_observer(settings, "plan-assistant-web")
    return Services(
        library=library,
        desk=Desk(library, assistant, state, settings.kept_answers, observer=observer),
        state=state,
        settings=settings,
        jobs=Jobs(index, state.database, observer.metrics),
        limits=RateLimits(settings.rate_per_minute, settings.conversation_rate_per_minute),
        observer=observer,
        suggestions=Suggestions(assistant),
        originals=Originals(store.files.path, lambda plan, page, boxes: page_image(store, plan, page, boxes)),
    )


def services_of(request: Request) -> Services:
    """The services of the application that a request came to."""
    services: Services = request.app.state.services
    return services


Served = Annotated[Services, Depends(services_of)]
