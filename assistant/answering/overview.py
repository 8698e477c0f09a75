"""What a plan is, in three lines; and which plans there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answer import Kind
from assistant.answering.headings import purpose_of
from assistant.lexicon.conditions import words_of
from assistant.lexicon.english import vietnamese_of
from assistant.phrasing.patterns import row_nouns
from assistant.plans.library import issuer_name
from assistant.plans.shelf import PlanView
from assistant.telling.outcome import Outcome, Task
from assistant.text.matching import Indexed, Part, Words, coverage, indexed, says
from assistant.understanding.mentions import same_label
from assistant.understanding.titles import names_document
from ingest.model import HEADER, Appendix

_MOST_PLANS = 20
_FEW_PLANS = 3
_NAME_ALONE = 4  # words
_LEFT_OVER = 2  # words
_OF_OTHERS = {"basis", "replaces"}
"""Parts of a header that name other documents: "thay thế những kế hoạch nào" asks for no overview."""
_IN_TITLE = 0.85
"""The share of a part of the topic that a plan's title must say."""


def answer_overview(task: Task) -> Outcome | None:
    """An overview of the plans asked about, or of all there are; None where something narrower is asked."""
    asked = task.question
    if not asked.asks(Kind.OVERVIEW) or _says_topic(task) or (asked.plans and _OF_OTHERS & set(asked.header)):
        return None
    if not asked.plans and asked.filters:
        return None
    plans = [task.shelf.plans[plan] for plan in asked.plans] or list(task.shelf.plans.values())[:_MOST_PLANS]
    lines = [_overview(task, plan, brief=not asked.plans) for plan in plans]
    text = lines[0] if len(lines) == 1 else "\n".join(f"- {line.replace(chr(10), ' ')}" for line in lines)
    return Outcome(text, True, Kind.OVERVIEW, 1.0)


def answer_plan(task: Task) -> Outcome | None:
    """An overview where a question names a plan and, beside words that any plan could be asked with, nothing else:
    "Kế hoạch … tập trung vào điều gì", "what does the 2026 plan of … cover", the plan's name alone."""
    asked = task.question
    wants_rows = asked.kinds and not (asked.kinds == (Kind.LIST,) and asked.parts and not row_nouns(asked.text))
    narrowed = asked.fields or wants_rows or asked.header or asked.filters or asked.appendix or asked.focus
    names_it = len(asked.said) <= _NAME_ALONE or names_document(asked.text)
    if narrowed or asked.asks_number or not (asked.mentions and names_it) or not 1 <= len(asked.plans) <= _FEW_PLANS:
        return None
    titles = [indexed(task.shelf.plans[plan].header.title) for plan in asked.plans]
    if not all(_is_of_any_plan(task, part, titles) for part in asked.parts):
        return None
    return answer_overview(replace(task, question=replace(asked, kinds=(Kind.OVERVIEW,), parts=())))


def _is_of_any_plan(task: Task, part: Part, titles: Sequence[Indexed]) -> bool:
    """Whether a part of the topic is a word that any plan could be asked with, or says again what the titles say."""
    if all(token.plain in words_of("of_any_plan") for token in part.typed or part.phrases[0]):
        return True
    return names_document(task.question.text) and all(_says_again(part, title, task.shelf.words) for title in titles)


def of_years(task: Task, years: Collection[int]) -> Outcome | None:
    """The plans that are for some years; None where there is none."""
    plans = [plan for plan in task.shelf.plans.values() if set(years) & set(plan.header.years)][:_MOST_PLANS]
    lines = [f"- {_overview(task, plan, brief=True)}" for plan in plans]
    return Outcome("\n".join(lines), True, Kind.OVERVIEW, 1.0) if lines else None


def _says_topic(task: Task) -> bool:
    """Whether something narrower is asked than what a plan is about: a word or two left over, and what the titles of
    the plans asked about say, is no topic."""
    shelf, plans = task.shelf, task.question.plans
    titles = [indexed(shelf.plans[plan].header.title) for plan in plans]
    full = [
        part
        for part in task.question.parts
        if part.weight >= 1.0 and not (titles and all(_says_again(part, one, shelf.words) for one in titles))
    ]
    if not task.question.plans:
        return bool(full)
    return any(len(part.phrases) > 1 for part in full) or sum(len(part.phrases[0]) for part in full) > _LEFT_OVER


def _says_again(part: Part, title: Indexed, words: Words) -> bool:
    """Whether a title says a part of a topic, in its words or in those by which the glossary translates an English
    one: "emergency" of "cấp cứu ngoại viện"."""
    if _is_in(part, title) or coverage([part], title, words) >= _IN_TITLE:
        return True
    length, phrases = vietnamese_of(part.typed, 0) if part.typed else (0, ())
    return length == len(part.typed) > 0 and any(says(phrase, title) for phrase in phrases)


def _is_in(part: Part, title: Indexed) -> bool:
    """Whether a title has all words of a term, wherever: "mua sắm thuốc" in "Mua sắm tập trung thuốc, thiết bị"."""
    return len(part.typed) > 1 and all(token.plain in title.words for token in part.typed)


def _overview(task: Task, plan: PlanView, brief: bool) -> str:
    words, header = task.words, plan.header
    mark = task.book.section(plan.id, HEADER, header.title)
    if brief:
        return f"{task.shelf.names[plan.id]}: {header.title} {mark}"
    label = task.question.appendix
    if label and (chosen := [one for one in plan.appendices if same_label(label, one.label)]):
        return " ".join(appendix_named(task, plan, one) for one in chosen)
    parts = [section.text for section in plan.sections if section.number and "." not in section.path]
    printed = [one for one in plan.appendices if not one.is_prose]
    numbers = words.say(
        "overview_numbers",
        sections="; ".join(parts),
        rows=sum(len(one.rows) for one in printed),
        appendices="; ".join(_appendix_name(one) for one in printed),
    )
    signer = f" {words.header['signer'].capitalize()}: {header.signer}." if header.signer else ""
    told = f"{words.say('overview', title=header.title, issuer=issuer_name(plan), numbers=numbers)}{signer} {mark}"
    purpose = purpose_of(task, plan.id)
    return f"{told}\n{purpose}" if purpose else told


def _appendix_name(appendix: Appendix) -> str:
    return f"{appendix.label} {appendix.title} ({len(appendix.rows)})".strip()


def appendix_named(task: Task, plan: PlanView, appendix: Appendix) -> str:
    groups = "; ".join(group.name for group in appendix.groups)
    mark = task.book.section(plan.id, HEADER, plan.header.title)
    text = f"{task.shelf.names[plan.id]}, {task.words.say('appendix')} {_appendix_name(appendix)}"
    return f"{text}: {groups} {mark}" if groups else f"{text} {mark}"
