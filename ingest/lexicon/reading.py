"""Reads a file of this folder into the shape that a module gives it."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter

S = TypeVar("S")


def read_lexicon(name: str, shape: TypeAdapter[S]) -> S:
    """The file `NAME.toml` in a shape. Raises pydantic's ValidationError for data of another shape."""
    return shape.validate_python(tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8")))
