"""Chips times days: what they train, what binds, and the line that says them."""

import json

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate, sweep
from sim.__main__ import main
from sim.catalogs.clusters import CLUSTERS
from sim.charts import charts_of
from sim.charts.plan.constraints import Constraints, binding, limits
from sim.engine.limit_notes import SHORTEST_STEP, step_seconds
from sim.engine.scenario_law import scenario_law
from sim.inputs import BY_KEY, SPELLED, TABLE
from sim.inputs.numbers import numbers
from sim.inputs.one_line import EXAMPLE, chips_and_days
from sim.links.share import opened
from sim.program.batch import critical_batch_tokens
from sim.program.cost import dollar_spend

GIVEN = {"plan": "chips_days", "n_chips": 1024, "train_days": 60, "hardware": "h100"}
PAID = {"usd_per_mtok_real": 40.0, "unique_tokens": 1e13, "inference": "on", "queries_per_day": 1e8, "hardware": "h100"}


def test_chips_and_days_are_used_up():
    """C = chips x days x 86400 x mfu x peak / (1 + failures), split for the lowest loss."""
    result = evaluate(Scenario(**GIVEN, failure_overhead=0.07))
    scenario = result.scenario
    C = 1024 * 60 * 86400 * scenario.mfu * scenario.peak_flop_per_s / 1.07
    assert result.train_flop == pytest.approx(C, rel=1e-13)
    assert result.wall_clock_days == pytest.approx(60, rel=1e-13)
    assert result.loss == evaluate(scenario.changed(plan="compute_optimal", train_flop=C)).loss
    assert result.cost_total_usd == pytest.approx(1024 * 60 * 24 * scenario.usd_per_chip_hour, rel=1e-13)


def test_attention_takes_its_part_of_the_days():
    """With a long context less compute is left for the parameters, and the days stay."""
    result = evaluate(Scenario(**GIVEN, context_tokens=131072))
    assert result.wall_clock_days == pytest.approx(60, rel=1e-12)
    assert result.flop_attention > 0.2 * result.train_flop


def test_more_chips_or_days_never_raise_the_loss():
    """Both buy compute, and in the same way."""
    scenario = Scenario(**GIVEN)
    by_days = sweep(scenario, "train_days", np.geomspace(1, 1000, 30)).values["loss"]
    assert np.all(np.diff(by_days) < 0)
    by_chips = sweep(scenario, "n_chips", np.geomspace(1, 1000, 30) * 1024 / 60).values["loss"]
    assert by_chips == pytest.approx(by_days, rel=1e-12)


def test_a_deadline_with_time_to_spare_changes_nothing():
    """The cheapest plan of the loss, where it is done in time."""
    free = evaluate(Scenario(plan="target_loss", target_loss=1.95, n_chips=4096, **PAID))
    timely = evaluate(free.scenario.changed(plan="deadline", train_days=free.wall_clock_days * 1.001))
    assert timely.values == free.values


def test_a_deadline_costs_what_brute_force_says():
    """Where text and serving are paid for, less time means another size: the cheapest that is done in time."""
    free = evaluate(Scenario(plan="target_loss", target_loss=1.95, n_chips=4096, **PAID))
    fastest = evaluate(free.scenario.changed(plan="chips_days", train_days=free.wall_clock_days, inference="off"))
    assert fastest.loss < free.loss
    least = evaluate(free.scenario.changed(plan="compute_optimal", train_flop=free.train_flop / free.compute_overhead))
    days = (least.wall_clock_days * free.wall_clock_days) ** 0.5
    found = evaluate(free.scenario.changed(plan="deadline", train_days=days))
    assert found.wall_clock_days == pytest.approx(days, rel=1e-9)
    assert found.loss == pytest.approx(1.95, rel=1e-12)
    assert free.cost_total_usd < found.cost_total_usd < least.cost_total_usd * (1 + 1e-9)
    law, dollars = scenario_law(free.scenario), dollar_spend(numbers(free.scenario))
    D = np.geomspace(found.n_tokens / 10, found.n_tokens * 10, 200_001)
    N = law.params_for(1.95, D)
    in_time = found.train_flop * (1 + 1e-6) >= 6 * N * D
    assert np.min(dollars.total(N, D)[in_time]) == pytest.approx(found.cost_total_usd, rel=1e-4)


