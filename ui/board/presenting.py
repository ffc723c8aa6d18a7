"""Presenter mode: large type, and only one lever, the sentence, the numbers and two charts, as high as the room."""

from pathlib import Path
from typing import Any

import streamlit as st

STYLE = Path(__file__).parent / "presenting.css"
MOST_CHARTS = 2
LARGER = 1.4  # texts and points in a chart
GROWING = {"size", "l", "b", "standoff"}


def style() -> None:
    """Enlarge the page while it is presented."""
    st.html(STYLE)


def presented(board: dict[str, Any], leave: dict[str, str], moved: str | None = None) -> dict[str, Any]:
    """The board with one lever, without words and files, its charts in large type.

    Parameters
    ----------
    board : dict
        Data of the board as `ui.board.contents` makes it.
    leave : dict
        The button that leads back.
    moved : str, optional
        The lever that was moved last, which a presenter goes on with.
    """
    kept = [button for button in board["toolbar"]["buttons"] if button["name"] == "qr"]
    charts = [
        {**chart, "figure": _enlarged(chart["figure"]), "wide": False, "levers": [], "lines": None}
        for chart in board["charts"][:MOST_CHARTS]
    ]
    toolbar = {"buttons": [leave, *kept]}
    levers = _one(board["levers"], moved)
    return {
        **board,
        "levers": levers,
        "charts": charts,
        "footer": [],
        "beside": None,
        "toolbar": toolbar,
        "fills": True,
    }


def _one(column: dict[str, Any] | None, moved: str | None) -> dict[str, Any] | None:
    """The column with a single lever: the one moved last, or the first that can be moved."""
    free = [item for item in column["items"] if not (item["derived"] or item["lock"])] if column else []
    if column is None or not free:
        return None
    return {**column, "choices": [], "items": [next((item for item in free if item["name"] == moved), free[0])]}


def _enlarged(value: Any) -> Any:
    """A figure with every size of a font or a point enlarged, and the margins that hold its ticks and titles."""
    if isinstance(value, dict):
        if "ticktext" in value and "thickness" in value:  # a color bar, whose labels would meet
            value = {**value, "tickvals": value["tickvals"][::2], "ticktext": value["ticktext"][::2]}
        return {
            key: round(inner * LARGER) if key in GROWING and isinstance(inner, (int, float)) else _enlarged(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [inner if isinstance(inner, (int, float)) else _enlarged(inner) for inner in value]
    return value
