"""The studies where they have an edge: bounds, unknown prices, plans that cannot be, what is switched off."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.engine.evaluate import numbers
from sim.engine.presets import Preset, presets
from sim.engine.result import Result
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.program.cost import owned_chip_hour_usd
from sim.studies import backtest, ranges, uncertainty
from sim.studies.curves import best_at_cost, equal_cost, frontier_curve, loss_ladder
from sim.studies.demand import demand_curve, served_token_usd
from sim.studies.fleet import N_SHARES, fleet
from sim.studies.normals import normals
from sim.studies.progress import loss_along, share_reached
from sim.studies.ranges import interval, samples, tornado, typical_program
from sim.studies.regret import overspends_elsewhere, regret
from sim.studies.thinking import accuracy_map, best_thinking, equal_compute, exchange, samples_for, task_band
from sim.studies.uncertainty import ALIKE, Band, bands, draws, frontier_bands, law_draws, least_loss_bands, moves
from sim.studies.worlds import C_HIGH, C_LOW, HYPOTHESIS, Worlds, could_tell, worlds

ENDLESS = Scenario(unique_tokens=None)
LAW = loss_laws().entries["besiroglu2024"]
SERVED = Scenario(inference="on", n_params=8e9, n_tokens=15e12, hardware="h100", mfu=0.4, samples_per_query=4)
PRICELESS = Scenario(hardware="b200")


def test_normals_are_normal_and_the_same_each_time():
    """Mean, width and independence of a thousand, of any number of inputs; nobody can change them."""
    for n_inputs in (1, 5, 8):
        z = normals(1024, n_inputs, 7)
        assert z.shape == (1024, n_inputs) and z is normals(1024, n_inputs, 7)
        assert np.abs(z.mean(axis=0)).max() < 0.01 and np.abs(z.std(axis=0) - 1).max() < 0.01
        assert np.abs(np.corrcoef(z, rowvar=False) - np.eye(n_inputs)).max() < 0.05
        assert (np.abs((z < 0).mean(axis=0) - 0.5) <= 1 / 1024).all()  # evenly: exactly half on each side
    assert normals(1000, 5, 7).shape == (1000, 5) and (normals(1000, 5, 7) == normals(1024, 5, 7)[:1000]).all()
    assert not (normals(1024, 5, 8) == normals(1024, 5, 7)).any()
    with pytest.raises(ValueError):
        normals(1024, 5, 7)[0] = 0


def test_bands_along_the_frontier_are_quantiles_of_its_draws():
    """Parameters, tokens, ratio and loss at three budgets, 80 and 95 %."""
    form, C = law_draws(LAW), np.array([1e20, 1e24, 1e28])
    N, D = form.frontier(C[:, None])
    known = {"n_params": N, "n_tokens": D, "tokens_per_param": D / N, "loss": form.loss(N, D)}
    for level, ends in uncertainty.LEVELS.items():
        for name, found in frontier_bands(form, C, level).items():
            expected = np.quantile(known[name], ends, axis=1, method="nearest")
            np.testing.assert_allclose(found, expected, rtol=3e-3 if name != "loss" else 3e-4)


def test_bands_of_the_least_loss_are_quantiles():
    """With wall and little text; beyond the bounds there is none."""
    scenario = Scenario(unique_tokens=1e11, wall_flop=1e23)
    found = least_loss_bands(scenario, law_draws(LAW), np.array([1e24, 1e10]))
    assert set(found) == {80, 95}
    exact = bands(scenario.changed(plan="compute_optimal", train_flop=1e24))["loss"]
    for level, (low, high) in found.items():
        assert (low[0], high[0]) == pytest.approx(exact.ends(level), rel=1e-6)
        assert np.isnan(low[1]) and np.isnan(high[1])


def test_quantiles_leave_their_values_alone():
    """Unless they may be reordered."""
    values = np.array([[5.0, 3, 1, 4, 2, 0, 9, 8, 7, 6, 10]])
    kept = values.copy()
    low, high = uncertainty.quantiles(values)
    assert (values == kept).all() and (low[0], high[0]) == (1, 9)
    assert [x[0] for x in uncertainty.quantiles(values, 95, in_place=True)] == [0, 10]
    assert uncertainty.quantiles(kept[0]) == (1, 9) and uncertainty.quantiles(np.stack([kept, kept]))[1].shape == (2, 1)


def test_a_draw_that_does_not_get_there_costs_more_than_any():
    """Of a target near the floor the upper ends are out of reach; of other outputs only what is known counts."""
    band = bands(Scenario(plan="target_loss", target_loss=1.8172))
    for name in ("cost_total_usd", uncertainty.TARGET):
        assert band[name].low95 is not None and band[name].high80 is None and band[name].high95 is None
    assert band["loss"].low95 == pytest.approx(1.8172) == pytest.approx(band["loss"].high95)
    other = bands(Scenario(target_loss=1.8172))
    assert other[uncertainty.TARGET].high80 is None
    assert other[uncertainty.TARGET].low95 == pytest.approx(band[uncertainty.TARGET].low95)
    assert bands(PRICELESS)["cost_total_usd"] == Band(None, None, None, None, None)
    known = uncertainty._band("loss", np.array([np.nan, 1.0, 2.0, 3.0, np.nan]), 5)
    assert known == Band(1.0, 1.0, 2.0, 3.0, 3.0)


def test_what_moves():
    """A band of some width, or one whose upper end is out of reach."""
    assert not moves(Band(None, None, None, None, None)) and moves(Band(1, 2, 3, None, None))
    assert moves(Band(1, 2, 3, 4, 5)) and not moves(Band(2, 2, 2, 2 * (1 + ALIKE / 4), 2))
    assert moves(Band(2, 2, 2, 2 * (1 + 4 * ALIKE), 2)) and moves(Band(-5, -4, -3, -2, -1))
    assert Band(1, 2, 3, 4, 5).ends(80) == (2, 4) and Band(1, 2, 3, 4, 5).ends(95) == (1, 5)


def test_an_exponent_below_zero_is_no_law():
    """Such a draw takes the center; the others stay as they were drawn. A held floor moves the rest with it."""
    wide = np.diag([0.01, 0.01, 1e-4, 0.2, 0.2])
    form = draws(LAW.constants, wide, 1024)
    for values, name in ((form.alpha, "alpha"), (form.beta, "beta")):
        center = LAW.constants[name]
        pulled = np.isclose(values, center, rtol=1e-12)
        assert 0.15 < pulled.mean() < 0.3 and (values > 0).all()
        assert (values[~pulled] < center).any() and (values[~pulled] > center).any()
    with_floor = law_draws(LAW, floor=1.7)
    assert (np.abs(with_floor.E - 1.7) < 1e-9).all()
    assert pytest.approx(np.full(1024, LAW.constants["E"])) == law_draws(LAW, floor="fixed").E
    weight = LAW.covariance.matrix[0, 2] / LAW.covariance.matrix[2, 2]
    moved = np.mean(np.log(with_floor.A)) - np.mean(np.log(law_draws(LAW, floor="fixed").A))
    assert moved == pytest.approx(weight * np.log(1.7 / LAW.constants["E"]), rel=1e-6)
    assert law_draws(loss_laws().entries["kaplan2020"]) is None
    for bad in (0.0, -1.0, float("inf"), float("nan")):
        with pytest.raises(SimulationError, match="floor"):
            law_draws(LAW, floor=bad)


@pytest.mark.parametrize("name", ["deepseek-v3", "llama-3.1-405b"])
def test_overspends_elsewhere_are_a_row_of_the_matrix(name):
    """Of the scenario's law, solved for all others at once."""
    scenario = presets().entries[name].scenario
    found = overspends_elsewhere(scenario, 1e25)
    whole = regret(scenario.changed(train_flop=1e25))
    row = dict(zip(whole.laws, whole.usd[whole.laws.index(scenario.law)], strict=True))
    assert len(found) > 10 and scenario.law not in found
    assert found == pytest.approx({name: row[name] for name in found}, rel=1e-6, abs=1e-6 * max(row.values()))


