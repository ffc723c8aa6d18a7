"""Scenario <-> link: a readable query that means the same for ever.

A link holds the schema number, the inputs that differ from that schema's frozen
defaults, what of the page it shows, the open view, and the loss and cost of the day
it was made.
"""

import contextlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from sim import showing
from sim.errors import SimulationError, cut
from sim.evaluate import evaluate
from sim.inputs import BY_KEY, TABLE
from sim.inputs.row import DEFAULT
from sim.result import Result
from sim.scenario import Scenario
from sim.showing import WHOLE, Showing

SCHEMA_FOLDER = Path(__file__).parent / "schema"
NEWEST = max(int(path.stem) for path in SCHEMA_FOLDER.glob("*.json"))
MAX_LENGTH = 8_000

# Keys of a link that are not inputs: schema, open views, then-loss and then-cost.
VERSION, VIEW, LOSS, COST = "v", "view", "l0", "t0"


@cache
def frozen_defaults(schema: int) -> Mapping[str, Any]:
    """Value of every input that a link of this schema leaves out; never edited once released.

    An input newer than the schema has its neutral value: its default in the first schema that knows it.
    """
    values: dict[str, Any] = {}
    for number in range(NEWEST, schema - 1, -1):
        values.update(_frozen(number))
    return {name: values[name] for name in TABLE if name in values}


