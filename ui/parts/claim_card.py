"""One claim as a card: what it says, drawn, with the settings of each side."""

from collections.abc import Iterable
from contextlib import suppress
from html import escape
from urllib.parse import quote

import streamlit as st

from sim import Scenario, SimulationError
from sim.catalogs.entry import Fault
from sim.catalogs.references import STATUS_WORDS, Reference, references
from sim.charts.drawing.style import COLORS
from sim.engine.known_results import result_of
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.links import takeaway
from sim.teaching.claims import Claim, Evaluated
from sim.teaching.claims.alike import alike
from sim.teaching.claims.bars import bars_data
from sim.teaching.claims.drawn import chart_data, first_chart, start_of
from sim.teaching.claims.thumbnail import thumbnail
from sim.teaching.quotes import Piece
from sim.teaching.scenarios import settings
from sim.words.written import input_text
from ui import board
from ui.parts import copying, qr
from ui.parts.tables import columns
from ui.server import scripts
from ui.visit import state

WIDTH, ACROSS = 1100, 3  # of the charts and the sides [px], sides in a row
TEXT_WIDTH = 820  # [px], about 100 characters a line
LAW, PUBLISH = "claims_law", "claims_publish"
OWN_LAW = ""
LEGEND = "Numbers in bold are computed here. Numbers with a dotted line were reported by others; the table names them."


_pictures: dict[str, tuple[Claim, str]] = {}  # by the name of the card


def draw(name: str, claim: Claim) -> None:
    """The card."""
    law = st.session_state.get(LAW) or None
    card = Evaluated(claim, law)
    with st.container(width=TEXT_WIDTH):
        st.html(_head(claim))
        try:
            broken = card.fails()
        except Fault as fault:
            st.warning(f"This claim cannot be put to that law. {fault}.")
            card, broken = Evaluated(claim), []
        if broken:
            st.warning(
                "With this law the words below do not hold: the model no longer finds "
                f"{', '.join(f'“{text}”' for text in broken)}."
            )
    _charts(name, card)
    with st.container(width=TEXT_WIDTH):
        st.html(paragraphs(card, claim.text))
    if claim.sides:
        with st.container(width=WIDTH):
            _sides(card)
    with st.container(width=TEXT_WIDTH):
        st.subheader("What the model cannot say", anchor=False)
        st.html(paragraphs(card, claim.limits))
        _reported(card)
        st.html(_sources(claim))
        _to_publish(name, card)
        if claim.sides:
            _law(card)


def _head(claim: Claim) -> str:
    quoted = f'<p class="nd-quotable">{escape(claim.headline)}</p>' if claim.headline else ""
    return (
        f'<div class="nd-claim">{badge(claim)}{quoted}<p class="nd-verdict">{escape(claim.verdict)}</p></div>'
        f"{said(claim)}"
    )


def said(claim: Claim) -> str:
    """What was said, by whom and when."""
    phrase = f'<p class="nd-phrase">“{escape(claim.phrase)}”</p>' if claim.phrase else ""
    return f'<div class="nd-claim">{phrase}<p class="nd-who">{escape(claim.who)}, {escape(claim.when)}</p></div>'


def badge(claim: Claim) -> str:
    """The verdict in a word."""
    return f'<p class="nd-badge" data-verdict="{claim.badge}"><span class="nd-unseen">Verdict: </span>{claim.badge}</p>'


def paragraphs(card: Evaluated, text: str) -> str:
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
    """The charts of the card on a board of their own, without levers, alike where they stand side by side."""
    drawn = [bars_data(card)] if card.claim.bars else []
    for place, one in enumerate(card.claim.charts):
        try:
            drawn.append(chart_data(card, one, place))
        except SimulationError as error:
            st.warning(f"The chart cannot be drawn with this law. {error}.")
    drawn = alike(drawn)
    if not drawn:
        return
    data = {
        "page": f"claim-{name}",
        "plotly_url": scripts.PLOTLY.url,
        "colors": COLORS,
        "charts": drawn,
        "takeaway": takeaway.chart_takeaway(_origin(card)),
    }
    board.render(data, key="board_claims", on_event=lambda event: None)


