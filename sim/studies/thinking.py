"""Train or think: the same accuracy by a longer training or by more samples per query."""

from dataclasses import dataclass, replace

import numpy as np

from sim.engine.frontier import best_split, gain_scale
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law
from sim.engine.solving import accuracy_with, sampling, solved
from sim.ground.arrays import Array
from sim.ground.roots import falling_root
from sim.inputs import TABLE
from sim.inputs.numbers import Numbers, numbers
from sim.inputs.scenario import Scenario
from sim.laws.applied import AppliedLaw
from sim.program.cost import dollar_spend, flop_spend, sample_usd
from sim.program.serving import queries_served
from sim.studies.curves import frontier
from sim.tasks.sampling import accuracy_by_samples

K_LOW, K_HIGH = TABLE["samples_per_query"].low, TABLE["samples_per_query"].high
STRETCHES = 60  # pieces of log k in which the best number of samples is looked for
TENFOLD = 10.0
REACHED = 1e-9  # of an accuracy that is reached up to rounding
SLOPE_RANGE, ODDS_RANGE = 1.5, 1.5  # how far the anchor's slope and odds may be off, as factors; ours [next-dollar]


@dataclass(frozen=True)
class Exchange:
    """What more training is worth in samples, at one run.

    Parameters
    ----------
    accuracy : float
        Of the best split of the larger compute with as many samples as before [0-1].
    factor : float or None
        Factor on the samples with which the run itself is as accurate; `None` where no number is enough.
    per_tenfold : float or None
        Factor on the samples that a tenfold training is worth by the slopes at the run itself; `None`
        where another sample brings nothing.
    """

    accuracy: float
    factor: float | None
    per_tenfold: float | None


@dataclass(frozen=True)
class BestThinking:
    """The most accurate way to spend a sum on parameters, tokens and samples.

    Parameters
    ----------
    n_params, n_tokens, samples : float
        The plan; samples need not be whole.
    loss : float
        [nat/token].
    accuracy : float
        [0-1].
    """

    n_params: float
    n_tokens: float
    samples: float
    loss: float
    accuracy: float


def equal_compute(result: Result) -> float:
    """Training compute with which the best split is as good as the run [FLOP]."""
    return float(result.train_flop / result.compute_overhead)


def accuracy_map(scenario: Scenario, C: Array, k: Array) -> Array | None:
    """Accuracy of the best splits over training compute and samples per query [0-1].

    A run stands on it at its `equal_compute`: only the loss and the samples count.

    Parameters
    ----------
    scenario : Scenario
        Its law, data, tasks and verifier.
    C : array of shape (n,)
        Training compute [FLOP].
    k : array of shape (m,)
        Samples per query.

    Returns
    -------
    array of shape (m, n), or None
        NaN where the compute is out of bounds; `None` where samples cannot be drawn: `task_kind` is not `generate`.
    """
    inputs = numbers(scenario)
    if inputs.task_kind != "generate":
        return None
    N, _, L = frontier(scenario, np.asarray(C, float))
    return accuracy_with(np.asarray(k, float)[:, None], L, N, inputs)


def exchange(result: Result, more: float = TENFOLD) -> Exchange | None:
    """More training against more samples, at the run itself.

    Parameters
    ----------
    result : Result
        The run.
    more : float
        Factor on its training, both at their best split [-].

    Returns
    -------
    Exchange or None
        `None` where samples cannot be drawn or so much training is out of bounds.
    """
    inputs = numbers(result.scenario)
    if inputs.task_kind != "generate":
        return None
    law, flop, k = applied_law(inputs), flop_spend(inputs), inputs.samples_per_query
    C = equal_compute(result) * np.array([1.0, more])
    N, D = best_split(law, flop, C)
    there = law.loss(N, D)[1]
    if np.isnan(there):
        return None
    goal = float(accuracy_with(k, there, N[1], inputs))
    now = solved(result.loss, result.n_params, inputs)
    by_log_C = float(-now.by_loss * gain_scale(law, flop, N[0], D[0]) * C[0])
    by_log_k = float(k * accuracy_by_samples(now.pass_at_1, *sampling(k, inputs)))
    exponent = by_log_C / by_log_k if by_log_k > 0 else np.inf
    per_tenfold = TENFOLD**exponent if exponent < np.log10(K_HIGH) else None
    samples = samples_for(goal, result.loss, result.n_params, inputs)
    return Exchange(goal, None if samples is None else samples / k, per_tenfold)


