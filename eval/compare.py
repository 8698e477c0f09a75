"""What got better and what got worse between two runs of the same questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from eval.results import Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """Questions by id, in the order of the new run; those asked alike in both runs are paired."""

    better: tuple[str, ...]
    worse: tuple[str, ...]
    both_right: int
    both_wrong: int
    p_value: float
    """McNemar's exact test, two-sided: how likely so uneven a split of the changes is if both runs are equally good."""
    only_new: tuple[str, ...]
    only_old: tuple[str, ...]
    changed: tuple[str, ...]
    """In both runs under one id, but the question, its facts or its citations are not the same."""


def compare(old: Sequence[Result], new: Sequence[Result]) -> Comparison:
    """The paired comparison of two runs."""
    before = {result.question.id: result for result in old}
    after = {result.question.id: result for result in new}
    shared = [question_id for question_id in after if question_id in before]
    same = [question_id for question_id in shared if before[question_id].question == after[question_id].question]
    changes = [(one, before[one].score.right, after[one].score.right) for one in same]
    better = tuple(one for one, was, now in changes if now and not was)
    worse = tuple(one for one, was, now in changes if was and not now)
    return Comparison(
        better=better,
        worse=worse,
        both_right=sum(was and now for _, was, now in changes),
        both_wrong=sum(not was and not now for _, was, now in changes),
        p_value=mcnemar(len(better), len(worse)),
        only_new=tuple(one for one in after if one not in before),
        only_old=tuple(one for one in before if one not in after),
        changed=tuple(one for one in shared if one not in set(same)),
    )


def mcnemar(better: int, worse: int) -> float:
    """The p-value of McNemar's exact test (the binomial one) for the two counts of questions that changed."""
    changed = better + worse
    return float(binomtest(better, changed, 0.5).pvalue) if changed else 1.0
