"""The lessons without a browser: predict, commit, reveal, hand in; nothing is given away before."""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario, evaluate
from sim.catalogs.grids import grids
from sim.charts import charts
from sim.engine.known_results import result_of
from sim.inputs import TABLE
from sim.links.showing import Showing
from sim.teaching.hand_ins import HandIn, link
from sim.teaching.lessons import lessons
from tests.app.test_sweeps import unpacked
from ui.board import lesson_board, levers, sweeps
from ui.visit import lesson_visit, state
from ui.visit.session import KEY, Session

ROOT = Path(__file__).resolve().parents[2]
PAGE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from ui.visit import lesson_visit, state
from ui.screens.lessons import page
lesson_visit.open_address("lessons")
state.stage(None)
page()
state.write_address()
"""
LESSON = "parameters-or-tokens"
GOOD = ("7e10~1.2e12", "2", "20", "c", "1.3", "n~4e10~d~3e12")


def opened(**query: str) -> AppTest:
    test = AppTest.from_string(PAGE, default_timeout=60)
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> str:
    """All that is written on the page."""
    parts = [*test.title, *test.markdown, *test.caption, *test.success, *test.info, *test.warning, *test.subheader]
    return "\n".join(part.value for part in parts)


def address(test: AppTest) -> str:
    return link(test.session_state[KEY].lesson)


def test_the_list_opens_a_lesson_and_the_run_comes_back():
    """Title, minutes, level and goal of each; leaving a lesson leaves its run too."""
    test = opened(v="2", n="8e9")
    shown = texts(test)
    for entry in lessons().entries.values():
        assert entry.file.title in "\n".join(part.value for part in test.subheader).replace("\\", "")
        assert f"{entry.file.minutes} minutes" in shown
    test.button(key=f"start_{LESSON}").click().run()
    assert test.title[0].value == "One amount of compute, many models"
    assert test.session_state[KEY].scenario == lessons().entries[LESSON].runs[0]
    test.button(key="all_lessons").click().run()
    assert test.session_state[KEY].scenario == Scenario(n_params=8e9)
    assert test.title[0].value == "Lessons"


def test_games_stand_below_the_lessons_for_teachers_alone():
    """The game is named with its minutes and its cards; who came by a link for students does not see it."""
    seen = texts(opened())
    assert "Games for a class" in seen and "The next billion" in seen and "45 minutes" in seen
    student = opened(le="one-law-two-axes", at="1")
    student.button(key="all_lessons").click().run()
    assert "Games for a class" not in texts(student)


def test_a_lesson_from_its_first_step_to_the_hand_in():
    """Each prediction is committed before its reveal; the link holds all answers at the end."""
    lesson = lessons().entries[LESSON]
    test = opened(le=LESSON, at="1")
    state_now = test.session_state[KEY]
    assert "best split of this compute is" not in texts(test)
    lesson_run = state_now.scenario.changed(n_params=7e10)
    state_now.scenario = lesson_run
    test.button(key="commit_run").click().run()
    assert "best split of this compute is" in texts(test) and test.success
    for index, answer in ((1, "2"), (2, "20"), (3, "c"), (4, "1.3")):
        test.button(key="next").click().run()
        step = lesson.file.steps[index]
        assert lesson.text(index, step.task.reveal)[:40] not in texts(test)
        key = f"answer_{LESSON}_{index}"
        (
            test.radio(key=key).set_value(answer)
            if step.task.kind == "choice"
            else test.text_input(key=key).input(answer)
        )
        next(button for button in test.button if button.label == "Commit").click().run()
        assert not test.exception
        assert lesson.text(index, step.task.reveal)[:40].replace("$", "\\$") in texts(test)
    test.button(key="next").click().run()
    test.text_input(key=f"who_{LESSON}").input("<b>Ada</b>").run()
    assert not test.exception
    assert dict(parse_qsl(address(test)))["an"] == f"7e10~{address(test).split('~')[1].split('_')[0]}_2_20_c_1.3"
    assert dict(parse_qsl(address(test)))["who"] == "<b>Ada</b>"
    assert "step 6" in "\n".join(part.value for part in test.info)


def test_reload_and_back_keep_the_answers():
    """The address brings them back; a committed answer stays when the address forgets it."""
    test = opened(le=LESSON, at="2", an="_2")
    assert test.success
    assert test.session_state[KEY].lesson.answers[1] == "2"
    test.button(key="back").click().run()
    test.button(key="next").click().run()
    assert test.success


def test_a_committed_answer_cannot_be_changed():
    """Neither by committing again nor by another address of the same visit."""
    opened()
    state.st.session_state[KEY] = now = Session(opened=True)
    state.st.session_state[lesson_visit.KEY] = lesson_visit.Visit()
    state.show_result(now)
    lesson_visit.open_lesson(LESSON, 2)
    lesson_visit.commit("5")
    lesson_visit.commit("2")
    assert now.lesson.answers[1] == "5"
    lesson_visit.go_to(HandIn(LESSON, 2, ("", "2", "", "", "", "")))
    assert now.lesson.answers[1] == "5"
    lesson_visit.commit("")
    lesson_visit.turn_to(3)
    lesson_visit.commit("many")
    assert "many" in lesson_visit.visit().said and now.lesson.answers[2] == ""


@pytest.mark.parametrize(
    "query",
    [
        {"le": "nope", "at": "1"},
        {"le": LESSON, "at": "99"},
        {"le": LESSON, "at": "2", "an": "_<script>alert(1)</script>"},
        {"le": LESSON, "at": "2", "an": "_" * 500},
        {"le": LESSON, "at": "2", "who": "x" * 100_000},
        {"le": LESSON, "at": "6", "who": "<img src=x onerror=alert(1)>"},
    ],
)
def test_a_link_edited_by_hand_is_named_or_plain(query):
    """No traceback, no markup; what was ignored is said."""
    test = opened(**query)
    said = "\n".join([*(part.value for part in test.warning), *test.session_state[KEY].notices])
    if "who" in query and len(query["who"]) < 100:
        assert test.text_input(key=f"who_{LESSON}").value == query["who"]
    else:
        assert "ignored" in said or "not opened" in said or "does not have" in said
    assert not any("<script>" in part.value for part in [*test.markdown, *test.warning])


def test_nothing_is_given_away_before_the_commit():
    """On the board of a place: no sentence, no numbers, no words, no mark of the best split."""
    test = opened(le=LESSON, at="1")
    state.st.session_state[KEY] = test.session_state[KEY]
    step = lessons().entries[LESSON].file.steps[0]
    state.stage(lesson_board.showing(step))
    before = lesson_board.data("plan", step, settled=False)
    assert before["sentence"] == [] and before["numbers"] == [] and before["footer"] == []
    (chart,) = before["charts"]
    assert not (chart["summary"] or chart["table"] or chart["note"] or chart["csv"] or chart["subtitle"])
    hidden = [trace for trace in chart["figure"]["data"] if trace.get("visible") is False]
    assert any("best split" in str(trace.get("text")) for trace in hidden) and len(hidden) >= 4
    assert [item["name"] for item in before["levers"]["items"]] == ["n_params", "train_flop"]
    assert all(item["marks"] == [] for item in before["levers"]["items"])
    after = lesson_board.data("plan", step, settled=True)
    assert after["sentence"] and after["numbers"] and after["charts"][0]["summary"]
    assert all(trace.get("visible") is not False for trace in after["charts"][0]["figure"]["data"])


def test_the_board_of_a_step_moves_its_levers_only():
    """What the step does not let move stays, whatever the browser asks for."""
    test = opened(le=LESSON, at="1")
    state.st.session_state[KEY] = now = test.session_state[KEY]
    step = lessons().entries[LESSON].file.steps[0]
    state.stage(lesson_board.showing(step))
    before = now.scenario
    for event in (
        {"type": "set", "name": "train_flop", "text": "1e25"},
        {"type": "set", "name": "mfu", "text": "0.9"},
        {"type": "choose", "name": "start", "value": "gpt-4"},
        {"type": "choose", "name": "plan", "value": "compute_optimal"},
        {"type": "press", "name": "present"},
        {"type": "set", "name": "n_params", "text": "9" * 100_000},
        {"type": "set", "name": "law", "index": 1},
        {"type": "view", "chart": "x" * 100_000, "view": "log"},
        {"type": "view", "chart": "landscape", "view": "x" * 100_000},
        {"type": "nonsense"},
        {},
    ):
        lesson_board._apply(event)
        assert now.scenario == before and now.views == {}
        assert all(len(notice) < 300 for notice in now.notices)
    lesson_board._apply({"type": "set", "name": "n_params", "text": "70B"})
    assert now.scenario.n_params == 70e9
    lesson_board._apply({"type": "press", "name": "reset"})
    assert now.scenario == before


def test_the_teachers_page_shows_key_and_class():
    """Notes, key on request, a table of a pasted class without names, its CSV."""
    test = opened(le=LESSON, at="0")
    assert "Key." in texts(test) and "big message" in texts(test)
    test.checkbox(key="teacher_key").uncheck().run()
    assert "Key." not in texts(test)
    lines = [f"https://x.org/lessons?{link(HandIn(LESSON, 6, GOOD, f'=S{i}'))}" for i in range(3)]
    test.text_area(key="class_links").input("\n".join([*lines, "https://x.org/?le=nope", "<script>"])).run()
    assert not test.exception
    assert "3 students" in texts(test) and "=S1" not in texts(test)
    test.text_area(key="class_links").input("nothing here").run()
    assert "No link of a lesson" in texts(test)


def test_the_charts_stand_on_the_wall_one_by_one():
    """Each of them, with the key and without, those that nobody answered too; the class is still there afterwards."""
    lesson = lessons().entries["is-there-a-wall"]
    test = opened(le=lesson.name, at="0")
    handed = f"https://example.org/lessons?{link(HandIn(lesson.name, 1, ('a', '0.05')))}"
    test.text_area(key="class_links").set_value(handed).run()
    test.button(key="to_wall").click().run()
    for number in range(len(lesson.tasks)):
        assert not test.exception and lesson.file.steps[lesson.tasks[number]].title in test.title[0].value
        assert "big message" not in texts(test)
        if lesson.task(number)[0].key_words(lesson.task(number)[1]):
            assert not test.toggle(key=f"wall_key_{number}").value
            test.toggle(key=f"wall_key_{number}").set_value(True).run()
            assert not test.exception
        test.button(key="wall_next").click().run()
    assert test.title[0].value.startswith("Who changed sides") and test.button(key="wall_next").disabled
    test.button(key="wall_leave").click().run()
    assert not test.exception and "**1 student.**" in texts(test) and test.text_area(key="class_links").value == handed


GOAL = "the-next-dollar"
WAY = {"n_params": 4e10, "n_tokens": 5.5e11}


def moved(test: AppTest, **levers: float) -> None:
    now = test.session_state[KEY]
    now.scenario = now.scenario.changed(**levers)


def test_a_goal_is_tried_until_it_is_met_and_both_tries_are_kept():
    """An unmoved run is asked about; feedback after each try; the reveal after the second one."""
    lesson = lessons().entries[GOAL]
    reveal = "The cheapest run of this loss has"
    test = opened(le=GOAL, at="3")
    test.button(key="commit_run").click().run()
    assert "not moved the run" in texts(test) and "an" not in dict(parse_qsl(address(test)))
    moved(test, n_params=1.5e11)
    test.run()
    assert "not moved the run" not in texts(test)
    test.button(key="commit_run").click().run()
    assert reveal not in texts(test) and "another try" in texts(test)
    first = dict(parse_qsl(address(test)))["an"]
    test.button(key="commit_run").click().run()
    assert "since your last try" in texts(test) and "ag" not in dict(parse_qsl(address(test)))
    way = lesson.task(2)[0].way(lesson.asked(2))
    moved(test, n_params=way.n_params, n_tokens=way.n_tokens)
    test.button(key="commit_run").click().run()
    assert not test.exception and test.success and reveal in texts(test) and "Your first try" in texts(test)
    pairs = dict(parse_qsl(address(test)))
    assert pairs["an"] == first and pairs["ag"].strip("_").startswith("n~")
    assert not any(button.key == "commit_run" for button in test.button)
    again = opened(**pairs)
    assert again.success and reveal in texts(again)
    assert again.session_state[KEY].scenario.n_params == pytest.approx(way.n_params, rel=1e-5)


def test_who_stays_with_the_first_try_sees_the_key():
    """The second try is the first one again, and a place has no third."""
    test = opened(le=LESSON, at="1")
    moved(test, n_params=2e11)
    test.button(key="commit_run").click().run()
    assert "The key:" not in texts(test) and "best split of this compute is" not in texts(test)
    test.button(key="stay").click().run()
    assert "The key:" in texts(test) and "best split of this compute is" in texts(test)
    pairs = dict(parse_qsl(address(test)))
    assert pairs["an"] == pairs["ag"]
    assert not any(button.key in ("commit_run", "stay") for button in test.button)


def test_a_drag_says_which_aims_are_met():
    """The board and each frame of a sweep have a tick or a cross for each aim, as Python says it."""
    lesson = lessons().entries[GOAL]
    task, asked = lesson.task(2)
    aims = task.aims_passed(asked)
    rungs = levers.rungs("n_params")
    center = round(levers.index(TABLE["n_params"], asked.run.n_params))
    question = sweeps.Question("home", asked.run, "n_params", center, charts=(), aims=aims)
    head, _ = unpacked(sweeps.sweep(question))
    marks = [[aim["mark"] for aim in frame] for frame in head["aims"]]
    assert ["✗", "✓"] in marks and ["✓", "✗"] in marks
    for k in (0, 20, 40):
        run = result_of(asked.run.changed(n_params=rungs[head["first"] + k]))
        said = {aim["name"]: (aim["value"], aim["mark"], aim["said"]) for aim in head["aims"][k]}
        is_met = run.loss <= aims[0].limit
        assert said["loss"] == (f"{run.loss:.4f}", *(("✓", "reached") if is_met else ("✗", "missed")))
    plain = sweeps.tokens("home", asked.run, ())("n_params")
    assert sweeps.tokens("home", asked.run, (), None, (), aims)("n_params") != plain


SURE = "how-sure-are-you"


def committing(test: AppTest) -> AppTest:
    test = next(button for button in test.button if button.label == "Commit").click().run()
    assert not test.exception
    return test


def test_the_forms_of_ranges_orders_reasons_and_points():
    """What cannot be an answer is said and stays typed; what can is committed, and the link holds it."""
    key = f"answer_{SURE}"
    test = opened(le=SURE, at="1")
    test.radio(key=f"{key}_0").set_value("b")
    committing(test)
    test.button(key="next").click().run()
    test.text_input(key=f"{key}_1_0").input("50M")
    test.text_input(key=f"{key}_1_1").input("10M")
    committing(test)
    assert "swap them" in texts(test) and test.text_input(key=f"{key}_1_1").value == "10M"
    test.text_input(key=f"{key}_1_1").input("90M")
    committing(test)
    assert "a factor of 1.8 wide" in texts(test)
    test.button(key="next").click().run()
    test.button(key="next").click().run()
    for place, letter in enumerate("cadd"):
        test.selectbox(key=f"{key}_3_{place}").set_value(letter)
    committing(test)
    assert "a place of its own" in texts(test)
    test.selectbox(key=f"{key}_3_3").set_value("b")
    committing(test)
    assert test.success
    test.button(key="next").click().run()
    assert [radio.key for radio in test.radio] == [f"{key}_4"]
    test.radio(key=f"{key}_4").set_value("a").run()
    test.radio(key=f"{key}_4_why").set_value("c")
    committing(test)
    assert "decides one part of the loss" in texts(test)
    test.button(key="next").click().run()
    for letter, points in zip("abc", ("80", "", "10"), strict=True):
        test.text_input(key=f"{key}_5_{letter}").input(points)
    committing(test)
    assert "10 are left" in texts(test)
    test.text_input(key=f"{key}_5_b").input("10")
    committing(test)
    test.button(key="next").click().run()
    test.radio(key=f"{key}_6").set_value("a")
    committing(test)
    assert "You changed from “A range" in texts(test)
    assert dict(parse_qsl(address(test)))["an"] == "b_5e07~9e07__cadb_a~c_80~10~10_b~a"


def drawn_for(lesson_name: str, index: int, answer: str) -> list[dict]:
    """The traces of a step's first chart after an answer."""
    lesson = lessons().entries[lesson_name]
    test = opened(le=lesson_name, at=str(index + 1), an="_" * lesson.tasks.index(index) + answer)
    state.st.session_state[KEY] = test.session_state[KEY]
    step = lesson.file.steps[index]
    state.stage(lesson_board.showing(step))
    page = charts()[step.charts[0]].page
    claimed = step.task.claimed(lesson.asked(index), answer)
    return lesson_board.data(page, step, True, claimed)["charts"][0]["figure"]["data"]


