"""What to know of a fit, each with a code, a condition with its threshold, and a sentence."""

from dataclasses import dataclass

import numpy as np

from sim.fitting.bootstrap import Draws
from sim.fitting.diagnosis import LEAST_NOISE, Diagnosis
from sim.fitting.fit import Fit
from sim.fitting.reading import RunTable

FEW_RUNS, TOO_FEW = 12, 8
NARROW, SAME_RATIO, SAME_COMPUTE = 10.0, 1.5, 3.0  # largest over smallest
NO_FLOOR = 1e-3  # floor over the least loss, below which there is none
UNKNOWN_FLOOR, UNKNOWN_SHARE = 0.25, 0.1  # floor over the fitted one, and the share of refits below it
LAWLESS_SHARE = 0.025  # of refits whose loss does not fall: an end of the 95 % band lies among them
LOOSE = 0.5  # standard deviation of an exponent over itself
ILL = 1e6
MANY_SIGNS = 2.6  # standard deviations, 1 % two-sided
MISSED = 0.4  # share of the largest runs inside of an 80 % band
MOVED = 0.1  # change of the best size without one run
UNSETTLED = 0.99  # share of refits that reached their minimum
CHECKPOINTS = 3  # rows of one group and one size


@dataclass(frozen=True)
class Remark:
    """A code, its sentence, and whether the fit has no band because of it."""

    code: str
    text: str
    no_band: bool = False


# What reading alone says.
OF_TABLES = {
    "rows-refused": "Some rows were refused: see their lines.",
    "flop-not-6nd": "The compute of the table is not 6 N D. Parameters and tokens are used as they stand.",
    "loss-was-perplexity": "The loss is the logarithm of the perplexity.",
    "loss-in-bits-per-byte": "The loss is counted per byte, not per token: its level cannot be compared with other "
    "laws.",
    "last-rows": "The table has many steps of each run: the last of each is taken.",
    "sizes-of-names": "The parameters are those that the names of the runs say.",
    "embeddings-left-out": "The parameters leave out the embeddings: the best ratio of tokens to parameters is "
    "another than with all of them.",
}


def spread(values: np.ndarray) -> float:
    """Largest over smallest."""
    return float(values.max() / values.min())


def remarks(found: Fit, draws: Draws, seen: Diagnosis) -> list[Remark]:
    """Everything to know of a fit, what forbids a band first."""
    made = [*_unknown(found, draws), *_weak(found, draws, seen)]
    made += [Remark(code, OF_TABLES[code]) for code in found.table.remarks]
    return sorted(made, key=lambda one: not one.no_band)


def _unknown(found: Fit, draws: Draws) -> list[Remark]:
    """What makes a fit degenerate: no band is drawn."""
    table, constants = found.table, found.constants
    made = []
    if spread(table.n_tokens / table.n_params) < SAME_RATIO:
        made.append(
            Remark("one-ratio", "All runs have nearly the same tokens per parameter, so that nothing tells what "
                   "parameters do from what tokens do.", True)
        )  # fmt: skip
    if spread(table.train_flop) < SAME_COMPUTE:
        made.append(
            Remark("one-compute", "All runs have nearly the same compute, so that nothing tells the floor from what "
                   "more of both would do.", True)
        )  # fmt: skip
    if len(table) < TOO_FEW:
        made.append(
            Remark("too-few-runs", f"{len(table)} runs for five constants: nothing is left to tell how far off they "
                   "may be.", True)
        )  # fmt: skip
    if not found.is_law:
        made.append(Remark("no-law", "The best constants are no law: the loss would not fall as the run grows.", True))
    elif float(np.mean(draws.lawful)) < 1 - LAWLESS_SHARE:
        made.append(
            Remark("exponent-free", "In many refits an exponent is zero or negative: these runs do not know it.", True)
        )
    if found.noise <= LEAST_NOISE:
        made.append(
            Remark("no-noise", "The losses lie on the law to their last digit, as if they came from a formula: there "
                   "is no noise to tell how far off the fit may be.", True)
        )  # fmt: skip
    if constants["E"] < NO_FLOOR * float(table.loss.min()):
        made.append(
            Remark("floor-at-zero", "The best floor is zero: these runs bend too little to tell where the loss ends.",
                   True)
        )  # fmt: skip
    else:
        lnE = draws.constants[:, 2]
        if float(np.mean(lnE < np.log(UNKNOWN_FLOOR * constants["E"]))) > UNKNOWN_SHARE:
            made.append(
                Remark("floor-unknown", "These runs do not know the floor: a lower one with smaller exponents fits "
                       "as well.", True)
            )  # fmt: skip
    for name, place in (("alpha", 3), ("beta", 4)):
        values = draws.constants[draws.lawful][:, place]
        if found.is_law and len(values) > 1 and float(np.std(values)) > LOOSE * constants[name]:
            made.append(Remark(f"{name}-unknown", f"These runs hardly know the exponent {name}.", True))
    return made


def _weak(found: Fit, draws: Draws, seen: Diagnosis) -> list[Remark]:
    """What weakens a fit."""
    table = found.table
    n, ratio = len(table), table.n_tokens / table.n_params
    out = seen.largest_out
    most = float(np.nanmax(np.abs(seen.influence))) if np.any(np.isfinite(seen.influence)) else 0.0
    rules = (
        ("few-runs", TOO_FEW <= n < FEW_RUNS, f"{n} runs for five constants: the noise itself is hardly known."),
        ("narrow-params", spread(table.n_params) < NARROW, "The sizes differ by less than a factor of 10."),
        ("narrow-tokens", spread(table.n_tokens) < NARROW, "The tokens differ by less than a factor of 10."),
        ("narrow-ratio", SAME_RATIO <= spread(ratio) < NARROW,
         "Tokens per parameter differ by less than a factor of 10."),
        ("ill-conditioned", seen.condition > ILL,
         "One mix of the constants is nearly free: a lower floor with smaller exponents fits almost as well."),
        ("outliers", n >= FEW_RUNS and len(seen.outliers) > 0,
         f"{len(seen.outliers)} of the runs lie further from the fit than noise explains."),
        ("uneven-noise", draws.uneven > 1,
         f"Some runs are noisier than others. Drawn again as whole runs they leave the constants "
         f"{draws.uneven:.1f} times as unsure as their residuals say, and the wider bands are shown."),
        ("one-run-decides", most > MOVED, f"Without one of the runs the best size would move by {100 * most:.0f} %."),
        ("residuals-in-a-row", found.noise > LEAST_NOISE and seen.runs_of_signs > MANY_SIGNS,
         "Neighboring runs miss the fit on the same side: the form does not hold over all of them."),
        ("largest-out-missed", found.noise > LEAST_NOISE and out is not None and out.inside < MISSED,
         "A fit of the smaller runs does not predict the largest ones within its band."),
        ("checkpoints", _has_checkpoints(table),
         "Many rows share a run and a size, as checkpoints do. They are resampled together; a checkpoint before "
         "the learning rate has fallen has too high a loss."),
        ("unsettled", draws.converged < UNSETTLED or not found.converged,
         "Some refits did not reach their minimum."),
    )  # fmt: skip
    return [Remark(code, text) for code, holds, text in rules if holds]


def _has_checkpoints(table: RunTable) -> bool:
    if not table.groups:
        return False
    keys = [f"{group} {N:.3e}" for group, N in zip(table.groups, table.n_params, strict=True)]
    return max(keys.count(key) for key in set(keys)) >= CHECKPOINTS if len(keys) <= 5_000 else False
