"""What abstaining more or less often would give: refusals over a threshold on the confidence of the answers.

At a threshold, everything that abstained anyway, or that was answered with less confidence, counts as a refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.measures import refused
from eval.results import Result

_MOST_POINTS = 101


@dataclass(frozen=True, slots=True)
class Point:
    """The refusals at one threshold; `precision` is None where nothing would be refused."""

    threshold: float
    precision: float | None
    recall: float
    answered: float
    """Of the questions that the plans answer, the share that would be answered."""


def trade_off(results: Sequence[Result]) -> tuple[Point, ...]:
    """The curve, by rising threshold: the confidences of the answers, and one above them all.

    Empty where an answer came without a confidence, or where questions with or without an answer are missing from the
    set. More than a hundred different confidences are thinned out evenly.
    """
    sound = [result for result in results if not result.given.failure]
    answered = [result.given.confidence for result in sound if result.given.answerable]
    confidences = [confidence for confidence in answered if confidence is not None]
    kinds = {result.question.answerable for result in sound}
    if len(confidences) < len(answered) or not confidences or len(kinds) < 2:
        return ()
    steps = np.unique(confidences)
    if len(steps) > _MOST_POINTS:
        steps = steps[np.linspace(0, len(steps) - 1, _MOST_POINTS).round().astype(int)]
    thresholds = [*map(float, steps), float(np.nextafter(steps[-1], np.inf))]
    return tuple(_point(sound, threshold) for threshold in thresholds)


def _point(results: Sequence[Result], threshold: float) -> Point:
    refusals = [result for result in results if refused(result) or (result.given.confidence or 0.0) < threshold]
    rightly = sum(not result.question.answerable for result in refusals)
    unanswerable = sum(not result.question.answerable for result in results)
    answerable = len(results) - unanswerable
    return Point(
        threshold,
        rightly / len(refusals) if refusals else None,
        rightly / unanswerable,
        1 - (len(refusals) - rightly) / answerable,
    )
