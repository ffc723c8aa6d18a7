"""Dollars of a plan, and how they grow with parameters and tokens."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from sim.ground.arrays import Array, rows
from sim.inputs.numbers import Numbers
from sim.inputs.scenario import Scenario
from sim.laws.data import FRESH, Data
from sim.program.attention import EXPONENT, attention_flop
from sim.program.footprint import kwh
from sim.program.serving import queries_served, query_hours, sample_hours
from sim.program.tokens import PER_MILLION, data_usd, scenario_data
from sim.program.training import chip_hours, train_flop

# Cottier et al. (2024), section 2.2 and appendix A.1 [cottier2024].
VALUE_LOSS_OOM_PER_YEAR = 0.14  # a chip's value falls by this many orders of magnitude each year
INTERCONNECT_SHARE = 0.19  # of the capital cost of a cluster
HOURS_PER_YEAR = 8760


@dataclass(frozen=True)
class Spend:
    """What is paid for N parameters and D tokens.

    T(N, D) = fixed + per_param_token N D + per_attention N^(2/3) D + per_param N + per_token D
              + per_unique min((1 - s) D, U).
    The payment may be in dollars or in FLOP. The solvers of `sim.engine.frontier` know no more of the
    cost than these methods.

    Parameters
    ----------
    per_param_token : float or array
        Payment for one parameter times one token [USD or FLOP].
    fixed : float or array
        Payment whatever the plan [USD or FLOP].
    per_token : float or array
        Payment for each token, its synthetic part [USD].
    per_unique : float or array
        Payment for each unique real token [USD]; repeats are free.
    data : Data
        Which of the tokens are real, and how many unique ones there are.
    per_param : float or array
        Payment for each parameter, whatever it was trained on: its serving [USD or FLOP].
    per_attention : float or array
        Payment for attention of one token by a model of one parameter; it grows as N^(2/3) [USD].
    """

    per_param_token: Array
    fixed: Array = 0.0
    per_token: Array = 0.0
    per_unique: Array = 0.0
    data: Data = FRESH
    per_param: Array = 0.0
    per_attention: Array = 0.0

    @cached_property
    def has_attention(self) -> bool:
        """Whether attention is paid for."""
        return bool(np.any(self.per_attention > 0))

    @cached_property
    def has_kink(self) -> bool:
        """Whether tokens get cheaper from the point on where they repeat."""
        return bool(np.any(self.per_unique > 0))

    def varying(self, N: Array, D: Array) -> Array:
        """What depends on the plan [USD or FLOP]: differences of it keep their digits."""
        paid = self.per_param_token * N * D + self.per_param * N + self.for_data(D)
        return paid + self.per_attention * N**EXPONENT * D if self.has_attention else paid

    def for_data(self, D: Array) -> Array:
        """What the tokens themselves cost [USD]."""
        return self.per_token * D + self.per_unique * self.data.real_unique(D)

    def total(self, N: Array, D: Array) -> Array:
        """Total of the plan [USD or FLOP]."""
        return self.fixed + self.varying(N, D)

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dT/dN and dT/dD [USD or FLOP per parameter, per token]; at the kink that of more tokens."""
        share = self.data.real_share
        new = np.where(share * D < self.data.unique, share, 0.0)
        by_N = self.per_param_token * D + self.per_param
        by_D = self.per_param_token * N + self.per_token + self.per_unique * new
        if self.has_attention:
            attention = self.per_attention * N**EXPONENT
            by_N, by_D = by_N + EXPONENT * attention * (D / N), by_D + attention
        return by_N, by_D

    def params_for(self, T: Array, D: Array) -> Array:
        """Parameters that T pays for on D tokens; negative where T does not cover what is fixed."""
        left, of_each = T - self.fixed - self.for_data(D), self.per_param_token * D + self.per_param
        if not self.has_attention:
            return left / of_each
        attention = self.per_attention * D
        return np.where((left > 0) & (attention > 0), _cubed_root(of_each, attention, left), left / of_each)

    def tokens_for(self, T: Array, N: Array) -> Array:
        """Tokens that T pays for with N parameters; negative where T does not cover what is fixed."""
        left, share, U = T - self.fixed - self.per_param * N, self.data.real_share, self.data.unique
        repeating = self.per_param_token * N + self.per_token
        if self.has_attention:
            repeating = repeating + self.per_attention * N**EXPONENT
        new = left / (repeating + self.per_unique * share)
        return np.where(share * new <= U, new, (left - self.per_unique * U) / repeating)


def _cubed_root(a: Array, b: Array, c: Array) -> Array:
    """N with a N + b N^(2/3) = c, all positive.

    With u = N^(-1/3), p = b / 3c and q = a / 2c it is u^3 = 3 p u + 2 q: Cardano's formula where q^2 > p^3, else
    Viete's. All its terms are positive, so that no digits cancel.
    """
    with np.errstate(all="ignore"):
        p, q = b / (3 * c), a / (2 * c)
        root = np.sqrt(p)
        ratio = q / (p * root)
        single = np.cbrt(q * (1 + np.sqrt(np.maximum(1 - 1 / (ratio * ratio), 0.0))))
        u = np.where(ratio > 1, single + p / single, 2 * root * np.cos(np.arccos(np.minimum(ratio, 1.0)) / 3))
        return 1 / u**3


AMOUNTS = tuple(field.name for field in fields(Spend) if field.name != "data")


def stacked(spends: Sequence[Spend], shape: tuple[int, ...]) -> Spend:
    """Several payments along a new first axis, to solve for all of them at once.

    Parameters
    ----------
    spends : sequence of Spend
        The data of the last one count for all: those that pay for tokens must share them.
    shape : tuple of int
        Of the plans of each.
    """
    columns = {name: rows(shape, *(getattr(spend, name) for spend in spends)) for name in AMOUNTS}
    return Spend(**columns, data=spends[-1].data)


