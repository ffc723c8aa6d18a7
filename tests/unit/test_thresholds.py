"""Compute that laws name, with what it costs."""

import pytest

from sim import Scenario, evaluate
from sim.catalogs.policy import POLICY_LINES
from sim.charts import charts
from sim.ground import units
from sim.ground.typed import typed


@pytest.mark.parametrize(
    "terms",
    [{}, {"staff_usd": 2e6, "rd_multiple": 2}, {"usd_per_mtok_real": 3}, {"context_tokens": 8192}, {"inference": "on"}],
)
def test_a_threshold_has_the_price_of_its_best_plan(terms):
    """A row of its own among the budgets: dollars whose best plan takes that compute, with its loss and size."""
    result = evaluate(Scenario(hardware="h100", price_basis="market", **terms))
    columns, rows = charts()["budgets"].table(result)
    for policy in POLICY_LINES:
        row = dict(zip(columns, next(row for row in rows if row[0].startswith(f"{policy.label}: $")), strict=True))
        assert row["FLOP"] == units.scientific(policy.flop)
        usd = typed(row["Budget"].rpartition("$")[2]).value
        best = evaluate(result.scenario.changed(plan="budget_optimal", budget_usd=usd))
        assert best.train_flop == pytest.approx(policy.flop, rel=0.01)
        assert float(row["Loss"]) == pytest.approx(best.loss, abs=2e-4)
        assert row["Nats of the step"] == "–" == row["Dollars per nat"]
    assert [row[0] for row in rows] == sorted(
        (row[0] for row in rows), key=lambda text: typed(text.rpartition("$")[2]).value
    )


def test_thresholds_carry_their_price_on_charts():
    """“EU 1e25: $34M”, where a price is known and, on Home, does not hang on a service."""
    known = evaluate(Scenario(hardware="h100", price_basis="market"))
    eu = next(row[0] for row in charts()["budgets"].table(known)[1] if row[0].startswith("EU"))

    def labels(chart, result):
        drawn = charts()[chart].figure(result, [])["data"]
        return [text.strip("\u00a0") for trace in drawn if trace.get("mode") == "text" for text in trace["text"]]

    assert eu in labels("budgets", known) and eu in labels("compute", known)
    for terms in ({"usd_per_chip_hour": None}, {"inference": "on"}):
        assert "EU 1e25" in labels("compute", evaluate(known.scenario.changed(**terms)))
