"""The engine against published figures: one test per row of the tables beside this file."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.laws import loss_laws
from tests.golden.tables import agrees, rows

FILES = ("optimal_tokens_per_param", "losses", "frontier", "chip_hours", "footprint")


@pytest.mark.parametrize("row", [row for name in FILES for row in rows(name)])
def test_a_row_says_where_its_value_stands(row):
    """Every published value names paper, place and how it was seen, and has a useful tolerance."""
    assert row["paper"] and row["place"]
    assert row["status"] in ("S1", "S2", "D", "ours")
    assert 0 < float(row["rel_tol"]) < 0.1


@pytest.mark.parametrize("row", rows("optimal_tokens_per_param"))
def test_tokens_per_parameter_at_the_optimum(row):
    """Compute-optimal plans have the published tokens per parameter."""
    plan = Scenario(plan="compute_optimal", law=row["law"], train_flop=float(row["train_flop"]))
    assert agrees(evaluate(plan).tokens_per_param, row)


@pytest.mark.parametrize("row", rows("losses"))
def test_predicted_loss(row):
    """The laws predict the published losses of known models."""
    run = Scenario(law=row["law"], n_params=float(row["n_params"]), n_tokens=float(row["n_tokens"]))
    assert agrees(evaluate(run).loss, row)


def frontier_value(row):
    """The quantity of a row, from the frontier that the law gives."""
    form = loss_laws().entries[row["law"]].function
    if row["train_flop"]:
        N, D = form.frontier(float(row["train_flop"]))
        return {"n_params": N, "n_tokens": D}[row["quantity"]]
    C = np.array([1e19, 1e25])
    N, D = form.frontier(C)
    reducible = form.reducible(N, D)
    decades = np.log(C[1] / C[0])
    exponent = np.log(reducible[0] / reducible[1]) / decades
    return {
        "exponent_of_params": np.log(N[1] / N[0]) / decades,
        "exponent_of_reducible_loss": exponent,
        "scale_of_reducible_loss": reducible[0] * (C[0] / 6) ** exponent,
    }[row["quantity"]]


@pytest.mark.parametrize("row", rows("frontier"))
def test_frontier(row):
    """Best parameters, best tokens and the power laws of the frontier are the published ones."""
    assert agrees(frontier_value(row), row)


@pytest.mark.parametrize("row", rows("chip_hours"))
def test_chip_hours(row):
    """Runs of known utilization take the published chip-hours."""
    numbers = ("n_params", "n_tokens", "peak_flop_per_s", "mfu")
    run = Scenario(**{name: float(row[name]) for name in numbers})
    assert agrees(evaluate(run).chip_hours, row)
