"""Learn more first? What a dollar on pilot runs saves, beside what the next dollar on each lever is worth.

All in one unit, dollars of the best plan: what knowing saves is counted as money by which the best plan reaches the
same loss for less, and what a lever takes off the loss as the money that the best plan would need for as much.
"""

from dataclasses import dataclass

from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground.errors import SimulationError
from sim.inputs.scenario import Scenario
from sim.studies.more_money import Returns, returns
from sim.studies.pilots import PilotSet, Study, study
from sim.studies.returns import ANEW

LEARN, LABEL = "learn", "Learn more first"
LEVERS_OF_TRAINING = ("params", "tokens")


@dataclass(frozen=True)
class Worth:
    """What a dollar on one thing is worth.

    Parameters
    ----------
    name, label, color : str
        Of the lever, or of learning.
    usd : float
        Dollars of the best plan.
    """

    name: str
    label: str
    color: str
    usd: float


def counts(scenario: Scenario) -> bool:
    """Whether what knowing is worth can be asked: the law has a covariance."""
    return chosen_law(scenario).covariance is not None


def learning(result: Result) -> Study | None:
    """What not knowing the law costs the run, and pilots for it; `None` where that cannot be said."""
    try:
        return study(result.scenario)
    except SimulationError:
        return None


def tried(found: Study) -> PilotSet | None:
    """The set of pilots that saves most after its cost, whether it pays or not; `None` where none is possible."""
    return max(found.sets, key=lambda one: one.net_usd, default=None)


def worths(result: Result) -> list[Worth]:
    """What a dollar is worth on each lever of the run, and on learning first; a lever that buys nothing is left out."""
    bought = returns(result)
    made = [] if bought is None else _of_levers(bought)
    made = [one for one in made if one.usd > 0]
    found = learning(result)
    if found is None:
        return made
    pilots = tried(found)
    return [*made, Worth(LEARN, LABEL, "compute", 0.0 if pilots is None else pilots.value_usd / pilots.cost_usd)]


def _of_levers(bought: Returns) -> list[Worth]:
    # Where post-training counts, the slope of the best plan is not known: the better of its two levers stands for it.
    of_training = [bought.gain[name] or 0.0 for name in LEVERS_OF_TRAINING if name in bought.gain]
    unit = bought.gain[ANEW.name] or max(of_training, default=0.0)
    if not unit > 0:
        return []
    levers = bought.money.levers
    return [Worth(way.name, way.label, way.color, (bought.gain[way.name] or 0.0) / unit) for way in levers]
