"""What single pages have in their links beside the run: a claim and its votes, a forecast, a game."""

from datetime import date

from sim.ground.errors import writable
from sim.links import game, own_forecast
from sim.pages.claims import PAGE as CLAIMS
from sim.pages.forecasts import PAGE as FORECASTS
from sim.pages.game import PAGE as GAME
from sim.teaching.claims import ballot as ballots
from ui.visit.session import Session

KEYS = (ballots.CLAIM, ballots.MODE, ballots.VOTES, *own_forecast.KEYS, *game.KEYS)


def taken(now: Session, pairs: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Make what a link says of a page the session's; the rest of the link, and what was ignored."""
    now.claim = writable(pairs.get(ballots.CLAIM, "")[:60])
    now.ballot = ballots.ballot(pairs)
    notices: list[str] = []
    if now.page == FORECASTS.path:
        now.forecast, said = own_forecast.read(pairs, date.today())
        notices += said
    if now.page == GAME.path:
        now.game, said = game.read(pairs)
        notices += said
    return {key: value for key, value in pairs.items() if key not in KEYS}, notices


def written(now: Session) -> str:
    """What stands in front of the link of the run on the page that is shown."""
    if now.page == CLAIMS.path:
        return ballots.link_parts(now.claim, now.ballot)
    if now.page == FORECASTS.path:
        return own_forecast.link_parts(now.forecast)
    if now.page == GAME.path:
        return game.link_parts(now.game)
    return ""
