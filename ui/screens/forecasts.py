"""Forecasts: what was foretold of runs and what came, and a forecast of one's own as a dated link."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

import streamlit as st

from sim.catalogs.forecasts import forecasts
from sim.charts.apart import forecasts_calibration, forecasts_reach
from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.ground import units
from sim.ground.spreadsheets import csv_text
from sim.ground.text import dollars_kept, escaped
from sim.ground.typed import typed
from sim.inputs.refusal import Refusal
from sim.links import own_forecast
from sim.links.takeaway import OURS, run_name
from sim.studies.own_forecast import LEVELS, NUMBERS, OwnForecast, checked
from sim.words import ledger
from sim.words.own_forecast import label, made_sentences, outcome_sentences
from ui.parts import authors, copying, note, pictures
from ui.parts.tables import columns
from ui.visit import state
from ui.visit.session import session

TEXT_WIDTH = 780  # [px]
NUMBER, VALUE, LOW, HIGH, LEVEL, OUTCOME = (
    f"forecast_{name}" for name in ("number", "value", "low", "high", "level", "outcome")
)
SAID = "forecast"  # among what fields refuse
ABOUT = (
    "What was foretold of training runs before it was known, and what came: how far the forecast reached, how far off "
    "it was, and whether its interval held. A file in `presets/forecasts` is a row here."
)
OWN = (
    "Foretell a number of your own run. The link holds the run, the number, the interval and today’s date, and nothing "
    "is stored here. Open it again when the run is done, type what came, and the link holds that too."
)
PROOF = "A date in a link can be edited. To prove it, publish this code today where dates cannot be changed: "


def page() -> None:
    """The Forecasts page."""
    entries = forecasts().entries
    with st.container(width=TEXT_WIDTH):
        st.title("Forecasts and what came", anchor=False)
        note.draw()
        for notice in session().notices:
            st.warning(escaped(notice))
        st.markdown(f"{ABOUT} {ledger.BIASED}")
    if session().forecast is not None:
        _own()
    pictures.draw(
        [forecasts_reach.picture(entries), forecasts_calibration.picture(entries)],
        "forecasts",
        OURS,
        key="board_forecasts",
    )
    st.subheader("The ledger", anchor=False)
    st.dataframe(columns(*ledger.ledger_table(entries)), hide_index=True)
    st.download_button(
        "Download as CSV", lambda: csv_text(*ledger.csv_table(entries)).encode("utf-8-sig"), file_name="forecasts.csv",
        mime="text/csv", on_click="ignore", help="Every forecast with every digit, its note and its source.",
    )  # fmt: skip
    with st.container(width=TEXT_WIDTH):
        with st.expander("What came of each, and how it was seen"):
            _lines(ledger.told(entries))
        if session().forecast is None:
            _form()
        authors.faults("forecasts")


def _run() -> Result | None:
    now = session()
    return None if now.trouble else now.result


def _form() -> None:
    """A forecast to be made of the run as it stands."""
    st.subheader("Your own forecast", anchor=False)
    result = _run()
    if result is None:
        st.info(escaped(f"The settings of this link make no possible run. {session().trouble}"))
        return
    st.markdown(f"{OWN} The run is the one that stands on the other pages now: {escaped(run_name(result))}.")
    known = [name for name in NUMBERS if result.values[name] is not None]
    number = st.selectbox("Number", known, format_func=label, key=NUMBER)
    ours = units.text(result.values[number], OUTPUTS[number].form)
    st.caption(dollars_kept(f"The simulator says {ours}. It does not know your recipe."))
    left, middle, right = st.columns(3)
    left.text_input("Forecast", key=VALUE)
    middle.text_input("Lower end", key=LOW)
    right.text_input("Upper end", key=HIGH)
    st.segmented_control(
        "The interval should hold in so many cases of 100", LEVELS, default=80, key=LEVEL, help="Of all your forecasts."
    )
    note.fields()
    _refused()
    st.button("Make this forecast", on_click=_make, key="forecast_make", type="primary")


def _own() -> None:
    """The forecast that was made or opened, and what came."""
    forecast, result = session().forecast, _run()
    assert forecast is not None
    with st.container(width=TEXT_WIDTH, border=True, key="own_forecast"):
        st.subheader("Your own forecast", anchor=False)
        _lines(made_sentences(forecast, result, date.today()))
        if result is not None:
            code = own_forecast.digest(forecast, result.n_params, result.n_tokens)
            st.markdown(f"{PROOF}`{code}`")
        shown = "" if forecast.outcome is None else units.plain(forecast.outcome, 6)
        st.text_input(f"What came: {label(forecast.number)}", shown, key=OUTCOME, on_change=_came)
        _refused()
        if forecast.outcome is not None:
            _lines(outcome_sentences(forecast, forecast.outcome))
        address = state.current_address() or f"?{state.current_link()}"
        copying.field(address, "The link that holds your forecast", key="forecast_link", shared="A forecast")
        st.button("Make another forecast", on_click=_forget, key="forecast_again", type="tertiary")


def _lines(lines: Iterable[str]) -> None:
    st.markdown("\n".join(f"- {escaped(line)}" for line in lines))


def _refused() -> None:
    if refused := session().refused.get(SAID):
        st.error(escaped(refused.reason))


def _number(key: str, name: str) -> float:
    """The number in a field.

    Raises
    ------
    ValueError
        If it is none, in a sentence.
    """
    try:
        value = typed(str(st.session_state.get(key) or "")).value
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if value is None:
        raise ValueError(f"{name}: it is empty; a number above 0 is needed")
    return value


def _make() -> None:
    """Make the forecast that was typed."""

    def made() -> OwnForecast:
        level = st.session_state.get(LEVEL)
        if level is None:
            raise ValueError("How often the interval should hold was not chosen")
        value, low, high = _number(VALUE, "Forecast"), _number(LOW, "Lower end"), _number(HIGH, "Upper end")
        return OwnForecast(str(st.session_state.get(NUMBER)), date.today(), value, low, high, int(level))

    _apply(made)


def _came() -> None:
    """Take the outcome that was typed; an empty field takes it back."""
    now = session()
    if now.forecast is None:
        return
    if not str(st.session_state.get(OUTCOME) or "").strip():
        now.forecast = replace(now.forecast, outcome=None)
        return
    forecast = now.forecast
    _apply(lambda: replace(forecast, outcome=_number(OUTCOME, "What came")))


def _apply(make: Callable[[], OwnForecast]) -> None:
    now = session()
    now.notices = []
    now.refused.pop(SAID, None)
    try:
        now.forecast = checked(make(), date.today())
    except ValueError as error:
        now.refused[SAID] = Refusal("", f"{error}.")


def _forget() -> None:
    now = session()
    now.forecast = None
    now.refused.pop(SAID, None)
