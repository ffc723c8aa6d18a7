"""The readout in words: the number at the top, the sentence, the chart."""

import pytest

from sim import Scenario, evaluate
from sim.charts import charts_of
from sim.pages import board
from sim.words.readout import gain_in_words, value_in_words


@pytest.mark.parametrize(
    ("readout", "value", "words"),
    [("index", 148.46, "148"), ("horizon", 42, "42 min"), ("horizon", 198, "3.3 h"), ("horizon", 14400, "10 days"),
     ("gpqa-diamond", 0.631, "63 %")],
)  # fmt: skip
def test_values_in_words(readout, value, words):
    """In the unit that people use."""
    assert value_in_words(readout, value) == words


@pytest.mark.parametrize("readout", ["index", "horizon", "gpqa-diamond"])
def test_the_page_speaks_in_it(readout):
    """Number, sentence and chart are there with it, and none of them without."""
    now = evaluate(Scenario(readout=readout, extra_usd=1e7))
    assert "The next $10M of compute" in gain_in_words(now)
    assert "The next $10M of compute" in "".join(piece.text for piece in board("home").sentence(now))
    first = board("home").headlines(now)[0]
    assert first.name == "readout_value" and " to " in first.detail
    chart = next(chart for chart in charts_of("plan") if chart.id == "capability")
    assert chart.applies(now.scenario) and "one standard deviation" in chart.summary(now)
    plain = evaluate(Scenario())
    assert gain_in_words(plain) == "" and board("home").headlines(plain)[0].name == "loss"
    assert not chart.applies(plain.scenario)
