"""The studies against figures that were published or derived a second time, by `derived.py`."""

from functools import cache

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.studies import progress, ranges
from sim.studies.curves import best_at_cost, frontier, loss_ladder
from sim.studies.demand import demand_curve, query_factor
from sim.studies.fleet import fleet
from sim.studies.more_money import returns
from sim.studies.ranges import interval, tornado, typical_program
from sim.studies.regret import regret
from sim.studies.thinking import accuracy_map, best_thinking, equal_compute, exchange, task_band
from sim.studies.uncertainty import bands
from sim.studies.worlds import could_tell, separation, worlds
from tests.golden import derived
from tests.golden.tables import agrees, rows

ENDLESS = Scenario(unique_tokens=None)
SERVED = Scenario(
    inference="on", n_params=8e9, n_tokens=15e12, hardware="h100", mfu=0.4, samples_per_query=4,
    mfu_prefill=0.5, mfu_decode=0.1, serving_utilization=0.5,
    verifier_true_accept=1, verifier_false_accept=0, unique_tokens=None,
)  # fmt: skip
PROGRAM = Scenario(hardware="h100", mfu=0.4, rd_multiple=2.2, staff_usd=2e6)


def regrets():
    laws = ("kaplan2020", "hoffmann2022", "besiroglu2024")
    found = regret(ENDLESS.changed(train_flop=1e24), laws)
    return {
        f"{laws[i]}-{laws[j]}-{what}": getattr(found, what)[i, j]
        for i in range(3)
        for j in range(3)
        for what in ("nats", "share", "flop_share", "usd")
    }


def walls():
    found = {"separation": separation(3, 0.005)}
    for n, noise, slope in ((3, 0.005, 0.5), (10, 0.001, 0.5), (10, 0.002, 0.8)):
        both = worlds(ENDLESS.changed(wall_flop=1e25, wall_slope=slope))
        found[f"told-{n}-{noise}-{slope}"] = could_tell(both, n, noise)
    return found


def clock():
    fast, slow = progress.FAST_MONTHS, progress.SLOW_MONTHS
    return {
        "gain-2y": progress.efficiency_after(2),
        "gain-fast-1y": progress.efficiency_after(1, fast),
        "gain-slow-1y": progress.efficiency_after(1, slow),
        "price-1y": progress.price_after(1),
        "cost-2y": progress.cost_after(1e8, 2),
        "cost-2y-slow": progress.cost_after(1e8, 2, slow),
        "reached": progress.share_reached(evaluate(ENDLESS), 2.5, 0.2),
    }


def all_bands():
    found = {}
    for name, floor in (("free", "uncertain"), ("fixed", "fixed"), ("low", 1.7)):
        for what, band in (("loss", "loss"), ("target", "target_cost_usd")):
            one = bands(ENDLESS, floor)[band]
            ends = (*zip(("2.5", "97.5"), one.ends(95), strict=True), *zip(("10", "90"), one.ends(80), strict=True))
            found |= {f"{what}-{name}-{end}": x for end, x in (*ends, ("50", one.median))}
    return found


def program():
    result = evaluate(PROGRAM)
    bars = {one.name: ends for one, *ends in tornado(result)}
    short = {"rd": "rd_multiple", "price": "usd_per_chip_hour", "mfu": "mfu", "staff": "staff_usd"}
    usual = typical_program(evaluate(Scenario(hardware="h100", mfu=0.4)))
    return {
        **dict(zip(("program-5", "program-95"), interval(result), strict=True)),
        **{
            f"tornado-{key}-{end}": bars[name][i]
            for key, name in short.items()
            for i, end in enumerate(("low", "high"))
        },
        "typical-multiple": usual["rd_multiple"],
        "typical-staff": usual["staff_usd"],
    }


def thinking():
    result = evaluate(SERVED)
    traded, best, off = exchange(result), best_thinking(result), task_band(result)
    assert evaluate(SERVED.changed(n_params=best.n_params, n_tokens=best.n_tokens)).loss == pytest.approx(best.loss)
    return {
        "equal-compute": equal_compute(result),
        "exchange-accuracy": traded.accuracy,
        "exchange-factor": traded.factor,
        "exchange-tenfold": traded.per_tenfold,
        "map": accuracy_map(SERVED, np.array([1e24]), np.array([16.0]))[0, 0],
        "best-accuracy": best.accuracy,
        "best-params": best.n_params,
        "best-samples": best.samples,
        **{f"band-pass-{end}": x for end, x in zip(("low", "high"), off["pass_at_1"], strict=True)},
        **{f"band-accuracy-{end}": x for end, x in zip(("low", "high"), off["accuracy"], strict=True)},
    }


