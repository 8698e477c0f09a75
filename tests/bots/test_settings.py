"""Settings are read from the environment and refused when they would open more than was meant."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bots.settings import BotSettings


def test_lists_may_be_written_with_commas_or_blanks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_ORIGINS", "https://syt.example.vn, http://localhost:8080")
    monkeypatch.setenv("ADMIN_TOKEN", "bí mật lắm")
    settings = BotSettings()
    assert settings.allowed_origins == ("https://syt.example.vn", "http://localhost:8080")
    assert settings.admin_token is not None
    assert "bí mật" not in repr(settings)


@pytest.mark.parametrize(
    "origin", ["*", "syt.example.vn", "https://syt.example.vn/trang", "null", "javascript:alert(1)"]
)
def test_what_is_no_origin_is_refused_with_the_mend(origin: str) -> None:
    with pytest.raises(ValidationError, match="hãy viết như https://"):
        BotSettings.model_validate({"allowed_origins": origin})