def test_regret_compares_published_laws():
    """All but the typed one by default, in their order; dollars are unknown without a price; all text counts."""
    found = regret(ENDLESS)
    assert found.laws == tuple(key for key, law in loss_laws().entries.items() if not law.typed)
    assert found.nats.shape == (len(found.laws),) * 2 and (found.flop_share < 1).all()
    two = regret(ENDLESS, found.laws[:2])
    for name in ("nats", "share", "flop_share", "usd"):
        np.testing.assert_allclose(getattr(two, name), getattr(found, name)[:2, :2], rtol=1e-9)
    assert np.isnan(regret(PRICELESS, found.laws[:2]).usd).all()
    assert np.isfinite(regret(PRICELESS, found.laws[:2]).flop_share).all()
    far = regret(Scenario(n_params=1e15, unique_tokens=1e6, train_flop=1e32))
    for matrix in (far.nats, far.share, far.flop_share, far.usd):
        assert np.isfinite(matrix).all() and (matrix >= 0).all()


def test_worlds_without_a_wall_have_a_hypothesis():
    """At 1e26, and the compute is looked at from 1e18 to 1e32."""
    both = worlds(ENDLESS)
    assert (both.wall_flop, both.is_set) == (HYPOTHESIS, False) == (1e26, False)
    assert (both.C[0], both.C[-1]) == pytest.approx((C_LOW, C_HIGH)) and len(both.C) == 281
    assert worlds(ENDLESS.changed(wall_flop=1e24)).is_set
    np.testing.assert_allclose(both.behind, worlds(ENDLESS.changed(wall_flop=1e26)).behind)
    before = both.C < 0.99e26
    np.testing.assert_allclose(both.behind[before], both.without[before], rtol=1e-12)
    assert (both.behind[both.C > 1.1e26] > both.without[both.C > 1.1e26]).all()
    assert could_tell(both, 1, 10.0) is None
    apart = Worlds(both.C, both.without, both.without + 0.1, 1e18, True)
    assert could_tell(apart, 8, 0.09) == both.C[0] and could_tell(apart, 8, 0.101) is None
    later = Worlds(both.C, both.without, both.without + np.where(both.C > 1.01e20, 0.1, 0.0), 1e20, True)
    i = int(np.argmax(both.C > 1.01e20))
    assert could_tell(later, 2, 0.025) == pytest.approx(np.sqrt(both.C[i - 1] * both.C[i]))


