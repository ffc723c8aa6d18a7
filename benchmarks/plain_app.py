"""The home page's two charts the ordinary way, to compare with: a slider and st.plotly_chart."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import streamlit as st

from sim import Scenario, evaluate
from sim.charts import charts
from sim.charts.drawing.style import COLORS
from sim.inputs import TABLE


def painted(value):
    """A figure with the tokens of the light colors replaced."""
    if isinstance(value, str) and value.startswith("@"):
        return COLORS["light"][value[1:].split("/")[0]]
    if isinstance(value, dict):
        return {key: painted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [painted(inner) for inner in value]
    return value


st.set_page_config(layout="wide")
rungs = TABLE["n_params"].rungs()
index = st.slider("Parameters", 0, len(rungs) - 1, 58)
result = evaluate(Scenario(n_params=rungs[index]))
for column, name in zip(st.columns(2), ("more", "compute"), strict=True):
    column.plotly_chart(painted(charts()[name].picture(result).figure), key=name)
