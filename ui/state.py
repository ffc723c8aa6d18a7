"""The session and the address: nothing else touches either.

A session holds the scenario, what of it is open, and what to tell the user. The
address bar always holds its link; an address that this session did not write
(opened, reloaded, Back) is read and replaces the scenario.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from sim import Result, Scenario, SimulationError, evaluate, words
from sim.inputs import TABLE
from sim.plans import carried_over
from sim.presets import Preset, loaded, presets
from sim.share import link, opened
from ui import address

KEY = "next_dollar"


@dataclass
class Session:
    """What one visitor has set and sees."""

    scenario: Scenario = field(default_factory=Scenario)
    result: Result | None = None  # of the scenario, or of the last feasible one
    views: dict[str, str] = field(default_factory=dict)  # chart -> open view
    uploaded: Preset | None = None
    notices: list[str] = field(default_factory=list)
    trouble: str | None = None  # why the scenario has no result
    opened: bool = False  # whether the address of the visit was read


def session() -> Session:
    """The session of this visitor."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    return st.session_state[KEY]


def open_address() -> None:
    """Read the address at the start of a visit and after Back or Forward.

    Never at other times: while moves follow each other quickly, the browser still
    sends the address of before the last one.
    """
    now = session()
    shown = st.query_params.to_dict()
    if now.opened and not (shown and _went_through_history()):
        return
    now.opened = True
    found = opened(shown.items())
    now.scenario = found.scenario
    now.views = dict(view.split(".", 1) for view in found.views if "." in view)
    now.notices = list(found.notices)
    _evaluate(now)
    if now.trouble is None and now.result is not None:
        moved = words.then_and_now(found.then, now.result)
        now.notices += [moved] if moved else []


def write_address(page: str) -> None:
    """Put the link of the scenario into the address bar: a step of history if it changed."""
    current = current_link()
    pairs = dict(parse_qsl(current))
    if not st.query_params:
        address.fill(current, page)
    elif st.query_params.to_dict() != pairs:
        st.query_params.from_dict(pairs)


def _went_through_history() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def current_link() -> str:
    """Link of the scenario and its open views."""
    now = session()
    views = [f"{chart}.{view}" for chart, view in now.views.items()]
    return link(now.scenario, views, None if now.trouble else now.result)


def change(name: str, value: float | str | None) -> None:
    """Set one input; a value that is not allowed is named in a notice and changes nothing."""
    now = session()
    now.notices = []
    changes: dict[str, Any] = {name: value}
    if name == "plan" and value in TABLE["plan"].options() and now.result is not None:  # type: ignore[misc]
        changes |= carried_over(now.result.values, now.scenario.plan, str(value))
    try:
        now.scenario = now.scenario.changed(**changes)
    except SimulationError:
        now.notices = [words.refused(name, str(value))]
    else:
        _evaluate(now)


def change_many(values: Mapping[str, float]) -> None:
    """Set several inputs at once, all known to be allowed."""
    now = session()
    now.notices = []
    now.scenario = now.scenario.changed(**values)
    _evaluate(now)


def start_from(name: str) -> None:
    """Load a preset."""
    preset = presets().entries.get(name)
    if preset is not None:
        _load(preset)


def reset() -> None:
    """Back to the scenario that a bare address opens."""
    now = session()
    now.scenario, now.views, now.notices = Scenario(), {}, []
    _evaluate(now)


def upload(content: bytes, name: str) -> None:
    """Load a preset file; one that cannot be used is named in a notice and changes nothing."""
    try:
        preset = loaded(content, name)
    except SimulationError as error:
        session().notices = [f"The file was not loaded. {error}."]
    else:
        session().uploaded = preset
        _load(preset)


def show_view(chart: str, view: str) -> None:
    """Remember the open view of a chart."""
    session().views[chart] = view


def current_preset() -> tuple[str, Preset] | None:
    """The preset whose scenario this is, if any."""
    now = session()
    candidates: Mapping[str, Preset] = presets().entries
    if now.uploaded is not None and now.uploaded.scenario == now.scenario:
        return "", now.uploaded
    for name, preset in candidates.items():
        if _scenario_of(name) == now.scenario:
            return name, preset
    return None


@st.cache_resource(show_spinner=False)
def _scenario_of(name: str) -> Scenario:
    return presets().entries[name].scenario


def _load(preset: Preset) -> None:
    now = session()
    now.scenario, now.notices = preset.scenario, []
    _evaluate(now)


def _evaluate(now: Session) -> None:
    """Result of the scenario; of an infeasible one the last good result stays, with the reason."""
    try:
        now.result, now.trouble = evaluate(now.scenario, date.today()), None
    except SimulationError as error:
        now.trouble = f"{TABLE[error.name].label}: got {error.got}; {error.allowed}."
        if now.result is None:
            now.result = evaluate(Scenario())
