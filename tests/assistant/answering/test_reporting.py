"""When, how often and to whom results are reported, which the prose of a plan says."""

from __future__ import annotations

import pytest

from assistant import Assistant, Kind
from tests.assistant.sample import anchors

_OF_PLAN = {
    "dong-nai-2025": ["dong-nai-2025/V.2.a"],
    "ninh-thuan-2025": ["ninh-thuan-2025/VII.5"],
    "an-giang-2025": ["an-giang-2025/V.2"],
    "dong-thap-2026": ["dong-thap-2026/III.1", "dong-thap-2026/III.4"],
}


@pytest.mark.parametrize(
    ("question", "plan", "said"),
    [
        ("Ninh Thuận báo cáo mấy lần một năm?", "ninh-thuan-2025", "trước ngày 20/6"),
        ("bao lau phai bao cao ket qua mot lan, dong nai", "dong-nai-2025", "trước 10/12"),
        ("reporting requirements in An Giang", "an-giang-2025", "15/12/2025"),
        ("dong thap bao cao hang thang hay hang quy", "dong-thap-2026", "25/5 và 10/11"),
        ("ai tổng hợp báo cáo ở Đồng Tháp", "dong-thap-2026", "Văn phòng Sở"),
    ],
)
def test_the_sentences_that_say_when_to_report_are_told(
    assistant: Assistant, question: str, plan: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.kind, anchors(answer)) == (Kind.PASSAGE, _OF_PLAN[plan])
    assert said in answer.answer


def test_each_plan_is_told_where_none_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("how is progress reported and how often?")
    told = anchors(answer)
    assert {one.partition("/")[0] for one in told} == {*_OF_PLAN, "ca-mau-2026"}
    assert {anchor for own in _OF_PLAN.values() for anchor in own} <= set(told)
    assert "Trên đây là" not in answer.answer  # the sentence that closes a plan sets no time


def test_it_is_asked_of_the_plan_told_before(assistant: Assistant) -> None:
    answer = assistant.ask("báo cáo định kỳ thế nào?", history=["Kế hoạch Đồng Nai nói về gì?"])
    assert anchors(answer) == _OF_PLAN["dong-nai-2025"]


def test_a_report_that_no_sentence_speaks_of_is_not_told(assistant: Assistant) -> None:
    assert not assistant.ask("Đồng Nai yêu cầu đơn vị trực thuộc nộp báo cáo quý trước ngày nào?").answerable
    assert anchors(assistant.ask("báo cáo quý của Ninh Thuận nộp ngày nào")) == _OF_PLAN["ninh-thuan-2025"]


def test_of_a_body_told_before_its_row_is_meant(assistant: Assistant) -> None:
    before = "Who makes sure Dong Thap has dedicated IT staff?"
    assert anchors(assistant.ask("How often do they report?", history=[before])) == ["dong-thap-2026/pl/IV/17"]


@pytest.mark.parametrize(
    "question",
    [
        "có mấy nhiệm vụ của Đồng Tháp yêu cầu báo cáo hằng tháng",
        "việc nào có kết quả là báo cáo hàng tháng",
        "khi nào xong hệ thống báo cáo bệnh truyền nhiễm của Đồng Tháp",
    ],
)
def test_reports_beside_something_else_are_not_meant(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert anchors(answer) != _OF_PLAN["dong-thap-2026"]
    assert not {"ninh-thuan-2025/VII.5", "an-giang-2025/V.2"} & set(anchors(answer))
