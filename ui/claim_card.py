"""One claim as a card: what it says, drawn, with the settings of each side."""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd
import streamlit as st

from sim import Scenario, SimulationError, takeaway
from sim.charts import charts
from sim.charts.style import COLORS
from sim.claims import Claim, Evaluated, Piece
from sim.claims.bars import bars_data
from sim.claims.card import Drawn, Side
from sim.figures import result_of
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.presets import presets
from sim.references import STATUS_WORDS, Reference, references
from sim.share import link
from sim.showing import PAGES
from ui import board, scripts, view

WIDTH, ACROSS = 1100, 3  # of the charts and the sides [px], sides in a row
TEXT_WIDTH = 820  # [px], about 100 characters a line
LAW = "claims_law"
OWN_LAW = ""
RUN, OTHER = "you are here", "pinned"  # what the charts call the first and the second result
LEGEND = "Numbers in bold are computed here. Numbers with a dotted line were reported by others; the table names them."


def draw(name: str, claim: Claim) -> None:
    """The card."""
    law = st.session_state.get(LAW) or None
    card = Evaluated(claim, law)
    with st.container(width=TEXT_WIDTH):
        st.html(_head(claim))
        broken = card.fails()
        if broken:
            st.warning(
                "With this law the words below do not hold: the model no longer finds "
                f"{', '.join(f'“{text}”' for text in broken)}."
            )
    _charts(name, card)
    with st.container(width=TEXT_WIDTH):
        st.html(_paragraphs(card, claim.text))
    if claim.sides:
        with st.container(width=WIDTH):
            _sides(card)
    with st.container(width=TEXT_WIDTH):
        st.subheader("What the model cannot say", anchor=False)
        st.html(_paragraphs(card, claim.limits))
        _reported(card)
        st.html(_sources(name, claim))
        if claim.sides:
            _law(card)


def _head(claim: Claim) -> str:
    phrase = f'<p class="nd-phrase">“{escape(claim.phrase)}”</p>' if claim.phrase else ""
    return (
        f'<div class="nd-claim"><p class="nd-verdict">{escape(claim.verdict)}</p>{phrase}'
        f'<p class="nd-who">{escape(claim.who)}, {escape(claim.when)}</p></div>'
    )


def _paragraphs(card: Evaluated, text: str) -> str:
    inner = "".join(f"<p>{_html(paragraph)}</p>" for paragraph in card.pieces(text))
    return f'<div class="nd-claim">{inner}</div>'


def _html(pieces: Iterable[Piece]) -> str:
    tags = {
        "": "{}",
        "ours": "<strong>{}</strong>",
        "reported": '<span class="nd-reported" title="Reported by others: see the table below">{}'
        '<span class="nd-unseen"> (reported)</span></span>',
    }
    texts = ((piece.kind, escape(piece.text)) for piece in pieces)
    return "".join(tags[kind].format(text.replace(" ", "&nbsp;") if kind else text) for kind, text in texts)


def _charts(name: str, card: Evaluated) -> None:
    """The charts of the card on a board of their own, without levers."""
    drawn = [bars_data(card)] if card.claim.bars else []
    for place, one in enumerate(card.claim.charts):
        try:
            drawn.append(_chart(card, one, place))
        except SimulationError as error:
            st.warning(f"The chart cannot be drawn with this law. {error}.")
    if not drawn:
        return
    first = result_of(next(iter(card.scenarios.values())))
    data = {
        "page": f"claim-{name}",
        "plotly_url": scripts.PLOTLY.url,
        "colors": COLORS,
        "charts": drawn,
        "takeaway": {"label": "Take it away", "png": "PNG", "csv": "CSV", "source": takeaway.source_line(first)},
    }
    board.render(data, key="board_claims", on_event=lambda event: None)