def flop_spend(inputs: Numbers | Scenario) -> Spend:
    """Training compute as a payment [FLOP]."""
    return Spend(train_flop(1.0, 1.0, inputs.active_fraction))


def dollar_spend(inputs: Numbers) -> Spend:
    """Total cost as a payment [USD].

    Staff and post-training are fixed, data grow with D, serving with N, the rest with the compute.
    """
    flop = flop_spend(inputs).per_param_token
    lines = cost_lines(run_hours(flop, inputs), inputs)
    fixed = lines.pop("cost_staff_usd") + lines.pop("cost_post_training_usd", 0.0)
    per_param_token = sum(lines.values())
    return Spend(
        per_param_token,
        fixed,
        PER_MILLION * inputs.usd_per_mtok_synthetic * inputs.synthetic_fraction,
        PER_MILLION * inputs.usd_per_mtok_real,
        scenario_data(inputs),
        serving_usd(1.0, inputs),
        attention_flop(1.0, 1.0, inputs.context_tokens, inputs.active_fraction) * (per_param_token / flop),
    )


def hour_spend(inputs: Numbers) -> Spend:
    """Chip-hours of the final run as a payment [h], those of attention and of failures included."""
    attention = attention_flop(1.0, 1.0, inputs.context_tokens, inputs.active_fraction)
    hours = run_hours(flop_spend(inputs).per_param_token, inputs)
    return Spend(hours, per_attention=run_hours(attention, inputs))


def serving_usd(N: Array, inputs: Numbers) -> Array:
    """Cost of the whole service [USD]: queries x cost of a query; 0 where inference is off."""
    return 0.0 if inputs.inference == "off" else queries_served(inputs) * query_usd(N, inputs)


def query_usd(N: Array, inputs: Numbers) -> Array:
    """One query, all its samples included [USD]."""
    return query_hours(N, inputs) * served_hour_usd(inputs)


def sample_usd(N: Array, inputs: Numbers) -> Array:
    """One more answer to a query [USD]: the prompt has been read."""
    return sample_hours(N, inputs) * served_hour_usd(inputs)


def served_hour_usd(inputs: Numbers) -> Array:
    """A chip for one hour of serving [USD/h]: its rent, or what an owned one wears out and draws."""
    return chip_hour_usd(inputs) + energy_hour_usd(inputs)


def run_hours(C: Array, inputs: Numbers) -> Array:
    """Chip-hours of C FLOP, those lost to failures included [h]."""
    return chip_hours(C, inputs.mfu, inputs.peak_flop_per_s, inputs.failure_overhead)


def cost_lines(hours: Array, inputs: Numbers, n_tokens: Array = 0.0) -> dict[str, Array]:
    """The lines of the cost [USD]; they sum to the total. NaN where a price is unknown.

    Parameters
    ----------
    hours : float or array
        Chip-hours of the final run [h].
    inputs : namespace
        Prices, power, R&D multiple, data and staff of a scenario.
    n_tokens : float or array
        Tokens of the run, which its data line is for.

    Returns
    -------
    dict
        Chips and electricity of the final run, data, R&D = (m - 1) (chips + electricity), staff, and post-training
        where there is any.
    """
    chips_usd = hours * chip_hour_usd(inputs)
    energy_usd = hours * energy_hour_usd(inputs)
    after = {"cost_post_training_usd": inputs.post_training_usd + 0 * hours} if inputs.post_training == "on" else {}
    return {
        "cost_compute_usd": chips_usd,
        "cost_energy_usd": energy_usd,
        "cost_data_usd": data_usd(n_tokens, inputs) + 0 * hours,
        "cost_rd_usd": (inputs.rd_multiple - 1) * (chips_usd + energy_usd),
        "cost_staff_usd": inputs.staff_usd + 0 * hours,
        **after,
    }


def chip_hour_usd(inputs: Numbers) -> Array:
    """One chip for one hour [USD/h]: the rent, or what an owned chip wears out."""
    if inputs.price_basis != "owned":
        return inputs.usd_per_chip_hour
    return owned_chip_hour_usd(inputs.chip_price_usd, inputs.server_factor, inputs.chip_age_years)


def energy_hour_usd(inputs: Numbers) -> Array:
    """Electricity of one chip for one hour [USD/h]; 0 where it is in the rent."""
    if inputs.price_basis != "owned":
        return 0.0
    return kwh(1.0, inputs.watts_per_chip) * inputs.pue * inputs.usd_per_kwh


def owned_chip_hour_usd(chip_price_usd: Array, server_factor: Array, chip_age_years: Array) -> Array:
    """What an owned chip loses in value in an hour of use, with server and network [USD/h].

    Price x server factor x 10^(-0.14 age) x 0.14 ln 10 / 8760 / (1 - 0.19);
    Cottier et al. (2024), section 2.2 and appendix A.1 [cottier2024].

    Parameters
    ----------
    chip_price_usd : float or array
        Purchase price of a chip [USD].
    server_factor : float or array
        Price of a server per chip over that of its bare chips [-].
    chip_age_years : float or array
        From the purchase price to the run [years].
    """
    value = chip_price_usd * server_factor * 10 ** (-VALUE_LOSS_OOM_PER_YEAR * chip_age_years)
    loss_per_year = VALUE_LOSS_OOM_PER_YEAR * math.log(10)
    return value * loss_per_year / HOURS_PER_YEAR / (1 - INTERCONNECT_SHARE)


def joined(first: Spend, second: Spend) -> Spend:
    """Two stacks of payments as one; the data of the second count for all."""
    columns = {name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in AMOUNTS}
    return Spend(**columns, data=second.data)
