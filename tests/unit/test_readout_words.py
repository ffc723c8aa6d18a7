"""The readout in words: the number at the top, the sentence, the chart."""

import pytest

from sim import Scenario, evaluate
from sim.charts import charts_of
from sim.engine.kept_runs import as_kept
from sim.pages import board
from sim.studies.readout import gain
from sim.words.readout import MOST_IS_TIME, gain_in_words, name_of, value_in_words, whence
from sim.words.run import difference
from sim.words.side_by_side import side_by_side


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


@pytest.mark.parametrize("readout", ["index", "horizon", "gpqa-diamond"])
@pytest.mark.parametrize("page", ["home", "plan", "think"])
def test_number_sentence_and_bars_of_every_page(readout, page):
    """The first number with its band, the first words with what more money adds, and bars with bands."""
    now = evaluate(Scenario(readout=readout, extra_usd=1e7, inference="on", post_training="on", hardware="h100"))
    pieces = board(page).sentence(now)
    assert pieces[0].strong and name_of(readout) in pieces[0].text
    assert pieces[1].strong and "The next $10M of compute buys" in pieces[1].text
    first = board(page).headlines(now)[0]
    assert first.name == "readout_value" and " to " in first.detail and "measured 149.1" in first.help
    chart = next(chart for chart in charts_of(page) if type(chart).__name__ == "ReadoutMoney")
    assert chart.applies(now.scenario) and not chart.applies(Scenario())
    rows = chart.table(now)[1]
    assert [row[0] for row in rows] == [
        "$10M of compute", "$100M of compute", "$1B of compute", "$10M of post-training", "A year later, no money",
    ]  # fmt: skip
    assert all(" to " in row[1] for row in rows)
    drawn = chart.figure(now, [as_kept(evaluate(Scenario(hardware="h100", readout="mmlu")))])["data"]
    bars = drawn[0]["x"]
    assert bars[0] < bars[1] < bars[2] and len(bars) == len(rows)
    assert not any("GPQA" in piece.text for piece in board(page).sentence(evaluate(Scenario(inference="on"))))


def test_along_the_frontier_the_sentence_says_what_is_time():
    """The switch changes the words; at one date the date is named."""
    now = evaluate(Scenario(readout="gpqa-diamond", extra_usd=1e7, readout_slope="frontier"))
    assert "along the frontier" in gain_in_words(now) and MOST_IS_TIME in gain_in_words(now)
    assert "Most of the frontier’s progress is time" in MOST_IS_TIME and "11.7" in MOST_IS_TIME
    at_date = evaluate(now.scenario.changed(readout_slope="compute"))
    assert gain_in_words(at_date).endswith("at the same date.")
    assert gain(now, 1e7, readout="index").value > gain(at_date, 1e7, readout="index").value


def test_kept_runs_are_told_by_the_same_readout():
    """Beside the loss, what each has by the readout of the page."""
    now = evaluate(Scenario(readout="gpqa-diamond", hardware="h100"))
    other = as_kept(evaluate(Scenario(hardware="h100", n_params=1e9)))
    assert difference(now, [other]).startswith("GPQA diamond: ") and " here, A " in difference(now, [other])
    assert difference(evaluate(Scenario(hardware="h100")), [other]).startswith("The loss is ")
    line = side_by_side(now, [other]).lines[-1]
    assert line.label == "GPQA diamond" and line.best == (True, False) and line.raw[0] == now.readout_value
    assert side_by_side(evaluate(Scenario(hardware="h100")), [other]).lines[-1].label != "GPQA diamond"


def test_guessing_is_told():
    """Of a benchmark with choices, what guessing alone solves."""
    assert "Guessing alone solves 25 %" in whence(evaluate(Scenario(readout="gpqa-diamond")))
    assert "Guessing" not in whence(evaluate(Scenario(readout="index")))


def test_nothing_is_promised_where_the_price_is_not_known_in_full():
    """An owned chip costs something, and of one whose power nobody published the electricity is unknown."""
    now = evaluate(Scenario(readout="index", extra_usd=1e7, price_basis="owned", watts_per_chip=None))
    assert now.cost_compute_usd > 0 and now.cost_energy_usd is None
    assert gain(now, 1e7) is None and gain_in_words(now) == ""
