"""`python -m eval.learn`: learn from the open questions how they are said, and the ranking.

The ranking is learned from questions as they are understood, so how they are said comes first, with `--said` alone;
with `--dry-run` nothing is written, and only how well the order does on questions not learned from is printed. Kept
questions are never learned from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant import Assistant, open_assistant
from assistant.settings import AssistantSettings
from eval.index import fill, index_settings, plan_files
from eval.learning import Example, examples_of, learn, write
from eval.questions import read_questions
from eval.said import Counts, names_of, said_in, write_said
from ingest.pipeline import default_reading
from ingest.settings import Settings

_HERE = Path(__file__).parent
_CACHE = Path("var/eval")
_FOLDERS = (
    "questions",
    "layouts",
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
    "set",
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
_LEXICON = _HERE.parent / "assistant" / "lexicon"
_WEIGHTS, _SAID = _LEXICON / "ranking.toml", _LEXICON / "said.toml"


def main() -> None:
    """Learn, print the figure, write the weights."""
    parser = argparse.ArgumentParser("python -m eval.learn", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--said", action="store_true", help="learn how questions are said alone")
    arguments = parser.parse_args()
    sets = [(_assistant(plans), files) for plans, files in SETS]
    if not arguments.dry_run:
        said = Counts()
        for assistant, files in sets:
            said += said_in(read_questions(files), names_of(assistant.shelf()))
        write_said(said, sum(len(files) for _, files in sets), _SAID)
        print(_SAID)
    if arguments.said:
        return
    examples: list[Example] = []
    for assistant, files in sets:
        examples += examples_of(read_questions(files), assistant)
    learned = learn(examples)
    print(f"{learned.examples} questions; first passage right on those not learned from: {learned.first:.1%}")
    if not arguments.dry_run:
        write(learned, [file.relative_to(_HERE.parent) for _, files in SETS for file in files], _WEIGHTS)
        print(_WEIGHTS)


def _assistant(plans: Path) -> Assistant:
    """The assistant over a folder of plans, without a language model."""
    reading = default_reading()
    read = plan_files(plans, reading)
    settings = index_settings(Settings(), read, _CACHE)
    fill(settings, read, reading)
    return open_assistant(settings, own=AssistantSettings(llm_model=""))


if __name__ == "__main__":
    main()
