"""The words that a model wants before a question or a passage."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

# The E5 family was trained with prefixes, and copies of it often come without them in their configuration.
# https://huggingface.co/intfloat/multilingual-e5-base#faq
_E5 = re.compile(r"(?<![a-z0-9])e5(?![a-z0-9])", re.IGNORECASE)
_E5_INSTRUCTION = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "


class Prompts(BaseModel):
    """What is put before a question and before a passage; empty where the model wants nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = ""
    passage: str = ""


def prompts_of(model: str, configured: Mapping[str, str | None], default: str | None = None) -> Prompts:
    """The prompts of a model, by its own configuration first, then by its family.

    `model` is a hub name or a path, of which the last part counts; `configured` and `default` are the `prompts` and
    `default_prompt_name` of its `config_sentence_transformers.json`.
    """
    every_text = (configured.get(default) if default else None) or ""
    query = configured.get("query") or every_text
    passage = configured.get("passage") or configured.get("document") or every_text
    family_name = re.split(r"[/\\]", model.rstrip("/\\"))[-1]
    if query or passage or not _E5.search(family_name):
        return Prompts(query=query, passage=passage)
    if "instruct" in family_name.lower():
        return Prompts(query=_E5_INSTRUCTION)
    return Prompts(query="query: ", passage="passage: ")
