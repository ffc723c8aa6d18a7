"""A claim in a class: claim, vote, for and against with a lever each, vote again, and then the whole card."""

from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from sim import SimulationError
from sim.engine.known_results import result_of
from sim.ground import units
from sim.ground.text import escaped
from sim.inputs import TABLE
from sim.teaching.claims import Claim, Evaluated
from sim.teaching.claims.ballot import SIDES, Ballot, counted, link_parts
from sim.teaching.claims.debate import Argument, arguments, steps
from ui.parts import claim_card, copying
from ui.parts.tables import columns
from ui.visit import state

HEADS = ("For", "Against")
PASTED = "claim_votes"


def draw(name: str, claim: Claim) -> None:
    """What the class sees now: never the verdict before the second vote."""
    ballot = state.session().ballot
    with st.container(width=claim_card.TEXT_WIDTH, key="claim_vote"):
        st.html(claim_card.said(claim))
        if not ballot.first:
            _vote("What do you think?", "Vote", name, "first")
    if ballot.first:
        _both_sides(name, claim)
        with st.container(width=claim_card.TEXT_WIDTH, key="claim_votes_again"):
            st.markdown(f"**Your first vote.** {SIDES[ballot.first]}.")
            if not ballot.second:
                _vote("What do you think now?", "Vote again", name, "second")
            else:
                changed = "You changed sides." if ballot.first != ballot.second else "You stayed with it."
                st.markdown(f"**Your second vote.** {SIDES[ballot.second]}. {changed}")
                st.markdown("Send this link to your teacher. It holds both votes, and nothing else knows them.")
                address = address_of(name, ballot)
                copying.field(
                    address, "The link that holds your votes", key="vote_link",
                    shared=f"{claim.title}: my votes",
                )  # fmt: skip
    if ballot.second:
        st.subheader("The verdict", anchor=False)
        claim_card.draw(name, claim)
    with st.container(width=claim_card.TEXT_WIDTH):
        _count(name)


def address_of(name: str, ballot: Ballot) -> str:
    """Address of a card, or of the list, in a class: short enough for a code, for it holds no run."""
    return f"{state.current_address().partition('?')[0]}?{link_parts(name, ballot)}"


def _vote(question: str, button: str, name: str, which: str) -> None:
    with st.form(f"vote_{which}_{name}", border=True):
        chosen = st.radio(question, list(SIDES), index=None, key=f"{which}_{name}", format_func=SIDES.get)
        st.form_submit_button(button, type="primary", on_click=_voted, args=(f"{which}_{name}", which))
        if chosen is None:
            st.caption("Choose one. A vote stays.")


def _voted(key: str, which: str) -> None:
    chosen, now = st.session_state.get(key), state.session()
    if chosen in SIDES:
        now.ballot = replace(now.ballot, **{which: chosen})


@st.fragment
def _both_sides(name: str, claim: Claim) -> None:
    """For and against beside each other, each with a run that a lever moves."""
    card = Evaluated(claim)
    for column, head, argument in zip(st.columns(2, gap="large"), HEADS, arguments(card), strict=True):
        with column.container(border=True, height="stretch", key=f"argument_{head.lower()}"):
            st.subheader(head, anchor=False)
            st.markdown(escaped(argument.words))
            if argument.side:
                _run(f"{name}_{head}", card, argument)


def _run(key: str, card: Evaluated, argument: Argument) -> None:
    """The run of a side, moved by its lever, and what comes of it."""
    row, scenario = TABLE[argument.lever], card.scenarios[argument.side]
    side = card.claim.sides[argument.side]
    st.markdown(f"**{escaped(side.title)}**")
    value = st.select_slider(
        row.label, steps(row.name, scenario), value=float(getattr(scenario, row.name)), key=f"lever_{key}",
        format_func=partial(units.text, form=row.form),
    )  # fmt: skip
    try:
        moved = scenario.changed(**{row.name: value})
        result = result_of(moved)
    except SimulationError as error:
        st.warning(escaped(f"There is no such run. {error}."))
        return
    found = [f"Loss **{units.loss(result.loss)}**", f"Cost **{units.text(result.cost_total_usd, 'usd')}**"]
    if result.values.get("accuracy") is not None:
        found.append(f"Problems solved **{units.text(result.values['accuracy'], 'percent')}**")
    st.markdown(" · ".join(found).replace("$", "\\$"))
    own = replace(card, moved={argument.side: moved})
    st.html(claim_card.paragraphs(own, side.says))


def _count(name: str) -> None:
    """For the teacher: how the class voted, and who changed."""
    box = st.expander("For the teacher: count the votes", key=f"{PASTED}_open", on_change="rerun")
    if not box.open:
        return
    with box:
        text = st.text_area(
            "Paste your students’ links, one to a line", key=PASTED, height=120,
            help="Nothing is stored: close the page and they are gone.",
        )  # fmt: skip
        try:
            votes, lost = counted(text, name)
        except ValueError as error:
            st.warning(escaped(f"Nothing was read: {error}."))
            return
        if lost:
            st.info(f"Links without a vote on this claim: {lost}. They do not count.")
        if votes:
            twice = {pair: count for pair, count in votes.items() if pair[1]}
            changed = sum(count for (first, second), count in twice.items() if first != second)
            st.markdown(
                f"**{sum(votes.values())} voted**, {sum(twice.values())} of them twice; {changed} changed sides."
            )
            rows = [[SIDES[one], SIDES.get(two, "not yet"), str(count)] for (one, two), count in votes.most_common()]
            st.table(columns(["First vote", "Second vote", "Students"], rows), hide_index=True)


def badge_or_nothing(claim: Claim) -> str:
    """The verdict on the list, or who said it alone while a class has not voted."""
    if state.session().ballot.is_class:
        return ""
    return f"{claim_card.badge(claim)}<p>{escape(claim.headline)}</p>"
