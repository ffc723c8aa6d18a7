"""The Pilot game page without a browser: played to its end, nothing of the law is sent before, the link replays."""

import pytest
from streamlit.testing.v1 import AppTest

from sim.ground import units
from sim.links.game import link_parts
from sim.studies.hidden_law import World
from sim.studies.pilot_game import BUDGET_USD, Game, Shot, best_run
from tests.app.test_pages import ROOT, session
from ui.parts import pictures
from ui.screens.game import BUY, HIGH, LOW, SIZE, TEXT

CODE = f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from ui.screens import game
from ui.server.queue import TURN
from ui.visit import state
with TURN:
    state.open_address("game")
    game.page()
"""
RUNS = "400M 8B\n400M 100B\n5B 1B"


def opened(**query: str) -> AppTest:
    test = AppTest.from_string(CODE, default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    return test.run()


@pytest.fixture
def boards(monkeypatch):
    """What the page sends to its board, run by run."""
    sent = []
    monkeypatch.setattr(pictures.board, "render", lambda data, **_: sent.append(data))
    return sent


def texts(block) -> str:
    """Everything that a page sends, as text."""
    children = getattr(block, "children", {})
    own = repr(block.proto) if getattr(block, "proto", None) is not None else ""
    return own + "".join(texts(child) for child in children.values())


def secrets(world: World, money: float) -> set[str]:
    """The numbers of a law as they might be written."""
    law = world.law
    N, D = (float(x) for x in best_run(law, money))
    numbers = [float(x) for x in (*vars(law).values(), *world.constants, N, D, D / N, law.loss(N, D))]
    return {f"{x:.5g}" for x in numbers} | {repr(x)[:9] for x in numbers} | {units.loss(float(law.loss(N, D)))}


def test_a_game_to_its_end(boards):
    """Pilots are bought, a bad line buys nothing and stays, the shot is taken; only then the law is told."""
    world = World(4821)
    test = opened(gw="1.4821")
    assert not test.exception and session(test).game == Game(world)
    test.text_area(BUY).set_value(RUNS)
    test.button("game_buy_them").click().run()
    assert not test.exception and len(session(test).game.runs) == 3 and test.text_area(BUY).value == ""
    test.text_area(BUY).set_value("1B 2B\nmuch")
    test.button("game_buy_them").click().run()
    assert len(session(test).game.runs) == 3 and "got one number" in test.error[0].value
    assert test.text_area(BUY).value == "1B 2B\nmuch"
    test.text_input(SIZE).set_value("200B")
    test.text_input(LOW).set_value("2.4")
    test.text_input(HIGH).set_value("2.2")
    test.button("game_take").click().run()
    assert session(test).game.shot is None and "must lie above 0" in test.error[0].value
    before = texts(test.main) + repr(boards)
    hidden = secrets(world, BUDGET_USD) | secrets(world, session(test).game.left)
    assert "4821" in before and "Best tokens per parameter" in before
    assert not {value for value in hidden if value in before}
    boards.clear()
    test.text_input(LOW).set_value("2.2")
    test.text_input(HIGH).set_value("2.4")
    test.button("game_take").click().run()
    assert not test.exception and not test.error
    assert any(text.value.startswith("The law of world 4821 was") for text in test.markdown)
    assert {value for value in hidden if value in texts(test.main)}
    assert "Least loss, by the law" in repr(boards)
    assert TEXT not in [field.key for field in test.text_input]


def test_a_link_replays_to_every_digit():
    """Opened by another visitor: the same pilots, the same score, the name as it was typed."""
    game = Game(World(77), ((4e8, 8e9), (4e8, 1e11)), Shot(1e11, 2e12, 1.7, 1.9), "Ada")
    query = dict(part.split("=", 1) for part in link_parts(game).split("&"))
    first, again = opened(**query), opened(**query)
    assert not first.exception and session(first).game == game
    assert [text.value for text in first.markdown] == [text.value for text in again.markdown]
    assert first.dataframe[0].value.equals(again.dataframe[0].value)
    assert first.text_input("game_who").value == "Ada"


def test_odd_worlds_are_told():
    """A link to none, and a typed one, give one sentence each; a world by chance can be played."""
    test = opened(gw="1.0")
    assert not test.exception and session(test).game is None and "There is no world" in test.warning[0].value
    field = next(one for one in test.text_input if one.label.startswith("World"))
    field.set_value("a million")
    test.button("game_open").click().run()
    assert not test.exception and session(test).game is None and "write a whole number" in test.warning[0].value
    test.button("game_chance").click().run()
    assert not test.exception and not test.warning and 1 <= session(test).game.world.number <= 999_999
    number = str(session(test).game.world.number)
    assert next(one for one in test.text_input if one.label.startswith("World")).value == number
