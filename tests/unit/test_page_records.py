"""A page is a record: its file is all that the navigation, links and boards know of it."""

import subprocess
import sys
from pathlib import Path

import pytest

from sim import Scenario, evaluate
from sim.engine.kept_runs import as_kept
from sim.inputs import TABLE
from sim.inputs.levers import MOST
from sim.inputs.plan import GIVEN, PLANS
from sim.pages import Board, board, first, pages
from ui.parts.registry import parts
from ui.screens import screen

ROOT = Path(__file__).resolve().parents[2]
BOARDS = [path for path, page in pages().items() if isinstance(page, Board)]
DROPPED = '''"""A page that a test dropped in."""

from sim.pages.page import Board

PAGE = Board(path="dropped", order=9, title="Dropped", question="Is it here?", levers_of="cost", below=("assumptions",))
'''


def test_every_file_is_a_page():
    """Each file is found, paths and places are unique, titles too."""
    files = [path.stem for path in (ROOT / "sim" / "pages").glob("*.py") if path.stem not in ("__init__", "page")]
    assert sorted(files) == sorted(pages())
    for what in ("order", "title"):
        assert len({getattr(page, what) for page in pages().values()}) == len(files)
    assert first().order == min(page.order for page in pages().values())


@pytest.mark.parametrize("page", pages().values(), ids=pages())
def test_every_page_has_a_screen(page):
    """A board has the one of all boards, another page its own."""
    assert callable(screen(page))
    assert (page.path in BOARDS) != (ROOT / "ui" / "screens" / f"{page.path}.py").exists()


def test_parts_are_named_and_used():
    """Every part that a record names is there, and none is left over."""
    named = {name for path in BOARDS for name in (*board(path).below, board(path).above) if name}
    assert named == set(parts())


@pytest.mark.parametrize("path", BOARDS)
def test_what_a_board_says(path):
    """A sentence and four numbers, also of a kept run; levers that the plan takes as given."""
    now, other = evaluate(Scenario(inference="on")), evaluate(Scenario(inference="on", n_params=8e9))
    kept = [as_kept(other, "B", "Small")]
    page = board(path)
    words = "".join(piece.text for piece in page.sentence(now, kept))
    assert words.strip().endswith(".") and "than in B (Small)" in words
    numbers = page.headlines(now, kept)
    assert len({number.name for number in numbers}) == 4
    assert all(number.detail.startswith("B\u00a0") for number in numbers)
    given = [row.name for row, derived in page.levers(now.scenario) if not derived]
    assert {*GIVEN[now.scenario.plan]} <= {*given} <= {*TABLE}


@pytest.mark.parametrize("plan", PLANS)
def test_levers_that_the_plan_derives_are_marked(plan):
    """What another plan takes as given is derived, what this one takes is not."""
    for path in BOARDS:
        found = {row.name for row, derived in board(path).levers(Scenario(plan=plan)) if derived}
        assert not found & {*GIVEN[plan]}
        assert found <= {name for given in GIVEN.values() for name in given}
        full = len(board(path).levers(Scenario(plan=plan))) == MOST
        assert ("n_params" in found) == ("n_params" not in GIVEN[plan]) or full


def test_no_board_is_an_error():
    """A page without a board, and one that is not there."""
    for path in ("method", "nope"):
        with pytest.raises(KeyError, match=path):
            board(path)


def test_a_dropped_file_is_a_page(tmp_path):
    """A record and a chart that stands on it: the navigation, links and the board have the page."""
    chart = (ROOT / "sim" / "charts" / "plan" / "money.py").read_text()
    chart = chart.replace('id = "money"', 'id = "dropped-money"').replace('Place("plan", 3)', 'Place("dropped", 1)')
    for folder, name, text in (("pages", "dropped.py", DROPPED), ("charts", "dropped_money.py", chart)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
import sim.charts, sim.pages
sim.charts.__path__.append({str(tmp_path / "charts")!r})
sim.pages.__path__.append({str(tmp_path / "pages")!r})
from sim import Scenario
from sim.links.share import opened
from ui.board import levers, sweeps
assert opened("page=dropped").showing.pages == ("dropped",)
assert [chart.id for chart in sim.pages.board("dropped").charts] == ["dropped-money"]
assert "mfu" in levers.given(Scenario(), "dropped")
assert b'"dropped-money"' in sweeps.sweep(sweeps.Question("dropped", Scenario(), "n_params", 58))
main = AppTest.from_file("ui/main.py", default_timeout=60).run()
assert not main.exception
test = AppTest.from_string("from ui.visit import state; from ui.screens import screen; from sim.pages import pages; "
                           "state.open_address('dropped'); screen(pages()['dropped'])()", default_timeout=60).run()
assert not test.exception, test.exception
print(test.title[0].value)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-800:]
    assert "Is it here?" in done.stdout
