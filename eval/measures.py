"""Sums up the results of a run.

Shares come with Wilson's 95% interval for a binomial proportion (Wilson 1927), which holds for few questions and near
100%. It takes the questions as independent; where one thing is asked in several forms they are not quite, and the true
interval is wider.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from eval.results import Result
from eval.retrieval import Retrieval, retrieval


@dataclass(frozen=True, slots=True)
class Share:
    """`count` of `total`, as a number from 0 to 1 with its 95% interval; all None where there is nothing to count."""

    count: int
    total: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds an answer."""

    p50: float
    p95: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of the questions of one type, form or plan. `right` is None for what cannot cite."""

    name: str
    right: Share | None
    facts: Share


@dataclass(frozen=True, slots=True)
class Refusals:
    """Abstentions as a search for the questions that the plans do not answer."""

    precision: Share
    """Of the abstentions, those where the plans do not say."""
    recall: Share
    """Of the questions that the plans do not answer, those where it abstained."""
    answered: Share
    """Of the questions that the plans answer, those where it did not abstain."""


@dataclass(frozen=True, slots=True)
class Citations:
    """The places cited, over all questions together."""

    precision: Share
    """Of the places cited, those that were wanted."""
    recall: Share
    """Of the places wanted, those that were cited."""


@dataclass(frozen=True, slots=True)
class Measures:
    """Everything that is said of a run. What takes citations is None for a subject that has none."""

    questions: int
    failures: int
    """Questions at which an exception came instead of an answer."""
    right: Share | None
    exact: Share | None
    facts: Share
    """Of the questions that the plans answer, those whose answer holds every fact."""
    citations: Citations | None
    refusals: Refusals
    retrieval: Retrieval | None
    latency: Latency | None
    by_type: tuple[Group, ...]
    by_form: tuple[Group, ...]
    by_plan: tuple[Group, ...]
    """A question about several plans counts for each; one about none stands under ""."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The measures of one writer."""

    supported: Share
    """Of the sentences written, those that their evidence supports."""
    worded: Share
    """Of the questions, those whose answer is in the words of a model."""
    tokens_in: int
    tokens_out: int
    outcomes: Mapping[str, int]
    """How often the model was used, and why not where it was not."""


def measure(results: Sequence[Result], cites: bool = True) -> Measures:
    """The measures of a run; `cites` is False for a subject that has no citations."""
    return Measures(
        questions=len(results),
        failures=sum(bool(result.given.failure) for result in results),
        right=share(result.score.right for result in results) if cites else None,
        exact=share(result.score.exact for result in results) if cites else None,
        facts=_facts(results),
        citations=_citations(results) if cites else None,
        refusals=_refusals(results),
        retrieval=retrieval(results),
        latency=_latency(results),
        by_type=_groups(results, lambda result: (result.question.type,), cites),
        by_form=_groups(results, lambda result: (result.question.form.value,), cites),
        by_plan=_groups(results, lambda result: result.question.about or ("",), cites),
    )


def share(hits: Iterable[bool]) -> Share:
    """How many of `hits` are true."""
    counted = list(hits)
    return share_of(sum(counted), len(counted))


def share_of(count: int, total: int) -> Share:
    """`count` of `total`."""
    if not total:
        return Share(0, 0, None, None, None)
    interval = binomtest(count, total).proportion_ci(0.95, method="wilson")
    return Share(count, total, count / total, float(interval.low), float(interval.high))


def _facts(results: Iterable[Result]) -> Share:
    return share(result.score.facts_found for result in results if result.question.answerable)


def _citations(results: Sequence[Result]) -> Citations:
    matched = sum(len(result.question.wanted & result.given.cited) for result in results)
    given = sum(len(result.given.cited) for result in results)
    wanted = sum(len(result.question.wanted) for result in results)
    return Citations(share_of(matched, given), share_of(matched, wanted))


def _refusals(results: Sequence[Result]) -> Refusals:
    sound = [result for result in results if not result.given.failure]
    return Refusals(
        precision=share(not result.question.answerable for result in sound if not result.given.answerable),
        recall=share(refused(result) for result in results if not result.question.answerable),
        answered=share(result.given.answerable for result in results if result.question.answerable),
    )


def refused(result: Result) -> bool:
    """Whether it abstained; an exception is no abstention."""
    return not result.given.answerable and not result.given.failure


def _latency(results: Sequence[Result]) -> Latency | None:
    if not results:
        return None
    p50, p95, slowest = np.percentile([result.milliseconds for result in results], (50, 95, 100))
    return Latency(float(p50), float(p95), float(slowest))


def _groups(results: Sequence[Result], names: Callable[[Result], Sequence[str]], cites: bool) -> tuple[Group, ...]:
    grouped: dict[str, list[Result]] = {}
    for result in results:
        for name in names(result):
            grouped.setdefault(name, []).append(result)
    return tuple(
        Group(name, share(one.score.right for one in members) if cites else None, _facts(members))
        for name, members in sorted(grouped.items())
    )
