"""What the browser reports of a board. It is not trusted: what is unknown does nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from sim.catalogs.grids import PLACE, grids
from sim.charts import charts
from sim.inputs import TABLE
from sim.words.yardstick import UNITS
from ui.board import levers
from ui.visit import laws_choices, refusals, state, views


def apply(event: dict[str, Any], buttons: Mapping[str, Callable[[], None]]) -> None:
    """Do what was done to a lever, a button or the view of a chart."""
    state.session().released = event.get("type") == "set"
    match event:
        case {"type": "choose", "name": str(name), "value": str(place)} if name == PLACE and place in grids().entries:
            if PLACE in state.shown().more and PLACE not in state.shown().locked:
                state.change_many(grids().entries[place].inputs)
        case {"type": "set", "name": str(name), "text": str(text)} if name in TABLE:
            state.change(name, text)
        case {"type": "set", "name": str(name), "index": int(index)} if name in TABLE and TABLE[name].is_number:
            rungs = levers.rungs(name)
            state.change(name, rungs[min(max(index, 0), len(rungs) - 1)])
        case {"type": "keep", "name": str(name)} if name in TABLE:
            refusals.forget(name)
        case {"type": "press", "name": str(name)} if name in buttons:
            buttons[name]()
        case {"type": "choose", "name": "line", "value": str(law)}:
            laws_choices.draw_or_not(law)
        case {"type": "choose", "name": "unit", "value": str(unit)} if unit in UNITS:
            views.show_loss_in(unit)
        case {"type": "view", "chart": str(chart), "view": str(name)} if chart in charts():
            if name in [view.name for view in charts()[chart].views]:
                views.show_view(chart, name)
