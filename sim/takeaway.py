"""What people take away of a scenario: Python, or a page of text."""

from collections.abc import Sequence

from sim import units
from sim.inputs import TABLE, Input
from sim.inputs.plan import GIVEN
from sim.laws import loss_laws
from sim.result import OUTPUTS, Output, Result
from sim.scenario import Scenario
from sim.share import NEWEST, frozen_defaults
from sim.think_words import small_price, think_paragraph
from sim.version import MODEL_VERSION
from sim.words import LEVELS, headlines, law_line, paragraph, price_line

CAME_OUT = ("perplexity", "n_params", "n_tokens", "train_flop", "optimal_n_params", "optimal_n_tokens")
SERVED = ("cost_inference_usd", "usd_per_query", "accuracy")  # where inference is on
STEPS = ("step_params_usd", "step_tokens_usd", "next_step_usd")


def snippet(result: Result) -> str:
    """Python that reproduces a result: the inputs that differ from the defaults, with every digit."""
    inputs = ",\n".join(f"    {name}={value!r}" for name, value in _set(result.scenario).items())
    call = f"Scenario(\n{inputs},\n)" if inputs else "Scenario()"
    return (
        f"# Next Dollar, model {MODEL_VERSION}. Run it where the sim folder lies.\n"
        "from sim import Scenario, evaluate\n\n"
        f"result = evaluate({call})\n"
        f"print(result.loss)  # {result.loss!r} nat/token\n"
        f"print(result.cost_total_usd)  # {result.cost_total_usd!r} USD\n"
    )


def summary(result: Result, title: str, address: str) -> str:
    """A page of Markdown: what was set, what came out, the notes, the sources and the link.

    Parameters
    ----------
    result : Result
        Of one scenario.
    title : str
        Name of the scenario.
    address : str
        Link that opens it.
    """
    scenario = result.scenario
    set_rows = [
        (TABLE[name].label, shown(TABLE[name], getattr(scenario, name)))
        for name in dict.fromkeys(("plan", "law", *GIVEN[scenario.plan], "hardware", *_set(scenario)))
    ]
    came_out = [(number.label, f"{number.value} {number.unit}".strip()) for number in headlines(result)]
    served = tuple(name for name in SERVED if result.values[name] is not None)
    came_out += [
        (row.label, f"{_value(row, result)} {_unit(row)}".strip())
        for row in (OUTPUTS[name] for name in (*CAME_OUT, *STEPS, *served))
    ]
    told = (paragraph, think_paragraph) if scenario.inference == "on" else (paragraph,)
    about = (law_line(result), price_line(result), LEVELS)
    sections = [
        f"# {_escaped(title)}",
        *(_escaped("".join(piece.text for piece in said(result))) for said in told),
        "## What was set",
        _table(("Input", "Value"), set_rows),
        "## What came out",
        _table(("Result", "Value"), came_out),
        "## What to keep in mind",
        "\n".join(f"- {_escaped(line)}" for line in (*(note.text for note in result.notes), *about)),
        f"Model {MODEL_VERSION}. Open it: <{address}>",
    ]
    return "\n\n".join(sections) + "\n"


def source_line(result: Result) -> str:
    """Where a picture of a chart comes from."""
    law = loss_laws().entries[result.scenario.law]
    return f"Source: Next Dollar, model {MODEL_VERSION}. Law: {law.label}, {law.table.removesuffix('.')}."


def _set(scenario: Scenario) -> dict[str, float | str | None]:
    """Inputs that differ from the defaults, and what a chosen chip implied on the day."""
    different = scenario.differences(frozen_defaults(NEWEST))
    return {
        name: value
        for name, value in scenario.model_dump().items()
        if name in different or any(cause in different for cause in TABLE[name].follows)
    }


def shown(row: Input, value: float | str | None) -> str:
    """Value of an input as people read it, with its unit."""
    if row.options is not None:
        return row.options()[str(value)]
    number = None if value is None else float(value)
    return "none" if number is None else f"{units.exact(number, row.form)} {_unit(row)}".strip()


def _value(row: Output, result: Result) -> str:
    """The number as the pages write it; a query may cost less than a cent."""
    value = result.values[row.name]
    return small_price(value) if row.name == "usd_per_query" and value is not None else units.text(value, row.form)


def _unit(row: Input | Output) -> str:
    """Unit to write behind the number, unless the number or the label says it already."""
    unit = row.unit.removeprefix("USD").strip()
    return "" if unit.lower() in row.label.lower() else unit


def _table(head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    escaped = [(_escaped(left), _escaped(right)) for left, right in rows]
    return "\n".join(f"| {left} | {right} |" for left, right in (head, ("---", "---:"), *escaped))


def _escaped(text: str) -> str:
    """Text of a stranger without the power to be markup."""
    for mark in "\\`*_[]<>|#$":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
