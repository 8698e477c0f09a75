"""A state of its own for each test, a clock that is moved by hand, and answers to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.answer import Answer, Citation, Kind
from bots.settings import BotSettings
from bots.state import State, open_state
from tests.servers import settings_for


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        """Move the clock on, by `timedelta`'s own words."""
        self.now += timedelta(**by)


def state_in(folder: Path, clock: Clock | None = None, settings: BotSettings | None = None) -> State:
    """The state of an index folder."""
    index = settings_for(folder)
    return open_state(index, settings or bot_settings(), clock or Clock())


def bot_settings(**values: object) -> BotSettings:
    """Settings with the given values, whatever the environment says of the others."""
    return BotSettings.model_validate({**_DEFAULTS, **values})


_DEFAULTS = {name: field.get_default() for name, field in BotSettings.model_fields.items()}


def answer_of(text: str = "Văn phòng Sở chủ trì. [1]", *anchors: str) -> Answer:
    """An answer that cites some addresses, or says that the plans do not say where it cites none."""
    citations = tuple(
        Citation(
            number, address.split("/")[0], "", "1", "", "1", None, None, address, address, "", f"/sources/{address}"
        )
        for number, address in enumerate(anchors, start=1)
    )
    return Answer(text, bool(anchors), Kind.LOOKUP if anchors else Kind.ABSTAIN, "vi", citations)
