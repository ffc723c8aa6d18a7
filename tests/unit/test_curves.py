"""Curves that charts share."""

import pytest

from sim import Scenario
from sim.studies.curves import frontier_curve


def test_a_shared_curve_cannot_be_written_to():
    """Runs of one law get the same arrays, so nobody may change them."""
    for column in frontier_curve(Scenario(), 20, 26, 7):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1.0
