"""Runs that never happened: simulated from a published law with noise that is stated, to try a fit on."""

import numpy as np

from sim.fitting.reading import RunTable
from sim.fitting.table import MOST_ROWS
from sim.ground.errors import SimulationError
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws import loss_laws

LAW = "besiroglu2024"
NOISE = 0.004  # standard deviation of ln L [-]; ours, about that of seeds of one run
BUDGETS = (1e18, 1e21)  # smallest and largest compute [FLOP]
RATIOS = (2.0, 200.0)  # tokens per parameter
ROWS = 5  # sizes at each budget
SEED = 18


def example(n_runs: int = 30, noise: float = NOISE, seed: int = SEED, law: str = LAW) -> RunTable:
    """Runs of a published law: rows of equal compute, five sizes each, with normal noise on ln L.

    Parameters
    ----------
    n_runs : int
        How many.
    noise : float
        Standard deviation of ln L [-].
    seed : int
        Of the noise: the same seed gives the same runs.
    law : str
        Which law is the truth.

    Raises
    ------
    SimulationError
        If a number is out of bounds.
    """
    if not (1 <= n_runs <= MOST_ROWS and 0 <= noise < 1 and seed >= 0):
        raise SimulationError(
            "runs, noise, seed", f"{n_runs}, {noise:g}, {seed}", f"allowed are 1 to {MOST_ROWS:,}; 0 to 1; 0 or more"
        )
    budgets = np.geomspace(*BUDGETS, -(-n_runs // ROWS))
    C = np.repeat(budgets, ROWS)[:n_runs]
    ratio = np.tile(np.geomspace(*RATIOS, ROWS), len(budgets))[:n_runs]
    N = np.sqrt(C / FLOP_PER_PARAM_TOKEN / ratio)
    D = C / FLOP_PER_PARAM_TOKEN / N
    drawn = noise * np.random.default_rng(seed).standard_normal(n_runs)
    loss = loss_laws().entries[law].function.loss(N, D) * np.exp(drawn)
    columns = {"n_params": "n_params", "n_tokens": "n_tokens", "loss": "loss"}
    return RunTable(N, D, loss, np.ones(n_runs), (), tuple(range(2, n_runs + 2)), columns)


def as_csv(table: RunTable) -> str:
    """The runs as a file that can be read again."""
    rows = zip(table.n_params, table.n_tokens, table.loss, strict=True)
    lines = ["n_params,n_tokens,loss", *(f"{N:.6g},{D:.6g},{loss:.6f}" for N, D, loss in rows)]
    return "\n".join(lines) + "\n"
