"""Every line that calculates is right: recomputed from the figures that it shows."""

import re

import pytest

from sim import Scenario, evaluate
from sim.engine.presets import presets
from sim.ground.glossary import TERMS
from sim.ground.typed import typed
from sim.inputs import TABLE
from sim.words.explain import explained
from sim.words.run import headlines

FIGURE = re.compile(r"\$?\d[\d,]*\.?\d*(?:e[+-]?\d+)?[KMBT]?")
SCENARIOS = {
    "default": Scenario(),
    "optimal": Scenario(plan="budget_optimal", hardware="h100", budget_usd=2.5e8),
    "unknown price": Scenario(hardware="b200", n_chips=None),
    "small": Scenario(n_params=1e6, n_tokens=1e6),
    "large": Scenario(n_params=1e15, n_tokens=1e17),
    "served": Scenario(inference="on", samples_per_query=250, mfu_decode=0.03, staff_usd=1e6),
    "served by few": Scenario(inference="on", task_kind="choice", queries_per_day=1, n_params=1e6),
    **{name: preset.scenario for name, preset in presets().entries.items()},
}


def figure(text: str) -> tuple[float, float]:
    """A figure and half of the unit of its last digit."""
    value = typed(text.replace(",", "")).value
    assert value is not None
    digits = re.sub(r"^\$|e.*$|[KMBT]$|,", "", text)
    decimals = len(digits.partition(".")[2])
    unit = value / float(digits) if float(digits) else 1.0
    return value, 0.5 * 10**-decimals * unit if decimals else 0.5 * unit * 10 ** (len(digits) - len(digits.rstrip("0")))


def calculated(left: str, values: list[float]) -> float:
    """The left side of a line with these figures in place of its own."""
    fed = iter(values)
    code = FIGURE.sub(lambda _: repr(next(fed)), left).replace("×", "*").replace("−", "-").replace("^", "**")
    assert re.fullmatch(r"[\d.e+\-*/() ]+", code)
    return eval(code)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_lines_recompute(scenario):
    """Left and right of each calculation agree within the rounding of the figures shown."""
    n_lines = 0
    for line in [line for lines in explained(evaluate(scenario)).values() for line in lines]:
        left, _, right = line.rpartition(" = ")
        if right.startswith("under") or not re.fullmatch(r"[$\d.,eKMBT+\-×−/()^ ]+", left):
            continue
        n_lines += 1
        figures = [figure(text) for text in FIGURE.findall(left)]
        values = [value for value, _ in figures]
        exact = calculated(left, values)
        slack = sum(
            abs(calculated(left, [*values[:i], value + half, *values[i + 1 :]]) - exact)
            for i, (value, half) in enumerate(figures)
        )
        shown, half = figure(FIGURE.match(right).group())
        assert abs(exact - shown) <= 1.05 * (slack + half), line
    assert n_lines >= 4


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_every_headline_is_explained(scenario):
    """Each number's help ends with its lines, which show the number itself and no gap."""
    result = evaluate(scenario)
    lines = explained(result)
    for number in headlines(result):
        assert lines[number.name]
        assert not re.search(r"\bnan\b|None|  ", "\n".join(lines[number.name]))


def test_words_are_explained_where_they_appear():
    """Help of numbers and levers takes its words from the glossary."""
    helps = [number.help for number in headlines(evaluate(Scenario()))] + [row.help for row in TABLE.values()]
    for term, words in TERMS.items():
        assert any(words in text for text in helps), term
        assert words.endswith(".") and len(words) < 120
