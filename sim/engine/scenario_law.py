"""The law that a scenario chooses, applied to its data, its experts, its progress and its wall."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from sim.ground.arrays import Array
from sim.inputs.custom import CONSTANTS
from sim.inputs.numbers import Numbers, known, part
from sim.inputs.scenario import Scenario
from sim.laws import Covariance, Law, loss_laws, own_fit
from sim.laws.applied import AppliedLaw, applied
from sim.laws.data import Data
from sim.laws.experts import Experts
from sim.laws.forms import Additive, Form, Powers
from sim.laws.mixtures import THUMB, experts_of, powers_of
from sim.laws.sparse import Sparse
from sim.laws.wall import Wall
from sim.program.tokens import scenario_data

DENSE_OR_EXPERTS = "ludziejewski2025"  # the law whose rule for mixtures can stand before others


def chosen_law(scenario: Scenario) -> Law:
    """The law of a scenario as its file says it; a fit of one's own runs as a file of it would."""
    law = loss_laws().entries[scenario.law]
    if not law.typed or scenario.custom_fit is None:
        return law
    return _own(scenario.law, tuple(getattr(scenario, name) for name in CONSTANTS.values()), scenario.custom_fit)


@lru_cache(maxsize=64)
def _own(key: str, constants: tuple[float, ...], text: str) -> Law:
    fit = own_fit.read(text)
    runs = f"{fit.n_runs:,} runs of yours"
    said = {
        "label": "Your own runs",
        "short": "Your runs",
        "table": f"{fit.n_runs:,} of them, fitted",
        "fit_data": runs,
        "note": "Fitted on the page Your runs. The runs are not kept: the link has the constants and their covariance.",
        "constants": dict(zip(CONSTANTS, constants, strict=True)),
        "fitted_range": {name: ends for name, ends in fit.fitted_range.items() if ends[0] < ends[1]},
        "covariance": Covariance(
            lower=tuple(fit.covariance[np.tril_indices(len(CONSTANTS))].tolist()),
            recipe=f"From refits of {runs}, resampled",
            status="ours",
        ),
    }
    # Not checked as a file: its constants are inputs, and checked by their rows.
    return Law.model_construct(**{**dict(loss_laws().entries[key]), **said})


def law_form(inputs: Numbers) -> Form:
    """The form that the inputs choose, with the constants of its file or those typed by the user."""
    law = loss_laws().entries[inputs.law]
    if isinstance(law.function, (Experts, Sparse)):
        return for_mixture(law.function, inputs)
    if not law.typed:
        return law.function
    return Additive(
        E=inputs.custom_irreducible,
        A=inputs.custom_a,
        B=inputs.custom_b,
        alpha=inputs.custom_alpha,
        beta=inputs.custom_beta,
    )


def dense_experts() -> Experts:
    """The law of dense models and mixtures, at one expert."""
    found = loss_laws().entries[DENSE_OR_EXPERTS].function
    assert isinstance(found, Experts)  # as its file says
    return found


def for_mixture(form: Form, inputs: Numbers) -> Form:
    """A form with the experts and the idle parameters of the inputs, where it knows them."""
    if isinstance(form, Experts):
        return form.with_experts(inputs.n_experts)
    return replace(form, active_share=inputs.active_fraction) if isinstance(form, Sparse) else form


# The inputs that a law and its data read.
READ = (
    "law", "efficiency", "active_fraction", "n_experts", "expert_rule", "wall_flop", "wall_slope", "unique_tokens",
    "synthetic_fraction", "synthetic_value", "repetition", "repetition_half_epochs",
    "custom_irreducible", "custom_a", "custom_b", "custom_alpha", "custom_beta",
)  # fmt: skip


def scenario_law(scenario: Scenario) -> AppliedLaw:
    """The law of a scenario, kept: most levers do not change it."""
    return _kept(tuple(map(vars(scenario).__getitem__, READ)))


def kept_law(inputs: Numbers) -> AppliedLaw:
    """The same for inputs as numbers, where none of those that it reads is an array."""
    try:
        return _kept(tuple(map(vars(inputs).__getitem__, READ)))
    except TypeError:  # an array, which nothing is kept by
        return applied_law(inputs)


@lru_cache(maxsize=256)
def _kept(values: tuple[Any, ...]) -> AppliedLaw:
    return applied_law(part(READ, values))


def applied_law(inputs: Numbers, form: Form | None = None, data: Data | None = None) -> AppliedLaw:
    """The law that the inputs choose, as they see it; another form or other data where given."""
    form = form or law_form(inputs)
    e = np.sqrt(inputs.efficiency)
    if form.counts_active:
        mixture = inputs.active_fraction
    elif form.counts_experts:
        mixture = 1.0
    elif inputs.expert_rule == THUMB:
        mixture = np.sqrt(inputs.active_fraction)
    else:
        mixture, form = inputs.active_fraction, form.seeing(_mixture_powers(inputs, e))
    factor = mixture * e
    data, discount_params = data or scenario_data(inputs), inputs.repetition == "tokens_params"
    wall_flop = known(inputs.wall_flop)
    if np.all(np.isnan(wall_flop)):
        return applied(form, factor, e, data, discount_params=discount_params)
    # Least loss at the wall: with n = k N and d = e D seen, 6 n d = k e C / f.
    best = form.frontier(factor * e * wall_flop / inputs.active_fraction)
    x_W = np.where(np.isnan(wall_flop), 0.0, form.reducible(*best))[()]
    return applied(form, factor, e, data, Wall(x_W, inputs.wall_slope), discount_params)


def _mixture_powers(inputs: Numbers, e: Array) -> Powers:
    """The chosen rule for a mixture, of parameters and tokens that are multiplied by e already."""
    E = experts_of(inputs.n_experts, inputs.active_fraction)
    k, p, m, s = powers_of(inputs.expert_rule, E, dense_experts())
    return Powers(k * e ** (1 - p), p, m * e ** (1 - s), s)
