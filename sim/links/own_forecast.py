"""A visitor's own forecast in a link: which number of the run, what is expected, how surely, and when it was said.

`fc` holds number, date, value, ends of the interval and level in per cent, joined by "~"; `fr` the outcome that
somebody typed later. The run is that of the rest of the link, and so is who made it. A date in a link can be edited:
the digest of a forecast, published where dates cannot, is what proves it.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sim.ground.errors import cut
from sim.links.values import written
from sim.studies.own_forecast import OwnForecast, checked

FORECAST, OUTCOME = "fc", "fr"  # keys of a link; no input has them
KEYS = (FORECAST, OUTCOME)
BETWEEN = "~"
DIGEST = 8  # signs


def link_parts(forecast: OwnForecast | None) -> str:
    """What stands in front of the link of the run."""
    if forecast is None:
        return ""
    numbers = (forecast.value, forecast.low, forecast.high)
    parts = [forecast.number, forecast.made.isoformat(), *map(written, numbers), str(forecast.level)]
    outcome = "" if forecast.outcome is None else f"&{OUTCOME}={written(forecast.outcome)}"
    return f"{FORECAST}={BETWEEN.join(parts)}{outcome}"


def read(pairs: Mapping[str, str], today: date) -> tuple[OwnForecast | None, list[str]]:
    """The forecast of a link, and a sentence for what of it was ignored."""
    text = pairs.get(FORECAST)
    if text is None:
        return None, [f"The link has an outcome ({OUTCOME}) without a forecast. It was ignored."] * (OUTCOME in pairs)
    try:
        number, made, value, low, high, level = text.split(BETWEEN)
        found = OwnForecast(number, date.fromisoformat(made), float(value), float(low), float(high), int(level))
    except ValueError:
        return None, [
            f"The forecast of the link was ignored: got {cut(text)}; it has number, date, value, low, high and level, "
            f"joined by {BETWEEN}."
        ]
    try:
        found = checked(found, today)
    except ValueError as error:
        return None, [f"The forecast of the link was ignored. {error}."]
    if OUTCOME not in pairs:
        return found, []
    try:
        return checked(replace(found, outcome=float(pairs[OUTCOME])), today), []
    except ValueError:
        return found, [f"The outcome of the link was ignored: got {cut(pairs[OUTCOME])}; a number above 0 is needed."]


def digest(forecast: OwnForecast, n_params: float, n_tokens: float) -> str:
    """Eight signs that hardly any other forecast gives, of number, date, value, interval, level and the run's N and D.

    Of those alone, so that a later version, which may write links otherwise, gives the same.
    """
    text = f"{link_parts(replace(forecast, outcome=None))}&{n_params:.4e}&{n_tokens:.4e}"
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:DIGEST]
