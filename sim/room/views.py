"""What the projector and the phones see of a room, as plain data.

There are two functions that make it: `question`, which knows no key, and `told`, which does. `view` calls
`told` where `is_told` says so, and nowhere else, so that nothing right can be sent before its state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sim.charts import charts
from sim.charts.chart import ALONE
from sim.engine.known_results import result_of
from sim.room import spreads
from sim.room.ballots import Ballot, given, link_of, table
from sim.room.board_questions import NAME as BOARD
from sim.room.board_questions import whole
from sim.room.class_dots import Spot, own_mark, spots, tells_nothing, with_class
from sim.room.forms import form, in_words
from sim.room.prose import html, inline
from sim.room.state import FIRST, SECOND, Course, State, is_told, refusal
from sim.teaching import class_charts
from sim.teaching.exercises.task import VERDICTS
from sim.teaching.lessons import Lesson

SPREADS = ("spread", "both")  # the phases in which answers are seen without a key


def view(lesson: Lesson, state: State, seats: Sequence[Ballot]) -> dict[str, Any]:
    """What all see: the same for the projector and for every phone.

    Parameters
    ----------
    lesson : Lesson
    state : State
    seats : sequence of Ballot
        The answers of the class; they are looked at in a phase that shows them.
    """
    shown: dict[str, Any] = {"lesson": lesson.file.title, "steps": [], "pictures": [], "told": None}
    if state.phase == "free":
        shown["steps"] = [question(lesson, step) for step in range(state.first, state.step + 1)]
    elif state.phase not in ("lobby", "end"):
        shown["steps"] = [question(lesson, state.step)]
    if state.phase in SPREADS:
        shown["pictures"] = _open_pictures(lesson, state.step, seats)
    if state.phase == "key" and is_told(state, state.step):
        shown["told"] = _with_class(lesson, state.step, seats)
        shown["pictures"] = _told_pictures(lesson, state.step, seats)
    if state.phase == "end":
        shown["told"] = {"key": "", "reveal": html(lesson.file.goal)}
    return shown


@dataclass(frozen=True, eq=False)
class _Same:
    """A lesson that is equal to itself alone, so that what is made of it can be kept."""

    lesson: Lesson

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.lesson is self.lesson

    def __hash__(self) -> int:
        return id(self.lesson)


def question(lesson: Lesson, step: int) -> dict[str, Any]:
    """A step with its question, its form and the charts that it shows before an answer."""
    return _question(_Same(lesson), step)


def told(lesson: Lesson, step: int) -> dict[str, Any]:
    """The key of a step and what is revealed with it."""
    return _told(_Same(lesson), step)


@lru_cache(maxsize=64)
def _question(same: _Same, step: int) -> dict[str, Any]:
    lesson = same.lesson
    part = lesson.file.steps[step - 1]
    found: dict[str, Any] = {
        "step": step,
        "title": part.title,
        "text": html(lesson.text(step - 1, part.text)),
        "question": "",
        "charts": _step_charts(lesson, step, settled=False),
    }
    if part.task is not None:
        asked = lesson.asked(step - 1)
        words = part.task.in_words(asked) if part.task.control == "board" else None
        found |= {
            "heading": part.task.heading,
            "question": html(lesson.text(step - 1, part.task.question)),
            "form": form(part.task, asked),
            "targets": [inline(words) for words in part.task.targets(asked)],
            "table": None if words is None else {"columns": words[0], "rows": words[1]},
        }
    return found


@lru_cache(maxsize=64)
def _told(same: _Same, step: int) -> dict[str, Any]:
    lesson = same.lesson
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    words = task.key_words(asked)
    return {
        "key": inline(words) if words else "",
        "reveal": html(lesson.text(step - 1, task.reveal)),
        "charts": _step_charts(lesson, step, settled=True),
    }


def _with_class(lesson: Lesson, step: int, seats: Sequence[Ballot]) -> dict[str, Any]:
    """The key of a step with the class as open marks on the chart that reveals it; `marked` says whether it is."""
    found = told(lesson, step)
    if not found["charts"]:
        return found
    first, *rest = found["charts"]
    drawn = with_class(first, _class_spots(lesson, step, seats), is_told=True)
    return {**found, "charts": [drawn, *rest], "marked": drawn is not first}


def _class_spots(lesson: Lesson, step: int, seats: Sequence[Ballot]) -> list[Spot]:
    """Where the last answers of a class stand on the first chart of a step."""
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    last = [ballot.get((step, SECOND)) or ballot.get((step, FIRST), "") for ballot in seats]
    name = lesson.file.steps[step - 1].charts[0]
    return [spot for answer in last if answer for spot in spots(name, task, asked, answer)]


def own(lesson: Lesson, state: State, ballot: Ballot, seen: Sequence[int] = ()) -> dict[str, Any]:
    """What one phone sees of itself: its answers in words, its marks once they may be told, its hand-in.

    Parameters
    ----------
    lesson, state, ballot : Lesson, State, Ballot
    seen : sequence of int
        Steps whose key this phone was shown in free pace.
    """
    answers, marks = {}, {}
    places: dict[str, dict[str, Any]] = {}
    for (step, round_), answer in ballot.items():
        task, asked = lesson.task(lesson.tasks.index(step - 1))
        answers[f"{step}.{round_}"] = inline(in_words(task, asked, answer))
        if is_told(state, step) or step in seen:
            mark = task.mark(asked, answer)
            marks[f"{step}.{round_}"] = {
                "verdict": mark.verdict, "words": VERDICTS[mark.verdict], "text": html(mark.text),
            }  # fmt: skip
            names = lesson.file.steps[step - 1].charts[:1]
            places[str(step)] = {name: own_mark(spots(name, task, asked, answer)) for name in names}
    return {
        "answers": answers,
        "marks": marks,
        "places": places,
        "keys": {str(step): told(lesson, step) for step in seen},
        "hand_in": _hand_in(whole(lesson), state, ballot),
    }


def _hand_in(lesson: Lesson, state: State, ballot: Ballot) -> str:
    """The hand-in of a lesson of a file; "" where the room has none."""
    return "" if lesson.name == BOARD else link_of(lesson, ballot, max(1, min(state.step, len(lesson.file.steps))))


def may_see_key(state: State, ballot: Ballot, step: int) -> bool:
    """Whether a phone in free pace may be shown the key of a step: once its own answer is in, which is then final."""
    return state.phase == "free" and state.first <= step <= state.step and bool(ballot.get((step, FIRST)))


def why_not(course: Course, state: State, seen: Sequence[int], step: int, round_: int) -> str:
    """Why no answer is taken from a phone; "" if it is."""
    if step in seen:
        return f"You have seen the key of step {step}. Your answer before it counts."
    return refusal(state, course, step, round_)


def _open_pictures(lesson: Lesson, step: int, seats: Sequence[Ballot]) -> list[dict[str, Any]]:
    """The answers of a class without the key: of the first vote, and beside it those of the second."""
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    subtitle = _plain(lesson, step)
    second = given(lesson, seats, step, SECOND)
    if second and task.control == "options":
        pairs = [(first, ballot[step, SECOND]) for ballot in seats
                 if (first := ballot.get((step, FIRST), "")) and ballot.get((step, SECOND))]  # fmt: skip
        return [spreads.both(task, asked, pairs, f"both-{step}", "Who changed sides?", subtitle).data()]
    on_board = _on_board(lesson, step, seats)
    rounds = [FIRST, SECOND] if second else [FIRST]
    names = {FIRST: "The first answers" if second else "What the class answered", SECOND: "The second answers"}
    return on_board + [
        spreads.spread(task, asked, given(lesson, seats, step, which), f"spread-{step}-{which}", names[which],
                       subtitle).data()
        for which in rounds
    ]  # fmt: skip


def _on_board(lesson: Lesson, step: int, seats: Sequence[Ballot]) -> list[dict[str, Any]]:
    """The chart that was seen while the levers were set, with the settings of the class as dots."""
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    names = lesson.file.steps[step - 1].charts[:1]
    if not task.board or not all(tells_nothing(name, task, asked) for name in names):
        return []
    found = question(lesson, step)["charts"][:1]
    dots = _class_spots(lesson, step, seats) if found else []
    return [with_class(picture, dots, is_told=False) for picture in found] if dots else []


def _told_pictures(lesson: Lesson, step: int, seats: Sequence[Ballot]) -> list[dict[str, Any]]:
    """The answers of a class with the key, those of a second vote after those of the first."""
    number = lesson.tasks.index(step - 1)
    rounds = [which for which in (FIRST, SECOND) if which == FIRST or given(lesson, seats, step, which)]
    drawn = [class_charts.spread(table(lesson, seats, step, which), number).data() for which in rounds]
    for which, picture in zip(rounds, drawn, strict=True):
        picture["id"] = f"{picture['id']}-{which}"
        if len(rounds) > 1:
            picture["question"] = "The first answers" if which == FIRST else "The second answers"
    return drawn


def _step_charts(lesson: Lesson, step: int, settled: bool) -> list[dict[str, Any]]:
    """The charts of a step as pictures: before an answer those that it shows then, and nothing that they reveal."""
    part = lesson.file.steps[step - 1]
    if not part.charts or not (part.task is None or settled or part.task.board):
        return []
    blind = part.task is not None and not settled and not part.task.is_open
    drawn = []
    for i, name in enumerate(part.charts):
        picture = charts()[name].picture(result_of(lesson.runs[step - 1]), ALONE)
        data = picture.data()
        if blind:
            traces = [one for one in data["figure"]["data"] if not (one.get("meta") or {}).get("reveals")]
            data |= {"subtitle": "", "figure": {**data["figure"], "data": traces}}
        if blind or not part.notes:
            data |= {"note": "", "summary": "", "table": None, "csv": ""}
        views = [one["name"] for one in data["views"]]
        wanted = part.view if i == 0 else ""
        drawn.append({**data, "view": wanted if wanted in views else next(iter(views), None)})
    return drawn


def _plain(lesson: Lesson, step: int) -> str:
    """The question of a step in one plain line, for the head of a chart."""
    task = lesson.file.steps[step - 1].task
    text = lesson.text(step - 1, task.question) if task is not None else ""
    return " ".join(class_charts.MARKUP.sub("", text).split())
