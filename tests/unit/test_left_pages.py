"""What a browser says for a page that was left: dropped, or sent to where the visitor is."""

import asyncio

import pytest

from ui.server import left_pages
from ui.server.left_pages import LeftPages, Visit
from ui.server.streamlit_private import (
    LONGEST,
    BackMsg,
    ForwardMsg,
    Navigation,
    RunNews,
    RunRequest,
    run_news,
    run_request,
)


def request(page: str, fragment: str = "", text: str = "", query: str = "", history: bool = False) -> bytes:
    """A message of the browser, with one widget if a text is given."""
    message = BackMsg()
    message.rerun_script.page_script_hash = page
    message.rerun_script.fragment_id = fragment
    message.rerun_script.query_string = query
    message.rerun_script.is_history_navigation = history
    if text:
        message.rerun_script.widget_states.widgets.add(id="box", string_value=text)
    return message.SerializeToString()


def named(page: str) -> bytes:
    """A message of the server that names the page that it sends."""
    return ForwardMsg(navigation=Navigation(page_script_hash=page)).SerializeToString()


FINISHED = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()


async def said(visit: Visit, page: str) -> None:
    """The server sends a page, which is drawn then."""
    for text in (named(page), FINISHED):
        await visit.tell({"type": "websocket.send", "bytes": text})
    await asyncio.sleep(10 * left_pages.DRAWN_S)


def heard(*messages: bytes | tuple[str]) -> list[bytes]:
    """What of the messages reaches Streamlit; a tuple is a page that the server sends in between."""

    async def all_of_them():
        told, found, waiting = [], [], list(messages)

        async def receive():
            while waiting and isinstance(waiting[0], tuple):
                await said(visit, *waiting.pop(0))
            if not waiting:
                return {"type": "websocket.disconnect"}
            return {"type": "websocket.receive", "bytes": waiting.pop(0)}

        async def send(message):
            told.append(message["bytes"])

        visit = Visit(receive, send)
        while (message := await visit.hear())["type"] != "websocket.disconnect":
            found.append(message["bytes"])
        visit.end()
        assert told == [text for each in messages if isinstance(each, tuple) for text in (named(*each), FINISHED)]
        return found

    return asyncio.run(all_of_them())


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """A page is drawn at once."""
    monkeypatch.setattr(left_pages, "DRAWN_S", 0.001)


def test_a_fragment_of_a_page_that_was_left_is_not_run():
    """A move that sets out after the click on another page is not for Streamlit, the same before the click is."""
    start, move, leave = request("home"), request("home", "board", "x"), request("plan")
    late, there = request("home", "board", "y"), request("plan", "board", "z")
    assert heard(start, ("home",), move, leave, late, ("plan",), there) == [start, move, leave, there]


def test_a_widget_of_a_page_that_was_left_goes_along():
    """What was typed is told to the page that the visitor went to, and does not call him back."""
    typed = request("home", text="18", query="v=3&n=7e10")
    before, leave, after = heard(request("home"), request("plan"), typed)
    assert (before, leave) == (request("home"), request("plan"))
    assert BackMsg.FromString(after) == BackMsg.FromString(request("plan", text="18"))


def test_the_first_page_is_left_too():
    """No browser names the page on which a visit starts: the server does, before it is left or just after."""
    start, leave, late, there = request(""), request("plan"), request("home", "board", "y"), request("plan", "board")
    assert heard(start, ("home",), late, leave, late, ("plan",), late, there) == [start, late, leave, there]
    assert heard(start, leave, ("home",), late, ("plan",), there) == [start, leave, there]
    typed = request("home", text="18")
    assert BackMsg.FromString(heard(start, ("home",), leave, typed)[2]) == BackMsg.FromString(
        request("plan", text="18")
    )


def test_the_server_may_send_a_visitor_on():
    """From the page that he asked for to the one that he came from."""
    home, about, move = request("home"), request("about"), request("home", "board", "x")
    assert heard(home, ("home",), about, ("about",), ("home",), move) == [home, about, move]
    assert heard(home, ("home",), about, ("about",), move) == [home, about]


def test_pages_left_one_after_the_other():
    """The one before the last counts as little as the last."""
    home, plan, laws = (request(page) for page in ("home", "plan", "laws"))
    assert heard(home, plan, laws, request("home", "board", "x"), request("plan", "board", "x")) == [home, plan, laws]


