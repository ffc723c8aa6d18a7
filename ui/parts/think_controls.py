"""What stands around the board of the Think page: the switch, the verifier, the tasks and the service."""

import streamlit as st

from sim.all_catalogs import left_out
from sim.catalogs.references import references
from sim.catalogs.verifiers import verifier_of, verifiers
from sim.inputs import rows
from sim.inputs.inference import Inference
from sim.inputs.posttraining import PostTrained
from sim.inputs.tasks import Tasks
from sim.words.think import ABOUT, LEFT_OUT
from ui.parts import controls
from ui.parts.registry import part
from ui.visit import state

SWITCH, VERIFIER = "think_on", "think_verifier"  # keys of the session
OWN = "own"


@part("inference-switch")
def switch() -> bool:
    """Turns the inference axis on and off; returns whether it is on."""
    on = state.session().scenario.inference == "on"
    key = controls.mirrored(SWITCH, on)
    st.toggle("Inference", st.session_state[key], key=key, on_change=_switched)
    if not on:
        st.markdown(ABOUT)
        st.caption(LEFT_OUT)
    return on


def _switched() -> None:
    state.change("inference", "on" if st.session_state[SWITCH] else "off")


@part("service-and-tasks")
def service_and_tasks() -> None:
    """The inputs of the axis that are no levers."""
    st.subheader("What is asked", anchor=False)
    controls.fields([row.name for row in rows(Inference) if not row.lever and row.name != "inference"])
    st.subheader("What is solved, and who checks", anchor=False)
    _verifier()
    controls.fields([row.name for row in rows(Tasks) if not row.lever])
    st.subheader("What is trained after", anchor=False)
    on = state.session().scenario.post_training == "on"
    controls.fields([row.name for row in rows(PostTrained) if on or row.name == "post_training"])
    st.caption(LEFT_OUT)
    for problem in left_out("think"):
        st.warning(f"Left out: {problem}")


def _verifier() -> None:
    """A verifier fills both of its chances, each of which can be set."""
    known = verifiers().entries
    found = verifier_of(state.session().scenario)
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    left.selectbox(
        "Verifier", [OWN, *known], key=controls.mirrored(VERIFIER, found or OWN), on_change=_verifier_chosen,
        format_func=lambda key: "As set" if key == OWN else known[key].label,
        help="Sets how often right and wrong answers are accepted. All of these are illustrative.",
    )  # fmt: skip
    if found:
        right.caption(f"{known[found].note} {references()[known[found].source].short}.")


def _verifier_chosen() -> None:
    key = st.session_state[VERIFIER]
    if key in verifiers().entries:
        state.change_many(verifiers().entries[key].inputs)
