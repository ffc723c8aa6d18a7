"""The pilot game: pilots are bought, what they tell is shown, one large run is taken, and then the law is told.

Nothing of the law is put on the page before the shot: only measured losses, and what follows from them.
"""

import secrets
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from sim.charts.apart.pilots import picture
from sim.ground import units
from sim.ground.text import dollars_kept, escaped
from sim.ground.typed import typed
from sim.inputs.refusal import Refusal
from sim.links.buying import bought, shot_of
from sim.links.game import games_in, link_parts
from sim.links.remix import MOST, checked
from sim.links.takeaway import OURS
from sim.studies.hidden_law import MOST_WORLD, World
from sim.studies.pilot_game import BUDGET_USD, Game, Shot, best_shot, reference
from sim.words import game as words
from ui.parts import copying, pictures, qr
from ui.parts.tables import columns
from ui.server.queue import TURN
from ui.visit import state
from ui.visit.session import session

TEXT_WIDTH = 780  # [px]
BUY, SIZE, TEXT, LOW, HIGH, OPEN, WHO, PASTED = (
    f"game_{name}" for name in ("buy", "n", "d", "low", "high", "world", "who", "class")
)
ABOUT_SCORE = (
    "Interval score: its width, and ten times what it missed by; lower is better, and who says what he believes does "
    "best. The tool buys the same pilots in every world, those of least expected regret, and knows no more than you."
)
SAID = "game"  # among what fields refuse
FILLED = (BUY, SIZE, TEXT, LOW, HIGH)  # fields that another world empties


def page() -> None:
    """The Pilot game page."""
    game = session().game
    with st.container(width=TEXT_WIDTH):
        st.title("The pilot game", anchor=False)
        for notice in session().notices:
            st.warning(escaped(notice))
        st.markdown(dollars_kept(f"{words.RULES} {words.SCORED}"))
        with st.expander("What is known of every world"):
            st.markdown(f"{words.family_words()} {words.CAUTION}")
            st.caption(words.COURTESY)
        _worlds(game)
    if game is None:
        return
    _told(game)
    if game.shot is None:
        with st.container(width=TEXT_WIDTH):
            _shop(game)
            _shoot(game)
    else:
        _score(game, game.shot)
    pictures.draw([picture(game)], "game", OURS, key="board_game")
    with st.container(width=TEXT_WIDTH):
        _runs(game)
        _links(game)
        _class(game)


def _worlds(game: Game | None) -> None:
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    shown = str(game.world.number) if game else ""
    field = f"{OPEN}_{shown}"  # another world has another field
    left.text_input(
        f"World, 1 to {MOST_WORLD:,}", shown, key=field, placeholder="such as 1234",
        help="The same number is the same hidden law for everybody.",
    )  # fmt: skip
    middle.button("Open this world", on_click=_open, args=(field,), key="game_open")
    right.button(
        "A world by chance", on_click=_by_chance, key="game_chance", type="primary" if game is None else "secondary"
    )


def _told(game: Game) -> None:
    with st.container(width=TEXT_WIDTH):
        st.subheader(f"World {game.world.number}", anchor=False)
        st.progress(
            min(game.spent / BUDGET_USD, 1.0),
            text=dollars_kept(f"{units.dollars(game.spent)} spent on pilots, {units.dollars(game.left, 4)} left."),
        )
        if refused := session().refused.get(SAID):
            st.error(escaped(refused.reason))


def _shop(game: Game) -> None:
    st.text_area(
        "Pilots to buy: parameters and tokens, one run a line", key=BUY, placeholder="400M 8B\n1.2B 8B", height=110
    )
    st.button("Buy these pilots", on_click=_buy, key="game_buy_them")
    st.table(columns(*words.known_table(game)), hide_index=True)


def _shoot(game: Game) -> None:
    st.markdown("**One shot.** The large run, and where you expect its measured loss.")
    guess = best_shot(game.known, game.left)
    left, right = st.columns(2)
    left.text_input("Parameters", key=SIZE, placeholder="such as 70B")
    right.text_input(
        "Tokens", key=TEXT, placeholder="as many as the money buys", help="Empty: all the money that is left."
    )
    left.text_input("Loss, lower end", key=LOW, placeholder="nat/token")
    right.text_input("Loss, upper end", key=HIGH, placeholder="nat/token")
    st.caption(words.interval_words(game, guess.n_params, guess.n_tokens))
    st.button("Take the shot", on_click=_take, key="game_take", type="primary", help="After it the law is told.")


