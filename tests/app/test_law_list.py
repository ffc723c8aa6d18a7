"""The list of laws beside their lines, and the matrix of the wrong law: which is drawn, lit, framed and first."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.catalogs.allocations import allocations
from sim.charts import charts
from sim.laws import loss_laws
from ui.board import contents, events
from ui.visit import laws_choices, state
from ui.visit.session import KEY, Session

PUBLISHED = [key for key, law in loss_laws().entries.items() if not law.typed]


@pytest.fixture
def visit():
    """A session without Streamlit's page."""
    state.st.session_state[KEY] = now = Session(scenario=Scenario())
    state.show_result(now)
    yield now
    del state.st.session_state[KEY]


def listed(page="laws", chart="laws-ratio"):
    """The list beside a chart, as the board has it."""
    return next(item for item in contents.board(page)["charts"] if item["id"] == chart)["lines"]


def test_every_law_has_its_value_at_this_compute(visit):
    """The largest first, rules among them; the run's own and rules are always drawn."""
    found = listed()
    assert found["title"] == "Tokens per parameter at 3.15e23 FLOP"
    assert {item["name"] for item in found["items"]} == {*PUBLISHED, *allocations().entries}
    own = next(item for item in found["items"] if item["is_own"])
    assert (own["name"], own["drawn"]) == ("besiroglu2024", None)
    assert own["value"] == f"{visit.result.optimal_tokens_per_param:.3g}"
    values = [float(item["value"]) for item in found["items"]]
    assert values == sorted(values, reverse=True)
    assert all((item["drawn"] is None) == (item["name"] not in PUBLISHED[1:]) for item in found["items"])
    assert listed(chart="laws-params") is None


def test_each_line_says_which_it_is(visit):
    """By the names of the list, on all three charts, so that one lights them all."""
    names = {item["name"] for item in listed()["items"]}
    for chart in ("laws-ratio", "laws-params", "laws-tokens"):
        traces = charts()[chart].figure(visit.result, ())["data"]
        assert {trace["meta"]["line"] for trace in traces if "meta" in trace} == names


def test_a_law_is_left_out_and_drawn_again(visit):
    """All but one; then all, which the link need not say; the last one beside the chosen stays."""
    events.apply({"type": "choose", "name": "line", "value": "kaplan2020"}, {})
    assert {*laws_choices.picked_laws()} == {*PUBLISHED} - {"kaplan2020", "besiroglu2024"}
    assert [item["name"] for item in listed()["items"] if item["drawn"] is False] == ["kaplan2020"]
    drawn = charts()["laws-ratio"].figure(visit.result, laws_choices.laws_beside("laws"))["data"]
    assert "kaplan2020" not in {trace.get("meta", {}).get("line") for trace in drawn}
    events.apply({"type": "choose", "name": "line", "value": "kaplan2020"}, {})
    assert laws_choices.picked_laws() == () and "laws" not in visit.views
    for law in (*PUBLISHED, "custom", "nope"):
        events.apply({"type": "choose", "name": "line", "value": law}, {})
    assert len(laws_choices.picked_laws()) == 1


def test_the_matrix_begins_with_the_safest_law_and_frames_ones_own():
    """Rows by mean waste; the frame is around the row and the column of the law in use, which a custom one has too."""
    for law in ("hoffmann2022", "custom"):
        result = evaluate(Scenario(law=law))
        figure = charts()["laws-regret"].figure(result, () if law != "custom" else ("kaplan2020", "sardana2024"))
        names = figure["data"][0]["y"]
        cells = np.nansum([trace["z"] for trace in figure["data"]], axis=0)
        means = cells.mean(axis=1)
        assert all(np.diff(means) > -0.6)  # cells are rounded
        at = names.index(loss_laws().entries[law].name)
        row, column = figure["layout"]["shapes"]
        assert (row["y0"], row["y1"], row["x0"], row["x1"]) == (at - 0.5, at + 0.5, -0.5, len(names) - 0.5)
        assert (column["x0"], column["x1"]) == (at - 0.5, at + 0.5)
    chart = charts()["laws-regret"]
    assert chart.height >= 40 * len(PUBLISHED) and chart.least_width >= 40 * len(PUBLISHED)
