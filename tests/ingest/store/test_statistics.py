"""The counts of words follow every change of the plans, and come out the same as if they were counted anew."""

from __future__ import annotations

from pathlib import Path

from ingest.passages import passages
from ingest.store import statistics
from ingest.store.catalogue import Catalogue
from tests.ingest.store.samples import TASKS, catalogue_in, sample_plan


def expected(*plans: str, tasks: tuple[str, ...] = TASKS) -> statistics.WordStatistics:
    """The counts over some sample plans."""
    return statistics.count(one.search_text for plan in plans for one in passages(sample_plan(plan, tasks)))


def check(catalogue: Catalogue, wanted: statistics.WordStatistics) -> None:
    """The catalogue's counts are these, and nothing else is counted."""
    assert catalogue.directory.word_counts() == dict(wanted.words)
    assert catalogue.directory.form_counts() == dict(wanted.forms)
    behind = catalogue.directory.followers([*dict.fromkeys(first for first, _ in wanted.pairs), "không-có"])
    assert behind.pop("không-có") == {}
    assert {(first, second): n for first, found in behind.items() for second, n in found.items()} == dict(wanted.pairs)


def test_counts_follow_adding_replacing_and_removing(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    for plan_id in ("ben-tre-2027", "an-nhon-2026"):
        catalogue.replace(sample_plan(plan_id), passages(sample_plan(plan_id)))
    check(catalogue, expected("ben-tre-2027", "an-nhon-2026"))
    other = sample_plan("an-nhon-2026", ("Mua xe cứu thương",))
    catalogue.replace(other, passages(other))
    catalogue.remove("ben-tre-2027")
    check(catalogue, expected("an-nhon-2026", tasks=("Mua xe cứu thương",)))
    catalogue.remove("an-nhon-2026")
    check(catalogue, statistics.count(()))


def test_counting_anew_changes_nothing(tmp_path: Path) -> None:
    catalogue = catalogue_in(tmp_path)
    catalogue.replace(sample_plan(), passages(sample_plan()))
    catalogue.rebuild_words()
    check(catalogue, expected("ben-tre-2027"))


def test_a_word_counts_once_a_passage_and_a_form_each_time() -> None:
    counted = statistics.count(["Hoàn thành, hoàn thiện", "Hoãn"])
    assert counted.words["hoan"] == 2
    assert (counted.forms["hoàn"], counted.forms["hoãn"]) == (2, 1)
    assert counted.pairs["hoàn", "thành"] == 1
