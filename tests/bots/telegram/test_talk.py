"""The questions of the design, asked of the real application over the sample plans, in a private chat and a group."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from bots.telegram.library import OwnLibrary
from tests.bots.telegram.bot_api import BotApi, Json
from tests.bots.telegram.samples import PUBLIC_URL, FakeLibrary, answer, running, state_of, task

GROUP = -1001
_SAID = "what is answered is that of the assistant, whose tests say that every store gives it the same rows"


@pytest.mark.once(reason=_SAID)
def test_questions_of_the_design_in_a_private_chat(api: BotApi, tmp_path: Path, sample_plans: OwnLibrary) -> None:
    asked = {
        "who leads e-prescription rollout?": ("Phòng Nghiệp vụ leads", "Sở Y tế Cà Mau 2026, Appendix 1, row 13"),
        "ai chu tri trien khai don thuoc dien tu cua ca mau": ("Phòng Nghiệp vụ", "Phụ lục 1, STT 13"),
        "việc nào của Đồng Tháp đến hạn tháng 6?": ("Nâng cấp đường truyền Internet", "Sở Y tế Đồng Tháp 2026"),
        "Ai phối hợp việc công bố các bài toán lớn của Cà Mau?": ("không nói", ""),
        "Mục tiêu thanh toán không dùng tiền mặt là bao nhiêu?": ("%", "Sở Y tế"),
    }
    with running(api, tmp_path, sample_plans):
        for number, (question, said) in enumerate(asked.items(), start=1):
            update = api.message(question)
            api.send(update)
            sent = api.wait_for("sendMessage", number)[-1]
            for part in said:
                assert part in sent.text, question
            assert sent.data["reply_parameters"]["message_id"] == update["message"]["message_id"]
            assert sent.data["parse_mode"] == "HTML"
    first = api.of("sendMessage")[0]
    assert f'<a href="{PUBLIC_URL}/sources/ca-mau-2026/pl-1/13">[1]</a>' in first.data["text"]
    assert ("📄 [1]", "s:1000:0:1") in first.buttons


@pytest.mark.once(reason=_SAID)
def test_follow_ups_go_on_from_the_question_before(api: BotApi, tmp_path: Path, sample_plans: OwnLibrary) -> None:
    with running(api, tmp_path, sample_plans):
        api.send(api.message("Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?"))
        api.wait_for("sendMessage")
        api.send(api.message("Còn đơn vị phối hợp?"))
        sent = api.wait_for("sendMessage", 2)[-1]
    assert "Các đơn vị khám, chữa bệnh" in sent.text


def test_a_group_is_answered_when_it_speaks_to_the_bot(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library):
        api.send(
            api.message("Trưa nay ăn gì?", GROUP),
            api.message("@KeHoachBot ai chủ trì?", GROUP),
            api.message("hỏi @KeHoachBot2 ai chủ trì?", GROUP),
            api.message("/help@OtherBot", GROUP),
            api.message("/ask@KeHoachBot khi nào xong?", GROUP),
        )
        sent = api.wait_for("sendMessage", 2, GROUP)
        reply_to = {"message_id": sent[0].data["message_id"], "date": 1, "chat": {"id": GROUP, "type": "supergroup"}}
        mine: Json = {"reply_to_message": reply_to | {"from": {"id": 123456, "is_bot": True, "first_name": "K"}}}
        other: Json = {"reply_to_message": reply_to | {"from": {"id": 9, "is_bot": False, "first_name": "B"}}}
        api.send(api.message("còn ai nữa?", GROUP, user=8, **mine), api.message("chắc không?", GROUP, **other))
        api.wait_for("sendMessage", 3, GROUP)
        api.settle()
    assert [one[0] for one in library.asked] == ["ai chủ trì?", "khi nào xong?", "còn ai nữa?"]
    assert library.asked[2][1] == ("ai chủ trì?",), "a reply goes on from the answer that it replies to"
    assert len(api.of("sendMessage")) == 3


def test_people_of_a_group_have_conversations_of_their_own(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library):
        for number, (user, text) in enumerate([(7, "một"), (8, "hai"), (7, "ba")], start=1):
            api.send(api.message(f"@KeHoachBot {text}", GROUP, user=user))
            api.wait_for("sendMessage", number)
    assert [one[1] for one in library.asked] == [(), (), ("một",)]


def test_two_chats_interleaved_are_not_mixed(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary(slow=0.01)
    with running(api, tmp_path, library):
        api.send(*(api.message(f"câu {number} của {chat}", chat) for number in range(6) for chat in (7, 8)))
        api.wait_for("sendMessage", 12)
    for chat in (7, 8):
        told = [one.text.splitlines()[0] for one in api.of("sendMessage", chat)]
        assert told == [f"Trả lời: câu {number} của {chat} [1]" for number in range(6)]
    histories = {question: history for question, history, _plans, _language in library.asked}
    assert histories["câu 5 của 8"] == tuple(f"câu {number} của 8" for number in range(5))


@pytest.mark.once(reason="is about messages")
def test_what_plans_and_people_write_is_escaped(api: BotApi, tmp_path: Path) -> None:
    row = task("ben-tre-2026/pl-1/1", "<b>Xóa</b> & <script>", "Văn phòng <Sở>")
    library = FakeLibrary((row,), {"x": answer("**Văn phòng <Sở>** & “a < b” [1] [9]", (row,))})
    with running(api, tmp_path, library):
        api.send(api.message("x"))
        (sent,) = api.wait_for("sendMessage")
        api.send(api.press("s:1000:0:1", sent))
        (source,) = api.wait_for("editMessageText")
        api.send(api.message("/plan <i>không có</i>"))
        unknown = api.wait_for("sendMessage", 2)[1]
    assert sent.text.startswith("Văn phòng <Sở> & “a < b” [1] [9]")
    assert "<b>Xóa</b> & <script>" in source.text
    assert "<i>không có</i>" in unknown.text


@pytest.mark.once(reason="is about messages")
def test_pictures_and_voices_get_a_polite_line(api: BotApi, tmp_path: Path) -> None:
    voice: Json = {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}}
    photo: Json = {
        "photo": [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}],
        "caption": "ai chủ trì?",
    }
    library = FakeLibrary()
    with running(api, tmp_path, library):
        api.send(api.message("", **voice), api.message("", **photo), api.message("", GROUP, **voice))
        sent = api.wait_for("sendMessage", 2)
        api.send(api.message("", new_chat_title="Tên mới"))
        api.settle()
    assert all("chỉ đọc được chữ" in one.text for one in sent)
    assert len(api.of("sendMessage")) == 2, "the group had not spoken to the bot, and a new title is no message"
    assert library.asked == []


@pytest.mark.once(reason="is about messages")
def test_a_slow_answer_shows_that_the_bot_is_typing(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path, FakeLibrary(slow=0.4), telegram_typing_seconds=0.05):
        api.send(api.message("ai?"))
        api.wait_for("sendMessage")
    (typing,) = api.of("sendChatAction")
    assert (typing.data["action"], typing.chat) == ("typing", 7)
    assert [one.method for one in api.calls if one.method.startswith("send")] == ["sendChatAction", "sendMessage"]


@pytest.mark.once(reason="is about messages")
def test_a_question_that_is_too_long_is_refused_with_the_limit(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library):
        api.send(api.message("dài " * 1000))
        (sent,) = api.wait_for("sendMessage")
    assert "dài quá 1000 ký tự" in sent.text
    assert library.asked == []


def test_personal_numbers_are_not_kept_once_a_question_is_answered(api: BotApi, tmp_path: Path) -> None:
    question = "Số tôi 0912 345 678, ai chủ trì?"
    library = FakeLibrary(answers={question: answer(f"Các kế hoạch không nói về “{question}”.")})
    with running(api, tmp_path, library):
        api.send(api.message(question), api.message("nữa?"))
        sent = api.wait_for("sendMessage", 2)
        api.settle()
    assert "0912 345 678" in sent[0].text
    with closing(state_of(tmp_path)) as state, state.database.transaction() as connection:
        tables = inspect(connection).get_table_names()
        kept = [str(line) for table in tables for line in connection.execute(text(f"SELECT * FROM {table}"))]
    assert any("ai chủ trì?" in line for line in kept)
    assert not any("345 678" in line for line in kept)


def test_questions_are_kept_for_the_administrator(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary(answers={"Giá vàng?": answer("Các kế hoạch không nói về “Giá vàng”.")})
    with running(api, tmp_path, library):
        api.send(api.message("Giá vàng?"), api.message("Ai chủ trì?"))
        api.wait_for("sendMessage", 2)
    state = state_of(tmp_path)
    assert [(one.question, one.channel) for one in state.unanswered.latest()] == [("Giá vàng?", "telegram")]
    assert [turn.question for turn in state.conversations.recent()] == ["Ai chủ trì?", "Giá vàng?"]
    state.close()
