"""One's own runs in words: what a fit rests on, what a switched-off run changes, which run to do next."""

import numpy as np

from sim.fitting.bootstrap import frontier
from sim.fitting.remarks import ILL, MISSED
from sim.fitting.report import FittedRuns
from sim.ground import units
from sim.laws import loss_laws
from sim.studies.own_runs import OwnRuns, best_by_law
from sim.studies.pilots import LEAST_STEPS, MOST_SHARE, RATIOS, NextRun
from sim.words.fit import Table

KINDS = {
    "best": "Most saved for its cost",
    "repeat": "The same again, to see the noise",
    "largest": "The largest that may be paid, to see whether the form holds",
}
CAUTION_NEXT = (
    f"Candidates stay within {RATIOS[0]:.0f} to {RATIOS[1]:.0f} tokens per parameter, take {LEAST_STEPS} steps at "
    f"least and cost at most {100 * MOST_SHARE:.0f} % of the planned run. The choice likes extreme runs, where real "
    "runs leave the form of the law: do the largest one too, and fit again after each."
)


def run_words(own: OwnRuns, place: int) -> str:
    """A run as a choice: its line, and how far off the fit it is."""
    return f"Line {own.table.lines[place]}: {_off(own.residuals[place])}"


def _off(residual: float) -> str:
    return "no fit" if np.isnan(residual) else f"{_percent(100 * np.expm1(residual))} off"


def _percent(x: float, digits: int = 1) -> str:
    return f"{x:+.{digits}f} %".replace("-", "−")


def diagnosis_sentences(found: FittedRuns) -> list[str]:
    """What the fit rests on, with figures."""
    seen, table = found.diagnosis, found.fit.table
    heaviest = int(np.argmax(seen.leverage))
    told = [
        f"Condition number of the constants: {units.scientific(seen.condition)}. Above {units.scientific(ILL)} one mix "
        "of them is nearly free.",
        f"The run in line {table.lines[heaviest]} decides {units.percent(seen.leverage[heaviest], 2)} of its own "
        f"fitted loss, more than any other; {units.percent(5 / len(table), 2)} is the average.",
    ]
    out = seen.largest_out
    if out is None:
        return [*told, "Too few runs to fit the smaller ones and predict the largest."]
    inside = round(out.inside * len(out.places))
    verdict = "The form does not reach so far." if out.inside < MISSED else "The band covers as it should."
    return [
        *told,
        f"Fitted on the {len(table) - len(out.places)} smaller runs, the law predicts the {len(out.places)} largest, "
        f"up to {units.times(out.reach)} the compute, with a median error of {_percent(100 * out.error, 2)}; "
        f"{inside} of them lie within the 80 % band. {verdict}",
    ]


def effect_table(own: OwnRuns) -> Table:
    """What the fit says with all runs, and without those that are switched off."""
    both = [own.every, own.shown]
    at = [frontier(found.fit.logarithmic[None], found.train_flop) for found in both]
    rows = []
    for label, name, form in (
        ("Best parameters", "n_params", "count"),
        ("Best tokens per parameter", "tokens_per_param", "plain"),
        ("Least loss", "loss", "loss"),
    ):
        rows.append(_row(label, [float(one[name][0]) for one in at], form))
    for name in own.every.fit.constants:
        rows.append(_row(name, [found.fit.constants[name] for found in both], "plain"))
    rows.append(_row("Noise of a run", [found.fit.noise for found in both], "percent"))
    without = units.counted(str(len(own.off)), "run")
    return ["", "All runs", f"Without {without}", "Change"], rows


def _row(label: str, values: list[float], form: str) -> list[str]:
    before, after = values
    known = all(np.isfinite(values)) and before > 0
    change = _percent(100 * (after / before - 1)) if known else "–"
    return [label, *(units.text(x, form) if np.isfinite(x) else "–" for x in values), change]


def next_table(runs: tuple[NextRun, ...]) -> Table:
    """Which run to do next, what it costs and saves."""
    rows = [
        [
            KINDS[one.kind],
            units.count(one.n_params),
            units.count(one.n_tokens),
            units.plain(one.n_tokens / one.n_params),
            units.dollars(one.cost_usd),
            units.dollars(one.value_usd),
            "" if one.value_usd > one.cost_usd else "costs more than it saves",
        ]
        for one in runs
    ]
    return ["Next run", "Parameters", "Tokens", "Tokens per parameter", "Cost", "Saves", ""], rows


def published_table(found: FittedRuns) -> Table:
    """Each published law on these runs, and its best split beside theirs at the same compute."""
    laws, seen = loss_laws().entries, found.diagnosis.published
    rows = []
    if found.fit.is_law:
        at = frontier(found.fit.logarithmic[None], found.train_flop)
        rows.append(["Your runs", "–", units.count(at["n_params"][0]), units.plain(at["tokens_per_param"][0])])
    for key, (N, D) in best_by_law(found.train_flop).items():
        level = _percent(100 * seen[key]) if key in seen else "–"
        rows.append([laws[key].label, level, units.count(N), units.plain(D / N)])
    return ["Law", "Your losses above it, median", "Best parameters", "Tokens per parameter"], rows
