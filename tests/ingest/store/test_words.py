"""Search by words finds Vietnamese as people type it, and an accented match ranks above an unaccented one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.passages import passages
from ingest.store.catalogue import Catalogue
from ingest.store.errors import StoreError
from ingest.store.words import Searchable, TantivyWords, accented_words, codes
from tests.ingest.store.samples import catalogue_at, catalogue_in, sample_plan

FILLER = tuple(f"Công việc thường xuyên của phòng số {number}" for number in range(8))


def catalogue_with(folder: Path, *tasks: str) -> Catalogue:
    """A catalogue of one plan with these tasks as rows 1, 2 and so on, and some others after them."""
    catalogue = catalogue_in(folder)
    plan = sample_plan(tasks=tasks + FILLER)
    catalogue.replace(plan, passages(plan))
    return catalogue


def best(catalogue: Catalogue, query: str) -> str:
    """The number of the row that a query finds first."""
    return catalogue.search_words(query, kinds=["row"])[0].passage.anchor.stt


@pytest.mark.parametrize("query", ["Đơn thuốc điện tử", "don thuoc dien tu", "ĐƠN THUỐC", "đơn thuốc?", "đơn thuốc"])
def test_words_are_found_in_every_form_people_type(tmp_path: Path, query: str) -> None:
    catalogue = catalogue_with(tmp_path, "Nâng cấp máy chủ", "Triển khai đơn thuốc điện tử")
    assert best(catalogue, query) == "2"


def test_an_accented_match_ranks_above_an_unaccented_one(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Rà soát việc hoãn cấp phép", "Rà soát việc hoàn cấp phép")
    assert best(catalogue, "hoàn cấp phép") == "2"
    assert best(catalogue, "hoãn cấp phép") == "1"


def test_an_unaccented_query_finds_every_reading_alike(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Rà soát việc hoãn cấp phép", "Rà soát việc hoàn cấp phép")
    first, second = catalogue.search_words("hoan", kinds=["row"])
    assert first.score == pytest.approx(second.score)


def test_syllables_that_stand_together_count_more_than_the_same_ones_apart(tmp_path: Path) -> None:
    apart = "Rà soát đơn vị trực thuộc, điện lưới và tử tuất"
    catalogue = catalogue_with(tmp_path, apart, "Triển khai hệ thống quản lý đơn thuốc điện tử trên toàn tỉnh")
    assert best(catalogue, "don thuoc dien tu") == "2"
    assert best(catalogue, "đơn thuốc điện tử") == "2"


def test_scores_are_positive_and_fall(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Triển khai bệnh án điện tử", "Triển khai chữ ký số")
    scores = [hit.score for hit in catalogue.search_words("bệnh án điện tử của phòng")]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


@pytest.mark.parametrize("query", ["07-QĐ/BCĐ", "7-qđ/bcđ", "07-qd/ bcd", "07 - QĐ/BCĐ"])
def test_a_code_is_found_whatever_spaces_and_zeros_stand_in_it(tmp_path: Path, query: str) -> None:
    others = (f"Thực hiện Quyết định số {number}-QĐ/BCĐ" for number in range(8, 12))
    catalogue = catalogue_with(tmp_path, *others, "Thực hiện Quyết định số 07-QĐ/ BCĐ")
    assert best(catalogue, query) == "5"


def test_a_search_stays_within_the_plans_and_kinds_asked_for(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Triển khai bệnh án điện tử")
    other = sample_plan("an-nhon-2026", ("Triển khai bệnh án điện tử",))
    catalogue.replace(other, passages(other))
    assert {hit.passage.anchor.plan for hit in catalogue.search_words("bệnh án")} == {"ben-tre-2027", "an-nhon-2026"}
    only = catalogue.search_words("bệnh án", plans=["an-nhon-2026"])
    assert {hit.passage.anchor.plan for hit in only} == {"an-nhon-2026"}
    assert {hit.passage.kind for hit in catalogue.search_words("kế hoạch", kinds=["header"])} == {"header"}
    assert catalogue.search_words("bệnh án", plans=[]) == []
    assert catalogue.search_words("bệnh án", kinds=[]) == []


def test_the_limit_is_kept(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path)
    assert len(catalogue.search_words("thường xuyên", limit=3)) == 3


@pytest.mark.parametrize(
    "query",
    ["", "   ", "?!", '"', "'; DROP TABLE passages; --", "AND OR NOT NEAR(", "folded:x*", "a" * 10_000, "%_^", "\x00"],
)
def test_no_query_is_taken_for_a_command(tmp_path: Path, query: str) -> None:
    catalogue = catalogue_with(tmp_path)
    catalogue.search_words(query)
    assert catalogue.plan("ben-tre-2027").id == "ben-tre-2027"


@pytest.mark.parametrize("word", ["thường {}", "{}/QĐ-UBND", "hoàn{} thành", "công việc {}"])
def test_a_pasted_page_is_a_query_too(tmp_path: Path, word: str) -> None:
    catalogue = catalogue_with(tmp_path, *(f"{word.format(number)} kế hoạch" for number in range(300)))
    page = " ".join(word.format(number) for number in range(50_000))
    assert catalogue.search_words(page)


def test_words_of_the_query_language_are_only_words(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Chương trình NOT AND OR thử nghiệm")
    assert best(catalogue, "NOT") == "1"


def test_a_word_that_no_passage_has_finds_nothing(tmp_path: Path) -> None:
    assert catalogue_with(tmp_path).search_words("xyzzy") == []


def test_a_query_of_words_that_stand_everywhere_still_finds_something(tmp_path: Path) -> None:
    assert catalogue_with(tmp_path).search_words("Bến Tre")


def test_words_can_be_indexed_anew(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Triển khai đơn thuốc điện tử")
    before = catalogue.search_words("đơn thuốc")
    catalogue.rebuild_words()
    assert catalogue.search_words("đơn thuốc") == before


def test_codes_amounts_and_dates_are_squeezed() -> None:
    assert codes("Số 07-QĐ/ BCĐ ngày 01/4/2025, 3.500.000 đồng, 24/7") == ["7qdbcd", "142025", "3500000", "247"]
    assert codes("không có số nào") == []


def test_only_words_with_accents_are_accented_and_both_unicode_forms_are_one() -> None:
    assert accented_words("Sở Y tế Cà Mau") == ["sở", "tế", "cà"]
    assert accented_words("to\u0301an") == ["tóan"]


@pytest.mark.embedded(reason="Tantivy's folder of words; PostgreSQL keeps them with the passages")
def test_a_word_index_that_was_deleted_is_told_with_the_mend_and_rebuilt(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Triển khai đơn thuốc điện tử")
    catalogue.close()
    shutil.rmtree(tmp_path / "words")
    with pytest.raises(StoreError, match="ingest rebuild"):
        catalogue_at(tmp_path).search_words("đơn thuốc")
    other = sample_plan("an-nhon-2026", ("Mua xe cứu thương",))
    again = catalogue_at(tmp_path)
    again.replace(other, passages(other))
    assert best(again, "đơn thuốc") == "1"
    assert again.search_words("đơn thuốc")[0].passage.anchor.plan == "ben-tre-2027"


@pytest.mark.embedded(reason="Tantivy's folder of words; PostgreSQL keeps them with the passages")
def test_a_damaged_word_index_is_told_with_the_mend_and_rebuilt(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Triển khai đơn thuốc điện tử")
    (tmp_path / "words" / "meta.json").write_text("{")
    with pytest.raises(StoreError, match="ingest rebuild"):
        catalogue_at(tmp_path).search_words("đơn thuốc")
    catalogue.rebuild_words()
    assert best(catalogue, "đơn thuốc") == "1"


@pytest.mark.embedded(reason="Tantivy's folder of words; PostgreSQL keeps them with the passages")
def test_passages_left_behind_by_a_broken_add_are_not_found(tmp_path: Path) -> None:
    catalogue = catalogue_with(tmp_path, "Triển khai đơn thuốc điện tử")
    left = [Searchable(9_000 + number, "ben-tre-2027", "row", "đơn thuốc điện tử") for number in range(50)]
    TantivyWords(tmp_path / "words").add(None, left)
    found = catalogue_at(tmp_path).search_words("đơn thuốc điện tử", limit=3)
    assert [hit.passage.anchor.stt for hit in found][:1] == ["1"]
    catalogue.replace(sample_plan(), passages(sample_plan()))
    assert {hit.key for hit in TantivyWords(tmp_path / "words").search(None, "thuốc", None, None, 99, 0)}.isdisjoint(
        {one.key for one in left}
    )
