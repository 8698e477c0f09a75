"""Measures the PDF reader on tables without upright rulings: `python -m tests.typeset.measure_layouts [--engine NAME]
[--layout NAME] [--plan NAME] [--drawn N] [--worst N]` sets the sample plans in layouts that have no upright rulings, or
none at all, by every engine, reads them back and prints how much came through; with `--drawn`, made-up plans."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.readers import read
from ingest.structure import build_plan
from tests.flattening.measure import report
from tests.flattening.measure import score as drawn_score
from tests.typeset.compare import Score, compare, table
from tests.typeset.drawn import draw
from tests.typeset.measure import Builder, engines
from tests.typeset.source import printed_plan, sample_names, sample_plan
from tests.typeset.style import GroupForm, Rules, Style

LAYOUTS = {
    "level": Style(rules=Rules.LEVEL),
    "level, top": Style(
        rules=Rules.LEVEL, centred=False, group_form=GroupForm.PLAIN, repeats_header=False, size=11, padding=4
    ),
    "head": Style(rules=Rules.HEAD, centred=False, size=11, running_footer="Kế hoạch chuyển đổi số"),
    "head, centred": Style(rules=Rules.HEAD, group_form=GroupForm.WHOLE, padding=4),
    "none": Style(rules=Rules.NONE, centred=False, group_form=GroupForm.PLAIN),
    "none, centred": Style(rules=Rules.NONE, repeats_header=False, size=11),
    "shaded": Style(rules=Rules.SHADED, centred=False, size=11, padding=5),
}
"""The layouts by name: those of a table without upright rulings, and without any."""


def scores(builder: Builder, layout: str, names: tuple[str, ...], folder: Path) -> Iterator[Score]:
    """What came back of each plan set by an engine in one layout."""
    for name in names:
        path = folder / f"{name}.pdf"
        builder(printed_plan(sample_plan(name)), path, LAYOUTS[layout])
        yield compare(sample_plan(name), build_plan(read(path), name))


def _drawn(builder: Builder, layout: str, count: int, folder: Path, worst: int) -> str:
    found = []
    for number in range(count):
        plan, truth, style = draw(f"unruled {layout} {number}")
        rules = replace(style, rules=LAYOUTS[layout].rules, merges_same=False, rotated=False)
        path = folder / f"{number}.pdf"
        builder(plan, path, rules)
        found.append(drawn_score(read(path), truth))
    return report(found, worst)


def main() -> None:
    """Print the table, and the worst misses."""
    parser = argparse.ArgumentParser(description="Measure the PDF reader on tables without upright rulings.")
    parser.add_argument("--engine", action="append", help="only this engine")
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS), help="only this layout")
    parser.add_argument("--plan", action="append", choices=sample_names(), help="only this plan")
    parser.add_argument("--drawn", type=int, default=0, help="so many made-up plans of each layout instead")
    parser.add_argument("--worst", type=int, default=0, help="how many misses of each plan to print")
    parser.add_argument("--keep", type=Path, help="a folder to leave the files in")
    chosen = parser.parse_args()
    measured: list[tuple[str, Score]] = []
    for engine, builder in engines().items():
        if chosen.engine and engine not in chosen.engine:
            continue
        for layout in chosen.layout or LAYOUTS:
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(temporary)
                if chosen.keep:
                    folder = chosen.keep / f"{engine} {layout}"
                    folder.mkdir(parents=True, exist_ok=True)
                if chosen.drawn:
                    print(engine, layout, _drawn(builder, layout, chosen.drawn, folder, chosen.worst), flush=True)
                    continue
                own = list(scores(builder, layout, tuple(chosen.plan or sample_names()), folder))
            measured += [(f"{engine}, {layout}", one) for one in own]
            cells = sum(one.cells_exact for one in own)
            total = sum(one.cells for one in own)
            rows = f"{sum(one.rows_found for one in own)}/{sum(one.rows for one in own)}"
            extra = sum(one.rows_extra for one in own)
            print(f"{engine + ', ' + layout:<36}{rows:>9}{extra:>5}{100 * cells / total:>8.1f}%", flush=True)
            for one in own:
                for miss in one.misses[: chosen.worst]:
                    print(
                        f"  {miss.anchor} {miss.column}\n    wanted: {miss.wanted[:160]}\n    read:   {miss.read[:160]}"
                    )
    print(table(measured) if measured else "")
    exact, total = sum(one.cells_exact for _, one in measured), sum(one.cells for _, one in measured)
    found, printed = sum(one.rows_found for _, one in measured), sum(one.rows for _, one in measured)
    if total:
        print(f"all: rows {found}/{printed} {found / printed:.1%}, cells {exact}/{total} {exact / total:.1%}")


if __name__ == "__main__":
    main()
