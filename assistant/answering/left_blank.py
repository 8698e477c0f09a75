"""Which plans leave a part of their header blank: "kế hoạch nào chưa ghi số", "which plans have no date of issue"."""

from __future__ import annotations

from assistant.answer import Kind
from assistant.answering.header import header_mark, header_value
from assistant.lexicon.conditions import condition_patterns, words_of
from assistant.lexicon.spelling import lowered
from assistant.telling.outcome import Outcome, Task

_ASKED = {"number": "no_number", "date": "no_date", "signer": "no_signer"}
"""The lists of the lexicon that ask which plans lack a part of the header."""
_MOST_PLANS = 40


def answer_left_blank(task: Task) -> Outcome | None:
    """The plans that leave a part of their header blank, each cited, or that none does; None where a question does not
    ask that, or asks it of more plans than are looked up."""
    asked = task.question
    plans = asked.plans or tuple(task.shelf.plans)
    part = next((part for part, name in _ASKED.items() if _asks(task, name)), "")
    if not part or len(plans) > _MOST_PLANS:
        return None
    blank = [plan for plan in plans if not header_value(task.shelf.plans[plan], part)]
    told = ", ".join(
        f"**{task.shelf.names[plan]}** {header_mark(task, task.shelf.plans[plan])}" for plan in blank or plans
    )
    text = task.words.say("plans_blank" if blank else "none_blank", what=task.words.header[part], plans=told)
    return Outcome(text, True, Kind.HEADER, 1.0)


def _asks(task: Task, name: str) -> bool:
    """Whether a question asks which plans lack it, and nothing beside."""
    asked = task.question
    if asked.appendix or not condition_patterns()[name].search(lowered(asked.likely)):
        return False
    return words_of(name).issuperset(asked.words)
