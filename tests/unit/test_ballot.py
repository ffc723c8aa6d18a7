"""A class votes on claims: in links, in counts, and with both sides of every card."""

from urllib.parse import parse_qsl

import pytest

from sim.engine.known_results import result_of
from sim.inputs import BY_KEY
from sim.links import showing
from sim.teaching import hand_ins
from sim.teaching.claims import Evaluated, claims
from sim.teaching.claims.ballot import CLAIM, MODE, SIDES, VOTES, Ballot, ballot, counted, link_parts
from sim.teaching.claims.debate import arguments, steps

CLAIMS = claims().entries


@pytest.mark.parametrize(
    "one", [Ballot(), Ballot(True), Ballot(True, "t"), Ballot(True, "d", "c"), Ballot(True, "f", "f")]
)
def test_votes_come_back(one):
    """By the link, with a card and on the list."""
    for claim in ("wall", ""):
        assert ballot(dict(parse_qsl(link_parts(claim, one)))) == one
    assert one.is_hidden == (one.is_class and not one.second)


@pytest.mark.parametrize("votes", ["", "x", "~t", "t~x", "t~", "<b>~t", "t~f~c", "tt~f"])
def test_votes_that_are_none_are_left_out(votes):
    """No second one without a first, and without the mode none at all."""
    found = ballot({MODE: "class", VOTES: votes})
    assert (not found.first or found.first in SIDES) and not (found.second and not found.first)
    assert ballot({MODE: "other", VOTES: "t~f"}) == Ballot()


def test_no_key_is_taken():
    """Neither by an input, nor by a lesson, nor by a part of the page."""
    assert not {CLAIM, MODE, VOTES} & {*BY_KEY, *hand_ins.KEYS, *showing.KEYS}


def test_a_class_is_counted():
    """By first and second vote; other claims and links without a vote do not count and are said."""
    base = "https://example.org/claims?"
    given = [("t", "f"), ("t", "f"), ("t", "t"), ("d", "")]
    lines = [base + link_parts("wall", Ballot(True, *pair)) + "&v=4" for pair in given]
    lines += [base + link_parts("water", Ballot(True, "t", "t")), base + "claim=wall", "hello"]
    votes, lost = counted("\n".join(lines), "wall")
    assert votes == {("t", "f"): 2, ("t", "t"): 1, ("d", ""): 1} and lost == 2
    with pytest.raises(ValueError, match="characters"):
        counted("x" * 2_000_000, "wall")


@pytest.mark.parametrize("name", CLAIMS)
def test_every_claim_has_two_sides_and_a_lever_each(name):
    """The verdict's own halves; the lever moves the run somewhere else and something comes of it."""
    card = Evaluated(CLAIMS[name])
    one, other = arguments(card)
    assert one.words.startswith("True") and other.words.startswith("False") and one.words.endswith(".")
    assert bool(one.side) == bool(other.side) == bool(card.claim.sides)
    for argument in (one, other) if card.claim.sides else ():
        scenario = card.scenarios[argument.side]
        places = steps(argument.lever, scenario)
        assert getattr(scenario, argument.lever) in places and len(places) > 4
        moved = scenario.changed(**{argument.lever: places[len(places) // 2 - 2]})
        assert result_of(moved).values != result_of(scenario).values
        own = Evaluated(card.claim, moved={argument.side: moved})
        assert own.scenarios[argument.side] == moved and own.plain(card.claim.sides[argument.side].says)
