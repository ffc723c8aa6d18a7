"""Student's t beside the normal distribution."""

from functools import lru_cache


@lru_cache(maxsize=256)
def student_factor(share: float, freedom: int) -> float:
    """How much wider the middle `share` of Student's t of some degrees of freedom is than that of the normal."""
    from scipy.special import ndtri, stdtrit  # here: commands that fit nothing need not load it

    place = (1 + share) / 2
    return float(stdtrit(freedom, place) / ndtri(place))