def samples_for(goal: float, L: float, N: float, inputs: Numbers) -> float | None:
    """Samples per query with which a model reaches an accuracy; `None` where no number in bounds does."""

    def missing(log_k: Array) -> Array:
        return goal - accuracy_with(np.exp(log_k), L, N, inputs)

    low, high = np.log(K_LOW), np.log(K_HIGH)
    if missing(high) > REACHED * goal or inputs.verifier_true_accept <= inputs.verifier_false_accept:
        return float(K_LOW) if missing(low) <= 0 else None
    return float(np.exp(falling_root(missing, low, high)))


def best_thinking(result: Result) -> BestThinking | None:
    """Parameters, tokens and samples of the highest accuracy for what the run costs in all.

    At a best number of samples inside the bounds, the next dollar removes as many errors by samples as
    by a best plan: accuracy_by_samples / (queries x cost of a sample) = -(d accuracy/dL) gain_scale.

    Returns
    -------
    BestThinking or None
        `None` where inference is off, samples cannot be drawn, a price is unknown or no plan in bounds is paid for.
    """
    inputs = numbers(result.scenario)
    if inputs.task_kind != "generate" or inputs.inference == "off" or result.cost_total_usd is None:
        return None
    law = applied_law(inputs)
    log_k = np.linspace(np.log(K_LOW), np.log(K_HIGH), STRETCHES + 1)
    reached = _planned_for(np.exp(log_k), result, inputs, law)[2]
    if np.isnan(reached).all():
        return None
    best = int(np.nanargmax(reached))

    def advantage_of_samples(x: Array) -> Array:
        k = np.exp(x)
        N, D, _ = _planned_for(k, result, inputs, law)
        at_k = inputs.having(samples_per_query=k)
        L = law.loss(N, D)
        there = solved(L, N, at_k)
        by_scale = -there.by_loss * gain_scale(law, replace(dollar_spend(at_k), fixed=0.0), N, D)
        next_sample_usd = queries_served(inputs) * sample_usd(N, inputs)
        return accuracy_by_samples(there.pass_at_1, *sampling(k, inputs)) / next_sample_usd - by_scale

    ends = log_k[max(best - 1, 0)], log_k[min(best + 1, STRETCHES)]
    k = np.exp(falling_root(advantage_of_samples, np.asarray(ends[0]), np.asarray(ends[1])))
    if np.isnan(k):  # the best is the last that the sum pays for
        k = np.exp(log_k[best])
    N, D, right = _planned_for(k, result, inputs, law)
    return BestThinking(*(float(x) for x in (N, D, k, law.loss(N, D), right)))


def task_band(result: Result) -> dict[str, tuple[float, float]] | None:
    """Low and high of pass@1 and accuracy were the anchor's slope and odds off by half: illustrative, ours.

    Returns
    -------
    dict or None
        "pass_at_1" and "accuracy" -> (low, high) [0-1]; `None` where the scenario sets no anchor.
    """
    inputs = numbers(result.scenario)
    if inputs.task_kind != "generate":
        return None
    slope, odds = np.meshgrid([1 / SLOPE_RANGE, SLOPE_RANGE], [1 / ODDS_RANGE, ODDS_RANGE])
    odds = odds * inputs.task_anchor_pass / (1 - inputs.task_anchor_pass)
    unsure = inputs.having(task_slope=inputs.task_slope * slope, task_anchor_pass=odds / (1 + odds))
    there = solved(result.loss, result.n_params, unsure)
    found = there.pass_at_1, there.accuracy
    return {name: (float(x.min()), float(x.max())) for name, x in zip(("pass_at_1", "accuracy"), found, strict=True)}


def _planned_for(k: Array, result: Result, inputs: Numbers, law: AppliedLaw) -> tuple[Array, Array, Array]:
    """Best parameters and tokens for the cost of the run with k samples, and their accuracy."""
    at_k = inputs.having(samples_per_query=np.asarray(k, float))
    N, D = best_split(law, dollar_spend(at_k), np.full(np.shape(k), result.cost_total_usd))
    return N, D, accuracy_with(k, law.loss(N, D), N, inputs)
