"""The chart of the best size where text is short: both rules side by side, and what it says of them."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.inputs.data import RULES
from sim.studies.shortage import rules, short_plans
from sim.teaching.lessons import lessons

SHORT = Scenario(plan="compute_optimal", train_flop=1e25, unique_tokens=1e11)
CHART = charts()["laws-shortage"]


def test_the_plans_are_those_of_the_rules():
    """Each line holds the best plans of its rule; with endless text they meet."""
    now = evaluate(SHORT)
    plans = short_plans(now, (1e11, float("nan")))
    assert set(plans) == set(RULES)
    for rule, one in plans.items():
        alone = evaluate(SHORT.changed(repetition=rule))
        free = evaluate(SHORT.changed(repetition=rule, unique_tokens=None))
        assert one.n_params == pytest.approx([alone.n_params, free.n_params], rel=1e-9)
        assert one.passes == pytest.approx([alone.epochs, 1], rel=1e-9)
        with pytest.raises(ValueError, match="read-only"):
            one.n_params[0] = 1.0


def test_the_chart_shows_a_smaller_and_a_larger_model():
    """One line falls below the dotted one as text gets short, the other rises; the mark is the best plan now."""
    now = evaluate(SHORT)
    free, *lines = [trace for trace in CHART.figure(now, ())["data"] if trace["mode"] == "lines"]
    smaller, larger = (np.asarray(trace["y"]) for trace in lines)
    assert (np.diff(smaller) >= -1e-6 * smaller[1:]).all() and smaller[0] < 0.6 * free["y"][0]
    assert (np.diff(larger) <= 1e-6 * larger[1:]).all() and larger[0] > 5 * free["y"][0]
    assert smaller[-1] == pytest.approx(larger[-1]) == pytest.approx(free["y"][0])
    (mark,) = [trace for trace in CHART.figure(now, ())["data"] if trace.get("text") == ["best now"]]
    assert (mark["x"], mark["y"]) == ([1e11], [now.optimal_n_params])
    assert "has 312B parameters; with 100B unique tokens it has 171B and reads it 97.3 times" in CHART.summary(now)
    assert "734B and reads it 22.7 times where tokens alone fade" in CHART.summary(now)


def test_a_law_with_its_own_rule_has_one_line():
    """The law for limited data discounts repeats itself, and the chart says so."""
    own = SHORT.changed(law="muennighoff2023")
    assert rules(own) == ("tokens_params",)
    assert CHART.summary(evaluate(own)).endswith("times by the law's own rule.")
    assert len(CHART.table(evaluate(own))[0]) == 3


def test_a_single_pass_of_a_giant_is_told():
    """Where a law would rather read once with a very large model, the note says what that rests on."""
    assert "a single pass" not in CHART.note(evaluate(SHORT))
    assert "a single pass" in CHART.note(evaluate(SHORT.changed(law="sardana2024")))


def test_the_rate_of_fading_is_told():
    """The chart of repeats uses and names the rate that is set."""
    chart = charts()["laws-repeats"]
    slow = evaluate(SHORT.changed(repetition_half_epochs=95))
    assert "at most 15.4 times" in chart.note(evaluate(SHORT)) and "at most 95 times" in chart.note(slow)
    assert float(chart.table(slow)[1][-1][3]) > float(chart.table(evaluate(SHORT))[1][-1][3])


def test_the_lesson_tells_both_rules_and_the_paper_first():
    """What the lesson reveals has the paper's own result, then the best sizes by either rule and with endless text."""
    lesson = lessons().entries["running-out-of-data"]
    step = next(i for i, step in enumerate(lesson.file.steps) if step.title.startswith("Short of text"))
    told = lesson.text(step, lesson.file.steps[step].task.reveal)
    places = [told.index(words) for words in ("27 % fewer", "171B parameters", "312B", "734B")]
    assert places == sorted(places)
    assert "contested" in lesson.file.teacher.message
