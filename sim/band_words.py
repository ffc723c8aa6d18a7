"""What is said of bands: a line under a number, and why a law has none."""

from collections.abc import Mapping

from sim import units
from sim.laws import Law
from sim.result import OUTPUTS
from sim.uncertainty import Band, moves

INSTEAD = {"tokens_per_param": ("optimal_tokens_per_param", "best ")}  # where the band of the best says more
MEANING = "80 %: the fit behind the law leaves a figure inside this band in 80 of 100 draws of its constants."
DIGITS = {"loss": 4}  # of the ends, by format
FEW = 2


def band_line(name: str, found: Mapping[str, Band]) -> str:
    """The 80 % band of a headline number in words; "" where the draws do not move it."""
    name, whose = INSTEAD.get(name, (name, ""))
    band = found.get(name)
    if band is None or not moves(band):
        return ""
    low, high = band.ends(80)
    return f"80 %: {whose}{_written(name, low)} to {_written(name, high)}"


def _written(name: str, value: float | None) -> str:
    form = OUTPUTS[name].form
    return "out of reach" if value is None else units.text(value, form, DIGITS.get(form, FEW))


def no_bands(law: Law) -> str:
    """Why a law has no bands."""
    return f"No covariance is published for {law.label}: we show no bands rather than invent them."
