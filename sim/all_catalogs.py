"""All catalogs: every folder of `presets`, for the command line and for the pages.

Whoever adds a folder names it here once; `python -m sim list` and the pages' lists of files that
could not be used follow.
"""

from typing import Any

from sim.catalogs.allocations import allocations
from sim.catalogs.benchmarks import benchmarks
from sim.catalogs.folder import Folder
from sim.catalogs.forecasts import forecasts
from sim.catalogs.generations import generations
from sim.catalogs.grids import grids
from sim.catalogs.hardware import chips
from sim.catalogs.posttraining import post_training_curves
from sim.catalogs.stocks import stocks
from sim.catalogs.verifiers import verifiers
from sim.engine.presets import presets
from sim.games.games import games
from sim.laws import loss_laws
from sim.teaching.claims import claims
from sim.teaching.lessons import lessons

_ALL: tuple[Folder[Any], ...] = (
    loss_laws, allocations, stocks, chips, generations, grids, verifiers, post_training_curves, benchmarks, presets,
    forecasts, claims, lessons, games,
)  # fmt: skip
CATALOGS = {one.name: one for one in _ALL}


def left_out(page: str) -> list[str]:
    """What was wrong with files whose folders a page shows: "laws/mine.toml, line 12, key constants.A: ..."."""
    return [problem for one in _ALL if page in one.pages for problem in one().problems]
