"""The local Bot API."""

from __future__ import annotations

from tests.bots.telegram.conftest import api as api
