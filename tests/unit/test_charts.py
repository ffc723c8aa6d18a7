"""Every chart draws, speaks and tabulates every scenario; a new file is enough to add one."""

import importlib
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sim.charts
from sim import Scenario, evaluate
from sim.charts import chart_classes, charts, charts_of
from sim.charts.chart import Beside, LawChart, RunChart
from sim.charts.drawing.kept import LOOKS
from sim.charts.drawing.style import COLORS
from sim.engine.kept_runs import as_kept
from sim.engine.presets import presets
from sim.inputs.numbers import numbers
from sim.inputs.plan import PLANS
from sim.laws import loss_laws
from sim.pages import Board, pages
from sim.program.serving import queries_served
from ui.server.payload import packed

SCENARIOS = {
    "default": Scenario(),
    "optimal": Scenario(plan="budget_optimal", hardware="h100"),
    "unknown price": Scenario(hardware="b200"),
    "low corner": Scenario(n_params=1e6, n_tokens=1e6),
    "high corner": Scenario(n_params=1e15, n_tokens=1e17),
    "wide and short": Scenario(n_params=1e15, n_tokens=1e6),
    "small and long": Scenario(n_params=1e6, n_tokens=1e17),
    "mixture": presets().entries["deepseek-v3"].scenario,
    "unknown chips": Scenario(n_chips=None),
    "served, checked well": Scenario(inference="on", samples_per_query=30, verifier_false_accept=0, n_chips=None),
    "served, multiple choice": Scenario(inference="on", task_kind="choice"),
    "served, no tasks": Scenario(inference="on", task_kind="none"),
    "served to all": Scenario(inference="on", n_params=1e15, queries_per_day=1e13, samples_per_query=1e6),
    "served, misled": Scenario(
        inference="on",
        n_params=1e6,
        n_tokens=1e6,
        verifier_true_accept=0,
        verifier_false_accept=1,
        retries_per_step=100,
    ),
    "served, never wrong": Scenario(inference="on", task_anchor_pass=0.99, task_slope=200, task_anchor_loss=3),
    "served": Scenario(inference="on", samples_per_query=250, price_basis="owned", staff_usd=1e6, rd_multiple=2),
    "served at an unknown price": Scenario(inference="on", hardware="b200"),
}


