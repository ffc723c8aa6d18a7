"""The pilot game, told in lines: what was bought, what is known, what came."""

from collections.abc import Sequence
from math import exp

from sim.ground import units
from sim.studies.hidden_law import FARTHEST, MIDDLE, NOISE, REFERENCE_FLOP, SPREAD, World
from sim.studies.pilot_game import (
    BUDGET_USD,
    LEVEL,
    MOST_SHARE,
    SHOT,
    Game,
    Outcome,
    Shot,
    bands,
    best_run,
    blind,
    interval,
    outcome,
    reference,
    usd,
)

Table = tuple[list[str], list[list[str]]]  # names of columns, and rows
RULES = (
    f"You have {units.dollars(BUDGET_USD)} and one large run to train. The law of this world, "
    "L = E + A / N^alpha + B / D^beta, is hidden. Buy small runs to learn it. Then take your one shot: parameters and "
    "tokens of the large run, and an interval for its loss. What you do not spend on pilots is for the large run."
)
SCORED = (
    "Your regret is what somebody who knew the law would have saved for the loss that you reach: pilots, money that "
    f"you leave, and a bad split. Your interval should hold in {units.percent(LEVEL)} of such games. A pilot costs at "
    f"most {units.dollars(MOST_SHARE * BUDGET_USD)}."
)
CAUTION = (
    "In this game the form of the law holds everywhere. Real runs leave it where they have very few or very many "
    "tokens for each parameter, or too few steps."
)
COURTESY = (
    "The world is a number in the link, so that all of a class can play the same one. The link holds every run: opened "
    "again it gives the same. Nothing stops anybody from starting over with what he has seen."
)
UNKNOWN = "By the fit"


def family_words() -> str:
    """What is known of every world."""
    floor, alpha, beta, ratio, above = (float(x) for x in MIDDLE)
    of_floor, of_exponent, _, of_ratio, of_above = (float(x) for x in SPREAD)
    return (
        f"Worlds are drawn from one family. At {units.scientific(REFERENCE_FLOP)} FLOP the best run of a typical world "
        f"has {units.plain(exp(ratio))} tokens for each parameter, {units.times(exp(of_ratio))} more or less, and a "
        f"loss of {units.plain(exp(above))} nat/token above its floor, {units.percent(of_above)} more or less. The "
        f"floor is {units.plain(exp(floor))} nat/token, {units.percent(of_floor)} more or less. The exponents are "
        f"{units.plain(alpha)} and {units.plain(beta)}, {units.plain(of_exponent)} more or less. These are standard "
        f"deviations, and no world lies more than {units.plain(FARTHEST)} of them off. A measured loss is off by noise "
        f"of {units.percent(NOISE)}."
    )


def runs_table(game: Game) -> Table:
    """The pilots and what they ended with."""
    rows = [
        [
            str(i), units.count(N, 4), units.count(D, 4), units.plain(D / N), units.dollars(float(usd(N, D))),
            units.loss(loss),
        ]
        for i, ((N, D), loss) in enumerate(zip(game.runs, game.losses, strict=True), start=1)
    ]  # fmt: skip
    return ["Pilot", "Parameters", "Tokens", "Tokens per parameter", "Cost", "Loss"], rows


def known_table(game: Game) -> Table:
    """The best large run for the money that is left, as far as it is known."""
    found = bands(game.known, game.left)
    forms = {"n_params": "count", "tokens_per_param": "plain", "loss": "loss"}
    names = {"n_params": "Best parameters", "tokens_per_param": "Best tokens per parameter", "loss": "Its loss"}
    rows = []
    for name, form in forms.items():
        low, middle, high = getattr(found, name)
        rows.append([names[name], units.text(middle, form), f"{units.text(low, form)} to {units.text(high, form)}"])
    return [f"With the {units.dollars(game.left, 4)} left", UNKNOWN, f"{units.percent(LEVEL)} band"], rows


