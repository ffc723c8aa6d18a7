"""A law from one's own runs: a table in, constants with bands out, and the law in use on all pages."""

from threading import Lock

import streamlit as st

from sim import Scenario, SimulationError
from sim.fitting.example import as_csv, example
from sim.fitting.reading import read
from sim.fitting.report import FittedRuns, fitted
from sim.ground import units
from sim.ground.text import dollars_kept, escaped
from sim.ground.typed import typed
from sim.inputs.custom import own_law
from sim.studies.knowing import belief_of
from sim.studies.pilots import Study, studied
from sim.words import fit as words
from sim.words import knowing
from ui.parts import ways
from ui.parts.tables import columns
from ui.server.queue import TURN
from ui.visit import state
from ui.visit.session import session

TEXT_WIDTH = 780  # [px], about 100 characters a line
FILE, TEXT, COMPUTE, EXAMPLE = "fit_file", "fit_text", "fit_at", "fit_example"  # keys of the widgets
DEFAULT_COMPUTE = "1e26"
ABOUT = (
    "Drop a table of training runs: parameters, tokens and loss, or compute in the place of one of the first two. "
    "It is fitted here and kept for this visit alone; nothing of it is stored."
)
WAYS = (
    ("game", "No runs yet? Learn a hidden law with pilot runs: the pilot game"),
    ("forecasts", "What others foretold of their runs, and a forecast of your own"),
)
LEAST_NOISE = 1e-4  # of ln L: what a pilot run has at least
_one_fit = Lock()  # fits take seconds of both cores: one at a time


def page() -> None:
    """The Fit page."""
    with st.container(width=TEXT_WIDTH):
        st.title("Fit a law to your own runs", anchor=False)
        st.markdown(ABOUT)
        st.file_uploader("A file with your runs (CSV, tabs or JSON)", key=FILE)
        st.text_area("Or paste them here", key=TEXT, placeholder="n_params,n_tokens,loss\n1e8,2e9,3.41")
        st.text_input("Compute of the planned run [FLOP]", DEFAULT_COMPUTE, key=COMPUTE)
        left, right = st.columns(2)
        asked = left.button("Fit these runs")
        tried = right.button("Try example runs", key=EXAMPLE, help="Simulated from a published law with 0.4 % noise.")
        if session().own_runs is None:  # a page that is opened anew forgets them
            ways.links(*WAYS)
    if asked or tried:
        _fit(as_csv(example()) if tried else _content())
    found = session().own_runs
    if found is not None:
        _show(found)


def _content() -> bytes | str:
    """The chosen file, else the pasted text."""
    file = st.session_state.get(FILE)
    return file.getvalue() if file is not None else str(st.session_state.get(TEXT) or "")


def _fit(content: bytes | str) -> None:
    """Fit a table; one that cannot be used is named, and the last fit stays."""
    try:
        compute = typed(str(st.session_state.get(COMPUTE) or DEFAULT_COMPUTE)).value
    except ValueError as error:
        st.error(f"Compute of the planned run: {escaped(str(error))}.")
        return
    scenario = session().scenario
    try:
        with TURN.stepped_aside(), _one_fit:
            found = fitted(read(content, name="Your table"), compute)
            for ahead in (found.remarks, found.estimates):
                assert ahead is not None  # worked out here, aside, and not when they are shown
            worth = _worth(found, scenario)
    except SimulationError as error:
        st.error(escaped(f"{error}."))
        return
    session().own_runs, session().own_study = found, worth


def _worth(found: FittedRuns, scenario: Scenario) -> Study | None:
    """What knowing their law better is worth to a run of the asked compute, with the scenario's chips and prices."""
    known = belief_of(found)
    if known is None:
        return None
    try:
        run = scenario.changed(plan="compute_optimal", train_flop=found.train_flop, **own_law(found.fit.constants))
        return studied(run, known, max(found.fit.noise, LEAST_NOISE))
    except SimulationError:
        return None


def _show(found: FittedRuns) -> None:
    table = found.fit.table
    constants = ", ".join(f"{name} = {units.plain(value, 5)}" for name, value in found.fit.constants.items())
    with st.container(width=TEXT_WIDTH):
        refused = units.counted(f"{len(table.refused):,}", "row")
        st.header(f"{len(table):,} runs, {refused} refused", anchor=False)
        st.markdown(f"**L = E + A / N^alpha + B / D^beta** with {constants}.")
        for remark in found.remarks:
            (st.error if remark.no_band else st.warning)(remark.text)
        st.markdown(f"At {units.scientific(found.train_flop)} FLOP:")
        if found.fit.is_law:
            _table(words.optimum_table(found))
        if found.bands is None:
            st.markdown("No band is shown: these runs do not determine the law.")
        if found.fit.is_law:
            st.button("Use this law on all pages", on_click=state.use_law, args=(found.fit.constants,))
            st.caption("Its constants become your own law, and go into the link. Its bands stay on this page.")
        for notice in session().notices:
            st.info(escaped(notice))
    study = session().own_study
    if study is not None:
        _show_worth(study)
    if table.refused:
        st.subheader("Rows refused", anchor=False)
        _table((["Line", "Reason"], [[str(one.line), one.reason] for one in table.refused]))
    st.subheader("Estimators side by side", anchor=False)
    st.markdown(words.recommendation(found))
    _table(words.estimators_table(found))
    st.subheader("Runs as they were understood", anchor=False)
    st.caption("Columns: " + escaped(", ".join(f"{role} from “{heading}”" for role, heading in table.columns.items())))
    _table(words.runs_table(found))
    st.subheader("Published laws on your runs", anchor=False)
    st.caption("Losses on other text with another tokenizer have another level: what counts is the best split.")
    _table(words.published_table(found))


def _show_worth(study: Study) -> None:
    with st.container(width=TEXT_WIDTH):
        st.subheader("What is knowing it better worth?", anchor=False)
        st.markdown(dollars_kept(" ".join(knowing.knowing_sentences(study))))
        st.caption(
            "On the chips and at the prices of your scenario, with the noise of your runs. " + knowing.CONSTANTS_ALONE
        )
        if study.curve:
            _table(knowing.curve_table(study))


def _table(shown: words.Table) -> None:
    names, rows = shown
    unnamed = [name or "Remark" for name in names]
    st.dataframe(columns(unnamed, rows), hide_index=True)
