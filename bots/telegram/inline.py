"""Inline mode: rows of the plans, and the answer to a question, to be shared in any chat."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from html import escape

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from assistant.answer import Answer
from assistant.replies import shorten
from bots.telegram.library import PlanLibrary, PlanTask
from bots.telegram.rendering import link, render
from bots.telegram.texts import Texts
from ingest.model import Field
from ingest.vietnamese import words

MOST = 20
"""Results in one page; Telegram asks for the next by an offset."""

_LONGEST = 200  # characters of a query that are read
_CHARACTERS = 900  # of one cell in what is shared
_LINES = ((Field.LEAD_UNIT, "lead"), (Field.COORDINATING_UNITS, "coordinating"), (Field.DEADLINE, "deadline"))


def results(library: PlanLibrary, query: str, offset: str, said: Texts) -> tuple[list[InlineQueryResultArticle], str]:
    """The results for what was typed, and the offset of the next page, "" where there is none.

    First the answer, where the plans answer it, and the rows it cites; then the rows in which all words stand.
    """
    typed = query.strip()[:_LONGEST]
    if not typed:
        return [], ""
    first = int(offset) if offset.isdecimal() and len(offset) < 6 else 0
    answer = library.ask(typed, (), (), said.language)
    found = dict(library.tasks_at([one.anchor for one in answer.citations if answer.answerable]))
    wanted = frozenset(words(typed))
    found |= {task.anchor: task for task in library.tasks().values() if wanted and wanted <= task.words}
    articles = list(_articles(answer, found.values(), said))
    following = str(first + MOST) if first + MOST < len(articles) else ""
    return articles[first : first + MOST], following


def _articles(answer: Answer, tasks: Iterable[PlanTask], said: Texts) -> Iterator[InlineQueryResultArticle]:
    if answer.answerable:
        page = render(answer, {}, said)[0]
        plain = shorten(answer.answer.replace("**", ""), 200)
        yield _article("answer", f"💬 {said.plain('share_answer')}", plain, page.html)
    for task in tasks:
        lead = task.text(Field.LEAD_UNIT)
        about = " · ".join(part for part in (task.plan_name, lead, task.text(Field.DEADLINE)) if part)
        yield _article(
            task.anchor, shorten(task.text(Field.CONTENT) or task.label, 120), about[:200], _shared(task, said)
        )


def _article(key: str, title: str, description: str, html: str) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=hashlib.sha256(key.encode()).hexdigest()[:32],
        title=title,
        description=description,
        input_message_content=InputTextMessageContent(
            html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )


def _shared(task: PlanTask, said: Texts) -> str:
    """A row as it is shared: what it is, who, with whom, when, and where it stands."""
    lines = [f"<b>{escape(shorten(task.text(Field.CONTENT) or task.label, _CHARACTERS), quote=False)}</b>"]
    for field, name in _LINES:
        if cell := task.text(field):
            lines.append(f"{said.say(name)}: {escape(shorten(cell, _CHARACTERS), quote=False)}")
    return "\n".join((*lines, link(task.url, task.label)))
