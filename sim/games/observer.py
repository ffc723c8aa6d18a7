"""What an ideal observer concludes who knows the laws of all worlds, and who sees some results."""

from collections.abc import Sequence

import numpy as np

from sim.games.games import Game
from sim.games.play import Run


def beliefs(game: Game, runs: Sequence[Run]) -> dict[str, float]:
    """Probability of each world after some results, all worlds being equally likely before.

    p(world | results) is in proportion to the product of normal densities of each result around what the law of the
    world gives, with the noise of the game.
    """
    N, D = np.array([run.n_params for run in runs]), np.array([run.n_tokens for run in runs])
    loss = np.array([run.loss for run in runs])
    logs = {
        name: -0.5 * float(np.sum(((loss - law.loss(N, D)) / game.file.rules.noise) ** 2)) if runs else 0.0
        for name, law in game.laws.items()
    }
    top = max(logs.values())
    weights = {name: float(np.exp(value - top)) for name, value in logs.items()}
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def likeliest(game: Game, runs: Sequence[Run]) -> str:
    """The world that some results speak for most."""
    found = beliefs(game, runs)
    return max(found, key=lambda name: found[name])
