"""Kept runs on the page: what their buttons do to the session, the link, the charts and the numbers."""

import json
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario
from sim.engine.kept import MOST_LETTERS, Kept
from sim.engine.presets import saved
from sim.links.share import opened
from sim.links.showing import Showing
from sim.teaching.hand_ins import HandIn
from tests.app.test_pages import app, session
from ui.board import contents, sweeps
from ui.screens import boards
from ui.visit import arriving, kept_runs, lesson_visit, state
from ui.visit.session import KEY, Session


@pytest.fixture
def now() -> Session:
    """A visit of the default scenario, where the functions of the page find it."""
    state.st.session_state[KEY] = found = Session(opened=True, page="home")
    state.show_result(found)
    return found


def press(name: str) -> None:
    boards._apply({"type": "press", "name": name})


def rename(mark: str, text: str) -> None:
    boards._apply({"type": "rename", "name": mark, "text": text})


def button(name: str) -> dict:
    return next(one for one in contents.board("home")["toolbar"]["buttons"] if one["name"] == name)


def test_keep_rename_show_and_drop(now):
    """Each is a step that Undo takes back, and the link follows."""
    steps = [now.moment]
    for act in (
        lambda: press("keep"),
        lambda: state.change("n_params", 70e9),
        lambda: press("keep"),
        lambda: rename("B", "Smaller"),
        lambda: press("show-A"),
        lambda: press("drop-A"),
    ):
        act()
        steps.append(now.moment)
        link = opened(state.current_link())
        assert (link.scenario, link.kept) == (now.scenario, now.kept)
    assert now.scenario == Scenario() and now.kept == (Kept("B", Scenario(n_params=70e9), "Smaller"),)
    for moment in reversed(steps[:-1]):
        press("undo")
        assert now.moment == moment
    for moment in steps[1:]:
        press("redo")
        assert now.moment == moment


def test_the_board_shows_them_everywhere(now):
    """In the sentence, each number, each chart that draws runs, and the table with its files."""
    alone = contents.board("home")
    assert alone["beside"] is None
    press("keep")
    state.change("n_params", 70e9)
    rename("A", "Large <3")  # refused
    rename("A", "Large")
    data = contents.board("home")
    assert "than in A (Large)" in "".join(piece["text"] for piece in data["sentence"])
    assert [one["detail"] for one in data["numbers"]] == [f"A\u00a0{one['value']}" for one in alone["numbers"]]
    drawn = [chart for chart in data["charts"] if "◇ A Large" in chart["subtitle"]]
    assert len(drawn) >= 2 and all("@kept-1" in json.dumps(chart["figure"], default=list) for chart in drawn)
    table = data["beside"]
    assert [head["name"] for head in table["kept"]] == ["Large"] and len(table["rows"]) > 10
    assert all(len(row["cells"]) == 2 for row in table["rows"]) and "Large" in table["files"][1]["text"]
    state.stage(Showing(hidden=("below",)))
    assert contents.board("home")["beside"] is None


def test_keep_says_why_it_cannot(now):
    """A run that is kept already, a fourth one, and one that is not possible."""
    assert not button("keep")["disabled"]
    press("keep")
    assert button("keep")["disabled"] and "as A" in button("keep")["help"]
    press("keep")
    assert len(now.kept) == 1
    for n in (1e9, 2e9, 3e9):
        state.change("n_params", n)
        press("keep")
    assert len(now.kept) == 3 and "Drop one" in button("keep")["help"]
    press("drop-B")
    state.change("plan", "target_loss")
    state.change("target_loss", 0.1)
    assert now.trouble and button("keep")["disabled"]
    press("keep")
    assert len(now.kept) == 2


@pytest.mark.parametrize("text", ["<b>x</b>", "x" * (MOST_LETTERS + 1), "a\x00b"])
def test_a_name_that_is_none_stays_in_its_field(now, text):
    """With the reason, until another is typed; nothing else changes, and no other letter is taken."""
    press("keep")
    rename("A", "Good")
    before = now.moment
    rename("A", text)
    head = contents.board("home")["beside"]["kept"][0]
    assert now.moment == before and head["typed"] == text and "plain text" in head["refused"]
    rename("A", "Better")
    head = contents.board("home")["beside"]["kept"][0]
    assert head["name"] == "Better" and head["refused"] == ""
    after = now.moment
    for mark in ("B", "D", "drop-A"):
        rename(mark, "x")
    press("drop-D")
    press("show-B")
    assert now.moment == after


