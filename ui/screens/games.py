"""The games below the list of lessons: what each is about, its room, and its cards."""

import streamlit as st

from sim.games.games import Game, games
from sim.ground.text import escaped
from ui.room.service import SERVICE
from ui.visit import state

ROOM = "Your console opens. The class plays on phones, in teams; nobody signs in."


def listed() -> None:
    """A card for each game."""
    st.subheader("Games for a class", anchor=False)
    for game in games().entries.values():
        with st.container(border=True):
            _card(game)


def _card(game: Game) -> None:
    st.markdown(f"**{escaped(game.file.title)}**")
    st.markdown(escaped(game.file.goal))
    st.caption(escaped(f"{game.file.minutes} minutes · {game.file.level} · {len(game.file.rounds)} rounds"))
    base = state.current_address().partition("?")[0].removesuffix("/lessons")
    row = st.container(horizontal=True)
    if SERVICE.ready() is None:
        st.caption(escaped(f"There are no live rooms on this server. {SERVICE.reason}"))
    else:
        row.link_button("Play it in a room", f"{base}/room/new?ga={game.name}", help=ROOM, type="primary")
    row.link_button("Cards to print", f"{base}/room/cards?ga={game.name}", type="tertiary")
