"""What serving costs and what is solved with it: the outputs of the inference axis."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.engine.break_even import Plans, as_good, break_even_queries
from sim.engine.solving import Solved
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
from sim.tasks.agents import task_success, usd_per_task


def served(
    inputs: Numbers,
    law: AppliedLaw,
    dollars: Spend,
    N: Array,
    D: Array,
    gains: Mapping[str, Array],
    now: Solved | None,
    rivals: Plans,
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
    now : Solved, optional
        What the plan solves; `None` where there are no tasks.
    rivals : tuple of array
        Losses, parameters and tokens of the larger models that `sim.engine.break_even.rival_losses` asked for.
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
    if now is None:
        return found
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
        "break_even_queries": break_even_queries(inputs, dollars, (N, D), as_good(inputs, law, rivals, right)),
    }
