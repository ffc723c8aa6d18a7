"""What a link means that is older than an input: as before, whatever the default of the input would change.

A link does not say what it does not know. Where the default of such an input changes nothing it stands, so that
the page opens as it does for everybody; else the input is neutral.
"""

import math
from collections.abc import Callable, Mapping

import numpy as np

from sim.engine.frontier import best_split, cheapest
from sim.engine.marginal import STEP
from sim.engine.plans import planned
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import known, numbers
from sim.inputs.scenario import Scenario
from sim.program.cost import dollar_spend, flop_spend

KEPT = 1 - 1e-9  # of the stock: a plan nearer to its end counts as one that repeats


def as_it_was(scenario: Scenario, neutral: Mapping[str, float | str | None]) -> Scenario:
    """The scenario with the neutral value of each input whose own would change a result.

    Parameters
    ----------
    scenario : Scenario
        As the link opens with the defaults of today.
    neutral : mapping
        The inputs that the link does not know, with the value that changes nothing.
    """
    changing = {name: value for name, value in neutral.items() if name not in MATTERS or MATTERS[name](scenario)}
    return scenario.changed(**changing)


def _text_runs_out(scenario: Scenario) -> bool:
    """Whether any plan of the results repeats text: the run's, the best for its cost, or those of the next 0.01 nat.

    A plan that is best over endless text and repeats nothing is the best over the stock too, which
    only takes from the plans that repeat. So the plans over endless text decide.
    """
    inputs = numbers(scenario, unique_tokens=math.nan)
    law, flop, dollars = applied_law(inputs), flop_spend(inputs), dollar_spend(inputs)
    N, D = planned(inputs, law, flop, dollars)
    L = law.loss(N, D)
    tokens = [D, law.tokens_for(L - STEP, N), best_split(law, flop, flop.total(N, D))[1], cheapest(law, flop, L)[1]]
    tokens += [best_split(law, dollars, dollars.total(N, D))[1], cheapest(law, dollars, L - STEP)[1]]
    reached = [x for x in tokens if np.isfinite(x)]  # where endless text does not reach, the stock does not either
    return max(reached, default=0.0) > KEPT * known(numbers(scenario).unique_tokens)


# A stock, and what repeats over it are worth, change nothing where nothing repeats.
MATTERS: dict[str, Callable[[Scenario], bool]] = {"unique_tokens": _text_runs_out, "repetition": _text_runs_out}
