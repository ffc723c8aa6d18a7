"""How far a run lies beyond the runs that a law was fitted on."""

from dataclasses import dataclass

from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.laws import Law

WORDS = {"n_params": "parameters", "n_tokens": "tokens", "train_flop": "compute"}
QUANTITIES = (*WORDS, "tokens_per_param")
FAR = 2.0  # times beyond the fitted range from which on a law is marked as stretched; ours [next-dollar]


@dataclass(frozen=True)
class Beyond:
    """A size of the run that lies outside the fitted range.

    Parameters
    ----------
    name, word : str
        Output, and what it is called.
    is_larger : bool
        Whether it is above the largest run of the fit, and not below the smallest.
    factor : float
        The run over that run.
    """

    name: str
    word: str
    is_larger: bool
    factor: float


def beyond_fitted_range(result: Result) -> list[Beyond]:
    """Sizes of the run outside the range that its law states; none where it lies inside, or none is stated."""
    outside = beyond_fit(chosen_law(result.scenario), result)
    return [
        Beyond(name, word, times > 1, times)
        for name, word in WORDS.items()
        if (times := outside[name]) is not None and times != 1
    ]


def beyond_fit(law: Law, result: Result) -> dict[str, float | None]:
    """How far a run lies outside the runs behind a law, for its N, D, C and D/N, see `times_beyond`."""
    ranges = law.ranges
    return {name: times_beyond(getattr(result, name), ranges.get(name)) for name in QUANTITIES}


def times_beyond(value: float, fitted: tuple[float, float] | None) -> float | None:
    """Times the upper end of a range above it, times the lower end below it, 1 inside; `None` without a range."""
    if fitted is None:
        return None
    low, high = fitted
    return value / high if value > high else value / low if value < low else 1.0


def is_far(times: float | None) -> bool:
    """Whether that is more than a factor of 2 outside."""
    return times is not None and not 1 / FAR <= times <= FAR
