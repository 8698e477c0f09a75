from pathlib import Path
from tests.bots.telegram.bot_api import BotApi
from tests.bots.telegram.samples import running, FakeLibrary


def test_hello(api: BotApi, tmp_path: Path) -> None:
    with running(api, tmp_path):
        api.send(api.message("Ai chủ trì?"))
        (sent,) = api.wait_for("sendMessage")
        print(sent.data, sent.text, sent.buttons)
        api.send(api.press(sent.buttons[0][1], sent))
        print(api.wait_for("editMessageText"))
        api.send(api.press(sent.buttons[1][1], sent))
        print(api.wait_for("sendMessage", 2)[1])
    print(api.counts())
