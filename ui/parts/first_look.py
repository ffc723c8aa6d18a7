"""What a newcomer reads first: one line below the heading, and links to what people come for."""

from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from sim.engine.presets import presets
from sim.links.share import link
from sim.pages import Board, Door

STYLE = Path(__file__).parent / "first_look.css"


def draw(record: Board) -> None:
    """The line and the doors of a page that has them."""
    if record.lead:
        st.html(STYLE)
        st.html(_html(record.lead, record.doors))


def address(door: Door) -> str:
    """Where a door leads, from the first page."""
    opened = link(presets().entries[door.preset].scenario) if door.preset else ""
    query = "&".join(filter(None, (door.query, opened)))
    return f"{door.page}?{query}" if query else door.page


@cache
def _html(lead: str, doors: tuple[Door, ...]) -> str:
    ways = "".join(f'<li><a href="{escape(address(door))}">{escape(door.words)}</a></li>' for door in doors)
    return f'<div class="nd-first-look"><p class="nd-lead">{escape(lead)}</p><ul class="nd-doors">{ways}</ul></div>'
