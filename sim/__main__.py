"""The command line: `python -m sim evaluate | sweep | frontier | agree | fit | knowing | link | list` and more."""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, NoReturn

import numpy as np

from sim import fit_commands
from sim.all_catalogs import CATALOGS
from sim.catalogs.grids import PLACE
from sim.charts import Chart, charts
from sim.engine.evaluate import evaluate, sweep
from sim.engine.known_results import result_of
from sim.engine.output_table import OUTPUTS
from sim.engine.presets import named
from sim.ground.errors import SimulationError
from sim.inputs import SPELLED, TABLE
from sim.inputs.levers import lever_names
from sim.inputs.scenario import Scenario
from sim.links.report import report
from sim.links.schemas import freeze
from sim.links.share import link, opened
from sim.pages import board
from sim.studies.agreement import agreement
from sim.studies.backtest import checks
from sim.teaching.measures import MEASURES
from sim.version import MODEL_VERSION
from sim.words.parameters import markdown

FRONTIER_COLUMNS = ("train_flop", "n_params", "n_tokens", "tokens_per_param", "loss", "cost_total_usd")
BACKTEST_COLUMNS = ("model", "quantity", "ours", "published", "ratio", "source")
MAX_VALUES = 100_000


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, with status 2."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {' '.join(message.split())[:400]}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except SimulationError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        sys.stderr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="sim", description="What the next dollar of language-model scaling buys.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Any, about: str, scenario: bool = True) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        sub.set_defaults(run=run)
        if scenario:
            sub.add_argument("--preset", metavar="NAME_OR_FILE", help="start from a preset or a preset file")
            sub.add_argument("--link", metavar="LINK", help="start from a link, or the part of it after ?")
            sub.add_argument(
                "--set",
                metavar="NAME=VALUE",
                nargs="+",
                action="extend",
                default=[],
                help="inputs, such as n_params=8B",
            )
        return sub

    command("evaluate", _evaluate, "print one scenario and all its results as JSON")
    swept = command("sweep", _sweep, "print all results as arrays over one input")
    swept.add_argument("--name", required=True, help="the input to vary")
    swept.add_argument("--values", required=True, help="comma-separated, such as 1e9,8B,70B")
    curve = command("frontier", _frontier, "print the compute-optimal curve")
    curve.add_argument("--csv", action="store_true", help="as CSV rather than JSON")
    curve.add_argument("--points", type=int, default=65, help="points between the bounds of compute")
    command("agree", _agree, "ask all laws which lever is the better buy, as JSON")
    fit_commands.add(command, _scenario)
    command("link", _link, "print the share link of a scenario")
    schema = command("schema", _schema, "freeze the defaults of the table for links, after an input was added", False)
    schema.add_argument("--amend", action="store_true", help="into the newest schema, while that is not released")
    tested = command("backtest", _backtest, "print published figures of real models beside ours", scenario=False)
    tested.add_argument("--csv", action="store_true", help="as CSV rather than JSON")
    listed = command("list", _list, "list what there is", scenario=False)
    listed.add_argument("what", choices=sorted([*CATALOGS, *TABLES, "parameters"]))
    return parser


def _scenario(options: argparse.Namespace) -> Scenario:
    if options.preset and options.link:
        raise SimulationError("--link", options.link, "give a preset or a link, not both")
    scenario = Scenario()
    if options.preset:
        scenario = named(options.preset).scenario
    if options.link:
        found = opened(options.link)
        if found.notices:
            raise SimulationError("--link", options.link, " ".join(found.notices))
        scenario = found.scenario
    changes: dict[str, str] = {}
    for assignment in options.set:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise SimulationError("--set", assignment, "write NAME=VALUE")
        name = name.strip()
        changes[SPELLED[name].name if name in SPELLED else name] = value
    return scenario.changed(**changes)


def _evaluate(options: argparse.Namespace) -> None:
    _print(report(evaluate(_scenario(options)), date.today()))


def _sweep(options: argparse.Namespace) -> None:
    texts = options.values.split(",")
    if len(texts) > MAX_VALUES:
        raise SimulationError("--values", f"{len(texts):,} values", f"allowed are at most {MAX_VALUES:,}")
    row = TABLE.get(options.name)
    try:
        values: list[Any] = [row.check(text) for text in texts] if row and row.is_number else texts
    except ValueError as error:
        raise SimulationError(options.name, options.values, str(error)) from None
    result = sweep(_scenario(options), options.name, values)
    arrays = {name: _plain(array) for name, array in result.values.items()}
    _print(
        {
            "scenario": result.scenario.model_dump(),
            "sweep": {"name": options.name, "values": values},
            "result": arrays,
            "model_version": MODEL_VERSION,
        }
    )


