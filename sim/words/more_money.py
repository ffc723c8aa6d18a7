"""What a sum more buys the run that is shown, when to change lever, and how fast the next dollar buys less."""

from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.studies.money import Returns
from sim.studies.more_money import returns
from sim.studies.returns import ANEW, LEVERS
from sim.words.next_dollar import BALANCED

FREE = 0.005  # of the cost: an overspend below it is not spoken of, as in the sentence of the page
PERCENT = 100
LEAST_PLAIN = 1e-5
TEXT = "text"  # the one lever that is not a plural
LABELS = {lever.name: lever.label.lower() for lever in LEVERS}


def counts_answers(scenario: Scenario) -> bool:
    """Whether wrong answers are counted, and not the loss alone."""
    return scenario.inference == "on" and scenario.task_kind != "none"


def shown(scenario: Scenario, reached: float) -> str:
    """What is reached: a loss, or a share of wrong answers."""
    return units.percent(reached) if counts_answers(scenario) else units.loss(reached)


def fall(scenario: Scenario, removed: float) -> str:
    """A difference of what is reached."""
    size = PERCENT * removed if counts_answers(scenario) else removed
    if LEAST_PLAIN <= abs(size) < 1e-3:  # no powers of ten beside plain numbers of the same sentence
        return f"{float(f'{size:.1e}'):f}".rstrip("0").replace("-", "−")
    return units.plain(size).replace("-", "−") if size else "0"


def free(result: Result, found: Returns) -> float | None:
    """What the best plan of the same cost is better by; `None` where that is not worth a word."""
    saved, cost = result.overspend_usd, result.cost_total_usd
    if found.anew_now is None or saved is None or cost is None or saved < FREE * cost:
        return None
    return found.now - found.anew_now


def ahead(found: Returns) -> str | None:
    """Name of the lever that is the better buy now; `None` where none is, or two buy about as much."""
    bought = sorted((gain for name, gain in found.gain.items() if gain is not None and name != ANEW.name), reverse=True)
    if found.best is None or (len(bought) > 1 and bought[0] - bought[1] < BALANCED * bought[1]):
        return None
    return found.best


def for_the_sum(result: Result, found: Returns) -> str:
    """What the sum buys on each lever and with all planned anew, and how much of that is the overspend."""
    scenario = result.scenario
    bought = {name: None if after is None else found.now - after for name, after in found.after.items()}
    parts = [
        f"{fall(scenario, removed)} on {LABELS[name]}"
        for name, removed in bought.items()
        if removed is not None and name != ANEW.name
    ]
    best = bought[ANEW.name]
    if best:
        parts.append(f"{fall(scenario, best)} planned anew")
    if not parts:
        return f"No lever can take {units.dollars(found.usd)} more within the bounds of the simulator."
    what = "the wrong answers of 100 fall" if counts_answers(scenario) else "the loss falls"
    saved = free(result, found)
    gap = "" if saved is None or not best else f", {fall(scenario, saved)} of which is the overspend"
    return f"For {units.dollars(found.usd)} more {what} by {', '.join(parts)}{gap}."


def change_of_lever(found: Returns) -> str:
    """Which lever is the better buy, and up to where."""
    if found.best is None:
        return ""
    best = ahead(found)
    if best is None:
        return "The two best levers buy about as much: mix them."
    first = f"Of the levers {LABELS[best]} buy{'s' if best == TEXT else ''} most"
    if found.change is None:
        return f"{first}, whatever the sum."
    return f"{first} up to {units.dollars(found.change.usd)} more, then {LABELS[found.change.then]}."


def diminishing(found: Returns) -> str:
    """How many times less the next dollar buys for ten times the money."""
    if found.tenfold is None:
        return ""
    return f"Ten times the money makes the next dollar buy {units.plain(found.tenfold, 2)} times less."


def more_money(result: Result) -> str:
    """All three; nothing where the price of the run is unknown."""
    found = returns(result)
    if found is None:
        return ""
    return " ".join(filter(None, (for_the_sum(result, found), change_of_lever(found), diminishing(found))))
