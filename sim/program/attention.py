"""Attention over the context: what it adds to the compute of the parameters."""

import numpy as np

from sim.ground.arrays import Array

# Of each token, layer, unit of width and token of context: 2 forward, 4 backward; Kaplan et al. (2020), table 1
# [kaplan2020]. Chowdhery et al. (2022), appendix B [chowdhery2022], have 12: they count the masked half too.
FLOP_PER_CONTEXT_TOKEN = 6
PARAMS_PER_LAYER_AND_SQUARED_WIDTH = 12  # N = 12 layers width^2, Kaplan et al. (2020), section 2.1 [kaplan2020]
# Width over layers of GPT-3 (12288 / 96), Brown et al. (2020), table 2.1 [brown2020]; Llama 3 8B has the same, Llama
# 3 70B and 405B and PaLM have 102 to 156. That every model is of this shape is ours [next-dollar].
ASPECT_RATIO = 128
EXPONENT = 2 / 3  # layers x width grows as N to this


def layers_times_width(N_active: Array) -> Array:
    """Layers times width of a model whose width is 128 times its layers, (N / 12)^(2/3) / 128^(1/3) [-]."""
    return (N_active / PARAMS_PER_LAYER_AND_SQUARED_WIDTH) ** EXPONENT * ASPECT_RATIO ** (EXPONENT - 1)


def attention_flop(N: Array, D: Array, context_tokens: Array, active_fraction: Array = 1.0) -> Array:
    """Compute of attention in training, 6 layers x width x context for each token [FLOP].

    It stands beside the 6 N D of the parameters, in every layer over the whole context; a sliding window or a
    sparse pattern takes less. Experts have no attention of their own, so the active parameters give the shape.

    Parameters
    ----------
    N : float or array
        All parameters [-].
    D : float or array
        Tokens seen [-].
    context_tokens : float or array
        Length of the texts in training [tokens]; NaN for no attention term, which takes nothing.
    active_fraction : float or array
        Share of the parameters that one token uses [0-1].
    """
    context = np.where(np.isnan(context_tokens), 0.0, context_tokens)[()]
    return FLOP_PER_CONTEXT_TOKEN * context * layers_times_width(active_fraction * N) * D
