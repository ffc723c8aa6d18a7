"""What a preset knows of its model from others: published figures, costs, prices of serving, and dates."""

from datetime import date, timedelta
from typing import Literal

from pydantic import Field

from sim.catalogs.entry import Entry
from sim.catalogs.references import Status

# Epoch AI, code of the training cost trends [epoch-costs].
DAYS_TO_PUBLICATION = 60  # from the end of training
MEDIAN_TRAIN_DAYS = 793.5 / 24  # where the time of training is unknown
DAYS_PER_YEAR = 365.25


class Published(Entry):
    """A published figure of an output, and how near our formulas must come (`None`: shown, not promised)."""

    figure: str
    value: float = Field(gt=0, allow_inf_nan=False)
    source: str
    rel_tol: float | None = None
    status: Status | None = None
    reason: str = Field("", max_length=300)  # why ours differs, where a source gives one


class PublishedCost(Entry):
    """A published cost of the final run [USD]: of owned chips with energy, of rented ones, or as reported."""

    basis: Literal["owned", "cloud", "report"]
    usd: float = Field(gt=0, allow_inf_nan=False)
    chip_hours: float | None = Field(None, gt=0, allow_inf_nan=False)  # that it rests on, where they are its own
    source: str
    status: Status
    reason: str = Field("", max_length=300)  # why ours differs, where a source gives one


class ServedPrice(Entry):
    """What a million tokens are sold for, or cost a service [USD].

    Attributes
    ----------
    usd_per_mtok_input, usd_per_mtok_output : float
        For tokens read and tokens written [USD per million].
    prompt_per_output : float
        Tokens read for each token written that ours is computed with. Cached ones count as nothing.
    hardware, usd_per_chip_hour : str, float or None
        Chip and its price where the source states them.
    what : str
        Whose price or cost it is.
    """

    usd_per_mtok_input: float = Field(0.0, ge=0, allow_inf_nan=False)
    usd_per_mtok_output: float = Field(gt=0, allow_inf_nan=False)
    prompt_per_output: float = Field(1.0, ge=0, allow_inf_nan=False)
    hardware: str | None = None
    usd_per_chip_hour: float | None = Field(None, gt=0, allow_inf_nan=False)
    what: str
    date: str = Field(pattern=r"^\d{4}(-\d{2})?$")
    source: str
    status: Status

    @property
    def usd(self) -> float:
        """All that is paid for a million tokens written: theirs, and that of what was read for them [USD]."""
        return self.usd_per_mtok_output + self.prompt_per_output * self.usd_per_mtok_input


class Dates(Entry):
    """When a model was published and trained, and when its chips had their purchase price."""

    published: date
    train_days: float = Field(MEDIAN_TRAIN_DAYS, gt=0, le=3650)
    started: date | None = None  # where the source states it
    # 90 days after the release of the chip (TPU: at its release), or the date of its price where that is later.
    chip_priced: date | None = None

    @property
    def training_start(self) -> date:
        """Publication - 60 days - time of training, unless stated [epoch-costs]."""
        return self.started or self.published - timedelta(days=DAYS_TO_PUBLICATION + self.train_days)

    @property
    def chip_age_years(self) -> float | None:
        """From the purchase price of the chips to the start of training [years]; `None` without a price."""
        if self.chip_priced is None:
            return None
        return max(0.0, (self.training_start - self.chip_priced).days / DAYS_PER_YEAR)
