"""A fit of one's own runs as a text: it means the same everywhere, and what it cannot mean is refused in words."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.engine.fitted_range import beyond_fitted_range
from sim.engine.kept import Kept
from sim.engine.scenario_law import chosen_law
from sim.fitting.example import example
from sim.fitting.report import fitted
from sim.inputs.custom import EXAMPLE, own_law
from sim.laws import own_fit
from sim.links.share import link, opened
from sim.studies.knowing import NOISE, belief, noise_of
from sim.studies.pilots import study
from sim.studies.uncertainty import bands
from sim.words.ruler import ruler

FITTED = fitted(example(30))
OWN = Scenario().changed(**own_law(FITTED.fit.constants, FITTED.text))


def test_the_example_is_the_fit_of_the_example_runs():
    """The text in the table of inputs is one that the page writes."""
    assert FITTED.text == EXAMPLE


def test_a_text_holds_the_covariance():
    """To its digits, drawn apart by Student's t (1.0272 at 80 % of 25 degrees of freedom: 1.3163 / 1.2816)."""
    said = own_fit.read(FITTED.text)
    wider = 1.3163 / 1.2816
    deviation, expected = np.sqrt(np.diag(said.covariance)), np.sqrt(np.diag(FITTED.covariance))
    assert deviation == pytest.approx(wider * expected, rel=1e-3)
    correlation = said.covariance / np.outer(deviation, deviation)
    assert correlation == pytest.approx(FITTED.covariance / np.outer(expected, expected), abs=1e-3)
    assert (said.n_runs, said.fitted_range["train_flop"]) == (30, (1e18, 1e21))
    assert said.noise == pytest.approx(FITTED.fit.noise, rel=1e-2)


def test_a_link_gives_the_same_numbers_to_every_digit():
    """Law, bands, what knowing is worth; with a kept run that has no fit, and one that has another."""
    others = (Kept("A", Scenario()), Kept("B", OWN.changed(custom_fit=None)), Kept("C", OWN.changed(n_params=1e10)))
    found = opened(link(OWN, beside=others))
    assert found.notices == () and found.scenario == OWN and found.kept == others
    assert evaluate(found.scenario).values == evaluate(OWN).values
    assert bands(found.scenario) == bands(OWN)
    assert study(found.scenario) == study(OWN)


def test_bands_and_ranges_are_those_of_the_fit():
    """A covariance of one's own is used as a published one is, and the runs are what a run is beyond of."""
    band = bands(OWN)["loss"]
    assert band.low80 < evaluate(OWN).loss < band.high80
    doubled = own_fit.written(4 * FITTED.covariance, own_fit.read(FITTED.text).fitted_range, 0.004, 30)
    wider = bands(OWN.changed(custom_fit=doubled))["loss"]
    assert 1.7 < (wider.high80 - wider.low80) / (band.high80 - band.low80) < 2.2
    assert [size.name for size in beyond_fitted_range(evaluate(OWN))] == ["n_params", "n_tokens", "train_flop"]
    assert "largest run of this fit" in ruler(evaluate(OWN))
    assert np.array_equal(belief(OWN).covariance, own_fit.read(FITTED.text).covariance)
    assert noise_of(OWN) == own_fit.read(FITTED.text).noise and noise_of(Scenario()) == NOISE


def test_without_one_nothing_changes():
    """The input is absent from links, and the typed law has no bands."""
    typed = Scenario().changed(**own_law(FITTED.fit.constants))
    assert "cf=" not in link(typed) and "cf=" not in link(Scenario())
    assert bands(typed) is None and study(typed) is None
    assert evaluate(typed).values == evaluate(OWN).values
    assert chosen_law(typed).label == "Your own constants"
    assert opened("v=4&law=custom&cx=0.4").scenario.custom_fit is None


def test_another_constant_drops_it():
    """It holds for the constants of the fit alone, changed by hand or refused in a link."""
    assert OWN.changed(custom_alpha=0.4).custom_fit is None
    assert OWN.changed(n_params=1e10, law="besiroglu2024").custom_fit == OWN.custom_fit
    found = opened(link(OWN).replace("cx=", "cx=-"))
    assert found.scenario.custom_fit is None
    assert "dropped" in found.notices[-1]


def hostile(place, *numbers):
    """The example with other numbers from a place on."""
    parts = EXAMPLE.split("_")
    parts[place : place + len(numbers)] = numbers
    return "_".join(parts)


HOSTILE = {
    "nothing": ("", "1 of 25 numbers"),
    "too few": ("1_2_3", "3 of 25 numbers"),
    "too long": ("1" * 5_000, "5,000 characters"),
    "no number": (hostile(3, "x"), "“x” is no number"),
    "not finite": (hostile(3, "nan"), "no number"),
    "infinite": (hostile(0, "1e999"), "no number"),
    "digits of other scripts": (hostile(0, "١"), "no number"),
    "not positive definite": (hostile(2, "-0.2"), "not positive definite"),
    "flat": (hostile(14, "0"), "not positive definite"),
    "singular": (hostile(0, "11", "11", "1e-9"), "singular"),
    "endless": (hostile(0, "1e30"), "no law"),
    "a range upside down": (hostile(15, "1e30"), "range of n_params"),
    "a range below zero": (hostile(17, "-1"), "range of n_tokens"),
    "noise": (hostile(23, "7"), "noise"),
    "half a run": (hostile(24, "30.5"), "30.5 runs"),
    "five runs": (hostile(24, "5"), "5 runs"),
}


@pytest.mark.parametrize(("text", "says"), HOSTILE.values(), ids=HOSTILE)
def test_what_it_cannot_mean_is_refused_in_words(text, says):
    """By the scenario in one line, and by a link with a notice; the law stays without a covariance."""
    with pytest.raises(SimulationError, match="custom_fit") as error:
        OWN.changed(custom_fit=text)
    assert says in str(error.value) and "\n" not in str(error.value)
    found = opened([(key, text if key == "cf" else value) for key, value in (
        part.split("=") for part in link(OWN).split("&"))])  # fmt: skip
    assert found.scenario == OWN.changed(custom_fit=None)
    assert len(found.notices) == 1 and says in found.notices[0]


def test_what_no_text_holds_is_not_written():
    """No covariance, or one that allows anything."""
    ranges = own_fit.read(EXAMPLE).fitted_range
    assert own_fit.written(np.zeros((5, 5)), ranges, 0.004, 30) is None
    assert own_fit.written(1e6 * np.eye(5), ranges, 0.004, 30) is None
    assert fitted(example(30, 0.0)).text is None
