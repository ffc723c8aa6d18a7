"""What a text of a claim or a lesson can name: scenarios with their numbers, numbers of others, and words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sim.engine.known_results import result_of
from sim.engine.output_table import OUTPUTS
from sim.engine.scenario_law import chosen_law
from sim.ground.errors import SimulationError, allowed, cut, did_you_mean
from sim.inputs import TABLE
from sim.inputs.scenario import Scenario
from sim.studies.uncertainty import bands
from sim.teaching.expressions import UNKNOWN, Number
from sim.teaching.measures import MEASURES

REPORTED = "reported"  # in the place of a scenario: a number of others
ENDS = ("low", "high")
BAND = 80  # [%] of the band that .low and .high end
QUOTED = {
    **dict.fromkeys(OUTPUTS, "output"),
    **dict.fromkeys(MEASURES, "measure"),
    **{name: "input" for name, row in TABLE.items() if name not in OUTPUTS and row.is_number},
}


@dataclass(frozen=True)
class Names:
    """What can be named.

    Parameters
    ----------
    scenarios : mapping
        Scenario by name.
    reported : mapping
        Numbers of others by name.
    words : mapping
        What else may stand in braces, such as {"answer": "19"}.
    """

    scenarios: Mapping[str, Scenario]
    reported: Mapping[str, Number] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def and_scenario(self, name: str, scenario: Scenario) -> "Names":
        """The same names and one more."""
        return replace(self, scenarios={**self.scenarios, name: scenario})

    def and_words(self, **words: str) -> "Names":
        """The same names and some words."""
        return replace(self, words={**self.words, **words})

    def fault(self, which: str, name: str, end: str) -> str:
        """Why `which.name.end` names nothing; "" if it does."""
        if which == REPORTED:
            return self._not_reported(name, end)
        if which not in self.scenarios:
            return f"there is no scenario {cut(which)}{allowed(which, self.scenarios)}"
        if name in TABLE and name not in QUOTED:
            return f"“{name}” is a choice, not a number"
        if name not in QUOTED:
            near = did_you_mean(name, QUOTED) or "; see: python -m sim list outputs, inputs or measures"
            return f"{cut(name)} is neither an output nor an input or a measure{near}"
        if not end:
            return ""
        if end not in ENDS:
            return f"{cut(end)} is no end of a band; allowed are {' and '.join(ENDS)}"
        if name not in OUTPUTS:
            return f"“{name}” has no band: only outputs have one"
        if chosen_law(self.scenarios[which]).covariance is None:
            return f"“{which}.{name}” has no band: the covariance of its law is not published"
        return ""

    def _not_reported(self, name: str, end: str) -> str:
        if end:
            return f"“{name}” has no band: it was reported"
        if name in self.reported:
            return ""
        return f"no number {cut(name)} is reported{allowed(name, self.reported)}"

    def number(self, which: str, name: str, end: str) -> Number:
        """The number that is named; unknown where its scenario is infeasible."""
        if which == REPORTED:
            return self.reported[name]
        scenario = self.scenarios[which]
        try:
            if name in MEASURES:
                return Number(MEASURES[name].value(result_of(scenario)), MEASURES[name].form)
            if name not in OUTPUTS:
                return Number(getattr(scenario, name), TABLE[name].form, TABLE[name].unit)
            value = _end(scenario, name, end) if end else result_of(scenario).values[name]
            return Number(value, OUTPUTS[name].form, OUTPUTS[name].unit)
        except SimulationError:
            return UNKNOWN


@lru_cache(maxsize=512)
def _end(scenario: Scenario, name: str, end: str) -> float | None:
    found = bands(scenario)
    return found[name].ends(BAND)[ENDS.index(end)] if found else None
