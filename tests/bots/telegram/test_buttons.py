"""Buttons: pages, sources, follow-ups, thumbs, plans."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.state import Verdict
from bots.telegram.library import OwnLibrary
from tests.bots.telegram.bot_api import BotApi, Call
from tests.bots.telegram.samples import FakeLibrary, running, state_of, task

pytestmark = pytest.mark.once(reason="is about what is shown and pressed, kept by statements that others send too")


def press(api: BotApi, label: str, message: Call, shown: Call | None = None) -> None:
    """Presses the button of a label, of those that a message shows now."""
    api.send(api.press(dict((shown or message).buttons)[label], message))


def test_a_long_list_is_paged_to_its_last_row(api: BotApi, tmp_path: Path, sample_plans: OwnLibrary) -> None:
    with running(api, tmp_path, sample_plans):
        api.send(api.message("/tasks Văn phòng Sở"))
        (sent,) = api.wait_for("sendMessage")
        texts, shown = [sent.text], sent
        while forward := [data for label, data in shown.buttons if label.endswith("›")]:
            api.send(api.press(forward[0], sent))
            shown = api.wait_for("editMessageText", len(texts))[-1]
            texts.append(shown.text)
        press(api, f"‹ {len(texts) - 1}", sent, shown)
        back = api.wait_for("editMessageText", len(texts))[-1]
    total = int(texts[0].split("Có ")[1].split()[0])
    assert total > 50
    told = "\n".join(texts)
    for mark in range(1, total + 1):
        assert f"[{mark}]" in told
    assert sum(line.startswith("•") for line in told.splitlines()) == total
    assert "Trang 1/" in texts[0]
    assert back.text == texts[-2]


def test_a_source_is_shown_in_place_and_left_again(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path):
        api.send(api.message("ai chủ trì?"))
        (sent,) = api.wait_for("sendMessage")
        press(api, "📄 [1]", sent)
        source = api.wait_for("editMessageText")[-1]
        press(api, "← Câu trả lời", sent, source)
        back = api.wait_for("editMessageText", 2)[-1]
    assert "content: Triển khai bệnh án điện tử" in source.text
    assert (back.text, back.buttons) == (sent.text, sent.buttons)
    assert api.counts()["answerCallbackQuery"] == 2


@pytest.mark.parametrize(
    ("question", "label", "heading", "said"),
    [
        (
            "Ai chủ trì nâng cấp đường truyền Internet của Đồng Tháp?",
            "Thời hạn?",
            "Thời hạn là khi nào?",
            "Đồng Tháp 2026: thời hạn của “Nâng cấp đường truyền Internet",
        ),
        (
            "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?",
            "Đơn vị phối hợp?",
            "Đơn vị phối hợp là ai?",
            "Cà Mau 2026: phối hợp thực hiện “Triển khai đơn thuốc điện tử”: Văn phòng; Các đơn vị khám, chữa bệnh",
        ),
        (
            "Ai chủ trì triển khai đơn thuốc điện tử của Cà Mau?",
            "Việc khác của đơn vị này",
            "Phòng Nghiệp vụ chủ trì những nhiệm vụ nào?",
            "Cà Mau 2026",
        ),
        (
            "who leads e-prescription rollout in Ca Mau?",
            "With whom?",
            "What about the coordinating units?",
            "Văn phòng; Các đơn vị khám, chữa bệnh",
        ),
    ],
)
def test_a_follow_up_is_one_press(
    api: BotApi, tmp_path: Path, sample_plans: OwnLibrary, question: str, label: str, heading: str, said: str
) -> None:
    with running(api, tmp_path, sample_plans):
        api.send(api.message(question))
        (sent,) = api.wait_for("sendMessage")
        press(api, label, sent)
        followed = api.wait_for("sendMessage", 2)[-1]
    assert followed.text.startswith(heading)
    assert said in followed.text
    assert followed.data["reply_parameters"]["message_id"] == sent.data["message_id"]
    assert label not in dict(followed.buttons), "what was just asked is not offered again"


def test_a_plan_that_says_something_near_is_one_press_away(
    api: BotApi, tmp_path: Path, sample_plans: OwnLibrary
) -> None:
    with running(api, tmp_path, sample_plans):
        api.send(api.message("Ai phối hợp việc công bố các bài toán lớn của Cà Mau?"))
        (sent,) = api.wait_for("sendMessage")
        press(api, "Xem Đồng Nai 2025", sent)
        followed = api.wait_for("sendMessage", 2)[-1]
    assert followed.text.startswith("Thế Đồng Nai 2025 thì sao?\nĐồng Nai 2025: phối hợp thực hiện “Công bố danh mục")


def test_no_follow_up_is_offered_that_the_row_cannot_answer(api: BotApi, tmp_path: Path) -> None:
    bare = FakeLibrary((task("ben-tre-2026/pl-1/1", "Bệnh án điện tử"),))
    with running(api, tmp_path, bare):
        api.send(api.message("có bệnh án điện tử không?"))
        (sent,) = api.wait_for("sendMessage")
    assert [label for label, _data in sent.buttons] == ["📄 [1]", "👍", "👎"]


def test_a_thumb_is_kept_shown_and_can_be_changed(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path):
        api.send(api.message("ai chủ trì?"))
        (sent,) = api.wait_for("sendMessage")
        press(api, "👍", sent)
        api.wait_for("editMessageText")
        press(api, "👎", sent)
        shown = api.wait_for("editMessageText", 2)[-1]
        toasts = [one.data["text"] for one in api.wait_for("answerCallbackQuery", 2)]
    assert toasts == ["Cảm ơn bạn.", "Cảm ơn bạn; câu này sẽ được xem lại."]
    assert "👎 ✓" in dict(shown.buttons)
    assert "👍" in dict(shown.buttons)
    state = state_of(tmp_path)
    (kept,) = state.feedback.latest()
    assert (kept.verdict, kept.question, kept.channel) == (Verdict.DOWN, "ai chủ trì?", "telegram")
    state.close()


@pytest.mark.parametrize(
    "data",
    ["", "x", "p:1000", "p:1000:99999999999", "s:1000:0:7", "f:1000:nothing", "v:1000:0:sideways", "p:9:0", "plan:a"],
)
def test_buttons_that_say_nothing_known_do_no_harm(api: BotApi, tmp_path: Path, data: str) -> None:
    with running(api, tmp_path):
        api.send(api.message("ai chủ trì?"))
        (sent,) = api.wait_for("sendMessage")
        api.send(api.press(data, sent))
        api.wait_for("answerCallbackQuery")
        api.send(api.message("còn sống không?"))
        api.wait_for("sendMessage", 2)


def test_an_answer_of_another_chat_cannot_be_reached(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path):
        api.send(api.message("bí mật", 7), api.message("khác", 8))
        mine = api.wait_for("sendMessage", 1, chat=8)[0]
        api.wait_for("sendMessage", 2)
        api.send(api.press("s:1000:0:1", mine, user=8))
        (toast,) = api.wait_for("answerCallbackQuery")
    assert "không còn được lưu" in toast.data["text"]
    assert api.of("editMessageText") == []


def test_plans_are_chosen_with_buttons(api: BotApi, tmp_path: Path, sample_plans: OwnLibrary) -> None:
    with running(api, tmp_path, sample_plans):
        api.send(api.message("/plans"))
        (sent,) = api.wait_for("sendMessage")
        assert "Có 5 kế hoạch" in sent.text
        press(api, "Ninh Thuận 2025", sent)
        shown = api.wait_for("editMessageText")[-1]
        api.send(api.message("ai chủ trì đơn thuốc điện tử?"))
        answered = api.wait_for("sendMessage", 2)[-1]
        press(api, "Tất cả", sent, shown)
        every = api.wait_for("editMessageText", 2)[-1]
    assert "✓ Ninh Thuận 2025" in dict(shown.buttons)
    assert "Ninh Thuận 2025" in answered.text
    assert "Cà Mau" not in answered.text
    assert "✓ Tất cả" in dict(every.buttons)
    assert api.of("answerCallbackQuery")[1].data["text"].endswith("tất cả các kế hoạch.")


def test_many_plans_are_shown_in_parts(api: BotApi, tmp_path: Path) -> None:
    rows = tuple(task(f"plan-{number:02}/pl-1/1", "Việc") for number in range(20))
    with running(api, tmp_path, FakeLibrary(rows)):
        api.send(api.message("/plan"))
        (sent,) = api.wait_for("sendMessage")
        assert len(sent.buttons) == 10
        press(api, "›", sent)
        second = api.wait_for("editMessageText")[-1]
    assert {"‹", "›"} <= set(dict(second.buttons))
