"""What a game file says: `presets/games/*.toml` is read into these models, and each says what means nothing."""

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.catalogs.references import references
from sim.ground.errors import allowed, cut, did_you_mean
from sim.inputs.scenario import Scenario
from sim.teaching.exercises.task import Short, Text
from sim.teaching.names import Names
from sim.teaching.quotes import text_faults
from sim.teaching.scenarios import described

PHASES = ("lobby", "plan", "market", "results", "floor", "vote", "world", "end")
ROLES = ("lab", "regulator", "press")
Share = Annotated[float, Field(gt=0, le=1)]
Positive = Annotated[float, Field(gt=0)]


class Rules(Entry):
    """Rules of the game that are numbers; none of them is a finding.

    Parameters
    ----------
    money_usd : float
        Of each lab, for all rounds [USD].
    least_usd_per_hour : float
        Least price of a chip-hour [USD].
    most_share : float
        Share of the hours on offer that one lab may take [0-1].
    noise : float
        Standard deviation of a result [nat/token].
    line_flop : float
        The line until the regulator sets one [FLOP].
    cap_share, least_cap_share : float
        Cap until the regulator sets one, and the least it may set, as shares of the energy of all hours [0-1].
    energy_goal : float
        Share of that energy that a round should not exceed [0-1].
    """

    money_usd: Positive
    least_usd_per_hour: Positive
    most_share: Share
    noise: Positive
    line_flop: Positive
    cap_share: Share
    least_cap_share: Share
    energy_goal: Share


class Points(Entry):
    """Points, each with what it is for; those of a rank stand with the rounds."""

    hit: float
    narrow: float
    published: float
    caught: float
    reported_best: float
    reported_other: float
    energy: float
    line: float
    press: float
    headline: float
    world: float


class Round(Entry):
    """A round: the hours on offer [h], and the points of the labs by the rank of their loss."""

    title: Short
    chip_hours: Positive
    rank_points: list[float]


class World(Entry):
    """A world that may be the hidden one: what it changes of the run, and whether that is a wall."""

    title: Short
    statement: Short
    text: Text
    is_wall: bool = False
    inputs: dict[str, Any] = {}


class Sheet(Entry):
    """The card of a role, to print."""

    title: Short
    who: Short
    wants: Short
    may: list[Short]
    asks: Short


class Finding(Entry):
    """A sentence about what the model says of the game's runs."""

    text: Short


class Debrief(Entry):
    """The questions at the end."""

    questions: list[Short]


class GameFile(Entry):
    """One game as its file says it."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    minutes: int = Field(ge=1, le=180)
    level: Annotated[str, Field(min_length=1, max_length=120)]
    goal: Short
    order: int = 1000
    sources: list[str] = []
    labs: list[Annotated[str, Field(min_length=1, max_length=20)]] = Field(min_length=2, max_length=4)
    rules: Rules
    points: Points
    rounds: list[Round] = Field(min_length=1, max_length=5)
    worlds: dict[str, World] = Field(min_length=2, max_length=4)
    sheets: dict[str, Sheet]
    say: dict[str, Short]
    findings: list[Finding] = []
    debrief: Debrief

    def faults(self) -> Iterator[Fault]:
        """What is well formed and means nothing."""
        for i, key in enumerate(self.sources):
            if key not in references():
                near = did_you_mean(key, references())
                yield Fault(("sources", i), f"{cut(key)} is no key of presets/references.toml{near}")
        for i, one in enumerate(self.rounds):
            if len(one.rank_points) != len(self.labs):
                yield Fault(("rounds", i, "rank_points"), f"{len(self.labs)} labs need as many numbers")
            elif sorted(one.rank_points, reverse=True) != one.rank_points:
                yield Fault(("rounds", i, "rank_points"), "a better rank must not have fewer points")
        for part, names in (("say", PHASES), ("sheets", ROLES)):
            there = getattr(self, part)
            yield from (
                Fault((part, name), f"there is no {cut(name)}{allowed(name, names)}")
                for name in there
                if name not in names
            )
            yield from (Fault((part,), f"“{name}” is missing") for name in names if name not in there)
        if sum(not world.inputs for world in self.worlds.values()) != 1:
            yield Fault(("worlds",), "exactly one world must change nothing")
        known: dict[str, Scenario] = {}
        for name, world in self.worlds.items():
            try:
                known |= {f"{name}_{when}": described(world.inputs, {}) for when in WHEN}
            except Fault as fault:
                yield fault.below("worlds", name, "inputs")
        yield from self._text_faults(Names(known).and_words(**dict.fromkeys(WORDS, "?")))

    def _text_faults(self, names: Names) -> Iterator[Fault]:
        for i, finding in enumerate(self.findings):
            yield from (Fault(("findings", i, "text"), reason) for reason in text_faults(finding.text, names))
        for name, world in self.worlds.items():
            yield from (Fault(("worlds", name, "text"), reason) for reason in text_faults(world.text, names))
        for name, sheet in self.sheets.items():
            for place, text in (("who", sheet.who), ("wants", sheet.wants), *(("may", text) for text in sheet.may)):
                yield from (Fault(("sheets", name, place), reason) for reason in text_faults(text, names))


# A scenario of each world and each of these: the best split of an equal share of that round's hours, "plain_last".
WHEN = ("first", "last")
# Words of `[rules]` and `[worlds]` that texts may take in braces.
WORDS = ("money", "least_price", "most_share", "energy_goal", "noise", "wall", "stock")
