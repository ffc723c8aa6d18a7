"""Kept runs in a link: each under its letter, as what is other than in the current run, or than the defaults.

`A=n~7e10~d~1.4e12~~Dense` is run A with 70B parameters on 1.4T tokens, all else as in the link's own run, called
Dense; a value may be a default that the own run changes. `A=0~n~7e10` starts from the defaults, and the shorter of
the two is written. `A=1` is the own run itself. A run that cannot be used is left out as a whole: half of it would
be another run.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sim.engine.kept import MARKS, Kept, checked_name, left_out
from sim.ground.errors import cut
from sim.inputs import BY_KEY, TABLE
from sim.inputs.scenario import Scenario
from sim.links.values import stated, written

BETWEEN, NAMED, AFRESH, SAME = "~", "~~", "0", "1"
MORE = tuple(map(chr, range(ord(MARKS[-1]) + 1, ord("Z") + 1)))  # letters that no run has
TOO_MANY = f"The link keeps more than {len(MARKS)} runs beside its own: those after {MARKS[-1]} were left out."


def pairs(kept: Iterable[Kept], scenario: Scenario) -> list[tuple[str, str]]:
    """What a link says of the runs that stand beside its own, as keys and values."""
    return [(one.mark, _text(one, scenario)) for one in kept]


def _text(one: Kept, scenario: Scenario) -> str:
    theirs, ours = stated(one.scenario), stated(scenario)
    beside = {
        name: value
        for name, value in one.scenario
        if (name in theirs or name in ours) and not (name in theirs and name in ours and theirs[name] == ours[name])
    }
    short, afresh = _joined(beside) or SAME, BETWEEN.join(filter(None, (AFRESH, _joined(theirs))))
    settings = short if len(short) <= len(afresh) else afresh
    return f"{settings}{NAMED}{one.name}" if one.name else settings


def _joined(values: Mapping[str, Any]) -> str:
    return BETWEEN.join(f"{TABLE[name].key}{BETWEEN}{written(value)}" for name, value in values.items())


def read(
    pairs: Sequence[tuple[str, str]], given: Mapping[str, Any], meant: Callable[[Mapping[str, Any]], Scenario]
) -> tuple[tuple[Kept, ...], list[str]]:
    """The kept runs of a link, and a sentence for each that cannot be used and for each name.

    Parameters
    ----------
    pairs : sequence of pairs of str
        Of the whole link, decoded.
    given : mapping
        What the link says of its own run.
    meant : callable
        Inputs that are given -> the scenario that they mean in a link of this schema.
    """
    notices, found = [], {}
    shown = [(key, text) for key, text in pairs if key in MARKS]
    for key, text in dict(shown).items():
        if sum(other == key for other, _ in shown) > 1:
            notices.append(f"The link keeps run {key} more than once. The last one was taken.")
        try:
            settings, base = _settings(text.partition(NAMED)[0], given)
            scenario = meant({**base, **settings})
        except ValueError as error:
            notices.append(left_out(key, str(error)))
            continue
        try:
            name = checked_name(text.partition(NAMED)[2])
        except ValueError as error:
            notices.append(f"The name of run {key} was ignored: {error}.")
            name = ""
        found[key] = Kept(key, scenario, name)
    if any(key in MORE for key, _ in pairs):
        notices.append(TOO_MANY)
    return tuple(found[mark] for mark in MARKS if mark in found), notices


def _settings(text: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """What a run says, and what it says it of."""
    parts = text.split(BETWEEN) if text else []
    start = parts.pop(0) if len(parts) % 2 else SAME
    if start not in (AFRESH, SAME):
        raise ValueError(f"{cut(text)} is no list of inputs and values")
    base = {} if start == AFRESH else given
    settings = {}
    for key, value in zip(parts[::2], parts[1::2], strict=True):
        if key not in BY_KEY:
            raise ValueError(f"it has an unknown part, {cut(key)}")
        row = BY_KEY[key]
        try:
            settings[row.name] = row.check(value)
        except ValueError as error:
            raise ValueError(f"{row.label}: the link said {cut(value)}; {error}") from None
    return settings, base