@pytest.mark.parametrize(
    ("lesson", "index", "answer", "x", "y"),
    [
        ("one-law-two-axes", 1, "2.01", 1e24, 2.01),
        ("running-out-of-data", 0, "1e13", 1e28, 1e13),
        ("think-or-train", 2, "0.3", 10, 30),
        (LESSON, 0, "2e11~4.2e11", 2e11, 4.2e11),
    ],
)
def test_the_own_answer_is_an_open_mark_on_the_chart_that_reveals(lesson, index, answer, x, y):
    """Of a prediction at the run that was asked about, of a run where it stands; after all that a drag moves."""
    *others, own = drawn_for(lesson, index, answer)
    assert own["text"] == ["your answer"] and own["marker"]["symbol"] == "circle-open"
    assert own["x"] == [pytest.approx(x)] and own["y"] == [pytest.approx(y, rel=1e-3)]
    assert all(trace.get("text") != ["your answer"] for trace in others)


def test_an_answer_that_no_axis_shows_is_not_drawn():
    """A ratio has no place on a chart of losses."""
    traces = drawn_for("one-law-two-axes", 3, "1e6")
    assert all(trace.get("text") != ["your answer"] for trace in traces)


def test_faults_are_for_authors(monkeypatch):
    """Students see no file that cannot be used; whoever asks by the address does, on both pages."""
    fault = "lessons/mine.toml, line 3, key minutes: a whole number is needed"
    monkeypatch.setattr("ui.parts.authors.left_out", lambda page: [fault] if page == "lessons" else [])
    assert fault not in texts(opened()).replace("\\", "")
    test = opened(authors="")
    assert fault in texts(test).replace("\\", "")
    test.button(key=f"teacher_{LESSON}").click().run()
    assert fault in texts(test).replace("\\", "")


