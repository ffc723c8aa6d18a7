"""What a link shows: it survives the link, falls back with a notice, and says what is locked."""

import pytest

from sim import Scenario
from sim.charts import charts, charts_of
from sim.inputs import BY_KEY, TABLE
from sim.links.share import COST, LOSS, VERSION, VIEW, link, opened
from sim.links.showing import KEYS, PARTS, WHOLE, Showing, charts_shown, read
from sim.pages import pages

PART = Showing(
    locked=("n_params", "plan"), hidden=("usd_per_chip_hour", "start"), charts=("landscape", "more"),
    pages=("home", "plan"), embed=True,
)  # fmt: skip


def test_it_survives_the_link():
    """Showing -> link -> Showing is the identity, beside the scenario's own parts."""
    scenario = Scenario(n_params=8e9)
    found = opened(link(scenario, ["compute.linear"], shown=PART))
    assert (found.showing, found.scenario, found.views, found.notices) == (PART, scenario, ("compute.linear",), ())
    assert opened(link(scenario)).showing == WHOLE


def test_keys_are_no_keys_of_inputs():
    """A key of a link means one thing, and a part of the page is not taken for an input."""
    own = [VERSION, VIEW, LOSS, COST, *KEYS]
    assert len({*own, *BY_KEY}) == len(own) + len(BY_KEY)
    assert not set(PARTS) & {*BY_KEY, *TABLE}
    assert all("_" not in name for name in [*PARTS, *pages(), *BY_KEY, *charts()])


@pytest.mark.parametrize(
    "query",
    ["lock=zz", "lock=n_<script>", "hide=law_nope", "show=nope", "page=admin", "bare=yes", "lock=" + "a_" * 900],
)
def test_bad_values_fall_back_with_one_notice(query):
    """What is unknown is named once and ignored; the rest of the same key stays."""
    found = opened(query)
    assert len(found.notices) == 1 and len(found.notices[0]) < 200
    assert found.showing == {
        "lock=n_<script>": Showing(locked=("n_params",)),
        "hide=law_nope": Showing(hidden=("law",)),
    }.get(query, WHOLE)


def test_hidden_wins_over_locked():
    """An input that is both is hidden, and repeats count once."""
    assert opened("lock=n_n_d&hide=d").showing == Showing(locked=("n_params",), hidden=("n_tokens",))


def test_what_is_fixed():
    """Locked and hidden inputs, and the plan whose lever is one of them."""
    assert PART.fixes("n_params") and PART.fixes("usd_per_chip_hour") and not PART.fixes("n_tokens")
    assert Showing(locked=("n_tokens",)).fixes("plan") and not Showing(locked=("mfu",)).fixes("plan")
    before, after = dict(Scenario()), dict(Scenario(n_params=8e9, mfu=0.4))
    assert Showing(locked=("n_params",)).moved(before, after) == "n_params"
    assert Showing(locked=("law",)).moved(before, after) is None


def test_charts_of_a_page():
    """Listed charts of the page in their order; those of a page that is not listed; else the page's own."""

    def shown(page, **given):
        return [chart.id for chart in charts_shown(page, Showing(**given))]

    own = [chart.id for chart in charts_of("home")]
    assert shown("home") == own
    assert shown("home", charts=("compute", "more", "landscape")) == ["compute", "more"]
    assert shown("home", charts=("landscape", "more"), pages=("home",)) == ["landscape", "more"]
    assert shown("home", charts=("landscape",)) == own
    assert shown("lesson", charts=("landscape",), pages=("lesson",)) == ["landscape"]


def test_a_link_may_name_what_is_gone():
    """Charts whose question another one answers now: it stands in their place, once."""
    shown, notices = read({"show": "next_compute_ladder_percent_auction-home"})
    assert shown.charts == ("more", "compute") and not notices
    assert [chart.id for chart in charts_shown("home", shown)] == ["more", "compute"]
    assert [chart.id for chart in charts_shown("home", Showing(charts=("next", "ladder")))] == ["more"]
    assert not {"next", "ladder", "percent", "auction-home"} & set(charts())
