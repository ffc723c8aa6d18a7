"""What is said of bands: a line under a number, and why a law has none."""

from collections.abc import Mapping

from sim.engine.output_table import OUTPUTS
from sim.ground import units
from sim.laws import Law
from sim.studies.uncertainty import Band, moves

INSTEAD = {"tokens_per_param": ("optimal_tokens_per_param", "best ")}  # where the band of the best says more
MEANING = "80 %: the fit behind the law leaves a figure inside this band in 80 of 100 draws of its constants."
DIGITS = {"loss": 4}  # of the ends, by format
FEW = 2
MORE = 2  # where the ends would read alike


def band_line(name: str, found: Mapping[str, Band]) -> str:
    """The 80 % band of a headline number in words; "" where the draws do not move it."""
    name, whose = INSTEAD.get(name, (name, ""))
    band = found.get(name)
    if band is None or not moves(band):
        return ""
    low, high = band.ends(80)
    few = DIGITS.get(OUTPUTS[name].form, FEW)
    for digits in range(few, few + MORE + 1):  # as many as tell the ends apart
        ends = [_written(name, end, digits) for end in (low, high)]
        if ends[0] != ends[1]:
            break
    return f"80 %: {whose}{ends[0]} to {ends[1]}"


def _written(name: str, value: float | None, digits: int) -> str:
    return "out of reach" if value is None else units.text(value, OUTPUTS[name].form, digits)


def no_bands(law: Law) -> str:
    """Why a law has no bands."""
    return f"No covariance is published for {law.label}: we show no bands rather than invent them."
