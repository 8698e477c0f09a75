"""The prompts of `prompts/`, read once, and the messages that they make."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict


class Wording(BaseModel):
    """A prompt in one language; gaps stand in braces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    user: str
    nothing: str = ""
    """What a model replies where it has nothing to say."""


class Prompt(BaseModel):
    """A prompt file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    inputs: tuple[str, ...]
    vi: Wording
    en: Wording
    tools: Mapping[str, str] = {}

    def wording(self, language: str) -> Wording:
        """The prompt for questions in a language."""
        return self.en if language == "en" else self.vi

    def messages(self, language: str, **inputs: str) -> list[BaseMessage]:
        """The messages with their gaps filled. Raises KeyError for a gap without an input."""
        told = self.wording(language)
        return [
            SystemMessage(told.system.strip().format(**inputs)),
            HumanMessage(told.user.strip().format(**inputs)),
        ]


@cache
def prompt(name: str) -> Prompt:
    """The prompt of a file `prompts/NAME.toml`. Raises pydantic's ValidationError on bad data."""
    return Prompt.model_validate(tomllib.loads(files("prompts").joinpath(f"{name}.toml").read_text("utf-8")))
