"""The commands about one's own runs: `python -m sim fit | example-runs`."""

import argparse
import json
from collections.abc import Callable

from sim.fitting.bootstrap import METHODS
from sim.fitting.example import NOISE, SEED, as_csv, example
from sim.fitting.exports import KINDS, Asked
from sim.fitting.reading import read
from sim.fitting.report import FittedRuns, as_json, fitted
from sim.fitting.table import content_of
from sim.ground.errors import SimulationError
from sim.ground.typed import typed
from sim.inputs.custom import own_law
from sim.inputs.scenario import Scenario
from sim.links.share import link
from sim.studies.knowing import belief, noise_of
from sim.version import MODEL_VERSION
from sim.words.fit import fit_lines
from sim.words.knowing import knowing_json

MOST_NOISE = 0.5  # of ln L


def add(command: Callable[..., argparse.ArgumentParser], scenario_of: Callable[[argparse.Namespace], Scenario]) -> None:
    """Add the commands.

    Parameters
    ----------
    command : callable
        Makes one from its name, what it runs and what it is about.
    scenario_of : callable
        Scenario of the options.
    """
    own = command("fit", _fit, "fit a law to a table of your own runs", scenario=False)
    own.add_argument(
        "file",
        metavar="FILE",
        nargs="+",
        help="CSV, tabs or JSON of parameters, tokens and loss, or one for each run; - is standard input",
    )
    own.add_argument("--json", action="store_true", help="all of it as JSON rather than in words")
    own.add_argument("--at", metavar="FLOP", help="compute of the bands; by default the largest of the runs")
    own.add_argument("--columns", metavar="NAME=HEADING", nargs="+", default=[], help="such as loss=my_metric")
    own.add_argument(
        "--loss-in",
        choices=sorted(KINDS),
        default="",
        help="what the loss is in; by default as its heading says; bytes are bits per byte",
    )
    own.add_argument("--params", choices=["all", "non_embedding"], default="", help="what the parameters count")
    own.add_argument("--tokens-per-step", metavar="N", help="tokens of a step, where the table counts steps")
    own.add_argument(
        "--resample",
        choices=sorted(METHODS),
        help="how runs are resampled: residuals where all are as noisy, pairs (whole runs) where not, "
        "block where rows share a run; by default as they need",
    )
    known = command(
        "knowing",
        lambda options: _knowing(options, scenario_of),
        "print what not knowing the law costs a run, and pilots worth paying for",
    )
    known.add_argument("--runs", metavar="FILE", help="fit the law to these runs, rather than take the scenario's")
    known.add_argument("--noise", type=float, help="standard deviation of the logarithm of the loss of a pilot run")
    runs = command("example-runs", _example_runs, "print simulated runs, to try a fit on", scenario=False)
    runs.add_argument("--runs", type=int, default=30, help="how many")
    runs.add_argument("--noise", type=float, default=NOISE, help="standard deviation of the logarithm of the loss")
    runs.add_argument("--seed", type=int, default=SEED, help="of the noise")


def _fit(options: argparse.Namespace) -> None:
    chosen = {}
    for assignment in options.columns:
        name, equals, heading = assignment.partition("=")
        if not equals:
            raise SimulationError("--columns", assignment, "write NAME=HEADING, such as loss=my_metric")
        chosen[name.strip()] = heading
    at, per_step = _number("--at", options.at), _number("--tokens-per-step", options.tokens_per_step)
    files = [(path, content_of(path)) for path in options.file]
    asked = Asked(options.loss_in, options.params, per_step)
    table = read(files, chosen, " ".join(options.file[:2]), asked)
    found = fitted(table, at, options.resample)
    if options.json:
        report = {**as_json(found), "link": _link(found), "model_version": MODEL_VERSION}
        print(json.dumps(report, indent=2, allow_nan=False))
    else:
        print("\n".join(fit_lines(found)))


def _link(found: FittedRuns) -> str | None:
    """The link of the default scenario with this law; `None` where no input allows its constants."""
    try:
        return link(Scenario().changed(**own_law(found.fit.constants, found.text)))
    except SimulationError:
        return None


def _number(option: str, text: str | None) -> float | None:
    if text is None:
        return None
    try:
        found = typed(text).value
    except ValueError as error:
        raise SimulationError(option, text, str(error)) from None
    if found is None or not found > 0:
        raise SimulationError(option, text, "write a number such as 1e24")
    return found


def _knowing(options: argparse.Namespace, scenario_of: Callable[[argparse.Namespace], Scenario]) -> None:
    scenario, noise = scenario_of(options), options.noise
    if noise is not None and not 0 < noise <= MOST_NOISE:
        raise SimulationError("--noise", noise, f"allowed is more than 0 and at most {MOST_NOISE:g}")
    if options.runs:
        found = fitted(read(content_of(options.runs), name=options.runs))
        scenario = scenario.changed(**own_law(found.fit.constants, found.text))
    known = belief(scenario)
    if known is None:
        raise SimulationError("law", scenario.law, "it has no covariance, so that what knowing it better is worth is "
                              "not known")  # fmt: skip
    print(json.dumps(knowing_json(scenario, known, noise or noise_of(scenario)), indent=2, allow_nan=False))


def _example_runs(options: argparse.Namespace) -> None:
    print(as_csv(example(options.runs, options.noise, options.seed)), end="")
