"""The six plans: what is derived is exact, and what cannot be says what could."""

import re

import pytest

from sim import Scenario, SimulationError, evaluate
from sim.engine.plans import _rounded, carried_over
from sim.ground.typed import typed
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN, PLANS

MIXTURE = {"active_fraction": 0.3, "hardware": "h100"}


@pytest.mark.parametrize("active_fraction", [1.0, 0.3])
def test_parameters_and_tokens(active_fraction):
    """Given N and D stand as they are, and C = 6 f N D."""
    result = evaluate(Scenario(n_params=7e10, n_tokens=1.4e12, active_fraction=active_fraction))
    assert (result.n_params, result.n_tokens) == (7e10, 1.4e12)
    assert result.train_flop == pytest.approx(6 * active_fraction * 7e10 * 1.4e12, rel=1e-15)


def test_parameters_and_compute():
    """Tokens follow: D = C / (6 f N)."""
    result = evaluate(Scenario(plan="params_compute", n_params=7e10, train_flop=5e23, **MIXTURE))
    assert result.n_params == 7e10
    assert result.n_tokens == pytest.approx(5e23 / (6 * 0.3 * 7e10), rel=1e-15)
    assert result.train_flop == pytest.approx(5e23, rel=1e-15)


def test_tokens_and_compute():
    """Parameters follow: N = C / (6 f D)."""
    result = evaluate(Scenario(plan="tokens_compute", n_tokens=1.4e12, train_flop=5e23, **MIXTURE))
    assert result.n_tokens == 1.4e12
    assert result.n_params == pytest.approx(5e23 / (6 * 0.3 * 1.4e12), rel=1e-15)


def test_compute_optimal():
    """All the compute is used, and the plan is the optimum that the result names."""
    result = evaluate(Scenario(plan="compute_optimal", train_flop=5e23, **MIXTURE))
    assert result.train_flop == pytest.approx(5e23, rel=1e-13)
    assert (result.n_params, result.n_tokens) == pytest.approx(
        (result.optimal_n_params, result.optimal_n_tokens), rel=1e-9
    )
    assert result.loss == pytest.approx(result.optimal_loss, rel=1e-13)


def test_budget_optimal():
    """All the money is spent."""
    result = evaluate(Scenario(plan="budget_optimal", budget_usd=3e7, **MIXTURE))
    assert result.cost_total_usd == pytest.approx(3e7, rel=1e-13)


def test_target_loss():
    """The loss is reached, at the same plan that its cost as a budget buys."""
    result = evaluate(Scenario(plan="target_loss", target_loss=2.1, **MIXTURE))
    assert result.loss == pytest.approx(2.1, rel=1e-13)
    again = evaluate(Scenario(plan="budget_optimal", budget_usd=result.cost_total_usd, **MIXTURE))
    assert again.loss == pytest.approx(2.1, rel=1e-13)


def test_every_plan_is_consistent():
    """In every plan C = 6 f N D, and the money is chip-hours times price."""
    for plan in PLANS:
        result = evaluate(Scenario(plan=plan, **MIXTURE))
        assert result.train_flop == pytest.approx(6 * 0.3 * result.n_params * result.n_tokens, rel=1e-14)
        assert result.chip_hours == pytest.approx(result.train_flop / (0.2623 * 989.4e12 * 3600), rel=1e-14)
        assert result.cost_total_usd == pytest.approx(result.chip_hours * 4.86, rel=1e-14)
        assert result.tokens_per_param == pytest.approx(result.n_tokens / result.n_params / 0.3, rel=1e-14)
        assert result.wall_clock_days == pytest.approx(result.chip_hours / 24 / 10_000, rel=1e-14)


# Plans that cannot be: the inputs, and the input that has to change.
INFEASIBLE = {
    "few params, much compute": (
        {"plan": "params_compute", "n_params": 1.234e6, "train_flop": 1e32},
        "train_flop",
    ),
    "many params, little compute": (
        {"plan": "params_compute", "n_params": 1e15, "train_flop": 1e15},
        "train_flop",
    ),
    "odd params, little compute": (
        {"plan": "params_compute", "n_params": 1.234e9, "train_flop": 1e15},
        "train_flop",
    ),
    "mixture, much compute": (
        {"plan": "params_compute", "n_params": 1e6, "active_fraction": 0.3, "train_flop": 1e30},
        "train_flop",
    ),
    "few tokens, much compute": (
        {"plan": "tokens_compute", "n_tokens": 2e6, "train_flop": 1e32},
        "train_flop",
    ),
    "many tokens, little compute": (
        {"plan": "tokens_compute", "n_tokens": 1e17, "train_flop": 1e15},
        "train_flop",
    ),
    "odd tokens, little compute": (
        {"plan": "tokens_compute", "n_tokens": 1.234e10, "train_flop": 1e15},
        "train_flop",
    ),
    "small budget": (
        {
            "plan": "budget_optimal",
            "budget_usd": 100,
            "peak_flop_per_s": 1e9,
            "mfu": 0.0013,
            "usd_per_chip_hour": 1e4,
        },
        "budget_usd",
    ),
    "low loss, Besiroglu": ({"plan": "target_loss", "target_loss": 1.5}, "target_loss"),
    "low loss, Hoffmann": ({"plan": "target_loss", "target_loss": 1.5, "law": "hoffmann2022"}, "target_loss"),
    "low loss, printed": (
        {"plan": "target_loss", "target_loss": 1.5, "law": "hoffmann2022_printed"},
        "target_loss",
    ),
    "low loss, mixture": (
        {"plan": "target_loss", "target_loss": 1.8172, "active_fraction": 1e-4},
        "target_loss",
    ),
}


