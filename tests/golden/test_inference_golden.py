"""Serving and thinking against the literature."""

import numpy as np
import pytest
from scipy.optimize import brentq

from sim import Scenario, evaluate
from sim.engine.scenario_law import law_form
from sim.inputs.numbers import numbers
from sim.laws import loss_laws
from sim.studies.demand import demand_curve, query_factor
from tests.golden.tables import agrees, rows

# A FLOP of serving costs what one of training does, on chips that are always busy.
EQUAL = Scenario(
    law="hoffmann2022", mfu=0.5, mfu_prefill=0.5, mfu_decode=0.5, serving_utilization=1, inference="on",
    service_days=1, task_kind="none", unique_tokens=None,
)  # fmt: skip
FIGURES = {row.id: row.values[0] for row in rows("inference")}


def elasticities(result):
    """How the loss falls with parameters and with tokens, in logarithms."""
    scenario = result.scenario
    form = law_form(numbers(scenario))
    by_N, by_D = form.gradient(result.n_params, result.n_tokens)
    return result.n_params * by_N, result.n_tokens * by_D


@pytest.mark.parametrize("law", ["besiroglu2024", "hoffmann2022"])
@pytest.mark.parametrize("plan", ["budget_optimal", "target_loss"])
def test_sardana_condition(law, plan):
    """eps_N / eps_D = 1 + D_inf / (3 D_train) at equal price per FLOP, three budgets times four demands."""
    for budget in (1e6, 1e8, 1e10):
        for demand in (1e10, 1e12, 1e13, 1e14):
            scenario = EQUAL.changed(law=law, prompt_tokens=200, output_tokens=300, queries_per_day=demand / 500)
            result = evaluate(scenario.changed(plan="budget_optimal", budget_usd=budget))
            if plan == "target_loss":
                result = evaluate(scenario.changed(plan=plan, target_loss=result.loss))
            by_params, by_tokens = elasticities(result)
            expected = 1 + demand / (3 * result.n_tokens)
            assert by_params / by_tokens == pytest.approx(expected, rel=1e-6)


def chinchilla(N):
    """A model of N parameters on the tokens that are best for them, by the constants of Hoffmann et al."""
    form = loss_laws().entries["hoffmann2022"].function
    log_C = brentq(lambda x: np.log(form.frontier(np.exp(x))[0] / N), 40, 75)
    return EQUAL.changed(n_params=N, n_tokens=float(form.frontier(np.exp(log_C))[1]))


def test_sardana_seven_billion():
    """A model as good as Chinchilla-7B that serves 1e11 tokens: about 6B parameters on 1.18 times the tokens."""
    run = evaluate(chinchilla(7e9))
    found = demand_curve(run, np.array([1e11]))
    assert agrees(found.n_params[0], FIGURES["sardana-7b-params"])
    assert agrees(found.n_tokens[0] / run.n_tokens, FIGURES["sardana-7b-tokens"])
    best = evaluate(run.scenario.changed(plan="target_loss", target_loss=run.loss, queries_per_day=1e8))
    assert best.n_params == pytest.approx(found.n_params[0], rel=1e-6)  # 1e8 queries of 1,000 tokens


def test_sardana_thirty_billion():
    """30B quality and 1.5e9 requests: with lengths that give their 16B, their tokens and saving follow nearly."""
    base = chinchilla(30e9).changed(mfu_decode=0.01, prompt_tokens=50, output_tokens=80)
    found = demand_curve(evaluate(base), np.array([1.5e9 * 130]))
    assert agrees(found.n_params[0], FIGURES["sardana-30b-params"])
    assert agrees(found.n_tokens[0], FIGURES["sardana-30b-tokens"])
    assert agrees(found.saved[0], FIGURES["sardana-30b-saved"])


@pytest.mark.parametrize("row", [row for row in rows("inference") if row.id.startswith("snell")])
def test_snell_factor(row):
    """What a 14 times larger model costs more buys so many times the queries of the small one."""
    D_inf = EQUAL.n_tokens / float(row["training_over_inference"])
    run = evaluate(EQUAL.changed(prompt_tokens=1, output_tokens=999, queries_per_day=D_inf / 1000))
    assert agrees(float(query_factor(run, float(row["larger"]))), row)
