"""Charts of a game: the results that are told, and at the end all of them with every world."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.charts.drawing.style import BODY, SMALL, axis, layout, line
from sim.charts.drawing.whiskers import shades
from sim.charts.picture import Picture
from sim.games.games import Game
from sim.games.hindsight import best_bids
from sim.games.play import Played, Run
from sim.ground import units

COLORS = ("params", "tokens", "compute", "inference")  # of the labs
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
BESIDE = ("top center", "bottom center", "middle right", "middle left")  # of their labels, so that few meet
DASHES = ("solid", "dash", "dot", "dashdot")  # of the worlds
POINTS = 60
MARGIN = 0.4  # decades beside the runs
SIGMAS = {80: 1.28, 95: 1.96}  # standard deviations of the bands
GAP = "\u00a0"


def results(game: Game, rounds: Sequence[Played], world: str = "") -> Picture:
    """Loss against compute: what was published, or at the end everything, with the law of each world.

    Parameters
    ----------
    game : Game
    rounds : sequence of Played
    world : str
        The hidden one, once it is told; "" shows what was published alone.
    """
    runs = [(k, run) for k, one in enumerate(rounds) for run in (one.runs if world else one.published)]
    low, high = _window(game, [run.train_flop for _, run in runs])
    C = np.logspace(low, high, POINTS)
    names = [game.plain, *(name for name in game.laws if world and name != game.plain)]
    curves = {name: game.best(C, name)[2] for name in names}
    noise = game.file.rules.noise
    plain = curves[game.plain]
    ends = {level: (plain - sigma * noise, plain + sigma * noise) for level, sigma in SIGMAS.items()}
    traces = [trace | {"x": C.tolist(), "y": list(map(float, trace["y"]))} for trace in shades(C, ends, "compute")]
    traces += [_curve(game, name, C, curves[name], i) for i, name in enumerate(names)]
    bottom, top = _heights([float(x) for curve in curves.values() for x in curve], [run.loss for _, run in runs])
    if rounds and not world:
        traces.append(_line_of(rounds[-1].line_flop, bottom, top))
    traces += [_point(game, k, run, run.train_flop, run.loss, run.plan.publish) for k, run in runs]
    title = "All results, and what each world would have given" if world else "What was published"
    told = "Filled: published; open: kept." if world else "Line: best split by the plain law. Shades: chance."
    told += " Dotted: the regulator’s line." if rounds and not world else ""
    words = f"{len(runs)} {'result' if len(runs) == 1 else 'results'}." if runs else "Nobody published a result."
    return Picture(
        id="game-results", question=title, height=380, wide=True,
        subtitle="Loss in nat per token against training compute. "
                 "Line: best split by the plain law; shades: chance, 80 and 95 %.",
        figure={"data": traces, "layout": layout(
            xaxis=_log_axis("Training compute, FLOP", low, high, units.scientific),
            yaxis=axis("Loss, nat/token", range=[bottom, top]))},
        summary=words, note=f"{told} {words}", table=result_rows(game, runs),
    )  # fmt: skip


def result_rows(game: Game, runs: Sequence[tuple[int, Run]]) -> tuple[list[str], list[list[str]]]:
    """Results as a table: what a published one tells, and nothing more."""
    rows = [
        [game.file.rounds[k].title, game.file.labs[run.lab], units.loss(run.loss), units.count(run.n_params),
         units.count(run.n_tokens), units.scientific(run.train_flop)]
        for k, run in runs
    ]  # fmt: skip
    return ["Round", "Lab", "Loss", "Parameters", "Tokens", "FLOP"], rows


def landscape(game: Game, rounds: Sequence[Played], world: str) -> Picture:
    """Each run among parameters and tokens, with the best split of the plain law and of the hidden world."""
    runs = [(k, run) for k, one in enumerate(rounds) for run in one.runs]
    low, high = _window(game, [run.train_flop for _, run in runs])
    C = np.logspace(low, high, POINTS)
    names = list(dict.fromkeys([game.plain, world]))
    splits = {name: game.best(C, name)[:2] for name in names}
    traces = [
        line(N.tolist(), D.tolist(), "muted", 2, line={"dash": DASHES[i]}, hoverinfo="skip", name=_title(game, name))
        for i, (name, (N, D)) in enumerate(splits.items())
    ]
    traces += [_point(game, k, run, run.n_params, run.n_tokens, run.plan.publish) for k, run in runs]
    hidden = "" if world == game.plain else f"; dashed: in the hidden world, {_title(game, world).lower()}"
    return Picture(
        id="game-landscape", question="Where did the labs train?", height=380, wide=True,
        subtitle=f"Tokens against parameters. Line: best split by the plain law{hidden}.",
        figure={"data": traces, "layout": layout(
            xaxis=_log_axis("Parameters N", *_decades([run.n_params for _, run in runs], splits, 0), units.count),
            yaxis=_log_axis("Tokens D", *_decades([run.n_tokens for _, run in runs], splits, 1), units.count))},
        summary=f"{len(runs)} runs.", table=result_rows(game, runs),
    )  # fmt: skip


def bids(game: Game, rounds: Sequence[Played], world: str) -> Picture:
    """What each lab bid, beside what would have given it most points by rank."""
    names, real, best, rows = [], [], [], []
    for lab, name in enumerate(game.file.labs):
        wanted, points = best_bids(game, rounds, lab, world)
        for k, one in enumerate(rounds):
            plan = one.moves.labs[lab]
            names.append(f"{name}, {game.file.rounds[k].title}")
            real.append(0.0 if plan is None else min(plan.bid_usd, one.money_usd[lab]))
            best.append(wanted[k])
        shown = [units.dollars(usd) for usd in (*real[-len(rounds) :], *wanted)]
        rows.append([name, ", ".join(shown[: len(rounds)]), ", ".join(shown[len(rounds) :]), f"{points:g}"])
    bars = [
        {"type": "bar", "orientation": "h", "x": values, "y": names, "name": label, "marker": {"color": color},
         "hoverinfo": "skip"}
        for label, values, color in (("In hindsight", best, "@money/0.4"), ("Bid", real, "@money"))
    ]  # fmt: skip
    return Picture(
        id="game-bids", question="What would have been the best bids?", height=80 + 30 * len(names), wide=True,
        subtitle="Full: bid; pale: the tenths of the money that would have given most points by rank, all others "
                 "bidding as they did.",
        figure={"data": bars, "layout": layout(
            barmode="group", xaxis=axis("Dollars"), yaxis=axis("", type="category", autorange="reversed"))},
        summary="Bids of each lab and round.", table=(["Lab", "Bids", "Best in hindsight", "Points by rank"], rows),
    )  # fmt: skip


def _log_axis(title: str, low: float, high: float, written: Callable[[float], str]) -> dict[str, Any]:
    """An axis of decades whose numbers stand as they do in the texts, none raised and small."""
    places = [10.0**decade for decade in range(math.ceil(low), math.floor(high) + 1)]
    return axis(title, log=True, range=[low, high], tickvals=places, ticktext=[written(place) for place in places])


def _decades(values: Sequence[float], splits: dict[str, Any], which: int) -> tuple[float, float]:
    """The decades that hold runs and best splits."""
    found = np.log10([*values, *(end for split in splits.values() for end in (split[which][0], split[which][-1]))])
    return float(found.min()) - 0.1, float(found.max()) + 0.1


def _title(game: Game, world: str) -> str:
    return game.file.worlds[world].title


def _window(game: Game, flop: Sequence[float]) -> tuple[float, float]:
    shares = [one.chip_hours * game.flop_per_hour / game.n_labs for one in game.file.rounds]
    decades = np.log10([*shares, *flop])
    return float(decades.min()) - MARGIN, float(decades.max()) + MARGIN


def _heights(curves: Sequence[float], losses: Sequence[float]) -> tuple[float, float]:
    """The lowest and the highest loss shown; a run that went far astray does not flatten all others."""
    low, high = min(curves), max(curves)
    far = high + 2 * (high - low)
    top = max([high, *(loss for loss in losses if loss <= far)])
    return min([low, *losses]) - 0.01, top + 0.02


def _curve(game: Game, name: str, C: Any, loss: Any, i: int) -> dict[str, Any]:
    return line(
        C.tolist(), [float(x) for x in loss], "compute" if i == 0 else "ink", 2.5 if i == 0 else 1.6,
        line={"dash": DASHES[i % len(DASHES)]}, hoverinfo="skip", name=_title(game, name),
    )  # fmt: skip


def _line_of(flop: float, bottom: float, top: float) -> dict[str, Any]:
    return line([flop, flop], [bottom, top], "muted", 1.5, line={"dash": "dot"}, hoverinfo="skip", name="The line")


def _point(game: Game, k: int, run: Run, x: float, y: float, is_full: bool) -> dict[str, Any]:
    color = COLORS[run.lab]
    letter = game.file.labs[run.lab].split()[-1]
    return {
        "type": "scatter", "mode": "markers+text", "x": [x], "y": [y], "text": [f"{GAP}{letter}{k + 1}{GAP}"],
        "textposition": BESIDE[run.lab], "textfont": {"size": SMALL, "color": f"@{color}"},
        "marker": {"size": BODY, "symbol": SYMBOLS[run.lab], "color": f"@{color}" if is_full else "@paper",
                   "line": {"color": f"@{color}", "width": 2}},
        "hoverinfo": "skip", "cliponaxis": False, "name": f"{game.file.labs[run.lab]}, {game.file.rounds[k].title}",
    }  # fmt: skip
