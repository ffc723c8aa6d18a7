"""Progress and wall: better algorithms, and the hypothesis that returns shrink."""

from sim.inputs.row import Input

TITLE = "Progress and wall"

INPUTS = [
    Input(
        name="efficiency",
        symbol="e",
        label="Efficiency",
        key="e",
        help="Compute-equivalent gain of better algorithms: at 2 the same loss needs half the compute.",
        default=1.0,
        source="ho2024",
        low=0.01,
        high=1e9,
        form="plain",
        color="compute",
    ),
    Input(
        name="wall_flop",
        symbol="",
        label="Wall at",
        key="wf",
        unit="FLOP",
        help="Compute from which on returns shrink, were there a wall. None: no wall.",
        default=None,
        source="next-dollar",
        low=1e18,
        high=1e32,
        form="flop",
        optional=True,
        illustrative=True,
        color="compute",
    ),
    Input(
        name="wall_slope",
        symbol="w",
        label="Slope behind the wall",
        key="ws",
        help="Share of the slope of the reducible loss that is left behind the wall, in log-log. 1 is no wall.",
        default=0.5,
        source="next-dollar",
        low=0.05,
        high=1.0,
        scale="linear",
        steps=((0.05, 0.01),),
        form="plain",
        illustrative=True,
        color="compute",
    ),
]
