"""The sentences and numbers at the top of the Think page, and what it leaves out."""

import math

from sim.catalogs.hardware import chips
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.inputs.readout import LOSS
from sim.inputs.scenario import Scenario
from sim.program.serving import queries_served, samples_drawn
from sim.words.piece import Piece
from sim.words.run import Headline, scope, spoken

EXAMPLE_QUERIES = 1e7  # a day, of the example that is shown while inference is off; ours [next-dollar]
EXAMPLE = f"An example, {units.count(EXAMPLE_QUERIES)} queries a day: "
OFF = "Inference is off: the total cost is that of training alone."
ABOUT = (
    "Switch inference on to count the serving of the model beside its training, on all pages, and to see here when the "
    "next dollar is better spent on thinking than on training. Until then you see an example."
)
LEFT_OUT = (
    "Left out: attention over long contexts; batching, of which only the "
    "utilization of the serving chips is left; answers that depend on each other."
)
NEAR = 0.1  # relative difference of two levers below which neither is called the better
LEVERS = (
    ("accuracy_gain_params", "a larger model"),
    ("accuracy_gain_tokens", "more training tokens"),
    ("accuracy_gain_unique_data", "new text"),
    ("accuracy_gain_post_training", "more post-training"),
    ("accuracy_gain_samples", "more samples"),
)


def example(scenario: Scenario) -> tuple[str, Scenario] | None:
    """What it is called, and the same model with a service, to show what there is to see; `None` where one is set."""
    if scenario.inference == "on":
        return None
    return EXAMPLE, scenario.changed(inference="on", queries_per_day=EXAMPLE_QUERIES)


def errors_removed(result: Result, gain: str) -> float | None:
    """Wrong answers that the next dollar on a lever removes over the whole service; `None` where unknown."""
    value = getattr(result, gain)
    return None if value is None else value * float(queries_served(numbers(result.scenario)))


def think_paragraph(result: Result, subject: str | None = None) -> list[Piece]:
    """What the model solves, what a query costs, and where the next dollar goes best."""
    if result.scenario.inference == "off":
        return [Piece(OFF)]
    if result.cost_total_usd is None:
        return [Piece("The price of this chip is unknown. ", True), *_solved(result, subject), *_no_price()]
    pieces = _solved(result, subject)
    share = result.cost_inference_usd / result.cost_total_usd
    pieces += best_lever(result)
    pieces += [Piece(f"Serving takes {units.percent(share, 2)} of the cost.")]
    return pieces + _break_even(result)


def _no_price() -> list[Piece]:
    return [Piece("Type a price to see dollars.")]


def _solved(result: Result, subject: str | None) -> list[Piece]:
    who = subject or "This model"
    price, of = (None, "") if result.usd_per_query is None else units.each(result.usd_per_query, "query", "queries")
    if result.accuracy is None:
        return [] if price is None else [Piece(f"{who} answers for "), Piece(f"{price} {of}", True), Piece(". ")]
    k = samples_drawn(numbers(result.scenario))
    answers = "one answer" if k == 1 else f"{units.count(k)} answers"
    each = " to each" if price is None else f" to each, at {price} {of}"
    pieces = [Piece(f"{who} solves "), Piece(f"{units.percent(result.accuracy)} of the problems", True)]
    return [*pieces, Piece(f" with {answers}{each}. ")]


def _ranked(result: Result) -> list[tuple[float, str, str]]:
    """Wrong answers that the next dollar removes on each lever, its gain and its words, the most first."""
    found = [(errors_removed(result, name), name, words) for name, words in LEVERS]
    # To five digits, so that rounding does not order what is equal.
    return sorted(
        ((x, name, words) for x, name, words in found if x is not None), key=lambda item: -float(f"{item[0]:.4e}")
    )


def clearly_best(result: Result) -> str | None:
    """Gain of the lever that removes clearly more wrong answers than any other; `None` where none does."""
    ranked = _ranked(result)
    if not ranked or ranked[0][0] <= 0 or (len(ranked) > 1 and ranked[1][0] > (1 - NEAR) * ranked[0][0]):
        return None
    return ranked[0][1]


