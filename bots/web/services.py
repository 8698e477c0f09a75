"""What the routes share: the plans, the desk that answers, the settings, and the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from assistant.assistant import Assistant, chosen_writer
from assistant.plans.library import Library, Shelf
from assistant.settings import AssistantSettings
from bots.access import may_see_internal
from bots.desk import INTERNAL, PUBLIC, Desk
from bots.observing import Observer
from bots.operation import open_observer
from bots.settings import BotSettings
from bots.state import State, open_state
from bots.web.jobs import Jobs
from bots.web.limits import RateLimits
from bots.web.originals import Originals
from bots.web.suggestions import Suggestions
from ingest.errors import PlanError
from ingest.model import Box
from ingest.page_images import page_image
from ingest.settings import Settings
from ingest.store.plan_stores import PlanStores, open_stores


@dataclass(slots=True)
class Warming:
    """How loading the model ahead of the first question has gone."""

    fault: PlanError | None = None
    """Why it could not be loaded when it was last tried."""


@dataclass(frozen=True)
class Services:
    """Everything that a route may need, over the plans that whoever asks may see."""

    library: Library
    desk: Desk
    state: State
    settings: BotSettings
    jobs: Jobs
    limits: RateLimits
    observer: Observer
    suggestions: Suggestions
    originals: Originals
    stores: PlanStores
    """What the administrator writes to. Whoever asks sees `library` alone."""
    internal: Services | None = None
    """The same for those who may see internal plans; None in it itself."""
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
        self.stores.close()
        self.observer.close()


def open_services(index: Settings | None = None, settings: BotSettings | None = None) -> Services:
    """The services over an index, which is made empty where there is none. Raises PlanError."""
    index = index or Settings()
    settings = settings or BotSettings()
    return services_over(open_stores(index), index, settings)


def services_over(
    stores: PlanStores,
    index: Settings,
    settings: BotSettings,
    originals: Originals | None = None,
    observer: Observer | None = None,
) -> Services:
    """The services over both stores of an index. What the public is served from never meets an internal plan: it has
    a library, a desk with its memory, suggestions and pictures of its own. Raises PlanError."""
    own = AssistantSettings()
    state, writer = open_state(index, settings), chosen_writer(own)
    observer = observer or open_observer(settings, "plan-assistant-web")

    def over(library: Library, internal: Services | None) -> Services:
        audience = PUBLIC if internal else INTERNAL

        def draw(plan: str, page: int, boxes: Sequence[Box]) -> bytes:
            return page_image(library.store, plan, page, boxes)

        return Services(
            library=library,
            desk=Desk(library, Assistant(library, own, writer), state, settings.kept_answers, audience, observer),
            state=state,
            settings=settings,
            jobs=jobs,
            limits=limits,
            observer=observer,
            suggestions=Suggestions(Assistant(library)),
            originals=originals or Originals(library.store.files.path, draw),
            stores=stores,
            internal=internal,
            warming=warming,
        )

    jobs, warming = Jobs(index, state.database, observer.metrics), Warming()
    shared = state.rates if state.database.is_server else None
    limits = RateLimits(settings.rate_per_minute, settings.conversation_rate_per_minute, shared)
    return over(Library(stores.public), over(Library(stores.joint), None))


async def services_of(request: Request) -> Services:
    """The services of the application that a request came to, over the plans that its sender may see."""
    services: Services = request.app.state.services
    if services.internal is not None and may_see_internal(services.settings, request.headers.get("authorization", "")):
        return services.internal
    return services


Served = Annotated[Services, Depends(services_of)]
