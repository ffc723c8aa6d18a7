"""What serving costs and what is solved with it: the outputs of the inference axis."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from sim.agents import task_success, usd_per_task
from sim.cost import Spend, query_usd, sample_usd, serving_usd
from sim.data import PER_MILLION
from sim.footprint import DAYS_PER_YEAR, co2e_tonnes, energy_mwh, kwh, water_m3
from sim.frontier import cheapest
from sim.laws.forms import Array
from sim.sampling import accuracy, accuracy_by_mean, accuracy_by_samples, expected_decodes
from sim.seen import SeenLaw
from sim.serving import queries_served, query_hours, samples_drawn
from sim.tasks import choice_error, choice_slope, half_loss, pass_at_1, pass_slope

CERTAIN = 1e-12  # distance from 0 and 1 at which a share of solved problems says nothing of the loss


def served(
    inputs: SimpleNamespace, law: SeenLaw, dollars: Spend, N: Array, D: Array, gains: Mapping[str, Array]
) -> dict[str, Array]:
    """Outputs of the inference axis by name; those that do not apply are left out.

    Parameters
    ----------
    inputs : namespace
        The scenario as numbers.
    law, dollars : SeenLaw, Spend
        As the inputs see them.
    N, D : float or array
        The plan.
    gains : mapping
        Loss that the next dollar removes on each of the other levers [nat/token per USD], by lever.
    """
    if inputs.inference == "off":
        return {}
    query, k = query_usd(N, inputs), samples_drawn(inputs)
    server_kwh = inputs.queries_per_day * DAYS_PER_YEAR * kwh(query_hours(N, inputs), inputs.watts_per_chip)
    onsite, grid = inputs.liter_per_kwh_onsite, inputs.liter_per_kwh_grid
    found = {
        "cost_training_usd": replace(dollars, per_param=0.0).total(N, D),
        "cost_inference_usd": serving_usd(N, inputs),
        "usd_per_query": query,
        "usd_per_mtok_output": query / (PER_MILLION * k * inputs.output_tokens),
        "service_energy_mwh": energy_mwh(server_kwh, inputs.pue),
        "service_co2e_tonnes": co2e_tonnes(server_kwh, inputs.pue, inputs.kg_co2e_per_kwh),
        "service_water_m3": water_m3(server_kwh, inputs.pue, onsite, grid),
    }
    if inputs.task_kind == "none":
        return found
    L = law.loss(N, D)
    m, right, by_loss = solved(L, inputs)
    found |= {
        "pass_at_1": m,
        "accuracy": right,
        "task_success": task_success(right, inputs.steps_per_task, inputs.retries_per_step),
        "usd_per_task": usd_per_task(query, right, inputs.steps_per_task, inputs.retries_per_step),
        **{f"accuracy_gain_{lever}": -by_loss * gain for lever, gain in gains.items()},
    }
    if inputs.task_kind == "choice":
        return found
    drawn = sampling(k, inputs)
    known, usable = np.isfinite(m), np.where(np.isfinite(m), m, 0.5)
    by_samples = np.where(known, accuracy_by_samples(usable, *drawn), np.nan)
    return found | {
        "expected_decodes": np.where(known, expected_decodes(usable, *drawn), np.nan),
        "accuracy_gain_samples": by_samples / (queries_served(inputs) * sample_usd(N, inputs)),
        "break_even_queries": break_even_queries(inputs, law, dollars, N, D, right),
    }


def solved(L: Array, inputs: SimpleNamespace) -> tuple[Array, Array, Array]:
    """Share of the problems solved with one answer, with all samples, and the slope of the latter.

    Parameters
    ----------
    L : float or array
        Loss [nat/token].
    inputs : namespace
        Task kind (not `none`), anchor, samples and verifier of a scenario.

    Returns
    -------
    pass_at_1, accuracy : array
        [0-1]; the same where the tasks are multiple choice.
    by_loss : array
        Change of the accuracy with the loss [per nat].
    """
    if inputs.task_kind == "choice":
        right = 1 - choice_error(L)
        return right, right, -choice_slope(L)
    # An infeasible plan of a sweep has no loss: it goes through as the anchor and comes out as unknown.
    known = np.isfinite(L)
    usable, k = np.where(known, L, inputs.task_anchor_loss), inputs.samples_per_query
    m = pass_at_1(usable, *anchor(inputs))
    right = accuracy(m, *sampling(k, inputs))
    by_loss = accuracy_by_mean(m, *sampling(k, inputs)) * pass_slope(usable, *anchor(inputs))
    return np.where(known, m, np.nan), np.where(known, right, np.nan), np.where(known, by_loss, np.nan)


def accuracy_with(k: Array, L: Array, inputs: SimpleNamespace) -> Array:
    """Share of the problems solved with k samples by a model of loss L [0-1]; NaN where L is."""
    known = np.isfinite(L)
    m = pass_at_1(np.where(known, L, inputs.task_anchor_loss), *anchor(inputs))
    return np.where(known, accuracy(m, *sampling(k, inputs)), np.nan)


def anchor(inputs: SimpleNamespace) -> tuple[Array, Array, Array]:
    """Loss, share solved and slope that `sim.tasks` takes."""
    return inputs.task_anchor_loss, inputs.task_anchor_pass, inputs.task_slope


def sampling(k: Array, inputs: SimpleNamespace) -> tuple[Array, Array, Array, Array]:
    """What `sim.sampling` takes after the mean: exponent, samples, right and wrong answers accepted."""
    return inputs.task_exponent, k, inputs.verifier_true_accept, inputs.verifier_false_accept


def loss_for_pass(m: Array, inputs: SimpleNamespace) -> Array:
    """Loss at which one answer solves a share m of the problems [nat/token]; NaN at 0 and at 1.

    The inverse of `sim.tasks.pass_at_1`: L = L_half + ln(1/m - 1) / slope.
    """
    inside = (np.asarray(m) > CERTAIN) & (np.asarray(m) < 1 - CERTAIN)
    odds = 1 / np.where(inside, m, 0.5) - 1
    middle = half_loss(inputs.task_anchor_loss, inputs.task_anchor_pass, inputs.task_slope)
    return np.where(inside, middle + np.log(odds) / inputs.task_slope, np.nan)


def break_even_queries(
    inputs: SimpleNamespace, law: SeenLaw, dollars: Spend, N: Array, D: Array, right: Array
) -> Array:
    """Queries from which on a larger model with one answer is cheaper than this one with k.

    (T_large - T_small) / (query_small - query_large), where the larger model is that of the least training
    cost whose single answers are as good; NaN where no number of queries makes the difference.
    """
    if np.all(np.equal(inputs.samples_per_query, 1.0)):
        return np.nan * np.asarray(right)
    training = replace(dollars, fixed=0.0, per_param=0.0)
    large = cheapest(law, training, loss_for_pass(right, inputs))
    once = SimpleNamespace(**{**vars(inputs), "samples_per_query": 1.0})
    dearer = training.varying(*large) - training.varying(N, D)
    saved = query_usd(N, inputs) - query_usd(large[0], once)
    crosses = (dearer > 0) & (saved > 0)
    return np.where(crosses, dearer / np.where(crosses, saved, 1.0), np.nan)
