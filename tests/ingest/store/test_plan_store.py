"""A plan is replaced in one step, whatever happens on the way, and only one process writes at a time."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Plan
from ingest.passages import passages
from ingest.store.errors import AmbiguousAnchorError, IndexBusyError, NoIndexError, UnknownPlanError
from ingest.store.plan_store import PlanStore, open_store
from tests.ingest.store.samples import TASKS, BagOfWords, sample_plan, store_in
from tests.servers import settings_for

OTHER_TASKS = ("Mua sắm máy trạm cho trạm y tế", TASKS[0])


class Broken(BagOfWords):
    """A model that breaks when it has embedded a few texts."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.asked:
            raise RuntimeError("hết bộ nhớ")
        return super().embed_documents(texts)


def long_plan(plan_id: str = "ben-tre-2027", tasks: int = 150) -> Plan:
    """A plan of more passages than are embedded at a time."""
    return sample_plan(plan_id, tuple(f"Nhiệm vụ {number} của kế hoạch" for number in range(tasks)))


def texts(plan: Plan) -> int:
    """How many different texts a plan has to be embedded; two of its indicators read the same."""
    return len({passage.search_text for passage in passages(plan)})


def near(store: PlanStore, query: str, limit: int = 5) -> list[str]:
    """The ids of the rows nearest in meaning to a query."""
    return [hit.passage.id for hit in store.search_meaning(query, kinds=["row"], limit=limit)]