def _origin(card: Evaluated) -> str:
    """Where a picture of the card comes from: the law of its first side, or the sources of figures of others."""
    runs = list(card.scenarios.values())
    if runs:
        return takeaway.source_line(result_of(runs[0]))
    sources = dict.fromkeys(references()[one.source].short for one in card.claim.reported.values())
    return f"Source: {', '.join(sources)}."


def picture_of(name: str, claim: Claim) -> str:
    """The first chart of a card, or its bars, as a small picture; "" where it has none that can be drawn."""
    known = _pictures.get(name)
    if known is None or known[0] is not claim:  # its file may have changed
        known = _pictures[name] = claim, _picture_of(claim)
    return known[1]


def _picture_of(claim: Claim) -> str:
    card = Evaluated(claim)
    try:
        chart = first_chart(card)
    except SimulationError:
        return ""
    return thumbnail(chart) if chart else ""


def _sides(card: Evaluated) -> None:
    """What each side assumes, what comes of it, and the way to its page."""
    st.subheader("The settings of each side", anchor=False)
    sides = list(card.claim.sides.items())
    for start in range(0, len(sides), ACROSS):
        for column, (name, side) in zip(st.columns(ACROSS), sides[start : start + ACROSS], strict=False):
            scenario = card.scenarios[name]
            settings = "".join(f"<li>{escape(words)}</li>" for words in _settings(card.claim, name, scenario))
            column.html(
                f'<div class="nd-claim nd-side"><h3>{escape(side.title)}</h3><p>{_html(card.pieces(side.says)[0])}</p>'
                f"<ul>{settings or '<li>The settings that the first page opens with</li>'}</ul>"
                f'<a href="./{escape(card.address(name))}">Load this side</a></div>'
            )


def _settings(claim: Claim, name: str, scenario: Scenario) -> list[str]:
    """What a side states: what it starts from, and what it changes."""
    described = claim.sides[name].scenario
    title = start_of(claim, name)
    return [
        *([f"Start from: {title}"] if title else []),
        *(f"{TABLE[name].label}: {input_text(TABLE[name], getattr(scenario, name))}" for name in settings(described)),
    ]


def _reported(card: Evaluated) -> None:
    claim = card.claim
    if not claim.reported:
        return
    st.subheader("Reported by others", anchor=False)
    rows = [
        [one.about, card.reported_text(name), references()[one.source].short, STATUS_WORDS[one.status]]
        for name, one in claim.reported.items()
    ]
    st.table(columns(["What", "Figure", "Source", "How we saw it"], rows), hide_index=True)


def _sources(claim: Claim) -> str:
    items = "".join(f"<li>{_source(references()[key])}</li>" for key in claim.sources)
    legend = LEGEND if claim.reported else "Numbers in bold are computed here." if claim.sides else ""
    return f'<div class="nd-claim"><h3>Sources</h3><ul>{items}</ul><p class="nd-who">{legend}</p></div>'


def _to_publish(name: str, card: Evaluated) -> None:
    """What an article takes along: the link to this card, its code, a caption, and words for who does not see it."""
    box = st.expander("Link, QR code, caption and alt text", key=PUBLISH, on_change="rerun")
    if not box.open:
        return
    base = state.current_address().partition("?")[0]
    query = f"claim={quote(name)}"
    address = f"{base}?{query}" if base else f"?{query}"
    with box:
        copying.field(address, "Link to this card", key="claim_link", shared=card.claim.title if base else "")
        if base and (image := qr.code(address)):
            st.html(f'<img src="{image}" alt="QR code of this card" style="width:100%;max-width:11rem">')
        copying.field(_caption(card, address), "Caption", key="claim_caption", copy="Copy caption")
        copying.field(_alt(card), "Alt text", key="claim_alt", copy="Copy alt text")


def _caption(card: Evaluated, address: str) -> str:
    """A caption with the verdict, where the numbers come from, and the way back."""
    claim = card.claim
    return f"“{claim.title}” ({claim.who}, {claim.when}). {claim.headline} {_origin(card)} {address}"


def _alt(card: Evaluated) -> str:
    """The charts of the card in words."""
    drawn = [bars_data(card)] if card.claim.bars else []
    for place, one in enumerate(card.claim.charts):
        with suppress(SimulationError):
            drawn.append(chart_data(card, one, place))
    return " ".join(f"{chart['question'].rstrip('.?')}: {chart['summary']}" for chart in drawn)


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
