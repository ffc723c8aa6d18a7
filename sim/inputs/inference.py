"""Inference: how many queries are served, how long they are, and how well the chips do it."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar

from sim.catalogs.generations import catalog_serving
from sim.ground.glossary import TERMS
from sim.inputs.row import Group, Row


def _of_chip(name: str) -> Callable[[Mapping[str, Any]], float]:
    return lambda values: getattr(catalog_serving(values["hardware"]), name)


class Inference(Group):
    """How many queries are served, how long they are, and how well the chips do it."""

    title: ClassVar[str] = "Inference"

    inference: Annotated[
        str,
        Row(
            label="Inference",
            key="inf",
            help="Whether the total cost holds the serving of the model beside its training.",
            source="next-dollar",
            options=lambda: {"off": "Off: training alone", "on": "On: training and serving"},
        ),
    ] = "off"

    queries_per_day: Annotated[
        float,
        Row(
            label="Queries",
            key="q",
            symbol="Q",
            unit="per day",
            help="Questions that the service answers in a day.",
            source="next-dollar",
            low=1,
            high=1e13,
            lever="always",
            pages=("think",),
            illustrative=True,
            color="inference",
            marks=((1e4, "a team"), (1e7, "10M"), (1e9, "1B")),
            zones=((1e5, "small"), (1e8, "large"), (1e13, "all the world")),
            reason="for a model that answers nothing, switch inference off",
        ),
    ] = 1e7

    service_days: Annotated[
        float,
        Row(
            label="Days of service",
            key="sd",
            unit="days",
            help="How long the model is served.",
            source="next-dollar",
            low=1,
            high=36500,
            form="plain",
            illustrative=True,
            color="inference",
        ),
    ] = 365.0

    prompt_tokens: Annotated[
        float,
        Row(
            label="Prompt",
            key="pt",
            unit="tokens",
            help="Tokens of a question. They are read once, however many answers are drawn.",
            source="next-dollar",
            low=1,
            high=1e8,
            illustrative=True,
            color="inference",
        ),
    ] = 500.0

    output_tokens: Annotated[
        float,
        Row(
            label="Answer",
            key="ot",
            unit="tokens",
            help="Tokens of one answer, its thinking included. Each sample writes as many.",
            source="next-dollar",
            low=1,
            high=1e8,
            illustrative=True,
            color="inference",
        ),
    ] = 500.0

    mfu_prefill: Annotated[
        float,
        Row(
            label="Utilization, reading",
            key="mp",
            help=f"Share of the peak that reading a prompt turns into useful work. {TERMS['MFU']}",
            source="sardana2024",
            low=0.001,
            high=1.0,
            scale="linear",
            steps=((0.01, 0.01),),
            form="percent",
            lookup=_of_chip("mfu_prefill"),
            follows=("hardware",),
            follows_since=4,
            color="compute",
        ),
    ] = 0.5

    mfu_decode: Annotated[
        float,
        Row(
            label="Utilization, writing",
            key="md",
            help="Share of the peak that writing an answer turns into useful work: one token at a time, it is low.",
            source="next-dollar",
            low=0.001,
            high=1.0,
            scale="linear",
            steps=((0.01, 0.01),),
            form="percent",
            illustrative=True,
            lookup=_of_chip("mfu_decode"),
            follows=("hardware",),
            follows_since=4,
            color="compute",
        ),
    ] = 0.1

    serving_utilization: Annotated[
        float,
        Row(
            label="Busy chips",
            key="su",
            help="Share of their paid time in which the serving chips have queries to answer.",
            source="next-dollar",
            low=0.01,
            high=1.0,
            scale="linear",
            steps=((0.01, 0.01),),
            form="percent",
            illustrative=True,
            lookup=_of_chip("serving_utilization"),
            follows=("hardware",),
            follows_since=4,
            color="compute",
        ),
    ] = 0.5
