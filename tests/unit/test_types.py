"""A misspelled input or output is an error of the type checker, in an editor and here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RIGHT = {
    "scenario.n_params": "scenario.n_parms",
    "scenario.usd_per_chip_hour": "scenario.usd_per_chiphour",
    "scenario.unique_tokens": "scenario.uniqe_tokens",
    "Scenario(n_params=7e10)": "Scenario(n_prams=7e10)",
    "Scenario(mfu=0.4)": "Scenario(mfuu=0.4)",
    "Scenario(hardware='h100')": "Scenario(hardwear='h100')",
    "numbers(scenario).n_tokens": "numbers(scenario).n_token",
    "evaluate(scenario).loss": "evaluate(scenario).los",
    "evaluate(scenario).cost_total_usd": "evaluate(scenario).cost_totl_usd",
    "sweep(scenario, 'mfu', [0.3]).gain_params": "sweep(scenario, 'mfu', [0.3]).gain_parms",
    "evaluate(scenario).tokens_per_param": "evaluate(scenario).token_per_param",
}
HEAD = """from sim import Scenario, evaluate, sweep
from sim.inputs.numbers import numbers

scenario = Scenario()
"""


def complaints(path):
    """What mypy says of every line, right ones first, by line."""
    lines = [*RIGHT, *RIGHT.values()]
    path.write_text(HEAD + "".join(f"print({line})\n" for line in lines))
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(path)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    said = {}
    for line in found.stdout.splitlines():
        if ": error: " in line and Path(line.split(":")[0]).name == path.name:
            said[int(line.split(":")[1])] = line
    first = HEAD.count("\n") + 1
    return {line: said.get(first + i, "") for i, line in enumerate(lines)}


def test_a_misspelling_is_an_error_and_the_right_name_none(tmp_path):
    """Ten names of inputs and outputs and more, each right and misspelled."""
    said = complaints(tmp_path / "lines.py")
    assert len(RIGHT) >= 10
    assert {right: said[right] for right in RIGHT if said[right]} == {}
    assert [wrong for wrong in RIGHT.values() if not said[wrong]] == []
