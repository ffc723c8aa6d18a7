"""The shape of the code: who may import whom (the rule stands in pyproject.toml), and how long a module may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIM = sorted((ROOT / "sim").rglob("*.py"))
CODE = [*SIM, *sorted((ROOT / "ui").rglob("*.py")), *sorted(ROOT.glob("app.py"))]
VAGUE = {"utils", "util", "helpers", "helper", "constants", "manager", "common", "misc"}


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


def test_every_arrow_points_down():
    """The layers of pyproject.toml hold for every module, directly or through others."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert found.returncode == 0, found.stdout


def test_no_circle():
    """The imports among modules of sim have no circle."""
    waiting = {dotted(path): imports(path) & MODULES for path in SIM}
    assert len(waiting) > 15 and any(waiting.values())
    done = set()
    while ready := {name for name, needs in waiting.items() if needs <= done}:
        done |= ready
        waiting = {name: needs for name, needs in waiting.items() if name not in ready}
    assert waiting == {}


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
