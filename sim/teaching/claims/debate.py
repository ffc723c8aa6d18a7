"""Both sides of a claim for a debate: the words for and against, a run of each, and one lever that moves it."""

import re
from dataclasses import dataclass

from sim.engine.known_results import result_of
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.scenario import Scenario
from sim.teaching.claims.card import Claim
from sim.teaching.claims.evaluated import Evaluated

STARTS = ("n_params", "train_flop", "budget_usd", "target_loss", "n_chips")  # what a plan may start from
REACH = 24  # rungs of a lever on each side of where it stands
HALVES = re.compile(r"^(True\b.*?)[.;,]\s+([Ff]alse\b.*)$", re.DOTALL)


@dataclass(frozen=True)
class Argument:
    """One side of a debate.

    Parameters
    ----------
    words : str
        When the claim is true, or false.
    side : str
        The side of the card whose run goes with it; "" where the card has none.
    lever : str
        The input that the class moves.
    """

    words: str
    side: str = ""
    lever: str = ""


def arguments(card: Evaluated) -> tuple[Argument, Argument]:
    """For and against: the verdict's own two halves, with the first and the last side that the card draws."""
    claim = card.claim
    found = HALVES.match(claim.verdict)
    halves = (f"{found[1]}.", found[2]) if found else (claim.verdict, claim.verdict)
    sides = [claim.in_favor or _first(claim), claim.against or _last(claim)]
    one, other = (
        Argument(words[0].upper() + words[1:], side, lever(claim, side, card.scenarios[side]) if side else "")
        for words, side in zip(halves, sides, strict=True)
    )
    return one, other


def _drawn(claim: Claim) -> list[str]:
    return [side for chart in claim.charts for side in chart.sides]


def _first(claim: Claim) -> str:
    return next(iter([*_drawn(claim), *claim.sides]), "")


def _last(claim: Claim) -> str:
    """The last side that is drawn; where only one is, the last of the card that is another."""
    others = [side for side in (*claim.sides, *_drawn(claim)) if side != _first(claim)]
    return others[-1] if others else _first(claim)


def lever(claim: Claim, side: str, scenario: Scenario) -> str:
    """The last number that a side states, which sets it apart; where it states none, what its plan starts from."""
    stated = [name for name in claim.sides[side].scenario if name in TABLE]
    return next(name for name in (*stated[::-1], *STARTS) if _moves(name, scenario))


def _moves(name: str, scenario: Scenario) -> bool:
    """Whether a lever can be moved, and something comes of it."""
    here = result_of(scenario).values
    for place in steps(name, scenario):
        try:
            if result_of(scenario.changed(**{name: place})).values != here:
                return True
        except SimulationError:
            continue
    return False


def steps(name: str, scenario: Scenario) -> list[float]:
    """Where a lever can stand, around where it stands; none where it is no number."""
    value = getattr(scenario, name)
    if not TABLE[name].is_number or not isinstance(value, int | float):
        return []
    rungs = sorted({*TABLE[name].rungs(), float(value)})
    at = rungs.index(float(value))
    return rungs[max(0, at - REACH) : at + REACH + 1]
