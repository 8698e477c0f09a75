"""The Bot API as the bot meets it, on a local port, with the faults that a network and Telegram have.

What Telegram does and this does too: updates are delivered until an offset confirms them; a second poller ends the
first one's long poll with 409; messages over 4,096 characters, too many entities, broken HTML and buttons with more
than 64 bytes are refused with 400; an edit that changes nothing, or a message that is not the bot's own, is refused.
Each supergroup counts its messages; in all other chats together one counter gives the ids.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from aiohttp import web

TOKEN = "123456:TEST-token"
FIRST_SUPERGROUP = -1_000_000_000_001
BOT = {"id": 123456, "is_bot": True, "first_name": "Kế hoạch", "username": "KeHoachBot"}

Json = dict[str, Any]
_TAG = re.compile(r"<(/?)(a|b|i|code|blockquote)((?:\s[^<>]*)?)>")


@dataclass
class Call:
    """A request of the bot, in the order of arrival."""

    method: str
    data: Json
    at: float

    @property
    def chat(self) -> int:
        """The chat that it is for."""
        return int(self.data["chat_id"])

    @property
    def text(self) -> str:
        """The text as it is shown, without markup."""
        return unescape(_TAG.sub("", str(self.data.get("text", ""))))

    @property
    def buttons(self) -> list[tuple[str, str]]:
        """Label and data of each button."""
        markup = self.data.get("reply_markup") or {}
        return [(one["text"], one["callback_data"]) for line in markup.get("inline_keyboard", []) for one in line]


@dataclass
class Fault:
    """What happens to some requests instead of what should."""

    method: str
    times: int
    status: int = 0
    """An HTTP status to answer with, the request having no effect."""
    retry_after: int = 0
    drop: bool = False
    """The connection is closed without an answer."""
    takes_effect: bool = False
    """Whether the request is done before the connection is closed."""
    late: float = 0.0
    """Whether it is done that many seconds after the connection is closed."""
    chat: int | None = None
    description: str = ""
    new_chat: int = 0
    """The id under which Telegram says that the group is found now."""


@dataclass
class BotApi:
    """The server; `with` it the port is open."""

    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    url: str = ""
    webhook: Json = field(default_factory=dict)
    on_message: Callable[[Call], None] | None = None
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    """What the bot has sent and nobody has deleted, by chat and id."""
    latency: float = 0.0
    """Up to how many seconds a request takes to arrive, and its answer to come back. One whose sender is gone before
    it has arrived is lost half of the time."""
    lost: int = 0
    """How many requests were."""
    refused: Counter[str] = field(default_factory=Counter)
    """How often a request was refused, by the description."""
    _received: set[tuple[int, int]] = field(default_factory=set)
    _numbers: Counter[int] = field(default_factory=Counter)
    _random: random.Random = field(default_factory=lambda: random.Random(1))
    _updates: list[Json] = field(default_factory=list)
    _next_update: int = 1000
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _poller: asyncio.Event | None = None

    def __enter__(self) -> BotApi:
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    # What the tests do

    def send(self, *updates: Json) -> list[int]:
        """Has updates ready for the bot; returns their numbers. One with a number keeps it."""
        with self._changed:
            for update in updates:
                if "update_id" not in update:
                    update["update_id"] = self._next_update
                    self._next_update += 1
                self._updates.append(update)
        self._loop.call_soon_threadsafe(self._wake.set)
        return [update["update_id"] for update in updates]

    def message(self, text: str, chat: int = 7, user: int | None = None, **more: Any) -> Json:
        """An update with a text message; a chat with a negative number is a group."""
        user = user or (chat if chat > 0 else 7)
        where: Json = {"id": chat, "type": _kind(chat), "title": "Nhóm"}
        message: Json = {
            "message_id": self.pass_by(chat),
            "date": int(time.time()),
            "chat": where,
            "from": {"id": user, "is_bot": False, "first_name": "An", "language_code": "vi"},
            "text": text,
            **more,
        }
        entities = [
            {"type": kind, "offset": _units(text[: one.start()]), "length": _units(one[0])}
            for kind, pattern in (("bot_command", r"^/\w+(?:@\w+)?"), ("mention", r"(?<!\w)(?<!/)@\w+"))
            for one in re.finditer(pattern, text or "")
        ]
        if entities and text:
            message["entities"] = entities
        if text == "":
            del message["text"]
        return {"message": message}

    def press(self, data: str, message: Call, user: int = 7) -> Json:
        """An update with a pressed button of a message that the bot sent."""
        shown = self.messages[message.chat, message.data["message_id"]]
        return {
            "callback_query": {
                "id": str(self._number(FIRST_SUPERGROUP)),
                "from": {"id": user, "is_bot": False, "first_name": "An"},
                "message": shown,
                "chat_instance": "1",
                "data": data,
            }
        }

    def pass_by(self, chat: int) -> int:
        """Somebody's message in a chat; returns its number."""
        number = self._number(chat)
        self._received.add((chat, number))
        return number

    def says(self, chat: int, text: str) -> int:
        """A message of the bot's that it does not remember; returns its number."""
        number = self._number(chat)
        where = {"id": chat, "type": _kind(chat)}
        self.messages[chat, number] = {"message_id": number, "date": 1, "chat": where, "text": text} | {
            "_data": {"text": text, "chat_id": chat}
        }
        return number

    def shown(self, chat: int) -> list[Call]:
        """What the bot's messages in a chat say now, in their order."""
        found = sorted((number, one["_data"]) for (where, number), one in list(self.messages.items()) if where == chat)
        return [Call("sendMessage", data | {"message_id": number, "chat_id": chat}, 0) for number, data in found]

    def wait_for(self, method: str, count: int = 1, chat: int | None = None, seconds: float = 10) -> list[Call]:
        """The calls of a method once there are that many. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.of(method, chat)) >= count, seconds):
                raise TimeoutError(f"{method}: {len(self.of(method, chat))} of {count}: {self.of(method, chat)}")
            return self.of(method, chat)

    def of(self, method: str, chat: int | None = None) -> list[Call]:
        """The calls of a method so far, to one chat where that is given."""
        return [one for one in self.calls if one.method == method and chat in (None, one.data.get("chat_id"))]

    def counts(self) -> Counter[str]:
        """How often each method was called."""
        return Counter(one.method for one in self.calls)

    def settle(self, seconds: float = 10) -> None:
        """Waits until the bot has confirmed all updates."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._updates, seconds), self._updates

    # The server

    def _serve(self, ready: threading.Event) -> None:
        asyncio.run(self._run(ready))

    async def _run(self, ready: threading.Event) -> None:
        self._loop, self._stopped, self._wake = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        app = web.Application(client_max_size=10**8)
        app.router.add_post("/bot{token}/{method}", self._handle)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        await self._stopped.wait()
        await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != TOKEN:
            return _refusal(401, "Unauthorized")
        method, data = request.match_info["method"], _decode(await request.post())
        await self._travel(method)
        if request.transport is None and method != "getUpdates" and self._random.random() < 0.5:
            self.lost += 1
            return web.Response()
        fault = self._fault(method, data.get("chat_id"))
        if fault is not None and not fault.takes_effect:
            if fault.late:
                self._fail(fault, request)
                await asyncio.sleep(fault.late)
            else:
                return self._fail(fault, request)
        handle = getattr(self, f"_{_snake(method)}", None)
        if handle is None:
            return _refusal(404, "Not Found: method not found")
        try:
            result = await handle(data)
        except _RefusedError as refused:
            self.refused[refused.description.split(":")[1].strip()] += 1
            return _refusal(refused.status, refused.description)
        if method != "getUpdates":
            sent = data | (
                {"message_id": result["message_id"]} if isinstance(result, dict) and "chat" in result else {}
            )
            call = Call(method, sent, time.monotonic())
            with self._changed:
                self.calls.append(call)
                self._changed.notify_all()
            if self.on_message is not None:
                self.on_message(call)
        await self._travel(method)
        if fault is not None and not fault.late:
            return self._fail(fault, request)
        return web.json_response({"ok": True, "result": result})

    async def _travel(self, method: str) -> None:
        if self.latency and method != "getUpdates":
            await asyncio.sleep(self._random.random() * self.latency)

    def _number(self, chat: int) -> int:
        """The next number of a chat's counter."""
        counter = chat if chat <= FIRST_SUPERGROUP else 0
        with self._changed:
            self._numbers[counter] = max(self._numbers[counter], 50) + 1
            return self._numbers[counter]

    def _fault(self, method: str, chat: Any) -> Fault | None:
        for fault in self.faults:
            if fault.method == method and fault.times > 0 and fault.chat in (None, chat):
                fault.times -= 1
                return fault
        return None

    def _fail(self, fault: Fault, request: web.Request) -> web.StreamResponse:
        if fault.drop:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        told = {"retry_after": fault.retry_after, "migrate_to_chat_id": fault.new_chat}
        more = {name: value for name, value in told.items() if value}
        return _refusal(fault.status, fault.description or "Bad luck", more)

    async def _get_updates(self, data: Json) -> list[Json]:
        if self.webhook.get("url"):
            raise _RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        if self._poller is not None:
            self._poller.set()
        self._poller = mine = asyncio.Event()
        offset, until = int(data.get("offset", 0)), time.monotonic() + float(data.get("timeout", 0))
        with self._changed:
            self._updates = [one for one in self._updates if one["update_id"] >= offset]
            self._changed.notify_all()
        while True:
            self._wake.clear()
            found = sorted(self._updates, key=lambda one: one["update_id"])[: int(data.get("limit", 100))]
            if found or time.monotonic() >= until:
                if self._poller is mine:
                    self._poller = None
                return found
            waiting = [asyncio.ensure_future(one.wait()) for one in (self._wake, mine)]
            await asyncio.wait(waiting, timeout=0.25, return_when=asyncio.FIRST_COMPLETED)
            for one in waiting:
                one.cancel()
            if mine.is_set():
                raise _RefusedError(409, "Conflict: terminated by other getUpdates request")

    async def _get_me(self, data: Json) -> Json:
        return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}

    async def _set_my_commands(self, data: Json) -> bool:
        return True

    async def _set_webhook(self, data: Json) -> bool:
        self.webhook = data
        return True

    async def _delete_webhook(self, data: Json) -> bool:
        self.webhook = {}
        return True

    async def _send_message(self, data: Json) -> Json:
        self._check(data)
        chat = int(data["chat_id"])
        message: Json = {
            "message_id": self._number(chat),
            "date": int(time.time()),
            "chat": {"id": chat, "type": _kind(chat)},
            "from": BOT,
            "text": parse_html(data["text"])[0].strip(),
        }
        if replied := (data.get("reply_parameters") or {}).get("message_id"):
            message["reply_to_message"] = {"message_id": replied, "date": 1, "chat": message["chat"]}
        self.messages[chat, message["message_id"]] = message | {"_data": data}
        return message

    async def _edit_message_text(self, data: Json) -> Json:
        self._check(data)
        return self._edited(data, text=data["text"], reply_markup=data.get("reply_markup"))

    async def _edit_message_reply_markup(self, data: Json) -> Json:
        return self._edited(data, reply_markup=data.get("reply_markup"))

    def _edited(self, data: Json, **changed: Any) -> Json:
        place = (data["chat_id"], data["message_id"])
        shown = self.messages.get(place)
        if shown is None:
            why = "message can't be edited" if place in self._received else "message to edit not found"
            raise _RefusedError(400, f"Bad Request: {why}")
        if all(shown["_data"].get(name) == value for name, value in changed.items()):
            raise _RefusedError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the"
                " same as a current content and reply markup of the message",
            )
        shown["_data"] = shown["_data"] | changed
        shown["text"] = parse_html(shown["_data"]["text"])[0].strip()
        return {name: value for name, value in shown.items() if name != "_data"}

    async def _delete_message(self, data: Json) -> bool:
        if self.messages.pop((data["chat_id"], data["message_id"]), None) is None:
            raise _RefusedError(400, "Bad Request: message to delete not found")
        return True

    async def _send_chat_action(self, data: Json) -> bool:
        return True

    async def _answer_callback_query(self, data: Json) -> bool:
        if len(data.get("text", "")) > 200:
            raise _RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    async def _answer_inline_query(self, data: Json) -> bool:
        results = data["results"]
        if len(results) > 50 or len({one["id"] for one in results}) < len(results):
            raise _RefusedError(400, "Bad Request: RESULT_ID_DUPLICATE")
        for one in results:
            content = one["input_message_content"]
            self._check({"text": content["message_text"], "parse_mode": content.get("parse_mode")})
        return True

    def _check(self, data: Json) -> None:
        """Refuse what Telegram would."""
        shown, entities = parse_html(data["text"]) if data.get("parse_mode") == "HTML" else (data["text"], 0)
        if not shown.strip():
            raise _RefusedError(400, "Bad Request: message text is empty")
        if _units(shown) > 4096 or entities > 100:
            raise _RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        for line in (data.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in line:
                if not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise _RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")


class _RefusedError(Exception):
    def __init__(self, status: int, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.description = description


def parse_html(html: str) -> tuple[str, int]:
    """Telegram's HTML: the text that is shown and how many entities it has. Raises for tags that do not match."""
    opened: list[str] = []
    entities = 0
    for tag in _TAG.finditer(html):
        if not tag[1]:
            opened.append(tag[2])
            entities += 1
        elif not opened or opened.pop() != tag[2]:
            raise _RefusedError(400, "Bad Request: can't parse entities")
    rest = _TAG.sub("", html)
    if opened or "<" in rest or ">" in rest or re.search(r"&(?!(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);)", rest):
        raise _RefusedError(400, "Bad Request: can't parse entities")
    return unescape(rest), entities


def _kind(chat: int) -> str:
    return "private" if chat > 0 else "supergroup" if chat <= FIRST_SUPERGROUP else "group"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _refusal(status: int, description: str, parameters: Json | None = None) -> web.Response:
    body: Json = {"ok": False, "error_code": status, "description": description}
    return web.json_response(body | ({"parameters": parameters} if parameters else {}), status=status)


def _decode(form: Iterable[Any]) -> Json:
    """The fields of a request; those that are JSON, read."""
    read: Json = {}
    for name, value in dict(form).items():
        try:
            read[name] = json.loads(value) if name != "text" else value
        except ValueError:
            read[name] = value
    return read


def _snake(method: str) -> str:
    return re.sub(r"(?<=[a-z])([A-Z])", lambda found: f"_{found[1].lower()}", method)
