"""Numbers as people type them: what is read, asked or refused, and never silently wrong."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ground.typed import LONGEST, Unclear, typed

ROWS = [
    (json.loads(text), outcome, habit)
    for text, outcome, habit in (
        line.split("\t")
        for line in (Path(__file__).parents[1] / "golden" / "typed.tsv").read_text(encoding="utf-8").splitlines()
    )
]


def outcome_of(text):
    """What becomes of a text, as the golden file writes it."""
    try:
        value = typed(text).value
    except Unclear as error:
        return f"ask {'|'.join(error.readings)}"
    except ValueError as error:
        assert str(error) and "\n" not in str(error)
        return "refused"
    return "none" if value is None else repr(value)


@pytest.mark.parametrize(("text", "outcome", "habit"), ROWS, ids=[f"{habit}: {text[:24]!r}" for text, _, habit in ROWS])
def test_every_habit_is_read_asked_or_refused(text, outcome, habit):
    """The value that was meant, to the last bit; the two readings of what is unclear; else a refusal."""
    assert outcome_of(text) == outcome


def test_the_golden_file_has_400_ways_in_many_habits():
    """It only grows."""
    assert len(ROWS) >= 400 and len({habit for _, _, habit in ROWS}) >= 25


@pytest.mark.parametrize("text", [text for text, outcome, _ in ROWS if outcome.startswith("ask")])
def test_each_reading_of_an_unclear_text_is_clear(text):
    """What is offered can be typed."""
    with pytest.raises(Unclear) as found:
        typed(text)
    values = [typed(reading).value for reading in found.value.readings]
    assert len(set(values)) == 2


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_to_every_digit(x):
    """Links and files hold numbers as Python writes them."""
    assert typed(repr(x)).value == x


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_line(text):
    """No other error, whatever is typed."""
    assert outcome_of(text)


def test_long_texts_are_refused_unread():
    """A text is bounded before it is parsed."""
    for text in ("1" * 100_000 + "x", ")" * 100_000, "1,1" * 50_000):
        with pytest.raises(ValueError, match="characters"):
            typed(text)
    assert typed("1" * LONGEST).value == float("1" * LONGEST)
