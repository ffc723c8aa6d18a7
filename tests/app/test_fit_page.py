"""The Fit page without a browser: a table is fitted or refused, and its law goes to all pages and into the link."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from sim.fitting.example import as_csv, example
from sim.links.share import link, opened
from tests.app.test_pages import session
from ui.screens.fit import COMPUTE, EXAMPLE, TEXT


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


def test_a_pasted_table_is_fitted(fit_page):
    """Bands, estimators and runs are shown; the law goes into the scenario and its link."""
    table = example(30)
    fit_page.text_area(TEXT).set_value(as_csv(table) + "1e9,,3\n")
    test = press(fit_page, "Fit these runs")
    assert not test.exception
    assert test.header[0].value == "30 runs, 1 row refused"
    assert "80 % band" in test.dataframe[0].value.columns
    assert len(test.dataframe) == 6
    assert session(test).own_study.now.usd > 0
    assert any("Deciding on the best guess of the law overspends" in text.value for text in test.markdown)
    test = press(test, "Use this law on all pages")
    now = session(test)
    assert now.scenario.law == "custom"
    assert now.scenario.custom_alpha == pytest.approx(now.own_runs.fit.constants["alpha"])
    assert opened(link(now.scenario)).scenario == now.scenario


def test_what_cannot_be_read_keeps_the_last_fit(fit_page):
    """One message; the fit that was there stays."""
    test = fit_page.button(EXAMPLE).click().run()
    kept = session(test).own_runs
    for content in ("nonsense", "N,D,loss\n1,2,3\n", "N,D,loss\n" + "1e9,1e10,3\n" * 30_000):
        test.text_area(TEXT).set_value(content)
        test = press(test, "Fit these runs")
        assert not test.exception and len(test.error) == 1
        assert session(test).own_runs is kept
    test.text_area(TEXT).set_value(as_csv(example(30)))
    test.text_input(COMPUTE).set_value("much")
    test = press(test, "Fit these runs")
    assert "write a number" in test.error[0].value and session(test).own_runs is kept


def test_what_the_runs_do_not_determine_has_no_band(fit_page):
    """Runs along one ratio: a sentence, and no column of bands."""
    N = np.geomspace(1e7, 1e10, 15)
    loss = (1.8 + 400 / N**0.35) * np.exp(0.003 * np.random.default_rng(2).standard_normal(15))
    rows = "".join(f"{n},{20 * n},{x}\n" for n, x in zip(N, loss, strict=True))
    fit_page.text_area(TEXT).set_value("N,D,loss\n" + rows)
    test = press(fit_page, "Fit these runs")
    assert not test.exception
    assert session(test).own_study is None
    assert any("same tokens per parameter" in error.value for error in test.error)
    assert not any("80 % band" in frame.value.columns for frame in test.dataframe)
