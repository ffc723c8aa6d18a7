"""Utilization against the size of the cluster, as published: the same run on more chips, and single large runs."""

from dataclasses import dataclass

from sim.catalogs.references import Status


@dataclass(frozen=True)
class Cluster:
    """A training run, or one at several sizes of its cluster.

    Parameters
    ----------
    run, chip : str
        Which, and on what.
    points : tuple of (float, float)
        Chips, and utilization of their dense BF16 peak [0-1].
    source, status : str
        Where it stands, and how it was seen.
    """

    run: str
    chip: str
    points: tuple[tuple[float, float], ...]
    source: str
    status: Status


A100_PEAK, H100_PEAK = 312e12, 989.4e12  # dense BF16 FLOP/s
LLAMA_3 = Cluster("Llama 3 405B", "H100", ((8_192, 0.43), (16_384, 0.41)), "llama3", "S2")
CLUSTERS = (
    LLAMA_3,
    Cluster("Llama 3 405B, 131K tokens", "H100", ((16_384, 0.38),), "llama3", "S2"),
    # 126, 121 and 113 TFLOP/s at a fixed batch of 1,920, recomputation counted.
    Cluster(
        "Megatron-Turing 530B", "A100",
        tuple((n, x / A100_PEAK) for n, x in ((2_240, 126e12), (2_800, 121e12), (3_360, 113e12))), "smith2022", "S2",
    ),
    Cluster("PaLM 540B", "TPU v4", ((6_144, 0.457),), "chowdhery2022", "S2"),
    Cluster("Gopher 280B", "TPU v3", ((4_096, 0.325),), "rae2021", "S2"),
    # 390 TFLOP/s, in FP8.
    Cluster("Llama 4 Behemoth", "H100", ((32_000, 390e12 / H100_PEAK),), "epoch-models-2026", "S1"),
)  # fmt: skip

# Compute of a run of three months from which on moving data lowers utilization clearly, and beyond which there is none
# to be had [FLOP]: Erdil and Schneider-Joseph (2024), abstract [erdil2024].
SLOWED_FLOP, INFEASIBLE_FLOP = 1e28, 1e31
