"""The assumptions behind the cost, as ordinary widgets: prices, program, grid, failures."""

import math

import streamlit as st

from sim.catalogs.grids import grids, places_of
from sim.catalogs.references import STATUS_WORDS, references
from sim.ground import units
from sim.ground.errors import cut
from sim.ground.typed import typed
from sim.inputs import TABLE, rows
from sim.inputs.energy import Energy
from sim.inputs.hardware import Hardware
from sim.inputs.levers import in_boxes
from sim.inputs.owning import Owning
from sim.inputs.program import Program
from sim.program import failures
from sim.studies.ranges import typical_program
from sim.words.run import price_line
from ui.parts import controls
from ui.parts.registry import part
from ui.visit import state

OWN = "own"
GRID, SAID = "cost_grid", "failures_said"  # keys of the session
SMALLEST, LARGEST = 1e-6, 1e12  # what a field of the form takes


@part("program-and-prices")
def program_and_prices() -> None:
    """What is paid: the chips, and what comes beside the final run."""
    now = state.session()
    st.subheader("What is paid", anchor=False)
    parts = [Hardware, *([Owning] if now.scenario.price_basis == "owned" else []), Program]
    asked = in_boxes(now.scenario, [row for part in parts for row in rows(part) if row.name != "peak_flop_per_s"])
    controls.fields(asked)
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


@part("grid-and-energy")
def grid_and_energy() -> None:
    """Where the chips run: a place fills four inputs, each of which can be typed."""
    st.subheader("Where it runs", anchor=False)
    places = grids().entries
    found = _current_grid()
    st.selectbox(
        "Place",
        [OWN, *places],
        key=controls.mirrored(GRID, found or OWN),
        format_func=lambda key: "As set below" if key == OWN else places[key].label,
        on_change=_grid_chosen,
        help="Sets PUE, both waters and, where a figure is known, the carbon of the grid.",
    )
    st.caption(_grid_words(found))
    controls.fields([row.name for row in rows(Energy)])


def _current_grid() -> str | None:
    """The place whose figures the scenario has; one without carbon is kept only if it was chosen."""
    fitting = places_of(state.session().scenario)
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


@part("failures")
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
            value, reason = typed(text).value, f"allowed is {SMALLEST:g} to {LARGEST:g}"
        except ValueError as error:
            value, reason = None, str(error)
        if value is None or not SMALLEST <= value <= LARGEST:
            st.session_state[SAID] = f"{label}: {cut(text)} was not taken; {reason}."
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
