"""The Laws page: all laws side by side, their bands, the data wall and the wall hypothesis."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from sim import SimulationError, evaluate, units
from sim.allocations import allocations
from sim.charts import Chart
from sim.charts.laws_along import LOOKED_AT
from sim.inputs import TABLE, custom, data, progress
from sim.laws import loss_laws
from sim.progress import share_reached
from sim.references import STATUS_WORDS, references
from sim.result import OUTPUTS, Result
from sim.ruler import ruler
from sim.showing import charts_shown
from sim.stocks import stocks
from sim.uncertainty import TARGET, bands
from ui import controls, state, view

PICKED, FLOOR, FLOOR_AT, REFERENCE = "laws_picked", "laws_floor", "laws_floor_at", "laws_reference"
FLOORS = {"uncertain": "Uncertain", "fixed": "Fixed", "unknown": "Unknown"}
BANDS = (
    "loss", "optimal_n_params", "optimal_n_tokens", "optimal_tokens_per_param", "step_params_usd", "step_tokens_usd",
    "next_step_usd", "overspend_usd",
)  # fmt: skip


def page_data(result: Result) -> dict:
    """Data of the board, with the charts of the laws that are compared. Levers act on release here."""
    data = view.board("laws")
    for item in data["levers"]["items"] if data["levers"] else []:
        item.pop("token", None)
    others = _compared(result)
    if others and not state.presenting():
        views = state.session().views
        charts = (_bound(chart, [result, *others]) for chart in charts_shown("laws", state.shown()))
        data["charts"] = [view.opened(view.chart_data(chart, [result]), views.get(chart.id)) for chart in charts]
    data["sentence"].append({"text": f" {ruler(result)}", "strong": False})
    return data


def _bound(chart: Chart, results: list[Result]) -> Chart:
    """The chart of these results, whatever it is given."""

    def of(part: Callable[[list[Result]], Any]) -> Callable[[Any], Any]:
        return lambda _: part(results)

    return replace(
        chart,
        subtitle=of(chart.subtitle),
        figure=of(chart.figure),
        summary=of(chart.summary),
        table=of(chart.table),
        note=chart.note and of(chart.note),
        views=tuple(replace(one, layout=of(one.layout)) for one in chart.views),
    )


def _compared(result: Result) -> list[Result]:
    """Results of the laws that are compared; those that cannot do the plan are left out."""
    found = []
    for name in st.session_state.get(PICKED, []):
        if name in loss_laws().entries and name != result.scenario.law:
            try:
                found.append(evaluate(result.scenario.changed(law=name)))
            except SimulationError:
                continue
    return found


def pick_laws() -> None:
    """Which laws are drawn; none picked draws all."""
    laws = {key: law.label for key, law in loss_laws().entries.items() if not law.typed}
    left, right = st.columns([1, 2])
    with left:
        controls._choice(TABLE["law"])
    with right:
        st.multiselect(
            "Compared with", list(laws), key=PICKED, format_func=lambda key: laws[key],
            placeholder="all published laws", help="Laws in the charts. With none picked, all are drawn.",
        )  # fmt: skip
    if loss_laws().entries[state.session().scenario.law].typed:
        controls.fields([row.name for row in custom.INPUTS])


def uncertainty(result: Result) -> None:
    """Bands of the results, and what is assumed of the floor."""
    st.subheader("How sure is this?", anchor=False)
    law = loss_laws().entries[result.scenario.law]
    if law.covariance is None:
        st.caption(f"No covariance is published for {law.label}: we show no bands rather than invent them.")
        return
    left, right = st.columns([1, 2])
    kind = left.segmented_control(
        "Irreducible loss", list(FLOORS), key=FLOOR, default="uncertain", format_func=lambda key: FLOORS[key],
        help="Uncertain: drawn with the other constants. Fixed: the published value. Unknown: choose it; the other "
        "constants follow it as they do in the draws.",
    )  # fmt: skip
    floor: str | float = kind or "uncertain"
    if floor == "unknown":
        published = law.constants["E"]
        floor = right.slider("Floor, nat/token", 1.5, 2.0, round(published, 2), 0.01, key=FLOOR_AT)
        sd = math.sqrt(law.covariance.matrix[2, 2])
        right.caption(f"{abs(math.log(floor / published)) / sd:.1f} standard deviations from the published floor.")
    found = bands(result.scenario, floor)
    assert found is not None
    rows = []
    for name in (*BANDS, TARGET):
        target = name == TARGET
        form = "usd" if target else OUTPUTS[name].form
        label = f"Least cost of loss {units.loss(result.scenario.target_loss)}" if target else OUTPUTS[name].label
        value = found[name].median if target else result.values[name]
        rows.append([label, _shown(value, form), *(_ends(found[name].ends(level), form) for level in (80, 95))])
    st.dataframe(pd.DataFrame(rows, columns=["Result", "Value", "80 % band", "95 % band"]), hide_index=True)
    st.caption(
        f"1,000 joint draws of the constants. {law.covariance.recipe}. What the law itself gets wrong is not in them."
    )


def _shown(value: float | None, form: str) -> str:
    return "out of reach" if value is None else units.text(value, form)


def _ends(ends: tuple[float | None, float | None], form: str) -> str:
    return f"{_shown(ends[0], form)} to {_shown(ends[1], form)}"


def wall_and_data() -> None:
    """The stock of text, synthetic text, progress and the wall."""
    st.subheader("Text, progress and the wall", anchor=False)
    entries = stocks().entries
    current = state.session().scenario.unique_tokens
    names = ["own", *entries]
    fitting = next((key for key, stock in entries.items() if stock.tokens == current), "own")
    if st.session_state.get("laws_stock_shown") != fitting:
        st.session_state["laws_stock"] = fitting
    st.session_state["laws_stock_shown"] = fitting
    st.selectbox(
        "Stock of text", names, key="laws_stock", on_change=_stock_chosen,
        format_func=lambda key: "Your own figure" if key == "own" else _stock_words(key),
        help="Sets the unique text below.",
    )  # fmt: skip
    if fitting != "own":
        stock = entries[fitting]
        st.caption(f"{stock.note} {references()[stock.source].short}, {stock.table} ({STATUS_WORDS[stock.status]}).")
    controls.fields([row.name for row in (*data.INPUTS, *progress.INPUTS)])


def _stock_words(key: str) -> str:
    stock = stocks().entries[key]
    interval = f", {units.count(stock.low)} to {units.count(stock.high)}" if stock.low < stock.high else ""
    return f"{stock.label}: {units.count(stock.tokens)}{interval} ({stock.level})"


def _stock_chosen() -> None:
    key = st.session_state["laws_stock"]
    if key in stocks().entries:
        state.change("unique_tokens", stocks().entries[key].tokens)


def improvement(result: Result) -> None:
    """Share of the improvement over a loss of the user's choice."""
    st.subheader("How much of the gain comes early?", anchor=False)
    reference = st.number_input(
        "Reference loss, nat/token", 0.1, 20.0, 2.5, 0.01, key=REFERENCE,
        help="The loss that the improvement is measured from, by the same law.",
    )  # fmt: skip
    reached = float(share_reached(result, reference, LOOKED_AT))
    if np.isnan(reached):
        st.caption(f"This run, {units.loss(result.loss)}, is no better than that.")
    else:
        st.caption(f"At 20 % of the tokens {units.percent(max(reached, 0), 3)} of the improvement is reached.")


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
        columns = ["Law", "Source", "Seen in", "Fitted on", "Tokenizer", "N counts", "Fitted range", "Note"]
        st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, row_height=92)
    for problem in [*loss_laws().problems, *allocations().problems, *stocks().problems]:
        st.warning(f"Left out: {problem}")


def _range(fitted: dict) -> str:
    words = {"n_params": "N", "n_tokens": "D", "train_flop": "C"}
    parts = [f"{words[name]} {units.scientific(a)} to {units.scientific(b)}" for name, (a, b) in fitted.items()]
    return "; ".join(parts) or "not known"
