"""Presets: sourced, self-contained, and true to the figures that they promise."""

import json

import pytest

from sim import Scenario, SimulationError, evaluate
from sim.catalogs.generations import catalog_mfu
from sim.catalogs.hardware import catalog_price, chips
from sim.catalogs.references import references
from sim.engine.presets import MAX_BYTES, loaded, named, preset_of, presets, saved, subject
from sim.engine.published import Dates
from sim.inputs import TABLE
from sim.studies.backtest import published_hours

ALL = presets().entries
NEEDED = (
    "gpt-3-175b", "gpt-2-1.5b", "chinchilla-70b", "palm-540b", "llama-2-70b", "llama-3.1-405b", "deepseek-v3", "gpt-4",
    "10m-on-h100",
)  # fmt: skip
STEADY = ("megatron-turing-nlg-530b", "nemotron-4-340b")  # MFU of steady steps: no hours are published
OWN = ("hardware", "peak_flop_per_s", "mfu", "n_chips", "price_basis", "usd_per_chip_hour")


def test_no_file_is_left_out():
    """Every shipped file is usable."""
    assert presets().problems == []
    assert chips().problems == []


def test_there_are_enough_real_models():
    """At least 25 models, and the ones that people ask for."""
    assert sum(preset.status != "ours" for preset in ALL.values()) >= 38 + 30
    assert sum((preset.year or 0) >= 2025 for preset in ALL.values()) >= 40
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
    facts = [*preset.published, *preset.costs, *preset.prices]
    assert {fact.source for fact in facts} <= set(preset.sources) | {"epoch-costs"}
    assert all(fact.status for fact in facts)


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


REAL = [name for name, preset in ALL.items() if preset.status != "ours"]


@pytest.mark.parametrize("name", REAL)
def test_published_hours_are_used(name):
    """A model with published chip-hours runs for them; without, at the median of its chip or a stated value."""
    preset = ALL[name]
    hours = published_hours(preset)
    if hours:
        assert evaluate(preset.scenario).chip_hours == pytest.approx(hours, rel=2e-3)
        assert preset.inputs["mfu"] < 0.67
    elif name not in STEADY:
        assert preset.inputs["mfu"] == catalog_mfu(preset.scenario.hardware).value
    assert preset.assumed["mfu"]


@pytest.mark.parametrize("name", REAL)
def test_chips_are_as_old_as_the_dates_say(name):
    """The age of owned chips follows from the dates; GPT-3 keeps the year of the default scenario."""
    preset = ALL[name]
    assert preset.dates
    age = preset.dates.chip_age_years
    assert (age is None) == ("chip_age_years" not in preset.inputs)
    if age is not None and name != "gpt-3-175b":
        assert preset.inputs["chip_age_years"] == round(age, 2)


def test_age_of_chips_by_epochs_rule():
    """Training starts 60 days before publication less its time, unless stated; chips are never younger than new."""
    dates = Dates(published="2022-11-09", train_days=118, chip_priced="2021-02-14")
    assert str(dates.training_start) == "2022-05-15"
    assert dates.chip_age_years == pytest.approx(1.25, abs=0.005)
    assert Dates(published="2022-11-09", started="2020-01-01", chip_priced="2021-02-14").chip_age_years == 0
    assert Dates(published="2022-11-09").chip_age_years is None


@pytest.mark.parametrize(
    ("name", "n_params", "n_tokens"),
    [
        ("falcon-180b", 179_522_565_120, 3.5e12), ("olmo-2-7b", 7_298_617_344, 4.05e12),
        ("olmo-2-13b", 13_716_198_400, 5.6e12), ("pythia-12b", 11_842_140_160, 299_892_736_000),
        ("bloom-176b", 176_247e6, 366e9), ("phi-4", 14e9, 9.8e12), ("kimi-k2", 1.04e12, 15.5e12),
    ],
)  # fmt: skip
def test_sizes_are_the_published_ones(name, n_params, n_tokens):
    """Exact counts where they are published."""
    assert (ALL[name].scenario.n_params, ALL[name].scenario.n_tokens) == (n_params, n_tokens)