def test_a_deadline_that_cannot_be_met_says_what_would_do():
    """The days that these chips need, and the chips that these days need: both work, a little less does not."""
    scenario = Scenario(plan="deadline", target_loss=1.9, n_chips=100, train_days=30, hardware="h100")
    with pytest.raises(SimulationError, match="this loss takes 100 chips at least") as caught:
        evaluate(scenario)
    assert caught.value.name == "train_days"
    words = caught.value.allowed.split()
    days = float(words[words.index("least") + 1].replace("K", "e3").replace(",", ""))
    evaluate(scenario.changed(train_days=days))
    with pytest.raises(SimulationError):
        evaluate(scenario.changed(train_days=days * 0.99))
    swept = sweep(scenario, "train_days", [30.0, days])
    assert np.isnan(swept.values["loss"][0]) and np.isfinite(swept.values["loss"][1])


@pytest.mark.parametrize(
    ("change", "name", "words"),
    [
        ({"plan": "chips_days", "n_chips": None}, "n_chips", "needs a number of chips"),
        ({"plan": "deadline", "n_chips": None}, "n_chips", "needs a number of chips"),
        ({"plan": "chips_days", "n_chips": 1, "train_days": 0.1, "peak_flop_per_s": 1e9}, "train_days", "smallest"),
        ({"plan": "deadline", "target_loss": 1.5}, "target_loss", "irreducible loss"),
        ({"plan": "deadline", "usd_per_chip_hour": None}, "usd_per_chip_hour", "no published price"),
    ],
)
def test_what_cannot_be_says_why(change, name, words):
    """The input at fault, and what it lacks."""
    with pytest.raises(SimulationError, match=words) as caught:
        evaluate(Scenario(**change))
    assert caught.value.name == name


def test_critical_batch_of_the_published_law():
    """93.20 N^0.47 sequences of 512 tokens, by tokens: 1T 7.7M, 15T 28M, 30T 38M (Zhang et al. 2024, derived)."""
    found = critical_batch_tokens(np.array([1e12, 15e12, 30e12])) / 1e6
    assert found == pytest.approx([7.7, 28, 38], rel=0.02)


def test_steps_bind_whatever_the_chips():
    """The time of a step at the critical batch falls with the chips; the note appears where it meets the shortest."""
    result = evaluate(Scenario(n_params=8e9, n_tokens=15e12, hardware="h100", n_chips=1000))
    seconds = step_seconds(result)
    steps = 15e12 / result.critical_batch_tokens
    assert seconds * steps / 86400 == pytest.approx(result.wall_clock_days, rel=1e-12)
    faster = evaluate(result.scenario.changed(n_chips=1000 * seconds / SHORTEST_STEP * 1.01))
    assert step_seconds(faster) < SHORTEST_STEP


@pytest.mark.parametrize(
    "text",
    [EXAMPLE, "1024 H100 for 60 days", "1024 × NVIDIA H100 SXM5 80 GB GPUs, 60 d", "1k h100 for 60 days",
     "1.024 h100s over 60 days"],
)  # fmt: skip
def test_one_line_says_chips_and_days(text):
    """As people write it."""
    found = chips_and_days(text)
    assert found["n_chips"] == (1000 if "1k" in text else 1024)
    assert found | {"n_chips": 0} == {"plan": "chips_days", "hardware": "h100", "n_chips": 0, "train_days": 60}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hello", "type a line such as"),
        ("", "type a line such as"),
        ("9" * 500, "type a line such as"),
        ("100 A100 for 3 days", "a100-40gb or a100-80gb"),
        ("100 foo for 3 days", "allowed are"),
    ],
)
def test_a_line_that_says_nothing_is_refused(text, words):
    """With what to type, or which chips there are."""
    with pytest.raises(SimulationError, match=words):
        chips_and_days(text)


