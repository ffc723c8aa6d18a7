"""What more money buys the run that is shown: lines over the money, what they say at one sum, when to change lever."""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock

import numpy as np

from sim.engine.result import Result, scalar
from sim.engine.scenario_law import applied_law, scenario_law
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers, stacked
from sim.inputs.scenario import Scenario
from sim.laws.forms import Additive
from sim.studies.changing_lever import Change, Path, best_of, change_of, path
from sim.studies.returns import ANEW, Lever, Standing, levers_of, standing

KEPT = 256  # runs, of some 4 kB
TENFOLD = 10.0
DECADES = 3  # of money on either side of the cost
PER_DECADE = (4, 2)  # sums; of wrong answers, which are dearer


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
        return np.logspace(self.low, self.high, (self.high - self.low) * self.per_decade + 1)

    @property
    def ways(self) -> tuple[Lever, ...]:
        """The levers, and last to plan all anew."""
        return (*self.levers, ANEW)


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
    lines : tuple of Line
        Of each lever, and last with all planned anew.
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
    lines: tuple[Line, ...]
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

    def over(self, money: Money) -> "Returns | None":
        """The same with the lines over other sums; `None` where some of those were not asked for."""
        if money == self.money:
            return self
        if money.low < self.money.low or money.high > self.money.high or money.levers != self.money.levers:
            return None
        first = (money.low - self.money.low) * money.per_decade
        part = slice(first, first + len(money.usd))
        lines = tuple(Line(one.lever, one.reached[part], one.gain[part]) for one in self.lines)
        return replace(self, money=money, lines=lines, rival=self.rival[part])


_kept: OrderedDict[Scenario, Returns] = OrderedDict()
_lock = Lock()


def extra_usd(result: Result) -> float | None:
    """The sum to read the lines at [USD]: the typed one, or a power of ten, the largest that the run pays for."""
    typed, cost = result.scenario.extra_usd, result.cost_total_usd
    if typed is not None or not cost:
        return typed
    return 10.0 ** math.floor(math.log10(cost))


def decades_of(result: Result) -> tuple[int, int]:
    """From a thousandth to a thousand times what a run costs, wider where another sum was typed."""
    cost, usd = result.cost_total_usd, extra_usd(result)
    assert cost is not None and usd is not None
    center = round(math.log10(cost))
    return min(center - DECADES, math.floor(math.log10(usd))), max(center + DECADES, math.ceil(math.log10(usd)))


def money_of(result: Result) -> Money:
    """The sums of a run whose price is known, and its own levers."""
    now = _standing([result])
    return Money(*decades_of(result), PER_DECADE[now.counts_answers], levers_of(now))


def returns(result: Result) -> Returns | None:
    """What more money buys a run; `None` where its price is unknown."""
    return None if result.cost_total_usd is None else returns_of([result])[0]


def returns_of(many: Sequence[Result]) -> list[Returns]:
    """The same of many runs whose prices are known, what is not known in one call; they differ in numbers only."""
    with _lock:
        known = {one.scenario: _kept[one.scenario] for one in many if one.scenario in _kept}
    asked = list({one.scenario: one for one in many if one.scenario not in known}.values())
    if asked:
        known |= _keep(asked)
    return [known[one.scenario] for one in many]


def returns_over(money: Money, many: Sequence[Result]) -> list[Returns]:
    """The same with the lines over the given sums and for the given levers."""
    covered = [found.over(money) for found in returns_of(many)]
    if all(covered):
        return [found for found in covered if found]
    new = _keep(many, money)
    return [found for one in many if (found := new[one.scenario].over(money))]


def _keep(many: Sequence[Result], also: Money | None = None) -> dict[Scenario, Returns]:
    """Find what more money buys runs over the decades of all of them, and of `also`, with its levers."""
    now = _standing(many)
    ends = [decades_of(one) for one in many] + ([(also.low, also.high)] if also else [])
    levers = also.levers if also else levers_of(now)
    money = Money(min(low for low, _ in ends), max(high for _, high in ends), PER_DECADE[now.counts_answers], levers)
    new = dict(zip((one.scenario for one in many), _found(many, money, now), strict=True))
    with _lock:
        _kept.update(new)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return new


