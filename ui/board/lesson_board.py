"""The board inside a lesson: the levers, numbers and charts of a step, and nothing that gives its answer away."""

from typing import Any

from sim import Scenario
from sim.catalogs.grids import PLACE, grids
from sim.charts import charts
from sim.charts.chart import ALONE
from sim.charts.drawing.style import point
from sim.engine.known_results import result_of
from sim.inputs import TABLE
from sim.links.showing import PARTS, Showing
from sim.links.takeaway import chart_takeaway
from sim.teaching.exercises.claimed import Claimed
from sim.teaching.exercises.passing import Passing
from sim.teaching.lesson_file import Step
from ui import board
from ui.board import contents, events, feeder
from ui.visit import state

BUTTONS = {"reset": state.reset, "undo": state.undo, "redo": state.redo}
OWN = "your answer"  # label of its mark
LOCKED = "Locked: this step sets it."


def showing(step: Step) -> Showing:
    """What of the page a step shows: its levers and charts."""
    shown = (*step.levers, *step.locked)
    of_place = {name for grid in grids().entries.values() for name in grid.inputs} if PLACE in step.levers else set()
    hidden = tuple(name for name in TABLE if name not in shown and name not in of_place)
    return Showing(locked=tuple(step.locked), hidden=(*hidden, *PARTS), charts=tuple(step.charts), more=shown)


def is_blind(step: Step, settled: bool) -> bool:
    """Whether what the board would give away must stay hidden."""
    return step.task is not None and not settled and not step.task.is_open


def data(page: str, step: Step, settled: bool, claimed: Claimed | None = None) -> dict[str, Any]:
    """Data of the board of a step, on the page that its charts belong to."""
    shown, now = contents.board(page), state.session()
    assert now.result is not None  # a step has a run
    blind = is_blind(step, settled)
    names = step.numbers if step.numbers is not None else [] if blind else None
    views = now.views
    toolbar = shown["toolbar"]
    buttons = [button for button in toolbar["buttons"] if button["name"] in BUTTONS]
    figures = []
    for i, chart in enumerate(shown["charts"]):
        chart = _with_answer(chart, claimed)
        opened = contents.opened(chart, views.get(chart["id"], step.view if i == 0 else None))
        opened = {**opened, "wide": len(shown["charts"]) == 1, "lines": None}
        opened = opened if step.notes else _bare(opened)
        figures.append(_blind(opened) if blind else opened)
    return {
        **shown,
        "apart": True,  # what was done elsewhere is no answer
        "toolbar": {"buttons": buttons, "replay": toolbar["replay"]} if step.levers and not blind else None,
        "sentence": shown["sentence"] if step.sentence and not blind else [],
        "numbers": [
            {**number, "marks": () if blind else number["marks"]}
            for number in shown["numbers"]
            if names is None or number["name"] in names
        ],
        "beside": None,
        "aims": [aim.said(now.result) for aim in now.aims],
        "charts": figures,
        "levers": shown["levers"] and _levers(shown["levers"], blind),
        "strip": [] if blind or not step.notes else shown["strip"],
        "footer": [] if blind or not step.notes else shown["footer"],
        "bands": None if blind else shown["bands"],
        "takeaway": chart_takeaway(shown["takeaway"]["source"]),  # the link of a lesson holds its answers
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
    return {**chart, "note": "", "views": views, "summary": "", "table": None, "csv": False}


def _blind(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart without the parts that give the best plan away, its words and its table."""
    figure = chart["figure"]
    traces = [
        {**trace, "visible": False, "meta": {}} if (trace.get("meta") or {}).get("reveals") else trace
        for trace in figure["data"]
    ]
    silent = {"subtitle": "", "summary": "", "table": None, "note": "", "csv": False}
    return {**chart, **silent, "figure": {**figure, "data": traces}}


def picture(step: Step, run: Scenario) -> dict[str, Any]:
    """The first chart of a step as it stands before an answer, without levers."""
    chart = charts()[step.charts[0]].picture(result_of(run), ALONE).data()
    return {**_blind(contents.opened(chart, step.view or None)), "wide": True}


def _with_answer(chart: dict[str, Any], claimed: Claimed | None) -> dict[str, Any]:
    """The chart with the student's own answer as an open mark, where its axes show what was asked for."""
    if claimed is None:
        return chart
    spot = charts()[chart["id"]].spot
    (x, y), (_, true) = spot(claimed.of) or (None, None), spot(Claimed(claimed.run).of) or (None, None)
    if x is None or y is None:
        return chart
    side = "bottom center" if true is not None and y < true else "top center"  # away from the mark of the run
    mark = {"symbol": "circle-open", "size": 13, "color": "@here", "line": {"color": "@here", "width": 2}}
    own = point(x, y, OWN, "here", side, marker=mark, hoverinfo="skip", meta={"own": True})
    return {**chart, "figure": {**chart["figure"], "data": [*chart["figure"]["data"], own]}}


def render(step: Step, settled: bool, aims: tuple[Passing, ...] = (), claimed: Claimed | None = None) -> None:
    """Draw the board of a step, with what the run on it must pass and what was answered."""
    page = charts()[step.charts[0]].page
    state.stage(showing(step), aims)
    board.render(data(page, step, settled, claimed), key=f"board_{page}", on_event=_apply)
    feeder.render(page)


def _apply(event: dict[str, Any]) -> None:
    """Apply what the student did on the board; what the step does not let move stays."""
    events.apply(event, BUTTONS)
