"""What the board shows, as data: assembled from the table, the words and the charts."""

import os
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sim import Result, Scenario, pages
from sim.catalogs.references import references
from sim.charts import Chart
from sim.charts.chart import Beside
from sim.charts.drawing.style import COLORS
from sim.charts.picture import alone, opened
from sim.charts.plan.landscape import CLICK, STARTS
from sim.engine.kept import MARKS, Kept
from sim.engine.kept_runs import KeptRun, results_of
from sim.engine.known_results import result_of
from sim.engine.notes import Note, notes
from sim.engine.presets import FOLDERS, Preset, opening, presets, subject
from sim.engine.scenario_law import chosen_law
from sim.inputs import TABLE
from sim.links import takeaway
from sim.links.showing import charts_shown
from sim.words.bands import MEANING, no_bands
from sim.words.explain import explained
from sim.words.piece import Piece
from sim.words.run import LEVELS, law_line, price_line
from sim.words.warnings import warnings
from ui.board import bands, levers, side_by_side, sweeps
from ui.board.presenting import presented
from ui.board.shortcuts import keys_of
from ui.server import scripts
from ui.visit import kept_runs, laws_choices, state, views

SHARING = [
    {"name": "qr", "label": "QR code", "help": "The link as a picture for the phones in the room."},
    {
        "name": "present",
        "label": "Present",
        "help": "Large type, and only one lever, the sentence, the numbers and two charts.",
    },
]
RESET, RESET_TO_LINK = "Back to {title}, as the page first opened.", "Back to what the link opened."
STALE = "All in gray below is still that of the last run that was possible."
OLD = "Another run, the last that was possible: "
KEEP = "Keep this run beside what you change, to compare: up to three stay, in the link too."
LEAVE = {"name": "present", "label": "Stop presenting", "help": "Back to the levers and all charts."}


def board(page: str, example: tuple[str, Result] | None = None) -> dict[str, Any]:
    """Data of the board on one page.

    Parameters
    ----------
    page : str
        Its path.
    example : tuple of str and Result, optional
        What is shown in the place of the visitor's run, in gray and without levers, and what it is called.
    """
    now = state.session()
    other, result = example or (OLD if now.trouble else "", now.result)
    assert result is not None  # open_address evaluates before any page is drawn
    kept = () if example else results_of(now.kept)
    sentence = pages.board(page).sentence(result, kept, subject(result.scenario, state.own()), moving=now.released)
    if other:
        sentence = [Piece(other), *sentence]
    trouble = [f"{now.trouble} {STALE}"] if now.trouble else []
    said = notes(result, date.today())
    asked = None if other else bands.question(page)
    drawn = _charts(
        tuple(charts_shown(page, state.shown())),
        result.scenario,
        () if example else now.kept,
        laws_choices.laws_beside(page) or (),
        now.released,
    )
    source = other + takeaway.source_line(result)
    bare = {} if pages.board(page).compares_laws and not example else {"lines": None}
    column, heads, hands = (None, {}, {}) if example else _levers(page)
    data = {
        "page": page,
        "plotly_url": scripts.PLOTLY.url,
        "colors": COLORS,
        "link": state.current_link(),
        "public_url": os.environ.get("PUBLIC_URL"),
        "toolbar": _toolbar(),
        "notices": [{"kind": "warning", "text": text} for text in trouble + now.notices],
        "levers": column,
        "sentence": bands.told(sentence),
        "numbers": _numbers(page, result, kept),
        "strip": [] if other else [{"kind": kind, "text": text} for kind, text in warnings(said)],
        "stale": bool(other),
        "charts": [
            {
                **opened(_as_shown(chart), now.views.get(chart["id"])),
                "levers": heads.get(chart["id"], []),
                "hand": hands.get(chart["id"]),
                **bare,
            }
            for chart in drawn
        ],
        "bands": asked and bands.token(asked),
        "band_lines": asked is not None and asked.has_bands,
        "beside": None if other else side_by_side.table(result, kept),
        "footer": [{"text": text} for text in _footer(result, said)],
        "takeaway": takeaway.board_takeaway(result, source),
    }
    return presented(data, LEAVE, _moved()) if state.presenting() else data