def test_names_are_taken_in_links():
    """A whole name, or the other name of an input, in the place of its key; none of them is a key of another."""
    found = opened("plan=chips_days&n_chips=1024&days=60&hardware=h100")
    assert not found.notices and found.scenario == Scenario(**GIVEN)
    assert all(key not in BY_KEY or BY_KEY[key] is row for key, row in SPELLED.items())
    assert set(SPELLED) > set(TABLE)


def test_what_binds_is_named():
    """The largest of three shares; chips and days alone use up the time."""
    result = evaluate(Scenario(**GIVEN))
    assert [limit.name for limit in limits(result)] == ["Money", "Time", "Memory", "Batch", "Chips’ life"]
    assert binding(result).name == "Time" and binding(result).share == pytest.approx(1)
    tight = evaluate(Scenario(**GIVEN, budget_usd=1e6))
    assert binding(tight).name == "Money" and "$1M" in binding(tight).words
    small = evaluate(
        Scenario(**GIVEN | {"n_chips": 2, "train_days": 1e4}, usd_per_chip_hour=0.01, active_fraction=0.01)
    )
    assert binding(small).name == "Memory"
    chart = next(chart for chart in charts_of("plan") if isinstance(chart, Constraints))
    assert chart.summary(tight).endswith("Money binds first.")
    assert chart.figure(tight, [])["data"][0]["marker"]["color"] == ["@money", *["@muted"] * 4]
    assert not chart.applies(Scenario())


def test_one_call_has_plan_loss_cost_and_notes(capsys):
    """What a caller of the command line gets for chips and days, and for a billion dollars on ten thousand chips."""

    def called(*inputs):
        assert main(["evaluate", "--set", *inputs]) in (0, None)
        return json.loads(capsys.readouterr().out)

    found = called("plan=chips_days", "n_chips=1024", "days=60", "hardware=h100")
    result = found["result"]
    assert found["scenario"]["plan"] == "chips_days" and result["wall_clock_days"] == pytest.approx(60)
    assert result["train_flop"] == pytest.approx(6 * result["n_params"] * result["n_tokens"])
    assert result["loss"] > result["loss_irreducible"] and result["cost_total_usd"] > 1e6
    assert {note["code"] for note in found["notes"]} >= {"beyond-fitted-range", "chip-mfu"}
    billion = called("plan=budget_optimal", "budget_usd=1B", "hardware=h100", "n_chips=10000")
    assert billion["result"]["wall_clock_days"] == pytest.approx(857, abs=1)
    assert any("takes 2.3 years on 10K chips" in note["text"] for note in billion["notes"])


def test_clusters_are_drawn_where_chips_are_given():
    """Published points stand beside the run; the same run on more chips has less of their peak."""
    chart = next(chart for chart in charts_of("plan") if chart.id == "clusters")
    now = evaluate(Scenario(**GIVEN))
    assert chart.applies(now.scenario) and not chart.applies(Scenario())
    drawn = chart.figure(now, [])["data"]
    assert drawn[-1]["x"] == [1024] and drawn[-1]["y"] == [pytest.approx(100 * now.scenario.mfu)]
    for one in CLUSTERS:
        shares = [mfu for _, mfu in sorted(one.points)]
        assert shares == sorted(shares, reverse=True) and 0.2 < shares[-1] < 0.6
    assert len(chart.table(now)[1]) == sum(len(one.points) for one in CLUSTERS)


def test_batch_and_life_are_limits():
    """Shares of the shortest step and of the years that chips stay at the frontier."""
    by_name = {limit.name: limit for limit in limits(evaluate(Scenario(**GIVEN | {"train_days": 2.7 * 365})))}
    assert by_name["Chips’ life"].share == pytest.approx(1)
    many = evaluate(Scenario(**GIVEN | {"n_chips": 1e6, "train_days": 1}))
    batch = next(limit for limit in limits(many) if limit.name == "Batch")
    assert batch.share == pytest.approx(SHORTEST_STEP / step_seconds(many))
