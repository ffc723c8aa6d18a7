"""A pilot game in a link: its world, the runs that were bought, the large run. Opened again it gives the same.

`gw` holds the version of the family and the world, "1.4821"; `gr` the pilots, "4e8~8e9" joined by "_"; `gs` the large
run with the ends of its interval, "2e10~4e11~2.05~2.11"; `gn` who plays. Numbers have four digits, as they are bought.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, quote

from sim.ground.errors import cut
from sim.links.remix import checked
from sim.links.values import shortest
from sim.studies.hidden_law import MOST_WORLD, VERSION, World
from sim.studies.pilot_game import Game, Shot, refusal

WORLD, RUNS, SHOT, WHO = "gw", "gr", "gs", "gn"  # keys of a link; no input has them
KEYS = (WORLD, RUNS, SHOT, WHO)
BETWEEN, JOINT = "~", "_"
DIGITS = 4
MOST_LINK = 2_000  # characters of one game
MOST_TEXT = 200_000  # of all links that are pasted
MOST_LINKS = 500  # in them: each is played again


def rounded(value: float) -> float:
    """A number as it stands in a link, so that who opens it gets the same."""
    return float(f"{value:.{DIGITS - 1}e}")


def link_parts(game: Game | None) -> str:
    """What stands in front of the link of the run."""
    if game is None:
        return ""
    runs = JOINT.join(BETWEEN.join(map(_written, run)) for run in game.runs)
    shot = game.shot
    taken = "" if shot is None else BETWEEN.join(map(_written, (shot.n_params, shot.n_tokens, shot.low, shot.high)))
    pairs = [(WORLD, f"{VERSION}.{game.world.number}"), (RUNS, runs), (SHOT, taken), (WHO, game.who)]
    return "&".join(f"{key}={quote(value, safe='.-_~')}" for key, value in pairs if value)


def _written(value: float) -> str:
    return shortest(f"{value:.{DIGITS - 1}e}")


def read(pairs: Mapping[str, str]) -> tuple[Game | None, list[str]]:
    """The game of a link, and a sentence for everything in it that was ignored."""
    if WORLD not in pairs:
        return None, []
    text = pairs[WORLD]
    version, _, number = text.partition(".")
    is_number = number.isascii() and number.isdigit() and len(number) <= len(str(MOST_WORLD))
    if version != str(VERSION) or not is_number or not 1 <= int(number) <= MOST_WORLD:
        return None, [
            f"There is no world {cut(text)}: worlds are {VERSION}.1 to {VERSION}.{MOST_WORLD}. No game was opened."
        ]
    if sum(len(pairs.get(key, "")) for key in KEYS) > MOST_LINK:
        return None, [f"The game was not opened: its link has more than {MOST_LINK:,} characters."]
    game, notices = Game(World(int(number))), list[str]()
    for i, run in enumerate(filter(None, pairs.get(RUNS, "").split(JOINT))):
        try:
            game = _with_run(game, run)
        except ValueError as error:
            notices.append(f"Pilot {i + 1} of the link, {cut(run)}, and all after it were ignored: {error}.")
            return game, notices  # what was done later rests on what was seen of them
    try:
        game = replace(game, who=checked(pairs.get(WHO, "")))
    except ValueError as error:
        notices.append(f"The name in the link was left out: {error}.")
    if taken := pairs.get(SHOT):
        try:
            game = _with_shot(game, taken)
        except ValueError as error:
            notices.append(f"The large run of the link, {cut(taken)}, was ignored: {error}.")
    return game, notices


def _with_run(game: Game, text: str) -> Game:
    N, D = _numbers(text, 2, "a pilot is parameters~tokens")
    if why := refusal(game, N, D):
        raise ValueError(why)
    return replace(game, runs=(*game.runs, (N, D)))


def _with_shot(game: Game, text: str) -> Game:
    shot = Shot(*_numbers(text, 4, "it is parameters~tokens~low~high"))
    if why := shot_refusal(game, shot):
        raise ValueError(why)
    return replace(game, shot=shot)


def shot_refusal(game: Game, shot: Shot) -> str:
    """Why a large run cannot be taken, as a sentence; "" where it can."""
    if not 0 < shot.low < shot.high < math.inf:
        return f"the lower end of its interval, {shot.low:g}, must lie above 0 and below the upper end, {shot.high:g}"
    return refusal(game, shot.n_params, shot.n_tokens, is_shot=True)


def _numbers(text: str, n: int, needed: str) -> tuple[float, ...]:
    """The numbers of a part of a link, as many as it must have."""
    try:
        values = tuple(rounded(float(part)) for part in text.split(BETWEEN))
    except ValueError:
        raise ValueError(needed) from None
    if len(values) != n or not all(map(math.isfinite, values)):
        raise ValueError(needed)
    return values


def games_in(text: str, world: World) -> tuple[list[Game], int]:
    """Finished games of a world in a text that was pasted, the last one of each name; and how many links had none.

    Raises
    ------
    ValueError
        If the text is too long or has too many links.
    """
    if len(text) > MOST_TEXT:
        raise ValueError(f"the text has {len(text):,} characters; at most {MOST_TEXT:,} are read at once")
    links = [piece for piece in text.split() if f"{WORLD}=" in piece]
    if len(links) > MOST_LINKS:
        raise ValueError(f"the text has {len(links):,} links; at most {MOST_LINKS:,} are read at once")
    found: dict[str, Game] = {}
    lost = 0
    for i, piece in enumerate(links):
        query = piece.split("#")[0].rpartition("?")[2]
        game, _ = read(dict(parse_qsl(query))) if len(query) <= 4 * MOST_LINK else (None, [])
        if game is None or game.shot is None or game.world != world:
            lost += 1
        else:
            found[game.who.casefold() or f"#{i}"] = game
    return list(found.values()), lost
