"""Run: the law, and the size of the training run."""

from typing import Annotated, ClassVar

from sim.ground.glossary import TERMS
from sim.inputs.row import TRAINING_PAGES, Group, Row
from sim.laws import loss_laws
from sim.laws.mixtures import RULES, THUMB


class Run(Group):
    """The law, and the size of the training run."""

    title: ClassVar[str] = "Run"

    law: Annotated[
        str,
        Row(
            label="Scaling law",
            key="law",
            symbol="L",
            help="The published fit that turns parameters and tokens into a loss.",
            source="besiroglu2024",
            options=lambda: {key: law.label for key, law in loss_laws().entries.items()},
        ),
    ] = "besiroglu2024"

    n_params: Annotated[
        float,
        Row(
            label="Parameters",
            key="n",
            symbol="N",
            help=f"All parameters of the model, the idle ones included. {TERMS['mixture of experts']}",
            source="brown2020",
            low=1e6,
            high=1e15,
            lever="always",
            pages=(*TRAINING_PAGES, "think"),
            color="params",
            marks=(
                (1.04e12, "Kimi K2"),
                (1.5e9, "GPT-2"),
                (70e9, "Chinchilla"),
                (175e9, "GPT-3"),
                (405e9, "Llama 3.1"),
            ),
            zones=((1e9, "small"), (3e10, "medium"), (2e12, "large"), (1e15, "not yet seen")),
        ),
    ] = 175e9

    active_fraction: Annotated[
        float,
        Row(
            label="Active fraction",
            key="af",
            symbol="f",
            help=f"Share of the parameters that each token uses: 1 for a dense model. {TERMS['mixture of experts']}",
            source="brown2020",
            low=1e-4,
            high=1.0,
            reason="1 is a dense model, which uses all of them",
            form="plain",
            color="params",
        ),
    ] = 1.0

    n_experts: Annotated[
        float,
        Row(
            label="Experts",
            key="ne",
            help="Experts for each one that a token uses: 1 for a dense model. Only the law of Ludziejewski et al. has "
            "their number; the others go by the active fraction.",
            source="ludziejewski2025",
            low=1.0,
            high=1e4,
            form="plain",
            color="params",
        ),
    ] = 1.0

    expert_rule: Annotated[
        str,
        Row(
            label="What a mixture is worth",
            key="er",
            help="How a law that was fitted on dense models sees a mixture of experts: by the rule of thumb, or by a "
            "published rule. These disagree about fourfold. Without an input for experts, they are all parameters over "
            "the active ones.",
            source="next-dollar",
            options=lambda: RULES,
            illustrative=True,
            color="params",
        ),
    ] = THUMB

    n_tokens: Annotated[
        float,
        Row(
            label="Tokens",
            key="d",
            symbol="D",
            unit="tokens",
            help=f"Tokens seen in training. {TERMS['token']}",
            source="brown2020",
            low=1e6,
            high=1e17,
            lever="always",
            pages=(*TRAINING_PAGES, "think"),
            color="tokens",
            marks=((510e12, "all indexed web text"), (300e9, "GPT-3"), (36e12, "Qwen3"), (15.6e12, "Llama 3.1")),
            zones=((1e11, "little"), (4e13, "usual"), (3.1e15, "the web"), (1e17, "beyond")),
        ),
    ] = 300e9

    train_flop: Annotated[
        float,
        Row(
            label="Compute",
            key="c",
            symbol="C",
            unit="FLOP",
            help=f"Operations of the training run: about 6 per active parameter and token. {TERMS['FLOP']}",
            source="brown2020",
            low=1e15,
            high=1e32,
            lever="always",
            form="flop",
            color="compute",
            marks=((3.15e23, "GPT-3"), (5e26, "Grok 4 (est.)"), (2.1e25, "GPT-4 (est.)"), (3.29e24, "DeepSeek-V3")),
            zones=((1e21, "small"), (1e24, "medium"), (5e26, "frontier"), (1e32, "not yet seen")),
        ),
    ] = 3.15e23

    budget_usd: Annotated[
        float,
        Row(
            label="Budget",
            key="b",
            symbol="T",
            unit="USD",
            help="Dollars to spend in all.",
            source="next-dollar",
            low=1e2,
            high=1e13,
            lever="given",
            form="usd",
            illustrative=True,
            color="money",
            marks=((1e7, "$10M"), (1e9, "$1B"), (1e11, "$100B")),
        ),
    ] = 1e7

    target_loss: Annotated[
        float,
        Row(
            label="Target loss",
            key="l",
            symbol="L",
            unit="nat/token",
            help=f"The loss to reach. Lower is better. {TERMS['irreducible loss']}",
            source="next-dollar",
            low=0.01,
            high=12.0,
            scale="linear",
            steps=((0.1, 0.1), (1.5, 0.005), (2.5, 0.02), (4.0, 0.1)),
            lever="given",
            form="loss",
            illustrative=True,
            color="ink",
        ),
    ] = 2.0

    extra_usd: Annotated[
        float | None,
        Row(
            label="Extra money to compare",
            key="x",
            unit="USD",
            help="What more money buys on each lever is read at this sum. None means the largest power of "
            "ten that is not above the cost of the run.",
            source="next-dollar",
            low=1e-2,
            high=1e12,
            form="usd",
            illustrative=True,
            color="money",
        ),
    ] = None
