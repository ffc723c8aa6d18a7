"""The lessons without a browser: predict, commit, reveal, hand in; nothing is given away before."""

from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario
from sim.hand_ins import HandIn, link
from sim.lessons import lessons
from ui import classroom, lesson_board, state
from ui.session import KEY, Session

ROOT = Path(__file__).resolve().parents[2]
PAGE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from ui import classroom, state
from ui.screens.lessons import page
classroom.open_address("lessons")
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


def test_a_lesson_from_its_first_step_to_the_hand_in():
    """Each prediction is committed before its reveal; the link holds all answers at the end."""
    lesson = lessons().entries[LESSON]
    test = opened(le=LESSON, at="1")
    state_now = test.session_state[KEY]
    assert "best split of this compute is" not in texts(test)
    classroom_run = state_now.scenario.changed(n_params=7e10)
    state_now.scenario = classroom_run
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
    state.st.session_state[classroom.KEY] = classroom.Visit()
    state.show_result(now)
    classroom.open_lesson(LESSON, 2)
    classroom.commit("5")
    classroom.commit("2")
    assert now.lesson.answers[1] == "5"
    classroom.go_to(HandIn(LESSON, 2, ("", "2", "", "", "", "")))
    assert now.lesson.answers[1] == "5"
    classroom.commit("")
    classroom.turn_to(3)
    classroom.commit("many")
    assert "many" in classroom.visit().said and now.lesson.answers[2] == ""


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
    before = lesson_board.data("plan", step, answered=False)
    assert before["sentence"] == [] and before["numbers"] == [] and before["footer"] == []
    (chart,) = before["charts"]
    assert not (chart["summary"] or chart["table"] or chart["note"] or chart["csv"] or chart["subtitle"])
    hidden = [trace for trace in chart["figure"]["data"] if trace.get("visible") is False]
    assert any("best split" in str(trace.get("text")) for trace in hidden) and len(hidden) >= 4
    assert [item["name"] for item in before["levers"]["items"]] == ["n_params", "train_flop"]
    assert all(item["marks"] == [] for item in before["levers"]["items"])
    after = lesson_board.data("plan", step, answered=True)
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