def _numbers(page: str, result: Result, kept: Sequence[KeptRun]) -> list[dict[str, Any]]:
    """The headline numbers; the help of each ends with how it comes about."""
    lines = explained(result)
    unsure = [MEANING] if chosen_law(result.scenario).covariance else []
    return [
        {
            **vars(number),
            "shown_in": views.loss_unit(),
            "help": "\n".join([number.help, *unsure, "", *lines.get(number.name, [])]).strip(),
        }
        for number in pages.board(page).headlines(result, kept)
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


def _reset_help(start: Scenario) -> str:
    first = opening()
    return RESET.format(title=first.title) if start == first.scenario else RESET_TO_LINK


def _buttons() -> list[dict[str, Any]]:
    now = state.session()
    return [
        {
            "name": "undo",
            "label": "Undo",
            "help": "Take back the last change.",
            "disabled": not now.past,
            "keys": keys_of("undo"),
        },
        {
            "name": "redo",
            "label": "Redo",
            "help": "Make it again.",
            "disabled": not now.future,
            "keys": keys_of("redo"),
        },
        {"name": "reset", "label": "Reset", "help": _reset_help(now.start)},
        _keep(),
        *SHARING,
    ]


def _keep() -> dict[str, Any]:
    """The button that keeps the run, or why it cannot be pressed."""
    now, same = state.session(), kept_runs.kept_as()
    why = ""
    if same is not None:
        why = f"This run is kept already, as {same.mark}."
    elif len(now.kept) == len(MARKS):
        why = f"{len(MARKS)} runs are kept. Drop one below to keep another."
    elif now.trouble:
        why = "This run is not possible."
    return {"name": "keep", "label": "Keep", "help": why or KEEP, "disabled": bool(why)}


@cache
def _preset_groups() -> tuple[dict[str, Any], ...]:
    groups: dict[str, list[dict[str, str]]] = {label: [] for label in FOLDERS.values()}
    for name, preset in presets().entries.items():
        group = FOLDERS["start" if preset.status == "ours" else "models"]
        about = (
            ""
            if preset.status == "ours"
            else f" ({preset.year}{', estimated' if preset.status == 'estimated' else ''})"
        )
        groups[group].append({"value": name, "label": f"{preset.title}{about}"})
    return tuple({"label": label, "options": options} for label, options in groups.items())


def _moved() -> str | None:
    """The input that the last change moved."""
    now = state.session()
    # What was kept or named since then moved no lever.
    before = next((one.scenario for one in reversed(now.past) if one.scenario != now.scenario), now.scenario)
    return next((name for name, value in now.scenario if value != getattr(before, name)), None)


Items = dict[str, Any]


def _levers(page: str) -> tuple[Items | None, dict[str, list[Items]], dict[str, Items]]:
    """The column of levers, those in the heads of charts and their lines, each with the sweep that is true of it."""
    now = state.session()
    assert now.result is not None
    column = levers.board(now.result, now.scenario, page, state.shown(), now.refused)
    heads, named = levers.head_items(page, now.scenario, state.shown(), now.refused), sweep_names(page)
    for item in [*(column["items"] if column else []), *(item for items in heads.values() for item in items)]:
        if not (item["derived"] or item["lock"] or now.trouble):
            item["token"] = named(item["name"])
    hands = levers.hands(page, now.result, state.shown()) if column and not now.trouble else {}
    return column, heads, {chart: {**hand, "token": named(hand["name"])} for chart, hand in hands.items()}


def sweep_names(page: str) -> Callable[[str], str]:
    """Names of the sweeps that would be true of the page as it stands, by lever."""
    now = state.session()
    assert now.result is not None
    laws = laws_choices.laws_beside(page)
    windows = sweeps.windows(charts_shown(page, state.shown()), now.result, Beside(results_of(now.kept), laws or ()))
    return sweeps.tokens(page, now.scenario, now.kept, laws, windows, now.aims)


@lru_cache(maxsize=64)
def _charts(
    charts: tuple[Chart, ...], scenario: Scenario, kept: tuple[Kept, ...], laws: tuple[str, ...], released: bool
) -> tuple[dict[str, Any], ...]:
    """The charts of a page as data, computed once for what they show; of some their place alone at a release."""
    result, beside = result_of(scenario), Beside(results_of(kept), laws)
    return tuple(
        {**chart.place_kept(result).data(), "waits": True}
        if released and chart.waits
        else {**chart.picture(result, beside).data(), "lines": _lines(chart, result, beside)}
        for chart in charts
        if chart.applies(scenario)
    )


def _lines(chart: Chart, result: Result, beside: Beside) -> dict[str, Any] | None:
    """The list of the lines of a chart, if it has one."""
    title, named = chart.named(result, chart.others(beside))
    return {"title": title, "items": [vars(one) for one in named]} if named else None


def _as_shown(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart without the words about what a link hides."""
    hidden = state.shown().hidden
    if "below" in hidden:
        chart = {**chart, "note": alone(chart["note"], has_bands=True)}
    return _still(chart) if "start" in hidden else chart


def _still(chart: dict[str, Any]) -> dict[str, Any]:
    """The chart where no other run may be started from: no click does it, and no words say so."""

    def muted(trace: dict[str, Any]) -> dict[str, Any]:
        meta = {name: value for name, value in trace["meta"].items() if name != "event"}
        return {**trace, "meta": meta, "hovertemplate": trace["hovertemplate"].replace(CLICK, "")}

    traces = [muted(trace) if "event" in (trace.get("meta") or {}) else trace for trace in chart["figure"]["data"]]
    return {**chart, "note": chart["note"].replace(STARTS, ""), "figure": {**chart["figure"], "data": traces}}


def _footer(result: Result, said: Sequence[Note]) -> list[str]:
    lines = [note.text for note in said]
    current = state.current_preset()
    if current:
        lines.append(_preset_line(current[1]))
    law = chosen_law(result.scenario)
    unsure = [] if law.covariance else [no_bands(law)]
    return [*lines, law_line(result), *unsure, price_line(result), LEVELS]


def _preset_line(preset: Preset) -> str:
    about = f"{preset.title}, {preset.status}. {preset.note}"
    assumed = " ".join(f"{TABLE[name].label}: {why}" for name, why in preset.assumed.items() if name in TABLE)
    known = references()
    sources = "; ".join(dict.fromkeys(known[key].short for key in preset.sources if key in known))
    return about + (f" Assumed: {assumed}" if assumed else "") + (f" Sources: {sources}." if sources else "")
