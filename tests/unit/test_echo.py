"""What a box says of a number while it is being typed."""

import json

import pytest

from sim.inputs import TABLE
from sim.words.echo import understood
from ui.board.echo import echo
from ui.server.payload import HEAD


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("n_params", "70B", "= 70 billion"),
        ("n_params", "70 milliarden", "= 70 billion"),
        ("n_tokens", "1,4T", "= 1.4 trillion tokens"),
        ("n_tokens", "164e12", "= 164 trillion tokens"),
        ("mfu", "40", "= 40 %"),
        ("mfu", "0.4", "“0.4” can mean 40 % or 0.4 %"),
        ("usd_per_chip_hour", "$2.5/h", "= $2.50"),
        ("budget_usd", "25 million", "= $25 million"),
        ("train_flop", "5.9e23", "= 5.9e23 FLOP"),
        ("n_chips", "2,048", "“2,048” can mean 2.048 or 2048"),
        ("unique_tokens", "no limit", "= none"),
        ("n_params", "70", ""),  # not allowed: its commit says so
        ("n_params", "seventy", ""),
    ],
)
def test_what_is_typed_is_said(name, text, said):
    """Magnitudes in words, shares in per cent, two readings as such."""
    found = json.loads(echo(name, text)[HEAD:])
    assert found == {"echo": name, "text": text, "said": said}


@pytest.mark.parametrize(("name", "text"), [("law", "x"), ("nope", "1"), (3, "1"), ("mfu", None), ([], "")])
def test_nonsense_is_not_answered(name, text):
    """What the browser should not send has no answer."""
    assert echo(name, text) == b""


def test_every_default_can_be_said():
    """For every input and both of its bounds."""
    for row in TABLE.values():
        if row.is_number:
            for value in (row.low, row.high, row.default):
                assert understood(row, value).startswith("= ")