def error_of(inputs):
    """The error of an infeasible plan."""
    with pytest.raises(SimulationError) as caught:
        evaluate(Scenario(**inputs))
    return caught.value


@pytest.mark.parametrize(("inputs", "name"), INFEASIBLE.values(), ids=INFEASIBLE)
def test_an_infeasible_plan_names_the_input(inputs, name):
    """The error names the input at fault and its value, in one line."""
    error = error_of(inputs)
    assert error.name == name and "\n" not in str(error)
    assert typed(str(error.got)).value == pytest.approx(inputs[name], rel=0.005)


@pytest.mark.parametrize(("inputs", "name"), INFEASIBLE.values(), ids=INFEASIBLE)
def test_what_it_calls_feasible_is_feasible(inputs, name):
    """Typing the value that the error offers for the input gives a result.

    Offered are both ends of "L to H FLOP", the cost after "costs" and the loss after "reaches".
    """
    allowed = error_of(inputs).allowed
    words = re.search(r"need (\S+) to (\S+) FLOP|costs (\S+)|reaches (\S+)", allowed)
    assert words, allowed
    for offered in filter(None, words.groups()):
        result = evaluate(Scenario(**{**inputs, name: offered}))
        assert result.loss > 0


@pytest.mark.parametrize("plan", ["budget_optimal", "target_loss"])
def test_dollars_cannot_be_planned_without_a_price(plan):
    """A plan in dollars on a chip of unknown price asks for the price, and one is enough."""
    error = error_of({"plan": plan, "hardware": "b200"})
    assert error.name == "usd_per_chip_hour" and "type one" in error.allowed
    assert evaluate(Scenario(plan=plan, hardware="b200", usd_per_chip_hour=4)).loss > 0


@pytest.mark.parametrize("plan", ["params_tokens", "params_compute", "tokens_compute", "compute_optimal"])
def test_compute_can_be_planned_without_a_price(plan):
    """Without a price every dollar is unknown and everything else is known."""
    known, unknown = evaluate(Scenario(plan=plan)), evaluate(Scenario(plan=plan, usd_per_chip_hour=None))
    given = ("cost_energy_usd", "cost_staff_usd", "cost_data_usd")  # 0 in a cloud price; typed by the user
    for name, value in unknown.values.items():
        in_dollars = name.endswith("_usd") or name.startswith(("gain_", "budget_"))
        expected = None if in_dollars and name not in given else known.values[name]
        assert value == expected, name


@pytest.mark.parametrize("size", ["n_params", "n_tokens"])
@pytest.mark.parametrize("bound", ["low", "high"])
@pytest.mark.parametrize("active_fraction", [1.0, 0.3, 1 / 3])
@pytest.mark.parametrize("given", [1e6, 1.7e9, 1.75e11, 3.3e13])
def test_a_plan_at_a_bound_is_feasible(size, bound, active_fraction, given):
    """Compute that leads exactly to a bound of N or D is not refused for its last digit."""
    derived = getattr(TABLE["n_tokens" if size == "n_params" else "n_params"], bound)
    C = 6 * active_fraction * given * derived
    if TABLE["train_flop"].low <= C <= TABLE["train_flop"].high:
        plan = "params_compute" if size == "n_params" else "tokens_compute"
        inputs = {"plan": plan, size: given, "active_fraction": active_fraction, "train_flop": C}
        assert evaluate(Scenario(**inputs)).train_flop == pytest.approx(C, rel=1e-12)


