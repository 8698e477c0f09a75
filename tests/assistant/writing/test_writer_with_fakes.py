"""The whole path with LangChain's fake chat models in a real one's place."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.language_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from pydantic import ConfigDict

from assistant import Kind
from assistant.writing.errors import Reason
from tests.assistant.sample import BEN_TRE
from tests.assistant.writing.asking import ANCHOR, BUILT_IN, GOOD, SURVEY, VAGUE, WHO, by_model


class CallingModel(GenericFakeChatModel):
    """The fake model, with tools that can be bound to it."""

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Itself: it calls what it is scripted to call."""
        return self


def calling(*messages: AIMessage) -> CallingModel:
    return CallingModel(messages=iter(messages))


def call(name: str, **arguments: object) -> AIMessage:
    return AIMessage("", tool_calls=[ToolCall(name=name, args=dict(arguments), id="1")])


def test_a_streamed_reply_is_checked_and_signed() -> None:
    result = by_model(FakeListChatModel(responses=[GOOD])).ask(WHO)
    assert (result.answer.answer, result.answer.writer) == (GOOD, "fake")
    assert "".join(result.pieces) == GOOD


def test_a_model_without_tools_plans_in_json() -> None:
    plan = json.dumps({"topic": "khảo sát sự hài lòng của người bệnh", "fields": ["lead_unit"]})
    reply = "Thanh tra Sở chủ trì khảo sát sự hài lòng của người bệnh [1]."
    result = by_model(FakeListChatModel(responses=[f"```json\n{plan}\n```", reply])).ask(VAGUE)
    assert (result.answer.answer, result.answer.writer) == (reply, "fake")
    assert [citation.anchor for citation in result.answer.citations] == [SURVEY]


def test_search_gives_evidence_to_write_from() -> None:
    model = calling(
        call("search", query="hài lòng của người bệnh", plans=[BEN_TRE]),
        AIMessage("{}"),
        AIMessage("Thanh tra Sở chủ trì khảo sát sự hài lòng của người bệnh [1]. Kinh phí 3 tỷ đồng [1]."),
    )
    result = by_model(model).ask(VAGUE)
    assert result.answer.answer == "Thanh tra Sở chủ trì khảo sát sự hài lòng của người bệnh [1]."
    assert (result.answer.answerable, result.answer.kind) == (True, Kind.PASSAGE)
    assert [citation.anchor for citation in result.answer.citations] == [SURVEY]


def test_tables_count_and_the_model_only_says_what_they_counted() -> None:
    counting = call("aggregate", kind="count", units=["Văn phòng Sở"], role="lead_unit", plans=[BEN_TRE])
    right = "Văn phòng Sở chủ trì 3 nhiệm vụ, dự án [1][2][3]."
    wrong = "Văn phòng Sở chủ trì 7 nhiệm vụ, dự án [1][2][3]."
    question = "Ai lo chuyện gì ngoài kia?"
    result = by_model(calling(counting, AIMessage("{}"), AIMessage(right))).ask(question)
    assert (result.answer.answer, len(result.answer.citations)) == (right, 3)
    result = by_model(calling(counting, AIMessage("{}"), AIMessage(wrong))).ask(question)
    assert not result.answer.answerable


def test_rows_are_taken_by_conditions() -> None:
    model = calling(
        call("rows", time="tháng 6/2027", plans=[BEN_TRE]),
        AIMessage("{}"),
        AIMessage("Nâng cấp đường truyền mạng nội bộ đến hạn tháng 6/2027 [1]."),
    )
    result = by_model(model).ask("Ai lo chuyện gì ngoài kia?")
    assert [citation.anchor for citation in result.answer.citations] == [ANCHOR]


def test_a_follow_up_is_written_out_in_full() -> None:
    model = calling(
        call("question", question="Ai phụ trách khảo sát sự hài lòng của người bệnh của Bến Tre?"),
        AIMessage("**Bà Trần Thị Hoa - PGĐ Sở** phụ trách khảo sát sự hài lòng của người bệnh [1]."),
    )
    result = by_model(model).ask("Vậy thì cái kia ai đứng ra?", "Kể về chuyện bệnh nhân đánh giá?")
    assert [citation.anchor for citation in result.answer.citations] == [SURVEY]
    assert "Trần Thị Hoa" in result.answer.answer


