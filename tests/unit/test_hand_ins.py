"""Hand-ins: links go out and come back; what strangers write in them stays text, in the table and in a spreadsheet."""

import csv
import html
import io
import random
import re
from urllib.parse import parse_qsl, quote

import pytest

from sim.ground.text import escaped
from sim.teaching.answers import written
from sim.teaching.class_charts import changed_votes, enlarged, spread
from sim.teaching.hand_ins import MOST_TEXT, MOST_WHO, HandIn, class_csv, class_table, link, links_in, name_typed, read
from sim.teaching.lessons import lessons
from tests.answers import random_answer

ENTRIES = lessons().entries
LESSON = ENTRIES["parameters-or-tokens"]
GOOD = ("7e10~1.2e12", "2", "20", "c", "1.3", "n~4e10~d~3e12")
BASE = "https://example.org/lessons?"


def hand_in(**changes) -> str:
    """A link of the lesson, with parts of it changed."""
    return BASE + link(HandIn(**({"lesson": LESSON.name, "step": 6, "answers": GOOD, "who": "Ada"} | changes)))


def opened(address: str) -> tuple[HandIn, list[str]]:
    return read(dict(parse_qsl(address.partition("?")[2], keep_blank_values=True)), ENTRIES)


def typed(task, text: str, asked) -> str:
    """Answer of a text that a person typed."""
    return task.committed(asked, text, asked.run)


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
    task, asked = lesson.file.steps[index].task, lesson.asked(index)
    assert typed(task, "37", asked) == typed(task, "37 %", asked) == "0.37"
    with pytest.raises(ValueError, match="5.9e23$"):
        typed(task, "many", asked)
    with pytest.raises(ValueError, match="characters"):
        typed(task, "9" * 400, asked)


def test_a_factor_is_above_zero():
    """A slip of the hand is not committed where no answer can be negative."""
    task, asked = LESSON.task(1)
    with pytest.raises(ValueError, match="above 0"):
        typed(task, "-3", asked)
    assert typed(task, "0.5", asked) == "0.5"


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
    assert f"Step {LESSON.tasks[number] + 1}:" in notices[0] and reason in notices[0] and len(notices[0]) < 400
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
    ada, nobody = (dict(zip(rows[0], row, strict=True)) for row in rows[1:3])
    assert ada["step 1 first Parameters"] == ada["step 1 first mark"] == "" and nobody["step 2 mark"] == "right"
    assert (nobody["step 1 first Parameters"], nobody["step 1 last Tokens"], nobody["step 1 first mark"]) == (
        "7e10",
        "1.2e12",
        "right",
    )
    assert nobody["step 4 option"] == "C" and nobody["step 6 first Tokens"] == "3e+12"
    assert class_csv(table, names=False).splitlines()[0].startswith("step 1 first Parameters")
    assert "calc" not in class_csv(table, names=False)


def test_numbers_of_the_file_are_numbers_with_units():
    """Raw, in the unit that was asked for, a share in per cent."""
    lesson = ENTRIES["think-or-train"]
    number = next(
        n
        for n, i in enumerate(lesson.tasks)
        if lesson.file.steps[i].task.heading == "Your prediction"
        and getattr(lesson.file.steps[i].task, "key", "") == "ten.accuracy"
    )
    answers = tuple("0.374" if n == number else "" for n in range(len(lesson.tasks)))
    rows = list(csv.reader(io.StringIO(class_csv(class_table(BASE + link(HandIn(lesson.name, 1, answers)), lesson)))))
    assert dict(zip(*rows, strict=True))[f"step {lesson.tasks[number] + 1} answer [per cent]"] == "37.4"


@pytest.mark.parametrize("lost", [1, 2, 5, 9, 14, 20])
def test_a_cut_link_is_no_student(lost):
    """Wherever it was cut within the answers, it is named and not counted; an older link has no check and counts."""
    whole = hand_in(who="")
    table = class_table(f"{whole}\n{whole[:-lost]}", LESSON)
    assert len(table.rows) == 1 and "cut" in table.refused[0]
    older = re.sub("ck=[^&]*&", "", whole)
    assert older != whole and len(class_table(older, LESSON).rows) == 1


def test_the_key_is_told_on_demand():
    """Without it no color, no line, no word and no row of a chart says what is right."""
    table = class_table(
        "\n".join(hand_in(who="", answers=answers) for answers in (GOOD, ("9e9~9e12", "5", "9", "a"))), LESSON
    )
    for number in range(len(LESSON.tasks)):
        hidden, told = spread(table, number, with_key=False), spread(table, number)
        key = table.answers(number)[0][1].key.rstrip(".")
        assert key in told.summary and len(told.figure["data"]) >= len(hidden.figure["data"])
        said = " ".join([hidden.subtitle, hidden.summary, hidden.note])
        assert "Key" not in said and " right" not in hidden.summary and " near" not in hidden.summary
        assert not any((trace.get("meta") or {}).get("reveals") for trace in hidden.figure["data"])
    kinds = {LESSON.task(number)[0].kind for number in range(len(LESSON.tasks))}
    assert {"place", "number", "choice"} <= kinds


def test_the_question_and_the_options_are_printed():
    """In words, on the chart itself."""
    table = class_table(hand_in(), LESSON)
    task, asked = LESSON.task(3)
    chart = spread(table, 3)
    labels = " ".join(chart.figure["data"][0]["y"]).replace("<br>", " ")
    assert all(html.escape(words, quote=False) in labels for words in task.choices(asked).values())
    assert task.question.split("{")[0][:30].strip() in chart.subtitle


