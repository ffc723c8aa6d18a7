"""Begins a new step at its top: Streamlit leaves the page where it was scrolled to."""

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "next_dollar_turning", js=(Path(__file__).parent / "turning.js").read_text(encoding="utf-8"), isolate_styles=False
)


def top(step: str) -> None:
    """Scroll to the top, with the focus on the heading, when another step is shown than before."""
    _mount(data={"step": step}, key="turning", height=1)
