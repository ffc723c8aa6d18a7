"""A budget split between parameters, tokens, post-training and samples, and what others spent on post-training."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.optimize import root  # exact to rounding in a few steps from a grid of guesses

from sim.engine.frontier import best_split, gains
from sim.engine.known_results import result_of
from sim.engine.post_training import curve_of, post_trained
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law
from sim.engine.solving import accuracy_with, solved
from sim.ground.arrays import Array
from sim.inputs import TABLE
from sim.inputs.numbers import Numbers, numbers
from sim.inputs.scenario import Scenario
from sim.laws.applied import AppliedLaw
from sim.program.cost import dollar_spend, sample_usd
from sim.program.post_training import post_training_flop
from sim.program.serving import queries_served
from sim.studies.thinking import samples_for
from sim.tasks.sampling import accuracy_by_samples

SUMS, NUMBERS = 28, 24  # guesses of the money for post-training and of the samples
LEAST_SHARE, MOST_SHARE = 1e-6, 0.8  # of the budget that goes into post-training
MOST_SAMPLES = 1e4  # that are looked at
CEILING_ERROR = 0.015  # of a published ceiling, by three runs: Khatri et al. (2025) [khatri2025]
BALANCED = 1e-6  # relative difference of the gains at which a split counts as exact
TENFOLD = 10.0
ORD_EXCHANGE = 10**0.5  # samples or thinking that ten times the post-training is worth: Ord (2025) [ord2025], S2


@dataclass(frozen=True)
class Spent:
    """What a published model spent on post-training, over its pre-training [-]; two ends where only a range is known.

    Parameters
    ----------
    model : str
        Which.
    low, high : float
        Ends of the share.
    source, status : str
        Where it stands, and how it was seen.
    """

    model: str
    low: float
    high: float
    source: str
    status: str


PUBLISHED = (
    Spent("DeepSeek-V3", 0.0019, 0.0019, "deepseekv3", "S2"),
    Spent("Olmo 3 Think", 0.026, 0.026, "olmo3-2025", "S2"),
    Spent("DeepSeek-R1", 0.055, 0.055, "epoch-models-2026", "S2"),
    Spent("o3", 0.10, 0.10, "epoch-models-2026", "S2"),
    Spent("Olmo 3.1 Think", 0.135, 0.135, "olmo3-2025", "S2"),
    Spent("Grok 4", 0.10, 1.0, "epoch-models-2026", "S2"),
    Spent("Composer 2.5", 5.7, 5.7, "epoch-models-2026", "S1"),
)


@dataclass(frozen=True)
class BudgetSplit:
    """The most accurate way to spend a sum on parameters, tokens, post-training and samples.

    Parameters
    ----------
    n_params, n_tokens, post_training_usd, samples : float
        The plan; samples need not be whole.
    accuracy : float
        [0-1].
    gains : tuple of float
        Errors that the next dollar removes [1/USD] by parameters, tokens, post-training and samples; equal inside
        the bounds. The last is left out where one answer is best.
    """

    n_params: float
    n_tokens: float
    post_training_usd: float
    samples: float
    accuracy: float
    gains: tuple[float, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the gains are equal up to rounding."""
        return max(self.gains) <= min(self.gains) * (1 + BALANCED)

    def scenario(self, base: Scenario) -> Scenario:
        """A scenario with this plan."""
        return base.changed(
            plan="params_tokens", n_params=self.n_params, n_tokens=self.n_tokens, samples_per_query=self.samples,
            post_training_usd=self.post_training_usd,
        )  # fmt: skip


def share_of_pretraining(result: Result) -> float | None:
    """Compute of post-training over that of the run [-]; `None` where it is off."""
    if result.scenario.post_training == "off":
        return None
    return float(post_training_flop(numbers(result.scenario)) / result.train_flop)


def band_of(result: Result, usd: Array) -> tuple[Array, Array, Array]:
    """Share solved with one answer after so many dollars of post-training [0-1]: as set, and low and high of the curve.

    A published curve is off by .015 in its ceiling at most (three runs, Khatri et al. 2025 [khatri2025]); what is
    carried over has the ends of its file.
    """
    inputs, curve = numbers(result.scenario), curve_of(numbers(result.scenario))
    at = inputs.having(post_training_usd=np.asarray(usd, float))
    p0, N = result.pass_at_1_base, result.n_params
    middle = post_trained(p0, N, at).share
    if curve.is_published or curve.headroom_low is None or curve.headroom_high is None:
        return middle, np.maximum(middle - CEILING_ERROR, p0), np.minimum(middle + CEILING_ERROR, 1.0)
    ends = [
        post_trained(p0, N, at.having(post_training_headroom=h), B).share
        for h in (curve.headroom_low, curve.headroom_high)
        for B in (curve.steepness_low or curve.steepness, curve.steepness_high or curve.steepness)
    ]
    return middle, np.minimum(np.min(ends, axis=0), middle), np.maximum(np.max(ends, axis=0), middle)