def test_a_heap_at_the_edge_says_so():
    """Answers far off stand at the edge with a sign; those near the key have none."""

    def texts(*answers):
        table = class_table("\n".join(hand_in(who="", answers=("", text)) for text in answers), LESSON)
        return [text for trace in spread(table, 1, False).figure["data"] for text in trace.get("text") or []]

    assert texts("2", "3") == []
    assert texts("2", "900", "5000") == ["≥ 900"]
    assert texts("2", "0.001") == ["≤ 0.001"]


def test_who_changed_sides_is_counted():
    """From the first vote to the second one, of those who voted twice."""
    lesson = ENTRIES["is-there-a-wall"]
    votes = [n for n, i in enumerate(lesson.tasks) if lesson.file.steps[i].task.kind in ("vote", "again")]
    assert len(votes) == 2

    def voted(first, second):
        answers = ["" for _ in lesson.tasks]
        answers[votes[0]], answers[votes[-1]] = first, second and f"{first}~{second}"
        return BASE + link(HandIn(lesson.name, 1, tuple(answers)))

    lines = [voted("a", "b"), voted("a", "b"), voted("b", "b"), voted("c", ""), voted("", "a"), voted("c", "a")]
    (chart,) = changed_votes(class_table("\n".join(lines), lesson))
    assert [[row[0][0], row[1][0], row[2]] for row in chart.table[1]] == [
        ["A", "B", "2"],
        ["B", "B", "1"],
        ["C", "A", "1"],
    ]
    assert "4 voted twice: 1 stayed, 3 changed sides" in chart.summary
    assert changed_votes(class_table("", LESSON)) == []


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
    numbers = range(len(lesson.tasks))
    return tuple("" if rng.random() < 0.1 else random_answer(lesson, number, rng) for number in numbers)


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
            columns, rows = chart.table
            if lesson.task(number)[0].kind in ("ranking", "points"):  # of means, a row for each thing
                assert len(rows) == len(lesson.task(number)[0].choices(lesson.task(number)[1]))
            else:
                assert sum(int(row[-1]) for row in rows) == len(table.answers(number))
                assert columns[-1] == "Students"
            assert chart.question and chart.summary
            assert chart.figure["data"]


def test_a_second_try_rides_along_and_the_first_one_stays():
    """`ag` holds the last try; a link without it, and a reader that ignores it, see the first answers."""
    again = ("", "", "", "", "", "n~3.5e10~d~4e12")
    address = hand_in(again=again)
    pairs = dict(parse_qsl(address.partition("?")[2]))
    found, notices = opened(address)
    assert notices == [] and found.again == again and found.answers == GOOD
    assert (found.first(5), found.last(5), found.last(0)) == (GOOD[5], again[5], GOOD[0])
    old, _ = read({key: value for key, value in pairs.items() if key != "ag"}, ENTRIES)
    assert old.answers == GOOD and old.again == () and old.last(5) == GOOD[5]
    assert len(address) - len(BASE) < 400
    assert [mark.key for _, mark in class_table(address, LESSON).answers(5)] == [LESSON.mark(5, GOOD[5]).key]


@pytest.mark.parametrize(
    ("answers", "again"),
    [
        (("", "2", "20", "c", "1.3", ""), ("", "", "", "", "", GOOD[5])),  # a last try without a first
        (GOOD, ("", "3", "", "", "", "")),  # of a task that has one try
        (GOOD, ("7e10~<b>", "", "", "", "", "")),
    ],
)
def test_a_second_try_that_cannot_be_is_ignored(answers, again):
    """The first answers stay what they are."""
    found, _ = opened(hand_in(answers=answers, again=again))
    assert found.again == () and found.answers == answers


def test_the_key_of_a_place_is_told_after_the_second_try():
    """A goal may be tried until it is met, for it tells no key; a place has two tries; a number one."""
    place, goal, number = LESSON.task(0), LESSON.task(5), LESSON.task(1)
    far = "2.8e11~3e11"
    assert LESSON.mark(0, far).verdict != "right" and LESSON.mark(0, GOOD[0]).verdict == "right"
    states = [(first, last, place[0].is_settled(place[1], first, last), place[0].may_try(place[1], first, last))
              for first, last in (("", ""), (far, ""), (far, far), (far, GOOD[0]), (GOOD[0], ""))]  # fmt: skip
    assert [state[2:] for state in states] == [
        (False, True),
        (False, True),
        (True, False),
        (True, False),
        (True, False),
    ]
    missed = "n~7e10~d~1e12"
    assert goal[0].may_try(goal[1], missed, missed) and goal[0].is_settled(goal[1], missed, missed)
    assert not goal[0].may_try(goal[1], missed, GOOD[5])
    assert number[0].is_settled(number[1], "9", "") and not number[0].may_try(number[1], "9", "")


def test_a_chart_on_the_wall_is_the_same_and_larger():
    """Every font and label grows; counts, answers and places stay."""
    chart = spread(class_table(hand_in(), LESSON), 3, with_key=False)
    large = enlarged(chart)
    sizes = [figure["layout"]["yaxis"]["tickfont"]["size"] for figure in (chart.figure, large.figure)]
    assert sizes[1] >= 1.5 * sizes[0] and large.height > 1.5 * chart.height
    assert large.figure["data"][0]["textfont"]["size"] >= 20
    assert [trace["x"] for trace in large.figure["data"]] == [trace["x"] for trace in chart.figure["data"]]
