"""Measures the PDF reader: `python -m tests.typeset.measure [--worst N]` sets the sample plans by each engine, reads
them back and prints how much of each came through."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ingest.readers import read
from ingest.structure import build_plan
from tests.typeset import browser, libreoffice, platypus
from tests.typeset.compare import Score, compare, table
from tests.typeset.source import PrintedPlan, printed_plan, sample_names, sample_plan
from tests.typeset.style import GroupForm, Rules, Style

Builder = Callable[[PrintedPlan, Path, Style], None]

STYLES = {
    "an-giang-2025": Style(),
    "ca-mau-2026": Style(rules=Rules.BARS, size=11.5),
    "dong-nai-2025": Style(size=11),
    "dong-thap-2026": Style(group_form=GroupForm.PLAIN, column_numbers=True, running_footer="Sở Y tế Đồng Tháp"),
    "ninh-thuan-2025": Style(group_form=GroupForm.WHOLE, centred=False, size=13, landscape=False),
}
"""How each sample is set, so that the five together have most of what real plans differ in."""


def engines() -> dict[str, Builder]:
    """The engines on this machine by name."""
    found: dict[str, Builder] = {"ReportLab": platypus.set_plan}
    if browser.browser():
        found["Chromium"] = browser.set_plan
    if libreoffice.libreoffice():
        found["LibreOffice"] = libreoffice.set_plan
    return found


def scores(builder: Builder, folder: Path) -> Iterator[tuple[Score, float]]:
    """What came back of each sample plan set by an engine, and how many seconds reading took."""
    for name in sample_names():
        path = folder / f"{name}.pdf"
        builder(printed_plan(sample_plan(name)), path, STYLES[name])
        began = time.perf_counter()
        plan = build_plan(read(path), name)
        took = time.perf_counter() - began
        yield compare(sample_plan(name), plan), took


def main() -> None:
    """Print the table, and the worst misses."""
    parser = argparse.ArgumentParser(description="Measure the PDF reader on the sample plans set by every engine.")
    parser.add_argument("--worst", type=int, default=0, help="how many misses of each plan to print")
    chosen = parser.parse_args()
    measured = []
    seconds = 0.0
    for engine, builder in engines().items():
        with tempfile.TemporaryDirectory() as folder:
            for score, took in scores(builder, Path(folder)):
                measured.append((engine, score))
                seconds += took
    print(table(measured))
    print(f"read in {seconds:.1f} s")
    for engine, score in measured:
        for miss in score.misses[: chosen.worst]:
            print(f"\n{engine}, {miss.anchor} {miss.column}\n  wanted: {miss.wanted}\n  read:   {miss.read}")


if __name__ == "__main__":
    main()
