"""Dollars of a plan, and how they grow with parameters and tokens."""

from dataclasses import dataclass
from types import SimpleNamespace

from sim.laws.forms import Array
from sim.training import chip_hours, train_flop


@dataclass(frozen=True)
class Spend:
    """What is paid for N parameters and D tokens, T(N, D) = per_param_token N D.

    The payment may be in dollars or in FLOP. The solvers of `sim.frontier` know no
    more of the cost than these methods.

    Parameters
    ----------
    per_param_token : float or array
        Payment for one parameter times one token [USD or FLOP].
    """

    per_param_token: Array

    def total(self, N: Array, D: Array) -> Array:
        """Total of the plan [USD or FLOP]."""
        return self.per_param_token * N * D

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dT/dN and dT/dD [USD or FLOP per parameter, per token]."""
        return self.per_param_token * D, self.per_param_token * N

    def params_for(self, T: Array, D: Array) -> Array:
        """Parameters that T pays for on D tokens."""
        return T / (self.per_param_token * D)

    def tokens_for(self, T: Array, N: Array) -> Array:
        """Tokens that T pays for with N parameters."""
        return T / (self.per_param_token * N)


def flop_spend(inputs: SimpleNamespace) -> Spend:
    """Training compute as a payment [FLOP]."""
    return Spend(train_flop(1.0, 1.0, inputs.active_fraction))


def dollar_spend(inputs: SimpleNamespace) -> Spend:
    """Total cost as a payment [USD]: training compute at the price of a chip-hour."""
    return Spend(compute_usd(flop_spend(inputs).per_param_token, inputs))


def compute_usd(C: Array, inputs: SimpleNamespace) -> Array:
    """Cloud cost of C FLOP: chip-hours x price of a chip-hour [USD]; NaN where the price is unknown."""
    return chip_hours(C, inputs.mfu, inputs.peak_flop_per_s) * inputs.usd_per_chip_hour
