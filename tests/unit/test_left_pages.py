"""What a browser says for a page that was left: dropped, or sent to where the visitor is."""

import asyncio

from ui.server.left_pages import LeftPages, Visit
from ui.server.streamlit_private import LONGEST, BackMsg, ForwardMsg, Navigation, page_named, run_request


def request(page: str, fragment: str = "", text: str = "", query: str = "") -> bytes:
    """A message of the browser, with one widget if a text is given."""
    message = BackMsg()
    message.rerun_script.page_script_hash = page
    message.rerun_script.fragment_id = fragment
    message.rerun_script.query_string = query
    if text:
        message.rerun_script.widget_states.widgets.add(id="box", string_value=text)
    return message.SerializeToString()


def named(page: str) -> bytes:
    """A message of the server that names the page that it sends."""
    return ForwardMsg(navigation=Navigation(page_script_hash=page)).SerializeToString()


def heard(*messages: bytes | tuple[str]) -> list[bytes]:
    """What of the messages reaches Streamlit; a tuple is a page that the server names in between."""

    async def all_of_them():
        told, found, waiting = [], [], list(messages)

        async def receive():
            while waiting and isinstance(waiting[0], tuple):
                await visit.tell({"type": "websocket.send", "bytes": named(*waiting.pop(0))})
            if not waiting:
                return {"type": "websocket.disconnect"}
            return {"type": "websocket.receive", "bytes": waiting.pop(0)}

        async def send(message):
            told.append(message["bytes"])

        visit = Visit(receive, send)
        while (message := await visit.hear())["type"] != "websocket.disconnect":
            found.append(message["bytes"])
        assert told == [named(*each) for each in messages if isinstance(each, tuple)]
        return found

    return asyncio.run(all_of_them())


def test_a_fragment_of_a_page_that_was_left_is_not_run():
    """A move that sets out after the click on another page is not for Streamlit, the same before the click is."""
    start, move, leave = request(""), request("home", "board", "x"), request("plan")
    late, there = request("home", "board", "y"), request("plan", "board", "z")
    assert heard(start, request("home"), move, leave, late, there) == [start, request("home"), move, leave, there]


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
    assert heard(start, leave, late, there) == [start, leave, there]
    typed = request("home", text="18")
    assert BackMsg.FromString(heard(start, ("home",), leave, typed)[2]) == BackMsg.FromString(request("plan", text="18"))


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
    assert heard(home, plan, home, move) == [home, plan, home, move]
    assert heard(home, plan, home, request("plan", "board", "x")) == [home, plan, home]


def test_a_connection_begins_with_a_whole_page():
    """A browser that was cut off goes on with a fragment, which a server started anew does not know."""
    move = request("plan", "board", "x", query="v=4&n=7e10")
    first, second = heard(move, move)
    assert BackMsg.FromString(first) == BackMsg.FromString(request("plan", text="x", query="v=4&n=7e10"))
    assert second == move


def test_all_else_passes():
    """Messages of other kinds and the steps of one page reach Streamlit as they are."""
    other = BackMsg(stop_script=True).SerializeToString()
    steps = [request("home"), request("home", text="1"), request("home", "board", "x"), other]
    assert heard(*steps) == steps


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
    """Page, fragment and widgets of a request for a run; nothing of another message."""
    found = run_request(request("home", "board", "x"))
    assert found is not None and (found.page, found.fragment, found.widgets) == ("home", "board", True)
    assert run_request(BackMsg(stop_script=True).SerializeToString()) is None


def test_what_is_read_of_what_the_server_says():
    """The page that is named; nothing of another message, a large one, or what is none."""
    assert page_named(named("home")) == "home"
    other = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY).SerializeToString()
    assert [page_named(each) for each in (other, named(LONGEST * "x"), b"", b"\xff\xfe")] == [None] * 4
