"""Answers to which plans say something: "kế hoạch tỉnh nào nhắc đến IPv6", "which of the plans use IoT".

Every plan that says as much of the topic as the best one is told with its own place; the others are not.
"""

from __future__ import annotations

from assistant.answer import Kind
from assistant.conditions import asks_plans
from assistant.outcome import Outcome, Task
from assistant.retriever import Hit
from assistant.sides import state_side

_MOST_PLANS = 8
"""Plans that are searched one by one; of more only those whose passages are found among all."""
_SAYS_IT = 0.6
"""The share of the topic that a plan must say at least."""
_AS_MUCH = 0.9
"""The share of what the best plan says that another must say."""
_OTHER_KINDS = {Kind.COUNT, Kind.SUM, Kind.MAX, Kind.MIN}


def answer_across(task: Task) -> Outcome | None:
    """What each plan says that says the topic; None where a question does not ask which plans do."""
    asked = task.question
    if asked.plans or not asked.parts or asked.filters or asked.header or _OTHER_KINDS & set(asked.kinds):
        return None
    if not asks_plans(asked.text):
        return None
    found = _by_plan(task)
    most = max((hit.coverage for hits in found.values() for hit in hits), default=0.0)
    if most < _SAYS_IT:
        return None
    lines, best = [], 0.0
    for plan, hits in found.items():
        saying = [hit for hit in hits if hit.coverage >= max(_SAYS_IT, _AS_MUCH * most)]
        if saying:
            lines.append(f"- {state_side(task, plan, saying)}")
            best = max(best, *(hit.score for hit in saying))
    return Outcome("\n".join(lines), True, Kind.LIST, best)


def _by_plan(task: Task) -> dict[str, list[Hit]]:
    plans = list(task.shelf.plans)
    if len(plans) <= _MOST_PLANS:
        return task.search.find_in_each(task.question, plans)
    found: dict[str, list[Hit]] = {}
    for hit in task.hits:
        found.setdefault(hit.plan, []).append(hit)
    return found
