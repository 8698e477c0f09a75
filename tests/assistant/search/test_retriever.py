"""The search for passages, the LangChain retriever before it, and an assistant shared by threads."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant import Answer, Assistant, open_assistant
from assistant.langchain import PlanRetriever
from assistant.plans.library import Library
from assistant.search.retriever import Looks, Search, best_of_each_plan
from assistant.understanding.reading import understand
from ingest.model import Passage, Row
from ingest.settings import Settings
from ingest.store.plan_store import open_store
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, ben_tre, lao_cai, library_in, store_of


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = library_in(tmp_path_factory.mktemp("index"))
    yield library
    library.store.close()


def found(retriever: BaseRetriever, query: str) -> list[Document]:
    return retriever.invoke(query)


def test_documents_come_with_their_address_best_first(made_up: Library) -> None:
    documents = found(PlanRetriever(library=made_up, k=4), "mua xe cứu thương")
    assert documents[0].id == f"{BEN_TRE}/pl-2/2"
    assert "12.000.000.000" in documents[0].page_content
    assert documents[0].metadata.keys() >= {"anchor", "plan", "kind", "score"}
    assert documents[0].metadata["anchor"] == f"{BEN_TRE}/pl-2/2"
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("k", [1, 3])
def test_no_more_documents_come_than_were_asked_for(made_up: Library, k: int) -> None:
    assert len(found(PlanRetriever(library=made_up, k=k), "bệnh án điện tử")) == k


def test_a_plan_that_the_query_names_is_kept_to(made_up: Library) -> None:
    documents = found(PlanRetriever(library=made_up, k=20), "bệnh án điện tử ở Lào Cai")
    assert {document.metadata["plan"] for document in documents} == {LAO_CAI}


def test_a_retriever_takes_an_empty_query(made_up: Library) -> None:
    assert isinstance(found(PlanRetriever(library=made_up), ""), list)


def test_the_retriever_finds_rows_of_the_sample_plans(index: Settings) -> None:
    retriever = PlanRetriever(library=Library(open_store(index, must_exist=True)), k=3)
    for query in ("Ai chủ trì đơn thuốc điện tử ở Cà Mau?", "ai chu tri don thuoc dien tu o ca mau"):
        assert found(retriever, query)[0].metadata["anchor"] == "ca-mau-2026/pl-1/13"


@pytest.mark.parametrize("query", ["bệnh án điện tử", "benh an dien tu", "BỆNH ÁN ĐIỆN TỬ", "EMR", "bệnh an điện tử"])
def test_a_row_is_found_however_its_topic_is_typed(made_up: Library, query: str) -> None:
    hits = Search(made_up).find(understand(query, made_up.shelf()))
    assert {hit.passage.id for hit in hits[:2]} == {f"{BEN_TRE}/pl-1/I/2", f"{LAO_CAI}/pl/1"}
    assert all(0.0 <= hit.coverage <= 1.0 + 1e-9 for hit in hits)
    assert all(0.0 <= hit.nearness <= 1.0 for hit in hits)


def test_plans_and_kinds_may_be_chosen(made_up: Library) -> None:
    question = understand("bệnh án điện tử", made_up.shelf())
    hits = Search(made_up).find(question, plans=[LAO_CAI], kinds=["row"])
    assert {(hit.plan, hit.passage.kind) for hit in hits} == {(LAO_CAI, "row")}


@pytest.mark.parametrize("query", ["mua xe cứu thương", "ai chu tri benh an dien tu", "who leads Zyxx ambulances?"])
def test_work_beside_changes_nothing(made_up: Library, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    asked = understand(query, made_up.shelf())
    monkeypatch.setattr("assistant.plans.library.has_free_core", lambda: False)
    alone = Search(made_up).find(asked), Search(made_up).find_in_each(asked, [BEN_TRE, LAO_CAI])
    with ThreadPoolExecutor(2) as helpers:
        monkeypatch.setattr(made_up, "_helpers", helpers)
        monkeypatch.setattr("assistant.plans.library.has_free_core", lambda: True)
        assert (Search(made_up).find(asked), Search(made_up).find_in_each(asked, [BEN_TRE, LAO_CAI])) == alone


def test_a_question_searched_for_in_other_plans_too_looks_at_no_passage_twice(
    made_up: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    look = Looks._look

    def noted(self: Looks, passage: Passage, row: Row | None, heading: str) -> Any:
        looked.append(passage.id)
        return look(self, passage, row, heading)

    monkeypatch.setattr(Looks, "_look", noted)
    search, asked = Search(made_up), understand("bệnh án điện tử", made_up.shelf())
    in_one, in_all = search.find(asked, [LAO_CAI]), search.find(asked)
    assert {hit.passage.id for hit in in_one} & {hit.passage.id for hit in in_all}
    assert len(looked) == len(set(looked))
    assert in_all == Search(made_up).find(asked)


def test_the_best_hit_of_each_plan_is_the_first_of_its_plan(made_up: Library) -> None:
    hits = Search(made_up).find(understand("bệnh án điện tử", made_up.shelf()))
    best = best_of_each_plan(hits)
    assert set(best) == {BEN_TRE, LAO_CAI}
    assert all(hit is next(one for one in hits if one.plan == plan) for plan, hit in best.items())


# --- A library over time ----------------------------------------------------------------------------------------------


def test_the_shelf_is_the_same_until_the_index_changes(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = library_in(tmp_path_factory.mktemp("index"), [ben_tre()])
    first = library.shelf()
    assert library.shelf() is first
    store_of(library).add(lao_cai())
    assert set(library.shelf().plans) == {BEN_TRE, LAO_CAI}
    assert set(first.plans) == {BEN_TRE}
    library.store.close()


def test_a_plan_that_is_removed_is_no_longer_answered_from(tmp_path_factory: pytest.TempPathFactory) -> None:
    library = library_in(tmp_path_factory.mktemp("index"))
    assistant = Assistant(library)
    question = "Ai chủ trì giám sát dịch bệnh ở chợ phiên?"
    assert anchors(assistant.ask(question)) == [f"{LAO_CAI}/pl/2"]
    store_of(library).remove(LAO_CAI)
    assert assistant.ask(question).citations == ()
    library.store.close()


# --- Threads ----------------------------------------------------------------------------------------------------------

ASKED = (
    "Ai chủ trì đơn thuốc điện tử của Cà Mau?",
    "ai phoi hop trien khai chu ky so o dong nai",
    "who leads e-prescription rollout?",
    "Việc nào của Đồng Tháp phải xong trong tháng 6?",
    "Có bao nhiêu dự án trong kế hoạch Cà Mau?",
    "Ai ký kế hoạch của Đồng Nai?",
    "An Giang sao lưu dữ liệu theo nguyên tắc nào?",
    "Ai chủ trì xây dựng sân bay vũ trụ?",
)


def _untimed(answer: Answer) -> Answer:
    return replace(answer, took_ms=0.0)


def test_eight_threads_get_the_answers_that_one_gets(assistant: Assistant) -> None:
    alone = [_untimed(assistant.ask(question)) for question in ASKED]
    asked = [(at + shift) % len(ASKED) for shift in range(8) for at in range(len(ASKED))]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda at: _untimed(assistant.ask(ASKED[at])), asked))
    assert together == [alone[at] for at in asked]


def test_an_assistant_may_be_first_asked_by_eight_threads_at_once(index: Settings, assistant: Assistant) -> None:
    fresh = open_assistant(index)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: _untimed(fresh.ask(question)), ASKED))
    assert together == [_untimed(assistant.ask(question)) for question in ASKED]