def test_ranges_are_those_of_the_text():
    """Each with its ends, as far as they lie within the bounds; what is switched off or unknown has none."""
    program = Scenario(price_basis="owned", rd_multiple=2.2, staff_usd=3.3e6, mfu=0.4, inference="on", pue=1.1)
    found = {one.name: (one.low, one.best, one.high) for one in ranges.ranges(evaluate(program))}
    price = program.chip_price_usd
    assert found == {
        "chip_price_usd": pytest.approx((0.75 * price, price, 1.33 * price)),
        "mfu": pytest.approx((0.32, 0.4, 0.5)),
        "pue": pytest.approx((1.08, 1.1, 1.25)),
        "queries_per_day": pytest.approx((1e7 / 3, 1e7, 3e7)),
        "mfu_decode": pytest.approx((0.05, 0.1, 0.2)),
        "rd_multiple": (1.2, 2.2, 4.0),
        "staff_usd": pytest.approx((2.1e6, 3.3e6, 6.9e6)),
    }
    assert {one.name for one in ranges.ranges(evaluate(Scenario()))} == {"usd_per_chip_hour", "mfu"}
    assert {one.name for one in ranges.ranges(evaluate(PRICELESS))} == {"mfu"}
    high = {
        one.name: one
        for one in ranges.ranges(evaluate(Scenario(mfu=0.95, rd_multiple=9, inference="on", mfu_decode=0.9)))
    }
    assert high["mfu"].high == 1 and high["mfu_decode"].high == 1
    assert (high["rd_multiple"].low, high["rd_multiple"].high) == (1.2, 9)
    little = next(one for one in ranges.ranges(evaluate(Scenario(rd_multiple=1.1))) if one.name == "rd_multiple")
    assert (little.low, little.high) == (1.1, 4.0)
    one = high["mfu"]
    assert one.at(np.array([-ranges.Z90, 0, ranges.Z90, 50, -80])) == pytest.approx([one.low, one.best, 1, 1, 0.001])


