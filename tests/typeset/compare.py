"""How much of a plan comes back from a file that was set from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ingest.model import Plan, Row


@dataclass(frozen=True, slots=True)
class Miss:
    """A cell that came back otherwise, or a row that did not (its column is "")."""

    anchor: str
    column: str
    wanted: str
    read: str


@dataclass(slots=True)
class Score:
    """What came back of one plan: rows by their anchor, cells by their column, groups, paragraphs of the prose."""

    name: str
    rows: int = 0
    rows_found: int = 0
    rows_extra: int = 0
    cells: int = 0
    cells_exact: int = 0
    groups: int = 0
    groups_found: int = 0
    prose: int = 0
    prose_found: int = 0
    facts: int = 0
    facts_found: int = 0
    """Number, date, issuer, signer, title: what a plan says of itself."""
    misses: list[Miss] = field(default_factory=list)


def squeezed(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def compare(wanted: Plan, read: Plan, form: Callable[[str], str] = squeezed) -> Score:
    """Hold what was read against what was set; two texts are equal when their `form` is."""
    score = Score(wanted.id)
    _compare_rows(wanted, read, form, score)
    groups = [(group.number, form(group.title)) for appendix in read.appendices for group in appendix.groups]
    for group in (group for appendix in wanted.appendices for group in appendix.groups):
        score.groups += 1
        found = (group.number, form(group.title)) in groups
        score.groups_found += found
        if not found:
            score.misses.append(Miss(f"group {group.number}", "", group.title, ""))
    sections = {(section.path, form(section.text)) for section in read.sections}
    paragraphs = {form(paragraph.text) for section in read.sections for paragraph in section.paragraphs}
    for where, told, ok in _prose(wanted, form, sections, paragraphs):
        score.prose += 1
        score.prose_found += ok
        if not ok:
            score.misses.append(Miss(where, "prose", told, ""))
    for name in ("title", "issuer", "number", "date", "signer", "office"):
        told, found_text = str(getattr(wanted.header, name)), str(getattr(read.header, name))
        if told:
            score.facts += 1
            score.facts_found += form(told) == form(found_text)
            if form(told) != form(found_text):
                score.misses.append(Miss("header", name, told, found_text))
    return score


def _compare_rows(wanted: Plan, read: Plan, form: Callable[[str], str], score: Score) -> None:
    found = {str(row.anchor): row for row in read.rows()}
    for row in wanted.rows():
        cells = _cells(row)
        score.rows += 1
        score.cells += len(cells)
        other = found.pop(str(row.anchor), None)
        if other is None:
            score.misses.append(Miss(str(row.anchor), "", " | ".join(cells.values()), ""))
            continue
        score.rows_found += 1
        theirs = _cells(other)
        for column, text in cells.items():
            same = form(text) == form(theirs.get(column, "\0"))
            score.cells_exact += same
            if not same:
                score.misses.append(Miss(str(row.anchor), column, text, theirs.get(column, "no such column")))
    score.rows_extra = len(found)
    score.misses += [Miss(anchor, "extra", "", " | ".join(_cells(row).values())) for anchor, row in found.items()]


def _cells(row: Row) -> dict[str, str]:
    """Every cell of a row by what it means, the years of a schedule by year, blank ones included."""
    return {**dict(row.fields), **{f"schedule {year}": mark for year, mark in row.schedule.items()}}


def _prose(
    wanted: Plan, form: Callable[[str], str], sections: set[tuple[str, str]], paragraphs: set[str]
) -> Iterator[tuple[str, str, bool]]:
    for section in wanted.sections:
        if section.number:
            yield section.path, section.text, (section.path, form(section.text)) in sections
        for paragraph in section.paragraphs:
            if form(paragraph.text) not in form(wanted.header.title):
                yield section.path, paragraph.text, form(paragraph.text) in paragraphs


def table(scores: Sequence[tuple[str, Score]]) -> str:
    """A line for each of the (engine, score) pairs, as text."""
    lines = [f"{'set by':<24}{'plan':<18}{'rows':>9}{'extra':>7}{'cells':>14}{'groups':>9}{'prose':>10}{'header':>8}"]
    for engine, score in scores:
        cells = f"{score.cells_exact}/{score.cells} {100 * score.cells_exact / max(score.cells, 1):.1f}%"
        lines.append(
            f"{engine:<24}{score.name:<18}{f'{score.rows_found}/{score.rows}':>9}{score.rows_extra:>7}{cells:>14}"
            f"{f'{score.groups_found}/{score.groups}':>9}{f'{score.prose_found}/{score.prose}':>10}"
            f"{f'{score.facts_found}/{score.facts}':>8}"
        )
    return "\n".join(lines)
