"""Runs of the pilot game as people type them: parameters and tokens, one run a line."""

import re
from dataclasses import replace

from sim.ground.errors import cut
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.ground.typed import typed
from sim.links.game import rounded, shot_refusal
from sim.studies.pilot_game import MOST_RUNS, USD_PER_FLOP, Game, Shot, refusal

MOST_CHARACTERS = 4_000
HOW = "write parameters and tokens, such as 400M 8B"
_BETWEEN = re.compile(r"\s*[;\t]\s*|,\s+|\s+(?:on|x|×)\s+|\s+")


def bought(game: Game, text: str) -> Game:
    """The game once the runs of a text were bought.

    Parameters
    ----------
    game : Game
    text : str
        "400M 8B", "4e8; 8e9", "400M, 8B tokens": one run a line.

    Raises
    ------
    ValueError
        If a line is no run, or cannot be bought; nothing is bought then.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read at once.")
    lines = [(i, line.strip()) for i, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise ValueError(f"No run was typed; {HOW}, one run a line.")
    if len(lines) > MOST_RUNS:
        raise ValueError(f"The text has {len(lines)} runs; a game has at most {MOST_RUNS}.")
    for i, line in lines:
        try:
            N, D = _run(line)
        except ValueError as error:
            raise ValueError(f"Line {i}, {cut(line)}: {error}.") from None
        if why := refusal(game, N, D):
            raise ValueError(f"Line {i}, {cut(line)}: {why}.")
        game = replace(game, runs=(*game.runs, (N, D)))
    return game


def _run(line: str) -> tuple[float, float]:
    parts = [part for part in _BETWEEN.split(line) if part]
    if len(parts) == 1 and line.count(",") == 1:
        parts = line.split(",")
    if len(parts) > 2:  # units were typed too
        parts = [part for part in parts if not part.isalpha()]
    if len(parts) != 2:
        raise ValueError(f"got {len(parts)} numbers; {HOW}" if len(parts) != 1 else f"got one number; {HOW}")
    N, D = (_number(part, name) for part, name in zip(parts, ("parameters", "tokens"), strict=True))
    return N, D


def _number(text: str, name: str) -> float:
    try:
        value = typed(text).value
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None
    if value is None or value <= 0:
        raise ValueError(f"{name}: got {cut(text)}; a number above 0 is needed")
    return rounded(value)


def shot_of(game: Game, n_params: str, n_tokens: str, low: str, high: str) -> Shot:
    """The large run as it was typed; without tokens, as many as the money that is left buys.

    Raises
    ------
    ValueError
        If it cannot be taken, in a sentence.
    """
    try:
        N = _number(n_params, "parameters")
        D = _number(n_tokens, "tokens") if n_tokens.strip() else affordable(game, N)
        shot = Shot(N, D, _number(low, "lower end"), _number(high, "upper end"))
    except ValueError as error:
        raise ValueError(f"The large run was not started: {error}.") from None
    if why := shot_refusal(game, shot):
        raise ValueError(f"The large run was not started: {why}.")
    return shot


def affordable(game: Game, N: float) -> float:
    """Tokens that the money that is left buys for N parameters, in the digits of a link and not a token more."""
    D = game.left / (USD_PER_FLOP * FLOP_PER_PARAM_TOKEN * N)
    found = rounded(D)
    return found if found <= D else rounded(found * (1 - 1e-3))
