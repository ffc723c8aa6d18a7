"""What changes the session, and its address.

The address bar always holds the link of the session; an address that this session
did not write (opened, reloaded, Back) is read and replaces the scenario.
"""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st

from sim import Scenario, SimulationError
from sim.engine.kept_runs import feasible
from sim.engine.known_results import result_of
from sim.engine.plans import carried_over
from sim.engine.presets import Preset, opening, preset_of, presets
from sim.inputs import BY_KEY, TABLE
from sim.inputs.custom import own_law
from sim.links import showing
from sim.links.share import VERSION, Opened, link, opened
from sim.links.showing import WHOLE, Showing
from sim.pages import first
from sim.teaching import hand_ins
from sim.teaching.exercises.passing import Passing
from sim.words import run
from ui.server.streamlit_private import came_through_history
from ui.visit import address, history, page_parts, refusals
from ui.visit.history import Moment
from ui.visit.session import AUTHORS, Session, session

SAYS_A_RUN = {VERSION, *BY_KEY}  # keys of a link, without all of which an address is bare
PRESET_FILE = "preset_file"  # the field of a file, among those that refuse
PAGE, PRESENT = "page", "present"  # the view of the page itself, in links as "page.present"


def open_address(page: str) -> None:
    """Read the address at the start of a visit and after Back or Forward.

    Never at other times: while moves follow each other quickly, the browser still
    sends the address of before the last one.
    """
    now, shown = session(), address_to_read()
    if page != now.page:
        now.page, now.filled = page, ""
    if shown is None:
        return
    shown, ignored = page_parts.taken(now, shown)
    found = opened(shown.items())
    found = replace(found, notices=(*ignored, *found.notices)) if ignored else found
    if not SAYS_A_RUN & shown.keys():
        found = replace(found, scenario=opening().scenario)
    show_opened(found)


def show_opened(found: Opened) -> None:
    """Make what a link says the session's, a step back from which is what was shown before."""
    now = session()
    kept, left_out = feasible(found.kept)
    if now.opened:
        after = Moment(found.scenario, kept)
        now.past, now.future = history.remembered(now.past, now.future, now.moment, after)
    now.opened = True
    now.scenario, now.kept, now.note = found.scenario, kept, found.note
    now.views = dict(view.split(".", 1) for view in found.views if "." in view)
    now.notices = [*found.notices, *left_out]
    now.linked = found.showing
    now.start = opening().scenario if found.showing == WHOLE else found.scenario
    show_result(now)
    if now.trouble is None and now.result is not None:
        moved = run.then_and_now(found.then, now.result)
        now.notices += [moved] if moved else []


def write_address() -> None:
    """Put the link of the scenario into the address bar, where that is empty too."""
    current = current_link()
    follow(current)
    if not st.query_params:
        address.fill(current, session().page)
        session().filled = current


def follow(current: str) -> None:
    """Put a link into an address bar that has one, as a step of history if it changed.

    A request that left the browser before its address was filled still names an empty one.
    """
    shown, pairs = st.query_params.to_dict() or dict(parse_qsl(session().filled)), dict(parse_qsl(current))
    if shown and shown != pairs:
        st.query_params.from_dict(pairs)


def address_to_read() -> dict[str, str] | None:
    """The pairs of the address where they must be read; `None` where the session knows better."""
    if session().opened and not came_through_history():
        return None
    shown = st.query_params.to_dict()
    session().is_author |= shown.pop(AUTHORS, None) is not None
    return shown if shown or not session().opened else None


def current_link(presented: bool = True, part: Showing | None = None) -> str:
    """Link of the open lesson, or of the scenario with its open views, for a presenter or of another part."""
    now = session()
    if now.lesson is not None:
        return hand_ins.link(now.lesson)
    views = [f"{chart}.{view}" for chart, view in now.views.items() if presented or chart != PAGE]
    result, shows = None if now.trouble else now.result, now.linked if part is None else part
    found = link(now.scenario, views, result, shows, now.kept, now.note)
    parts = page_parts.written(now)
    return f"{parts}&{found}" if parts else found


def current_address(part: Showing | None = None) -> str:
    """Address to hand on, as the browser or `PUBLIC_URL` names this server; "" if nobody does.

    It leaves presenter mode out: who scans it in the room wants the levers. One for another part
    of the page opens the first page that this lists, where it does not list the current one.
    """
    page = session().page
    base = address.named(page)
    if not base:
        return ""
    other = None if part is None or part.lists(page or first().path) else part.pages[0]
    return f"{address.of_page(base, page, other)}?{current_link(presented=False, part=part)}"