@cache
def _frozen(schema: int) -> dict[str, Any]:
    return json.loads((SCHEMA_FOLDER / f"{schema}.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Opened:
    """What a link says.

    Parameters
    ----------
    scenario : Scenario
        The inputs of the link, and its schema's defaults for the rest.
    views : tuple of str
        Names of the chart views that were open, as "chart.view".
    then : mapping
        Loss and cost that the link recorded when it was made ("loss", "cost_total_usd").
    notices : tuple of str
        One sentence for everything that was ignored.
    showing : Showing
        What of the page the link shows.
    """

    scenario: Scenario
    views: tuple[str, ...] = ()
    then: Mapping[str, float] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    showing: Showing = WHOLE


def link(scenario: Scenario, views: Iterable[str] = (), result: Result | None = None, shown: Showing = WHOLE) -> str:
    """Query string of a scenario, at most 80 characters for the default.

    Parameters
    ----------
    scenario : Scenario
        What to share.
    views : iterable of str
        The open views, as "chart.view".
    result : Result, optional
        Of the scenario, where it is known already.
    shown : Showing, optional
        What of the page the link shows.
    """
    pairs = [(VERSION, str(NEWEST))]
    different = scenario.differences(frozen_defaults(NEWEST))
    for name, value in scenario.model_dump().items():
        # What a catalog implies is written out, so that a later catalog does not change it.
        if name in different or any(cause in different for cause in TABLE[name].follows):
            pairs.append((TABLE[name].key, _written(value)))
    pairs += showing.pairs(shown)
    views = sorted(views)
    if views:
        pairs.append((VIEW, "_".join(views)))
    if result is None:
        with contextlib.suppress(SimulationError):  # an infeasible plan can be shared too
            result = evaluate(scenario)
    for key, name in ((LOSS, "loss"), (COST, "cost_total_usd")):
        value = result and getattr(result, name)
        if value is not None:
            pairs.append((key, _shortest(f"{value:.5e}")))
    return "&".join(f"{key}={quote(value, safe='.-_')}" for key, value in pairs)


def opened(query: str | Iterable[tuple[str, str]]) -> Opened:
    """Scenario of a link; whatever cannot be used falls back and is named in a notice.

    Parameters
    ----------
    query : str or pairs
        The part of an address after "?", a whole address, or its decoded pairs.
    """
    if isinstance(query, str):
        query = query.split("#")[0].rpartition("?")[2]
        if len(query) > MAX_LENGTH:
            return Opened(_scenario({}, NEWEST), notices=(f"The link was ignored: it has {len(query):,} characters.",))
        query = parse_qsl(query, keep_blank_values=True)
    pairs = list(query)
    if sum(len(key) + len(value) for key, value in pairs) > MAX_LENGTH:
        return Opened(_scenario({}, NEWEST), notices=("The link was ignored: it is too long.",))
    notices: list[str] = []
    schema = _schema(dict(pairs).get(VERSION), notices)
    shown, ignored = showing.read(dict(pairs))
    notices += ignored
    given: dict[str, Any] = {}
    views: tuple[str, ...] = ()
    then: dict[str, float] = {}
    for key, text in pairs:
        if key == VIEW:
            views = tuple(part for part in text.split("_") if part)
        elif key in (LOSS, COST):
            then |= _recorded(key, text)
        elif key in BY_KEY:
            try:
                given[BY_KEY[key].name] = BY_KEY[key].check(text)
            except ValueError as error:
                notices.append(f"{BY_KEY[key].label}: the link said {cut(text)}; {error}. The default is used.")
        elif key != VERSION and key not in showing.KEYS:
            notices.append(f"The link has an unknown part, {cut(key)}. It was ignored.")
    return Opened(_scenario(given, schema), views, then, tuple(notices[:6]), shown)


def _scenario(given: Mapping[str, Any], schema: int) -> Scenario:
    """The frozen defaults with what the link gives; a chip without its numbers brings the catalog's."""
    base = {
        name: value
        for name, value in frozen_defaults(schema).items()
        if not any(cause in given for cause in TABLE[name].follows)
    }
    scenario = Scenario(**{**base, **given})
    neutral = {
        name: row.in_older_links
        for name, row in TABLE.items()
        if row.in_older_links is not DEFAULT and name not in _frozen(schema) and name not in given
    }
    if not neutral:
        return scenario
    # The default of a newer input stands where it changes nothing; else the link means what it meant.
    as_it_was = scenario.changed(**neutral)
    return scenario if _same_results(scenario, as_it_was) else as_it_was


def _same_results(one: Scenario, other: Scenario) -> bool:
    """Whether two scenarios have the same outputs up to rounding, or neither has any."""
    found = []
    for scenario in (one, other):
        try:
            found.append(evaluate(scenario).values)
        except SimulationError:
            found.append({})
    a, b = found
    return a.keys() == b.keys() and all(
        a[name] == b[name] or (None not in (a[name], b[name]) and math.isclose(a[name], b[name], rel_tol=1e-9))
        for name in a
    )


def _schema(text: str | None, notices: list[str]) -> int:
    if text is None:
        return NEWEST
    if text.isascii() and text.isdigit() and len(text) < 6:
        number = int(text)
        if 1 <= number <= NEWEST:
            return number
        if number > NEWEST:
            notices.append(
                f"This link was made by a newer version (schema {number}; this one knows {NEWEST}). "
                "What it does not know was ignored."
            )
            return NEWEST
    notices.append(f"The link's schema number {cut(text)} is not one. The newest is used.")
    return NEWEST


def _recorded(key: str, text: str) -> dict[str, float]:
    try:
        value = float(text)
    except ValueError:
        return {}
    return {"loss" if key == LOSS else "cost_total_usd": value} if 0 < value < 1e300 else {}


def _written(value: Any) -> str:
    """Value as it stands in a link: every digit, in the shorter of plain and scientific."""
    if value is None:
        return "none"
    return value if isinstance(value, str) else _shortest(repr(value))


def _shortest(number: str) -> str:
    """Shortest decimal text of the same digits."""
    mantissa, _, exponent = number.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) - len(fraction)
    stripped = digits.rstrip("0") or "0"
    power += len(digits) - len(stripped) if digits else 0
    first = power + len(stripped) - 1
    scientific = f"{stripped[0]}{'.' + stripped[1:] if len(stripped) > 1 else ''}{f'e{first}' if first else ''}"
    if power >= 0:
        plain = stripped + "0" * power
    elif -power < len(stripped):
        plain = f"{stripped[:power]}.{stripped[power:]}"
    else:
        plain = f"0.{'0' * (-power - len(stripped))}{stripped}"
    return min(plain, scientific, key=len)
