"""What the board shows, as data: assembled from the table, the words and the charts."""

import os
from functools import cache
from typing import Any

import numpy as np

from sim import Result, units
from sim.charts import Chart, charts_of
from sim.charts.style import COLORS
from sim.inputs import TABLE, Input
from sim.inputs.plan import DERIVED, GIVEN
from sim.presets import FOLDERS, Preset, presets
from sim.references import references
from sim.words import Headline, Piece, headlines, law_line, price_line
from ui import plotlyjs, state

STATUS_WORDS = {"disclosed": "disclosed", "estimated": "estimated", "ours": "ours"}


def board(page: str, sentence: list[Piece], numbers: list[Headline] | None = None) -> dict[str, Any]:
    """Data of the board on one page, with numbers of its own or those of the home page."""
    now = state.session()
    result = now.result
    assert result is not None  # open_address evaluates before any page is drawn
    trouble = [f"{now.trouble} The picture is the last one that was possible."] if now.trouble else []
    return {
        "page": page,
        "plotly_url": plotlyjs.URL,
        "colors": COLORS,
        "link": state.current_link(),
        "public_url": os.environ.get("PUBLIC_URL"),
        "toolbar": _toolbar(),
        "notices": [{"kind": "warning", "text": text} for text in trouble + now.notices],
        "levers": _levers(result),
        "sentence": [{"text": piece.text, "strong": piece.strong} for piece in sentence],
        "numbers": [vars(number) for number in numbers or headlines(result)],
        "charts": [_chart(chart, result, now.views.get(chart.id)) for chart in charts_of(page)],
        "footer": [{"text": text} for text in _footer(result)],
    }


def _toolbar() -> dict[str, Any]:
    current = state.current_preset()
    return {
        "choices": [
            {
                "name": "start",
                "label": "Start from",
                "value": current[0] if current else "",
                "placeholder": current[1].title if current and not current[0] else "your own settings",
                "groups": _preset_groups(),
            }
        ],
        "buttons": [{"name": "reset", "label": "Reset", "help": "Back to GPT-3, as the page first opened."}],
        "copy": {
            "label": "Copy link",
            "done": "Link copied",
            "localhost": "This link works on this machine only: its address is localhost.",
        },
    }


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


def _levers(result: Result) -> dict[str, Any]:
    scenario = state.session().scenario
    given = GIVEN[scenario.plan]
    plan = TABLE["plan"]
    options = plan.options() if plan.options else {}
    shown = ("always", "owned" if scenario.price_basis == "owned" else "rented")
    items = []
    for row in TABLE.values():
        if row.lever in shown or (row.lever == "given" and row.name in given):
            derived = row.name not in given and any(row.name in names for names in GIVEN.values())
            value = result.values[row.name] if derived else getattr(scenario, row.name)
            items.append(_lever(row, value, derived))
    return {
        "title": "Levers",
        "choices": [
            {
                "name": "plan",
                "label": plan.label,
                "value": scenario.plan,
                "options": [{"value": value, "label": label} for value, label in options.items()],
                "note": DERIVED[scenario.plan],
            }
        ],
        "items": items,
    }


def _lever(row: Input, value: float | None, derived: bool) -> dict[str, Any]:
    return {
        "name": row.name,
        "symbol": row.symbol,
        "label": row.label,
        "unit": row.unit,
        "help": row.help,
        "text": "unknown" if value is None else units.exact(value, row.form),
        "index": 0 if value is None else _index(row, value),
        "rungs": _rung_texts(row.name),
        "marks": [{"index": _index(row, mark), "label": label} for mark, label in row.marks],
        "zones": [],
        "derived": derived,
        "note": "",
        "color": row.color,
    }


@cache
def rungs(name: str) -> list[float]:
    """Positions of a lever."""
    return TABLE[name].rungs()


@cache
def _rung_texts(name: str) -> list[str]:
    return [units.exact(value, TABLE[name].form) for value in rungs(name)]


def _index(row: Input, value: float) -> float:
    """Place of a value on the lever, between rungs if need be."""
    positions = np.array(rungs(row.name))
    if row.scale == "log":
        value, positions = np.log(value), np.log(positions)
    return round(float(np.interp(value, positions, np.arange(len(positions)))), 3)


def _chart(chart: Chart, result: Result, view: str | None) -> dict[str, Any]:
    results = [result]
    columns, rows = chart.table(results)
    names = [other.name for other in chart.views]
    return {
        "id": chart.id,
        "question": chart.question,
        "subtitle": chart.subtitle(results),
        "figure": _plain(chart.figure(results)),
        "height": chart.height,
        "wide": chart.wide,
        "views": [
            {"name": other.name, "label": other.label, "layout": _plain(other.layout(results))} for other in chart.views
        ],
        "view": view if view in names else next(iter(names), None),
        "note": chart.note(results) if chart.note else "",
        "summary": chart.summary(results),
        "table": {"columns": columns, "rows": rows},
    }


def _plain(value: Any) -> Any:
    """Arrays as lists of numbers with gaps for NaN, as JSON has neither."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value


def _footer(result: Result) -> list[str]:
    lines = [note.text for note in result.notes]
    current = state.current_preset()
    if current:
        lines.append(_preset_line(current[1]))
    return [*lines, law_line(result), price_line(result), "Losses of different laws cannot be compared in level."]


def _preset_line(preset: Preset) -> str:
    about = f"{preset.title}, {STATUS_WORDS[preset.status]}. {preset.note}"
    assumed = " ".join(f"{TABLE[name].label}: {why}" for name, why in preset.assumed.items() if name in TABLE)
    known = references()
    sources = "; ".join(dict.fromkeys(known[key].short for key in preset.sources if key in known))
    return about + (f" Assumed: {assumed}" if assumed else "") + (f" Sources: {sources}." if sources else "")