def change(name: str, value: float | str | None) -> None:
    """Set one input; what is not allowed stays in its field with the reason and changes nothing."""
    now = session()
    now.notices = []
    refusals.forget(name)
    row = TABLE[name]
    if isinstance(value, str) and row.is_number:
        typed = value
        try:
            value = row.check(row.meant(typed, now.scenario))
        except ValueError as error:
            refusals.keep(name, typed, error)
            return
    changes: dict[str, Any] = {name: value}
    if name == "plan" and value in TABLE["plan"].options() and now.result is not None:  # type: ignore[misc]
        changes |= carried_over(now.result.values, now.scenario.plan, str(value))
    try:
        changed = now.scenario.changed(**changes)
    except SimulationError as error:
        now.notices = [run.refused(name, str(value), error.allowed)]
    else:
        _go_to(now, Moment(changed, now.kept))


def change_many(values: dict[str, float] | dict[str, float | str]) -> None:
    """Set several inputs at once, all known to be allowed."""
    now = session()
    load(Moment(now.scenario.changed(**values), now.kept))


def use_law(constants: dict[str, float], fit: str | None = None) -> None:
    """Make a law of one's own, with what its fit says, the scenario's; what no input allows changes nothing."""
    now = session()
    try:
        changed = now.scenario.changed(**own_law(constants, fit))
    except SimulationError as error:
        now.notices = [run.refused(error.name, f"{error.got:.6g}", error.allowed)]
    else:
        load(Moment(changed, now.kept))


def start_from(name: str) -> None:
    """Load a preset."""
    preset = presets().entries.get(name)
    if preset is not None:
        load(Moment(preset.scenario, session().kept))


def reset() -> None:
    """Back to the scenario that a bare address opens, or the link if it shows a part of the page."""
    now = session()
    now.views, now.notices, now.refused = {}, [], {}
    _go_to(now, Moment(now.start, now.kept))


def undo() -> None:
    """Back to the scenario of before the last change; the address and Back follow."""
    if session().past:
        load(session().past[-1])


def redo() -> None:
    """Make the change again that was taken back."""
    if session().future:
        load(session().future[-1])


def presenting() -> bool:
    """Whether the page is presented; it is a view, so the link carries it."""
    return session().views.get(PAGE) == PRESENT


def shown() -> Showing:
    """What of the page is shown: what the page itself says, else what the link says."""
    now = session()
    return now.linked if now.staged is None else now.staged


def stage(part: Showing | None, aims: tuple[Passing, ...] = ()) -> None:
    """Show another part of the page than the link does, and what the run must pass, until another page is opened."""
    now = session()
    now.staged, now.aims = part, aims


def linked() -> Showing:
    """What the link shows: known before the address is opened."""
    shown = address_to_read()
    return showing.read(shown)[0] if shown else session().linked


def present() -> None:
    """Start or end presenter mode."""
    if presenting():
        del session().views[PAGE]
    else:
        session().views[PAGE] = PRESENT


def want_qr() -> None:
    """Ask for the QR code of the link."""
    session().qr_wanted = True


def qr_wanted() -> bool:
    """Whether the QR code was asked for; true once."""
    now = session()
    wanted, now.qr_wanted = now.qr_wanted, False
    return wanted


def current_preset() -> tuple[str, Preset] | None:
    """The preset whose scenario this is, if any."""
    now = session()
    if now.uploaded is not None and now.uploaded.scenario == now.scenario:
        return "", now.uploaded
    name = preset_of(now.scenario)
    return (name, presets().entries[name]) if name else None


def own() -> tuple[Scenario, str] | None:
    """Scenario and title of the visitor's own preset."""
    preset = session().uploaded
    return (preset.scenario, preset.title) if preset else None


def load(moment: Moment) -> None:
    """Show another run, with what stands beside it."""
    now = session()
    now.notices = []
    _go_to(now, moment)


def _go_to(now: Session, moment: Moment) -> None:
    fixed = shown().moved(vars(now.scenario), vars(moment.scenario))
    if fixed is not None:
        now.notices = [run.fixed(fixed)]
        return
    now.past, now.future = history.remembered(now.past, now.future, now.moment, moment)
    now.scenario, now.kept = moment.scenario, moment.kept
    show_result(now)


def show_result(now: Session) -> None:
    """Result of the scenario; of an infeasible plan the last good result of its kind stays, with the reason."""
    try:
        now.result, now.trouble = result_of(now.scenario), None
    except SimulationError as error:
        now.trouble = f"{TABLE[error.name].label}: got {error.got}; {error.allowed}."
        if now.result is None or now.result.scenario.inference != now.scenario.inference:
            now.result = result_of(now.scenario.changed(plan="params_tokens"))