def test_a_link_opens_them_and_says_what_it_cannot():
    """One sentence for each that is left out; the others stand."""
    test = app(v="4", n="8e9", A="n~7e10~~Dense", B="plan~target_loss~l~0.1", C="n~lots")
    found = session(test)
    assert found.kept == (Kept("A", Scenario(n_params=70e9), "Dense"),)
    assert [text[:18] for text in found.notices] == ["Run C was left out", "Run B was left out"]
    assert "its plan is not possible" in found.notices[1]
    assert not test.exception


def test_presenting_and_links_for_students_keep_them(now):
    """The room and the students see them; a lock holds against the run that is made current."""
    press("keep")
    state.change("n_params", 70e9)
    press("present")
    data = contents.board("home")
    assert data["beside"] is None and data["numbers"][0]["detail"].startswith("A\u00a0")
    press("present")
    shown = opened(state.current_link(part=Showing(locked=("n_params",))))
    assert shown.kept == now.kept and shown.showing.locked == ("n_params",)
    now.linked = shown.showing
    press("show-A")
    assert now.scenario.n_params == 70e9 and "Parameters" in now.notices[0]
    press("drop-A")
    assert now.kept == ()


def test_what_moved_last_is_no_kept_run(now):
    """A presenter goes on with the lever that was moved, whatever was kept or named since."""
    state.change("n_tokens", 1e12)
    press("keep")
    rename("A", "x")
    assert contents._moved() == "n_tokens"


def test_a_lesson_sets_them_aside(now):
    """What was kept says nothing in a lesson; it is there again outside."""
    state.st.session_state[lesson_visit.KEY] = lesson_visit.Visit()
    press("keep")
    before = now.moment
    lesson_visit.go_to(HandIn("running-out-of-data", 1))
    assert now.kept == ()
    lesson_visit.leave()
    assert now.moment == before


def test_a_file_brings_its_runs(now):
    """A file with kept runs replaces those of the visit, and one without leaves them."""
    kept = (Kept("A", Scenario(n_tokens=1e12), "More text"),)
    arriving.upload(saved(Scenario(mfu=0.3), "Plans", beside=kept).encode(), "plans.json")
    assert (now.scenario, now.kept) == (Scenario(mfu=0.3), kept)
    arriving.upload(saved(Scenario(mfu=0.4), "Alone").encode(), "alone.json")
    assert (now.scenario, now.kept) == (Scenario(mfu=0.4), kept)
    press("undo")
    press("undo")
    assert now.kept == ()


def test_frames_say_what_release_says(now):
    """The numbers of a drag stand beside those of the kept runs, which move nothing of their own."""
    press("keep")
    state.change("n_params", 70e9)
    press("keep")
    head = sweeps.sweep(sweeps.Question("home", now.scenario, "n_params", 40, now.kept))
    texts = json.loads(head[4 : 4 + int.from_bytes(head[:4], "little")])
    frame = texts["center"] - texts["first"]
    state.change("n_params", contents.levers.rungs("n_params")[texts["center"]])
    for number in contents.board("home")["numbers"]:
        assert texts["numbers"][number["name"]][frame][2] == number["detail"]


def test_reset_leaves_them_and_the_query_is_plain(now):
    """Reset is about the inputs; the query has each key once."""
    press("keep")
    state.change("n_params", 70e9)
    press("reset")
    assert len(now.kept) == 1
    keys = [key for key, _ in parse_qsl(state.current_link())]
    assert len(keys) == len(set(keys)) and "A" in keys
    assert kept_runs.kept_as() is not None


def test_the_page_of_four_runs_runs():
    """Every page of the session opens with them."""
    test: AppTest = app(v="4", A="n~7e10", B="d~1e12~~<i>", C="0~hw~h100")
    assert not test.exception and len(session(test).kept) == 3
    assert len(session(test).notices) == 1 and "name of run B" in session(test).notices[0]
