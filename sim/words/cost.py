"""The sentences and numbers at the top of the Cost page."""

from sim.engine.prices import price_range
from sim.engine.result import Result
from sim.ground import units
from sim.program.footprint import familiar
from sim.studies.ranges import SAMPLES, interval
from sim.words.piece import Piece
from sim.words.run import Headline, scope


def cost_paragraph(result: Result, subject: str | None = None) -> list[Piece]:
    """What the program costs in dollars and in the world, in words with this result's figures."""
    total = result.cost_total_usd
    if total is None:
        return [
            Piece("A price of this chip is unknown. ", True),
            Piece("Type one to see dollars. Chip-hours, electricity and water do not need it."),
        ]
    low, high = interval(result) or (total, total)
    rent = price_range(result.scenario)
    chips_usd = result.cost_compute_usd + result.cost_energy_usd
    who = f"{subject} costs " if subject else "This program costs "
    pieces = [Piece(who), Piece(units.dollars(total), True), Piece(f", likely {_between(low, high)}. ")]
    if result.scenario.rd_multiple == 1 and result.scenario.staff_usd == 0:
        alone = "the final run alone" if result.cost_inference_usd is None else "the final run and its serving alone"
        pieces.append(Piece(f"That is {alone}: experiments and staff are set to nothing. "))
    else:
        pieces.append(Piece(f"The final run is {units.percent(chips_usd / total, 2)} of it. "))
    if rent is not None:
        span = f"{units.dollars(rent.low)} to {units.dollars(rent.high)}"
        pieces.append(Piece(f"The market asked {span} for a chip-hour in {rent.date}, and that is in the range. "))
    if result.cost_inference_usd is not None:
        pieces.append(Piece(f"Serving is {units.percent(result.cost_inference_usd / total, 2)} of it. "))
    if result.energy_mwh is not None:
        pieces.append(Piece("The run takes the electricity of "))
        pieces.append(Piece(f"{familiar('energy_mwh', result.energy_mwh)}", True))
        if result.service_energy_mwh is not None:
            pieces.append(Piece(", a year of serving that of "))
            pieces.append(Piece(f"{familiar('energy_mwh', result.service_energy_mwh, brief=True)}", True))
        pieces.append(Piece("."))
    return pieces


def _between(low: float, high: float) -> str:
    return f"{units.dollars(low, 2)} to {units.dollars(high, 2)}"


_FOOTPRINT = (
    ("energy_mwh", "Electricity", "MWh", "Of the final run: chips with their share of the server, times PUE."),
    ("co2e_tonnes", "Carbon", "t CO2e", "Of that electricity on the chosen grid. Making the chips is not in it."),
    ("water_m3", "Water", "m³", "Consumed by cooling and power stations, without what they take in and give back."),
)


def cost_headlines(result: Result) -> list[Headline]:
    """The four numbers at the top of the Cost page."""
    found = interval(result)
    served = result.cost_inference_usd is not None
    whole = "Program and serving" if served else "Whole program"
    drawn = "price, utilization, PUE, queries, R&D multiple" if served else "price, utilization, PUE, R&D multiple"
    rows = [
        Headline(
            "cost_total_usd", whole, units.text(result.cost_total_usd, "usd"), "",
            "needs a price" if found is None else f"90 % range {_between(*found)}",
            f"{scope(result)} The range comes from {SAMPLES:,} draws of {drawn} and staff.",
        )
    ]  # fmt: skip
    for name, label, unit, help_text in _FOOTPRINT:
        value = result.values[name]
        detail = "needs the power of the chip" if value is None else familiar(name, value)
        if name == "energy_mwh" and result.power_mw is not None:
            detail = f"{units.with_unit(result.power_mw, 'MW')} while it trains; {detail}"
        rows.append(
            Headline(
                name,
                label,
                *(("unknown", "") if value is None else units.measured(value, unit)),
                detail,
                help_text,
            )
        )
    return rows
