"""One's own runs, some of them switched off: the fit, its pictures and words, whatever the runs determine."""

import json
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest

from sim import Scenario, SimulationError
from sim.charts.drawing.own_runs import colored, curve_figure, diagnosis_figure
from sim.fitting.example import example
from sim.fitting.fit import fit
from sim.laws import loss_laws
from sim.studies.own_runs import own_runs, switched
from sim.studies.pilots import study
from sim.words import own_runs as words
from tests.unit.test_fitting import DEGENERATE, SHAPES, table_of

pytestmark = pytest.mark.filterwarnings("error")

RUN = Scenario(hardware="h100")
TABLE = example(30)
WRONG = replace(TABLE, loss=TABLE.loss * np.where(np.arange(30) == 7, 1.2, 1.0))
OWN = own_runs(WRONG, 1e24, RUN)


def drawn(figure):
    """The figure as Plotly takes it, in both themes; strict JSON."""
    for theme in ("light", "dark"):
        made = go.Figure(colored(figure, theme))
        assert "@" not in json.dumps(json.loads(made.to_json()))
    return made


def test_an_outlier_is_named_and_switched_off_and_on():
    """Without it the fit is that of the others; all again is the first fit."""
    assert OWN.named == [7] and words.run_words(OWN, 7).startswith("Line 9: +")
    off = switched(OWN, frozenset({7}), RUN)
    assert off.shown.fit.objective == fit(TABLE.some(np.arange(30) != 7)).objective
    assert off.named == [7] and off.residuals[7] == pytest.approx(np.log(1.2), abs=0.02)
    assert off.study != OWN.study
    assert switched(off, frozenset(), RUN).shown is OWN.every
    rows = {row[0]: row[1:] for row in words.effect_table(off)[1]}
    assert rows["alpha"][0] == f"{OWN.every.fit.constants['alpha']:.3g}"
    assert rows["Noise of a run"][2].startswith("−")


def test_too_few_left_are_refused():
    """In words; the fit that was there is the caller's to keep."""
    with pytest.raises(SimulationError, match="5 usable runs"):
        switched(OWN, frozenset(range(25)), RUN)


def test_the_planned_run_is_that_of_the_scenario_with_the_law():
    """What knowing is worth is the same wherever the law goes."""
    law = {"law": "custom", "custom_fit": OWN.shown.text}
    names = {"E": "custom_irreducible", "A": "custom_a", "B": "custom_b", "alpha": "custom_alpha",
             "beta": "custom_beta"}  # fmt: skip
    constants = {names[key]: value for key, value in OWN.shown.fit.constants.items()}
    assert OWN.study == study(RUN.changed(plan="compute_optimal", train_flop=1e24, **constants, **law))
    assert [one.kind for one in OWN.next_runs] == ["best", "repeat", "largest"]


def test_pictures():
    """Six panels with every run in five of them, hollow where it is off; the largest runs with their bands."""
    off = switched(OWN, frozenset({7, 3}), RUN)
    figure = diagnosis_figure(off)
    drawn(figure)
    for panel in range(1, 6):
        here = [trace for trace in figure["data"] if trace["xaxis"] == f"x{panel}"]
        assert sorted(place for trace in here for place in trace["customdata"]) == list(range(30))
        assert [trace["customdata"] for trace in here if trace["name"] == "Off"] == [[3, 7]]
    out = off.shown.diagnosis.largest_out
    last = figure["data"][-1]
    assert last["customdata"] == off.places[out.places].tolist()
    bars = [trace for trace in figure["data"] if trace["xaxis"] == "x6"][:-1]
    held = [bar["y"][0] <= y <= bar["y"][1] for bar, y in zip(bars, last["y"], strict=True)]
    assert np.mean(held) == out.inside
    curve = drawn(curve_figure(off.study))
    assert list(curve.data[1].y) == [one.left.usd for one in off.study.curve]


def test_words():
    """Sentences with their figures; each published law with its best split beside that of the runs."""
    told = " ".join(words.diagnosis_sentences(OWN.shown))
    out = OWN.shown.diagnosis.largest_out
    assert f"{round(out.inside * len(out.places))} of them lie within the 80 % band" in told
    names, rows = words.published_table(OWN.shown)
    laws = loss_laws().entries
    assert len(rows) == 1 + sum(not law.typed for law in laws.values()) and len(names) == 4
    N, D = laws["hoffmann2022"].function.frontier(1e24)
    assert next(row for row in rows if row[0] == laws["hoffmann2022"].label)[3] == f"{D / N:.3g}"
    assert len(words.next_table(OWN.next_runs)[1]) == 3 and "500 tokens per parameter" in words.CAUTION_NEXT


@pytest.mark.parametrize("name", DEGENERATE)
def test_whatever_the_runs_determine_it_is_told_and_drawn(name):
    """A fit that is no law, or has no band, breaks neither words nor pictures."""
    N, D, loss, _ = DEGENERATE[name]
    if loss is None:
        loss = SHAPES[name](N, D) * np.exp(0.003 * np.random.default_rng(5).standard_normal(20))
    own = own_runs(table_of(N, D, loss), 1e24, RUN)
    assert own.study is None and own.next_runs == ()
    drawn(diagnosis_figure(own))
    assert words.diagnosis_sentences(own.shown) and words.published_table(own.shown)[1]
    assert len(words.effect_table(own)[1]) == 9
