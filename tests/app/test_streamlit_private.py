"""Streamlit's private names, one test each: an upgrade that changes one of them fails here by name."""

import json
import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from ui.server import streamlit_private as private


def test_run_session_is_of_the_visitor_and_none_outside_of_a_run():
    """The runs of one visitor share one object, another visitor has another."""

    def script():
        import streamlit as st

        from ui.server.streamlit_private import run_session

        st.session_state.setdefault("seen", []).append(run_session())

    visitors = [AppTest.from_function(script).run() for _ in range(2)]
    seen = [visitor.session_state["seen"][0] for visitor in visitors]
    assert None not in seen and seen[0] is not seen[1]
    assert private.run_session() is None


@pytest.mark.parametrize("through", [True, False])
def test_came_through_history_reads_the_run(monkeypatch, through):
    """A run knows whether Back or Forward asked for it; outside of a run nobody did."""

    class Run:
        is_history_navigation = through

    assert not private.came_through_history()
    monkeypatch.setattr(private, "get_script_run_ctx", lambda suppress_warning: Run())
    assert private.came_through_history() is through


def test_a_run_says_whether_history_asked_for_it():
    """The field of Streamlit's own run that the function above reads."""
    found = []

    def script(found):
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        found.append(get_script_run_ctx().is_history_navigation)

    AppTest.from_function(script, args=(found,)).run()
    assert found == [False] and get_script_run_ctx(suppress_warning=True) is None


def test_delta_generator_is_the_type_of_a_place():
    """What `st.container` returns."""
    assert isinstance(st.container(), private.DeltaGenerator)


def test_trigger_id_is_what_the_browser_sends():
    """A component's widget and two marks before the word that all triggers of a component share."""
    assert private.trigger_id("$$ID-1-board_home").endswith("$$ID-1-board_home__events")


def test_back_msg_holds_what_a_visitor_of_the_load_test_says():
    """A request with a trigger and a text, as `benchmarks.load` sends it."""
    message = private.BackMsg()
    message.rerun_script.widget_states.widgets.add(id="t", json_trigger_value=json.dumps([{"event": "e"}]))
    message.rerun_script.widget_states.widgets.add(id="b", string_value="1")
    message.rerun_script.context_info.url = "http://127.0.0.1/"
    request = private.run_request(message.SerializeToString())
    assert request == private.RunRequest(page="", fragment="", widgets=True, history=False)


def test_forward_msg_names_page_fragment_and_component():
    """What `benchmarks.load` reads of an answer."""
    message = private.ForwardMsg()
    message.delta.fragment_id = "f"
    component = message.delta.new_element.bidi_component
    component.id, component.component_name, component.bytes = "i", "next_dollar_board", b"{}"
    assert message.WhichOneof("type") == "delta"
    assert message.delta.new_element.WhichOneof("type") == "bidi_component"
    started = private.ForwardMsg()
    started.new_session.page_script_hash = "p"
    assert started.WhichOneof("type") == "new_session"


def test_elements_that_styles_and_scripts_name_are_streamlits():
    """Every name of an element of Streamlit's page, in styles and in the scripts that name some, is one of its."""
    ui = Path(private.__file__).parents[1]
    files = [*ui.rglob("*.css"), ui / "screens" / "method.py", *(ui / "board" / "web").glob("streamlit_*.js")]
    named = {
        (file.name, name)
        for file in files
        for name in re.findall(r'data-testid\^?="(\w+)|\.(st[A-Z]\w+)', file.read_text(encoding="utf-8"))
    }
    scripts = (Path(st.__file__).parent / "static" / "static" / "js").glob("*.js")
    known = set(re.findall(r"\bst[A-Z]\w+", "\n".join(script.read_text(encoding="utf-8") for script in scripts)))
    assert len(named) > 10
    assert [(file, name) for file, found in sorted(named) if (name := "".join(found)) not in known] == []


def test_no_other_script_names_elements_of_streamlit():
    """What scripts know of Streamlit's page stands in two files; one travels with each answer."""
    ui = Path(private.__file__).parents[1]
    naming = [
        file.name for file in ui.rglob("*.js") if re.search(r"data-testid|\bst[A-Z]\w+|/static/js", file.read_text())
    ]
    assert sorted(naming) == ["streamlit_fields.js", "streamlit_page.js"]


def test_the_scripts_of_components_are_known_ahead():
    """They are those that the page does not name itself, the component's own among them, and all are there."""
    found = private.component_scripts()
    page = (private.STATIC / "index.html").read_text()
    assert any("BidiComponent" in url for url in found)
    assert all((private.STATIC / url).is_file() and url not in page for url in found)


def test_no_other_script_uses_private_names_of_plotly():
    """What scripts know of Plotly's inside stands in one file."""
    ui = Path(private.__file__).parents[1]
    private_names = r"\._full|__data__|\.[cd]2p\b|\._length\b|\.trace\$"
    assert [f.name for f in ui.rglob("*.js") if re.search(private_names, f.read_text())] == ["plotly_private.js"]
