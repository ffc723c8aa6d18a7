"""The pages without a browser: they run, they carry data, and no exception reaches a user."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario, evaluate
from sim.engine.kept import Kept
from sim.engine.kept_runs import as_kept
from sim.engine.presets import presets
from sim.ground.text import escaped
from sim.inputs.plan import GIVEN
from sim.pages import board
from sim.words.parameters import markdown
from sim.words.ruler import ruler
from sim.words.run import NOT_THERE
from ui.board import contents, levers, sweeps
from ui.parts import controls
from ui.screens.method import TABLES
from ui.server.payload import HEAD
from ui.visit import state
from ui.visit.session import KEY, Session

ROOT = Path(__file__).resolve().parents[2]


def app(*opened: str, **query: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30)
    for key in opened:
        test.session_state[key] = True
    for key, value in (query or {"v": "4"}).items():
        test.query_params[key] = value
    return test.run()


def session(test: AppTest) -> Session:
    return test.session_state[KEY]


def test_a_bare_address_opens_on_a_run_of_today():
    """Llama 3.1 405B at the market price, and Reset leads back to it; any link of a run opens that run."""
    test = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=30).run()
    assert not test.exception
    now = session(test)
    assert now.scenario == now.start == presets().entries["llama-3.1-405b"].scenario
    assert now.scenario.price_basis == "market" and now.scenario.hardware == "h100"
    assert session(app(v="4")).scenario == session(app(v="1")).scenario == Scenario()


@pytest.mark.parametrize("plan", ["params_tokens", "budget_optimal"])
def test_a_run_without_a_price_opens(plan):
    """Also where its plan needs one: the page says what is missing, and draws what it can."""
    test = app(v="4", plan=plan, p="none")
    assert not test.exception
    assert session(test).result.cost_total_usd is None and (session(test).trouble is None) == (plan == "params_tokens")


def test_home_runs():
    """The home page of the default link is GPT-3's."""
    test = app()
    assert not test.exception
    assert session(test).scenario == Scenario()
    assert test.title[0].value == "What would the next dollar buy?"


def test_link_is_read():
    """An address with inputs opens them."""
    assert session(app(v="1", n="8e9", d="1.5e13")).scenario == Scenario(n_params=8e9, n_tokens=1.5e13)


@pytest.mark.parametrize("value", ["abc", "nan", "1e999", "<b>", "", "9" * 5000])
def test_bad_values_give_a_notice(value):
    """A value that cannot be used is told and the default stays."""
    test = app(v="1", n=value)
    assert not test.exception
    assert len(session(test).notices) == 1
    assert session(test).scenario == Scenario()


def test_then_and_now_is_told():
    """A link made with other results says what they were."""
    assert any("then" in notice for notice in session(app(v="1", l0="1.5")).notices)


def test_assumptions_change_the_scenario():
    """A chip chosen among them brings its peak and price, a bad number is refused; closed, none is made."""
    assert not app().selectbox
    test = app(controls.ASSUMPTIONS)
    test.selectbox(key="input_hardware").select("h100").run()
    assert session(test).scenario == Scenario(hardware="h100")
    assert test.text_input(key="input_peak_flop_per_s").value == "9.894e14"
    test.text_input(key="input_n_chips").input("few").run()
    assert not test.exception
    assert session(test).refused["n_chips"].text == "few" and not session(test).notices
    assert [alert.value for alert in test.error] == [escaped(session(test).refused["n_chips"].said)]
    assert test.text_input(key="input_n_chips").value == "few"
    assert session(test).scenario == Scenario(hardware="h100")
    test.text_input(key="input_n_chips").input("none").run()
    assert session(test).scenario == Scenario(hardware="h100", n_chips=None)
    assert session(test).refused == {} and not test.error


def test_assumptions_start_from_their_values():
    """A browser that misses the first run finds each value as the default too, and reports no change."""
    test = app(controls.ASSUMPTIONS, v="1", hw="h100")
    assert test.selectbox(key="input_hardware").proto.options[test.selectbox(key="input_hardware").proto.default] == (
        "NVIDIA H100 SXM5 80 GB"
    )
    assert test.text_input(key="input_peak_flop_per_s").proto.default == "9.894e14"


def test_presets_are_recognized():
    """A scenario finds its preset, the first one where two have the same; a moved one finds none."""
    app()
    for preset in presets().entries.values():
        state.st.session_state[KEY] = Session(preset.scenario)
        found = state.current_preset()
        assert found is not None and found[1].scenario == preset.scenario
    state.st.session_state[KEY] = Session(Scenario(n_params=1.23e9))
    assert state.current_preset() is None


def test_infeasible_link_shows_a_picture_and_the_reason():
    """A plan that cannot be is explained over another picture."""
    test = app(v="1", plan="target_loss", l="1.5")
    assert not test.exception
    assert "irreducible" in (session(test).trouble or "")
    assert session(test).result is not None


def test_method_page_has_every_table():
    """The Method page lists inputs, laws, chips, models and sources."""
    code = "from ui.screens.method import page\npage()"
    method = AppTest.from_string(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}", default_timeout=30).run()
    assert not method.exception
    assert len(method.dataframe) == len(TABLES)
    assert not method.warning


