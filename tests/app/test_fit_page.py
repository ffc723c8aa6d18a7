"""The Fit page without a browser: a table is fitted or refused, and its law goes to all pages and into the link."""

from dataclasses import replace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from sim.fitting.diagnosis import without
from sim.fitting.example import as_csv, example
from sim.links.share import link, opened
from sim.studies.pilots import study
from tests.app.test_pages import session
from ui.parts.own_table import NO_TABLE, TEXT
from ui.screens.fit import COMPUTE, EXAMPLE


@pytest.fixture
def fit_page():
    """The page alone, as the navigation would run it."""

    def script():
        from ui.screens.fit import page
        from ui.server.queue import TURN

        with TURN:
            page()

    return AppTest.from_function(script, default_timeout=60).run()


def press(test, label):
    """Press the button of that label."""
    next(button for button in test.button if button.label == label).click()
    return test.run()


def frame(test, *columns):
    """The first table that has these columns."""
    return next(one.value for one in test.dataframe if {*columns} <= {*one.value.columns})


def test_a_pasted_table_is_fitted(fit_page):
    """What was understood, bands, what knowing is worth, what the fit rests on; the law goes into the link."""
    table = example(30)
    test = fit_page.text_area(TEXT).set_value(as_csv(table) + "1e9,,3\n").run()
    assert [box.value for box in test.selectbox][:4] == ["n_params", "n_tokens", "", "loss"]
    assert frame(test, "Line", "Reason").values.tolist() == [["32", "tokens: empty"]]
    test = press(test, "Fit these runs")
    assert not test.exception
    assert test.header[0].value == "30 runs, 1 row refused"
    assert len(frame(test, "80 % band", "95 % band")) == 3
    said = " ".join(text.value for text in test.markdown)
    assert "Deciding on the best guess of the law overspends" in said
    assert "Condition number of the constants" in said and "within the 80 % band" in said
    assert [row[0][:4] for row in frame(test, "Next run").values.tolist()] == ["Most", "The ", "The "]
    assert len(frame(test, "Estimator")) == 7
    published = frame(test, "Law", "Best parameters")
    assert published["Law"][0] == "Your runs" and len(published) > 10
    assert len(test.get("plotly_chart")) == 2
    test = press(test, "Use this law on all pages")
    now = session(test)
    assert now.scenario.law == "custom"
    assert now.scenario.custom_alpha == pytest.approx(now.own_runs.shown.fit.constants["alpha"])
    assert now.scenario.custom_fit == now.own_runs.shown.text is not None
    assert opened(link(now.scenario)).scenario == now.scenario
    run = now.scenario.changed(plan="compute_optimal", train_flop=1e26)
    assert study(run) == now.own_runs.study


def test_columns_and_units_are_said_by_the_visitor(fit_page):
    """A table whose names say nothing is asked about, in place; what is said is used."""
    content = as_csv(example(30)).replace("n_params,n_tokens,loss", "size,steps,metric")
    test = fit_page.text_area(TEXT).set_value(content).run()
    assert len(test.error) == 1 and "counts steps" in test.error[0].value
    next(box for box in test.text_input if box.label == "Tokens of a step").set_value("2").run()
    assert len(test.error) == 1 and "a column for the loss is needed" in test.error[0].value
    test = press(test, "Fit these runs")
    assert len(test.error) == 1 and session(test).own_runs is None
    next(box for box in test.selectbox if box.label == "Loss").set_value("metric").run()
    next(box for box in test.selectbox if box.label == "The parameters are").set_value("non_embedding").run()
    next(box for box in test.selectbox if box.label == "The loss is in").set_value("bits").run()
    assert not test.error and not test.exception
    test = press(test, "Fit these runs")
    found = session(test).own_runs.table
    assert found.n_tokens == pytest.approx(2 * example(30).n_tokens, rel=1e-5)
    assert found.loss == pytest.approx(np.log(2) * example(30).loss, rel=1e-5)
    assert any("leave out the embeddings" in one.value for one in test.warning)