def interval_words(game: Game, N: float, D: float) -> str:
    """The interval that the fit gives to a large run."""
    low, high = interval(game.known, N, D)
    return (
        f"The fit expects a measured loss of {units.loss(low)} to {units.loss(high)} from {units.count(N, 4)} "
        f"parameters on {units.count(D, 4)} tokens, in {units.percent(LEVEL)} of the cases, if the form of the law is "
        "right."
    )


def score_table(game: Game, shot: Shot) -> Table:
    """What came of the game, beside how the tool plays and beside no pilot at all."""
    tool, of_tool = reference(game.world)
    rows = [
        _score_row("You", game.runs, outcome(game.world, game.spent, shot, SHOT)),
        _score_row("The tool’s pilots and fit", tool.runs, of_tool),
        _score_row("No pilots, typical world", (), blind(game.world)),
    ]
    return [
        "Who", "Pilots", "Pilots cost", "Unspent", "Bad split", "Regret", "Parameters", "Tokens", "Loss", "Measured",
        "Interval", "It held", "Interval score",
    ], rows  # fmt: skip


def _score_row(who: str, runs: Sequence[tuple[float, float]], found: Outcome) -> list[str]:
    shot = found.shot
    return [
        who, str(len(runs)), units.dollars(found.pilots_usd), units.dollars(found.unspent_usd),
        units.dollars(found.split_usd), units.dollars(found.regret_usd), units.count(shot.n_params, 4),
        units.count(shot.n_tokens, 4), units.loss(found.loss), units.loss(found.measured),
        f"{units.loss(shot.low)} to {units.loss(shot.high)}", "yes" if found.held else "no",
        units.plain(found.interval_score),
    ]  # fmt: skip


def score_sentences(game: Game, shot: Shot) -> list[str]:
    """The score in words."""
    mine, (_, tool) = outcome(game.world, game.spent, shot, SHOT), reference(game.world)
    better = "less" if mine.regret_usd < tool.regret_usd else "more"
    apart = abs(mine.regret_usd - tool.regret_usd)
    held = "held" if mine.held else "missed"
    return [
        f"Your regret is {units.dollars(mine.regret_usd)}: {units.dollars(mine.pilots_usd)} for pilots, "
        f"{units.dollars(mine.unspent_usd)} unspent, {units.dollars(mine.split_usd)} by the split.",
        f"The tool’s own play regrets {units.dollars(tool.regret_usd)}: yours is {units.dollars(apart)} {better}.",
        f"Your interval {held}: the run was measured at {units.loss(mine.measured)}. One interval says little; play "
        "more worlds, or compare with a class.",
    ]


def truth_sentences(world: World, money: float) -> list[str]:
    """The law, once the shot was taken."""
    law = world.law
    N, D = (float(x) for x in best_run(law, money))
    constants = ", ".join(f"{name} = {units.plain(float(value), 5)}" for name, value in vars(law).items())
    return [
        f"The law of world {world.number} was L = E + A / N^alpha + B / D^beta with {constants}.",
        f"The best run for {units.dollars(money)} would have been {units.count(N)} parameters on {units.count(D)} "
        f"tokens, with a loss of {units.loss(float(law.loss(N, D)))}.",
    ]


def class_table(games: Sequence[Game]) -> Table:
    """A class that played one world, least regret first."""
    found = [(game, outcome(game.world, game.spent, game.shot, SHOT)) for game in games if game.shot is not None]
    rows = [
        [
            game.who, str(len(game.runs)), units.dollars(one.pilots_usd), units.dollars(one.regret_usd),
            units.count(one.shot.n_params), "yes" if one.held else "no", units.plain(one.interval_score),
        ]
        for game, one in sorted(found, key=lambda pair: pair[1].regret_usd)
    ]  # fmt: skip
    return ["Who", "Pilots", "Pilots cost", "Regret", "Parameters", "Interval held", "Interval score"], rows


def class_words(games: Sequence[Game]) -> str:
    """How often the intervals of a class held."""
    found = [outcome(game.world, game.spent, game.shot, SHOT) for game in games if game.shot is not None]
    held = sum(one.held for one in found)
    return (
        f"{held} of {len(found)} intervals held; {units.percent(LEVEL)} of them should. Those of one world share its "
        "surprises: a fair test of a class takes several worlds."
    )