def test_generated_page_is_up_to_date():
    """docs/parameters.md is what `make docs` writes."""
    assert (ROOT / "docs" / "parameters.md").read_text() == markdown()


def test_levers_show_what_the_plan_takes_as_given():
    """Derived numbers are marked; at most six levers."""
    for plan, given in GIVEN.items():
        scenario = Scenario(plan=plan, hardware="h100")
        state_now = Session(scenario, evaluate(scenario))
        state.st.session_state[KEY] = state_now
        items = contents.board("home")["levers"]["items"]
        assert len(items) <= 6
        assert {item["name"] for item in items if not item["derived"]} >= set(given)
        assert all(0 <= item["index"] <= len(item["rungs"]) - 1 for item in items)


def test_plan_of_a_link_that_cannot_be_leaves_inference_on():
    """A budget below the serving: the picture is of the same service, and says why it is another run."""
    now = Session(scenario=Scenario(inference="on", plan="budget_optimal", budget_usd=100))
    state.show_result(now)
    assert "with serving" in now.trouble
    assert now.result.scenario == now.scenario.changed(plan="params_tokens")


def test_frames_of_the_laws_page_say_what_release_says():
    """The sentence ends with how far the run lies beyond the fit, during a drag as after it, whatever is kept."""
    run = Scenario()
    found = sweeps.sweep(sweeps.Question("laws", run, "n_params", 40, kept=(Kept("A", Scenario(n_params=8e9)),)))
    head = json.loads(found[HEAD : HEAD + int.from_bytes(found[:HEAD], "little")])
    for index, pieces in enumerate(head["sentence"]):
        run = Scenario(n_params=levers.rungs("n_params")[head["first"] + index])
        assert pieces[-1][0] == f" {ruler(evaluate(run))}"


def test_numbers_beside_a_run_without_inference():
    """What a kept run does not have is called so."""
    kept, shown = as_kept(evaluate(Scenario())), evaluate(Scenario(inference="on"))
    details = [number.detail for number in board("think").headlines(shown, [kept])]
    assert details == [*[f"A\u00a0{NOT_THERE}"] * 3, "A\u00a0$3.98M"]


def laws_page(**query: str) -> AppTest:
    code = (
        "from sim.pages import board\nfrom ui.screens import boards\nfrom ui.visit import state\n"
        'state.open_address("laws")\nboards.page(board("laws"))'
    )
    test = AppTest.from_string(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}", default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    return test


WITHOUT_LIST = "laws-regret"  # a chart without a list of its laws: they are picked above it


def test_choices_of_the_laws_page_are_in_the_link():
    """Laws compared, floor and reference loss survive a reload; nonsense in a link falls back."""
    test = laws_page(show=WITHOUT_LIST).run()
    test.multiselect(key="laws_picked").select("hoffmann2022_printed").run()
    test.number_input(key="laws_reference").set_value(2.25).run()
    test.button_group(key="laws_floor").set_value("unknown").run()
    test.slider(key="laws_floor_at").set_value(1.75).run()
    assert not test.exception
    views = session(test).views
    assert views == {"laws": "hoffmann2022-printed", "reference": "2.25", "floor": "1.75"}
    again = laws_page(show=WITHOUT_LIST)
    again.query_params["view"] = "_".join(f"{key}.{value}" for key, value in views.items())
    again.run()
    assert not again.exception
    assert again.multiselect(key="laws_picked").value == ["hoffmann2022_printed"]
    assert again.number_input(key="laws_reference").value == 2.25
    assert again.slider(key="laws_floor_at").value == 1.75
    again.button_group(key="laws_floor").set_value("uncertain").run()
    assert "floor" not in session(again).views
    bad = laws_page(show=WITHOUT_LIST)
    bad.query_params["view"] = "laws.nope.besiroglu2024_floor.<b>_reference.nan"
    bad.run()
    assert not bad.exception
    assert bad.multiselect(key="laws_picked").value == ["besiroglu2024"]
    assert bad.number_input(key="laws_reference").value == 2.5


def test_laws_page_runs():
    """The Laws page shows bands, switches the floor, compares laws and takes a stock of text."""
    test = laws_page().run()
    assert not test.exception and not test.warning
    assert len(test.dataframe) == 3  # the spread of the laws, bands, sources
    assert any("differ by a factor of" in text.value for text in test.markdown)
    assert not test.multiselect
    test.selectbox(key="laws_stock").select("common-crawl").run()
    assert not test.exception and session(test).scenario.unique_tokens == 130e12
    test.selectbox(key="input_law").select("custom").run()
    assert not test.exception
    test.text_input(key="input_custom_alpha").input("-0.3").run()
    assert not test.exception and "would not fall" in session(test).refused["custom_alpha"].said


def test_a_choice_that_is_none_is_not_taken():
    """No hand picks what is not offered, but a browser can be made to say it: the page stands, and shows what holds."""
    test, key = app(), "input_hardware"
    shown = session(test).scenario.hardware
    test.session_state[key], test.session_state[controls.shown_key(key)] = "\x00", shown
    test.session_state[controls.ASSUMPTIONS] = True
    test.run()
    assert not test.exception and test.selectbox(key=key).value == shown
