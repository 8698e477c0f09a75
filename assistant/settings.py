"""What the environment or a `.env` file can set for answering."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class AssistantSettings(BaseSettings):
    """The settings of `assistant`, each from the variable of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    public_url: str = ""
    """The address before `/sources/…` in citations; "" gives addresses relative to the site."""
