"""What teams decide, as phones send it, as a link holds it, and what the middle of a team's phones is."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

DIGITS = 4  # of every number that is decided, so that a link holds it exactly
JOINT = "_"
_NUMBER = re.compile(r"(-?\d{1,4})(?:e(-?\d{1,2}))?")


@dataclass(frozen=True)
class LabPlan:
    """A sealed bid [USD], the parameters, the range of the loss [nat/token], and whether the result is published."""

    bid_usd: float
    n_params: float
    low: float
    high: float
    publish: bool


@dataclass(frozen=True)
class RegulatorPlan:
    """A line [FLOP] and a cap of energy [MWh]."""

    line_flop: float
    cap_mwh: float


@dataclass(frozen=True)
class PressPlan:
    """Probabilities [0-1] of the three statements: the best loss, a wall, a run above the line unreported."""

    best: float
    wall: float
    unreported: float


Proposal = LabPlan | RegulatorPlan | PressPlan


@dataclass(frozen=True)
class RoundMoves:
    """What all teams decided in a round; `None` where a team decided nothing.

    Parameters
    ----------
    labs : tuple of LabPlan or None
    regulator : RegulatorPlan, optional
    press : PressPlan, optional
    reports : tuple of bool
        Whether each lab reports, which counts above the line alone.
    audit : int
        The lab that is audited, counted from 0; -1 for none.
    headline : tuple of int
        Votes for the number that told most: each lab, then the press.
    """

    labs: tuple[LabPlan | None, ...]
    regulator: RegulatorPlan | None = None
    press: PressPlan | None = None
    reports: tuple[bool, ...] = ()
    audit: int = -1
    headline: tuple[int, ...] = ()


@dataclass(frozen=True)
class Moves:
    """All that was decided: rounds, and the votes for each world in the order of the file."""

    rounds: tuple[RoundMoves, ...]
    votes: tuple[int, ...] = ()


def rounded(x: float) -> float:
    """A number as a link holds it."""
    return float(f"{x:.{DIGITS - 1}e}")


def short(x: float) -> str:
    """A number as digits and a power of ten: "1234e5"."""
    if x == 0:
        return "0"
    mantissa, _, power = f"{x:.{DIGITS - 1}e}".partition("e")
    whole, exponent = int(mantissa.replace(".", "")), int(power) - DIGITS + 1
    while whole % 10 == 0:
        whole, exponent = whole // 10, exponent + 1
    return f"{whole}e{exponent}" if exponent else str(whole)


def long(text: str) -> float:
    """The number that `short` wrote. Raises ValueError."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError("it is no number of a game")
    return float(f"{found[1]}e{found[2] or 0}")


def packed(plan: Proposal) -> str:
    """A proposal as text."""
    return JOINT.join(str(int(value)) if isinstance(value, bool) else short(value) for value in vars(plan).values())


def unpacked(text: str, role: str) -> Proposal:
    """The proposal that `packed` wrote. Raises ValueError."""
    parts = text.split(JOINT)
    kind: Any = {"lab": LabPlan, "regulator": RegulatorPlan, "press": PressPlan}[role]
    if len(parts) != len(kind.__dataclass_fields__):
        raise ValueError("it is no proposal")
    values: list[float | bool] = [long(part) for part in parts]
    if role == "lab":
        values[-1] = bool(values[-1])
    found: Proposal = kind(*values)
    return found


def middle(proposals: Sequence[Proposal]) -> Proposal | None:
    """What a team decides: the median of each number, of sizes that of their logarithms, and of a yes the majority."""
    if not proposals:
        return None
    kind: Any = type(proposals[0])
    values: list[float | bool] = []
    for name in vars(proposals[0]):
        given = [getattr(one, name) for one in proposals]
        if isinstance(given[0], bool):
            values.append(majority(given))
        elif name in ("n_params", "line_flop"):
            values.append(rounded(math.exp(median(math.log(value) for value in given))))
        else:
            values.append(rounded(median(given)))
    found: Proposal = kind(*values)
    return found


def majority(given: Sequence[bool]) -> bool:
    """Whether more than half say yes."""
    return 2 * sum(given) > len(given)


def commonest(given: Sequence[int]) -> int:
    """What most chose; of equals the least, and -1 where nobody chose."""
    counts = Counter(given)
    return min(counts, key=lambda choice: (-counts[choice], choice), default=-1)
