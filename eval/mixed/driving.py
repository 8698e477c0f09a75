"""The users of a mixed load, a thread each: they ask talks by one channel and hold answers against the right ones."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from eval.mixed.bot_api import LocalBotApi
from eval.mixed.expected import LEADS, PLAN, QUESTION, STATES, Expected, Talk, plan_text
from eval.mixed.states import States
from eval.mixed.tally import Fault, Tally

PATIENCE = 60.0
"""Seconds after which an answer is lost."""
_JOB_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """What all users share."""

    url: str
    api: LocalBotApi
    expected: Expected
    states: States
    tally: Tally
    ends_at: float
    think: float
    """Mean seconds between an answer and the next question."""


class User(threading.Thread):
    """One who asks talk after talk until the load ends; what goes wrong in the thread is kept in `failure`."""

    def __init__(self, load: Load, number: int, channel: str) -> None:
        super().__init__(daemon=True, name=f"{channel}-{number}")
        self.load = load
        self.number = number
        self.channel = channel
        self.failure: Exception | None = None
        self._chance = random.Random(f"{channel} {number}")
        self._client = httpx.Client(base_url=load.url, timeout=PATIENCE, trust_env=False)

    def run(self) -> None:
        """See `threading.Thread`."""
        ask = {"web": self._by_web, "stream": self._by_stream, "bot": self._by_bot}[self.channel]
        try:
            while time.monotonic() < self.load.ends_at:
                self._talk(self._chance.choice(self.load.expected.talks), ask)
        except Exception as error:
            self.failure = error
        finally:
            self._client.close()

    def _talk(self, talk: Talk, ask: Callable[[str, str], tuple[str, str]]) -> None:
        """One talk; it is left where an answer is not right, since what follows would hang in the air."""
        conversation = ""
        if self.channel == "bot" and self.load.api.ask(self._chat, "/clear", PATIENCE) is None:
            self.load.tally.wrong(Fault("lost", "bot", ("/clear",), ""))
            return
        for place, question in enumerate(talk):
            began = time.monotonic()
            try:
                told, conversation = ask(question, conversation)
            except _NotAnsweredError as error:
                self.load.tally.wrong(Fault(error.kind, self.channel, talk[: place + 1], str(error)))
                return
            ended = time.monotonic()
            if not self._check(talk, place, told, began, ended):
                return
            time.sleep(self.load.think * (0.5 + self._chance.random()))

    def _check(self, talk: Talk, place: int, told: str, began: float, ended: float) -> bool:
        expected = self.load.expected
        right = {state: expected.told[state, talk, place].shown(self.channel) for state in STATES}
        if told in [right[state] for state in self.load.states.between(began, ended)]:
            self.load.tally.right(self.channel, (ended - began) * 1000, follows=place > 0)
            return True
        kind = "stale" if told in right.values() else "wrong"
        if kind == "wrong" and told in expected.by_question[talk[place]]:
            kind = "cross-talk"
        self.load.tally.wrong(Fault(kind, self.channel, talk[: place + 1], told))
        return False

    @property
    def _chat(self) -> int:
        return 5000 + self.number

    def _by_web(self, question: str, conversation: str) -> tuple[str, str]:
        body = {"question": question} | ({"conversation": conversation} if conversation else {})
        try:
            reply = self._client.post("/api/ask", json=body)
        except httpx.HTTPError as error:
            raise _NotAnsweredError("lost", type(error).__name__) from error
        if reply.status_code != httpx.codes.OK:
            raise _NotAnsweredError("error", reply.text)
        return _of(reply.json())

    def _by_stream(self, question: str, conversation: str) -> tuple[str, str]:
        """The pieces of the stream, which must be the answer that it ends with."""
        body = {"question": question} | ({"conversation": conversation} if conversation else {})
        pieces, done, event = [], None, ""
        try:
            with self._client.stream("POST", "/api/ask/stream", json=body) as reply:
                for line in reply.iter_lines():
                    name, _, value = line.partition(": ")
                    if name == "event":
                        event = value
                    elif name == "data" and event == "text":
                        pieces.append(json.loads(value)["text"])
                    elif name == "data" and event in ("done", "error"):
                        done = (event, json.loads(value))
        except httpx.HTTPError as error:
            raise _NotAnsweredError("lost", type(error).__name__) from error
        if done is None or done[0] == "error":
            raise _NotAnsweredError("error", str(done))
        if "".join(pieces) != done[1]["answer"]:
            raise _NotAnsweredError("error", f"pieces are not the answer: {''.join(pieces)}")
        return _of(done[1])

    def _by_bot(self, question: str, conversation: str) -> tuple[str, str]:
        told = self.load.api.ask(self._chat, question, PATIENCE)
        if told is None:
            raise _NotAnsweredError("lost", "")
        return told, ""


class _NotAnsweredError(Exception):
    """No answer came, or one that refuses."""

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(told)
        self.kind = kind


def _of(answer: dict[str, object]) -> tuple[str, str]:
    """What is compared of an answer, and its conversation."""
    citations = answer["citations"]
    assert isinstance(citations, list)
    return json.dumps([answer["answer"], *(one["anchor"] for one in citations)]), str(answer["conversation"])


def replace_plan(load: Load, token: str, state: str) -> None:
    """Upload one form of the plan and wait for its job. Raises RuntimeError where it fails, or is not answered from."""
    headers = {"authorization": f"Bearer {token}"}
    began = time.monotonic()
    load.states.begin(state)
    with httpx.Client(base_url=load.url, timeout=PATIENCE, trust_env=False, headers=headers) as client:
        files = {"file": (f"{PLAN}.md", plan_text(state).encode())}
        job = client.post("/api/admin/plans", files=files, data={"id": PLAN}).raise_for_status().json()
        while job["state"] not in ("done", "failed"):
            if time.monotonic() - began > _JOB_SECONDS:
                raise RuntimeError(f"the job did not end: {job}")
            time.sleep(0.2)
            job = client.get(job["url"]).raise_for_status().json()
        if job["state"] == "failed":
            raise RuntimeError(f"the plan was not read: {job}")
        load.states.done()
        load.tally.ingested(time.monotonic() - began)
        answer = client.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()["answer"]
    if LEADS[state] not in answer:
        raise RuntimeError(f"the new form is not answered from: {answer}")
