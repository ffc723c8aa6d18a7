"""The inputs that are not levers, as ordinary widgets: one for each row of the table."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from sim.catalogs.references import references
from sim.engine.kept_runs import results_of
from sim.engine.presets import saved
from sim.ground import units
from sim.ground.text import escaped
from sim.inputs import TABLE, Row
from sim.inputs.hardware import Hardware
from sim.inputs.levers import in_boxes
from sim.inputs.readout import Readout
from sim.inputs.run import Run
from sim.links import takeaway
from sim.words.run import price_line
from ui.board import levers
from ui.parts import note
from ui.parts.registry import part
from ui.server.streamlit_private import DeltaGenerator
from ui.visit import arriving, refusals, state

ASSUMPTIONS, FILES = "assumptions_open", "files_open"  # keys of the session
GROUPS_HERE = (Run.title, Hardware.title, Readout.title)  # the others stand on the Cost page


@part("assumptions", folds=True)
def assumptions() -> bool:
    """The inputs of the run that are not on the board, one click away; whether they are open."""
    box = st.expander("All assumptions", key=ASSUMPTIONS, on_change="rerun")
    if not box.open:  # what nobody sees costs a moved lever nothing
        return False
    with box:
        here = [row for row in TABLE.values() if row.group in GROUPS_HERE]
        fields(in_boxes(state.session().scenario, here))
        result = state.session().result
        if result is not None:
            st.caption(price_line(result))
        st.caption(
            "Numbers may be typed as 70B, 1.4T, 5.9e23 or none. Every input has its source on the Method page. "
            "Experiments, staff, owned chips and the grid are set on Cost, inference on Serve & think."
        )
    return True


def fields(names: list[str], page: str = "") -> None:
    """Widgets of the named inputs, three in a row.

    Those that the link hides are left out, and on a page those that stand above one of its charts.
    """
    heads = levers.heads(page, state.session().scenario, state.shown()) if page else {}
    above = {row.name for rows in heads.values() for row in rows}
    names = [name for name in names if name not in above and name not in state.shown().hidden]
    for start in range(0, len(names), 3):
        for place, name in zip(st.columns(3), names[start : start + 3], strict=False):
            with place:
                choice(TABLE[name]) if TABLE[name].is_choice else _number(TABLE[name])


def files() -> bool:
    """The scenario as a file, and back; whether that is open."""
    box = st.expander("Save or load a scenario", key=FILES, on_change="rerun")
    if not box.open:
        return False
    result = state.session().result
    with box:
        left, right = st.columns(2)
        current = state.current_preset()
        title, kept = (
            state.session().note.title or (current[1].title if current else "My scenario"),
            state.session().kept,
        )
        address = state.current_address()
        row = left.container(horizontal=True)
        _download(row, "JSON", "json", "application/json", partial(saved, state.session().scenario, title, beside=kept))
        if result is not None:
            _download(row, "Python", "py", "text/x-python", partial(takeaway.snippet, result))
            _download(
                row,
                "Markdown",
                "md",
                "text/markdown",
                partial(takeaway.summary, result, title, address, date.today(), results_of(kept)),
            )
        # Of any type: a refusal of Streamlit's own would leave our last one standing.
        right.file_uploader("Load a preset file", key="preset_file", on_change=_uploaded)
        with right:
            why_refused(state.PRESET_FILE)
        note.fields()
        right.html("<style>[data-testid=stFileChipName] + div { display: none; }</style>")  # "68.0B", like a model
    return True


ABOUT_FILES = {
    "json": "A preset file, with the runs that are kept: edit it and load it again.",
    "py": "Python that computes the same result.",
    "md": "What you set and what came out, with notes, sources, the runs that are kept and the link.",
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
        arriving.upload(file.getvalue(), file.name)


def _about(row: Row) -> str:
    """Help of a widget: meaning, bounds, source and age of the default."""
    source = references()[row.source].short
    ours = " Illustrative." if row.illustrative else ""
    dated = f" As of {row.as_of}." if row.as_of else ""
    bounds = "" if not row.is_number else f" {row.allowed[0].upper()}{row.allowed[1:]}."
    return f"{row.help}{bounds} Default: {source}.{ours}{dated}".replace("$", "\\$")


def _changed(name: str, key: str) -> Callable[[], None]:
    def apply() -> None:
        state.change(name, st.session_state[key])

    return apply


def mirrored(key: str, shown: Any) -> str:
    """Key of a widget, which shows what the scenario has unless a refused text still stands in it.

    A widget takes the value as its default too: where a second run overtakes the first before
    the browser has drawn it, the browser starts from the default and would report that as a change.

    Parameters
    ----------
    key : str
        Of the widget in the session.
    shown : object
        What the scenario has, as the widget shows it.
    """
    last = shown_key(key)
    if key not in st.session_state or st.session_state.get(last) != shown:
        st.session_state[key] = shown
    st.session_state[last] = shown
    return key


def shown_key(key: str) -> str:
    """Where the session keeps what a widget showed last."""
    return f"{key}_shown"


def choice(row: Row) -> None:
    """The widget of an input that is a choice."""
    options = row.options() if row.options else {}
    shown = getattr(state.session().scenario, row.name)
    key = mirrored(f"input_{row.name}", shown)
    if st.session_state[key] not in options:  # no hand picked this: a browser can be made to say anything
        st.session_state[key] = shown
    st.selectbox(
        row.label, list(options), index=list(options).index(st.session_state[key]), key=key,
        format_func=lambda value: options[value], help=_about(row), on_change=_changed(row.name, key),
        disabled=state.shown().fixes(row.name),
    )  # fmt: skip


def why_refused(name: str) -> None:
    """Below a field that did not take what was typed: why, and a button for each thing that may have been meant."""
    found = refusals.of(name)
    if found is None:
        return
    st.error(escaped(found.said))
    for text in found.readings:
        st.button(f"Use {escaped(text)}", key=f"use_{name}_{text}", on_click=_use, args=(name, text))


def _use(name: str, text: str) -> None:
    state.change(name, text)
    st.session_state.pop(shown_key(f"input_{name}"), None)  # whatever it was: the field shows what the scenario has


def _number(row: Row) -> None:
    value = getattr(state.session().scenario, row.name)
    key = mirrored(f"input_{row.name}", "none" if value is None else units.exact(value, row.form))
    unit = f" [{row.unit}]" if row.unit else ""
    st.text_input(
        f"{row.label}{unit}", st.session_state[key], key=key, help=_about(row), on_change=_changed(row.name, key),
        disabled=state.shown().fixes(row.name),
    )  # fmt: skip
    if row.beside is not None and value is not None:
        st.caption(row.beside(value, state.session().scenario))
    why_refused(row.name)
