"""What stands around the board of the Think page: the switch, the verifier, the tasks and the service."""

import streamlit as st

from sim.inputs import inference, tasks
from sim.references import references
from sim.think_words import ABOUT, LEFT_OUT
from sim.verifiers import verifier_of, verifiers
from ui import controls, state

SWITCH, VERIFIER = "think_on", "think_verifier"  # keys of the session
OWN = "own"


def switch() -> bool:
    """Turns the inference axis on and off; returns whether it is on."""
    on = state.session().scenario.inference == "on"
    if st.session_state.get(f"{SWITCH}_shown") != on:
        st.session_state[SWITCH] = on
    st.session_state[f"{SWITCH}_shown"] = on
    st.toggle("Inference", st.session_state[SWITCH], key=SWITCH, on_change=_switched)
    if not on:
        st.markdown(ABOUT)
        st.caption(LEFT_OUT)
    return on


def _switched() -> None:
    state.change("inference", "on" if st.session_state[SWITCH] else "off")


def service_and_tasks() -> None:
    """The inputs of the axis that are no levers."""
    st.subheader("What is asked", anchor=False)
    controls.fields([row.name for row in inference.INPUTS if not row.lever and row.name != "inference"])
    st.subheader("What is solved, and who checks", anchor=False)
    _verifier()
    controls.fields([row.name for row in tasks.INPUTS if not row.lever])
    st.caption(LEFT_OUT)
    for problem in verifiers().problems:
        st.warning(f"Left out: {problem}")


def _verifier() -> None:
    """A verifier fills both of its chances, each of which can be set."""
    known = verifiers().entries
    found = verifier_of(state.session().scenario)
    shown = found or OWN
    if st.session_state.get(f"{VERIFIER}_shown") != shown:
        st.session_state[VERIFIER] = shown
    st.session_state[f"{VERIFIER}_shown"] = shown
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    left.selectbox(
        "Verifier", [OWN, *known], key=VERIFIER, on_change=_verifier_chosen,
        format_func=lambda key: "As set" if key == OWN else known[key].label,
        help="Sets how often right and wrong answers are accepted. All of these are illustrative.",
    )  # fmt: skip
    if found:
        right.caption(f"{known[found].note} {references()[known[found].source].short}.")


def _verifier_chosen() -> None:
    key = st.session_state[VERIFIER]
    if key in verifiers().entries:
        state.change_many(verifiers().entries[key].inputs)
