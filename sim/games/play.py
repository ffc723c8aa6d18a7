"""A game from its seed and its moves: what each round sold, trained and told. The same moves give the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.games.games import Game, tokens
from sim.games.market import Sale, sold
from sim.games.moves import LabPlan, Moves, RoundMoves


@dataclass(frozen=True)
class Run:
    """A run of a lab.

    Parameters
    ----------
    lab : int
        Counted from 0.
    hours, paid_usd : float
        Chip-hours and what they cost [h, USD].
    n_params, n_tokens, train_flop : float
        N, D and C = 6 N D [FLOP].
    expected, loss : float
        What the law of the world gives, and with chance what is measured [nat/token].
    plan : LabPlan
    """

    lab: int
    hours: float
    paid_usd: float
    n_params: float
    n_tokens: float
    train_flop: float
    expected: float
    loss: float
    plan: LabPlan

    @property
    def is_held(self) -> bool:
        """Whether the range of the lab holds the result."""
        return self.plan.low <= self.loss <= self.plan.high

    @property
    def width(self) -> float:
        """Of that range [nat/token]."""
        return self.plan.high - self.plan.low


@dataclass(frozen=True)
class Played:
    """A round that was played.

    Parameters
    ----------
    money_usd : tuple of float
        What each lab had before it [USD].
    line_flop, cap_mwh : float
        What held [FLOP, MWh].
    sale : Sale
    energy_mwh : float
        That the hours took [MWh].
    runs : tuple of Run
        Of the labs that trained.
    moves : RoundMoves
    """

    money_usd: tuple[float, ...]
    line_flop: float
    cap_mwh: float
    sale: Sale
    energy_mwh: float
    runs: tuple[Run, ...]
    moves: RoundMoves

    @property
    def left_usd(self) -> tuple[float, ...]:
        """What each lab has after it [USD]."""
        return tuple(had - paid for had, paid in zip(self.money_usd, self.sale.paid_usd, strict=True))

    def is_above(self, run: Run) -> bool:
        """Whether a run lies above the line."""
        return run.train_flop > self.line_flop

    def is_reported(self, run: Run) -> bool:
        """Whether a run lies above the line and its lab reported it."""
        return self.is_above(run) and run.lab < len(self.moves.reports) and self.moves.reports[run.lab]

    def is_caught(self, run: Run) -> bool:
        """Whether a run lies above the line, was not reported, and was audited."""
        return self.is_above(run) and not self.is_reported(run) and self.moves.audit == run.lab

    @property
    def published(self) -> tuple[Run, ...]:
        """The runs whose labs chose to publish."""
        return tuple(run for run in self.runs if run.plan.publish)

    @property
    def has_unreported(self) -> bool:
        """Whether a run above the line was not reported."""
        return any(self.is_above(run) and not self.is_reported(run) for run in self.runs)

    @property
    def best(self) -> float | None:
        """The least loss that was measured [nat/token]; `None` where nobody trained."""
        return min((run.loss for run in self.runs), default=None)

    def run_of(self, lab: int) -> Run | None:
        """The run of a lab, `None` where it did not train."""
        return next((run for run in self.runs if run.lab == lab), None)


def played(game: Game, seed: str, rounds: Sequence[RoundMoves], world: str = "") -> list[Played]:
    """The rounds of a game.

    Parameters
    ----------
    game : Game
    seed : str
        Draws the hidden world and what chance adds.
    rounds : sequence of RoundMoves
        As many as were played.
    world : str
        In place of the hidden one, for what would have been.
    """
    done: list[Played] = []
    money = (game.file.rules.money_usd,) * game.n_labs
    line = game.file.rules.line_flop
    cap_share = game.file.rules.cap_share
    for k, moves in enumerate(rounds):
        if moves.regulator is not None:
            line, cap_share = moves.regulator.line_flop, moves.regulator.cap_mwh / game.full_mwh(k)
        cap = cap_share * game.full_mwh(k)
        bids = [0.0 if plan is None else min(plan.bid_usd, had) for plan, had in zip(moves.labs, money, strict=True)]
        sale = sold(bids, game.file.rounds[k].chip_hours, cap, game.mwh_per_hour, game.file.rules)
        runs = _trained(game, seed, k, moves, sale, world or game.world(seed))
        done.append(Played(money, line, cap, sale, sum(sale.hours) * game.mwh_per_hour, runs, moves))
        money = done[-1].left_usd
    return done


def _trained(game: Game, seed: str, k: int, moves: RoundMoves, sale: Sale, world: str) -> tuple[Run, ...]:
    labs = [lab for lab, plan in enumerate(moves.labs) if plan is not None and sale.hours[lab] > 0]
    plans = [plan for lab in labs if (plan := moves.labs[lab]) is not None]
    hours = np.array([sale.hours[lab] for lab in labs])
    N, C = np.array([plan.n_params for plan in plans]), hours * game.flop_per_hour
    D = tokens(C, N)
    expected = game.laws[world].loss(N, D)
    return tuple(
        Run(lab, float(hours[i]), sale.paid_usd[lab], float(N[i]), float(D[i]), float(C[i]), float(expected[i]),
            float(expected[i]) + game.noise(seed, k, lab), plans[i])
        for i, lab in enumerate(labs)
    )  # fmt: skip


def all_played(game: Game, seed: str, moves: Moves) -> list[Played]:
    """The rounds of a whole game."""
    return played(game, seed, moves.rounds)
