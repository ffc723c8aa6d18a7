"""Links: short, exact, stable, and never broken by what they hold."""

import json
from dataclasses import replace

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.inputs import TABLE
from sim.inputs.row import DEFAULT
from sim.links.schemas import NEWEST, SCHEMA_FOLDER, followed, freeze, frozen_defaults, unfrozen
from sim.links.share import MAX_LENGTH, link, opened


def random_scenario(rng: np.random.Generator) -> Scenario:
    """A scenario with every input drawn from all that its row allows."""
    values = {}
    for name, row in TABLE.items():
        if row.options is not None:
            values[name] = str(rng.choice(list(row.options())))
        elif row.text is not None:
            values[name] = str(rng.choice(row.text.examples))
        elif row.optional and rng.random() < 0.1:
            values[name] = None
        else:
            low, high = (np.log(row.low), np.log(row.high)) if row.scale == "log" else (row.low, row.high)
            x = rng.uniform(low, high)
            values[name] = float(np.clip(np.exp(x) if row.scale == "log" else x, row.low, row.high))
    return Scenario(**values)


def test_300_random_scenarios_survive_to_every_digit():
    """scenario -> link -> scenario is the identity."""
    rng = np.random.default_rng(7)
    for _ in range(300):
        scenario = random_scenario(rng)
        found = opened(link(scenario))
        assert found.scenario == scenario
        assert found.notices == ()


def test_default_link_is_short():
    """The default needs at most 80 characters of query."""
    assert len(link(Scenario())) <= 80


def test_ten_changed_inputs_stay_within_300_characters():
    """Ten changes of at most four digits each."""
    changed = Scenario(
        law="hoffmann2022_printed", plan="budget_optimal", n_params=1.234e11, n_tokens=5.678e12, active_fraction=0.1234,
        hardware="a100-80gb", mfu=0.4567, n_chips=1234, price_basis="committed_1y", budget_usd=1.234e9,
    )  # fmt: skip
    assert len(changed.differences(frozen_defaults(NEWEST))) >= 10
    assert len(link(changed)) <= 300


def test_schema_equals_the_table_and_is_complete():
    """The newest frozen defaults are the table's defaults; changing one makes the next schema."""
    assert not unfrozen(), f"{', '.join(unfrozen())}: not in the newest schema of links; run python -m sim schema"
    assert dict(frozen_defaults(NEWEST)) == {name: row.default for name, row in TABLE.items()}


def test_a_new_input_is_frozen_by_a_command(tmp_path, monkeypatch):
    """An input that no schema knows has its default in old links, and `schema` writes the next file."""
    with pytest.raises(SimulationError, match="nothing to freeze"):
        freeze(folder=tmp_path)
    monkeypatch.setitem(TABLE, "carbon_price", replace(TABLE["pue"], name="carbon_price", key="cap", default=1.0))
    frozen_defaults.cache_clear()
    assert unfrozen() == ["carbon_price"] and frozen_defaults(1)["carbon_price"] == 1.0
    written = freeze(folder=tmp_path)
    assert written.name == f"{NEWEST + 1}.json" and json.loads(written.read_text())["carbon_price"] == 1.0
    frozen_defaults.cache_clear()


