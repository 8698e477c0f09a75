"""Whether search finds the rows and sections that the questions list, by the measures of ir-measures (trec_eval)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, ScoredDoc, nDCG

from eval.results import Result

CUTS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Recall:
    """The mean share of a question's listed places that stand among the first `k` found."""

    k: int
    value: float


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Means over the questions that list places and were searched for them."""

    questions: int
    recall: tuple[Recall, ...]
    mrr: float
    """Mean reciprocal rank of the first listed place."""
    ndcg_10: float


def retrieval(results: Sequence[Result]) -> Retrieval | None:
    """The measures of search, None where nothing was searched for."""
    searched = [result for result in results if result.retrieved is not None and result.question.wanted]
    if not searched:
        return None
    wanted = [
        ir_measures.Qrel(result.question.id, address, 1)
        for result in searched
        for address in sorted(result.question.wanted)
    ]
    found = [
        ScoredDoc(result.question.id, address, float(-place))
        for result in searched
        for place, address in enumerate(result.retrieved or ())
    ]
    cuts = [R @ cut for cut in CUTS]
    means = ir_measures.calc_aggregate([*cuts, RR, nDCG @ 10], wanted, found)
    recalls = tuple(Recall(cut, float(means[measure])) for cut, measure in zip(CUTS, cuts, strict=True))
    return Retrieval(len(searched), recalls, float(means[RR]), float(means[nDCG @ 10]))
