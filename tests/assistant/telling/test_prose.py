"""Answers from sentences, from whole rows, and about whole plans."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant import Assistant, Kind
from assistant.search.retriever import Hit
from assistant.telling.prose import choose_passages
from ingest.model import Paragraph, Section
from ingest.passages import passages
from ingest.vietnamese import fold
from tests.assistant.sample import BEN_TRE, LAO_CAI, anchors, assistant_in, ben_tre, lao_cai, row


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return assistant_in(tmp_path_factory.mktemp("index"))


@pytest.mark.parametrize(
    "question",
    [
        "Bác sĩ đi bản bằng gì khi đường sạt lở?",
        "bac si di ban bang gi khi duong sat lo",
        "Lào Cai nói gì về bác sĩ đi bản khi đường sạt lở?",
    ],
)
def test_prose_answers_with_its_section(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.PASSAGE, True)
    assert "ngựa thồ" in answer.answer
    assert anchors(answer) == [f"{LAO_CAI}/II.3"]
    (citation,) = answer.citations
    assert (citation.section, citation.appendix, citation.stt) == ("II.3", None, None)


def test_a_topic_alone_is_told_by_the_rows_that_are_about_it(made_up: Assistant) -> None:
    answer = made_up.ask("Bệnh án điện tử")
    assert sorted(anchors(answer)) == [f"{BEN_TRE}/pl-1/I/2", f"{LAO_CAI}/pl/1"]
    assert "Quý III/2027" in answer.answer


@pytest.mark.parametrize(
    ("question", "anchor"),
    [
        ("Có nói đến điện mặt trời không?", f"{BEN_TRE}/I.1"),
        ("Có nhiệm vụ nào về chợ phiên không?", f"{LAO_CAI}/pl/2"),
        ("is there anything about điện mặt trời?", f"{BEN_TRE}/I.1"),
    ],
)
def test_what_is_there_is_confirmed_with_its_place(made_up: Assistant, question: str, anchor: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.EXISTENCE, True)
    assert anchors(answer) == [anchor]


@pytest.mark.parametrize("question", ["Có nói đến tàu ngầm không?", "co noi den tau ngam khong", "any submarine task?"])
def test_what_is_not_there_is_not_confirmed(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.answerable, answer.citations) == (False, ())


def test_of_a_long_paragraph_the_sentences_that_say_it_are_told(tmp_path: Path) -> None:
    filler = [f"Đơn vị số {number} báo cáo định kỳ theo mẫu đã ban hành trong tháng." for number in range(20)]
    fact = "Máy nổ dự phòng được bảo dưỡng sáu tháng một lần."
    paragraph = " ".join([*filler[:10], fact, *filler[10:]])
    plan = replace(ben_tre(), sections=(Section("IV.2", "2", "Bảo đảm vận hành", (Paragraph(paragraph),)),))
    answer = assistant_in(tmp_path, [plan]).ask("Máy nổ dự phòng được bảo dưỡng bao lâu một lần theo phần vận hành?")
    assert fact in answer.answer
    assert f"{BEN_TRE}/IV.2" in anchors(answer)
    assert len(answer.answer) < len(paragraph)


# --- The passages chosen ----------------------------------------------------------------------------------------------


def hit(address: str, score: float) -> Hit:
    passage = next(one for plan in (ben_tre(), lao_cai()) for one in passages(plan) if one.id == address)
    return Hit(passage, row(address) if passage.kind == "row" else None, score, score, 0.0)


def chosen(*hits: Hit, named: int = 0) -> list[str]:
    return [one.passage.id for one in choose_passages(hits, named)]


FIRST, SECOND, THIRD = f"{BEN_TRE}/pl-1/I/1", f"{BEN_TRE}/pl-1/I/2", f"{LAO_CAI}/pl/1"


def test_one_passage_of_each_plan_is_chosen_where_no_plan_is_named() -> None:
    assert chosen(hit(FIRST, 1.0), hit(SECOND, 0.99), hit(THIRD, 0.98)) == [FIRST, THIRD]


def test_several_passages_of_a_plan_that_is_named_may_be_chosen() -> None:
    assert chosen(hit(FIRST, 1.0), hit(SECOND, 0.99), named=1) == [FIRST, SECOND]


def test_a_passage_far_behind_the_best_is_left_out() -> None:
    assert chosen(hit(FIRST, 1.0), hit(THIRD, 0.5)) == [FIRST]


def test_no_more_passages_are_chosen_than_fit_in_an_answer() -> None:
    hits = [hit(address, 1.0) for address in (FIRST, SECOND, THIRD)]
    assert len(choose_passages(hits, 2, most=2)) == 2
    assert chosen() == []


# --- Whole plans ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["Tóm tắt kế hoạch Bến Tre", "ke hoach ben tre noi ve gi", "give me an overview of the Ben Tre plan"]
)
def test_an_overview_says_what_a_plan_is_and_how_much_it_holds(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert (answer.kind, answer.answerable) == (Kind.OVERVIEW, True)
    assert anchors(answer) == [f"{BEN_TRE}/header"]
    assert "Chuyển đổi số ngành Y tế năm 2027" in answer.answer
    assert "9" in answer.answer


@pytest.mark.parametrize(
    ("subject", "kind"),
    [("mua sắm thuốc", Kind.OVERVIEW), ("mua sam thuoc", Kind.OVERVIEW), ("đấu thầu", Kind.ABSTAIN)],
)
def test_a_subject_whose_words_stand_apart_in_the_title_is_the_plans(subject: str, kind: Kind, tmp_path: Path) -> None:
    plan = ben_tre()
    plan = replace(plan, header=replace(plan.header, title="Mua sắm tập trung thuốc, thiết bị y tế năm 2027"))
    assert assistant_in(tmp_path, [plan]).ask(f"Tóm tắt kế hoạch {subject} Bến Tre").kind is kind


@pytest.mark.parametrize("question", ["Có những kế hoạch nào?", "co nhung ke hoach nao", "which plans do you have?"])
def test_the_plans_at_hand_are_listed(made_up: Assistant, question: str) -> None:
    answer = made_up.ask(question)
    assert answer.kind is Kind.OVERVIEW
    assert anchors(answer) == [f"{BEN_TRE}/header", f"{LAO_CAI}/header"]


@pytest.mark.parametrize(
    ("question", "fact", "anchor"),
    [
        ("An Giang sao luu du lieu theo nguyen tac nao?", "3-2-1", "an-giang-2025/III.6.c"),
        ("Có kế hoạch nào nói đến 3-2-1 không?", "3-2-1", "an-giang-2025/III.6.c"),
    ],
)
def test_prose_of_the_sample_plans_answers(assistant: Assistant, question: str, fact: str, anchor: str) -> None:
    answer = assistant.ask(question)
    assert fact in answer.answer
    assert anchor in anchors(answer)


def test_a_fact_typed_without_accents_is_quoted_as_printed(made_up: Assistant) -> None:
    question = "Bác sĩ đi bản bằng ngựa thồ khi đường sạt lở?"
    assert "ngựa thồ" in made_up.ask(fold(question)).answer


def test_what_a_body_does_is_told_from_the_table_and_from_the_organisation(assistant: Assistant) -> None:
    answer = assistant.ask("Phòng Tổ chức cán bộ An Giang làm gì?")
    assert answer.kind is Kind.LIST
    assert "tuyển dụng, đào tạo" in answer.answer
    assert "an-giang-2025/V.1.3" in [citation.anchor for citation in answer.citations]
    assert any(citation.stt for citation in answer.citations)
