"""What single pages add to links has keys of its own: none is an input's, or another page's."""

from collections import Counter

from sim.engine.kept import MARKS
from sim.inputs import BY_KEY, SPELLED
from sim.links import game, kept, own_forecast, remix, share, showing
from sim.teaching import hand_ins
from sim.teaching.claims import ballot
from ui.visit.page_parts import KEYS

OF_RUNS = {*BY_KEY, *SPELLED, share.VERSION, share.VIEW, share.LOSS, share.COST, *showing.KEYS, *remix.KEYS, *MARKS}


def test_no_two_things_in_a_link_have_one_key():
    """Claims, lessons, forecasts and games each bring keys that a run does not know."""
    of_pages = [*KEYS, *hand_ins.KEYS]
    assert {ballot.CLAIM, *own_forecast.KEYS, *game.KEYS} <= {*KEYS}
    assert max(Counter(of_pages).values()) == 1
    assert not {*of_pages} & (OF_RUNS | {*kept.MORE})
