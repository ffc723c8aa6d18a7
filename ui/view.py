"""What the board shows, as data: assembled from the table, the words and the charts."""

import os
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from sim import Result, Scenario, takeaway
from sim.band_words import MEANING, no_bands
from sim.charts import Chart
from sim.charts.landscape import CLICK, STARTS
from sim.charts.pinned import subtitled
from sim.charts.style import COLORS
from sim.explain import explained
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.presets import FOLDERS, Preset, presets
from sim.references import references
from sim.showing import charts_shown
from sim.spreadsheets import csv_text
from sim.words import LEVELS, law_line, price_line
from ui import bands, kept, levers, scripts, state, story, sweeps
from ui.presenting import presented

SHARING = [
    {"name": "qr", "label": "QR code", "help": "The link as a picture for the phones in the room."},
    {"name": "present", "label": "Present", "help": "Large type, and only the sentence, the numbers and two charts."},
]
RESET, RESET_TO_LINK = "Back to GPT-3, as the page first opened.", "Back to what the link opened."
LEAVE = {"name": "present", "label": "Stop presenting", "help": "Back to the levers and all charts."}
STATUS_WORDS = {"disclosed": "disclosed", "estimated": "estimated", "ours": "ours"}


def board(page: str) -> dict[str, Any]:
    """Data of the board on one page."""
    now = state.session()
    result = now.result
    assert result is not None  # open_address evaluates before any page is drawn
    results = [result] if now.pinned_result is None else [result, now.pinned_result]
    sentence = story.sentence(page, results, story.subject(result.scenario, state.own()))
    trouble = [f"{now.trouble} The picture is of a run that is possible."] if now.trouble else []
    shown = results if kept.laws_beside(page) is None else [result, *kept.compared(result)]
    asked = bands.question(page)
    drawn = _charts(
        tuple(charts_shown(page, state.shown())),
        tuple(other.scenario for other in shown),
        shown is results and len(results) > 1,
    )
    data = {
        "page": page,
        "plotly_url": scripts.PLOTLY.url,
        "colors": COLORS,
        "link": state.current_link(),
        "public_url": os.environ.get("PUBLIC_URL"),
        "toolbar": _toolbar(),
        "notices": [{"kind": "warning", "text": text} for text in trouble + now.notices],
        "levers": _levers(page),
        "sentence": [{"text": piece.text, "strong": piece.strong} for piece in sentence],
        "numbers": _numbers(page, results),
        "charts": [
            opened(_still(chart) if "start" in state.shown().hidden else chart, now.views.get(chart["id"]))
            for chart in drawn
        ],
        "bands": asked and bands.token(asked),
        "footer": [{"text": text} for text in _footer(result)],
        "takeaway": {"label": "Take it away", "png": "PNG", "csv": "CSV", "source": takeaway.source_line(result)},
    }
    return presented(data, LEAVE) if state.presenting() else data


def _numbers(page: str, results: list[Result]) -> list[dict[str, Any]]:
    """The headline numbers; the help of each ends with how it comes about."""
    lines = explained(results[0])
    unsure = [MEANING] if loss_laws().entries[results[0].scenario.law].covariance else []
    return [
        {**vars(number), "help": "\n".join([number.help, *unsure, "", *lines.get(number.name, [])]).strip()}
        for number in story.numbers(page, results)
    ]


def _toolbar() -> dict[str, Any]:
    current = state.current_preset()
    start = {
        "name": "start",
        "label": "Start from",
        "value": current[0] if current else "",
        "placeholder": current[1].title if current and not current[0] else "your own settings",
        "groups": _preset_groups(),
    }
    return {
        "choices": [] if "start" in state.shown().hidden else [start],
        "buttons": _buttons(),
        "replay": {"label": "Replay last change", "help": "Plays the last move of a lever three times."},
        "copy": {
            "label": "Copy link",
            "done": "Link copied",
            "localhost": "This link works on this machine only: its address is localhost.",
        },
    }


def _buttons() -> list[dict[str, Any]]:
    now = state.session()
    pin = (
        {"name": "pin", "label": "Pin", "help": "Keep this run beside what you change, to compare."}
        if now.pinned is None
        else {"name": "unpin", "label": "Unpin", "help": "Stop comparing with the pinned run."}
    )
    return [
        {"name": "undo", "label": "Undo", "help": "Take back the last change.", "disabled": not now.past},
        {"name": "redo", "label": "Redo", "help": "Make it again.", "disabled": not now.future},
        {"name": "reset", "label": "Reset", "help": RESET if now.start == Scenario() else RESET_TO_LINK},
        pin,
        *SHARING,
    ]


