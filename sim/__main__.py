"""The command line: `python -m sim evaluate | sweep | frontier | link | list`."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NoReturn

import numpy as np

from sim.allocations import allocations
from sim.claims import claims
from sim.errors import SimulationError
from sim.evaluate import evaluate, sweep
from sim.grids import grids
from sim.hardware import chips
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.lessons import lessons
from sim.parameters import markdown
from sim.presets import named, presets
from sim.result import OUTPUTS, Result
from sim.scenario import Scenario
from sim.share import link, opened
from sim.stocks import stocks
from sim.version import MODEL_VERSION

FRONTIER_COLUMNS = ("train_flop", "n_params", "n_tokens", "tokens_per_param", "loss", "cost_total_usd")
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
    command("link", _link, "print the share link of a scenario")
    listed = command("list", _list, "list what there is", scenario=False)
    listed.add_argument("what", choices=sorted([*LISTS, "parameters"]))
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
        changes[name.strip()] = value
    return scenario.changed(**changes)


def _evaluate(options: argparse.Namespace) -> None:
    _print(_report(evaluate(_scenario(options), date.today())))


def _report(result: Result) -> dict[str, Any]:
    return {
        "scenario": result.scenario.model_dump(),
        "result": dict(result.values),
        "notes": [{"code": note.code, "text": note.text} for note in result.notes],
        "model_version": MODEL_VERSION,
    }


def _sweep(options: argparse.Namespace) -> None:
    texts = options.values.split(",")
    if len(texts) > MAX_VALUES:
        raise SimulationError("--values", f"{len(texts):,} values", f"allowed are at most {MAX_VALUES:,}")
    row = TABLE.get(options.name)
    try:
        values: list[Any] = [row.check(text) for text in texts] if row and not row.is_choice else texts
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


def _link(options: argparse.Namespace) -> None:
    print(link(_scenario(options)))


LISTS = {
    "laws": lambda: ((key, law.label) for key, law in loss_laws().entries.items()),
    "rules": lambda: ((key, rule.label) for key, rule in allocations().entries.items()),
    "stocks": lambda: ((key, f"{stock.label}: {stock.tokens:.3g} tokens") for key, stock in stocks().entries.items()),
    "hardware": lambda: ((key, chip.label) for key, chip in chips().entries.items()),
    "grids": lambda: ((key, grid.label) for key, grid in grids().entries.items()),
    "presets": lambda: ((key, f"{preset.title} ({preset.status})") for key, preset in presets().entries.items()),
    "claims": lambda: ((key, f"{claim.title} ({claim.who}, {claim.when})") for key, claim in claims().entries.items()),
    "lessons": lambda: (
        (key, f"{lesson.file.title} ({lesson.file.minutes} minutes; {lesson.file.level})")
        for key, lesson in lessons().entries.items()
    ),
    "inputs": lambda: ((name, f"{row.label}; {row.allowed}") for name, row in TABLE.items()),
    "outputs": lambda: ((name, f"{row.label} [{row.unit}]") for name, row in OUTPUTS.items()),
}
PROBLEMS = {
    "laws": lambda: loss_laws().problems,
    "rules": lambda: allocations().problems,
    "stocks": lambda: stocks().problems,
    "hardware": lambda: chips().problems,
    "grids": lambda: grids().problems,
    "presets": lambda: presets().problems,
    "claims": lambda: claims().problems,
    "lessons": lambda: lessons().problems,
}


def _list(options: argparse.Namespace) -> None:
    if options.what == "parameters":
        print(markdown(), end="")
        return
    rows: Iterable[tuple[str, str]] = LISTS[options.what]()
    for name, about in rows:
        print(f"{name:26} {about}")
    for problem in PROBLEMS.get(options.what, list)():
        print(f"left out: {problem}", file=sys.stderr)


def _plain(array: Any) -> list[float | None]:
    return [None if np.isnan(x) else float(x) for x in array]


def _print(report: dict[str, Any]) -> None:
    print(json.dumps(report, indent=2, allow_nan=False))


if __name__ == "__main__":
    sys.exit(main())
