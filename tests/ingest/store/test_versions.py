"""What a plan replaced is kept, left out, and brought back."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ingest.model import Plan, Reference
from ingest.passages import passages
from ingest.store.catalogue import Catalogue
from ingest.store.errors import UnknownPlanError, UnknownVersionError
from ingest.store.plan_store import PlanStore
from tests.ingest.store.samples import TASKS, sample_plan, store_in

OLD, NEW = "ben-tre-2026", "ben-tre-2027"


def numbered(plan_id: str, number: str, replaces: str = "", tasks: tuple[str, ...] = TASKS, sha256: str = "") -> Plan:
    plan = sample_plan(plan_id, tasks, (sha256 or plan_id).ljust(64, "0"))
    said = Reference("Kế hoạch", replaces) if replaces else None
    return replace(plan, header=replace(plan.header, number=number, replaces=said))


OF_2026 = numbered(OLD, "9/KH-SYT", tasks=("Mua sắm máy trạm", *TASKS))
OF_2027 = numbered(NEW, "15/KH-SYT", replaces="9/KH-SYT")


def edited(number: int) -> Plan:
    return numbered(NEW, "15/KH-SYT", tasks=(f"Việc sửa lần {number}",), sha256=f"edit{number}")


@pytest.fixture
def store(tmp_path: Path) -> PlanStore:
    return store_in(tmp_path)


def found(store: PlanStore) -> set[str]:
    """The plans that searches of everything come to."""
    hits = [*store.search_words("bệnh viện", limit=1000), *store.search_meaning("bệnh viện", limit=1000)]
    return {hit.passage.anchor.plan for hit in hits}


@pytest.mark.parametrize("order", [(OF_2026, OF_2027), (OF_2027, OF_2026)], ids=["old first", "new first"])
def test_a_replaced_plan_is_left_out_of_lists_and_searches(store: PlanStore, order: tuple[Plan, Plan]) -> None:
    added = [store.add(plan) for plan in order]
    assert (added[1].replaces, added[1].replaced_by) == (((OLD,), None) if order[0] is OF_2026 else ((), NEW))
    catalogue = store.catalogue
    assert [entry.id for entry in catalogue.plans()] == [NEW]
    assert [(entry.id, entry.replaced_by) for entry in catalogue.plans(replaced=True)] == [(OLD, NEW), (NEW, None)]
    assert found(store) == {NEW}
    assert {row.anchor.plan for row in catalogue.rows()} == {NEW}
    assert [card.id for card in catalogue.directory.cards()] == [NEW]
    assert catalogue.directory.passage_count() == len(passages(OF_2027))


def test_a_replaced_plan_is_found_where_it_is_named(store: PlanStore) -> None:
    store.add_all([OF_2026, OF_2027])
    assert {hit.passage for hit in store.search_meaning("bệnh viện", [OLD], limit=1000)} == set(passages(OF_2026))
    assert {hit.passage.anchor.plan for hit in store.search_words("bệnh viện", [OLD], limit=100)} == {OLD}
    assert store.catalogue.plan(OLD) == OF_2026
    assert [card.id for card in store.catalogue.directory.cards([OLD])] == [OLD, NEW]


def test_words_are_counted_over_plans_in_force(store: PlanStore, tmp_path: Path) -> None:
    store.add_all([OF_2026, OF_2027])
    alone = store_in(tmp_path / "alone")
    alone.add(OF_2027)
    told, wanted = store.catalogue.directory, alone.catalogue.directory
    assert (told.word_counts(), told.form_counts()) == (wanted.word_counts(), wanted.form_counts())
    store.catalogue.rebuild_words()
    assert (told.word_counts(), told.form_counts()) == (wanted.word_counts(), wanted.form_counts())
    store.restore(OLD)
    both = store_in(tmp_path / "both")
    both.add_all([OF_2026, replace(OF_2027, header=replace(OF_2027.header, replaces=None))])
    texts = [passage for passage in passages(OF_2027) if "9/KH-SYT" in passage.search_text]
    assert told.passage_count() == both.catalogue.directory.passage_count() + len(texts)


def test_restoring_brings_a_replaced_plan_back_for_good(store: PlanStore) -> None:
    store.add_all([OF_2026, OF_2027])
    done = store.restore(OLD)
    assert (done.was_replaced_by, done.version, done.embedded) == (NEW, 1, 0)
    assert found(store) == {OLD, NEW}
    store.add(edited(1))
    store.add(OF_2027)
    assert {entry.id for entry in store.catalogue.plans()} == {OLD, NEW}, "it is not marked a second time"
    assert store.is_complete()


def test_a_plan_is_in_force_again_when_its_successor_is_removed_or_says_so_no_more(store: PlanStore) -> None:
    store.add_all([OF_2026, OF_2027])
    store.remove(NEW)
    assert [entry.id for entry in store.catalogue.plans()] == [OLD]
    store.add(OF_2027)
    assert [entry.id for entry in store.catalogue.plans()] == [NEW]
    store.add(edited(1))
    assert {entry.id for entry in store.catalogue.plans()} == {OLD, NEW}


def test_a_plan_of_another_province_with_the_same_number_stays(store: PlanStore) -> None:
    other = sample_plan("tra-vinh-2026", sha256="b" * 64)
    header = replace(other.header, number="9/KH-SYT", province="Trà Vinh", issuer="Sở Y tế Trà Vinh", replaces=None)
    store.add_all([replace(other, header=header), OF_2027])
    assert len(store.catalogue.plans()) == 2


def test_an_edited_file_leaves_the_former_version(store: PlanStore) -> None:
    store.add(OF_2027, "readers 1")
    store.add(edited(1), "readers 2")
    former = store.catalogue.versions.find(NEW)
    assert (former.plan, former.version, former.reader_version) == (OF_2027, 1, "readers 1")
    assert [entry.version for entry in store.catalogue.plans()] == [2]
    assert store.catalogue.versions.counts() == {NEW: 1}
    assert all(TASKS[0] not in hit.passage.text for hit in store.search_words("bệnh án điện tử", limit=100))


def test_a_file_that_is_only_read_anew_is_no_new_version(store: PlanStore) -> None:
    store.add(OF_2027, "readers 1")
    store.add(replace(OF_2027, sections=()), "readers 2")
    assert store.catalogue.versions.of(NEW) == ()
    assert [entry.version for entry in store.catalogue.plans()] == [1]


def test_restoring_a_version_puts_it_in_the_place_of_what_stands(store: PlanStore) -> None:
    store.add(OF_2027)
    store.add(edited(1))
    store.add(edited(2))
    done = store.restore(NEW, 1)
    assert (done.version, done.was_replaced_by) == (4, None)
    assert store.catalogue.plan(NEW) == OF_2027
    assert [former.version for former in store.catalogue.versions.of(NEW)] == [3, 2, 1]
    assert store.restore(NEW).version == 5
    assert store.catalogue.plan(NEW) == edited(2), "without a number the newest former one"
    assert store.is_complete()
    assert {hit.passage for hit in store.search_meaning("việc", limit=1000)} == set(passages(edited(2)))


def test_the_oldest_versions_are_dropped(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.catalogue = Catalogue(store.catalogue.database.url, versions_kept=2)
    for number in range(5):
        store.add(edited(number))
    assert [former.version for former in store.catalogue.versions.of(NEW)] == [4, 3]
    with pytest.raises(UnknownVersionError, match="các phiên bản còn giữ: 4, 3"):
        store.restore(NEW, 1)
    assert store.catalogue.plan(NEW) == edited(4)


def test_none_are_kept_where_the_setting_says_so(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.catalogue = Catalogue(store.catalogue.database.url, versions_kept=0)
    store.add(OF_2027)
    store.add(edited(1))
    assert store.catalogue.versions.of(NEW) == ()


def test_files_of_former_versions_are_kept_as_long_as_they_are(tmp_path: Path) -> None:
    store = store_in(tmp_path / "index")
    store.catalogue = Catalogue(store.catalogue.database.url, versions_kept=1)
    digests = []
    for number in range(3):
        file = tmp_path / f"{number}.txt"
        file.write_text(str(number), encoding="utf-8")
        plan = edited(number)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        store.add(replace(plan, source=replace(plan.source, sha256=digest)), source=file)
        digests.append(digest)
    assert [store.files.path(digest) is not None for digest in digests] == [False, True, True]
    store.remove(NEW)
    assert [store.files.path(digest) for digest in digests] == [None] * 3


def test_removing_a_plan_removes_its_versions(store: PlanStore) -> None:
    store.add(OF_2027)
    store.add(edited(1))
    store.remove(NEW)
    assert store.catalogue.versions.counts() == {}
    store.add(edited(2))
    assert [entry.version for entry in store.catalogue.plans()] == [1]


def test_what_is_not_there_cannot_be_restored(store: PlanStore) -> None:
    store.add(OF_2027)
    with pytest.raises(UnknownVersionError, match="không giữ phiên bản cũ nào"):
        store.restore(NEW)
    with pytest.raises(UnknownVersionError, match="không giữ phiên bản cũ 7"):
        store.restore(NEW, 7)
    with pytest.raises(UnknownPlanError):
        store.restore("khong-co")


def test_a_clock_that_jumps_back_changes_no_order(store: PlanStore, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter(datetime(2027, 1, 1, tzinfo=UTC) - timedelta(days=400 * step) for step in range(9))

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return next(times)

    monkeypatch.setattr("ingest.store.catalogue.datetime", Jumping)
    for plan in (OF_2027, edited(1), edited(2)):
        store.add(plan)
    kept = store.catalogue.versions.of(NEW)
    assert [former.plan for former in kept] == [edited(1), OF_2027]
    assert kept[0].added_at < kept[1].added_at, "the times are as the clock said"
    assert store.catalogue.plan(NEW) == edited(2)
    assert store.is_complete()
