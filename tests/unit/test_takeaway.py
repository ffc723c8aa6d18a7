"""What people take away says what the page says."""

import csv
import io
from datetime import date

import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.engine.notes import notes
from sim.engine.presets import presets
from sim.ground import units
from sim.ground.spreadsheets import csv_text
from sim.links.takeaway import snippet, source_line, summary

SCENARIOS = {
    "default": Scenario(),
    "optimal": Scenario(plan="budget_optimal", hardware="h100", budget_usd=2.5e8),
    "unknown price": Scenario(hardware="b200", n_chips=None),
    "served": Scenario(inference="on", samples_per_query=8, task_kind="choice"),
    "odd digits": Scenario(n_params=1.2345678901234e11, mfu=1 / 3),
    "mixture": presets().entries["deepseek-v3"].scenario,
}
TODAY = date(2026, 11, 24)
EACH = pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)


@EACH
@pytest.mark.parametrize("name", charts())
def test_csv_of_every_chart(name, scenario):
    """A chart's table comes back from its file cell by cell."""
    columns, rows = charts()[name].picture(evaluate(scenario)).table
    assert list(csv.reader(io.StringIO(csv_text(columns, rows)))) == [columns, *rows]


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+cmd|x",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "-$5",
        " =1",
        "＝1+1",
        "|cmd",
        "%0A",
        '="a"&"b"',
    ],
)
def test_no_cell_is_a_formula(cell):
    """What a spreadsheet would run is quoted; numbers stay numbers."""
    (shown,) = list(csv.reader(io.StringIO(csv_text([cell], []), newline="")))[0]
    assert shown == f"'{cell}"
    assert csv_text(["-1.5e3", "+2"], []).strip() == "-1.5e3,+2"
    assert next(csv.reader(io.StringIO(csv_text(['Ada "the" first, 2'], [])))) == ['Ada "the" first, 2']


@EACH
def test_snippet_reproduces_the_result(scenario):
    """Run as Python, the snippet gives the same scenario and the same loss, to the last bit."""
    space = {}
    exec(snippet(evaluate(scenario)), space)
    assert space["result"].scenario == scenario
    assert space["result"].loss == evaluate(scenario).loss


@EACH
def test_summary_says_what_was_set_and_what_came_out(scenario):
    """The page of text carries the figures, the notes, the sources and the link."""
    result = evaluate(scenario)
    text = summary(result, "My run", "https://example.org/?v=1", TODAY)
    assert text.startswith("# My run\n")
    for part in ("## What was set", "## What came out", "<https://example.org/?v=1>", units.loss(result.loss)):
        assert part in text
    assert all(note.text.split()[0] in text for note in notes(result, TODAY))
    assert "nan" not in text.split()
    assert "None" not in text


def test_title_of_a_stranger_is_no_markup():
    """A title from a file is text: no markup, no new line."""
    text = summary(evaluate(Scenario()), "<img src=x>\n# [a](b)", "https://example.org", TODAY)
    assert text.splitlines()[0] == "# \\<img src=x\\> \\# \\[a\\](b)"


def test_source_line_names_law_and_model():
    """A picture says where it comes from."""
    assert "Besiroglu et al. 2024" in source_line(evaluate(Scenario()))


def test_summary_with_inference_says_what_the_think_page_says():
    """Its sentence, and a query of less than ten cents with three digits."""
    text = summary(evaluate(Scenario(inference="on", samples_per_query=10)), "x", "https://example.org", TODAY)
    assert "Serving takes 99 %" in text
    assert "| Cost of a query | \\$0.0889 |" in text
