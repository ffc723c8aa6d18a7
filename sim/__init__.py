"""Next Dollar: what the next dollar of language-model scaling buys.

>>> from sim import Scenario, evaluate
>>> evaluate(Scenario(n_params=8e9, n_tokens=15e12)).loss  # doctest: +SKIP
"""

from sim.engine.evaluate import evaluate, sweep
from sim.engine.notes import notes
from sim.engine.result import Result
from sim.ground.errors import SimulationError
from sim.inputs.scenario import Scenario
from sim.studies.curves import loss_ladder
from sim.studies.uncertainty import bands
from sim.version import MODEL_VERSION

__all__ = [
    "MODEL_VERSION", "Result", "Scenario", "SimulationError", "bands", "evaluate", "loss_ladder", "notes", "sweep",
]  # fmt: skip
