"""Timings of bands, frontier draws and regret: `python -m benchmarks.laws`."""

import numpy as np

from benchmarks.engine import seconds
from sim import Scenario
from sim.engine.frontier import best_split
from sim.inputs.numbers import numbers
from sim.laws import loss_laws
from sim.laws.applied import applied
from sim.laws.forms import Additive
from sim.program.cost import flop_spend
from sim.studies.regret import regret
from sim.studies.uncertainty import bands, frontier_bands, law_draws

DRAWS = 4000
C = np.geomspace(1e18, 1e28, 200)
LIMITS_MS = {"frontier": 60.0, "regret": 100.0, "bands": 150.0}
LEAST_RATIO = 30.0  # of the loop over draws to the one call


def one_by_one(form: Additive) -> None:
    """The frontier of every draw in turn with the engine's solver, then the quantiles over draws."""
    flop = flop_spend(numbers(Scenario()))
    N, D, L = (np.empty((DRAWS, C.size)) for _ in range(3))
    for i in range(DRAWS):
        constants = {name: float(getattr(form, name)[i]) for name in ("E", "A", "B", "alpha", "beta")}
        law = applied(Additive(**constants))
        N[i], D[i] = best_split(law, flop, C)
        L[i] = law.loss(N[i], D[i])
    for values in (N, D, D / N, L):
        np.quantile(values, [0.1, 0.9], axis=0)


def main() -> None:
    """Print the table; fail where a limit is missed."""
    form = law_draws(loss_laws().entries["besiroglu2024"], DRAWS)
    assert form is not None
    times = {
        "frontier": 1e3 * np.median(seconds(lambda: frontier_bands(form, C), 15)),
        "regret": 1e3 * np.median(seconds(lambda: regret(Scenario()), 15)),
        "bands": 1e3 * np.median(seconds(lambda: bands(Scenario()), 15)),
    }
    loop = 1e3 * np.median(seconds(lambda: one_by_one(form), 1))
    for name, took in times.items():
        print(f"{name:12}{took:9.1f} ms, allowed {LIMITS_MS[name]:.0f}")
    print(f"{DRAWS} draws x {C.size} budgets: one call is {loop / times['frontier']:.0f} times as fast as the loop.")
    assert loop / times["frontier"] >= LEAST_RATIO
    for name, took in times.items():
        assert took <= LIMITS_MS[name], name


if __name__ == "__main__":
    main()
