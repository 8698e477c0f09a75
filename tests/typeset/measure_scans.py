"""Measures the reader of scans: `python -m tests.typeset.measure_scans [--engine NAME] [--plan NAME] [--worst N]
[--dpi N] [--stamped]` sets the sample plans, scans them, reads them back and prints how much came through, compared
without accents."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from ingest.readers import read
from ingest.structure import build_plan
from ingest.vietnamese import fold
from tests.typeset.compare import Score, compare, squeezed, table
from tests.typeset.measure import STYLES, engines
from tests.typeset.scans import Wear, scan_pdf
from tests.typeset.source import printed_plan, sample_names, sample_plan


def plain(text: str) -> str:
    """A text as scans are compared: small letters without accents, without spaces, and without punctuation."""
    return "".join(char for char in fold(text) if char.isalnum())


def main() -> None:
    """Print the table, and the worst misses."""
    parser = argparse.ArgumentParser(description="Measure the reader of scans on the sample plans.")
    parser.add_argument("--engine", action="append", help="only this engine")
    parser.add_argument("--plan", action="append", choices=sample_names(), help="only this plan")
    parser.add_argument("--worst", type=int, default=0, help="how many misses of each plan to print")
    parser.add_argument("--dpi", type=int, default=200)
    parser.add_argument("--stamped", action="store_true", help="with a red seal on every page")
    chosen = parser.parse_args()
    wear = Wear(dpi=chosen.dpi, stamped=chosen.stamped)
    measured: list[tuple[str, Score]] = []
    for engine, builder in engines().items():
        if chosen.engine and engine not in chosen.engine:
            continue
        for name in chosen.plan or sample_names():
            with tempfile.TemporaryDirectory() as folder:
                printed, scanned = Path(folder) / "printed.pdf", Path(folder) / f"{name}.pdf"
                builder(printed_plan(sample_plan(name)), printed, STYLES[name])
                scan_pdf(printed, scanned, wear)
                began = time.perf_counter()
                document = read(scanned)
            took = (time.perf_counter() - began) / (document.pages or 1)
            plan = build_plan(document, name)
            score = compare(sample_plan(name), plan, plain)
            exact = compare(sample_plan(name), plan, squeezed)
            measured.append((engine, score))
            shares = f"cells with accents {exact.cells_exact / exact.cells:.1%}, {took:.1f} s a page"
            print(table([(engine, score)]).splitlines()[1], shares, flush=True)
            for miss in score.misses[: chosen.worst]:
                print(f"    {miss.anchor} {miss.column}")
                print(f"      wanted: {miss.wanted[:150]}\n      read:   {miss.read[:150]}")
    print(table(measured))
    rows, cells = sum(score.rows for _, score in measured), sum(score.cells for _, score in measured)
    found, exactly = sum(score.rows_found for _, score in measured), sum(score.cells_exact for _, score in measured)
    print(f"all: rows {found}/{rows} {found / rows:.1%}, cells {exactly}/{cells} {exactly / cells:.1%}")


if __name__ == "__main__":
    main()
