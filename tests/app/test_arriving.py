"""Links and preset files that are dropped or pasted: opened, or refused in a sentence."""

import pytest

from sim import Scenario
from sim.engine.kept import Kept
from sim.engine.presets import saved
from sim.links.share import link
from sim.links.showing import Showing
from ui.visit import arriving, kept_runs, state
from ui.visit.session import KEY, Session


@pytest.fixture(autouse=True)
def now() -> Session:
    """A visit of the default scenario, where the functions of the page find it."""
    state.st.session_state[KEY] = found = Session(opened=True, page="home")
    state.show_result(found)
    return found


BESIDE = Kept("A", Scenario(n_params=2e10), "Small")


def test_a_link_opens_with_what_stands_beside():
    """A whole address or its end; Undo goes back."""
    before = state.session().scenario
    for text in (
        f"https://next-dollar.example/plan?{link(Scenario(n_params=8e9), beside=[BESIDE])}",
        f"?{link(Scenario(mfu=0.35))}",
    ):
        assert arriving.take(text) == ""
    assert state.session().scenario.mfu == 0.35
    state.undo()
    assert state.session().scenario.n_params == 8e9 and state.session().kept == (BESIDE,)
    state.undo()
    assert state.session().scenario == before


def test_the_text_of_a_file_opens():
    """As an upload does."""
    assert arriving.take(saved(Scenario(mfu=0.31), "Mine", beside=[BESIDE])) == ""
    assert state.session().scenario.mfu == 0.31 and state.session().uploaded.title == "Mine"
    assert state.session().kept == (BESIDE,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("https://example.org/?q=1", "neither a link of a run nor a preset file"),
        ("<script>alert(1)</script>", "neither a link of a run nor a preset file"),
        ('{"too large": 99}', "was not loaded"),
        ("{", "was not loaded"),
        ("\\ud800{", "neither"),
    ],
)
def test_what_is_neither_is_refused(text, why):
    """Nothing changes."""
    before = state.session().scenario
    assert why in arriving.take(text)
    assert state.session().scenario == before


def test_a_part_of_a_page_takes_nothing():
    """A lesson's run and a link for students are not replaced."""
    state.stage(Showing(hidden=("below",)))
    assert "a part" in arriving.take(f"?{link(Scenario(n_params=8e9))}")
    state.stage(None)


def test_a_card_is_kept_beside():
    """Under its title without markup; once."""
    kept_runs.keep_another(Scenario(n_params=7e10), "A <b>70B</b> plan")
    kept_runs.keep_another(Scenario(n_params=7e10), "again")
    assert [(one.mark, one.name) for one in state.session().kept] == [("A", "A b70B/b plan")]
