"""What changes the session, and the address: nothing else touches either.

The address bar always holds the link of the session; an address that this session
did not write (opened, reloaded, Back) is read and replaces the scenario.
"""

import os
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, quote

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from sim import Result, Scenario, SimulationError, evaluate, hand_ins, showing, words
from sim.inputs import TABLE
from sim.plans import carried_over
from sim.presets import Preset, loaded, presets
from sim.share import link, opened
from sim.showing import WHOLE, Showing
from ui import address, history, story
from ui.session import Session, session

CLAIMS, CLAIM = "claims", "claim"  # a page, and what its address says beside the link
PAGE, PRESENT = "page", "present"  # the view of the page itself, in links as "page.present"


def open_address(page: str) -> None:
    """Read the address at the start of a visit and after Back or Forward.

    Never at other times: while moves follow each other quickly, the browser still
    sends the address of before the last one.
    """
    now, shown = session(), address_to_read()
    now.page = page
    if shown is None:
        return
    now.claim = shown.pop(CLAIM, "")[:60]
    found = opened(shown.items())
    if now.opened:
        now.past, now.future = history.remembered(now.past, now.future, now.scenario, found.scenario)
    now.opened = True
    now.scenario = found.scenario
    now.views = dict(view.split(".", 1) for view in found.views if "." in view)
    now.notices = list(found.notices)
    now.linked = found.showing
    now.start = Scenario() if found.showing == WHOLE else found.scenario
    show_result(now)
    if now.trouble is None and now.result is not None:
        moved = words.then_and_now(found.then, now.result)
        now.notices += [moved] if moved else []


def write_address() -> None:
    """Put the link of the scenario into the address bar, where that is empty too."""
    current = current_link()
    if not follow(current):
        address.fill(current, session().page)


def follow(current: str) -> bool:
    """Put a link into an address bar that has one, as a step of history if it changed; whether it has one."""
    shown, pairs = st.query_params.to_dict(), dict(parse_qsl(current))
    if shown and shown != pairs:
        st.query_params.from_dict(pairs)
    return bool(shown)


def address_to_read() -> dict[str, str] | None:
    """The pairs of the address where they must be read; `None` where the session knows better."""
    context = get_script_run_ctx()
    through_history = context is not None and context.is_history_navigation
    if session().opened and not through_history:
        return None
    shown = st.query_params.to_dict()
    return shown if shown or not session().opened else None


def current_link(presented: bool = True, part: Showing | None = None) -> str:
    """Link of the open lesson, or of the scenario with its open views, for a presenter or of another part."""
    now = session()
    if now.lesson is not None:
        return hand_ins.link(now.lesson)
    views = [f"{chart}.{view}" for chart, view in now.views.items() if presented or chart != PAGE]
    found = link(now.scenario, views, None if now.trouble else now.result, now.linked if part is None else part)
    return f"{CLAIM}={quote(now.claim)}&{found}" if now.claim and now.page == CLAIMS else found


def current_address(part: Showing | None = None) -> str:
    """Address to hand on, as the browser or `PUBLIC_URL` names this server; "" if nobody does.

    It leaves presenter mode out: who scans it in the room wants the levers. One for another part
    of the page opens the first page that this lists, where it does not list the current one.
    """
    page = session().page
    public = os.environ.get("PUBLIC_URL")
    base = f"{public.rstrip('/')}/{page}" if public else st.context.url
    if not base:
        return ""
    other = None if part is None or part.lists(page or address.HOME) else part.pages[0]
    return f"{address.of_page(base, page, other)}?{current_link(presented=False, part=part)}"


def change(name: str, value: float | str | None) -> None:
    """Set one input; a value that is not allowed is named in a notice and changes nothing."""
    now = session()
    now.notices = []
    changes: dict[str, Any] = {name: value}
    if name == "plan" and value in TABLE["plan"].options() and now.result is not None:  # type: ignore[misc]
        changes |= carried_over(now.result.values, now.scenario.plan, str(value))
    try:
        changed = now.scenario.changed(**changes)
    except SimulationError:
        now.notices = [words.refused(name, str(value))]
    else:
        _go_to(now, changed)


def change_many(values: dict[str, float]) -> None:
    """Set several inputs at once, all known to be allowed."""
    _load(session().scenario.changed(**values))


def start_from(name: str) -> None:
    """Load a preset."""
    preset = presets().entries.get(name)
    if preset is not None:
        _load(preset.scenario)


def reset() -> None:
    """Back to the scenario that a bare address opens, or the link if it shows a part of the page."""
    now = session()
    now.views, now.notices = {}, []
    _go_to(now, now.start)


def undo() -> None:
    """Back to the scenario of before the last change; the address and Back follow."""
    if session().past:
        _load(session().past[-1])


def redo() -> None:
    """Make the change again that was taken back."""
    if session().future:
        _load(session().future[-1])


def pin() -> None:
    """Keep the run that is shown, to compare others with it."""
    now = session()
    if now.trouble is None:
        now.pinned, now.pinned_result = now.scenario, now.result


def unpin() -> None:
    """Stop comparing."""
    now = session()
    now.pinned = now.pinned_result = None


def upload(content: bytes, name: str) -> None:
    """Load a preset file; one that cannot be used is named in a notice and changes nothing."""
    try:
        preset = loaded(content, name)
    except SimulationError as error:
        session().notices = [f"The file was not loaded. {error}."]
    else:
        session().uploaded = preset
        _load(preset.scenario)


def show_view(chart: str, view: str) -> None:
    """Remember the open view of a chart."""
    session().views[chart] = view


def hide_view(chart: str) -> None:
    """Forget the open view of a chart."""
    session().views.pop(chart, None)


def presenting() -> bool:
    """Whether the page is presented; it is a view, so the link carries it."""
    return session().views.get(PAGE) == PRESENT


def shown() -> Showing:
    """What of the page is shown: what the page itself says, else what the link says."""
    now = session()
    return now.linked if now.staged is None else now.staged


def stage(part: Showing | None) -> None:
    """Show another part of the page than the link does, until the visitor goes to another page."""
    session().staged = part


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
    name = story.preset_of(now.scenario)
    return (name, presets().entries[name]) if name else None


def own() -> tuple[Scenario, str] | None:
    """Scenario and title of the visitor's own preset."""
    preset = session().uploaded
    return (preset.scenario, preset.title) if preset else None


def result_of(scenario: Scenario) -> Result:
    """Result of a scenario today, computed once."""
    return _result_on(scenario, date.today())


@lru_cache(maxsize=256)  # a class opens the same few links, and a move back finds its result again
def _result_on(scenario: Scenario, today: date) -> Result:
    return evaluate(scenario, today)


def _load(scenario: Scenario) -> None:
    now = session()
    now.notices = []
    _go_to(now, scenario)


def _go_to(now: Session, scenario: Scenario) -> None:
    fixed = shown().moved(vars(now.scenario), vars(scenario))
    if fixed is not None:
        now.notices = [words.fixed(fixed)]
        return
    now.past, now.future = history.remembered(now.past, now.future, now.scenario, scenario)
    now.scenario = scenario
    show_result(now)


def show_result(now: Session) -> None:
    """Result of the scenario; of an infeasible plan the last good result of its kind stays, with the reason."""
    try:
        now.result, now.trouble = result_of(now.scenario), None
    except SimulationError as error:
        now.trouble = f"{TABLE[error.name].label}: got {error.got}; {error.allowed}."
        if now.result is None or now.result.scenario.inference != now.scenario.inference:
            now.result = result_of(now.scenario.changed(plan="params_tokens"))
