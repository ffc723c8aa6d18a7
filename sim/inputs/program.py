"""The whole program: what is paid beside the final run."""

from sim.inputs.row import Input

TITLE = "The whole program"

INPUTS = [
    Input(
        name="failure_overhead",
        symbol="",
        label="Lost to failures",
        key="fo",
        help="Chip-hours lost to failures, restarts and checkpoints, over those of a run without any.",
        default=0.0,
        source="next-dollar",
        low=0.0,
        high=10.0,
        scale="linear",
        steps=((0.0, 0.05),),
        form="percent",
        illustrative=True,
        color="money",
    ),
    Input(
        name="rd_multiple",
        symbol="m",
        label="R&D multiple",
        key="rd",
        help="All development compute over that of the final run: 1 is the final run alone, 1.2 to 4 is usual.",
        default=1.0,
        source="cottier2024",
        low=1.0,
        high=10.0,
        scale="linear",
        steps=((1.0, 0.1),),
        form="plain",
        color="money",
    ),
    Input(
        name="staff_usd",
        symbol="",
        label="Staff",
        key="st",
        unit="USD",
        help="Pay of the people who build the model, with equity and overhead, over the whole program.",
        default=0.0,
        source="next-dollar",
        low=0.0,
        high=1e10,
        scale="linear",
        steps=((0.0, 1e8),),
        form="usd",
        illustrative=True,
        color="money",
    ),
]
