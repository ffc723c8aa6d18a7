"""Leads the focus through a lesson: to the heading of a new step, and to the outcome of a committed answer.

It also hears the keys for Back and Next. Streamlit's own shortcuts compare all keys that it believes are held down,
and stay dead once the release of one of them was not heard; these look at the one key that is pressed.
"""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from ui.server import scripts

_mount = st.components.v2.component(
    "next_dollar_turning", js=scripts.inlined(Path(__file__).parent / "turning.js"), isolate_styles=False
)


def follow(step: str, commits: int, keys: Mapping[str, str]) -> None:
    """Move the focus where something new is shown, and press buttons by keys.

    Parameters
    ----------
    step : str
        Name of the step: another one begins at its top.
    commits : int
        Answers committed so far: one more leads to the outcome.
    keys : mapping
        Letters, pressed with Alt, and the buttons by their Streamlit keys.
    """
    _mount(data={"step": step, "commits": commits, "keys": dict(keys)}, key="turning", height=1)
