"""Claims: every number of ours is computed, the words rest on what holds, and a bad file harms no other."""

import ast
import math
import re
import shutil
from dataclasses import replace
from types import SimpleNamespace

import pytest

from sim import evaluate
from sim.catalogs.entry import Unusable, entry
from sim.catalogs.folder import PRESETS
from sim.charts import charts
from sim.links.share import link, opened
from sim.studies.uncertainty import bands
from sim.teaching.claims import Claim, Evaluated, claims
from sim.teaching.expressions import Number, comparison
from sim.teaching.measures import MEASURES
from sim.teaching.quotes import BRACES, quote

BANDED = re.compile(r"(\w+)\.(\w+)\.(low|high)")
FOLDER = PRESETS / "claims"
CLAIMS = claims().entries


def test_every_file_is_a_claim():
    """Nothing was left out, and each has its own place."""
    assert claims().problems == []
    assert set(CLAIMS) == {path.stem for path in FOLDER.glob("*.toml")}
    assert len(CLAIMS) >= 20
    assert len({claim.order for claim in CLAIMS.values()}) == len(CLAIMS)


@pytest.mark.parametrize("name", CLAIMS)
def test_verdict_has_two_sides_and_short_quotes(name):
    """True if, false if; a phrase is a few words; limits are stated; a chart wherever there are settings."""
    claim = CLAIMS[name]
    assert re.match(r"True\b[^.:]* if \w.*\b[Ff]alse if\b", claim.verdict)
    assert len(claim.phrase.split()) <= 8
    assert bool(claim.charts) <= bool(claim.sides) <= bool(claim.charts or claim.bars)
    assert len({side.mark for side in claim.sides.values()}) >= min(2, len(claim.sides))


class Anything:
    """Every output, input and measure of a scenario by name, computed here and not by the card."""

    def __init__(self, scenario):
        self.result = evaluate(scenario)

    def __getattr__(self, name):
        if name in self.result.values:
            return self.result.values[name]
        return MEASURES[name].value(self.result) if name in MEASURES else getattr(self.result.scenario, name)


def everything(claim, scenarios):
    """Names that figures may use."""
    reported = SimpleNamespace(**{name: one.value for name, one in claim.reported.items()})
    return {**{name: Anything(scenario) for name, scenario in scenarios.items()}, "reported": reported}


def band_end(card, side, output, end):
    """Number of an end of the 80 % band."""
    found = bands(card.scenarios[side])[output]
    return repr(found.low80 if end == "low" else found.high80)


@pytest.mark.parametrize("name", CLAIMS)
def test_every_number_is_recomputed(name):
    """Each figure equals Python's own arithmetic on a fresh evaluation; what the words rest on holds."""
    claim, card = CLAIMS[name], Evaluated(CLAIMS[name])
    names = everything(claim, card.scenarios)
    sources = [match[1] for text in claim.texts.values() for match in BRACES.finditer(text)]
    sources += [bar.figure for bar in (claim.bars.bars if claim.bars else [])]
    compared = [ast.unparse(side) for text in claim.holds for side in comparison(text)[::2]]
    for source in sources + compared:
        value = quote(source).number(card.names).value
        if value is None:
            assert quote(source).written(Number(None)) == "out of reach"
            continue
        expression = BANDED.sub(lambda match: band_end(card, *match.groups()), source.partition(":")[0])
        assert value == pytest.approx(eval(expression, {"log10": math.log10}, names), rel=1e-12), source
    assert card.fails() == []


def test_numbers_are_figures():
    """No number of ours is typed into the words; a declared one must be there."""
    text = (FOLDER / "wall.toml").read_text(encoding="utf-8")
    for old, new, said in (
        ("Nothing broke.", "Nothing broke at 7.5 nat.", "“7.5” is typed by hand"),
        ("[sides.gpt4]", '[typed]\n"3 to 1" = "a rule"\n\n[sides.gpt4]', "no text says this"),
    ):
        assert old in text
        with pytest.raises(Unusable, match=said):
            entry(text.replace(old, new), "wall.toml", Claim)


