"""Data: how much text there is, text from a model, and what either costs."""

from typing import Annotated, ClassVar

from sim.inputs.row import Group, Row
from sim.laws.data import REPEAT_HALF_LIFE, STOCK

# What loses value where text repeats.
RULES = {
    "tokens_params": "Tokens and excess parameters",
    "tokens": "Tokens alone",
}


class Text(Group):
    """How much text there is, text from a model, and what either costs."""

    title: ClassVar[str] = "Data"

    unique_tokens: Annotated[
        float | None,
        Row(
            label="Unique text",
            key="u",
            symbol="U",
            unit="tokens",
            help="Unique real tokens there are. A run that sees more repeats them, and repeats are worth less.",
            source="villalobos2022",
            low=1e6,
            high=1e18,
            in_older_links=None,
            unlimited=True,
            as_of="2024",
            color="tokens",
        ),
    ] = STOCK

    repetition: Annotated[
        str,
        Row(
            label="What repeats cost",
            key="rp",
            help="What loses value where text repeats: the tokens, and as in the paper also the parameters beyond "
            "those that the unique text calls for. This is contested. Where nothing repeats the rules are the same.",
            source="muennighoff2023",
            options=lambda: RULES,
            in_older_links="tokens",
            color="tokens",
        ),
    ] = "tokens_params"

    repetition_half_epochs: Annotated[
        float,
        Row(
            label="Passes until repeats fade",
            key="rh",
            symbol="R_D*",
            unit="passes",
            help="Further passes after which 1/e of a token's value is left. The paper fits 15.4, and 95 fits its runs "
            "about as well; Prabhudesai et al. (2025) find 31 to 32.",
            source="muennighoff2023",
            low=1.0,
            high=1e3,
            form="plain",
            color="tokens",
            marks=((15.387756, "Muennighoff"), (31.5, "Prabhudesai"), (95.0, "fits as well")),
        ),
    ] = REPEAT_HALF_LIFE

    context_tokens: Annotated[
        float | None,
        Row(
            label="Context in training",
            key="ctx",
            unit="tokens",
            help="Length of the texts in training, by which attention is paid for beside 6 FLOP for each parameter and "
            "token: a seventh more for 8B parameters at 8,000 tokens, over twice as much at 128,000. None: left out.",
            source="kaplan2020",
            low=1.0,
            high=1e8,
            color="compute",
            marks=((2048, "GPT-3"), (8192, "Llama 3"), (131072, "long texts")),
        ),
    ] = None

    synthetic_fraction: Annotated[
        float,
        Row(
            label="Synthetic share",
            key="sy",
            symbol="s",
            help="Share of the tokens seen that a model wrote, or that were converted from audio and video.",
            source="next-dollar",
            low=0.0,
            high=0.99,
            scale="linear",
            steps=((0.0, 0.01),),
            form="percent",
            illustrative=True,
            color="tokens",
        ),
    ] = 0.0

    synthetic_value: Annotated[
        float,
        Row(
            label="Value of a synthetic token",
            key="sv",
            symbol="v",
            help="Fresh real tokens that one synthetic token is worth. Nobody knows: the figure is a guess.",
            source="next-dollar",
            low=0.0,
            high=2.0,
            scale="linear",
            steps=((0.0, 0.05),),
            form="plain",
            illustrative=True,
            color="tokens",
        ),
    ] = 0.5

    usd_per_mtok_real: Annotated[
        float,
        Row(
            label="Price of real text",
            key="pr",
            unit="USD per million tokens",
            help="Paid once for each unique real token used. Scraped text is free; a licensed book is about $50.",
            source="next-dollar",
            low=0.0,
            high=1e5,
            scale="linear",
            steps=((0.0, 1.0), (10.0, 10.0), (100.0, 100.0), (1000.0, 1000.0)),
            form="usd",
            illustrative=True,
            color="money",
        ),
    ] = 0.0

    usd_per_mtok_synthetic: Annotated[
        float,
        Row(
            label="Price of synthetic text",
            key="ps",
            unit="USD per million tokens",
            help="Paid for each synthetic token: about $0.80 from a 70B model at 10 % of an H100 for $2 an hour.",
            source="next-dollar",
            low=0.0,
            high=1e5,
            scale="linear",
            steps=((0.0, 0.1), (10.0, 10.0), (100.0, 100.0), (1000.0, 1000.0)),
            form="usd",
            illustrative=True,
            color="money",
        ),
    ] = 0.8
