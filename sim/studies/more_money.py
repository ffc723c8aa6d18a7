"""What more money buys the run that is shown: lines over the money, what they say at one sum, when to change lever."""

import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from threading import Lock
from typing import Any

import numpy as np

from sim.engine.result import Result
from sim.engine.scenario_law import applied_law, scenario_law
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers, stacked
from sim.inputs.scenario import Scenario
from sim.laws.forms import Additive
from sim.studies.changing_lever import Change, Path, best_of, change_of, path
from sim.studies.money import Money, Returns
from sim.studies.returns import ANEW, LEVERS, Lever, Standing, levers_of, standing

KEPT = 256  # runs, of some 4 kB
TENFOLD = 10.0
DECADES = 3  # of money on either side of the cost
PER_DECADE = (4, 2)  # sums; of wrong answers, which are dearer
MOST_ANSWERS = 128  # shares of right answers in one call


_kept: OrderedDict[Scenario, Returns] = OrderedDict()
_lock = Lock()


def or_none(x: float) -> float | None:
    """A number of an array as it is outside: `None` where it is unknown."""
    return None if math.isnan(x) else x


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
    return returns_of([result])[0].own


def returns(result: Result) -> Returns | None:
    """What more money buys a run; `None` where its price is unknown."""
    return None if result.cost_total_usd is None else returns_of([result])[0]


def returns_of(many: Sequence[Result]) -> list[Returns]:
    """The same of many runs whose prices are known, what is not known in one call; they differ in numbers only."""
    with _lock:
        known = [_kept.get(one.scenario) for one in many]
    asked = {one.scenario: one for one, found in zip(many, known, strict=True) if found is None}
    new = _found_anew(list(asked.values())) if asked else {}
    return [found or new[one.scenario] for one, found in zip(many, known, strict=True)]


def returns_over(money: Money, many: Sequence[Result]) -> list[Returns]:
    """The same with the lines over the given sums and for the given levers."""
    covered = [found.over(money) for found in returns_of(many)]
    if all(covered):
        return [found for found in covered if found]
    found = _found(many, _standing(many), money)
    _keep({one.scenario: of_one for one, of_one in zip(many, found, strict=True) if of_one.own.like(of_one.money)})
    return [cut for of_one in found if (cut := of_one.over(money))]


def _found_anew(many: Sequence[Result]) -> dict[Scenario, Returns]:
    """What more money buys runs, in one call for all that have the same levers."""
    now = _standing(many)
    has = list(zip(*(np.broadcast_to(lever.applies(now), len(many)).tolist() for lever in LEVERS), strict=True))
    new: dict[Scenario, Returns] = {}
    for kind in set(has):
        alike = [one for one, own in zip(many, has, strict=True) if own == kind]
        standing_ = now if len(alike) == len(many) else _standing(alike)
        new |= zip((one.scenario for one in alike), _found(alike, standing_), strict=True)
    _keep(new)
    return new


def _keep(new: Mapping[Scenario, Returns]) -> None:
    with _lock:
        _kept.update(new)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)


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


def _found(many: Sequence[Result], now: Standing, also: Money | None = None) -> list[Returns]:
    """What more money buys runs over the decades of all of them; or over those of `also` too, and with its levers."""
    ends = [decades_of(one) for one in many]
    each = PER_DECADE[now.counts_answers]
    money = Money(min(low for low, _ in ends), max(high for _, high in ends), each, levers_of(now))
    if also:
        money = Money(min(money.low, also.low), max(money.high, also.high), also.per_decade, also.levers)
    usd = np.array([extra_usd(one) for one in many], float)
    # In one call for each way: nothing, the sum, nine times the cost, and the sums of the lines.
    steps = np.empty((len(money.usd) + 3, len(many)))
    steps[0], steps[1], steps[2], steps[3:] = 0.0, usd, (TENFOLD - 1) * now.paid, money.usd[:, None]
    best = best_of(money.levers, now)
    names = [way.name for way in money.ways]
    reached, gain = np.empty((2, len(names), *steps.shape))
    with np.errstate(all="ignore"):
        paths = [
            _path(lever, money.levers if i in best else (lever,), now, steps) for i, lever in enumerate(money.levers)
        ]
        for i, one in enumerate(paths):
            reached[i], gain[i] = one.reached, one.gain
        then = ANEW.after(now, steps)
        for rows in _parts(now, steps):
            part = replace(then, n_params=then.n_params[rows], n_tokens=then.n_tokens[rows])
            reached[-1, rows], gain[-1, rows] = part.reached, ANEW.gain(part)
        changes = _changes(many, now, money, [Path(*(x[3:] for x in vars(one).values())) for one in paths], best)
        tenfold = gain[-1, 0] / gain[-1, 2]

    def by_name(rows: Array) -> list[dict[str, float | None]]:
        """Of each run."""
        return [dict(zip(names, map(or_none, row), strict=True)) for row in rows.T.tolist()]

    here = np.broadcast_to(now.reached, usd.shape).tolist()
    after, gain_after, gain_now = (by_name(rows) for rows in (reached[:, 1], gain[:, 1], gain[:, 0]))
    return [
        Returns(
            money,
            own,
            reached[:, 3:, i],
            gain[:, 3:, i],
            paths[best[i]].rival[3:, i] if best[i] >= 0 else np.full(len(money.usd), np.nan),
            sum_read,
            here[i],
            or_none(float(reached[-1, 0, i])),
            after[i],
            gain_after[i],
            gain_now[i],
            names[best[i]] if best[i] >= 0 else None,
            changes[i],
            or_none(float(tenfold[i])) if np.isfinite(tenfold[i]) else None,
        )
        for i, (sum_read, own) in enumerate(zip(usd.tolist(), _own(many, now), strict=True))
    ]


def _path(lever: Lever, levers: Sequence[Lever], now: Standing, steps: Array) -> Path:
    found = [vars(path(lever, levers, now, steps[rows])).values() for rows in _parts(now, steps)]
    return Path(*map(np.concatenate, zip(*found, strict=True)))


def _parts(now: Standing, steps: Array) -> list[slice]:
    """Rows to take in one call: shares of right answers are sums of many terms, which only fit a cache in parts."""
    n_rows, n_runs = steps.shape
    each = max(1, MOST_ANSWERS // n_runs) if now.counts_answers else n_rows
    return [slice(first, first + each) for first in range(0, n_rows, each)]


def _own(many: Sequence[Result], now: Standing) -> list[Money]:
    """The sums and levers that each of the runs has by itself."""
    has = zip(*(np.broadcast_to(lever.applies(now), len(many)).tolist() for lever in LEVERS), strict=True)
    each = PER_DECADE[now.counts_answers]
    kinds: dict[Any, Money] = {}
    found = []
    for one, row in zip(many, has, strict=True):
        ends = decades_of(one)
        if (*ends, row) not in kinds:
            kinds[*ends, row] = Money(*ends, each, tuple(compress(LEVERS, row)))
        found.append(kinds[*ends, row])
    return found


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
