"""What is kept of one visitor: the scenario, what of it is open, and what to tell."""

from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

import streamlit as st

from sim import Result, Scenario
from sim.engine.kept import Kept
from sim.engine.presets import Preset
from sim.fitting.preview import Preview, Rows
from sim.inputs.refusal import Refusal
from sim.links.remix import Remix
from sim.links.showing import WHOLE, Showing
from sim.studies.own_forecast import OwnForecast
from sim.studies.own_runs import OwnRuns
from sim.studies.pilot_game import Game
from sim.teaching import hand_ins
from sim.teaching.claims.ballot import Ballot
from sim.teaching.exercises.passing import Passing
from ui.server.streamlit_private import run_session
from ui.visit.history import Moment

AUTHORS = "authors"  # in an address: files that cannot be used are named, for the whole visit
KEY = "next_dollar"


@dataclass
class Session:
    """What one visitor has set and sees."""

    scenario: Scenario = field(default_factory=Scenario)
    result: Result | None = None  # of the scenario, or of the last feasible one
    views: dict[str, str] = field(default_factory=dict)  # chart -> open view
    uploaded: Preset | None = None
    notices: list[str] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)  # input, or other field -> what it did not take
    trouble: str | None = None  # why the scenario has no result
    opened: bool = False  # whether the address of the visit was read
    note: Remix = field(default_factory=Remix)  # what the link says of itself
    kept: tuple[Kept, ...] = ()  # runs to compare with, all of them possible
    past: list[Moment] = field(default_factory=list)  # for Undo, oldest first
    future: list[Moment] = field(default_factory=list)  # for Redo, next one last
    qr_wanted: bool = False
    page: str = ""  # path of the page shown
    filled: str = ""  # the link that the empty address of this page was filled with
    linked: Showing = WHOLE  # what the link shows
    staged: Showing | None = None  # what the page itself shows in its place, as a lesson's step does
    aims: tuple[Passing, ...] = ()  # what the run must pass, as the open task of a lesson says
    lesson: hand_ins.HandIn | None = None  # the lesson that is open, with its answers
    start: Scenario = field(default_factory=Scenario)  # what Reset goes back to
    claim: str = ""  # open card of the Claims page
    ballot: Ballot = field(default_factory=Ballot)  # whether a class votes on claims, and the votes on the open one
    forecast: OwnForecast | None = None  # of one's own, of a number of the run
    game: Game | None = None  # the game of pilot runs that is played
    released: bool = False  # whether a lever was just released, which is answered before dear questions are asked
    around: tuple | None = None  # what the page around the board was drawn for; `None` if for the run itself
    own_runs: OwnRuns | None = None  # the visitor's runs, fitted: in the memory of the visit alone
    own_rows: tuple[Any, Rows] | None = None  # the table that is previewed, and what names it
    own_preview: tuple[Any, Preview] | None = None  # what is understood of it, and what the visitor said of it
    is_author: bool = False  # whether files that cannot be used are named

    @property
    def moment(self) -> Moment:
        """What Undo would bring back of now."""
        return Moment(self.scenario, self.kept)


# Kept for the length of a run: Streamlit takes locks for every look at a key, and we look at every step.
_at_hand: WeakKeyDictionary[Any, Session] = WeakKeyDictionary()


def session() -> Session:
    """The session of this visitor."""
    run = run_session()
    if run is None:
        return _kept()
    found = _at_hand.get(run)
    if found is None:
        found = _at_hand[run] = _kept()
    return found


def _kept() -> Session:
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    return st.session_state[KEY]
