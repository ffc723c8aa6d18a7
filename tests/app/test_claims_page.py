"""The Claims page without a browser: the list, a card, its own link."""

import pytest
from streamlit.testing.v1 import AppTest

from sim.catalogs.folder import PRESETS
from sim.links.share import opened
from sim.teaching.claims import Evaluated, claims
from sim.teaching.claims.debate import steps
from tests.app.test_pages import ROOT, session
from ui.parts import claim_card


def page(**query: str) -> AppTest:
    """The Claims page as an address opens it."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        'from ui.visit import state\nfrom ui.screens import claims\nstate.open_address("claims")\nclaims.page()\n'
        "state.write_address()"
    )
    test = AppTest.from_string(code, default_timeout=30)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


def test_list_filter_card_and_back():
    """All claims are listed; a topic filters; a title opens its card, which the address names; the way leads back."""
    test = page(v="2")
    entries = claims().entries
    assert not test.exception
    assert [button.label for button in test.button] == [claim.title for claim in entries.values()]
    test.text_input(key="claims_search").input("water liter").run()
    assert [button.label for button in test.button] == [entries["water"].title]
    test.text_input(key="claims_search").input("").run()
    test.selectbox(key="claims_order").select("Newest first").run()
    years = [next(c.year for c in entries.values() if c.title == button.label) for button in test.button]
    assert years == sorted(years, reverse=True) and len(years) == len(entries)
    test.selectbox(key="claims_order").select("As in a debate").run()
    topic = entries["water"].topic
    test.button_group(key="claims_topic").select(topic).run()
    shown = [button.label for button in test.button]
    assert shown == [claim.title for claim in entries.values() if claim.topic == topic]
    test.button(key="open_water").click().run()
    assert not test.exception
    assert test.title[0].value == entries["water"].title
    assert test.query_params["claim"] in ("water", ["water"])
    test.button[0].click().run()
    assert test.title[0].value != entries["water"].title


def test_a_card_has_its_own_link():
    """/claims?claim=... opens the card beside the parts of the scenario, without a notice; the law can be changed."""
    test = page(claim="wall", v="2", n="8e9")
    assert not test.exception and not test.warning
    assert test.title[0].value == claims().entries["wall"].title
    assert session(test).scenario.n_params == 8e9 and session(test).notices == []
    test.selectbox(key=claim_card.LAW).select("hoffmann2022").run()
    assert not test.exception


def test_an_unknown_claim_gives_the_list():
    """A wrong or malicious name is shown as text, with all claims."""
    test = page(claim="<script>[x](http://example.org)</script>" + "y" * 9_000)
    assert not test.exception
    assert "There is no claim" in test.warning[0].value
    assert not set("<>[]()") & set(test.warning[0].value) and len(test.warning[0].value) < 120
    assert len(session(test).claim) <= 60
    assert len(test.button) == len(claims().entries)


def test_links_of_sides_open_them():
    """“Load this side” leads to a page and to the settings of the side."""
    for claim in claims().entries.values():
        card = Evaluated(claim)
        for name, scenario in card.scenarios.items():
            found = opened(card.address(name))
            assert found.scenario == scenario and not found.notices


LAWLESS = """
[sides.least]
title = "Least"
mark = "least"
says = "{least.loss}"
scenario = { unique_tokens = "= 1e12 * gpt3.loss.low" }
"""


def test_a_law_that_a_claim_cannot_be_put_to_is_said():
    """A side that is computed from a band has none under a law without one: the card says so and keeps its own law."""
    text = (PRESETS / "claims" / "energy.toml").read_text(encoding="utf-8") + LAWLESS
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from sim.catalogs.entry import entry\nfrom sim.teaching.claims import Claim\nfrom ui.parts import claim_card\n"
        f"claim_card.draw('mine', entry({text!r}, 'mine.toml', Claim))"
    )
    test = AppTest.from_string(code, default_timeout=30).run()
    assert not test.exception and not test.warning
    test.selectbox(key=claim_card.LAW).select("kaplan2020").run()
    assert not test.exception
    assert "cannot be put to that law. “gpt3.loss” has no band" in test.warning[0].value


@pytest.mark.parametrize("name", claims().entries)
def test_every_card_opens(name):
    """Also one without settings, which draws figures of others alone."""
    test = page(claim=name)
    assert not test.exception and not test.warning
    assert test.title[0].value == claims().entries[name].title


def test_an_article_takes_link_caption_and_words_along(monkeypatch):
    """The link opens this card alone; the caption has verdict and source; the words say what the charts show."""
    monkeypatch.setenv("PUBLIC_URL", "https://example.org/nd")
    copied: dict[str, str] = {}
    monkeypatch.setattr(claim_card.copying, "field", lambda text, label, key, **more: copied.update({key: text}))
    test = page(claim="wall", v="2", n="8e9")
    assert copied == {}
    test.session_state[claim_card.PUBLISH] = True
    test.run()
    claim = claims().entries["wall"]
    assert copied["claim_link"] == "https://example.org/nd/claims?claim=wall"
    assert claim.headline in copied["claim_caption"] and copied["claim_link"] in copied["claim_caption"]
    assert "Source" in copied["claim_caption"] and "Ten times as much, and no wall" in copied["claim_alt"]


def written(test: AppTest) -> str:
    """All that is written on the page."""
    parts = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info, *test.warning, *test.success]
    return "\n".join(
        [
            *(part.value for part in parts),
            *(part.proto.body for part in test.get("html") if "<style" not in part.proto.body),
        ]
    )


def test_a_class_votes_before_and_after_and_sees_the_verdict_last():
    """Nothing of the verdict on the list or the card before the second vote; the link holds both votes."""
    claim = claims().entries["wall"]
    test = page(mode="class", v="2", n="8e9")
    assert not test.exception and session(test).notices == []
    for one in claims().entries.values():
        assert one.headline not in written(test) and f'data-verdict="{one.badge}"' not in written(test)
    assert "By verdict" not in test.selectbox(key="claims_order").options
    test.button(key="open_wall").click().run()
    assert claim.headline not in written(test) and "True if" not in written(test)
    test.radio(key="first_wall").set_value("t")
    next(button for button in test.button if button.label == "Vote").click().run()
    assert not test.exception and "True if" in written(test) and "False if" in written(test)
    assert claim.headline not in written(test) and [one.value for one in test.subheader] == ["For", "Against"]
    lever = test.select_slider(key="lever_wall_For")
    before = written(test)
    lever.set_value(steps("train_flop", Evaluated(claim).scenarios["straight"])[3]).run()
    assert not test.exception and written(test) != before
    test.radio(key="second_wall").set_value("d")
    next(button for button in test.button if button.label == "Vote again").click().run()
    assert not test.exception and claim.headline in written(test) and "You changed sides" in written(test)
    query = {key: value[0] if isinstance(value, list) else value for key, value in test.query_params.items()}
    assert (query["claim"], query["mode"], query["cv"]) == ("wall", "class", "t~d")
    again = page(**query)
    assert claim.headline in written(again) and "You changed sides" in written(again)
    again.button[0].click().run()
    assert session(again).ballot.is_class and not session(again).ballot.first
