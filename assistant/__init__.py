"""Questions in, cited answers out."""

from __future__ import annotations

from assistant.answer import Answer, Citation, Kind
from assistant.assistant import Assistant, open_assistant

__all__ = ["Answer", "Assistant", "Citation", "Kind", "open_assistant"]
