"""The board inside a lesson: the levers, numbers and charts of a step, and nothing that gives its answer away."""

from typing import Any

from sim.charts import charts
from sim.inputs import TABLE
from sim.lesson_file import Step
from sim.showing import PARTS, Showing
from ui import board, events, feeder, state, view

BUTTONS = {"reset": state.reset, "undo": state.undo, "redo": state.redo}
LOCKED = "Locked: this step sets it."
TOLD = ("vote", "goal")  # kinds of tasks that the picture does not answer


def showing(step: Step) -> Showing:
    """What of the page a step shows: its levers and charts."""
    shown = (*step.levers, *step.locked)
    hidden = tuple(name for name in TABLE if name not in shown)
    return Showing(locked=tuple(step.locked), hidden=(*hidden, *PARTS), charts=tuple(step.charts))


def is_blind(step: Step, answered: bool) -> bool:
    """Whether what the board would give away must stay hidden."""
    return step.task is not None and not answered and step.task.kind not in TOLD


def data(page: str, step: Step, answered: bool) -> dict[str, Any]:
    """Data of the board of a step, on the page that its charts belong to."""
    shown = view.board(page)
    blind = is_blind(step, answered)
    names = step.numbers if step.numbers is not None else [] if blind else None
    views = state.session().views
    toolbar = shown["toolbar"]
    buttons = [button for button in toolbar["buttons"] if button["name"] in BUTTONS]
    figures = []
    for i, chart in enumerate(shown["charts"]):
        opened = view.opened(chart, views.get(chart["id"], step.view if i == 0 else None))
        opened = {**opened, "wide": len(shown["charts"]) == 1}
        opened = opened if step.notes else _bare(opened)
        figures.append(_blind(opened) if blind else opened)
    return {
        **shown,
        "toolbar": {"buttons": buttons, "replay": toolbar["replay"]} if step.levers and not blind else None,
        "sentence": shown["sentence"] if step.sentence and not blind else [],
        "numbers": [number for number in shown["numbers"] if names is None or number["name"] in names],
        "charts": figures,
        "levers": shown["levers"] and _levers(shown["levers"], blind),
        "footer": [] if blind else shown["footer"],
        "bands": None if blind else shown["bands"],
    }


def _levers(column: dict[str, Any], blind: bool) -> dict[str, Any]:
    """The levers as the step has them: a known model on one may be the answer."""
    items = [
        {**item, "lock": item["lock"] and LOCKED, "marks": [] if blind else item["marks"]} for item in column["items"]
    ]
    return {**column, "items": items}


def _bare(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart as a picture alone: its notes, its table and its other views may hold the next step's answer."""
    views = [{**other, "note": ""} for other in chart["views"] if other["name"] == chart["view"]]
    return {**chart, "note": "", "views": views, "table": None, "csv": ""}


def _blind(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart without the parts that give the best plan away, its words and its table."""
    figure = chart["figure"]
    traces = [
        {**trace, "visible": False} if (trace.get("meta") or {}).get("reveals") else trace for trace in figure["data"]
    ]
    silent = {"subtitle": "", "summary": "", "table": None, "note": "", "csv": ""}
    return {**chart, **silent, "figure": {**figure, "data": traces}}


def render(step: Step, answered: bool) -> None:
    """Draw the board of a step."""
    page = charts()[step.charts[0]].page
    state.stage(showing(step))
    board.render(data(page, step, answered), key=f"board_{page}", on_event=_apply)
    feeder.render(page)


def _apply(event: dict[str, Any]) -> None:
    """Apply what the student did on the board; what the step does not let move stays."""
    events.apply(event, BUTTONS)
