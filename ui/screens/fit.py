"""A law from one's own runs: a table in, constants with bands out, and the law in use on all pages."""

from threading import Lock
from typing import Any

import streamlit as st

from sim import SimulationError
from sim.charts.drawing.own_runs import colored, curve_figure, diagnosis_figure
from sim.fitting.example import as_csv, example
from sim.fitting.reading import RunTable, read
from sim.ground import units
from sim.ground.text import dollars_kept, escaped
from sim.ground.typed import typed
from sim.studies.own_runs import OwnRuns, own_runs, switched
from sim.studies.pilots import Study
from sim.words import fit as words
from sim.words import knowing
from sim.words import own_runs as own_words
from ui.parts import own_table, ways
from ui.parts.tables import columns
from ui.server.queue import TURN
from ui.visit import state
from ui.visit.session import session

TEXT_WIDTH = 780  # [px], about 100 characters a line
COMPUTE, EXAMPLE, OFF, CHART = "fit_at", "fit_example", "fit_off", "fit_chart"  # keys of the widgets
DEFAULT_COMPUTE = "1e26"
ABOUT = (
    "Drop a table of training runs: parameters, tokens and loss, or compute in the place of one of the first two. "
    "Exports of trackers open too: a table of runs, a panel, or one history file for each run. "
    "It is fitted here and kept for this visit alone; nothing of it is stored."
)
MOST_NAMED = 20  # runs that can be switched off by a click on their name
WAYS = (
    ("game", "No runs yet? Learn a hidden law with pilot runs: the pilot game"),
    ("forecasts", "What others foretold of their runs, and a forecast of your own"),
)
_one_fit = Lock()  # fits take seconds of both cores: one at a time


def page() -> None:
    """The Fit page."""
    with st.container(width=TEXT_WIDTH):
        st.title("Fit a law to your own runs", anchor=False)
        st.markdown(ABOUT)
        found = own_table.draw()
        st.text_input("Compute of the planned run [FLOP]", DEFAULT_COMPUTE, key=COMPUTE)
        left, right = st.columns(2)
        asked = left.button("Fit these runs")
        tried = right.button("Try example runs", key=EXAMPLE, help="Simulated from a published law with 0.4 % noise.")
        if session().own_runs is None:  # a page that is opened anew forgets them
            ways.links(*WAYS)
    if tried:
        _fit(read(as_csv(example())))
    elif asked and found is None:
        st.error(own_table.NO_TABLE)
    elif asked and found is not None and found.table is not None:
        _fit(found.table)
    own = session().own_runs
    if own is not None:
        _show(own)


def _fit(table: RunTable) -> None:
    """Fit a table; where that cannot be done it is said, and the last fit stays."""
    try:
        compute = typed(str(st.session_state.get(COMPUTE) or DEFAULT_COMPUTE)).value
    except ValueError as error:
        st.error(f"Compute of the planned run: {escaped(str(error))}.")
        return
    try:
        with TURN.stepped_aside(), _one_fit:
            found = own_runs(table, compute, session().scenario)
    except SimulationError as error:
        st.error(escaped(f"{error}."))
        return
    session().own_runs = found


def _switch(off: frozenset[int]) -> None:
    """Fit the runs again without some; too few left changes nothing."""
    now = session()
    own, now.notices = now.own_runs, []
    if own is None or off == own.off:
        return
    try:
        with TURN.stepped_aside(), _one_fit:
            now.own_runs = switched(own, off, now.scenario)
    except SimulationError as error:
        now.notices = [f"{error}."]


def _picked() -> None:
    own = session().own_runs
    if own is not None:
        shown = set(own.named[:MOST_NAMED])
        with TURN:
            _switch(frozenset(own.off - shown) | frozenset(st.session_state[OFF]))


def _clicked(key: str) -> None:
    own = session().own_runs
    points = st.session_state[key].selection.points
    places = {int(point["customdata"]) for point in points if isinstance(point.get("customdata"), int)}
    if own is not None and places:
        with TURN:
            _switch(own.off ^ {place for place in places if place < len(own.table)})


