"""Runs at the bounds of what the table of inputs allows, in any combination."""

import math
import random
import re
from datetime import date
from typing import Any

from sim import Scenario, SimulationError
from sim.charts import charts
from sim.engine.evaluate import evaluate
from sim.engine.notes import notes
from sim.engine.output_table import OUTPUTS
from sim.inputs import TABLE
from sim.pages import Board, pages
from tests.siege.campaign import Campaign, writable

DAY = date(2026, 11, 29)
NO_NUMBER = re.compile(r"\b(nan|inf)\b")


def inputs(rng: random.Random) -> dict[str, Any]:
    """Half of the inputs at a bound or anywhere between."""
    found: dict[str, Any] = {}
    for name, row in TABLE.items():
        if rng.random() < 0.5 or not (row.is_choice or row.is_number):  # texts have a campaign of links
            continue
        if row.is_choice:
            found[name] = rng.choice(sorted(row.options()))
        elif row.optional and rng.random() < 0.2:
            found[name] = None
        elif rng.random() < 0.5:
            found[name] = rng.choice((row.low, row.high))
        elif row.scale == "log":
            found[name] = min(max(math.exp(rng.uniform(math.log(row.low), math.log(row.high))), row.low), row.high)
        else:
            found[name] = rng.uniform(row.low, row.high)
    return {**found, "chart": rng.random(), "page": rng.random()}


def is_possible(given: dict[str, Any]) -> bool:
    """Finite numbers, words and a chart, or why there are none."""
    values = {name: value for name, value in given.items() if name in TABLE}
    try:
        result = evaluate(Scenario(**values))
    except SimulationError as error:
        writable(str(error))
        return False
    for name in OUTPUTS:
        number = getattr(result, name)
        assert not isinstance(number, float) or math.isfinite(number), f"{name} is {number}"
    boards = [page for page in pages().values() if isinstance(page, Board)]
    sentence = boards[int(given["page"] * len(boards))].sentence(result, (), None, moving=False)
    words = [piece.text for piece in sentence] + [note.text for note in notes(result, DAY)]
    chart = list(charts().values())[int(given["chart"] * len(charts()))]
    if chart.applies(result.scenario):
        chart.frames_window(result)
        picture = chart.picture(result)
        words += [picture.summary, *(cell for row in picture.table[1] for cell in row)]
    writable(*words)
    assert not NO_NUMBER.search(" ".join(words)), f"no number in words of {chart.id}"
    return True


CAMPAIGNS = (Campaign("scenarios", 0.03, inputs, is_possible),)
