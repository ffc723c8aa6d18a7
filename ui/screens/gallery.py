"""Gallery: every run that ships, as cards with a small picture, to open and to take away."""

from functools import partial
from html import escape
from pathlib import Path

import streamlit as st

from sim.engine.kept import MARKS
from sim.engine.known_results import result_of
from sim.engine.presets import saved
from sim.ground import units
from sim.teaching.gallery import KINDS, OPENNESS, Card, cards, chosen, picture
from ui.parts import authors
from ui.visit import kept_runs, state

STYLE = Path(__file__).parent / "gallery.css"
KIND, WEIGHTS, YEARS, SEARCH, SHOWN = (f"gallery_{name}" for name in ("kind", "weights", "years", "search", "shown"))
ACROSS = 3  # cards in a row
MORE = 24  # cards that come at once
ABOUT = (
    "Plans to start from, real models, and the runs that the claims and the lessons are about. Open one, move its "
    "levers, and share the link. A file in `presets/start` is a card here; "
    "what you save on a page is such a file."
)
SAID = {"disclosed": "disclosed", "estimated": "estimated by others"}


def page() -> None:
    """The Gallery page."""
    st.html(STYLE)
    st.title("Gallery", anchor=False)
    st.markdown(ABOUT, width=760)
    many = cards()
    found = _filtered(many)
    st.caption(f"{len(found)} of {len(many)} runs")
    if not found:
        st.info("No run is like this. Take a filter away, or search for fewer words.")
    most = st.session_state.setdefault(SHOWN, MORE)
    for start in range(0, min(most, len(found)), ACROSS):
        for column, card in zip(st.columns(ACROSS), found[start : min(start + ACROSS, most)], strict=False):
            with column:
                _card(card)
    if len(found) > most:
        st.button(f"Show {min(MORE, len(found) - most)} more", on_click=_more, key="gallery_more")
    authors.faults("gallery")


def _filtered(many: list[Card]) -> list[Card]:
    """Filters, and the cards that are left by them."""
    kind = st.pills("Kind", KINDS, key=KIND, on_change=_anew, help="None chosen shows all.")
    left, middle, right = st.columns([2, 1, 1])
    words = left.text_input(
        "Search", key=SEARCH, placeholder="such as Llama, NVIDIA, water, wall", max_chars=60, on_change=_anew
    )
    weights = middle.selectbox(
        "Weights", list(OPENNESS), None, format_func=OPENNESS.__getitem__, key=WEIGHTS, placeholder="All",
        on_change=_anew, help="Whether the trained model can be downloaded.",
    )  # fmt: skip
    known = sorted({card.year for card in many if card.year})
    ends = right.select_slider("Years", known, (known[0], known[-1]), key=YEARS, on_change=_anew)
    years = None if ends == (known[0], known[-1]) else ends
    return chosen(many, kind, years, weights, words)


def _card(card: Card) -> None:
    """Picture, name, what it is and what comes of it; ways to open and to keep it."""
    result = result_of(card.scenario)
    facts = [units.count(result.n_params) + " parameters", units.count(result.n_tokens) + " tokens"]
    if result.cost_total_usd is not None:
        facts.append(units.dollars(result.cost_total_usd))
    told = [card.kind.removesuffix("s"), card.year, OPENNESS.get(card.weights or ""), SAID.get(card.status)]
    with st.container(border=True, height="stretch", key=f"card_{card.key}"):
        st.html(
            f'<div class="nd-card"><img src="{picture(card.scenario)}" alt="">'
            f'<div><h3>{escape(card.title)}</h3><p class="nd-by">{escape(card.by)}</p></div></div>'
            f'<p class="nd-told">{escape(" · ".join(str(part) for part in told if part))}</p>'
            f'<p class="nd-facts">{escape(", ".join(facts))}</p>'
            f'<p class="nd-about">{escape(card.about)}</p>'
        )
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            title = escape(card.title)
            way = f'<a class="nd-open" href="./{escape(card.address)}" aria-label="Open {title}">Open</a>'
            st.html(way, width="content")
            beside = state.session().kept
            kept = any(one.scenario == card.scenario for one in beside)
            st.button(
                "Kept" if kept else "Keep beside", on_click=kept_runs.keep_another, args=(card.scenario, card.title),
                type="tertiary", key=f"keep_{card.key}", disabled=kept or len(beside) == len(MARKS),
                help="Keeps it as A, B or C beside the current run, on every page.",
            )  # fmt: skip
            st.download_button(
                "Download", partial(_file, card), file_name=f"{card.key}.json", mime="application/json",
                on_click="ignore", type="tertiary", key=f"take_{card.key}",
                help="A preset file: edit it and load it again.",
            )  # fmt: skip


def _file(card: Card) -> bytes:
    """The run as a preset file."""
    return saved(card.scenario, card.title[:80], f"{card.by}. {card.about}"[:1000]).encode()


def _more() -> None:
    st.session_state[SHOWN] += MORE


def _anew() -> None:
    st.session_state[SHOWN] = MORE
