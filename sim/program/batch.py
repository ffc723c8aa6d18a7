"""The critical batch: how many tokens one step can use, which is a floor on the days of a run."""

from sim.ground.arrays import Array

# B = 93.20 N^0.47 sequences of 512 tokens, N in millions, at 20 tokens per parameter: Zhang et al. (2024)
# [zhang2024batch], secondary source. They find that it follows the tokens and not the parameters, so N = D / 20.
SEQUENCES, EXPONENT, SEQUENCE_TOKENS = 93.20, 0.47, 512
TOKENS_PER_PARAM = 20.0
MILLION = 1e6


def critical_batch_tokens(D: Array) -> Array:
    """Batch at which a run of D tokens takes 20 % more tokens than with small ones [tokens per step]."""
    return SEQUENCE_TOKENS * SEQUENCES * (D / TOKENS_PER_PARAM / MILLION) ** EXPONENT
