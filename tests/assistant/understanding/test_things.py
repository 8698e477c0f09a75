"""Tables whose rows are no tasks, asked for by what their header calls them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant, Kind
from assistant.understanding.things import nouns_of_header
from ingest.model import Anchor, Appendix, Column, Field, Row
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre

KIND, FOR = "Loại vắc xin", "Đối tượng"
VACCINES = [("Lao (BCG)", "Trẻ sơ sinh"), ("Bại liệt uống", "Trẻ dưới 1 tuổi"), ("Sởi đơn", "Trẻ dưới 1 tuổi")]


def _row(number: int, name: str, given_to: str) -> Row:
    cells = {KIND: name, FOR: given_to}
    return Row(Anchor(BEN_TRE, appendix="9", stt=str(number)), {"content": name, FOR: given_to}, columns=cells)


@pytest.fixture(scope="module")
def vaccines(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    plan = ben_tre()
    table = tuple(_row(number, *cells) for number, cells in enumerate(VACCINES, start=1))
    columns = (Column(KIND, Field.CONTENT), Column(FOR))
    more = replace(plan, appendices=(*plan.appendices, Appendix("9", "Nhu cầu vắc xin", columns, table)))
    return assistant_in(tmp_path_factory.mktemp("index"), [more])


@pytest.mark.parametrize(
    ("header", "nouns"),
    [
        ("Loại vắc xin", ("vắc xin",)),
        ("Cơ sở KCB", ("cơ sở KCB", "cơ sở")),
        ("Công trình, nội dung", ("công trình",)),
        ("Tên nhiệm vụ", ()),
        ("Cơ sở y tế/Nhiệm vụ", ()),  # both stand among its rows
        ("Chỉ tiêu", ()),
        ("Nội dung", ()),
    ],
)
def test_a_header_says_what_rows_are(header: str, nouns: tuple[str, ...]) -> None:
    assert nouns_of_header(header) == nouns


@pytest.mark.parametrize(
    "question",
    [
        "Vắc xin nào của Bến Tre dành cho trẻ dưới 1 tuổi?",
        "vac xin nao cua ben tre danh cho tre duoi 1 tuoi",
        "Liệt kê các vắc xin Bến Tre dành cho trẻ dưới 1 tuổi",
    ],
)
def test_rows_are_listed_by_that_noun(vaccines: Assistant, question: str) -> None:
    answer = vaccines.ask(question)
    assert anchors(answer) == [f"{BEN_TRE}/pl-9/2", f"{BEN_TRE}/pl-9/3"]
    assert "2** vắc xin" in answer.answer


def test_they_are_counted_too(vaccines: Assistant) -> None:
    answer = vaccines.ask("Bến Tre có bao nhiêu loại vắc xin?")
    assert (answer.kind, "**3**" in answer.answer) == (Kind.COUNT, True)


def test_in_english_they_are_called_rows(vaccines: Assistant) -> None:
    answer = vaccines.ask("How many vaccines does Ben Tre have?")
    assert "**3** rows" in answer.answer


def test_where_no_row_meets_it_the_question_is_answered_as_it_was_typed(vaccines: Assistant) -> None:
    typed = "Bến Tre mua vắc xin nào cho người cao tuổi?"
    assert not vaccines.ask(typed).answerable
    assert "vắc xin" in vaccines.ask(typed).answer
