"""The note of a link on the page: shown as plain text, typed where a run is saved, in the address from then on."""

import pytest
from streamlit.testing.v1 import AppTest

from sim.links.remix import MOST
from tests.app.test_pages import ROOT, session


def test_shown_and_typed():
    """Markup of a stranger is no markup, and what is typed is in the link."""
    test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    for key, value in {"v": "4", "n": "8e9", "title": "<b>Plan</b>", "by": "Ada"}.items():
        test.query_params[key] = value
    test.session_state["files_open"] = True
    test.run()
    assert not test.exception
    assert "&lt;b&gt;Plan&lt;/b&gt;: by Ada" in "".join(html.proto.body for html in test.get("html"))
    assert session(test).note.title == "<b>Plan</b>"
    test.text_input(key="note_title").input("Plan B").run()
    assert not test.exception and session(test).note.title == "Plan B" and session(test).note.by == "Ada"
    assert test.query_params["title"] in ("Plan B", ["Plan B"])


@pytest.mark.parametrize("text", ["x" * 10_000, "y\x00 " * 500, "<b>" * 200])
def test_more_than_a_field_takes_is_cut(text):
    """A browser stops at 80 characters; whoever sends more finds its beginning kept, and no box of errors."""
    test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    test.query_params["v"] = "4"
    test.session_state["files_open"] = True
    test.run()
    test.text_input(key="note_title")._value = text  # past the limit that the test's own field knows
    test.run()
    assert not test.exception and not test.error
    title = session(test).note.title
    assert 0 < len(title) <= MOST and text.replace("\x00", " ").startswith(title[:2])
