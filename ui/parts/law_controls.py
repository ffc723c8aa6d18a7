"""What stands around the board of the Laws page: the laws compared, bands, text and the wall, sources."""

import math
from functools import lru_cache

import numpy as np
import streamlit as st

from sim import Scenario
from sim.all_catalogs import left_out
from sim.catalogs.allocations import allocations
from sim.catalogs.references import STATUS_WORDS, references
from sim.catalogs.stocks import stocks
from sim.charts.laws.along_a_run import LOOKED_AT
from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.inputs import TABLE, rows
from sim.inputs.custom import Custom
from sim.inputs.data import Text
from sim.inputs.progress import Progress
from sim.laws import Law, loss_laws
from sim.links.showing import charts_shown
from sim.studies.progress import share_reached
from sim.studies.uncertainty import TARGET, Band, bands
from sim.words.bands import no_bands
from ui.parts import controls
from ui.parts.registry import part
from ui.parts.tables import columns
from ui.visit import laws_choices, state

PICKED, FLOOR, FLOOR_AT, REFERENCE = "laws_picked", "laws_floor", "laws_floor_at", "laws_reference"
STOCK = "laws_stock"
FLOORS = {"uncertain": "Uncertain", "fixed": "Fixed", "unknown": "Unknown"}
BANDS = (
    "loss", "optimal_n_params", "optimal_n_tokens", "optimal_tokens_per_param", "step_params_usd", "step_tokens_usd",
    "next_step_usd", "overspend_usd",
)  # fmt: skip


@part("compared-laws")
def pick_laws() -> bool:
    """Which laws are drawn; none picked draws all. The board always follows."""
    left, right = st.columns(2)
    with left:
        controls.choice(TABLE["law"])
    if not any(chart.lists for chart in charts_shown("laws", state.shown())):  # where one does, they are picked there
        with right:
            _compared()
    if chosen_law(state.session().scenario).typed:
        controls.fields([row.name for row in rows(Custom) if row.is_number])
        _own_fit(chosen_law(state.session().scenario))
    return True


def _own_fit(law: Law) -> None:
    """What stands behind one's own constants."""
    if law.covariance:
        st.caption(f"Fitted on {law.fit_data}, with bands. Another constant drops both: they hold for the fit alone.")


def _compared() -> None:
    laws = {key: law.label for key, law in loss_laws().entries.items() if not law.typed}
    picked = list(laws_choices.picked_laws())
    st.session_state[PICKED] = picked
    st.multiselect(
        "Compared with", list(laws), picked, key=PICKED, format_func=lambda key: laws[key], on_change=_laws_picked,
        placeholder="all published laws", help="Laws in the charts. With none picked, all are drawn.",
    )  # fmt: skip


def _result() -> Result:
    result = state.session().result
    assert result is not None  # the board was drawn
    return result


def _laws_picked() -> None:
    laws_choices.pick_laws(st.session_state[PICKED])


@part("uncertainty")
def uncertainty() -> None:
    """Bands of the results, and what is assumed of the floor."""
    result = _result()
    st.subheader("How sure is this?", anchor=False)
    law = chosen_law(result.scenario)
    if law.covariance is None:
        st.caption(no_bands(law))
        return
    left, right = st.columns([1, 2])
    floor = laws_choices.floor()
    kind = floor if isinstance(floor, str) else "unknown"
    st.session_state[FLOOR] = kind
    left.segmented_control(
        "Irreducible loss", list(FLOORS), key=FLOOR, default=kind, format_func=lambda key: FLOORS[key],
        on_change=_floor_chosen, args=(round(law.constants["E"], 2),), required=True,
        help="Uncertain: drawn with the other constants. Fixed: the published value. Unknown: choose it; the other "
        "constants follow it as they do in the draws. The link keeps it, and every page follows.",
    )  # fmt: skip
    if not isinstance(floor, str):
        st.session_state[FLOOR_AT] = floor
        right.slider(
            "Floor, nat/token",
            laws_choices.FLOOR_LOW,
            laws_choices.FLOOR_HIGH,
            floor,
            0.01,
            key=FLOOR_AT,
            on_change=_floor_moved,
        )
        sd = math.sqrt(law.covariance.matrix[2, 2])
        away = abs(math.log(floor / law.constants["E"])) / sd
        right.caption(f"{away:.1f} standard deviations from the fitted floor.")
    found = _bands(result.scenario, floor)
    rows = []
    for name in (*BANDS, TARGET):
        target = name == TARGET
        form = "usd" if target else OUTPUTS[name].form
        label = f"Least cost of loss {units.loss(result.scenario.target_loss)}" if target else OUTPUTS[name].label
        value = found[name].median if target else result.values[name]
        rows.append([label, _shown(value, form), *(_ends(found[name].ends(level), form) for level in (80, 95))])
    st.dataframe(columns(["Result", "Value", "80 % band", "95 % band"], rows), hide_index=True)
    st.caption(
        f"1,000 joint draws of the constants. {law.covariance.recipe}. What the law itself gets wrong is not in them."
    )