@pytest.mark.parametrize("law", ["besiroglu2024", "hoffmann2022", "kaplan2020", "muennighoff2023", "krajewski2024_moe"])
def test_a_changed_law_changes_the_text(law):
    """Under every law each card has a text without gaps; where the words no longer hold, it says so."""
    said = []
    for name, claim in CLAIMS.items():
        if name == "compute-limits" and law != "hoffmann2022":
            continue  # a third of a second for each fleet
        now, before = Evaluated(claim, law), Evaluated(claim)
        texts = [now.plain(text) for text in claim.texts.values()]
        assert not re.search(r"\b(nan|inf|None)\b|[{}]", " ".join(texts))
        said.append(texts != [before.plain(text) for text in claim.texts.values()])
    assert law == "besiroglu2024" or sum(said) > len(said) / 2
    assert not said[0] or law != "besiroglu2024"


def test_words_that_no_longer_hold_are_named():
    """A comparison that a law breaks is reported, not hidden."""
    claim = CLAIMS["wall"].model_copy(update={"holds": ["gpt4.loss < straight.loss"]})
    assert Evaluated(claim).fails() == ["gpt4.loss < straight.loss"]


@pytest.mark.parametrize("name", CLAIMS)
def test_a_side_can_be_loaded(name):
    """The link of a side means its settings, to every digit; its chart stands on a page."""
    claim = CLAIMS[name]
    for scenario in Evaluated(claim).scenarios.values():
        found = opened(link(scenario))
        assert found.scenario == scenario and not found.notices
    assert all(charts()[one.id].page for one in claim.charts)


