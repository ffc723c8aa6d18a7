"""What the published rules make of a mixture of experts: the loss of the same run by each."""

import numpy as np

from sim.engine.scenario_law import kept_law, law_form
from sim.ground.arrays import Array, rows
from sim.inputs.numbers import Numbers
from sim.laws.mixtures import RULES


def is_ruled(inputs: Numbers) -> bool:
    """Whether a rule stands between the law and the mixture: none does for dense models and laws that know experts."""
    return bool(np.any(np.less(inputs.active_fraction, 1))) and not law_form(inputs).counts_experts


def losses_by_rule(inputs: Numbers, N: Array, D: Array, L: Array | None = None) -> dict[str, Array]:
    """Loss of the same parameters and tokens by each rule [nat/token]; L is that of the rule in use, where known."""
    return {
        rule: L if L is not None and rule == inputs.expert_rule
        else kept_law(inputs.having(expert_rule=rule)).loss(N, D)
        for rule in RULES
    }  # fmt: skip


def range_by_rule(inputs: Numbers, N: Array, D: Array, L: Array) -> dict[str, Array]:
    """Outputs: least and largest loss by the rules; left out where there is no mixture or the law knows them."""
    if not is_ruled(inputs):
        return {}
    losses = rows(np.shape(L), *losses_by_rule(inputs, N, D, L).values())
    losses = np.where(np.less(inputs.active_fraction, 1), losses, np.nan)  # a dense run among many
    return {"loss_by_rules_low": losses.min(axis=0), "loss_by_rules_high": losses.max(axis=0)}
