"""What a link shows, on the page: locks, hidden parts, charts, pages and the way back."""

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario
from sim.inputs import TABLE
from sim.links.share import opened
from sim.links.showing import Showing
from tests.app.test_pages import ROOT, app, session
from ui.board import contents, levers, sweeps
from ui.parts import copying, student_link
from ui.screens import boards
from ui.visit import state
from ui.visit.session import KEY

LINK = {"v": "2", "n": "8e9", "lock": "n", "hide": "p_start_below", "show": "compute_next", "page": "home_plan"}


@pytest.fixture
def part() -> AppTest:
    """The page of a link that shows a part, with its session where the functions of the page find it."""
    test = app(**LINK)
    state.st.session_state[KEY] = session(test)
    return test


def items(data: dict) -> dict[str, dict]:
    """Levers of a board by name."""
    return {item["name"]: item for item in data["levers"]["items"]}


def test_locked_and_hidden_parts(part):
    """A locked lever has no sweep and says why; hidden ones, the menu and what is below are gone."""
    data = contents.board("home")
    found = items(data)
    assert found["n_params"]["lock"] and "token" not in found["n_params"]
    assert not found["n_tokens"]["lock"] and "token" in found["n_tokens"]
    assert "usd_per_chip_hour" not in found
    assert data["toolbar"]["choices"] == []
    assert data["levers"]["choices"][0]["lock"]
    assert [chart["id"] for chart in data["charts"]] == ["compute", "more"]
    assert not part.expander
    assert not sweeps.answerable("n_params", 3, "home", Scenario(), state.shown())
    assert sweeps.answerable("n_tokens", 3, "home", Scenario(), state.shown())


def test_sweeps_hold_the_charts_that_are_shown(part):
    """A drag plays the listed charts and no other."""
    now = state.session()
    row = TABLE["n_tokens"]
    center = round(levers.index(row, now.scenario.n_tokens))
    charts = sweeps.named(None, "home", state.shown())
    question = sweeps.Question("home", now.scenario, "n_tokens", center, charts=charts)
    assert len(charts) == sweeps.sweep(question).count(b'"traces"') == 2


def test_events_of_locked_levers_do_nothing(part):
    """Whatever a browser sends: a lock holds, and a notice says so; other levers move."""
    before = state.session().scenario
    boards._apply({"type": "set", "name": "n_params", "text": "70B"})
    assert state.session().scenario == before and "Parameters" in state.session().notices[0]
    boards._apply({"type": "set", "name": "usd_per_chip_hour", "index": 3})
    boards._apply({"type": "choose", "name": "plan", "value": "budget_optimal"})
    boards._apply({"type": "choose", "name": "start", "value": "gpt-3-175b"})
    assert state.session().scenario == before
    state.start_from("gpt-3-175b")  # as a click on the landscape would
    assert state.session().scenario == before
    boards._apply({"type": "set", "name": "n_tokens", "text": "2T"})
    assert state.session().scenario == before.changed(n_tokens=2e12) and not state.session().notices


def test_reset_and_undo_go_back_to_the_link(part):
    """Reset means what the link opened; its parts stay in the link of the moment."""
    start = state.session().scenario
    state.change("n_tokens", 2e12)
    state.undo()
    assert state.session().scenario == start
    state.change("n_tokens", 2e12)
    state.reset()
    assert state.session().scenario == start != Scenario()
    assert "lock=n&hide=p_start_below&show=compute_more&page=home_plan" in state.current_link()
    assert "lock" not in state.current_link(part=Showing())


def test_a_page_may_show_another_part(part):
    """What a page says of itself comes before the link, and the link keeps its own."""
    state.stage(Showing(locked=("n_tokens",), hidden=("n_params",)))
    assert items(contents.board("home"))["n_tokens"]["lock"]
    assert "n_params" not in items(contents.board("home"))
    assert "lock=n&" in state.current_link()
    state.stage(None)
    assert items(contents.board("home"))["n_params"]["lock"]


def test_no_words_point_to_what_is_hidden(part):
    """A note speaks of settings below the charts where they are, and of bands wherever they are drawn."""
    offered = re.compile(r"(set|typed|moved) below")
    for page in ("home", "laws", "cost"):
        notes = []
        for hidden in ((), ("below",)):
            state.stage(Showing(hidden=hidden))
            notes.append(" ".join(chart["note"] for chart in contents.board(page)["charts"]))
        assert offered.search(notes[0]) and not offered.search(notes[1])
        assert ("Shades:" in notes[0]) == ("Shades:" in notes[1])


def test_all_levers_can_be_hidden(part):
    """Without a lever and without a plan there is no column."""
    state.stage(Showing(hidden=tuple(TABLE)))
    assert contents.board("home")["levers"] is None


def test_embedded_and_bad_links_run():
    """An embedded page offers the whole; a bad part gives a notice and the page."""
    test = app(v="2", bare="1", lock="n_zz")
    assert not test.exception
    assert len(session(test).notices) == 1
    assert session(test).linked == Showing(locked=("n_params",), embed=True)


def test_the_teachers_panel_writes_the_link(monkeypatch):
    """What is chosen stands in the link, its code and the frame, on the first page that is listed."""
    monkeypatch.setenv("PUBLIC_URL", "https://example.org/nd")
    copied: dict[str, str] = {}
    monkeypatch.setattr(copying, "field", lambda text, label, key, **more: copied.update({key: text}))
    test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    test.session_state[f"{student_link.KEY}_open"] = True
    test.run()
    assert copied["students_link"].startswith("https://example.org/nd/?v=")
    test.multiselect(key="students_locked").select("n_params").select("n_tokens")
    test.multiselect(key="students_hidden").select("n_tokens")
    test.multiselect(key="students_charts").select("landscape").select("more")
    test.multiselect(key="students_pages").select("plan")
    test.checkbox(key="students_below").check().run()
    assert not test.exception
    address = copied["students_link"]
    assert address.startswith("https://example.org/nd/plan?v=")
    expected = Showing(("n_params",), ("n_tokens", "below"), ("landscape", "more"), ("plan",))
    assert opened(address).showing == expected
    assert unescape(copied["students_frame"]).split('"')[1] == address.replace("&l0=", "&bare=1&l0=")


def test_who_opened_such_a_link_makes_none():
    """A student sees no panel for teachers."""
    assert not [box for box in app(**{**LINK, "hide": "p"}).expander if "students" in box.label]
    assert [box for box in app().expander if "students" in box.label]
