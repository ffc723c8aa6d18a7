"""Runs that come from elsewhere: a preset file, or a link that is dropped or pasted on a page."""

from urllib.parse import parse_qsl

from sim import SimulationError
from sim.engine.kept_runs import feasible
from sim.engine.presets import Preset, loaded
from sim.ground.errors import cut
from sim.inputs.refusal import Refusal
from sim.links.share import VERSION, opened
from sim.links.showing import WHOLE
from ui.visit import refusals, state
from ui.visit.history import Moment


def upload(content: bytes, name: str) -> None:
    """Load a preset file; one that cannot be used is named where it was chosen and changes nothing."""
    refusals.forget(state.PRESET_FILE)
    try:
        _load(loaded(content, name))
    except SimulationError as error:
        state.session().refused[state.PRESET_FILE] = Refusal(name, f"The file was not loaded. {error}.")


def take(text: str, name: str = "") -> str:
    """Open a link, or the text of a preset file; why it could not be, "" if it was.

    Parameters
    ----------
    text, name : str
        Of a stranger: what was dropped or pasted, and the name of its file if it was one.
    """
    text = text.strip()
    if state.shown() != WHOLE:
        return "Nothing was opened: this page is a part that a lesson or a link shows."
    if text.startswith("{"):
        try:
            _load(loaded(text.encode(errors="replace"), name or "preset.json"))
        except SimulationError as error:
            return f"The file was not loaded. {error}."
        return ""
    if VERSION not in dict(parse_qsl(text.split("#")[0].rpartition("?")[2])):
        return f"{cut(text)} was not opened: it is neither a link of a run nor a preset file."
    state.show_opened(opened(text))
    return ""


def _load(preset: Preset) -> None:
    now = state.session()
    now.uploaded = preset
    kept, left_out = feasible(preset.beside)
    state.load(Moment(preset.scenario, kept or now.kept))
    now.notices += left_out
