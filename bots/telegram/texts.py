"""What the bot says around the answers: the texts of `prompts/telegram.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from ingest.model import Field

LANGUAGES = ("vi", "en")


class FollowUp(BaseModel):
    """A question that goes on from an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    label: str
    question: str
    field: Field
    """What a cited row must say for the question to make sense."""
    asked: tuple[str, ...]
    """Folded words of questions that ask the same."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    language: str
    texts: dict[str, str]
    buttons: dict[str, str]
    commands: dict[str, str]
    """The commands that are registered, with what they do."""
    followups: tuple[FollowUp, ...]

    def say(self, name: str, /, **values: object) -> str:
        """A text as HTML with its gaps filled and escaped. Raises KeyError for a text or gap that does not exist."""
        return (
            self.texts[name].strip().format(**{gap: escape(str(value), quote=False) for gap, value in values.items()})
        )

    def plain(self, name: str, /, **values: object) -> str:
        """A text that is no HTML: a question, or what stands on a button or in an alert."""
        return self.texts[name].strip().format(**values)

    def button(self, name: str, /, **values: object) -> str:
        """What stands on a button."""
        return self.buttons[name].format(**values)


@cache
def texts(language: str) -> Texts:
    """The texts of a language, "vi" or "en"; those of Vietnamese for any other."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    read = tomllib.loads(files("prompts").joinpath("telegram.toml").read_text("utf-8"))[chosen]
    return Texts(
        chosen,
        {name: text for name, text in read.items() if isinstance(text, str)},
        read["buttons"],
        read["commands"],
        tuple(FollowUp.model_validate(one) for one in read["followups"]),
    )
