"""Readout: in what the page says how good a model is."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from sim.catalogs.benchmarks import benchmarks
from sim.inputs.row import Group, Row

LOSS, INDEX, HORIZON = "loss", "index", "horizon"
COMPUTE, FRONTIER = "compute", "frontier"  # what moves with the training compute
SLOPES = {COMPUTE: "Compute alone, at one date", FRONTIER: "Along the frontier, with the years"}


def _readouts() -> Mapping[str, str]:
    known = {key: benchmark.label for key, benchmark in benchmarks().entries.items()}
    return {LOSS: "Loss", INDEX: "Epoch’s index of capability", HORIZON: "Length of tasks, METR", **known}


class Readout(Group):
    """In what the page says how good a model is."""

    title: ClassVar[str] = "Readout"

    readout: Annotated[
        str,
        Row(
            label="Speak in",
            key="ro",
            help="What the page says of a model beside its loss. All but the loss rest on the training compute and the "
            "date alone, by a regression over published models, with a wide band.",
            source="epoch-eci",
            options=_readouts,
        ),
    ] = LOSS

    readout_year: Annotated[
        float,
        Row(
            label="Year of the model",
            key="ry",
            help="When the model appears, as 2026.9 for the end of 2026: at the same compute a later one is better.",
            source="next-dollar",
            low=2020.0,
            high=2040.0,
            scale="linear",
            steps=((2020.0, 0.1),),
            form="plain",
            illustrative=True,
        ),
    ] = 2026.9

    readout_slope: Annotated[
        str,
        Row(
            label="What more compute does",
            key="rs",
            help="Compute alone: more of it at the same date. Along the frontier: more of it as the field had it, "
            "later and with better methods, so that the year of the model does not count.",
            source="next-dollar",
            options=lambda: SLOPES,
        ),
    ] = COMPUTE
