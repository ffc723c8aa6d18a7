"""What is told of a game in words and tables, each piece marked as a rule of the game or as what the model says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sim.games.games import Game
from sim.games.hindsight import overspend_usd
from sim.games.limits import statements
from sim.games.moves import Moves
from sim.games.observer import beliefs
from sim.games.play import Played, Run
from sim.games.scoring import brier, is_named, items, outcomes, totals
from sim.ground import units

Kind = Literal["", "rule", "model"]


@dataclass(frozen=True)
class Block:
    """A piece of a page: a heading, Markdown, a table, and whether it is a rule of the game or of the model."""

    title: str
    text: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    kind: Kind = ""


def offer(game: Game, k: int) -> Block:
    """What is on offer in a round, counted from 0, and how it is sold."""
    rules, one = game.file.rules, game.file.rounds[k]
    equal = one.chip_hours * game.flop_per_hour / game.n_labs
    text = (
        f"{units.count(one.chip_hours)} chip-hours are on offer, {units.plain(game.full_mwh(k), 3)} MWh in all. "
        f"An equal share is {units.scientific(equal)} FLOP. One price for all: the bids over the hours, at least "
        f"{units.dollars(rules.least_usd_per_hour)}; nobody takes more than {units.percent(rules.most_share, 2)}."
    )
    points = ", ".join(f"{value:g}" for value in one.rank_points)
    return Block(one.title, f"{text} Points by rank: {points}.", kind="rule")


def press_statements(game: Game, k: int) -> Block:
    """What the press gives probabilities for."""
    return Block("The press says how likely", "\n".join(f"1. {text}" for text in statements(game, k)), kind="rule")


def market(game: Game, k: int, one: Played) -> Block:
    """What the market did, of all together: what one lab bought would tell what it trained."""
    cut = " The cap cut all hours in proportion." if one.sale.is_capped else ""
    return Block(
        "The market",
        f"Price of a chip-hour: **{units.dollars(one.sale.price)}**. Sold: {units.count(sum(one.sale.hours))} hours, "
        f"{units.plain(one.energy_mwh, 3)} MWh, {_share(one.energy_mwh / game.full_mwh(k))} of what all would take."
        f"{cut} The line: {units.scientific(one.line_flop)} FLOP. The cap: {units.plain(one.cap_mwh, 3)} MWh.",
        kind="rule",
    )


def called(game: Game, one: Played) -> Block:
    """Who reported, whom the regulator audited, and what the press had said."""
    reported = [game.file.labs[run.lab] for run in one.runs if one.is_reported(run)]
    caught = [game.file.labs[run.lab] for run in one.runs if one.is_caught(run)]
    audited = game.file.labs[one.moves.audit] if one.moves.audit >= 0 else "nobody"
    found = f" {caught[0]} had trained above the line and not reported it." if caught else ""
    text = f"Reported a run above the line: {', '.join(reported) or 'nobody'}. Audited: {audited}.{found}"
    return Block("Reports and audit", text, kind="rule")


def said(game: Game, k: int, one: Played) -> Block:
    """The probabilities that the press published."""
    plan = one.moves.press
    shown = [units.percent(p, 2) for p in vars(plan).values()] if plan else ["nothing"] * 3
    rows = [list(pair) for pair in zip(statements(game, k), shown, strict=True)]
    return Block("The press said", columns=["Statement", "Probability"], rows=rows)


def own_run(game: Game, k: int, one: Played, run: Run) -> Block:
    """What a lab alone sees of its run."""
    held = "It lies in your range." if run.is_held else "It lies outside of your range."
    text = (
        f"You bought {units.count(run.hours)} hours for {units.dollars(run.paid_usd)}: "
        f"{units.scientific(run.train_flop)} FLOP, {units.count(run.n_params)} parameters, "
        f"{units.count(run.n_tokens)} tokens. Your loss is **{units.loss(run.loss)}**. {held}"
    )
    return Block(f"Your run, {game.file.rounds[k].title}", text, kind="model")


def told(game: Game, rounds: Sequence[Played], moves: Moves, world: str) -> list[Block]:
    """The end of a game: the world, the points, and what could have been known."""
    return [
        _world(game, moves, world), _points(game, rounds, moves, world), _runs(game, rounds, world),
        _beliefs(game, rounds), _ranges(rounds), _press(game, rounds, world), _lines(game, rounds),
        _reasons(game, rounds, moves, world),
        Block("What the model says of these runs", _listed([game.text(one.text) for one in game.file.findings]),
              kind="model"),
        Block("To discuss", _listed(game.file.debrief.questions)),
    ]  # fmt: skip


def _world(game: Game, moves: Moves, world: str) -> Block:
    one, votes = game.file.worlds[world], moves.votes
    mine = votes[list(game.file.worlds).index(world)] if votes else 0
    won = " More than half: everybody gains." if is_named(game, votes, world) else ""
    voted = f" {mine} of {sum(votes)} votes named it.{won}" if votes else ""
    return Block(f"The world was: {one.title.lower()}", f"{game.text(one.text)}{voted}", kind="rule")


def _points(game: Game, rounds: Sequence[Played], moves: Moves, world: str) -> Block:
    found = items(game, rounds, moves.votes, world)
    sums = totals(game, found)
    places = [*range(len(rounds)), -1]
    rows = [
        [game.title(team), *(f"{sum(one.points for one in found if (one.team, one.round) == (team, k)):g}"
                             for k in places), f"{sums[team]:g}"]
        for team in sorted(game.teams, key=lambda team: -sums[team])
    ]  # fmt: skip
    columns = ["Team", *(game.file.rounds[k].title for k in places[:-1]), "End", "Points"]
    return Block("Points", "", columns, rows, "rule")


def _reasons(game: Game, rounds: Sequence[Played], moves: Moves, world: str) -> Block:
    rows = [
        [game.file.rounds[one.round].title if one.round >= 0 else "End", game.title(one.team), one.what,
         f"{one.points:+g}"]
        for one in items(game, rounds, moves.votes, world) if one.points
    ]  # fmt: skip
    return Block("What each point was for", "", ["Round", "Team", "For", "Points"], rows, "rule")


def _runs(game: Game, rounds: Sequence[Played], world: str) -> Block:
    rows = [
        [game.file.rounds[k].title, game.file.labs[run.lab], units.dollars(run.paid_usd), units.loss(run.loss),
         units.loss(float(game.best(run.train_flop, world)[2][0])), units.dollars(overspend_usd(game, run, world)),
         "published" if run.plan.publish else "kept"]
        for k, one in enumerate(rounds) for run in one.runs
    ]  # fmt: skip
    columns = ["Round", "Lab", "Paid", "Loss", "Best split", "Overspend", ""]
    text = "Best split: the loss of the same compute in this world. Overspend: what the same loss could have saved."
    return Block("The runs", text, columns, rows, "model")


def _beliefs(game: Game, rounds: Sequence[Played]) -> Block:
    seen: list[tuple[str, list[Run]]] = []
    for k in range(len(rounds)):
        told_so_far = [run for one in rounds[: k + 1] for run in one.published]
        seen.append((f"What was published up to {game.file.rounds[k].title}", told_so_far))
    runs = [run for one in rounds for run in one.runs]
    seen += [(f"{name} alone", [run for run in runs if run.lab == lab]) for lab, name in enumerate(game.file.labs)]
    seen.append(("All results", runs))
    rows = [[who, *(_share(p) for p in beliefs(game, these).values())] for who, these in seen]
    columns = ["Who sees", *(world.title for world in game.file.worlds.values())]
    text = "Probability of each world for somebody who knows all laws and the chance, and held them for equally likely."
    return Block("What could be known", text, columns, rows, "model")


def _ranges(rounds: Sequence[Played]) -> Block:
    runs = [run for one in rounds for run in one.runs]
    held = sum(run.is_held for run in runs)
    return Block("The ranges", f"{held} of {len(runs)} ranges held. Four of five were asked for.", kind="rule")


def _press(game: Game, rounds: Sequence[Played], world: str) -> Block:
    rows = []
    for k, one in enumerate(rounds):
        true = outcomes(game, k, one, world)
        plan = one.moves.press
        for text, happened, p in zip(statements(game, k), true, vars(plan).values() if plan else (None,) * 3,
                                     strict=True):  # fmt: skip
            rows.append([game.file.rounds[k].title, text, "nothing" if p is None else _share(p),
                         "true" if happened else "false"])  # fmt: skip
    scores = [brier(one.moves.press, outcomes(game, k, one, world)) for k, one in enumerate(rounds) if one.moves.press]
    text = (
        f"Brier scores: {', '.join(f'{score:.2f}' for score in scores)}; 0 is best, 0.25 is a coin." if scores else ""
    )
    return Block("The press", text, ["Round", "Statement", "Said", "It was"], rows, "rule")


def _lines(game: Game, rounds: Sequence[Played]) -> Block:
    rows = [
        [game.file.rounds[k].title, units.scientific(one.line_flop), str(sum(map(one.is_above, one.runs))),
         str(sum(map(one.is_reported, one.runs))), str(sum(map(one.is_caught, one.runs))),
         _share(one.energy_mwh / game.full_mwh(k))]
        for k, one in enumerate(rounds)
    ]  # fmt: skip
    columns = ["Round", "Line, FLOP", "Runs above", "Reported", "Caught", "Energy of all hours"]
    return Block("The regulator", "", columns, rows, "rule")


def card(game: Game, role: str) -> Block:
    """The card of a role, to print."""
    sheet = game.file.sheets[role]
    may = _listed([game.text(text) for text in sheet.may])
    text = (
        f"{game.text(sheet.who)}\n\n**You want:** {game.text(sheet.wants)}\n\n**You may:**\n\n{may}\n\n"
        f"**Points:** {_point_words(game, role)}\n\n**Ask the others:** {sheet.asks}"
    )
    return Block(sheet.title, text, kind="rule")


def _point_words(game: Game, role: str) -> str:
    """What a role gets points for, as the file says."""
    p = game.file.points
    ranks = "; ".join(f"{one.title} {', '.join(f'{x:g}' for x in one.rank_points)}" for one in game.file.rounds)
    own = {
        "lab": f"By rank of the loss: {ranks}. A range that holds the result {p.hit:+g}, one that is also narrower "
               f"than the middle one of all {p.narrow:+g}. Published {p.published:+g}. Caught {p.caught:+g}.",
        "regulator": f"A reported run that is among the two best {p.reported_best:+g}, another one "
                     f"{p.reported_other:+g}. A round within the energy {p.energy:+g}. At the end, if the line parts "
                     f"the two best from the rest, {p.line:+g}.",
        "press": f"Up to {p.press:+g} a round for probabilities that were right and sure (Brier score). "
                 f"{p.headline:+g} if the class names your number.",
    }[role]  # fmt: skip
    return f"{own} For everybody {p.world:+g} if more than half of the class name the world at the end."


def _listed(texts: Sequence[str]) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _share(p: float) -> str:
    return units.percent(round(p, 3), 2)
