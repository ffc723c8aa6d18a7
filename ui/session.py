"""What is kept of one visitor: the scenario, what of it is open, and what to tell."""

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from sim import Result, Scenario, hand_ins
from sim.presets import Preset
from sim.showing import WHOLE, Showing

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
    past: list[Scenario] = field(default_factory=list)  # for Undo, oldest first
    future: list[Scenario] = field(default_factory=list)  # for Redo, next one last
    pinned: Scenario | None = None  # what to compare with
    pinned_result: Result | None = None
    qr_wanted: bool = False
    page: str = ""  # path of the page shown
    linked: Showing = WHOLE  # what the link shows
    staged: Showing | None = None  # what the page itself shows in its place, as a lesson's step does
    lesson: hand_ins.HandIn | None = None  # the lesson that is open, with its answers
    start: Scenario = field(default_factory=Scenario)  # what Reset goes back to
    claim: str = ""  # open card of the Claims page
    around: tuple | None = None  # what the page around the board was drawn for; `None` if for the run itself


# Kept for the length of a run: Streamlit takes locks for every look at a key, and we look at every step.
_at_hand: WeakKeyDictionary[Any, Session] = WeakKeyDictionary()


def session() -> Session:
    """The session of this visitor."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return _kept()
    found = _at_hand.get(context.session_state)
    if found is None:
        found = _at_hand[context.session_state] = _kept()
    return found


def _kept() -> Session:
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    return st.session_state[KEY]
