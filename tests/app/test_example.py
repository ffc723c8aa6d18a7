"""Before the switch, the page of serving shows an example in gray; the money of a plan says what it is for."""

from sim import Scenario, evaluate
from sim.engine.presets import presets
from sim.ground import units
from sim.pages import board as page_of
from sim.words.think import EXAMPLE, EXAMPLE_QUERIES, example, think_headlines
from ui.board import contents, levers
from ui.screens import boards
from ui.visit import state
from ui.visit.session import KEY, Session

BUDGET = presets().entries["10m-on-h100"].scenario


def visit(scenario: Scenario) -> Session:
    state.st.session_state[KEY] = now = Session(scenario)
    state.show_result(now)
    return now


def test_an_example_is_called_one_and_changes_nothing():
    """In gray, without levers, bands and warnings; it is the same model with a service, and the run stays."""
    now = visit(Scenario(n_params=8e9))
    found = boards._example(page_of("think"))
    assert found is not None
    words, result = found
    assert result.scenario == now.scenario.changed(inference="on", queries_per_day=EXAMPLE_QUERIES)
    shown = contents.board("think", found)
    assert shown["sentence"][0]["text"] == words == EXAMPLE and "10M queries a day" in words
    assert shown["stale"] and shown["levers"] is None and shown["bands"] is None and shown["strip"] == []
    assert {chart["id"] for chart in shown["charts"]} == {
        chart.id for chart in page_of("think").charts if chart.applies(result.scenario)
    }
    assert shown["takeaway"]["source"].startswith(EXAMPLE)
    assert now.scenario == Scenario(n_params=8e9) and "inf=" not in shown["link"]


def test_no_example_where_there_is_a_service_or_no_money_for_one():
    """With inference on the run itself is shown; a budget below its serving has no example."""
    assert example(Scenario(inference="on")) is None
    visit(Scenario(plan="budget_optimal", budget_usd=100))
    assert boards._example(page_of("think")) is None
    assert boards._example(page_of("cost")) is None


def test_the_money_says_what_it_is_for():
    """Training alone, or serving too; a plan without money says nothing of it."""
    for plan, said in (("budget_optimal", True), ("target_loss", True), ("params_tokens", False)):
        for inference, words in (("off", "for training."), ("on", "for training and for serving.")):
            scenario = BUDGET.changed(plan=plan, inference=inference)
            column = levers.board(evaluate(scenario), scenario, "home")
            assert column is not None and (words in column["choices"][0]["note"]) == said


def test_what_a_service_takes_is_said():
    """Chips, the most queries a second, and the memory of a copy with the chips that hold it."""
    scenario = Scenario(inference="on", hardware="h100", n_params=4e11)
    result = evaluate(scenario)
    serving = next(number for number in think_headlines(result) if number.name == "cost_inference_usd")
    assert "chips day and night" in serving.detail and "queries a second" in serving.detail
    assert f"{units.with_unit(result.serving_memory_gb, 'GB')} of weights" in serving.detail
    assert "take 800 GB: 10 chips of 80 GB at least." in serving.help
    tiny = evaluate(scenario.changed(n_params=1e6, queries_per_day=1))
    serving = next(number for number in think_headlines(tiny) if number.name == "cost_inference_usd")
    assert "1 chip day and night" in serving.detail
