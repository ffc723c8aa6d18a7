"""When to change lever: the one that is best now buys less and less, until another buys as much."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.ground.arrays import Array
from sim.ground.roots import falling_root
from sim.studies.returns import Lever, Standing

AS_GOOD = 1e-9  # relative difference of two gains that is none
NOISE = 1e-11  # of it at which the search ends
SHORT = 1e-10  # of the sum, before a change: there the lever can still be bought


@dataclass(frozen=True)
class Change:
    """Where the best lever is no longer the best.

    Parameters
    ----------
    usd : float
        Spent on it until then [USD].
    reached, gain : float
        What is reached there, and what the next dollar takes off it on either lever.
    then : str
        Name of the lever that buys as much there.
    """

    usd: float
    reached: float
    gain: float
    then: str


@dataclass(frozen=True)
class Path:
    """Runs along the money on one lever; arrays of shape (M, R).

    Parameters
    ----------
    reached, gain : array
        What is reached, and what the next dollar on the lever takes off it.
    rival, which : array
        The largest gain of the other levers there, and the number of that lever.
    """

    reached: Array
    gain: Array
    rival: Array
    which: Array


def best_of(levers: Sequence[Lever], now: Standing) -> Array:
    """Number of the lever with the largest gain, of each run; -1 where none has any."""
    rows = np.array([np.broadcast_to(lever.gain(now), np.shape(now.loss)) for lever in levers])
    rows = np.where(rows > 0, rows, -np.inf)
    return np.where(np.isfinite(rows.max(axis=0)), rows.argmax(axis=0), -1)


def path(lever: Lever, levers: Sequence[Lever], now: Standing, money: Array) -> Path:
    """The runs along money of shape (M, R) on one of the levers [USD]."""
    then = lever.after(now, money)
    own, rival, which = _gains(lever, levers, then, np.broadcast_shapes(np.shape(money), np.shape(now.loss)))
    return Path(np.broadcast_to(then.reached, own.shape), own, rival, which)


def _gains(lever: Lever, levers: Sequence[Lever], then: Standing, shape: tuple[int, ...]) -> tuple[Array, Array, Array]:
    """What the next dollar on the lever takes off, the largest of the others, and the number of that one."""
    rows = np.empty((len(levers), *shape))
    for row, one in zip(rows, levers, strict=True):
        row[...] = one.gain(then)
    own = rows[levers.index(lever)].copy()
    rows[levers.index(lever)] = -np.inf
    rows[~np.isfinite(rows)] = -np.inf
    highest = rows.max(axis=0)
    return own, np.where(highest > 0, highest, np.nan), rows.argmax(axis=0)


def _ahead(gain: Array, rival: Array) -> Array:
    """Logarithm of the gain over the rival's; below 0 also where the lever can take no more."""
    with np.errstate(all="ignore"):
        return np.where(np.isnan(gain), -1.0, np.log(gain / rival))


def change_of(lever: Lever, levers: Sequence[Lever], now: Standing, money: Array, found: Path) -> list[Change | None]:
    """Where each run should leave a lever that is its best: another buys as much there, or this one can take no more.

    Parameters
    ----------
    money : array of shape (M, R)
        Rising sums of the path that was found, between which the search begins [USD]; NaN beyond where it ends.
    """
    ahead = np.where(np.isnan(money), np.nan, _ahead(found.gain, found.rival))
    passed = (ahead[:-1] > AS_GOOD) & (ahead[1:] <= 0)
    changed = np.flatnonzero(passed.any(axis=0))
    if not len(changed):
        return [None] * passed.shape[1]

    def further(log_money: Array) -> Array:
        then = lever.after(now, np.exp(log_money))
        return _ahead(*_gains(lever, levers, then, np.shape(log_money))[:2])

    at, log_money = passed.argmax(axis=0)[None], np.broadcast_to(np.log(money), ahead.shape)
    low, high = (np.take_along_axis(log_money, at + i, axis=0)[0] for i in (0, 1))
    before, after = (np.take_along_axis(ahead, at + i, axis=0)[0] for i in (0, 1))
    with np.errstate(all="ignore"):  # of runs that change nothing nothing is used
        guess = low + (high - low) * before / (before - after)
    usd = np.exp(falling_root(further, low, high, guess, NOISE))
    there = path(lever, levers, now, usd * (1 - SHORT))
    changes: list[Change | None] = [None] * passed.shape[1]
    for i in changed:
        if np.isfinite(usd[i]):
            then = levers[there.which[i]].name
            changes[i] = Change(float(usd[i]), float(there.reached[i]), float(there.rival[i]), then)
    return changes
