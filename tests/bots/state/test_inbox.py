"""What the Telegram bot writes down of updates and of the ids of messages, on either kind of database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from telegram import Update

from bots.state import State
from bots.telegram.counters import OF_THE_BOT, Place, counter_of, place_of
from bots.telegram.inbox import Inbox, UpdateClaim
from bots.telegram.records import Attempt, UpdateState
from tests.bots.state.samples import Clock, state_in

SUPERGROUP = -1_000_000_000_123


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = state_in(tmp_path)
    yield made
    made.close()


@pytest.fixture
def inbox(state: State) -> Inbox:
    return Inbox(state.database, Clock())


def test_private_chats_and_basic_groups_have_one_counter_and_each_supergroup_its_own() -> None:
    assert [counter_of(chat) for chat in (7, 5_000_000_000, -5, -999_999_999_999)] == [OF_THE_BOT] * 4
    assert counter_of(SUPERGROUP) == SUPERGROUP


def test_an_update_is_placed_by_its_message_or_by_that_of_its_button() -> None:
    message = {"message_id": 51, "date": 1, "chat": {"id": SUPERGROUP, "type": "supergroup"}, "text": "ai?"}
    user = {"id": 7, "is_bot": False, "first_name": "An"}
    pressed = {"id": "1", "from": user, "message": message, "chat_instance": "1", "data": "p"}
    asked = {"id": "1", "from": user, "query": "ai", "offset": ""}

    def placed(**update: object) -> Place | None:
        return place_of(Update.de_json({"update_id": 1, **update}, None))

    assert placed(message=message) == placed(callback_query=pressed) == Place(SUPERGROUP, 51)
    assert placed(inline_query=asked) is None
    assert placed(message=message | {"message_id": 10**30}) is None, "no number that a database could not hold"
    assert placed(message=message | {"message_id": "x"}) is None


def test_an_answer_on_its_way_is_marked_with_the_highest_id_of_its_counter(state: State, inbox: Inbox) -> None:
    for update, place in enumerate((Place(OF_THE_BOT, 51), Place(SUPERGROUP, 900), Place(OF_THE_BOT, 52))):
        assert inbox.keep(update, "{}", place)
        assert not inbox.keep(update, "{}", place)
    for update, chat in ((0, 7), (1, SUPERGROUP)):
        UpdateClaim(inbox, update, chat).begin()
    assert inbox.attempt(0, 7) == Attempt(52, None)
    assert inbox.attempt(1, SUPERGROUP) == Attempt(900, None)
    assert inbox.attempt(2, 8) is None, "nothing was sent for it"
    UpdateClaim(inbox, 0, 7).arrived(53)
    assert inbox.attempt(0, 7) is None
    assert inbox.known_above(OF_THE_BOT, 51) == {52, 53}
    assert inbox.known_above(SUPERGROUP, 0) == {900}
    assert (inbox.highest(OF_THE_BOT), inbox.highest(SUPERGROUP), inbox.highest(-SUPERGROUP)) == (53, 900, 0)
    assert Inbox(state.database, Clock()).highest(OF_THE_BOT) == 53, "the next process knows it"


def test_the_word_of_doubt_is_known_until_the_answer_is_there(inbox: Inbox) -> None:
    inbox.keep(1, "{}", Place(OF_THE_BOT, 51))
    UpdateClaim(inbox, 1, 7).begin()
    inbox.doubted(1, 7, 54)
    assert inbox.attempt(1, 7) == Attempt(51, 54)
    inbox.arrived(1, 7, 52)
    assert inbox.state(1) is UpdateState.DONE
    assert inbox.known_above(OF_THE_BOT, 51) == {52}


def test_it_is_seen_where_ids_do_not_ascend(inbox: Inbox) -> None:
    for update, message in ((1, 51), (2, 60)):
        inbox.keep(update, "{}", Place(OF_THE_BOT, message))
    UpdateClaim(inbox, 1, 7).begin()
    UpdateClaim(inbox, 1, 7).arrived(61)
    assert inbox.ascends(OF_THE_BOT)
    UpdateClaim(inbox, 2, 8).begin()
    UpdateClaim(inbox, 2, 8).arrived(55)
    assert not inbox.ascends(OF_THE_BOT)
    assert inbox.ascends(SUPERGROUP)


def test_a_group_that_has_become_a_supergroup_counts_anew(inbox: Inbox) -> None:
    inbox.keep(1, "{}", Place(OF_THE_BOT, 900))
    UpdateClaim(inbox, 1, -5).begin()
    assert inbox.attempt(1, SUPERGROUP) == Attempt(None, None), "the ids of one say nothing of the other"
    inbox.doubted(1, SUPERGROUP, 3)
    assert inbox.attempt(1, SUPERGROUP) == Attempt(None, 3)
    assert inbox.known_above(SUPERGROUP, 0) == {3}
    assert inbox.ascends(SUPERGROUP)


def test_updates_of_a_former_version_stay_and_have_no_mark(state: State, tmp_path: Path) -> None:
    with state.database.transaction() as connection:
        for name in ("counter", "message", "sent_after", "reply"):
            connection.execute(text(f"ALTER TABLE bot_telegram_updates DROP COLUMN {name}"))
        connection.execute(text("UPDATE bot_version SET version_num = '0002'"))
        connection.execute(
            text(
                "INSERT INTO bot_telegram_updates (id, received_at, state, payload) VALUES"
                " (1, '2026-03-02 08:00:00', 'sending', '{}'), (2, '2026-03-02 08:00:00', 'waiting', '{}')"
            )
        )
    again = state_in(tmp_path)
    inbox = Inbox(again.database, Clock())
    assert [(one.id, one.state) for one in inbox.open()] == [(1, UpdateState.SENDING), (2, UpdateState.WAITING)]
    assert inbox.attempt(1, 7) == Attempt(None, None)
    inbox.keep(3, "{}", Place(OF_THE_BOT, 51))
    UpdateClaim(inbox, 2, 7).begin()
    assert inbox.attempt(2, 7) == Attempt(51, None)
    again.close()
