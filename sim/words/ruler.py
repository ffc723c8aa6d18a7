"""How far a run lies beyond the runs behind a law: the sentence under every chart of it."""

from sim.engine.fitted_range import beyond_fitted_range
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units


def ruler(result: Result) -> str:
    """A sentence on compute, or on parameters and tokens where the law states no range of compute."""
    law = chosen_law(result.scenario)
    if law.typed and not law.fitted_range:
        return "These constants are yours: no runs stand behind them."
    if not law.fitted_range:
        return f"We know no fitted range of {law.name}."
    sizes = beyond_fitted_range(result)
    if "train_flop" in law.fitted_range:
        sizes = [size for size in sizes if size.name == "train_flop"]
    ends = [("largest" if size.is_larger else "smallest", size) for size in sizes]
    found = [f"{units.times(size.factor)} the {size.word} of the {end} run of this fit" for end, size in ends]
    if not found:
        return "This run lies within the runs of this fit."
    return f"Extrapolated: this run has {' and '.join(found)}."
