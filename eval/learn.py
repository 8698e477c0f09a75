"""`python -m eval.learn`: learn from the open questions how they are said, and the ranking.

The ranking is learned from questions as they are understood, so how they are said comes first, with `--said` alone;
with `--dry-run` nothing is written, and only how well the order does on questions not learned from is printed. Kept
questions are never learned from.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.learning import Example, examples_of, learn, write
from eval.opened import SETS, opened
from eval.questions import read_questions
from eval.said import Counts, names_of, said_in, write_said

_PROJECT = Path(__file__).parents[1]
_LEXICON = _PROJECT / "assistant" / "lexicon"
_WEIGHTS, _SAID = _LEXICON / "ranking.toml", _LEXICON / "said.toml"


def main() -> None:
    """Learn, print the figure, write the weights."""
    parser = argparse.ArgumentParser("python -m eval.learn", description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    parser.add_argument("--said", action="store_true", help="learn how questions are said alone")
    arguments = parser.parse_args()
    sets = [(opened(plans), files) for plans, files in SETS]
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
        write(learned, [file.relative_to(_PROJECT) for _, files in SETS for file in files], _WEIGHTS)
        print(_WEIGHTS)


if __name__ == "__main__":
    main()