def test_the_range_of_an_unknown_cost():
    """None: of the interval, the tornado and the usual program."""
    result = evaluate(PRICELESS)
    assert interval(result) is None and tornado(result) == [] and typical_program(result) is None
    assert samples(evaluate(Scenario())).shape == (ranges.SAMPLES,)
    bars = tornado(evaluate(Scenario(hardware="h100", rd_multiple=2.2, staff_usd=2e6)))
    widths = [abs(high - low) for _, low, high in bars]
    assert widths == sorted(widths, reverse=True) and len(widths) == 4
    owned = evaluate(Scenario(price_basis="owned", usd_per_kwh=1.0))
    run = owned.cost_compute_usd + owned.cost_energy_usd
    assert typical_program(owned)["staff_usd"] == pytest.approx(0.39 / 0.61 * 2.2 * run, rel=0.05)
    assert owned.cost_energy_usd > 0.1 * run
    huge = evaluate(Scenario(n_params=1e15, n_tokens=1e17))
    assert typical_program(huge)["staff_usd"] == TABLE["staff_usd"].high


def test_best_plans_and_ladders_at_once():
    """One result alone and many at once say the same; a loss beyond reach has no price."""
    some = [evaluate(ENDLESS.changed(n_tokens=D)) for D in (3e11, 3e12)]
    assert best_at_cost(some) == [pytest.approx(best_at_cost([one])[0], rel=1e-9) for one in some]
    near = evaluate(ENDLESS.changed(n_params=1e15, n_tokens=1e17))
    assert loss_ladder(ENDLESS, near.loss, 1)[1] is None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"hardware": "b200"},
        {"inference": "on", "queries_per_day": 1e9},
        {"staff_usd": 1e9},
        {"inference": "on", "usd_per_mtok_real": 5.0},
    ],
)
def test_places_of_equal_cost(changes):
    """All cost what the run does, in dollars or in compute; the best of them has the least loss for it."""
    scenario = ENDLESS.changed(**changes)
    result = evaluate(scenario)
    measure = "train_flop" if result.cost_total_usd is None else "cost_total_usd"
    N, D = equal_cost(result, np.geomspace(1e10, 1e13, 7), np.geomspace(1e10, 1e13, 7))
    assert np.isfinite(N).any() and (N[np.isfinite(N)] > 0).all()
    for n, d in zip(N, D, strict=True):
        if np.isfinite(n) and 1e6 <= n <= 1e15 and 1e6 <= d <= 1e17:
            other = evaluate(scenario.changed(n_params=float(n), n_tokens=float(d)))
            assert other.values[measure] == pytest.approx(result.values[measure], rel=1e-9)
    best = best_at_cost([result])[0]
    at_best = evaluate(scenario.changed(n_params=best[0], n_tokens=best[1]))
    assert at_best.values[measure] == pytest.approx(result.values[measure], rel=1e-9)
    assert at_best.loss <= result.loss
    if changes.get("usd_per_mtok_real"):  # the text alone costs more than the run
        assert np.isnan(equal_cost(result, N[:1], np.array([1e16]))[0]).all()


def test_the_curve_of_the_frontier():
    """Evenly spaced decades, kept for the next that asks."""
    C, N, D, L = frontier_curve(ENDLESS, 20, 26, 7)
    assert pytest.approx(np.logspace(20, 26, 7)) == C and pytest.approx(C) == 6 * N * D
    assert pytest.approx(LAW.function.frontier(C)[0], rel=1e-6) == N and pytest.approx(LAW.function.loss(N, D)) == L
    assert frontier_curve(ENDLESS, 20, 26, 7)[1] is N


def test_demand_at_its_ends():
    """A loss out of reach has no plan; a served token costs a share of a query."""
    floor = evaluate(ENDLESS.changed(n_params=1e15, n_tokens=1e17))
    found = demand_curve(evaluate(SERVED), np.array([1e10, 1e16]))
    assert found.total_usd == pytest.approx(found.training_usd + found.serving_usd)
    assert found.saved == pytest.approx(1 - found.total_usd / found.unaware_usd) and (found.saved > 0).all()
    result = evaluate(SERVED)
    assert served_token_usd(SERVED) * SERVED.n_params * (500 + 4 * 500) == pytest.approx(result.usd_per_query)
    beyond = demand_curve(Result(ENDLESS, {"loss": floor.loss - 1e-3}), np.array([1e12]))
    assert np.isnan(beyond.n_params).all() and np.isnan(beyond.total_usd).all()


