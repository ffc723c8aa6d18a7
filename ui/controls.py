"""The inputs that are not levers, as ordinary widgets: one for each row of the table."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sim import takeaway, units
from sim.inputs import TABLE, Input, hardware, run
from sim.presets import saved
from sim.references import references
from sim.words import price_line
from ui import state

ASSUMPTIONS, FILES = "assumptions_open", "files_open"  # keys of the session
GROUPS_HERE = (run.TITLE, hardware.TITLE)  # the others stand on the Cost page


def assumptions() -> bool:
    """The inputs of the run that are not on the board, one click away; whether they are open."""
    box = st.expander("All assumptions", key=ASSUMPTIONS, on_change="rerun")
    if not box.open:  # what nobody sees costs a moved lever nothing
        return False
    with box:
        fields([row.name for row in TABLE.values() if row.group in GROUPS_HERE and not row.lever])
        result = state.session().result
        if result is not None:
            st.caption(price_line(result))
        st.caption(
            "Numbers may be typed as 70B, 1.4T, 5.9e23 or none. Every input has its source on the Method page. "
            "Experiments, staff, owned chips and the grid are set on the Cost page, inference on the Think page."
        )
    return True


def fields(names: list[str]) -> None:
    """Widgets of the named inputs, three in a row; those that the link hides are left out."""
    names = [name for name in names if name not in state.shown().hidden]
    for start in range(0, len(names), 3):
        for place, name in zip(st.columns(3), names[start : start + 3], strict=False):
            with place:
                _choice(TABLE[name]) if TABLE[name].is_choice else _number(TABLE[name])


def files() -> bool:
    """The scenario as a file, and back; whether that is open."""
    box = st.expander("Save or load a scenario", key=FILES, on_change="rerun")
    if not box.open:
        return False
    result = state.session().result
    with box:
        left, right = st.columns(2)
        current = state.current_preset()
        title = current[1].title if current else "My scenario"
        address = state.current_address()
        row = left.container(horizontal=True)
        _download(row, "JSON", "json", "application/json", partial(saved, state.session().scenario, title))
        if result is not None:
            _download(row, "Python", "py", "text/x-python", partial(takeaway.snippet, result))
            _download(row, "Markdown", "md", "text/markdown", partial(takeaway.summary, result, title, address))
        right.file_uploader("Load a preset file", type=["json"], key="preset_file", on_change=_uploaded)
    return True


ABOUT_FILES = {
    "json": "A preset file: edit it and load it again.",
    "py": "Python that computes the same result.",
    "md": "What you set and what came out, with notes, sources and the link.",
}


def _download(place: DeltaGenerator, label: str, ending: str, mime: str, content: Callable[[], str]) -> None:
    """A button whose file is made when it is asked for, so that a moved lever does not pay for it."""
    place.download_button(
        f"Download as {label}", lambda: content().encode(), file_name=f"next-dollar.{ending}", mime=mime,
        on_click="ignore", help=ABOUT_FILES[ending],
    )  # fmt: skip


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
    """Key of a widget, which shows the scenario's value unless a refused text still stands in it.

    The widgets take the value as their default too: where a second run overtakes the first before
    the browser has drawn it, the browser starts from the default and would report that as a change.
    """
    key, last = f"input_{row.name}", f"shown_{row.name}"
    if key not in st.session_state or st.session_state.get(last) != shown:
        st.session_state[key] = shown
    st.session_state[last] = shown
    return key


def _choice(row: Input) -> None:
    options = row.options() if row.options else {}
    key = _sync(row, getattr(state.session().scenario, row.name))
    st.selectbox(
        row.label, list(options), index=list(options).index(st.session_state[key]), key=key,
        format_func=lambda value: options[value], help=_about(row), on_change=_changed(row.name, key),
        disabled=state.shown().fixes(row.name),
    )  # fmt: skip


def _number(row: Input) -> None:
    value = getattr(state.session().scenario, row.name)
    key = _sync(row, "none" if value is None else units.exact(value, row.form))
    unit = f" [{row.unit}]" if row.unit else ""
    st.text_input(
        f"{row.label}{unit}", st.session_state[key], key=key, help=_about(row), on_change=_changed(row.name, key),
        disabled=state.shown().fixes(row.name),
    )  # fmt: skip
