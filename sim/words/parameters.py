"""The tables of inputs, laws, chips, presets and sources as rows of text, for the Method page and the docs."""

from statistics import median

from sim.catalogs.generations import generations
from sim.catalogs.grids import grids
from sim.catalogs.hardware import RENTED, Chip, CloudPrice, chips
from sim.catalogs.references import STATUS_WORDS, references
from sim.engine.evaluate import evaluate
from sim.engine.output_table import OUTPUTS
from sim.engine.presets import presets
from sim.ground import units
from sim.inputs import TABLE, Row
from sim.laws import loss_laws
from sim.studies.backtest import QUANTITIES, checks, median_ratio, ratios, share_within

Rows = tuple[list[str], list[list[str]]]
NEAR = 0.1  # relative difference below which a figure needs no reason; ours [next-dollar]
CHECK_WORDS = {
    "chip_hours": ("Chip-hours", "count"),
    "cost_owned_usd": ("Owned chips and energy", "usd"),
    "cost_cloud_usd": ("Rented chips", "usd"),
    "energy_mwh": ("Electricity, MWh", "count"),
    "usd_per_mtok_output": ("Serving, a million tokens", "usd"),
}
FACTORS = (1.2, 1.5)  # within which shares of the figures are counted; ours [next-dollar]


def _default(row: Row) -> str:
    if isinstance(row.default, str):
        return row.default
    shown = "none" if row.default is None else units.exact(row.default, row.form)
    dated = f", {row.as_of}" if row.as_of else ""
    return f"{shown}{dated}{' (illustrative)' if row.illustrative else ''}"


def inputs() -> Rows:
    """Every input: name, label, unit, bounds, default, source, key in links."""
    known = references()
    rows = [
        [
            row.name,
            row.label,
            row.unit,
            row.allowed.removeprefix("allowed is ").removeprefix("allowed are "),
            _default(row),
            known[row.source].short,
            row.key,
        ]
        for row in TABLE.values()
    ]
    return ["Input", "Label", "Unit", "Allowed", "Default", "Source of the default", "Key in links"], rows


def outputs() -> Rows:
    """Every output: name, label, unit, formula, meaning."""
    rows = [[row.name, row.label, row.unit, row.formula, row.help] for row in OUTPUTS.values()]
    return ["Output", "Label", "Unit", "Formula", "Meaning"], rows


def laws() -> Rows:
    """Every law: constants, fitted range, data, what N counts, source and its status."""
    rows = []
    for law in loss_laws().entries.values():
        fitted = "; ".join(
            f"{name} {units.scientific(low)} to {units.scientific(high)}"
            for name, (low, high) in law.fitted_range.items()
        )
        constants = ", ".join(f"{name} {value:.7g}" for name, value in law.constants.items())
        source = f"{references()[law.source].short}, {law.table} ({STATUS_WORDS[law.status]})"
        rows.append(
            [law.label, constants, fitted, f"{law.fit_data}; {law.counts}; tokens: {law.tokenizer}", source, law.note]
        )
    return ["Law", "Constants", "Fitted range", "Fitted on", "Source", "Note"], rows


def hardware() -> Rows:
    """Every chip: dense peaks, power, memory, purchase and cloud prices, with month, source and status."""
    rows = []
    for chip in chips().entries.values():
        peaks = [f"{units.scientific(chip.peak.flop_per_s, 4)} ({STATUS_WORDS[chip.peak.status]})"]
        peaks += [
            f"{name.upper()} {units.scientific(peak.flop_per_s, 4)} ({STATUS_WORDS[peak.status]})"
            for name, peak in chip.peaks.items()
        ]
        watts = "unknown" if chip.watts is None else units.plain(chip.watts)
        memory = "unknown"
        if chip.memory:
            memory = f"{units.plain(chip.memory.gb)} GB, {units.plain(chip.memory.tb_per_s)} TB/s"
        bought = "; ".join(
            f"{units.dollars(price.usd, 5)} "
            f"({price.what}, {price.date or 'month unknown'}, {STATUS_WORDS[price.status]})"
            for price in chip.purchase
        )
        rents = [_rents(chip, basis) for basis in RENTED]
        rows.append(
            [chip.label, chip.released, "; ".join(peaks), watts, memory, bought or "unknown", *rents, chip.note]
        )
    columns = ["Chip", "Released", "Dense peak, FLOP/s", "W, server share included", "Memory", "Purchase"]
    return [*columns, *RENTED.values(), "Note"], rows


def _rents(chip: Chip, basis: str) -> str:
    """Cloud prices of a chip on a basis: first the one in use, then others."""
    first: CloudPrice | None = chip.price.get(basis)  # type: ignore[call-overload]
    found = [first] if first else []
    found += [price for price in chip.other_price if price.basis == basis]
    return (
        "; ".join(
            f"{units.dollars(price.usd_per_chip_hour)}{_ends(price)} "
            f"({price.provider}, {price.date}, {STATUS_WORDS[price.status]})"
            for price in found
        )
        or "unknown"
    )


