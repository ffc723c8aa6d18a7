"""What serving costs and what is solved with it: the outputs of the inference axis."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.frontier import cheapest
from sim.engine.post_training import base_for, post_trained
from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend, query_usd, sample_usd, serving_usd
from sim.program.footprint import DAYS_PER_YEAR, co2e_tonnes, energy_mwh, kwh, water_m3
from sim.program.serving import (
    peak_queries_per_s,
    queries_served,
    query_hours,
    samples_drawn,
    serving_chips,
    serving_memory_gb,
)
from sim.program.tokens import PER_MILLION
from sim.tasks.accuracy import choice_error, choice_slope, half_loss, pass_at_1, pass_slope
from sim.tasks.agents import task_success, usd_per_task
from sim.tasks.sampling import Draws, accuracy, draws

SIZE_STEPS = 2  # after which the size moves no more than a per cent
CERTAIN = 1e-12  # distance from 0 and 1 at which a share of solved problems says nothing of the loss


def served(
    inputs: Numbers, law: AppliedLaw, dollars: Spend, N: Array, D: Array, gains: Mapping[str, Array]
) -> dict[str, Array]:
    """Outputs of the inference axis by name; those that do not apply are left out.

    Parameters
    ----------
    inputs : namespace
        The scenario as numbers.
    law, dollars : AppliedLaw, Spend
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
        "serving_chips": serving_chips(N, inputs),
        "serving_memory_gb": serving_memory_gb(N),
        "peak_queries_per_s": peak_queries_per_s(inputs) + 0 * N,
        "service_energy_mwh": energy_mwh(server_kwh, inputs.pue),
        "service_co2e_tonnes": co2e_tonnes(server_kwh, inputs.pue, inputs.kg_co2e_per_kwh),
        "service_water_m3": water_m3(server_kwh, inputs.pue, onsite, grid),
    }
    if inputs.task_kind == "none":
        return found
    L = law.loss(N, D)
    now = solved(L, N, inputs)
    m, right = now.pass_at_1, now.accuracy
    found |= {
        "pass_at_1_base": now.base,
        "pass_at_1": m,
        "accuracy": right,
        "task_success": task_success(right, inputs.steps_per_task, inputs.retries_per_step),
        "usd_per_task": usd_per_task(query, right, inputs.steps_per_task, inputs.retries_per_step),
        **{f"accuracy_gain_{lever}": -now.by_loss * gain for lever, gain in gains.items()},
    }
    if now.drawn is None:
        return found
    known, drawn = np.isfinite(m), now.drawn
    by_samples = np.where(known, drawn.by_samples, np.nan)
    if inputs.post_training == "on":
        # A larger model takes more hours of post-training to the same share of the way.
        found["accuracy_gain_params"] += now.by_log_params / (N * dollars.gradient(N, D)[0])
        found["accuracy_gain_post_training"] = now.by_log_hours / inputs.post_training_usd
    return found | {
        "expected_decodes": np.where(known, drawn.decodes, np.nan),
        "accuracy_gain_samples": by_samples / (queries_served(inputs) * sample_usd(N, inputs)),
        "break_even_queries": break_even_queries(inputs, law, dollars, N, D, right),
    }


@dataclass(frozen=True)
class Solved:
    """Share of the problems that a model solves, and how it grows.

    Parameters
    ----------
    base, pass_at_1, accuracy : array
        With one answer of the base model, with one after post-training, and with all samples [0-1].
    by_loss : array
        Change of the accuracy with the loss [per nat].
    by_log_params, by_log_hours : array
        Change with the logarithms of the parameters, at the same loss, and of the hours of post-training.
    drawn : Draws, optional
        All that is known of the samples, of the anchor where the loss is unknown; none where tasks are multiple choice.
    """

    base: Array
    pass_at_1: Array
    accuracy: Array
    by_loss: Array
    by_log_params: Array = 0.0
    by_log_hours: Array = 0.0
    drawn: Draws | None = None


