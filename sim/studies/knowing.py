"""What not knowing a law's constants costs a planned run, and what pilot runs would leave of it.

It counts the constants of one law alone. Whether the law is right is another question: `sim.studies.regret`
says what it costs to plan with one law when another is true.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.engine.frontier import best_split, cheapest
from sim.engine.plans import planned
from sim.engine.scenario_law import applied_law, chosen_law, law_form
from sim.ground.errors import SimulationError
from sim.inputs.numbers import Numbers, numbers
from sim.inputs.scenario import Scenario
from sim.laws import own_fit
from sim.laws.forms import Additive
from sim.program.cost import Spend, dollar_spend, flop_spend
from sim.studies.normals import normals

DRAWS, SEED = 1024, 20261018  # a power of two: see `sim.studies.normals`
NOISE = 0.005  # standard deviation of ln L of one run [-]; ours, about that of the seeds of small runs
LEAST_NOISE = 1e-4  # of ln L of one run [-]: runs without any teach nothing of it; ours
LEAST_EXPONENT = 1e-3  # a draw below is no law and is held there
MOST_STEPS, MOST_HALVES = 50, 20  # to the most probable constants
SIZE = 5  # of (lnA, lnB, lnE, alpha, beta)


@dataclass(frozen=True)
class Belief:
    """What is known of a law's constants: their best guess and its covariance.

    Parameters
    ----------
    mean : array of shape (5,)
        (lnA, lnB, lnE, alpha, beta).
    covariance : array of shape (5, 5)
        Of the same.
    """

    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True)
class Pilots:
    """Small runs whose losses would be measured.

    Parameters
    ----------
    n_params, n_tokens : array of shape (m,)
        N and D of each.
    noise : float
        Standard deviation of ln L of one run [-].
    """

    n_params: np.ndarray
    n_tokens: np.ndarray
    noise: float = NOISE


@dataclass(frozen=True)
class Overspend:
    """Expected overspend of deciding on the mean law.

    Parameters
    ----------
    usd : float
        What the same loss would have cost less, had the law been known [USD].
    share : float
        The same of what the run costs, fixed costs left out [-].
    error_usd : float
        Standard error of `usd` from the number of draws [USD]; the draws are spread evenly, so it is an upper bound.
    """

    usd: float
    share: float
    error_usd: float


def belief(scenario: Scenario) -> Belief | None:
    """What is known of the scenario's law; `None` where it has no covariance."""
    law = chosen_law(scenario)
    form = law_form(numbers(scenario))
    if law.covariance is None or not isinstance(form, Additive):
        return None
    return Belief(
        np.array([np.log(form.A), np.log(form.B), np.log(form.E), form.alpha, form.beta]), law.covariance.matrix
    )


def noise_of(scenario: Scenario) -> float:
    """Standard deviation of ln L of one run [-]: that of one's own runs where the law is a fit of them."""
    if not chosen_law(scenario).typed or scenario.custom_fit is None:
        return NOISE
    return max(own_fit.read(scenario.custom_fit).noise, LEAST_NOISE)


def law_of(constants: np.ndarray) -> Additive:
    """The law of (..., 5) constants (lnA, lnB, lnE, alpha, beta)."""
    A, B, E = (np.exp(constants[..., i]) for i in range(3))
    alpha, beta = (np.maximum(constants[..., i], LEAST_EXPONENT) for i in (3, 4))
    return Additive(E=E, A=A, B=B, alpha=alpha, beta=beta)


def sensitivity(mean: np.ndarray, N: np.ndarray, D: np.ndarray) -> np.ndarray:
    """Gradient of ln L by the constants at runs of N parameters on D tokens, shape (m, 5)."""
    law = law_of(mean)
    from_N, from_D = law.parts(N, D)
    total = law.E + from_N + from_D
    p, q = from_N / total, from_D / total
    return np.stack([p, q, law.E / total, -p * np.log(N), -q * np.log(D)], axis=-1)


def after(known: Belief, pilots: Pilots) -> np.ndarray:
    """Covariance after pilots by the linear-Gaussian update S' = (S^-1 + J'J / s^2)^-1, shape (5, 5)."""
    S, J = known.covariance, sensitivity(known.mean, pilots.n_params, pilots.n_tokens)
    left = S - gain(S, J, pilots.noise) @ J @ S
    return (left + left.T) / 2


def learned(known: Belief, pilots: Pilots, log_loss: np.ndarray) -> Belief:
    """What is known once the pilots ended with losses of log `log_loss`, shape (m,): the most probable constants.

    Gauss and Newton's steps to the least of (ln L - seen)^2 / s^2 + (theta - mean)' S^-1 (theta - mean), each halved
    until it is one downhill; the covariance is that of the last step.
    """
    prior = np.linalg.inv(known.covariance)

    def objective(guess: np.ndarray) -> float:
        left = log_loss - np.log(law_of(guess).loss(pilots.n_params, pilots.n_tokens))
        off = guess - known.mean
        return float(left @ left / pilots.noise**2 + off @ prior @ off)

    guess, value = known.mean, objective(known.mean)
    for _ in range(MOST_STEPS):
        J = sensitivity(guess, pilots.n_params, pilots.n_tokens)
        left = log_loss - np.log(law_of(guess).loss(pilots.n_params, pilots.n_tokens))
        curvature = prior + J.T @ J / pilots.noise**2
        step = np.linalg.solve(curvature, J.T @ left / pilots.noise**2 - prior @ (guess - known.mean))
        tries = (guess + step / 2**half for half in range(MOST_HALVES))
        better = next((found for found in tries if objective(found) < value), None)
        if better is None:
            break
        guess, value = better, objective(better)
    return Belief(guess, after(Belief(guess, known.covariance), pilots))


