"""A law of one's own: the five constants of the additive form."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from sim.inputs.row import Group, Row
from sim.inputs.text import Text
from sim.laws import own_fit

FALLS = "at 0 or below, the loss would not fall as the run grows"


def _constant(symbol: str, label: str, key: str, low: float, high: float) -> Row:
    return Row(
        symbol=symbol,
        label=label,
        key=key,
        unit="nat/token" if symbol == "E" else "",
        help=f"{symbol} of L = E + A / N^alpha + B / D^beta. It counts only when the law is your own.",
        source="besiroglu2024",
        low=low,
        high=high,
        form="plain",
        reason="" if symbol == "E" else FALLS,
        color="ink",
    )


CONSTANTS = {
    "E": "custom_irreducible", "A": "custom_a", "B": "custom_b", "alpha": "custom_alpha", "beta": "custom_beta",
}  # fmt: skip
# Of 30 simulated runs with 0.4 % noise: `python -m sim example-runs`.
EXAMPLE = (
    "0.1852_0.065551_0.20108_0.01045_0.0076357_0.0031337_0.01108_-5.5933e-5_0.000282_0.00044086_0.0032814"
    "_0.010212_0.00022822_-0.000317_0.00018148_2.89e7_9.13e9_5.77e8_1.83e11_1e18_1e21_2_200_0.00404_30"
)


class Custom(Group):
    """The five constants of the additive form, and how far those of a fit may be off."""

    title: ClassVar[str] = "Your own law"

    custom_irreducible: Annotated[
        float,
        _constant("E", "Floor E", "ce", 1e-3, 10.0),
    ] = 1.8172

    custom_a: Annotated[
        float,
        _constant("A", "Size A", "ca", 1e-2, 1e7),
    ] = 482.01

    custom_b: Annotated[
        float,
        _constant("B", "Size B", "cb", 1e-2, 1e7),
    ] = 2085.43

    custom_alpha: Annotated[
        float,
        _constant("α", "Exponent alpha", "cx", 0.02, 2.0),
    ] = 0.3478

    custom_beta: Annotated[
        float,
        _constant("β", "Exponent beta", "cy", 0.02, 2.0),
    ] = 0.3658

    custom_fit: Annotated[
        str | None,
        Row(
            label="Fit of your runs",
            key="cf",
            help="How far the constants of your own law may be off, and what runs they were fitted to. The page Your "
            "runs writes it. Another constant drops it, as it holds for those of the fit alone.",
            source="next-dollar",
            text=Text(own_fit.checked, own_fit.ALLOWED, "given", (EXAMPLE,)),
            lookup=lambda _: None,
            follows=tuple(CONSTANTS.values()),
            color="ink",
        ),
    ] = None


def own_law(constants: Mapping[str, float], fit: str | None = None) -> dict[str, Any]:
    """The inputs that put a law of one's own into a scenario, from E, A, B, alpha, beta and the text of its fit."""
    return {"law": "custom", **{CONSTANTS[key]: value for key, value in constants.items()}, "custom_fit": fit}