def best_lever(result: Result) -> list[Piece]:
    """Which lever removes most errors for the next dollar, and the others beside it."""
    ranked = _ranked(result)
    if not ranked or ranked[0][0] <= 0:
        return []
    (most, _, best), others = ranked[0], ranked[1:]
    if clearly_best(result) is None:
        return [
            Piece("It is balanced: ", True),
            Piece(f"the next dollar removes about as many wrong answers by {best} as by {others[0][2]}. "),
        ]
    pieces = [
        Piece("The next dollar goes furthest in "),
        Piece(f"{best}", True),
        Piece(f": it removes {answers(most)} there"),
    ]
    rest = [f"{answers(x, unit=False)} by {words}" for x, _, words in others if x > 0]
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
    served = float(queries_served(numbers(result.scenario)))
    first = "the first query" if queries <= 1 else f"{units.count(queries)} queries"
    words = f" A larger model that answers once is as good, and cheaper from {first} on; "
    cheaper = "thinking" if served < queries else "training"
    return [Piece(f"{words}{units.count(served)} are served, so {cheaper} is cheaper here.")]


def _price(query: float | None) -> tuple[str, str]:
    """What a query costs and of how many that is said, where it is not said of one."""
    if query is None:
        return "unknown", ""
    price, of = units.each(query, "query", "queries")
    return price, of if of.startswith("per") else ""


def think_headlines(result: Result) -> list[Headline]:
    """The four numbers at the top of the Think page."""
    query, serving, total = result.usd_per_query, result.cost_inference_usd, result.cost_total_usd
    mtok = result.usd_per_mtok_output
    share = "needs a price" if serving is None or total is None else f"{units.percent(serving / total, 2)} of the cost"
    return [
        _accuracy(result)
        if result.scenario.readout == LOSS
        else spoken(result, f"{'loss' if result.accuracy is None else 'tasks solved'} {_accuracy(result).value}"),
        Headline(
            "usd_per_query", "Cost of a query", *_price(query),
            "needs a price" if mtok is None else f"{units.dollars(mtok)} per million tokens written",
            "Reading the prompt once and writing every sample, at the price of a chip-hour and the utilizations below.",
        ),
        Headline(
            "cost_inference_usd", "Serving", units.text(serving, "usd"), "", f"{share}{_machines(result)}",
            "All queries of the days of service. It grows with the size of the model, not with its training tokens. "
            f"{_memory(result)}",
        ),
        Headline(
            "cost_total_usd", "Cost", units.text(total, "usd"), "",
            "needs a price" if total is None else f"training {units.dollars(result.cost_training_usd)}",
            scope(result),
        ),
    ]  # fmt: skip


def _machines(result: Result) -> str:
    """The chips of a service, what they can take at most and what one copy weighs; "" where there is none."""
    if result.serving_chips is None:
        return ""
    taken = units.counted(units.count(max(1, math.ceil(result.serving_chips))), "chip")
    most = units.plain(result.peak_queries_per_s)
    weights = units.with_unit(result.serving_memory_gb, "GB")
    return f"; {taken} day and night, at most {most} queries a second; {weights} of weights"


def _memory(result: Result) -> str:
    """What one copy of the model takes of the chips' memory; "" where none is served."""
    if result.serving_memory_gb is None:
        return ""
    chip, needed = chips().entries[result.scenario.hardware], result.serving_memory_gb
    held = f"The weights of one copy take {units.with_unit(needed, 'GB')}"
    if chip.memory is None:
        return f"{held}."
    at_least = math.ceil(needed / chip.memory.gb)
    return f"{held}: {units.counted(units.count(at_least), 'chip')} of {units.plain(chip.memory.gb)} GB at least."


def _accuracy(result: Result) -> Headline:
    if result.accuracy is None:
        return Headline("loss", "Loss", units.loss(result.loss), "nat/token", "no tasks are set", "No tasks are set.")
    kind = result.scenario.task_kind
    detail = f"one answer {units.percent(result.pass_at_1)}" if kind == "generate" else "multiple choice, one answer"
    if kind == "generate" and result.scenario.post_training == "on":
        detail += f", base model {units.percent(result.pass_at_1_base)}"
    return Headline(
        "accuracy", "Problems solved", units.percent(result.accuracy), "", detail,
        "Share of the problems that the picked answer solves. It holds for the tasks set below, and for no others.",
    )  # fmt: skip
