"""What every law keeps, over the whole input range, with wall, efficiency, limited and synthetic text on."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.charts import charts
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import best_split, cheapest
from sim.engine.scenario_law import applied_law, scenario_law
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.laws import loss_laws
from sim.laws.data import Data
from sim.links.share import opened
from sim.program.cost import dollar_spend, flop_spend
from sim.studies.curves import frontier
from sim.studies.regret import regret
from sim.studies.uncertainty import DRAWS, bands, draws, frontier_bands, law_draws
from sim.studies.worlds import could_tell, separation, worlds

LAWS = sorted(loss_laws().entries)
WORLDS = {
    "plain": {},
    "repeats": {"unique_tokens": 1e11},
    "wall": {"wall_flop": 1e22, "wall_slope": 0.3},
    "efficient": {"efficiency": 8.0, "unique_tokens": 1e12},
    "all": {
        "unique_tokens": 3e10,
        "wall_flop": 1e23,
        "efficiency": 3.0,
        "synthetic_fraction": 0.2,
        "usd_per_mtok_real": 5.0,
    },
}
N, D = np.meshgrid(np.geomspace(N_LOW, N_HIGH, 28), np.geomspace(D_LOW, D_HIGH, 34))
H = 1e-6


@pytest.mark.parametrize("world", WORLDS)
def test_the_kept_law_is_the_law(law, world):
    """The law that is kept for a scenario reads all that the law of its inputs reads."""
    scenario = Scenario(law=law, **WORLDS[world])
    kept, made = scenario_law(scenario), applied_law(numbers(scenario))
    np.testing.assert_array_equal(kept.loss(N, D), made.loss(N, D))
    assert scenario_law(scenario.changed(n_params=1e9, mfu=0.2)) is kept
    assert scenario_law(scenario.changed(unique_tokens=2e10)) is not kept


@pytest.fixture(params=LAWS)
def law(request):
    """Each law in turn."""
    return request.param


@pytest.fixture(params=WORLDS)
def seen(request, law):
    """Each law as each world sees it, with its inputs."""
    inputs = numbers(Scenario(law=law, **WORLDS[request.param]))
    return applied_law(inputs), inputs


def test_loss_never_rises_and_stays_above_its_floor(seen):
    """More parameters, more tokens and more unique text never raise the loss, which stays above its floor."""
    one, _ = seen
    x = one.reducible(N, D)
    assert np.isfinite(x).all() and (x > 0).all()
    assert (np.diff(x, axis=1) <= 1e-15 * x[:, 1:]).all() and (np.diff(x, axis=0) <= 1e-15 * x[1:]).all()
    assert (one.by_unique(N, D) <= 0).all()


def test_gradient_is_the_difference(seen):
    """Both slopes equal central differences of the reducible loss, away from the kinks."""
    one, _ = seen
    by_params, by_tokens = one.gradient(N, D)
    x, wide = one.reducible(N, D), 10 * H
    smooth = np.ones(N.shape, bool)
    if one.wall.start > 0:
        smooth &= np.abs(one.view.reducible(N, D) / one.wall.start - 1) > wide
    smooth &= np.abs(D / one.data.kink - 1) > wide
    for slope, at, less, more in (
        (by_params * N, N, (N * (1 - H), D), (N * (1 + H), D)),
        (by_tokens * D, D, (N, D * (1 - H)), (N, D * (1 + H))),
    ):
        numeric = (one.reducible(*more) - one.reducible(*less)) / (2 * H)
        assert at.shape == slope.shape
        np.testing.assert_allclose(slope[smooth], numeric[smooth], rtol=2e-4, atol=2e-9 * x.max() + 1e-9)


@pytest.mark.parametrize("C", [1e17, 1e22, 1e25, 1e29])
def test_the_optimum_is_the_bottom_of_the_isoflop(seen, C):
    """No split of the same compute, searched on a fine grid, has a lower loss."""
    one, inputs = seen
    best_N, best_D = best_split(one, flop_spend(inputs), C)
    D_all = np.geomspace(D_LOW, D_HIGH, 4001)
    N_all = C / 6 / D_all
    inside = (N_all >= N_LOW) & (N_all <= N_HIGH)
    searched = one.without_wall.reducible(N_all[inside], D_all[inside])
    assert one.without_wall.reducible(best_N, best_D) <= searched.min() * (1 + 1e-12)


@pytest.mark.parametrize("T", [1e4, 1e7, 1e10])
def test_the_optimum_is_the_bottom_for_the_money(seen, T):
    """The same for dollars, with data to pay: both sides of the point where text runs out are searched."""
    one, inputs = seen
    spend = dollar_spend(inputs)
    best_N, best_D = best_split(one, spend, T)
    D_all = np.geomspace(D_LOW, D_HIGH, 4001)
    N_all = spend.params_for(T, D_all)
    inside = (N_all >= N_LOW) & (N_all <= N_HIGH)
    searched = one.without_wall.reducible(N_all[inside], D_all[inside])
    assert one.without_wall.reducible(best_N, best_D) <= searched.min() * (1 + 1e-12)
    back = spend.total(*cheapest(one, spend, one.loss(best_N, best_D)))
    assert back <= T * (1 + 1e-6)


def test_two_valleys():
    """As text gets dearer the best plan jumps from new text to repeats: the better valley is found on both sides."""
    found = []
    for price in np.geomspace(0.1, 1000, 40):
        inputs = numbers(Scenario(unique_tokens=1e11, usd_per_mtok_real=float(price)))
        found.append(float(best_split(applied_law(inputs), dollar_spend(inputs), 2e6)[1]) / 1e11)
    assert min(found) < 1 < max(found)
    assert np.abs(np.diff(np.log(found))).max() > 1


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("price", [0.5, 50])
def test_two_valleys_at_every_budget(law, price):
    """From budgets that buy little new text to those that repeat it, no plan on a fine grid is better."""
    inputs = numbers(Scenario(law=law, unique_tokens=1e10, usd_per_mtok_real=price, hardware="h100"))
    one, spend = applied_law(inputs), dollar_spend(inputs)
    T = np.geomspace(1e4, 1e9, 11)
    best_N, best_D = best_split(one, spend, T)
    # Many points on each side of the text's end, where the two valleys are.
    D = np.concatenate([np.geomspace(1e7, 1e10, 400), np.geomspace(1e10, 1e14, 400)])
    N = spend.params_for(T[:, None], D)
    inside = (N >= N_LOW) & (N <= N_HIGH)
    assert inside.any(axis=1).all()
    searched = np.where(inside, one.without_wall.reducible(np.clip(N, N_LOW, N_HIGH), D), np.inf).min(axis=1)
    assert (one.without_wall.reducible(best_N, best_D) <= searched * (1 + 1e-12)).all()
    assert spend.total(best_N, best_D) == pytest.approx(T, rel=1e-9)
    if price == 50:
        assert best_D[0] < 1e10 < best_D[-1]


def test_the_wall_leaves_the_optimum_in_place(law):
    """Behind the wall the loss is higher, at the wall the same, and the best plan stays."""
    plan = {"law": law, "plan": "compute_optimal", "train_flop": 1e25, "unique_tokens": None}
    for slope in (0.05, 0.5, 1.0):
        free, walled = evaluate(Scenario(**plan)), evaluate(Scenario(**plan, wall_flop=1e23, wall_slope=slope))
        assert walled.n_params == pytest.approx(free.n_params, rel=1e-9)
        assert walled.loss >= free.loss * (1 - 1e-15)
        at = [evaluate(Scenario(**{**plan, "train_flop": 1e23}, **extra)) for extra in ({}, {"wall_flop": 1e23})]
        assert at[0].loss == pytest.approx(at[1].loss, rel=1e-12)
        if walled.loss_from_params is not None:
            parts = walled.loss_irreducible + walled.loss_from_params + walled.loss_from_tokens
            assert parts == pytest.approx(walled.loss, rel=1e-12)


@pytest.mark.parametrize("efficiency", [0.5, 4.0, 1000.0])
def test_efficiency_is_worth_compute(law, efficiency):
    """The same loss needs 1/e of the compute; with a stock, of a stock sqrt(e) times as large."""
    root = np.sqrt(efficiency)
    plain = Scenario(law=law, n_params=1e10, n_tokens=1e12, unique_tokens=1e11)
    better = plain.changed(n_params=1e10 / root, n_tokens=1e12 / root, unique_tokens=1e11 / root, efficiency=efficiency)
    assert evaluate(better).loss == pytest.approx(evaluate(plain).loss, rel=1e-12)
    assert evaluate(better).train_flop == pytest.approx(evaluate(plain).train_flop / efficiency, rel=1e-12)


def test_the_frontier_bends_where_text_runs_out():
    """With little text and tokens alone that lose value the best plan has more parameters than without a limit."""
    plan = {"plan": "compute_optimal", "train_flop": 1e25}
    free, short = (evaluate(Scenario(**plan, unique_tokens=U, repetition="tokens")) for U in (None, 1e11))
    assert short.loss > free.loss and short.n_tokens < free.n_tokens and short.epochs > 1


def test_effective_tokens_and_back():
    """Tokens for what tokens are worth are those tokens, with and without synthetic ones."""
    for share, worth in ((1.0, 0.0), (0.7, 0.15), (0.5, 1e-4)):
        data = Data(1e11, share, worth)
        seen_tokens = np.geomspace(1e8, 3e12, 60)
        np.testing.assert_allclose(data.tokens_for(data.effective(seen_tokens)), seen_tokens, rtol=1e-9)


def test_new_text_pays_as_its_gain_says():
    """gain_unique_data is the slope of the loss over dollars of new text; its step reaches 0.01 nat."""
    scenario = Scenario(n_params=1e10, unique_tokens=3e10, usd_per_mtok_real=2.0)
    result = evaluate(scenario)
    h = 1e-4
    more, less = (evaluate(scenario.changed(unique_tokens=3e10 * (1 + sign * h))) for sign in (1, -1))
    numeric = (less.loss - more.loss) / (2 * h * 3e10 * 2e-6)
    assert result.gain_unique_data == pytest.approx(numeric, rel=1e-5)
    bought = 3e10 + result.step_unique_data_usd / 2e-6
    assert evaluate(scenario.changed(unique_tokens=bought)).loss == pytest.approx(result.loss - 0.01, abs=1e-9)
    assert result.value_unique_token_usd == pytest.approx(result.gain_unique_data * 2e-6 / result.gain_scale, rel=1e-9)
    assert result.cost_data_usd == pytest.approx(3e10 * 2e-6)


def test_an_older_link_means_what_it_meant():
    """A link from before the stock of text keeps its results, also beyond that stock."""
    far = opened("v=1&n=1e15&d=1e17").scenario
    assert far.unique_tokens is None
    assert opened("v=1&n=8e9").scenario == Scenario(n_params=8e9)
    assert opened("v=2&n=1e15&d=1e17").scenario.unique_tokens == 3e14


def test_bands_hold_the_point_and_grow_with_compute():
    """Bands hold their median in order, the floor switch narrows them, and laws without a covariance have none."""
    free, fixed = bands(Scenario()), bands(Scenario(), floor="fixed")
    for band in free.values():
        ends = [x for x in (band.low95, band.low80, band.median, band.high80, band.high95) if x is not None]
        assert ends == sorted(ends)
    assert fixed["loss"].high80 - fixed["loss"].low80 < free["loss"].high80 - free["loss"].low80
    assert bands(Scenario(), floor=1.7)["loss_irreducible"].low95 == pytest.approx(1.7)
    assert bands(Scenario(law="kaplan2020")) is None
    form = law_draws(loss_laws().entries["besiroglu2024"])
    assert form.A.shape == (DRAWS,) and np.isfinite(form.loss(1e9, 1e11)).all()
    for bad in (0.0, -1.0, float("nan")):
        with pytest.raises(SimulationError, match="floor"):
            bands(Scenario(), floor=bad)


def test_draws_have_the_covariance():
    """Many draws give back the covariance; one seed, one answer."""
    law = loss_laws().entries["besiroglu2024"]
    form = draws(law.constants, law.covariance.matrix, 40_000)
    sample = np.cov([np.log(form.A), np.log(form.B), np.log(form.E), form.alpha, form.beta])
    np.testing.assert_allclose(np.diag(sample), np.diag(law.covariance.matrix), rtol=0.03)
    again = draws(law.constants, law.covariance.matrix, 40_000)
    assert (form.A == again.A).all()
    low, high = frontier_bands(form, np.geomspace(1e18, 1e28, 5))["n_params"]
    assert (low < high).all()


def test_regret_is_nothing_for_the_true_law():
    """The diagonal is 0 and nothing is negative."""
    found = regret(Scenario())
    for matrix in (found.nats, found.share, found.flop_share, found.usd):
        assert (matrix >= 0).all()
        np.testing.assert_allclose(np.diag(matrix), 0, atol=1e-9 * matrix.max())


def test_when_one_could_tell():
    """More runs and less noise tell earlier; a slope of 1 is never told."""
    both = worlds(Scenario(wall_flop=1e25))
    early, late = could_tell(both, 10, 0.001), could_tell(both, 1, 0.005)
    assert 1e25 < early < late
    assert could_tell(worlds(Scenario(wall_flop=1e25, wall_slope=1)), 10, 0.001) is None


@pytest.mark.parametrize("name", ["custom_irreducible", "custom_a", "custom_b", "custom_alpha", "custom_beta"])
@pytest.mark.parametrize("value", [-1.0, 0.0, float("nan"), float("inf"), "-0.3", "much"])
def test_bad_constants_of_a_law_of_ones_own_are_refused(name, value):
    """Negative, zero, endless or rising: refused by name, with what is allowed and why."""
    with pytest.raises(SimulationError, match=f"{name}.*allowed is") as caught:
        Scenario(law="custom", **{name: value})
    assert name == "custom_irreducible" or "would not fall" in str(caught.value)


def test_typed_constants_are_used():
    """The law of the user's constants is the additive form of them."""
    constants = {"irreducible": 1.69, "a": 406.4, "b": 410.7, "alpha": 0.34, "beta": 0.28}
    own = Scenario(law="custom", **{f"custom_{name}": x for name, x in constants.items()})
    assert evaluate(own).loss == pytest.approx(evaluate(Scenario(law="hoffmann2022_printed")).loss, rel=1e-12)


def test_what_one_could_tell_is_what_is_set():
    """The chart speaks of the runs and the noise of the scenario, and of never within 1e32 where that is so."""
    chart = charts()["laws-worlds"]
    for n, s in ((3, 0.005), (10, 0.001), (1, 0.02), (1, 1.0)):
        scenario = Scenario(wall_flop=1e25, wall_slope=0.5, runs_per_group=n, run_noise=s)
        told = could_tell(worlds(scenario), n, s)
        picture = chart.picture(evaluate(scenario))
        words = picture.summary
        assert (told is None) == ("never differ by that within 1e32 FLOP" in words)
        first = picture.table[1][0]
        assert first[:2] == [f"{n}", f"{s:g}"]
        if told is not None:
            assert units.scientific(told) in words and units.scientific(told) in first[3]
            gap = [frontier(scenario.changed(wall_flop=wall), told)[2] for wall in (1e25, None)]
            assert gap[0] - gap[1] == pytest.approx(separation(n, s), rel=1e-3)
    assert told is None