def _ends(price: CloudPrice) -> str:
    """Low and high of a price, where they are published."""
    if price.low is None or price.high is None:
        return ""
    return f", {units.dollars(price.low)} to {units.dollars(price.high)}"


def models() -> Rows:
    """Every preset: what is published and what our formulas give for it."""
    rows = []
    for preset in presets().entries.values():
        result = evaluate(preset.scenario)
        figures = [
            f"{OUTPUTS[published.figure].label.lower()} {units.count(published.value)}, "
            f"ours {units.count(result.values[published.figure])} "
            f"({result.values[published.figure] / published.value:.2f})"
            for published in preset.published
        ]
        sources = "; ".join(references()[key].short for key in preset.sources)
        rows.append([preset.title, str(preset.year or ""), preset.status, "; ".join(figures), preset.note, sources])
    return ["Preset", "Year", "Status", "Published against ours (ratio)", "Note", "Sources"], rows


def backtest_in_short() -> Rows:
    """How near ours comes to the published figures, quantity by quantity."""
    rows = [
        [
            CHECK_WORDS[quantity][0],
            str(len(ratios(quantity))),
            f"{median_ratio(quantity):.2f}",
            *(units.percent(share_within(quantity, factor), 2) for factor in FACTORS),
        ]
        for quantity in QUANTITIES
    ]
    return ["Figure", "How many", "Median ratio", *(f"Within a factor {factor:g}" for factor in FACTORS)], rows


def backtest() -> Rows:
    """Every published figure beside ours, with the ratio and the reason where a source gives one."""
    known = references()
    rows = []
    for check in checks():
        words, form = CHECK_WORDS[check.quantity]
        ratio = check.ratio
        near = ratio is None or abs(ratio - 1) <= NEAR
        source = f"{known[check.source].short}{f' ({STATUS_WORDS[check.status]})' if check.status else ''}"
        rows.append(
            [
                check.model,
                words,
                units.text(check.published, form),
                units.text(check.ours, form),
                "–" if ratio is None else f"{ratio:.2f}",
                check.how,
                check.reason or ("" if near else "reason unknown"),
                source,
            ]
        )
    return ["Model", "Figure", "Published", "Ours", "Ratio", "Ours rests on", "Why they differ", "Source"], rows


def utilization() -> Rows:
    """Every published whole run with its utilization, and what each generation of chips is taken to have."""
    known = references()
    rows = []
    for generation in generations().entries.values():
        runs = generation.run
        middle = f"{units.percent(median(run.mfu for run in runs))} of {len(runs)}" if runs else "none: 30 %, ours"
        listed = "; ".join(f"{run.name} {units.percent(run.mfu)} ({known[run.source].short})" for run in runs)
        serving = generation.serving
        served = "ours, see the defaults"
        if serving:
            parts = (serving.mfu_prefill, serving.mfu_decode, serving.serving_utilization)
            served = f"{', '.join(map(units.percent, parts))} ({known[serving.source].short}: {serving.what})"
        rows.append([generation.label, middle, listed or "none", served, generation.note])
    columns = ["Chips", "Median of whole runs", "Runs", "Serving: reading, writing, busy", "Note"]
    return columns, rows


def grid_places() -> Rows:
    """Every place with its PUE, waters and carbon, and their sources."""
    known = references()
    rows = []
    for grid in grids().entries.values():
        carbon = "unknown"
        if grid.kg_co2e_per_kwh is not None and grid.carbon_status is not None:
            whose = f"{known[grid.carbon_source].short}, {STATUS_WORDS[grid.carbon_status]}"
            carbon = f"{units.plain(grid.kg_co2e_per_kwh)} ({whose})"
        water = [units.plain(x) for x in (grid.pue, grid.liter_per_kwh_onsite, grid.liter_per_kwh_grid)]
        rows.append([grid.label, *water, carbon, f"{known[grid.source].short}, Table 1 ({STATUS_WORDS[grid.status]})"])
    columns = ["Place", "PUE", "Water on site, L/kWh", "Water of the grid, L/kWh", "Carbon, kg CO2e/kWh", "Source"]
    return columns, rows


def sources() -> Rows:
    """The bibliography."""
    rows = [[key, source.title, source.authors, str(source.year), source.url] for key, source in references().items()]
    return ["Key", "Title", "Authors", "Year", "Address"], rows


def markdown() -> str:
    """docs/parameters.md: the tables of inputs, outputs, laws and chips."""
    parts = ["# Parameters\n\nGenerated by `python -m sim list parameters`. Do not edit by hand.\n"]
    for title, (columns, rows) in (
        ("Inputs", inputs()), ("Outputs", outputs()), ("Laws", laws()), ("Chips", hardware()),
    ):  # fmt: skip
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        parts.append(
            "\n".join([f"## {title}\n", f"| {' | '.join(columns)} |", "|---" * len(columns) + "|", *lines, ""])
        )
    return "\n".join(parts)
