"""`python -m eval.learn`: learn the ranking from the open questions, and write it into the assistant's lexicon.

With `--dry-run` it only prints how well the order does on questions not learned from. Kept questions are never learned
from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant import open_assistant
from assistant.settings import AssistantSettings
from eval.index import fill, index_settings, plan_files
from eval.learning import Example, examples_of, learn, write
from eval.questions import read_questions
from ingest.pipeline import default_reading
from ingest.settings import Settings

_HERE = Path(__file__).parent
_CACHE = Path("var/eval")
_FOLDERS = ("questions", "layouts", "unseen", "other", "further", "fresh", "more", "new")
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
_WEIGHTS = _HERE.parent / "assistant" / "lexicon" / "ranking.toml"


def main() -> None:
    """Learn, print the figure, write the weights."""
    parser = argparse.ArgumentParser("python -m eval.learn", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    examples: list[Example] = []
    for plans, files in SETS:
        examples += _examples(plans, files)
    learned = learn(examples)
    print(f"{learned.examples} questions; first passage right on those not learned from: {learned.first:.1%}")
    if not arguments.dry_run:
        write(learned, [file.relative_to(_HERE.parent) for _, files in SETS for file in files], _WEIGHTS)
        print(_WEIGHTS)


def _examples(plans: Path, files: tuple[Path, ...]) -> list[Example]:
    reading = default_reading()
    read = plan_files(plans, reading)
    settings = index_settings(Settings(), read, _CACHE)
    fill(settings, read, reading)
    assistant = open_assistant(settings, own=AssistantSettings(llm_model=""))
    return examples_of(read_questions(files), assistant)


if __name__ == "__main__":
    main()
