"""Every output from the inputs as numbers: the formulas in one place, in their order."""

from dataclasses import replace

import numpy as np

from sim.engine.break_even import rival_losses, trained_alone
from sim.engine.capability import readouts
from sim.engine.frontier import best_and_cheapest, gain_scale, gains
from sim.engine.marginal import STEP, gain_unique, step_unique, steps
from sim.engine.mixtures import range_by_rule
from sim.engine.output_table import OUTPUTS
from sim.engine.plans import planned
from sim.engine.service import served
from sim.engine.solving import solved
from sim.ground.arrays import Array, rows
from sim.inputs.numbers import Numbers, known
from sim.laws.applied import AppliedLaw
from sim.program.attention import attention_flop
from sim.program.batch import critical_batch_tokens
from sim.program.cost import cost_lines, dollar_spend, flop_spend, run_hours, stacked
from sim.program.footprint import co2e_tonnes, energy_mwh, kwh, power_mw, water_m3
from sim.program.post_training import post_training_hours, post_training_kwh
from sim.program.tokens import PER_MILLION
from sim.program.training import training_memory_gb, wall_clock_days

LARGEST_EXPONENT = 700.0  # beyond which e to it does not fit a float
LEAST_GAIN = 1e-290  # nat/USD: below, a gain has no digits left and nothing can be valued by it
ROUNDING = 1e-12  # relative difference of two costs that is rounding, not money


def outputs(inputs: Numbers, law: AppliedLaw) -> dict[str, Array]:
    """Every output by name, for the inputs as numbers and the law as they see it."""
    flop, dollars = flop_spend(inputs), dollar_spend(inputs)
    N, D = planned(inputs, law, flop, dollars)
    C, varying = flop.total(N, D), replace(dollars, fixed=0.0)
    T, V = dollars.total(N, D), varying.total(N, D)
    L = law.loss(N, D)
    from_params, from_tokens = law.parts(N, D)
    shape = np.broadcast_shapes(np.shape(L), np.shape(C), np.shape(V))
    gain_params, gain_tokens = gains(law, dollars, N, D)
    next_params, next_tokens = steps(law, dollars, N, D)
    now = solved(L, N, inputs) if inputs.inference == "on" and inputs.task_kind != "none" else None
    rivals = np.empty((0, *shape)) if now is None or now.drawn is None else rival_losses(inputs, law, L, now.accuracy)
    # All in one search. What is fixed cancels in every difference: leaving it out keeps their digits.
    both = stacked([flop, varying], shape)
    paid = stacked([flop, varying, varying, *[trained_alone(dollars)] * len(rivals)], shape)
    best, (cheapest_N, cheapest_D) = best_and_cheapest(
        law, both, rows(shape, C, V), paid, rows(shape, L, L, L - STEP, *rivals), len(rivals) if len(rivals) > 1 else 0
    )
    (best_N, best_N_usd), (best_D, best_D_usd) = best
    least_flop, least, lower = paid.total(cheapest_N, cheapest_D)[:3]
    attention = attention_flop(N, D, inputs.context_tokens, inputs.active_fraction)
    hours = run_hours(C + attention, inputs)
    energy, pue = kwh(hours, inputs.watts_per_chip), inputs.pue
    after = {}
    if inputs.post_training == "on":
        energy = energy + post_training_kwh(inputs)
        after = {"post_training_hours": post_training_hours(inputs) + 0 * N}
    real_price = PER_MILLION * inputs.usd_per_mtok_real
    scale = gain_scale(law, varying, best_N_usd, best_D_usd)
    by_unique = law.by_unique(N, D)
    gain_text = gain_unique(by_unique, real_price)
    by_loss = {"params": gain_params, "tokens": gain_tokens, "unique_data": gain_text}
    answers = served(inputs, law, dollars, N, D, by_loss, now, (rivals, cheapest_N[3:], cheapest_D[3:]))
    nothing = np.nan * L
    found = {
        "loss": L,
        "loss_irreducible": law.irreducible + 0 * L,
        "loss_from_params": from_params,
        "loss_from_tokens": from_tokens,
        **range_by_rule(inputs, N, D, L),
        "perplexity": np.where(L < LARGEST_EXPONENT, np.exp(np.minimum(L, LARGEST_EXPONENT)), np.nan),
        "n_params": N,
        "n_tokens": D,
        "train_flop": C,
        "flop_attention": np.where(np.isnan(known(inputs.context_tokens)), np.nan, attention),
        "tokens_per_param": D / (inputs.active_fraction * N),
        "epochs": law.data.epochs(D),
        "effective_tokens": law.view.effective(D),
        "optimal_n_params": best_N,
        "optimal_n_tokens": best_D,
        "optimal_tokens_per_param": best_D / (inputs.active_fraction * best_N),
        "budget_tokens_per_param": best_D_usd / (inputs.active_fraction * best_N_usd),
        "optimal_loss": law.loss(best_N, best_D),
        # A loss is never dearer than its own run; at the very floor rounding hides every other plan.
        "compute_overhead": C / np.fmin(least_flop, C),
        "chip_hours": hours,
        "wall_clock_days": wall_clock_days(hours, inputs.n_chips),
        "critical_batch_tokens": critical_batch_tokens(D),
        "training_memory_gb": training_memory_gb(N),
        "energy_mwh": energy_mwh(energy, pue),
        "power_mw": power_mw(inputs.n_chips, inputs.watts_per_chip, pue) + 0 * N,
        "co2e_tonnes": co2e_tonnes(energy, pue, inputs.kg_co2e_per_kwh),
        "water_m3": water_m3(energy, pue, inputs.liter_per_kwh_onsite, inputs.liter_per_kwh_grid),
        **cost_lines(hours, inputs, D),
        **after,
        "cost_training_usd": T,
        "cost_total_usd": T,
        "gain_params": gain_params,
        "gain_tokens": gain_tokens,
        "gain_unique_data": gain_text,
        "gain_scale": scale,
        "step_params_usd": next_params,
        "step_tokens_usd": next_tokens,
        "step_unique_data_usd": step_unique(law, real_price, N, D),
        "next_step_usd": lower - least,
        "overspend_usd": np.where(np.fmin(least, V) >= (1 - ROUNDING) * V, 0 * V, V - least),
        **readouts(L, C, inputs),
        "value_unique_token_usd": -by_unique / np.where(scale > LEAST_GAIN, scale, np.nan),
        **answers,
    }
    return {name: found.get(name, nothing) for name in OUTPUTS}