def _chart(card: Evaluated, one: Drawn, place: int) -> dict[str, Any]:
    """A chart of one or two sides, its points named by the sides."""
    chart = charts()[one.id]
    sides = [card.claim.sides[name] for name in one.sides]
    data = view.chart_data(chart, [result_of(card.scenarios[name]) for name in one.sides])
    names = {RUN: sides[0].mark, OTHER: sides[-1].mark}
    alone = len(sides) == 1 and (len(card.claim.charts) > 1 or card.claim.bars is not None)
    title = f"{sides[0].title}. " if alone else ""
    return {
        **view.opened(_renamed(data, names), one.view or None),
        "id": f"{one.id}-{place}",
        "subtitle": f"{title}{data['subtitle']}",
    }


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """The same data with the texts of its points replaced."""
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _sides(card: Evaluated) -> None:
    """What each side assumes, what comes of it, and the way to its page."""
    st.subheader("The settings of each side", anchor=False)
    sides = list(card.claim.sides.items())
    for start in range(0, len(sides), ACROSS):
        for column, (name, side) in zip(st.columns(ACROSS), sides[start : start + ACROSS], strict=False):
            scenario = card.scenarios[name]
            settings = "".join(f"<li>{escape(words)}</li>" for words in _settings(card.claim.sides[name], scenario))
            column.html(
                f'<div class="nd-claim nd-side"><h3>{escape(side.title)}</h3><p>{_html(card.pieces(side.says)[0])}</p>'
                f"<ul>{settings or '<li>The settings that the first page opens with</li>'}</ul>"
                f'<a href="{escape(address(card, name))}">Load this side</a></div>'
            )


def _settings(side: Side, scenario: Scenario) -> list[str]:
    """What a side states: the preset that it starts from, and what it changes."""
    start = [f"Start from: {presets().entries[side.preset].title}"] if side.preset else []
    return [
        *start,
        *(f"{TABLE[name].label}: {takeaway.shown(TABLE[name], getattr(scenario, name))}" for name in side.inputs),
    ]


def address(card: Evaluated, name: str) -> str:
    """Address of a side on the page of the first chart that shows it, relative to this page."""
    shown = next((one for one in card.claim.charts if name in one.sides), None)
    page = charts()[shown.id].page if shown else card.claim.page
    views = [f"{shown.id}.{shown.view}"] if shown and shown.view else []
    return f"./{page if page in PAGES and page != 'home' else ''}?{link(card.scenarios[name], views)}"


def _reported(card: Evaluated) -> None:
    claim = card.claim
    if not claim.reported:
        return
    st.subheader("Reported by others", anchor=False)
    rows = [
        [one.about, card.reported_text(name), references()[one.source].short, STATUS_WORDS[one.status]]
        for name, one in claim.reported.items()
    ]
    st.table(pd.DataFrame(rows, columns=["What", "Figure", "Source", "How we saw it"]).set_index("What"))


def _sources(name: str, claim: Claim) -> str:
    items = "".join(f"<li>{_source(references()[key])}</li>" for key in claim.sources)
    legend = LEGEND if claim.reported else "Numbers in bold are computed here." if claim.sides else ""
    own = f'<a href="./claims?claim={quote(name)}">Link to this card</a>'
    return f'<div class="nd-claim"><h3>Sources</h3><ul>{items}</ul><p class="nd-who">{legend} {own}</p></div>'


def _source(one: Reference) -> str:
    words = escape(f"{one.short}: {one.title}")
    return f'<a href="{escape(one.url)}" rel="noopener">{words}</a>' if one.url else words


def _law(card: Evaluated) -> None:
    """Another law for all sides: the numbers follow, and the card says where its words do not."""
    laws = {key: law.label for key, law in loss_laws().entries.items() if not law.typed}
    st.selectbox(
        "Put it to another law", [OWN_LAW, *laws], key=LAW,
        format_func=lambda key: laws.get(key, "the law of each side"),
        help="Numbers and charts follow. The words were written for the law of each side.",
    )  # fmt: skip
