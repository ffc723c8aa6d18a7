"""Scenarios as claims and lessons describe them: inputs, changes to a preset or to a scenario above, computed numbers.

big = { n_params = "70B", n_tokens = "1.4T" }
twice = { from = "big", n_params = "= 2 * big.n_params" }
gpt3 = { from = "gpt-3-175b", today = true }

Chip, price and utilization are those of `presets/teaching.toml` wherever no preset says others, so that lessons
and claims cannot contradict each other.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from sim.catalogs.entry import Fault
from sim.catalogs.folder import PRESETS
from sim.catalogs.grids import PLACE, grids
from sim.engine.known_results import result_of
from sim.engine.presets import presets
from sim.ground.errors import SimulationError, allowed, cut, did_you_mean
from sim.inputs.scenario import Scenario
from sim.teaching.names import REPORTED, Names
from sim.teaching.quotes import figure

FROM = "from"
TODAY = "today"  # whether a scenario that starts from a preset takes the chip and the price of today
COMPUTED = "="  # a value that begins with it is an expression
MOST_CHARACTERS = 30  # of a name
RESERVED = ("step", "yours", "answer", "key", REPORTED)


@cache
def today() -> Mapping[str, Any]:
    """Chip, price and utilization of lessons and claims."""
    inputs: dict[str, Any] = tomllib.loads((PRESETS / "teaching.toml").read_text(encoding="utf-8"))[TODAY]
    return inputs


@cache
def plain_run() -> Scenario:
    """The run of a description that says nothing."""
    return Scenario().changed(**today())


def name_fault(name: str) -> str:
    """Why a scenario cannot have a name; "" if it can."""
    if name.isidentifier() and name.isascii() and len(name) <= MOST_CHARACTERS and name not in RESERVED:
        return ""
    return (
        f"{cut(name)} is no name of a scenario: allowed are at most {MOST_CHARACTERS} letters, digits and _, "
        f"but not {', '.join(RESERVED)}"
    )


def settings(inputs: Mapping[str, Any]) -> list[str]:
    """The inputs that a description sets, with those of today where it takes them."""
    named = [name for name in inputs if name not in (FROM, TODAY, PLACE)]
    named += grids().entries[inputs[PLACE]].inputs if PLACE in inputs else []
    takes = inputs.get(TODAY, FROM not in inputs)
    return [*named, *(name for name in today() if takes and name not in named)]


def described(inputs: Mapping[str, Any], known: Mapping[str, Scenario], law: str | None = None) -> Scenario:
    """The scenario of a description.

    Parameters
    ----------
    inputs : mapping
        Values of inputs; `from` names a preset or a scenario to start from, `today` gives a preset the chip and
        the price of today, `place` the water and carbon of a grid, "= big.loss" is computed.
    known : mapping
        The scenarios above.
    law : str, optional
        In place of the default and of the one of a preset, where the description names none.

    Raises
    ------
    Fault
        With the key of what means nothing.
    """
    given = dict(inputs)
    start = str(given.pop(FROM, ""))
    is_today = given.pop(TODAY, False)
    if not isinstance(is_today, bool):
        raise Fault((TODAY,), f"got {cut(str(is_today))}; write true or false")
    above = known.get(start)
    if start and above is None and start not in presets().entries:
        near = did_you_mean(start, [*known, *presets().entries]) or "; see: python -m sim list presets"
        raise Fault((FROM,), f"there is no scenario above this one and no preset {cut(start)}{near}")
    if PLACE in given:
        place = str(given.pop(PLACE))
        if place not in grids().entries:
            raise Fault((PLACE,), f"there is no place {cut(place)}{allowed(place, grids().entries)}")
        given = {**grids().entries[place].inputs, **given}
    for name, value in given.items():
        if isinstance(value, str) and value.startswith(COMPUTED):
            try:
                given[name] = figure(value.removeprefix(COMPUTED), Names(known)).value
            except ValueError as error:
                raise Fault((name,), str(error)) from None
    try:
        base = above or (presets().entries[start].scenario if start else plain_run())
        if is_today:
            base = base.changed(**today())
        scenario = base.changed(**{**({"law": law} if law and above is None else {}), **given})
        if law is None:  # under another one it may be infeasible: then its numbers are out of reach
            result_of(scenario)
    except SimulationError as error:
        raise Fault((error.name,), str(error)) from None
    return scenario


def all_described(many: Mapping[str, Mapping[str, Any]], law: str | None = None) -> dict[str, Scenario]:
    """The scenarios of descriptions, each of which may start from those above it.

    Raises
    ------
    Fault
        With the name and the key of the first thing that means nothing.
    """
    known, faults = described_as_far(many, law)
    if faults:
        raise faults[0]
    return known


def described_as_far(
    many: Mapping[str, Mapping[str, Any]], law: str | None = None
) -> tuple[dict[str, Scenario], list[Fault]]:
    """The scenarios as far as they mean something, and what does not; in its place stands the run of nothing."""
    known: dict[str, Scenario] = {}
    faults: list[Fault] = []
    for name, inputs in many.items():
        if reason := name_fault(name):
            faults.append(Fault((name,), reason))
        try:
            known[name] = described(inputs, known, law)
        except Fault as fault:
            faults.append(fault.below(name))
            known[name] = plain_run()
    return known, faults
