"""Hand-ins: links go out and come back; what strangers write in them stays text, in the table and in a spreadsheet."""

import csv
import io
import random
from urllib.parse import parse_qsl, quote

import pytest

from sim.answers import number_typed, written
from sim.hand_ins import (
    MOST_TEXT,
    MOST_WHO,
    HandIn,
    class_csv,
    class_table,
    link,
    links_in,
    name_typed,
    read,
)
from sim.lessons import lessons
from sim.spread import spread
from sim.text import escaped

ENTRIES = lessons().entries
LESSON = ENTRIES["parameters-or-tokens"]
GOOD = ("7e10~1.2e12", "2", "20", "c", "1.3", "n~4e10~d~3e12")
BASE = "https://example.org/lessons?"


def hand_in(**changes) -> str:
    """A link of the lesson, with parts of it changed."""
    return BASE + link(HandIn(**({"lesson": LESSON.name, "step": 6, "answers": GOOD, "who": "Ada"} | changes)))


def opened(address: str) -> tuple[HandIn, list[str]]:
    return read(dict(parse_qsl(address.partition("?")[2], keep_blank_values=True)), ENTRIES)


@pytest.mark.parametrize("who", ["", "Ada", "李小龙", "O’Neil, M. & sons", "a=b&le=x", "100%", "🙂🙂"])
@pytest.mark.parametrize("answers", [GOOD, ("",) * 6, ("", "2", "", "c", "", "")])
def test_links_come_back(who, answers):
    """Answers and name survive the link, unanswered tasks too."""
    found, notices = opened(hand_in(who=who, answers=answers))
    assert notices == []
    assert found == HandIn(LESSON.name, 6, answers, name_typed(who))


@pytest.mark.parametrize("value", [0.1, 1e-7, 7e10, 123456.789, 1e300, -3.5, 5.88e23])
def test_numbers_are_written_short(value):
    """Six digits, and no sign that a link would have to escape."""
    text = written(value)
    assert float(text) == pytest.approx(value, rel=1e-5)
    assert quote(text, safe=".-") == text and len(text) <= 12


def test_per_cent_may_be_typed_either_way():
    """Where the key is a share, 37 and 37 % are the same, and 0.37 is a small one."""
    lesson = ENTRIES["think-or-train"]
    index = next(i for i in lesson.tasks if getattr(lesson.file.steps[i].task, "key", "") == "ten.accuracy")
    task, scenarios = lesson.file.steps[index].task, lesson.scenarios(index)
    assert number_typed(task, "37", scenarios) == number_typed(task, "37 %", scenarios) == "0.37"
    with pytest.raises(ValueError, match="3.1e23$"):
        number_typed(task, "many", scenarios)
    with pytest.raises(ValueError, match="write a number"):
        number_typed(task, "9" * 400, scenarios)


def test_a_factor_is_above_zero():
    """A slip of the hand is not committed where no answer can be negative."""
    index = LESSON.tasks[1]
    task, scenarios = LESSON.file.steps[index].task, LESSON.scenarios(index)
    with pytest.raises(ValueError, match="above 0"):
        number_typed(task, "-3", scenarios)
    assert number_typed(task, "0.5", scenarios) == "0.5"


@pytest.mark.parametrize(
    ("number", "text", "reason"),
    [
        (0, "7e10", "parameters and tokens"),
        (0, "nan~1e12", "number"),
        (0, "-7e10~1e12", "parameters and tokens"),
        (0, "1e3~1e12", "Parameters"),
        (1, "two", "number"),
        (1, "inf", "number"),
        (1, "1e999", "number"),
        (1, "<script>alert(1)</script>", "number"),
        (1, "1" * 500, "not an answer"),
        (1, "２", "not an answer"),
        (3, "z", "letter"),
        (3, "ab", "letter"),
        (5, "n~4e10", "levers"),
        (5, "n~4e10~p~1", "lever that the step does not have"),
        (5, "n~4e10~d~lots", "Tokens"),
        (5, "n~4e10~zz~1", "lever"),
    ],
)
def test_a_wrong_answer_is_ignored_and_named(number, text, reason):
    """One part that makes no sense leaves the rest in place."""
    answers = tuple(text if i == number else answer for i, answer in enumerate(GOOD))
    found, notices = opened(hand_in(answers=answers))
    assert found.answers[number] == "" and len(notices) == 1
    assert f"Task {number + 1}" in notices[0] and reason in notices[0] and len(notices[0]) < 400
    assert [a for i, a in enumerate(found.answers) if i != number] == [a for i, a in enumerate(GOOD) if i != number]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("le=nope&at=1", "no lesson"),
        ("le=../../etc/passwd", "no lesson"),
        ("le=<script>", "no lesson"),
        (f"le={LESSON.name}&an={'1_' * 60_000}", "characters"),
        (f"le={LESSON.name}&who={'x' * 100_000}", "characters"),
    ],
)
def test_a_link_that_is_none_is_refused(query, reason):
    """With a reason, and nothing of it is used."""
    with pytest.raises(ValueError, match=reason):
        opened(BASE + query)


