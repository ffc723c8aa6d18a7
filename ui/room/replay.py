"""A game from its link: the same words, tables and charts as at its end in the room."""

from functools import lru_cache
from typing import Any

from sim.games.game_link import game_of
from sim.games.play import all_played
from sim.room.game_views import replay


@lru_cache(maxsize=32)
def data(text: str) -> dict[str, Any]:
    """What the page of a finished game shows. Raises `NoGame`."""
    game, seed, moves = game_of(text)
    return replay(game, seed, moves, all_played(game, seed, moves))