@lru_cache(maxsize=64)
def _bands(scenario: Scenario, floor: str | float) -> dict[str, Band]:
    found = bands(scenario, floor)
    assert found is not None  # the law has a covariance
    return found


def _floor_chosen(published: float) -> None:
    kind = st.session_state[FLOOR] or "uncertain"
    laws_choices.assume_floor(published if kind == "unknown" else kind)


def _floor_moved() -> None:
    laws_choices.assume_floor(st.session_state[FLOOR_AT])


def _shown(value: float | None, form: str) -> str:
    return "out of reach" if value is None else units.text(value, form)


def _ends(ends: tuple[float | None, float | None], form: str) -> str:
    return f"{_shown(ends[0], form)} to {_shown(ends[1], form)}"


@part("wall-and-data")
def wall_and_data() -> None:
    """The stock of text, synthetic text, progress and the wall."""
    st.subheader("Text, progress and the wall", anchor=False)
    entries = stocks().entries
    current = state.session().scenario.unique_tokens
    names = ["own", *entries]
    fitting = next((key for key, stock in entries.items() if stock.tokens == current), "own")
    st.selectbox(
        "Stock of text", names, key=controls.mirrored(STOCK, fitting), on_change=_stock_chosen,
        format_func=lambda key: "Your own figure" if key == "own" else _stock_words(key),
        help="Sets the unique text of “Short of text: larger or longer?”.",
    )  # fmt: skip
    if fitting != "own":
        stock = entries[fitting]
        st.caption(f"{stock.note} {references()[stock.source].short}, {stock.table} ({STATUS_WORDS[stock.status]}).")
    controls.fields([row.name for row in (*rows(Text), *rows(Progress))], "laws")


def _stock_words(key: str) -> str:
    stock = stocks().entries[key]
    interval = f", {units.count(stock.low)} to {units.count(stock.high)}" if stock.low < stock.high else ""
    return f"{stock.label}: {units.count(stock.tokens)}{interval} ({stock.level})"


def _stock_chosen() -> None:
    key = st.session_state[STOCK]
    if key in stocks().entries:
        state.change("unique_tokens", stocks().entries[key].tokens)


@part("improvement")
def improvement() -> None:
    """Share of the improvement over a loss of the user's choice."""
    result = _result()
    st.subheader("How much of the gain comes early?", anchor=False)
    reference = laws_choices.reference()
    st.session_state[REFERENCE] = reference
    st.number_input(
        "Reference loss, nat/token", laws_choices.REFERENCE_LOW, laws_choices.REFERENCE_HIGH, reference, 0.01,
        key=REFERENCE, on_change=_reference_chosen,
        help="The loss that the improvement is measured from, by the same law. The link keeps it.",
    )  # fmt: skip
    reached = float(share_reached(result, reference, LOOKED_AT))
    if np.isnan(reached):
        st.caption(f"This run, {units.loss(result.loss)}, is no better than that.")
    else:
        st.caption(f"At 20 % of the tokens {units.percent(max(reached, 0), 3)} of the improvement is reached.")


def _reference_chosen() -> None:
    laws_choices.refer_to(st.session_state[REFERENCE])


@part("sources-of-laws")
def sources() -> None:
    """Every law and rule with its source, data and fitted range; files that could not be used."""
    with st.expander("Every law and rule, with its source"):
        known = references()
        rows = [
            [law.label, f"{known[law.source].short}, {law.table}", STATUS_WORDS[law.status], law.fit_data,
             law.tokenizer, law.counts, _range(law.fitted_range), law.note]
            for law in loss_laws().entries.values()
        ] + [
            [rule.label, f"{known[rule.source].short}, {rule.table}", STATUS_WORDS[rule.status], rule.fit_data, "–",
             rule.counts, "a rule, not a loss law", rule.note]
            for rule in allocations().entries.values()
        ]  # fmt: skip
        names = ["Law", "Source", "Seen in", "Fitted on", "Tokenizer", "N counts", "Fitted range", "Note"]
        st.dataframe(columns(names, rows), hide_index=True, row_height=92)
    for problem in left_out("laws"):
        st.warning(f"Left out: {problem}")


def _range(fitted: dict) -> str:
    words = {"n_params": "N", "n_tokens": "D", "train_flop": "C", "tokens_per_param": "D/N"}
    parts = [f"{words[name]} {units.scientific(a)} to {units.scientific(b)}" for name, (a, b) in fitted.items()]
    return "; ".join(parts) or "not known"
