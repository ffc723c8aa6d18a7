"""The sentences and numbers at the top of the Think page, and what it leaves out."""

from sim import units
from sim.result import Result
from sim.serving import queries_served, samples_drawn
from sim.words import Headline, Piece, scope

OFF = "Inference is off: the total cost is that of training alone."
ABOUT = (
    "Switch inference on to count the serving of the model beside its training, on all pages, and to see here when the "
    "next dollar is better spent on thinking than on training."
)
LEFT_OUT = (
    "Left out: post-training and reinforcement learning; attention over long contexts; batching, of which only the "
    "utilization of the serving chips is left; answers that depend on each other."
)
NEAR = 0.1  # relative difference of two levers below which neither is called the better
LEVERS = (
    ("accuracy_gain_params", "a larger model"),
    ("accuracy_gain_tokens", "more training tokens"),
    ("accuracy_gain_unique_data", "new text"),
    ("accuracy_gain_samples", "more samples"),
)


def errors_removed(result: Result, gain: str) -> float | None:
    """Wrong answers that the next dollar on a lever removes over the whole service; `None` where unknown."""
    value = getattr(result, gain)
    return None if value is None else value * float(queries_served(result.scenario))


def small_price(usd: float) -> str:
    """A price that may be less than a cent, with three digits."""
    return f"${units.plain(usd)}" if 1e-9 < usd < 1 else units.dollars(usd)


def think_paragraph(result: Result, subject: str | None = None) -> list[Piece]:
    """What the model solves, what a query costs, and where the next dollar goes best."""
    if result.scenario.inference == "off":
        return [Piece(OFF)]
    if result.cost_total_usd is None:
        return [Piece("The price of this chip is unknown. ", True), *_solved(result, subject), *_no_price()]
    pieces = _solved(result, subject)
    share = result.cost_inference_usd / result.cost_total_usd
    pieces += _best_lever(result)
    pieces += [Piece(f"Serving takes {units.percent(share, 2)} of the cost.")]
    return pieces + _break_even(result)


def _no_price() -> list[Piece]:
    return [Piece("Type a price to see dollars.")]


def _solved(result: Result, subject: str | None) -> list[Piece]:
    who = subject or "This model"
    price = None if result.usd_per_query is None else small_price(result.usd_per_query)
    if result.accuracy is None:
        return [] if price is None else [Piece(f"{who} answers a query for "), Piece(price, True), Piece(". ")]
    k = samples_drawn(result.scenario)
    answers = "one answer" if k == 1 else f"{units.count(k)} answers"
    each = " to each" if price is None else f" to each, at {price} a query"
    pieces = [Piece(f"{who} solves "), Piece(f"{units.percent(result.accuracy)} of the problems", True)]
    return [*pieces, Piece(f" with {answers}{each}. ")]


def _best_lever(result: Result) -> list[Piece]:
    """Which lever removes most errors for the next dollar, and the others beside it."""
    found = [(errors_removed(result, name), words) for name, words in LEVERS]
    ranked = sorted(((x, words) for x, words in found if x is not None), key=lambda item: -item[0])
    if not ranked or ranked[0][0] <= 0:
        return []
    (most, best), others = ranked[0], ranked[1:]
    if others and others[0][0] > (1 - NEAR) * most:
        return [
            Piece("It is balanced: ", True),
            Piece(f"the next dollar removes about as many wrong answers by {best} as by {others[0][1]}. "),
        ]
    pieces = [
        Piece("The next dollar goes furthest in "),
        Piece(f"{best}", True),
        Piece(f": it removes {answers(most)} there"),
    ]
    rest = [f"{answers(x, unit=False)} by {words}" for x, words in others if x > 0]
    return [*pieces, Piece(f", {' and '.join(rest)}. " if rest else ". ")]


def answers(x: float, unit: bool = True) -> str:
    """A number of wrong answers in words."""
    shown = units.count(x, 2) if x >= 1e-3 else "hardly any"
    if not unit:
        return shown
    return f"{shown} wrong answer{'' if shown == '1' else 's'}"


def _break_even(result: Result) -> list[Piece]:
    """From how many queries on a larger model with one answer would be the cheaper way."""
    queries = result.break_even_queries
    if queries is None:
        return []
    served = float(queries_served(result.scenario))
    first = "the first query" if queries <= 1 else f"{units.count(queries)} queries"
    words = f" A larger model that answers once is as good, and cheaper from {first} on; "
    cheaper = "thinking" if served < queries else "training"
    return [Piece(f"{words}{units.count(served)} are served, so {cheaper} is cheaper here.")]


def think_headlines(result: Result) -> list[Headline]:
    """The four numbers at the top of the Think page."""
    query, serving, total = result.usd_per_query, result.cost_inference_usd, result.cost_total_usd
    mtok = result.usd_per_mtok_output
    share = "needs a price" if serving is None or total is None else f"{units.percent(serving / total, 2)} of the cost"
    return [
        _accuracy(result),
        Headline(
            "usd_per_query", "Cost of a query", "unknown" if query is None else small_price(query), "",
            "needs a price" if mtok is None else f"{units.dollars(mtok)} per million tokens written",
            "Reading the prompt once and writing every sample, at the price of a chip-hour and the utilizations below.",
        ),
        Headline(
            "cost_inference_usd", "Serving", units.text(serving, "usd"), "", share,
            "All queries of the days of service. It grows with the size of the model, not with its training tokens.",
        ),
        Headline(
            "cost_total_usd", "Cost", units.text(total, "usd"), "",
            "needs a price" if total is None else f"training {units.dollars(result.cost_training_usd)}",
            scope(result),
        ),
    ]  # fmt: skip


def _accuracy(result: Result) -> Headline:
    if result.accuracy is None:
        return Headline("loss", "Loss", units.loss(result.loss), "nat/token", "no tasks are set", "No tasks are set.")
    kind = result.scenario.task_kind
    detail = f"one answer {units.percent(result.pass_at_1)}" if kind == "generate" else "multiple choice, one answer"
    return Headline(
        "accuracy", "Problems solved", units.percent(result.accuracy), "", detail,
        "Share of the problems that the picked answer solves. It holds for the tasks set below, and for no others.",
    )  # fmt: skip
