"""The Forecasts page without a browser: the ledger is shown, a forecast is made, opened again and compared."""

from datetime import date

from streamlit.testing.v1 import AppTest

from sim.catalogs.forecasts import forecasts
from sim.links.own_forecast import link_parts
from sim.studies.own_forecast import OwnForecast
from tests.app.test_pages import ROOT, session
from ui.screens.forecasts import HIGH, LEVEL, LOW, OUTCOME, VALUE

CODE = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from ui.screens import forecasts
from ui.visit import state
state.open_address("forecasts")
forecasts.page()
state.write_address()
"""


def opened(**query: str) -> AppTest:
    test = AppTest.from_string(CODE, default_timeout=60)
    for key, value in (query or {"v": "4"}).items():
        test.query_params[key] = value
    return test.run()


def said(test: AppTest) -> str:
    return " ".join(text.value for text in test.markdown).replace("\\", "")


def test_a_forecast_from_making_to_outcome():
    """A bad one is refused with what was typed; a good one is in the address with its day; so is what came."""
    test = opened(v="4", n="8e9", d="1.5e13")
    assert not test.exception
    assert len(test.dataframe[0].value) == len(forecasts().entries)
    for key, value in ((VALUE, "1.9"), (LOW, "2.0"), (HIGH, "2.1")):
        test.text_input(key).set_value(value)
    test.button("forecast_make").click().run()
    assert session(test).forecast is None and "must lie inside its interval" in test.error[0].value.replace("\\", "")
    assert test.text_input(LOW).value == "2.0"
    test.text_input(LOW).set_value("1,8")
    test.button_group(LEVEL).set_value(90)
    test.button("forecast_make").click().run()
    today = date.today()
    assert not test.exception and not test.error
    assert session(test).forecast == OwnForecast("loss", today, 1.9, 1.8, 2.1, 90)
    assert test.query_params["fc"] == f"loss~{today.isoformat()}~1.9~1.8~2.1~90" and test.query_params["n"] == "8e9"
    assert "made today" in said(test) and "8B parameters on 15T tokens" in said(test)
    test.text_input(OUTCOME).set_value("2.0").run()
    assert test.query_params["fr"] == "2" and "The interval held." in said(test)
    test.text_input(OUTCOME).set_value("").run()
    assert "fr" not in test.query_params and "The interval held." not in said(test)
    test.button("forecast_again").click().run()
    assert session(test).forecast is None and "fc" not in test.query_params


def test_an_old_forecast_is_opened():
    """How old it is and how it came out; an impossible run leaves the forecast alone."""
    mine = OwnForecast("cost_total_usd", date(2026, 1, 2), 4e6, 3e6, 5e6, 80, 6e6)
    query = dict(part.split("=", 1) for part in link_parts(mine).split("&"))
    test = opened(v="4", **query)
    assert not test.exception and session(test).forecast == mine
    age = (date.today() - mine.made).days
    assert f"Forecast of 2026-01-02, {age:,} days old: Total cost $4M" in said(test)
    assert "$6M came, 50 % above it. The interval missed." in said(test)
    assert not session(test).notices
    test = opened(v="4", plan="target_loss", l="1.5", **query)
    assert not test.exception and "days old" in said(test) and "publish this code" not in said(test)


def test_what_a_link_has_wrong_is_told():
    """One sentence, and the page is there."""
    test = opened(v="4", fc="loss~soon")
    assert not test.exception and session(test).forecast is None
    assert "The forecast of the link was ignored" in test.warning[0].value
    test = opened(v="4", plan="target_loss", l="1.5")
    assert not test.exception and "no possible run" in test.info[0].value
