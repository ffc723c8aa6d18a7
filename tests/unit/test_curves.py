"""Extra money buys what the steps promise."""

import pytest

from sim import Scenario, evaluate
from sim.curves import EXTRA_SHARE, bought, extra_usd


def test_extra_money_is_one_percent_unless_typed():
    """The amount is 1 % of the cost, the typed one, or unknown with the price."""
    result = evaluate(Scenario())
    assert extra_usd(result) == EXTRA_SHARE * result.cost_total_usd
    assert extra_usd(evaluate(Scenario(extra_usd="$2M"))) == 2e6
    assert extra_usd(evaluate(Scenario(hardware="b200"))) is None


@pytest.mark.parametrize("lever", ["params", "tokens"])
def test_the_price_of_a_step_buys_the_step(lever):
    """Typing the price of the next 0.01 nat on a lever buys 0.01 nat on it."""
    price = evaluate(Scenario()).values[f"step_{lever}_usd"]
    assert bought([evaluate(Scenario(extra_usd=price))])[0][lever] == pytest.approx(0.01, rel=1e-6)


def test_levers_buy_the_same_at_an_optimum():
    """At the best plan for a budget a little money buys as much on either lever."""
    found = bought([evaluate(Scenario(plan="budget_optimal", extra_usd=1.0))])[0]
    assert found["params"] == pytest.approx(found["tokens"], rel=1e-4)
