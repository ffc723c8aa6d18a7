"""Numbers as people write them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import units
from sim.inputs import TABLE


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("70B", 70e9),
        ("1.4T", 1.4e12),
        ("1.4t", 1.4e12),
        ("0.1K", 100.0),
        ("6.1M", 6.1e6),
        ("$3.2M", 3.2e6),
        ("$ 12", 12.0),
        ("300,000", 300_000.0),
        ("5.9e23", 5.9e23),
        ("5.9E+23", 5.9e23),
        ("1e3B", 1e12),
        (".5", 0.5),
        ("-2", -2.0),
        ("40%", 0.4),
        (" 37.5 % ", 0.375),
        ("none", None),
        ("None", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_a_number_is_read_exactly(written, value):
    """Text is read as the float that its digits mean, with no rounding on the way."""
    assert units.number(written) == value


@pytest.mark.parametrize(
    "written",
    ["abc", "7X", "1.2.3", "B", "1e", "--5", "1 2", "nan", "inf", "5;", "1BB", "%", "0x10", "1e5%e3"],
)
def test_what_is_no_number_is_refused(written):
    """Text that is no number raises with an example of one."""
    with pytest.raises(ValueError, match="70B"):
        units.number(written)


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (175e9, "count", "175B"),
        (1.4e12, "count", "1.4T"),
        (1e15, "count", "1,000T"),
        (1e18, "count", "1e18"),
        (999.6, "count", "1K"),
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


@pytest.mark.parametrize(("factor", "shown"), [(1.6, "1.6x"), (24_000, "24,000x"), (0.35, "0.35x")])
def test_a_factor_is_written_with_an_x(factor, shown):
    """Factors read as "1.6x"."""
    assert units.times(factor) == shown


@given(x=st.floats(1e-3, 1e32), form=st.sampled_from(sorted(set(units.FORMATS) - {"loss"})))
def test_exact_text_reads_back(x, form):
    """The text in a box means the number behind it to 1e-5."""
    assert units.number(units.exact(x, form)) == pytest.approx(x, rel=1e-5)


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if not row.is_choice])
def test_exact_text_of_an_input_reads_back(name):
    """Every rung of every lever, and what lies between, survives its own text box to 1e-5."""
    row = TABLE[name]
    rungs = row.rungs()
    between = [(a * b) ** 0.5 for a, b in zip(rungs, rungs[1:], strict=False)]
    for x in rungs + between:
        assert units.number(units.exact(x, row.form)) == pytest.approx(x, rel=1e-5)


@given(x=st.floats(1e-3, 1e32), form=st.sampled_from(sorted(units.FORMATS)))
def test_whatever_is_written_can_be_read(x, form):
    """No format writes a text that the parser refuses."""
    assert units.number(units.text(x, form)) is not None


def test_one_of_a_kind_is_singular():
    """One sample, two samples."""
    assert [units.counted(units.count(k), "sample") for k in (1, 2, 1e4)] == ["1 sample", "2 samples", "10K samples"]
