"""Scenario <-> link: a readable query that means the same for ever.

A link holds the schema number, the inputs that differ from that schema's frozen
defaults, the runs that are kept beside it, what of the page it shows, the open view, and the
loss and cost of the day it was made. Nothing is evaluated here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

from sim.engine.kept import MARKS, Kept
from sim.engine.older_links import as_it_was
from sim.engine.result import Result
from sim.ground.errors import cut
from sim.inputs import BY_KEY, SPELLED, TABLE
from sim.inputs.row import DEFAULT
from sim.inputs.scenario import Scenario
from sim.links import kept, remix, showing
from sim.links.remix import NOTHING, Remix
from sim.links.schemas import NEWEST, followed, frozen, frozen_defaults
from sim.links.showing import WHOLE, Showing
from sim.links.values import shortest, stated, written

MAX_LENGTH = 8_000
MOST_VIEWS = 1_000  # characters of the open views
_VIEW = re.compile(r"[a-z][a-z-]*\.[A-Za-z0-9.-]+")  # what a page may keep open: needs no escaping in a link

# Keys of a link that are not inputs: schema, open views, then-loss and then-cost.
VERSION, VIEW, LOSS, COST = "v", "view", "l0", "t0"


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
    kept : tuple of Kept
        The runs that stand beside it. Whether their plans are possible, nobody has asked.
    note : Remix
        What whoever made the link says of it.
    """

    scenario: Scenario
    views: tuple[str, ...] = ()
    then: Mapping[str, float] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    showing: Showing = WHOLE
    kept: tuple[Kept, ...] = ()
    note: Remix = NOTHING


def link(
    scenario: Scenario,
    views: Iterable[str] = (),
    result: Result | None = None,
    shown: Showing = WHOLE,
    beside: Iterable[Kept] = (),
    note: Remix = NOTHING,
) -> str:
    """Query string of a scenario, at most 80 characters for the default.

    Parameters
    ----------
    scenario : Scenario
        What to share.
    views : iterable of str
        The open views, as "chart.view".
    result : Result, optional
        Of the scenario: the link records its loss and cost. An infeasible plan can be shared too, without.
    shown : Showing, optional
        What of the page the link shows.
    beside : iterable of Kept, optional
        The runs that stand beside it.
    note : Remix, optional
        What is said of it.
    """
    pairs = [(VERSION, str(NEWEST))]
    pairs += [(TABLE[name].key, written(value)) for name, value in stated(scenario).items()]
    pairs += kept.pairs(beside, scenario)
    pairs += showing.pairs(shown)
    pairs += remix.pairs(note)
    views = sorted(views)
    if views:
        pairs.append((VIEW, "_".join(views)))
    for key, name in ((LOSS, "loss"), (COST, "cost_total_usd")):
        value = result and getattr(result, name)
        if value is not None:
            pairs.append((key, shortest(f"{value:.5e}")))
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
    note, too_long = remix.read(dict(pairs))
    notices += ignored + too_long
    given: dict[str, Any] = {}
    refused: set[str] = set()
    views: tuple[str, ...] = ()
    then: dict[str, float] = {}
    for key, text in pairs:
        if key == VIEW:
            views = _views(text, notices)
        elif key in (LOSS, COST):
            then |= _recorded(key, text)
        elif row := BY_KEY.get(key) or SPELLED.get(key):
            try:
                given[row.name] = row.check(text)
            except ValueError as error:
                notices.append(f"{row.label}: the link said {cut(text)}; {error}. The default is used.")
                refused.add(row.name)
        elif key != VERSION and key not in (*showing.KEYS, *remix.KEYS, *MARKS, *kept.MORE):
            notices.append(f"The link has an unknown part, {cut(key)}. It was ignored.")
    for row in [TABLE[name] for name in given if TABLE[name].text is not None and refused & {*TABLE[name].follows}]:
        notices.append(f"{row.label}: it was dropped, as it holds for the constants of the link alone.")
        del given[row.name]
    beside, left = kept.read(pairs, given, lambda said: _scenario(said, schema))
    return Opened(_scenario(given, schema), views, then, tuple([*notices, *left][:6]), shown, beside, note)


def _scenario(given: Mapping[str, Any], schema: int) -> Scenario:
    """The frozen defaults with what the link gives; a chip without its numbers brings the catalog's."""
    base = {
        name: value
        for name, value in frozen_defaults(schema).items()
        if not any(cause in given for cause in followed(name, schema))
    }
    scenario = Scenario(**{**base, **given})
    neutral = {
        name: row.in_older_links
        for name, row in TABLE.items()
        if row.in_older_links is not DEFAULT and name not in frozen(schema) and name not in given
    }
    return as_it_was(scenario, neutral) if neutral else scenario


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


def _views(text: str, notices: list[str]) -> tuple[str, ...]:
    """The open views of a link, each once."""
    if len(text) > MOST_VIEWS:
        notices.append(f"The open views of the link were ignored: they have {len(text):,} characters.")
        return ()
    parts = [part for part in dict.fromkeys(text.split("_")) if part]
    unknown = [part for part in parts if not _VIEW.fullmatch(part)]
    if unknown:
        notices.append(f"The link has an unknown view, {cut(', '.join(unknown))}. It was ignored.")
    return tuple(part for part in parts if part not in unknown)


def _recorded(key: str, text: str) -> dict[str, float]:
    try:
        value = float(text)
    except ValueError:
        return {}
    return {"loss" if key == LOSS else "cost_total_usd": value} if 0 < value < 1e300 else {}
