"""The note of a link: plain text of strangers that comes back as it was, and is bounded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import Scenario
from sim.links.remix import MOST, Remix, checked
from sim.links.share import link, opened

TEXT = st.text(max_size=MOST).map(checked)


@given(TEXT, TEXT, TEXT)
def test_it_comes_back(title, by, source):
    """Whatever the letters, beside a run that is read without a remark."""
    note = Remix(title, by, source)
    found = opened(link(Scenario(n_params=8e9), note=note))
    assert found.note == note and found.notices == () and found.scenario == Scenario(n_params=8e9)


def test_a_link_without_a_note_is_as_it_was():
    """Nothing is added to it."""
    assert link(Scenario(), note=Remix()) == link(Scenario())
    assert opened(link(Scenario())).note == Remix() and Remix().said == ""


def test_what_is_too_long_is_left_out():
    """With a sentence, and the rest of the link stays."""
    found = opened(f"v=4&n=8e9&title={'x' * 200}&by=Ada")
    assert found.note == Remix(by="Ada") and found.scenario.n_params == 8e9
    assert len(found.notices) == 1 and "200 characters" in found.notices[0] and f"at most {MOST}" in found.notices[0]


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (Remix("Plan A", "Ada", "GPT-3"), "Plan A: by Ada, from GPT-3"),
        (Remix("Plan A"), "Plan A"),
        (Remix(by="Ada"), "by Ada"),
    ],
)
def test_in_one_line(note, said):
    """Only what there is."""
    assert note.said == said
    assert checked(" a\n<b>\u0000 c ") == "a <b> c"
