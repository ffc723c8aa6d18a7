"""The games: one file each in `presets/games`, with the laws of their worlds and every number computed."""

import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

import numpy as np

from sim.catalogs.entry import entry
from sim.catalogs.folder import Folder
from sim.engine.frontier import best_split
from sim.engine.scenario_law import scenario_law
from sim.games.game_file import WHEN, WORDS, GameFile
from sim.ground import units
from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend, flop_spend
from sim.program.footprint import energy_mwh, kwh
from sim.program.training import chip_hours
from sim.teaching.names import Names
from sim.teaching.quotes import filled
from sim.teaching.scenarios import described

STEP = 0.005  # of the losses that the press's first statement names [nat/token]
LETTERS = "abcd"  # of the labs
REGULATOR, PRESS = "r", "p"


@dataclass(frozen=True)
class Game:
    """A game with what the model says of its worlds.

    Parameters
    ----------
    name : str
        Of its file, and in links.
    file : GameFile
        What it says.
    """

    name: str
    file: GameFile

    @property
    def order(self) -> int:
        """Place in the list."""
        return self.file.order

    @property
    def n_labs(self) -> int:
        """How many labs there are."""
        return len(self.file.labs)

    @property
    def labs(self) -> str:
        """Their letters."""
        return LETTERS[: self.n_labs]

    @property
    def teams(self) -> str:
        """The letters of all teams, in the order in which phones fill them."""
        return self.labs + REGULATOR + PRESS

    def title(self, team: str) -> str:
        """What a team is called."""
        if team in self.labs:
            return self.file.labs[self.labs.index(team)]
        return self.file.sheets[self.role(team)].title

    def role(self, team: str) -> str:
        """The card of a team: lab, regulator or press."""
        return {REGULATOR: "regulator", PRESS: "press"}.get(team, "lab")

    @cached_property
    def runs(self) -> dict[str, Scenario]:
        """The run of each world: chip and price of all lessons, and what the world changes."""
        return {name: described(world.inputs, {}) for name, world in self.file.worlds.items()}

    @cached_property
    def laws(self) -> dict[str, AppliedLaw]:
        """The law of each world."""
        return {name: scenario_law(run) for name, run in self.runs.items()}

    @cached_property
    def plain(self) -> str:
        """The world that changes nothing."""
        return next(name for name, world in self.file.worlds.items() if not world.inputs)

    @cached_property
    def spend(self) -> Spend:
        """What a run of the game takes, in FLOP."""
        return flop_spend(numbers(self.runs[self.plain]))

    @cached_property
    def flop_per_hour(self) -> float:
        """Compute of a chip-hour, peak times utilization [FLOP]."""
        run = numbers(self.runs[self.plain])
        return float(1.0 / chip_hours(1.0, run.mfu, run.peak_flop_per_s, run.failure_overhead))

    @cached_property
    def mwh_per_hour(self) -> float:
        """Energy of a chip-hour with its building [MWh]."""
        run = numbers(self.runs[self.plain])
        return float(energy_mwh(kwh(1.0, run.watts_per_chip), run.pue))

    def full_mwh(self, k: int) -> float:
        """Energy of all hours on offer in a round, counted from 0 [MWh]."""
        return self.file.rounds[k].chip_hours * self.mwh_per_hour

    def best(self, C: Array, world: str = "") -> tuple[Array, Array, Array]:
        """Parameters, tokens and loss of the best split of compute [FLOP] in a world, the plain one unless named."""
        law = self.laws[world or self.plain]
        N, D = best_split(law, self.spend, np.atleast_1d(np.asarray(C, float)))
        return N, D, law.loss(N, D)

    @cached_property
    def statements(self) -> tuple[float, ...]:
        """The loss of the press's first statement in each round: what an equal share reaches in the plain world."""
        C = np.array([self._share_flop(k) for k in range(len(self.file.rounds))])
        return tuple(round(round(float(loss) / STEP) * STEP, 6) for loss in self.best(C)[2])

    def _share_flop(self, k: int) -> float:
        """Compute of an equal share of a round's hours [FLOP]."""
        return self.file.rounds[k].chip_hours * self.flop_per_hour / self.n_labs

    def world(self, seed: str) -> str:
        """The hidden world of a seed."""
        return random.Random(f"{seed}-world").choice(sorted(self.file.worlds))

    def noise(self, seed: str, k: int, lab: int) -> float:
        """What chance adds to the result of a lab in a round, both counted from 0 [nat/token]."""
        return random.Random(f"{seed}-{k}-{lab}").gauss(0.0, self.file.rules.noise)

    @cached_property
    def names(self) -> Names:
        """What texts may name."""
        rules = self.file.rules
        walls = [run.wall_flop for run in self.runs.values() if run.wall_flop is not None]
        stocks = [run.unique_tokens for run in self.runs.values() if run.unique_tokens is not None]
        found = (
            units.dollars(rules.money_usd), units.dollars(rules.least_usd_per_hour), units.percent(rules.most_share, 2),
            units.percent(rules.energy_goal, 2), f"{rules.noise:g}", units.scientific(min(walls, default=0.0)),
            units.count(min(stocks, default=0.0)),
        )  # fmt: skip
        shares = {when: self._share_flop(k) for when, k in zip(WHEN, (0, -1), strict=True)}
        known = {
            f"{name}_{when}": run.changed(plan="compute_optimal", train_flop=C)
            for name, run in self.runs.items()
            for when, C in shares.items()
        }
        return Names(known).and_words(**dict(zip(WORDS, found, strict=True)))

    def text(self, text: str) -> str:
        """A text of the file with its numbers."""
        return filled(text, self.names)


def tokens(C: Array, N: Array) -> Array:
    """Tokens that compute C [FLOP] pays for with N parameters: D = C / 6 N."""
    return C / (FLOP_PER_PARAM_TOKEN * N)


def loaded(text: str, file: str = "game.toml") -> Game:
    """A game from the text of a file.

    Raises
    ------
    Unusable
        With the line and the key of what means nothing.
    """
    return Game(PurePath(file).stem, entry(text, file, GameFile))


games = Folder(
    "games", loaded, lambda game: f"{game.file.title} ({game.file.minutes} minutes; {game.file.level})",
    pages=("lessons",), in_links=True,
)  # fmt: skip
