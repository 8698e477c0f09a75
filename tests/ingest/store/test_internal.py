"""Internal plans in a store of their own: moved whole, killed half-way, read together, and gone without a trace."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.model import Field
from ingest.store.chroma import ChromaServer
from ingest.store.engine import catalogue_url
from ingest.store.errors import StoreError, UnknownPlanError
from ingest.store.plan_store import PlanStore
from ingest.store.plan_stores import PlanStores
from ingest.store.records import ScoredPassage
from ingest.store.vectors import VectorIndex, collection_name
from tests.assistant.sample import BEN_TRE, LAO_CAI, ben_tre, lao_cai
from tests.ingest.store.samples import BagOfWords, stores_in


@pytest.fixture
def stores(tmp_path: Path) -> PlanStores:
    """Bến Tre for everybody, Lào Cai internal."""
    made = stores_in(tmp_path)
    made.adding().add(ben_tre())
    made.adding(internal=True).add(lao_cai())
    return made


def ids(store: PlanStore) -> list[str]:
    return [entry.id for entry in store.catalogue.plans()] if store.catalogue.exists() else []


def sides(stores: PlanStores) -> tuple[list[str], list[str]]:
    return ids(stores.public), ids(stores.internal)


def test_each_side_holds_its_own_and_together_they_hold_all(stores: PlanStores) -> None:
    assert sides(stores) == ([BEN_TRE], [LAO_CAI])
    assert [(entry.id, entry.internal) for entry in stores.joint.catalogue.plans()] == [
        (BEN_TRE, False),
        (LAO_CAI, True),
    ]
    assert stores.joint.catalogue.plan(LAO_CAI) == lao_cai()
    assert stores.is_internal(LAO_CAI)
    assert not stores.is_internal(BEN_TRE)


def test_without_internal_plans_nothing_is_made_for_them(tmp_path: Path) -> None:
    stores = stores_in(tmp_path)
    stores.adding().add(ben_tre())
    assert ids_of_joint(stores) == [BEN_TRE]
    assert stores.joint.search_words("mạng nội bộ")
    stores.close()
    assert not (tmp_path / "internal").exists()


def ids_of_joint(stores: PlanStores) -> list[str]:
    return [entry.id for entry in stores.joint.catalogue.plans()]


def test_a_plan_changes_sides_whole_with_its_file_and_back(tmp_path: Path) -> None:
    file = tmp_path / "tep.txt"
    file.write_text("một tệp", "utf-8")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    plan = replace(ben_tre(), source=replace(ben_tre().source, sha256=digest))
    stores = stores_in(tmp_path / "index")
    stores.adding().add(plan, "v1", source=file)
    assert stores.mark(BEN_TRE, internal=True)
    assert sides(stores) == ([], [BEN_TRE])
    assert stores.internal.catalogue.plan(BEN_TRE) == plan
    assert stores.internal.catalogue.reader_version(BEN_TRE) == "v1"
    assert stores.public.files.path(digest) is None
    kept = stores.joint.files.path(digest)
    assert kept is not None
    assert kept.read_bytes() == file.read_bytes()
    assert not stores.mark(BEN_TRE, internal=True), "it was already"
    assert stores.mark(BEN_TRE, internal=False)
    assert sides(stores) == ([BEN_TRE], [])
    assert stores.public.catalogue.plan(BEN_TRE) == plan
    assert stores.public.files.path(digest) is not None


def test_a_file_added_again_stays_on_its_side_unless_it_is_said_to_be_internal(stores: PlanStores) -> None:
    changed = replace(lao_cai(), abbreviations={"A": "a"})
    assert stores.adding().add(changed).replaced
    assert sides(stores) == ([BEN_TRE], [LAO_CAI])
    assert stores.internal.catalogue.plan(LAO_CAI) == changed
    assert stores.adding(internal=True).add(ben_tre()).replaced
    assert sides(stores) == ([], [BEN_TRE, LAO_CAI])


def test_a_known_file_is_read_again_only_where_it_has_to_move(stores: PlanStores) -> None:
    public, internal = ben_tre().source.sha256, lao_cai().source.sha256
    assert stores.adding().unchanged(public, "") == BEN_TRE
    assert stores.adding().unchanged(internal, "") == LAO_CAI
    assert stores.adding(internal=True).unchanged(public, "") is None
    assert stores.adding(internal=True).holds(public) is None
    assert stores.adding(internal=True).holds(internal) == LAO_CAI


@pytest.mark.parametrize("internal", [True, False])
def test_a_move_broken_off_between_its_two_steps_loses_nothing_and_is_settled_by_the_next(
    stores: PlanStores, internal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = BEN_TRE if internal else LAO_CAI

    def killed(self: PlanStore, plan_id: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(PlanStore, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            stores.mark(moved, internal)
    assert moved in ids(stores.public)
    assert moved in ids(stores.internal)
    assert ids_of_joint(stores) == [BEN_TRE, LAO_CAI], "each once"
    passages = [hit.passage.id for hit in stores.joint.search_words("bệnh án điện tử", limit=50)]
    assert len(passages) == len(set(passages))
    stores.complete()
    assert moved not in ids(stores.public), "in doubt it is internal"
    assert stores.mark(moved, internal) is (not internal)
    assert (moved in ids(stores.internal)) is internal


def test_removing_finds_the_side_and_names_what_is_not_there(stores: PlanStores) -> None:
    stores.remove(LAO_CAI)
    assert sides(stores) == ([BEN_TRE], [])
    for act in (stores.remove, lambda plan: stores.mark(plan, True)):
        with pytest.raises(UnknownPlanError):
            act(LAO_CAI)


def test_what_was_removed_no_longer_weighs_in_a_word(tmp_path: Path) -> None:
    """Tantivy counts a dropped passage until its segments are merged: the marks of a plan would stay in the ranks."""
    stores, never = stores_in(tmp_path / "a"), stores_in(tmp_path / "b")
    stores.public.add_all([ben_tre(), lao_cai()])  # in one segment
    never.adding().add(ben_tre())
    stores.mark(LAO_CAI, internal=True)
    for query in ("bệnh án điện tử", "benh an dien tu tai cac benh vien", "trung tâm y tế", "văn phòng sở chợ phiên"):
        seen, expected = (
            [(hit.passage.id, hit.score) for hit in one.public.search_words(query)] for one in (stores, never)
        )
        assert seen == expected
    for name in ("word_counts", "form_counts", "passage_count", "leaders", "table_columns"):
        assert getattr(stores.public.catalogue.directory, name)() == getattr(never.public.catalogue.directory, name)()


def hit_ids(found: dict[str, list[ScoredPassage]]) -> list[list[str]]:
    return [[hit.passage.id for hit in hits] for _, hits in sorted(found.items())]


def ranked(stores: PlanStores, query: str) -> list[tuple[str, float]]:
    return [(hit.passage.id, hit.score) for hit in stores.public.search_words(query)]


def test_together_they_answer_as_one_index_would(tmp_path: Path) -> None:
    apart, whole = stores_in(tmp_path / "a"), stores_in(tmp_path / "b")
    for stores in (apart, whole):
        stores.adding().add(ben_tre())
        stores.adding(internal=stores is apart).add(lao_cai())
    joint, single = apart.joint.catalogue, whole.public.catalogue
    assert joint.passages_of() == single.passages_of()
    for name in ("cards", "leaders", "passage_count", "word_counts", "appendix_titles"):
        assert getattr(joint.directory, name)() == getattr(single.directory, name)()
    assert list(joint.directory.form_counts().items()) == list(single.directory.form_counts().items())
    assert set(joint.directory.units()) == set(single.directory.units())
    forms = ["bệnh", "chợ", "không"]
    assert joint.directory.followers(forms) == single.directory.followers(forms)
    plans = [BEN_TRE, LAO_CAI]
    assert joint.directory.rows_by_plan(plans) == single.directory.rows_by_plan(plans)
    told = [{plan: set(cells) for plan, cells in one.directory.deadlines().items()} for one in (joint, single)]
    assert told[0] == told[1]
    cells = told[0][LAO_CAI]
    assert joint.directory.rows_due(plans, cells) == single.directory.rows_due(plans, cells)
    assert joint.directory.section_texts(plans) == single.directory.section_texts(plans)
    near, expected = (one.search_meaning("bệnh án điện tử", limit=8) for one in (apart.joint, whole.public))
    assert [hit.passage.id for hit in near] == [hit.passage.id for hit in expected]
    said = {hit.passage.id for hit in apart.joint.search_words("bệnh án điện tử", limit=50)}
    assert said == {hit.passage.id for hit in whole.public.search_words("bệnh án điện tử", limit=50)}
    query = "bệnh án điện tử"
    meant = [one.search_meaning_each(query, plans, 5) for one in (apart.joint, whole.public)]
    assert hit_ids(meant[0]) == hit_ids(meant[1])
    worded = [one.search_words_each(query, plans, 50) for one in (apart.joint, whole.public)]
    assert [set(ids) for ids in hit_ids(worded[0])] == [set(ids) for ids in hit_ids(worded[1])]
    row = next(iter(joint.directory.rows_by_plan([LAO_CAI])[LAO_CAI]))
    assert row.text(Field.CONTENT)
    assert joint.generation() > 0


def test_on_servers_the_two_sides_share_no_table_and_no_collection(tmp_path: Path) -> None:
    beside = catalogue_url(tmp_path, f"sqlite:///{tmp_path}/plans.db", "internal")
    assert beside.database == f"{tmp_path}/plans-internal.db"
    server = catalogue_url(tmp_path, "postgresql+psycopg://u:p@db/plans", "internal")
    assert server.query["options"] == "-csearch_path=internal"
    named = "postgresql://u:p@db/plans?options=-c%20search_path%3Dhealth%20-cwork_mem%3D9MB"
    assert catalogue_url(tmp_path, named, "internal").query["options"] == "-cwork_mem=9MB -csearch_path=health_internal"
    embeddings = BagOfWords()
    chroma = ChromaServer("http://chroma:8000")
    names = {VectorIndex(tmp_path, lambda: embeddings, chroma, part)._name() for part in ("", "internal")}
    assert names == {collection_name(embeddings), f"{collection_name(embeddings)}-internal"}


@pytest.mark.embedded(reason="the catalogue's file is damaged")
def test_a_damaged_internal_side_leaves_the_public_one_alone(stores: PlanStores, tmp_path: Path) -> None:
    stores.close()
    (tmp_path / "internal" / "catalogue.sqlite3").write_bytes(b"broken" * 1000)
    again = stores_in(tmp_path)
    assert ids(again.public) == [BEN_TRE]
    assert again.public.search_words("mạng nội bộ")
    with pytest.raises(StoreError):
        again.joint.catalogue.plans()


def test_versions_and_replaced_plans_are_read_and_brought_back_on_both_sides(stores: PlanStores) -> None:
    changed = replace(lao_cai(), source=replace(lao_cai().source, sha256="f" * 64))
    stores.adding().add(changed)
    joint = stores.joint.catalogue
    assert [former.plan for former in joint.versions.of(LAO_CAI)] == [lao_cai()]
    assert joint.versions.counts() == {LAO_CAI: 1}
    assert stores.public.catalogue.versions.counts() == {}
    assert (joint.versions.successor(LAO_CAI), joint.versions.replaced_by([BEN_TRE, LAO_CAI])) == (None, ())
    assert stores.restore(LAO_CAI).version == 3
    assert joint.plan(LAO_CAI) == lao_cai()
    assert sides(stores) == ([BEN_TRE], [LAO_CAI])
    with pytest.raises(UnknownPlanError):
        stores.restore("khong-co-2026")
    assert stores.joint.is_complete()
    stores.mark(LAO_CAI, internal=False)
    assert joint.versions.counts() == {}
