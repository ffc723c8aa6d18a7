"""Numbers as people write them."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.ground import units
from sim.ground.typed import Unclear, typed
from sim.inputs import TABLE


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (175e9, "count", "175B"),
        (1.4e12, "count", "1.4T"),
        (1e15, "count", "1,000T"),
        (1e18, "count", "1e18"),
        (999.6, "count", "1,000"),
        (1024, "count", "1,024"),
        (9_999.6, "count", "10K"),
        (1_870.4, "usd", "$1,870"),
        (999_999.0, "count", "1M"),
        (0, "count", "0"),
        (3.15e23, "flop", "3.15e23"),
        (1e22, "flop", "1e22"),
        (3_983_739.8, "usd", "$3.98M"),
        (1.12, "usd", "$1.12"),
        (2.0, "usd", "$2"),
        (-5e6, "usd", "−$5M"),
        (7e-5, "usd", "under $0.001"),
        (0.1968, "percent", "19.7 %"),
        (3e-40, "percent", "under 0.001 %"),
        (0.99996, "percent", "over 99.9 %"),
        (1.0, "percent", "100 %"),
        (2.00854, "loss", "2.0085"),
        (18.38, "plain", "18.4"),
        (12_345.0, "plain", "12,300"),
        (1.2e-16, "gain", "1.2e-16"),
        (None, "usd", "unknown"),
        (math.nan, "usd", "unknown"),
    ],
)
def test_a_number_is_written_for_people(value, form, shown):
    """Each format writes three digits, or what its doc says."""
    assert units.text(value, form) == shown


@pytest.mark.parametrize(
    ("x", "unit", "shown"),
    [
        (0.3, "MWh", "300 kWh"),
        (216_000, "MWh", "216 GWh"),
        (3.24e7, "MWh", "32.4 TWh"),
        (2_800, "GB", "2.8 TB"),
        (788_000, "m3", "788,000 m³"),
        (1.2e7, "m3", "12 million m³"),
        (8.47e-5, "days", "7.32 s"),
        (0.5, "days", "12 h"),
        (1, "days", "1 day"),
        (84, "days", "84 days"),
        (1.67e6, "days", "4,570 years"),
        (999.9, "MWh", "1 GWh"),
        (5, "bushels", "5 bushels"),
        (None, "MWh", "unknown"),
    ],
)
def test_a_size_is_written_in_a_unit_of_its_size(x, unit, shown):
    """Watt-hours, bytes, water, carbon and time each have their ladder."""
    assert units.with_unit(x, unit) == shown


@pytest.mark.parametrize(
    ("usd", "shown"),
    [
        (7.82e-4, "$0.78 per 1,000 queries"),
        (7.82e-7, "$0.78 per million queries"),
        (0.0123, "$0.0123 a query"),
        (2.5, "$2.50 a query"),
    ],
)
def test_less_than_a_cent_is_told_by_the_thousand(usd, shown):
    """Nobody writes a ten-thousandth of a dollar."""
    assert " ".join(units.each(usd, "query", "queries")) == shown


def test_boxes_write_shares_in_per_cent_and_dollars_with_cents():
    """As the rest of the page does, and exactly."""
    assert units.exact(0.345098, "percent") == "34.5098 %"
    assert [units.exact(x, "usd") for x in (2.5, 2.0, 1.123)] == ["$2.50", "$2", "$1.123"]
    assert units.exact(2.93156e24, "flop", 3) == "2.93e24"


@pytest.mark.parametrize(("factor", "shown"), [(1.6, "1.6x"), (24_000, "24,000x"), (0.35, "0.35x")])
def test_a_factor_is_written_with_an_x(factor, shown):
    """Factors read as "1.6x"."""
    assert units.times(factor) == shown


@given(x=st.floats(1e-3, 1e32), form=st.sampled_from(sorted(set(units.FORMATS) - {"loss"})))
def test_exact_text_reads_back(x, form):
    """The text in a box means the number behind it to 1e-5."""
    assert typed(units.exact(x, form)).value == pytest.approx(x, rel=1e-5)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if row.is_number])
def test_exact_text_of_an_input_reads_back(name):
    """Every rung of every lever, and what lies between, survives its own text box to 1e-5."""
    row = TABLE[name]
    rungs = row.rungs()
    between = [(a * b) ** 0.5 for a, b in zip(rungs, rungs[1:], strict=False)]
    for x in rungs + between:
        assert typed(units.exact(x, row.form)).value == pytest.approx(x, rel=1e-5)


@given(x=st.floats(1e-3, 1e32), form=st.sampled_from(sorted(units.FORMATS)))
def test_whatever_is_written_can_be_read(x, form):
    """No format writes a text that the parser refuses; where a comma has two meanings it asks."""
    assume(not units.text(x, form).startswith("over"))  # of a share that rounds to all: no box says it
    try:
        assert typed(units.text(x, form)).value is not None
    except Unclear:
        assert typed(units.exact(x, form)).value is not None


def test_one_of_a_kind_is_singular():
    """One sample, two samples."""
    assert [units.counted(units.count(k), "sample") for k in (1, 2, 1e4)] == ["1 sample", "2 samples", "10K samples"]
