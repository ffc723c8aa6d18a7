"""Claims: what was said about scaling, put to the model."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from sim.teaching.claims import BADGES, Claim, claims
from sim.teaching.claims.ballot import Ballot
from ui.parts import authors, claim_card, claim_class, copying, qr
from ui.visit import state

STYLE = Path(__file__).parent / "claims.css"
TOPIC, SEARCH, ORDER, MODE = "claims_topic", "claims_search", "claims_order", "claims_mode"
VERDICT = "By verdict"
ORDERS: dict[str, Callable[[Claim], Any]] = {
    "As in a debate": lambda claim: claim.order,
    "Newest first": lambda claim: (-claim.year, claim.order),
    VERDICT: lambda claim: (BADGES.index(claim.badge), claim.order),
    "By title": lambda claim: claim.title.casefold(),
}
ABOUT = (
    "What was said about scaling, and the settings that make it true or false. Every number of ours is computed when "
    "the card opens. Open a card, then load a side and move its levers."
)
ABOUT_CLASS = (
    "Choose a claim and vote on it. Then come both sides, each with a lever to move, a second vote, and the verdict. "
    "Votes stay in the link of whoever gives them, and nothing is kept on the server."
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
        plain = "".join(letter for letter in name[:40] if letter.isalnum() or letter in "- ")  # no markup of a stranger
        st.warning(f"There is no claim “{plain}”. Here are all of them.")
    with st.container(width=claim_card.TEXT_WIDTH):
        is_class = state.session().ballot.is_class
        st.markdown(ABOUT_CLASS if is_class else ABOUT)
        st.toggle("For a class: vote first, the verdict last", value=is_class, key=MODE, on_change=_turn_class)
        if is_class:
            address = claim_class.address_of("", Ballot(True))
            copying.field(address, "The link for students", key="class_mode_link", shared="Claims")
            st.button("QR code", on_click=state.want_qr, key="claims_qr")
            if state.qr_wanted():
                qr.show(address, "Scan to vote on claims")
        _list(entries)
        authors.faults("claims")


def _list(entries: dict[str, Claim]) -> None:
    """All claims, or those of a topic and of what is searched for, in an order."""
    is_class = state.session().ballot.is_class
    topics = list(dict.fromkeys(claim.topic for claim in entries.values()))
    topic = st.pills("Topic", topics, key=TOPIC, help="None chosen shows all.")
    left, right = st.columns([2, 1])
    words = left.text_input("Search", key=SEARCH, placeholder="such as water, wall, DeepSeek", max_chars=60)
    by = right.selectbox("Order", [name for name in ORDERS if not (is_class and name == VERDICT)], key=ORDER)
    found = [
        name for name, claim in entries.items() if topic in (None, claim.topic) and claim.mentions(words, not is_class)
    ]
    if not found:
        st.info("No claim has these words.")
    for name in sorted(found, key=lambda name: ORDERS[by](entries[name])):
        _entry(name, entries[name])


def _entry(name: str, claim: Claim) -> None:
    """A row of the list: picture, claim, verdict, year."""
    picture = claim_card.picture_of(name, claim)
    image = f'<img src="{picture}" alt="">' if picture else ""
    with st.container(key=f"claim_{name}", horizontal=True, gap="small", vertical_alignment="top"):
        st.html(f'<div class="nd-thumb">{image}</div>', width="content")
        with st.container(gap="xxsmall", width="stretch"):
            st.button(claim.title, key=f"open_{name}", type="tertiary", on_click=_open, args=(name,))
            st.html(
                f'<div class="nd-claim nd-listed">{claim_class.badge_or_nothing(claim)}'
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
    part = claim_class if state.session().ballot.is_class else claim_card
    part.draw(name, entries[name])


def _open(name: str) -> None:
    now = state.session()
    now.claim, now.ballot = name, Ballot(now.ballot.is_class)


def _turn_class() -> None:
    now = state.session()
    now.ballot = Ballot(not now.ballot.is_class)
