"""The four headline numbers, worked out with a scenario's own figures.

A line that calculates reads "left = right unit" with nothing but figures on the left,
so that anybody can type it into a calculator (and a test does).
"""

import math
from dataclasses import asdict

from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law, law_form
from sim.ground import units
from sim.inputs.numbers import known, numbers
from sim.laws.forms import Additive, Form
from sim.program.serving import query_hours, samples_drawn
from sim.words.run import law_line, price_line

DIGITS = 4  # of the figures that a line calculates with
SUMS = ("cost_training_usd", "cost_total_usd")
LINES = tuple(name for name in OUTPUTS if name.startswith("cost_") and name not in SUMS)


def explained(result: Result) -> dict[str, list[str]]:
    """How each headline number comes about, as short lines of text.

    Parameters
    ----------
    result : Result
        Of one scenario.

    Returns
    -------
    dict
        Name of the number -> formula, the same with figures, units, source.
    """
    return {
        "loss": _loss(result),
        "cost_total_usd": _cost(result),
        "tokens_per_param": _tokens_per_param(result),
        "overspend_usd": _overspend(result),
    }


def _loss(result: Result) -> list[str]:
    law = chosen_law(result.scenario)
    form = law_form(numbers(result.scenario))
    known = asdict(form) if law.typed and isinstance(form, Additive) else law.constants
    constants = ", ".join(f"{name} = {value:g}" for name, value in known.items())
    lines = _equation(result, form)
    if result.loss_from_params is not None and result.loss_from_tokens is not None:
        parts = (result.loss_irreducible, result.loss_from_params, result.loss_from_tokens)
        lines += [] if lines else ["Loss = irreducible + due to too few parameters + due to too few tokens"]
        lines += [
            f"{' + '.join(units.loss(part, DIGITS + 2) for part in parts)} = {units.loss(result.loss)} nat/token",
        ]
    return [*(lines or [f"The law's constants: {constants}."]), law_line(result)]


def _equation(result: Result, law: Form) -> list[str]:
    """Hoffmann's form with its figures, where nothing but the mixture of experts stands between."""
    N, D = math.sqrt(result.scenario.active_fraction) * result.n_params, result.n_tokens
    if type(law) is not Additive or not math.isclose(law.loss(N, D), result.loss, rel_tol=1e-9):
        return []
    seen = "" if result.scenario.active_fraction == 1 else ", N = √active fraction × parameters"
    N_text, D_text = units.count(N, DIGITS + 2), units.count(D, DIGITS + 2)
    return [
        f"Loss = E + A / N^alpha + B / D^beta{seen}",
        f"{law.E:g} + {law.A:g} / {N_text}^{law.alpha:g} + {law.B:g} / {D_text}^{law.beta:g} = "
        f"{units.loss(result.loss)} nat/token",
    ]


def _cost(result: Result) -> list[str]:
    scenario = result.scenario
    flop = units.scientific(result.train_flop, DIGITS)
    peak = units.scientific(scenario.peak_flop_per_s, DIGITS)
    hours = _count(result.chip_hours)
    lost = f" × {units.plain(1 + scenario.failure_overhead, DIGITS + 1)}" if scenario.failure_overhead else ""
    size = f"{units.plain(scenario.active_fraction, DIGITS)} × {_count(result.n_params)} × {_count(result.n_tokens)}"
    attention, whole, done = [], "compute", flop
    if result.flop_attention is not None:
        beside = units.scientific(result.flop_attention, DIGITS)
        context = _count(known(scenario.context_tokens))
        attention = [f"Attention over contexts of {context} tokens = {beside} FLOP"]
        whole, done = "(compute + attention)", f"({flop} + {beside})"
    lines = [
        "Compute = 6 × active fraction × parameters × tokens",
        f"6 × {size} = {flop} FLOP",
        *attention,
        f"Chip-hours = {whole}{' × (1 + failures)' if lost else ''} / (utilization × peak FLOP/s) / 3600",
        f"{done}{lost} / ({units.plain(scenario.mfu, DIGITS)} × {peak}) / 3600 = {hours} chip-hours",
    ]
    if result.cost_total_usd is None:
        return [*lines, "The price of a chip-hour is unknown, so the cost is too."]
    price, compute = scenario.usd_per_chip_hour, result.cost_compute_usd
    if scenario.price_basis != "owned" and price is not None and abs(result.chip_hours * price / compute - 1) < 1e-9:
        lines += [
            f"{OUTPUTS['cost_compute_usd'].label} = chip-hours × price",
            f"{hours} × {_usd(price)} = {_usd(compute)}",
        ]
    lines += _serving(result)
    paid = [result.values[name] for name in LINES if result.values[name]]
    if len(paid) > 1:
        labels = [OUTPUTS[name].label for name in LINES if result.values[name]]
        lines += [f"Cost = {' + '.join(labels)}", f"{' + '.join(map(_usd, paid))} = {_usd(result.cost_total_usd)}"]
    return [*lines, price_line(result)]


def _serving(result: Result) -> list[str]:
    """What a query and the whole service cost, where inference is on."""
    if result.cost_inference_usd is None:
        return []
    scenario, inputs = result.scenario, numbers(result.scenario)
    k = samples_drawn(inputs)
    sizes = f"{units.plain(scenario.active_fraction, DIGITS)} × {_count(result.n_params)}"
    prompt, answer = _count(scenario.prompt_tokens), _count(scenario.output_tokens)
    reading, writing = units.plain(scenario.mfu_prefill, DIGITS), units.plain(scenario.mfu_decode, DIGITS)
    chip = f"{units.scientific(scenario.peak_flop_per_s, DIGITS)} × {units.plain(scenario.serving_utilization, DIGITS)}"
    hours = query_hours(result.n_params, inputs)
    queries = f"{_count(scenario.queries_per_day)} × {_count(scenario.service_days)}"
    return [
        "Chip-hours of a query = 2 × active fraction × parameters × (prompt / utilization reading + samples × answer "
        "/ utilization writing) / (peak FLOP/s × busy share) / 3600",
        f"2 × {sizes} × ({prompt} / {reading} + {_count(k)} × {answer} / {writing}) / ({chip}) / 3600 = "
        f"{units.scientific(hours, DIGITS)} chip-hours",
        f"{OUTPUTS['cost_inference_usd'].label} = queries per day × days × cost of a query",
        f"{queries} × {_usd(result.usd_per_query)} = {_usd(result.cost_inference_usd)}",
    ]


def _tokens_per_param(result: Result) -> list[str]:
    share = units.plain(result.scenario.active_fraction, DIGITS)
    return [
        "Tokens / (active fraction × parameters)",
        f"{_count(result.n_tokens)} / ({share} × {_count(result.n_params)}) = "
        f"{units.plain(result.tokens_per_param, DIGITS)} tokens per parameter",
    ]


def _overspend(result: Result) -> list[str]:
    if result.overspend_usd is None:
        return ["Needs the price of a chip-hour and a loss that a best split reaches."]
    # A digit more than the difference has, so that it comes out on a calculator.
    total, least = (
        units.dollars(x, DIGITS + 1) for x in (result.cost_total_usd, result.cost_total_usd - result.overspend_usd)
    )
    return [
        f"Cost − least cost of the same loss ({units.loss(result.loss)} nat/token)",
        f"{total} − {least} = {_usd(result.overspend_usd)}",
    ]


def _count(x: float) -> str:
    return units.count(x, DIGITS)


def _usd(x: float) -> str:
    return units.dollars(x, DIGITS)
