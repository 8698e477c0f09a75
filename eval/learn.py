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
SETS = (
    (
        _HERE / "plans",
        tuple(
            _HERE / "questions" / name
            for name in (
                "open.jsonl",
                "open-2.jsonl",
                "open-3.jsonl",
                "open-4.jsonl",
                "open-5.jsonl",
                "open-6.jsonl",
                "open-7.jsonl",
                "open-8.jsonl",
                "open-10.jsonl",
                "open-9.jsonl",
                "prose.jsonl",
                "prose-2.jsonl",
                "prose-3.jsonl",
                "prose-4.jsonl",
                "open-11.jsonl",
                "open-11b.jsonl",
                "open-12.jsonl",
                "open-12b.jsonl",
                "open-14.jsonl",
                "open-14b.jsonl",
                "open-16.jsonl",
                "open-16b.jsonl",
                "open-16c.jsonl",
                "open-16d.jsonl",
                "open-13.jsonl",
                "open-13b.jsonl",
                "open-17.jsonl",
                "open-17b.jsonl",
            )
        ),
    ),
    (_HERE / "layouts" / "plans", (_HERE / "layouts" / "questions.jsonl",)),
    (
        _HERE / "unseen" / "plans",
        (
            _HERE / "unseen" / "questions.jsonl",
            _HERE / "unseen" / "closed.jsonl",
            _HERE / "unseen" / "refusals.jsonl",
            _HERE / "unseen" / "refusals-2.jsonl",
        ),
    ),
    (_HERE / "other" / "plans", (_HERE / "other" / "questions.jsonl", _HERE / "other" / "tables.jsonl")),
    (
        _HERE / "further" / "plans",
        (
            _HERE / "further" / "questions.jsonl",
            _HERE / "further" / "tables.jsonl",
            _HERE / "further" / "tables-2.jsonl",
            _HERE / "further" / "prose.jsonl",
            _HERE / "further" / "prose-2.jsonl",
            _HERE / "further" / "tables-3.jsonl",
            _HERE / "further" / "talk.jsonl",
            _HERE / "further" / "talk-2.jsonl",
            _HERE / "further" / "refusals.jsonl",
            _HERE / "further" / "refusals-2.jsonl",
        ),
    ),
    (
        _HERE / "fresh" / "plans",
        (
            _HERE / "fresh" / "questions.jsonl",
            _HERE / "fresh" / "tables.jsonl",
            _HERE / "fresh" / "tables-2.jsonl",
            _HERE / "fresh" / "prose.jsonl",
            _HERE / "fresh" / "prose-2.jsonl",
            _HERE / "fresh" / "tables-3.jsonl",
            _HERE / "fresh" / "talk.jsonl",
            _HERE / "fresh" / "talk-2.jsonl",
            _HERE / "fresh" / "refusals.jsonl",
            _HERE / "fresh" / "refusals-2.jsonl",
        ),
    ),
    (
        _HERE / "more" / "plans",
        (
            _HERE / "more" / "questions.jsonl",
            _HERE / "more" / "tables.jsonl",
            _HERE / "more" / "tables-2.jsonl",
            _HERE / "more" / "prose.jsonl",
            _HERE / "more" / "prose-2.jsonl",
            _HERE / "more" / "tables-3.jsonl",
            _HERE / "more" / "talk.jsonl",
            _HERE / "more" / "talk-2.jsonl",
            _HERE / "more" / "refusals.jsonl",
            _HERE / "more" / "refusals-2.jsonl",
        ),
    ),
)
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
