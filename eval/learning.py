"""Learns the ranking of `assistant/search/ranking.py` from questions with their answers: `python -m eval.learn`.

Each question gives the passages found for it, their signs, and which of them it lists. The order is fitted to the
listwise likelihood of the listed passages, by Adam; how sure the first one answers by logistic regression (Newton's
method) on the questions, each with its first passage by an order that was learned without it (five folds), so that the
second model sees the first as unseen questions do. Both are held small by a square penalty on standardised signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.search.ranking import Asked, Lead, Signs, lead_of, matrix
from assistant.search.retriever import Candidate
from assistant.understanding.question import Question as Understood
from eval.questions import Question, address

Matrix = NDArray[np.float64]

_TYPES = {"lookup", "passage", "followup", "definition", "existence", "unanswerable", "abstain", "vague", "crossplan"}
"""Types of questions that a passage or a row answers by itself."""
_FOLDS = 5
_STEPS, _RATE = 400, 0.05
_ORDER_PENALTY, _SURE_PENALTY = 1e-3, 3.0


class Finds(Protocol):
    """What is learned from."""

    def candidates(self, question: str, history: Sequence[str] = ()) -> tuple[Understood, list[Candidate]]:
        """A question as understood, and the passages found for it."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the signs of the passages found, which of them it lists, and what matters of the question."""

    signs: Matrix
    plans: tuple[str, ...]
    """Of which plan each passage is."""
    listed: NDArray[np.bool_]
    asked: Asked
    says_nothing: bool
    """Whether the plans do not say, and not even a blank cell is listed."""


@dataclass(frozen=True, slots=True)
class Learned:
    """The weights of both models by the names of their signs, and what they do on questions not learned from."""

    order: Mapping[str, float]
    sure: Mapping[str, float]
    bias: float
    first: float
    """The share of questions whose first passage is a listed one, each ranked by a model that had not seen it."""
    examples: int


def examples_of(questions: Iterable[Question], assistant: Finds) -> list[Example]:
    """The examples that some questions give; those that no passage was found for are left out."""
    examples = []
    for question in questions:
        if question.type not in _TYPES:
            continue
        asked, found = assistant.candidates(question.question, question.history)
        if not asked.parts or not found:
            continue
        wanted = question.wanted
        listed = np.array([_address(one) in wanted for one in found])
        matter = Asked(bool(asked.fields), bool(asked.plans), asked.english, len(asked.parts))
        signs = matrix([one.signs for one in found])
        plans = tuple(one.passage.anchor.plan for one in found)
        examples.append(Example(signs, plans, listed, matter, not question.answerable and not wanted))
    return examples


def _address(found: Candidate) -> str:
    anchor = found.passage.anchor
    if anchor.section is not None:
        return address(anchor.plan, None, None, None, anchor.section)
    return address(anchor.plan, anchor.appendix, anchor.group, anchor.stt, None)


def learn(examples: Sequence[Example]) -> Learned:
    """Both models. Raises ValueError where no question lists a passage that was found."""
    leads, right = [], []
    firsts = []
    for fold in range(_FOLDS):
        order = _order([one for at, one in enumerate(examples) if at % _FOLDS != fold])
        for one in examples[fold::_FOLDS]:
            ranks = one.signs @ order
            leads.append(astuple(lead_of(one.signs, ranks, one.plans, one.asked)))
            right.append(bool(one.listed[int(np.argmax(ranks))]))
            if one.listed.any():
                firsts.append(right[-1])
    weights, bias = _logistic(np.array(leads), np.array(right, dtype=np.float64))
    order = _order(examples)
    return Learned(
        dict(zip((one.name for one in fields(Signs)), map(float, order), strict=True)),
        dict(zip((one.name for one in fields(Lead)), map(float, weights), strict=True)),
        bias,
        float(np.mean(firsts)),
        len(examples),
    )


def _order(examples: Sequence[Example]) -> Matrix:
    """The weights of the listwise model, for signs as they are."""
    used = [one for one in examples if one.listed.any()]
    if not used:
        raise ValueError("no question lists a passage that was found")
    everything = np.vstack([one.signs for one in used])
    mean, spread = everything.mean(0), everything.std(0) + 1e-6
    lists = [((one.signs - mean) / spread, one.listed / one.listed.sum()) for one in used]
    weights = np.zeros(everything.shape[1])
    slow, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        gradient = _ORDER_PENALTY * weights
        for signs, wanted in lists:
            ranks = signs @ weights
            likelihood = np.exp(ranks - ranks.max())
            gradient += signs.T @ (likelihood / likelihood.sum() - wanted) / len(lists)
        slow = 0.9 * slow + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = _RATE * (slow / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        weights = weights - rate
    return np.asarray(weights / spread)


def _logistic(signs: Matrix, right: Matrix) -> tuple[Matrix, float]:
    """The weights and the bias of the logistic regression, for signs as they are."""
    mean, spread = signs.mean(0), signs.std(0) + 1e-6
    design = np.hstack([(signs - mean) / spread, np.ones((len(signs), 1))])
    penalty = _SURE_PENALTY * np.diag([1.0] * signs.shape[1] + [0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(30):
        likelihood = 1.0 / (1.0 + np.exp(-design @ weights))
        gradient = design.T @ (likelihood - right) + penalty @ weights
        curve = (design.T * (likelihood * (1 - likelihood))) @ design + penalty
        weights = weights - np.linalg.solve(curve, gradient)
    plain = weights[:-1] / spread
    return plain, float(weights[-1] - plain @ mean)


def write(learned: Learned, sets: Sequence[Path], path: Path) -> None:
    """Write the weights as the assistant reads them."""
    names = ", ".join(str(one) for one in sets)
    lines = [
        "# The models of `assistant/search/ranking.py`, weight by sign. "
        "Written by `python -m eval.learn`; not to be edited.",
        f"# Learned from {learned.examples} questions: {names}.",
        f"# First passage right, each question ranked by a model that had not seen it: {learned.first:.1%}.",
        f"bias = {learned.bias:.6f}",
    ]
    for title, weights in (("order", learned.order), ("sure", learned.sure)):
        lines += ["", f"[{title}]", *(f"{name} = {weight:.6f}" for name, weight in weights.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
