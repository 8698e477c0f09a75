"""The errors that reading and keeping plans can raise: each says, Vietnamese first, what is wrong and the mend."""

from __future__ import annotations


class PlanError(Exception):
    """Something that the reader of the message can mend; `str()` of it is the Vietnamese sentence."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(vietnamese, english)
        self.vietnamese = vietnamese
        self.english = english

    def __str__(self) -> str:
        return self.vietnamese


class EmbeddingError(PlanError):
    """An embedding model could not be found, read, converted or run."""


class ReadError(PlanError):
    """A file could not be read as a plan; the messages begin with its name."""

    def __init__(self, name: str, vietnamese: str, english: str) -> None:
        super().__init__(f"{name}: {vietnamese}", f"{name}: {english}")
        self.name = name
