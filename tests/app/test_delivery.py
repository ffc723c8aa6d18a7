"""What a person does on the board reaches Python once and in order, whatever breaks off."""

import pytest
import streamlit as st

from ui import board
from ui.payload import packed

KEY = "board_test"


def message(*seqs: int, client: str = "a") -> None:
    """The browser's newest message: everything that was not acknowledged."""
    events = [{"type": "press", "name": str(seq), "seq": seq} for seq in seqs]
    st.session_state[KEY] = {"event": {"client": client, "events": events}}


@pytest.fixture
def seen():
    """Names of the events delivered, from a fresh session."""
    for name in list(st.session_state):
        del st.session_state[name]
    return []


def deliver(seen: list, broken_at: str | None = None) -> None:
    def on_event(event: dict) -> None:
        if event["name"] == broken_at:
            raise KeyboardInterrupt
        seen.append(event["name"])

    board._deliver(KEY, on_event)


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


def test_a_new_page_starts_counting_anew(seen):
    """After a reload the browser counts from one again."""
    message(5)
    deliver(seen)
    message(1, client="b")
    deliver(seen)
    assert seen == ["5", "1"]


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
    assert seen == [] and packed(board._done(KEY))