def gain(S: np.ndarray, J: np.ndarray, noise: float) -> np.ndarray:
    """S J' (J S J' + s^2)^-1: how a measured ln L moves the constants, shape (5, m)."""
    return np.linalg.solve(J @ S @ J.T + noise**2 * np.eye(len(J)), J @ S).T


def drawn(known: Belief, pilots: Pilots | None = None, n_draws: int = DRAWS) -> tuple[np.ndarray, np.ndarray]:
    """Truths drawn from a belief, and the best guess at each once the pilots were run; shape (n_draws, 5) each."""
    m = 0 if pilots is None else len(pilots.n_params)
    z = normals(n_draws, SIZE + m, SEED)
    values, vectors = np.linalg.eigh(known.covariance)
    off = z[:, :SIZE] @ (vectors * np.sqrt(np.maximum(values, 0))).T
    if pilots is None:
        return known.mean + off, np.broadcast_to(known.mean, off.shape)
    J = sensitivity(known.mean, pilots.n_params, pilots.n_tokens)
    seen = off @ J.T + pilots.noise * z[:, SIZE:]
    return known.mean + off, known.mean + seen @ gain(known.covariance, J, pilots.noise).T


class Decision:
    """A run of a scenario's cost, split between parameters and tokens by what is believed of the law."""

    def __init__(self, scenario: Scenario, known: Belief):
        self.scenario, self.known = scenario, known
        self.inputs = numbers(scenario)
        if np.isnan(dollar_spend(self.inputs).per_param_token):
            raise SimulationError("usd_per_chip_hour", None, "what knowing is worth needs the price of the chips")
        self.payment = self._planned()

    def _planned(self) -> float:
        """What the scenario's run costs, fixed costs left out [USD].

        Raises
        ------
        SimulationError
            If the plan is infeasible.
        """
        flop, dollars = flop_spend(self.inputs), dollar_spend(self.inputs)
        N, D = planned(self.inputs, applied_law(self.inputs), flop, dollars)
        paid = float(dollars.varying(N, D))
        if not np.isfinite(paid):
            raise SimulationError(
                "plan", self.scenario.plan, "this plan is out of reach, so there is nothing to decide"
            )
        return paid

    def splits(self, constants: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Best N and D for the payment by each of (n, 5) constants."""
        inputs, dollars = self._inputs(len(constants))
        return best_split(applied_law(inputs, law_of(constants)), dollars, np.full(len(constants), self.payment))

    def overspends(self, truth: np.ndarray, guess: np.ndarray) -> np.ndarray:
        """What each truth would have asked less for the loss that the plan by its guess reaches [USD], at least 0."""
        N, D = self.splits(guess)
        inputs, dollars = self._inputs(len(truth))
        law = applied_law(inputs, law_of(truth))
        needed = dollars.varying(*cheapest(law, dollars, law.loss(N, D)))
        return np.maximum(self.payment - np.fmin(needed, self.payment), 0.0)

    def expected(self, pilots: Pilots | None = None, n_draws: int = DRAWS) -> Overspend:
        """Expected overspend, as things stand or after pilots."""
        return self.expected_of([pilots], n_draws)[0]

    def expected_of(self, sets: Sequence[Pilots | None], n_draws: int = DRAWS) -> list[Overspend]:
        """The same after each of several sets of pilots, all draws solved at once."""
        if not sets:
            return []
        truths, guesses = zip(*(drawn(self.known, pilots, n_draws) for pilots in sets), strict=True)
        lost = self.overspends(np.concatenate(truths), np.concatenate(guesses)).reshape(len(sets), n_draws)
        usd, error = lost.mean(axis=1).tolist(), (lost.std(axis=1) / np.sqrt(n_draws)).tolist()
        return [Overspend(mean, mean / self.payment, off) for mean, off in zip(usd, error, strict=True)]

    def slope(self) -> np.ndarray:
        """Gradient of ln N* by the constants, shape (5,): the direction whose uncertainty costs money."""
        step = 1e-4 * np.maximum(np.abs(self.known.mean), 1e-2)
        shifted = self.known.mean + np.concatenate([np.diag(step), -np.diag(step)])
        up, down = np.split(np.log(self.splits(shifted)[0]), 2)
        return (up - down) / (2 * step)

    def _inputs(self, n: int) -> tuple[Numbers, Spend]:
        """The inputs for n decisions at once, and what varies of their cost."""
        inputs = self.inputs.having(staff_usd=0.0).spread(n)
        return inputs, dollar_spend(inputs)
