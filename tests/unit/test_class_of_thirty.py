"""A class of thirty types its answers as people do: no right answer is marked wrong."""

import random

import pytest

from sim.teaching.class_charts import spread
from sim.teaching.hand_ins import HandIn, class_table, link
from sim.teaching.lessons import lessons
from tests.answers import random_answer, right_answer

STUDENTS = 30
ENTRIES = lessons().entries
NUMBERS = [
    pytest.param(lesson, number, id=f"{name}-{lesson.tasks[number] + 1}")
    for name, lesson in ENTRIES.items()
    for number in range(len(lesson.tasks))
    if lesson.task(number)[0].kind == "number"
]
SIZES = {"K": (1e3, "thousand"), "M": (1e6, "million"), "B": (1e9, "billion"), "T": (1e12, "trillion")}


def ways_to_type(key: float, form: str, digits: int, question: str) -> list[str]:
    """The key as people type it: rounded, with a point or a comma, suffixes, words, powers, units, "about"."""
    shown = 100 * key if form == "percent" else key
    plain = f"{float(f'{shown:.{digits}g}'):.15g}"
    found = [plain, f" {plain} ", f"~{plain}", f"about {plain}", f"{shown:.{digits - 1}e}"]
    if abs(shown) < 1000:
        found += [f"{plain} {unit}" for unit in ("x", "times") if "times" in question]
    if "." in plain and len(plain.partition(".")[2]) != 3:
        found.append(plain.replace(".", ","))
    if form == "percent" or "per cent" in question:
        found += [f"{plain}%", f"{plain} %", f"{plain} percent"]
    for suffix, (size, word) in SIZES.items():
        if size <= abs(shown) < 1e4 * size:
            short = f"{shown / size:.{digits}g}"
            if "e" not in short:
                found += [f"{short}{suffix}", f"{short} {word}"]
    if form == "usd":
        found += [f"${text}" for text in found if text[0].isdigit()]
    return found


@pytest.mark.parametrize(("lesson", "number"), NUMBERS)
def test_no_right_answer_is_marked_wrong(lesson, number):
    """Each way to type the key, to the digits that the tolerance asks for, is taken and is right."""
    task, asked = lesson.task(number)
    key, how = task.key_of(asked)
    digits = next(n for n in range(1, 7) if verdict_at(task, asked, float(f"{key:.{n}g}")) == "right")
    texts = ways_to_type(key, how.form, min(6, digits + 1), task.question)
    assert len(texts) >= 5
    for text in texts:
        answer = task.checked(asked, task.committed(asked, text, asked.run))
        assert task.mark(asked, answer).verdict == "right", text


def verdict_at(task, asked, value: float) -> str:
    return task.mark(asked, f"{value:.6g}".replace("e+", "e")).verdict


@pytest.mark.parametrize("name", ENTRIES)
def test_a_class_of_thirty_hands_in(name):
    """Every hand-in is read whole; who was right in every task is right in the table; all charts are drawn."""
    lesson = ENTRIES[name]
    rng = random.Random(name)
    n = range(len(lesson.tasks))
    best = tuple(right_answer(lesson, number) for number in n)
    rest = [tuple(random_answer(lesson, number, rng) for number in n) for _ in range(STUDENTS - 10)]
    tried = [tuple(given[i] if lesson.task(i)[0].is_retried else "" for i in n) for given in rest]
    class_ = [HandIn(name, 1, best, f"Right {i}") for i in range(10)]
    class_ += [
        HandIn(name, 1, given, f"Any {i}", again) for i, (given, again) in enumerate(zip(rest, tried, strict=True))
    ]
    table = class_table("\n".join(f"https://example.org/lessons?{link(one)}" for one in class_), lesson)
    assert len(table.rows) == STUDENTS and table.refused == []
    for row, marks in zip(table.rows, table.marks, strict=True):
        if row.who.startswith("Right"):
            assert {mark.verdict for mark in marks} <= {"right", "vote"}
    for number in n:
        assert spread(table, number).summary.startswith(f"{STUDENTS} students answered")
