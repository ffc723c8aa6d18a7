"""Bands on numbers and charts: what they say, when they are computed, and that a law without them says so."""

import json

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.band_words import band_line
from sim.charts import charts
from sim.charts.style import COLORS
from sim.laws import loss_laws
from sim.uncertainty import Band, bands, law_draws, least_loss_bands, moves
from ui import bands as shown
from ui import kept, state
from ui.session import KEY, Session

SCENARIOS = {
    "default": Scenario(),
    "optimal": Scenario(plan="budget_optimal", hardware="h100"),
    "target": Scenario(plan="target_loss"),
    "unknown price": Scenario(hardware="b200"),
    "wall and little text": Scenario(unique_tokens=1e11, wall_flop=1e22, efficiency=3),
    "high corner": Scenario(n_params=1e15, n_tokens=1e17),
}


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_blocks_are_small_and_strict(scenario):
    """Every page answers strict JSON of at most 25 kB, with traces of known colors and even lengths."""
    for page in ("home", "plan", "laws", "cost"):
        asked = shown.Question(page, scenario)
        block = shown.block(asked)
        assert len(block) <= 25_000
        head = json.loads(block[shown.HEAD :], parse_constant=pytest.fail)
        assert head["bands"] == shown.token(asked)
        assert set(head["charts"]) == {chart.id for chart in charts().values() if chart.page == page and chart.bands}
        for traces in head["charts"].values():
            for trace in traces:
                assert len(trace["x"]) == len(trace["y"]) > 0
                assert trace["line"]["color"].removeprefix("@") in COLORS["light"]


def test_bars_have_the_bands_of_their_steps():
    """The thin and the thick line of each bar end where the bands of the engine do."""
    found, result = bands(Scenario()), evaluate(Scenario())
    form = law_draws(loss_laws().entries["besiroglu2024"])
    thin, thick = charts()["next"].bands([result], found, form)
    steps = [found[name] for name in ("step_params_usd", "step_tokens_usd", "next_step_usd")]
    assert thin["x"] == [x for band in steps for x in (band.low95, band.high95, None)]
    assert thick["x"] == [x for band in steps for x in (band.low80, band.high80, None)]
    assert thin["line"]["width"] < thick["line"]["width"]


def test_band_of_the_curve_is_that_of_the_run():
    """Solved at the compute of a best plan, the band of the curve is the band of its loss."""
    scenario = Scenario(plan="compute_optimal", train_flop=3e24, efficiency=2, wall_flop=1e24)
    form = law_draws(loss_laws().entries[scenario.law])
    ends = least_loss_bands(scenario, form, np.array([3e24]))
    found = bands(scenario)["optimal_loss"]
    for level, (low, high) in ends.items():
        assert (low[0], high[0]) == pytest.approx(found.ends(level), abs=2e-5)


def test_lines_under_the_numbers():
    """The 80 % band in words; nothing where the draws leave a figure alone; the best ratio where D/N is given."""
    found = bands(Scenario())
    assert band_line("loss", found) == "80 %: 1.993 to 2.029"
    assert band_line("tokens_per_param", found).startswith("80 %: best 1")
    assert band_line("cost_total_usd", found) == band_line("co2e", found) == ""
    assert not moves(found["cost_total_usd"])
    endless = {"next_step_usd": Band(1.0, 2e6, 3e6, None, None)}
    assert band_line("next_step_usd", endless) == "80 %: $2M to out of reach"


def test_the_processor_is_shared():
    """A kept answer costs nothing; a new one has to wait until the others had their share."""
    answers = shown.Answers()
    first, second = shown.Question("plan", Scenario()), shown.Question("plan", Scenario(n_params=8e9))
    block = answers.answer(first)
    assert block and answers.answer(first) is block
    assert answers.answer(second) == b""
    answers.free_at = 0.0
    assert answers.answer(second)
    assert answers.free_at > 0


def test_who_may_ask():
    """No covariance, no plan: no question. The floor of the link is part of it; nonsense is not."""
    app = state.st.session_state
    app[KEY] = Session(Scenario(law="kaplan2020"))
    assert shown.question("home") is None
    app[KEY] = Session(Scenario(), trouble="no plan")
    assert shown.question("home") is None
    tokens = set()
    for floor, expected in (("fixed", "fixed"), ("1.9", 1.9), ("9", 2.0), ("nan", "uncertain"), ("x", "uncertain")):
        app[KEY] = Session(Scenario(), views={kept.FLOOR: floor})
        asked = shown.question("home")
        assert asked.floor == expected
        tokens.add(shown.token(asked))
    assert len(tokens) == 4
