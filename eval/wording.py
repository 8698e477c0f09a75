"""The words and figures of the reports, in Vietnamese or English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from pydantic import TypeAdapter

from eval.measures import Share

Language = Literal["vi", "en"]
NOTHING = "—"

_WORDS = TypeAdapter(dict[str, dict[Language, str]])


@dataclass(frozen=True, slots=True)
class Wording:
    """Speaks one language."""

    language: Language
    words: Mapping[str, str]
    """What is said, by the keys of `templates/words.toml`."""

    def __getitem__(self, key: str) -> str:
        """The words of a key. Raises KeyError for one that there is not."""
        return self.words[key]

    def number(self, value: float, digits: int) -> str:
        """A number with its decimal point or comma."""
        text = f"{value:.{digits}f}"
        return text.replace(".", ",") if self.language == "vi" else text

    def percent(self, value: float | None) -> str:
        """A number from 0 to 1 as a percentage."""
        return NOTHING if value is None else f"{self.number(100 * value, 1)}%"

    def share(self, share: Share | None) -> str:
        """A share with its interval and its counts: "93.3% [88.1–96.4] 112/120"."""
        if share is None or share.value is None or share.low is None or share.high is None:
            return NOTHING
        interval = f"{self.number(100 * share.low, 1)}–{self.number(100 * share.high, 1)}"
        return f"{self.percent(share.value)} [{interval}] {share.count}/{share.total}"

    def milliseconds(self, value: float) -> str:
        """A time."""
        return f"{self.number(value, 1)} ms"


def wording(language: Language) -> Wording:
    """The words of a language."""
    text = files("eval").joinpath("templates/words.toml").read_text(encoding="utf-8")
    read = _WORDS.validate_python(tomllib.loads(text))
    return Wording(language, {key: forms[language] for key, forms in read.items()})