def test_a_fleet_at_its_ends():
    """Shares without a model are unknown, a fleet that cannot answer is refused, and the best lies within."""
    found = fleet(SERVED, 2000, 90)
    assert found.share == pytest.approx(np.arange(1, N_SHARES + 1) / (N_SHARES + 1))
    assert np.isfinite(found.n_params).any() and 0 < found.best_share < 1
    assert (found.samples[np.isfinite(found.samples)] >= 1 - 1e-9).all()
    busy = fleet(SERVED.changed(queries_per_day=1e12), 2000, 90)
    for name in ("n_params", "n_tokens", "samples", "accuracy"):
        assert (np.isnan(getattr(busy, name)) == np.isnan(busy.accuracy)).all()
    idle = fleet(SERVED.changed(queries_per_day=1, verifier_true_accept=1, verifier_false_accept=0), 100, 1)
    assert np.nanmax(idle.samples) == 1e6 and np.nanmax(idle.n_params) <= 1e15
    assert fleet(SERVED.changed(task_kind="choice"), 2000, 90) is None
    with pytest.raises(SimulationError, match="n_chips: got '1'; no model"):
        fleet(SERVED.changed(queries_per_day=1e13), 1, 1)


def test_what_a_run_reaches_on_the_way():
    """Nothing is reached where the run is no better than the reference."""
    result = evaluate(ENDLESS)
    assert np.isnan(share_reached(result, result.loss - 0.1, 0.5)) and np.isnan(share_reached(result, result.loss, 0.5))
    shares = np.array([0.1, 1.0])
    assert loss_along(result, shares)[1] == pytest.approx(result.loss)
    assert loss_along(result, shares)[0] == pytest.approx(LAW.function.loss(result.n_params, 0.1 * result.n_tokens))
    assert share_reached(result, 3.0, 1.0) == pytest.approx(1)
    assert share_reached(result, np.array([1.0, 3.0]), 1.0) == pytest.approx([np.nan, 1], nan_ok=True)


def test_trading_training_for_samples_at_its_ends():
    """Blind verifiers, training beyond bounds, goals that one answer meets, other factors than ten."""
    result = evaluate(SERVED)
    inputs = numbers(SERVED)
    assert samples_for(1e-9, result.loss, 8e9, inputs) == 1 and samples_for(1.0, result.loss, 8e9, inputs) is None
    sure = SERVED.changed(verifier_true_accept=1, verifier_false_accept=0)
    result = evaluate(sure)
    two = exchange(result, 2.0)
    assert 1 < two.factor < exchange(result).factor and two.per_tenfold == exchange(result).per_tenfold
    again = evaluate(sure.changed(samples_per_query=4 * two.factor))
    assert again.accuracy == pytest.approx(two.accuracy, rel=1e-9)
    more = evaluate(sure.changed(plan="compute_optimal", train_flop=2 * equal_compute(result)))
    assert more.accuracy == pytest.approx(two.accuracy, rel=1e-9)
    assert exchange(result, 1e-20) is None
    blind = exchange(evaluate(SERVED.changed(verifier_true_accept=0.2, verifier_false_accept=0.2)))
    assert blind.factor is None and blind.per_tenfold is None
    assert exchange(evaluate(SERVED.changed(task_kind="choice"))) is None
    assert accuracy_map(SERVED.changed(task_kind="choice"), np.array([1e24]), np.array([1.0])) is None
    assert task_band(evaluate(SERVED.changed(task_kind="choice"))) is None


