"""Next Dollar: start with `streamlit run app.py`, or serve `app:app` with any ASGI server."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:  # the pages import `sim` and `ui` from here, however we were started
    sys.path.insert(0, str(ROOT))

from ui import scripts

app = st.App(ROOT / "ui" / "main.py", routes=scripts.routes())

# How long a thread that waits for one that computes gives it [s]. With Python's own 0.005 a class of two hundred
# waits some three times as long for a released lever.
sys.setswitchinterval(0.0005)
