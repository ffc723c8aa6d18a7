"""What a person does on the board reaches Python once and in order, whatever breaks off."""

import pytest
import streamlit as st

from ui import board
from ui.server.payload import packed

KEY = "board_test"


def message(*seqs: int, client: str = "a", key: str = KEY) -> None:
    """The browser's newest message: everything that was not acknowledged."""
    events = [{"type": "press", "name": str(seq), "seq": seq} for seq in seqs]
    st.session_state[key] = {"event": {"client": client, "events": events}}


@pytest.fixture
def seen():
    """Names of the events delivered, from a fresh session."""
    for name in list(st.session_state):
        del st.session_state[name]
    return []


def deliver(seen: list, broken_at: str | None = None, key: str = KEY) -> None:
    def on_event(event: dict) -> None:
        if event["name"] == broken_at:
            raise KeyboardInterrupt
        seen.append(event["name"])

    board._deliver(key, on_event)


def test_repeated_events_arrive_once(seen):
    """The browser repeats until it hears back; nothing is done twice."""
    message(1, 2)
    deliver(seen)
    message(1, 2, 3)
    deliver(seen)
    assert seen == ["1", "2", "3"]


def test_broken_off_events_arrive_again(seen):
    """An event that was broken off before it did anything is delivered by the next run."""
    message(1, 2, 3)
    with pytest.raises(KeyboardInterrupt):
        deliver(seen, broken_at="2")
    message(2, 3)
    deliver(seen)
    assert seen == ["1", "2", "3"]


def test_another_board_goes_on_counting(seen):
    """What was done just before a page was left is repeated from the next one's board, and done once."""
    message(1)
    deliver(seen)
    message(1, 2, key="board_next")
    deliver(seen, key="board_next")
    assert seen == ["1", "2"]


def test_a_new_page_starts_counting_anew(seen):
    """After a reload the browser counts from one again."""
    message(5)
    deliver(seen)
    message(1, client="b")
    deliver(seen)
    assert seen == ["5", "1"]


def move(seq: int, name: str = "n_params") -> dict:
    """A lever was moved."""
    return {"type": "set", "name": name, "text": str(seq), "seq": seq}


def test_a_lever_that_moved_on_is_delivered_where_it_rests(seen):
    """Moves of one lever that came in one message are one step, and all of them are acknowledged."""
    press = {"type": "press", "name": "keep", "seq": 4}
    st.session_state[KEY] = {
        "event": {"client": "a", "events": [move(1), move(2), move(3), press, move(5), move(6, "mfu")]}
    }
    board._deliver(KEY, lambda event: seen.append((event["name"], event.get("text"))))
    assert seen == [("n_params", "3"), ("keep", None), ("n_params", "5"), ("mfu", "6")]
    assert board._done()["seq"] == 6


def test_one_message_is_a_bounded_amount_of_work(seen):
    """A message of thousands of events takes no more steps than a person does while waiting: the last ones."""
    levers = ("n_params", "service_days")
    st.session_state[KEY] = {"event": {"client": "a", "events": [move(seq, levers[seq % 2]) for seq in range(1, 5001)]}}
    board._deliver(KEY, lambda event: seen.append(event["text"]))
    assert seen == [str(seq) for seq in range(5001 - board.MOST_EVENTS, 5001)]
    assert board.MOST_EVENTS <= 16


@pytest.mark.parametrize(
    "value",
    [
        None, 3, "x", {"events": 3}, {"events": [3, None, {"seq": "1"}]}, {"event": {"events": [[]]}},
        {"client": "a", "events": [{"name": "1", "seq": 10**30}]},
        {"client": "a", "events": [{"name": "1", "seq": -1}]},
        {"client": "\ud800", "events": [{"name": "1", "seq": 1}]}, {"client": "a" * 65, "events": [{"seq": 1}]},
    ],
)  # fmt: skip
def test_rubbish_is_ignored(seen, value):
    """A message that no page of ours sends does nothing, and leaves nothing that cannot be sent back."""
    st.session_state[KEY] = {"event": value}
    deliver(seen)
    assert seen == [] and packed(board._done())
