"""Next Dollar: start with `streamlit run app.py`, or serve `app:app` with any ASGI server."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parent
if str(ROOT) not in sys.path:  # the pages import `sim` and `ui` from here, however we were started
    sys.path.insert(0, str(ROOT))

from ui import scripts

app = st.App(ROOT / "ui" / "main.py", routes=scripts.routes())

# How long the thread that talks to the browsers waits for one that computes [s]: Python's own 0.005 is felt in a class.
sys.setswitchinterval(0.001)