def test_an_outlier_is_switched_off_by_a_click(fit_page):
    """It is named with how far off it is; without it the fit is that of the others, and the effect is shown."""
    table = example(30)
    loss = table.loss.copy()
    loss[7] *= 1.2
    test = fit_page.text_area(TEXT).set_value(as_csv(replace(table, loss=loss))).run()
    test = press(test, "Fit these runs")
    (pills,) = test.get("button_group")
    assert pills.options[0].startswith("Line 9: +2")
    before = session(test).own_runs
    test = pills.set_value([7]).run()
    assert not test.exception
    own = session(test).own_runs
    assert own.off == {7} and own.every is before.every
    assert own.shown.fit.objective == pytest.approx(without(before.shown.fit, np.array([7])).objective, rel=1e-9)
    assert test.header[0].value == "29 runs, 0 rows refused, 1 switched off"
    effect = frame(test, "All runs", "Change")
    assert effect["Change"][7].startswith("−") or effect["Change"][8].startswith("−")  # the noise falls
    test = test.get("button_group")[0].set_value([]).run()
    assert session(test).own_runs.off == frozenset() and session(test).own_runs.shown is before.every


BAD = {
    "rubbish": "\x01\x02\x03" * 1_000,
    "nonsense": "nonsense",
    "2 rows": "N,D,loss\n1,2,3\n4,5,6\n",
    "all equal": "N,D,loss\n" + "1e9,1e10,3\n" * 9,
    "negative": "N,D,loss\n" + "-1e9,1e10,3\n" * 9,
    "NaN": "N,D,loss\n" + "1e9,1e10,nan\n" * 9,
    "200,000 rows": "N,D,loss\n" + "1e9,1e10,3\n" * 200_000,
    "formulas": "N,D,loss\n" + "=1+1,1e10,3\n" * 9,
}


def test_what_cannot_be_read_keeps_the_last_fit(fit_page):
    """One message for each kind of bad input; the fit that was there and what is typed stay."""
    test = fit_page.button(EXAMPLE).click().run()
    kept = session(test).own_runs
    for content in BAD.values():
        test.text_area(TEXT).set_value(content)
        test = press(test, "Fit these runs")
        assert not test.exception and len(test.error) == 1
        assert session(test).own_runs is kept and test.text_area(TEXT).value == content
    test.text_area(TEXT).set_value(as_csv(example(30)))
    test.text_input(COMPUTE).set_value("much")
    test = press(test, "Fit these runs")
    assert "write a number" in test.error[0].value and session(test).own_runs is kept
    test.text_area(TEXT).set_value("")
    test = press(test, "Fit these runs")
    assert [one.value for one in test.error] == [NO_TABLE]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_files_of_other_programs_are_fitted(fit_page, end):
    """Marks of UTF-8, decimal commas, ends of lines of Windows and old Macs."""
    content = "\ufeff" + as_csv(example(12)).replace(",", ";").replace(".", ",").replace("\n", end)
    test = press(fit_page.text_area(TEXT).set_value(content).run(), "Fit these runs")
    assert not test.exception and not [one for one in test.error if "needed" in one.value]
    assert session(test).own_runs.table.loss == pytest.approx(example(12).loss, abs=1e-6)


def test_what_the_runs_do_not_determine_has_no_band(fit_page):
    """Runs along one ratio: a sentence, and no column of bands."""
    N = np.geomspace(1e7, 1e10, 15)
    loss = (1.8 + 400 / N**0.35) * np.exp(0.003 * np.random.default_rng(2).standard_normal(15))
    rows = "".join(f"{n},{20 * n},{x}\n" for n, x in zip(N, loss, strict=True))
    fit_page.text_area(TEXT).set_value("N,D,loss\n" + rows)
    test = press(fit_page, "Fit these runs")
    assert not test.exception
    assert session(test).own_runs.study is None
    assert any("same tokens per parameter" in error.value for error in test.error)
    assert not any("80 % band" in frame.value.columns for frame in test.dataframe)
