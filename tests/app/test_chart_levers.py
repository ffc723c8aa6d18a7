"""Levers in the heads of charts: each input once, answered like any other, and gone from the foot of the page."""

import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.inputs import TABLE
from sim.links.showing import Showing
from sim.pages import Board, pages
from ui.board import contents, events, levers, sweeps
from ui.visit import state
from ui.visit.session import KEY, Session


@pytest.fixture
def visit():
    """A session without Streamlit's page."""
    state.st.session_state[KEY] = now = Session(scenario=Scenario())
    now.result = evaluate(now.scenario)
    yield now
    del state.st.session_state[KEY]


def test_a_chart_names_three_numbers_at_most():
    """Each is an input of the table that is no choice."""
    named = {chart.id: chart.controls for chart in charts().values() if chart.controls}
    assert {"laws-worlds", "laws-shortage", "laws-clock", "budgets"} <= named.keys()
    for controls in named.values():
        assert len(controls) <= 3 and all(TABLE[name].is_number for name in controls)


@pytest.mark.parametrize("page", [path for path, page in pages().items() if isinstance(page, Board)])
def test_no_lever_stands_twice_on_a_page(page):
    """Neither in two heads nor in a head and in the column."""
    scenario = Scenario(inference="on")
    column = levers.board(evaluate(scenario), scenario, page)
    names = [item["name"] for item in column["items"]]
    names += [item["name"] for items in levers.head_items(page, scenario).values() for item in items]
    assert len(names) == len(set(names))


def test_a_lever_of_a_chart_moves_the_run(visit):
    """It has a sweep of its own, can be set by place and by text, and “none” stands at its far end."""
    item = next(one for one in levers.head_items("laws", visit.scenario)["laws-worlds"] if one["name"] == "wall_flop")
    assert (item["text"], item["index"]) == ("none", len(item["rungs"]) - 1)
    rung = next(i for i, value in enumerate(levers.rungs("wall_flop")) if value == 1e24)
    assert sweeps.answerable("wall_flop", rung, "laws", visit.scenario)
    assert not sweeps.answerable("wall_flop", rung, "plan", visit.scenario)
    events.apply({"type": "set", "name": "wall_flop", "index": rung}, {})
    assert visit.scenario.wall_flop == 1e24
    events.apply({"type": "set", "name": "wall_flop", "text": "lots"}, {})
    item = next(one for one in levers.head_items("laws", visit.scenario, refused=visit.refused)["laws-worlds"])
    assert item["refused"]["text"] == "lots" and visit.scenario.wall_flop == 1e24
    events.apply({"type": "set", "name": "wall_flop", "text": "none"}, {})
    assert visit.scenario.wall_flop is None


def test_the_board_carries_them(visit):
    """With a token each; a link that hides what is below, or a lever, has none of it."""
    heads = {chart["id"]: chart["levers"] for chart in contents.board("laws")["charts"]}
    assert [item["name"] for item in heads["laws-clock"]] == ["doubling_months"] and heads["laws-ratio"] == []
    assert all(item["token"] for items in heads.values() for item in items)
    assert levers.heads("laws", visit.scenario, Showing(hidden=("below",))) == {}
    shown = levers.heads("laws", visit.scenario, Showing(hidden=("wall_slope",)))
    assert [row.name for row in shown["laws-worlds"]] == ["wall_flop"]
    locked = levers.head_items("laws", visit.scenario, Showing(locked=("wall_slope",)))["laws-worlds"]
    assert [bool(item["lock"]) for item in locked] == [False, True]
    assert "wall_slope" not in levers.given(visit.scenario, "laws", Showing(locked=("wall_slope",)))


def test_both_worlds_follow_their_wall():
    """During a drag of the wall its line moves; during one of the size only the run does."""
    chart, run = charts()["laws-worlds"], Scenario(wall_flop=1e25)
    window = evaluate(run)
    near, larger = evaluate(run.changed(wall_flop=1e23)), evaluate(run.changed(n_params=1e12))
    moved, still = chart.figures(window, [near, larger], [])
    shown = chart.figure(window, [])["data"]
    assert moved["data"][3]["x"] == [1e23, 1e23]
    assert still["data"][3]["x"] == shown[3]["x"] == [1e25, 1e25]


def test_an_efficiency_may_be_typed_as_a_time(visit):
    """Two years of methods that double every eight months are a factor of eight; the pace is an input of its own."""
    for text, efficiency in (("2 years", 8), ("8 months", 2), ("16 mo", 4), ("3", 3)):
        state.change("efficiency", text)
        assert visit.scenario.efficiency == pytest.approx(efficiency), text
    row = TABLE["efficiency"]
    assert row.beside(8.0, visit.scenario) == "24 months of methods that double every 8 months."
    state.change("doubling_months", 12)
    state.change("efficiency", "2 years")
    assert visit.scenario.efficiency == pytest.approx(4)
    assert "12 months" in charts()["laws-clock"].note(evaluate(visit.scenario))
    state.change("efficiency", "1000 years")
    assert visit.scenario.efficiency == pytest.approx(4) and "efficiency" in visit.refused


def test_the_pace_changes_no_result():
    """It is a way to read the efficiency and a line of one chart."""
    one, other = evaluate(Scenario()), evaluate(Scenario(doubling_months=3))
    assert one.values == other.values
