"""Which pilot runs are worth paying for before a planned run, and which one to do next."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.engine.curves import D_HIGH, N_HIGH
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.inputs.numbers import Numbers
from sim.inputs.scenario import Scenario
from sim.program.attention import attention_flop
from sim.program.cost import cost_lines, run_hours
from sim.studies.knowing import NOISE, Belief, Decision, Overspend, Pilots, after, belief, noise_of

FLOP_SHARES = tuple(10.0 ** (-0.5 * i) for i in range(2, 15))  # of one pilot run, of the planned run [-]
SPREADS = (1.0, 3.0, 10.0)  # sizes are the best one of the pilot's compute, and this many times less and more
REPEATS = (1, 2, 4)
RATIOS = (20.0, 500.0)  # tokens per parameter of the next run: beyond, real runs leave the form
LEAST_STEPS, BATCH_TOKENS = 300, 5e5  # below, a run is mostly warm-up; tokens of a step, ours
LEAST_PARAMS = 5.7e7  # smallest of the runs behind the default law [besiroglu2024]: below, its form was not tried
MOST_DRAWN, STEP_OF_CURVE = 6, 0.04  # sets that save most; what the next of the curve saves more, of what is lost
MOST_SHARE = 0.1  # of the planned run that one pilot may cost


@dataclass(frozen=True)
class PilotSet:
    """Pilot runs of one compute, and what they are worth.

    Parameters
    ----------
    flop_each, spread, repeats : float, float, int
        Compute of a run [FLOP], factor between its sizes and the best one, and how often each is run.
    n_params, n_tokens : tuple of float
        Of each run.
    cost_usd : float
        Of all of them [USD].
    left : Overspend
        Expected overspend once they were run.
    value_usd : float
        What they save of it, before their cost [USD]; never negative.
    """

    flop_each: float
    spread: float
    repeats: int
    n_params: tuple[float, ...]
    n_tokens: tuple[float, ...]
    cost_usd: float
    left: Overspend
    value_usd: float

    @property
    def net_usd(self) -> float:
        """Value less cost [USD]."""
        return self.value_usd - self.cost_usd

    @property
    def pays(self) -> bool:
        """Whether the pilots save more than they cost."""
        return self.net_usd > 0


@dataclass(frozen=True)
class Study:
    """What not knowing costs a planned run, and pilots for it.

    Parameters
    ----------
    now : Overspend
        Expected overspend as things stand.
    payment_usd : float
        Cost of the planned run [USD].
    sets : tuple of PilotSet
        All that were tried.
    """

    now: Overspend
    payment_usd: float
    sets: tuple[PilotSet, ...]

    @property
    def best(self) -> PilotSet | None:
        """The set that saves most after its cost; `None` where none saves more than it costs."""
        best = max(self.sets, key=lambda one: one.net_usd, default=None)
        return best if best is not None and best.pays else None

    @property
    def curve(self) -> list[PilotSet]:
        """The sets that leave less overspend than every cheaper one, from cheap to dear."""
        kept: list[PilotSet] = []
        for one in sorted(self.sets, key=lambda one: one.cost_usd):
            if one.value_usd > (kept[-1].value_usd if kept else 0.0):
                kept.append(one)
        return kept


@dataclass(frozen=True)
class NextRun:
    """One more run: where it stands, what it costs and saves.

    Parameters
    ----------
    kind : {"best", "repeat", "largest"}
        The best value for its cost, a repeat of it to see the noise, the largest that may be paid.
    """

    kind: str
    n_params: float
    n_tokens: float
    cost_usd: float
    value_usd: float


@lru_cache(maxsize=64)
def study(scenario: Scenario, noise: float | None = None) -> Study | None:
    """What not knowing costs a scenario's run, with its own law; `None` where that has no covariance.

    Raises
    ------
    SimulationError
        If the plan is infeasible or a price is unknown.
    """
    known = belief(scenario)
    return None if known is None else studied(scenario, known, noise_of(scenario) if noise is None else noise)


def studied(scenario: Scenario, known: Belief, noise: float = NOISE) -> Study:
    """The same for any belief, as a fit of one's own runs.

    Raises
    ------
    SimulationError
        If the plan is infeasible or a price is unknown.
    """
    decision = Decision(scenario, known)
    now = decision.expected()
    N, D = (float(x[0]) for x in decision.splits(known.mean[None]))
    C = FLOP_PER_PARAM_TOKEN * N * D
    made = [(share * C, spread, repeats) for share in FLOP_SHARES for spread in SPREADS for repeats in REPEATS]
    possible = [(one, runs) for one in made if (runs := pilot_runs(known, *one, noise)) is not None]
    chosen = _promising(decision, now, [runs for _, runs in possible])
    left = decision.expected_of([possible[i][1] for i in chosen])
    sets = [_valued(decision, now, after, *possible[i]) for i, after in zip(chosen, left, strict=True)]
    return Study(now, decision.payment, tuple(sets))


def _promising(decision: Decision, now: Overspend, sets: list[Pilots]) -> list[int]:
    """Which sets are worth the draws: by the linear estimate those that save most, and those that save more for more.

    The estimate, of the variance of ln N* alone, costs a hundredth of the draws and seldom puts the best set far down.
    """
    if not sets:
        return []
    h, known = decision.slope(), decision.known
    variance = float(h @ known.covariance @ h)
    value = np.array([_worth(known, runs, h, variance, now.usd) for runs in sets])
    cost = np.array([np.sum(pilot_usd(decision.inputs, runs.n_params, runs.n_tokens)) for runs in sets])
    kept = set(np.argsort(cost - value)[:MOST_DRAWN].tolist())
    least = 0.0
    for i in np.argsort(cost):
        if value[i] > least + STEP_OF_CURVE * now.usd:
            kept.add(int(i))
            least = value[i]
    return sorted(kept)


def pilot_runs(known: Belief, train_flop: float, spread: float, repeats: int, noise: float) -> Pilots | None:
    """Runs of one compute [FLOP] at the best size and `spread` times less and more; `None` out of bounds."""
    lnA, lnB, _, alpha, beta = known.mean
    log_ND = np.log(train_flop / FLOP_PER_PARAM_TOKEN)
    best = (np.log(alpha) + lnA - np.log(beta) - lnB + beta * log_ND) / (alpha + beta)
    N = np.repeat(np.exp(best) * np.array([1 / spread, 1.0, spread]), repeats)
    D = np.exp(log_ND) / N
    if N.min() < LEAST_PARAMS or N.max() > N_HIGH or D.min() < LEAST_STEPS * BATCH_TOKENS or D.max() > D_HIGH:
        return None
    return Pilots(N, D, noise)


def pilot_usd(inputs: Numbers, N: np.ndarray, D: np.ndarray) -> np.ndarray:
    """Chips and electricity of pilot runs [USD]; their text is bought for the planned run anyway."""
    C = FLOP_PER_PARAM_TOKEN * inputs.active_fraction * N * D
    hours = run_hours(C + attention_flop(N, D, inputs.context_tokens, inputs.active_fraction), inputs)
    lines = cost_lines(hours, inputs)
    return lines["cost_compute_usd"] + lines["cost_energy_usd"]


def _valued(
    decision: Decision, now: Overspend, left: Overspend, made: tuple[float, float, int], runs: Pilots
) -> PilotSet:
    cost = float(np.sum(pilot_usd(decision.inputs, runs.n_params, runs.n_tokens)))
    value = max(now.usd - left.usd, 0.0)
    return PilotSet(*made, tuple(runs.n_params.tolist()), tuple(runs.n_tokens.tolist()), cost, left, value)


def next_runs(scenario: Scenario, known: Belief, noise: float = NOISE) -> list[NextRun]:
    """The next run of most value for its cost, a repeat of it, and the largest that may be paid.

    The value is half the fall of the overspend's second derivative times the covariance: along one budget that
    is the expected overspend times the share by which the variance of ln N* falls. Candidates stay within 20 to
    500 tokens per parameter and 300 steps at least.
    """
    decision = Decision(scenario, known)
    now = decision.expected().usd
    h = decision.slope()
    variance = float(h @ known.covariance @ h)
    N_best, D_best = (float(x[0]) for x in decision.splits(known.mean[None]))
    most = MOST_SHARE * FLOP_PER_PARAM_TOKEN * N_best * D_best
    N, ratio = (
        axis.ravel()
        for axis in np.meshgrid(np.geomspace(LEAST_PARAMS, N_HIGH, 61), np.geomspace(RATIOS[0], RATIOS[1], 9))
    )
    D = ratio * N
    allowed = (D >= LEAST_STEPS * BATCH_TOKENS) & (D <= D_HIGH) & (most >= FLOP_PER_PARAM_TOKEN * N * D)
    N, D = N[allowed], D[allowed]
    if not len(N) or not variance > 0:
        return []
    worth = np.array([_worth(known, Pilots(N[[i]], D[[i]], noise), h, variance, now) for i in range(len(N))])
    cost = pilot_usd(decision.inputs, N, D)
    best, largest = int(np.argmax(worth / cost)), int(np.argmax(cost))
    twice = Pilots(N[[best, best]], D[[best, best]], noise)
    again = max(_worth(known, twice, h, variance, now) - worth[best], 0.0)

    def run(kind: str, i: int, value: float) -> NextRun:
        return NextRun(kind, float(N[i]), float(D[i]), float(cost[i]), float(value))

    return [run("best", best, worth[best]), run("repeat", best, again), run("largest", largest, worth[largest])]


def _worth(known: Belief, pilots: Pilots, h: np.ndarray, variance: float, now: float) -> float:
    """Fall of the expected overspend [USD], by the share of the variance of ln N* that the pilots take away."""
    if not variance > 0:
        return 0.0
    left = float(h @ after(known, pilots) @ h)
    return max(now * (1 - left / variance), 0.0)