def _show(own: OwnRuns) -> None:
    found = own.shown
    table = found.fit.table
    constants = ", ".join(f"{name} = {units.plain(value, 5)}" for name, value in found.fit.constants.items())
    with st.container(width=TEXT_WIDTH):
        refused = units.counted(f"{len(table.refused):,}", "row")
        off = f", {len(own.off)} switched off" if own.off else ""
        st.header(f"{len(table):,} runs, {refused} refused{off}", anchor=False)
        st.markdown(f"**L = E + A / N^alpha + B / D^beta** with {constants}.")
        for remark in found.remarks:
            (st.error if remark.no_band else st.warning)(remark.text)
        st.markdown(f"At {units.scientific(found.train_flop)} FLOP:")
        if found.fit.is_law:
            _table(words.optimum_table(found))
        if found.bands is None:
            st.markdown("No band is shown: these runs do not determine the law.")
        if found.fit.is_law:
            law = (found.fit.constants, found.text)
            st.button("Use this law on all pages", on_click=state.use_law, args=law)
            st.caption("Its constants and their covariance become your own law, and go into the link."
                       if found.text else "Its constants become your own law, and go into the link.")  # fmt: skip
        for notice in session().notices:
            st.info(escaped(notice))
    if own.study is not None:
        _show_worth(own, own.study)
    _show_diagnosis(own)
    st.subheader("Estimators side by side", anchor=False)
    st.markdown(words.recommendation(found))
    _table(words.estimators_table(found))
    st.subheader("Published laws on your runs", anchor=False)
    st.caption("Losses on other text with another tokenizer have another level: what counts is the best split.")
    _table(own_words.published_table(found))
    st.subheader("Runs as they were understood", anchor=False)
    st.caption("Columns: " + escaped(", ".join(f"{role} from “{heading}”" for role, heading in table.columns.items())))
    _table(words.runs_table(found))
    if table.refused:
        st.subheader("Rows refused", anchor=False)
        _table((["Line", "Reason"], [[str(one.line), one.reason] for one in table.refused]))


def _show_worth(own: OwnRuns, study: Study) -> None:
    with st.container(width=TEXT_WIDTH):
        st.subheader("What is knowing it better worth?", anchor=False)
        st.markdown(dollars_kept(" ".join(knowing.knowing_sentences(study))))
        st.caption(
            "On the chips and at the prices of your scenario, with the noise of your runs. " + knowing.CONSTANTS_ALONE
        )
        if study.curve:
            _figure(curve_figure(study), "fit_curve")
            _table(knowing.curve_table(study))
        if own.next_runs:
            st.subheader("The next run", anchor=False)
            st.caption(own_words.CAUTION_NEXT)
            _table(own_words.next_table(own.next_runs))


def _show_diagnosis(own: OwnRuns) -> None:
    st.subheader("What the fit rests on", anchor=False)
    with st.container(width=TEXT_WIDTH):
        st.markdown("\n".join(f"- {told}" for told in own_words.diagnosis_sentences(own.shown)))
        named = own.named[:MOST_NAMED]
        if named:
            kept = [place for place in named if place in own.off]
            st.session_state[OFF] = kept
            st.pills(
                "Outliers, switched off by a click", named, selection_mode="multi", key=OFF, on_change=_picked,
                format_func=lambda place: own_words.run_words(own, place),
            )  # fmt: skip
        st.caption("A click on a point switches its run off, another one on again. Diamonds: outliers; hollow: off.")
    key = f"{CHART}_{len(own.table)}_{hash(own.off)}"  # a new chart has no point chosen
    _figure(diagnosis_figure(own), key, on_select=lambda: _clicked(key), selection_mode="points")
    if own.off:
        st.subheader("What that changes", anchor=False)
        _table(own_words.effect_table(own))


def _figure(figure: dict[str, Any], key: str, **more: Any) -> None:
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.plotly_chart(colored(figure, theme), key=key, theme=None, config={"displayModeBar": False}, **more)


def _table(shown: words.Table) -> None:
    names, rows = shown
    unnamed = [name or "Remark" for name in names]
    st.dataframe(columns(unnamed, rows), hide_index=True)
