"""Timings of bands, frontier draws and regret: `python -m benchmarks.laws`."""

import numpy as np

from benchmarks.engine import seconds
from sim import Scenario
from sim.laws import loss_laws
from sim.laws.forms import Additive
from sim.regret import regret
from sim.uncertainty import bands, frontier_bands, law_draws

DRAWS = 4000
C = np.geomspace(1e18, 1e28, 200)
LIMITS_MS = {"frontier": 60.0, "regret": 100.0, "bands": 150.0}
LEAST_RATIO = 30.0  # of the loop over draws to the one call


def one_by_one(form: Additive) -> None:
    """The frontier of every draw in turn, then the quantiles over draws."""
    N, D, L = (np.empty((DRAWS, C.size)) for _ in range(3))
    for i in range(DRAWS):
        N[i] = [_best(form, i, flop) for flop in C]
        D[i] = C / 6 / N[i]
        L[i] = [_loss(form, i, n, d) for n, d in zip(N[i], D[i], strict=True)]
    for values in (N, D, D / N, L):
        np.quantile(values, [0.1, 0.9], axis=0)


def _best(form: Additive, i: int, flop: float) -> float:
    alpha, beta = form.alpha[i], form.beta[i]
    G = (alpha * form.A[i] / (beta * form.B[i])) ** (1 / (alpha + beta))
    return G * (flop / 6) ** (beta / (alpha + beta))


def _loss(form: Additive, i: int, N: float, D: float) -> float:
    return form.E[i] + form.A[i] * N ** -form.alpha[i] + form.B[i] * D ** -form.beta[i]


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
