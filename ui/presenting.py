"""Presenter mode: large type, and only the sentence, the numbers and two charts."""

from pathlib import Path
from typing import Any

import streamlit as st

STYLE = Path(__file__).parent / "presenting.css"
MOST_CHARTS = 2
LARGER = 1.4  # texts and points in a chart
TALLER = 1.12  # its plot


def style() -> None:
    """Enlarge the page while it is presented."""
    st.html(STYLE)


def presented(board: dict[str, Any], leave: dict[str, str]) -> dict[str, Any]:
    """The board without levers, words and files, its charts in large type.

    Parameters
    ----------
    board : dict
        Data of the board as `ui.view` makes it.
    leave : dict
        The button that leads back.
    """
    kept = [button for button in board["toolbar"]["buttons"] if button["name"] == "qr"]
    charts = [
        {**chart, "figure": _enlarged(chart["figure"]), "height": round(chart["height"] * TALLER), "wide": False}
        for chart in board["charts"][:MOST_CHARTS]
    ]
    return {**board, "levers": None, "charts": charts, "footer": [], "toolbar": {"buttons": [leave, *kept]}}


def _enlarged(value: Any) -> Any:
    """A figure with every size of a font or a point enlarged."""
    if isinstance(value, dict):
        return {
            key: round(inner * LARGER) if key == "size" and isinstance(inner, (int, float)) else _enlarged(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [inner if isinstance(inner, (int, float)) else _enlarged(inner) for inner in value]
    return value