def strings(value):
    """All texts inside a nested value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


PAIRS = [
    pytest.param(chart.id, scenario, id=f"{chart.id}-{name}")
    for chart in charts().values()
    for name, scenario in SCENARIOS.items()
]


@pytest.mark.parametrize(("name", "scenario"), PAIRS)
@pytest.mark.filterwarnings("error")
def test_chart_of_every_scenario(name, scenario):
    """Strict JSON, known colors, words, and a table as wide as its head."""
    picture = charts()[name].picture(evaluate(scenario))
    figure, *_ = json.loads(packed([picture.figure, picture.views]))
    tokens = {text[1:].split("/")[0] for text in strings(figure) if text.startswith("@")}
    assert tokens <= set(COLORS["light"])
    assert picture.question.endswith("?")
    for words in (picture.summary, picture.subtitle, picture.note or "A."):
        assert words.endswith(".") or (not words and not figure["data"])
        assert "nan" not in words.split()
        assert "None" not in words
    columns, rows = picture.table
    assert rows
    assert all(len(row) == len(columns) and all(isinstance(cell, str) for cell in row) for row in rows)


KEEPING = [name for name, chart in charts().items() if isinstance(chart, RunChart)]


@pytest.mark.parametrize("name", KEEPING)
def test_kept_runs_are_everywhere(name):
    """Marks, words and a full table show all four; an unknown price on either side breaks nothing."""
    chart = charts()[name]
    now, other, unpriced = (
        evaluate(scenario)
        for scenario in (
            Scenario(n_params=8e9, n_tokens=1e12, rd_multiple=3, staff_usd=1e6, n_chips=512),
            Scenario(rd_multiple=2, price_basis="owned", staff_usd=2e6),
            Scenario(hardware="b200", n_chips=None),
        )
    )
    if chart.why_empty(now) or not chart.applies(now.scenario):
        served = {"inference": "on", "samples_per_query": 10, "post_training": "on", "readout": "index"}
        now, other, unpriced = (evaluate(run.scenario.changed(**served)) for run in (now, other, unpriced))
        other = evaluate(other.scenario.changed(n_params=20e9, n_tokens=2e12, verifier_false_accept=0.02))
    kept = tuple(
        as_kept(evaluate(other.scenario.changed(n_params=n)), mark, f"Plan {mark}", place)
        for place, (n, mark) in enumerate(((other.n_params, "A"), (30e9, "B"), (40e9, "C")))
    )
    alone, four = chart.picture(now), chart.picture(now, Beside(kept))
    drawn = packed(four.figure).decode()
    for run, look in zip(kept, LOOKS, strict=True):
        one = chart.picture(now, Beside((run,)))
        assert packed(one.figure["data"]) != packed(alone.figure["data"])
        assert f"@{look.color}" in drawn or f'"{run.mark}"' in drawn
        assert f" {run.mark}: " in four.summary and f"{look.glyph} {run.mark} Plan {run.mark}" in four.subtitle
        columns, rows = four.table
        assert any(text.endswith(f", {run.mark}") for text in [*columns, *(row[0] for row in rows)])
    assert "@kept" not in packed(alone.figure).decode() and "Beside it" not in alone.subtitle
    for one, other in ((now, kept[0]), (now, as_kept(unpriced)), (unpriced, as_kept(now))):
        picture = chart.picture(one, Beside((other,)))
        packed(picture.figure)
        columns, rows = picture.table
        assert all(len(row) == len(columns) for row in rows)


FILES = [
    importlib.import_module(info.name)
    for info in pkgutil.walk_packages(sim.charts.__path__, "sim.charts.")
    if info.name.count(".") == 3 and not info.name.startswith(("sim.charts.drawing.", "sim.charts.apart."))
]


@pytest.mark.parametrize("module", FILES, ids=lambda module: module.__name__)
def test_a_file_is_a_chart(module):
    """One class in each file; each of its places is on a board and under a name that nobody else has."""
    (kind,) = chart_classes(module)
    for place in kind.places:
        assert type(charts()[place.id or kind.id]) is kind
        assert isinstance(pages()[place.page], Board)


def test_pages_have_their_charts():
    """Every board has charts, and of those that a scenario has no two stand at one place."""
    assert len(charts()) == sum(len(kind.places) for module in FILES for kind in chart_classes(module))
    for page in pages().values():
        assert bool(charts_of(page.path)) == isinstance(page, Board)
        for scenario in SCENARIOS.values():
            orders = [chart.order for chart in charts_of(page.path) if chart.applies(scenario)]
            assert sorted(set(orders)) == orders


def test_law_charts_compare_laws_and_no_runs():
    """What is compared on the Laws page changes its charts; a kept run changes none of them."""
    now, kept = evaluate(Scenario()), as_kept(evaluate(Scenario(law="kaplan2020", n_params=8e9)))
    compared = [chart for chart in charts().values() if isinstance(chart, LawChart)]
    assert compared
    for chart in compared:
        alone, beside, laws = (
            packed(chart.picture(now, what).data())
            for what in (Beside(), Beside((kept,)), Beside(laws=("kaplan2020",)))
        )
        assert alone == beside != laws


def test_home_begins_with_more_money():
    """Whatever is counted, and no chart of the page prices the next step beside it."""
    for scenario in SCENARIOS.values():
        shown = [chart.id for chart in charts_of("home") if chart.applies(scenario)]
        assert shown == ["more", "compute", "agree", "learn"]


def test_colors_are_the_same_words_in_both_themes():
    """Every color has a light and a dark form."""
    assert set(COLORS["light"]) == set(COLORS["dark"])


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", COLORS)
@pytest.mark.parametrize("color", ["ink", "muted", "params", "tokens", "compute", "money", "inference", "here"])
def test_colors_have_contrast(theme, color):
    """Text in any color reaches 4.5 : 1 on the page's paper (WCAG 2.2, AA)."""
    one, two = sorted([luminance(COLORS[theme][color]), luminance(COLORS[theme]["paper"])])
    assert (two + 0.05) / (one + 0.05) >= 4.5


def named(figure, name, view):
    """The line of a lever in one view: it has its name in what the pointer is told."""
    found = [
        trace for trace in figure["data"]
        if f"more: {name}<" in trace.get("hovertemplate", "") and trace["meta"]["view"] == view
    ]  # fmt: skip
    assert len(found) == 1
    return found[0]


