"""The tasks of each body, asked for by its name: all are told over plans made up, and what is left out is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import Assistant
from eval.bodies import Borne, asked_for, borne_in
from ingest.model import Anchor, Appendix, Field, Row
from tests.assistant.sample import BEN_TRE, assistant_in, ben_tre

BODIES = [
    "Bệnh viện Trung ương Bến Tre",  # a province's name in the body's own
    "Viện Pasteur TP. Hồ Chí Minh",  # that of one without a plan
    "Trung tâm Y tế huyện",  # a longer name than the body with which it begins
    "Trung tâm Y tế",
    "VNPT Vũng Tàu",
    "06 bệnh viện tuyến tỉnh",
    "Ủy ban Mặt trận Tổ quốc phường",
    "Văn phòng Bộ",
    "Sở Tài chính",  # "co so tai chinh" is no "cơ sở"
    "Sở Y tế",
    "Các đơn vị thuộc Bộ",
]


def _row(number: int, body: str) -> Row:
    fields = {"content": f"Việc riêng số {number}", "lead_unit": "Thanh tra Sở", "coordinating_units": body}
    return Row(Anchor(BEN_TRE, appendix="9", stt=str(number)), fields, columns=fields)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    plan = ben_tre()
    rows = tuple(_row(number, body) for number, body in enumerate(BODIES, start=1))
    table = Appendix("9", "Danh mục nhiệm vụ", plan.appendices[0].columns, rows)
    return assistant_in(tmp_path_factory.mktemp("index"), [replace(plan, appendices=(*plan.appendices, table))])


@pytest.mark.parametrize("body", BODIES)
def test_all_tasks_of_a_body_are_told(made_up: Assistant, body: str) -> None:
    shelf = made_up.shelf()
    borne = next(one for one in borne_in(shelf, BEN_TRE) if one.name == body)
    told = list(asked_for(made_up, borne, shelf.names[BEN_TRE]))
    assert len(told) == 4
    assert [one.question for one in told if one.missing] == []


def test_rows_left_out_are_seen(made_up: Assistant) -> None:
    absent = Borne(Field.LEAD_UNIT, "Thanh tra Sở", frozenset({f"{BEN_TRE}/pl-9/99"}))
    told = list(asked_for(made_up, absent, made_up.shelf().names[BEN_TRE]))
    assert all(one.missing == absent.rows for one in told)
