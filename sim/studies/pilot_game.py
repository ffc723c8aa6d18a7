"""The pilot game: buy small runs in an unknown world, then one large one, and foretell its loss.

Money that is not spent on pilots is for the large run. The price of compute is fixed with the version of the game,
so that a link replays exactly whatever chips will cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from statistics import NormalDist

import numpy as np

from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.forms import Additive
from sim.studies.hidden_law import NOISE, World, family
from sim.studies.knowing import Belief, Pilots, gain, law_of, learned, sensitivity
from sim.studies.normals import normals
from sim.studies.pilots import pilot_runs

BUDGET_USD = 3e6
# An H100 of 9.894e14 FLOP/s at 40 % of its peak for $2.50 an hour; ours, round numbers of 2026 [next-dollar].
USD_PER_FLOP = 2.5 / 3600 / (0.4 * 9.894e14)
LEVEL = 0.8  # how often the interval of the large run shall hold [-]
MOST_RUNS = 40
MOST_SHARE = 0.1  # of the budget that one pilot may cost
LEAST = {"n_params": 1e7, "n_tokens": 1e8}
MOST = {"n_params": 1e14, "n_tokens": 1e16}
DRAWS, SEED = 1024, 20261129
PILOT, SHOT, TOOL_PILOT, TOOL_SHOT, BLIND_SHOT = "pilot", "shot", "tool-pilot", "tool-shot", "blind-shot"
TOP_SHARES = tuple(10.0 ** (-0.5 * i) for i in range(3, 11))  # compute of the largest pilots, of the whole budget [-]
SPREADS, RUNGS, REPEATS = (3.0, 10.0), (1, 2, 3), (1, 2)  # sizes; computes, each a tenth of the last; times each


def usd(N: Array, D: Array) -> Array:
    """Price of a run [USD]."""
    return FLOP_PER_PARAM_TOKEN * N * D * USD_PER_FLOP


def needed_usd(law: Additive, loss: Array) -> Array:
    """Price of the cheapest run of a loss [USD]; infinity at the floor."""
    with np.errstate(divide="ignore"):
        D = law.frontier_tokens_at(loss - law.irreducible)
        return usd(law.params_called_for(D), D)


def best_run(law: Additive, money: Array) -> tuple[Array, Array]:
    """N and D of least loss for money [USD]."""
    return law.frontier(money / USD_PER_FLOP)


@dataclass(frozen=True)
class Shot:
    """The large run: its parameters and tokens, and the ends of the interval of its loss."""

    n_params: float
    n_tokens: float
    low: float
    high: float


@dataclass(frozen=True)
class Game:
    """A game: all of it is what was bought, and where.

    Parameters
    ----------
    world : World
    runs : tuple of (float, float)
        N and D of the pilots, in order.
    shot : Shot, optional
        The large run, once it was taken.
    who : str
        Who plays, if that was typed.
    pilots_of : str
        Whose pilots these are: those of the tool have a noise of their own.
    """

    world: World
    runs: tuple[tuple[float, float], ...] = ()
    shot: Shot | None = None
    who: str = ""
    pilots_of: str = PILOT

    @property
    def spent(self) -> float:
        """On pilots [USD]."""
        return float(sum(usd(N, D) for N, D in self.runs))

    @property
    def left(self) -> float:
        """For more of them, or for the large run [USD]."""
        return BUDGET_USD - self.spent

    @cached_property
    def losses(self) -> tuple[float, ...]:
        """What the pilots ended with [nat/token]."""
        return tuple(self.world.measured(N, D, self.pilots_of, i) for i, (N, D) in enumerate(self.runs))

    @cached_property
    def known(self) -> Belief:
        """What the family of worlds and the pilots say of the law."""
        return _learned(self.runs, self.losses)


def refusal(game: Game, N: float, D: float, is_shot: bool = False) -> str:
    """Why a run cannot be bought, as a sentence; "" where it can."""
    for name, value in (("n_params", N), ("n_tokens", D)):
        what = "parameters" if name == "n_params" else "tokens"
        if not LEAST[name] <= value <= MOST[name]:
            return f"got {value:.4g} {what}; allowed are {LEAST[name]:.0e} to {MOST[name]:.0e}"
    price = usd(N, D)
    if is_shot:
        over = price > game.left * (1 + 1e-6)
        return f"it costs ${price:,.0f}, and ${game.left:,.0f} are left" if over else ""
    if len(game.runs) >= MOST_RUNS:
        return f"{MOST_RUNS} pilots were bought, which is the most"
    if price > MOST_SHARE * BUDGET_USD:
        return f"it costs ${price:,.0f}; a pilot may cost at most ${MOST_SHARE * BUDGET_USD:,.0f}"
    if price > game.left:
        return f"it costs ${price:,.0f}, and ${game.left:,.0f} are left"
    return ""


@dataclass(frozen=True)
class Bands:
    """The best large run by what is known: middle and ends of 80 % of the draws."""

    n_params: tuple[float, float, float]
    tokens_per_param: tuple[float, float, float]
    loss: tuple[float, float, float]


def bands(known: Belief, money: float) -> Bands:
    """Best N, D/N and its loss for money [USD], as low, middle and high."""
    laws = law_of(_draws(known))
    N, D = best_run(laws, money)
    found = (np.quantile(values, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]) for values in (N, D / N, laws.loss(N, D)))
    return Bands(*(tuple(float(x) for x in ends) for ends in found))  # type: ignore[arg-type]


def along(known: Belief, money: np.ndarray) -> np.ndarray:
    """Least loss for each money [USD] as low, middle and high of 80 % of the draws, shape (3, n)."""
    laws = law_of(_draws(known)[:, None, :])
    return np.quantile(laws.loss(*best_run(laws, money)), [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2], axis=0)


def interval(known: Belief, N: float, D: float) -> tuple[float, float]:
    """80 % interval of the loss that a run will be measured with, noise and all [nat/token]."""
    j = sensitivity(known.mean, np.array([N]), np.array([D]))[0]
    off = NormalDist().inv_cdf((1 + LEVEL) / 2) * float(np.sqrt(j @ known.covariance @ j + NOISE**2))
    middle = float(np.log(law_of(known.mean).loss(N, D)))
    return float(np.exp(middle - off)), float(np.exp(middle + off))


@dataclass(frozen=True)
class Outcome:
    """What a large run was worth.

    Parameters
    ----------
    shot : Shot
    loss, measured : float
        Its loss by the law, and as it was measured [nat/token].
    pilots_usd, unspent_usd, split_usd : float
        What went to pilots, what was left over, and what the same loss would have cost less at its best split [USD].
    held : bool
        Whether what was measured lies in the interval.
    interval_score : float
        Width of the interval, and ten times how far outside the outcome lies; lower is better [nat/token].
    """

    shot: Shot
    loss: float
    measured: float
    pilots_usd: float
    unspent_usd: float
    split_usd: float
    held: bool
    interval_score: float

    @property
    def regret_usd(self) -> float:
        """What who had known the law would have saved for the same loss [USD]."""
        return self.pilots_usd + self.unspent_usd + self.split_usd


def outcome(world: World, spent: float, shot: Shot, kind: str = SHOT) -> Outcome:
    """What comes of a large run in a world after pilots [USD].

    The score of the interval is that of Gneiting and Raftery (2007), equation 43 [gneiting2007].
    """
    law = world.law
    loss = float(law.loss(shot.n_params, shot.n_tokens))
    paid = float(usd(shot.n_params, shot.n_tokens))
    measured = world.measured(shot.n_params, shot.n_tokens, kind, 0)
    missed = max(shot.low - measured, measured - shot.high, 0.0)
    return Outcome(
        shot, loss, measured, spent, max(BUDGET_USD - spent - paid, 0.0), max(paid - float(needed_usd(law, loss)), 0.0),
        missed == 0.0, shot.high - shot.low + 2 / (1 - LEVEL) * missed,
    )  # fmt: skip


def best_shot(known: Belief, money: float) -> Shot:
    """The large run by the best guess of the law, with its interval."""
    N, D = (float(x) for x in best_run(law_of(known.mean), money))
    return Shot(N, D, *interval(known, N, D))


@lru_cache(maxsize=256)
def reference(world: World) -> tuple[Game, Outcome]:
    """How the tool plays a world: the pilots that it thinks best of all worlds, its fit, its large run."""
    game = Game(world, best_pilots(), pilots_of=TOOL_PILOT)
    shot = best_shot(game.known, game.left)
    return replace(game, shot=shot), outcome(world, game.spent, shot, TOOL_SHOT)


def blind(world: World) -> Outcome:
    """What comes of a world without a pilot, by what is known of all of them."""
    return outcome(world, 0.0, best_shot(family(), BUDGET_USD), BLIND_SHOT)


@lru_cache(maxsize=1)
def best_pilots() -> tuple[tuple[float, float], ...]:
    """The pilots of least expected regret among those tried: rows of three sizes at one to three computes."""
    known = family()
    tried = [(_expected(known, runs), runs) for runs in _sets(known)]
    return min(tried, key=lambda one: one[0])[1]


def _sets(known: Belief) -> list[tuple[tuple[float, float], ...]]:
    found: list[tuple[tuple[float, float], ...]] = []
    for share in TOP_SHARES:
        for spread in SPREADS:
            for rungs in RUNGS:
                for repeats in REPEATS:
                    rows = [
                        pilot_runs(known, share * BUDGET_USD / USD_PER_FLOP / 10**rung, spread, repeats, NOISE)
                        for rung in range(rungs)
                    ]
                    pairs = [
                        (float(f"{N:.4g}"), float(f"{D:.4g}"))
                        for row in rows
                        if row is not None
                        for N, D in zip(row.n_params, row.n_tokens, strict=True)
                    ]
                    if all(row is not None for row in rows) and len(pairs) <= MOST_RUNS:
                        found.append(tuple(pairs))
    return found


def _expected(known: Belief, runs: Sequence[tuple[float, float]]) -> float:
    """Expected regret of pilots and of the decision on what they lead to, by a linear update [USD]."""
    N, D = np.array(runs).T
    spent = float(np.sum(usd(N, D)))
    J, z = sensitivity(known.mean, N, D), normals(DRAWS, len(known.mean) + len(N), SEED)
    off = z[:, : len(known.mean)] @ np.linalg.cholesky(known.covariance).T
    seen = off @ J.T + NOISE * z[:, len(known.mean) :]
    guess = law_of(known.mean + seen @ gain(known.covariance, J, NOISE).T)
    laws, money = law_of(known.mean + off), BUDGET_USD - spent
    lost = money - needed_usd(laws, laws.loss(*best_run(guess, money)))
    return spent + float(np.mean(np.maximum(lost, 0.0)))


@lru_cache(maxsize=512)
def _learned(runs: tuple[tuple[float, float], ...], losses: tuple[float, ...]) -> Belief:
    if not runs:
        return family()
    N, D = np.array(runs).T
    return learned(family(), Pilots(N, D, NOISE), np.log(np.array(losses)))


def _draws(known: Belief) -> np.ndarray:
    """Constants drawn from a belief, shape (DRAWS, 5)."""
    root = np.linalg.cholesky(known.covariance)  # unique, unlike eigenvectors: every machine draws the same
    return known.mean + normals(DRAWS, len(known.mean), SEED) @ root.T
