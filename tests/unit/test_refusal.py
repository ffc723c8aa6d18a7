"""What is said of a number that was not taken, and what it offers instead."""

import pytest

from sim.ground.typed import Unclear
from sim.inputs import TABLE
from sim.inputs.refusal import refusal


def refused(name: str, text: str, now: float | None = None):
    """The refusal of a text by an input."""
    row = TABLE[name]
    with pytest.raises(ValueError) as caught:
        row.check(row.meant(text))
    return refusal(row, text, caught.value, now)


@pytest.mark.parametrize(
    ("name", "text", "now", "readings"),
    [
        ("n_params", "70 bilion", 1e11, ("70 billion",)),
        ("n_params", "70", 1e11, ("70B",)),
        ("n_params", "70", 1e13, ("70T",)),
        ("n_tokens", "164", 1.56e13, ("164T",)),
        ("n_tokens", "1,234", 1e12, ()),  # too few tokens, read either way
        ("n_tokens", "rubbish", 1e12, ()),
        ("n_params", "70B or 80B", 1e11, ()),
        ("mfu", "0.4", 0.3, ("40 %", "0.4 %")),
        ("mfu", "400", 0.3, ()),
        ("usd_per_chip_hour", "1,234", 3.0, ("1.234", "1234")),
        ("verifier_true_accept", "1", 0.9, ("100 %", "1 %")),
    ],
)
def test_what_may_have_been_meant(name, text, now, readings):
    """Only what the input takes is offered; two readings are both there, of other things the likeliest."""
    found = refused(name, text, now)
    row = TABLE[name]
    assert found.text == text and found.readings == readings
    for reading in readings:
        assert row.low <= row.check(row.meant(reading)) <= row.high
    assert not found.said[0].islower() and found.said.endswith(".") and "\n" not in found.said


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("mfu", "40", 0.4), ("mfu", "0.4%", 0.004), ("mfu", "40 %", 0.4), ("mfu", "0.05", 0.05),
        ("serving_utilization", "0.4", 0.4),
        ("verifier_false_accept", "0", 0.0), ("n_params", "70 billion", 7e10), ("n_tokens", "1,4T", 1.4e12),
        ("n_params", "70bn", 7e10), ("usd_per_chip_hour", "$2.5/h", 2.5), ("usd_per_chip_hour", "2.5$", 2.5),
        ("n_params", "10^11", 1e11), ("n_params", "7x10^10", 7e10),
    ],
)  # fmt: skip
def test_what_people_type_is_taken(name, text, value):
    """A share is asked about only where its bounds allow both readings."""
    row = TABLE[name]
    assert row.check(row.meant(text)) == pytest.approx(value, rel=1e-12)


def test_a_share_of_two_meanings_is_asked():
    """Nothing is taken silently wrong."""
    with pytest.raises(Unclear) as caught:
        TABLE["mfu"].meant("0.4")
    assert caught.value.readings == ("40 %", "0.4 %")
