"""Next Dollar: what the next dollar of language-model scaling buys.

>>> from sim import Scenario, evaluate
>>> evaluate(Scenario(n_params=8e9, n_tokens=15e12)).loss  # doctest: +SKIP
"""

from sim.curves import loss_ladder
from sim.errors import SimulationError
from sim.evaluate import evaluate, sweep
from sim.result import Result
from sim.scenario import Scenario
from sim.version import MODEL_VERSION

__all__ = ["MODEL_VERSION", "Result", "Scenario", "SimulationError", "evaluate", "loss_ladder", "sweep"]
