"""`python -m tests.faults [--kills 200] [--model …] [--stores …]`: kills ingests, prints what became of them.

An ingest that adds one plan, replaces one and leaves two alone is killed (SIGKILL to its whole process group) at random
instants, one drawn from each of as many equal parts of the time that it lately took, and a tenth more. A server's
assistant asks all the while; a new process asks after the kill; the next run must complete. With `--stores servers` the
index stands on PostgreSQL and a Chroma server, which are started for the run. Exit code 1 where anything was lost or
half.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.faults.answers import NAMES
from tests.faults.places import place
from tests.faults.trial import Trial, bench

_PARTS = 11  # tenths
_WHOLE = 1.1


def instants(kills: int, seed: int) -> list[float]:
    """One random instant in each of so many equal parts of the time that an ingest takes, as shares of it."""
    drawn = random.Random(seed)
    return [(part + drawn.random()) / kills * _WHOLE for part in range(kills)]


def table(trials: Sequence[Trial]) -> Iterator[str]:
    """The trials by tenths of the time that an ingest takes, as lines of Markdown."""
    states = list(NAMES.values())
    yield f"| of the time | kills | {' | '.join(states)} | not whole | already done | questions | faults |"
    yield "|" + " --- |" * (len(states) + 6)
    for part in range(_PARTS):
        within = [one for one in trials if int(one.share * 10) == part]
        yield _line(f"{part * 10}-{part * 10 + 10}%", within)
    yield _line("all", trials)


def _line(name: str, trials: Sequence[Trial]) -> str:
    found = Counter(None if one.state is None else NAMES[one.state] for one in trials)
    counts = [found[name] for name in NAMES.values()]
    done = sum(not one.was_at_work for one in trials)
    asked, faults = sum(one.asked for one in trials), sum(len(one.faults) for one in trials)
    return f"| {' | '.join(map(str, [name, len(trials), *counts, found[None], done, asked, faults]))} |"


def main() -> int:
    """Run the trials; 1 where one of them showed a fault."""
    parser = argparse.ArgumentParser("python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--model", choices=("real", "fake"), default="real")
    parser.add_argument("--stores", choices=("embedded", "servers"), default="embedded")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, place(asked.stores) as where:
        prepared = bench(Path(folder), asked.model, where)
        duration = prepared.measure()
        began = time.monotonic()
        trials = []
        for number, share in enumerate(instants(asked.kills, asked.seed), start=1):
            trials.append(prepared.run(share))
            state = NAMES.get(trials[-1].state) if trials[-1].state else "NOT WHOLE"
            print(
                f"[{number}/{asked.kills}] {share:.0%} of {prepared.lately:.1f} s: {state}", file=sys.stderr, flush=True
            )
            for fault in trials[-1].faults:
                print(f"    {fault}", file=sys.stderr, flush=True)
        spent = time.monotonic() - began
    print(f"{asked.kills} kills (seed {asked.seed}, {asked.model} model, {asked.stores}), {spent:.0f} s;", end=" ")
    print(f"an ingest that nobody kills takes {duration:.2f} s:\n")
    print("\n".join(table(trials)))
    return 1 if any(one.faults for one in trials) else 0


if __name__ == "__main__":
    sys.exit(main())
