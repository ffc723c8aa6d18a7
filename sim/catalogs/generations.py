"""How well chips are used: published whole runs and services, one file for each generation of chips.

Utilization is a share of the dense BF16 peak, whatever the precision that a run or a service computed in.
"""

import math
from dataclasses import dataclass
from functools import cache
from statistics import median
from typing import Literal

from pydantic import Field, model_validator

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.hardware import chips
from sim.catalogs.references import Status
from sim.ground.flop import FLOP_PER_PARAM_TOKEN

SECONDS_PER_HOUR = 3600
MFU_UNKNOWN = 0.30  # whole run on a chip without published runs; ours [next-dollar]
DIGITS = 4  # of a median that becomes an input


class Work(Entry):
    """What a run did, and the chip-hours between its start and its end."""

    n_active: float = Field(gt=0, allow_inf_nan=False)  # parameters that one token uses
    n_tokens: float = Field(gt=0, allow_inf_nan=False)
    chip_hours: float = Field(gt=0, allow_inf_nan=False)


class WholeRun(Entry):
    """A training run of which the work and the chip-hours are published, or the utilization itself is listed."""

    name: str
    chip: str
    work: Work | None = None
    listed_mfu: float | None = Field(None, gt=0, le=1)
    precision: Literal["bf16", "fp8"] = "bf16"
    source: str
    status: Status

    @model_validator(mode="after")
    def _one_of_two(self) -> "WholeRun":
        """One figure rests on one thing."""
        if (self.work is None) == (self.listed_mfu is None):
            raise ValueError("a run needs its work or a listed_mfu, not both")
        return self

    @property
    def mfu(self) -> float:
        """Utilization of the whole run: as listed, or 6 N_active D / (chip-hours x 3600 x peak) [-]."""
        if self.work is None:
            return self.listed_mfu or math.nan
        flop = FLOP_PER_PARAM_TOKEN * self.work.n_active * self.work.n_tokens
        return flop / (self.work.chip_hours * SECONDS_PER_HOUR * chips().entries[self.chip].peak.flop_per_s)


class Serving(Entry):
    """How well a service uses its chips: reading, writing, and the share of paid time that they are busy [-]."""

    mfu_prefill: float = Field(gt=0, le=1)
    mfu_decode: float = Field(gt=0, le=1)
    serving_utilization: float = Field(gt=0, le=1)
    what: str
    source: str
    status: Status


class Generation(Entry):
    """Chips that are used alike. What nobody published is absent."""

    label: str
    note: str = ""
    run: tuple[WholeRun, ...] = ()
    serving: Serving | None = None


@dataclass(frozen=True)
class Utilization:
    """Utilization of a whole training run on a chip [-]: the median of published runs.

    Parameters
    ----------
    value : float
        The median, or 0.30 of ours where no run is known.
    low, high : float or None
        Lowest and highest of the runs; `None` where there are fewer than two.
    runs : tuple of str
        Names of the runs.
    generation : str
        Label of the generation, empty where it has no runs.
    status : Status
        "D" for a median of published figures, "ours" where none is known.
    precision : str
        What the figure is for; "bf16" stands for all runs, the few in FP8 among them.
    """

    value: float
    low: float | None
    high: float | None
    runs: tuple[str, ...]
    generation: str
    status: Status
    precision: str = "bf16"


# On a chip whose services are not published: reading as in Sardana et al. (2024), the others ours [next-dollar].
SERVING_UNKNOWN = Serving(
    mfu_prefill=0.5, mfu_decode=0.1, serving_utilization=0.5,
    what="no service on this chip is published", source="next-dollar", status="ours",
)  # fmt: skip


generations = Folder(
    "generations", reader(Generation), lambda generation: generation.label, pages=("method",),
    order=lambda name, generation: name,
)  # fmt: skip


def whole_runs() -> list[WholeRun]:
    """Every published whole run."""
    return [run for generation in generations().entries.values() for run in generation.run]


def _generation(hardware: str) -> Generation | None:
    chip = chips().entries.get(hardware)
    return generations().entries.get(chip.generation) if chip else None


@cache
def catalog_mfu(hardware: str, precision: str = "bf16") -> Utilization:
    """Utilization of a whole training run on a chip, of its BF16 peak [-].

    Parameters
    ----------
    hardware : str
        A chip of `presets/hardware`.
    precision : str
        "fp8" takes the runs in FP8 alone. Where a generation has none, their gain on one that has is carried over,
        which is ours; a chip without a published peak in FP8 gains nothing.
    """
    generation = _generation(hardware)
    in_fp8 = precision == "fp8" and computes_fp8(hardware)
    runs = [run for run in generation.run if not in_fp8 or run.precision == "fp8"] if generation else []
    if generation is None or not runs:
        if in_fp8:
            value = min(1.0, float(f"{catalog_mfu(hardware).value * fp8_gain():.{DIGITS}g}"))
            return Utilization(value, None, None, (), "", "ours", "fp8")
        return Utilization(MFU_UNKNOWN, None, None, (), "", "ours")
    found = sorted(run.mfu for run in runs)
    value = float(f"{median(found):.{DIGITS}g}")
    low, high = (found[0], found[-1]) if len(found) > 1 else (None, None)
    names = tuple(run.name for run in runs)
    return Utilization(value, low, high, names, generation.label, "D", "fp8" if in_fp8 else "bf16")


def computes_fp8(hardware: str) -> bool:
    """Whether a peak in FP8 is published for a chip."""
    chip = chips().entries.get(hardware)
    return chip is not None and "fp8" in chip.peaks


@cache
def fp8_gain() -> float:
    """How much more of the BF16 peak the whole runs in FP8 reach than the others of their generations [-]."""
    gains = []
    for generation in generations().entries.values():
        apart = [[run.mfu for run in generation.run if (run.precision == "fp8") == fp8] for fp8 in (True, False)]
        if all(apart):
            gains.append(median(apart[0]) / median(apart[1]))
    return median(gains) if gains else 1.0


def catalog_serving(hardware: str) -> Serving:
    """How well a service uses a chip: calibrated on published services, else ours.

    Parameters
    ----------
    hardware : str
        A chip of `presets/hardware`.
    """
    generation = _generation(hardware)
    return generation.serving if generation and generation.serving else SERVING_UNKNOWN
