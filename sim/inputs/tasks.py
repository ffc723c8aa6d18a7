"""Tasks: from loss to solved problems, samples and the verifier that picks one, tasks of many steps."""

from typing import Annotated, ClassVar

from sim.ground.glossary import TERMS
from sim.inputs.row import Group, Row

TASK_KINDS = {
    "generate": "Answers to write, by an anchor that you set",
    "choice": "Multiple choice, by a published calibration",
    "none": "None: dollars and loss alone",
}


class Tasks(Group):
    """From loss to solved problems, samples and the verifier that picks one, tasks of many steps."""

    title: ClassVar[str] = "Tasks and samples"

    samples_per_query: Annotated[
        float,
        Row(
            label="Samples per query",
            key="k",
            symbol="k",
            help="Answers drawn for each query, of which the verifier picks one.",
            source="next-dollar",
            low=1,
            high=1e6,
            whole=True,
            lever="always",
            pages=("think",),
            illustrative=True,
            color="inference",
            marks=((1, "one answer"), (64, "o1, 64 votes"), (250, "Brown et al."), (1e4, "10K")),
            zones=((1, "one answer"), (100, "usual"), (1e4, "thinking hard"), (1e6, "brute force")),
            reason="a query has one answer at least",
        ),
    ] = 1.0

    verifier_true_accept: Annotated[
        float,
        Row(
            label="Right answers accepted",
            key="vt",
            symbol="t",
            help=f"Chance that the verifier accepts a right answer. {TERMS['verifier']}",
            source="next-dollar",
            low=0.0,
            high=1.0,
            scale="linear",
            steps=((0.0, 0.01),),
            form="percent",
            illustrative=True,
            color="inference",
        ),
    ] = 0.9

    verifier_false_accept: Annotated[
        float,
        Row(
            label="Wrong answers accepted",
            key="vf",
            symbol="f",
            help="Chance that the verifier accepts a wrong answer: 0 is perfect, as high as for right ones is none.",
            source="next-dollar",
            low=0.0,
            high=1.0,
            scale="linear",
            steps=((0.0, 0.01),),
            form="percent",
            lever="always",
            pages=("think",),
            illustrative=True,
            color="inference",
            marks=((0.0, "perfect"), (1.0, "takes all")),
        ),
    ] = 0.1

    task_kind: Annotated[
        str,
        Row(
            label="Tasks",
            key="tk",
            help="How a loss turns into solved problems. It holds for the problems that set it, and for no others.",
            source="next-dollar",
            options=lambda: TASK_KINDS,
        ),
    ] = "generate"

    task_anchor_loss: Annotated[
        float,
        Row(
            label="Anchor: loss",
            key="al",
            unit="nat/token",
            help="A model with this loss solves the share below. The default is Llama 2 70B's loss by the default law.",
            source="next-dollar",
            low=0.01,
            high=12.0,
            scale="linear",
            steps=((0.1, 0.1), (1.5, 0.005), (2.5, 0.02), (4.0, 0.1)),
            form="loss",
            illustrative=True,
            color="ink",
        ),
    ] = 1.9647

    task_anchor_pass: Annotated[
        float,
        Row(
            label="Anchor: share solved",
            key="ap",
            help="Share of the problems that a model with the anchor's loss solves with one answer.",
            source="next-dollar",
            low=0.01,
            high=0.99,
            scale="linear",
            steps=((0.01, 0.01),),
            form="percent",
            illustrative=True,
            color="ink",
        ),
    ] = 0.30

    task_slope: Annotated[
        float,
        Row(
            label="Slope",
            key="ts",
            unit="per nat",
            help="How fast the odds of a right answer grow as the loss falls: at 12, 0.01 nat raises them by 13 %.",
            source="next-dollar",
            low=0.1,
            high=200,
            form="plain",
            illustrative=True,
            color="ink",
        ),
    ] = 12.0

    task_exponent: Annotated[
        float,
        Row(
            label="Spread of the problems",
            key="te",
            symbol="a",
            help="How alike the problems are: low where most are solved always or never, high where all are alike.",
            source="brown2024",
            low=0.02,
            high=20,
            form="plain",
            color="ink",
        ),
    ] = 0.12

    steps_per_task: Annotated[
        float,
        Row(
            label="Steps per task",
            key="ns",
            symbol="n",
            help="Steps of a task, each of which must succeed. A step is one query.",
            source="next-dollar",
            low=1,
            high=1e6,
            whole=True,
            illustrative=True,
            color="inference",
        ),
    ] = 1.0

    retries_per_step: Annotated[
        float,
        Row(
            label="Retries per step",
            key="rt",
            symbol="r",
            help="Times that a failed step is tried again. It takes somebody who notices the failure.",
            source="next-dollar",
            low=0,
            high=100,
            scale="linear",
            steps=((0, 1), (20, 5)),
            form="plain",
            whole=True,
            illustrative=True,
            color="inference",
        ),
    ] = 0.0
