"""The whole program: what is paid beside the final run."""

from typing import Annotated, ClassVar

from sim.inputs.row import Group, Row


class Program(Group):
    """What is paid beside the final run."""

    title: ClassVar[str] = "The whole program"

    failure_overhead: Annotated[
        float,
        Row(
            label="Lost to failures",
            key="fo",
            help="Chip-hours lost to failures, restarts and checkpoints, over those of a run without any.",
            source="next-dollar",
            low=0.0,
            high=10.0,
            scale="linear",
            steps=((0.0, 0.05),),
            form="percent",
            illustrative=True,
            color="money",
        ),
    ] = 0.0

    rd_multiple: Annotated[
        float,
        Row(
            label="R&D multiple",
            key="rd",
            symbol="m",
            help="All development compute over that of the final run: 1 is the final run alone, 1.2 to 4 is usual.",
            source="cottier2024",
            low=1.0,
            high=10.0,
            scale="linear",
            steps=((1.0, 0.1),),
            form="plain",
            color="money",
        ),
    ] = 1.0

    staff_usd: Annotated[
        float,
        Row(
            label="Staff",
            key="st",
            unit="USD",
            help="Pay of the people who build the model, with equity and overhead, over the whole program.",
            source="next-dollar",
            low=0.0,
            high=1e10,
            scale="linear",
            steps=((0.0, 1e8),),
            form="usd",
            illustrative=True,
            color="money",
        ),
    ] = 0.0
