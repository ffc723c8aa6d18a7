"""The Claims page without a browser: the list, a card, its own link."""

from streamlit.testing.v1 import AppTest

from sim.claims import Evaluated, claims
from sim.share import opened
from tests.app.test_pages import ROOT, session
from ui import claim_card


def page(**query: str) -> AppTest:
    """The Claims page as an address opens it."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        'from ui import state\nfrom ui.screens import claims\nstate.open_address("claims")\nclaims.page()\n'
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
    test = page(claim="<script>alert(1)</script>")
    assert not test.exception
    assert "There is no claim" in test.warning[0].value
    assert len(test.button) == len(claims().entries)


def test_links_of_sides_open_them():
    """“Load this side” leads to a page and to the settings of the side."""
    for claim in claims().entries.values():
        card = Evaluated(claim)
        for name, scenario in card.scenarios.items():
            found = opened(claim_card.address(card, name))
            assert found.scenario == scenario and not found.notices
