"""Benchmarks: how hard they are on the index of capability, one file each in `presets/benchmarks`."""

from pydantic import Field

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status


class Benchmark(Entry):
    """A benchmark on Epoch's index: the share solved is a sigmoid of slope x (index - difficulty).

    Parameters
    ----------
    difficulty, slope : float
        Index at which half is solved, and steepness [per point of the index].
    guessing : float
        Share that guessing solves, which the sigmoid does not know: below it the share is understated.
    """

    label: str
    order: int = 100
    difficulty: float = Field(allow_inf_nan=False)
    slope: float = Field(gt=0, allow_inf_nan=False)
    guessing: float = Field(0.0, ge=0, lt=1)
    source: str
    date: str = Field(pattern=r"^\d{4}(-\d{2})?$")
    status: Status


benchmarks = Folder("benchmarks", reader(Benchmark), lambda benchmark: benchmark.label, pages=("plan", "method"))
