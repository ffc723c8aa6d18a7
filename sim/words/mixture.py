"""What the published rules make of a mixture of experts, in words."""

from sim.engine.result import Result
from sim.laws.mixtures import RULES, THUMB
from sim.words.yardstick import in_unit


def range_in_words(result: Result, unit: str = "nat") -> str:
    """The losses of a run by the rules for mixtures, "1.910 to 1.938"; "" where no rule stands before the law."""
    low, high = result.loss_by_rules_low, result.loss_by_rules_high
    if low is None or high is None:
        return ""
    return f"{in_unit(low, unit)} to {in_unit(high, unit)}"


def rules_in_words(result: Result) -> str:
    """The same as a sentence that says which rule is in use; "" where none is."""
    found = range_in_words(result)
    if not found:
        return ""
    rule = result.scenario.expert_rule
    used = "the rule of thumb" if rule == THUMB else f"that of {RULES[rule]}"
    return f"What a mixture is worth is contested: by the published rules its loss is {found}; in use is {used}."