def test_gpt_2_saw_its_text_many_times():
    """10.7 billion words are seen 15 times, which costs loss, and more of it where excess parameters fade too."""
    scenario = ALL["gpt-2-1.5b"].scenario
    result = evaluate(scenario)
    assert result.epochs == pytest.approx(14.9, abs=0.05)
    assert evaluate(scenario.changed(repetition="tokens")).loss == pytest.approx(2.300, abs=5e-4)
    assert result.loss == pytest.approx(2.308, abs=5e-4)


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


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'{"title": "x", "inputs": []}', "key inputs: a table of keys is needed"),
        (b'{"title": "x", "inputs": "8B"}', "key inputs: got “8B”; a table of keys is needed"),
        (b"name,loss\nx,2", "line 1: not JSON"),
    ],
)
def test_bad_files_are_refused_in_plain_words(content, words):
    """What is no table and what is no JSON, without the words of our tools."""
    with pytest.raises(SimulationError) as raised:
        loaded(content, "mine.json")
    assert words in str(raised.value)


@pytest.mark.parametrize(
    ("change", "limit"),
    [("title", 80), ("organization", 80), ("note", 1000)],
)
def test_texts_have_their_limits(change, limit):
    """As many letters as that and none more; a title has one at least."""
    content = {"title": "x", "inputs": {}}
    assert getattr(loaded(json.dumps({**content, change: "x" * limit}).encode()), change) == "x" * limit
    with pytest.raises(SimulationError, match=change):
        loaded(json.dumps({**content, change: "x" * (limit + 1)}).encode())
    with pytest.raises(SimulationError, match="title"):
        loaded(json.dumps({**content, "title": ""}).encode())


def test_figures_have_their_limits():
    """Published figures are positive and finite, chip-hours too, a reason of 300 letters."""
    figure = {"figure": "loss", "value": 2.0, "source": "a"}
    cost = {"basis": "owned", "usd": 1e6, "chip_hours": 0.5, "source": "a", "status": "S1", "reason": "x" * 300}

    def with_one(key, **changes):
        one = {**(figure if key == "published" else cost), **changes}
        return json.dumps({"title": "x", "inputs": {}, key: [one]}).encode()

    for key, good in (("published", {}), ("published", {"value": 0.5}), ("costs", {}), ("costs", {"usd": 0.5})):
        assert len(getattr(loaded(with_one(key, **good)), key)) == 1
    bad = [
        ("published", {"value": 0}),
        ("published", {"value": -1}),
        ("costs", {"usd": 0}),
        ("costs", {"reason": "x" * 301}),
    ]
    bad += [("costs", {"chip_hours": x}) for x in (-0.1, 0)]
    bad += [(key, {name: float("inf")}) for key, name in (("published", "value"), ("costs", "usd"))]
    for key, changes in bad:
        with pytest.raises(SimulationError, match=key):
            loaded(with_one(key, **changes))


def test_a_file_may_have_64_000_bytes(tmp_path):
    """Not one more, from disk or uploaded."""
    content = json.dumps({"title": "x", "inputs": {}})
    full = content + " " * (64_000 - len(content))
    path = tmp_path / "mine.json"
    for text, good in ((full, True), (full + " ", False)):
        path.write_text(text)
        for load in (lambda text=text: loaded(text.encode()), lambda: named(str(path))):
            if good:
                assert load().title == "x"
            else:
                with pytest.raises(SimulationError, match="64,000"):
                    load()


def test_a_scenario_finds_its_preset():
    """By its inputs, the visitor's own first."""
    gpt3 = ALL["gpt-3-175b"]
    assert preset_of(gpt3.scenario) == "gpt-3-175b" and subject(gpt3.scenario, None) == gpt3.title
    other = gpt3.scenario.changed(n_params=1.234e9)
    assert preset_of(other) is None and subject(other, None) is None
    assert subject(other, (other, "Mine")) == "Mine" and subject(gpt3.scenario, (other, "Mine")) == gpt3.title
    assert subject(gpt3.scenario, (gpt3.scenario, "Mine")) == "Mine"
    years = [preset.year or 0 for name, preset in ALL.items() if preset.status != "ours"]
    assert years == sorted(years)


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
