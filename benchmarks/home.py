"""What a release and a sweep of Home take in Python: `python -m benchmarks.home`.

Times are of the processor, so that what else runs on a machine counts little. To compare two commits, run it in both
trees by turns.
"""

import time
from collections.abc import Callable, Iterator

import numpy as np

from sim import Scenario, evaluate, pages
from sim.charts import charts_of
from sim.charts.chart import Beside
from ui.board import levers, sweeps
from ui.server.garbage import settle

MOVES = 40
RUNS = {
    "parameters and tokens": ({}, "n_params"),
    "a budget": ({"plan": "budget_optimal", "hardware": "h100"}, "budget_usd"),
    "text repeats": ({"n_tokens": 1e13, "unique_tokens": 2e12, "usd_per_mtok_real": 1.0}, "n_tokens"),
    "answers are counted": ({"inference": "on", "samples_per_query": 10.0}, "n_params"),
}


def moves(changes: dict[str, object], lever: str) -> Iterator[Scenario]:
    """Scenarios that differ in one lever, and a little in another: none was seen before, and no rung of a sweep."""
    start = Scenario(**changes)  # type: ignore[arg-type]
    for i, factor in enumerate(np.geomspace(0.5, 2.0, MOVES)):
        yield start.changed(**{lever: getattr(start, lever) * float(factor)}, mfu=0.4 + 1e-4 * i)


def release(scenario: Scenario) -> None:
    """What the board says and draws of a run at once: not what waits until the page rests."""
    result = evaluate(scenario)
    board = pages.board("home")
    board.sentence(result, moving=True)
    board.headlines(result)
    sweeps.windows(charts_of("home"), result)
    for chart in charts_of("home"):
        if chart.applies(scenario):
            (chart.place_kept(result) if chart.waits else chart.picture(result, Beside())).data()


def drag(scenario: Scenario, lever: str) -> int:
    """The sweep of one lever; its size [bytes]."""
    names = tuple(chart.id for chart in charts_of("home")[:2])
    rungs = levers.rungs(lever)
    center = int(np.argmin(np.abs(np.log(np.array(rungs) / getattr(scenario, lever)))))
    return len(sweeps.sweep(sweeps.Question("home", scenario, lever, center, charts=names)))


def times(run: Callable[[Scenario], object], scenarios: Iterator[Scenario]) -> np.ndarray:
    """Processor time of each [ms], the first left out."""
    found = []
    for scenario in scenarios:
        begin = time.thread_time()
        run(scenario)
        found.append(1e3 * (time.thread_time() - begin))
    return np.array(found[1:])


def main() -> None:
    """Print the table, with collector and heap as the server has them after its first page."""
    release(Scenario())
    settle()
    print(f"{'milliseconds':40}{'min':>9}{'median':>9}{'p95':>9}")
    for label, (changes, lever) in RUNS.items():
        for kind, run in (("release", release), ("sweep", lambda scenario, lever=lever: drag(scenario, lever))):
            found = times(run, moves(changes, lever))
            print(f"{kind}, {label:32}{found.min():9.2f}{np.median(found):9.2f}{np.percentile(found, 95):9.2f}")


if __name__ == "__main__":
    main()
