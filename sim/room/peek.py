"""What the teacher alone sees of an open question: how many are right, the commonest wrong answers, and what to do."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sim.room.ballots import Ballot, marked
from sim.room.forms import in_words
from sim.room.prose import html, inline
from sim.room.state import FIRST, State
from sim.teaching.lessons import Lesson

# Shares right between which a talk helps most: ours, after the practice of Peer Instruction, which gives 30 to 70 %.
FEW, MANY = 0.3, 0.7
LEAST = 5  # answers before anything is advised
TOP = 3  # wrong answers that are named


def peek(lesson: Lesson, state: State, seats: Sequence[Ballot]) -> dict[str, Any] | None:
    """The answers to the step in front of the class, counted by mark; `None` where it has no question.

    Returns
    -------
    dict
        `counts` by verdict, `top` wrong answers with how many gave each and what would be said to them, a `hint`
        and the `action` that it speaks for ("" for none).
    """
    if state.step - 1 not in lesson.tasks:
        return None
    task, asked = lesson.task(lesson.tasks.index(state.step - 1))
    given = marked(lesson, seats, state.step, state.round)
    counts = Counter(mark.verdict for _, mark in given)
    wrong = Counter(answer for answer, mark in given if mark.verdict in ("near", "far"))
    marks = dict(given)
    top = [
        {"words": inline(in_words(task, asked, answer)), "count": count, "said": html(marks[answer].text)}
        for answer, count in wrong.most_common(TOP)
    ]
    hint, action = _advice(counts, len(given), state)
    words = task.key_words(asked)
    return {"counts": dict(counts), "top": top, "hint": hint, "action": action, "key": inline(words) if words else ""}


def _advice(counts: Counter[str], n: int, state: State) -> tuple[str, str]:
    if n < LEAST or state.phase not in ("open", "closed", "spread", "again", "both"):
        return "", ""
    if counts["vote"]:
        return "No option is right. Show the spread and let both sides speak.", "spread"
    share = counts["right"] / n
    said = f"{100 * share:.0f} % right"
    if state.round != FIRST:
        return f"{said} in the second vote.", ""
    if share < FEW:
        return f"{said}: explain once more what is asked, then vote again or show the key.", ""
    if share <= MANY:
        return f"{said}: let them talk to someone with another answer, then vote again.", "again"
    return f"{said}: most have it. Show the key.", "key"
