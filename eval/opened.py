"""The folders of plans of the evaluation, the open questions about them, and the assistant over each."""

from __future__ import annotations

from pathlib import Path

from assistant import Assistant, open_assistant
from assistant.settings import AssistantSettings
from eval.index import fill, index_settings, plan_files
from ingest.pipeline import default_reading
from ingest.settings import Settings

_HERE = Path(__file__).parent
_CACHE = Path("var/eval")
_FOLDERS = (
    "questions",
    "layouts",
    "layouts-2",
    "layouts-3",
    "layouts-4",
    "layouts-5",
    "layouts-6",
    "unseen",
    "other",
    "further",
    "fresh",
    "more",
    "new",
    "makes",
    "content",
    "content-2",
    "content-3",
    "content-4",
    "content-5",
    "content-6",
    "set",
    "near",
)
_NO_QUESTIONS = ("kept", "rows", "closed-rows")
"""How files begin that no learning may see, or that hold the rows of plans."""


def _sets() -> tuple[tuple[Path, tuple[Path, ...]], ...]:
    """Each folder of plans with the files of open questions about them, by name."""
    files = {name: sorted((_HERE / name).glob("*.jsonl")) for name in _FOLDERS}
    return tuple(
        (
            _HERE / "plans" if name == "questions" else _HERE / name / "plans",
            tuple(file for file in found if not file.stem.startswith(_NO_QUESTIONS)),
        )
        for name, found in files.items()
    )


SETS = _sets()
"""Folders of plans and the open questions about them."""


def opened(plans: Path) -> Assistant:
    """The assistant over a folder of plans, without a language model."""
    reading = default_reading()
    files = plan_files(plans, reading)
    settings = index_settings(Settings(), files, _CACHE)
    fill(settings, files, reading)
    return open_assistant(settings, own=AssistantSettings(llm_model=""))
