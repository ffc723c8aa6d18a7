"""Curves of post-training: what reinforcement learning adds to a model, one file each in `presets/posttraining`.

Its hours are those of a GB200, as the published curves count them; those of another chip are as many as its dense
BF16 peak is of theirs.
"""

from pydantic import Field, model_validator

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.hardware import chips
from sim.catalogs.references import Status

CHIP = "gb200"  # whose hours the published curves count
# A GB200 for an hour [USD]: the middle of two quotes, 8.00 and 8.40, October 2026 [rental-audit2026]. It stays when the
# market moves: it is what the dollars of a link mean.
CHIP_HOUR_USD = 8.20
PEAK_FLOP_PER_HOUR = 9e18  # dense BF16 peak of a GB200 for an hour, 2.5e15 x 3600 [epoch-hardware2026]


def hours_as_published(hours: float, chip: str) -> float:
    """Hours of a chip in those of a GB200, by their dense BF16 peaks: 2.53 of an H100 make one."""
    return hours * chips().entries[chip].peak.flop_per_s * 3600 / PEAK_FLOP_PER_HOUR


class PostTraining(Entry):
    """One curve: a sigmoid in the logarithm of the chip-hours, from the base model to a ceiling.

    Parameters
    ----------
    n_active, generation_tokens : float
        Active parameters and length of the answers of the model behind it.
    middle_hours : float
        GB200-hours at which half of the way is gone.
    steepness : float
        Exponent B.
    ceiling : float, optional
        Share solved that it tends to [0-1], as published.
    headroom : float, optional
        In the place of a ceiling: share of the errors of the base model that it can remove [0-1].
    headroom_low, headroom_high, steepness_low, steepness_high : float, optional
        How far the two may be off.
    size_exponent, length_exponent : float
        How the middle grows with the active parameters and with the length of the answers; 0 for a published curve.
    """

    label: str
    order: int = 100
    n_active: float = Field(gt=0, allow_inf_nan=False)
    generation_tokens: float = Field(gt=0, allow_inf_nan=False)
    middle_hours: float = Field(gt=0, allow_inf_nan=False)
    steepness: float = Field(gt=0, allow_inf_nan=False)
    ceiling: float | None = Field(None, gt=0, lt=1)
    headroom: float | None = Field(None, gt=0, lt=1)
    headroom_low: float | None = Field(None, gt=0, lt=1)
    headroom_high: float | None = Field(None, gt=0, lt=1)
    steepness_low: float | None = Field(None, gt=0, allow_inf_nan=False)
    steepness_high: float | None = Field(None, gt=0, allow_inf_nan=False)
    size_exponent: float = Field(0.0, ge=0, allow_inf_nan=False)
    length_exponent: float = Field(0.0, ge=0, allow_inf_nan=False)
    what: str
    source: str
    table: str
    status: Status
    note: str = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> "PostTraining":
        """Where it ends is said in one way."""
        if (self.ceiling is None) == (self.headroom is None):
            raise ValueError("a curve needs a ceiling or a headroom, not both")
        return self

    @property
    def is_published(self) -> bool:
        """Whether the constants are those of a paper."""
        return self.ceiling is not None


post_training_curves = Folder(
    "posttraining", reader(PostTraining), lambda curve: curve.label, pages=("think", "method")
)
