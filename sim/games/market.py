"""The market for chip-hours: rules of the game, and no finding."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.games.game_file import Rules


@dataclass(frozen=True)
class Sale:
    """What a market sold.

    Parameters
    ----------
    price : float
        Of a chip-hour, the same for all [USD].
    hours, paid_usd : tuple of float
        Of each lab [h, USD].
    is_capped : bool
        Whether the cap cut the hours.
    """

    price: float
    hours: tuple[float, ...]
    paid_usd: tuple[float, ...]
    is_capped: bool


def sold(bids: Sequence[float], offered: float, cap_mwh: float, mwh_per_hour: float, rules: Rules) -> Sale:
    """The sale of a round.

    One price: all bids over the hours on offer, at least the least one. No lab takes more than its largest share,
    whatever it bids. Above the cap all hours are cut in proportion. Only hours that are taken are paid.

    Parameters
    ----------
    bids : sequence of float
        Of each lab, none above what it has [USD].
    offered : float
        Chip-hours on offer [h].
    cap_mwh : float
        Energy that the hours may take [MWh].
    mwh_per_hour : float
        Energy of a chip-hour [MWh].
    rules : Rules
    """
    price = max(rules.least_usd_per_hour, sum(bids) / offered)
    hours = [min(bid / price, rules.most_share * offered) for bid in bids]
    energy = sum(hours) * mwh_per_hour
    cut = min(1.0, cap_mwh / energy) if energy > 0 else 1.0
    taken = tuple(cut * one for one in hours)
    return Sale(price, taken, tuple(price * one for one in taken), cut < 1)
