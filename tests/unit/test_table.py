"""The table of inputs and the table of outputs."""

import re

import pytest

from sim import Scenario, SimulationError, evaluate
from sim.catalogs.references import references
from sim.engine.output_table import OUTPUTS
from sim.ground import units
from sim.inputs import BY_KEY, GROUPS, TABLE, rows
from sim.inputs.plan import DERIVED, GIVEN, PLANS
from ui.board import levers

ROWS = [row for group in GROUPS for row in rows(group)]
NUMBERS = [row for row in TABLE.values() if row.is_number]


def test_names_and_keys_are_unique():
    """No two inputs share a name or a link key."""
    assert len(TABLE) == len(BY_KEY) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_is_complete(row):
    """Each row has a short key, words, a known source, a known format and an accepted default."""
    assert re.fullmatch("[a-z][a-z0-9]{0,3}", row.key)
    assert row.label and row.help.endswith(".")
    assert row.source in references()
    assert row.form in units.FORMATS
    assert row.check(row.default) == row.default
    assert all(cause in TABLE for cause in row.follows)
    assert (row.lookup is None) == (not row.follows)


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_rungs(row):
    """The rungs of a lever rise strictly from one bound to the other, and each is accepted."""
    rungs = row.rungs()
    assert rungs[0] == row.low and rungs[-1] == row.high
    assert all(a < b for a, b in zip(rungs, rungs[1:], strict=False))
    assert [row.check(rung) for rung in rungs] == rungs
    assert all(row.low <= value <= row.high and label for value, label in row.marks)


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_rungs_are_close(row):
    """Neighboring rungs lie within a factor of 1.5, or within a twentieth of a linear lever; 1 and 2 are whole."""
    rungs = row.rungs()
    assert not row.whole or all(rung % 1 == 0 for rung in rungs)
    if row.scale == "log":
        assert max(b / a for a, b in zip(rungs, rungs[1:], strict=False) if not row.whole or a > 1) <= 1.5
    else:
        widest = max(b - a for a, b in zip(rungs, rungs[1:], strict=False))
        assert widest == pytest.approx(max(step for _, step in row.steps))
        assert widest <= (row.high - row.low) / 20


def test_looked_up_defaults_are_those_of_the_default_chip():
    """The default peak and price are the ones that the default chip and basis imply."""
    defaults = {name: row.default for name, row in TABLE.items()}
    looked_up = {name: row.lookup(defaults) for name, row in TABLE.items() if row.lookup}
    assert looked_up == {name: defaults[name] for name in looked_up}
    assert set(looked_up) == {
        "peak_flop_per_s", "usd_per_chip_hour", "mfu", "chip_price_usd", "server_factor", "watts_per_chip",
        "mfu_prefill", "mfu_decode", "serving_utilization", "custom_fit",
    }  # fmt: skip


def test_a_default_of_ours_is_marked():
    """Numbers whose source is this project, and only those, are marked as illustrative."""
    for row in NUMBERS:
        assert row.illustrative == (row.source == "next-dollar"), row.name


def test_the_default_is_gpt_3():
    """The page opens on GPT-3: 175B parameters on 300B tokens, C = 6 N D."""
    scenario = Scenario()
    assert (scenario.plan, scenario.law) == ("params_tokens", "besiroglu2024")
    assert 6 * scenario.n_params * scenario.n_tokens == pytest.approx(scenario.train_flop)


def test_every_plan_says_what_is_given():
    """Plans, their given numbers and their words list the same six names."""
    assert set(PLANS) == set(GIVEN) == set(DERIVED) and len(PLANS) == 8
    assert all(name in TABLE for names in GIVEN.values() for name in names)


@pytest.mark.parametrize("plan", ["params_tokens", "params_compute", "tokens_compute"])
@pytest.mark.parametrize("share", [1, 0.1])
def test_the_formula_under_what_is_given_holds(plan, share):
    """Compute goes by the active parameters, and the note of a mixture of experts says so."""
    run = evaluate(Scenario(plan=plan, active_fraction=share, n_params=1.2e11, n_tokens=2.9e13, train_flop=2e24))
    assert run.train_flop == pytest.approx(6 * share * run.n_params * run.n_tokens)
    column = levers.board(run, run.scenario, "home")
    assert column is not None and ("6 f" in column["choices"][0]["note"]) == (share < 1)


@pytest.mark.parametrize("output", OUTPUTS.values(), ids=lambda output: output.name)
def test_an_output_is_complete(output):
    """Each output has words, a formula, a known format, and is in every result."""
    assert output.label and output.help.endswith(".") and output.formula
    assert output.form in units.FORMATS
    served = {"inference": "on", "samples_per_query": 250, "post_training": "on", "post_training_usd": 1}
    limited = Scenario(unique_tokens=4e10, n_params=3e9, usd_per_mtok_real=1, context_tokens=2048, **served)
    if output.name.startswith("loss_by_rules"):  # of mixtures alone
        limited = limited.changed(active_fraction=0.5)
    if output.name in ("readout_low", "readout_high"):  # the loss has none
        limited = limited.changed(readout="index")
    assert isinstance(getattr(evaluate(limited), output.name), float)


def test_a_result_has_the_outputs_and_no_others():
    """Results and the table of outputs list the same names in the same order; others are unknown."""
    result = evaluate(Scenario())
    assert list(result.values) == list(OUTPUTS)
    with pytest.raises(AttributeError, match="no_such_output"):
        _ = result.no_such_output


def test_the_schema_lists_every_input():
    """The JSON schema of a scenario has a property per row, with its bounds or options."""
    properties = Scenario.model_json_schema()["properties"]
    assert set(properties) == set(TABLE)
    for name, row in TABLE.items():
        shape = properties[name]["anyOf"][0] if row.optional else properties[name]
        if row.is_choice:
            assert shape["enum"] == list(row.options())
        elif row.text is not None:
            assert shape["type"] == "string"
        else:
            assert (shape["minimum"], shape["maximum"]) == (row.low, row.high)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("mfu", "40", 0.4), ("mfu", "40 %", 0.4), ("mfu", "0,05", 0.05), ("mfu", "0.05", 0.05),
        ("failure_overhead", "1.5", 1.5), ("n_params", "70 billion", 7e10), ("n_params", "1,4T", 1.4e12),
        ("usd_per_chip_hour", "$2.50/h", 2.5), ("unique_tokens", "none", None), ("train_flop", "7×10²³", 7e23),
    ],
)  # fmt: skip
def test_a_field_reads_what_people_type(name, text, value):
    """Per cent where the input is a share that is at most one; else the number itself."""
    assert TABLE[name].meant(text) == value


@pytest.mark.parametrize(("name", "text", "reason"), [
    ("n_params", "1,234M", "1.234M or 1234M"), ("n_params", "many", "such as 20"), ("mfu", "4 €", "US dollars"),
])  # fmt: skip
def test_a_refusal_says_the_reason(name, text, reason):
    """What was wrong with the text itself, and not only what is allowed."""
    with pytest.raises(ValueError, match=reason):
        TABLE[name].meant(text)
    with pytest.raises(SimulationError, match=reason):
        Scenario(**{name: text})
