"""Claims: what was said about scaling, put to the model."""

from html import escape
from pathlib import Path

import streamlit as st

from sim.claims import Claim, claims
from ui import claim_card, state

STYLE = Path(__file__).parents[1] / "claims.css"
TOPIC = "claims_topic"
ABOUT = (
    "What was said about scaling, and the settings that make it true or false. Every number of ours is computed when "
    "the card opens. Open a card, then load a side and move its levers."
)


def page() -> None:
    """The Claims page: the list, or one card."""
    st.html(STYLE)
    entries = claims().entries
    name = state.session().claim
    if name in entries:
        _card(name, entries)
        return
    st.title("Claims, put to the test", anchor=False)
    if name:
        st.warning(f"There is no claim “{name[:40]}”. Here are all of them.")
    with st.container(width=claim_card.TEXT_WIDTH):
        st.markdown(ABOUT)
        _list(entries)
        for problem in claims().problems:
            st.warning(f"Left out: {problem}")


def _list(entries: dict[str, Claim]) -> None:
    topics = list(dict.fromkeys(claim.topic for claim in entries.values()))
    topic = st.pills("Topic", topics, key=TOPIC, help="None chosen shows all.")
    for name, claim in entries.items():
        if topic in (None, claim.topic):
            with st.container(key=f"claim_{name}", gap="xxsmall"):
                st.button(claim.title, key=f"open_{name}", type="tertiary", on_click=_open, args=(name,))
                st.html(
                    f'<div class="nd-claim nd-listed"><p>{escape(claim.verdict)}</p>'
                    f'<p class="nd-who">{escape(claim.who)}, {escape(claim.when)}</p></div>'
                )


def _card(name: str, entries: dict[str, Claim]) -> None:
    names = list(entries)
    at = names.index(name)
    with st.container(horizontal=True, key="claim_ways"):
        st.button("All claims", icon=":material/arrow_back:", type="tertiary", on_click=_open, args=("",))
        for label, other in (("Previous", at - 1), ("Next", at + 1)):
            there = 0 <= other < len(names)
            st.button(
                label, type="tertiary", disabled=not there, on_click=_open, args=(names[other] if there else name,)
            )
    st.title(entries[name].title, anchor=False)
    claim_card.draw(name, entries[name])


def _open(name: str) -> None:
    state.session().claim = name