def test_a_step_moves_the_stock_of_text_and_the_place():
    """A lever that the page lacks; the place sets what belongs to it."""
    step = lessons().entries["running-out-of-data"].file.steps[4]
    shown = lesson_board.showing(step)
    assert "unique_tokens" in levers.given(Scenario(), "plan", shown)
    assert "unique_tokens" not in levers.given(Scenario(), "plan")
    part = Showing(more=("place", "usd_per_kwh"))
    column = levers.board(evaluate(Scenario()), Scenario(), "cost", part)
    choice = next(one for one in column["choices"] if one["name"] == "place")
    assert choice["value"] == "" and len(choice["options"]) == len(grids().entries) + 1
    ireland = Scenario().changed(**grids().entries["ireland"].inputs)
    column = levers.board(evaluate(ireland), ireland, "cost", part)
    assert next(one for one in column["choices"] if one["name"] == "place")["value"] == "ireland"


def test_a_chosen_place_sets_its_grid():
    """On a step that has the place as a lever, and on no other."""
    send = """
from ui.board import lesson_board
import streamlit as st
lesson_board._apply(st.session_state["send"])
"""
    for lesson, at, answers, moves in (
        ("the-bill", 4, ("0.05", "b", "1e7", "c", "", ""), True),
        ("the-bill", 1, ("0.05", "b", "1e7", "c", "", ""), False),
        ("", 0, (), False),
    ):
        test = AppTest.from_string(PAGE + send, default_timeout=60)
        for key, value in parse_qsl(link(HandIn(lesson, at, answers))) if lesson else []:
            test.query_params[key] = value
        test.session_state["send"] = {"type": "choose", "name": "place", "value": "finland"}
        test.run()
        assert not test.exception
        carbon = test.session_state[KEY].scenario.kg_co2e_per_kwh
        assert (carbon == grids().entries["finland"].kg_co2e_per_kwh) == moves


