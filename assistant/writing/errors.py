"""Why a model's text is not used. The reader never sees these: the built-in answer takes the text's place."""

from __future__ import annotations

from enum import StrEnum

from ingest.errors import PlanError


class WriterError(PlanError):
    """The model of the settings cannot be opened."""


class Reason(StrEnum):
    """What became of a question's text."""

    WRITTEN = "written"
    NOT_ASKED = "not asked"
    """There was nothing to write from, or too much for a reply."""
    SLOW = "slow"
    """The time of the question, or of a silence, ran out."""
    FAILED = "failed"
    """The call failed, retries included."""
    PAUSED = "paused"
    """The circuit breaker is open."""
    BUSY = "busy"
    OVER_LIMIT = "over limit"
    """Tokens or money ran out."""
    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    """No sentence, or not enough of them, stood up to the check."""


class NotWrittenError(Exception):
    """The model gave nothing that can be used."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason.value)
        self.reason = reason
