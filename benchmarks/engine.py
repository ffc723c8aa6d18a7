"""Timings of the engine: `python -m benchmarks.engine`.

Times depend on the machine; the ratio of the solver to SciPy's, plan by plan, hardly does.
"""

import time
from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize_scalar

from sim import Scenario, evaluate, sweep
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import best_split
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import numbers
from sim.program.cost import dollar_spend
from sim.studies.ranges import samples, tornado

SCENARIO = Scenario()
INPUTS = numbers(SCENARIO)
LAW, DOLLARS = applied_law(INPUTS), dollar_spend(INPUTS)
BUDGETS = np.geomspace(1e4, 1e11, 200)
PROGRAM = evaluate(Scenario(price_basis="owned", rd_multiple=2.2, staff_usd=2e6))
RANGE = "10,000 samples and tornado"
SLOWEST_RANGE = 100.0  # [ms]
LARGEST_DIFFERENCE = 1e-9  # of loss [nat/token] between the two solvers


def seconds(run: Callable[[], object], repeats: int) -> np.ndarray:
    """Time of each of many runs [s], after one that is not counted."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return np.array(times)


def plans_at_once() -> np.ndarray:
    """Least loss of every budget, all in one call."""
    return LAW.loss(*best_split(LAW, DOLLARS, BUDGETS))


def plans_one_by_one() -> np.ndarray:
    """Least loss of every budget, one SciPy minimization in log N each."""
    return np.array([_least_loss(T) for T in BUDGETS])


def _least_loss(T: float) -> float:
    low = max(N_LOW, DOLLARS.params_for(T, D_HIGH))
    high = min(N_HIGH, DOLLARS.params_for(T, D_LOW))

    def loss(log_N: float) -> float:
        N = np.exp(log_N)
        return LAW.loss(N, DOLLARS.tokens_for(T, N))

    found = minimize_scalar(loss, bounds=(np.log(low), np.log(high)), method="bounded", options={"xatol": 1e-9})
    return found.fun


def main() -> None:
    """Print the table."""
    budgets = Scenario(plan="budget_optimal")
    rows = [
        ("evaluate, one scenario", lambda: evaluate(SCENARIO), 300),
        ("sweep, 100 values", lambda: sweep(SCENARIO, "n_params", np.geomspace(1e9, 1e12, 100)), 100),
        ("sweep, 200 budgets, all outputs", lambda: sweep(budgets, "budget_usd", BUDGETS), 100),
        (RANGE, lambda: (np.percentile(samples(PROGRAM), [5, 95]), tornado(PROGRAM)), 100),
        ("200 best plans, one call", plans_at_once, 200),
        ("200 best plans, SciPy one by one", plans_one_by_one, 10),
    ]
    print(f"{'milliseconds':34}{'min':>9}{'median':>9}{'p95':>9}")
    medians = {}
    for label, run, repeats in rows:
        times = 1e3 * seconds(run, repeats)
        medians[label] = np.median(times)
        print(f"{label:34}{times.min():9.2f}{medians[label]:9.2f}{np.percentile(times, 95):9.2f}")
    at_once, one_by_one = (medians[label] for label, _, _ in rows[-2:])
    difference = np.abs(plans_at_once() - plans_one_by_one()).max()
    print(f"One call is {one_by_one / at_once:.0f} times as fast.")
    print(f"Largest difference in loss: {difference:.1e} nat/token.")
    assert difference <= LARGEST_DIFFERENCE
    assert medians[RANGE] <= SLOWEST_RANGE


if __name__ == "__main__":
    main()