def test_lines_of_more_money_start_at_the_run():
    """All levers at its loss and at its gains; the best plan at what the same cost reaches, the overspend lower."""
    result = evaluate(Scenario())
    figure = charts()["more"].figure(result, ())
    for name, gain in (("Parameters", result.gain_params), ("Tokens", result.gain_tokens)):
        assert named(figure, name, "reached")["y"][0] == result.loss
        assert named(figure, name, "gain")["y"][0] == pytest.approx(1e6 * gain, rel=1e-12)
    best = evaluate(Scenario(plan="budget_optimal", budget_usd=result.cost_total_usd))
    assert named(figure, "Best plan", "reached")["y"][0] == pytest.approx(best.loss, rel=1e-9)
    assert named(figure, "Best plan", "gain")["y"][0] == pytest.approx(1e6 * best.gain_scale, rel=1e-9)
    gap = next(trace for trace in figure["data"] if trace.get("line", {}).get("width") == 4)
    assert gap["y"] == pytest.approx([best.loss, result.loss], rel=1e-9)


def test_where_answers_are_counted_money_buys_fewer_wrong_ones():
    """Per cent of wrong answers, and how many fewer over the whole service for $1M; samples are a lever."""
    scenario = Scenario(inference="on", queries_per_day=1e7, samples_per_query=8)
    result, figure = evaluate(scenario), charts()["more"].figure(evaluate(scenario), ())
    assert named(figure, "Samples", "reached")["y"][0] == pytest.approx(100 * (1 - result.accuracy), rel=1e-12)
    served = float(queries_served(numbers(scenario)))
    expected = 1e6 * served * result.accuracy_gain_samples
    assert named(figure, "Samples", "gain")["y"][0] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_all_of_more_money_is_inside_its_axes(scenario):
    """What is drawn of each view, but for bands, lies between the ends of its axis; names lie apart."""
    result = evaluate(scenario)
    chart = charts()["more"]
    if chart.why_empty(result):
        return
    figure, view = chart.figure(result, ()), chart.view_layout("gain", result, ())
    ends = {"reached": figure["layout"]["yaxis"]["range"], "gain": view["yaxis.range"]}
    low, high = figure["layout"]["xaxis"]["range"]
    for trace in figure["data"]:
        own = (trace.get("meta") or {}).get("view")
        if own is None or trace.get("line", {}).get("dash"):
            continue
        y = np.asarray(trace["y"], float)
        y = np.log10(y[y > 0]) if own == "gain" else y[np.isfinite(y)]
        assert np.all(y <= ends[own][1] + 1e-9)
        if own == "reached" or "markers" in trace["mode"]:  # a line of gains may leave the picture at its foot
            assert np.all(y >= ends[own][0] - 1e-9)
        x = np.log10(np.asarray(trace["x"], float))
        assert np.all(np.isnan(x) | ((x >= low) & (x <= high)))
        if len(trace.get("text", ())) > 2:
            assert np.all(np.diff(np.sort(y)) >= 0.06 * (ends[own][1] - ends[own][0]))


@pytest.mark.parametrize("plan", PLANS)
def test_you_are_here_is_the_run(plan):
    """The marked point is the run's compute and loss under every plan."""
    result = evaluate(Scenario(plan=plan, hardware="h100"))
    here = charts()["compute"].figure(result, ())["data"][-1]
    assert (here["x"], here["y"]) == ([result.train_flop], [result.loss])


def test_a_dropped_file_is_a_chart(tmp_path):
    """One Python file in the folder adds a chart, with no other edit."""
    folder = Path(__file__).resolve().parents[2] / "sim" / "charts"
    text = (folder / "plan" / "money.py").read_text()
    text = text.replace('id = "money"', 'id = "dropped"').replace('Place("plan", 3)', 'Place("home", 9)')
    (tmp_path / "dropped.py").write_text(text)
    code = (
        f"import sim.charts; sim.charts.__path__.append({str(tmp_path)!r});"
        "print(*[chart.id for chart in sim.charts.charts_of('home')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dropped" in done.stdout.split()


def test_ones_own_law_is_drawn_with_the_typed_constants():
    """The printed constants of Hoffmann et al., typed, ask for 92.8 tokens per parameter at Gopher's compute."""
    typed = Scenario(
        law="custom", custom_irreducible=1.69, custom_a=406.4, custom_b=410.7, custom_alpha=0.34, custom_beta=0.28
    )
    now, chart = evaluate(typed), charts()["laws-ratio"]
    row = next(row for row in chart.table(now, ())[1] if row[0] == loss_laws().entries["custom"].name)
    assert row[2] == "92.8"
    strong = next(trace for trace in chart.figure(now, ())["data"] if trace.get("line", {}).get("width") == 3)
    assert np.interp(np.log(5.88e23), np.log(strong["x"]), strong["y"]) == pytest.approx(92.8, rel=0.01)
