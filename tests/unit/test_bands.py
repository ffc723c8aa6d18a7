"""Bands on numbers and charts: what they say, when they are computed, and that a law without them says so."""

import json

import numpy as np
import pytest

from sim import Scenario, evaluate, pages
from sim.charts import charts
from sim.charts.drawing.style import COLORS
from sim.laws import loss_laws
from sim.studies.uncertainty import Band, bands, law_draws, least_loss_bands, moves
from sim.words.bands import band_line
from ui.board import bands as shown
from ui.server.payload import HEAD
from ui.visit import laws_choices, state
from ui.visit.session import KEY, Session

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
    """Every page answers strict JSON of at most 27 kB, with traces of known colors and even lengths."""
    for page in ("home", "plan", "laws", "cost"):
        asked = shown.Question(page, scenario)
        block = shown.block(asked)
        assert len(block) <= 27_000
        head = json.loads(block[HEAD:], parse_constant=pytest.fail)
        assert head["bands"] == shown.token(asked)
        assert set(head["charts"]) == {
            chart.id for chart in charts().values() if chart.page == page and chart.has_bands
        }
        for traces in head["charts"].values():
            for trace in traces:
                assert len(trace["x"]) == len(trace["y"]) > 0
                assert trace["line"]["color"].removeprefix("@") in COLORS["light"]


def test_shades_of_more_money_hold_the_middle_of_the_draws():
    """At a sum that was solved, 80 % of the draws of what tokens reach, each from where the run stands."""
    result = evaluate(Scenario())
    form = law_draws(loss_laws().entries["besiroglu2024"])
    shades = charts()["more"].bands(result, (), {}, form)
    low, high = [shade for shade in shades if shade["line"]["color"] == "@tokens"][:2]
    at = list(low["x"]).index(10.0**6)
    more = evaluate(Scenario(n_tokens=result.n_tokens * (1 + 1e6 / result.cost_total_usd)))
    fall = np.sort(form.loss(result.n_params, result.n_tokens) - form.loss(result.n_params, more.n_tokens))
    ends = result.loss - fall[round(0.9 * 1023)], result.loss - fall[round(0.1 * 1023)]
    assert (low["y"][at], high["y"][at]) == pytest.approx(ends, abs=1e-9)
    assert {shade["meta"]["view"] for shade in shades} == {"reached", "gain"}


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
    assert band_line("loss", found) == "80 %: 1.994 to 2.027"
    assert band_line("tokens_per_param", found).startswith("80 %: best 1")
    assert band_line("cost_total_usd", found) == band_line("co2e", found) == ""
    assert not moves(found["cost_total_usd"])
    endless = {"next_step_usd": Band(1.0, 2e6, 3e6, None, None)}
    assert band_line("next_step_usd", endless) == "80 %: $2M to out of reach"


def test_what_waits_comes_with_the_bands():
    """The sentence of all laws and the strip are in the block, as the page would have them; other pages have none."""
    for scenario in (Scenario(n_params=4.2e10), Scenario(n_params=4.3e10, law="kaplan2020")):
        head = json.loads(shown.block(shown.Question("home", scenario, subject="Mine"))[HEAD:])
        now = evaluate(scenario)
        assert head["sentence"] == shown.told(pages.board("home").sentence(now, (), "Mine"))
        assert head["sentence"] != shown.told(pages.board("home").sentence(now, (), "Mine", moving=True))
        strip = charts()["agree"].picture(now)
        assert head["pictures"]["agree"]["summary"] == strip.summary
        dots = head["pictures"]["agree"]["figure"]["data"][0]["x"]
        assert [x for x in dots if x is not None] == pytest.approx(
            [x for x in strip.figure["data"][0]["x"] if x == x], abs=1e-5
        )
        assert bool(head["charts"]) == (scenario.law != "kaplan2020")
    head = json.loads(shown.block(shown.Question("plan", Scenario()))[HEAD:])
    assert head["sentence"] is None and head["pictures"] == {}


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
    assert shown.question("plan") is None
    asked = shown.question("home")  # whose sentence asks all laws
    assert asked is not None and not asked.has_bands
    app[KEY] = Session(Scenario(), trouble="no plan")
    assert shown.question("home") is None
    tokens = set()
    for floor, expected in (("fixed", "fixed"), ("1.9", 1.9), ("9", 2.0), ("nan", "uncertain"), ("x", "uncertain")):
        app[KEY] = Session(Scenario(), views={laws_choices.FLOOR: floor})
        asked = shown.question("home")
        assert asked.floor == expected
        tokens.add(shown.token(asked))
    assert len(tokens) == 4
