"""A law of one's own: the five constants of the additive form."""

from sim.inputs.row import Input

TITLE = "Your own law"
FALLS = "at 0 or below, the loss would not fall as the run grows"


def _constant(name: str, symbol: str, label: str, key: str, default: float, low: float, high: float) -> Input:
    return Input(
        name=name,
        symbol=symbol,
        label=label,
        key=key,
        unit="nat/token" if symbol == "E" else "",
        help=f"{symbol} of L = E + A / N^alpha + B / D^beta. It counts only when the law is your own.",
        default=default,
        source="besiroglu2024",
        low=low,
        high=high,
        form="plain",
        reason="" if symbol == "E" else FALLS,
        color="ink",
    )


INPUTS = [
    _constant("custom_irreducible", "E", "Floor E", "ce", 1.8172, 1e-3, 10.0),
    _constant("custom_a", "A", "Size A", "ca", 482.01, 1e-2, 1e7),
    _constant("custom_b", "B", "Size B", "cb", 2085.43, 1e-2, 1e7),
    _constant("custom_alpha", "α", "Exponent alpha", "cx", 0.3478, 0.02, 2.0),
    _constant("custom_beta", "β", "Exponent beta", "cy", 0.3658, 0.02, 2.0),
]
