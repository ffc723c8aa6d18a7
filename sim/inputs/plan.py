"""Plan: which of parameters, tokens, compute, money and loss are given."""

from sim.inputs.row import Input

TITLE = "Plan"

PLANS = {
    "params_tokens": "Parameters and tokens",
    "params_compute": "Parameters and compute",
    "tokens_compute": "Tokens and compute",
    "compute_optimal": "Compute, split for the lowest loss",
    "budget_optimal": "A budget, spent for the lowest loss",
    "target_loss": "A loss, reached at the lowest cost",
}

# The numbers that each plan takes as given; the others follow from them.
GIVEN = {
    "params_tokens": ("n_params", "n_tokens"),
    "params_compute": ("n_params", "train_flop"),
    "tokens_compute": ("n_tokens", "train_flop"),
    "compute_optimal": ("train_flop",),
    "budget_optimal": ("budget_usd",),
    "target_loss": ("target_loss",),
}

# How a plan gets the numbers that it does not take as given, for the page.
DERIVED = {
    "params_tokens": "Compute follows: C = 6 N D.",
    "params_compute": "Tokens follow: D = C / (6 N).",
    "tokens_compute": "Parameters follow: N = C / (6 D).",
    "compute_optimal": "Parameters and tokens are chosen: lowest loss at this compute.",
    "budget_optimal": "Parameters and tokens are chosen: lowest loss for this money.",
    "target_loss": "Parameters and tokens are chosen: lowest cost for this loss.",
}

INPUTS = [
    Input(
        name="plan",
        symbol="",
        label="What is given",
        key="plan",
        help="Which numbers you choose. The simulator derives the others.",
        default="params_tokens",
        source="next-dollar",
        options=lambda: PLANS,
    ),
]