@pytest.mark.parametrize("step", ["99", "-1", "1e0", "٣", "", "2.0", "x" * 50])
def test_a_step_that_is_none_opens_the_first(step):
    """It says so."""
    found, notices = opened(f"{BASE}le={LESSON.name}&at={quote(step)}")
    assert found.step == 1 and len(notices) == 1


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "x" * 500, "a\nb\tc", "\x00\x07", "  Ada  ", "‮txt", "李" * 90, "[a](javascript:x)"],
)
def test_a_name_is_one_short_line(text):
    """Without control characters, cut to what fits."""
    name = name_typed(text)
    assert len(name) <= MOST_WHO and len(quote(name)) <= 96
    assert not any(ord(letter) < 32 or letter in "‮\u2028" for letter in name)


def test_plain_text_stays_plain():
    """As Markdown a name shows as it was typed."""
    assert escaped("<b>*a*</b> [x](y) $1$ :red[z]") == r"\<b\>\*a\*\</b\> \[x\]\(y\) \$1\$ \:red\[z\]"


def test_a_class_is_merged():
    """Later hand-ins of a name replace earlier ones, other lessons and rubbish are named, the rest counts."""
    lines = [
        hand_in(who="Ada"),
        hand_in(who="ada", answers=("", *GOOD[1:])),
        hand_in(who=""),
        hand_in(who=""),
        hand_in(lesson="the-next-dollar", answers=("b",)),
        hand_in(who="=cmd|' /C calc'!A0"),
        BASE + "le=nope",
        BASE + f"le={LESSON.name}&who={'x' * 100_000}",
        "https://example.org/?title=whatever&style=none",
        hand_in(answers=("x", *GOOD[1:]), who="Bob"),
    ]
    table = class_table("\n".join(lines), LESSON)
    assert [row.who for row in table.rows] == ["ada", "", "", "=cmd|' /C calc'!A0", "Bob"]
    assert table.replaced == 1
    assert len(table.refused) == 4 and all(len(line) < 300 for line in table.refused)
    rows = list(csv.reader(io.StringIO(class_csv(table), newline="")))
    assert len(rows) == 6 and len({len(row) for row in rows}) == 1
    assert rows[4][0].startswith("'=cmd")
    assert rows[1][1:3] == ["", ""] and rows[2][4] == "right"
    assert class_csv(table, names=False).splitlines()[0].startswith("Task 1 answer")
    assert "calc" not in class_csv(table, names=False)


def test_a_table_of_a_course_system_is_read():
    """Links stand anywhere: in cells, in quotes, in HTML, in the links of mail programs."""
    address = hand_in(who="Ada Lovelace")
    wrapped = f"https://mail.example.org/?url={quote(address, safe='')}&data=1"
    text = f'Name,Text\r\n"Ada","<a href=""{address.replace("&", "&amp;")}"">mine</a>"\r\n"Bob",{wrapped}\r\n'
    assert len(links_in(text)) == 2
    table = class_table(text, LESSON)
    assert len(table.rows) == 1 and table.replaced == 1 and not table.refused
    assert table.rows[0].who == "Ada Lovelace"


def test_a_link_in_a_sentence_or_an_anchor_counts_once():
    """The signs around a link are not its own, and a link cut before its answers is named and does not count."""
    nameless, named = hand_in(who=""), hand_in(who="Ada")
    anchor = f'1,"<a href=""{nameless}"">{nameless}</a>"'
    table = class_table(f"{anchor}\nMine is ({named}).\n“{nameless}”\n{nameless.partition('&an=')[0]}\n", LESSON)
    assert [row.who for row in table.rows] == ["", "Ada", ""] and table.replaced == 0
    assert all(row.answers[-1] for row in table.rows)
    assert len(table.refused) == 1 and "no answers" in table.refused[0]


def test_too_much_text_is_refused():
    """At once, with the limit."""
    with pytest.raises(ValueError, match="at most"):
        class_table("x" * (MOST_TEXT + 1), LESSON)
    assert class_table("", LESSON).rows == []


def random_answers(lesson, rng) -> tuple[str, ...]:
    """Answers as a class might give them, some missing."""
    found = []
    for index in lesson.tasks:
        step = lesson.file.steps[index]
        kind = step.task.kind
        if rng.random() < 0.1:
            found.append("")
        elif kind == "number":
            found.append(written(10 ** rng.uniform(-3, 13)))
        elif kind in ("choice", "vote"):
            found.append(rng.choice("abcdefgh"[: len(step.task.options)]))
        elif kind == "place":
            N = 10 ** rng.uniform(9, 13)
            found.append(f"{written(N)}~{written(lesson.runs[index].train_flop / 6 / N)}")
        else:
            found.append("~".join(f"{key}~{written(10 ** rng.uniform(9, 13))}" for key in ("n", "d")))
    return tuple(found)


@pytest.mark.parametrize("name", ENTRIES)
def test_every_task_of_a_class_is_drawn(name):
    """A chart with a table for each task; each answer is counted once, an empty class is drawn too."""
    lesson = ENTRIES[name]
    rng = random.Random(3)
    text = "\n".join(BASE + link(HandIn(name, 1, random_answers(lesson, rng))) for _ in range(12))
    full, empty = class_table(text, lesson), class_table("", lesson)
    assert len(full.rows) == 12 and full.refused == []
    for number in range(len(lesson.tasks)):
        for table in (full, empty):
            chart = spread(table, number)
            columns, rows = chart.table([])
            assert sum(int(row[-1]) for row in rows) == len(table.answers(number))
            assert columns[-1] == "Students" and chart.question and chart.summary([])
            assert chart.figure([])["data"]
