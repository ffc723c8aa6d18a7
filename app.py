"""Next Dollar: start with `streamlit run app.py`, or serve `app:app` with any ASGI server."""

import os
import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:  # the pages import `sim` and `ui` from here, however we were started
    sys.path.insert(0, str(ROOT))

from ui.room import routes as room
from ui.server import open_links, scripts
from ui.server.fonts import CutFonts
from ui.server.heads import Heads
from ui.server.left_pages import LeftPages
from ui.server.lifetime import lifetime
from ui.server.packing import Packing
from ui.server.preloads import Preloads
from ui.server.safe_headers import SETTING, SafeHeaders, frame_ancestors

try:
    frame_ancestors(os.environ.get(SETTING))
except ValueError as error:
    sys.exit(f"Not started: {error}.")

app = st.App(
    ROOT / "ui" / "main.py",
    lifespan=lifetime,
    routes=[*room.routes(), *scripts.routes(), *open_links.routes()],
    middleware=[
        Middleware(SafeHeaders, frames=os.environ.get(SETTING)),
        *(Middleware(part) for part in (CutFonts, Packing, LeftPages, Heads, Preloads)),
    ],
)

# How long a thread that waits for one that computes gives it [s]. With Python's own 0.005 a class of two hundred
# waits some three times as long for a released lever.
sys.setswitchinterval(0.0005)
