"""Measures the reader of laid-out text: `python -m tests.typeset.measure_laid [--engine NAME] [--layout NAME]
[--worst N]` sets the sample plans as PDFs, has `pdftotext -layout` (poppler) write them as text, reads that, and prints
what came back."""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ingest.readers import read
from ingest.structure import build_plan
from tests.typeset.compare import Score, compare
from tests.typeset.measure import Builder, engines
from tests.typeset.source import printed_plan, sample_names, sample_plan
from tests.typeset.style import GroupForm, Rules, Style

LAYOUTS = {
    "ruled, centred": Style(),
    "ruled, top": Style(centred=False, group_form=GroupForm.PLAIN, repeats_header=False, size=11, padding=4),
    "none, top": Style(rules=Rules.NONE, centred=False, group_form=GroupForm.PLAIN),
    "none, centred": Style(rules=Rules.NONE, repeats_header=False, size=11),
}
"""The layouts by name."""


def scores(builder: Builder, layout: str, folder: Path) -> Iterator[Score]:
    """What came back of each sample plan set by an engine in one layout."""
    for name in sample_names():
        pdf, text = folder / f"{name}.pdf", folder / f"{name}.txt"
        builder(printed_plan(sample_plan(name)), pdf, LAYOUTS[layout])
        subprocess.run(["pdftotext", "-layout", str(pdf), str(text)], check=True)
        yield compare(sample_plan(name), build_plan(read(text), name))


def main() -> None:
    """Print a line for each engine and layout, and the worst misses."""
    parser = argparse.ArgumentParser(description="Measure the reader of laid-out text.")
    parser.add_argument("--engine", action="append", help="only this engine")
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS), help="only this layout")
    parser.add_argument("--worst", type=int, default=0, help="how many misses of each plan to print")
    chosen = parser.parse_args()
    for engine, builder in engines().items():
        if chosen.engine and engine not in chosen.engine:
            continue
        for layout in chosen.layout or LAYOUTS:
            with tempfile.TemporaryDirectory() as folder:
                own = list(scores(builder, layout, Path(folder)))
            rows = f"{sum(one.rows_found for one in own)}/{sum(one.rows for one in own)}"
            extra = sum(one.rows_extra for one in own)
            cells = 100 * sum(one.cells_exact for one in own) / sum(one.cells for one in own)
            prose = f"{sum(one.prose_found for one in own)}/{sum(one.prose for one in own)}"
            print(f"{engine + ', ' + layout:<36}{rows:>9}{extra:>5}{cells:>8.1f}%{prose:>10}", flush=True)
            for miss in [miss for one in own for miss in one.misses[: chosen.worst]]:
                print(f"  {miss.anchor} {miss.column}\n    wanted: {miss.wanted[:160]}\n    read:   {miss.read[:160]}")


if __name__ == "__main__":
    main()
