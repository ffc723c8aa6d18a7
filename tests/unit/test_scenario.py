"""The scenario: what it accepts, what it refuses in which words, and the chip lookup."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from sim import Scenario, SimulationError
from sim.ground import units
from sim.inputs import TABLE

NUMBERS = [row for row in TABLE.values() if row.is_number]
CHOICES = [row for row in TABLE.values() if row.is_choice]


def ids(rows):
    """Names of rows, for the test report."""
    return [row.name for row in rows]


def refused(**inputs):
    """The error that a scenario raises for its inputs."""
    with pytest.raises(SimulationError) as caught:
        Scenario(**inputs)
    return caught.value


BAD = {
    "nan": math.nan,
    "inf": math.inf,
    "minus inf": -math.inf,
    "int beyond any float": 10**400,
    "int too long to print": 10**5000,
    "negative int beyond any float": -(10**400),
    "true": True,
    "false": False,
    "list": [1e9],
    "tuple": (1e9,),
    "dict": {"n": 1},
    "complex": 1e9j,
    "word": "many",
    "nan as text": "nan",
    "inf as text": "inf",
    "text beyond any float": "1e400",
    "bytes": b"1",
    "array": np.array([1e9, 2e9]),
}


@pytest.mark.parametrize("row", NUMBERS, ids=ids(NUMBERS))
@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_no_finite_number_is_refused(row, bad):
    """Wrong types and endless numbers are refused by the name of the input."""
    error = refused(**{row.name: bad})
    assert error.name == row.name
    assert str(error).startswith(f"{row.name}: got ") and row.allowed in str(error)


@pytest.mark.parametrize("row", NUMBERS, ids=ids(NUMBERS))
def test_bounds_are_inclusive(row):
    """Both bounds are accepted as numbers; a hair beyond is refused and the bounds are said."""
    for bound, outward in ((row.low, -math.inf), (row.high, math.inf)):
        assert getattr(Scenario(**{row.name: bound}), row.name) == bound
        error = refused(**{row.name: math.nextafter(bound, outward)})
        assert error.name == row.name and error.allowed == row.allowed
    for beyond in (0 if row.low > 0 else -0.001, -1, row.high * 10):
        assert refused(**{row.name: beyond}).name == row.name


@pytest.mark.parametrize("row", NUMBERS, ids=ids(NUMBERS))
def test_only_optional_numbers_may_be_none(row):
    """None, and the word for it, is a value of optional inputs only; the message says so."""
    for none in (None, "none"):
        if row.optional:
            assert getattr(Scenario(**{row.name: none}), row.name) is None
        else:
            assert refused(**{row.name: none}).name == row.name
    assert ("none" in row.allowed) == row.optional


@pytest.mark.parametrize("row", CHOICES, ids=ids(CHOICES))
def test_choices(row):
    """Every option is accepted, nothing else is, and the message lists the options."""
    for option in row.options():
        assert getattr(Scenario(**{row.name: option}), row.name) == option
    for bad in ("no-such", "", None, 1, True, math.nan, ["v100"], {"a": 1}):
        error = refused(**{row.name: bad})
        assert error.name == row.name
        assert all(option in error.allowed for option in row.options())


def test_an_unknown_name_is_refused_with_the_nearest():
    """A misspelt input is named, and the likely one is offered."""
    error = refused(n_parms=1e9)
    assert error.name == "n_parms" and "did you mean n_params" in str(error)
    assert refused(zzzz=1).allowed == "no such input"


@pytest.mark.parametrize("bad", ["x" * 5000, "a\nb\tc", list(range(10_000)), 10**400])
def test_the_message_is_one_short_line(bad):
    """Whatever was given, the error is one line of reasonable length."""
    assert "\n" not in str(refused(n_params=bad)) and len(str(refused(n_params=bad))) < 250


def test_numbers_may_be_written_as_people_do():
    """Text numbers become the floats that they mean."""
    scenario = Scenario(n_params="70B", n_tokens="1.4T", mfu="40%", budget_usd="$3.2M", train_flop="5.9e23")
    assert (scenario.n_params, scenario.n_tokens, scenario.mfu) == (70e9, 1.4e12, 0.4)
    assert (scenario.budget_usd, scenario.train_flop) == (3.2e6, 5.9e23)
    assert isinstance(Scenario(n_params=10**9).n_params, float)
    assert Scenario(n_params=np.float64(1e9)).n_params == 1e9


def test_a_scenario_is_frozen():
    """An input cannot be set on a scenario."""
    with pytest.raises(ValidationError, match="frozen"):
        Scenario().n_params = 1e9


def test_equal_inputs_make_equal_scenarios():
    """Scenarios compare and hash by value, so that results can be cached."""
    assert Scenario(n_params="70B") == Scenario(n_params=70e9) != Scenario()
    assert hash(Scenario(n_params="70B")) == hash(Scenario(n_params=70e9))


def test_a_chip_sets_peak_and_price():
    """Choosing a chip or a basis looks up what follows from it."""
    h100 = Scenario(hardware="h100")
    assert (h100.peak_flop_per_s, h100.usd_per_chip_hour) == (989.4e12, 4.86)
    assert Scenario(hardware="h100", price_basis="on_demand").usd_per_chip_hour == 11.06
    assert Scenario(price_basis="on_demand").usd_per_chip_hour == 2.48
    assert Scenario(hardware="b200").usd_per_chip_hour is None
    assert Scenario(hardware="h200").usd_per_chip_hour is None


def test_a_typed_number_wins_over_the_chip():
    """What is given explicitly is kept, "none" included."""
    typed = Scenario(hardware="h100", peak_flop_per_s=5e14, usd_per_chip_hour=2)
    assert (typed.peak_flop_per_s, typed.usd_per_chip_hour) == (5e14, 2.0)
    assert Scenario(hardware="h100", usd_per_chip_hour=None).usd_per_chip_hour is None
    assert Scenario(hardware="b200", usd_per_chip_hour="$3").usd_per_chip_hour == 3.0


def test_changing_the_chip_looks_up_anew():
    """Another chip or basis refreshes what follows from it, and only that."""
    typed = Scenario(hardware="h100", peak_flop_per_s=5e14, usd_per_chip_hour=2, mfu=0.3, n_params=1e9)
    other = typed.changed(hardware="a100-80gb")
    assert (other.peak_flop_per_s, other.usd_per_chip_hour) == (312e12, 1.81)
    assert (other.mfu, other.n_params) == (0.351, 1e9)
    basis = typed.changed(price_basis="on_demand")
    assert (basis.peak_flop_per_s, basis.usd_per_chip_hour, basis.mfu) == (5e14, 11.06, 0.3)
    assert typed.changed(hardware="b200").usd_per_chip_hour is None
    assert typed.changed(hardware="a100-80gb", usd_per_chip_hour=9).usd_per_chip_hour == 9.0


def test_changing_another_input_keeps_a_typed_price():
    """A price that the user typed survives every change but that of its causes."""
    typed = Scenario(usd_per_chip_hour=2, peak_flop_per_s=5e14)
    for change in ({"n_params": 1e9}, {"plan": "compute_optimal"}, {"hardware": "v100"}, {}):
        changed = typed.changed(**change)
        assert (changed.usd_per_chip_hour, changed.peak_flop_per_s) == (2.0, 5e14)


def test_changed_checks_too():
    """A change is checked as a new scenario is, and leaves the old one alone."""
    scenario = Scenario()
    for bad in ({"n_params": -1}, {"hardware": "abacus"}, {"hardware": ["v100"]}, {"no_such": 1}):
        with pytest.raises(SimulationError, match=next(iter(bad))):
            scenario.changed(**bad)
    assert scenario == Scenario()


@pytest.mark.parametrize("row", [row for row in TABLE.values() if row.is_number], ids=lambda row: row.name)
def test_one_change_is_as_good_as_a_new_scenario(row):
    """What did not change is not checked again; the scenario is the same, whatever chip and plan it has."""
    for start in (Scenario(), Scenario(hardware="h100", plan="budget_optimal", usd_per_chip_hour=3)):
        for value in (row.low, units.exact(row.high, row.form)):
            changed = start.changed(**{row.name: value})
            assert changed == Scenario(**{**start.model_dump(), row.name: value})
            assert isinstance(getattr(changed, row.name), float)


def test_differences_name_what_was_set():
    """Only inputs that differ from the base are listed."""
    base = Scenario().model_dump()
    assert Scenario().differences(base) == {}
    assert Scenario(n_params="70B", n_chips=None).differences(base) == {"n_params": 70e9, "n_chips": None}


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("samples_per_query", 0.5, "allowed is 1 to 1M (a query has one answer at least)"),
        ("queries_per_day", 0, "(for a model that answers nothing, switch inference off)"),
        ("active_fraction", 0, "allowed is 1e-4 to 1 (1 is a dense model, which uses all of them)"),
        ("task_kind", "exam", "allowed are generate, choice, none"),
        ("inference", "yes", "allowed are off, on"),
    ],
)
def test_bad_inference_is_one_clear_line(name, value, allowed):
    """What cannot be served is refused with the name, what came and what may come."""
    with pytest.raises(SimulationError) as caught:
        Scenario(**{name: value})
    line = str(caught.value)
    assert line.startswith(f"{name}: got {value!r}") and allowed in line and "\n" not in line
