"""What a newsroom takes from a claim: a badge, a line to quote, a small picture, and charts that can be compared."""

import re
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from sim.catalogs.entry import Unusable, entry
from sim.catalogs.folder import PRESETS
from sim.charts import charts
from sim.charts.picture import alone
from sim.teaching.claims import BADGES, Claim, Evaluated, claims
from sim.teaching.claims.alike import alike
from sim.teaching.claims.drawn import chart_data
from ui.parts.claim_card import picture_of

CLAIMS = claims().entries
BESIDE = [name for name, claim in CLAIMS.items() if len(claim.charts) == 2 and not claim.bars]


def drawn(name: str) -> list[dict]:
    card = Evaluated(CLAIMS[name])
    return [chart_data(card, one, place) for place, one in enumerate(card.claim.charts)]


@pytest.mark.parametrize("name", CLAIMS)
def test_a_verdict_in_a_word_and_in_a_line(name):
    """A badge, one sentence or two that fit into a headline, without numbers that nobody computes; a year."""
    claim = CLAIMS[name]
    assert claim.badge in BADGES and 20 < len(claim.headline) <= 110 and claim.headline.endswith(".")
    assert not re.search(r"\d", claim.headline)
    assert 2018 < claim.year < 2030


def test_numbers_in_a_headline_are_refused():
    """They would not be computed."""
    text = (PRESETS / "claims" / "wall.toml").read_text(encoding="utf-8")
    bad = re.sub('headline = ".*"', 'headline = "It costs {gpt4.loss} more than that."', text)
    with pytest.raises(Unusable, match="headline is words alone"):
        entry(bad, "wall.toml", Claim)


@pytest.mark.parametrize("name", [name for name in CLAIMS if CLAIMS[name].charts or CLAIMS[name].bars])
def test_every_card_has_a_small_picture(name):
    """An SVG of a few kilobytes with something drawn inside its frame."""
    head, _, body = picture_of(name, CLAIMS[name]).partition(",")
    root = ElementTree.fromstring(unquote(body))
    marks = [node for node in root if node.tag.rpartition("}")[2] in ("rect", "path", "circle")]
    assert head == "data:image/svg+xml" and len(marks) > 1 and len(body) < 24_000


@pytest.mark.parametrize("name", BESIDE)
def test_both_sides_have_one_height_and_one_scale(name):
    """Charts of one kind: each axis holds what both show, in each view."""
    one, other = alike(drawn(name))
    assert one["height"] == other["height"]
    if one["id"].rpartition("-")[0] != other["id"].rpartition("-")[0]:
        return
    for key, axis in one["figure"]["layout"].items():
        if key[1:5] == "axis" and "range" in axis:
            assert axis["range"] == other["figure"]["layout"][key]["range"]
            assert min(axis["range"]) <= min(before := drawn(name)[0]["figure"]["layout"][key]["range"])
            assert max(axis["range"]) >= max(before)


def test_equal_money_is_an_equal_length():
    """The two bills of one card had bars of one length before."""
    before, after = drawn("cheap-run"), alike(drawn("cheap-run"))
    ranges = [[chart["figure"]["layout"]["xaxis"]["range"] for chart in pair] for pair in (before, after)]
    assert ranges[0][0] != ranges[0][1] and ranges[1][0] == ranges[1][1]


def test_a_title_says_what_its_side_shows():
    """And the question and the start stand below it."""
    gpt3, llama = drawn("right-thing")
    assert gpt3["question"] == "GPT-3: a large model, little text" and llama["question"].startswith("Llama 3 8B")
    assert charts()["more"].question in gpt3["subtitle"] and "From: GPT-3 175B" in gpt3["subtitle"]


@pytest.mark.parametrize("name", CLAIMS)
def test_nothing_points_below_where_nothing_is(name):
    """No note of a card speaks of settings or lines under the chart."""
    for chart in drawn(name):
        assert not re.search(r"\b(set|typed|moved) below|Shades", chart["note"])


def test_words_about_below_are_left_out_and_others_stay():
    """Whole sentences, and the lines of bands where they are drawn."""
    note = "A wall. Runs and their noise are set below. Shades: thick 80 %. No compute gets below 1.8."
    assert alone(note) == "A wall. No compute gets below 1.8."
    assert alone(note, has_bands=True) == "A wall. Shades: thick 80 %. No compute gets below 1.8."


def test_claims_are_found_by_words():
    """All of them, in any order and case."""
    assert CLAIMS["water"].mentions("WATER liter") and not CLAIMS["water"].mentions("water orion")
    assert all(claim.mentions("") for claim in CLAIMS.values())
