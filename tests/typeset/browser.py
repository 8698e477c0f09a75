"""Sets a printed plan as a PDF with a browser: the plan as a page of HTML, printed by headless Chromium."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from tests.typeset.source import MOTTO, PrintedAppendix, PrintedGroup, PrintedPlan
from tests.typeset.style import GroupForm, Rules, Style

_CSS = """
@page { size: A4 portrait; margin: 2cm 1.5cm 2cm 2.5cm; %(numbers)s }
@page table { size: A4 %(orientation)s }
@page :first { @top-center { content: none } }
body { font: 14pt 'Liberation Serif', serif; text-align: justify; margin: 0 }
p { margin: 0 0 4pt; text-indent: 1.27cm }
.centred, .centred p { text-align: center; text-indent: 0; font-weight: bold }
.side p, .plain { text-indent: 0 }
table.layout { width: 100%%; border-collapse: collapse }
table.layout td { vertical-align: top }
table.tasks { width: 100%%; border-collapse: collapse; font-size: %(size)spt }
table.tasks td, table.tasks th { %(border)s; padding: 3pt %(padding)spt; text-align: left; vertical-align: %(align)s }
table.tasks th { text-align: center }
%(more)s
.appendix { page: table; break-before: page }
"""
_MORE = {
    Rules.HEAD: "table.tasks thead { border-top: 1pt solid; border-bottom: 0.5pt solid }"
    "table.tasks { border-bottom: 1pt solid }",
    Rules.SHADED: "body { print-color-adjust: exact } table.tasks th { background: #ccc }"
    " table.tasks tr:nth-child(even) td { background: #f2f2f2 }",
}


def browser() -> str | None:
    """The command of a Chromium on this machine, None where there is none."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


def set_plan(plan: PrintedPlan, path: Path, style: Style | None = None) -> None:
    """Write the plan as a PDF file. Raises FileNotFoundError without a Chromium, CalledProcessError when it fails."""
    print_html(page(plan, style or Style()), path)


def print_html(html: str, path: Path) -> None:
    """Print a page of HTML to a PDF file."""
    command = browser()
    if command is None:
        raise FileNotFoundError("no chromium on this machine; install Debian's package chromium")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "plan.html"
        source.write_text(html, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
        options += ["--no-pdf-header-footer", f"--print-to-pdf={path}", source.as_uri()]
        subprocess.run([command, *options], check=True, capture_output=True, timeout=120)


def page(plan: PrintedPlan, style: Style) -> str:
    """The plan as HTML."""
    border = dict.fromkeys((Rules.NONE, Rules.HEAD, Rules.SHADED), "border: none")
    border[Rules.LEVEL] = "border-top: 0.5pt solid; border-bottom: 0.5pt solid"
    css = _CSS % {
        "numbers": "@top-center { content: counter(page) }" if style.page_numbers else "",
        "orientation": "landscape" if style.landscape else "portrait",
        "size": style.size,
        "padding": style.padding / 2,
        "more": _MORE.get(style.rules, ""),
        "border": border.get(style.rules, "border: 0.5pt solid black"),
        "align": "middle" if style.centred else "top",
    }
    body = "\n".join([*_front(plan), *(part for appendix in plan.appendices for part in _appendix(appendix, style))])
    return f"<!doctype html><html lang=vi><meta charset=utf-8><style>{css}</style><body>{body}"


def _front(plan: PrintedPlan) -> Iterator[str]:
    left = (
        "".join(f"<p>{escape(line)}" for line in plan.issuer) + f"<p style='font-weight:normal'>{escape(plan.number)}"
    )
    right = "".join(f"<p>{escape(line)}" for line in MOTTO) + f"<p><i>{escape(plan.dateline)}</i>"
    yield f"<table class='layout centred'><tr><td width=40%>{left}<td>{right}</table><br>"
    yield f"<div class=centred><p>KẾ HOẠCH<p>{escape(plan.title)}</div><br>"
    for paragraph in plan.paragraphs:
        text = escape(paragraph.text)
        yield f"<p>{f'<b>{text}</b>' if paragraph.is_heading else text}"
    recipients = "".join(f"<p>- {escape(name)};" for name in plan.recipients)
    yield "<table class='layout side'><tr><td width=50% style='font-size:11pt'><p><b><i>Nơi nhận:</i></b>" + recipients
    yield f"<td class=centred><p>{escape(plan.office)}<br><br><br><br><p>{escape(plan.signer)}</table>"


def _appendix(appendix: PrintedAppendix, style: Style) -> Iterator[str]:
    yield f"<div class=appendix><div class=centred><p>{escape(appendix.heading)}<p>{escape(appendix.title)}"
    yield f"<p style='font-weight:normal'><i>{escape(appendix.note)}</i></div>"
    yield f"<table class=tasks>{''.join(_header(appendix, style))}<tbody>"
    width = len(appendix.columns)
    for line in appendix.lines:
        if isinstance(line, PrintedGroup):
            yield _group(line, width, style)
        else:
            yield f"<tr><td>{escape(line.stt)}" + "".join(f"<td>{escape(cell)}" for cell in line.cells)
    yield "</table>" + "".join(f"<p class=plain>{escape(note)}" for note in appendix.notes) + "</div>"


def _header(appendix: PrintedAppendix, style: Style) -> Iterator[str]:
    columns = appendix.columns
    two = any(column.parent for column in columns)
    down = " rowspan=2" if two else ""
    yield f"<{'thead' if style.repeats_header else 'tbody'}><tr><th{down}>{escape(appendix.stt)}"
    for parent, run in groupby(columns, key=lambda column: column.parent):
        under = list(run)
        if parent:
            yield f"<th colspan={len(under)}>{escape(parent)}"
        else:
            yield from (f"<th{down}>{escape(column.header)}" for column in under)
    if two:
        yield "<tr>" + "".join(f"<th>{escape(column.header)}" for column in columns if column.parent)
    if style.column_numbers:
        yield "<tr>" + "".join(f"<th>({at})" for at in range(1, len(columns) + 2))


def _group(group: PrintedGroup, width: int, style: Style) -> str:
    number, title = escape(group.number), escape(group.title)
    if style.group_form is GroupForm.WHOLE:
        text = f"{number}. {title}" if number else title
        return f"<tr><td colspan={width + 1}><b>{text}</b>"
    if style.group_form is GroupForm.TITLE:
        return f"<tr><td><b>{number}</b><td colspan={width}><b>{title}</b>"
    return f"<tr><td><b>{number}</b><td><b>{title}</b>" + "<td>" * (width - 1)