@pytest.mark.parametrize("path", sorted(SCHEMA_FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_schema_opens(path):
    """Each released schema still makes a valid scenario."""
    assert opened(f"v={path.stem}").scenario == Scenario(**json.loads(path.read_text()))


OLD_LINKS = [
    line.split("\t") for line in (SCHEMA_FOLDER.parents[2] / "tests/golden/links.tsv").read_text().splitlines()
]


@pytest.mark.parametrize(("query", "changes"), OLD_LINKS)
def test_old_links_open(query, changes):
    """Links of released versions mean what they meant."""
    found = opened(query)
    schema = query.split("&")[0].removeprefix("v=")
    released = json.loads((SCHEMA_FOLDER / f"{schema}.json").read_text())
    expected = {**frozen_defaults(int(schema)), **json.loads(changes)}
    given = set(json.loads(changes))
    assert found.notices == ()
    for name, value in found.scenario.model_dump().items():
        older = TABLE[name].in_older_links
        if name not in released and older is not DEFAULT:  # neutral, where the default would change a figure
            assert value in (expected[name], older), name
        elif name in released or not given & set(followed(name, int(schema))):
            assert value == expected[name], name
        else:  # newer than the link, and the chip of the link is known: what the catalog says of it
            assert value == TABLE[name].lookup(found.scenario.model_dump()), name


@pytest.mark.parametrize(("query", "changes"), OLD_LINKS)
def test_old_links_give_the_old_figures(query, changes):
    """Inputs newer than a link are neutral in it: loss and cost are those that it recorded."""
    found = opened(query)
    if len(str(found.then.get("loss", ""))) < 6:
        return  # made up by hand
    result = evaluate(found.scenario)
    assert result.loss == pytest.approx(found.then["loss"], rel=1e-5)
    assert result.cost_total_usd == pytest.approx(found.then["cost_total_usd"], rel=1e-5)


def first_scenario(rng):
    """A scenario of the first schema, realistic enough that its text runs out only at times."""
    scenario = random_scenario(rng)
    known = json.loads((SCHEMA_FOLDER / "1.json").read_text())
    given = {name: getattr(scenario, name) for name in known if rng.random() < 0.7}
    logs = {"n_tokens": (9, 16), "train_flop": (18, 30), "budget_usd": (4, 13), "target_loss": (0.23, 0.48)}
    given |= {name: float(10 ** rng.uniform(*ends)) for name, ends in logs.items() if name in given}
    return Scenario(**{**frozen_defaults(1), **given})


def figures(scenario):
    """Every output, or none where the plan cannot be."""
    try:
        return {name: np.nan if x is None else x for name, x in evaluate(scenario).values.items()}
    except SimulationError:
        return {}


def test_the_oldest_links_mean_what_they_meant():
    """The stock of text stands in a link that is older than it only where no output knows of it."""
    rng, kept, cautious = np.random.default_rng(3), [], 0
    for _ in range(120):
        scenario = first_scenario(rng)
        query = "&".join(
            f"{TABLE[name].key}={'none' if value is None else repr(value) if isinstance(value, float) else value}"
            for name, value in scenario.differences(frozen_defaults(1)).items()
        )
        found = opened(f"v=1&{query}").scenario
        stock = frozen_defaults(1)["unique_tokens"]
        assert found.unique_tokens in (stock, None)
        limited, endless = (figures(found.changed(unique_tokens=U)) for U in (stock, None))
        kept.append(found.unique_tokens == stock)
        same = limited == pytest.approx(endless, rel=1e-9, nan_ok=True)
        assert same or not kept[-1]
        cautious += same and not kept[-1]  # a plan that no figure shows repeats text: the old meaning is kept too
    assert 10 < sum(kept) < 115 and cautious <= 6


def test_links_are_read_and_written_without_the_model(monkeypatch):
    """Not even a link of the first schema is evaluated; a link without a result records none."""
    scenario = Scenario(plan="budget_optimal")
    result = evaluate(scenario)
    monkeypatch.setattr("sim.engine.evaluate.outputs", None)
    for query, _ in OLD_LINKS:
        opened(query)
    assert "l0=" not in link(scenario) and "t0=" not in link(scenario)
    assert opened(link(scenario, result=result)).then["loss"] == pytest.approx(result.loss, rel=1e-5)


def test_a_schema_only_grows():
    """Each schema knows all inputs of the one before; the first that knows an input gives its neutral value."""
    schemas = [json.loads((SCHEMA_FOLDER / f"{n}.json").read_text()) for n in range(1, NEWEST + 1)]
    for older, newer in zip(schemas, schemas[1:], strict=False):
        assert set(older) <= set(newer)
    for name, value in frozen_defaults(1).items():
        assert value == next(schema[name] for schema in schemas if name in schema)


def test_typed_price_and_catalog_price_both_survive():
    """A link with a chip always states its peak and price, even where they equal the defaults."""
    typed = Scenario(hardware="h100", peak_flop_per_s=1.25e14, usd_per_chip_hour=1.12)
    assert opened(link(typed)).scenario == typed
    assert "pk=" in link(typed)
    assert "p=" in link(typed)


def test_bare_chip_brings_its_numbers():
    """A link written by hand may name a chip alone."""
    assert opened("hw=h100").scenario == Scenario(hardware="h100")


@pytest.mark.parametrize("schema", [1, 2, 3])
def test_a_utilization_follows_the_chip_in_new_links_only(schema):
    """A link older than that rule keeps its frozen utilizations, and the loss and cost that they give."""
    old, new = opened(f"v={schema}&hw=h100").scenario, opened("v=4&hw=h100").scenario
    names = ("mfu", "mfu_prefill", "mfu_decode", "serving_utilization")
    assert tuple(getattr(old, name) for name in names) == (0.1968, 0.5, 0.1, 0.5)
    assert tuple(getattr(new, name) for name in names) == (0.2623, 0.49, 0.21, 0.53)
    assert old == Scenario(hardware="h100", mfu=0.1968, mfu_prefill=0.5, mfu_decode=0.1, serving_utilization=0.5)
    assert opened(link(old)).scenario == old and "mfu=0.1968" in link(old)


def test_a_rule_newer_than_all_schemas_asks_for_the_next(monkeypatch):
    """A row that begins to follow another is frozen by a new schema, and no older link looks it up."""
    monkeypatch.setitem(TABLE, "pue", replace(TABLE["pue"], follows=("hardware",), follows_since=NEWEST + 1))
    assert unfrozen() == ["pue"]
    assert followed("pue", NEWEST) == () and followed("pue", NEWEST + 1) == ("hardware",)


def test_whole_address_and_fragment_are_understood():
    """What the browser shows can be pasted."""
    assert opened("http://localhost:8501/plan?v=1&n=8e9#top").scenario.n_params == 8e9


@pytest.mark.parametrize(
    "query",
    [
        "n=abc", "n=nan", "n=inf", "n=-5", "n=1e99", "n=", "mfu=2", "mfu=0", "law=nope", "hw=<script>alert(1)</script>",
        "plan=0", "nope=1", "v=99", "v=x", "v=-1", "v=%00", "n=8e9&n=bad", "%ff%fe=1", "p=0", "nc=1e400",
    ],
)  # fmt: skip
def test_bad_parts_fall_back_with_a_notice(query):
    """A bad value never breaks a page and is always named."""
    found = opened(query)
    assert len(found.notices) >= 1
    assert all("\n" not in notice and len(notice) < 400 for notice in found.notices)
    for name, value in found.scenario.model_dump().items():
        assert value == TABLE[name].check(value)


def test_rubbish_of_a_megabyte_is_refused_at_once():
    """1 MB of rubbish gives the defaults and one notice."""
    found = opened("n=" + "9" * 1_000_000)
    assert found.scenario == Scenario()
    assert len(found.notices) == 1
    pairs = [(f"k{i}", "x" * 100) for i in range(MAX_LENGTH)]
    assert opened(pairs).scenario == Scenario()


def test_link_records_loss_cost_and_views():
    """The figures of the day and the open views come back."""
    found = opened(link(Scenario(), ["compute.linear"], evaluate(Scenario())))
    assert found.views == ("compute.linear",)
    assert found.then["loss"] == pytest.approx(2.00854, abs=1e-5)
    assert found.then["cost_total_usd"] == pytest.approx(3983740, rel=1e-5)


def test_link_of_an_infeasible_plan_still_carries_its_inputs():
    """A plan without a result can be shared too."""
    scenario = Scenario(plan="target_loss", target_loss=1.5)
    assert opened(link(scenario)).scenario == scenario
