"""Refits of resampled runs, all at once and one by one with SciPy: `python -m benchmarks.fitting`."""

import numpy as np
from scipy.optimize import minimize

from benchmarks.engine import seconds
from sim.fitting.bootstrap import bootstrap
from sim.fitting.example import example
from sim.fitting.fit import fit

RUNS, REFITS, NOISE = 240, 4000, 0.006
BY_ONE = 40  # refits of the loop
LIMIT_S, LEAST_RATIO, SAME = 1.0, 20.0, 1e-6
ENDED = 1e-9  # gradient at which the loop stops, of an objective brought to about 1


def one_by_one(theta: np.ndarray, x: np.ndarray, y: np.ndarray, t: np.ndarray, weights: np.ndarray, delta: float):
    """Minima of weighted Huber losses, each by BFGS with its exact gradient from the same start."""
    values = []
    for counted in weights:
        kept = counted > 0
        w, u, v, s = counted[kept], x[kept], y[kept], t[kept]

        def loss(c, w=w, u=u, v=v, s=s):
            p, q, f = np.exp(c[0] - c[3] * u), np.exp(c[1] - c[4] * v), np.exp(c[2])
            total = p + q + f
            r = np.log(total) - s
            psi = np.clip(r, -delta, delta)
            pull = w * psi
            by = pull / total
            bp, bq = by * p, by * q
            slope = np.array([bp.sum(), bq.sum(), f * by.sum(), -(bp @ u), -(bq @ v)])
            return 1e3 * (pull @ (r - psi / 2)), 1e3 * slope

        values.append(minimize(loss, theta, jac=True, method="BFGS", options={"gtol": ENDED}).fun / 1e3)
    return np.array(values)


def main() -> None:
    """Print the table; fail where a limit is missed."""
    found = fit(example(RUNS, NOISE))
    data = found.data
    rng = np.random.default_rng(1)
    weights = rng.multinomial(RUNS, np.full(RUNS, 1 / RUNS), size=BY_ONE).astype(float)
    took = {method: float(np.median(seconds(lambda m=method: bootstrap(found.theta, data, m, refits=REFITS), 3)))
            for method in ("residual", "pairs")}  # fmt: skip
    loop = float(np.median(seconds(lambda: one_by_one(found.theta, data.x, data.y, data.t, weights, data.delta), 1)))
    from sim.fitting.batch import Runs
    from sim.fitting.newton import minimized

    ours = minimized(
        np.repeat(found.theta[None], BY_ONE, axis=0),
        Runs(data.x, data.y, data.center, data.t, weights, data.delta),
        1e-8,
    ).value
    theirs = one_by_one(found.theta, data.x, data.y, data.t, weights, data.delta)
    apart = float(np.max(ours / theirs - 1))
    ratio = (loop / BY_ONE) / (took["pairs"] / REFITS)
    for method, one in took.items():
        print(f"{REFITS} refits of {RUNS} runs, {method:9}{one:7.2f} s, allowed {LIMIT_S:.0f}")
    print(f"One refit by SciPy: {1e3 * loop / BY_ONE:.1f} ms, {ratio:.0f} times as long (at least {LEAST_RATIO:.0f}).")
    print(f"Objective above SciPy's at most by {apart:.1e} of it, allowed {SAME:.0e}.")
    assert max(took.values()) <= LIMIT_S
    assert ratio >= LEAST_RATIO
    assert apart <= SAME


if __name__ == "__main__":
    main()