def test_the_best_way_to_think_at_its_ends():
    """None without a price, tasks or a service; at most the samples that the sum pays for; never worse than the run."""
    for changes in ({"task_kind": "choice"}, {"inference": "off"}, {"hardware": "b200"}):
        assert best_thinking(evaluate(SERVED.changed(**changes))) is None
    for changes in (
        {}, {"verifier_true_accept": 0.1, "verifier_false_accept": 0.5}, {"task_anchor_loss": 1.85},
        {"queries_per_day": 10, "task_anchor_loss": 1.9, "verifier_true_accept": 1, "verifier_false_accept": 0},
    ):  # fmt: skip
        result = evaluate(SERVED.changed(**changes))
        found = best_thinking(result)
        again = evaluate(
            result.scenario.changed(n_params=found.n_params, n_tokens=found.n_tokens, samples_per_query=found.samples)
        )
        assert again.cost_total_usd == pytest.approx(result.cost_total_usd, rel=1e-6)
        assert again.accuracy == pytest.approx(found.accuracy, rel=1e-9) and again.loss == pytest.approx(found.loss)
        assert found.accuracy >= result.accuracy - 1e-12
        for k in found.samples * np.array([0.8, 0.97, 1.03, 1.25]):
            if 1 <= k <= 1e6:
                plan = result.scenario.changed(
                    plan="budget_optimal", budget_usd=result.cost_total_usd, samples_per_query=float(k)
                )
                assert evaluate(plan).accuracy <= found.accuracy + 1e-12
    small = {"n_params": 1.2e6, "n_tokens": 1e6, "queries_per_day": 1e9, "law": "custom", "custom_a": 0.01}
    sure = {"verifier_true_accept": 1, "verifier_false_accept": 0}
    least = evaluate(SERVED.changed(**small, **sure, task_anchor_loss=3))
    last = best_thinking(least)  # more samples would leave less than the smallest model
    assert last.n_params < 1.1e6 and last.samples == pytest.approx(4.8, rel=0.2)
    misled = best_thinking(evaluate(SERVED.changed(verifier_true_accept=0.1, verifier_false_accept=0.5)))
    assert misled.samples == pytest.approx(1)


def preset(**changes) -> Preset:
    inputs = {"hardware": "h100", "n_params": 1e9, "n_tokens": 1e11, "mfu": 0.4} | changes
    return Preset(title="x", inputs=inputs)


def test_the_backtest_prices_what_is_known():
    """The 3-year price first, then the others; owned chips with their electricity, of a given age; else unknown."""
    basis, price = backtest.nearest_price(preset())
    assert basis == "committed_3y" and price.usd_per_chip_hour == 4.86
    assert backtest.nearest_price(preset(hardware="h200"))[0] == "on_demand"
    assert backtest.nearest_price(preset(hardware="h20")) is None
    for age, years in ((None, 2.0), (0.5, 0.5)):
        ours = backtest.owned_usd(preset(chip_age_years=2.0, pue=1.2, usd_per_kwh=0.1), 1e6, age)
        chip = owned_chip_hour_usd(44_490.0, 1.0, years)
        assert ours == pytest.approx(1e6 * (chip + 0.956 * 1.2 * 0.1), rel=1e-9)
    assert backtest.owned_usd(preset(chip_price_usd=None), 1e6) is None
    assert backtest.owned_usd(preset(watts_per_chip=None), 1e6) is None
    check = backtest.Check("m", "owned", 2.0, 3.0, "", "", "", "")
    assert check.ratio == 1.5 and backtest.Check("m", "owned", 2.0, None, "", "", "", "").ratio is None


def test_what_the_backtest_says_it_rests_on():
    """Published chip-hours where there are any, else its own; the age of the chips; the month of the price."""
    found = {(one.model, one.quantity): one for one in backtest.checks()}
    rented = found["GPT-3 175B", "cost_cloud_usd"]
    assert rented.how == "published chip-hours, 3-year commitment, 2025-03"
    assert rented.ours == pytest.approx(3_552_000 * 1.12)
    hours = found["Llama 3.1 405B", "chip_hours"]
    assert hours.how.startswith("6ND at 26.2 % of the peak") and hours.published == 3.084e7
    assert "its own 3.51e+07 chip-hours" in found["Llama 3.1 405B", "cost_owned_usd"].how
    assert any(one.how.endswith("years old") for one in found.values() if one.quantity == "cost_owned_usd")
