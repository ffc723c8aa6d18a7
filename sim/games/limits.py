"""Between what everything that a team decides must lie, and how people type it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.games.games import Game
from sim.games.moves import LabPlan, PressPlan, Proposal, RegulatorPlan, rounded
from sim.ground import units
from sim.ground.typed import typed
from sim.inputs import TABLE

MILLION, BILLION, PERCENT = 1e6, 1e9, 0.01
LOSSES = (0.5, 20.0)  # that a range may name [nat/token]
LINES = (1e22, 1e29)  # [FLOP]


@dataclass(frozen=True)
class Field:
    """A number that a team decides.

    Parameters
    ----------
    name, label, unit : str
        Of the proposal, for people, and its unit.
    low, high : float
        What is allowed.
    form : str
        How it is written.
    scale : float
        What a number stands for that is typed without a magnitude or a sign: millions, billions, per cent.
    """

    name: str
    label: str
    unit: str
    low: float
    high: float
    form: str
    scale: float = 1.0

    def said(self, value: float) -> str:
        """A value as people read it."""
        return units.exact(value, self.form)

    @property
    def hint(self) -> str:
        """What is allowed, in short."""
        return f"{units.text(self.low, self.form)} to {units.text(self.high, self.form)}"


def fields(game: Game, k: int, role: str, left_usd: float | None = None) -> tuple[Field, ...]:
    """The numbers that a team decides in a round.

    Parameters
    ----------
    game : Game
    k : int
        The round, counted from 0.
    role : str
        lab, regulator or press.
    left_usd : float, optional
        What a lab has left; all its money unless given.
    """
    rules, params = game.file.rules, TABLE["n_params"]
    if role == "lab":
        most = rules.money_usd if left_usd is None else left_usd
        return (
            Field("bid_usd", "Bid", "million dollars", 0.0, most, "usd", MILLION),
            Field("n_params", "Parameters", "billions", params.low, params.high, "count", BILLION),
            Field("low", "The loss will be at least", "nat/token", *LOSSES, "plain"),
            Field("high", "The loss will be at most", "nat/token", *LOSSES, "plain"),
        )
    if role == "regulator":
        full = game.full_mwh(k)
        return (
            Field("line_flop", "The line", "FLOP", *LINES, "flop"),
            Field("cap_mwh", "The cap", "MWh", rounded(rules.least_cap_share * full), rounded(full), "plain"),
        )
    return tuple(
        Field(name, text, "per cent", 0.0, 1.0, "percent", PERCENT)
        for name, text in zip(("best", "wall", "unreported"), statements(game, k), strict=True)
    )


def statements(game: Game, k: int) -> tuple[str, str, str]:
    """The three statements of the press in a round."""
    return (
        f"The best loss of this round is below {units.loss(game.statements[k])}.",
        "There is a wall.",
        "A lab trains above the line and does not report it.",
    )


def fault(game: Game, k: int, plan: Proposal) -> str:
    """Why a plan is not allowed in a round; "" if it is. What a lab has left is asked where its round is played."""
    role = {LabPlan: "lab", RegulatorPlan: "regulator", PressPlan: "press"}[type(plan)]
    for one in fields(game, k, role):
        value = getattr(plan, one.name)
        if not one.low <= value <= one.high:
            return f"{one.label}: got {one.said(value)}, allowed is {one.said(one.low)} to {one.said(one.high)}"
    if isinstance(plan, LabPlan) and not plan.low < plan.high:
        return "the range must begin below its end"
    return ""


def plan_of(game: Game, k: int, role: str, given: Sequence[str], left_usd: float) -> Proposal:
    """The plan that typed texts come to: the numbers of `fields` in their order, and for a lab "yes" or "no".

    Raises
    ------
    ValueError
        With the reason why they are none.
    """
    wanted = fields(game, k, role, left_usd)
    if len(given) != len(wanted) + (role == "lab"):
        raise ValueError(f"{len(wanted)} numbers are needed")
    values: list[float | bool] = []
    for one, text in zip(wanted, given, strict=False):
        value = _number(one, text)
        if not one.low <= value <= one.high * (1 + 1e-9):
            raise ValueError(
                f"{one.label}: got {text.strip()[:40]}, allowed is {one.said(one.low)} to {one.said(one.high)}"
            )
        values.append(rounded(min(value, one.high)))
    if role == "lab":
        values.append(given[-1] == "yes")
    kind: Any = {"lab": LabPlan, "regulator": RegulatorPlan, "press": PressPlan}[role]
    plan: Proposal = kind(*values)
    if reason := fault(game, k, plan):
        raise ValueError(reason)
    return plan


def _number(one: Field, text: str) -> float:
    """A number as it is typed: 120 or 120M, 70 or 70B, 3e25, 40 or 40 %."""
    try:
        found = typed(text)
    except ValueError as error:
        raise ValueError(f"{one.label}: {error}") from None
    if found.value is None:
        raise ValueError(f"{one.label}: a number is needed")
    return found.value if found.has_magnitude or found.is_percent else found.value * one.scale