def test_a_first_look_has_no_remarks():
    """Where a step leaves out notes, a pupil meets neither the footer nor the numbers of a planner."""
    lesson = lessons().entries["one-law-two-axes"]
    test = opened(le="one-law-two-axes", at="1")
    assert not test.exception and lesson.file.steps[0].numbers == [] and not lesson.file.steps[0].notes
    code = (
        PAGE + "\nfrom ui.board import lesson_board\nfrom sim.teaching.lessons import lessons\nimport streamlit as st\n"
    )
    code += "step = lessons().entries['one-law-two-axes'].file.steps[0]\n"
    code += "st.session_state['board'] = [lesson_board.data('home', one, True) for one in "
    code += "(step, step.model_copy(update={'notes': True}))]\n"
    test = AppTest.from_string(code, default_timeout=60)
    test.query_params["le"], test.query_params["at"] = "one-law-two-axes", "1"
    bare, full = test.run().session_state["board"]
    assert bare["footer"] == [] and bare["numbers"] == [] and full["footer"] != []


def test_an_answer_that_a_fragment_heard_of_is_shown():
    """Streamlit may join a button and a request for a sweep into a run of the fragment alone: the page is behind."""
    test = opened(le=LESSON, at="2")
    state.st.session_state[KEY] = test.session_state[KEY]
    state.st.session_state[lesson_visit.KEY] = test.session_state[lesson_visit.KEY]
    assert not lesson_visit.is_behind()
    lesson_visit.commit("2")
    assert lesson_visit.is_behind()
    lesson_visit.drawn()
    assert not lesson_visit.is_behind()
    lesson_visit.turn_to(3)
    assert lesson_visit.is_behind()
    lesson_visit.leave()
    assert not lesson_visit.is_behind()