@pytest.mark.parametrize(
    ("inputs", "allowed"),
    [
        (
            {"plan": "params_compute", "n_params": 1e9, "train_flop": 1e32},
            "1B parameters need 6e15 to 6e26 FLOP",
        ),
        (
            {"plan": "tokens_compute", "n_tokens": 1.2345e9, "train_flop": 1e32},
            "1.23B tokens need 7.407e15 to 7.407e24 FLOP",
        ),
        ({"plan": "params_compute", "n_params": 1e6, "train_flop": 1e32}, "1M parameters need 1e15 to 6e23 FLOP"),
        (
            {"plan": "params_compute", "n_params": 1e15, "active_fraction": 0.5, "train_flop": 1e15},
            "1,000T parameters need 3e21 to 1e32 FLOP",
        ),
        (
            {"plan": "budget_optimal", "budget_usd": 100, "staff_usd": 1e6},
            "the cheapest plan in bounds costs $1.001M with staff of $1M",
        ),
        (
            {"plan": "budget_optimal", "budget_usd": 100, "staff_usd": 1e6, "inference": "on"},
            "the cheapest plan in bounds costs $1.001M with staff of $1M and serving",
        ),
        ({"plan": "budget_optimal", "budget_usd": 100, "inference": "on", "queries_per_day": 1e13}, " with serving"),
        (
            {"plan": "target_loss", "target_loss": 1.5},
            "the irreducible loss of this law is 1.8172, and the largest plan in bounds reaches 1.827",
        ),
        ({"plan": "budget_optimal", "hardware": "b200"}, "has no published price on this basis; type one"),
        ({"plan": "budget_optimal", "price_basis": "owned", "chip_price_usd": None}, "has no published purchase price"),
        ({"plan": "target_loss", "price_basis": "owned", "watts_per_chip": None}, "has no published power"),
    ],
)
def test_an_infeasible_plan_says_what_would_do(inputs, allowed):
    """The numbers that it offers, rounded to the side on which they are feasible."""
    assert allowed in error_of(inputs).allowed


def test_a_cheap_budget_says_nothing_of_staff():
    """Where nothing is fixed or served, nothing is said of it."""
    inputs = {
        "plan": "budget_optimal",
        "budget_usd": 100,
        "peak_flop_per_s": 1e9,
        "mfu": 0.0013,
        "usd_per_chip_hour": 1e4,
    }
    assert error_of(inputs).allowed == "the cheapest plan in bounds costs $12.83M"


def test_rounding_to_the_feasible_side():
    """Four digits, up or down; what has no more stays."""
    assert [_rounded(x, up) for x in (1.23449, 1.2341e9) for up in (True, False)] == pytest.approx(
        [1.235, 1.234, 1.235e9, 1.234e9], rel=1e-12
    )
    assert _rounded(1.5e6, True) == _rounded(1.5e6, False) == 1.5e6


@pytest.mark.parametrize("old", PLANS)
@pytest.mark.parametrize("new", PLANS)
def test_a_run_stays_where_it_is_under_another_plan(old, new):
    """What the new plan takes as given and the old one did not is the run's, in five digits and within bounds."""
    result = evaluate(Scenario(plan=old, train_flop=5e23, budget_usd=3e6))
    found = carried_over(result.values, old, new)
    names = {"budget_usd": "cost_total_usd", "target_loss": "loss", "train_days": "wall_clock_days"}
    for name, value in found.items():
        assert value == pytest.approx(result.values[names.get(name, name)], rel=5e-5)
        assert value == float(f"{value:.4e}")
    assert set(found) == set(GIVEN[new]) - set(GIVEN[old]) - {"n_chips"}  # which no plan changes
    huge = dict.fromkeys(result.values, 1e40)
    assert all(value == TABLE[name].high for name, value in carried_over(huge, old, new).items())
    tiny = dict.fromkeys(result.values, 1e-40)
    assert all(value == TABLE[name].low for name, value in carried_over(tiny, old, new).items())
    assert carried_over(dict.fromkeys(result.values), old, new) == {}


@pytest.mark.parametrize("place", [(1, 1.0), (1e-9, 1.0), (0.999, None), (1.001, None)])
def test_a_bound_is_met_up_to_rounding(place):
    """Compute that asks for the smallest number of tokens, or for a little less or more than the largest."""
    factor, _ = place
    for bound, beyond in ((TABLE["n_tokens"].high, factor > 1.0005), (TABLE["n_tokens"].low, factor < 0.9995)):
        C = 6 * 1e9 * bound * (factor if factor > 0.5 else 1 + factor / 2 * (1 if bound > 1e9 else -1))
        scenario = Scenario(plan="params_compute", n_params=1e9, train_flop=C)
        if beyond and factor > 0.5:
            with pytest.raises(SimulationError):
                evaluate(scenario)
        else:
            D = evaluate(scenario).n_tokens
            assert TABLE["n_tokens"].low <= D <= TABLE["n_tokens"].high
