"""How far the laws spread in the best split: N*, D* and their ratio at one compute, by every usable law."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.engine.frontier import best_split
from sim.engine.known_results import result_of
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.program.cost import flop_spend
from sim.studies.agreement import forms, usable_laws


@dataclass(frozen=True)
class Split:
    """The best split of a run's compute by one law: N*, D* and D*/N* [tokens per active parameter]."""

    law: str
    n_params: float
    n_tokens: float
    tokens_per_param: float


@lru_cache(maxsize=64)
def best_splits(scenario: Scenario) -> tuple[Split, ...]:
    """The best split by every usable law at the compute of the scenario's run, with its text and its mixture.

    Raises
    ------
    SimulationError
        If the plan is infeasible.
    """
    inputs, C = numbers(scenario), result_of(scenario).train_flop
    found: dict[str, Split] = {}
    for laws, form in forms(scenario, inputs):
        N, D = best_split(applied_law(inputs, form), flop_spend(inputs), np.full((len(laws), 1), C))
        for law, n, d in zip(laws, N[:, 0].tolist(), D[:, 0].tolist(), strict=True):
            found[law] = Split(law, n, d, d / (scenario.active_fraction * n))
    return tuple(found[law] for law in usable_laws(scenario))


def spread(values: Sequence[float]) -> float:
    """Largest over least [-]."""
    return max(values) / min(values)