def test_a_step_without_notes_has_no_words_beside_its_chart():
    """No note, no words, no table, no file of numbers: they may hold the next step's answer."""
    found = [(lesson, step) for lesson in lessons().entries.values() for step in lesson.file.steps if not step.notes]
    assert found
    lesson, step = found[0]
    index = lesson.file.steps.index(step)
    test = opened(le=lesson.name, at=str(index + 1))
    state.st.session_state[KEY] = test.session_state[KEY]
    state.stage(lesson_board.showing(step))
    for chart in lesson_board.data(charts()[step.charts[0]].page, step, settled=True)["charts"]:
        assert not (chart["note"] or chart["summary"] or chart["table"] or chart["csv"])


def test_a_doubtful_answer_is_asked_once():
    """The first commit asks, the same text again is taken; another text is an answer of its own."""
    test = opened(le="is-there-a-wall", at="2")
    state.st.session_state[KEY] = test.session_state[KEY]
    state.st.session_state[lesson_visit.KEY] = test.session_state[lesson_visit.KEY]
    lesson_visit.commit("0.4")
    assert "commit it once more" in lesson_visit.visit().said and not any(state.session().lesson.answers)
    lesson_visit.commit("0.4")
    assert "0.004" in state.session().lesson.answers and lesson_visit.visit().said == ""
