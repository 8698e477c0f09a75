"""Commands, and inline mode."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bots.telegram.library import OwnLibrary
from bots.telegram.texts import texts
from ingest.store.errors import StoreError
from tests.bots.state.samples import Clock
from tests.bots.telegram.bot_api import BotApi, Json
from tests.bots.telegram.samples import FakeLibrary, on_sunday, running, state_of, task

pytestmark = pytest.mark.once(reason="is about what commands show, by statements that others send too")

GROUP = -1001


def test_commands_are_registered_in_both_languages(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path):
        registered = api.wait_for("setMyCommands", 2)
    assert [one.data.get("language_code") for one in registered] == [None, "en"]
    for one, language in zip(registered, ("vi", "en"), strict=True):
        assert {line["command"]: line["description"] for line in one.data["commands"]} == texts(language).commands


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("/tasks Văn phòng Sở", "Văn phòng Sở chủ trì những nhiệm vụ nào?"),
        ("/due", "Việc nào đến hạn trong tháng 3/2026?"),
        ("/due month", "Việc nào đến hạn trong tháng 3/2026?"),
        ("/due Quý", "Việc nào đến hạn trong quý 1/2026?"),
        ("/due quarter", "Việc nào đến hạn trong quý 1/2026?"),
        ("/due tháng 6", "Việc nào đến hạn trong tháng 6?"),
        ("/compare Cà Mau và Đồng Tháp", "So sánh Cà Mau và Đồng Tháp"),
        ("/ask ai   chủ trì?", "ai chủ trì?"),
    ],
)
def test_commands_stand_for_questions(api: BotApi, tmp_path: Path, command: str, question: str) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library, Clock()):
        api.send(api.message(command))
        (sent,) = api.wait_for("sendMessage")
    assert library.asked == [(question, (), (), "")]
    assert sent.text.startswith(f"Trả lời: {question}")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/start", "Tôi trả lời câu hỏi về các kế hoạch"),
        ("/help", "/remind đơn vị"),
        ("/unknown", "/remind đơn vị"),
        ("/tasks", "/tasks Văn phòng Sở"),
        ("/compare", "/compare Cà Mau và Đồng Tháp"),
        ("/ask", "/ask Ai chủ trì"),
        ("/plan bến tre", "trả lời theo: Bến Tre 2026"),
        ("/plan Sao Hỏa", "Không có kế hoạch nào tên là “Sao Hỏa”"),
        ("/remind", "chưa theo dõi gì"),
    ],
)
def test_commands_that_need_no_question(api: BotApi, tmp_path: Path, command: str, said: str) -> None:
    with running(api, tmp_path):
        api.send(api.message(command))
        (sent,) = api.wait_for("sendMessage")
    assert said in sent.text


def test_the_language_of_a_chat_is_that_of_all_it_is_told(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library):
        api.send(api.message("/language"))
        (offer,) = api.wait_for("sendMessage")
        api.send(api.press(dict(offer.buttons)["English"], offer))
        (chosen,) = api.wait_for("editMessageText")
        api.send(api.message("/due June"), api.message("/help"), api.message("who leads?"))
        told = api.wait_for("sendMessage", 4)
    assert "in English" in chosen.text
    assert library.asked[0] == ("Which tasks are due in June?", (), (), "en")
    assert "Deadline?" in dict(told[3].buttons)
    assert "the tasks of a unit" in told[2].text


def test_clear_forgets_the_chat(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary()
    with running(api, tmp_path, library) as bot:
        for number, text in enumerate(("/language en", "/plan Bến Tre", "/remind Văn phòng Sở", "ai?", "/clear"), 1):
            api.send(api.message(text))
            api.wait_for("sendMessage", number)
        assert bot.memory.chats.get(7).plans == ()
        assert bot.memory.follows.of() == ()
        api.send(api.message("và khi nào?"))
        api.wait_for("sendMessage", 6)
    assert library.asked[-1] == ("và khi nào?", (), (), "")
    state = state_of(tmp_path)
    assert [turn.question for turn in state.conversations.recent()] == ["và khi nào?"]
    state.close()


def test_a_chat_that_blocks_the_bot_is_forgotten(api: BotApi, tmp_path: Path) -> None:
    user = {"id": 7, "is_bot": False, "first_name": "An"}
    gone: Json = {
        "my_chat_member": {
            "chat": {"id": 7, "type": "private"},
            "from": user,
            "date": 1,
            "old_chat_member": {"status": "member", "user": user},
            "new_chat_member": {"status": "kicked", "user": user, "until_date": 0},
        }
    }
    with running(api, tmp_path) as bot:
        api.send(api.message("/plan Bến Tre"), api.message("ai?"))
        api.wait_for("sendMessage", 2)
        api.send(gone)
        api.settle()
        until = time.monotonic() + 10
        while bot.memory.chats.get(7).plans and time.monotonic() < until:  # chats are served side by side
            time.sleep(0.05)
        kept = bot.memory.chats.get(7)
    assert kept.plans == ()
    state = state_of(tmp_path)
    assert state.conversations.recent() == ()
    state.close()


def test_plans_that_cannot_be_read_are_said_politely_and_told_the_admin(api: BotApi, tmp_path: Path) -> None:
    library = FakeLibrary(error=StoreError("hỏng", "broken index"))
    with running(api, tmp_path, library, on_sunday(), telegram_admin_chat=99):
        api.send(api.message("câu hỏi bí mật"))
        (sent,) = api.wait_for("sendMessage", 1, chat=7)
        (told,) = api.wait_for("sendMessage", 1, chat=99)
    assert "Hiện chưa tra cứu được" in sent.text
    assert "StoreError" in told.text
    assert "bí mật" not in told.text


def test_inline_mode_gives_the_answer_and_rows_to_share(api: BotApi, tmp_path: Path, sample_plans: OwnLibrary) -> None:
    with running(api, tmp_path, sample_plans):
        api.send(inline(""), inline("đơn thuốc điện tử"))
        empty, found = api.wait_for("answerInlineQuery", 2)
    assert empty.data["results"] in ([], "[]")
    titles = [one["title"] for one in found.data["results"]]
    assert titles[0] == "💬 Câu trả lời"
    assert "Triển khai đơn thuốc điện tử" in titles
    row = found.data["results"][titles.index("Triển khai đơn thuốc điện tử")]
    shared = row["input_message_content"]["message_text"]
    assert "Chủ trì: Phòng Nghiệp vụ" in shared
    assert "/sources/ca-mau-2026/pl-1/13" in shared
    assert found.data["is_personal"] is True


def test_inline_results_come_in_pages(api: BotApi, tmp_path: Path) -> None:
    rows = tuple(task(f"ben-tre-2026/pl-1/{number}", f"Việc số {number}", "Văn phòng") for number in range(1, 50))
    with running(api, tmp_path, FakeLibrary(rows)):
        api.send(inline("việc số"))
        first = api.wait_for("answerInlineQuery")[-1]
        api.send(inline("việc số", first.data["next_offset"]))
        second = api.wait_for("answerInlineQuery", 2)[-1]
    ids = [one["id"] for page in (first, second) for one in page.data["results"]]
    assert len(ids) == len(set(ids)) == 40


def inline(query: str, offset: object = "") -> Json:
    """What is typed after the bot's name."""
    user = {"id": 7, "is_bot": False, "first_name": "An"}
    return {"inline_query": {"id": "1", "from": user, "query": query, "offset": str(offset)}}