def test_a_plan_that_was_not_asked_about_is_not_looked_into() -> None:
    model = calling(call("search", query="hài lòng của người bệnh", plans=[BEN_TRE]), AIMessage("{}"))
    asker = by_model(model)
    answer = asker.assistant.ask(VAGUE, plans=["lao-cai-2028"])
    assert not any(citation.plan == BEN_TRE for citation in answer.citations)


def test_marks_are_numbered_in_the_order_of_the_text() -> None:
    question = "Có bao nhiêu nhiệm vụ do Văn phòng Sở chủ trì?"
    text = (
        "Văn phòng Sở chủ trì 3 nhiệm vụ [1][2][3]:\n- Mua máy điều hoà cho phòng máy chủ [2]\n"
        "- Nâng cấp đường truyền mạng nội bộ [1]\n- Xây dựng kho lưu trữ phim X-quang [3]"
    )
    reordered = text.split("\n", 1)[1] + "\nVăn phòng Sở chủ trì 3 nhiệm vụ [1][2][3]."
    answer = by_model(FakeListChatModel(responses=[text])).ask(question).answer
    assert (answer.answer, answer.writer) == (text, "fake")
    answer = by_model(FakeListChatModel(responses=[reordered])).ask(question).answer
    assert answer.answer.startswith("- Mua máy điều hoà cho phòng máy chủ [1]\n- Nâng cấp đường truyền mạng nội bộ [2]")
    assert "điều hoà" in answer.citations[0].quote


def test_a_list_of_which_a_row_is_left_out_is_not_used() -> None:
    question = "Có bao nhiêu nhiệm vụ do Văn phòng Sở chủ trì?"
    answer = by_model(FakeListChatModel(responses=["Văn phòng Sở chủ trì 2 nhiệm vụ [1][2]."])).ask(question).answer
    assert (answer.writer, len(answer.citations)) == ("built-in", 3)


def test_tokens_of_a_question_and_of_a_day_are_limited() -> None:
    result = by_model(FakeListChatModel(responses=[GOOD]), llm_question_tokens=500).ask(WHO)
    assert (result.answer.answer, result.report.reason) == (BUILT_IN, Reason.OVER_LIMIT)
    asker = by_model(FakeListChatModel(responses=[GOOD]), llm_daily_tokens=100)
    assert asker.ask(WHO).answer.answer == GOOD
    assert asker.ask(WHO).report.reason is Reason.OVER_LIMIT


def test_a_day_may_cost_so_much_and_no_more() -> None:
    asker = by_model(FakeListChatModel(responses=[GOOD]), llm_daily_cost=0.5, llm_price_in=1000, llm_price_out=2000)
    assert asker.ask(WHO).report.reason is Reason.WRITTEN
    assert asker.ask(WHO).report.reason is Reason.OVER_LIMIT


class WaitingModel(GenericFakeChatModel):
    """Says nothing until it may."""

    began: threading.Event
    may: threading.Event

    model_config = ConfigDict(arbitrary_types_allowed=True)

    def _stream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self.began.set()
        self.may.wait(10)
        return iter(())


def test_a_question_beyond_the_calls_under_way_gets_the_built_in_answer_at_once() -> None:
    began, may = threading.Event(), threading.Event()
    model = WaitingModel(messages=iter(()), began=began, may=may)
    asker = by_model(model, llm_calls=1, llm_seconds=30, llm_stall_seconds=30)
    first = threading.Thread(target=asker.assistant.ask, args=(WHO,))
    first.start()
    assert began.wait(10)
    result = asker.ask(WHO)
    may.set()
    first.join()
    assert result.answer.answer == BUILT_IN
    assert result.seconds < 5
    assert Reason.BUSY in {report.reason for report in result.reports}
