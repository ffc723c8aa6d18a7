"""Links: short, exact, stable, and never broken by what they hold."""

import json

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.inputs import TABLE
from sim.share import MAX_LENGTH, NEWEST, SCHEMA_FOLDER, frozen_defaults, link, opened


def random_scenario(rng: np.random.Generator) -> Scenario:
    """A scenario with every input drawn from all that its row allows."""
    values = {}
    for name, row in TABLE.items():
        if row.options is not None:
            values[name] = str(rng.choice(list(row.options())))
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
    assert dict(frozen_defaults(NEWEST)) == {name: row.default for name, row in TABLE.items()}


@pytest.mark.parametrize("path", sorted(SCHEMA_FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_every_schema_opens(path):
    """Each released schema still makes a valid scenario."""
    assert opened(f"v={path.stem}").scenario == Scenario(**json.loads(path.read_text()))


OLD_LINKS = [
    line.split("\t") for line in (SCHEMA_FOLDER.parents[1] / "tests/golden/links.tsv").read_text().splitlines()
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
        if name in released or not given & set(TABLE[name].follows):
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
    found = opened(link(Scenario(), ["compute.linear"]))
    assert found.views == ("compute.linear",)
    assert found.then["loss"] == pytest.approx(2.00854, abs=1e-5)
    assert found.then["cost_total_usd"] == pytest.approx(3983740, rel=1e-5)


def test_link_of_an_infeasible_plan_still_carries_its_inputs():
    """A plan without a result can be shared too."""
    scenario = Scenario(plan="target_loss", target_loss=1.5)
    assert opened(link(scenario)).scenario == scenario
