"""The assumptions behind the cost, as ordinary widgets: prices, program, grid, failures."""

import math

import streamlit as st

from sim import failures, units
from sim.grids import grids
from sim.inputs import TABLE, energy, hardware, owning, program
from sim.ranges import typical_program
from sim.references import STATUS_WORDS, references
from sim.words import price_line
from ui import controls, state

OWN = "own"
GRID, SAID = "cost_grid", "failures_said"  # keys of the session
SMALLEST, LARGEST = 1e-6, 1e12  # what a field of the form takes


def program_and_prices() -> None:
    """What is paid: the chips, and what comes beside the final run."""
    now = state.session()
    st.subheader("What is paid", anchor=False)
    parts = [hardware, *([owning] if now.scenario.price_basis == "owned" else []), program]
    rows = [row for part in parts for row in part.INPUTS if not row.lever and row.name != "peak_flop_per_s"]
    controls.fields([row.name for row in rows])
    if now.result is not None:
        st.caption(price_line(now.result))
        typical = typical_program(now.result)
        if typical:
            st.button(
                "Fill in a usual program",
                on_click=state.change_many,
                args=(typical,),
                help="Experiments at the middle of 1.2 to 4 times the final run, staff at the middle of 29 to 49 % "
                "of the whole: Cottier et al. (2024), sections 2.5 and 3.5.",
            )


def grid_and_energy() -> None:
    """Where the chips run: a place fills four inputs, each of which can be typed."""
    st.subheader("Where it runs", anchor=False)
    places = grids().entries
    found = _current_grid()
    shown = found or OWN
    if st.session_state.get(f"{GRID}_shown") != shown:
        st.session_state[GRID] = shown
    st.session_state[f"{GRID}_shown"] = shown
    st.selectbox(
        "Place",
        [OWN, *places],
        key=GRID,
        format_func=lambda key: "As set below" if key == OWN else places[key].label,
        on_change=_grid_chosen,
        help="Sets PUE, both waters and, where a figure is known, the carbon of the grid.",
    )
    st.caption(_grid_words(found))
    controls.fields([row.name for row in energy.INPUTS])


def _current_grid() -> str | None:
    """The place whose figures the scenario has; one without carbon is kept only if it was chosen."""
    scenario = state.session().scenario
    fitting = [
        key
        for key, grid in grids().entries.items()
        if all(getattr(scenario, name) == value for name, value in grid.inputs.items())
    ]
    chosen = st.session_state.get(GRID)
    return chosen if chosen in fitting else next(iter(fitting), None)


def _grid_words(key: str | None) -> str:
    if key is None:
        return "PUE, water and carbon are yours, or those of the preset."
    grid, known = grids().entries[key], references()
    words = f"PUE and water: {known[grid.source].short} ({STATUS_WORDS[grid.status]}). "
    if grid.kg_co2e_per_kwh is None or grid.carbon_status is None:
        return f"{words}We have no carbon figure for this grid: the one below was kept."
    return f"{words}Carbon: {known[grid.carbon_source].short} ({STATUS_WORDS[grid.carbon_status]})."


def _grid_chosen() -> None:
    key = st.session_state[GRID]
    if key in grids().entries:
        state.change_many(grids().entries[key].inputs)


def failure_form() -> None:
    """Failures in hours, and what they cost in chip-hours."""
    n_chips = state.session().scenario.n_chips
    prefilled = {
        "Chips": "16384" if n_chips is None else units.exact(n_chips, "count"),
        "Hours between failures of one chip": units.count(failures.CHIP_MTBF_HOURS),
        "Hours of work between checkpoints": units.plain(failures.CHECKPOINT_EVERY_HOURS),
        "Minutes to write a checkpoint": units.plain(60 * failures.CHECKPOINT_HOURS),
        "Minutes to start again": units.plain(60 * failures.RESTART_HOURS),
    }
    with st.expander("How much do failures cost?"), st.form("failures", border=False):
        st.caption(
            "One failed chip stops the run, and the work since the last checkpoint is lost. "
            "Prefilled: Llama 3’s cluster stopped 419 times in 54 days on 16,384 chips "
            "(Llama Team, 2024, secondary source). The last three are ours."
        )
        columns = st.columns(3)
        for index, (label, value) in enumerate(prefilled.items()):
            columns[index % 3].text_input(label, value, key=f"failures_{index}")
        st.form_submit_button("Use this", on_click=_use_failures, args=(list(prefilled),))
        if said := st.session_state.get(SAID):
            st.info(said)


def _use_failures(labels: list[str]) -> None:
    """Set the overhead that the form describes, or say which field is wrong."""
    values = []
    for index, label in enumerate(labels):
        text = st.session_state[f"failures_{index}"]
        try:
            value = units.number(text)
        except (ValueError, OverflowError):
            value = None
        if value is None or not SMALLEST <= value <= LARGEST:
            st.session_state[SAID] = f"{label}: “{text[:40]}” was not taken; allowed is {SMALLEST:g} to {LARGEST:g}."
            return
        values.append(value)
    n_chips, mtbf, every, writing, restart = values
    overhead = float(failures.failure_overhead(n_chips, mtbf, every, writing / 60, restart / 60))
    best = float(failures.best_interval_hours(mtbf, n_chips, writing / 60))
    row = TABLE["failure_overhead"]
    often = f"A failure every {units.plain(mtbf / n_chips)} hours. "
    if not math.isfinite(overhead) or overhead > row.high:
        st.session_state[SAID] = f"{often}The run hardly moves forward; {row.allowed} of lost time."
        return
    st.session_state[SAID] = (
        f"{often}Lost: {units.percent(overhead)} on top of a run without failures. "
        f"A checkpoint every {units.plain(60 * best)} minutes of work would lose least."
    )
    state.change("failure_overhead", float(f"{overhead:.4g}"))
