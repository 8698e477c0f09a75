"""What stands under a heading that a question names and nothing else: "mục tiêu chung của kế hoạch … là gì".

The words of such headings, "mục tiêu", "yêu cầu", "tổ chức thực hiện", say nothing of a topic elsewhere, so search
would look for nothing. Here the section is found by its heading, and told with all that stands under it.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace

from assistant.answer import Kind
from assistant.lexicon.conditions import words_of
from assistant.lexicon.headings import Headings, heading_words, money_headings, purpose_headings
from assistant.phrasing.wishes import asks_money_source
from assistant.plans.shelf import Shelf
from assistant.replies import shorten
from assistant.telling.outcome import Outcome, Task
from ingest.model import Field, Passage

_MOST_PLANS = 8
_FEW = 8
_MOST = 14
"""Paragraphs told of one plan."""
_FULL, _BRIEF = 560, 220
"""Characters told of each: where there are few, and where there are more."""
_LONGEST = 18  # words of a heading
_LONGEST_TITLED = 32  # words of one that says the plan's title again


def answer_heading(task: Task) -> Outcome | None:
    """What stands under the heading that a question names, plan by plan; None where it names none, or where no plan
    that it is about has such a heading."""
    asked, shelf = task.question, task.shelf
    if not asked.heading or not asked.plans or len(asked.plans) > _MOST_PLANS:
        return None
    told = [line for plan in asked.plans for line in _of_plan(task, plan)]
    if not told or not all(_paths(shelf, plan, asked.heading) for plan in asked.plans):
        return None
    return Outcome("\n".join(told), True, Kind.PASSAGE, 1.0)


def answer_unnamed(task: Task) -> Outcome | None:
    """What a question gets that names a part of a plan and no plan: where the money comes from in each that says so;
    for any other heading the question back which plan is meant, of those that have it."""
    asked, shelf = task.question, task.shelf
    if asked.plans or asked.mentions or asked.parts or asked.filters or asked.context or asked.kinds or asked.header:
        return None
    of_money = asked.fields == (Field.BUDGET,) and asks_money_source(asked.likely)
    heading = money_headings() if of_money else () if asked.fields else asked.heading
    having = [plan for plan in shelf.plans if heading and _paths(shelf, plan, heading)]
    if not having or len(having) > _MOST_PLANS:
        return None
    if of_money:
        each = replace(task, question=replace(asked, heading=heading))
        return Outcome("\n".join(line for plan in having for line in _of_plan(each, plan)), True, Kind.PASSAGE, 1.0)
    names = ", ".join(shelf.names[plan] for plan in having)
    return Outcome(task.words.say("which_plan", plans=names), False, Kind.CLARIFY)


def purpose_of(task: Task, plan: str) -> str:
    """What a plan is for, under the heading that says so and with its mark: the first paragraph there; "" where no
    heading does."""
    shelf = task.shelf
    for path in _paths(shelf, plan, purpose_headings())[:1]:
        told = [one for one in shelf.passages_under(plan, path) if not _is_title(one, shelf)]
        title = shelf.title_over(plan, path).strip(" .:;")
        for one in told[:1]:
            return f"“{title}”: {shorten(one.text.lstrip('-+ ').rstrip(' ;'), _FULL)} {task.book.passage(one)}"
    return ""


def _of_plan(task: Task, plan: str) -> Iterator[str]:
    """The lines told of a plan: its headings, and under each the paragraphs with their marks."""
    for path in _paths(task.shelf, plan, task.question.heading):
        under = task.shelf.passages_under(plan, path)
        own, title = task.shelf.section_texts(plan)[path], task.shelf.title_over(plan, path)
        under = [one for one in under if title or one.text.strip() != own.strip()] or under
        titled = [one for one in under if not _is_title(one, task.shelf)] or under
        longest = _FULL if len(titled) <= _FEW else _BRIEF
        title = (title or own).strip(" .:;")
        yield f"{task.words.say('passages', plan=task.shelf.names[plan])} “{title}”"
        for one in titled[:_MOST]:
            said = shorten(one.text.lstrip("-+ "), longest)
            yield f"- {_headed(one, path, task.shelf)}{said} {task.book.passage(one)}"


def _paths(shelf: Shelf, plan: str, heading: Headings) -> list[str]:
    """The sections whose heading is what the likeliest line of `heading` that a plan has says; none under another."""
    texts = {path: heading_words(text) for path, text in shelf.section_texts(plan).items() if path}
    titles = {path: words for path, words in texts.items() if 0 < len(words) <= _LONGEST}
    of_plan = frozenset(heading_words(shelf.plans[plan].header.title))
    for line in heading:
        if found := [path for path, words in titles.items() if words in line]:
            break
        if found := [path for path, words in texts.items() if any(_begins(words, one, of_plan) for one in line)]:
            break
    else:
        return []
    return [path for path in found if not any(path.startswith(f"{other}.") for other in found)]


def _begins(title: tuple[str, ...], named: tuple[str, ...], of_plan: Set[str]) -> bool:
    """Whether a heading says no more beside what is named than until when, "Mục tiêu cụ thể đến năm 2029", or what the
    plan's title says, "Kết quả chuyển đổi số ngành Y tế giai đoạn 2021-2025"."""
    known = of_plan | words_of("stage") | set(named)
    if len(title) > _LONGEST_TITLED:
        return False
    return title[: len(named)] == named and all(word.isdigit() or word in known for word in title[len(named) :])


def _is_title(passage: Passage, shelf: Shelf) -> bool:
    """Whether a passage is only the heading of others."""
    title = shelf.section_texts(passage.anchor.plan).get(passage.anchor.section or "", "")
    return bool(title) and heading_words(passage.text) == heading_words(title) and len(title.split()) <= _LONGEST


def _headed(passage: Passage, path: str, shelf: Shelf) -> str:
    """The heading of a section under the one told, before its paragraph; "" where it stands under that itself."""
    section = passage.anchor.section or ""
    title = shelf.title_over(passage.anchor.plan, section).strip(" .:;") if section != path else ""
    above = shelf.title_over(passage.anchor.plan, path).strip(" .:;")
    return "" if not title or title == above or title in passage.text else f"“{title}” – "
