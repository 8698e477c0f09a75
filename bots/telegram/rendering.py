"""An answer as pages of Telegram HTML.

A page stays under what Telegram takes of one message (4,096 characters, 100 entities) and, more narrowly, under what is
read at ease on a phone. It is cut between lines, else between words. Under its text stand the sources of the marks on
it. A line that only says how many more rows there are, with a mark for each, is unfolded into one line a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.answer import Answer, Citation
from assistant.replies import shorten
from bots.telegram.library import PlanTask
from bots.telegram.texts import Texts
from ingest.model import Field

MOST_CHARACTERS = 4096
MOST_ENTITIES = 100

_PAGE_CHARACTERS = 2600  # in one page, sources included
_PAGE_ENTITIES = 80
_PAGE_SOURCES = 8
_LINE_CHARACTERS = 700
_MANY_MARKS = 5
_ROW_CHARACTERS = 160
_PIECE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\[(?P<mark>\d{1,4})\]")


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its HTML, and the citations that its marks point at."""

    html: str
    citations: tuple[Citation, ...]


def length(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def render(answer: Answer, tasks: Mapping[str, PlanTask], words: Texts) -> tuple[Page, ...]:
    """The pages of an answer; `tasks` are the rows at hand, by anchor. There is always at least one."""
    cited = {citation.n: citation for citation in answer.citations}
    pages: list[list[str]] = [[]]
    for line in _lines(answer.answer, cited, tasks):
        if pages[-1] and not _fits([*pages[-1], line], cited):
            pages.append([])
        pages[-1].append(line)
    return tuple(_page(lines, cited, number, len(pages), words) for number, lines in enumerate(pages, start=1))


def render_source(citation: Citation, words: Texts) -> Page:
    """The text of a source, with a link to its page."""
    quote = escape(shorten(citation.quote, 3000), quote=False)
    return Page(f"{_source(citation)}\n\n<blockquote>{quote}</blockquote>", (citation,))


def task_line(task: PlanTask) -> str:
    """A row in one line, as the assistant writes markup: its plan, what it is and who leads."""
    lead = task.text(Field.LEAD_UNIT)
    content = shorten(task.text(Field.CONTENT) or task.label, _ROW_CHARACTERS)
    return f"{task.plan_name}: {content}" + (f" ({shorten(lead, _ROW_CHARACTERS)})" if lead else "")


def link(url: str, text: str) -> str:
    """Text as HTML, linked where the address is one that Telegram opens."""
    shown = escape(text, quote=False)
    return f'<a href="{escape(url)}">{shown}</a>' if url.startswith(("http://", "https://")) else shown


def _lines(text: str, cited: Mapping[int, Citation], tasks: Mapping[str, PlanTask]) -> Iterator[str]:
    """The lines of an answer, in the assistant's markup, none of them too long for a page."""
    for line in text.splitlines():
        marks = [int(found["mark"]) for found in _PIECE.finditer(line) if found["mark"]]
        if len(marks) <= _MANY_MARKS:
            yield from _cut(line)
            continue
        if said := _PIECE.sub(lambda found: found[0] if found["bold"] else "", line).rstrip(" :."):
            yield from _cut(f"{said}:")
        for mark in marks:
            citation = cited.get(mark)
            task = tasks.get(citation.anchor) if citation else None
            if citation is not None:
                yield f"- {task_line(task) if task else citation.label} [{mark}]"


def _cut(line: str) -> Iterator[str]:
    """A line in pieces short enough for a page, cut between words; marks and bold text stay whole."""
    while len(line) > _LINE_CHARACTERS:
        at = line.rfind(" ", _LINE_CHARACTERS // 2, _LINE_CHARACTERS)
        at = at if at > 0 else _LINE_CHARACTERS
        for found in _PIECE.finditer(line):
            if found.start() < at < found.end() and found.start() > 0:
                at = found.start()
        yield line[:at].rstrip()
        line = line[at:].lstrip()
    yield line


def _fits(lines: Sequence[str], cited: Mapping[int, Citation]) -> bool:
    marked = _marked(lines, cited)
    characters = sum(length(line) + 1 for line in lines) + sum(length(one.label) + 8 for one in marked)
    entities = sum(1 for line in lines for _ in _PIECE.finditer(line)) + len(marked)
    return characters <= _PAGE_CHARACTERS and entities <= _PAGE_ENTITIES and len(marked) <= _PAGE_SOURCES


def _marked(lines: Sequence[str], cited: Mapping[int, Citation]) -> list[Citation]:
    """The citations that the marks of some lines point at, each once, in their order."""
    marks = dict.fromkeys(int(found["mark"]) for line in lines for found in _PIECE.finditer(line) if found["mark"])
    return [cited[mark] for mark in marks if mark in cited]


def _page(lines: Sequence[str], cited: Mapping[int, Citation], number: int, pages: int, words: Texts) -> Page:
    text = "\n".join(_html(line, cited) for line in lines)
    marked = _marked(lines, cited)
    if marked:
        text += "\n\n" + "\n".join(_source(citation) for citation in marked)
    if pages > 1:
        text += f"\n\n<i>{words.say('page', page=number, pages=pages)}</i>"
    return Page(text, tuple(marked))


def _source(citation: Citation) -> str:
    return f"[{citation.n}] {link(citation.url, citation.label)}"


def _html(line: str, cited: Mapping[int, Citation]) -> str:
    """A line of the assistant's markup as HTML: bold text bold, marks linked, all else escaped."""
    if line.startswith("- "):
        line = f"• {line[2:]}"
    html, end = "", 0
    for found in _PIECE.finditer(line):
        html += escape(line[end : found.start()], quote=False)
        end = found.end()
        if found["bold"]:
            html += f"<b>{escape(found['bold'], quote=False)}</b>"
        else:
            citation = cited.get(int(found["mark"]))
            html += link(citation.url, found[0]) if citation else escape(found[0], quote=False)
    return html + escape(line[end:], quote=False)
