"""What people take away of a scenario: Python, or a page of text."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sim.engine.kept_runs import KeptRun
from sim.engine.notes import notes
from sim.engine.output_table import OUTPUTS
from sim.engine.presets import subject
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.ground.text import IN_A_FILE, escaped
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN
from sim.links.showing import BARE, HIDE, SHOW
from sim.links.side_by_side import as_markdown
from sim.links.values import stated
from sim.version import MODEL_VERSION
from sim.words import citation
from sim.words.next_dollar import paragraph
from sim.words.run import LEVELS, headlines, law_line, price_line
from sim.words.think import think_paragraph
from sim.words.written import input_text, output_text

CAME_OUT = ("perplexity", "n_params", "n_tokens", "train_flop", "optimal_n_params", "optimal_n_tokens")
SERVED = ("cost_inference_usd", "usd_per_query", "accuracy")  # where inference is on
# What the browser puts into the texts of a board: the link of what is shown, the day, and the name of a chart.
AT_LINK, AT_DAY, AT_CHART = "{link}", "{day}", "{chart}"
OURS = f"Next Dollar, model {MODEL_VERSION}"  # where pictures come from that no law is behind
HERE = "you are here"  # what charts call the run
STEPS = ("step_params_usd", "step_tokens_usd", "next_step_usd")


def snippet(result: Result) -> str:
    """Python that reproduces a result: the inputs that differ from the defaults, with every digit."""
    inputs = ",\n".join(f"    {name}={value!r}" for name, value in stated(result.scenario).items())
    call = f"Scenario(\n{inputs},\n)" if inputs else "Scenario()"
    return (
        f"# Next Dollar, model {MODEL_VERSION}. Run it in the folder of the project, or name that folder:\n"
        "# PYTHONPATH=path/to/next-dollar python next-dollar.py\n"
        "from sim import Scenario, evaluate\n\n"
        f"result = evaluate({call})\n"
        f"print(result.loss)  # {result.loss!r} nat/token\n"
        f"print(result.cost_total_usd)  # {result.cost_total_usd!r} USD\n"
    )


def summary(result: Result, title: str, address: str, today: date, kept: Sequence[KeptRun] = ()) -> str:
    """A page of Markdown: what was set, what came out, the notes, the sources and the link.

    Parameters
    ----------
    result : Result
        Of one scenario.
    title : str
        Name of the scenario.
    address : str
        Link that opens it.
    today : date
        From which the age of a price counts.
    kept : sequence of KeptRun
        What stands beside it.
    """
    scenario = result.scenario
    set_rows = [
        (TABLE[name].label, input_text(TABLE[name], getattr(scenario, name)))
        for name in dict.fromkeys(("plan", "law", *GIVEN[scenario.plan], "hardware", *stated(scenario)))
    ]
    came_out = [(number.label, f"{number.value} {number.unit}".strip()) for number in headlines(result)]
    served = tuple(name for name in SERVED if result.values[name] is not None)
    came_out += [
        (row.label, output_text(row, result)) for row in (OUTPUTS[name] for name in (*CAME_OUT, *STEPS, *served))
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
        *([as_markdown(result, kept).strip()] if kept else []),
        "## What to keep in mind",
        "\n".join(f"- {_escaped(line)}" for line in (*(note.text for note in notes(result, today)), *about)),
        f"Model {MODEL_VERSION}. Open it: <{address}>",
    ]
    return "\n\n".join(sections) + "\n"


def source_line(result: Result) -> str:
    """Where a picture of a chart comes from."""
    law = chosen_law(result.scenario)
    return f"Source: Next Dollar, model {MODEL_VERSION}. Law: {law.label}, {law.table.removesuffix('.')}."


def run_name(result: Result) -> str:
    """What a picture calls the run, away from its page: the model, or its size and text."""
    known = subject(result.scenario, None)
    return known or f"{units.count(result.n_params)} on {units.count(result.n_tokens)} tokens"


def board_takeaway(result: Result, source: str) -> dict[str, Any]:
    """What the board's buttons give of a run: labels, texts, and places for what the browser alone knows.

    Parameters
    ----------
    result : Result
        Of the run that is shown.
    source : str
        Where its pictures come from.
    """
    return {
        **chart_takeaway(source),
        "names": {HERE: run_name(result)},
        "publish": {
            "label": "Publish",
            "link": "Link to this chart",
            "embed": "For a page of yours",
            "cite": "To cite it",
            "bibtex": "The same for BibTeX",
            "alone": f"{SHOW}={AT_CHART}",
            "frame": f"{SHOW}={AT_CHART}&{BARE}=1&{HIDE}=start_below",
            "citation": citation.plain(AT_LINK, AT_DAY),
            "entry": citation.bibtex(AT_LINK, AT_DAY),
        },
        "file": {
            "label": "Everything as one file",
            "help": "This page with all charts, words and tables, as one HTML file that opens without a network.",
            "back": "Open it live",
        },
    }


def chart_takeaway(source: str) -> dict[str, Any]:
    """What the buttons of any chart give: its picture and its numbers, with where they come from."""
    return {
        "label": "Take it away",
        "png": "PNG",
        "svg": "SVG",
        "csv": "CSV",
        "source": source,
        "caption": "Caption",
        "alt": "Words for who does not see it",
        "copy": "Copy",
        "copied": "Copied",
        "table": "Copy the table",
    }


def _table(head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> str:
    lines = [(_escaped(left), _escaped(right)) for left, right in rows]
    return "\n".join(f"| {left} | {right} |" for left, right in (head, ("---", "---:"), *lines))


def _escaped(text: str) -> str:
    return escaped(text, IN_A_FILE)
