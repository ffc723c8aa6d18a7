"""Presets: sourced, self-contained, and true to the figures that they promise."""

import json

import pytest

from sim import Scenario, SimulationError, evaluate
from sim.hardware import catalog_price, chips
from sim.inputs import TABLE
from sim.presets import MAX_BYTES, loaded, named, presets, saved
from sim.references import references

ALL = presets().entries
NEEDED = (
    "gpt-3-175b", "gpt-2-1.5b", "chinchilla-70b", "palm-540b", "llama-2-70b", "llama-3.1-405b", "deepseek-v3", "gpt-4",
    "10m-on-h100",
)  # fmt: skip
OWN = ("hardware", "peak_flop_per_s", "mfu", "n_chips", "price_basis", "usd_per_chip_hour")


def test_no_file_is_left_out():
    """Every shipped file is usable."""
    assert presets().problems == []
    assert chips().problems == []


def test_there_are_enough_real_models():
    """At least 25 models, and the ones that people ask for."""
    assert sum(preset.status != "ours" for preset in ALL.values()) >= 25
    assert set(NEEDED) <= set(ALL)


def test_start_here_comes_first():
    """The first preset of the list is the plan of a $10M run."""
    assert next(iter(ALL)) == "10m-on-h100"
    assert ALL["10m-on-h100"].scenario.plan == "budget_optimal"


@pytest.mark.parametrize("name", ALL)
def test_preset_evaluates(name):
    """Each preset has a result with a finite loss and cost."""
    result = evaluate(ALL[name].scenario)
    assert result.loss is not None
    assert result.cost_total_usd is not None


@pytest.mark.parametrize("name", ALL)
def test_preset_states_its_own_hardware_and_sources(name):
    """No preset inherits chip, MFU or price; every source and assumption resolves."""
    preset = ALL[name]
    assert set(OWN) <= set(preset.inputs)
    assert preset.note
    assert set(preset.sources) <= set(references())
    assert preset.sources
    assert set(preset.assumed) <= set(TABLE)
    assert {published.source for published in preset.published} <= set(references())


@pytest.mark.parametrize("name", ALL)
def test_price_is_published_or_marked_as_ours(name):
    """A price that is not the catalog's stands among the assumptions."""
    preset = ALL[name]
    scenario = preset.scenario
    price = catalog_price(scenario.hardware, scenario.price_basis)
    if price is None or price.usd_per_chip_hour != scenario.usd_per_chip_hour:
        assert "usd_per_chip_hour" in preset.assumed


@pytest.mark.parametrize("name", ALL)
def test_unpublished_sizes_are_said_to_be_ours(name):
    """Where only compute is known, the note says that N and D are ours."""
    preset = ALL[name]
    if preset.scenario.plan == "compute_optimal" and preset.status == "estimated":
        assert "ours" in preset.note


PROMISES = [
    (name, published) for name, preset in ALL.items() for published in preset.published if published.rel_tol is not None
]


@pytest.mark.parametrize(("name", "published"), PROMISES, ids=[f"{n}-{p.figure}" for n, p in PROMISES])
def test_published_figure_is_reproduced(name, published):
    """Our formulas come as near to a published figure as its file says."""
    ours = getattr(evaluate(ALL[name].scenario), published.figure)
    assert ours == pytest.approx(published.value, rel=published.rel_tol)


def test_saved_preset_loads_again():
    """Download, then upload: the same scenario."""
    scenario = Scenario(n_params=8e9, hardware="h100", mfu=0.41, n_chips=None)
    assert loaded(saved(scenario, "Mine").encode()).scenario == scenario


@pytest.mark.parametrize(
    "content",
    [
        b"", b"not json", b"[]", b"null", b"{}", b'{"title": "x"}', b'{"title": "x", "inputs": []}', b"\xff\xfe\x00",
        b'{"title": "x", "inputs": {"n_params": "many"}}', b'{"title": "x", "inputs": {"nope": 1}}',
        b'{"title": "x", "inputs": {"n_params": NaN}}', b'{"title": "x", "inputs": {"n_params": 1e99}}',
        b'{"title": "x", "inputs": {}, "extra": 1}', b"[" * 60_000, b"x" * (MAX_BYTES + 1), b" " * 1_000_000,
        b'{"title": "x", "inputs": {}, "published": [{"figure": "beauty", "value": 1, "source": "a"}]}',
    ],
    ids=range(17),
)  # fmt: skip
def test_bad_files_give_one_line(content):
    """A file that is no preset is refused with one line that names it."""
    with pytest.raises(SimulationError) as raised:
        loaded(content, "mine.json")
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 400


def test_preset_by_file(tmp_path):
    """A path works where a name does."""
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"title": "Mine", "inputs": {"n_params": "8B"}}))
    assert named(str(path)).scenario.n_params == 8e9


@pytest.mark.parametrize("name", ["nope", "../../etc/passwd", "\0", ""])
def test_unknown_names_are_refused(name):
    """Neither a preset nor a file."""
    with pytest.raises(SimulationError):
        named(name)
