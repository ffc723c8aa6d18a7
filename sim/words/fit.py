"""A fit of one's own runs, told in lines."""

from sim.fitting.bootstrap import QUANTITIES, frontier
from sim.fitting.estimators import recommended
from sim.fitting.report import FittedRuns
from sim.ground import units

NAMES = {"n_params": "best parameters", "tokens_per_param": "best tokens per parameter", "loss": "least loss"}
FORMS = {"n_params": "count", "tokens_per_param": "plain", "loss": "loss"}
WHY_RECOMMENDED = {
    "resists-outliers": "single runs that went wrong move it least",
    "predicts-largest": "it predicts the largest runs best when fitted on the others",
}
MOST_LINES = 10

Table = tuple[list[str], list[list[str]]]  # names of columns, and rows


def optimum_table(found: FittedRuns) -> Table:
    """The best plan at the asked compute, with its bands where the runs determine them."""
    at, bands = frontier(found.fit.logarithmic[None], found.train_flop), found.bands
    rows = []
    for name in QUANTITIES:
        form = FORMS[name]
        row = [NAMES[name].capitalize(), units.text(float(at[name][0]), form)]
        if bands is not None:
            row += [f"{units.text(low, form)} to {units.text(high, form)}" for low, high in bands[name].values()]
        rows.append(row)
    return ["At this compute", "Fit", *(["80 % band", "95 % band"] if bands is not None else [])], rows


def runs_table(found: FittedRuns) -> Table:
    """Every run as it was understood, with its residual, its leverage and what the best size would do without it."""
    table, seen = found.fit.table, found.diagnosis
    rows = [
        [
            str(table.lines[i]),
            units.count(table.n_params[i]),
            units.count(table.n_tokens[i]),
            units.loss(table.loss[i]),
            f"{100 * found.fit.residuals[i]:+.2f} %",
            units.percent(seen.leverage[i], 2),
            f"{100 * seen.influence[i]:+.1f} %",
            "outlier" if i in seen.outliers else "",
        ]
        for i in range(len(table))
    ]
    return ["Line", "Parameters", "Tokens", "Loss", "Off the fit", "Leverage", "Best size without it", ""], rows


def estimators_table(found: FittedRuns) -> Table:
    """All estimators side by side."""
    rows = [
        [
            row.label,
            "-" if row.n_params is None else units.count(row.n_params),
            "-" if row.tokens_per_param is None else units.plain(row.tokens_per_param),
            "-" if row.exponent is None else units.plain(row.exponent),
            "-" if row.largest_error is None else units.percent(row.largest_error, 2),
            row.why_not,
        ]
        for row in found.estimates
    ]
    return ["Estimator", "Best parameters", "Tokens per parameter", "Exponent of N", "Largest runs missed by", ""], rows


def recommendation(found: FittedRuns) -> str:
    """Which estimator to use, and why."""
    choice, why = recommended(found.estimates)
    label = next(row.label for row in found.estimates if row.key == choice)
    return f"Recommended: {label}, as {WHY_RECOMMENDED[why]}."


def fit_lines(found: FittedRuns) -> list[str]:
    """What a fit says, line by line."""
    table, constants = found.fit.table, found.fit.constants
    counted = units.counted(f"{len(table):,}", "run")
    lines = [
        f"{counted} read; {units.counted(f'{len(table.refused):,}', 'row')} refused.",
        *(f"  line {one.line}: {one.reason}" for one in table.refused[:MOST_LINES]),
        "L = E + A / N^alpha + B / D^beta with "
        + ", ".join(f"{name} = {units.plain(value, 5)}" for name, value in constants.items()),
        f"Sum of Huber losses: {found.fit.objective:.6e}. Noise of a run: {units.percent(found.fit.noise, 2)}.",
        f"At {units.scientific(found.train_flop)} FLOP:",
        *_optimum(found),
        *(f"{one.text} ({one.code})" for one in found.remarks),
    ]
    if found.bands is None:
        lines.append("No bands are shown: these runs do not determine the law.")
    lines += ["", "Estimators side by side, at the same compute:"]
    for row in found.estimates:
        size = "-" if row.n_params is None else units.count(row.n_params)
        ratio = "-" if row.tokens_per_param is None else units.plain(row.tokens_per_param)
        error = "-" if row.largest_error is None else units.percent(row.largest_error, 2)
        lines.append(f"  {row.label:38}{size:>9} parameters, D/N {ratio:>7}, largest runs missed by {error}")
    return [*lines, recommendation(found)]


def _optimum(found: FittedRuns) -> list[str]:
    if not found.fit.is_law:
        return ["  no best plan: the loss of the fit does not fall as the run grows"]
    at, bands = frontier(found.fit.logarithmic[None], found.train_flop), found.bands
    lines = []
    for name in QUANTITIES:
        form = FORMS[name]
        line = f"  {NAMES[name]}: {units.text(float(at[name][0]), form)}"
        if bands is not None:
            line += "".join(
                f"; {level} %: {units.text(low, form)} to {units.text(high, form)}"
                for level, (low, high) in bands[name].items()
            )
        lines.append(line)
    return lines
