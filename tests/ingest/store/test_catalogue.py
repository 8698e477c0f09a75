"""The catalogue gives back what was put in, replaces in one step, and says clearly when it cannot be used."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, text

from ingest.model import Anchor, Field
from ingest.passages import passages
from ingest.store import tables
from ingest.store.catalogue import Catalogue
from ingest.store.directory import DeadlineCell
from ingest.store.engine import FILE_NAME, catalogue_url
from ingest.store.errors import StoreError, UnknownPlanError
from ingest.store.records import VectorState, vector_id
from tests.ingest.store.samples import TASKS, catalogue_at, catalogue_in, sample_plan


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    made = catalogue_in(tmp_path)
    plan = sample_plan()
    made.replace(plan, passages(plan), "readers 1")
    return made


def test_a_plan_comes_back_equal(catalogue: Catalogue) -> None:
    assert catalogue.plan("ben-tre-2027") == sample_plan()


def test_cells_keep_their_printed_order(catalogue: Catalogue) -> None:
    row = catalogue.row("ben-tre-2027/pl/1~2")
    assert row is not None
    assert list(row.columns) == ["Chỉ tiêu", "Năm 2027", "Năm 2028", "Ghi nhận"]


def test_a_plan_without_sections_or_appendices_comes_back_equal(tmp_path: Path) -> None:
    bare = replace(sample_plan(), sections=(), appendices=(), abbreviations={})
    catalogue = catalogue_in(tmp_path)
    catalogue.replace(bare, ())
    assert catalogue.plan(bare.id) == bare


def test_another_process_finds_the_plan(catalogue: Catalogue, tmp_path: Path) -> None:
    assert catalogue_at(tmp_path).plan("ben-tre-2027") == sample_plan()


def test_the_list_counts_what_a_plan_has(catalogue: Catalogue) -> None:
    (entry,) = catalogue.plans()
    assert (entry.id, entry.sections, entry.appendices, entry.rows) == ("ben-tre-2027", 4, 2, 5)
    assert entry.passages == len(passages(sample_plan()))
    assert entry.header == sample_plan().header
    assert entry.source == sample_plan().source
    assert entry.added_at.endswith("+00:00")


def test_rows_are_found_by_what_they_say_of_when_they_are_due(catalogue: Catalogue) -> None:
    rows = list(sample_plan().rows())
    expected = {
        DeadlineCell(row.anchor.appendix or "", row.text(Field.DEADLINE), tuple(row.schedule.items())) for row in rows
    }
    cells = catalogue.directory.deadlines()["ben-tre-2027"]
    assert set(cells) == expected
    assert len(cells) == len(expected) > 2
    for cell in cells:
        due = tuple(row for row in rows if DeadlineCell.of(row) == cell)
        assert catalogue.directory.rows_due(["ben-tre-2027"], [cell]) == {"ben-tre-2027": due}
    assert catalogue.directory.rows_due(["ben-tre-2027"], cells) == {"ben-tre-2027": tuple(rows)}
    assert catalogue.directory.rows_due(["ben-tre-2027"], [DeadlineCell("1", "Quý IX", ())]) == {"ben-tre-2027": ()}


def test_rows_come_by_plan_and_in_print_order(catalogue: Catalogue) -> None:
    other = sample_plan("an-nhon-2026", TASKS[:1])
    catalogue.replace(other, passages(other))
    assert catalogue.rows() == (*other.rows(), *sample_plan().rows())
    assert catalogue.rows(["an-nhon-2026"]) == tuple(other.rows())
    assert catalogue.rows([]) == ()
    assert catalogue.rows(["no-such-plan"]) == ()


def test_a_row_is_found_by_its_anchor(catalogue: Catalogue) -> None:
    row = catalogue.row("ben-tre-2027/pl-1/I/2")
    assert row is not None
    assert row.text(Field.CONTENT) == TASKS[1]
    assert catalogue.row("ben-tre-2027/pl-1/I/99") is None


def test_passages_come_in_the_order_asked_for(catalogue: Catalogue) -> None:
    ids = ["ben-tre-2027/II", "ben-tre-2027/pl-1/I/1", "no/such", "ben-tre-2027/header"]
    assert [passage.id for passage in catalogue.passages(ids)] == [ids[0], ids[1], ids[3]]
    assert set(catalogue.passages_of()) == set(passages(sample_plan()))
    assert catalogue.passages_of([]) == ()


def test_replacing_leaves_nothing_of_the_former_plan(catalogue: Catalogue) -> None:
    shorter = sample_plan(tasks=("Xây dựng kho dữ liệu dùng chung",))
    catalogue.replace(shorter, passages(shorter), "readers 2")
    assert catalogue.plan("ben-tre-2027") == shorter
    assert [entry.id for entry in catalogue.plans()] == ["ben-tre-2027"]
    assert catalogue.row("ben-tre-2027/pl-1/I/2") is None
    assert catalogue.search_words("đường truyền") == []
    assert catalogue.search_words("kho dữ liệu dùng chung")[0].passage.id == "ben-tre-2027/pl-1/I/1"
    assert catalogue.plan_with("a" * 64) == ("ben-tre-2027", "readers 2")


def test_replacing_changes_nothing_when_it_fails(catalogue: Catalogue) -> None:
    twice = sample_plan(tasks=("Một việc khác",))
    doubled = replace(twice, appendices=(twice.appendices[0], twice.appendices[0]))
    before = catalogue.generation()
    with pytest.raises(StoreError):
        catalogue.replace(doubled, passages(twice))
    assert catalogue.plan("ben-tre-2027") == sample_plan()
    assert catalogue.search_words("đường truyền")
    assert catalogue.generation() == before


def test_the_generation_goes_up_with_every_change(catalogue: Catalogue) -> None:
    before = catalogue.generation()
    plan = sample_plan("an-nhon-2026")
    assert catalogue.replace(plan, passages(plan)) == before + 1
    assert catalogue.remove("an-nhon-2026") == before + 2
    assert catalogue.generation() == before + 2


def test_a_removed_plan_is_gone_everywhere(catalogue: Catalogue) -> None:
    catalogue.remove("ben-tre-2027")
    assert catalogue.plans() == ()
    assert catalogue.rows() == ()
    assert catalogue.passages_of() == ()
    assert catalogue.search_words("bệnh án") == []
    assert catalogue.plan_with("a" * 64) is None


def test_an_unknown_plan_is_named(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownPlanError, match="khong-co-2026: không có kế hoạch này"):
        catalogue.plan("khong-co-2026")
    with pytest.raises(UnknownPlanError):
        catalogue.remove("khong-co-2026")


def test_a_plan_is_found_by_the_content_of_its_file(catalogue: Catalogue) -> None:
    assert catalogue.plan_with("a" * 64) == ("ben-tre-2027", "readers 1")
    assert catalogue.plan_with("b" * 64) is None


def test_passages_are_found_by_their_vectors(catalogue: Catalogue) -> None:
    (first, second) = catalogue.passages(["ben-tre-2027/pl-1/I/1", "ben-tre-2027/pl-1/I/2"])
    (found,) = catalogue.passages_at([[(vector_id(second), 0.9), ("ben-tre-2027:gone", 0.8), (vector_id(first), 0.7)]])
    assert [(hit.passage, hit.score) for hit in found] == [(second, 0.9), (first, 0.7)]


def test_what_is_known_of_vectors_is_kept_by_model(catalogue: Catalogue) -> None:
    assert catalogue.vectors_state("model a") is None
    catalogue.note_vectors("model a", VectorState("collection a", 3, begun=True))
    catalogue.note_vectors("model b", VectorState("collection b", 4, begun=False))
    catalogue.note_vectors("model a", VectorState("collection a", 5, begun=False))
    assert catalogue.vectors_state("model a") == VectorState("collection a", 5, begun=False)


def test_a_reader_sees_the_former_state_until_a_change_is_complete(catalogue: Catalogue, tmp_path: Path) -> None:
    other = catalogue_at(tmp_path)
    with other.database.transaction() as writer:
        assert writer.execute(delete(tables.rows)).rowcount
        assert catalogue.plan("ben-tre-2027") == sample_plan()
    assert catalogue.plan("ben-tre-2027") != sample_plan()
    other.close()


def test_an_index_that_was_never_written_does_not_exist(tmp_path: Path) -> None:
    catalogue = catalogue_at(tmp_path / "none")
    assert not catalogue.exists()
    assert not (tmp_path / "none").exists()


def test_creating_twice_keeps_what_is_there(catalogue: Catalogue) -> None:
    catalogue.create()
    assert catalogue.plan("ben-tre-2027") == sample_plan()


def test_an_index_of_another_version_is_refused_with_the_mend(catalogue: Catalogue) -> None:
    with catalogue.database.transaction() as connection:
        connection.execute(text("UPDATE state SET value = 99 WHERE name = 'schema'"))
    with pytest.raises(StoreError, match="phiên bản 99") as refused:
        catalogue.exists()
    assert "add the plans again" in refused.value.english
    assert "use the newer program" in refused.value.english
    held = "the tables of the index in the database" if catalogue.database.is_server else "the index folder"
    assert f"delete {held}" in refused.value.english


@pytest.mark.embedded(reason="a file that is no database")
def test_a_file_that_is_no_database_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("đây không phải cơ sở dữ liệu " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=FILE_NAME):
        Catalogue(catalogue_url(tmp_path, None)).exists()


def test_a_database_that_is_not_supported_is_refused_with_the_mend() -> None:
    with pytest.raises(StoreError, match="chưa hỗ trợ cơ sở dữ liệu mysql"):
        catalogue_url(Path(), "mysql://user@host/plans")


def test_an_address_that_is_none_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL"):
        catalogue_url(tmp_path, "plans.db")


@pytest.mark.embedded(reason="DATABASE_URL names a SQLite file")
def test_a_database_address_takes_the_place_of_the_file(tmp_path: Path) -> None:
    catalogue = Catalogue(catalogue_url(tmp_path, f"sqlite:///{tmp_path / 'elsewhere' / 'plans.db'}"))
    catalogue.create()
    catalogue.replace(sample_plan(), passages(sample_plan()))
    assert (tmp_path / "elsewhere" / "plans.db").exists()
    assert not (tmp_path / FILE_NAME).exists()


def test_anchors_of_rows_and_sections_come_back(catalogue: Catalogue) -> None:
    anchors = {passage.anchor for passage in catalogue.passages_of()}
    assert Anchor("ben-tre-2027", section="I.1") in anchors
    assert Anchor("ben-tre-2027", appendix="", stt="1", repeat=2) in anchors
