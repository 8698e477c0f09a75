"""What the bots remember: conversations until they expire, feedback for good, unanswered questions for a season."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Table, func, select

from assistant.answer import Answer
from bots.privacy import MASK
from bots.state import State, Turn, Verdict, open_state, tables
from bots.state.database import FILE_NAME, StateError
from ingest.settings import Settings
from tests.bots.state.samples import Clock, answer_of, bot_settings, state_in

ROW = "ben-tre-2027/pl-1/I/1"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(tmp_path: Path, clock: Clock) -> State:
    return state_in(tmp_path, clock)


def ask(state: State, conversation: str, question: str, answer: Answer | None = None) -> Turn:
    turn = state.conversations.turn(
        state.conversations.record(conversation, "web", question, answer or answer_of("Có. [1]", ROW))
    )
    assert turn is not None
    return turn


def lines(state: State, table: Table) -> int:
    """How many lines a table has."""
    with state.database.transaction() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_conversation_gives_back_its_questions_the_oldest_first(state: State) -> None:
    conversation = state.conversations.begin("web")
    for question in ("Ai chủ trì?", "Với ai?", "Khi nào xong?"):
        ask(state, conversation, question)
    assert state.conversations.earlier_questions(conversation) == ("Ai chủ trì?", "Với ai?", "Khi nào xong?")
    assert state.conversations.earlier_questions(conversation, most=2) == ("Với ai?", "Khi nào xong?")


def test_conversations_do_not_mix(state: State) -> None:
    one, other = state.conversations.begin("web"), state.conversations.begin("web")
    ask(state, one, "Ai chủ trì?")
    assert one != other
    assert state.conversations.earlier_questions(other) == ()


def test_a_turn_is_kept_whole(state: State, clock: Clock) -> None:
    turn = ask(state, state.conversations.begin("web"), "Ai chủ trì?", answer_of("Hai nơi. [1] [2]", ROW, "x/II.1"))
    assert (turn.question, turn.answer, turn.asked_at) == ("Ai chủ trì?", "Hai nơi. [1] [2]", clock.now)
    assert (turn.answerable, turn.kind, turn.language, turn.anchors) == (True, "lookup", "vi", (ROW, "x/II.1"))


def test_each_question_puts_off_the_expiry(state: State, clock: Clock) -> None:
    conversation = state.conversations.begin("web")
    ask(state, conversation, "một")
    clock.move(hours=20)
    turn = ask(state, conversation, "hai")
    clock.move(hours=20)
    assert state.conversations.is_open(conversation)
    clock.move(hours=5)
    assert not state.conversations.is_open(conversation)
    assert state.conversations.earlier_questions(conversation) == ()
    assert state.conversations.turn(turn.id) is None
    assert state.conversations.recent() == ()


def test_a_question_after_the_expiry_begins_the_conversation_anew(state: State, clock: Clock) -> None:
    conversation = state.conversations.begin("telegram", "telegram:7")
    ask(state, conversation, "cũ")
    clock.move(hours=25)
    ask(state, conversation, "mới")
    assert state.conversations.earlier_questions(conversation) == ("mới",)


def test_erasing_takes_questions_and_answers_but_not_feedback(state: State) -> None:
    conversation = state.conversations.begin("web")
    turn = ask(state, conversation, "Ai chủ trì?")
    state.feedback.give(turn, "web", Verdict.UP)
    state.conversations.erase(conversation)
    assert state.conversations.turn(turn.id) is None
    assert [kept.question for kept in state.feedback.latest()] == ["Ai chủ trì?"]
    assert lines(state, tables.turns) == 0


def test_what_has_expired_is_erased(state: State, clock: Clock) -> None:
    ask(state, state.conversations.begin("web"), "cũ")
    state.unanswered.note("Sao Hỏa?", "web", answer_of("Không."))
    clock.move(days=91)
    ask(state, state.conversations.begin("web"), "mới")
    state.erase_expired()
    assert [turn.question for turn in state.conversations.recent()] == ["mới"]
    assert state.unanswered.latest() == ()
    assert lines(state, tables.conversations) == 1


def test_feedback_keeps_the_answer_it_is_about_and_can_be_changed(state: State, clock: Clock) -> None:
    turn = ask(state, state.conversations.begin("web"), "Ai chủ trì?")
    state.feedback.give(turn, "web", Verdict.UP)
    clock.move(minutes=1)
    state.feedback.give(turn, "web", Verdict.DOWN, "  sai đơn vị  ")
    (kept,) = state.feedback.latest()
    assert (kept.verdict, kept.reason, kept.given_at) == (Verdict.DOWN, "sai đơn vị", clock.now)
    assert (kept.turn, kept.question, kept.answer, kept.anchors) == (turn.id, turn.question, turn.answer, turn.anchors)
    assert state.feedback.counts() == {Verdict.UP: 0, Verdict.DOWN: 1}
    assert state.feedback.latest(verdict=Verdict.UP) == ()
    state.feedback.withdraw(turn.id)
    assert state.feedback.latest() == ()


def test_unanswered_questions_that_differ_in_form_alone_count_as_one(state: State, clock: Clock) -> None:
    state.unanswered.note("Giá vàng hôm nay?", "web", answer_of("Không nói."))
    first = clock.now
    clock.move(minutes=5)
    state.unanswered.note("gia vang hom nay", "telegram", answer_of("Không nói."))
    state.unanswered.note("??", "web", answer_of("Không nói."))
    (kept,) = state.unanswered.latest()
    assert (kept.question, kept.times, kept.channel) == ("gia vang hom nay", 2, "telegram")
    assert (kept.first_asked_at, kept.last_asked_at) == (first, clock.now)
    assert state.unanswered.count() == 1


def test_personal_numbers_are_masked_before_they_are_kept(state: State, tmp_path: Path) -> None:
    question = "Số tôi là 0912 345 678, CCCD 079123456789, ai chủ trì?"
    turn = ask(state, state.conversations.begin("web"), question, answer_of(f"Không nói về “{question}”."))
    state.unanswered.note(question, "web", answer_of(f"Không nói về “{question}”."))
    state.feedback.give(turn, "web", Verdict.DOWN, "gọi tôi 0912345678")
    with state.database.transaction() as connection:
        kept = "".join(str(connection.execute(select(table)).all()) for table in tables.metadata.sorted_tables)
    assert MASK in kept
    for number in ("345 678", "0912345678", "079123456789"):
        assert number not in kept
        assert not any(number.encode() in file.read_bytes() for file in tmp_path.iterdir())


def test_many_threads_may_write_at_once(state: State) -> None:
    def talk() -> None:
        conversation = state.conversations.begin("web")
        for number in range(10):
            ask(state, conversation, f"Câu {number}?")
            state.unanswered.note("Cùng một câu", "web", answer_of("Không."))

    threads = [threading.Thread(target=talk) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(state.conversations.recent(most=1000)) == 80
    assert [kept.times for kept in state.unanswered.latest()] == [80]


def test_two_processes_see_the_same_state(state: State, tmp_path: Path, clock: Clock) -> None:
    conversation = state.conversations.begin("web")
    ask(state, conversation, "Ai chủ trì?")
    assert state_in(tmp_path, clock).conversations.earlier_questions(conversation) == ("Ai chủ trì?",)


@pytest.mark.embedded(reason="DATABASE_URL names a SQLite file")
def test_the_state_may_stand_in_the_database_of_the_settings(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    index = Settings.model_construct(plan_index=tmp_path / "index", database_url=url)
    state = open_state(index, bot_settings())
    state.conversations.begin("web")
    assert (tmp_path / "elsewhere.db").exists()
    assert not (tmp_path / "index").exists()


def test_a_bad_address_is_said_clearly(tmp_path: Path) -> None:
    index = Settings.model_construct(plan_index=tmp_path, database_url="không phải")
    with pytest.raises(StateError, match="DATABASE_URL: không phải địa chỉ") as bad:
        open_state(index, bot_settings())
    assert "not the address of a database" in bad.value.english


@pytest.mark.embedded(reason="a file that is no database")
def test_a_broken_file_is_said_clearly(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all" * 100)
    with pytest.raises(StateError, match=r"state\.sqlite3"):
        state_in(tmp_path)


def test_times_without_a_zone_are_refused(state: State, clock: Clock) -> None:
    clock.now = datetime(2026, 1, 1)
    with pytest.raises(Exception, match="without a zone"):
        state.conversations.begin("web")