def test_a_plan_is_found_by_words_and_by_meaning(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    added = store.add(sample_plan())
    assert (added.plan_id, added.replaced, added.passages) == ("ben-tre-2027", False, len(passages(sample_plan())))
    assert store.search_words("bệnh án điện tử")[0].passage.id == "ben-tre-2027/pl-1/I/1"
    assert near(store, "Nhiệm vụ: Triển khai bệnh án điện tử tại các bệnh viện")[0] == "ben-tre-2027/pl-1/I/1"
    assert store.catalogue.plan("ben-tre-2027") == sample_plan()
    assert store.is_complete()


def test_a_search_can_start_from_a_vector(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    vector = BagOfWords().embed_query("bệnh án điện tử")
    assert store.search_meaning(vector) == store.search_meaning("bệnh án điện tử")


def test_every_passage_can_be_found_by_meaning_however_alike_they_are(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(long_plan())
    found = store.search_meaning("nhiệm vụ", limit=1000)
    assert Counter(hit.passage.id for hit in found) == Counter(passage.id for passage in passages(long_plan()))


def test_replacing_keeps_the_vectors_of_unchanged_passages(tmp_path: Path) -> None:
    model = BagOfWords()
    store = store_in(tmp_path, model)
    store.add(sample_plan())
    model.asked.clear()
    again = store.add(sample_plan())
    assert (again.replaced, again.embedded, model.asked) == (True, 0, [])
    # The task that stays moves from row 1 to row 2 and keeps its vector.
    changed = store.add(sample_plan(tasks=OTHER_TASKS))
    assert changed.embedded == 1
    assert "Mua sắm máy trạm" in model.asked[0]
    assert near(store, "Nhiệm vụ: Triển khai bệnh án điện tử tại các bệnh viện")[0] == "ben-tre-2027/pl-1/I/2"


def test_replacing_drops_the_vectors_of_what_is_gone(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(long_plan())
    store.add(sample_plan())
    assert store.vectors.count() == texts(sample_plan())


def test_removing_leaves_nothing_and_no_other_plan_suffers(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    store.add(sample_plan("an-nhon-2026", OTHER_TASKS))
    store.remove("ben-tre-2027")
    assert [entry.id for entry in store.catalogue.plans()] == ["an-nhon-2026"]
    assert {hit.passage.anchor.plan for hit in store.search_meaning("bệnh án", limit=100)} == {"an-nhon-2026"}
    assert {hit.passage.anchor.plan for hit in store.search_words("bệnh án", limit=100)} == {"an-nhon-2026"}
    assert store.is_complete()


def test_removing_an_unknown_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownPlanError, match="khong-co"):
        store_in(tmp_path).remove("khong-co")


def test_a_file_is_unchanged_for_the_version_that_read_it(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan(sha256="c" * 64), "readers 1")
    assert store.unchanged("c" * 64, "readers 1") == "ben-tre-2027"
    assert store.unchanged("c" * 64, "readers 2") is None
    assert store.unchanged("d" * 64, "readers 1") is None
    assert store.holds("c" * 64) == "ben-tre-2027"


def test_an_add_that_breaks_leaves_the_former_plan_answering(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    store.close()
    broken = store_in(tmp_path, Broken())
    with pytest.raises(RuntimeError, match="hết bộ nhớ"):
        broken.add(long_plan())
    assert broken.catalogue.plan("ben-tre-2027") == sample_plan()
    found = broken.search_meaning("nhiệm vụ kế hoạch", limit=1000)
    assert {hit.passage for hit in found} == set(passages(sample_plan()))
    broken.close()


def test_the_next_add_sweeps_up_what_a_broken_one_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.store.vectors._WRITTEN", 64)  # as many as are embedded at a time
    broken = store_in(tmp_path, Broken())
    with pytest.raises(RuntimeError):
        broken.add(long_plan())
    assert broken.vectors.count() > 0
    broken.close()
    store = store_in(tmp_path)
    store.add(sample_plan("an-nhon-2026"))
    assert store.vectors.count() == texts(sample_plan("an-nhon-2026"))


def test_another_model_is_completed_before_it_is_used(tmp_path: Path) -> None:
    first = store_in(tmp_path)
    first.add(sample_plan())
    first.close()
    second = store_in(tmp_path, BagOfWords("test/other"), "test/other")
    assert not second.is_complete()
    assert second.search_meaning("bệnh án") == []
    assert second.complete() == texts(sample_plan())
    assert second.is_complete()
    assert len(second.search_meaning("bệnh án", limit=1000)) == len(passages(sample_plan()))
    assert second.complete() == 0


def test_another_build_of_the_same_model_is_noticed_once_it_is_loaded(tmp_path: Path) -> None:
    first = store_in(tmp_path)
    first.add(sample_plan())
    first.close()
    second = store_in(tmp_path, BagOfWords("test/bag-of-words-2"))
    second.vectors.load()
    assert not second.is_complete()
    second.complete()
    assert second.is_complete()
    assert second.search_meaning("bệnh án")


def test_a_lost_folder_of_vectors_is_built_anew(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    store.vectors.clear()
    assert not store.is_complete()
    assert near(store, "bệnh án điện tử"), "the catalogue keeps the plans' vectors too"
    assert store.complete() == 0, "nothing is embedded anew"
    assert store.is_complete()
    assert store.vectors.count() == texts(sample_plan())
    assert near(store, "bệnh án điện tử")


def test_rebuilding_gives_the_same_answers(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    words, meaning = store.search_words("bệnh án"), store.search_meaning("bệnh án")
    assert store.rebuild() == texts(sample_plan())
    assert store.search_words("bệnh án") == words
    assert store.search_meaning("bệnh án") == meaning
    assert store.is_complete()


def test_rebuilding_embeds_anew_where_a_server_keeps_the_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    monkeypatch.setattr(store.vectors, "clear", lambda: store.vectors.keep_only(()))  # no folder goes away
    assert store.rebuild() == texts(sample_plan())
    assert near(store, "bệnh án điện tử")


def test_a_rebuild_that_breaks_is_completed_by_the_next_writer(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(long_plan())
    store.close()
    broken = store_in(tmp_path, Broken())
    with pytest.raises(RuntimeError):
        broken.rebuild()
    assert not broken.is_complete()
    broken.close()
    mended = store_in(tmp_path)
    assert mended.complete() == 0, "the vectors that the catalogue keeps are taken"
    assert mended.is_complete()
    assert mended.vectors.count() == texts(long_plan())
    assert len(mended.search_meaning("nhiệm vụ", limit=1000)) == len(passages(long_plan()))


@pytest.mark.embedded(reason="Chroma's file is damaged")
def test_rebuilding_mends_damaged_vectors(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add(sample_plan())
    store.close()
    (tmp_path / "vectors" / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    mended = store_in(tmp_path)
    mended.rebuild()
    assert near(mended, "bệnh án điện tử")


def test_a_plan_whose_anchors_are_ambiguous_is_refused_and_nothing_changes(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    plan = sample_plan()
    twice = replace(plan, appendices=(plan.appendices[0], plan.appendices[0]))
    with pytest.raises(AmbiguousAnchorError, match="ben-tre-2027/pl-1/I/1"):
        store.add(twice)
    with pytest.raises(AmbiguousAnchorError, match="an-nhon-2026/pl-1/I/1"):
        store.add(replace(plan, appendices=sample_plan("an-nhon-2026").appendices))
    assert store.catalogue.plans() == ()


def test_a_writer_waits_for_another_and_says_so_when_it_takes_too_long(tmp_path: Path) -> None:
    store, other = store_in(tmp_path, wait=0.1), store_in(tmp_path)
    with other.writing(), pytest.raises(IndexBusyError, match="một tiến trình khác đang ghi"):
        store.add(sample_plan())
    store.add(sample_plan())


def test_threads_write_one_after_another_and_read_meanwhile(tmp_path: Path) -> None:
    store = store_in(tmp_path, wait=60)
    store.add(sample_plan())
    faults: list[BaseException] = []

    def attempt(number: int) -> None:
        try:
            if number % 2:
                store.add(long_plan(f"plan-{number}", 70))
            for _ in range(20):
                assert store.search_words("bệnh án")
                assert near(store, "bệnh án")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(store.catalogue.plans()) == 4
    assert store.is_complete()


@pytest.mark.embedded(reason="the index folder cannot be made, which servers do not need")
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(Exception, match="không ghi được vào thư mục chỉ mục"):
        store_in(tmp_path / "file" / "index")


def test_the_settings_say_where_the_index_is(tmp_path: Path) -> None:
    settings = settings_for(tmp_path / "index").model_copy(update={"embedding_model": "test"})
    with pytest.raises(NoIndexError, match="python -m ingest add"):
        open_store(settings, BagOfWords, must_exist=True)
    assert not (tmp_path / "index").exists()
    open_store(settings, BagOfWords).add(sample_plan())
    assert open_store(settings, BagOfWords, must_exist=True).catalogue.plan("ben-tre-2027") == sample_plan()


def test_named_plans_are_searched_by_all_their_vectors_and_found_as_by_the_graph(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.add_all([sample_plan(), sample_plan("an-nhon-2026", OTHER_TASKS), long_plan("binh-minh-2026")])
    everything = store.search_meaning("bệnh án điện tử", limit=1000)
    for plan in ("ben-tre-2027", "an-nhon-2026"):
        within = store.search_meaning("bệnh án điện tử", [plan], limit=1000)
        assert {hit.passage for hit in within} == set(store.catalogue.passages_of([plan]))
        scores = {hit.passage.id: hit.score for hit in everything}
        assert all(hit.score == pytest.approx(scores[hit.passage.id], abs=1e-4) for hit in within)
        assert [hit.score for hit in within] == sorted((hit.score for hit in within), reverse=True)


def test_several_plans_are_added_in_one_step_or_not_at_all(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    other = sample_plan("an-nhon-2026")
    broken = replace(other, appendices=(*other.appendices, other.appendices[0]))
    with pytest.raises(AmbiguousAnchorError):
        store.add_all([sample_plan(), broken])
    assert store.catalogue.plans() == ()
    store.add_all([sample_plan(), other])
    assert [entry.id for entry in store.catalogue.plans()] == ["an-nhon-2026", "ben-tre-2027"]
