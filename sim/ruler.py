"""How far a run lies beyond the runs behind a law: the sentence under every chart of it."""

from sim import units
from sim.laws import loss_laws
from sim.result import Result


def ruler(result: Result) -> str:
    """A sentence on compute, or on parameters and tokens where the law states no range of compute."""
    law = loss_laws().entries[result.scenario.law]
    if law.typed:
        return "These constants are yours: no runs stand behind them."
    if not law.fitted_range:
        return f"We know no fitted range of {law.name}."
    found = []
    for name, word in (("train_flop", "compute"), ("n_params", "parameters"), ("n_tokens", "tokens")):
        if name not in law.fitted_range or (name != "train_flop" and "train_flop" in law.fitted_range):
            continue
        low, high = law.fitted_range[name]
        value = getattr(result, name)
        if value > high:
            found.append(f"{units.times(value / high)} the {word} of the largest run of this fit")
        elif value < low:
            found.append(f"{units.times(value / low)} the {word} of the smallest run of this fit")
    if not found:
        return "This run lies within the runs of this fit."
    return f"Extrapolated: this run has {' and '.join(found)}."
