"""Plan: which of parameters, tokens, compute, money, loss, chips and days are given."""

from typing import Annotated, ClassVar

from sim.inputs.row import Group, Row

PLANS = {
    "params_tokens": "Parameters and tokens",
    "params_compute": "Parameters and compute",
    "tokens_compute": "Tokens and compute",
    "compute_optimal": "Compute, split for the lowest loss",
    "budget_optimal": "A budget, spent for the lowest loss",
    "target_loss": "A loss, reached at the lowest cost",
    "chips_days": "Chips and days, used for the lowest loss",
    "deadline": "A loss by a deadline, at the lowest cost",
}

# The numbers that each plan takes as given; the others follow from them.
GIVEN = {
    "params_tokens": ("n_params", "n_tokens"),
    "params_compute": ("n_params", "train_flop"),
    "tokens_compute": ("n_tokens", "train_flop"),
    "compute_optimal": ("train_flop",),
    "budget_optimal": ("budget_usd",),
    "target_loss": ("target_loss",),
    "chips_days": ("n_chips", "train_days"),
    "deadline": ("target_loss", "n_chips", "train_days"),
}

# Those of them that a plan derives where it does not take them as given. Chips and days limit a plan or are
# no part of it: no plan chooses them.
PLANNED = frozenset(name for given in GIVEN.values() for name in given) - {"n_chips", "train_days"}

# How a plan gets the numbers that it does not take as given, for the page: for dense models, and for mixtures
# of experts, where compute goes by the active parameters.
DERIVED = {
    "params_tokens": ("Compute follows: C = 6 N D.", "Compute follows: C = 6 f N D, f the active share."),
    "params_compute": ("Tokens follow: D = C / (6 N).", "Tokens follow: D = C / (6 f N), f the active share."),
    "tokens_compute": ("Parameters follow: N = C / (6 D).", "Parameters follow: N = C / (6 f D), f the active share."),
    "compute_optimal": ("Parameters and tokens are chosen: lowest loss at this compute.",) * 2,
    "budget_optimal": ("Parameters and tokens are chosen: lowest loss for this money.",) * 2,
    "target_loss": ("Parameters and tokens are chosen: lowest cost for this loss.",) * 2,
    "chips_days": ("Parameters and tokens are chosen: lowest loss that these chips reach in these days.",) * 2,
    "deadline": ("Parameters and tokens are chosen: lowest cost for this loss within these days.",) * 2,
}


# What the money of a plan is for, where there is inference and where not.
MONEY = {"off": "The money is for training.", "on": "The money is for training and for serving."}
OF_MONEY = ("budget_optimal", "target_loss", "deadline")


class Plan(Group):
    """Which of parameters, tokens, compute, money, loss, chips and days are given."""

    title: ClassVar[str] = "Plan"

    plan: Annotated[
        str,
        Row(
            label="What is given",
            key="plan",
            help="Which numbers you choose. The simulator derives the others.",
            source="next-dollar",
            options=lambda: PLANS,
        ),
    ] = "params_tokens"