@cache
def _preset_groups() -> list[dict[str, Any]]:
    groups: dict[str, list[dict[str, str]]] = {label: [] for label in FOLDERS.values()}
    for name, preset in presets().entries.items():
        group = FOLDERS["start" if preset.status == "ours" else "models"]
        about = (
            ""
            if preset.status == "ours"
            else f" ({preset.year}{', estimated' if preset.status == 'estimated' else ''})"
        )
        groups[group].append({"value": name, "label": f"{preset.title}{about}"})
    return [{"label": label, "options": options} for label, options in groups.items()]


def _levers(page: str) -> dict[str, Any] | None:
    """The levers, each with the name of the sweeps that would still be true of it."""
    now = state.session()
    assert now.result is not None
    column, named = levers.board(now.result, now.scenario, page, state.shown()), sweep_names(page)
    for item in column["items"] if column else []:
        if not (item["derived"] or item["lock"] or now.trouble):
            item["token"] = named(item["name"])
    return column


def sweep_names(page: str) -> Callable[[str], str]:
    """Names of the sweeps that would be true of the page as it stands, by lever."""
    now = state.session()
    assert now.result is not None
    results = [now.result] if now.pinned_result is None else [now.result, now.pinned_result]
    windows, laws = sweeps.windows(charts_shown(page, state.shown()), results), kept.laws_beside(page)
    return sweeps.tokens(page, now.scenario, now.pinned, laws, windows)


@lru_cache(maxsize=64)
def _charts(charts: tuple[Chart, ...], scenarios: tuple[Scenario, ...], pinned: bool) -> list[dict[str, Any]]:
    """The charts of a page as data, computed once for the scenarios they show."""
    results = [state.result_of(scenario) for scenario in scenarios]
    return [chart_data(chart, results, pinned) for chart in charts if chart.applies(results[0].scenario)]


def opened(chart: dict[str, Any], view: str | None) -> dict[str, Any]:
    """The chart with its open view, which is the first one if there is no such view."""
    names = [other["name"] for other in chart["views"]]
    return {**chart, "view": view if view in names else next(iter(names), None)}


def _still(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart where no other run may be started from: no click does it, and no words say so."""

    def muted(trace: dict[str, Any]) -> dict[str, Any]:
        meta = {name: value for name, value in trace["meta"].items() if name != "event"}
        return {**trace, "meta": meta, "hovertemplate": trace["hovertemplate"].replace(CLICK, "")}

    traces = [muted(trace) if "event" in (trace.get("meta") or {}) else trace for trace in chart["figure"]["data"]]
    return {**chart, "note": chart["note"].replace(STARTS, ""), "figure": {**chart["figure"], "data": traces}}


def chart_data(chart: Chart, results: list[Result], pinned: bool = False) -> dict[str, Any]:
    """A chart as the board takes it, its open view left out."""
    columns, rows = chart.table(results)
    return {
        "id": chart.id,
        "question": chart.question,
        "subtitle": subtitled(chart, results, pinned),
        "figure": chart.figure(results),
        "height": chart.height,
        "wide": chart.wide,
        "least_width": chart.least_width,
        "views": [
            {"name": other.name, "label": other.label, "note": other.note, "layout": other.layout(results)}
            for other in chart.views
        ],
        "note": chart.note(results) if chart.note else "",
        "summary": chart.summary(results),
        "table": {"columns": columns, "rows": rows},
        "csv": csv_text(columns, rows),
    }


def _footer(result: Result) -> list[str]:
    lines = [note.text for note in result.notes]
    current = state.current_preset()
    if current:
        lines.append(_preset_line(current[1]))
    law = loss_laws().entries[result.scenario.law]
    unsure = [] if law.covariance else [no_bands(law)]
    return [*lines, law_line(result), *unsure, price_line(result), LEVELS]


def _preset_line(preset: Preset) -> str:
    about = f"{preset.title}, {STATUS_WORDS[preset.status]}. {preset.note}"
    assumed = " ".join(f"{TABLE[name].label}: {why}" for name, why in preset.assumed.items() if name in TABLE)
    known = references()
    sources = "; ".join(dict.fromkeys(known[key].short for key in preset.sources if key in known))
    return about + (f" Assumed: {assumed}" if assumed else "") + (f" Sources: {sources}." if sources else "")