def _score(game: Game, shot: Shot) -> None:
    with TURN.stepped_aside():  # the tool plays the world too, which takes a second the first time
        tools_play, _ = reference(game.world)
        sentences, table = words.score_sentences(game, shot), words.score_table(game, shot)
    with st.container(width=TEXT_WIDTH):
        st.markdown(dollars_kept("\n".join(f"- {sentence}" for sentence in sentences)))
        st.markdown(dollars_kept(" ".join(words.truth_sentences(game.world, BUDGET_USD))))
    st.dataframe(columns(*table), hide_index=True)
    with st.container(width=TEXT_WIDTH):
        st.caption(ABOUT_SCORE)
        with st.expander("The tool’s pilots"):
            st.dataframe(columns(*words.runs_table(tools_play)), hide_index=True)


def _runs(game: Game) -> None:
    if game.runs:
        st.subheader("Your pilots", anchor=False)
        st.dataframe(columns(*words.runs_table(game)), hide_index=True)
        rows = [f"{N:.6g},{D:.6g},{loss:.6f}" for (N, D), loss in zip(game.runs, game.losses, strict=True)]
        st.download_button(
            "Download as a table of runs", "\n".join(["n_params,n_tokens,loss", *rows]) + "\n",
            file_name=f"world-{game.world.number}.csv", mime="text/csv", on_click="ignore",
            help="Six runs or more can be fitted on the page Your runs, without what is known of the family.",
        )  # fmt: skip


def _links(game: Game) -> None:
    st.subheader("Links", anchor=False)
    if game.shot is not None:
        st.text_input(
            "Your name or code, if you want one", game.who, key=WHO, max_chars=MOST, on_change=_called,
            help="It goes into the link, where everyone who has the link can read it.",
        )  # fmt: skip
    st.markdown("This game with all its runs:")
    copying.field(_address(game), "The link that holds this game", key="game_link", shared="A pilot game")
    st.markdown("This world without your runs, for somebody else or for a class:")
    fresh = _address(Game(game.world))
    copying.field(fresh, "The link of this world", key="game_world_link", shared="The pilot game")
    st.button("QR code", on_click=state.want_qr, key="game_qr")
    if state.qr_wanted():
        qr.show(fresh, "Scan to play this world")


def _class(game: Game) -> None:
    box = st.expander("For the teacher: compare a class", key="game_class_open", on_change="rerun")
    if not box.open:
        return
    with box:
        text = st.text_area(
            "Paste your students’ links of this world, one to a line", key=PASTED, height=120,
            help="Nothing is stored: close the page and they are gone.",
        )  # fmt: skip
        try:
            games, lost = games_in(text, game.world)
        except ValueError as error:
            st.warning(escaped(f"Nothing was read: {error}."))
            return
        if lost:
            st.info(f"Links without a finished game of this world: {lost}. They do not count.")
        if games:
            st.markdown(words.class_words(games))
            st.dataframe(columns(*words.class_table(games)), hide_index=True)  # names of strangers, as they are


def _address(game: Game) -> str:
    return f"{state.current_address().partition('?')[0]}?{link_parts(game)}"


def _open(field: str) -> None:
    now, text = session(), str(st.session_state.get(field) or "")
    try:
        number = typed(text).value
    except ValueError:
        number = None
    if number is None or number != int(number) or not 1 <= number <= MOST_WORLD:
        now.notices = [f"There is no world “{text[:20]}”: write a whole number from 1 to {MOST_WORLD:,}."]
        return
    _go_to(World(int(number)))


def _by_chance() -> None:
    _go_to(World(1 + secrets.randbelow(MOST_WORLD)))


def _go_to(world: World) -> None:
    now = session()
    now.notices, now.game = [], Game(world)
    now.refused.pop(SAID, None)
    for key in FILLED:
        st.session_state[key] = ""


def _buy() -> None:
    text = str(st.session_state.get(BUY) or "")
    _apply(text, lambda game: bought(game, text), BUY)


def _take() -> None:
    typed_texts = [str(st.session_state.get(key) or "") for key in (SIZE, TEXT, LOW, HIGH)]
    _apply(" ".join(typed_texts), lambda game: replace(game, shot=shot_of(game, *typed_texts)))


def _apply(text: str, change: Callable[[Game], Game], emptied: str = "") -> None:
    """Change the game; what cannot be done is told, and what was typed stays."""
    now = session()
    if now.game is None or now.game.shot is not None:
        return
    now.notices = []
    now.refused.pop(SAID, None)
    try:
        now.game = change(now.game)
    except ValueError as error:
        now.refused[SAID] = Refusal(text, str(error))
    else:
        if emptied:
            st.session_state[emptied] = ""


def _called() -> None:
    now = session()
    if now.game is not None:
        now.game = replace(now.game, who=checked(str(st.session_state.get(WHO) or "")))