def drawn_lines(result: Result, form: Additive, usd: Array, ways: Sequence[Lever]) -> list[tuple[Array, Array]]:
    """What is reached and gained by each draw of the run's law, for each way to spend: arrays of shape (M, draws)."""
    now, found = _standing([result], form), []
    for way in ways:
        then = way.after(now, usd[:, None])
        found.append((then.reached, way.gain(then)))
    return found


def _standing(many: Sequence[Result], form: Additive | None = None) -> Standing:
    N, D = (np.array([one.values[name] for one in many], float) for name in ("n_params", "n_tokens"))
    if len(many) > 1:
        inputs = stacked([one.scenario for one in many])
        return standing(inputs, applied_law(inputs), N, D)
    inputs = numbers(many[0].scenario)
    law = scenario_law(many[0].scenario) if form is None else applied_law(inputs, form)
    return standing(inputs, law, N, D)


def _found(many: Sequence[Result], money: Money, now: Standing) -> list[Returns]:
    usd = np.array([extra_usd(one) for one in many], float)
    # In one call for each way: nothing, the sum, nine times the cost, and the sums of the lines.
    steps = np.empty((len(money.usd) + 3, len(many)))
    steps[0], steps[1], steps[2], steps[3:] = 0.0, usd, (TENFOLD - 1) * now.paid, money.usd[:, None]
    best = best_of(money.levers, now)
    with np.errstate(all="ignore"):
        paths = [
            path(lever, money.levers if i in best else (lever,), now, steps) for i, lever in enumerate(money.levers)
        ]
        then = ANEW.after(now, steps)
        reached, gain = ([getattr(one, name) for one in paths] for name in ("reached", "gain"))
        reached.append(np.broadcast_to(then.reached, steps.shape))
        gain.append(np.broadcast_to(ANEW.gain(then), steps.shape))
        changes = _changes(many, now, money, [Path(*(x[3:] for x in vars(one).values())) for one in paths], best)
        tenfold = gain[-1][0] / gain[-1][2]
    names = [way.name for way in money.ways]

    def by_name(columns: Sequence[Array], row: int, i: int) -> dict[str, float | None]:
        return {name: scalar(column[row, i]) for name, column in zip(names, columns, strict=True)}

    return [
        Returns(
            money,
            tuple(Line(way, *(x[3:, i] for x in both)) for way, *both in zip(money.ways, reached, gain, strict=True)),
            paths[best[i]].rival[3:, i] if best[i] >= 0 else np.full(len(money.usd), np.nan),
            float(usd[i]),
            float(np.broadcast_to(now.reached, usd.shape)[i]),
            scalar(reached[-1][0, i]),
            by_name(reached, 1, i),
            by_name(gain, 1, i),
            by_name(gain, 0, i),
            names[best[i]] if best[i] >= 0 else None,
            changes[i],
            scalar(tenfold[i]) if np.isfinite(tenfold[i]) else None,
        )
        for i in range(len(many))
    ]


def _changes(
    many: Sequence[Result], now: Standing, money: Money, paths: Sequence[Path], best: Array
) -> list[Change | None]:
    """When each run should leave its best lever, within the decades of its own cost."""
    found: list[Change | None] = [None] * len(best)
    ends = 10.0 ** np.array([decades_of(one) for one in many], float).T
    usd = np.where((money.usd[:, None] >= ends[0] * 0.999) & (money.usd[:, None] <= ends[1] * 1.001),
                   money.usd[:, None], np.nan)  # fmt: skip
    for number in set(best[best >= 0].tolist()):
        changes = change_of(money.levers[number], money.levers, now, usd, paths[number])
        for i in np.flatnonzero(best == number):
            found[i] = changes[i]
    return found