GOOD = (FOLDER / "energy.toml").read_text(encoding="utf-8")
BAD = {
    "syntax": (GOOD.replace('when = "2021"', 'when = 2021"'), "when"),
    "missing": (GOOD.replace("verdict =", "verdicts ="), "verdict"),
    "wrong-type": (GOOD.replace("order = 11", 'order = "eleven"'), "order"),
    "unknown-source": (GOOD.replace('"cottier2024"]', '"nobody2024"]'), "sources"),
    "unknown-input": (GOOD.replace("today =", "hardwear ="), "sides.h100.scenario"),
    "bad-input": (GOOD.replace("today = true", "mfu = 4"), "sides.h100.scenario.mfu"),
    "unknown-preset": (GOOD.replace('from = "llama-3.1-405b"', 'from = "llama-9"'), "sides.llama.scenario.from"),
    "unknown-figure": (GOOD.replace("{gpt3.co2e_tonnes} tonnes.", "{gpt3.co2} tonnes."), "co2"),
    "unknown-side": (GOOD.replace('sides = ["gpt3"]', 'sides = ["gpt9"]'), "charts"),
    "unknown-chart": (GOOD.replace('id = "footprint"', 'id = "handprint"'), "charts"),
    "open-brace": (GOOD.replace("{llama.energy_mwh:plain4} MWh by", "{llama.energy_mwh MWh by"), "sides.llama.says"),
    "code": (GOOD.replace("{gpt3.co2e_tonnes} tonnes.", "{__import__('os').getcwd()} tonnes."), "sides.gpt3.says"),
    "endless": ("x = " + "[" * 3000, "line"),
    "bad-comparison": (GOOD.replace('"h100.energy_mwh < gpt3.energy_mwh"', '"h100.energy_mwh"'), "holds"),
    "no-digits": (
        GOOD.replace("{gpt3.co2e_tonnes} tonnes.", "{gpt3.co2e_tonnes:plain0} tonnes."),
        "“plain0” is no format",
    ),
    "empty-braces": (GOOD.replace("{gpt3.co2e_tonnes} tonnes.", "{} tonnes."), "sides.gpt3.says: {}: “” is no figure"),
    "huge-reported": (re.sub(r"(?m)^value = .*", "value = 1e308", GOOD), "value: got “1e+308”; allowed is at most"),
    "huge-in-text": (GOOD.replace("{gpt3.co2e_tonnes} tonnes.", "{1e308 * gpt3.loss} tonnes."), "too large"),
    "taken-name": (
        GOOD.replace("[sides.gpt3]", '[sides.reported]\ntitle = "x"\nmark = "y"\nsays = "z"\n\n[sides.gpt3]'),
        "sides.reported: “reported” is no name",
    ),
    "infeasible": (
        GOOD.replace("today = true", "plan = 'target_loss', target_loss = 1.0"),
        "sides.h100.scenario.target_loss",
    ),
    "unknown-page": (GOOD.replace("order = 11", 'order = 11\npage = "plans"'), "page: there is no page “plans”"),
    "figure-in-verdict": (GOOD.replace("the same figure within", "{gpt3.loss} within"), "verdict"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_is_named_with_line_and_key(tmp_path, name):
    """File, line and key; the other files still work."""
    text, key = BAD[name]
    assert text != GOOD
    shutil.copy(FOLDER / "wall.toml", tmp_path)
    (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    found = claims(tmp_path)
    assert list(found.entries) == ["wall"]
    assert found.problems and all("\n" not in problem and len(problem) < 400 for problem in found.problems)
    where = re.search(rf"{name}\.toml, line (\d+)", found.problems[0])
    assert where and key in found.problems[0]
    if name not in ("endless", "missing"):
        changed = [i for i, (a, b) in enumerate(zip(text.splitlines(), GOOD.splitlines(), strict=False), 1) if a != b]
        assert any(abs(int(where[1]) - line) <= 1 for line in changed)


def test_bytes_that_are_no_text(tmp_path):
    """A file of another kind, and a name that cannot stand in a link."""
    (tmp_path / "picture.toml").write_bytes(b"title = 'a'\n\xff\xfe")
    (tmp_path / "My Claim!.toml").write_text(GOOD, encoding="utf-8")
    found = claims(tmp_path)
    assert not found.entries
    assert ["links hold it" in found.problems[0], "line 2: this is not UTF-8" in found.problems[1]] == [True, True]


def test_the_example_of_the_guide_is_a_claim(tmp_path):
    """What docs/claims.md shows can be copied into a file."""
    guide = (PRESETS.parent / "docs" / "claims.md").read_text(encoding="utf-8")
    first, *more = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    (tmp_path / "guide.toml").write_text("\n".join([first, *more]), encoding="utf-8")
    found = claims(tmp_path)
    assert found.problems == [] and list(found.entries) == ["guide"]
    assert Evaluated(found.entries["guide"]).fails() == []


def test_a_number_beyond_all_is_out_of_reach():
    """Expressions that overflow are unknown, in words and in comparisons, and never an error."""
    claim = CLAIMS["energy"].model_copy(update={"holds": ["1e99 * 1e99 > gpt3.loss"]})
    card = Evaluated(claim)
    assert (
        card.plain("{1e99 * 1e99:percent} {1e-99 / 1e99:flop2} {log10(0 - gpt3.loss)}")
        == "out of reach 1e-198 out of reach"
    )
    assert card.fails() == claim.holds


def test_a_changed_file_is_read_again(tmp_path):
    """A card follows its file without a new start of the server."""
    here = replace(claims, folders=(str(tmp_path),))
    (tmp_path / "mine.toml").write_text(GOOD, encoding="utf-8")
    assert here().entries["mine"] is here().entries["mine"]
    (tmp_path / "mine.toml").write_text(GOOD.replace("order = 11", "order = 12") + "# changed", encoding="utf-8")
    assert here().entries["mine"].order == 12


def test_a_side_may_start_from_one_above_and_be_computed():
    """Under another law the sides follow, and the law that one of them names stays."""
    more = """
[sides.twice]
title = "Twice"
mark = "twice"
says = "{twice.n_params / gpt3.n_params:times2}"
scenario = { from = "gpt3", n_params = "= 2 * gpt3.n_params" }

[sides.kaplan]
title = "Kaplan"
mark = "kaplan"
says = "{kaplan.loss}"
scenario = { from = "twice", law = "kaplan2020" }

[sides.after]
title = "After"
mark = "after"
says = "{after.loss}"
scenario = { from = "kaplan" }
"""
    claim = entry(GOOD + more, "mine.toml", Claim)
    now, other = Evaluated(claim).scenarios, Evaluated(claim, "hoffmann2022").scenarios
    assert now["twice"].n_params == 2 * now["gpt3"].n_params
    assert [other[name].law for name in ("gpt3", "twice", "kaplan", "after")] == ["hoffmann2022"] * 2 + [
        "kaplan2020"
    ] * 2
    assert other["twice"].n_params == now["twice"].n_params


def test_a_dropped_file_is_a_claim(tmp_path):
    """One file more is one card more, without a change of code."""
    shutil.copytree(FOLDER, tmp_path / "claims")
    (tmp_path / "claims" / "mine.toml").write_text(GOOD.replace("order = 11", "order = 99"), encoding="utf-8")
    found = claims(tmp_path / "claims")
    assert list(found.entries)[-1] == "mine" and not found.problems
