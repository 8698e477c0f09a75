"""Checks a set of questions against the plans.

Every citation must name a row or a section that the plans have, every fact must stand in what is cited, every count,
sum and extreme must come out of the rows again, and the two halves must be split by the rule and hold no twins. A
problem is reported by the id of its question alone, so that a run tells nothing about the kept half.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from eval.question_checks.evidence import Evidence, holds, row_key
from eval.question_checks.recount import Recount, read_recounts, recount_problems
from eval.questions import Question, read_questions
from ingest.model import HEADER
from ingest.vietnamese import words

HALVES = ("open", "kept")
TYPES = (
    *("lookup", "list", "count", "sum", "max", "min", "compare", "overview", "passage", "header", "definition"),
    *("existence", "followup", "crossplan", "unanswerable", "vague"),
)
SPLIT_SALT = "plan-questions-11443"
TWIN_SHARE = 0.7
"""Two questions are twins when they share this part of the words of both."""

_ECHO_ALLOWED = ("vague", "existence", "followup", "overview", "compare", "crossplan", "definition")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Both halves and the recounts of both."""

    halves: Mapping[str, Sequence[Question]]
    recounts: Sequence[Recount]

    @property
    def questions(self) -> list[Question]:
        """The questions of both halves."""
        return [question for half in self.halves.values() for question in half]


def half_of(name: str) -> str:
    """The half that the split rule puts a question in: by a bit of a hash of its family, the "q014" of "q014-2"."""
    family = name.partition("-")[0]
    digest = hashlib.sha256(f"{SPLIT_SALT}:{family}".encode()).digest()
    return HALVES[digest[0] % 2]


def read_set(folder: Path) -> QuestionSet:
    """The question set of a folder. Raises EvalError for what cannot be read."""
    halves = {half: read_questions([folder / f"{half}.jsonl"]) for half in HALVES}
    recounts = [recount for half in HALVES for recount in read_recounts(folder / "recounts" / f"{half}.jsonl")]
    return QuestionSet(halves, recounts)


def id_problems(questions: Iterable[Question]) -> list[str]:
    """Ids that are given twice."""
    counts = Counter(question.id for question in questions)
    return [f"{name}: given {count} times" for name, count in counts.items() if count > 1]


def shape_problems(question: Question) -> list[str]:
    """Parts of a question that do not go together."""
    problems = []
    if question.answerable and not question.facts:
        problems.append(f"{question.id}: answerable, but without facts")
    if not question.answerable and question.facts:
        problems.append(f"{question.id}: unanswerable, but with facts")
    if question.type == "unanswerable" and question.answerable:
        problems.append(f"{question.id}: of type unanswerable, but answerable")
    if question.type == "followup" and not question.history:
        problems.append(f"{question.id}: a follow-up without earlier questions")
    if question.type not in TYPES:
        problems.append(f"{question.id}: of an unknown type")
    if question.type not in _ECHO_ALLOWED:
        echoed = [fact for fact in question.facts if holds(question.question, fact)]
        if question.facts and len(echoed) == len(question.facts):
            problems.append(f"{question.id}: its own words hold every fact, so an echo would pass")
    return problems


def citation_problems(question: Question, evidence: Evidence) -> list[str]:
    """Citations that the plans do not have, and plans that the question is not said to be about."""
    problems = [
        f"{question.id}: the plans have no {citation.address}"
        for citation in question.citations
        if evidence.text(citation) is None
    ]
    outside = {citation.plan for citation in question.citations} - set(question.plans)
    return problems + [f"{question.id}: cites {plan}, which is not among its plans" for plan in sorted(outside)]


def fact_problems(question: Question, evidence: Evidence, computed: bool) -> list[str]:
    """Facts that stand nowhere in what is cited; a blank cell's row must have a blank cell."""
    if not question.citations:
        return []
    if not question.answerable:
        rows = [evidence.rows.get(row_key(citation)) for citation in question.citations]
        full = [row for row in rows if row and all(cell.strip() for cell in row.fields.values())]
        return [f"{question.id}: the row cited for a blank cell has none"] if full else []
    if computed:
        return []
    texts = [evidence.text(citation) or "" for citation in question.citations]
    if question.type == "crossplan":  # a fact may be the name of the plan itself
        texts += [evidence.sections.get((plan, HEADER), "") for plan in question.plans]
    text = "\n".join(texts)
    missing = [number for number, fact in enumerate(question.facts, start=1) if not holds(text, fact)]
    return [f"{question.id}: fact {number} stands nowhere in what is cited" for number in missing]


def split_problems(halves: Mapping[str, Sequence[Question]]) -> list[str]:
    """Questions in the half where the rule does not put them, and twins on both sides."""
    problems = [
        f"{question.id}: stands in {half}, belongs in {half_of(question.id)}"
        for half, questions in halves.items()
        for question in questions
        if half_of(question.id) != half
    ]
    for one, other in product(*([(q.id, _words_of(q)) for q in halves[half]] for half in HALVES)):
        if len(one[1] & other[1]) >= TWIN_SHARE * len(one[1] | other[1]):
            problems.append(f"{one[0]} and {other[0]}: nearly the same question in both halves")
    return problems


def _words_of(question: Question) -> frozenset[str]:
    return frozenset(words(" ".join([*question.history[-1:], question.question])))


def set_problems(questions: QuestionSet, evidence: Evidence) -> list[str]:
    """Everything that is wrong with a question set, a line each; empty where nothing is."""
    recounts = {recount.id: recount for recount in questions.recounts}
    problems = id_problems(questions.questions) + split_problems(questions.halves)
    for question in questions.questions:
        recount = recounts.pop(question.id, None)
        problems += shape_problems(question) + citation_problems(question, evidence)
        problems += fact_problems(question, evidence, recount is not None and recount.is_computed)
        if recount is not None:
            problems += recount_problems(question, recount, evidence)
    return problems + [f"{name}: a recount without a question" for name in recounts]


def summary(questions: QuestionSet) -> str:
    """How many questions of each type, form and plan each half holds, as a table in Markdown."""
    lines = ["| | " + " | ".join(HALVES) + " |", "| --- | ---: | ---: |"]
    counts = {half: _counts(questions.halves[half]) for half in HALVES}
    for name in dict.fromkeys(name for half in HALVES for name in sorted(counts[half])):
        lines.append(f"| {name} | " + " | ".join(str(counts[half][name]) for half in HALVES) + " |")
    return "\n".join(lines)


def _counts(questions: Sequence[Question]) -> Counter[str]:
    counts: Counter[str] = Counter({"all": len(questions)})
    for question in questions:
        counts[f"type: {question.type}"] += 1
        counts[f"form: {question.form}"] += 1
        counts["answerable" if question.answerable else "not answerable"] += 1
        counts["with a citation"] += bool(question.citations)
        counts.update(f"plan: {plan}" for plan in question.plans)
    return counts
