"""A law of one's own: the five constants of the additive form."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from sim.inputs.row import Group, Row

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


class Custom(Group):
    """The five constants of the additive form."""

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


def own_law(constants: Mapping[str, float]) -> dict[str, Any]:
    """The inputs that put a law of one's own into a scenario, from its constants E, A, B, alpha, beta."""
    names = {"E": "irreducible", "A": "a", "B": "b", "alpha": "alpha", "beta": "beta"}
    return {"law": "custom", **{f"custom_{name}": constants[key] for key, name in names.items()}}
