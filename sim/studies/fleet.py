"""A fleet of chips for some days: how much of its time trains, how much answers."""

from dataclasses import dataclass

import numpy as np

from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.scenario_law import applied_law
from sim.engine.solving import accuracy_with
from sim.ground.arrays import Array
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.numbers import Numbers, numbers
from sim.inputs.scenario import Scenario
from sim.laws.applied import AppliedLaw
from sim.program.attention import attention_flop
from sim.program.cost import flop_spend, run_hours
from sim.program.serving import prompt_hours, queries_served, sample_hours
from sim.program.training import HOURS_PER_DAY

N_SHARES, N_SIZES = 25, 13  # of the search
SIZES_BELOW = 4.0  # decades of parameters below the largest model that can answer every query
ZOOMS, PER_ZOOM = 7, 5  # narrower searches around the best point


@dataclass(frozen=True)
class Fleet:
    """A fleet's chip time split between training and answering all queries.

    Parameters
    ----------
    share : array of shape (S,)
        Share of the chip time that trains [0-1].
    n_params, n_tokens, samples, accuracy : array of shape (S,)
        The most accurate model for each share, and the samples per query that the rest of the time
        draws; NaN where no model can answer every query.
    best_share, best_n_params, best_n_tokens, best_samples, best_accuracy : float
        The best of all.
    """

    share: Array
    n_params: Array
    n_tokens: Array
    samples: Array
    accuracy: Array
    best_share: float
    best_n_params: float
    best_n_tokens: float
    best_samples: float
    best_accuracy: float


def fleet(scenario: Scenario, n_chips: float, days: float) -> Fleet | None:
    """The split of a fleet's chip time between training and serving for the highest accuracy.

    Every query of the days must be answered; what is left of the time draws more samples for each. The
    model that answers is the one that the training share pays for: think of a fleet that renews its model
    at this pace.

    Parameters
    ----------
    scenario : Scenario
        The chip, its utilizations, the law, queries per day, their lengths, tasks and verifier.
    n_chips : float
        Chips of the fleet.
    days : float
        How long it runs [days].

    Returns
    -------
    Fleet or None
        `None` where samples cannot be drawn: `task_kind` is not `generate`.

    Raises
    ------
    SimulationError
        If the fleet cannot answer every query once, even with the smallest model.
    """
    inputs = numbers(scenario, service_days=float(days))
    if inputs.task_kind != "generate":
        return None
    law, hours = applied_law(inputs), n_chips * days * HOURS_PER_DAY
    share = np.linspace(0, 1, N_SHARES + 2)[1:-1]
    # Where the answers alone fill the time: the largest model of all.
    once = queries_served(inputs) * (prompt_hours(1.0, inputs) + sample_hours(1.0, inputs))
    largest = np.clip((1 - share) * hours / once, None, N_HIGH)
    N = np.maximum(largest * np.logspace(-SIZES_BELOW, 0, N_SIZES)[:, None], N_LOW)
    reached, D, k = _accuracy(share, N, hours, inputs, law)
    if np.isnan(reached).all():
        raise SimulationError("n_chips", f"{n_chips:g}", "no model in bounds can answer every query on so few chips")
    N, width = _best_sizes(N, reached), SIZES_BELOW * np.log(10) / N_SIZES
    for _ in range(ZOOMS):
        near = N * np.exp(width * np.linspace(-1, 1, PER_ZOOM))[:, None]
        N, width = _best_sizes(near, _accuracy(share, near, hours, inputs, law)[0]), width / 2
    reached, D, k = _accuracy(share, N, hours, inputs, law)
    N, D, k = (np.where(np.isnan(reached), np.nan, x) for x in (N, D, k))
    best = int(np.nanargmax(reached))
    return Fleet(share, N, D, k, reached, *_refined(share[best], N[best], hours, inputs, law))


def _best_sizes(N: Array, reached: Array) -> Array:
    """The most accurate of the sizes for each share."""
    picked = np.argmax(np.nan_to_num(reached, nan=-1.0), axis=0)[None]
    return np.take_along_axis(np.broadcast_to(N, reached.shape), picked, axis=0)[0]


def _accuracy(share: Array, N: Array, hours: float, inputs: Numbers, law: AppliedLaw) -> tuple[Array, Array, Array]:
    """Accuracy, tokens and samples of models of N parameters; NaN where they cannot be."""
    attention = run_hours(attention_flop(N, 1.0, inputs.context_tokens, inputs.active_fraction), inputs)
    D = share * hours / (run_hours(flop_spend(inputs).per_param_token, inputs) * N + attention)
    per_query = (1 - share) * hours / queries_served(inputs)
    k = (per_query - prompt_hours(N, inputs)) / sample_hours(N, inputs)
    k = np.minimum(k, TABLE["samples_per_query"].high)
    possible = (k >= 1 - 1e-9) & (D >= D_LOW) & (D <= D_HIGH) & (N >= N_LOW) & (N <= N_HIGH)
    L = law.loss(np.where(possible, N, N_LOW), np.where(possible, D, D_LOW))
    right = accuracy_with(np.where(possible, k, 1.0), L, N, inputs)
    return np.where(possible, right, np.nan), D, k


def _refined(
    share: float, N: float, hours: float, inputs: Numbers, law: AppliedLaw
) -> tuple[float, float, float, float, float]:
    """The best point near a good one, by narrower and narrower searches of share and size."""
    width_share, width_N = 1 / N_SHARES, 1 / N_SHARES
    for _ in range(ZOOMS):
        shares = np.clip(share + width_share * np.linspace(-1, 1, PER_ZOOM), 1e-6, 1 - 1e-6)
        sizes = N * np.exp(width_N * np.linspace(-1, 1, PER_ZOOM))[:, None]
        reached, D, k = _accuracy(shares, sizes, hours, inputs, law)
        i, j = np.unravel_index(np.nanargmax(reached), reached.shape)
        share, N = float(shares[j]), float(sizes[i, 0])
        width_share, width_N = width_share / 2, width_N / 2
    return share, N, float(D[i, j]), float(np.broadcast_to(k, reached.shape)[i, j]), float(reached[i, j])
