"""Laws and rules against published figures: one test per row of the tables beside this file."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.catalogs.allocations import allocations
from sim.laws import loss_laws
from sim.laws.data import effective_tokens
from sim.laws.forms import Additive
from sim.studies.uncertainty import bands, frontier_bands, law_draws
from tests.golden.tables import agrees, rows

FILES = ("repeated_losses", "repetition", "allocations", "additive_frontier", "gadre", "bands")
DECADES = np.array([1e19, 1e25])


@pytest.mark.parametrize("row", [row for name in FILES for row in rows(name)])
def test_a_row_says_where_its_value_stands(row):
    """Every published value names paper, place and how it was seen, and has a useful tolerance."""
    assert row["paper"] and row["place"]
    assert row["status"] in ("S1", "S2", "D", "ours")
    assert 0 < float(row["rel_tol"]) < 0.1


@pytest.mark.parametrize("row", rows("repeated_losses"))
def test_loss_with_repeats(row):
    """The law for limited data gives the check losses of its repository, to 1e-6."""
    names = ("n_params", "n_tokens", "unique_tokens")
    run = Scenario(law=row["law"], **{name: float(row[name]) for name in names})
    assert agrees(evaluate(run).loss, row)


@pytest.mark.parametrize("row", rows("repetition"))
def test_worth_of_repeats(row):
    """Effective over seen tokens after some epochs."""
    epochs = float(row["epochs"])
    assert agrees(effective_tokens(epochs * 1e12, 1e12) / (epochs * 1e12), row)


@pytest.mark.parametrize("row", rows("allocations"))
def test_published_rules(row):
    """Rules of the best split give the tables and examples of their papers."""
    rule = allocations().entries[row["rule"]]
    if row["quantity"] == "exponent":
        N, _ = rule.frontier(DECADES)
        assert agrees(np.log(N[1] / N[0]) / np.log(DECADES[1] / DECADES[0]), row)
        return
    C = float(row["train_flop"])
    N, D = rule.frontier(C)
    assert agrees({"n_params": N, "n_tokens": D, "product": 6 * N * D}[row["quantity"]], row)


@pytest.mark.parametrize("row", rows("additive_frontier"))
def test_frontier_of_constants(row):
    """Constants of the additive form that are no law of ours have their published frontier too."""
    form = Additive(**{name: float(row[name]) for name in ("E", "A", "B", "alpha", "beta")})
    if row["train_flop"]:
        N, D = form.frontier(float(row["train_flop"]))
        assert agrees(D / N, row)
        return
    N, D = form.frontier(DECADES)
    x, decades = form.reducible(N, D), np.log(DECADES[1] / DECADES[0])
    g = np.log(x[0] / x[1]) / decades
    found = {
        "exponent_of_params": np.log(N[1] / N[0]) / decades,
        "exponent_of_reducible_loss": g,
        "scale_of_reducible_loss": x[0] * (DECADES[0] / 6) ** g,
    }
    assert agrees(found[row["quantity"]], row)


@pytest.mark.parametrize("row", rows("gadre"))
def test_gadre_constants(row):
    """L(C, M) = E + (a M^eta + b M^-eta) C^-eta in the form of the paper."""
    c = loss_laws().entries[row["law"]].constants
    eta = c["alpha"] / 2
    found = {"E": c["E"], "eta": eta, "a": c["A"] * 6**eta, "b": c["B"] * 6**eta}
    assert agrees(found[row["quantity"]], row)


@pytest.mark.parametrize("row", rows("bands"))
def test_bands_of_tokens_per_parameter(row):
    """Ends of the band of the best ratio, along the frontier and by the general function."""
    C, level, tolerance = float(row["train_flop"]), int(row["level"]), float(row["rel_tol"])
    published = [float(row["low"]), float(row["high"])]
    form = law_draws(loss_laws().entries["besiroglu2024"])
    found = frontier_bands(form, np.array([C]), level)["tokens_per_param"]
    assert [float(x[0]) for x in found] == pytest.approx(published, rel=tolerance)
    band = bands(Scenario(plan="compute_optimal", train_flop=C))["optimal_tokens_per_param"]
    assert list(band.ends(level)) == pytest.approx(published, rel=tolerance)
