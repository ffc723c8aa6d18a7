"""Every chart draws, speaks and tabulates every scenario; a new file is enough to add one."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim import Scenario, evaluate
from sim.charts import charts, charts_of
from sim.charts.style import COLORS
from sim.inputs.plan import PLANS
from sim.presets import presets
from ui.payload import packed

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


# The finer points of serving move the charts of these pages only.
SERVED_PAGES = ("home", "think")
PAIRS = [
    pytest.param(chart.id, scenario, id=f"{chart.id}-{name}")
    for chart in charts().values()
    for name, scenario in SCENARIOS.items()
    if chart.page in SERVED_PAGES or not name.startswith("served,")
]


@pytest.mark.parametrize(("name", "scenario"), PAIRS)
@pytest.mark.filterwarnings("error")
def test_chart_of_every_scenario(name, scenario):
    """Strict JSON, known colors, words, and a table as wide as its head."""
    chart, results = charts()[name], [evaluate(scenario)]
    figure, *_ = json.loads(packed([chart.figure(results), [view.layout(results) for view in chart.views]]))
    tokens = {text[1:].split("/")[0] for text in strings(figure) if text.startswith("@")}
    assert tokens <= set(COLORS["light"])
    assert chart.question.endswith("?")
    for words in (chart.summary(results), chart.subtitle(results), chart.note(results) if chart.note else "A."):
        assert words.endswith(".") or (not words and not figure["data"])
        assert "nan" not in words.split()
        assert "None" not in words
    columns, rows = chart.table(results)
    assert rows
    assert all(len(row) == len(columns) and all(isinstance(cell, str) for cell in row) for row in rows)


PINNABLE = [name for name, chart in charts().items() if chart.page in ("home", "plan", "cost", "think")]


@pytest.mark.parametrize("name", PINNABLE)
def test_pinned_runs_are_everywhere(name):
    """Marks, words and a full table show both runs; an unknown price on either side breaks nothing."""
    chart = charts()[name]
    now, pinned, unpriced = (
        evaluate(scenario)
        for scenario in (
            Scenario(n_params=8e9, n_tokens=1e12, rd_multiple=3, staff_usd=1e6, n_chips=512),
            Scenario(rd_multiple=2, price_basis="owned", staff_usd=2e6),
            Scenario(hardware="b200", n_chips=None),
        )
    )
    if chart.page == "think" or not chart.applies(now.scenario):
        served = {"inference": "on", "samples_per_query": 10}
        now, pinned, unpriced = (evaluate(run.scenario.changed(**served)) for run in (now, pinned, unpriced))
        pinned = evaluate(pinned.scenario.changed(n_params=20e9, n_tokens=2e12, verifier_false_accept=0.02))
    alone, both = chart.figure([now]), chart.figure([now, pinned])
    assert packed(both["data"]) != packed(alone["data"])
    assert "Pinned: " in chart.summary([now, pinned])
    assert "Pinned" not in chart.summary([now])
    columns, rows = chart.table([now, pinned])
    assert any("pinned" in text for text in [*columns, *(row[0] for row in rows)])
    for results in ([now, pinned], [now, unpriced], [unpriced, now]):
        packed(chart.figure(results))
        columns, rows = chart.table(results)
        assert all(len(row) == len(columns) for row in rows)


def test_pages_have_their_charts():
    """Home and Plan have theirs, in order, and identifiers are unique by construction."""
    assert [chart.id for chart in charts_of("home")] == ["auction-home", "next", "compute", "ladder", "percent"]
    assert [chart.id for chart in charts_of("plan")] == ["landscape", "isoflop", "money"]
    assert [chart.id for chart in charts_of("think")][:2] == ["auction", "samples"]


def test_home_has_one_first_chart():
    """The auction takes the place of the next step where solved tasks are counted, and only there."""
    for scenario in SCENARIOS.values():
        first = [chart.id for chart in charts_of("home") if chart.applies(scenario)][0]
        counted = scenario.inference == "on" and scenario.task_kind != "none"
        assert first == ("auction-home" if counted else "next")


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


def test_bars_are_the_engines_steps():
    """The bars of the next step hold the outputs themselves."""
    result = evaluate(Scenario())
    bars = charts()["next"].figure([result])["data"][0]
    assert list(bars["x"]) == [result.step_params_usd, result.step_tokens_usd, result.next_step_usd]


def test_ladder_starts_with_the_next_step():
    """The first rung of the ladder is next_step_usd."""
    result = evaluate(Scenario())
    assert charts()["ladder"].figure([result])["data"][0]["y"][0] == pytest.approx(result.next_step_usd, rel=1e-9)


@pytest.mark.parametrize("plan", PLANS)
def test_you_are_here_is_the_run(plan):
    """The marked point is the run's compute and loss under every plan."""
    result = evaluate(Scenario(plan=plan, hardware="h100"))
    here = charts()["compute"].figure([result])["data"][-1]
    assert (here["x"], here["y"]) == ([result.train_flop], [result.loss])


def test_a_dropped_file_is_a_chart(tmp_path):
    """One Python file in the folder adds a chart, with no other edit."""
    folder = Path(__file__).resolve().parents[2] / "sim" / "charts"
    text = (folder / "money.py").read_text().replace('id="money"', 'id="dropped"').replace('page="plan"', 'page="home"')
    (tmp_path / "dropped.py").write_text(text)
    code = (
        f"import sim.charts; sim.charts.__path__.append({str(tmp_path)!r});"
        "print(*[chart.id for chart in sim.charts.charts_of('home')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "dropped" in done.stdout.split()
