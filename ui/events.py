"""What the browser reports of a board. It is not trusted: what is unknown does nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from sim.charts import charts
from sim.inputs import TABLE
from ui import levers, state


def apply(event: dict[str, Any], buttons: Mapping[str, Callable[[], None]]) -> None:
    """Do what was done to a lever, a button or the view of a chart."""
    match event:
        case {"type": "set", "name": str(name), "text": str(text)} if name in TABLE:
            state.change(name, text)
        case {"type": "set", "name": str(name), "index": int(index)} if name in TABLE and not TABLE[name].is_choice:
            rungs = levers.rungs(name)
            state.change(name, rungs[min(max(index, 0), len(rungs) - 1)])
        case {"type": "press", "name": str(name)} if name in buttons:
            buttons[name]()
        case {"type": "view", "chart": str(chart), "view": str(name)} if chart in charts():
            if name in [view.name for view in charts()[chart].views]:
                state.show_view(chart, name)