def solved(L: Array, N: Array, inputs: Numbers) -> Solved:
    """Share of the problems solved with one answer, with all samples, and the slopes of the latter.

    Parameters
    ----------
    L, N : float or array
        Loss [nat/token] and parameters; these count for post-training alone, and not for multiple choice.
    inputs : namespace
        Task kind (not `none`), anchor, post-training, samples and verifier of a scenario.
    """
    if inputs.task_kind == "choice":
        right = 1 - choice_error(L)
        return Solved(right, right, right, -choice_slope(L))
    # An infeasible plan of a sweep has no loss: it goes through as the anchor and comes out as unknown.
    known = np.isfinite(L)
    usable, k = np.where(known, L, inputs.task_anchor_loss), inputs.samples_per_query
    m = base = pass_at_1(usable, *anchor(inputs))
    by_loss = pass_slope(usable, *anchor(inputs))
    after = post_trained(base, np.where(known, N, 1.0), inputs) if inputs.post_training == "on" else None
    if after is not None:
        m, by_loss = after.share, after.by_base * by_loss
    drawn = draws(m, *sampling(k, inputs))
    by_mean = drawn.by_mean

    def or_unknown(x: Array) -> Array:
        return np.where(known, x, np.nan)

    base, m, right, by_loss = map(or_unknown, (base, m, drawn.accuracy, by_mean * by_loss))
    if after is None:
        return Solved(base, m, right, by_loss, drawn=drawn)
    by_params, by_hours = (or_unknown(by_mean * x) for x in (after.by_log_params, after.by_log_hours))
    return Solved(base, m, right, by_loss, by_params, by_hours, drawn)


def accuracy_with(k: Array, L: Array, N: Array, inputs: Numbers) -> Array:
    """Share of the problems solved with k samples by a model of loss L and N parameters [0-1]; NaN where L is."""
    known = np.isfinite(L)
    m = pass_at_1(np.where(known, L, inputs.task_anchor_loss), *anchor(inputs))
    if inputs.post_training == "on":
        m = post_trained(m, np.where(known, N, 1.0), inputs).share
    return np.where(known, accuracy(m, *sampling(k, inputs)), np.nan)


def anchor(inputs: Numbers) -> tuple[Array, Array, Array]:
    """Loss, share solved and slope that `sim.tasks.accuracy` takes."""
    return inputs.task_anchor_loss, inputs.task_anchor_pass, inputs.task_slope


def sampling(k: Array, inputs: Numbers) -> tuple[Array, Array, Array, Array]:
    """What `sim.tasks.sampling` takes after the mean: exponent, samples, right and wrong answers accepted."""
    return inputs.task_exponent, k, inputs.verifier_true_accept, inputs.verifier_false_accept


def loss_for_pass(m: Array, inputs: Numbers) -> Array:
    """Loss at which one answer solves a share m of the problems [nat/token]; NaN at 0 and at 1.

    The inverse of `sim.tasks.accuracy.pass_at_1`: L = L_half + ln(1/m - 1) / slope.
    """
    inside = (np.asarray(m) > CERTAIN) & (np.asarray(m) < 1 - CERTAIN)
    odds = 1 / np.where(inside, m, 0.5) - 1
    middle = half_loss(inputs.task_anchor_loss, inputs.task_anchor_pass, inputs.task_slope)
    return np.where(inside, middle + np.log(odds) / inputs.task_slope, np.nan)


def break_even_queries(inputs: Numbers, law: AppliedLaw, dollars: Spend, N: Array, D: Array, right: Array) -> Array:
    """Queries from which on a larger model with one answer is cheaper than this one with k.

    (T_large - T_small) / (query_small - query_large), where the larger model is that of the least training
    cost whose single answers are as good; NaN where no number of queries makes the difference.
    """
    if np.all(np.equal(inputs.samples_per_query, 1.0)):
        return np.nan * np.asarray(right)
    training = replace(dollars, fixed=0.0, per_param=0.0)
    large = _as_good(inputs, law, training, N, right)
    once = inputs.having(samples_per_query=1.0)
    dearer = training.varying(*large) - training.varying(N, D)
    saved = query_usd(N, inputs) - query_usd(large[0], once)
    crosses = (dearer > 0) & (saved > 0)
    return np.where(crosses, dearer / np.where(crosses, saved, 1.0), np.nan)


def _as_good(inputs: Numbers, law: AppliedLaw, training: Spend, N: Array, right: Array) -> tuple[Array, Array]:
    """The cheapest model whose single answers are right so often, after the same post-training."""
    if inputs.post_training == "off":
        return cheapest(law, training, loss_for_pass(right, inputs))
    size = N
    for _ in range(SIZE_STEPS):  # how far post-training gets depends a little on the size that is looked for
        found = cheapest(law, training, loss_for_pass(base_for(right, size, inputs), inputs))
        size = np.where(np.isfinite(found[0]), found[0], N)
    return found
