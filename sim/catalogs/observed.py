"""What others measured or said about training and thinking, for charts to compare with."""

from dataclasses import dataclass

from sim.ground.arrays import Array


@dataclass(frozen=True)
class Measured:
    """Share of problems solved against samples per query: (samples, share) points with their source."""

    label: str
    points: tuple[tuple[float, float], ...]
    source: str
    status: str


MEASURED = (
    # Abstract and table 1: DeepSeek-Coder-V2-Instruct, any of the answers right.
    Measured("SWE-bench Lite, coverage", ((1, 0.159), (5, 0.2962), (250, 0.56)), "brown2024", "S2"),
    # Llama 3 8B: the best of a vote and a reward model.
    Measured("MATH, reward model", ((100, 0.405), (10_000, 0.4141)), "brown2024", "S2"),
    # 11.1, 12.5 and 13.9 of 15: one answer, a vote of 64, 1,000 ranked again by a learned score.
    Measured("AIME 2024, o1", ((1, 0.74), (64, 0.83), (1000, 0.93)), "openai-o1", "S2"),
)


@dataclass(frozen=True)
class Traded:
    """How much thinking a training was found or said to be worth.

    Parameters
    ----------
    label : str
        Short name.
    per_tenfold : float or None
        Factor on the compute per answer that is worth ten times the training; `None` where it was not said.
    reach : float or None
        Largest factor on the compute per answer that it was found to hold for.
    source, status : str
        Key of the bibliography, and how it was seen.
    limits : str
        What it was found for.
    """

    label: str
    per_tenfold: float | None
    reach: float | None
    source: str
    status: str
    limits: str


TENFOLD = 10.0
JONES_EXPONENT = 1.2  # log10 test = -1.2 log10 train: Jones (2021) [jones2021]
SNELL_LARGER = 14.0  # times the parameters: Snell et al. (2024), section 7 [snell2024]
SNELL_RATIOS = (0.16, 0.79, 22.0)  # tokens served over tokens of training, there
# Largest spans in training and in inference [orders of magnitude]: Villalobos and Atkinson (2023) [epoch-tradeoff].
EPOCH_SPANS = (
    ("Epoch, search in games", 1.6, 1.6, "It shrinks to nothing near perfect play"),
    ("Epoch, size against tokens", 1.2, 0.7, "Smaller models trained longer, at a given loss"),
    ("Epoch, pruning", 1.0, 1.0, "About"),
    ("Epoch, samples, cheap check", 3.0, 6.0, "Where answers are checked automatically, as code or proofs"),
    ("Epoch, samples, dear check", 1.0, 1.45, "Where checking is about as hard as answering"),
)


def snell_factor(larger: Array, ratio: Array) -> Array:
    """Inference that costs as much as a model `larger` times the size, M + 3 / R (M - 1) [-].

    Snell et al. (2024), section 7 [snell2024].

    Parameters
    ----------
    larger : float or array
        M, its parameters over those of the small one.
    ratio : float or array
        R, tokens served over tokens of training.
    """
    return larger + 3 / ratio * (larger - 1)


TRADED = (
    Traded(
        "Jones, Hex", TENFOLD**JONES_EXPONENT, None, "jones2021", "S1",
        "Tree search in a board game of 9 × 9 fields, down to a search of one node",
    ),
    *(
        Traded(
            f"Snell, R = {ratio:g}", float(snell_factor(TENFOLD, ratio)), float(snell_factor(SNELL_LARGER, ratio)),
            "snell2024", "S1",
            f"What ten times the parameters cost in FLOP, with {ratio:g} tokens served for each of training; largest "
            f"at {SNELL_LARGER:g} times. Whether they are worth it depends on the problems",
        )
        for ratio in SNELL_RATIOS
    ),
    *(
        Traded(label, TENFOLD ** (inference / training), 10**inference, "epoch-tradeoff", "S1",
               f"{limits}. Largest span: {training:g} orders of magnitude of training")
        for label, training, inference, limits in EPOCH_SPANS
    ),
    Traded(
        "Poker, 100,000x training", None, None, "brown-ted2024", "S2",
        "20 seconds a hand, said to be worth a model 100,000 times larger, trained 100,000 times longer; how much "
        "compute 20 seconds are was not said",
    ),
)  # fmt: skip
