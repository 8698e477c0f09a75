"""The wording of answers: the templates of `prompts/`, read once, filled with cell and sentence text."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.plans.columns import Wanted
from ingest.model import Field

_LONGEST = 180  # characters of a row's content inside a sentence


@dataclass(frozen=True, slots=True)
class Replies:
    """The templates of one language."""

    language: str
    """ "vi" or "en"."""
    statements: Mapping[str, str]
    names: Mapping[str, str]
    frames: Mapping[str, str]
    header: Mapping[str, str]
    """What the parts of a plan's header are called."""
    nouns: Mapping[str, str]
    """What rows are called, by the folded Vietnamese noun of the question."""
    noun_of_one: Mapping[str, str]
    """What one row is called, where that is another word."""

    def say(self, frame: str, **values: object) -> str:
        """A reply with its gaps filled. Raises KeyError for a frame or gap that does not exist."""
        return self.frames[frame].format(**values)

    def state(self, wanted: Wanted, content: str, value: str, coordination: str = "") -> str:
        """One statement about a field of a row."""
        clause = "led_by" if wanted is Field.COORDINATING_UNITS else "with"
        with_whom = self.statements[clause].format(value=coordination) if coordination else ""
        template = self.statements[wanted.value if isinstance(wanted, Field) else "printed"]
        gaps = {"with": with_whom, "header": str(wanted)}
        return template.format(value=value, content=shorten(content), **gaps)

    def name(self, wanted: Wanted) -> str:
        """What a field is called."""
        return self.names[wanted.value] if isinstance(wanted, Field) else f"“{wanted}”"


@cache
def replies(language: str) -> Replies:
    """The templates of a language, "vi" or "en"."""
    fields = tomllib.loads(files("prompts").joinpath("fields.toml").read_text("utf-8"))
    frames = tomllib.loads(files("prompts").joinpath("replies.toml").read_text("utf-8"))
    return Replies(
        language,
        fields[language],
        fields["names"][language],
        frames[language],
        frames["header"][language],
        frames["nouns"][language],
        frames["noun_of_one"][language],
    )


def shorten(text: str, longest: int = _LONGEST) -> str:
    """A text cut at a word with an ellipsis where it is longer."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"