def worth_in_samples(result: Result) -> float | None:
    """Factor on the samples that ten times the post-training is worth; `None` where no number of them is enough."""
    scenario = result.scenario
    most = TABLE["post_training_usd"].high
    more = scenario.changed(post_training_usd=min(TENFOLD * scenario.post_training_usd, most))
    inputs = numbers(scenario)
    goal = float(accuracy_with(inputs.samples_per_query, result.loss, result.n_params, numbers(more)))
    samples = samples_for(goal, result.loss, result.n_params, inputs)
    return None if samples is None else samples / scenario.samples_per_query


def best_budget(result: Result) -> BudgetSplit | None:
    """The best split of what the run costs in all.

    Returns
    -------
    BudgetSplit or None
        `None` where post-training or inference is off, samples cannot be drawn, or a price is unknown.
    """
    scenario = result.scenario
    if "off" in (scenario.post_training, scenario.inference) or scenario.task_kind != "generate":
        return None
    return None if result.cost_total_usd is None else _best_budget(scenario, result.cost_total_usd)


@lru_cache(maxsize=32)
def _best_budget(scenario: Scenario, T: float) -> BudgetSplit | None:
    inputs = numbers(scenario)
    law = applied_law(inputs)
    k = np.geomspace(1.0, MOST_SAMPLES, NUMBERS)
    row = TABLE["post_training_usd"]
    R = np.clip(T * np.geomspace(LEAST_SHARE, MOST_SHARE, SUMS), row.low, row.high)
    samples, usd = np.meshgrid(k, R, indexing="ij")
    many = inputs.spread(NUMBERS, SUMS).having(samples_per_query=samples, post_training_usd=usd)
    N, D = best_split(applied_law(many), dollar_spend(many), np.full((NUMBERS, SUMS), T))
    reached = np.where(_allowed(N, D), accuracy_with(samples, law.loss(N, D), N, many), np.nan)
    if np.isnan(reached).all():
        return None
    i, j = np.unravel_index(np.nanargmax(reached), reached.shape)
    guess = np.log([N[i, j], R[j], k[i]])
    # The best split for the loss alone is near: where one answer is best, samples are no lever.
    start = guess[:2] if i == 0 else guess
    found = root(lambda x: _unbalance(x, inputs, law, T), start, method="hybr", tol=1e-13)
    for x in (found.x, start) if found.success and np.isfinite(found.x).all() else (start,):
        split = _at(x, inputs, law, T)
        if _allowed(split.n_params, split.n_tokens):
            return split
    return None


def _allowed(N: Array, D: Array) -> Array:
    """Whether a run may have so many parameters and tokens: a sum may pay for more text than any input takes."""
    params, tokens = TABLE["n_params"], TABLE["n_tokens"]
    return (params.low <= N) & (params.high >= N) & (tokens.low <= D) & (tokens.high >= D)


def _unbalance(x: np.ndarray, inputs: Numbers, law: AppliedLaw, T: float) -> np.ndarray:
    """Logarithms of the other gains over that of tokens; far from 0 where one of them is nothing."""
    with np.errstate(all="ignore"):
        by_params, by_tokens, *others = _gains(x, inputs, law, T)
        return np.array([np.log(max(gain, 1e-300) / max(by_tokens, 1e-300)) for gain in (by_params, *others)])


def _plan(x: np.ndarray, inputs: Numbers, T: float) -> tuple[Numbers, float, float]:
    """Inputs, parameters and tokens of a point; the tokens take what is left of the sum."""
    k = float(np.exp(x[2])) if len(x) > 2 else 1.0
    at = inputs.having(post_training_usd=float(np.exp(x[1])), samples_per_query=k)
    N = float(np.exp(x[0]))
    return at, N, float(dollar_spend(at).tokens_for(T, N))


def _gains(x: np.ndarray, inputs: Numbers, law: AppliedLaw, T: float) -> tuple[float, ...]:
    at, N, D = _plan(x, inputs, T)
    D = max(D, TABLE["n_tokens"].low)
    dollars = replace(dollar_spend(at), fixed=0.0)
    now = solved(law.loss(N, D), N, at)
    by_params, by_tokens = (float(-now.by_loss * gain) for gain in gains(law, dollars, N, D))
    by_params += float(now.by_log_params / (N * dollars.gradient(N, D)[0]))
    by_rl = float(now.by_log_hours / at.post_training_usd)
    if len(x) < 3:
        return by_params, by_tokens, by_rl
    k, a = at.samples_per_query, at.task_exponent
    by_k = accuracy_by_samples(now.pass_at_1, a, k, at.verifier_true_accept, at.verifier_false_accept)
    return by_params, by_tokens, by_rl, float(by_k / (queries_served(at) * sample_usd(N, at)))


def _at(x: np.ndarray, inputs: Numbers, law: AppliedLaw, T: float) -> BudgetSplit:
    with np.errstate(all="ignore"):  # a root may lie beyond all numbers
        at, N, D = _plan(x, inputs, T)
        right = float(accuracy_with(at.samples_per_query, law.loss(N, D), N, at))
        return BudgetSplit(N, D, at.post_training_usd, at.samples_per_query, right, _gains(x, inputs, law, T))


def result_of_split(result: Result) -> Result | None:
    """The run with the best split of its money; `None` as for `best_budget`."""
    found = best_budget(result)
    return None if found is None else result_of(found.scenario(result.scenario))
