"""Scenarios for property tests, made from the rows of the table of inputs."""

import math
from collections import defaultdict

import numpy as np
from hypothesis import strategies as st

from sim import Result, Scenario
from sim.catalogs.hardware import chips
from sim.engine.outputs import outputs
from sim.engine.result import scalar
from sim.engine.scenario_law import applied_law
from sim.inputs import TABLE
from sim.inputs.numbers import stacked
from sim.laws import loss_laws

# Choices that the equations read; a chip comes to them as its numbers.
CHOICES = [name for name, row in TABLE.items() if row.is_choice and name != "hardware"]


def values(row):
    """Strategy for one input: its options, or a number anywhere between its bounds, both included."""
    if row.is_choice:
        return st.sampled_from(sorted(row.options()))
    if row.text is not None:
        return st.sampled_from([None, *row.text.examples])
    inside = st.floats(row.low, row.high)
    if row.scale == "log":
        exponents = st.floats(math.log10(row.low), math.log10(row.high))
        inside = exponents.map(lambda x: min(max(10**x, row.low), row.high))
    numbers = st.one_of(inside, st.sampled_from([row.low, row.high]))
    return st.one_of(numbers, st.none()) if row.optional else numbers


def ends(row):
    """All choices, a text, or both bounds of a number, and none where that is allowed."""
    if row.is_choice:
        return sorted(row.options())
    found = [row.low, row.high] if row.is_number else list(row.text.examples)
    return [*found, *([None] if row.optional else [])]


def scenarios(**fixed):
    """Strategy for scenarios: every input of the table at random, save those that are fixed."""
    drawn = {name: values(row) for name, row in TABLE.items() if name not in fixed}
    return st.fixed_dictionaries(drawn).map(lambda inputs: Scenario(**inputs, **fixed))


def random_scenarios(seed, number, **fixed):
    """A list of realistic scenarios, the same at each run: all laws, chips and mixtures, known prices."""
    rng = np.random.default_rng(seed)
    laws, hardware = sorted(loss_laws().entries), sorted(chips().entries)
    made = []
    for _ in range(number):
        scenario = Scenario(hardware=str(rng.choice(hardware)), law=str(rng.choice(laws)))
        price = scenario.usd_per_chip_hour
        drawn = {
            "n_params": 10 ** rng.uniform(8, 13),
            "n_tokens": 10 ** rng.uniform(9, 15),
            "active_fraction": rng.choice([1.0, 10 ** rng.uniform(-2, 0)]),
            "mfu": rng.uniform(0.1, 0.7),
            "budget_usd": 10 ** rng.uniform(4, 10),
            "usd_per_chip_hour": rng.uniform(0.5, 10) if price is None else price,
        }
        drawn = {name: float(x) for name, x in drawn.items()}
        made.append(scenario.changed(**{**drawn, **fixed}))
    return made


def results(many):
    """Result of each scenario, `None` where it is infeasible: one call for all that share their choices."""
    groups = defaultdict(list)
    for place, scenario in enumerate(many):
        groups[tuple(getattr(scenario, name) for name in CHOICES)].append(place)
    found = [None] * len(many)
    for places in groups.values():
        inputs = stacked([many[place] for place in places]).spread(len(places))
        columns = {name: np.broadcast_to(x, len(places)) for name, x in outputs(inputs, applied_law(inputs)).items()}
        for i, place in enumerate(places):
            values = {name: scalar(column[i]) for name, column in columns.items()}
            found[place] = None if values["loss"] is None else Result(many[place], values)
    return found