def fleets():
    found = fleet(SERVED, 2000, 90)
    half = int(np.argmin(np.abs(found.share - 0.5)))
    names = {"accuracy": "accuracy", "share": "share", "params": "n_params", "samples": "samples"}
    return {
        **{f"fleet-{key}": getattr(found, f"best_{name}") for key, name in names.items()},
        **{f"half-{key}": getattr(found, name)[half] for key, name in names.items()},
    }


def demands():
    result = evaluate(SERVED)
    found = demand_curve(result, np.array([1e13]))
    return {
        "demand-params": found.n_params[0],
        "demand-tokens": found.n_tokens[0],
        "demand-training": found.training_usd[0],
        "demand-serving": found.serving_usd[0],
        "demand-unaware": found.unaware_usd[0],
        "demand-saved": found.saved[0],
        "query-factor": query_factor(result, 3.0),
    }


def money():
    result = evaluate(ENDLESS)
    best, steps = best_at_cost([result])[0], loss_ladder(ENDLESS, result.loss, 2)
    extra = 0.01 * result.cost_total_usd
    more = returns(evaluate(ENDLESS.changed(extra_usd=extra)))
    assert frontier(ENDLESS, np.array([result.train_flop]))[0][0] == pytest.approx(best[0], rel=1e-9)
    return {
        "extra": extra,
        "bought-params": result.loss - more.after["params"],
        "bought-tokens": result.loss - more.after["tokens"],
        "bought-scale": more.anew_now - more.after["anew"],
        "best-N": best[0],
        "best-D": best[1],
        "ladder-0": steps[0],
        "ladder-2": steps[2],
    }


def published():
    return {
        "halving-months": progress.HALVING_MONTHS,
        "halving-months-fast": progress.FAST_MONTHS,
        "halving-months-slow": progress.SLOW_MONTHS,
        "price-oom": progress.PRICE_OOM_PER_YEAR,
        "z90": ranges.Z90,
        "rd-low": ranges.RD_LOW,
        "rd-high": ranges.RD_HIGH,
        "staff-low": ranges.STAFF_LOW,
        "staff-high": ranges.STAFF_HIGH,
    }


OURS = {
    "regret": regrets, "walls": walls, "clock": clock, "bands": all_bands, "program": program, "thinking": thinking,
    "fleets": fleets, "demands": demands, "money": money, "published": published,
}  # fmt: skip


@cache
def ours(part):
    return OURS[part]()


@cache
def again(part):
    return {one.__name__: one for one in derived.PARTS}[part]()


@pytest.mark.parametrize("row", rows("studies"))
def test_a_study_gives_the_figure(row):
    """Within the tolerance of its row."""
    assert agrees(float(ours(row["part"])[row["id"]]), row)


@pytest.mark.parametrize("row", [row for row in rows("studies") if row.values[0]["status"] == "D"])
def test_a_figure_is_derived_again(row):
    """What stands in the table is what the second derivation gives: grids and searches exactly, draws nearly."""
    if row["part"] == "published":
        return
    assert agrees(float(again(row["part"])[row["id"]]), row)


def test_every_derived_figure_stands_in_the_table():
    """Nothing is derived for nothing."""
    assert {name for part in OURS if part != "published" for name in again(part)} == {
        row.values[0]["id"] for row in rows("studies") if row.values[0]["part"] != "published"
    }


def test_no_law_is_better_than_the_true_one():
    """On the diagonal nothing is lost; beside it something is, in nats, compute and dollars."""
    found = regret(ENDLESS.changed(train_flop=1e24))
    beside = ~np.eye(len(found.laws), dtype=bool)
    for matrix in (found.nats, found.share, found.flop_share, found.usd):
        assert np.abs(np.diag(matrix)).max() <= 1e-9 * matrix.max()
        assert (matrix[beside] > 0).mean() > 0.9
