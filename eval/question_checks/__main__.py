"""`python -m eval.question_checks`: counts on stdout, problems on stderr; exit 0, or 1 where there are problems."""

from __future__ import annotations

import sys
from pathlib import Path

from eval.question_checks.check import read_set, set_problems, summary
from eval.question_checks.evidence import read_evidence
from ingest.errors import PlanError

_EVAL = Path(__file__).parent.parent


def main() -> int:
    """Check the question set of this project; returns the exit code."""
    try:
        questions = read_set(_EVAL / "questions")
    except PlanError as error:
        print(error.english, file=sys.stderr)
        return 1
    evidence = read_evidence(_EVAL / "plans", _EVAL.parent / "tests" / "labels")
    problems = set_problems(questions, evidence)
    print(summary(questions))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
