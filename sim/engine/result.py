"""The result of a scenario or of a sweep."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.engine.output_table import Outputs
from sim.inputs.scenario import Scenario


@dataclass(frozen=True)
class Result(Outputs):
    """Every output of a scenario, by attribute.

    Parameters
    ----------
    scenario : Scenario
        What was evaluated; for a sweep, the scenario whose input was varied.
    values : mapping
        Outputs by name: float or `None` for one scenario, arrays with NaN where an
        output does not apply for a sweep.
    """

    scenario: Scenario
    values: Mapping[str, Any]

    def __post_init__(self) -> None:
        vars(self).update(self.values)


def scalar(x: Any) -> float | None:
    """Float of a zero-dimensional array; `None` for NaN: unknown or does not apply."""
    value = float(np.asarray(x))
    return None if math.isnan(value) else value