def _frontier(options: argparse.Namespace) -> None:
    if not 2 <= options.points <= MAX_VALUES:
        raise SimulationError("--points", options.points, f"allowed is 2 to {MAX_VALUES:,}")
    row = TABLE["train_flop"]
    scenario = _scenario(options).changed(plan="compute_optimal")
    budgets = np.geomspace(row.low, row.high, options.points).clip(row.low, row.high)
    result = sweep(scenario, "train_flop", budgets.tolist())
    columns = {name: _plain(result.values[name]) for name in FRONTIER_COLUMNS}
    if options.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(["" if x is None else repr(x) for x in row] for row in zip(*columns.values(), strict=True))
    else:
        _print({"scenario": scenario.model_dump(), "frontier": columns, "model_version": MODEL_VERSION})


def _agree(options: argparse.Namespace) -> None:
    scenario = _scenario(options)
    found = agreement(scenario)
    laws = {
        answer.law: {
            "step_params_usd": answer.step_params_usd,
            "step_tokens_usd": answer.step_tokens_usd,
            "better": answer.better,
            "beyond_fit": dict(answer.beyond_fit),
        }
        for answer in found.answers
    }
    _print(
        {
            "scenario": scenario.model_dump(),
            "laws": laws,
            "laws_for_tokens": found.laws_for_tokens,
            "laws_for_params": found.laws_for_params,
            "drawn": list(found.drawn),
            "draws_for_tokens": found.draws_for_tokens,
            "draws_for_params": found.draws_for_params,
            "model_version": MODEL_VERSION,
        }
    )


def _schema(options: argparse.Namespace) -> None:
    print(freeze(options.amend))


def _link(options: argparse.Namespace) -> None:
    scenario = _scenario(options)
    try:
        print(link(scenario, result=evaluate(scenario)))
    except SimulationError:  # an infeasible plan can be shared too
        print(link(scenario))


def _backtest(options: argparse.Namespace) -> None:
    if options.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(BACKTEST_COLUMNS)
        for check in checks():
            cells = (getattr(check, name) for name in BACKTEST_COLUMNS)
            writer.writerow(["" if x is None else f"{x:.6g}" if isinstance(x, float) else x for x in cells])
    else:
        _print(
            {"checks": [{**asdict(check), "ratio": check.ratio} for check in checks()], "model_version": MODEL_VERSION}
        )


TABLES: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "inputs": lambda: ((name, f"{row.label}; {row.allowed}") for name, row in TABLE.items()),
    "outputs": lambda: ((name, f"{row.label} [{row.unit}]") for name, row in OUTPUTS.items()),
    "charts": lambda: ((name, _chart_words(chart)) for name, chart in charts().items()),
    "levers": lambda: [
        *((name, f"{TABLE[name].label}; {TABLE[name].allowed}") for name in lever_names()),
        (PLACE, "Place; sets PUE, both waters and the carbon of the grid"),
    ],
    "measures": lambda: ((name, measure.about) for name, measure in MEASURES.items()),
}


def _chart_words(chart: Chart[Any]) -> str:
    """Question of a chart, its page and its views, and the numbers above it."""
    page = board(chart.page)
    views = f"; views {', '.join(view.name for view in chart.views)}" if chart.views else ""
    runs = [result_of(Scenario(inference=inference)) for inference in ("off", "on")]
    numbers = ", ".join(dict.fromkeys(number.name for run in runs for number in page.headlines(run)))
    return f"{chart.question} (page {chart.page}{views}; numbers {numbers or 'none'})"


def _list(options: argparse.Namespace) -> None:
    if options.what == "parameters":
        print(markdown(), end="")
        return
    if options.what in TABLES:
        _rows(TABLES[options.what]())
        return
    folder = CATALOGS[options.what]
    catalog = folder()
    _rows((name, folder.listed(item)) for name, item in catalog.entries.items())
    sys.stdout.flush()
    for problem in catalog.problems:
        print(f"\nleft out: {problem}", file=sys.stderr)


def _rows(rows: Iterable[tuple[str, str]]) -> None:
    for name, about in rows:
        print(f"{name:26} {about}")


def _plain(array: Any) -> list[float | None]:
    return [None if np.isnan(x) else float(x) for x in array]


def _print(report: dict[str, Any]) -> None:
    print(json.dumps(report, indent=2, allow_nan=False))


if __name__ == "__main__":
    sys.exit(main())
