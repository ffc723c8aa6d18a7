"""Sums of money over which the lines of a run are found, and what one run gets along them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from sim.ground.arrays import Array
from sim.studies.changing_lever import Change
from sim.studies.returns import ANEW, Lever


@dataclass(frozen=True)
class Money:
    """The sums over which the lines of a run are found, and the levers.

    Parameters
    ----------
    low, high : int
        Decades of the sums: whole ones, so that neighboring runs share them.
    per_decade : int
        Sums in each.
    levers : tuple of Lever
        The ways to spend them, beside planning all anew.
    """

    low: int
    high: int
    per_decade: int
    levers: tuple[Lever, ...]

    @cached_property
    def usd(self) -> Array:
        """The sums [USD], shape (M,)."""
        return _sums(self.low, self.high, self.per_decade)

    def like(self, other: "Money") -> bool:
        """Whether both have the same levers, and as many sums in a decade."""
        return self.per_decade == other.per_decade and self.levers == other.levers

    @property
    def ways(self) -> tuple[Lever, ...]:
        """The levers, and last to plan all anew."""
        return (*self.levers, ANEW)


@lru_cache(maxsize=64)
def _sums(low: int, high: int, per_decade: int) -> Array:
    found = np.logspace(low, high, (high - low) * per_decade + 1)
    found.flags.writeable = False  # all who ask get the same array
    return found


@dataclass(frozen=True)
class Line:
    """Of one run and one way to spend: what is reached, and what the next dollar takes off it, over the sums.

    Parameters
    ----------
    lever : Lever
        The way.
    reached, gain : array of shape (M,)
        Loss [nat/token] or share of wrong answers; NaN beyond what can be bought.
    """

    lever: Lever
    reached: Array
    gain: Array


@dataclass(frozen=True)
class Returns:
    """What one run gets for more money; `None` where unknown or beyond a bound.

    Parameters
    ----------
    money : Money
        The sums of the lines.
    own : Money
        The sums and levers of the run itself.
    reached, gain_along : array of shape (ways, M)
        The lines, one for each way.
    rival : array of shape (M,)
        What the next dollar buys on the best of the other levers, along the line of the best one.
    usd : float
        The sum that is read [USD].
    now, anew_now : float
        What the run reaches, and what the best plan of the same cost would.
    after, gain_after : mapping
        What is reached with the sum and gained by the next dollar then, by lever.
    gain : mapping
        What the next dollar takes off it, by lever, before any money was added.
    best : str
        Name of the lever with the largest gain, `None` where no lever has any.
    change : Change
        When to leave it for another, `None` where that is never.
    tenfold : float
        How many times less the next dollar buys in the best plan of ten times the cost than in that of the cost.
    """

    money: Money
    own: Money
    reached: Array
    gain_along: Array
    rival: Array
    usd: float
    now: float
    anew_now: float | None
    after: Mapping[str, float | None]
    gain_after: Mapping[str, float | None]
    gain: Mapping[str, float | None]
    best: str | None
    change: Change | None
    tenfold: float | None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Of each lever, and last with all planned anew."""
        return tuple(Line(*one) for one in zip(self.money.ways, self.reached, self.gain_along, strict=True))

    def over(self, money: Money) -> "Returns | None":
        """The same with the lines over other sums; `None` where some of those were not asked for."""
        if money == self.money:
            return self
        if money.low < self.money.low or money.high > self.money.high or not self.money.like(money):
            return None
        first = (money.low - self.money.low) * money.per_decade
        part = slice(first, first + len(money.usd))
        return replace(self, money=money, reached=self.reached[:, part], gain_along=self.gain_along[:, part],
                       rival=self.rival[part])  # fmt: skip
