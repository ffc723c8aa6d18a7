"""Coded remarks on the limits of a cluster: time, steps, utilization; `sim.engine.notes` lists them with the others."""

from collections.abc import Iterator

from sim.catalogs.clusters import INFEASIBLE_FLOP, LLAMA_3, SLOWED_FLOP
from sim.engine.remark import Remark, Weight, remark
from sim.engine.result import Result
from sim.ground import units
from sim.program.training import HOURS_PER_DAY, SECONDS_PER_HOUR

DAYS_PER_YEAR = 365.0
SECONDS_PER_DAY = HOURS_PER_DAY * SECONDS_PER_HOUR
# Years that leading chips stayed in use at the frontier: TPU v4 and V100 [epoch-lifetimes], secondary source.
SHORT_LIFE, LONG_LIFE = 2.7, 4.5
SHORTEST_STEP = 0.5  # seconds that a step takes at least in the runs that we know; ours [next-dollar]
SMALLER, LARGER = LLAMA_3.points


def _years(result: Result) -> float:
    return 0.0 if result.wall_clock_days is None else result.wall_clock_days / DAYS_PER_YEAR


def _how_long(result: Result) -> str:
    held = units.counted(units.count(result.scenario.n_chips), "chip")
    return f"The run takes {units.plain(_years(result), 2)} years on {held}"


def _takes_years(result: Result) -> Iterator[str]:
    if 1 < _years(result) <= LONG_LIFE:
        yield (
            f"{_how_long(result)}. Leading chips stayed at the frontier for {SHORT_LIFE} to {LONG_LIFE} years: "
            "more chips, or a smaller run."
        )


def _takes_years_in_short(result: Result) -> str:
    return f"{_how_long(result)}."


def _outlives(result: Result) -> Iterator[str]:
    if _years(result) > LONG_LIFE:
        yield (
            f"{_how_long(result)}: longer than its hardware lives. Leading chips stayed at the frontier for "
            f"{SHORT_LIFE} to {LONG_LIFE} years."
        )


def _outlives_in_short(result: Result) -> str:
    return f"{_how_long(result)}: longer than its hardware lives."


def step_seconds(result: Result) -> float | None:
    """Seconds of one step at the critical batch; `None` where the number of chips is unknown."""
    days, batch = result.wall_clock_days, result.critical_batch_tokens
    return None if days is None or not result.n_tokens else days * SECONDS_PER_DAY * batch / result.n_tokens


def _batch(result: Result) -> Iterator[str]:
    seconds = step_seconds(result)
    if seconds is not None and seconds < SHORTEST_STEP:
        batch = units.count(result.critical_batch_tokens)
        fewest = SHORTEST_STEP / seconds * result.wall_clock_days
        yield (
            f"The batch binds: with the {batch} tokens that a step can use (Zhang et al., 2024, secondary source) each "
            f"step takes {units.plain(seconds, 2)} s on these chips. Steps of {SHORTEST_STEP} s, which is our guess of "
            f"the shortest, make it {units.with_unit(fewest, 'days')}, however many chips there are."
        )


def _batch_in_short(result: Result) -> str:
    return "More chips than a batch can use: the run takes longer than is said here."


def _large_cluster(result: Result) -> Iterator[str]:
    n = result.scenario.n_chips
    if n is not None and n > LARGER[0]:
        (small, high), (large, low) = SMALLER, LARGER
        yield (
            f"Utilization does not know the number of chips. That of Llama 3 405B fell from {units.percent(high)} on "
            f"{small:,} H100 to {units.percent(low)} on {large:,} (secondary source). For {units.count(n)} chips "
            "expect less than for that many."
        )


def _data_movement(result: Result) -> Iterator[str]:
    if result.train_flop > SLOWED_FLOP:
        beyond = ""
        if result.train_flop > INFEASIBLE_FLOP:
            beyond = f" Beyond {units.scientific(INFEASIBLE_FLOP)} FLOP they find no run of that time feasible."
        yield (
            f"Moving data lowers utilization for runs of three months beyond some {units.scientific(SLOWED_FLOP)} FLOP "
            f"(Erdil and Schneider-Joseph, 2024, a model). This one has {units.scientific(result.train_flop)}.{beyond}"
        )


LIMIT_REMARKS: dict[str, Remark] = {
    "takes-years": remark(_takes_years, Weight.CAUTION, _takes_years_in_short),
    "outlives-chips": remark(_outlives, Weight.ALARM, _outlives_in_short),
    "batch-binds": remark(_batch, Weight.CAUTION, _batch_in_short),
    "large-cluster": remark(_large_cluster),
    "data-movement": remark(_data_movement),
}
