"""`make mutate`: how many of a sample of small mistakes the tests find.

python -m tests.mutation [--sample 200] [--seed 1] [--only sim/studies/fleet.py] [--jobs 2]
"""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path

# What the tests load beside the program: once, before a process is split off for each mutant.
import hypothesis  # noqa: F401
import pydantic  # noqa: F401
import pytest
import scipy.optimize  # noqa: F401
import scipy.stats  # noqa: F401
import streamlit  # noqa: F401

from tests.mutation.mutants import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("sim/studies", "sim/engine")
COPIED = ("sim", "ui", "presets", "docs", "tests", "pyproject.toml")
SLOWEST_S = 900  # for all tests of one mutant; one that takes longer hangs, which is seen too
ENOUGH = 0.9  # of the mutants must be found
# The fast tests; those that find most of a folder's mutants first. A survivor is a mutant that none of them finds.
FIRST = {
    "sim/studies": ("tests/golden/test_studies.py", "tests/unit/test_studies.py", "tests/golden/test_costs.py"),
    "sim/engine": ("tests/unit/test_outputs.py", "tests/unit/test_notes.py", "tests/unit/test_plans.py"),
}
THEN = (
    "tests/golden", "tests/unit/test_studies.py", "tests/unit/test_outputs.py", "tests/unit/test_notes.py",
    "tests/unit/test_plans.py", "tests/unit/test_presets.py", "tests/unit/test_curves.py", "tests/unit/test_think.py",
    "tests/unit/test_cost.py", "tests/unit/test_share.py", "tests/unit/test_bands.py", "tests/property/test_program.py",
    "tests/property/test_serving.py", "tests/property/test_optimality.py", "tests/property/test_laws.py",
    "tests/unit/test_cli.py", "tests/extremes/test_charts_extremes.py",
)  # fmt: skip
LEFT_OUT = "derived_again or works_from_a_shell"  # tests that run nothing of a mutant
EQUIVALENT = ROOT / "tests" / "mutation" / "equivalent.txt"


def known_equivalent() -> dict[str, str]:
    """Mutants that no test should find, as "file: what", with the reason."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    return dict(line.split("  #  ") for line in lines if "  #  " in line)


def sample(n: int, seed: int, only: str | None) -> list[tuple[str, Mutant]]:
    """A random sample of all mutants, the same for the same seed, without those that are known to be equivalent."""
    names = sorted(str(path.relative_to(ROOT)) for folder in FOLDERS for path in (ROOT / folder).glob("*.py"))
    every = [
        (name, mutant)
        for name in names
        if only is None or name.startswith(only)
        for mutant in mutants((ROOT / name).read_text(encoding="utf-8"))
    ]
    known = known_equivalent()
    meant = [(name, mutant) for name, mutant in every if f"{name}: {mutant.what}" not in known]
    print(f"{len(every)} mutants; {len(every) - len(meant)} known to be equivalent are left out.", flush=True)
    return random.Random(seed).sample(meant, min(n, len(meant)))


def run_tests(copy: Path, file: str) -> None:
    """The tests in a copy of the repository in which a file is changed; the status says whether one failed."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.chdir(copy)
    for name in [name for name in sys.modules if name.split(".")[0] in ("tests", "sim", "ui")]:
        del sys.modules[name]
    sys.path[:] = [str(copy), *(place for place in sys.path if place not in ("", str(ROOT)))]
    for tests in (FIRST.get(str(Path(file).parent), ()), THEN):
        status = pytest.main(["-x", "-q", "-k", f"not ({LEFT_OUT})", "-p", "no:cacheprovider", *tests]) if tests else 0
        if status:
            os._exit(int(status))
    os._exit(0)


def tried(chosen: Sequence[tuple[str, Mutant]], copies: list[Path]) -> int:
    """How many of the mutants a test finds; each is printed."""
    waiting, running, found = list(chosen), {}, 0
    while waiting or running:
        while waiting and copies:
            (name, mutant), copy = waiting.pop(0), copies.pop()
            (copy / name).write_text(mutant.code, encoding="utf-8")
            process: BaseProcess = multiprocessing.get_context("fork").Process(target=run_tests, args=(copy, name))
            process.start()
            running[process] = (name, mutant, copy, time.monotonic() + SLOWEST_S)
        time.sleep(0.1)
        for process, (name, mutant, copy, end) in list(running.items()):
            if process.is_alive() and time.monotonic() < end:
                continue
            process.kill()
            process.join()
            killed = process.exitcode != 0
            found += killed
            if mutant.what:
                print(f"{'killed  ' if killed else 'SURVIVED'} {name}:{mutant.line}  {mutant.what}", flush=True)
            shutil.copy(ROOT / name, copy / name)
            copies.append(copy)
            del running[process]
    return found


def main() -> int:
    """Try a sample; the status says whether enough were found."""
    parser = argparse.ArgumentParser(prog="make mutate")
    parser.add_argument("--sample", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", help="a folder or file of those that are changed")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    chosen = sample(options.sample, options.seed, options.only)
    with tempfile.TemporaryDirectory() as folder:
        copies = [Path(folder) / str(number) for number in range(options.jobs)]
        for copy in copies:
            copy.mkdir()
            for name in COPIED:
                (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, copy / name)
        unchanged = Mutant(0, "", (ROOT / "sim/version.py").read_text(encoding="utf-8"))
        if tried([("sim/version.py", unchanged)], copies):
            print("The tests fail without a mutant.")
            return 2
        found = tried(chosen, copies)
    print(f"{found} of {len(chosen)} found: {found / len(chosen):.1%} (seed {options.seed})")
    return 0 if found >= ENOUGH * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
