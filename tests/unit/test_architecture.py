"""The shape of the code: who may import whom, and how long a module may be."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIM = sorted((ROOT / "sim").rglob("*.py"))
CODE = [*SIM, *sorted((ROOT / "ui").rglob("*.py")), *sorted(ROOT.glob("app.py"))]
VAGUE = {"utils", "util", "helpers", "helper", "constants", "manager", "common", "misc"}

# A module may import from its own level and below. What is not listed may import anything of sim.
LEVELS = [
    {"errors", "units", "version", "roots", "glossary"},
    {"catalog", "references"},
    {"hardware"},
    {"laws", "policy", "allocations", "stocks"},
    {"data", "wall"},
    {"inputs", "footprint", "grids"},
    {"scenario", "seen", "training", "failures"},
    {"serving", "tasks", "sampling", "agents"},
    {"cost", "result"},
    {"frontier"},
    {"marginal", "plans", "notes", "served", "served_notes"},
    {"outputs"},
    {"evaluate"},
    {"ranges"},
]


def dotted(path):
    """Name of a module as it is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {dotted(path) for path in CODE}


def imports(path):
    """Names that a file imports, modules of this project as precisely as possible."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            modules = inner & MODULES
            found |= modules if len(modules) == len(inner) else modules | {node.module}
    return found


def name_of(path):
    """Path below the checkout, for the test report."""
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SIM, ids=name_of)
def test_the_simulator_knows_no_page(path):
    """Nothing under sim imports streamlit, ui or app."""
    assert not {name.split(".")[0] for name in imports(path)} & {"streamlit", "ui", "app"}


def test_no_circle():
    """The imports among modules of sim have no circle."""
    waiting = {dotted(path): imports(path) & MODULES for path in SIM}
    assert len(waiting) > 15 and any(waiting.values())
    done = set()
    while ready := {name for name, needs in waiting.items() if needs <= done}:
        done |= ready
        waiting = {name: needs for name, needs in waiting.items() if name not in ready}
    assert waiting == {}


def level(module):
    """Level of a module of sim, or None if it may import anything."""
    part = module.split(".")[1] if "." in module else ""
    return next((i for i, names in enumerate(LEVELS) if part in names), None)


@pytest.mark.parametrize("path", SIM, ids=name_of)
def test_nothing_points_up(path):
    """A module imports from its own level of the simulator and below."""
    own = level(dotted(path))
    if own is not None:
        above = {name for name in imports(path) & MODULES if level(name) is None or level(name) > own}
        assert above == set()


def test_every_module_of_the_engine_has_a_level():
    """The levels name modules that exist."""
    parts = {dotted(path).split(".")[1] for path in SIM if "." in dotted(path)}
    assert set().union(*LEVELS) <= parts


def test_laws_know_nothing_of_money():
    """The laws reach neither cost, plans nor results, directly or through what they import."""
    needs = {dotted(path): imports(path) & MODULES for path in SIM}
    reached, todo = set(), {name for name in needs if name.startswith("sim.laws")}
    while todo:
        name = todo.pop()
        reached.add(name)
        todo |= needs[name] - reached
    parts = {name.split(".")[1] for name in reached if "." in name}
    assert parts <= {"laws", "catalog", "hardware", "references", "units", "errors", "roots"}


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_modules_are_short_and_named(path):
    """No module has more than 300 lines, a vague name or no docstring."""
    content = path.read_text(encoding="utf-8")
    assert len(content.splitlines()) <= 300
    assert path.stem not in VAGUE
    assert not content.strip() or ast.get_docstring(ast.parse(content))


def test_no_folder_that_streamlit_takes_for_its_own():
    """A folder `pages` beside the script would answer a first visit to /method instead of our page."""
    assert not (ROOT / "ui" / "pages").exists()
