"""What we use of Streamlit that it does not promise: an upgrade that breaks one of these fails here, in its test.

What we know of the elements of its page stands in `streamlit_page.js` and `streamlit_fields.js` of `ui/board/web`, and
in the styles.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit
from google.protobuf.message import DecodeError
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.delta_generator import DeltaGenerator as DeltaGenerator  # the type of a place on the page
from streamlit.proto.BackMsg_pb2 import BackMsg as BackMsg  # what a browser says
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg as ForwardMsg  # what a server says
from streamlit.proto.Navigation_pb2 import Navigation as Navigation
from streamlit.runtime.scriptrunner import get_script_run_ctx


def run_session() -> object | None:
    """What the running script of one visitor shares with his other runs; `None` outside of a run."""
    context = get_script_run_ctx(suppress_warning=True)
    return None if context is None else context.session_state


STATIC = Path(streamlit.__file__).parent / "static"
FIRST_ELEMENTS = ("BidiComponent", "PageLink", "Html")  # that every page of ours has; each is a script of its own


@cache
def component_scripts() -> tuple[str, ...]:
    """Addresses, relative to the page, of the scripts that a page loads only when the first of an element comes.

    Those that the page itself names are left out; empty where Streamlit builds its scripts otherwise.
    """
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    main = re.search(r'src="\./(static/js/index\.[^"]+)"', page)
    if main is None:
        return ()
    text = (STATIC / main[1]).read_text(encoding="utf-8")
    files = re.search(r"m\.f=(\[[^\]]*\])", text)
    needed = re.findall(rf"\./(?:{'|'.join(FIRST_ELEMENTS)})\.[^)]*\),__vite__mapDeps\(\[([\d,]+)\]", text)
    if files is None or len(needed) < len(FIRST_ELEMENTS):
        return ()
    names = [json.loads(files[1])[int(place)].removeprefix("./") for places in needed for place in places.split(",")]
    return tuple(f"static/js/{name}" for name in dict.fromkeys(names) if name.endswith(".js") and name not in page)


@cache
def font_file(family: str) -> Path:
    """The file of a face that Streamlit's page uses: "Sans" or "Serif".

    Raises
    ------
    OSError
        If it brings no such face.
    """
    media = STATIC / "static" / "media"
    for name in (f"Source{family}VF-Upright", f"Source{family}Variable-Roman"):
        for file in sorted(media.glob(f"{name}*.woff2")):
            return file
    raise FileNotFoundError(f"no face {family} in {media}")


@cache
def inline_scripts() -> tuple[str, ...]:
    """The scripts that stand in the text of Streamlit's own page."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    return tuple(re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL))


def came_through_history() -> bool:
    """Whether Back or Forward of the browser asked for this run."""
    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and context.is_history_navigation


def trigger_id(component: str) -> str:
    """Identifier of the widget by which a component of a page tells what happened."""
    return _make_trigger_id(component, "events")


@dataclass(frozen=True)
class RunRequest:
    """What a browser asks Streamlit to run.

    Parameters
    ----------
    page : str
        Streamlit's name of the page; "" at the start of a visit.
    fragment : str
        The fragment that alone is to run; "" for the whole page.
    widgets : bool
        Whether it says how widgets stand. On the way to another page it does not.
    history : bool
        Whether Back or Forward of the browser asks.
    """

    page: str
    fragment: str
    widgets: bool
    history: bool


def run_request(message: bytes) -> RunRequest | None:
    """The request that a message of the browser holds; `None` where it holds something else.

    Raises
    ------
    ValueError
        If it is no message of a browser.
    """
    try:
        told = BackMsg.FromString(message)
    except DecodeError as error:
        raise ValueError(f"not a message of a browser: {error}") from None
    if told.WhichOneof("type") != "rerun_script":
        return None
    request = told.rerun_script
    widgets, history = bool(request.widget_states.widgets), request.is_history_navigation
    return RunRequest(request.page_script_hash, request.fragment_id, widgets, history)


LONGEST = 16_384  # bytes of a message that says something of a run: larger ones are not looked into


@dataclass(frozen=True)
class RunNews:
    """What a server says of a run of a whole page.

    Parameters
    ----------
    page : str
        The page that it names to the browser, early in the run; "" where it names none.
    finished : bool
        Whether the run is at its end.
    """

    page: str
    finished: bool


def run_news(message: bytes) -> RunNews | None:
    """What a message of the server says of the run of a whole page; `None` where it is of something else."""
    if not message or len(message) > LONGEST:
        return None
    try:
        told = ForwardMsg.FromString(message)
    except DecodeError:
        return None
    match told.WhichOneof("type"):
        case "navigation":
            return RunNews(told.navigation.page_script_hash, False)
        case "script_finished" if not told.metadata.run.fragment_ids:
            return RunNews("", told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN)
    return None


def sent_to(page: str, message: bytes) -> bytes:
    """The request of a message as one for another page, whose address has no query yet."""
    told = BackMsg.FromString(message)
    told.rerun_script.page_script_hash = page
    told.rerun_script.query_string = ""
    return told.SerializeToString()


def of_whole_page(message: bytes) -> bytes:
    """The request of a message for a fragment as one for the page that the fragment is of."""
    told = BackMsg.FromString(message)
    told.rerun_script.ClearField("fragment_id")
    return told.SerializeToString()
