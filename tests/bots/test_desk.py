"""One desk for all channels: what is known is not worked out again, and nothing old is said of a changed index."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Answer
from bots.desk import Answered, Asked, Desk
from ingest.store.plan_store import PlanStore
from tests.assistant.sample import ben_tre, lao_cai, library_in, store_of
from tests.bots.state.samples import answer_of, state_in

QUESTION = "Ai chủ trì triển khai bệnh án điện tử tại các bệnh viện?"


class Counting(Assistant):
    """Counts what it is asked, and takes its time."""

    def __init__(self, fails: bool = False) -> None:
        self._writer = None
        self.times = 0
        self._fails = fails

    def ask(self, *_: object, **__: object) -> Answer:
        self.times += 1
        time.sleep(0.05)
        if self._fails:
            raise RuntimeError("hỏng")
        return answer_of(f"Lần {self.times}. [1]", "ben-tre-2027/pl-1/I/1")


def desk_with(folder: Path, assistant: Assistant, kept: int = 10) -> Desk:
    return Desk(library_in(folder, (ben_tre(),)), assistant, state_in(folder), kept)


def test_a_question_asked_again_is_answered_from_memory(tmp_path: Path) -> None:
    assistant = Counting()
    desk = desk_with(tmp_path, assistant)
    first, again = desk.ask(Asked(QUESTION, "web")), desk.ask(Asked(QUESTION, "web"))
    assert first.answer == again.answer
    assert first.turn != again.turn
    assert first.conversation != again.conversation
    desk.ask(Asked(QUESTION, "web", plans=("ben-tre-2027",)))
    desk.ask(Asked(QUESTION, "web", language="en"))
    desk.ask(Asked(QUESTION, "web", history=("Còn gì nữa?",)))
    assert assistant.times == 4


def test_answers_of_former_states_of_the_index_are_not_kept(tmp_path: Path) -> None:
    desk = desk_with(tmp_path, Counting())
    desk.ask(Asked(QUESTION, "web"))
    desk.ask(Asked(QUESTION, "web", language="en"))
    store = desk.library.store
    assert isinstance(store, PlanStore)
    store.remove("ben-tre-2027")
    desk.ask(Asked(QUESTION, "web"))
    assert len(desk._answers) == 1


def test_none_is_kept_where_none_is_to_be(tmp_path: Path) -> None:
    assistant = Counting()
    desk = desk_with(tmp_path, assistant, kept=0)
    for _ in range(2):
        desk.ask(Asked(QUESTION, "web"))
    assert assistant.times == 2


def test_a_question_asked_by_many_at_once_is_worked_out_once(tmp_path: Path) -> None:
    assistant = Counting()
    desk = desk_with(tmp_path, assistant)
    told: list[str] = []
    threads = [
        threading.Thread(target=lambda: told.append(desk.ask(Asked(QUESTION, "web")).answer.answer)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["Lần 1. [1]"] * 8


class Blocked(Counting):
    """Works for as long as it is held."""

    def __init__(self) -> None:
        super().__init__()
        self.held = threading.Event()

    def ask(self, *asked: object, **__: object) -> Answer:
        self.times += 1
        question = str(asked[0])
        assert question == QUESTION or self.held.wait(20)
        return answer_of(f"{question} [1]", "ben-tre-2027/pl-1/I/1")


def test_what_is_known_does_not_wait_behind_what_is_worked_out(tmp_path: Path) -> None:
    assistant = Blocked()
    desk = desk_with(tmp_path, assistant, kept=500)

    async def all_of_them() -> None:
        first = await desk.hear(Asked(QUESTION, "web"))
        others = [asyncio.create_task(desk.hear(Asked(f"Câu {number % 150}?", "web"))) for number in range(300)]
        await asyncio.sleep(0.1)
        known = await asyncio.wait_for(desk.hear(Asked(QUESTION, "web")), 10)
        assert (known.answer, any(other.done() for other in others)) == (first.answer, False)
        assistant.held.set()
        assert len({answered.answer.answer for answered in await asyncio.gather(*others)}) == 150

    asyncio.run(all_of_them())
    assert assistant.times == 151


def test_a_fault_is_told_to_all_who_wait_for_the_answer(tmp_path: Path) -> None:
    assistant = Counting(fails=True)
    desk = desk_with(tmp_path, assistant)

    async def both() -> list[object]:
        asked = [desk.hear(Asked(QUESTION, "web")) for _ in range(2)]
        return list(await asyncio.gather(*asked, return_exceptions=True))

    assert [type(fault) for fault in asyncio.run(both())] == [RuntimeError, RuntimeError]
    assert assistant.times == 1


def test_who_gives_up_waiting_takes_the_answer_from_nobody(tmp_path: Path) -> None:
    assistant = Counting()
    desk = desk_with(tmp_path, assistant)

    async def both() -> Answered:
        gives_up = asyncio.create_task(desk.hear(Asked(QUESTION, "web")))
        stays = asyncio.create_task(desk.hear(Asked(QUESTION, "web")))
        await asyncio.sleep(0.01)
        gives_up.cancel()
        return await stays

    assert asyncio.run(both()).answer.answer == "Lần 1. [1]"


def test_a_fault_is_told_and_not_kept(tmp_path: Path) -> None:
    assistant = Counting(fails=True)
    desk = desk_with(tmp_path, assistant)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="hỏng"):
            desk.ask(Asked(QUESTION, "web"))
    assert assistant.times == 2
    assert desk.state.conversations.recent() == ()


def test_only_the_newest_answers_are_held(tmp_path: Path) -> None:
    assistant = Counting()
    desk = desk_with(tmp_path, assistant, kept=2)
    for question in ("một", "hai", "ba", "ba", "một"):
        desk.ask(Asked(question, "web"))
    assert assistant.times == 4


def test_a_changed_index_is_answered_from_at_once(tmp_path: Path) -> None:
    library = library_in(tmp_path, (ben_tre(),))
    desk = Desk(library, Assistant(library), state_in(tmp_path))
    asked = Asked("Ai chủ trì giám sát dịch bệnh ở chợ phiên vùng cao?", "web")
    assert not desk.ask(asked).answer.answerable
    store_of(library).add(lao_cai())
    assert "Trung tâm Kiểm soát bệnh tật" in desk.ask(asked).answer.answer
