"""A turn that names something of the row just told is answered from that row, where nothing else says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant
from ingest.model import Field
from tests.assistant.sample import BEN_TRE, anchors, assistant_in, ben_tre, lao_cai

FILMS = f"{BEN_TRE}/pl-2/1"
ASKED = "Kho lưu trữ phim X-quang của Bến Tre tốn bao nhiêu tiền?"
NOTE = "Huyện Thạnh Phú đề nghị thêm 450.000.000 đồng"


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    plan = ben_tre()
    tasks, projects = plan.appendices
    films, *others = projects.rows
    noted = replace(films, fields={**films.fields, Field.NOTE.value: NOTE})
    plan = replace(plan, appendices=(tasks, replace(projects, rows=(noted, *others))))
    return assistant_in(tmp_path_factory.mktemp("index"), [plan, lao_cai()])


def test_what_its_note_names_is_told_from_the_row_before(made_up: Assistant) -> None:
    answer = made_up.ask("Thế Thạnh Phú xin thêm bao nhiêu?", [ASKED])
    assert answer.answerable
    assert "450.000.000" in answer.answer
    assert anchors(answer) == [FILMS]


def test_what_the_row_before_does_not_name_stays_unanswered(made_up: Assistant) -> None:
    assert not made_up.ask("Thế huyện Chợ Lách xin thêm bao nhiêu?", [ASKED]).answerable


def test_a_field_that_the_row_before_leaves_blank_is_not_made_up_from_it(made_up: Assistant) -> None:
    assert not made_up.ask("Thạnh Phú xong khi nào?", [ASKED]).answerable
