"""Timings of the inference axis: `python -m benchmarks.inference`."""

import numpy as np

from benchmarks.engine import seconds
from sim import Scenario, evaluate, sweep
from sim.studies.demand import demand_curve
from sim.studies.fleet import fleet
from sim.studies.post_training import _best_budget
from sim.studies.thinking import accuracy_map, best_thinking, exchange

SCENARIO = Scenario(inference="on", samples_per_query=10)
RUN = evaluate(SCENARIO)
# Every axis on, and the dearest plan.
ALL_ON = SCENARIO.changed(
    post_training="on", context_tokens=8192, unique_tokens=1e12, usd_per_mtok_real=1, wall_flop=1e24,
    active_fraction=0.1, precision="fp8", hardware="h100", plan="deadline", target_loss=2.05, train_days=1000,
)  # fmt: skip
SUM = SCENARIO.changed(post_training="on"), RUN.cost_total_usd
COMPUTE, SAMPLES = RUN.train_flop * np.logspace(-2, 3, 60), np.geomspace(1, 1e4, 60)
DEMAND = np.geomspace(1e9, 1e16, 100)
ONE, EVERY, MAP = "evaluate, inference on", "evaluate, everything on", "map of equal accuracy, 60 x 60"
SLOWEST = {ONE: 5.0, EVERY: 6.0, MAP: 150.0}  # [ms]


def main() -> None:
    """Print the table, and fail where a limit is passed."""
    rows = [
        ("evaluate, inference off", lambda: evaluate(Scenario()), 300),
        (ONE, lambda: evaluate(SCENARIO), 300),
        (EVERY, lambda: evaluate(ALL_ON), 300),
        ("best split with post-training", lambda: _best_budget.__wrapped__(*SUM), 20),
        ("sweep of samples, 67 values", lambda: sweep(SCENARIO, "samples_per_query", np.geomspace(1, 1e6, 67)), 50),
        (MAP, lambda: accuracy_map(SCENARIO, COMPUTE, SAMPLES), 50),
        ("exchange rate at a run", lambda: exchange(RUN), 100),
        ("best parameters, tokens and samples", lambda: best_thinking(RUN), 50),
        ("plans against 100 demands", lambda: demand_curve(RUN, DEMAND), 100),
        ("split of a fleet", lambda: fleet(SCENARIO, 10_000, 90), 20),
    ]
    print(f"{'milliseconds':38}{'min':>9}{'median':>9}{'p95':>9}")
    for label, run, repeats in rows:
        times = 1e3 * seconds(run, repeats)
        print(f"{label:38}{times.min():9.2f}{np.median(times):9.2f}{np.percentile(times, 95):9.2f}")
        assert np.median(times) <= SLOWEST.get(label, np.inf), label


if __name__ == "__main__":
    main()
