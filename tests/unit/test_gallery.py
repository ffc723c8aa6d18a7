"""Cards of the gallery: every run that ships, each where it opens without a remark."""

import json

import pytest

from sim.engine.presets import loaded, presets
from sim.links.share import opened
from sim.pages import pages
from sim.teaching import gallery
from sim.teaching.claims import claims
from sim.teaching.gallery import CLASSICS, KINDS, LESSONS, cards, chosen, picture
from sim.teaching.lessons import lessons
from ui.screens.gallery import _file

CARDS = cards()


def test_every_preset_claim_side_and_lesson_is_there():
    """A file that is added is a card, under a key of its own."""
    keys = [card.key for card in CARDS]
    assert len(set(keys)) == len(keys)
    assert set(presets().entries) <= set(keys)
    assert {f"claim-{name}-{side}" for name, claim in claims().entries.items() for side in claim.sides} <= set(keys)
    assert all(any(key.startswith(f"lesson-{name}-") for key in keys) for name in lessons().entries)
    assert {card.kind for card in CARDS} == set(KINDS)


@pytest.mark.parametrize("card", [card for card in CARDS if card.kind != LESSONS], ids=lambda card: card.key)
def test_a_card_opens_its_run(card):
    """Its address is a page of ours and means its scenario."""
    path, _, query = card.address.partition("?")
    found = opened(query)
    assert path == "" or path in pages()
    assert found.scenario == card.scenario and not found.notices


def test_a_downloaded_card_is_a_preset():
    """With title, note and every input."""
    for card in CARDS[::20]:
        content = _file(card)
        assert json.loads(content)["title"] == card.title[:80]
        assert loaded(content).scenario == card.scenario


def test_filters():
    """Kind, years, weights and words narrow each for itself and together."""
    assert chosen(CARDS) == CARDS
    assert {card.title for card in chosen(CARDS, CLASSICS, words="gpt")} == {"GPT-2 1.5B", "GPT-3 175B"}
    late = chosen(CARDS, years=(2025, 2026), weights="open")
    assert late and all(card.year >= 2025 and card.weights == "open" for card in late)
    assert not chosen(CARDS, words="there is no such run")
    assert all(card.year is None or card.year <= gallery.CLASSIC_UNTIL for card in chosen(CARDS, CLASSICS))


def test_pictures_differ_with_the_run():
    """Each is an image as data, of its own run."""
    few = [picture(card.scenario) for card in CARDS[:4]]
    assert all(one.startswith("data:image/svg+xml,") for one in few) and len(set(few)) == len(few)
