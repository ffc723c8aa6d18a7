"""Chips: dense peaks, power, memory and dated prices, one file each in `presets/hardware`."""

from typing import Literal

from pydantic import Field, model_validator

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status

RENTED = {
    "market": "Market of today",
    "on_demand": "On demand",
    "committed_1y": "1-year commitment",
    "committed_3y": "3-year commitment",
}
Rented = Literal["market", "on_demand", "committed_1y", "committed_3y"]
PRICE_BASES = {**RENTED, "owned": "Owned chips"}
SERVER_FACTOR_OTHER = 1.64  # server price over bare chips, other accelerators: Cottier et al. (2024), A.1 [cottier2024]


class Peak(Entry):
    """Dense peak rate [FLOP/s], without sparsity."""

    flop_per_s: float = Field(gt=0, allow_inf_nan=False)
    source: str
    status: Status


class CloudPrice(Entry):
    """Cloud price of one chip [USD/hour] at a date; that of a market is the median of quotes, with their ends."""

    usd_per_chip_hour: float = Field(gt=0, allow_inf_nan=False)
    low: float | None = Field(None, gt=0, allow_inf_nan=False)
    high: float | None = Field(None, gt=0, allow_inf_nan=False)
    quotes: int | None = Field(None, ge=1)
    provider: str
    date: str = Field(pattern=r"^\d{4}(-\d{2})?$")
    source: str
    status: Status

    @model_validator(mode="after")
    def _in_order(self) -> "CloudPrice":
        """The price lies between the ends, of which there are two or none."""
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both low and high")
        if self.low is not None and self.high is not None and not self.low <= self.usd_per_chip_hour <= self.high:
            raise ValueError("usd_per_chip_hour must lie between low and high")
        return self


class OtherPrice(CloudPrice):
    """A further cloud price, shown beside the one that the simulator uses."""

    basis: Rented


class Purchase(Entry):
    """Price of one chip [USD]: bare, or with its share of a server. The month may be unknown."""

    usd: float = Field(gt=0, allow_inf_nan=False)
    date: str = Field("", pattern=r"^(\d{4}(-\d{2})?)?$")
    bare: bool
    what: str
    source: str
    status: Status


class Memory(Entry):
    """Memory of one chip [GB] and its bandwidth [TB/s]."""

    gb: float = Field(gt=0, allow_inf_nan=False)
    tb_per_s: float = Field(gt=0, allow_inf_nan=False)
    source: str
    status: Status


class Power(Entry):
    """Design power of a chip [W], that of its share of a server over it, and the mean over the design power."""

    tdp_w: float = Field(gt=0, allow_inf_nan=False)
    server_ratio: float = Field(ge=1, allow_inf_nan=False)
    average: float = Field(gt=0, le=1)
    source: str
    ratio_source: str
    status: Status


class MeasuredPower(Entry):
    """Mean power of a real run [W per chip], the share of the server included."""

    watts: float = Field(gt=0, allow_inf_nan=False)
    source: str
    status: Status


class Server(Entry):
    """Price of a server, per chip, over that of its bare chips."""

    factor: float = Field(ge=1, allow_inf_nan=False)
    source: str
    status: Status


class Chip(Entry):
    """One accelerator. What is not published is absent: unknown, not zero."""

    label: str
    released: str = Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")
    generation: str = ""  # file of `presets/generations` whose runs and services speak for this chip
    note: str = ""
    peak: Peak
    peaks: dict[Literal["fp8", "int8"], Peak] = {}
    memory: Memory | None = None
    power: Power | None = None
    measured_power: MeasuredPower | None = None
    server: Server | None = None
    purchase: tuple[Purchase, ...] = ()  # the first is the one that owned chips start from
    price: dict[Rented, CloudPrice] = {}
    other_price: tuple[OtherPrice, ...] = ()

    @property
    def watts(self) -> float | None:
        """Mean power with the share of the server [W]: measured, else design power x server ratio x mean share.

        Cottier et al. (2024), A.4 [cottier2024].
        """
        if self.measured_power:
            return self.measured_power.watts
        power = self.power
        return round(power.tdp_w * power.server_ratio * power.average, 1) if power else None

    @property
    def server_factor(self) -> float:
        """What makes a server's share of the purchase price: 1 where the price has it in it already."""
        bare = not self.purchase or self.purchase[0].bare
        return (self.server.factor if self.server else SERVER_FACTOR_OTHER) if bare else 1.0


chips = Folder(
    "hardware", reader(Chip), lambda chip: chip.label, pages=("method",),
    order=lambda name, chip: (chip.released, name),  # the oldest first
)  # fmt: skip


def catalog_price(hardware: str, price_basis: str) -> CloudPrice | None:
    """Published cloud price of a chip on a basis, or `None` where none is known."""
    chip = chips().entries.get(hardware)
    return chip.price.get(price_basis) if chip else None  # type: ignore[call-overload]


def purchase_price(hardware: str) -> Purchase | None:
    """Published purchase price of a chip, or `None` where none is known."""
    chip = chips().entries.get(hardware)
    return chip.purchase[0] if chip and chip.purchase else None
