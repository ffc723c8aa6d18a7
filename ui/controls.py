"""The inputs that are not levers, as ordinary widgets: one for each row of the table."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from sim import units
from sim.inputs import TABLE, Input, hardware, run
from sim.presets import saved
from sim.references import references
from sim.words import price_line
from ui import state

GROUPS_HERE = (run.TITLE, hardware.TITLE)  # the others stand on the Cost page


def assumptions() -> None:
    """The inputs of the run that are not on the board, one click away."""
    with st.expander("All assumptions"):
        fields([row.name for row in TABLE.values() if row.group in GROUPS_HERE and not row.lever])
        result = state.session().result
        if result is not None:
            st.caption(price_line(result))
        st.caption(
            "Numbers may be typed as 70B, 1.4T, 5.9e23 or none. Every input has its source on the Method page. "
            "Experiments, staff, owned chips and the grid are set on the Cost page."
        )


def fields(names: list[str]) -> None:
    """Widgets of the named inputs, in three columns."""
    columns = st.columns(3)
    for index, name in enumerate(names):
        with columns[index % 3]:
            _choice(TABLE[name]) if TABLE[name].is_choice else _number(TABLE[name])


def files() -> None:
    """The scenario as a file, and back."""
    with st.expander("Save or load a scenario"):
        left, right = st.columns(2)
        current = state.current_preset()
        title = current[1].title if current else "My scenario"
        left.download_button(
            "Download as JSON",
            # Made when clicked: a file made at each run would be gone before the button knows of it.
            partial(saved, state.session().scenario, title),
            file_name="next-dollar.json",
            mime="application/json",
            on_click="ignore",
            help="A preset file: edit it and load it again.",
        )
        right.file_uploader("Load a preset file", type=["json"], key="preset_file", on_change=_uploaded)


def _uploaded() -> None:
    file = st.session_state["preset_file"]
    if file is not None:
        state.upload(file.getvalue(), file.name)


def _about(row: Input) -> str:
    """Help of a widget: meaning, bounds, source and age of the default."""
    source = references()[row.source].short
    ours = " Illustrative." if row.illustrative else ""
    dated = f" As of {row.as_of}." if row.as_of else ""
    bounds = "" if row.is_choice else f" {row.allowed[0].upper()}{row.allowed[1:]}."
    return f"{row.help}{bounds} Default: {source}.{ours}{dated}".replace("$", "\\$")


def _changed(name: str, key: str) -> Callable[[], None]:
    def apply() -> None:
        state.change(name, st.session_state[key])

    return apply


def _sync(row: Input, shown: str) -> str:
    """Key of a widget, which shows the scenario's value unless a refused text still stands in it."""
    key, last = f"input_{row.name}", f"shown_{row.name}"
    if key not in st.session_state or st.session_state.get(last) != shown:
        st.session_state[key] = shown
    st.session_state[last] = shown
    return key


def _choice(row: Input) -> None:
    options = row.options() if row.options else {}
    key = _sync(row, getattr(state.session().scenario, row.name))
    st.selectbox(
        row.label, list(options), key=key, format_func=lambda value: options[value],
        help=_about(row), on_change=_changed(row.name, key),
    )  # fmt: skip


def _number(row: Input) -> None:
    value = getattr(state.session().scenario, row.name)
    key = _sync(row, "none" if value is None else units.exact(value, row.form))
    unit = f" [{row.unit}]" if row.unit else ""
    st.text_input(f"{row.label}{unit}", key=key, help=_about(row), on_change=_changed(row.name, key))
