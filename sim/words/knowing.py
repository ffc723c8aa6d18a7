"""What knowing a law better is worth, in words and as plain data."""

from typing import Any

import numpy as np

from sim.engine.known_results import result_of
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.laws import loss_laws
from sim.studies.knowing import Belief, noise_of
from sim.studies.pilots import PilotSet, Study, next_runs, studied
from sim.studies.regret import overspends_elsewhere

CONSTANTS_ALONE = (
    "This counts the law’s constants, not whether the law is right. Pilots far from the planned run teach only as "
    "much as the form of the law holds out there."
)
CAUTION = f"{CONSTANTS_ALONE} What other published laws would say is listed beside it."


def knowing_json(scenario: Scenario, known: Belief, noise: float) -> dict[str, Any]:
    """Everything about what not knowing costs a run."""
    found = studied(scenario, known, noise)
    return {
        "scenario": scenario.model_dump(),
        "knowing_usd": found.now.usd,
        "knowing_share": found.now.share,
        "payment_usd": found.payment_usd,
        "noise": noise,
        "in_words": knowing_sentences(found),
        "best_pilots": None if found.best is None else _set(found.best),
        "curve": [_set(one) for one in found.curve],
        "next_runs": [vars(run) for run in next_runs(scenario, known, noise)],
        "between_laws_usd": between_laws(scenario),
        "caution": CAUTION,
    }


def knowing_sentences(found: Study) -> list[str]:
    """What not knowing costs, and the pilots that are worth it."""
    sentences = [
        f"Deciding on the best guess of the law overspends {units.dollars(found.now.usd)} on average, "
        f"{units.percent(found.now.share, 2)} of this run."
    ]
    best = found.best
    if best is None:
        dear = max(found.sets, key=lambda one: one.value_usd, default=None)
        if dear is None:
            return [*sentences, "No pilot run is small enough for this run and large enough to teach anything."]
        return [*sentences, "Every set of pilots that was tried costs more than it saves."]
    share = best.cost_usd / found.payment_usd
    return [
        *sentences,
        f"The best pilots found: {pilots_in_words(best)}.",
        f"They cost {units.dollars(best.cost_usd)}, {units.percent(share, 2)} of the run, and leave an overspend of "
        f"{units.dollars(best.left.usd)}: {units.dollars(best.net_usd)} saved.",
    ]


def pilots_in_words(one: PilotSet) -> str:
    """What a set of pilots runs."""
    least, most = (units.count(size) for size in (min(one.n_params), max(one.n_params)))
    sizes = f"of {least} parameters" if least == most else f"at each of three sizes, {least} to {most} parameters"
    each = units.counted(str(one.repeats if least != most else len(one.n_params)), "run")
    return f"{len(one.n_params)} runs of {units.scientific(one.flop_each)} FLOP, {each} {sizes}"


def noise_sentence(scenario: Scenario) -> str:
    """How noisy a pilot run is taken to be."""
    whose = "as yours had" if chosen_law(scenario).typed else "about that of the seeds of small runs"
    return f"Noise of a pilot: {units.percent(noise_of(scenario), 2)} of its loss, {whose}."


def between_sentence(scenario: Scenario) -> str:
    """How much dearer it would be to plan by the wrong law; "" where no other says."""
    known = {key: usd for key, usd in between_laws(scenario).items() if usd is not None}
    if not known:
        return ""
    least, most = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    laws = loss_laws().entries
    return (
        f"If another published law were the true one, this plan would overspend {units.dollars(known[least])} "
        f"({laws[least].name}) to {units.dollars(known[most])} ({laws[most].name})."
    )


def curve_table(found: Study) -> tuple[list[str], list[list[str]]]:
    """The sets of pilots that leave less overspend than every cheaper one."""
    rows = [
        [
            units.dollars(one.cost_usd),
            f"{len(one.n_params)} of {units.scientific(one.flop_each)} FLOP",
            f"{units.count(min(one.n_params))} to {units.count(max(one.n_params))}",
            units.dollars(one.left.usd),
            units.dollars(one.net_usd),
            "" if one.pays else "costs more than it saves",
        ]
        for one in found.curve
    ]
    return ["Cost", "Runs", "Parameters", "Overspend left", "Saved after cost", ""], rows


def between_laws(scenario: Scenario) -> dict[str, float | None]:
    """What planning with the scenario's law overspends where another published law is true [USD]."""
    found = overspends_elsewhere(scenario, result_of(scenario).train_flop)
    return {key: usd if np.isfinite(usd) else None for key, usd in found.items()}


def _set(one: PilotSet) -> dict[str, Any]:
    plain = {name: value for name, value in vars(one).items() if name != "left"}
    return {**plain, "left_usd": one.left.usd, "left_share": one.left.share, "net_usd": one.net_usd, "pays": one.pays}
