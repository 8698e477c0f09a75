"""Sets a printed plan as an HTML page, and its appendices as an .xlsx workbook, cells merged as people merge them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from tests.typeset.source import MOTTO, STT, PrintedAppendix, PrintedPlan, PrintedRow

_ITEM = re.compile(r"- (.*)")


def set_html(plan: PrintedPlan, path: Path) -> None:
    """Write the plan as a page: letterhead in a table without rulings, bullets as lists, headers in two lines."""
    path.write_text(
        f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'></head><body>{''.join(_html(plan))}</body></html>"
    )


def _html(plan: PrintedPlan) -> Iterator[str]:
    left, right = "<br>".join(map(escape, (*plan.issuer, plan.number))), "<br>".join((*MOTTO, escape(plan.dateline)))
    yield f"<nav>Trang chủ | Văn bản</nav><table border=0><tr><td>{left}</td><td>{right}</td></tr></table>"
    yield f"<p><b>KẾ HOẠCH</b></p><p><b>{escape(plan.title)}</b></p>"
    for paragraph in plan.paragraphs:
        item = _ITEM.fullmatch(paragraph.text)
        text = escape(paragraph.text)
        if item:
            yield f"<ul><li>{escape(item[1])}</li></ul>"
        else:
            yield f"<p><strong>{text}</strong></p>" if paragraph.is_heading else f"<p>{text}</p>"
    recipients = "<br>".join(escape(f"- {name};") for name in plan.recipients)
    signature = f"{escape(plan.office)}<br>{escape(plan.signer)}"
    yield f"<table><tr><td>Nơi nhận:<br>{recipients}</td><td>{signature}</td></tr></table>"
    for appendix in plan.appendices:
        yield f"<h2>{escape(appendix.heading)}</h2><h3>{escape(appendix.title)}</h3><p>{escape(appendix.note)}</p>"
        yield f"<table border='1'>{''.join(_html_rows(appendix))}</table>"
        yield "".join(f"<p>{escape(note)}</p>" for note in appendix.notes)


def _html_rows(appendix: PrintedAppendix) -> Iterator[str]:
    two = any(column.parent for column in appendix.columns)
    down = " rowspan=2" if two else ""
    upper, lower = f"<th{down}>{STT}</th>", ""
    for parent, run in groupby(appendix.columns, key=lambda column: column.parent):
        columns = list(run)
        if parent:
            upper += f"<th colspan={len(columns)}>{escape(parent)}</th>"
            lower += "".join(f"<th>{escape(column.header)}</th>" for column in columns)
        else:
            upper += "".join(f"<th{down}>{escape(column.header)}</th>" for column in columns)
    yield f"<thead><tr>{upper}</tr>{f'<tr>{lower}</tr>' if two else ''}</thead>"
    for line in appendix.lines:
        if isinstance(line, PrintedRow):
            cells = "".join(f"<td><p>{escape(cell)}</p></td>" for cell in line.cells)
            yield f"<tr><td>{line.stt}</td>{cells}</tr>"
        else:
            yield f"<tr><td>{line.number}</td><td colspan={len(appendix.columns)}><b>{escape(line.title)}</b></td></tr>"


def set_xlsx(plan: PrintedPlan, path: Path) -> None:
    """Write the appendices as a workbook, one a sheet: titles merged over the table, budgets as formatted numbers."""
    workbook = Workbook()
    for index, appendix in enumerate(plan.appendices):
        sheet = workbook.active if index == 0 else workbook.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = f"PL{appendix.label}"
        _fill(sheet, appendix)
    workbook.save(path)


def _fill(sheet: Worksheet, appendix: PrintedAppendix) -> None:
    width = len(appendix.columns) + 1
    for text in (appendix.heading, appendix.title, appendix.note):
        sheet.append([text])
        sheet.merge_cells(start_row=sheet.max_row, start_column=1, end_row=sheet.max_row, end_column=width)
    top = sheet.max_row + 1
    two = any(column.parent for column in appendix.columns)
    sheet.append([STT, *(column.parent or column.header for column in appendix.columns)])
    if two:
        sheet.append(["", *(column.header if column.parent else "" for column in appendix.columns)])
        at = 1
        for parent, run in groupby([None, *(column.parent for column in appendix.columns)]):
            count = len(list(run))
            if parent:
                sheet.merge_cells(start_row=top, start_column=at, end_row=top, end_column=at + count - 1)
            else:
                for column in range(at, at + count):
                    sheet.merge_cells(start_row=top, start_column=column, end_row=top + 1, end_column=column)
            at += count
    for cell in sheet[top]:
        cell.font = Font(bold=True)
    for line in appendix.lines:
        if isinstance(line, PrintedRow):
            sheet.append([int(line.stt) if line.stt.isdigit() else line.stt, *map(_value, line.cells)])
            for cell in sheet[sheet.max_row][1:]:
                if isinstance(cell.value, int):
                    cell.number_format = "#,##0"
                elif isinstance(cell.value, float):
                    cell.number_format = "0%"
        else:
            sheet.append([line.number, line.title])
    for note in appendix.notes:
        sheet.append([])
        sheet.append([note])


def _value(text: str) -> str | int | float:
    """A cell's text as the number that Excel would have made of it."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return int(text.replace(".", ""))
    return int(text[:-1]) / 100 if re.fullmatch(r"\d{1,3}%", text) else text