def test_going_back_is_going():
    """A click on the page that was just left brings no widgets: it is one more page that is asked for."""
    home, plan, move = request("home"), request("plan"), request("home", "board", "x")
    assert heard(home, plan, home, ("home",), move) == [home, plan, home, move]
    assert heard(home, plan, home, ("home",), request("plan", "board", "x")) == [home, plan, home]


def test_a_connection_begins_with_a_whole_page():
    """A browser that was cut off goes on with a fragment, which a server started anew does not know."""
    move = request("plan", "board", "x", query="v=4&n=7e10")
    first, second = heard(move, ("plan",), move)
    assert BackMsg.FromString(first) == BackMsg.FromString(request("plan", text="x", query="v=4&n=7e10"))
    assert second == move


def test_all_else_passes():
    """Messages of other kinds and the steps of one page reach Streamlit as they are."""
    other = BackMsg(stop_script=True).SerializeToString()
    steps = [request("home"), request("home", text="1"), ("home",), request("home", "board", "x"), other]
    assert heard(*steps) == [step for step in steps if isinstance(step, bytes)]


def test_one_who_says_what_no_browser_says_is_hung_up_on():
    """Streamlit hears that he went, and writes no traceback of what he said."""
    assert heard(request("home"), b"\xff\xfe", request("plan")) == [request("home")]


def test_connections_of_other_kinds_are_left_alone():
    """The guard hears websockets alone."""
    seen = []

    async def app(scope, *ways):
        seen.append(ways)

    async def receive():
        raise AssertionError

    for kind in ("http", "websocket"):
        asyncio.run(LeftPages(app)({"type": kind}, receive, receive))
    assert seen[0] == (receive, receive) and isinstance(seen[1][0].__self__, Visit)


def test_what_is_read_of_streamlits_messages():
    """Page, fragment, widgets and history of a request for a run; nothing of another message."""
    assert run_request(request("home", "board", "x")) == RunRequest("home", "board", True, False)
    assert run_request(request("home", history=True)) == RunRequest("home", "", False, True)
    assert run_request(BackMsg(stop_script=True).SerializeToString()) is None


async def round_of(*steps: bytes | str) -> list[bytes | None]:
    """What reaches Streamlit while a browser says one thing after the other; a text is a page that the server sends."""
    said_by_browser: asyncio.Queue = asyncio.Queue()

    async def send(message):
        pass

    visit, found = Visit(said_by_browser.get, send), []

    async def listen():
        while True:
            found.append((await visit.hear())["bytes"])

    listening = asyncio.ensure_future(listen())
    for step in steps:
        if isinstance(step, str):
            await said(visit, step)
        else:
            said_by_browser.put_nowait({"type": "websocket.receive", "bytes": step})
        await asyncio.sleep(0.01)
        found.append(None)
    listening.cancel()
    visit.end()
    return found


def test_a_fragment_waits_for_its_page():
    """It runs once the page is drawn, what else is said meanwhile passes it, and with the page it is left."""
    start, move, leave = request(""), request("home", "board", "x"), request("plan")
    assert asyncio.run(round_of(start, move, "home", move)) == [start, None, None, move, None, move, None]
    assert asyncio.run(round_of(start, "home", leave, request("plan", "board"), request("plan", text="1"), "plan")) == [
        start, None, None, leave, None, None, request("plan", text="1"), None, request("plan", "board"), None
    ]  # fmt: skip
    assert asyncio.run(round_of(start, move, leave, "plan")) == [start, None, None, leave, None, None]


def test_a_step_of_history_runs_before_a_fragment():
    """What the same page is asked for meanwhile waits: Streamlit would forget that the address is to be read."""
    start, back, move = request("home"), request("home", query="v=4", history=True), request("home", "board", "x")
    assert asyncio.run(round_of(start, "home", back, move, "home", move)) == [
        start, None, None, back, None, None, move, None, move, None
    ]  # fmt: skip


def test_what_is_read_of_what_the_server_says():
    """The page that is named and the end of its run; nothing of a fragment, a large message, or what is none."""
    assert run_news(named("home")) == RunNews("home", False)
    assert run_news(FINISHED) == RunNews("", True)
    assert run_news(ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN).SerializeToString()) == RunNews(
        "", False
    )
    fragment = ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
    fragment.metadata.run.fragment_ids.append("board")
    assert [run_news(each) for each in (fragment.SerializeToString(), named(LONGEST * "x"), b"", b"\xff\xfe")] == [
        None
    ] * 4
